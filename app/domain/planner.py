"""Makes the plan: the pure difference between what is wanted and what is known of each lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.credential import Credential
from app.domain.fittings import Fittings, is_settled
from app.domain.ids import CredentialId, SlotId
from app.domain.intent import (
    WRITTEN,
    Entry,
    Standing,
    by_door,
    can_be_seen,
    entries_of,
    is_on_lock,
    proof_if_wanted,
)
from app.domain.plan import (
    DoorToPlan,
    LockToPlan,
    Plan,
    PlanAction,
    PlanNote,
    PlanRefusal,
    PlanStep,
)
from app.domain.plan_rules import has_same_value, refusal_of, rule_against, shortage_of
from app.domain.plan_steps import (
    after,
    is_leaving,
    presence_step,
    removal_action,
    removal_step,
    unfinished_step,
    with_note,
)
from app.domain.schedule import UNRESTRICTED
from app.domain.slot_record import Proof, ProofLevel, ProofReason, SlotRecord
from app.domain.standing import is_capped
from app.domain.validity import NO_CALENDARS, Calendars
from app.domain.wishes import Wish


def make_plan(
    doors: Iterable[DoorToPlan],
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> Plan:
    """The steps and refusals for these doors, in the order of `doors`.

    `wishes` are all wishes at these doors, `records` their living records; those of retired locks give no steps. Equal intent and evidence
    give an empty plan. A door without lock gives no steps and no refusals. On each lock what leaves goes before what comes, except a
    code that waits for its successor.
    """
    steps: list[PlanStep] = []
    refusals: list[PlanRefusal] = []
    fittings = Fittings(now, calendars)
    for door, mine, here in by_door(doors, wishes, records):
        if door.lock is None or is_settled(door, mine, here, fittings):
            continue
        entries = entries_of(door, mine, here, credentials, now, fittings=fittings)
        lock_plan = LockPlan(door.lock, entries)
        lock_plan.draft(door)
        steps += lock_plan.steps()
        refusals += lock_plan.refusals
    return Plan(tuple(steps), tuple(refusals))


class LockPlan:
    """Drafts the steps of one lock, in parts that are done one after the other; `after` names steps of earlier parts only."""

    def __init__(self, lock: LockToPlan, entries: Sequence[Entry]) -> None:
        self.refusals: list[PlanRefusal] = []
        self._lock = lock
        self._entries = entries
        self._foreign = {foreign.slot for foreign in lock.foreign}
        self._free = self._unused_slots()
        self._leaving: list[tuple[Entry, PlanStep]] = []
        self._giving: list[PlanStep] = []
        self._unfinished: list[PlanStep] = []
        self._changes: list[PlanStep] = []
        self._writes: list[PlanStep] = []
        self._reads: list[PlanStep] = []
        self._late_clears: list[PlanStep] = []

    def draft(self, door: DoorToPlan) -> None:
        """Draft every step and refusal, removals first, because they give slots."""
        for entry in self._entries:
            if is_leaving(entry) and entry.record is not None:
                self._draft_removal(entry, entry.record)
        gone = {step.slot for _, step in self._leaving} | self._foreign
        self._unfinished = [
            unfinished_step(door, self._lock, slot)
            for slot in self._lock.unfinished
            if slot not in gone
        ]
        for entry in self._entries:
            if entry.standing not in (Standing.UNWANTED, Standing.REPLACED):
                self._draft_presence(entry)

    def steps(self) -> list[PlanStep]:
        """The steps in the order in which they are done."""
        leaving = [step for _, step in self._leaving]
        return [
            *self._unfinished,
            *(step for step in leaving if step.action is PlanAction.CLEAR),
            *(step for step in leaving if step.action is PlanAction.READ),
            *self._changes,
            *self._writes,
            *self._reads,
            *self._late_clears,
        ]

    # --- what leaves ----------------------------------------------------------------------------

    def _draft_removal(self, entry: Entry, record: SlotRecord) -> None:
        action = removal_action(record, entry.door)
        if action is None:
            return
        if action is PlanAction.CLEAR and self._is_strange(record):
            self.refusals.append(refusal_of(entry, ProofReason.OTHER_HAND))
            return
        step = removal_step(entry, self._lock, record, action)
        self._leaving.append((entry, step))
        if step.slot is not None and self._can_be_given(record, step.slot):
            self._giving.append(step)

    def _can_be_given(self, record: SlotRecord, slot: SlotId) -> bool:
        """Whether a slot that is given up makes room: not where somebody else is in it, and not a second time."""
        is_offered = slot in (self._free or ()) or any(step.slot == slot for step in self._giving)
        return not is_offered and not self._is_strange(record)

    def _is_strange(self, record: SlotRecord) -> bool:
        """Whether somebody else's entry is in the slot; it is never touched unasked."""
        return record.is_taken or record.slot in self._foreign

    # --- what shall be there --------------------------------------------------------------------

    def _draft_presence(self, entry: Entry) -> None:
        """The step that brings a wanted entry nearer to the best proof, or its refusal.

        An entry that is leaving is written again as a new record, after its removal; without that there is no place for one.
        """
        is_stuck = is_leaving(entry) and all(other != entry for other, _ in self._leaving)
        if is_stuck and entry.rule is None:
            return
        record = None if is_leaving(entry) else entry.record
        proof = Proof() if record is None else proof_if_wanted(record)
        if record is None or not is_on_lock(record, entry.door):
            self._draft_write(entry, record, proof)
        elif entry.rule is not None:
            self.refusals.append(refusal_of(entry, entry.rule))
        else:
            self._draft_upkeep(entry, record, proof)

    def _draft_upkeep(self, entry: Entry, record: SlotRecord, proof: Proof) -> None:
        """What is or may be on the lock: change it in place, read it, or leave it."""
        action = _upkeep_action(entry, proof, record)
        if action is None:
            return
        if self._is_strange(record) or proof.reason == ProofReason.OTHER_HAND:
            self.refusals.append(refusal_of(entry, ProofReason.OTHER_HAND))
            return
        if action is PlanAction.CHANGE and is_capped(record):
            self.refusals.append(_capped(entry, record))
            return
        step = presence_step(entry, self._lock, record, proof, action)
        if action is PlanAction.CHANGE:
            self._changes.append(step)
        else:
            self._reads.append(step)
        self._draft_late_clear(entry, step)

    def _draft_write(self, entry: Entry, record: SlotRecord | None, proof: Proof) -> None:
        refusal = rule_against(entry, self._entries)
        if record is not None and is_capped(record):
            refusal = refusal or _capped(entry, record)
        if refusal is not None:
            self.refusals.append(refusal)
            return
        if entry.standing is not Standing.WANTED:
            return
        step = presence_step(entry, self._lock, record, proof, PlanAction.WRITE)
        placed = self._placed(entry, step)
        if placed is None:
            self.refusals.append(refusal_of(entry, shortage_of(entry)))
            return
        self._writes.append(placed)
        if PlanNote.REPLACED_BEFORE_NEW not in placed.notes:
            self._draft_late_clear(entry, placed)

    def _draft_late_clear(self, entry: Entry, step: PlanStep) -> None:
        """The replaced code leaves when this step has proven the new one (row 16)."""
        clear = self._clear_of_replaced(entry, PlanNote.AFTER_NEW_IS_SEEN)
        if clear is not None:
            self._late_clears.append(after(clear, step))

    def _clear_of_replaced(self, entry: Entry, note: PlanNote) -> PlanStep | None:
        record = entry.replaces
        if record is None:
            return None
        old = next(old for old in self._entries if old.record == record)
        if self._is_strange(record):
            self.refusals.append(refusal_of(old, ProofReason.OTHER_HAND))
            return None
        return with_note(removal_step(old, self._lock, record, PlanAction.CLEAR), note)

    # --- where ----------------------------------------------------------------------------------

    def _unused_slots(self) -> list[SlotId] | None:
        if self._lock.free_slots is None:
            return None
        held = {
            entry.record.slot
            for entry in self._entries
            if entry.record is not None and is_on_lock(entry.record, entry.door)
        }
        return [slot for slot in self._lock.free_slots if slot not in held | self._foreign]

    def _placed(self, entry: Entry, step: PlanStep) -> PlanStep | None:
        """The write with its slot: an empty one, else one that is given up before; None when the lock is full."""
        for other, leaving in self._leaving:
            if has_same_value(other, entry):
                step = after(step, leaving)
        if self._has_equal_predecessor(entry):
            return self._placed_after_replaced(entry, step)
        if self._free is None:
            return with_note(replace(step, slot=None), PlanNote.SLOT_NOT_READ)
        if self._free:
            slot = next((slot for slot in self._free if slot == step.slot), self._free[0])
            self._free.remove(slot)
            return replace(step, slot=slot)
        if self._giving:
            given = self._giving.pop(0)
            return after(replace(step, slot=given.slot), given)
        if self._unfinished:
            return after(replace(step, slot=None), *self._unfinished)
        return self._placed_after_replaced(entry, step)

    def _has_equal_predecessor(self, entry: Entry) -> bool:
        olds = (
            old for old in self._entries if old.record is not None and old.record == entry.replaces
        )
        return any(has_same_value(old, entry) for old in olds)

    def _placed_after_replaced(self, entry: Entry, step: PlanStep) -> PlanStep | None:
        clear = self._clear_of_replaced(entry, PlanNote.REPLACED_BEFORE_NEW)
        if clear is None:
            return None
        self._leaving.append((entry, clear))
        return after(with_note(replace(step, slot=clear.slot), PlanNote.REPLACED_BEFORE_NEW), clear)


def _capped(entry: Entry, record: SlotRecord) -> PlanRefusal:
    """What the lock said yes to and did not keep so often that a person has to look."""
    return refusal_of(entry, "dropped", {"times": record.misses})


def _upkeep_action(entry: Entry, proof: Proof, record: SlotRecord) -> PlanAction | None:
    schedule = UNRESTRICTED if entry.fitting is None else entry.fitting.schedule
    if proof.level is ProofLevel.PLANNED:
        return PlanAction.CHANGE
    if proof.level in WRITTEN and record.written != schedule:
        return PlanAction.CHANGE
    if proof.level is ProofLevel.UNKNOWN:
        return PlanAction.READ
    if proof.level is ProofLevel.ACCEPTED and can_be_seen(entry.door):
        return PlanAction.READ
    return None
