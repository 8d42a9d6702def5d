"""Dates and validities as people read them, in the door's own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from app.domain.grant import Validity
from app.domain.validity import end_of, start_of
from app.domain.validity_text import format_weekly


def date_words(at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """A moment in few words: the time today, else the date; empty when there is none."""
    if at is None:
        return ""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    day = QDate(local.year, local.month, local.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def moment_words(at: datetime | None, zone: ZoneInfo) -> str:
    """A moment with date and time; empty when there is none."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    moment = QDateTime(
        QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second)
    )
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def validity_lines(validity: Validity, zone: ZoneInfo) -> tuple[str, ...]:
    """A validity in short lines that may not be cut: beginning, end, each weekly window."""
    translate = QCoreApplication.translate
    start, end = start_of(validity, zone), end_of(validity, zone)
    lines: list[str] = []
    if start is not None:
        lines.append(translate("Validity", "from {0}").format(moment_words(start, zone)))
    if end is not None:
        lines.append(translate("Validity", "until {0}").format(moment_words(end, zone)))
    lines += [format_weekly(window) for window in validity.weekly]
    if validity.is_once:
        lines.append(translate("Validity", "once"))
    return tuple(lines) or (translate("Validity", "always"),)
