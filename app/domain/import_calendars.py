"""Holiday lists of an import: found by their names, made where they are missing; days are added, never taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.grant import HolidayCalendar
from app.domain.ids import CalendarId
from app.domain.import_claims import Findings, Names, field_changes
from app.domain.import_fields import ImportField
from app.domain.import_places import NewId
from app.domain.import_rows import RowWish
from app.domain.import_steps import ImportNoun, ImportStep, ProjectNow
from app.domain.word_list import join_words


@dataclass(slots=True)
class Calendars:
    """Every list as it is after the import."""

    steps: tuple[ImportStep[HolidayCalendar], ...] = ()
    named: Names[HolidayCalendar] = field(
        default_factory=lambda: Names[HolidayCalendar]((), lambda one: one.name)
    )


def plan_calendars(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings
) -> Calendars:
    """Find or make the lists that rows name with their days."""
    names = Names(now.calendars, lambda one: one.name)
    rows: dict[CalendarId, int] = {}
    found: dict[CalendarId, HolidayCalendar] = {}
    days: dict[CalendarId, set[date]] = {}
    for wish in wishes:
        if not wish.calendar:
            continue
        known = names.find(wish.calendar)
        if len(known) > 1:
            column = ImportField.CALENDAR
            findings.refuse(wish.row, column, "import_calendar_ambiguous", name=wish.calendar)
            continue
        if known:
            calendar = known[0]
        else:
            calendar = HolidayCalendar(CalendarId(new_id()), wish.calendar)
            names.add(calendar)
        rows.setdefault(calendar.id, wish.row)
        found[calendar.id] = calendar
        days.setdefault(calendar.id, set(calendar.dates)).update(wish.calendar_dates)
    old = {calendar.id: calendar for calendar in now.calendars}
    steps: list[ImportStep[HolidayCalendar]] = []
    for key, row in rows.items():
        calendar, before = replace(found[key], dates=frozenset(days[key])), old.get(key)
        if calendar == before:
            findings.count_as_there(ImportNoun.CALENDARS)
            continue
        added = calendar.dates - (before.dates if before is not None else frozenset())
        told = join_words(day.isoformat() for day in sorted(added))
        changes = field_changes({}, {ImportField.CALENDAR_DATES: told}) if before else ()
        noun = ImportNoun.CALENDARS
        steps.append(ImportStep(noun, row, calendar.name, calendar, before, changes))
    return Calendars(tuple(steps), names)
