"""What a reading of a lock, or a list of its events, says of each record; and what on the lock is nobody's we know."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from app.core.secret import Secret
from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.evidence import (
    ChangeEvent,
    ClearedEvent,
    CompleteRead,
    DoorEvent,
    IncompleteRead,
    LockReport,
    RefusedAtDoorEvent,
    SlotFinding,
    SlotRead,
)
from app.domain.grant import Weekday
from app.domain.ids import CredentialId, LockId, RecordId, SlotId
from app.domain.schedule import LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.domain.slot_record import ForeignBy, ForeignSlot, ProofLevel, ProofReason, SlotRecord
from app.domain.standing import PROVEN_ON

Values = Mapping[CredentialId, Secret[str]]

HOLDS = frozenset({SlotState.KNOWN, SlotState.OCCUPIED})
DOOR_SOURCES = frozenset({EventSource.KEYPAD, EventSource.READER})
AT_THE_LOCK = DOOR_SOURCES | {EventSource.MANUAL}
OPENING = frozenset({EventAction.UNLOCK, EventAction.UNLATCH})
OTHER_REFUSALS = frozenset({"restricted", "low_battery"})


@dataclass(frozen=True, slots=True)
class InterpretedReading:
    """What a reading says: per record, and of the rest.

    `happenings` has an entry for every record that was ever sent. `foreign` replaces what was known before. `unfinished` are users with
    an id drawn by this file and without credentials: ours, to be cleared by the next apply.
    """

    happenings: Mapping[RecordId, SlotRead]
    foreign: tuple[ForeignSlot, ...]
    unfinished: tuple[SlotContent, ...]
    is_complete: bool


def interpret_reading(
    records: Sequence[SlotRecord],
    reading: SlotReading,
    *,
    lock_id: LockId,
    known_unique_ids: Collection[int],
    values: Values | None = None,
    known_foreign: Sequence[ForeignSlot] = (),
) -> InterpretedReading:
    """What the reading says of each record of the lock, living or gone, and what else it found.

    `known_unique_ids` are all that this file ever drew for the lock. `values` are compared where the protocol gives them.
    `known_foreign` keep their `since` and `is_ignored`, and stay where an incomplete reading said nothing.
    """
    is_complete = reading.is_complete and all(
        content.state is not SlotState.UNKNOWN for content in reading.slots
    )
    contents = {c.slot: c for c in reading.slots if c.state is not SlotState.EMPTY}
    happenings: dict[RecordId, SlotRead] = {}
    claimed: set[SlotId] = set()
    for record in _speaking(records):
        value = (values or {}).get(record.credential_id)
        finding, is_value_read = _finding(record, contents, value)
        if is_complete:
            happenings[record.id] = CompleteRead(
                reading.read_at, finding, is_value_read, reading.highest_event
            )
        else:
            happenings[record.id] = IncompleteRead(reading.read_at, finding)
        if record.slot is not None and not _is_foreign(record, finding):
            claimed.add(record.slot)
    rest = [c for c in contents.values() if c.state in HOLDS and c.slot not in claimed]
    drawn = set(known_unique_ids) | {r.unique_id for r in records if r.unique_id is not None}
    unfinished = tuple(c for c in rest if _is_unfinished(c, drawn))
    found = [c for c in rest if not _is_unfinished(c, drawn)]
    foreign = _foreign(found, lock_id, reading.read_at, known_foreign)
    if not is_complete:
        answered = {c.slot for c in reading.slots if c.state is not SlotState.UNKNOWN} | claimed
        foreign += tuple(known for known in known_foreign if known.slot not in answered)
    return InterpretedReading(happenings, foreign, unfinished, is_complete)


def _speaking(records: Sequence[SlotRecord]) -> list[SlotRecord]:
    """Records that a reading can be about. One that is gone is silent while its credential lives on in another record."""
    wanted = {r.credential_id for r in records if r.ended is None}
    return [
        r
        for r in records
        if r.slot is not None
        and r.sent_at is not None
        and (r.ended is None or r.credential_id not in wanted)
        and r.proof.reason != ProofReason.LOCK_CHANGED
    ]


def _finding(
    record: SlotRecord, contents: Mapping[SlotId, SlotContent], value: Secret[str] | None
) -> tuple[SlotFinding, bool]:
    content = contents.get(record.slot) if record.slot is not None else None
    if content is None:
        return _elsewhere(record, contents.values()), False
    is_value_ours = None
    if content.value is not None and value is not None:
        is_value_ours = content.value == value
    if content.state is SlotState.UNKNOWN:
        return SlotFinding.MASKED, False
    if record.unique_id is not None and content.unique_id == record.unique_id:
        return _examined(record, content, is_value_ours=is_value_ours), is_value_ours is True
    if content.unique_id is None and is_value_ours:
        return _examined(record, content, is_value_ours=True), True
    says_nothing = content.unique_id is None and content.made_by_us is None
    if says_nothing and is_value_ours is None:
        return SlotFinding.MASKED, False
    return SlotFinding.TAKEN, False


def _elsewhere(record: SlotRecord, contents: Iterable[SlotContent]) -> SlotFinding:
    """Nothing is in the slot; the user may still be there, alone or with another credential."""
    ours = [c for c in contents if record.unique_id is not None and c.unique_id == record.unique_id]
    if any(c.kind is not None for c in ours):
        return SlotFinding.OTHER_HAND
    return SlotFinding.UNFINISHED if ours else SlotFinding.EMPTY


def _examined(
    record: SlotRecord, content: SlotContent, *, is_value_ours: bool | None
) -> SlotFinding:
    """Our number is in the slot. A contradiction outweighs doubt, doubt outweighs a match: the weakest part counts."""
    if content.kind is None:
        return SlotFinding.UNFINISHED
    contradictions = (
        is_value_ours is False,
        content.kind is not record.kind,
        content.made_by_us is False,
        content.changed_by_us is False,
    )
    if any(contradictions):
        return SlotFinding.OTHER_HAND
    if content.is_enabled is False:
        return SlotFinding.DISABLED
    if content.has_other_schedule:
        return SlotFinding.NOT_AS_WRITTEN
    if content.schedule is not None and _parts(content.schedule) != _parts(record.written):
        return SlotFinding.NOT_AS_WRITTEN
    is_maker_known = content.made_by_us is True or is_value_ours is True
    if not is_maker_known or content.is_enabled is None or content.schedule is None:
        return SlotFinding.MASKED
    return SlotFinding.OURS


def _parts(
    schedule: LockSchedule,
) -> tuple[frozenset[tuple[Weekday, time, time]], datetime | None, datetime | None]:
    """A schedule in a form that does not depend on how its windows are grouped."""
    days = frozenset((d, w.start, w.end) for w in schedule.weekly for d in w.weekdays)
    return days, schedule.start, schedule.end


def _is_foreign(record: SlotRecord, finding: SlotFinding) -> bool:
    """Whether what is in the record's slot is somebody else's too; another schedule is so only once ours was read."""
    if finding is SlotFinding.NOT_AS_WRITTEN:
        is_suspect = record.proof.reason == ProofReason.OTHER_HAND
        return record.proof.level in PROVEN_ON or is_suspect
    return finding not in {SlotFinding.OURS, SlotFinding.MASKED}


def _is_unfinished(content: SlotContent, drawn: Collection[int]) -> bool:
    is_alone = content.kind is None and content.unique_id in drawn
    return is_alone and content.made_by_us is not False


def _foreign(
    contents: Iterable[SlotContent],
    lock_id: LockId,
    at: datetime,
    known: Sequence[ForeignSlot],
) -> tuple[ForeignSlot, ...]:
    before = {slot.slot: slot for slot in known}
    found: list[ForeignSlot] = []
    for content in contents:
        fresh = ForeignSlot(lock_id, content.slot, content.state.value, maker(content), at, at)
        old = before.get(content.slot)
        if old is not None and old.by is fresh.by:
            fresh = replace(fresh, since=old.since, is_ignored=old.is_ignored)
        found.append(fresh)
    return tuple(found)


def maker(content: SlotContent) -> ForeignBy:
    """Whose hand an entry came from; the last hand counts where the first was ours."""
    if content.made_by == ForeignBy.KEYPAD.value:
        return ForeignBy.KEYPAD
    if content.made_by_us is False or content.changed_by_us is False:
        return ForeignBy.OTHER_FABRIC
    return ForeignBy.OUR_KEYS if content.made_by_us else ForeignBy.UNKNOWN


# --- events -------------------------------------------------------------------------------------


def interpret_events(
    records: Sequence[SlotRecord],
    events: Iterable[LockEvent],
    *,
    received_at: datetime,
    foreign_slots: Collection[SlotId] = (),
    can_be_read: bool = True,
) -> Mapping[RecordId, tuple[LockReport, ...]]:
    """What the events say of each record, in order of their numbers; records without any are left out.

    `received_at` dates events that carry no time. An event in a slot used more than once belongs to the record sent last before it;
    what was gone before somebody else took the slot (`foreign_slots`) is not blamed for it.
    """
    speaking = [r for r in _speaking(records) if r.ended is None or r.slot not in foreign_slots]
    found: dict[RecordId, list[LockReport]] = {}
    for event in sorted(events, key=lambda event: event.number):
        report = _report(event, event.at or received_at, can_be_read=can_be_read)
        if report is None:
            continue
        for slot in dict.fromkeys(event.slots):
            owner = _owner(speaking, slot, event.number)
            if owner is not None:
                found.setdefault(owner.id, []).append(report)
    return {record_id: tuple(reports) for record_id, reports in found.items()}


def _report(event: LockEvent, at: datetime, *, can_be_read: bool) -> LockReport | None:
    number = event.number
    by_us = False if event.by_us is None and event.source in AT_THE_LOCK else event.by_us
    if event.kind is LockEventKind.OPERATION:
        is_opening = event.action in OPENING and event.source in DOOR_SOURCES
        return DoorEvent(at, number) if is_opening else None
    if event.kind is LockEventKind.OPERATION_ERROR:
        # Refused for the hour or the battery: that says nothing of a removal.
        is_other = event.code in OTHER_REFUSALS or event.source not in DOOR_SOURCES
        return None if is_other else RefusedAtDoorEvent(at, number, can_be_read)
    if event.kind is not LockEventKind.USER_CHANGE:
        return None
    if event.action is EventAction.CLEAR:
        return ClearedEvent(at, number, by_us)
    return ChangeEvent(at, number, by_us, event.action)


def _owner(records: Iterable[SlotRecord], slot: SlotId, number: int) -> SlotRecord | None:
    users = [r for r in records if r.slot == slot and r.mark is not None and number > r.mark]
    return max(users, key=_sent_last, default=None)


def _sent_last(record: SlotRecord) -> tuple[bool, int, datetime]:
    sent_at = record.sent_at or record.created_at
    return record.proof.level is not ProofLevel.GONE, record.mark or 0, sent_at
