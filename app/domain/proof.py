"""The proof table: what one happening makes of one record (`design.md` section 2, rows 1 to 25).

Pure: no clock, no I/O. Where the table is silent, nothing is claimed: the level stays, or falls.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.credential import CredentialKind
from app.domain.evidence import (
    Cancelled,
    ClearAccepted,
    Clearing,
    ClearSent,
    GrantedAgain,
    Happening,
    HeldBack,
    LockAccepted,
    LockChanged,
    LockRefused,
    LockReport,
    NewValueWanted,
    NoAnswerCame,
    PlanRefused,
    ReplacementSeen,
    Revoked,
    Sending,
    SendingBegan,
    SlotRead,
    ValidityChanged,
    Wish,
    Word,
)
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId
from app.domain.outcome import DEFAULT_SETTLE, Outcome, Witness, at_level, for_reason, moved, same
from app.domain.proof_by_reading import after_read
from app.domain.proof_by_report import after_report, after_word
from app.domain.slot_record import ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import ALARMING, PROVEN_ON, UNANSWERED, is_removing, may_be_on_lock

ON_LOCK = PROVEN_ON | {ProofLevel.ACCEPTED}
ANSWERS = LockAccepted | LockRefused


def granted(
    record_id: RecordId,
    door_id: DoorId,
    lock_id: LockId | None,
    credential_id: CredentialId,
    grant_id: GrantId,
    at: datetime,
    kind: CredentialKind = CredentialKind.PIN,
) -> SlotRecord:
    """Row 1: the record of a new wish, planned, with or without a lock."""
    return SlotRecord(record_id, door_id, lock_id, credential_id, grant_id, at, kind)


def advance(
    record: SlotRecord, happening: Happening, *, settle: timedelta = DEFAULT_SETTLE
) -> Outcome:
    """What the happening makes of the record; `settle` is the lock's time until a write or clear can be read."""
    outcome = _outcome(record, happening, settle)
    if outcome.row == 0 and isinstance(happening, ANSWERS | SlotRead | LockReport | Word):
        return replace(outcome, record=_beneath(outcome.record, happening, settle))
    return outcome


def _outcome(record: SlotRecord, happening: Happening, settle: timedelta) -> Outcome:
    if record.ended is RecordEnd.WITHDRAWN:
        return same(record)
    if isinstance(happening, SlotRead):
        return after_read(record, happening, settle)
    if isinstance(happening, LockReport):
        return after_report(record, happening)
    if isinstance(happening, Word):
        return after_word(record, happening)
    if record.ended is not None:
        return same(record)
    if isinstance(happening, Sending):
        return _after_sending(record, happening)
    if isinstance(happening, Clearing):
        return _after_clearing(record, happening)
    if isinstance(happening, HeldBack):
        return _held_back(record, happening)
    return _after_wish(record, happening)


def _beneath(record: SlotRecord, happening: Happening, settle: timedelta) -> SlotRecord:
    """While no clear was sent, evidence also moves the level that granting again would restore (row 18)."""
    if record.proof_before is None:
        return record
    wanted = replace(record, proof=record.proof_before, proof_before=None)
    moved_on = advance(wanted, happening, settle=settle).record
    return replace(moved_on, proof=record.proof, proof_before=moved_on.proof)


# --- wishes -------------------------------------------------------------------------------------


def _after_wish(record: SlotRecord, wish: Wish) -> Outcome:
    match wish:
        case Revoked():
            return _revoked(record)
        case GrantedAgain():
            return _granted_again(record)
        case ValidityChanged():
            if record.proof.level not in ON_LOCK:
                return same(record)
            changed = at_level(record, ProofLevel.PLANNED, ProofReason.CHANGED)
            return moved(record, changed, 15)
        case NewValueWanted():
            return _new_value_wanted(record, wish)
        case ReplacementSeen():
            return _to_be_removed(record, 16, ProofReason.REPLACED)
        case _:
            return _lock_changed(record, wish)


def _revoked(record: SlotRecord) -> Outcome:
    if not may_be_on_lock(record):
        return moved(record, replace(record, ended=RecordEnd.WITHDRAWN), 2)
    return _to_be_removed(record, 17, None)


def _to_be_removed(record: SlotRecord, row: int, reason: ProofReason | None) -> Outcome:
    """What cannot be reached for ever (`lock_changed`) gets no plan to remove it."""
    is_lost = record.proof.reason == ProofReason.LOCK_CHANGED
    if is_removing(record) or is_lost or not may_be_on_lock(record):
        return same(record)
    leaving = replace(
        at_level(record, ProofLevel.REMOVAL_PLANNED, reason),
        proof_before=record.proof,
        clear_sent_at=None,
        clear_answered_at=None,
    )
    return moved(record, leaving, row)


def _granted_again(record: SlotRecord) -> Outcome:
    """Once a clear was sent, what is on the lock is not known; a read will tell, and until then no event counts."""
    if not is_removing(record):
        return same(record)
    if record.proof_before is not None:
        before = replace(record.proof_before, read_at=record.proof.read_at)
        return moved(record, replace(record, proof=before, proof_before=None), 18)
    cleared_at = record.clear_answered_at or record.clear_sent_at
    back = replace(
        at_level(record, ProofLevel.UNKNOWN, ProofReason.NO_ANSWER),
        mark=None,
        sent_at=cleared_at or record.sent_at,
        answered_at=None,
        clear_sent_at=None,
        clear_answered_at=None,
    )
    return moved(record, back, 18)


def _new_value_wanted(record: SlotRecord, wish: NewValueWanted) -> Outcome:
    """The old record stays until the new one is seen; one that was never sent leaves at once."""
    is_on_lock = may_be_on_lock(record)
    is_replaced = is_on_lock and not is_removing(record)
    new = SlotRecord(
        wish.record_id,
        record.door_id,
        record.lock_id,
        wish.credential_id,
        wish.grant_id,
        wish.at,
        record.kind,
        replaces=record.id if is_replaced else None,
    )
    old = same(record, 16) if is_on_lock else _revoked(record)
    return replace(old, new_record=new)


def _lock_changed(record: SlotRecord, changed: LockChanged) -> Outcome:
    if not may_be_on_lock(record) or record.proof.reason == ProofReason.LOCK_CHANGED:
        return same(record)
    lost = at_level(record, ProofLevel.UNKNOWN, ProofReason.LOCK_CHANGED)
    lost = replace(lost, proof=replace(lost.proof, proven_at=changed.at))
    return moved(record, lost, 24)


# --- sending ------------------------------------------------------------------------------------


def _held_back(record: SlotRecord, happening: HeldBack) -> Outcome:
    level = record.proof.level
    if isinstance(happening, PlanRefused):
        if level is not ProofLevel.PLANNED:
            return same(record)
        return moved(record, for_reason(record, ProofReason.PLAN_REFUSED, happening.rule), 3)
    is_cancelled = isinstance(happening, Cancelled)
    reason = ProofReason.CANCELLED if is_cancelled else ProofReason.UNREACHABLE
    if level is ProofLevel.PLANNED:
        return moved(record, for_reason(record, reason), 3)
    if level is ProofLevel.REMOVAL_PLANNED:
        return moved(record, _held_up(record, reason), 19)
    return same(record, 14)


def _after_sending(record: SlotRecord, happening: Sending) -> Outcome:
    proof = record.proof
    if isinstance(happening, SendingBegan):
        is_planned = proof.level is ProofLevel.PLANNED
        return moved(record, _sent(record, happening), 4) if is_planned else same(record)
    if proof.level is not ProofLevel.UNKNOWN or proof.reason not in UNANSWERED:
        return same(record)
    match happening:
        case NoAnswerCame():
            return same(record, 4)
        case LockAccepted(at, slot, by):
            accepted = at_level(record, ProofLevel.ACCEPTED, witness=Witness(at, by))
            return moved(record, replace(accepted, answered_at=at, slot=slot or record.slot), 5)
        case _:
            return _write_refused(record, happening)


def _write_refused(record: SlotRecord, refusal: LockRefused) -> Outcome:
    """A refused change leaves the old entry in its slot; a refused new entry leaves nothing once its remains were cleared.

    Unless an earlier write was missed: a lock that lags beyond its own time may still come up with that one.
    """
    if refusal.is_left_over:
        return same(record, 6)
    refused = at_level(record, ProofLevel.PLANNED, ProofReason.REFUSED, detail=refusal.code)
    if not record.is_in_place:
        sent_at = record.sent_at if record.misses else None
        refused = replace(refused, sent_at=sent_at, is_missing=record.misses > 0)
    return moved(record, refused, 6)


def _sent(record: SlotRecord, began: SendingBegan) -> SlotRecord:
    """Committed before the first byte. The same value sent again to its own slot is as certain as it was."""
    is_same_slot = record.sent_at is not None and record.slot == began.slot
    is_in_place = is_same_slot and not record.is_missing and not began.slot_was_empty
    is_same_value = is_in_place and not began.is_new_value
    return replace(
        at_level(record, ProofLevel.UNKNOWN, ProofReason.NO_ANSWER),
        slot=began.slot,
        unique_id=began.unique_id,
        written=began.schedule,
        mark=began.mark,
        read_mark=None,
        was_empty=began.slot_was_empty or (is_same_value and record.was_empty),
        is_value_confirmed=is_same_value and record.is_value_confirmed,
        is_missing=False,
        is_taken=False,
        is_in_place=is_in_place,
        sent_at=began.at,
        answered_at=None,
        clear_sent_at=None,
        clear_answered_at=None,
    )


# --- clearing -----------------------------------------------------------------------------------


def _after_clearing(record: SlotRecord, happening: Clearing) -> Outcome:
    if record.proof.level is not ProofLevel.REMOVAL_PLANNED:
        return same(record)
    match happening:
        case ClearSent(at, mark):
            asked = replace(
                _held_up(record, ProofReason.NO_ANSWER),
                clear_sent_at=at,
                clear_answered_at=None,
                mark=record.mark if mark is None else mark,
                proof_before=None,
            )
            return moved(record, asked, 19)
        case ClearAccepted(at, by):
            accepted = replace(
                at_level(record, ProofLevel.REMOVAL_ACCEPTED, witness=Witness(at, by)),
                clear_sent_at=record.clear_sent_at or at,
                clear_answered_at=at,
            )
            return moved(record, accepted, 19)
        case _:
            return moved(record, _held_up(record, happening.reason, happening.code), 19)


def _held_up(record: SlotRecord, reason: ProofReason, code: str | None = None) -> SlotRecord:
    """An alarm stays to be read until the lock says yes: the new reason stands beside it."""
    if record.proof.reason in ALARMING:
        return replace(record, proof=replace(record.proof, detail=reason))
    return for_reason(record, reason, code)
