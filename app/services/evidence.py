"""What a lock tells becomes evidence: each piece in one unit of work with the proof that it gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.domain.event import LockEvent
from app.domain.evidence import DoorEvent, Happening
from app.domain.ids import DoorId, LockId, PersonId, RecordId, TaskId
from app.domain.lock import (
    Capabilities,
    ClockState,
    FabricOnLock,
    Lock,
    LockInfo,
    with_clock_at_door,
)
from app.domain.one_use import Use, grants_used_up
from app.domain.outcome import Outcome
from app.domain.proof import advance
from app.domain.reading import interpret_events, interpret_reading
from app.domain.slot_reading import SlotReading, SlotState
from app.domain.slot_record import ForeignBy, ProofLevel, SlotRecord
from app.domain.wishes import doors_of
from app.services.chart import sync_records
from app.services.open_project import OpenProject, place_of
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind, PersonTask

DEFAULT_SETTLE_S = 15.0
SECOND_COMPUTER = "second_computer"
"""The reason of the task that says that another copy of this project operates its locks."""


@dataclass(frozen=True, slots=True)
class ProofChange:
    """One record whose level, reason or date moved. `is_alarm`: somebody has to know at once."""

    before: SlotRecord
    after: SlotRecord
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one piece of evidence did. `read_again`: the lock has not settled yet for at least one record."""

    changes: tuple[ProofChange, ...] = ()
    read_again: bool = False


class EvidenceService:
    """Keeps what one lock told, and moves the proof of its records."""

    def __init__(self, project: OpenProject, lock: Lock) -> None:
        self._project = project
        self._lock = lock

    @property
    def lock_id(self) -> LockId:
        """The lock whose evidence this is."""
        return self._lock.id

    async def take(self, record_id: RecordId, happening: Happening, kind: ChangeKind) -> SlotRecord:
        """Tell one record what happened to it, and return it as it is now."""
        async with self._project.store.change(kind) as change:
            change.concerns(door_id=self._lock.door_id)
            record = await _needed(change.repositories, record_id)
            outcome = advance(record, happening, settle=await self._settle(change.repositories))
            await self._keep(change.repositories, outcome)
        return outcome.record

    async def take_events(self, events: Sequence[LockEvent], received_at: datetime) -> Taken:
        """Count the events that are new, and let them speak of the records."""
        if not events:
            return Taken()
        changes: list[ProofChange] = []
        async with self._project.store.change(ChangeKind.PROOF) as change:
            change.concerns(door_id=self._lock.door_id)
            repositories = change.repositories
            new = await repositories.lock_events.add(self._lock.id, events)
            records = await self._records(repositories)
            foreign = await repositories.foreign.of_lock(self._lock.id)
            settle = await self._settle(repositories)
            reports = interpret_events(
                records,
                new,
                received_at=received_at,
                foreign_slots={slot.slot for slot in foreign},
            )
            uses: list[Use] = []
            is_clock_right = await self._is_clock_right(repositories)
            for record in records:
                after, is_alarm = record, False
                for report in reports.get(record.id, ()):
                    if isinstance(report, DoorEvent):
                        uses.append(Use(record, report.at, received_at, is_clock_right))
                    outcome = advance(after, report, settle=settle)
                    is_alarm = is_alarm or outcome.is_alarm
                    if outcome.record != after:
                        after = outcome.record
                        await repositories.records.put(after, event_number=report.number)
                if after != record:
                    changes.append(ProofChange(record, after, is_alarm))
            await self._end_used_up(repositories, uses)
            facts = await repositories.locks.facts(self._lock.id)
            highest = max((facts.highest_event or 0, *(event.number for event in events)))
            if highest != facts.highest_event:
                await repositories.locks.put_facts(replace(facts, highest_event=highest))
        return Taken(tuple(changes))

    async def take_reading(self, reading: SlotReading) -> Taken:
        """Let a reading speak of every record of the lock, and of what is nobody's that we know."""
        changes: list[ProofChange] = []
        read_again = False
        async with self._project.store.change(ChangeKind.PROOF) as change:
            change.concerns(door_id=self._lock.door_id)
            repositories = change.repositories
            records = await self._records(repositories)
            credentials = {found.id: found for found in await repositories.credentials.all()}
            said = interpret_reading(
                records,
                reading,
                lock_id=self._lock.id,
                known_unique_ids=await repositories.records.unique_ids(self._lock.id),
                values={
                    record.credential_id: value
                    for record in records
                    if (value := credentials[record.credential_id].value) is not None
                },
                known_foreign=await repositories.foreign.of_lock(self._lock.id),
            )
            settle = await self._settle(repositories)
            for record in records:
                happening = said.happenings.get(record.id)
                if happening is None:
                    continue
                outcome = advance(record, happening, settle=settle)
                read_again = read_again or outcome.read_again
                if outcome.record != record:
                    await self._keep(repositories, outcome)
                    changes.append(ProofChange(record, outcome.record, outcome.is_alarm))
            known = {slot.slot for slot in await repositories.foreign.of_lock(self._lock.id)}
            if any(s.by is ForeignBy.OUR_KEYS and s.slot not in known for s in said.foreign):
                await self._ask_once(repositories, SECOND_COMPUTER)
            await repositories.foreign.replace(self._lock.id, said.foreign)
            facts = await repositories.locks.facts(self._lock.id)
            if said.is_complete:
                facts = replace(
                    facts,
                    read_at=reading.read_at,
                    free_slots=tuple(
                        content.slot
                        for content in reading.slots
                        if content.state is SlotState.EMPTY
                    ),
                    unfinished=tuple(content.slot for content in said.unfinished),
                )
            await repositories.locks.put_facts(replace(facts, reached_at=reading.read_at))
        return Taken(tuple(changes), read_again)

    async def note_second_computer(self) -> None:
        """Say once that another copy of this project operates the lock."""
        async with self._project.store.change(ChangeKind.TASK) as change:
            await self._ask_once(change.repositories, SECOND_COMPUTER)

    async def take_info(self, info: LockInfo, capabilities: Capabilities) -> None:
        """Keep what the lock said about itself; a new firmware is kept with the lock.

        Schedules go by the lock's wall clock, so one that reads another time than the door's zone is wrong.
        """
        place = await place_of(self._project, self._lock.door_id)
        info = with_clock_at_door(info, ZoneInfo(place.zone))
        async with self._project.store.change(ChangeKind.LOCK_READ) as change:
            change.concerns(door_id=self._lock.door_id)
            facts = await change.repositories.locks.facts(self._lock.id)
            await change.repositories.locks.put_facts(
                replace(facts, info=info, capabilities=capabilities, reached_at=info.read_at)
            )
            if info.firmware and info.firmware != self._lock.firmware:
                self._lock = replace(self._lock, firmware=info.firmware)
                await change.repositories.locks.put(self._lock)

    async def take_fabrics(self, fabrics: Sequence[FabricOnLock]) -> None:
        """Keep which ecosystems can operate the lock: each of them opens it."""
        async with self._project.store.change(ChangeKind.LOCK_READ) as change:
            change.concerns(door_id=self._lock.door_id)
            facts = await change.repositories.locks.facts(self._lock.id)
            known = replace(facts, fabrics=tuple(fabrics), fabrics_read_at=self._project.clock())
            await change.repositories.locks.put_facts(known)

    async def note_clock(self, before: ClockState, zone: str) -> None:
        """Say in the history that the clock was set, and what the lock said of it before and afterwards."""
        async with self._project.store.change(ChangeKind.CLOCK_SET) as change:
            facts = await change.repositories.locks.facts(self._lock.id)
            after = facts.info.clock if facts.info is not None else ClockState.UNKNOWN
            note = {"zone": zone, "clock_before": str(before), "clock_after": str(after)}
            change.concerns(door_id=self._lock.door_id, note=note)

    async def _is_clock_right(self, repositories: Repositories) -> bool:
        facts = await repositories.locks.facts(self._lock.id)
        return facts.info is not None and facts.info.clock is ClockState.RIGHT

    async def _end_used_up(self, repositories: Repositories, uses: Sequence[Use]) -> None:
        """What was for one use ends in the commit that counts the use, at all of its doors."""
        if not uses:
            return
        groups = {group.id: group for group in await repositories.groups.all()}
        doors: set[DoorId] = set()
        for use in uses:
            living = await repositories.grants.of_person(await _holder(repositories, use.record))
            for grant in grants_used_up(living, use, groups=groups):
                await repositories.grants.put(grant)
                doors |= doors_of(grant, groups)
        if doors:
            await sync_records(self._project, repositories, doors)

    async def _records(self, repositories: Repositories) -> list[SlotRecord]:
        living = await repositories.records.of_lock(self._lock.id)
        return [*living, *await repositories.records.gone_from(self._lock.id)]

    async def _keep(self, repositories: Repositories, outcome: Outcome) -> None:
        await repositories.records.put(outcome.record)
        if outcome.new_record is not None:
            await repositories.records.put(outcome.new_record)
        if outcome.needs_task:
            await self._ask_a_person(repositories, outcome.record)

    async def _ask_a_person(self, repositories: Repositories, record: SlotRecord) -> None:
        """One open task for one door and reason is enough."""
        reason = record.proof.reason or record.proof.level
        open_tasks = [task for task in await repositories.tasks.all() if task.done_at is None]
        if any(t.door_id == record.door_id and t.reason == reason for t in open_tasks):
            return
        now = self._project.clock()
        task = PersonTask(TaskId(uuid4()), record.door_id, reason, due_at=now, made_at=now)
        await repositories.tasks.put(task)

    async def _ask_once(self, repositories: Repositories, reason: str) -> None:
        """A task about the whole project, made once and never again, done or not."""
        if any(task.reason == reason for task in await repositories.tasks.all()):
            return
        now = self._project.clock()
        await repositories.tasks.put(
            PersonTask(TaskId(uuid4()), self._lock.door_id, reason, due_at=now, made_at=now)
        )

    async def _settle(self, repositories: Repositories) -> timedelta:
        facts = await repositories.locks.facts(self._lock.id)
        seconds = facts.capabilities.settle_s if facts.capabilities else DEFAULT_SETTLE_S
        return timedelta(seconds=seconds)


def has_level_moved(change: ProofChange) -> bool:
    """Whether people see a difference: another level or reason, not only a newer date."""
    before, after = change.before, change.after
    told = (before.proof.level, before.proof.reason, before.ended)
    return (after.proof.level, after.proof.reason, after.ended) != told


def is_removed(record: SlotRecord) -> bool:
    """Whether the record is proven off the lock, or never was on it."""
    return record.ended is not None or record.proof.level is ProofLevel.GONE


async def _holder(repositories: Repositories, record: SlotRecord) -> PersonId:
    credential = await repositories.credentials.get(record.credential_id)
    if credential is None:
        raise LookupError(str(record.credential_id))
    return credential.person_id


async def _needed(repositories: Repositories, record_id: RecordId) -> SlotRecord:
    record = await repositories.records.get(record_id)
    if record is None:
        raise LookupError(str(record_id))
    return record
