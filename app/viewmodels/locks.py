"""The Locks page: every door with the one thing that matters most about it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.slot_record import ProofLevel
from app.services.open_project import OpenProject
from app.services.sites import SiteService
from app.viewmodels.base import ViewModel
from app.viewmodels.later import Later

LOW_BATTERY_PERCENT = 20
RELOAD_AFTER_MS = 100
"""Changes that come close together are read once: the rows of 10,000 doors are made anew each time."""

_FEW_DOORS = 500
"""The rows of more are made beside the window's thread, which would stand still."""
_PROVEN = frozenset({ProofLevel.SEEN, ProofLevel.OPENED})


@dataclass(frozen=True, slots=True)
class DoorItem:
    """One row: `state` is the word for the pill (`to_pair`, `unknown`, `unproven`, `battery_low`, `foreign`, `proven`, `no_codes`).

    `count` goes with the word: codes, foreign entries, or percent for `battery_low`. `tags` are the filters that it belongs to.
    """

    id: str
    title: str
    site: str
    state: str
    count: int
    tags: frozenset[str]
    search: str


class LocksViewModel(ViewModel):
    """Keeps the rows true while the project changes."""

    rows_changed = Signal()
    chosen_changed = Signal(str)

    def __init__(self, project: OpenProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._sites = SiteService(project)
        self._is_stale = False
        self._is_loading = False
        self._later = Later(self.reload, RELOAD_AFTER_MS)
        self._unsubscribe = project.store.subscribe(lambda _change: self._later.ask())
        self.items: Sequence[DoorItem] = ()
        self.is_loaded = False
        self.chosen_id = ""

    def reload(self) -> None:
        """Read the rows anew; several changes in a row are read once."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("locks", self._load())

    def choose(self, door_id: str) -> None:
        """Show this door's detail."""
        if door_id != self.chosen_id:
            self.chosen_id = door_id
            self.chosen_changed.emit(door_id)

    def add_door(self, site: str, door: str) -> None:
        """Add a door, and its site when it is new."""
        self.run("add door", self._add_door(site, door))

    def count(self, tag: str) -> int:
        """How many rows a filter shows; all for an empty one."""
        return sum(1 for item in self.items if not tag or tag in item.tags)

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    async def _add_door(self, site: str, door: str) -> None:
        place = await self._sites.add_door(site, door)
        self._is_stale = True
        await self._load()
        self.choose(str(place.door.id))

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                overview = await self._project.store.overview()
                is_long = len(overview) > _FEW_DOORS
                self.items = (
                    await asyncio.to_thread(_items_of, overview) if is_long else _items_of(overview)
                )
        finally:
            self._is_loading = False
        self.is_loaded = True
        self.rows_changed.emit()


def _items_of(overview: Sequence[Any]) -> list[DoorItem]:
    """The rows of a store's overview, whose type is not for view-models to name."""
    return [
        door_item(
            door_id=str(row.door_id),
            door=row.door,
            site=row.site,
            has_lock=row.lock_id is not None,
            serial=row.serial,
            battery_percent=row.battery_percent,
            levels=row.levels,
            foreign=row.foreign,
        )
        for row in overview
    ]


def door_item(
    *,
    door_id: str,
    door: str,
    site: str,
    has_lock: bool,
    serial: str,
    battery_percent: int | None,
    levels: Mapping[ProofLevel, int],
    foreign: int,
) -> DoorItem:
    """The row of one door: the gravest thing decides its word."""
    state, count = door_state(
        has_lock=has_lock, battery_percent=battery_percent, levels=levels, foreign=foreign
    )
    tags = {"to_pair"} if not has_lock else set[str]()
    if state in {"unknown", "unproven", "battery_low", "foreign"}:
        tags.add("attention")
    return DoorItem(door_id, door, site, state, count, frozenset(tags), serial)


def door_state(
    *,
    has_lock: bool,
    battery_percent: int | None,
    levels: Mapping[ProofLevel, int],
    foreign: int,
) -> tuple[str, int]:
    """The word of a door and the number that goes with it."""
    living = sum(levels.values())
    unknown = levels.get(ProofLevel.UNKNOWN, 0)
    unproven = living - sum(levels.get(level, 0) for level in _PROVEN) - unknown
    if not has_lock:
        return "to_pair", living
    if unknown:
        return "unknown", unknown
    if unproven:
        return "unproven", unproven
    if battery_percent is not None and battery_percent < LOW_BATTERY_PERCENT:
        return "battery_low", battery_percent
    if foreign:
        return "foreign", foreign
    return ("proven", living) if living else ("no_codes", 0)
