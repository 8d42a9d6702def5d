"""A validity as one sentence, as people say it: "weekdays 8-12, until 31 December, closed on holidays"."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from app.domain.grant import HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.validity import end_of, start_of

CalendarNames = Mapping[str, str]
"""The names of holiday lists by id."""

_MIDNIGHT = time()
_WORKDAYS = frozenset(Weekday(number) for number in range(5))
_WEEKEND = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})


def validity_sentence(
    validity: Validity, zone: ZoneInfo, now: datetime, calendars: CalendarNames | None = None
) -> str:
    """All parts of a validity in one line; "always" when there is none."""
    return ", ".join(validity_parts(validity, zone, now, calendars))


def validity_parts(
    validity: Validity, zone: ZoneInfo, now: datetime, calendars: CalendarNames | None = None
) -> tuple[str, ...]:
    """The parts of that sentence, none of which may be cut."""
    translate = QCoreApplication.translate
    parts = [window_words(window) for window in validity.weekly]
    start, end = start_of(validity, zone), end_of(validity, zone)
    if start is not None:
        parts.append(translate("Validity", "from {0}").format(_begin_words(start, zone, now)))
    if end is not None:
        parts.append(translate("Validity", "until {0}").format(_end_words(end, zone, now)))
    if validity.is_once:
        parts.append(translate("Validity", "ends with the first use"))
    parts += _holiday_words(validity.holidays, calendars or {})
    return tuple(parts) or (translate("Validity", "always"),)


def window_words(window: WeeklyWindow) -> str:
    """One weekly window, such as "weekdays 8-12"."""
    words = QCoreApplication.translate("Validity", "{0} {1}")
    return words.format(_days_words(window.weekdays), _hours_words(window.start, window.end))


def day_words(day: date, now: date) -> str:
    """A day in words, without its year where that is the present one."""
    form = "d MMMM" if day.year == now.year else "d MMMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def _begin_words(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    local = moment.astimezone(zone)
    day = day_words(local.date(), now.astimezone(zone).date())
    return day if local.time() == _MIDNIGHT else f"{day}, {_clock_words(local.time())}"


def _end_words(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """An end at midnight is the day before it, which is still inside."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.time() == _MIDNIGHT:
        return day_words(local.date() - timedelta(days=1), today)
    return f"{day_words(local.date(), today)}, {_clock_words(local.time())}"


def _days_words(days: frozenset[Weekday]) -> str:
    translate = QCoreApplication.translate
    if len(days) == 7:
        return translate("Validity", "every day")
    if days == _WORKDAYS:
        return translate("Validity", "weekdays")
    if days == _WEEKEND:
        return translate("Validity", "weekends")
    return ", ".join(_run_words(run) for run in _runs(sorted(days)))


def _runs(days: Sequence[Weekday]) -> list[list[Weekday]]:
    runs: list[list[Weekday]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_words(run: Sequence[Weekday]) -> str:
    names = [QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in run]
    return f"{names[0]}-{names[-1]}" if len(run) > 2 else ", ".join(names)


def _hours_words(start: time, end: time) -> str:
    """Full hours without their minutes, where the day has 24 of them."""
    translate = QCoreApplication.translate
    if start == end == _MIDNIGHT:
        return translate("Validity", "the whole day")
    if start.minute == end.minute == 0 and not _has_two_halves():
        return f"{start.hour}-{end.hour or 24}"
    last = "24:00" if end == _MIDNIGHT and not _has_two_halves() else _clock_words(end)
    return f"{_clock_words(start)}-{last}"


def _has_two_halves() -> bool:
    return "ap" in QLocale().timeFormat(QLocale.FormatType.ShortFormat).lower()


def _clock_words(clock: time) -> str:
    return QLocale().toString(QTime(clock.hour, clock.minute), QLocale.FormatType.ShortFormat)


def _holiday_words(holidays: Sequence[Holidays], names: CalendarNames) -> list[str]:
    translate = QCoreApplication.translate
    words = {
        HolidayRule.CLOSED: translate("Validity", "closed on holidays ({0})"),
        HolidayRule.AS_SUNDAY: translate("Validity", "holidays ({0}) as on Sundays"),
    }
    return [
        words[one.rule].format(names.get(str(one.calendar_id), "…"))
        for one in holidays
        if one.rule in words
    ]
