"""Holidays out of a calendar file (RFC 5545): whole days, once or every year; whatever else it says is refused in a sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import UsageError

MOST_BYTES = 1 << 20
MOST_DATES = 2000
YEARS_AHEAD = 10
"""For how many years, this one included, an event of every year without an end is taken."""

_FOLD = re.compile(r"\r?\n[ \t]")
_DATE = re.compile(r"\d{8}")
_RULES_UNDERSTOOD = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "WKST"}
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """The dates of a file. `skipped` counts events with a time of day, and those that were called off."""

    dates: frozenset[date]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Property:
    """One line of an event: its name, its parameters, its value."""

    name: str
    parameters: Mapping[str, str]
    value: str


def read_holidays(data: bytes, today: date) -> HolidayFile:
    """The dates of every all-day event; one of every year without an end is taken from the year of `today` on.

    Raises `UsageError`: `ics_too_large` (`limit`), `not_ics`, `ics_rule` (`text`: how it repeats, other than every year on its day),
    `ics_date` (`text`), `ics_too_many` (`limit`), `ics_empty`.
    """
    if len(data) > MOST_BYTES:
        raise UsageError("ics_too_large", limit=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("not_ics") from None
    lines = _FOLD.sub("", text).splitlines()
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise UsageError("not_ics")
    dates: set[date] = set()
    skipped = 0
    for event in _events(lines):
        found = _dates_of(event, today)
        if found is None:
            skipped += 1
            continue
        for day in found:
            dates.add(day)
            if len(dates) > MOST_DATES:
                raise UsageError("ics_too_many", limit=MOST_DATES)
    if not dates:
        raise UsageError("ics_empty")
    return HolidayFile(frozenset(dates), skipped)


def _events(lines: list[str]) -> Iterator[list[_Property]]:
    """The properties of each event, those of what lies inside it (alarms) left out; an event that does not end is none."""
    event: list[_Property] | None = None
    inside: list[str] = []
    for line in lines:
        found = _property(line)
        if found is None:
            continue
        if found.name == "BEGIN":
            inside.append(found.value.upper())
            if inside[-1] == "VEVENT" and event is None:
                event = []
        elif found.name == "END":
            ended = inside.pop() if inside else ""
            if ended != found.value.upper():
                raise UsageError("not_ics")
            if ended == "VEVENT" and event is not None:
                yield event
                event = None
        elif event is not None and inside and inside[-1] == "VEVENT":
            event.append(found)
    if inside:
        raise UsageError("not_ics")


def _property(line: str) -> _Property | None:
    heading, colon, value = _split_unquoted(line)
    if not colon:
        return None
    name, *parts = heading.split(";")
    parameters = (part.partition("=") for part in parts)
    return _Property(
        name.strip().upper(),
        {key.strip().upper(): given.strip('"').upper() for key, _, given in parameters},
        value.strip(),
    )


def _split_unquoted(line: str) -> tuple[str, str, str]:
    """At the first colon outside of quotes: a parameter may hold one."""
    is_quoted = False
    for at, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == ":" and not is_quoted:
            return line[:at], ":", line[at + 1 :]
    return line, "", ""


def _dates_of(event: list[_Property], today: date) -> Iterator[date] | None:
    """The days of one event, in every year that it says; None for one that is no holiday."""
    named = {one.name: one for one in event}
    start = named.get("DTSTART")
    status = named.get("STATUS")
    if start is None or (status is not None and status.value.upper() == "CANCELLED"):
        return None
    if not _is_whole_day(start):
        return None
    for word in ("RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"):
        if word in named:
            raise UsageError("ics_rule", text=word)
    first = _date(start.value)
    days = _length(named, first)
    rule = named.get("RRULE")
    if rule is None:
        return _days(first, days)
    return _every_year(first, days, rule.value, today)


def _is_whole_day(start: _Property) -> bool:
    kind = start.parameters.get("VALUE", "DATE-TIME")
    return kind == "DATE" or _DATE.fullmatch(start.value) is not None


def _length(named: Mapping[str, _Property], first: date) -> int:
    """How many days an event takes; its end is the day after (RFC 5545, 3.6.1)."""
    end = named.get("DTEND")
    if end is not None:
        days = (_date(end.value) - first).days
        if not 0 <= days <= MOST_DATES:
            raise UsageError("ics_date", text=end.value)
        return max(days, 1)
    duration = named.get("DURATION")
    if duration is None:
        return 1
    found = re.fullmatch(r"\+?P(?:(\d{1,3})W|(\d{1,4})D)", duration.value.upper())
    if found is None:
        raise UsageError("ics_date", text=duration.value)
    return max(1, int(found[1]) * 7 if found[1] else int(found[2]))


def _every_year(first: date, days: int, rule: str, today: date) -> Iterator[date]:
    split = (part.partition("=") for part in rule.upper().split(";") if part)
    parts = {key: value for key, _, value in split}
    is_same_day = parts.get("BYMONTH", str(first.month)) == str(first.month) and parts.get(
        "BYMONTHDAY", str(first.day)
    ) == str(first.day)
    is_yearly = parts.get("FREQ") == "YEARLY" and parts.get("INTERVAL", "1") == "1"
    if not is_yearly or not is_same_day or not parts.keys() <= _RULES_UNDERSTOOD:
        raise UsageError("ics_rule", text=rule)
    last = _date(parts["UNTIL"][:8]) if "UNTIL" in parts else None
    left = _count(parts["COUNT"], rule) if "COUNT" in parts else None
    begin = max(first.year, today.year) if last is None and left is None else first.year
    end = begin + YEARS_AHEAD if last is None and left is None else date.max.year + 1
    return _yearly_days(first, days, range(begin, min(end, date.max.year + 1)), last, left)


def _count(text: str, rule: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise UsageError("ics_rule", text=rule)
    return int(text)


def _yearly_days(
    first: date, days: int, years: range, last: date | None, left: int | None
) -> Iterator[date]:
    """Every one of these years until the end that it names; a 29 February is in leap years alone (RFC 5545, 3.3.10)."""
    for year in years:
        try:
            start = first.replace(year=year)
        except ValueError:
            continue
        if (last is not None and start > last) or left == 0:
            return
        left = None if left is None else left - 1
        yield from _days(start, days)


def _days(first: date, days: int) -> Iterator[date]:
    for number in range(days):
        if (date.max - first).days < number:
            return
        yield first + number * _DAY


def _date(text: str) -> date:
    if _DATE.fullmatch(text[:8]) is None or not text.isascii():
        raise UsageError("ics_date", text=text)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise UsageError("ics_date", text=text) from None
