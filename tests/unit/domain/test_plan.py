"""The plan, rule by rule: what each level asks for, where it goes, in which order, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.credential import CredentialKind
from app.domain.grant import Validity
from app.domain.ids import LockId, SlotId
from app.domain.intent import entries_of
from app.domain.lock import PinRules, ScheduleLimits
from app.domain.plan import Plan, PlanAction, PlanNote, PlanStep, StepState
from app.domain.plan_rules import rule_against
from app.domain.schedule import EnforcedBy, LockSchedule
from app.domain.slot_record import Proof, ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.validity_text import parse_weekly
from tests.unit.domain.plan_world import MATTER, NOW, World, slots
from tests.unit.domain.validity_strategies import wall

HOUR_AGO = NOW - timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)
WEEK = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))
MAY = Validity(start=wall(2026, 5, 1), end=wall(2026, 6, 1))
UNREADABLE = replace(MATTER, can_read_slots=False)
NO_SCHEDULES = replace(MATTER, schedules=ScheduleLimits())

WRITE, CHANGE, CLEAR, READ = PlanAction


def only(plan: Plan) -> PlanStep:
    [step] = plan.steps
    assert plan.refusals == ()
    return step


def actions(plan: Plan) -> list[tuple[PlanAction, str | None]]:
    return [(step.action, step.slot) for step in plan.steps]


def rules(plan: Plan) -> list[str]:
    return [refusal.rule for refusal in plan.refusals]


# --- what each level asks for -------------------------------------------------------------------


def test_a_new_entry_is_written_to_the_next_empty_slot() -> None:
    world = World(free_slots=slots(4, 2))
    record = world.entry()
    step = only(world.plan())
    assert (step.action, step.slot, step.record_id) == (WRITE, "4/4", record.id)
    assert (step.proof, step.reachable) == (ProofLevel.PLANNED, ProofLevel.SEEN)
    assert (step.enforced_by, step.sends_value) == (EnforcedBy.LOCK, True)
    assert (step.credential_id, step.grant_id) == (record.credential_id, record.grant_id)
    assert step.state is StepState.PLANNED


@pytest.mark.parametrize(
    ("level", "reason", "action"),
    [
        (ProofLevel.PLANNED, ProofReason.UNREACHABLE, WRITE),
        (ProofLevel.PLANNED, ProofReason.DRIFT, WRITE),
        (ProofLevel.PLANNED, ProofReason.DROPPED, WRITE),
        (ProofLevel.PLANNED, ProofReason.NOT_SENT, WRITE),
        (ProofLevel.PLANNED, ProofReason.CHANGED, CHANGE),
        (ProofLevel.PLANNED, ProofReason.VALUE_UNPROVEN, CHANGE),
        (ProofLevel.ACCEPTED, None, READ),
        (ProofLevel.ACCEPTED, ProofReason.NOT_READ, READ),
        (ProofLevel.ACCEPTED, ProofReason.VALUE_UNPROVEN, READ),
        (ProofLevel.UNKNOWN, ProofReason.NO_ANSWER, READ),
        (ProofLevel.SEEN, None, None),
        (ProofLevel.OPENED, None, None),
    ],
)
def test_a_wanted_entry_gets_what_its_level_lacks(
    level: ProofLevel, reason: ProofReason | None, action: PlanAction | None
) -> None:
    world = World(free_slots=slots(2, 3))
    sent_at = None if reason is ProofReason.UNREACHABLE else HOUR_AGO
    world.entry(level, reason, sent_at=sent_at)
    plan = world.plan()
    assert [step.action for step in plan.steps] == ([] if action is None else [action])
    assert plan.refusals == ()


@pytest.mark.parametrize(
    ("level", "reason", "action"),
    [
        (ProofLevel.PLANNED, None, None),
        (ProofLevel.PLANNED, ProofReason.DRIFT, READ),
        (ProofLevel.PLANNED, ProofReason.DROPPED, READ),
        (ProofLevel.PLANNED, ProofReason.CHANGED, CLEAR),
        (ProofLevel.PLANNED, ProofReason.VALUE_UNPROVEN, CLEAR),
        (ProofLevel.ACCEPTED, None, CLEAR),
        (ProofLevel.SEEN, None, CLEAR),
        (ProofLevel.OPENED, None, CLEAR),
        (ProofLevel.UNKNOWN, ProofReason.NO_ANSWER, CLEAR),
        (ProofLevel.UNKNOWN, ProofReason.OTHER_HAND, CLEAR),
        (ProofLevel.REMOVAL_PLANNED, None, CLEAR),
        (ProofLevel.REMOVAL_PLANNED, ProofReason.STILL_THERE, CLEAR),
        (ProofLevel.REMOVAL_ACCEPTED, None, READ),
        (ProofLevel.REFUSED_AT_DOOR, None, READ),
    ],
)
def test_a_revoked_entry_goes_the_way_its_level_asks_for(
    level: ProofLevel, reason: ProofReason | None, action: PlanAction | None
) -> None:
    world = World(free_slots=slots(2, 3))
    record = world.entry(level, reason)
    world.revoke(world.grant_of(record))
    plan = world.plan()
    assert [step.action for step in plan.steps] == ([] if action is None else [action])
    for step in plan.steps:
        assert (step.reachable, step.enforced_by) == (ProofLevel.GONE, None)
        assert step.record_id == record.id


def test_a_record_without_a_wish_leaves() -> None:
    world = World()
    record = world.entry(ProofLevel.SEEN)
    world.grants.clear()
    assert only(world.plan()).action is CLEAR
    assert only(world.plan()).record_id == record.id


def test_a_removal_that_did_not_touch_the_lock_is_taken_back_by_a_new_grant() -> None:
    world = World()
    world.entry(ProofLevel.REMOVAL_PLANNED, proof_before=Proof(ProofLevel.SEEN))
    assert world.plan() == Plan()


def test_a_removal_that_was_sent_is_finished_before_the_code_is_written_again() -> None:
    world = World()
    record = world.entry(ProofLevel.REMOVAL_PLANNED, clear_sent_at=HOUR_AGO)
    clear, write = world.plan().steps
    assert (clear.action, clear.record_id) == (CLEAR, record.id)
    assert (write.action, write.record_id) == (WRITE, None)
    assert write.after == (clear.id,)
    assert write.slot == "2/2", "its old slot may still be occupied"


def test_a_removal_that_cannot_go_on_leaves_no_place_for_the_code_granted_again() -> None:
    unreadable = World(capabilities=UNREADABLE)
    unreadable.entry(ProofLevel.REMOVAL_ACCEPTED, clear_sent_at=HOUR_AGO)
    assert unreadable.plan() == Plan()
    taken = World()
    taken.entry(ProofLevel.REMOVAL_PLANNED, clear_sent_at=HOUR_AGO, is_taken=True)
    assert (taken.plan().steps, rules(taken.plan())) == ((), ["other_hand"])
    refused = World(capabilities=UNREADABLE)
    refused.entry(ProofLevel.REMOVAL_ACCEPTED, validity=Validity(is_once=True, end=TOMORROW))
    assert rules(refused.plan()) == ["one_time"]


def test_a_step_has_the_same_id_before_and_after_its_record_is_made() -> None:
    world = World()
    grant = world.grant(world.pin(world.person()))
    before = only(world.plan())
    world.record(grant)
    after = only(world.plan())
    assert (before.record_id, before.id) == (None, after.id)


def test_the_removal_of_something_read_away_only_looks() -> None:
    world = World()
    drift = Proof(ProofLevel.PLANNED, ProofReason.DRIFT)
    record = world.entry(ProofLevel.REMOVAL_PLANNED, proof_before=drift, is_missing=True)
    world.revoke(world.grant_of(record))
    assert only(world.plan()).action is READ


def test_a_refused_rewrite_is_placed_by_what_the_lock_showed_since() -> None:
    """The reason no longer says whether the slot is empty; the last complete reading does."""
    there = World(free_slots=slots(2))
    there.entry(ProofLevel.PLANNED, ProofReason.REFUSED)
    assert actions(there.plan()) == [(CHANGE, "1/1")]
    assert only(there.plan()).sends_value
    away = World(free_slots=slots(1, 2))
    away.entry(ProofLevel.PLANNED, ProofReason.REFUSED)
    assert actions(away.plan()) == [(WRITE, "1/1")]
    unread = World(free_slots=slots(1, 2))
    unread.entry(ProofLevel.PLANNED, ProofReason.REFUSED, proof=Proof(reason="refused"))
    assert actions(unread.plan()) == [(CHANGE, "1/1")]
    never_read = World(free_slots=None)
    never_read.entry(ProofLevel.PLANNED, ProofReason.REFUSED)
    assert actions(never_read.plan()) == [(CHANGE, "1/1")]
    missed = World(free_slots=slots(2))
    missed.entry(ProofLevel.PLANNED, ProofReason.CANCELLED, clear_answered_at=HOUR_AGO)
    assert actions(missed.plan()) == [(WRITE, "2/2")]


def test_what_ended_counts_as_revoked() -> None:
    world = World()
    world.entry(ProofLevel.SEEN, validity=Validity(end=wall(2026, 5, 4, 9, 59)))
    assert only(world.plan()).action is CLEAR


def test_a_paused_person_loses_access_and_gets_it_back() -> None:
    world = World()
    record = world.entry(ProofLevel.SEEN)
    person_id = world.credentials[record.credential_id].person_id
    world.people[person_id] = replace(world.people[person_id], is_paused=True)
    assert only(world.plan()).action is CLEAR
    world.people[person_id] = replace(world.people[person_id], is_paused=False)
    assert world.plan() == Plan()


def test_an_ended_record_and_one_of_a_retired_or_lost_lock_give_no_steps() -> None:
    world = World()
    for record in (
        world.entry(ProofLevel.SEEN, ended=RecordEnd.GONE),
        world.entry(ProofLevel.SEEN, lock_id=LockId(world.door_id)),
        world.entry(ProofLevel.UNKNOWN, ProofReason.LOCK_CHANGED),
    ):
        world.revoke(world.grant_of(record))
    assert world.plan() == Plan()


def test_a_door_without_lock_gives_no_steps_and_no_refusals() -> None:
    world = World(has_lock=False)
    world.entry()
    assert world.plan() == Plan()
    assert world.plan().is_ok


def test_a_record_made_before_the_lock_was_mounted_is_written_to_it() -> None:
    world = World()
    world.entry(lock_id=None)
    assert only(world.plan()).action is WRITE


def test_another_door_changes_nothing_here() -> None:
    world, other = World(), World()
    record = other.entry(ProofLevel.SEEN)
    world.credentials, world.people = other.credentials, other.people
    world.grants, world.records = other.grants, {record.id: record}
    assert world.plan() == Plan()


# --- schedules ----------------------------------------------------------------------------------


def test_a_changed_validity_is_changed_in_place_without_sending_the_code() -> None:
    world = World()
    world.entry(ProofLevel.OPENED, validity=MAY)
    step = only(world.plan())
    assert (step.action, step.slot, step.sends_value) == (CHANGE, "1/1", False)
    assert step.schedule == LockSchedule(start=MAY.start, end=MAY.end)


def test_only_a_code_that_is_not_certain_is_sent_again_in_place() -> None:
    for reason, is_sent in ((ProofReason.CHANGED, False), (ProofReason.VALUE_UNPROVEN, True)):
        world = World(free_slots=slots(2))
        world.entry(ProofLevel.PLANNED, reason)
        step = only(world.plan())
        assert (step.action, step.slot, step.sends_value) == (CHANGE, "1/1", is_sent)


def test_a_schedule_as_written_is_left_alone() -> None:
    world = World()
    written = LockSchedule(start=MAY.start, end=MAY.end)
    world.entry(ProofLevel.SEEN, validity=MAY, written=written)
    assert world.plan() == Plan()


def test_a_schedule_on_a_clock_that_cannot_be_read_is_noted() -> None:
    world = World(capabilities=replace(MATTER, can_read_clock=False))
    world.entry(validity=WEEK)
    assert only(world.plan()).notes == (PlanNote.CLOCK_UNKNOWN,)


def test_a_schedule_on_a_clock_that_shows_another_time_is_noted_and_nothing_else_is() -> None:
    world = World(is_clock_wrong=True)
    world.entry(validity=WEEK)
    assert only(world.plan()).notes == (PlanNote.CLOCK_WRONG,)
    always = World(is_clock_wrong=True)
    always.entry()
    assert only(always.plan()).notes == ()


def by_program() -> World:
    world = World(capabilities=NO_SCHEDULES)
    validity = Validity(start=wall(2026, 5, 5), end=wall(2026, 5, 6))
    world.entry(validity=validity)
    return world


def test_by_the_program_nothing_is_written_before_the_start() -> None:
    assert by_program().plan() == Plan()


def test_by_the_program_the_first_apply_inside_writes() -> None:
    world = by_program()
    world.now = datetime(2026, 5, 5, 8, tzinfo=UTC)
    step = only(world.plan())
    assert (step.action, step.enforced_by) == (WRITE, EnforcedBy.PROGRAM)
    assert step.notes == (PlanNote.ONLY_WHEN_APPLY_RUNS,)
    assert step.schedule.is_unrestricted


def test_by_the_program_the_first_apply_after_the_end_removes() -> None:
    world = by_program()
    [record] = world.records.values()
    world.records[record.id] = replace(
        record, slot=SlotId("1/1"), sent_at=NOW, proof=Proof(ProofLevel.SEEN)
    )
    world.now = datetime(2026, 5, 5, 8, tzinfo=UTC)
    assert world.plan() == Plan()
    world.now = datetime(2026, 5, 6, 8, tzinfo=UTC)
    assert only(world.plan()).action is CLEAR


def test_by_the_program_a_window_that_is_over_removes_and_the_next_writes_again() -> None:
    world = World(capabilities=NO_SCHEDULES)
    world.entry(ProofLevel.SEEN, validity=WEEK)
    world.now = datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert world.plan() == Plan()
    world.now = datetime(2026, 5, 4, 10, tzinfo=UTC)
    assert only(world.plan()).action is CLEAR
    world.records.clear()
    assert world.plan() == Plan()
    world.now = datetime(2026, 5, 5, 8, tzinfo=UTC)
    assert only(world.plan()).action is WRITE


def test_windows_and_range_on_a_matter_user_keep_the_windows_on_the_lock() -> None:
    world = World()
    world.entry(validity=replace(MAY, weekly=WEEK.weekly))
    step = only(world.plan())
    assert step.enforced_by is EnforcedBy.PROGRAM
    assert step.schedule == LockSchedule(weekly=WEEK.weekly)


# --- slots --------------------------------------------------------------------------------------


def test_every_write_gets_its_own_slot_in_the_order_of_granting() -> None:
    world = World(free_slots=slots(3, 1, 2))
    older = world.grant(world.pin(world.person("Ben"), "582913"), days_ago=5)
    newer = world.grant(world.pin(world.person("Ann"), "471192"), days_ago=1)
    for grant in (newer, older):
        world.record(grant)
    assert [(step.grant_id, step.slot) for step in world.plan().steps] == [
        (older.id, "3/3"),
        (newer.id, "1/1"),
    ]


def test_a_slot_that_is_foreign_or_held_by_a_record_is_never_proposed() -> None:
    world = World(free_slots=slots(1, 2, 3), foreign=slots(2))
    world.entry(ProofLevel.SEEN)
    world.entry()
    assert actions(world.plan()) == [(WRITE, "3/3")]


def test_a_lost_code_goes_back_to_its_own_slot_where_that_is_empty() -> None:
    world = World(free_slots=slots(2, 1, 3))
    world.entry(ProofLevel.PLANNED, ProofReason.DRIFT)
    step = only(world.plan())
    assert (step.slot, step.notes) == ("1/1", (PlanNote.SENT_AGAIN,))


def test_a_lost_code_whose_slot_was_taken_goes_to_another() -> None:
    world = World(free_slots=slots(2))
    world.entry(ProofLevel.PLANNED, ProofReason.DRIFT, is_taken=True)
    assert actions(world.plan()) == [(WRITE, "2/2")]


def test_a_full_lock_is_refused_by_the_scarcer_of_its_places() -> None:
    world = World(free_slots=())
    world.entry()
    assert rules(world.plan()) == ["users_full"]
    world.capabilities = replace(MATTER, users=50)
    assert rules(world.plan()) == ["slots_full"]
    world.shortage = "users_full"
    assert rules(world.plan()) == ["users_full"]
    assert not world.plan().is_ok


def test_a_slot_that_leaves_in_this_plan_is_given_on_after_it_is_gone() -> None:
    world = World(free_slots=())
    leaving = world.entry(ProofLevel.SEEN)
    world.revoke(world.grant_of(leaving))
    world.entry()
    clear, write = world.plan().steps
    assert (clear.action, clear.slot, write.action, write.slot) == (CLEAR, "1/1", WRITE, "1/1")
    assert write.after == (clear.id,)
    world.entry()
    assert rules(world.plan()) == ["users_full"], "one slot is given on once"


def test_a_slot_whose_clear_was_accepted_is_given_on_after_it_is_read_empty() -> None:
    world = World(free_slots=())
    leaving = world.entry(ProofLevel.REMOVAL_ACCEPTED)
    world.revoke(world.grant_of(leaving))
    world.entry()
    read, write = world.plan().steps
    assert (read.action, write.slot, write.after) == (READ, "1/1", (read.id,))


def test_a_slot_read_empty_is_not_given_on_a_second_time_by_what_left_it() -> None:
    world = World(free_slots=slots(1))
    lost = world.entry(ProofLevel.PLANNED, ProofReason.DRIFT)
    world.revoke(world.grant_of(lost))
    world.entry()
    world.entry()
    assert actions(world.plan()) == [(READ, "1/1"), (WRITE, "1/1")]
    assert rules(world.plan()) == ["users_full"]


def test_a_lock_never_read_gets_writes_without_a_proposal() -> None:
    world = World(free_slots=None)
    world.entry()
    step = only(world.plan())
    assert (step.action, step.slot, step.notes) == (WRITE, None, (PlanNote.SLOT_NOT_READ,))


def test_unfinished_users_of_ours_are_cleared_first() -> None:
    world = World(unfinished=(SlotId("7/0"),), free_slots=())
    world.entry()
    clear, write = world.plan().steps
    assert (clear.action, clear.slot, clear.person_id, clear.record_id) == (
        CLEAR,
        "7/0",
        None,
        None,
    )
    assert (clear.notes, clear.reachable) == ((PlanNote.UNFINISHED,), ProofLevel.GONE)
    assert (write.slot, write.after) == (None, (clear.id,))


def test_an_unfinished_user_that_leaves_anyway_or_is_foreign_is_cleared_once_or_never() -> None:
    world = World(unfinished=slots(1, 5), foreign=slots(5))
    record = world.entry(ProofLevel.UNKNOWN, ProofReason.NO_ANSWER)
    world.revoke(world.grant_of(record))
    assert actions(world.plan()) == [(CLEAR, "1/1")]


def test_what_leaves_goes_before_what_comes_and_reading_comes_last() -> None:
    world = World(free_slots=slots(6, 7))
    world.entry(ProofLevel.ACCEPTED, slot=SlotId("2/2"))
    world.entry()
    world.entry(ProofLevel.SEEN, validity=MAY, slot=SlotId("3/3"))
    for level, slot in ((ProofLevel.REMOVAL_ACCEPTED, "4/4"), (ProofLevel.SEEN, "5/5")):
        record = world.entry(level, slot=SlotId(slot))
        world.revoke(world.grant_of(record))
    assert actions(world.plan()) == [
        (CLEAR, "5/5"),
        (READ, "4/4"),
        (CHANGE, "3/3"),
        (WRITE, "6/6"),
        (READ, "2/2"),
    ]


# --- a new PIN (row 16) -------------------------------------------------------------------------


def with_new_pin(
    level: ProofLevel = ProofLevel.SEEN, new: str = "582913", **world_fields: object
) -> tuple[World, SlotRecord]:
    """Somebody whose code is on the lock, and who was granted another one instead."""
    world = World(**world_fields)  # type: ignore[arg-type]
    person = world.person()
    old = world.grant(world.pin(person, "471192"), days_ago=5)
    record = world.record(old, level)
    world.revoke(old)
    world.grant(world.pin(person, new))
    return world, record


def test_the_old_code_leaves_when_the_new_one_is_seen() -> None:
    world, old = with_new_pin()
    write, clear = world.plan().steps
    assert (write.action, write.slot, write.record_id) == (WRITE, "2/2", None)
    assert (clear.action, clear.record_id, clear.after) == (CLEAR, old.id, (write.id,))
    assert clear.notes == (PlanNote.AFTER_NEW_IS_SEEN,)


def test_the_old_code_waits_for_the_record_that_replaces_it() -> None:
    world, old = with_new_pin()
    new = next(grant for grant in world.grants.values() if grant.revoked_at is None)
    record = world.record(new, ProofLevel.ACCEPTED, replaces=old.id, slot=SlotId("2/2"))
    read, clear = world.plan().steps
    assert (read.action, read.slot, clear.action, clear.after) == (READ, "2/2", CLEAR, (read.id,))
    world.records[record.id] = replace(record, proof=Proof(ProofLevel.SEEN))
    assert actions(world.plan()) == [(CLEAR, "1/1")]
    assert only(world.plan()).after == ()


def test_a_code_beside_one_that_does_not_replace_it_leaves_at_once() -> None:
    world, old = with_new_pin()
    new = next(grant for grant in world.grants.values() if grant.revoked_at is None)
    world.record(new, ProofLevel.ACCEPTED, slot=SlotId("2/2"))
    clear, read = world.plan().steps
    assert (clear.record_id, clear.after, read.action) == (old.id, (), READ)


def test_where_the_lock_cannot_be_read_its_yes_is_enough_for_the_old_code_to_leave() -> None:
    world, old = with_new_pin(capabilities=UNREADABLE)
    new = next(grant for grant in world.grants.values() if grant.revoked_at is None)
    world.record(new, ProofLevel.ACCEPTED, replaces=old.id, slot=SlotId("2/2"))
    step = only(world.plan())
    assert (step.action, step.record_id) == (CLEAR, old.id)
    assert step.reachable is ProofLevel.REMOVAL_ACCEPTED


def test_without_a_free_slot_the_old_code_leaves_first_and_the_preview_says_so() -> None:
    world, old = with_new_pin(free_slots=())
    clear, write = world.plan().steps
    assert (clear.action, clear.record_id, clear.after) == (CLEAR, old.id, ())
    assert (write.action, write.slot, write.after) == (WRITE, "1/1", (clear.id,))
    assert clear.notes == write.notes == (PlanNote.REPLACED_BEFORE_NEW,)


def test_the_same_value_under_a_new_name_is_written_after_the_old_one_is_gone() -> None:
    world, _ = with_new_pin(new="471192")
    clear, write = world.plan().steps
    assert (clear.action, write.action, write.after) == (CLEAR, WRITE, (clear.id,))
    assert PlanNote.REPLACED_BEFORE_NEW in write.notes


def test_a_revoked_code_of_the_same_value_is_gone_before_it_is_written_again() -> None:
    world, old = with_new_pin(level=ProofLevel.REMOVAL_PLANNED, new="471192")
    clear, write = world.plan().steps
    assert (clear.record_id, write.action, write.after) == (old.id, WRITE, (clear.id,))
    assert write.slot == "2/2"


def test_a_code_that_ended_does_not_wait_for_its_successor() -> None:
    world = World()
    person = world.person()
    old = world.grant(world.pin(person), Validity(end=wall(2026, 5, 1)))
    world.record(old, ProofLevel.SEEN)
    world.grant(world.pin(person, "582913"))
    clear, write = world.plan().steps
    assert (clear.action, clear.after, write.action) == (CLEAR, (), WRITE)


def test_of_two_old_codes_the_newest_waits_for_the_new_one() -> None:
    world, _ = with_new_pin()
    person = next(iter(world.people.values()))
    newer = world.grant(world.pin(person, "693581"), days_ago=3)
    world.record(newer, ProofLevel.SEEN, slot=SlotId("3/3"))
    world.revoke(newer)
    assert actions(world.plan()) == [(CLEAR, "1/1"), (WRITE, "2/2"), (CLEAR, "3/3")]


def test_an_old_code_touched_by_another_hand_is_left_and_said() -> None:
    world, old = with_new_pin()
    world.records[old.id] = replace(old, is_taken=True)
    plan = world.plan()
    assert actions(plan) == [(WRITE, "2/2")]
    assert [(refusal.rule, refusal.record_id) for refusal in plan.refusals] == [
        ("other_hand", old.id)
    ]
    world.free_slots = ()
    assert rules(world.plan()) == ["other_hand", "users_full"]


def test_a_refused_new_code_keeps_the_old_one() -> None:
    world, _ = with_new_pin(new="12")
    assert actions(world.plan()) == []
    assert rules(world.plan()) == ["pin_length"]


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("471", "pin_length"),
        ("47a1", "pin_alphabet"),
        ("0711", "pin_prefix"),
        ("4711", "pin_forbidden"),
    ],
)
def test_a_code_that_the_lock_does_not_take_is_refused_by_its_rule(value: str, rule: str) -> None:
    pins = PinRules(4, 8, forbidden_prefixes=("0",), forbidden_values=frozenset({"4711"}))
    world = World(capabilities=replace(MATTER, pins=pins))
    credential = world.pin(world.person(), value)
    record = world.record(world.grant(credential))
    plan = world.plan()
    [refusal] = plan.refusals
    assert plan.steps == ()
    assert (refusal.rule, refusal.record_id, refusal.person_id) == (
        rule,
        record.id,
        credential.person_id,
    )
    assert refusal.parameters == {"min_length": 4, "max_length": 8}
    assert value not in repr(refusal.parameters)


def test_where_all_codes_have_one_length_the_first_sets_it() -> None:
    pins = PinRules(4, 8, is_one_length=True)
    world = World(capabilities=replace(MATTER, pins=pins))
    six, four = (world.pin(world.person(), value) for value in ("471192", "8163"))
    world.record(world.grant(four))
    world.record(world.grant(six, days_ago=2))
    [refusal] = world.plan().refusals
    assert (refusal.rule, refusal.credential_id) == ("pin_one_length", four.id)
    [step] = world.plan().steps
    assert step.credential_id == six.id
    world.capabilities = MATTER
    assert world.plan().refusals == ()


def test_a_code_on_the_lock_is_not_judged_again() -> None:
    world = World(capabilities=replace(MATTER, pins=PinRules(7, 8)))
    world.entry(ProofLevel.SEEN)
    assert world.plan() == Plan()


def test_only_pins_with_a_value_are_written() -> None:
    world = World()
    person = world.person()
    for credential in (world.pin(person, None), world.pin(person, "1", CredentialKind.CARD)):
        world.record(world.grant(credential))
    assert rules(world.plan()) == ["credential_kind", "credential_kind"]


def test_at_a_door_without_lock_no_rule_stands_against_a_code() -> None:
    world = World(has_lock=False)
    world.record(world.grant(world.pin(world.person(), "1")))
    records = tuple(world.records.values())
    [entry] = entries_of(world.door, world.wishes, records, world.credentials, world.now)
    assert rule_against(entry, [entry]) is None


def test_a_lock_without_pins_or_never_probed_takes_none() -> None:
    world = World(capabilities=replace(MATTER, pins=None))
    world.entry()
    assert rules(world.plan()) == ["no_pins"]
    world.capabilities = None
    assert rules(world.plan()) == ["unknown_capabilities"]


def test_what_is_on_a_lock_never_probed_can_still_be_cleared() -> None:
    world = World(capabilities=None)
    record = world.entry(ProofLevel.SEEN)
    assert rules(world.plan()) == ["unknown_capabilities"]
    world.revoke(world.grant_of(record))
    assert only(world.plan()).action is CLEAR


def test_one_use_is_refused_where_the_lock_cannot_end_it_and_what_is_there_stays() -> None:
    world = World()
    once = Validity(end=wall(2026, 6, 1), is_once=True)
    world.entry(validity=once)
    world.entry(ProofLevel.SEEN, validity=once)
    assert rules(world.plan()) == ["one_time", "one_time"]
    assert world.plan().steps == ()


def test_grants_that_one_entry_cannot_hold_are_refused() -> None:
    world = World()
    credential = world.pin(world.person())
    world.grant(credential, MAY)
    second = world.grant(credential, Validity(start=wall(2026, 8, 1)))
    world.record(second)
    assert rules(world.plan()) == ["schedule_unsupported"]


def test_a_code_equal_to_another_persons_is_refused_for_the_later_grant() -> None:
    world = World()
    first = world.record(world.grant(world.pin(world.person("Ann")), days_ago=3))
    second = world.record(world.grant(world.pin(world.person("Ben")), days_ago=2))
    plan = world.plan()
    assert [step.record_id for step in plan.steps] == [first.id]
    assert [(one.rule, one.record_id) for one in plan.refusals] == [("duplicate", second.id)]


def test_a_code_equal_to_one_that_is_still_on_the_lock_is_refused_even_if_that_one_leaves() -> None:
    world = World()
    old = world.grant(world.pin(world.person("Ann")), days_ago=3)
    world.record(old, ProofLevel.SEEN)
    world.revoke(old)
    world.record(world.grant(world.pin(world.person("Ben"))))
    assert rules(world.plan()) == ["duplicate"]
    assert actions(world.plan()) == [(CLEAR, "1/1")]


def test_a_code_equal_to_an_own_one_that_stays_is_refused() -> None:
    world = World()
    person = world.person()
    world.record(world.grant(world.pin(person), days_ago=3), ProofLevel.SEEN)
    world.record(world.grant(world.pin(person)))
    assert rules(world.plan()) == ["duplicate"]


def test_a_code_equal_to_one_that_was_never_sent_and_is_not_wanted_is_written() -> None:
    world = World()
    old = world.grant(world.pin(world.person("Ann")), days_ago=3)
    world.record(old)
    world.revoke(old)
    world.record(world.grant(world.pin(world.person("Ben"))))
    assert only(world.plan()).action is WRITE


def test_an_entry_by_the_program_outside_its_time_is_judged_already() -> None:
    world = World(capabilities=replace(NO_SCHEDULES, pins=PinRules(7, 8)))
    world.entry(validity=Validity(start=TOMORROW))
    assert rules(world.plan()) == ["pin_length"]


def test_a_code_dropped_again_and_again_is_left_to_a_person() -> None:
    world = World()
    world.entry(ProofLevel.PLANNED, ProofReason.DROPPED, misses=2)
    assert only(world.plan()).action is WRITE
    world = World()
    world.entry(ProofLevel.PLANNED, ProofReason.DROPPED, misses=3)
    [refusal] = world.plan().refusals
    assert (refusal.rule, refusal.parameters, world.plan().steps) == ("dropped", {"times": 3}, ())


@pytest.mark.parametrize("is_wanted", [True, False])
@pytest.mark.parametrize("how", ["taken", "foreign"])
def test_a_slot_with_somebody_elses_entry_is_never_touched(is_wanted: bool, how: str) -> None:
    world = World(foreign=slots(1) if how == "foreign" else ())
    record = world.entry(ProofLevel.UNKNOWN, ProofReason.OTHER_HAND, is_taken=how == "taken")
    if not is_wanted:
        world.revoke(world.grant_of(record))
    assert (world.plan().steps, rules(world.plan())) == ((), ["other_hand"])


def test_an_entry_changed_by_another_hand_is_left_and_said_while_it_is_wanted() -> None:
    world = World()
    world.entry(ProofLevel.UNKNOWN, ProofReason.OTHER_HAND)
    assert (world.plan().steps, rules(world.plan())) == ((), ["other_hand"])


def test_a_lock_that_cannot_be_read_is_done_with_its_yes() -> None:
    world = World(capabilities=UNREADABLE)
    world.entry(ProofLevel.ACCEPTED)
    leaving = world.entry(ProofLevel.REMOVAL_ACCEPTED)
    world.revoke(world.grant_of(leaving))
    assert world.plan() == Plan()
    world.entry()
    assert only(world.plan()).reachable is ProofLevel.ACCEPTED


def test_on_a_lock_that_cannot_be_read_what_was_lost_is_cleared_and_not_looked_for() -> None:
    world = World(capabilities=UNREADABLE)
    record = world.entry(ProofLevel.PLANNED, ProofReason.DROPPED)
    world.revoke(world.grant_of(record))
    assert only(world.plan()).action is CLEAR


# --- the plan as a value ------------------------------------------------------------------------


def test_a_plan_is_ok_without_refusals_and_with_nothing_left_unproven() -> None:
    world = World()
    world.entry()
    plan = world.plan()
    assert plan.is_ok
    done = replace(plan, steps=(replace(plan.steps[0], state=StepState.DONE),))
    unproven = replace(plan, steps=(replace(plan.steps[0], state=StepState.UNPROVEN),))
    assert done.is_ok
    assert not unproven.is_ok


def test_a_step_keeps_its_id_from_plan_to_plan_and_has_it_alone() -> None:
    world = World()
    for _ in range(3):
        world.entry()
    first, second = world.plan(), world.plan()
    assert [step.id for step in first.steps] == [step.id for step in second.steps]
    assert len({step.id for step in first.steps}) == 3


def test_a_plan_made_again_is_the_same_until_something_else_would_be_done() -> None:
    world = World()
    record = world.entry()
    before = world.plan()
    world.now += timedelta(minutes=1)
    world.records[record.id] = replace(record, proof=Proof(reason="unreachable"))
    assert world.plan().same_as(before)
    world.free_slots = slots(2)
    assert not world.plan().same_as(before)
    world.free_slots = slots(1, 2, 3)
    world.capabilities = replace(MATTER, pins=None)
    assert not world.plan().same_as(before)


def test_the_steps_of_one_lock_can_be_taken_out() -> None:
    world = World()
    world.entry()
    plan = world.plan()
    assert plan.of_lock(world.lock_id) == plan.steps
    assert plan.of_lock(LockId(world.door_id)) == ()


def test_a_plan_shows_no_code() -> None:
    world = World()
    for value in ("47119283", "4711928345"):
        world.record(world.grant(world.pin(world.person(), value)))
    plan = world.plan()
    assert (len(plan.steps), rules(plan)) == (1, ["pin_length"])
    assert "47119283" not in repr(plan)
