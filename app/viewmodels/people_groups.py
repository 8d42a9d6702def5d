"""Groups of doors and lists of holidays, as the window edits them."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError
from app.domain.grant import HolidayCalendar
from app.domain.ids import DoorId
from app.domain.project import Group
from app.services.calendars import CalendarService, parse_date, read_holiday_file_blocking
from app.services.groups import GroupService
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.grant import DoorChoice

GROUP, CALENDAR = "group", "calendar"


@dataclass(frozen=True, slots=True)
class GroupItem:
    """A group with its doors."""

    id: str
    name: str
    door_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """A list of holidays; `days` read like 2026-12-25, in their order."""

    id: str
    name: str
    days: tuple[str, ...]


class GroupsViewModel(ViewModel):
    """Reads and saves both. `saved` carries the kind, the id (empty after removing) and a sentence; `refused` a sentence.

    `days_read` carries the days of a calendar file and what has to be said of it; nothing is saved by reading.
    """

    loaded = Signal()
    saved = Signal(str, str, str)
    refused = Signal(str)
    days_read = Signal(object, str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._groups = GroupService(workplace.project)
        self._calendars = CalendarService(workplace.project)
        self._known_groups: dict[str, Group] = {}
        self._known_calendars: dict[str, HolidayCalendar] = {}
        self.doors: tuple[DoorChoice, ...] = ()
        self.groups: tuple[GroupItem, ...] = ()
        self.calendars: tuple[CalendarItem, ...] = ()

    def load(self) -> None:
        """Read what there is."""
        self.run("groups", self._load())

    def save_group(self, key: str, name: str, door_ids: Collection[str]) -> None:
        """Make a group, or change the one with this id to this name and these doors."""
        doors = frozenset(DoorId(UUID(door)) for door in door_ids)
        self.run("save group", self._saved(GROUP, lambda: self._save_group(key, name, doors)))

    def save_calendar(self, key: str, name: str, days: str) -> None:
        """Make a list, or change the one with this id to these days, one a line."""
        self.run(
            "save holidays", self._saved(CALENDAR, lambda: self._save_calendar(key, name, days))
        )

    def read_file(self, path: Path) -> None:
        """Read the whole days of a calendar file."""
        self.run("holiday file", self._read_file(path))

    def remove(self, kind: str, key: str) -> None:
        """Remove a group or a list that nothing goes by."""
        self.run("remove", self._saved(kind, lambda: self._remove(kind, key)))

    async def _saved(
        self, kind: str, save: Callable[[], Coroutine[Any, Any, tuple[str, str]]]
    ) -> None:
        try:
            key, said = await save()
        except AppError as error:
            # What was typed stays to be mended; a part of it may be saved, so what is known is read anew.
            await self._read()
            self.refused.emit(error_sentence(error))
            return
        await self._load()
        self.saved.emit(kind, key, said)

    async def _read_file(self, path: Path) -> None:
        today = self._workplace.project.clock().date()
        try:
            found = await asyncio.to_thread(read_holiday_file_blocking, path, today)
        except AppError as error:
            self.refused.emit(error_sentence(error))
            return
        said = message("ics_skipped", {"count": found.skipped}) if found.skipped else ""
        self.days_read.emit([day.isoformat() for day in sorted(found.dates)], said)

    async def _load(self) -> None:
        await self._read()
        self.loaded.emit()

    async def _read(self) -> None:
        rows = await self._workplace.sites.list_doors()
        groups = [row.group for row in await self._groups.list_groups()]
        calendars = await self._calendars.list_calendars()
        self._known_groups = {str(one.id): one for one in groups}
        self._known_calendars = {str(one.id): one for one in calendars}
        self.doors = tuple(
            DoorChoice(str(row.place.door.id), row.place.label, row.lock is not None)
            for row in rows
        )
        self.groups = tuple(
            GroupItem(str(one.id), one.name, frozenset(str(door) for door in one.door_ids))
            for one in groups
        )
        self.calendars = tuple(
            CalendarItem(str(one.id), one.name, tuple(day.isoformat() for day in sorted(one.dates)))
            for one in calendars
        )

    async def _save_group(self, key: str, name: str, doors: frozenset[DoorId]) -> tuple[str, str]:
        known = self._known_groups.get(key)
        wanted = name.strip()
        if any(one.name == wanted for one in self._known_groups.values() if one is not known):
            raise RuleError("name_taken")
        if known is None:
            group = await self._groups.add(wanted, doors)
            return str(group.id), message("said_saved", {"name": group.name})
        group = known if known.name == wanted else await self._groups.rename(known, wanted)
        if doors - group.door_ids:
            group = await self._groups.add(group.name, doors - group.door_ids)
        if group.door_ids - doors:
            group = await self._groups.take_out(group, group.door_ids - doors)
        return str(group.id), message("said_saved", {"name": group.name})

    async def _save_calendar(self, key: str, name: str, days: str) -> tuple[str, str]:
        dates = frozenset(parse_date(line.strip()) for line in days.split() if line.strip())
        known = self._known_calendars.get(key)
        wanted = name.strip() if known is None else known.name
        if known is None and any(one.name == wanted for one in self._known_calendars.values()):
            raise RuleError("name_taken")
        calendar = await self._with_dates(known, wanted, dates)
        return str(calendar.id), message("said_saved", {"name": calendar.name})

    async def _with_dates(
        self, known: HolidayCalendar | None, name: str, dates: frozenset[date]
    ) -> HolidayCalendar:
        if known is None:
            return await self._calendars.add(name, dates)
        calendar = known
        if dates - calendar.dates:
            calendar = await self._calendars.add(name, dates - calendar.dates)
        if calendar.dates - dates:
            calendar = await self._calendars.take_out(calendar, calendar.dates - dates)
        return calendar

    async def _remove(self, kind: str, key: str) -> tuple[str, str]:
        if kind == GROUP:
            group = self._known_groups[key]
            await self._groups.remove(group)
            return "", message("said_removed", {"name": group.name})
        calendar = self._known_calendars[key]
        await self._calendars.remove(calendar)
        return "", message("said_removed", {"name": calendar.name})
