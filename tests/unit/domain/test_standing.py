"""What may be said of a record as it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.evidence import LockChanged, PersonTriedOpened, SlotFinding, Unreachable
from app.domain.slot_record import Proof, ProofBy, ProofLevel, SlotRecord
from app.domain.standing import (
    MAX_MISSES,
    Severity,
    best_level,
    door_severity,
    has_reached,
    is_capped,
    is_living,
    is_old,
    is_proven_by_lock,
    is_removing,
    is_unproven,
    may_be_on_lock,
    severity,
)
from tests.unit.domain.proof_story import STORY, at, read, tell

L = ProofLevel
Maker = Callable[[], SlotRecord]


@pytest.mark.parametrize(
    ("make", "may_be", "unproven", "removing", "attention"),
    [
        (STORY.planned, False, True, False, Severity.PLANNED),
        (STORY.unknown, True, True, False, Severity.UNKNOWN),
        (STORY.accepted, True, True, False, Severity.WAITING),
        (STORY.seen, True, False, False, Severity.PROVEN),
        (STORY.opened, True, False, False, Severity.PROVEN),
        (STORY.dropped, True, True, False, Severity.ATTENTION),
        (STORY.suspect, True, True, False, Severity.ATTENTION),
        (STORY.removal_planned, True, True, True, Severity.PLANNED),
        (STORY.removal_accepted, True, True, True, Severity.WAITING),
        (STORY.refused_at_door, True, True, True, Severity.WAITING),
        (STORY.gone, False, False, True, Severity.NONE),
        (STORY.withdrawn, False, False, False, Severity.NONE),
    ],
)
def test_what_each_level_means(
    make: Maker, may_be: bool, unproven: bool, removing: bool, attention: Severity
) -> None:
    record = make()
    assert may_be_on_lock(record) is may_be
    assert is_unproven(record) is unproven
    assert is_removing(record) is removing
    assert severity(record) is attention
    assert is_living(record) is (attention is not Severity.NONE)


def test_unknown_is_never_green_and_only_seen_and_opened_are() -> None:
    for level in ProofLevel:
        is_green = severity(replace(STORY.planned(), proof=Proof(level))) is Severity.PROVEN
        assert is_green is (level in {L.SEEN, L.OPENED})


def test_what_came_back_is_an_alarm_and_a_door_shows_its_worst() -> None:
    back = tell(STORY.gone(), read(200)).record
    assert severity(back) is Severity.ALARM
    assert severity(tell(back, Unreachable(at(201))).record) is Severity.ALARM
    still = tell(STORY.removal_accepted(), read(200)).record
    assert severity(still) is Severity.ATTENTION
    assert door_severity([STORY.seen(), STORY.unknown(), STORY.planned()]) is Severity.UNKNOWN
    assert door_severity([STORY.seen(), STORY.gone()]) is Severity.PROVEN
    assert door_severity([]) is Severity.NONE
    lost = tell(STORY.seen(), LockChanged(at(100))).record
    assert severity(lost) is Severity.UNKNOWN


def test_only_the_lock_proves() -> None:
    assert is_proven_by_lock(STORY.seen().proof)
    assert is_proven_by_lock(STORY.gone().proof)
    assert not is_proven_by_lock(STORY.accepted().proof)
    assert not is_proven_by_lock(STORY.suspect().proof)
    tried = tell(STORY.accepted(), PersonTriedOpened(at(60), "Ada")).record
    assert tried.proof.level is L.OPENED
    assert tried.proof.by is ProofBy.PERSON
    assert not is_proven_by_lock(tried.proof)


def test_a_code_dropped_too_often_is_capped_until_it_is_seen() -> None:
    dropped = replace(STORY.dropped(), misses=MAX_MISSES)
    assert is_capped(dropped)
    assert not is_capped(STORY.dropped())
    assert not is_capped(tell(dropped, read(300)).record)
    assert not is_capped(replace(STORY.seen(), misses=MAX_MISSES))


def test_evidence_is_old_after_thirty_days_without_another() -> None:
    record = STORY.seen()
    assert not is_old(record.proof, at(2) + timedelta(days=30))
    assert is_old(record.proof, at(3) + timedelta(days=30))
    fresh = tell(record, read(86_400)).record
    assert not is_old(fresh.proof, at(3) + timedelta(days=30))
    assert is_old(fresh.proof, at(86_403), timedelta(seconds=1))
    assert not is_old(STORY.planned().proof, at(10**8))


def test_the_best_level_depends_on_whether_the_lock_can_be_read() -> None:
    assert best_level(is_wanted=True, can_read_slots=True) is L.SEEN
    assert best_level(is_wanted=True, can_read_slots=False) is L.ACCEPTED
    assert best_level(is_wanted=False, can_read_slots=True) is L.GONE
    assert best_level(is_wanted=False, can_read_slots=False) is L.REMOVAL_ACCEPTED


@pytest.mark.parametrize(
    ("make", "readable", "unreadable"),
    [
        (STORY.planned, False, False),
        (STORY.unknown, False, False),
        (STORY.accepted, False, True),
        (STORY.seen, True, True),
        (STORY.opened, True, True),
        (STORY.removal_planned, False, False),
        (STORY.removal_accepted, False, True),
        (STORY.refused_at_door, False, True),
        (STORY.gone, True, True),
    ],
)
def test_what_apply_can_reach(make: Maker, readable: bool, unreadable: bool) -> None:
    assert has_reached(make(), can_read_slots=True) is readable
    assert has_reached(make(), can_read_slots=False) is unreadable


def test_a_dropped_code_has_reached_nothing() -> None:
    dropped = tell(STORY.accepted(), read(30, SlotFinding.EMPTY)).record
    assert not has_reached(dropped, can_read_slots=True)
