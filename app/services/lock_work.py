"""The work on one lock inside one session: catching up, one step after another, reading back."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.core.errors import BugError
from app.domain.evidence import (
    ClearAccepted,
    ClearFailed,
    ClearSent,
    LockAccepted,
    LockRefused,
    NoAnswerCame,
    ReplacementSeen,
    SendingBegan,
    Unreachable,
)
from app.domain.ids import SlotId
from app.domain.lock import Lock
from app.domain.plan import PlanAction, PlanStep, StepState
from app.domain.slot_record import ProofReason, SlotRecord
from app.domain.standing import is_removing
from app.driver_api.driver import LockSession, NoticesOthers, SharesAccess, SlotEntry
from app.driver_api.errors import (
    Busy,
    Disconnected,
    DriverError,
    NeedsUser,
    Rejected,
    Unsupported,
)
from app.services.evidence import EvidenceService, ProofChange, Taken
from app.services.lock_clock import correct_clock
from app.services.open_project import OpenProject, paired
from app.storage.values import ChangeKind

UNIQUE_ID_LIMIT = 2**32 - 2
"""Unique ids of users are 32 bits on the wire; the highest value and 0 are left out (Matter 5.2.6.32 keeps null and no value apart)."""

MAX_SLOTS_TRIED = 3
"""How many places are tried when the one proposed turns out to be taken."""

_PAUSES_S = (0.2, 0.5, 1.0, 2.0)

Sleep = Callable[[float], Awaitable[None]]


class ComputerSleptError(Disconnected):
    """The computer slept since the session was opened; nothing was sent since, and a new session reads before it writes."""

    def __init__(self) -> None:
        super().__init__("computer_slept")


class Waking:
    """Notices that the computer slept: the wall clock runs ahead of the monotonic one."""

    LIMIT_S = 60.0

    def __init__(self, wall_s: Callable[[], float], monotonic_s: Callable[[], float]) -> None:
        self._wall_s = wall_s
        self._monotonic_s = monotonic_s
        self._offset_s = wall_s() - monotonic_s()

    def has_slept(self) -> bool:
        """Whether the computer slept since the last time this was asked."""
        offset_s = self._wall_s() - self._monotonic_s()
        slept = offset_s - self._offset_s > self.LIMIT_S
        self._offset_s = offset_s
        return slept


class LockWork:
    """Everything apply does on one lock while it is open."""

    def __init__(
        self,
        project: OpenProject,
        lock: Lock,
        session: LockSession,
        randbelow: Callable[[int], int],
        waking: Waking,
        sleep: Sleep,
    ) -> None:
        self._project = project
        self._lock = lock
        self._session = session
        self._randbelow = randbelow
        self._waking = waking
        self._sleep = sleep
        self._evidence = EvidenceService(project, lock)

    async def catch_up(self) -> list[ProofChange]:
        """Hear what happened, learn what the lock is, and read it; nothing is written before this."""
        driver = self._project.drivers.driver(self._lock.driver)
        if isinstance(driver, NoticesOthers) and driver.is_operated_elsewhere(paired(self._lock)):
            await self._evidence.note_second_computer()
        await self._evidence.take_info(await self._session.info(), await self._session.probe())
        taken = await self._hear()
        read = await self._evidence.take_reading(await self._session.read_slots())
        await self._learn_fabrics()
        return _alarms(taken, read)

    async def _learn_fabrics(self) -> None:
        """Learn who else operates the lock; it is no reason to stop when the lock does not say."""
        driver = self._project.drivers.driver(self._lock.driver)
        if isinstance(driver, SharesAccess):
            with contextlib.suppress(DriverError):
                await self._evidence.take_fabrics(await driver.fabrics(paired(self._lock)))

    async def correct_clock(self, *, always: bool) -> None:
        """Let the lock's clock show the door's time before schedules go by it; to be called after `catch_up`."""
        facts = await self._project.read.locks.facts(self._lock.id)
        if facts.info is not None and facts.capabilities is not None:
            known = (facts.info, facts.capabilities)
            await correct_clock(
                self._project,
                self._lock.door_id,
                self._session,
                self._evidence,
                known,
                always=always,
            )

    async def carry_out(self, step: PlanStep) -> PlanStep:
        """Send one step; the proof comes by reading back. Raises `ComputerSleptError` when the computer slept before it."""
        if self._waking.has_slept():
            raise ComputerSleptError
        match step.action:
            case PlanAction.READ:
                return step
            case PlanAction.CLEAR:
                return await self._clear(step)
            case PlanAction.WRITE | PlanAction.CHANGE:
                return await self._write(step)

    async def read_back(self) -> list[ProofChange]:
        """Read until nothing is left that only time can settle."""
        alarms: list[ProofChange] = []
        pauses = iter(_PAUSES_S)
        while True:
            heard = await self._hear()
            read = await self._evidence.take_reading(await self._session.read_slots())
            alarms += _alarms(heard, read)
            if not read.read_again:
                alarms += _alarms(await self._hear())
                return alarms
            await self._sleep(next(pauses, _PAUSES_S[-1]))

    async def _hear(self) -> Taken:
        facts = await self._project.read.locks.facts(self._lock.id)
        events = await self._session.events_since(facts.highest_event)
        return await self._evidence.take_events(events, self._project.clock())

    async def _mark(self) -> int | None:
        """The highest event number there is now; 0 when the lock never had one."""
        await self._hear()
        facts = await self._project.read.locks.facts(self._lock.id)
        return facts.highest_event or 0

    async def _write(self, step: PlanStep) -> PlanStep:
        record = await self._record(step)
        facts = await self._project.read.locks.facts(self._lock.id)
        free = list(facts.free_slots or ())
        is_change = step.action is PlanAction.CHANGE
        slots = [step.slot] if step.slot is not None else []
        if not is_change:
            slots += [slot for slot in free if slot != step.slot]
        for slot in slots[:MAX_SLOTS_TRIED]:
            is_empty = slot in free
            if not is_change and not is_empty:
                continue
            done = await self._send(step, record, slot, was_empty=is_empty)
            if done.state is not StepState.REFUSED or done.reason not in _TAKEN:
                return done
            record = await self._record(step)
        return replace(step, state=StepState.REFUSED, reason="table_full")

    async def _send(
        self, step: PlanStep, record: SlotRecord, slot: SlotId, *, was_empty: bool
    ) -> PlanStep:
        """Commit what is about to be sent, send it, and record the answer."""
        entry = await self._entry(step, record, slot)
        began = SendingBegan(
            at=self._project.clock(),
            slot=slot,
            unique_id=entry.unique_id,
            mark=await self._mark(),
            slot_was_empty=was_empty,
            schedule=entry.schedule,
        )
        await self._evidence.take(record.id, began, ChangeKind.SENDING)
        try:
            accepted = await self._session.write(entry)
        except Rejected as error:
            left_over = bool(error.parameters.get("left_over", False))
            refused = LockRefused(self._project.clock(), left_over, error.code)
            await self._evidence.take(record.id, refused, ChangeKind.PROOF)
            return replace(step, slot=slot, state=StepState.REFUSED, reason=error.code)
        except (NeedsUser, Unsupported) as error:
            refused = LockRefused(self._project.clock(), code=error.code)
            await self._evidence.take(record.id, refused, ChangeKind.PROOF)
            return replace(step, slot=slot, state=StepState.REFUSED, reason=error.code)
        except (Disconnected, Busy):
            silent = NoAnswerCame(self._project.clock())
            await self._evidence.take(record.id, silent, ChangeKind.PROOF)
            raise
        yes = LockAccepted(accepted.at, accepted.slot)
        await self._evidence.take(record.id, yes, ChangeKind.PROOF)
        return replace(step, slot=accepted.slot)

    async def _entry(self, step: PlanStep, record: SlotRecord, slot: SlotId) -> SlotEntry:
        credential = await self._project.read.credentials.get(record.credential_id)
        if credential is None or credential.value is None:
            raise BugError("credential_without_value")
        person = await self._project.read.people.get(credential.person_id)
        is_change = step.action is PlanAction.CHANGE and record.unique_id is not None
        return SlotEntry(
            slot=slot,
            kind=credential.kind,
            name=person.name if person is not None else credential.label,
            unique_id=record.unique_id if is_change and record.unique_id else await self._draw(),
            # Where only the schedule changes the value stays: sending it again would make it unproven for nothing.
            value=credential.value if step.sends_value else None,
            schedule=step.schedule,
            is_new=not is_change,
        )

    async def _draw(self) -> int:
        """A number that this file never drew for this lock; stored with the record before anything is sent."""
        taken = await self._project.read.records.unique_ids(self._lock.id)
        while True:
            number = 1 + self._randbelow(UNIQUE_ID_LIMIT)
            if number not in taken:
                return number

    async def _clear(self, step: PlanStep) -> PlanStep:
        if step.record_id is None:
            return await self._clear_unfinished(step)
        record = await self._record(step)
        if record.slot is None:
            raise BugError("clear_without_slot")
        if not is_removing(record):
            # No place is free: the new code waits for this one to go (row 16), which is leaving from here on.
            leaving = ReplacementSeen(self._project.clock())
            await self._evidence.take(record.id, leaving, ChangeKind.PROOF)
        sent = ClearSent(self._project.clock(), await self._mark())
        await self._evidence.take(record.id, sent, ChangeKind.SENDING)
        try:
            await self._session.clear(record.slot)
        except (Rejected, NeedsUser, Unsupported) as error:
            failed = ClearFailed(self._project.clock(), ProofReason.REFUSED, error.code)
            await self._evidence.take(record.id, failed, ChangeKind.PROOF)
            return replace(step, state=StepState.REFUSED, reason=error.code)
        except (Disconnected, Busy):
            failed = ClearFailed(self._project.clock(), ProofReason.NO_ANSWER)
            await self._evidence.take(record.id, failed, ChangeKind.PROOF)
            raise
        await self._evidence.take(record.id, ClearAccepted(self._project.clock()), ChangeKind.PROOF)
        return step

    async def _clear_unfinished(self, step: PlanStep) -> PlanStep:
        """A user of ours without a credential opens nothing and takes a place."""
        if step.slot is None:
            raise BugError("clear_without_slot")
        try:
            await self._session.clear(step.slot)
        except (Rejected, NeedsUser, Unsupported) as error:
            return replace(step, state=StepState.REFUSED, reason=error.code)
        return step

    async def _record(self, step: PlanStep) -> SlotRecord:
        record = None
        if step.record_id is not None:
            record = await self._project.read.records.get(step.record_id)
        if record is None:
            raise BugError("step_without_record")
        return record

    @staticmethod
    async def hold_back(project: OpenProject, lock: Lock, step: PlanStep) -> None:
        """Say that the lock could not be reached before anything of this step was sent."""
        if step.record_id is not None:
            await EvidenceService(project, lock).take(
                step.record_id, Unreachable(project.clock()), ChangeKind.PROOF
            )


_TAKEN = frozenset({"slot_occupied"})


def _alarms(*taken: Taken) -> list[ProofChange]:
    return [change for one in taken for change in one.changes if change.is_alarm]
