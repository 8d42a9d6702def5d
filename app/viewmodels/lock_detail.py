"""One door in full: its lock, its codes with their proof, foreign places, history; and what can be done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import DoorId
from app.domain.lock import BoltPosition, Capabilities, ClockState, DoorPosition
from app.domain.plan import Plan
from app.domain.project import ProjectKind
from app.domain.slot_record import ProofLevel
from app.services.open_project import Place
from app.services.person_tasks import open_tasks
from app.services.status import DoorStatus, EntryStatus
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.entry_items import EntryItem as EntryItem
from app.viewmodels.entry_items import entry_item
from app.viewmodels.history_words import what_happened
from app.viewmodels.locks import door_state
from app.viewmodels.moments import date_words, moment_words

HISTORY_LIMIT = 200
"""How many of the newest entries the detail shows; the whole history is a page of its own."""


@dataclass(frozen=True, slots=True)
class ForeignItem:
    """A place on the lock that no record of this project claims."""

    slot: str
    maker: str
    since: str


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One line of the door's history, newest first."""

    at: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class RetiredItem:
    """A lock that was taken away, with what may still be on it."""

    name: str
    entries: tuple[EntryItem, ...]


@dataclass(frozen=True, slots=True)
class LockDetail:
    """Everything the detail shows. `bolt` and `clock` are the words of the domain; None means that the lock did not say.

    `waiting` counts the steps that apply would do here, `refused` the wishes that the plan refuses. `state` and `count` are those of the
    row on the Locks page.
    """

    door_id: str
    door: str
    site: str
    label: str
    has_lock: bool
    product: str
    serial: str
    firmware: str
    battery_percent: int | None
    bolt: BoltPosition
    door_leaf: DoorPosition
    clock: ClockState
    reached: str
    is_reached_old: bool
    slots_used: int
    slots_total: int | None
    can_move_bolt: bool
    needs_pin_for_bolt: bool
    entries: tuple[EntryItem, ...]
    foreign: tuple[ForeignItem, ...]
    history: tuple[HistoryItem, ...]
    retired: tuple[RetiredItem, ...]
    waiting: int
    tasks: tuple[str, ...]
    refused: int
    state: str
    count: int
    is_practice: bool


class _Change(Protocol):
    """What is asked of a change of the project."""

    @property
    def door_ids(self) -> frozenset[DoorId]: ...


class LockDetailViewModel(ViewModel):
    """Shows one door and works on its lock.

    `told` says that something went well, in a sentence; `work_changed` what goes on at the lock (empty: nothing).
    """

    changed = Signal()
    told = Signal(str)
    work_changed = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        clock: Callable[[], datetime],
        old_after_days: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._clock = clock
        self._old_after_days = old_after_days
        self._door_id: DoorId | None = None
        self._is_loading = False
        self._is_stale = False
        self._unsubscribe = workplace.project.store.subscribe(self._on_project_change)
        self.detail: LockDetail | None = None
        self.status: DoorStatus | None = None

    @property
    def place(self) -> Place | None:
        """The door that is shown, as the services know it."""
        return self.status.place if self.status is not None else None

    def show_door(self, door_id: str) -> None:
        """Show this door, nothing for an empty id."""
        self._door_id = DoorId(UUID(door_id)) if door_id else None
        if self._door_id is None:
            self.detail = self.status = None
            self.changed.emit()
            return
        self.reload()

    def reload(self) -> None:
        """Read the door anew; several changes in a row are read once."""
        self._is_stale = True
        if self._door_id is not None and not self._is_loading:
            self._is_loading = True
            self.run("detail", self._load())

    def refresh(self) -> None:
        """Read the lock."""
        self.run("refresh", self._refresh())

    def set_bolt(self, *, locked: bool, pin: Secret[str] | None = None) -> None:
        """Lock or unlock; succeeds only when the lock reported the bolt."""
        self.run("bolt", self._set_bolt(locked=locked, pin=pin))

    def revoke(self, person_id: str) -> None:
        """Plan to take this person's code away from this door."""
        self.run("revoke", self._revoke(person_id))

    def value_of(self, entry_id: str) -> Secret[str] | None:
        """A code's value, for the moment in which somebody asked to see it."""
        for entry in self.status.entries if self.status is not None else ():
            if str(entry.record.id) == entry_id:
                return entry.credential.value
        return None

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        await super().close()

    def _on_project_change(self, change: "_Change") -> None:
        """A change that names only other doors cannot concern this one; one that names none may concern all."""
        if not change.door_ids or self._door_id in change.door_ids:
            self.reload()

    async def _load(self) -> None:
        try:
            while self._is_stale and self._door_id is not None:
                self._is_stale = False
                found = await self._workplace.status.door(self._door_id)
                self.status = found[0] if found else None
                self.detail = await self._detail(*found) if found else None
        finally:
            self._is_loading = False
        self.changed.emit()

    async def _detail(self, status: DoorStatus, plan: Plan) -> LockDetail:
        now, zone = self._clock(), ZoneInfo(status.place.zone)
        info = status.facts.info if status.facts is not None else None
        capabilities = status.facts.capabilities if status.facts is not None else None
        reached_at = status.facts.reached_at if status.facts is not None else None
        entries = tuple(self._entry(entry, zone, now, status) for entry in status.entries)
        state, count = door_state(
            has_lock=status.lock is not None,
            battery_percent=info.battery_percent if info is not None else None,
            levels=_levels(status),
            foreign=sum(1 for slot in status.foreign if not slot.is_ignored),
        )
        return LockDetail(
            door_id=str(status.place.door.id),
            door=status.place.door.name,
            site=status.place.site.name,
            label=status.place.label,
            has_lock=status.lock is not None,
            product=_product(status),
            serial=status.lock.serial if status.lock is not None else "",
            firmware=status.lock.firmware if status.lock is not None else "",
            battery_percent=info.battery_percent if info is not None else None,
            bolt=info.bolt if info is not None else BoltPosition.UNKNOWN,
            door_leaf=info.door if info is not None else DoorPosition.UNKNOWN,
            clock=info.clock if info is not None else ClockState.UNKNOWN,
            reached=date_words(reached_at, zone, now),
            is_reached_old=_is_days_old(reached_at, now, self._old_after_days()),
            slots_used=_used(status),
            slots_total=_total(capabilities),
            can_move_bolt=capabilities is not None and capabilities.can_set_bolt,
            needs_pin_for_bolt=capabilities is not None and capabilities.needs_pin_for_bolt,
            entries=entries,
            foreign=tuple(
                ForeignItem(
                    str(slot.slot), message(f"foreign_{slot.by}"), date_words(slot.since, zone, now)
                )
                for slot in status.foreign
            ),
            history=await self._history(status.place, zone),
            retired=tuple(
                RetiredItem(
                    f"{retired.lock.product} {retired.lock.serial}".strip(),
                    tuple(self._entry(entry, zone, now, None) for entry in retired.entries),
                )
                for retired in status.retired
            ),
            waiting=len(plan.steps),
            tasks=await self._tasks_here(status.place),
            refused=len(plan.refusals),
            state=state,
            count=count,
            is_practice=self._workplace.project.store.project.kind is ProjectKind.PRACTICE,
        )

    def _entry(
        self, entry: EntryStatus, zone: ZoneInfo, now: datetime, door: DoorStatus | None
    ) -> EntryItem:
        return entry_item(entry, zone, now, door, self._old_after_days())

    async def _history(self, place: Place, zone: ZoneInfo) -> tuple[HistoryItem, ...]:
        entries = await self._workplace.history.entries(door_id=place.door.id, limit=HISTORY_LIMIT)
        people = {person.id: person for person in await self._workplace.people.list_people()}
        return tuple(
            HistoryItem(moment_words(entry.at, zone), what_happened(entry, people), entry.operator)
            for entry in reversed(entries)
        )

    async def _tasks_here(self, place: Place) -> tuple[str, ...]:
        tasks = await open_tasks(self._workplace.project)
        here = [task for task in tasks if task.door_id == place.door.id]
        return tuple(message(task.code, {"door": task.door}) for task in here)

    async def _refresh(self) -> None:
        if self._door_id is None:
            return
        self.work_changed.emit(message("work_reading"))
        try:
            results = await self._workplace.refreshing.refresh({self._door_id})
        finally:
            self.work_changed.emit("")
        for done in results:
            if done.reason is not None:
                self.failed.emit(message(done.reason))
            else:
                self.told.emit(message("told_read", {"count": len(done.changes)}))
        self.reload()

    async def _set_bolt(self, *, locked: bool, pin: Secret[str] | None) -> None:
        place = self._place()
        self.work_changed.emit(message("work_bolt"))
        try:
            await self._workplace.mounted.set_bolt(place, locked=locked, pin=pin)
        finally:
            self.work_changed.emit("")
            self.reload()
        self.told.emit(message("told_locked" if locked else "told_unlocked", {"door": place.label}))

    async def _revoke(self, person_id: str) -> None:
        place = self._place()
        people = await self._workplace.people.list_people()
        person = next(person for person in people if str(person.id) == person_id)
        await self._workplace.access.revoke(person, door_ids={place.door.id})
        words = {"person": person.name, "door": place.label}
        self.told.emit(message("told_revoked", words))

    def _place(self) -> Place:
        if self.status is None:
            raise RuleError("door_gone")
        return self.status.place


def _product(status: DoorStatus) -> str:
    if status.lock is None:
        return ""
    return f"{status.lock.vendor} {status.lock.product}".strip()


def _used(status: DoorStatus) -> int:
    living = sum(1 for entry in status.entries if entry.record.sent_at is not None)
    return living + len(status.foreign)


def _total(capabilities: Capabilities | None) -> int | None:
    return capabilities.pin_users if capabilities is not None else None


def _levels(status: DoorStatus) -> dict[ProofLevel, int]:
    entries = [*status.entries, *(entry for lock in status.retired for entry in lock.entries)]
    return Counter(entry.record.proof.level for entry in entries)


def _is_days_old(at: datetime | None, now: datetime, days: int) -> bool:
    return at is not None and now - at > timedelta(days=days)
