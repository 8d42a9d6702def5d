"""Which grants an opening uses up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.grant import ALWAYS, Grant, Validity
from app.domain.ids import GroupId
from app.domain.one_use import Use, grants_used_up
from app.domain.project import Group
from app.domain.slot_record import ProofLevel, SlotRecord
from tests.unit.domain.plan_world import NOW, World

HOUR = timedelta(hours=1)
ONCE = Validity(is_once=True)


def once(validity: Validity = ONCE) -> tuple[Grant, SlotRecord]:
    """A grant of yesterday, and its record, sent an hour ago."""
    world = World()
    record = world.entry(ProofLevel.SEEN, validity=validity)
    return world.grant_of(record), record


def used_up(
    grant: Grant, record: SlotRecord, *, hours_ago: float = 0.5, is_clock_right: bool = True
) -> list[Grant]:
    use = Use(record, NOW - hours_ago * HOUR, NOW, is_clock_right)
    return list(grants_used_up([grant], use, groups={}))


def test_a_use_ends_the_grant_when_it_was() -> None:
    grant, record = once()
    assert used_up(grant, record) == [replace(grant, used_at=NOW - 0.5 * HOUR)]


@pytest.mark.parametrize("validity", [ALWAYS, Validity(end=NOW + HOUR)])
def test_only_what_is_for_one_use_ends_with_it(validity: Validity) -> None:
    assert used_up(*once(validity)) == []


def test_what_has_ended_does_not_end_again() -> None:
    grant, record = once()
    assert used_up(replace(grant, revoked_at=NOW - HOUR), record) == []
    assert used_up(replace(grant, used_at=NOW - HOUR), record) == []


def test_another_code_and_another_door_use_up_nothing() -> None:
    grant, record = once()
    _other_grant, other_record = once()
    assert used_up(grant, other_record) == []
    elsewhere = replace(other_record, credential_id=record.credential_id)
    assert used_up(grant, elsewhere) == []


def test_the_first_use_ends_it_at_the_doors_of_a_group_too() -> None:
    grant, record = once()
    group = Group(GroupId(grant.id), "Stairs", frozenset({record.door_id}))
    of_group = replace(grant, door_ids=frozenset(), group_ids=frozenset({group.id}))
    use = Use(record, NOW - HOUR, NOW, is_clock_right=True)
    (ended,) = grants_used_up([of_group], use, groups={group.id: group})
    assert ended.used_at == NOW - HOUR


def test_an_opening_before_the_grant_was_made_is_none_of_it() -> None:
    grant, record = once()
    older = replace(record, sent_at=NOW - 99 * HOUR)
    assert used_up(grant, older, hours_ago=30) == []
    assert used_up(grant, older, hours_ago=1) != []


def test_what_was_sent_since_the_grant_is_used_whatever_the_lock_says_of_the_time() -> None:
    grant, record = once()
    (ended,) = used_up(grant, record, hours_ago=9999, is_clock_right=False)
    assert ended.used_at == NOW
    (ended,) = used_up(grant, record, hours_ago=9999)
    assert ended.used_at == grant.created_at


def test_a_clock_that_is_ahead_ends_it_now_and_not_in_the_future() -> None:
    grant, record = once()
    (ended,) = used_up(grant, record, hours_ago=-5)
    assert ended.used_at == NOW


def test_an_opening_of_unknown_time_counts_as_use_when_it_is_heard() -> None:
    grant, record = once()
    older = replace(record, sent_at=NOW - 99 * HOUR)
    (ended,) = used_up(grant, older, hours_ago=30, is_clock_right=False)
    assert ended.used_at == NOW
