"""A reading or a list of events, turned into what it says of each record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.evidence import (
    ChangeEvent,
    ClearedEvent,
    CompleteRead,
    DoorEvent,
    IncompleteRead,
    LockReport,
    RefusedAtDoorEvent,
    SlotFinding,
)
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.ids import SlotId
from app.domain.outcome import Outcome
from app.domain.proof import advance
from app.domain.reading import InterpretedReading, Values, interpret_events, interpret_reading
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.domain.slot_record import ForeignBy, ForeignSlot, ProofLevel, SlotRecord
from tests.unit.domain.proof_story import (
    LOCK,
    MARK,
    OTHER_SLOT,
    SLOT,
    STORY,
    UNIQUE_ID,
    at,
    began,
    new_record,
    tell,
)

F = SlotFinding
PIN = Secret("2580")
MOMENT = at(40)
OURS = SlotContent(
    SLOT,
    SlotState.OCCUPIED,
    CredentialKind.PIN,
    user="1",
    unique_id=UNIQUE_ID,
    name="Ada",
    is_enabled=True,
    made_by_us=True,
    changed_by_us=True,
    schedule=UNRESTRICTED,
)
ALONE = replace(OURS, slot=SlotId("user 1"), kind=None)
STRANGER = replace(
    OURS,
    slot=OTHER_SLOT,
    user="2",
    unique_id=99,
    made_by_us=False,
    changed_by_us=False,
    made_by="fabric 2",
)
MORNINGS = LockSchedule(
    weekly=(WeeklyWindow(frozenset({Weekday.MONDAY, Weekday.FRIDAY}), time(8), time(12)),)
)


def reading(
    *contents: SlotContent, is_complete: bool = True, highest_event: int | None = None
) -> SlotReading:
    return SlotReading(contents, is_complete, at(60), highest_event)


def interpret(
    records: Sequence[SlotRecord],
    said: SlotReading,
    *,
    drawn: Sequence[int] = (UNIQUE_ID,),
    values: Values | None = None,
    known: Sequence[ForeignSlot] = (),
) -> InterpretedReading:
    return interpret_reading(
        records, said, lock_id=LOCK, known_unique_ids=drawn, values=values, known_foreign=known
    )


def finding(record: SlotRecord, *contents: SlotContent) -> SlotFinding:
    happening = interpret([record], reading(*contents)).happenings[record.id]
    assert isinstance(happening, CompleteRead)
    return happening.finding


def test_our_user_and_credential_as_written_are_ours() -> None:
    record = STORY.accepted()
    said = interpret([record], reading(OURS, highest_event=140))
    assert said.happenings[record.id] == CompleteRead(at(60), F.OURS, highest_event=140)
    assert said.foreign == ()
    assert said.unfinished == ()
    assert said.is_complete


def test_the_name_is_no_part_of_ours() -> None:
    assert finding(STORY.accepted(), replace(OURS, name="Somebody")) is F.OURS


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (replace(OURS, made_by_us=False), F.OTHER_HAND),
        (replace(OURS, changed_by_us=False), F.OTHER_HAND),
        (replace(OURS, kind=CredentialKind.CARD), F.OTHER_HAND),
        (replace(OURS, is_enabled=False), F.DISABLED),
        (replace(OURS, schedule=MORNINGS), F.NOT_AS_WRITTEN),
        (replace(OURS, unique_id=99), F.TAKEN),
        (replace(OURS, unique_id=None), F.TAKEN),
        (replace(OURS, unique_id=None, made_by_us=None), F.MASKED),
        (replace(OURS, made_by_us=None), F.MASKED),
        (replace(OURS, is_enabled=None), F.MASKED),
        (replace(OURS, schedule=None), F.MASKED),
        (replace(OURS, changed_by_us=None), F.OURS),
        (replace(OURS, state=SlotState.EMPTY), F.EMPTY),
        (replace(OURS, kind=None), F.UNFINISHED),
        (ALONE, F.UNFINISHED),
        (replace(OURS, slot=OTHER_SLOT), F.OTHER_HAND),
        (STRANGER, F.EMPTY),
    ],
)
def test_the_weakest_part_counts(content: SlotContent, expected: SlotFinding) -> None:
    assert finding(STORY.accepted(), content) is expected


def test_a_contradiction_outweighs_doubt() -> None:
    assert finding(STORY.accepted(), replace(OURS, made_by_us=False, schedule=None)) is (
        F.OTHER_HAND
    )


def test_an_empty_lock_is_empty() -> None:
    assert finding(STORY.accepted()) is F.EMPTY


def test_windows_grouped_otherwise_are_the_same_schedule() -> None:
    record = tell(new_record(), began(schedule=MORNINGS)).record
    apart = LockSchedule(
        weekly=tuple(
            WeeklyWindow(frozenset({day}), time(8), time(12))
            for day in (Weekday.FRIDAY, Weekday.MONDAY)
        )
    )
    assert finding(record, replace(OURS, schedule=apart)) is F.OURS
    assert finding(record, replace(OURS, schedule=UNRESTRICTED)) is F.NOT_AS_WRITTEN


def test_a_value_that_the_lock_gives_is_compared() -> None:
    record = STORY.accepted()
    values = {record.credential_id: PIN}

    def said(content: SlotContent) -> object:
        return interpret([record], reading(content), values=values).happenings[record.id]

    given = replace(OURS, state=SlotState.KNOWN, value=PIN)
    assert said(given) == CompleteRead(at(60), F.OURS, is_value_read=True)
    assert said(replace(given, made_by_us=None)) == CompleteRead(at(60), F.OURS, True)
    assert said(replace(given, unique_id=None)) == CompleteRead(at(60), F.OURS, True)
    other = replace(given, value=Secret("9999"))
    assert said(other) == CompleteRead(at(60), F.OTHER_HAND)
    assert said(replace(other, unique_id=None, made_by_us=None)) == CompleteRead(at(60), F.TAKEN)
    assert finding(record, given) is F.OURS


def test_without_a_number_only_the_value_tells() -> None:
    record = replace(STORY.accepted(), unique_id=None)
    assert finding(record) is F.EMPTY
    assert finding(record, OURS) is F.TAKEN
    assert finding(record, replace(OURS, unique_id=None, made_by_us=None)) is F.MASKED


@pytest.mark.parametrize(
    "said",
    [
        reading(OURS, is_complete=False),
        reading(OURS, replace(STRANGER, state=SlotState.UNKNOWN)),
    ],
)
def test_a_reading_with_a_slot_that_did_not_answer_is_incomplete(said: SlotReading) -> None:
    record = STORY.accepted()
    result = interpret([record], said)
    assert result.happenings[record.id] == IncompleteRead(at(60), F.OURS)
    assert not result.is_complete


def test_a_slot_that_did_not_answer_is_masked_and_nobodys() -> None:
    record = STORY.accepted()
    result = interpret([record], reading(replace(OURS, state=SlotState.UNKNOWN)))
    assert result.happenings[record.id] == IncompleteRead(at(60), F.MASKED)
    assert result.foreign == ()


def test_records_never_sent_or_of_a_lost_lock_hear_nothing() -> None:
    lost = replace(STORY.seen(), proof=replace(STORY.seen().proof, reason="lock_changed"))
    assert interpret([new_record(), lost], reading(OURS)).happenings == {}


# --- what is nobody's we know -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "by"),
    [
        (STRANGER, ForeignBy.OTHER_FABRIC),
        (replace(STRANGER, made_by="keypad"), ForeignBy.KEYPAD),
        (replace(STRANGER, made_by_us=None, changed_by_us=None), ForeignBy.UNKNOWN),
        (replace(STRANGER, made_by_us=True, changed_by_us=True), ForeignBy.OUR_KEYS),
        (replace(STRANGER, made_by_us=True, changed_by_us=False), ForeignBy.OTHER_FABRIC),
        (replace(STRANGER, kind=None), ForeignBy.OTHER_FABRIC),
        (replace(STRANGER, user=None, unique_id=None), ForeignBy.OTHER_FABRIC),
        (replace(ALONE, made_by_us=False), ForeignBy.OTHER_FABRIC),
    ],
)
def test_what_no_record_claims_is_foreign(content: SlotContent, by: ForeignBy) -> None:
    said = interpret([], reading(content))
    assert said.foreign == (ForeignSlot(LOCK, content.slot, "occupied", by, at(60), at(60)),)
    assert said.unfinished == ()


def test_a_code_of_ours_that_this_file_does_not_know_is_foreign_by_our_keys() -> None:
    said = interpret([], reading(OURS))
    assert [slot.by for slot in said.foreign] == [ForeignBy.OUR_KEYS]


def test_our_user_without_a_credential_is_unfinished_and_not_foreign() -> None:
    said = interpret([], reading(ALONE))
    assert said.unfinished == (ALONE,)
    assert said.foreign == ()
    assert interpret([], reading(ALONE), drawn=()).foreign != ()
    assert interpret([STORY.unknown()], reading(ALONE), drawn=()).unfinished == (ALONE,)


@pytest.mark.parametrize(
    "content",
    [
        replace(OURS, changed_by_us=False),
        replace(OURS, is_enabled=False),
        replace(OURS, schedule=MORNINGS),
        replace(OURS, unique_id=99),
    ],
)
def test_what_another_hand_made_of_ours_is_foreign_too(content: SlotContent) -> None:
    record = STORY.seen()
    said = interpret([record], reading(content))
    assert [slot.slot for slot in said.foreign] == [SLOT]
    outcome = advance(record, said.happenings[record.id])
    assert outcome.record.proof.level is ProofLevel.UNKNOWN


def test_an_unfinished_write_of_our_own_is_not_foreign() -> None:
    said = interpret([STORY.unknown()], reading(replace(OURS, schedule=MORNINGS)))
    assert said.foreign == ()


def test_foreign_slots_keep_since_when_and_whether_they_are_ignored() -> None:
    old = ForeignSlot(
        LOCK, OTHER_SLOT, "occupied", ForeignBy.OTHER_FABRIC, at(1), at(1), is_ignored=True
    )
    (kept,) = interpret([], reading(STRANGER), known=[old]).foreign
    assert (kept.since, kept.seen_at, kept.is_ignored) == (at(1), at(60), True)
    other = replace(old, by=ForeignBy.KEYPAD)
    (fresh,) = interpret([], reading(STRANGER), known=[other]).foreign
    assert (fresh.since, fresh.is_ignored) == (at(60), False)


def test_an_incomplete_reading_forgets_no_foreign_slot() -> None:
    old = ForeignSlot(LOCK, OTHER_SLOT, "occupied", ForeignBy.OTHER_FABRIC, at(1), at(1))
    assert interpret([], reading(is_complete=False), known=[old]).foreign == (old,)
    unanswered = reading(replace(STRANGER, state=SlotState.UNKNOWN))
    assert interpret([], unanswered, known=[old]).foreign == (old,)
    emptied = reading(SlotContent(OTHER_SLOT, SlotState.EMPTY), is_complete=False)
    assert interpret([], emptied, known=[old]).foreign == ()
    assert interpret([], reading(), known=[old]).foreign == ()


def test_what_came_back_is_told_to_the_record_that_was_gone() -> None:
    gone = STORY.gone()
    late = replace(reading(OURS), read_at=at(300))
    said = interpret([gone], late)
    assert advance(gone, said.happenings[gone.id]).is_alarm
    assert said.foreign == ()


def test_a_record_that_is_gone_is_silent_while_its_credential_lives_again() -> None:
    again = replace(new_record(1), id=STORY.gone().id, unique_id=12)
    again = tell(again, began(400, slot=OTHER_SLOT, unique_id=12)).record
    gone = replace(STORY.gone(), id=new_record(9).id)
    said = interpret([gone, again], reading(OURS))
    assert set(said.happenings) == {again.id}
    assert [slot.by for slot in said.foreign] == [ForeignBy.OUR_KEYS]


# --- events -------------------------------------------------------------------------------------


def event(
    number: int,
    kind: LockEventKind = LockEventKind.OPERATION,
    action: EventAction = EventAction.UNLOCK,
    source: EventSource = EventSource.KEYPAD,
    *,
    slots: Sequence[SlotId] = (SLOT,),
    by_us: bool | None = None,
    code: str | None = None,
    moment: datetime | None = MOMENT,
) -> LockEvent:
    return LockEvent(number, moment, kind, action, source, tuple(slots), by_us, code)


def heard(record: SlotRecord, *events: LockEvent) -> tuple[LockReport, ...]:
    return interpret_events([record], events, received_at=at(90)).get(record.id, ())


@pytest.mark.parametrize("action", [EventAction.UNLOCK, EventAction.UNLATCH])
@pytest.mark.parametrize("source", [EventSource.KEYPAD, EventSource.READER])
def test_opening_at_the_keypad_or_reader_is_a_door_event(
    action: EventAction, source: EventSource
) -> None:
    found = heard(STORY.seen(), event(MARK + 1, action=action, source=source))
    assert found == (DoorEvent(at(40), MARK + 1),)


@pytest.mark.parametrize(
    "other",
    [
        event(MARK + 1, action=EventAction.LOCK),
        event(MARK + 1, source=EventSource.REMOTE, by_us=True),
        event(MARK + 1, source=EventSource.MANUAL),
        event(MARK + 1, slots=[OTHER_SLOT]),
        event(MARK + 1, slots=[]),
        event(MARK + 1, kind=LockEventKind.ALARM),
        event(MARK + 1, kind=LockEventKind.DOOR),
        event(MARK),
    ],
)
def test_locking_remote_commands_and_other_credentials_are_no_door_event(other: LockEvent) -> None:
    assert heard(STORY.seen(), other) == ()


def test_an_event_without_a_time_is_dated_when_it_was_received() -> None:
    assert heard(STORY.seen(), event(MARK + 1, moment=None)) == (DoorEvent(at(90), MARK + 1),)


def test_events_are_told_in_order_of_their_numbers() -> None:
    found = heard(STORY.seen(), event(MARK + 3), event(MARK + 1), event(MARK + 2))
    assert [report.number for report in found] == [MARK + 1, MARK + 2, MARK + 3]


@pytest.mark.parametrize(
    ("by_us", "source", "told"),
    [
        (True, EventSource.REMOTE, True),
        (False, EventSource.REMOTE, False),
        (None, EventSource.REMOTE, None),
        (None, EventSource.KEYPAD, False),
        (None, EventSource.MANUAL, False),
    ],
)
def test_changes_say_by_whose_hand(
    by_us: bool | None, source: EventSource, told: bool | None
) -> None:
    kind = LockEventKind.USER_CHANGE
    changed = event(MARK + 1, kind, EventAction.MODIFY, source, by_us=by_us)
    cleared = event(MARK + 2, kind, EventAction.CLEAR, source, by_us=by_us)
    assert heard(STORY.seen(), changed, cleared) == (
        ChangeEvent(at(40), MARK + 1, told, EventAction.MODIFY),
        ClearedEvent(at(40), MARK + 2, told),
    )


def test_an_error_event_at_the_door_names_the_credential() -> None:
    kind = LockEventKind.OPERATION_ERROR
    record = STORY.removal_planned()
    found = heard(record, event(MARK + 1, kind, code="invalid_credential"))
    assert found == (RefusedAtDoorEvent(at(40), MARK + 1),)
    assert heard(record, event(MARK + 1, kind, code="restricted")) == ()
    assert heard(record, event(MARK + 1, kind, code="low_battery")) == ()
    assert heard(record, event(MARK + 1, kind, source=EventSource.REMOTE)) == ()
    unreadable = interpret_events(
        [record], [event(MARK + 1, kind)], received_at=at(90), can_be_read=False
    )
    assert unreadable[record.id] == (RefusedAtDoorEvent(at(40), MARK + 1, can_be_read=False),)


def _successor(mark: int) -> SlotRecord:
    return tell(new_record(2), began(400, mark=mark, unique_id=4712)).record


def test_an_event_in_a_slot_used_twice_belongs_to_the_one_sent_last_before_it() -> None:
    gone, next_one = STORY.gone(), _successor(300)
    found = interpret_events([next_one, gone], [event(250), event(350)], received_at=at(500))
    assert [report.number for report in found[gone.id]] == [250]
    assert [report.number for report in found[next_one.id]] == [350]


def test_between_equal_marks_the_living_record_is_meant() -> None:
    gone = STORY.gone()
    next_one = _successor(gone.mark or 0)
    found = interpret_events([gone, next_one], [event(350)], received_at=at(500))
    assert set(found) == {next_one.id}


def test_a_record_that_is_gone_is_not_blamed_for_a_foreign_code_in_its_slot() -> None:
    gone, events = STORY.gone(), [event(350)]
    assert set(interpret_events([gone], events, received_at=at(500))) == {gone.id}
    foreign = interpret_events([gone], events, received_at=at(500), foreign_slots={SLOT})
    assert foreign == {}
    living = interpret_events([STORY.seen()], events, received_at=at(500), foreign_slots={SLOT})
    assert set(living) == {STORY.seen().id}


def test_without_a_mark_an_event_has_no_owner() -> None:
    record = tell(new_record(), began(mark=None)).record
    assert heard(record, event(5)) == ()


def test_a_reading_and_its_events_tell_the_whole_story() -> None:
    record = STORY.accepted()
    said = interpret([record], replace(reading(OURS), read_at=at(2)))
    outcome = Outcome(record)
    for happening in (said.happenings[record.id], *heard(record, event(MARK + 4))):
        outcome = advance(outcome.record, happening, settle=timedelta(seconds=15))
    assert outcome.record.proof.level is ProofLevel.OPENED
