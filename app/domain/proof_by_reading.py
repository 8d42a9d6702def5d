"""The rows of the proof table that a reading of the lock decides (7, 8, 9, 11, 12, 13, 14, 20, 21, 22)."""

from dataclasses import replace
from datetime import timedelta

from app.domain.evidence import CompleteRead, IncompleteRead, SlotFinding, SlotRead
from app.domain.outcome import Outcome, Witness, at_level, for_reason, has_passed, moved, same
from app.domain.slot_record import ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import MAX_MISSES, PROVEN_ON, is_value_certain

NOT_THERE = frozenset({SlotFinding.EMPTY, SlotFinding.UNFINISHED})
NOT_OURS = frozenset({SlotFinding.TAKEN, SlotFinding.OTHER_HAND, SlotFinding.DISABLED})
VALUE_UNTOUCHED = frozenset({SlotFinding.DISABLED, SlotFinding.NOT_AS_WRITTEN})
OUR_NUMBER = VALUE_UNTOUCHED | {SlotFinding.OURS, SlotFinding.OTHER_HAND}


def after_read(record: SlotRecord, read: SlotRead, settle: timedelta) -> Outcome:
    """What a reading makes of a record; one that began before the last write or clear says nothing."""
    if record.sent_at is None:
        return same(record)
    is_early = read.at < max(record.sent_at, record.clear_sent_at or record.sent_at)
    if is_early or record.proof.reason == ProofReason.LOCK_CHANGED:
        return same(record, 14)
    if isinstance(read, IncompleteRead):
        return _after_incomplete(record, read, settle)
    if read.finding is SlotFinding.MASKED:
        return same(record, 14)
    is_first = record.proof.read_at is None or record.proof.read_at < record.sent_at
    is_settled = has_passed(record.answered_at or record.sent_at, read.at, settle)
    has_mark = record.mark is not None or read.finding is not SlotFinding.OURS
    told = replace(
        record,
        proof=replace(record.proof, read_at=read.at),
        mark=record.mark if has_mark else read.highest_event,
        read_mark=read.highest_event,
        is_taken=read.finding is SlotFinding.TAKEN,
    )
    level = record.proof.level
    if level is ProofLevel.PLANNED:
        return _planned(told, read)
    if level in {ProofLevel.ACCEPTED, ProofLevel.UNKNOWN}:
        return _awaited(record, told, read, is_settled=is_settled)
    if is_first and not is_settled and read.finding in NOT_THERE:
        # Reads of this lock lag: what nobody has read yet cannot be missing so soon.
        return replace(same(record, 14), read_again=True)
    if level in PROVEN_ON:
        return _proven(told, read)
    return _removing(told, read, settle)


def _after_incomplete(record: SlotRecord, read: IncompleteRead, settle: timedelta) -> Outcome:
    """Row 14: doubt is no contradiction. That something removed was found is no doubt (rows 21, 22)."""
    level = record.proof.level
    if read.finding is not SlotFinding.OURS:
        return same(record, 14)
    if level is ProofLevel.GONE:
        return _back(record, read)
    if level in {ProofLevel.REMOVAL_ACCEPTED, ProofLevel.REFUSED_AT_DOOR}:
        return _still_there(record, read, settle)
    return same(record, 14)


def _planned(record: SlotRecord, read: CompleteRead) -> Outcome:
    """A write that was thought lost and is there after all counts as in row 7; a lock's reads may lag for long."""
    was_missed = record.proof.reason in {ProofReason.DROPPED, ProofReason.NOT_SENT}
    if read.finding is SlotFinding.OURS and was_missed and _is_sure(record, read):
        return _seen(record, read)
    if read.finding in {SlotFinding.OTHER_HAND, SlotFinding.DISABLED}:
        return _other_hand(record, read)
    return same(replace(record, is_missing=read.finding not in OUR_NUMBER))


def _too_early(record: SlotRecord, *, is_suspect: bool) -> Outcome:
    """Row 9 within settle; `read_at` stays, since such a read covers nothing."""
    waiting = record if is_suspect else for_reason(record, ProofReason.NOT_READ)
    return replace(moved(record, waiting, 9), read_again=True)


def _awaited(
    before: SlotRecord, record: SlotRecord, read: CompleteRead, *, is_settled: bool
) -> Outcome:
    is_accepted = record.proof.level is ProofLevel.ACCEPTED
    is_suspect = record.proof.reason == ProofReason.OTHER_HAND
    if read.finding is SlotFinding.OURS:
        return _ours(record, read, is_settled=is_settled and not is_suspect)
    if read.finding in NOT_OURS or (is_suspect and read.finding not in NOT_THERE):
        return _other_hand(record, read)
    if not is_settled:
        return _too_early(before, is_suspect=is_suspect)
    reason = ProofReason.DROPPED if is_accepted else ProofReason.NOT_SENT
    dropped = replace(
        at_level(record, ProofLevel.PLANNED, reason),
        is_missing=read.finding in NOT_THERE,
        misses=record.misses + 1,
    )
    return replace(moved(record, dropped, 9), waits=True, needs_task=dropped.misses >= MAX_MISSES)


def _ours(record: SlotRecord, read: CompleteRead, *, is_settled: bool) -> Outcome:
    """Rows 7 and 8: our entry is there; our value is, too, only where nothing else can be."""
    if _is_sure(record, read):
        return _seen(record, read)
    if record.proof.level is ProofLevel.ACCEPTED:
        return moved(record, for_reason(record, ProofReason.VALUE_UNPROVEN), 8)
    if not is_settled:
        return same(record)
    # No yes and no way to see the value: it is to be sent again.
    unproven = at_level(record, ProofLevel.PLANNED, ProofReason.VALUE_UNPROVEN)
    return replace(moved(record, unproven, 8), waits=True)


def _is_sure(record: SlotRecord, read: CompleteRead) -> bool:
    return read.is_value_read or is_value_certain(record)


def _seen(record: SlotRecord, read: CompleteRead) -> Outcome:
    seen = at_level(record, ProofLevel.SEEN, witness=Witness(read.at))
    return moved(record, replace(seen, is_missing=False, misses=0), 7)


def _other_hand(record: SlotRecord, read: CompleteRead) -> Outcome:
    """Row 13; a value that another hand may have touched is no longer certain."""
    if record.proof.reason == ProofReason.OTHER_HAND:
        return same(record, 13)
    unknown = at_level(record, ProofLevel.UNKNOWN, ProofReason.OTHER_HAND, witness=Witness(read.at))
    unknown = replace(unknown, is_missing=False)
    if read.finding not in VALUE_UNTOUCHED:
        unknown = replace(unknown, was_empty=False, is_value_confirmed=False)
    return moved(record, unknown, 13)


def _proven(record: SlotRecord, read: CompleteRead) -> Outcome:
    if read.finding is SlotFinding.OURS:
        return same(record, 11)
    if read.finding in NOT_THERE:
        drift = at_level(record, ProofLevel.PLANNED, ProofReason.DRIFT)
        return moved(record, replace(drift, is_missing=True), 12)
    return _other_hand(record, read)


def _removing(record: SlotRecord, read: CompleteRead, settle: timedelta) -> Outcome:
    level = record.proof.level
    if level is ProofLevel.GONE:
        return _back(record, read) if read.finding in OUR_NUMBER else same(record)
    was_cleared = record.clear_answered_at is not None or record.is_missing
    if read.finding is SlotFinding.EMPTY or (read.finding is SlotFinding.TAKEN and was_cleared):
        return _gone(record, read)
    if level is ProofLevel.REMOVAL_PLANNED:
        is_missing = record.is_missing and read.finding not in OUR_NUMBER
        return same(replace(record, is_missing=is_missing))
    if read.finding is SlotFinding.TAKEN:
        return same(record)
    return _still_there(record, read, settle)


def _gone(record: SlotRecord, read: CompleteRead) -> Outcome:
    """Row 20. Events numbered below this reading tell of the time before."""
    gone = replace(
        at_level(record, ProofLevel.GONE, witness=Witness(read.at)),
        mark=max(
            (number for number in (record.mark, read.highest_event) if number is not None),
            default=None,
        ),
        ended=RecordEnd.GONE,
    )
    return moved(record, gone, 20)


def _still_there(record: SlotRecord, read: SlotRead, settle: timedelta) -> Outcome:
    if not has_passed(record.clear_answered_at or record.clear_sent_at, read.at, settle):
        return replace(same(record, 21), read_again=True)
    again = replace(
        at_level(
            record,
            ProofLevel.REMOVAL_PLANNED,
            ProofReason.STILL_THERE,
            witness=Witness(read.at),
        ),
        clear_answered_at=None,
        misses=record.misses + 1,
        ended=None,
    )
    return replace(moved(record, again, 21), needs_task=again.misses >= MAX_MISSES, waits=True)


def _back(record: SlotRecord, read: SlotRead) -> Outcome:
    """Row 22: who put it back, and with which value, is not known."""
    back = replace(
        at_level(record, ProofLevel.REMOVAL_PLANNED, ProofReason.BACK, witness=Witness(read.at)),
        clear_answered_at=None,
        was_empty=False,
        is_value_confirmed=False,
        is_missing=False,
        ended=None,
    )
    return replace(moved(record, back, 22), is_alarm=True)
