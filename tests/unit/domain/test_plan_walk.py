"""Plan and proof walked together against a lock that only stores: random wishes, losses, strangers, time; then peace."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.evidence import (
    ClearAccepted,
    ClearSent,
    CompleteRead,
    GrantedAgain,
    Happening,
    LockAccepted,
    Revoked,
    SendingBegan,
    SlotFinding,
    ValidityChanged,
)
from app.domain.grant import ALWAYS, Grant, Validity
from app.domain.ids import CredentialId, RecordId, SlotId
from app.domain.intent import IntentChange, RecordIntent, entries_of
from app.domain.plan import Plan, PlanAction, PlanStep
from app.domain.planner import LockPlan
from app.domain.proof import advance, granted
from app.domain.schedule import Fitting, LockSchedule, fit
from app.domain.slot_record import SlotRecord
from app.domain.standing import PROVEN_ON
from app.domain.validity import is_inside
from app.domain.validity_text import parse_weekly
from tests.unit.domain.plan_world import MATTER, NOW, PARIS, World, slots
from tests.unit.domain.validity_strategies import wall

PLACES = slots(1, 2, 3)
MORNINGS = (parse_weekly("Mo-Fr 08:00-12:00"),)
VALIDITIES = (
    ALWAYS,
    Validity(weekly=MORNINGS),
    Validity(start=wall(2026, 5, 5), end=wall(2026, 5, 7)),
    Validity(start=wall(2026, 5, 5), end=wall(2026, 5, 7), weekly=MORNINGS),
)


@dataclass(frozen=True)
class Stored:
    """What the lock holds in one place: whose code, under which number, with which schedule."""

    credential_id: CredentialId | None
    unique_id: int
    schedule: LockSchedule


class StoringLock(World):
    """A world whose lock does what it is told, and is looked at only by reading."""

    def begin(self) -> None:
        self.stored: dict[SlotId, Stored] = {}
        self.number = 0
        self.writes = 0
        self.names = [self.person(name) for name in ("Ann", "Ben", "Cleo")]

    # --- what people and strangers do ---

    def living(self, index: int) -> list[Grant]:
        person = self.names[index]
        return [
            grant
            for grant in self.grants.values()
            if grant.person_id == person.id and grant.revoked_at is None
        ]

    def give(self, index: int, validity: Validity, *, is_new: bool) -> None:
        """Grant again at the door: the older grant gives way, the code stays unless a new one is wanted."""
        older = self.living(index)
        for grant in older:
            self.revoke(grant)
        if older and not is_new:
            credential = self.credentials[older[-1].credential_id]
        else:
            self.number += 1
            credential = self.pin(self.names[index], str(471_192 + 1_357 * self.number))
        grant = self.grant(credential, validity)
        self.grants[grant.id] = replace(grant, created_at=self.now)
        self.sync()

    def take(self, index: int) -> None:
        for grant in self.living(index):
            self.revoke(grant)
        self.sync()

    def pause(self, index: int) -> None:
        person = self.names[index]
        old = self.people[person.id]
        self.people[person.id] = replace(old, is_paused=not old.is_paused)
        self.sync()

    def lose(self, slot: SlotId) -> None:
        self.stored.pop(slot, None)

    def intrude(self, slot: SlotId) -> None:
        if slot not in self.stored:
            self.stored[slot] = Stored(None, 0, LockSchedule())

    # --- what the program does ---

    def tell(self, record_id: RecordId, happening: Happening) -> None:
        outcome = advance(self.records[record_id], happening)
        self.records[record_id] = outcome.record

    def sync(self) -> None:
        for intent in self.changes():
            self.carry_out(intent)

    def plan(self) -> Plan:
        """The plan, which must be the one that is drafted without the short cut for doors where nothing is to be done."""
        plan = super().plan()
        assert plan == self.plan_entry_by_entry()
        return plan

    def plan_entry_by_entry(self) -> Plan:
        entries = entries_of(
            self.door, self.wishes, self.records.values(), self.credentials, self.now
        )
        assert self.door.lock is not None
        drafted = LockPlan(self.door.lock, entries)
        drafted.draft(self.door)
        return Plan(tuple(drafted.steps()), tuple(drafted.refusals))

    def carry_out(self, intent: RecordIntent) -> None:
        entry = intent.entry
        if entry.record is None:
            assert entry.wish is not None
            made = granted(
                RecordId(uuid4()),
                self.door_id,
                self.lock_id,
                entry.credential.id,
                entry.wish.grant_id,
                self.now,
            )
            replaces = None if entry.replaces is None else entry.replaces.id
            self.records[made.id] = replace(made, replaces=replaces)
        elif intent.change is IntentChange.MOVED:
            assert entry.wish is not None
            moved = replace(self.records[entry.record.id], grant_id=entry.wish.grant_id)
            self.records[entry.record.id] = moved
        else:
            told = {
                IntentChange.REVOKED: Revoked(self.now),
                IntentChange.GRANTED_AGAIN: GrantedAgain(self.now),
                IntentChange.CHANGED: ValidityChanged(self.now),
            }
            self.tell(entry.record.id, told[intent.change])

    def read(self) -> None:
        """A complete reading, after everything has settled."""
        self.now += timedelta(seconds=20)
        known = {record.unique_id for record in self.records.values() if record.unique_id}
        self.free_slots = tuple(slot for slot in PLACES if slot not in self.stored)
        self.foreign = tuple(
            slot for slot, stored in self.stored.items() if stored.unique_id not in known
        )
        for record in list(self.records.values()):
            if record.slot is not None and record.ended is None:
                self.tell(record.id, CompleteRead(self.now, self.finding(record)))

    def finding(self, record: SlotRecord) -> SlotFinding:
        stored = None if record.slot is None else self.stored.get(record.slot)
        if stored is None:
            return SlotFinding.EMPTY
        if stored.unique_id != record.unique_id:
            return SlotFinding.TAKEN
        is_as_written = stored.schedule == record.written
        return SlotFinding.OURS if is_as_written else SlotFinding.NOT_AS_WRITTEN

    def apply(self) -> Plan:
        """Read, then do the steps whose predecessors are proven, read back, and again while there is something new to do."""
        self.read()
        tried: set[str] = set()
        for _ in range(6):
            self.sync()
            plan = self.plan()
            alive = {step.id for step in plan.steps}
            todo = [step for step in plan.steps if step.id not in tried]
            todo = [step for step in todo if not set(step.after) & (alive - tried)]
            for step in todo:
                tried.add(step.id)
                self.do(step)
            self.read()
            if not todo:
                break
        self.sync()
        return self.plan()

    def do(self, step: PlanStep) -> None:
        if step.action is PlanAction.READ or step.record_id is None:
            return
        record = self.records[step.record_id]
        assert step.slot is not None
        if step.action is PlanAction.CLEAR:
            assert step.slot not in self.foreign, "a stranger's entry is never cleared"
            self.tell(record.id, ClearSent(self.now, 0))
            self.stored.pop(step.slot, None)
            self.tell(record.id, ClearAccepted(self.now))
            return
        if step.action is PlanAction.WRITE:
            assert step.slot not in self.stored, "never over something"
            self.number += 1
            unique_id, was_empty = self.number, True
        else:
            assert record.unique_id is not None
            unique_id, was_empty = record.unique_id, False
            assert self.stored[step.slot].unique_id == unique_id
        began = SendingBegan(self.now, step.slot, unique_id, 0, was_empty, step.schedule)
        self.tell(record.id, began)
        self.writes += 1
        self.stored[step.slot] = Stored(record.credential_id, unique_id, step.schedule)
        self.tell(record.id, LockAccepted(self.now))

    # --- what must be true in peace ---

    def expected(self) -> dict[CredentialId, LockSchedule]:
        found: dict[CredentialId, LockSchedule] = {}
        for wish in self.wishes:
            fitting = fit(wish.validity, PARIS, MATTER.schedules)
            assert isinstance(fitting, Fitting)
            if wish.is_wanted and is_inside(fitting.by_program, PARIS, self.now):
                found[wish.credential_id] = fitting.schedule
        return found


person = st.integers(0, 2)
acts = st.one_of(
    st.tuples(st.just("give"), person, st.sampled_from(VALIDITIES), st.booleans()),
    st.tuples(st.just("take"), person),
    st.tuples(st.just("pause"), person),
    st.tuples(st.just("lose"), st.sampled_from(PLACES)),
    st.tuples(st.just("intrude"), st.sampled_from(PLACES)),
    st.tuples(st.just("wait"), st.integers(1, 60)),
    st.tuples(st.just("apply")),
)


@settings(max_examples=120, deadline=None)
@given(story=st.lists(acts, max_size=14))
def test_after_an_apply_lock_and_wishes_agree_and_a_second_apply_does_nothing(
    story: list[tuple[object, ...]],
) -> None:
    assert_peace_after(story)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(story=st.lists(acts, min_size=5, max_size=40))
def test_long_stories_end_in_peace_too(story: list[tuple[object, ...]]) -> None:
    assert_peace_after(story)


def assert_peace_after(story: list[tuple[object, ...]]) -> None:
    world = StoringLock()
    world.begin()
    for name, *arguments in story:
        match name, arguments:
            case "give", [int(index), Validity() as validity, bool(is_new)]:
                world.give(index, validity, is_new=is_new)
            case "wait", [int(hours)]:
                world.now += timedelta(hours=hours)
            case "apply", []:
                world.apply()
            case _:
                getattr(world, str(name))(*arguments)
    left = world.apply()
    writes = world.writes
    assert world.apply().same_as(left)
    assert world.writes == writes, "a second apply writes nothing"
    assert left.steps == ()
    expected = world.expected()
    refused = {refusal.credential_id for refusal in left.refusals}
    ours = {
        stored.credential_id: stored.schedule
        for stored in world.stored.values()
        if stored.credential_id is not None
    }
    assert {key: one for key, one in ours.items() if key not in refused} == {
        key: one for key, one in expected.items() if key not in refused
    }
    proven = {
        record.credential_id
        for record in world.records.values()
        if record.ended is None and record.proof.level in PROVEN_ON
    }
    assert expected.keys() - refused <= proven
    assert refused <= {refusal.credential_id for refusal in left.refusals}
    assert all(refusal.rule in {"users_full", "other_hand"} for refusal in left.refusals)


def test_the_walk_reaches_a_lock_with_codes_on_it() -> None:
    world = StoringLock()
    world.begin()
    for index, validity in enumerate(VALIDITIES[:3]):
        world.give(index, validity, is_new=True)
    assert world.apply() == Plan()
    assert len(world.stored) == 3
    world.give(0, ALWAYS, is_new=True)
    assert world.apply() == Plan()
    assert {stored.credential_id for stored in world.stored.values()} == set(world.expected())
    world.now = NOW + timedelta(days=9)
    assert world.apply() == Plan()
    assert len(world.stored) == 2
