"""The proof table of `design.md` section 2, row by row: wishes, sending, readings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from uuid import UUID

import pytest

from app.domain.evidence import (
    Cancelled,
    ClearAccepted,
    ClearFailed,
    ClearSent,
    DoorEvent,
    GrantedAgain,
    Happening,
    IncompleteRead,
    LockAccepted,
    LockChanged,
    LockRefused,
    NewValueWanted,
    NoAnswerCame,
    PlanRefused,
    ReplacementSeen,
    Revoked,
    SlotFinding,
    Unreachable,
    ValidityChanged,
)
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.ids import CredentialId, GrantId, RecordId
from app.domain.schedule import LockSchedule
from app.domain.slot_record import ProofBy, ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import MAX_MISSES, is_in_slot, may_be_on_lock
from tests.unit.domain.proof_story import (
    CLEAR_MARK,
    LOCK,
    MARK,
    OTHER_SLOT,
    SLOT,
    STORY,
    UNIQUE_ID,
    after,
    at,
    began,
    new_record,
    read,
    tell,
)

L, R, F = ProofLevel, ProofReason, SlotFinding
MORNINGS = LockSchedule(weekly=(WeeklyWindow(frozenset({Weekday.MONDAY}), time(8), time(12)),))

Maker = Callable[[], SlotRecord]
PROVEN: list[Maker] = [STORY.seen, STORY.opened]
WAITING: list[Maker] = [STORY.accepted, STORY.unknown]
ON_LOCK: list[Maker] = [STORY.accepted, *PROVEN]
LEFT: list[Maker] = [STORY.removal_accepted, STORY.refused_at_door]
ALL: list[Maker] = [
    STORY.planned,
    STORY.dropped,
    STORY.suspect,
    *WAITING,
    *PROVEN,
    STORY.removal_planned,
    STORY.clear_sent,
    *LEFT,
    STORY.gone,
    STORY.withdrawn,
]


def each(makers: list[Maker]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("make", makers, ids=lambda make: make.__name__)


def told(record: SlotRecord) -> tuple[ProofLevel, str | None]:
    return record.proof.level, record.proof.reason


def is_same_proof(one: SlotRecord, other: SlotRecord) -> bool:
    return one.proof == other.proof and one.ended == other.ended


# --- 1 to 6 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock_id", [LOCK, None])
def test_row_1_a_grant_is_planned_with_or_without_a_lock(lock_id: object) -> None:
    record = new_record(lock_id=LOCK if lock_id else None)
    assert told(record) == (L.PLANNED, None)
    assert record.proof.by is None
    assert record.proof.proven_at is None
    assert not may_be_on_lock(record)


def test_row_2_what_was_never_sent_is_withdrawn_and_never_gone() -> None:
    outcome = tell(new_record(), Revoked(at(5)))
    assert outcome.row == 2
    assert outcome.record.ended is RecordEnd.WITHDRAWN
    assert outcome.record.proof.level is not L.GONE
    assert outcome.is_change


def test_row_2_after_a_refusal_whose_remains_were_cleared_nothing_is_on_the_lock() -> None:
    refused = tell(STORY.unknown(), LockRefused(at(1))).record
    assert tell(refused, Revoked(at(5))).record.ended is RecordEnd.WITHDRAWN


@pytest.mark.parametrize(
    ("happening", "reason", "detail"),
    [
        (PlanRefused(at(5), "pin_length"), R.PLAN_REFUSED, "pin_length"),
        (Unreachable(at(5)), R.UNREACHABLE, None),
        (Cancelled(at(5)), R.CANCELLED, None),
    ],
)
def test_row_3_what_was_not_sent_stays_planned_with_the_reason(
    happening: Happening, reason: ProofReason, detail: str | None
) -> None:
    outcome = tell(new_record(), happening)
    assert outcome.row == 3
    assert told(outcome.record) == (L.PLANNED, reason)
    assert outcome.record.proof.detail == detail
    assert outcome.is_change
    assert not tell(outcome.record, happening).is_change


@pytest.mark.parametrize("happening", [PlanRefused(at(130), "x"), Cancelled(at(130))])
def test_row_3_says_nothing_of_what_is_on_the_lock(happening: Happening) -> None:
    for make in [*ON_LOCK, STORY.unknown, *LEFT]:
        assert tell(make(), happening).record == make()
    assert tell(STORY.removal_planned(), PlanRefused(at(130), "x")).row == 0


def test_row_4_sending_begins_as_unknown_before_the_first_byte() -> None:
    outcome = tell(new_record(), began(7, schedule=MORNINGS))
    record = outcome.record
    assert outcome.row == 4
    assert told(record) == (L.UNKNOWN, R.NO_ANSWER)
    assert (record.slot, record.unique_id, record.mark) == (SLOT, UNIQUE_ID, MARK)
    assert (record.written, record.sent_at, record.was_empty) == (MORNINGS, at(7), True)
    assert record.proof.by is None
    assert may_be_on_lock(record)


@each([*WAITING, *PROVEN, STORY.removal_planned, *LEFT, STORY.gone, STORY.withdrawn])
def test_row_4_sending_begins_only_from_planned(make: Maker) -> None:
    assert tell(make(), began(200)).record == make()


def test_row_4_no_answer_stays_unknown() -> None:
    outcome = tell(STORY.unknown(), NoAnswerCame(at(3)))
    assert outcome.record == STORY.unknown()
    assert not outcome.is_change


@pytest.mark.parametrize("by", [ProofBy.LOCK, ProofBy.SERVICE])
def test_row_5_a_yes_is_accepted_and_no_more(by: ProofBy) -> None:
    outcome = tell(STORY.unknown(), LockAccepted(at(1), OTHER_SLOT, by))
    assert outcome.row == 5
    assert told(outcome.record) == (L.ACCEPTED, None)
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (by, at(1))
    assert outcome.record.slot == OTHER_SLOT
    assert STORY.accepted().slot == SLOT


def test_row_5_a_yes_after_an_early_read_is_accepted() -> None:
    early = tell(STORY.unknown(), read(1, F.EMPTY)).record
    assert tell(early, LockAccepted(at(2))).record.proof.level is L.ACCEPTED


@each([STORY.planned, STORY.dropped, STORY.suspect, *PROVEN, *LEFT, STORY.gone])
def test_row_5_a_yes_nobody_asked_for_moves_nothing(make: Maker) -> None:
    assert tell(make(), LockAccepted(at(130))).record == make()


def test_row_6_a_refusal_with_cleared_remains_is_planned() -> None:
    outcome = tell(STORY.unknown(), LockRefused(at(1), code="duplicate"))
    assert outcome.row == 6
    assert told(outcome.record) == (L.PLANNED, R.REFUSED)
    assert outcome.record.proof.detail == "duplicate"
    assert not may_be_on_lock(outcome.record)


def test_row_6_a_refusal_with_remains_stays_unknown() -> None:
    outcome = tell(STORY.unknown(), LockRefused(at(1), is_left_over=True))
    assert outcome.row == 6
    assert outcome.record == STORY.unknown()


def test_row_6_a_refusal_does_not_forget_an_earlier_write_that_was_missed() -> None:
    refused = tell(STORY.dropped(), began(60), LockRefused(at(61), code="occupied")).record
    assert told(refused) == (L.PLANNED, R.REFUSED)
    assert not is_in_slot(refused)
    assert tell(refused, Revoked(at(62))).record.proof.level is L.REMOVAL_PLANNED


def test_row_6_a_refused_change_leaves_the_old_entry_where_it_is() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60)), began(61, slot_was_empty=False)).record
    refused = tell(changed, LockRefused(at(62))).record
    assert told(refused) == (L.PLANNED, R.REFUSED)
    assert is_in_slot(refused)
    assert tell(refused, Revoked(at(63))).record.proof.level is L.REMOVAL_PLANNED


# --- 7 to 9 -------------------------------------------------------------------------------------


@each(WAITING)
def test_row_7_ours_in_a_slot_that_was_empty_is_seen(make: Maker) -> None:
    outcome = tell(make(), read(2, highest_event=MARK + 2))
    assert outcome.row == 7
    assert told(outcome.record) == (L.SEEN, None)
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (ProofBy.LOCK, at(2))
    assert outcome.record.proof.read_at == at(2)
    assert outcome.record.read_mark == MARK + 2


def test_row_7_a_reading_from_before_the_write_proves_nothing() -> None:
    accepted = tell(new_record(), began(10), LockAccepted(at(11))).record
    outcome = tell(accepted, read(9))
    assert outcome.row == 14
    assert outcome.record == accepted


def test_row_7_not_row_8_where_the_lock_gives_the_value_itself() -> None:
    changed = after(began(slot_was_empty=False), LockAccepted(at(1)))
    assert tell(changed, read(2, is_value_read=True)).record.proof.level is L.SEEN


@pytest.mark.parametrize("reason_from", [STORY.accepted, STORY.unknown])
def test_row_7_a_write_read_later_than_thought_is_seen(reason_from: Maker) -> None:
    dropped = tell(reason_from(), read(20, F.EMPTY)).record
    outcome = tell(dropped, read(30))
    assert outcome.row == 7
    assert outcome.record.proof.level is L.SEEN
    assert outcome.record.misses == 0
    assert is_in_slot(outcome.record)


def test_row_8_ours_in_a_slot_not_known_empty_stays_accepted() -> None:
    accepted = after(began(slot_was_empty=False), LockAccepted(at(1)))
    outcome = tell(accepted, read(2))
    assert outcome.row == 8
    assert told(outcome.record) == (L.ACCEPTED, R.VALUE_UNPROVEN)
    assert outcome.record.proof.proven_at == at(1)
    assert outcome.record.proof.read_at == at(2)
    assert told(tell(outcome.record, read(500)).record) == (L.ACCEPTED, R.VALUE_UNPROVEN)


def test_row_8_a_new_value_in_place_is_unproven_though_the_slot_was_empty_once() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60))).record
    again = tell(changed, began(61, slot_was_empty=False, is_new_value=True), LockAccepted(at(62)))
    assert told(tell(again.record, read(63)).record) == (L.ACCEPTED, R.VALUE_UNPROVEN)


def test_row_8_unanswered_with_a_value_nobody_can_see_is_never_seen_but_sent_again() -> None:
    unknown = after(began(slot_was_empty=False))
    assert told(tell(unknown, read(2)).record) == (L.UNKNOWN, R.NO_ANSWER)
    outcome = tell(unknown, read(20))
    assert told(outcome.record) == (L.PLANNED, R.VALUE_UNPROVEN)
    assert outcome.waits
    assert is_in_slot(outcome.record)


@each(WAITING)
@pytest.mark.parametrize("finding", [F.EMPTY, F.UNFINISHED, F.NOT_AS_WRITTEN])
def test_row_9_within_settle_the_level_stays_and_it_is_read_again(
    make: Maker, finding: SlotFinding
) -> None:
    record = make()
    outcome = tell(record, read(14.9, finding))
    assert outcome.row == 9
    assert told(outcome.record) == (record.proof.level, R.NOT_READ)
    assert outcome.record.proof.by == record.proof.by
    assert outcome.record.proof.read_at is None
    assert outcome.read_again
    assert outcome.is_change
    assert not outcome.waits
    assert outcome.record.misses == 0


@pytest.mark.parametrize("finding", [F.EMPTY, F.UNFINISHED, F.NOT_AS_WRITTEN])
def test_row_9_after_settle_accepted_is_dropped(finding: SlotFinding) -> None:
    outcome = tell(STORY.accepted(), read(16, finding))
    assert outcome.row == 9
    assert told(outcome.record) == (L.PLANNED, R.DROPPED)
    assert outcome.waits
    assert not outcome.read_again
    assert outcome.record.misses == 1
    assert outcome.record.proof.by is None
    assert outcome.record.proof.proven_at is None
    assert is_in_slot(outcome.record) is (finding is F.NOT_AS_WRITTEN)


def test_row_9_settling_counts_from_the_answer() -> None:
    accepted = after(began(), LockAccepted(at(10)))
    assert tell(accepted, read(24.9, F.EMPTY)).read_again
    assert told(tell(accepted, read(25, F.EMPTY)).record) == (L.PLANNED, R.DROPPED)


def test_row_9_after_settle_unknown_was_not_sent() -> None:
    early = tell(STORY.unknown(), read(2, F.EMPTY)).record
    for record in (STORY.unknown(), early):
        outcome = tell(record, read(15, F.EMPTY))
        assert told(outcome.record) == (L.PLANNED, R.NOT_SENT)
        assert outcome.waits


def test_row_9_an_unfinished_write_over_an_old_entry_goes_to_the_same_slot_again() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60))).record
    halfway = tell(changed, began(61, slot_was_empty=False), read(90, F.NOT_AS_WRITTEN)).record
    assert told(halfway) == (L.PLANNED, R.NOT_SENT)
    assert is_in_slot(halfway)
    done = tell(halfway, began(91, slot_was_empty=False), LockAccepted(at(92)), read(93)).record
    assert told(done) == (L.SEEN, None)


def test_row_9_repeats_are_counted_and_end_in_a_task() -> None:
    record = new_record()
    for attempt in range(1, MAX_MISSES + 1):
        start = attempt * 100
        outcome = tell(record, began(start), LockAccepted(at(start + 1)), read(start + 20, F.EMPTY))
        record = outcome.record
        assert record.misses == attempt
        assert outcome.needs_task is (attempt == MAX_MISSES)


def test_row_9_another_hands_entry_that_vanished_is_written_again() -> None:
    outcome = tell(STORY.suspect(), read(90, F.EMPTY))
    assert told(outcome.record) == (L.PLANNED, R.NOT_SENT)


def test_row_9_another_hand_is_not_forgotten_within_settle() -> None:
    suspect = tell(STORY.accepted(), read(2, F.TAKEN)).record
    outcome = tell(suspect, read(3, F.EMPTY))
    assert told(outcome.record) == (L.UNKNOWN, R.OTHER_HAND)
    assert outcome.read_again


# --- 11 to 14 -----------------------------------------------------------------------------------


@each(PROVEN)
def test_row_11_ours_again_moves_only_the_date_of_reading(make: Maker) -> None:
    record = make()
    outcome = tell(record, read(300))
    assert outcome.row == 11
    assert outcome.record.proof == replace(record.proof, read_at=at(300))
    assert not outcome.is_change


@each(PROVEN)
@pytest.mark.parametrize("finding", [F.EMPTY, F.UNFINISHED])
def test_row_12_empty_is_drift_at_once(make: Maker, finding: SlotFinding) -> None:
    outcome = tell(make(), read(60, finding))
    assert outcome.row == 12
    assert told(outcome.record) == (L.PLANNED, R.DRIFT)
    assert outcome.record.proof.proven_at is None
    assert not is_in_slot(outcome.record)
    assert may_be_on_lock(outcome.record)


def test_row_12_drift_within_settle_counts_where_the_entry_had_been_read() -> None:
    assert told(tell(STORY.seen(), read(3, F.EMPTY)).record) == (L.PLANNED, R.DRIFT)


def test_row_12_an_opened_code_that_no_read_has_shown_yet_may_lag() -> None:
    opened = tell(STORY.accepted(), DoorEvent(at(3), MARK + 1)).record
    outcome = tell(opened, read(5, F.EMPTY))
    assert outcome.record == opened
    assert outcome.read_again
    assert told(tell(opened, read(20, F.EMPTY)).record) == (L.PLANNED, R.DRIFT)


@each([*ON_LOCK, STORY.unknown])
@pytest.mark.parametrize("finding", [F.OTHER_HAND, F.TAKEN, F.DISABLED])
def test_row_13_another_hand_makes_it_unknown(make: Maker, finding: SlotFinding) -> None:
    outcome = tell(make(), read(60, finding))
    assert outcome.row == 13
    assert told(outcome.record) == (L.UNKNOWN, R.OTHER_HAND)
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (ProofBy.LOCK, at(60))
    assert outcome.record.is_taken is (finding is F.TAKEN)


@each(PROVEN)
def test_row_13_another_schedule_than_the_one_seen_is_another_hand(make: Maker) -> None:
    assert told(tell(make(), read(60, F.NOT_AS_WRITTEN)).record) == (L.UNKNOWN, R.OTHER_HAND)


def test_row_13_repeats_change_nothing_but_the_date_of_reading() -> None:
    outcome = tell(STORY.suspect(), read(90, F.NOT_AS_WRITTEN))
    assert outcome.row == 13
    assert not outcome.is_change
    assert outcome.record.proof == replace(STORY.suspect().proof, read_at=at(90))


def test_row_13_a_value_another_hand_touched_is_not_seen_again() -> None:
    assert told(tell(STORY.suspect(), read(90)).record) == (L.UNKNOWN, R.OTHER_HAND)


@pytest.mark.parametrize("finding", [F.DISABLED, F.NOT_AS_WRITTEN])
def test_row_13_what_was_only_switched_off_is_seen_when_it_is_as_written_again(
    finding: SlotFinding,
) -> None:
    suspect = tell(STORY.seen(), read(60, finding)).record
    assert told(tell(suspect, read(90)).record) == (L.SEEN, None)


def test_row_13_a_change_that_waits_is_not_written_over_another_hands_entry() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60))).record
    assert told(tell(changed, read(61, F.OTHER_HAND)).record) == (L.UNKNOWN, R.OTHER_HAND)
    taken = tell(changed, read(61, F.TAKEN)).record
    assert told(taken) == (L.PLANNED, R.CHANGED)
    assert taken.is_taken
    assert not is_in_slot(taken)
    assert is_in_slot(tell(changed, read(61, F.OURS)).record)


@each(ALL)
@pytest.mark.parametrize(
    "happening", [IncompleteRead(at(500)), read(500, F.MASKED), IncompleteRead(at(500), F.EMPTY)]
)
def test_row_14_doubt_is_no_contradiction(make: Maker, happening: Happening) -> None:
    outcome = tell(make(), happening)
    assert outcome.record == make()
    assert not outcome.is_change


@each([*ON_LOCK, STORY.unknown, *LEFT, STORY.gone, STORY.suspect])
def test_row_14_an_unreachable_lock_contradicts_nothing(make: Maker) -> None:
    assert tell(make(), Unreachable(at(500))).record == make()


@each([*WAITING, STORY.dropped, STORY.removal_planned, STORY.suspect])
def test_row_14_an_incomplete_read_supports_nothing(make: Maker) -> None:
    assert tell(make(), IncompleteRead(at(500), F.OURS)).record == make()


# --- 15 to 18 -----------------------------------------------------------------------------------


@each(ON_LOCK)
def test_row_15_another_validity_is_planned_in_the_same_slot_and_seen_again(make: Maker) -> None:
    outcome = tell(make(), ValidityChanged(at(60)))
    assert outcome.row == 15
    assert told(outcome.record) == (L.PLANNED, R.CHANGED)
    assert outcome.record.slot == SLOT
    assert is_in_slot(outcome.record)
    sent = tell(outcome.record, began(61, slot_was_empty=False, schedule=MORNINGS)).record
    assert sent.is_in_place
    assert told(tell(sent, LockAccepted(at(62)), read(63)).record) == (L.SEEN, None)
    half = tell(sent, LockAccepted(at(62)), read(90, F.NOT_AS_WRITTEN)).record
    assert told(half) == (L.PLANNED, R.DROPPED)


@each([STORY.planned, STORY.unknown, STORY.suspect, STORY.removal_planned, *LEFT, STORY.gone])
def test_row_15_only_what_stands_on_the_lock_is_changed(make: Maker) -> None:
    assert tell(make(), ValidityChanged(at(130))).record == make()


NEW_VALUE = NewValueWanted(
    at(60), RecordId(UUID(int=901)), CredentialId(UUID(int=902)), GrantId(UUID(int=903))
)


@each([*ON_LOCK, STORY.unknown])
def test_row_16_a_new_pin_is_a_new_record_and_the_old_one_stays(make: Maker) -> None:
    outcome = tell(make(), NEW_VALUE)
    assert outcome.row == 16
    assert outcome.record == make()
    new = outcome.new_record
    assert new is not None
    assert told(new) == (L.PLANNED, None)
    assert (new.id, new.credential_id, new.grant_id) == (
        NEW_VALUE.record_id,
        NEW_VALUE.credential_id,
        NEW_VALUE.grant_id,
    )
    assert new.replaces == outcome.record.id
    assert new.slot is None


@each([*ON_LOCK, STORY.unknown])
def test_row_16_when_the_new_one_is_seen_the_old_one_leaves(make: Maker) -> None:
    outcome = tell(make(), ReplacementSeen(at(70)))
    assert outcome.row == 16
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.REPLACED)


def test_row_16_a_pin_never_sent_is_withdrawn_for_the_new_one() -> None:
    outcome = tell(new_record(), NEW_VALUE)
    assert outcome.record.ended is RecordEnd.WITHDRAWN
    assert outcome.new_record is not None
    assert outcome.new_record.replaces is None


def test_row_16_what_is_leaving_already_is_not_replaced() -> None:
    outcome = tell(STORY.removal_accepted(), replace(NEW_VALUE, at=at(130)))
    assert outcome.record == STORY.removal_accepted()
    assert outcome.new_record is not None
    assert outcome.new_record.replaces is None
    assert tell(STORY.planned(), ReplacementSeen(at(70))).record == STORY.planned()


@each([*ON_LOCK, STORY.unknown, STORY.dropped, STORY.suspect])
def test_row_17_what_may_be_on_the_lock_is_to_be_removed(make: Maker) -> None:
    record = make()
    outcome = tell(record, Revoked(at(90)))
    assert outcome.row == 17
    assert told(outcome.record) == (L.REMOVAL_PLANNED, None)
    assert outcome.record.proof_before == record.proof
    assert outcome.record.proof.proven_at is None
    assert outcome.is_change


@each([STORY.removal_planned, STORY.clear_sent, *LEFT, STORY.gone, STORY.withdrawn])
def test_row_17_what_is_leaving_is_not_revoked_twice(make: Maker) -> None:
    assert tell(make(), Revoked(at(130))).record == make()


@each([*ON_LOCK, STORY.unknown, STORY.dropped, STORY.suspect])
def test_row_18_granted_again_before_the_clear_restores_the_level(make: Maker) -> None:
    outcome = tell(make(), Revoked(at(90)), GrantedAgain(at(91)))
    assert outcome.row == 18
    assert is_same_proof(outcome.record, make())
    assert outcome.record.proof_before is None


def test_row_18_the_level_restored_is_the_one_that_the_lock_has_told_since() -> None:
    leaving = STORY.removal_planned()

    def restored(*happenings: Happening) -> tuple[ProofLevel, str | None]:
        return told(tell(leaving, *happenings, GrantedAgain(at(300))).record)

    assert restored(DoorEvent(at(95), MARK + 9)) == (L.OPENED, None)
    assert restored(read(200, F.OTHER_HAND)) == (L.UNKNOWN, R.OTHER_HAND)
    assert restored(read(200, F.UNFINISHED)) == (L.PLANNED, R.DRIFT)
    assert restored(IncompleteRead(at(200))) == (L.SEEN, None)
    again = tell(leaving, read(200), GrantedAgain(at(300))).record
    assert again.proof == replace(STORY.seen().proof, read_at=at(200))


def test_row_18_a_late_yes_is_not_lost_by_revoking() -> None:
    record = tell(STORY.unknown(), Revoked(at(1)), LockAccepted(at(2)), GrantedAgain(at(3))).record
    assert told(record) == (L.ACCEPTED, None)


@each([STORY.clear_sent, *LEFT])
def test_row_18_after_a_clear_was_sent_nobody_knows_until_a_read(make: Maker) -> None:
    outcome = tell(make(), GrantedAgain(at(130)))
    assert outcome.row == 18
    assert told(outcome.record) == (L.UNKNOWN, R.NO_ANSWER)
    assert told(tell(outcome.record, read(140)).record) == (L.SEEN, None)
    assert told(tell(outcome.record, read(140, F.EMPTY)).record) == (L.PLANNED, R.NOT_SENT)


@each([STORY.planned, *ON_LOCK, STORY.unknown, STORY.gone, STORY.withdrawn])
def test_row_18_moves_nothing_that_is_not_leaving(make: Maker) -> None:
    assert tell(make(), GrantedAgain(at(130))).record == make()


# --- 19 to 22 by reading, 24 --------------------------------------------------------------------


@pytest.mark.parametrize("by", [ProofBy.LOCK, ProofBy.SERVICE])
def test_row_19_a_yes_to_the_clear_is_accepted_and_not_gone(by: ProofBy) -> None:
    outcome = tell(STORY.clear_sent(), ClearAccepted(at(101), by))
    assert outcome.row == 19
    assert told(outcome.record) == (L.REMOVAL_ACCEPTED, None)
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (by, at(101))
    assert outcome.record.ended is None


def test_row_19_a_clear_is_noted_before_its_first_byte() -> None:
    record = STORY.clear_sent()
    assert told(record) == (L.REMOVAL_PLANNED, R.NO_ANSWER)
    assert (record.clear_sent_at, record.mark) == (at(100), CLEAR_MARK)
    assert tell(STORY.removal_planned(), ClearSent(at(100), None)).record.mark == MARK


@pytest.mark.parametrize("reason", [R.NO_ANSWER, R.REFUSED, R.UNREACHABLE])
def test_row_19_a_failed_clear_stays_planned_with_the_reason(reason: ProofReason) -> None:
    outcome = tell(STORY.clear_sent(), ClearFailed(at(101), reason, "busy"))
    assert outcome.row == 19
    assert told(outcome.record) == (L.REMOVAL_PLANNED, reason)
    assert outcome.record.proof.detail == "busy"


@pytest.mark.parametrize(
    ("happening", "reason"),
    [(Unreachable(at(130)), R.UNREACHABLE), (Cancelled(at(130)), R.CANCELLED)],
)
def test_row_19_not_reached_stays_planned_with_the_reason(
    happening: Happening, reason: ProofReason
) -> None:
    outcome = tell(STORY.removal_planned(), happening)
    assert outcome.row == 19
    assert told(outcome.record) == (L.REMOVAL_PLANNED, reason)
    assert told(tell(outcome.record, GrantedAgain(at(140))).record) == (L.SEEN, None)


@each([STORY.planned, *ON_LOCK, STORY.unknown, *LEFT, STORY.gone])
@pytest.mark.parametrize(
    "happening",
    [ClearSent(at(130), 1), ClearAccepted(at(130)), ClearFailed(at(130), R.REFUSED)],
)
def test_row_19_speaks_of_planned_removals_only(make: Maker, happening: Happening) -> None:
    assert tell(make(), happening).record == make()


@each([STORY.removal_planned, STORY.clear_sent, *LEFT])
def test_row_20_a_complete_read_that_finds_the_slot_empty_is_gone(make: Maker) -> None:
    outcome = tell(make(), read(102, F.EMPTY, highest_event=210))
    assert outcome.row == 20
    assert told(outcome.record) == (L.GONE, None)
    assert outcome.record.ended is RecordEnd.GONE
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (ProofBy.LOCK, at(102))
    assert outcome.record.mark == 210


@each(LEFT)
def test_row_20_anothers_entry_after_an_accepted_clear_is_gone(make: Maker) -> None:
    assert told(tell(make(), read(112, F.TAKEN)).record) == (L.GONE, None)


@each([STORY.removal_planned, STORY.clear_sent])
def test_row_20_anothers_entry_without_an_accepted_clear_is_not_gone(make: Maker) -> None:
    outcome = tell(make(), read(112, F.TAKEN))
    assert outcome.record.proof.level is L.REMOVAL_PLANNED
    assert outcome.record.is_taken


def test_row_20_anothers_entry_where_ours_had_been_read_away_is_gone() -> None:
    drift = tell(STORY.seen(), read(60, F.EMPTY), Revoked(at(90))).record
    assert told(tell(drift, read(112, F.TAKEN)).record) == (L.GONE, None)
    again = tell(drift, read(112), read(113, F.TAKEN)).record
    assert again.proof.level is L.REMOVAL_PLANNED


def test_row_20_a_deletion_by_a_persons_word_is_no_accepted_clear() -> None:
    told_only = replace(STORY.removal_accepted(), clear_answered_at=None)
    assert told(tell(told_only, read(112, F.TAKEN)).record) == (L.REMOVAL_ACCEPTED, None)


def test_row_20_a_write_that_cannot_be_read_yet_is_not_gone() -> None:
    quick = tell(STORY.accepted(), Revoked(at(2)), ClearSent(at(3), MARK), ClearAccepted(at(4)))
    outcome = tell(quick.record, read(5, F.EMPTY))
    assert outcome.record == quick.record
    assert outcome.read_again
    assert told(tell(quick.record, read(20, F.EMPTY)).record) == (L.GONE, None)


@each(LEFT)
@pytest.mark.parametrize("finding", [F.OURS, F.DISABLED, F.UNFINISHED, F.NOT_AS_WRITTEN])
def test_row_21_still_there_after_settle_is_to_be_removed_again(
    make: Maker, finding: SlotFinding
) -> None:
    outcome = tell(make(), read(116, finding))
    assert outcome.row == 21
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.STILL_THERE)
    assert outcome.record.proof.proven_at == at(116)
    assert outcome.waits
    assert not outcome.is_alarm
    assert not outcome.needs_task


@each(LEFT)
def test_row_21_within_settle_it_is_read_again(make: Maker) -> None:
    record = make()
    outcome = tell(record, read(115.9))
    assert told(outcome.record) == told(record)
    assert outcome.read_again


@each(LEFT)
def test_row_21_an_incomplete_read_that_finds_ours_is_no_doubt(make: Maker) -> None:
    outcome = tell(make(), IncompleteRead(at(130), F.OURS))
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.STILL_THERE)


def test_row_21_a_lock_that_never_clears_becomes_a_task() -> None:
    record = replace(STORY.removal_accepted(), misses=MAX_MISSES - 1)
    assert tell(record, read(130)).needs_task


@pytest.mark.parametrize("finding", [F.OURS, F.NOT_AS_WRITTEN, F.OTHER_HAND, F.DISABLED])
def test_row_22_ours_found_again_after_gone_is_an_alarm(finding: SlotFinding) -> None:
    outcome = tell(STORY.gone(), read(200, finding))
    assert outcome.row == 22
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.BACK)
    assert outcome.is_alarm
    assert outcome.is_change
    assert outcome.record.ended is None


def test_row_22_also_by_an_incomplete_read() -> None:
    outcome = tell(STORY.gone(), IncompleteRead(at(200), F.OURS))
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.BACK)
    assert outcome.is_alarm


@pytest.mark.parametrize("finding", [F.EMPTY, F.TAKEN, F.UNFINISHED])
def test_row_22_gone_stays_gone_while_ours_is_not_there(finding: SlotFinding) -> None:
    outcome = tell(STORY.gone(), read(200, finding))
    assert told(outcome.record) == (L.GONE, None)
    assert outcome.record.ended is RecordEnd.GONE
    assert not outcome.is_alarm


def test_row_22_what_came_back_is_not_trusted_when_granted_again() -> None:
    back = tell(STORY.gone(), read(200), GrantedAgain(at(201))).record
    assert told(back) == (L.UNKNOWN, R.NO_ANSWER)
    assert told(tell(back, read(300)).record) == (L.PLANNED, R.VALUE_UNPROVEN)


def test_row_22_an_alarm_stays_to_be_read_until_the_lock_says_yes() -> None:
    back = tell(STORY.gone(), read(200)).record
    held = tell(back, Unreachable(at(201))).record
    assert told(held) == (L.REMOVAL_PLANNED, R.BACK)
    assert held.proof.detail == R.UNREACHABLE
    sent = tell(held, ClearSent(at(202), 300)).record
    assert told(sent) == (L.REMOVAL_PLANNED, R.BACK)
    assert told(tell(sent, ClearAccepted(at(203))).record) == (L.REMOVAL_ACCEPTED, None)


@each([*ON_LOCK, STORY.unknown, STORY.dropped, STORY.suspect, STORY.removal_planned, *LEFT])
def test_row_24_another_lock_makes_all_that_may_be_on_it_unknown(make: Maker) -> None:
    outcome = tell(make(), LockChanged(at(400)))
    assert outcome.row == 24
    assert told(outcome.record) == (L.UNKNOWN, R.LOCK_CHANGED)
    assert outcome.record.lock_id == LOCK
    assert outcome.is_change


@each([STORY.planned, STORY.gone, STORY.withdrawn])
def test_row_24_what_is_not_on_the_lock_does_not_change_with_it(make: Maker) -> None:
    assert tell(make(), LockChanged(at(400))).record == make()


@pytest.mark.parametrize(
    "happening",
    [
        LockChanged(at(500)),
        Revoked(at(500)),
        GrantedAgain(at(500)),
        ReplacementSeen(at(500)),
        read(500),
        read(500, F.EMPTY),
        DoorEvent(at(500), 10_000),
        LockAccepted(at(500)),
    ],
)
def test_row_24_nothing_is_learnt_of_a_lock_that_is_lost(happening: Happening) -> None:
    lost = tell(STORY.seen(), LockChanged(at(400))).record
    assert tell(lost, happening).record == lost


@pytest.mark.parametrize("finding", list(SlotFinding))
def test_no_reading_speaks_of_what_was_never_sent(finding: SlotFinding) -> None:
    for quiet in (STORY.withdrawn(), STORY.planned()):
        assert tell(quiet, read(500, finding)).record == quiet
