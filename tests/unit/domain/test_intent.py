"""What has to be told to the records so that they say what the wishes want."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.grant import Validity
from app.domain.intent import IntentChange
from app.domain.lock import ScheduleLimits
from app.domain.schedule import LockSchedule
from app.domain.slot_record import Proof, ProofLevel, ProofReason
from tests.unit.domain.plan_world import MATTER, NOW, World, slots
from tests.unit.domain.validity_strategies import wall

MAY = Validity(start=wall(2026, 5, 1), end=wall(2026, 6, 1))
NO_SCHEDULES = replace(MATTER, schedules=ScheduleLimits())

GRANTED, REVOKED, GRANTED_AGAIN, CHANGED, MOVED = IntentChange


def changes(world: World) -> list[IntentChange]:
    return [one.change for one in world.changes()]


@pytest.mark.parametrize("has_lock", [True, False])
def test_a_wish_without_a_record_needs_one(has_lock: bool) -> None:
    world = World(has_lock=has_lock)
    grant = world.grant(world.pin(world.person()))
    [found] = world.changes()
    assert (found.change, found.entry.record) == (GRANTED, None)
    assert found.entry.wish is not None
    assert found.entry.wish.grant_id == grant.id
    world.record(grant)
    assert changes(world) == []


def test_a_wish_that_is_refused_or_waits_for_its_time_has_a_record_too() -> None:
    world = World(capabilities=NO_SCHEDULES)
    world.grant(world.pin(world.person()), Validity(is_once=True, end=wall(2026, 6, 1)))
    world.grant(world.pin(world.person()), Validity(start=wall(2026, 6, 1)))
    assert changes(world) == [GRANTED, GRANTED]


def test_a_wish_that_ended_before_it_had_a_record_needs_none() -> None:
    world = World()
    world.grant(world.pin(world.person()), Validity(end=wall(2026, 5, 1)))
    assert changes(world) == []


@pytest.mark.parametrize(
    "level", [ProofLevel.PLANNED, ProofLevel.ACCEPTED, ProofLevel.SEEN, ProofLevel.UNKNOWN]
)
def test_a_revoked_grant_is_told_once(level: ProofLevel) -> None:
    world = World()
    record = world.entry(level)
    assert changes(world) == []
    world.revoke(world.grant_of(record))
    assert changes(world) == [REVOKED]
    world.records[record.id] = replace(
        record, proof=Proof(ProofLevel.REMOVAL_PLANNED), proof_before=record.proof
    )
    assert changes(world) == []


def test_a_grant_given_again_before_the_clear_takes_the_removal_back() -> None:
    world = World()
    world.entry(ProofLevel.REMOVAL_PLANNED, proof_before=Proof(ProofLevel.SEEN))
    assert changes(world) == [GRANTED_AGAIN]


def test_a_grant_given_again_after_the_clear_waits_until_the_old_entry_is_gone() -> None:
    world = World()
    world.entry(ProofLevel.REMOVAL_PLANNED, clear_sent_at=NOW)
    assert changes(world) == []


def test_a_grant_given_again_with_another_validity_is_taken_back_and_changed() -> None:
    world = World()
    world.entry(ProofLevel.REMOVAL_PLANNED, proof_before=Proof(ProofLevel.SEEN), validity=MAY)
    assert changes(world) == [GRANTED_AGAIN, CHANGED]


def test_another_schedule_than_the_written_one_is_a_change() -> None:
    world = World()
    record = world.entry(ProofLevel.SEEN, validity=MAY)
    assert changes(world) == [CHANGED]
    written = LockSchedule(start=MAY.start, end=MAY.end)
    world.records[record.id] = replace(record, written=written)
    assert changes(world) == []


def test_what_is_not_written_yet_has_no_schedule_to_change() -> None:
    world = World()
    world.entry(validity=MAY)
    world.entry(ProofLevel.PLANNED, ProofReason.CHANGED, validity=MAY)
    assert changes(world) == []


def test_the_same_entry_under_another_grant_is_moved() -> None:
    world = World()
    record = world.entry(ProofLevel.SEEN)
    old = world.grant_of(record)
    world.revoke(old)
    world.grant(world.credentials[old.credential_id], days_ago=0)
    assert changes(world) == [MOVED]


def test_a_new_code_names_the_record_that_it_replaces() -> None:
    world = World()
    person = world.person()
    old = world.grant(world.pin(person), days_ago=3)
    record = world.record(old, ProofLevel.SEEN)
    world.revoke(old)
    world.grant(world.pin(person, "582913"))
    [found] = world.changes()
    assert (found.change, found.entry.replaces) == (GRANTED, record)


def test_an_old_code_is_told_to_leave_when_its_successor_is_seen() -> None:
    world = World()
    person = world.person()
    old = world.grant(world.pin(person), days_ago=3)
    record = world.record(old, ProofLevel.SEEN)
    world.revoke(old)
    new = world.grant(world.pin(person, "582913"))
    successor = world.record(new, ProofLevel.ACCEPTED, replaces=record.id, slot=slots(2)[0])
    assert changes(world) == []
    world.records[successor.id] = replace(successor, proof=Proof(ProofLevel.OPENED))
    [found] = world.changes()
    assert (found.change, found.entry.record) == (REVOKED, record)


def test_by_the_program_only_what_is_on_the_lock_is_told_that_its_time_is_over() -> None:
    world = World(capabilities=NO_SCHEDULES, free_slots=slots(2))
    later = Validity(start=wall(2026, 6, 1))
    world.entry(validity=later)
    world.entry(ProofLevel.PLANNED, ProofReason.DRIFT, validity=later)
    assert changes(world) == []
    world.entry(ProofLevel.SEEN, validity=later)
    assert changes(world) == [REVOKED]
    world.now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert changes(world) == []


def test_a_refused_wish_leaves_the_record_as_it_is_but_for_its_grant() -> None:
    world = World()
    record = world.entry(ProofLevel.SEEN, validity=Validity(is_once=True, end=wall(2026, 6, 1)))
    assert changes(world) == []
    world.records[record.id] = replace(record, grant_id=None)
    assert changes(world) == [MOVED]
