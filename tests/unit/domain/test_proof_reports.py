"""The proof table of `design.md` section 2, row by row: what events, services and people decide."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.event import EventAction
from app.domain.evidence import (
    ChangeEvent,
    ClearedEvent,
    ClearSent,
    DoorEvent,
    GrantedAgain,
    Happening,
    ListedByService,
    LockAccepted,
    LockReport,
    NotListedByService,
    PersonDeleted,
    PersonEntered,
    PersonTriedOpened,
    PersonTriedRefused,
    RefusedAtDoorEvent,
    Revoked,
    SlotFinding,
    ValidityChanged,
)
from app.domain.slot_record import ProofBy, ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import may_be_on_lock
from tests.unit.domain.proof_story import CLEAR_MARK, MARK, STORY, after, at, began, read, tell

L, R, F = ProofLevel, ProofReason, SlotFinding

Maker = Callable[[], SlotRecord]
ON_LOCK: list[Maker] = [STORY.accepted, STORY.seen, STORY.opened]
LEFT: list[Maker] = [STORY.removal_accepted, STORY.refused_at_door]
ALL: list[Maker] = [
    STORY.planned,
    STORY.dropped,
    STORY.suspect,
    STORY.unknown,
    *ON_LOCK,
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


# --- events -------------------------------------------------------------------------------------


@each([*ON_LOCK, STORY.unknown])
def test_row_10_a_door_event_is_opened_with_the_events_date(make: Maker) -> None:
    outcome = tell(make(), DoorEvent(at(70), MARK + 30))
    assert outcome.row == 10
    assert told(outcome.record) == (L.OPENED, None)
    assert (outcome.record.proof.by, outcome.record.proof.proven_at) == (ProofBy.LOCK, at(70))


def test_row_10_opened_again_moves_the_date_without_a_new_entry() -> None:
    assert not tell(STORY.opened(), DoorEvent(at(70), MARK + 30)).is_change
    assert tell(STORY.seen(), DoorEvent(at(70), MARK + 30)).is_change


def test_row_10_after_an_early_read_that_found_nothing() -> None:
    early = tell(STORY.unknown(), read(1, F.EMPTY)).record
    assert told(tell(early, DoorEvent(at(2), MARK + 1)).record) == (L.OPENED, None)


@each([STORY.planned, STORY.dropped, STORY.suspect, STORY.withdrawn])
def test_row_10_a_door_event_raises_nothing_else(make: Maker) -> None:
    assert tell(make(), DoorEvent(at(70), MARK + 30)).record == make()


@each(ALL)
@pytest.mark.parametrize(
    "event",
    [
        DoorEvent(at(500), MARK),
        ChangeEvent(at(500), MARK, by_us=False),
        ClearedEvent(at(500), MARK, by_us=False),
        RefusedAtDoorEvent(at(500), MARK),
    ],
)
def test_an_event_numbered_at_the_mark_says_nothing(make: Maker, event: LockReport) -> None:
    assert tell(make(), event).record == make()


def test_without_a_mark_no_event_counts() -> None:
    accepted = after(began(mark=None), LockAccepted(at(1)))
    assert tell(accepted, DoorEvent(at(5), 1)).record == accepted
    assert tell(after(began(mark=0)), DoorEvent(at(5), 1)).record.proof.level is L.OPENED


def test_the_reading_that_finds_ours_gives_a_mark_where_there_is_none() -> None:
    accepted = after(began(mark=None), LockAccepted(at(1)))
    assert tell(accepted, read(20, F.EMPTY, highest_event=7)).record.mark is None
    seen = tell(accepted, read(2, highest_event=7)).record
    assert tell(seen, DoorEvent(at(5), 7)).record.proof.level is L.SEEN
    assert tell(seen, DoorEvent(at(5), 8)).record.proof.level is L.OPENED
    assert tell(seen, read(6, highest_event=9)).record.mark == 7


def test_row_18_after_a_clear_was_sent_no_event_counts_until_ours_is_read() -> None:
    again = tell(
        STORY.clear_sent(),
        ChangeEvent(at(101), CLEAR_MARK + 1, by_us=False),
        GrantedAgain(at(102)),
        DoorEvent(at(103), CLEAR_MARK + 2),
    ).record
    assert told(again) == (L.UNKNOWN, R.NO_ANSWER)
    seen = tell(STORY.clear_sent(), GrantedAgain(at(102)), read(103, highest_event=300)).record
    assert told(tell(seen, DoorEvent(at(104), 301)).record) == (L.OPENED, None)


def test_row_8_only_the_locks_own_change_event_proves_a_value_changed_in_place() -> None:
    unproven = after(began(slot_was_empty=False), LockAccepted(at(1)), read(2))
    assert told(unproven) == (L.ACCEPTED, R.VALUE_UNPROVEN)
    outcome = tell(unproven, ChangeEvent(at(3), MARK + 1, by_us=True))
    assert outcome.row == 8
    assert told(outcome.record) == (L.SEEN, None)
    assert outcome.record.proof.proven_at == at(3)
    nobodys = tell(unproven, ChangeEvent(at(3), MARK + 1, by_us=None)).record
    assert told(nobodys) == (L.ACCEPTED, R.VALUE_UNPROVEN)
    others = tell(unproven, ChangeEvent(at(3), MARK + 1, by_us=False)).record
    assert told(others) == (L.UNKNOWN, R.OTHER_HAND)


@pytest.mark.parametrize("answers", [(), (LockAccepted(at(1)),)])
def test_row_8_the_change_event_before_the_read_counts_with_it(
    answers: tuple[Happening, ...],
) -> None:
    changed = after(began(slot_was_empty=False), *answers)
    heard = tell(changed, ChangeEvent(at(2), MARK + 1, by_us=True))
    assert told(heard.record) == told(changed)
    assert told(tell(heard.record, read(3)).record) == (L.SEEN, None)
    old = tell(changed, ChangeEvent(at(2), MARK, by_us=True), read(3)).record
    assert old.proof.level is not L.SEEN


def test_row_12_the_locks_event_says_cleared() -> None:
    for make in (STORY.seen, STORY.opened):
        for by_us in (False, None):
            outcome = tell(make(), ClearedEvent(at(70), MARK + 30, by_us))
            assert outcome.row == 12
            assert told(outcome.record) == (L.PLANNED, R.DRIFT)
            assert outcome.record.is_missing


def test_row_12_an_echo_of_our_own_clear_is_no_drift() -> None:
    assert tell(STORY.seen(), ClearedEvent(at(70), MARK + 30, by_us=True)).record == STORY.seen()


def test_row_12_a_clear_older_than_the_last_reading_is_no_drift() -> None:
    seen = tell(STORY.accepted(), read(2, highest_event=MARK + 10)).record
    assert tell(seen, ClearedEvent(at(3), MARK + 10, by_us=False)).record == seen
    newer = tell(seen, ClearedEvent(at(3), MARK + 11, by_us=False)).record
    assert told(newer) == (L.PLANNED, R.DRIFT)


@each([STORY.planned, STORY.accepted, STORY.unknown, STORY.suspect, *LEFT, STORY.gone])
def test_row_12_a_clear_event_alone_is_neither_dropped_nor_gone(make: Maker) -> None:
    assert tell(make(), ClearedEvent(at(500), 5000, by_us=False)).record == make()


@each([*ON_LOCK, STORY.unknown])
@pytest.mark.parametrize("action", [EventAction.ADD, EventAction.MODIFY])
def test_row_13_a_change_by_another_hand_is_unknown(make: Maker, action: EventAction) -> None:
    outcome = tell(make(), ChangeEvent(at(70), MARK + 30, by_us=False, action=action))
    assert outcome.row == 13
    assert told(outcome.record) == (L.UNKNOWN, R.OTHER_HAND)
    assert told(tell(outcome.record, read(90)).record) == (L.UNKNOWN, R.OTHER_HAND)
    again = tell(outcome.record, ChangeEvent(at(91), MARK + 31, by_us=False))
    assert again.record == outcome.record


@each([STORY.seen, STORY.opened, STORY.suspect, STORY.dropped, *LEFT])
def test_our_own_change_event_moves_nothing_that_stands(make: Maker) -> None:
    assert tell(make(), ChangeEvent(at(500), 5000, by_us=True)).record == make()


def test_a_planned_change_is_less_certain_after_another_hand() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60))).record
    touched = tell(changed, ChangeEvent(at(61), MARK + 1, by_us=False)).record
    assert told(touched) == (L.PLANNED, R.CHANGED)
    sent = tell(touched, began(70, slot_was_empty=False), LockAccepted(at(71)), read(72)).record
    assert told(sent) == (L.ACCEPTED, R.VALUE_UNPROVEN)


@each([*LEFT, STORY.gone])
def test_row_22_a_door_event_after_removal_is_an_alarm(make: Maker) -> None:
    outcome = tell(make(), DoorEvent(at(500), CLEAR_MARK + 50))
    assert outcome.row == 22
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.OPENED_AFTER)
    assert outcome.record.proof.proven_at == at(500)
    assert outcome.is_alarm
    assert outcome.is_change
    assert outcome.record.ended is None
    assert may_be_on_lock(outcome.record)


@each([*LEFT, STORY.gone])
def test_row_22_a_door_event_from_before_the_clear_is_no_alarm(make: Maker) -> None:
    outcome = tell(make(), DoorEvent(at(500), CLEAR_MARK))
    assert outcome.record == make()
    assert not outcome.is_alarm


def test_row_22_a_door_event_from_before_the_reading_is_no_alarm() -> None:
    gone = tell(STORY.removal_accepted(), read(120, F.EMPTY, highest_event=300)).record
    assert tell(gone, DoorEvent(at(119), 300)).record == gone
    assert tell(gone, DoorEvent(at(121), 301)).is_alarm


def test_row_22_is_told_for_the_record_that_ended_at_the_door_too() -> None:
    ended = tell(
        STORY.removal_accepted(), RefusedAtDoorEvent(at(110), CLEAR_MARK + 1, can_be_read=False)
    ).record
    assert ended.ended is RecordEnd.REFUSED_AT_DOOR
    outcome = tell(ended, DoorEvent(at(500), CLEAR_MARK + 50))
    assert outcome.is_alarm
    assert outcome.record.ended is None


@each([STORY.removal_planned, STORY.clear_sent, STORY.removal_accepted])
@pytest.mark.parametrize(
    "happening", [RefusedAtDoorEvent(at(110), CLEAR_MARK + 1), PersonTriedRefused(at(110), "Ada")]
)
def test_row_23_a_refusal_at_the_door(make: Maker, happening: Happening) -> None:
    outcome = tell(make(), happening)
    assert outcome.row == 23
    assert told(outcome.record) == (L.REFUSED_AT_DOOR, None)
    assert outcome.record.ended is None
    by_person = isinstance(happening, PersonTriedRefused)
    assert outcome.record.proof.by is (ProofBy.PERSON if by_person else ProofBy.LOCK)
    assert outcome.record.proof.by_name == ("Ada" if by_person else None)


@each([STORY.planned, *ON_LOCK, STORY.unknown, STORY.refused_at_door, STORY.gone])
@pytest.mark.parametrize(
    "happening", [RefusedAtDoorEvent(at(500), 5000), PersonTriedRefused(at(500), "Ada")]
)
def test_row_23_a_wanted_code_refused_is_not_on_its_way_out(
    make: Maker, happening: Happening
) -> None:
    assert tell(make(), happening).record == make()


def test_row_23_ends_the_record_where_the_lock_cannot_be_read() -> None:
    outcome = tell(STORY.clear_sent(), PersonTriedRefused(at(110), "Ada", can_be_read=False))
    assert outcome.record.ended is RecordEnd.REFUSED_AT_DOOR
    assert outcome.is_change
    assert tell(outcome.record, GrantedAgain(at(120))).record == outcome.record


# --- services and people ------------------------------------------------------------------------

LISTED = ListedByService(at(70), "cloud")
NOT_LISTED = NotListedByService(at(70), "cloud")
ENTERED = PersonEntered(at(70), "Ada")
DELETED = PersonDeleted(at(70), "Ada")
OPENED = PersonTriedOpened(at(70), "Ada")


@each([STORY.planned, STORY.dropped, STORY.unknown])
@pytest.mark.parametrize("word", [LISTED, ENTERED])
def test_row_25_listed_or_entered_is_accepted_at_most(make: Maker, word: Happening) -> None:
    outcome = tell(make(), word)
    assert outcome.row == 25
    assert told(outcome.record) == (L.ACCEPTED, None)
    assert outcome.record.proof.by is not ProofBy.LOCK
    assert outcome.record.proof.by_name in {"cloud", "Ada"}
    assert outcome.record.proof.proven_at == at(70)
    assert may_be_on_lock(outcome.record)
    assert tell(outcome.record, word, word).record == outcome.record


@each([*ON_LOCK, STORY.suspect, STORY.removal_planned, *LEFT, STORY.gone, STORY.withdrawn])
@pytest.mark.parametrize("word", [LISTED, ENTERED])
def test_row_25_listed_or_entered_lifts_nothing_else(make: Maker, word: Happening) -> None:
    outcome = tell(make(), word)
    assert outcome.record.proof == make().proof
    assert outcome.record.ended == make().ended


def test_row_25_a_list_does_not_confirm_a_change_but_a_persons_word_does() -> None:
    changed = tell(STORY.seen(), ValidityChanged(at(60))).record
    assert tell(changed, LISTED).record == changed
    assert told(tell(changed, OPENED).record) == (L.PLANNED, R.CHANGED)
    assert told(tell(changed, ENTERED).record) == (L.ACCEPTED, None)


@pytest.mark.parametrize(("word", "reason"), [(NOT_LISTED, R.NOT_LISTED), (DELETED, R.DELETED)])
def test_row_25_not_listed_though_wanted_is_unknown(word: Happening, reason: str) -> None:
    outcome = tell(STORY.accepted(), word)
    assert outcome.row == 25
    assert told(outcome.record) == (L.UNKNOWN, reason)
    assert told(tell(outcome.record, ENTERED).record) == (L.ACCEPTED, None)


@pytest.mark.parametrize("word", [NOT_LISTED, DELETED])
def test_row_25_not_listed_or_deleted_is_removal_accepted_at_most(word: Happening) -> None:
    outcome = tell(STORY.removal_planned(), word)
    assert outcome.row == 25
    assert told(outcome.record) == (L.REMOVAL_ACCEPTED, None)
    assert outcome.record.ended is None
    assert outcome.record.clear_answered_at is None
    assert tell(outcome.record, word, word).record == outcome.record


@each([STORY.seen, STORY.opened])
@pytest.mark.parametrize("word", [LISTED, NOT_LISTED, ENTERED, DELETED, OPENED])
def test_row_25_a_list_or_a_word_never_moves_seen_or_opened(make: Maker, word: Happening) -> None:
    assert tell(make(), word).record == make()


@each([STORY.planned, STORY.accepted, STORY.unknown])
def test_row_25_tried_and_opened_is_opened_by_that_person(make: Maker) -> None:
    outcome = tell(make(), OPENED)
    assert outcome.row == 25
    assert told(outcome.record) == (L.OPENED, None)
    assert (outcome.record.proof.by, outcome.record.proof.by_name) == (ProofBy.PERSON, "Ada")


def test_row_25_while_removal_is_planned_the_word_is_kept_for_granting_again() -> None:
    leaving = tell(STORY.accepted(), Revoked(at(60)), OPENED).record
    assert leaving.proof.level is L.REMOVAL_PLANNED
    restored = tell(leaving, GrantedAgain(at(80))).record
    assert (restored.proof.level, restored.proof.by) == (L.OPENED, ProofBy.PERSON)


@each([*LEFT, STORY.gone])
def test_row_22_a_person_who_tried_a_removed_code_and_got_in_is_an_alarm(make: Maker) -> None:
    outcome = tell(make(), PersonTriedOpened(at(500), "Ada"))
    assert told(outcome.record) == (L.REMOVAL_PLANNED, R.OPENED_AFTER)
    assert outcome.record.proof.by is ProofBy.PERSON
    assert outcome.is_alarm


@each(ALL)
@pytest.mark.parametrize(
    "word", [LISTED, NOT_LISTED, ENTERED, DELETED, OPENED, PersonTriedRefused(at(70), "Ada")]
)
def test_nobodys_word_proves_seen_or_gone(make: Maker, word: Happening) -> None:
    before, now = make().proof, tell(make(), word).record.proof
    assert now.level == before.level or now.level not in {L.SEEN, L.GONE}


def test_a_clear_that_was_answered_by_a_person_can_still_be_read() -> None:
    deleted = tell(STORY.removal_planned(), DELETED).record
    assert told(tell(deleted, read(71, F.EMPTY)).record) == (L.GONE, None)
    assert told(tell(deleted, read(71)).record) == (L.REMOVAL_PLANNED, R.STILL_THERE)
    assert tell(replace(deleted), ClearSent(at(72), 1)).record == deleted
