"""The rows of the proof table that events, services and people decide (8, 10, 12, 13, 22, 23, 25)."""

from dataclasses import replace

from app.domain.evidence import (
    ChangeEvent,
    ClearedEvent,
    DoorEvent,
    ListedByService,
    LockReport,
    NotListedByService,
    PersonDeleted,
    PersonEntered,
    PersonTriedOpened,
    Word,
)
from app.domain.outcome import Outcome, Witness, at_level, is_above, moved, same
from app.domain.slot_record import ProofBy, ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import PROVEN_ON, UNANSWERED

AFTER_REMOVAL = frozenset(
    {ProofLevel.REMOVAL_ACCEPTED, ProofLevel.REFUSED_AT_DOOR, ProofLevel.GONE}
)
LEAVING = frozenset({ProofLevel.REMOVAL_PLANNED, ProofLevel.REMOVAL_ACCEPTED})
UNHEARD = UNANSWERED | {ProofReason.NOT_LISTED, ProofReason.DELETED}


def after_report(record: SlotRecord, report: LockReport) -> Outcome:
    """What an event of the lock makes of a record; numbered at or below the mark it says nothing."""
    if not is_above(report.number, record.mark):
        return same(record, 14)
    match report:
        case DoorEvent(at):
            return _door_event(record, Witness(at))
        case ChangeEvent():
            return _changed(record, report)
        case ClearedEvent():
            return _cleared(record, report)
        case _:
            return _refused(record, Witness(report.at), can_be_read=report.can_be_read)


def _door_event(record: SlotRecord, witness: Witness) -> Outcome:
    level = record.proof.level
    if level in AFTER_REMOVAL:
        return _opened_after(record, witness)
    is_unanswered = level is ProofLevel.UNKNOWN and record.proof.reason in UNANSWERED
    if level is ProofLevel.ACCEPTED or level in PROVEN_ON or is_unanswered:
        return _opened(record, witness, 10)
    return same(record)


def _opened(record: SlotRecord, witness: Witness, row: int) -> Outcome:
    opened = at_level(record, ProofLevel.OPENED, witness=witness)
    return moved(record, replace(opened, is_missing=False, misses=0), row)


def _opened_after(record: SlotRecord, witness: Witness) -> Outcome:
    opened = at_level(record, ProofLevel.REMOVAL_PLANNED, ProofReason.OPENED_AFTER, witness=witness)
    opened = replace(opened, clear_answered_at=None, ended=None)
    return replace(moved(record, opened, 22), is_alarm=True)


def _changed(record: SlotRecord, change: ChangeEvent) -> Outcome:
    level, reason = record.proof.level, record.proof.reason
    is_waiting = level is ProofLevel.ACCEPTED or (
        level is ProofLevel.UNKNOWN and reason in UNANSWERED
    )
    if change.by_us is None:
        return same(record, 14)
    if change.by_us:
        return _confirmed(record, change) if is_waiting else same(record)
    touched = replace(record, was_empty=False, is_value_confirmed=False)
    if is_waiting or level in PROVEN_ON or level is ProofLevel.UNKNOWN:
        return _other_hand(touched, Witness(change.at))
    return same(touched)


def _confirmed(record: SlotRecord, change: ChangeEvent) -> Outcome:
    """Row 8: the only sign that a value changed in place is the lock's own event of our change."""
    confirmed = replace(record, is_value_confirmed=True)
    if record.proof.reason != ProofReason.VALUE_UNPROVEN:
        return same(confirmed, 8)
    seen = at_level(confirmed, ProofLevel.SEEN, witness=Witness(change.at))
    return moved(record, replace(seen, misses=0), 8)


def _other_hand(record: SlotRecord, witness: Witness) -> Outcome:
    if record.proof.reason in {ProofReason.OTHER_HAND, ProofReason.LOCK_CHANGED}:
        return same(record, 13)
    unknown = at_level(record, ProofLevel.UNKNOWN, ProofReason.OTHER_HAND, witness=witness)
    return moved(record, unknown, 13)


def _cleared(record: SlotRecord, cleared: ClearedEvent) -> Outcome:
    """Row 12. A clear by our own keys echoes what this file sent before; and a later reading knows better."""
    is_old = record.read_mark is not None and cleared.number <= record.read_mark
    if cleared.by_us or is_old:
        return same(record, 14)
    if record.proof.level not in PROVEN_ON:
        return same(record)
    drift = at_level(record, ProofLevel.PLANNED, ProofReason.DRIFT)
    return moved(record, replace(drift, is_missing=True), 12)


def _refused(record: SlotRecord, witness: Witness, *, can_be_read: bool) -> Outcome:
    """Row 23; where the lock cannot be read, nothing better will come, and the record ends."""
    if record.proof.level not in LEAVING:
        return same(record)
    refused = at_level(record, ProofLevel.REFUSED_AT_DOOR, witness=witness)
    ended = None if can_be_read else RecordEnd.REFUSED_AT_DOOR
    return moved(record, replace(refused, ended=ended), 23)


# --- services and people ------------------------------------------------------------------------


def after_word(record: SlotRecord, word: Word) -> Outcome:
    """Row 25: what a service believes or a person says proves neither `seen` nor `gone`."""
    match word:
        case ListedByService(at, service):
            return _entered(record, Witness(at, ProofBy.SERVICE, service))
        case NotListedByService(at, service):
            witness = Witness(at, ProofBy.SERVICE, service)
            return _left_out(record, witness, ProofReason.NOT_LISTED)
        case PersonEntered(at, name):
            return _entered(record, Witness(at, ProofBy.PERSON, name))
        case PersonDeleted(at, name):
            return _left_out(record, Witness(at, ProofBy.PERSON, name), ProofReason.DELETED)
        case PersonTriedOpened(at, name):
            return _tried(record, Witness(at, ProofBy.PERSON, name))
        case _:
            witness = Witness(word.at, ProofBy.PERSON, word.name)
            return _refused(record, witness, can_be_read=word.can_be_read)


def _entered(record: SlotRecord, witness: Witness) -> Outcome:
    """A list may still show what a planned change will replace, so it moves no `changed` record; a person's word does."""
    is_outdated = witness.by is ProofBy.SERVICE and record.proof.reason == ProofReason.CHANGED
    if not _is_open(record) or record.proof.level is ProofLevel.ACCEPTED or is_outdated:
        return same(record)
    accepted = at_level(record, ProofLevel.ACCEPTED, witness=witness)
    sent_at = record.sent_at or witness.at
    return moved(record, replace(accepted, sent_at=sent_at, is_missing=False), 25)


def _left_out(record: SlotRecord, witness: Witness, reason: ProofReason) -> Outcome:
    level = record.proof.level
    if level is ProofLevel.ACCEPTED:
        return moved(record, at_level(record, ProofLevel.UNKNOWN, reason, witness=witness), 25)
    if level is ProofLevel.REMOVAL_PLANNED:
        return moved(record, at_level(record, ProofLevel.REMOVAL_ACCEPTED, witness=witness), 25)
    return same(record)


def _tried(record: SlotRecord, witness: Witness) -> Outcome:
    if record.proof.level in AFTER_REMOVAL:
        return _opened_after(record, witness)
    if not _is_open(record) or record.proof.reason == ProofReason.CHANGED:
        return same(record)
    return _opened(replace(record, sent_at=record.sent_at or witness.at), witness, 25)


def _is_open(record: SlotRecord) -> bool:
    """Whether a word may raise it: planned, accepted, or unknown because nobody has answered yet."""
    level = record.proof.level
    if level is ProofLevel.UNKNOWN:
        return record.proof.reason in UNHEARD
    return level in {ProofLevel.PLANNED, ProofLevel.ACCEPTED}
