"""Holidays: named lists of dates, typed or taken from a calendar file."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from app.core.errors import EnvironmentAppError, RuleError, UsageError
from app.domain.grant import HolidayCalendar
from app.domain.holiday_file import MOST_BYTES, HolidayFile, read_holidays
from app.domain.ids import CalendarId
from app.domain.wishes import doors_of
from app.services.chart import sync_records
from app.services.open_project import OpenProject
from app.services.sites import checked_name
from app.storage.contracts import Change
from app.storage.values import ChangeKind


class CalendarService:
    """The calendars of a project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_calendars(self) -> list[HolidayCalendar]:
        """Every calendar by name."""
        return list(await self._project.read.calendars.all())

    async def add(self, name: str, dates: Collection[date]) -> HolidayCalendar:
        """Add dates to the calendar of this name, made when it is new; raises `UsageError("no_dates")`."""
        name = checked_name(name)
        if not dates:
            raise UsageError("no_dates")
        async with self._project.store.change(ChangeKind.CALENDAR_EDITED) as change:
            known = next(
                (one for one in await change.repositories.calendars.all() if one.name == name), None
            )
            calendar = known or HolidayCalendar(CalendarId(uuid4()), name)
            changed = replace(calendar, dates=calendar.dates | frozenset(dates))
            await self._save(change, changed)
        return changed

    async def take_out(self, calendar: HolidayCalendar, dates: Collection[date]) -> HolidayCalendar:
        """Take dates out of a calendar; raises `RuleError("not_in_calendar")`."""
        async with self._project.store.change(ChangeKind.CALENDAR_EDITED) as change:
            known = await change.repositories.calendars.get(calendar.id) or calendar
            strange = sorted(frozenset(dates) - known.dates)
            if strange:
                days = ", ".join(day.isoformat() for day in strange)
                raise RuleError("not_in_calendar", calendar=known.name, dates=days)
            changed = replace(known, dates=known.dates - frozenset(dates))
            await self._save(change, changed)
        return changed

    async def remove(self, calendar: HolidayCalendar) -> None:
        """Remove a calendar; raises `RuleError("still_needed")` while somebody's times go by it."""
        async with self._project.store.change(ChangeKind.CALENDAR_EDITED) as change:
            change.concerns(note={"calendar": calendar.name})
            await change.repositories.calendars.remove(calendar.id)

    async def _save(self, change: Change, calendar: HolidayCalendar) -> None:
        repositories = change.repositories
        change.concerns(note={"calendar": calendar.name})
        await repositories.calendars.put(calendar)
        grants = [
            grant
            for grant in await repositories.grants.all()
            if grant.revoked_at is None
            and any(one.calendar_id == calendar.id for one in grant.validity.holidays)
        ]
        named = {group_id for grant in grants for group_id in grant.group_ids}
        groups = {group.id: group for group in await repositories.groups.some(named)}
        doors = {door_id for grant in grants for door_id in doors_of(grant, groups)}
        await sync_records(self._project, repositories, doors)


def read_holiday_file_blocking(path: Path, today: date) -> HolidayFile:
    """The all-day events of a calendar file (`.ics`).

    Raises `EnvironmentAppError("ics_unreadable")`, and `UsageError` where it is no such file, too large, or says what we cannot keep.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise EnvironmentAppError("ics_unreadable", file=str(path)) from error
    return read_holidays(data, today)


def parse_date(text: str) -> date:
    """A date written like 2026-12-25; raises `UsageError("bad_date")`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("bad_date", text=text) from None
