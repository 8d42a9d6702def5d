"""The written forms of a validity: what a person types, and how it is shown back."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.errors import UsageError
from app.domain.grant import HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.validity import end_of, start_of

_DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(2000, 2100)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


def parse_from(text: str) -> datetime:
    """The moment of `--from`, to the second: RFC 3339, wall time without offset, or a date, which begins at its midnight.

    Raises `UsageError("time_unreadable")`.
    """
    return _parse_moment(text, is_end=False)


def parse_until(text: str) -> datetime:
    """The moment of `--until`, as `parse_from`; but a date alone is included: it ends at the next midnight."""
    return _parse_moment(text, is_end=True)


def parse_weekly(text: str) -> WeeklyWindow:
    """A window such as `Mo-Fr 08:00-12:00`, `Mo,We 22:00-06:00` or `Sa-Su 00:00-24:00`.

    Days have two letters, three, or their English name. Raises `UsageError("weekly_unreadable")`.
    """
    parts = re.fullmatch(r"\s*([A-Za-z][A-Za-z,\s-]*?)\s+([0-9:]+)\s*-\s*([0-9:]+)\s*", text)
    if parts is None:
        raise UsageError("weekly_unreadable", text=text)
    start = _parse_clock(parts[2], text, is_end=False)
    end = _parse_clock(parts[3], text, is_end=True)
    return WeeklyWindow(_parse_weekdays(parts[1], text), start, end)


def format_weekly(window: WeeklyWindow) -> str:
    """The window as `parse_weekly` reads it, with runs of three days and more as `Mo-We`."""
    end = "24:00" if window.end == time() else _format_clock(window.end)
    return f"{_format_weekdays(window.weekdays)} {_format_clock(window.start)}-{end}"


def parse_holidays(text: str) -> tuple[str, HolidayRule]:
    """A calendar's name and rule from `NAME:closed`, `NAME:as-sunday` or `NAME:ignore`; raises `UsageError("holidays_unreadable")`."""
    name, colon, word = text.rpartition(":")
    rules = {rule.value.replace("_", "-"): rule for rule in HolidayRule}
    if not colon or not name.strip() or word.strip().lower() not in rules:
        raise UsageError("holidays_unreadable", text=text)
    return name.strip(), rules[word.strip().lower()]


def validity_of(
    *,
    start: str | None = None,
    end: str | None = None,
    weekly: Sequence[str] = (),
    is_once: bool = False,
    holidays: Sequence[Holidays] = (),
    zone: ZoneInfo,
) -> Validity:
    """A validity from the words of the command line; raises `UsageError`, also with `from_after_until`.

    `zone` is a door's: it decides whether an end without offset lies after its beginning.
    """
    validity = Validity(
        start=None if start is None else parse_from(start),
        end=None if end is None else parse_until(end),
        weekly=tuple(dict.fromkeys(parse_weekly(text) for text in weekly)),
        is_once=is_once,
        holidays=tuple(holidays),
    )
    check_order(validity, zone)
    return validity


def check_order(validity: Validity, zone: ZoneInfo) -> None:
    """Raise `UsageError("from_after_until")` unless the date range, read in this zone, has a length."""
    begin, finish = start_of(validity, zone), end_of(validity, zone)
    if begin is not None and finish is not None and finish <= begin:
        raise UsageError("from_after_until")


def format_moment(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """RFC 3339 with the zone's offset, to the second; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _parse_moment(text: str, *, is_end: bool) -> datetime:
    words = text.strip()
    try:
        if _DATE.fullmatch(words):
            found = datetime.fromisoformat(words) + timedelta(days=1 if is_end else 0)
        elif _MOMENT.fullmatch(words):
            found = datetime.fromisoformat(words.upper())
        else:
            raise ValueError
    except (ValueError, OverflowError):
        raise UsageError("time_unreadable", text=text) from None
    if found.year not in _YEARS:
        raise UsageError("time_unreadable", text=text)
    return found.replace(microsecond=0)


def _parse_clock(word: str, text: str, *, is_end: bool) -> time:
    parts = _CLOCK.fullmatch(word)
    if parts is None:
        raise UsageError("weekly_unreadable", text=text, part=word)
    hour, minute = int(parts[1]), int(parts[2])
    if is_end and (hour, minute) == (24, 0):
        return time()
    if hour > 23 or minute > 59:
        raise UsageError("weekly_unreadable", text=text, part=word)
    return time(hour, minute)


def _parse_weekdays(words: str, text: str) -> frozenset[Weekday]:
    found: set[Weekday] = set()
    for part in words.split(","):
        ends = [_parse_weekday(word, text) for word in part.split("-")]
        if len(ends) > 2:
            raise UsageError("weekly_unreadable", text=text)
        days = (ends[-1] - ends[0]) % 7
        found |= {Weekday((ends[0] + number) % 7) for number in range(days + 1)}
    return frozenset(found)


def _parse_weekday(word: str, text: str) -> Weekday:
    name = word.strip().lower()
    for number, full in enumerate(_FULL_NAMES):
        if name in (full, full[:3], full[:2]):
            return Weekday(number)
    raise UsageError("weekly_unreadable", text=text, part=word.strip())


def _format_weekdays(weekdays: frozenset[Weekday]) -> str:
    runs: list[list[int]] = []
    for weekday in sorted(weekdays):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 6 and len(runs[0]) + len(runs[-1]) > 2:
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    return ",".join(_format_run(run) for run in runs)


def _format_run(run: list[int]) -> str:
    if len(run) > 2:
        return f"{_DAY_NAMES[run[0]]}-{_DAY_NAMES[run[-1]]}"
    return ",".join(_DAY_NAMES[day] for day in run)


def _format_clock(clock: time) -> str:
    return f"{clock.hour:02}:{clock.minute:02}"
