"""A lock family in memory that keeps the driver contract honestly, with the faults that real locks have."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.ids import SlotId
from app.domain.lock import (
    BoltPosition,
    Capabilities,
    ClockState,
    DoorPosition,
    LockInfo,
    PinRules,
    ScheduleLimits,
)
from app.domain.schedule import LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.driver_api.driver import (
    Accepted,
    BoltState,
    Candidate,
    FabricOnLock,
    LockSession,
    SharingWindow,
    SlotEntry,
)
from app.driver_api.errors import Disconnected, NoAnswer, Rejected
from app.driver_api.manifest import DriverManifest, IdentifyTime
from app.driver_api.pairing import (
    Answer,
    Done,
    Failed,
    FlowState,
    PairedLock,
    PairingFlow,
    Progress,
    ProgressState,
    Report,
    Step,
)

Clock = Callable[[], datetime]

MANIFEST = DriverManifest(
    id="matter",
    name="Fake",
    setup_code_families=("matter",),
    advert_matchers=(),
    can=("can_write_pins",),
    cannot=("cannot_read_pin",),
    identify=IdentifyTime.NEVER,
    settle_s=0.2,
    has_past_events=True,
    has_fabrics=True,
)
CAPABILITIES = Capabilities(
    pins=PinRules(min_length=4, max_length=8),
    users=10,
    pin_users=10,
    credentials_per_user=5,
    user_name_length=10,
    schedules=ScheduleLimits(week_day_per_user=5, year_day_per_user=5),
    can_read_slots=True,
    can_read_clock=True,
    can_set_bolt=True,
    needs_pin_for_bolt=False,
    has_door_sensor=True,
    has_battery=True,
    settle_s=0.2,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the lock has in one slot; without a value it is a user without a code."""

    unique_id: int | None
    value: str
    name: str
    schedule: LockSchedule
    made_by_us: bool = True
    is_enabled: bool = True


@dataclass(slots=True)
class FakeLock:
    """One lock. Faults are attributes that tests set.

    `drops`: says yes and keeps nothing. `lag_s`: reads show the state of so long ago. `answers_writes` False: does what it is told and
    says nothing. `cut_after`: the connection breaks after so many further calls. `is_masked`: reads are incomplete. `refuses`: says no to everything, with this reason. `gate`: calls, or
    only the `gated` ones, wait until it is set. `others` are the ecosystems that can operate it beside ours. `zone` is where its wall clock runs; None: it does not say.
    `names_zone`: it tells the zone's name. `takes_clock`: its clock can be set; a text: it refuses with this reason.
    """

    clock: Clock
    serial: str = "PRACTICE-FAKE"
    capabilities: Capabilities = CAPABILITIES
    is_reachable: bool = True
    drops: bool = False
    lag_s: float = 0.0
    answers_writes: bool = True
    is_masked: bool = False
    refuses: str | None = None
    cut_after: int | None = None
    reports_bolt: bool = True
    gate: asyncio.Event | None = None
    gated: str = ""
    others: Sequence[FabricOnLock] = ()
    clock_state: ClockState = ClockState.RIGHT
    zone: ZoneInfo | None = None
    names_zone: bool = False
    takes_clock: bool | str = False
    battery_percent: int = 80
    bolt: BoltPosition = BoltPosition.LOCKED
    slots: dict[SlotId, Kept] = field(default_factory=dict[SlotId, Kept])
    events: list[LockEvent] = field(default_factory=list[LockEvent])
    commands: list[str] = field(default_factory=list[str])
    is_paired: bool = False
    _past: list[tuple[datetime, dict[SlotId, Kept]]] = field(default_factory=list)

    def keypad(self, code: str) -> bool:
        """Somebody types a code at the door; whether it opened."""
        for slot, kept in self.slots.items():
            if kept.value == code and kept.is_enabled:
                self.report(
                    LockEventKind.OPERATION, EventAction.UNLOCK, EventSource.KEYPAD, slots=(slot,)
                )
                self.bolt = BoltPosition.UNLOCKED
                return True
        self.report(
            LockEventKind.OPERATION_ERROR,
            EventAction.UNLOCK,
            EventSource.KEYPAD,
            code="invalid_credential",
        )
        return False

    def lose(self, slot: str) -> None:
        """The lock forgets a slot without an event."""
        self._remember()
        del self.slots[SlotId(slot)]

    def put_foreign(self, slot: str, code: str = "9753") -> None:
        """Another hand makes an entry."""
        self._remember()
        self.slots[SlotId(slot)] = Kept(None, code, "other", LockSchedule(), made_by_us=False)

    def report(
        self,
        kind: LockEventKind,
        action: EventAction = EventAction.NONE,
        source: EventSource = EventSource.OTHER,
        *,
        slots: tuple[SlotId, ...] = (),
        by_us: bool | None = None,
        code: str | None = None,
    ) -> None:
        """The lock reports something."""
        number = len(self.events) + 1
        self.events.append(
            LockEvent(number, self.clock(), kind, action, source, slots, by_us, code)
        )

    def place(self, index: int) -> SlotId:
        """The name of a slot."""
        return SlotId(f"user {index} / pin {index}")

    def shown(self) -> dict[SlotId, Kept]:
        """What a read shows now: with lag, the state of a while ago."""
        if not self.lag_s:
            return dict(self.slots)
        since = self.clock() - timedelta(seconds=self.lag_s)
        shown = dict(self.slots)
        for at, before in reversed(self._past):
            if at < since:
                break
            shown = before
        return dict(shown)

    def write(self, entry: SlotEntry) -> None:
        """Take one entry, as a lock does."""
        self._remember()
        value = entry.value.reveal() if entry.value is not None else None
        known = self.slots.get(entry.slot)
        if entry.is_new and known is not None:
            raise Rejected("slot_occupied")
        if value is not None:
            rules = self.capabilities.pins
            if rules is not None and not rules.min_length <= len(value) <= rules.max_length:
                raise Rejected("pin_too_short" if len(value) < rules.min_length else "pin_too_long")
            if any(k.value == value for slot, k in self.slots.items() if slot != entry.slot):
                raise Rejected("duplicate")
        if self.drops:
            return
        kept_value = value if value is not None else (known.value if known else "")
        self.slots[entry.slot] = Kept(entry.unique_id, kept_value, entry.name, entry.schedule)
        action = EventAction.ADD if known is None else EventAction.MODIFY
        if value is not None:
            self.report(
                LockEventKind.USER_CHANGE,
                action,
                EventSource.REMOTE,
                slots=(entry.slot,),
                by_us=True,
            )

    def clear(self, slot: SlotId) -> None:
        """Forget one entry."""
        self._remember()
        if self.drops:
            return
        if self.slots.pop(slot, None) is not None:
            self.report(
                LockEventKind.USER_CHANGE,
                EventAction.CLEAR,
                EventSource.REMOTE,
                slots=(slot,),
                by_us=True,
            )

    def _remember(self) -> None:
        self._past.append((self.clock(), dict(self.slots)))


class FakeSession:
    """A conversation with a `FakeLock`."""

    def __init__(self, lock: FakeLock) -> None:
        self._lock = lock

    async def _step(self, command: str) -> FakeLock:
        await asyncio.sleep(0)
        self._lock.commands.append(command)
        if self._lock.gate is not None and self._lock.gated in ("", command):
            await self._lock.gate.wait()
        if self._lock.cut_after is not None:
            self._lock.cut_after -= 1
            if self._lock.cut_after < 0:
                self._lock.is_reachable = False
        if not self._lock.is_reachable:
            raise Disconnected("lock_unreachable")
        if self._lock.refuses is not None:
            raise Rejected(self._lock.refuses)
        return self._lock

    async def probe(self) -> Capabilities:
        return (await self._step("probe")).capabilities

    async def info(self) -> LockInfo:
        lock = await self._step("info")
        return LockInfo(
            vendor="Fake",
            product="Lock",
            serial=lock.serial,
            firmware="1.0",
            battery_percent=lock.battery_percent,
            bolt=lock.bolt,
            door=DoorPosition.CLOSED,
            clock=lock.clock_state,
            read_at=lock.clock(),
            wall_clock=lock.clock().astimezone(lock.zone).replace(tzinfo=None)
            if lock.zone
            else None,
            zone=lock.zone.key if lock.zone is not None and lock.names_zone else None,
        )

    async def set_clock(self, zone: ZoneInfo) -> bool:
        if not self._lock.takes_clock:
            return False
        lock = await self._step("clock")
        if isinstance(lock.takes_clock, str):
            raise Rejected(lock.takes_clock)
        lock.clock_state, lock.zone, lock.names_zone = ClockState.RIGHT, zone, True
        return True

    async def read_slots(self) -> SlotReading:
        lock = await self._step("read")
        shown = lock.shown()
        contents = [
            SlotContent(
                slot=slot,
                state=SlotState.OCCUPIED,
                kind=CredentialKind.PIN if kept.value else None,
                user=str(slot).split()[1],
                unique_id=kept.unique_id,
                name=kept.name,
                is_enabled=kept.is_enabled,
                made_by_us=kept.made_by_us,
                changed_by_us=kept.made_by_us,
                made_by=None if kept.made_by_us else "fabric 2",
                schedule=kept.schedule,
            )
            for slot, kept in shown.items()
        ]
        empty = [lock.place(index) for index in range(1, lock.capabilities.users + 1)]
        contents += [SlotContent(slot, SlotState.EMPTY) for slot in empty if slot not in shown]
        highest = lock.events[-1].number if lock.events else None
        is_complete = not lock.is_masked
        return SlotReading(tuple(contents), is_complete, lock.clock(), highest)

    async def write(self, entry: SlotEntry) -> Accepted:
        lock = await self._step("write")
        lock.write(entry)
        if not lock.answers_writes:
            raise NoAnswer("no_answer")
        return Accepted(entry.slot, lock.clock())

    async def clear(self, slot: SlotId) -> Accepted:
        lock = await self._step("clear")
        lock.clear(slot)
        if not lock.answers_writes:
            raise NoAnswer("no_answer")
        return Accepted(slot, lock.clock())

    async def set_bolt(self, *, locked: bool, pin: Secret[str] | None = None) -> BoltState:
        lock = await self._step("bolt")
        if lock.capabilities.needs_pin_for_bolt and pin is None:
            raise Rejected("pin_needed")
        if lock.reports_bolt:
            lock.bolt = BoltPosition.LOCKED if locked else BoltPosition.UNLOCKED
        return BoltState(lock.bolt, is_reported=lock.reports_bolt, at=lock.clock())

    async def events_since(self, number: int | None) -> Sequence[LockEvent]:
        lock = await self._step("events")
        return [event for event in lock.events if number is None or event.number > number]

    async def events(self) -> AsyncIterator[LockEvent]:
        for event in (await self._step("listen")).events:
            yield event


class FakePairing:
    """Makes a `FakeLock` ours at once, or says that it was not found."""

    def __init__(self, lock: FakeLock | None, candidate: Candidate, report: Report) -> None:
        self._lock = lock
        self._candidate = candidate
        self._report = report
        self._is_cancelled = False

    async def start(self) -> Step:
        self._report(Progress("progress_commissioning", ProgressState.RUNNING))
        await asyncio.sleep(0)
        if self._lock is None or not self._lock.is_reachable:
            return Failed("lock_not_found", causes=("cause_not_in_pairing_mode",))
        if self._is_cancelled:
            return Failed("pairing_cancelled")
        self._report(Progress("progress_commissioning", ProgressState.DONE))
        self._lock.is_paired = True
        session = FakeSession(self._lock)
        return Done(
            PairedLock("matter", self._lock.serial, await session.info(), self._lock.capabilities)
        )

    async def answer(self, given: Answer) -> Step:
        return await self.start()

    async def back(self) -> Step:
        return Failed("pairing_cancelled")

    async def cancel(self) -> None:
        self._is_cancelled = True

    def snapshot(self) -> FlowState:
        return FlowState("matter", "started")


class FakeLockDriver:
    """Knows its locks by serial; a setup code finds the first that is not paired yet."""

    def __init__(self, clock: Clock, locks: Sequence[FakeLock] = ()) -> None:
        self._clock = clock
        self.locks = {lock.serial: lock for lock in locks}
        self.is_closed = False

    @property
    def manifest(self) -> DriverManifest:
        return MANIFEST

    def pairing(self, candidate: Candidate, report: Report) -> PairingFlow:
        free = (lock for lock in self.locks.values() if not lock.is_paired)
        return FakePairing(next(free, None), candidate, report)

    def resume(self, state: FlowState, candidate: Candidate, report: Report) -> PairingFlow:
        return self.pairing(candidate, report)

    def open(self, lock: PairedLock) -> AbstractAsyncContextManager[LockSession]:
        return self._session(lock)

    @asynccontextmanager
    async def _session(self, lock: PairedLock) -> AsyncGenerator[LockSession]:
        known = self.locks[lock.address]
        if not known.is_reachable:
            raise Disconnected("lock_unreachable")
        yield FakeSession(known)

    async def unpair(self, lock: PairedLock) -> None:
        known = self.locks[lock.address]
        if not known.is_reachable:
            raise Disconnected("lock_unreachable")
        self.locks[lock.address].is_paired = False

    async def open_window(self, lock: PairedLock, minutes: int) -> SharingWindow:
        if not self.locks[lock.address].is_reachable:
            raise Disconnected("lock_unreachable")
        until = self._clock() + timedelta(minutes=minutes)
        return SharingWindow(Secret("MT:-24J0AFN00KA0648G00"), Secret("34970112332"), until)

    async def fabrics(self, lock: PairedLock) -> Sequence[FabricOnLock]:
        known = self.locks[lock.address]
        if not known.is_reachable:
            raise Disconnected("lock_unreachable")
        return [FabricOnLock(1, "Lockchart", 0xFFF1, is_ours=True), *known.others]

    async def close(self) -> None:
        self.is_closed = True
