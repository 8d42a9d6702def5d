"""Single steps of a plan: which action a record asks for, and the step that does it."""

from dataclasses import replace

from app.domain.ids import SlotId
from app.domain.intent import READ_AWAY, Entry, Standing, can_be_seen, can_return, is_on_lock
from app.domain.plan import DoorToPlan, LockToPlan, PlanAction, PlanNote, PlanStep, step_id
from app.domain.schedule import UNRESTRICTED, EnforcedBy, Fitting, NotByLock
from app.domain.slot_record import Proof, ProofLevel, ProofReason, SlotRecord
from app.domain.standing import REMOVING, best_level


def is_leaving(entry: Entry) -> bool:
    """Whether the entry's record shall leave the lock, or is on its way out already."""
    if entry.record is None:
        return False
    proof = entry.record.proof
    if proof.level in REMOVING:
        return not (entry.standing is Standing.WANTED and can_return(entry.record))
    if entry.standing is Standing.OUTSIDE:
        return is_on_lock(entry.record, entry.door)
    return entry.standing is Standing.UNWANTED


def removal_action(record: SlotRecord, door: DoorToPlan) -> PlanAction | None:
    """Clear what may be on the lock; only look where it was cleared, or was read away before."""
    level, can_be_read = record.proof.level, can_be_seen(door)
    if level is ProofLevel.PLANNED and record.sent_at is None:
        return None
    if level in (ProofLevel.REMOVAL_ACCEPTED, ProofLevel.REFUSED_AT_DOOR):
        return PlanAction.READ if can_be_read else None
    if can_be_read and (record.slot is None or not is_on_lock(record, door)):
        return PlanAction.READ
    return PlanAction.CLEAR


def removal_step(
    entry: Entry, lock: LockToPlan, record: SlotRecord, action: PlanAction
) -> PlanStep:
    """The step that takes a record away, or looks whether it is away."""
    return PlanStep(
        id=step_id(action, lock.lock_id, entry.credential.id),
        door_id=entry.door.door_id,
        lock_id=lock.lock_id,
        action=action,
        slot=record.slot,
        proof=record.proof.level,
        reachable=best_level(is_wanted=False, can_read_slots=can_be_seen(entry.door)),
        record_id=record.id,
        person_id=entry.credential.person_id,
        credential_id=entry.credential.id,
        grant_id=record.grant_id,
        kind=entry.credential.kind,
        reason=record.proof.reason,
    )


def presence_step(
    entry: Entry, lock: LockToPlan, record: SlotRecord | None, proof: Proof, action: PlanAction
) -> PlanStep:
    """The step that brings an entry to the lock, changes it there, or reads it; `record` None where one must be made first."""
    fitting = entry.fitting
    notes: list[PlanNote] = []
    if fitting is not None and fitting.is_clock_unknown:
        notes.append(PlanNote.CLOCK_UNKNOWN)
    if fitting is not None and fitting.is_scheduled and lock.is_clock_wrong:
        notes.append(PlanNote.CLOCK_WRONG)
    notes += notes_of_fitting(fitting)
    if action is PlanAction.WRITE and proof.reason in READ_AWAY:
        notes.append(PlanNote.SENT_AGAIN)
    return PlanStep(
        id=step_id(action, lock.lock_id, entry.credential.id),
        door_id=entry.door.door_id,
        lock_id=lock.lock_id,
        action=action,
        slot=None if record is None else record.slot,
        proof=proof.level,
        reachable=best_level(is_wanted=True, can_read_slots=can_be_seen(entry.door)),
        record_id=None if record is None else record.id,
        person_id=entry.credential.person_id,
        credential_id=entry.credential.id,
        grant_id=None if entry.wish is None else entry.wish.grant_id,
        kind=entry.credential.kind,
        schedule=UNRESTRICTED if fitting is None else fitting.schedule,
        sends_value=_sends_value(action, proof),
        enforced_by=None if fitting is None else fitting.enforced_by,
        notes=tuple(notes),
        reason=proof.reason,
    )


def notes_of_fitting(fitting: Fitting | None) -> tuple[PlanNote, ...]:
    """What has to be said of the parts of a validity that the program keeps."""
    if fitting is None or fitting.enforced_by is not EnforcedBy.PROGRAM:
        return ()
    by_program = frozenset(fitting.reasons)
    notes: list[PlanNote] = []
    if by_program - {NotByLock.ONE_USE}:
        notes.append(PlanNote.ONLY_WHEN_APPLY_RUNS)
    if NotByLock.ONE_USE in by_program:
        notes.append(PlanNote.ONE_USE_BY_PROGRAM)
    return tuple(notes)


def _sends_value(action: PlanAction, proof: Proof) -> bool:
    """A change of the schedule alone leaves the value where it is; one that is not certain is sent again."""
    if action is not PlanAction.CHANGE:
        return action is PlanAction.WRITE
    return proof.level is ProofLevel.PLANNED and proof.reason != ProofReason.CHANGED


def unfinished_step(door: DoorToPlan, lock: LockToPlan, slot: SlotId) -> PlanStep:
    """The step that clears a user with an id of this file and without credentials."""
    return PlanStep(
        id=step_id(PlanAction.CLEAR, lock.lock_id, slot),
        door_id=door.door_id,
        lock_id=lock.lock_id,
        action=PlanAction.CLEAR,
        slot=slot,
        proof=ProofLevel.UNKNOWN,
        reachable=ProofLevel.GONE,
        notes=(PlanNote.UNFINISHED,),
    )


def with_note(step: PlanStep, note: PlanNote) -> PlanStep:
    """The same step with one more note."""
    return replace(step, notes=(*step.notes, note))


def after(step: PlanStep, *earlier: PlanStep) -> PlanStep:
    """The same step, to be done only when these have reached what they were for."""
    return replace(step, after=tuple(dict.fromkeys((*step.after, *(one.id for one in earlier)))))
