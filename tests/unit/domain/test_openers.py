"""What opens a door by its lock: what is there, what is wanted, what others put there; and what is not known of it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Validity, Weekday, WeeklyWindow
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, PersonId, RecordId, SlotId
from app.domain.key_ways import KeyChart
from app.domain.lock import Capabilities, ClockState, FabricOnLock, PinRules, ScheduleLimits
from app.domain.openers import (
    DoorSeen,
    Gap,
    LockSeen,
    Moment,
    Opener,
    OpenerKind,
    OpensNow,
    gaps_of_lock,
    holders_of,
    strange_openers,
)
from app.domain.person import Person
from app.domain.revocability import Removal, Revocability
from app.domain.schedule import LockSchedule
from app.domain.slot_record import (
    ForeignBy,
    ForeignSlot,
    Proof,
    ProofBy,
    ProofLevel,
    ProofReason,
    RecordEnd,
    SlotRecord,
)
from app.domain.who import Openers, Subject, SubjectKind, reach, who
from app.domain.wishes import Wish, WishState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
YES, NO, UNKNOWN = OpensNow.YES, OpensNow.NO, OpensNow.UNKNOWN
DOOR, LOCK, OLD_LOCK = DoorId(UUID(int=1)), LockId(UUID(int=2)), LockId(UUID(int=3))
ANN = Person(PersonId(UUID(int=4)), "Ann")
PIN = Credential(CredentialId(UUID(int=5)), ANN.id, CredentialKind.PIN, "PIN", None, NOW)
CARD = replace(PIN, id=CredentialId(UUID(int=6)), kind=CredentialKind.CARD, label="", number="12")
HOLDER = Person(PersonId(UUID(int=7)), "Reserve", reserve_of=DOOR)
RESERVE = replace(PIN, id=CredentialId(UUID(int=8)), person_id=HOLDER.id)
MORNINGS = WeeklyWindow(frozenset({Weekday.MONDAY}), time(8), time(12))
EVENINGS = WeeklyWindow(frozenset({Weekday.MONDAY}), time(18), time(20))
CAN = Capabilities(
    PinRules(4, 8), 10, 10, 5, 10, ScheduleLimits(7, 2), True, True, True, False, False, True
)
SEEN = LockSeen(
    LOCK,
    BERLIN,
    Removal.DIRECT,
    has_fabrics=False,
    capabilities=CAN,
    read_at=NOW,
    reached_at=NOW,
    clock=ClockState.RIGHT,
    free_slots=(SlotId("3/3"),),
)
AT_DOOR = DoorSeen(DOOR, BERLIN, SEEN)
HOLDERS = holders_of(
    {ANN.id: ANN, HOLDER.id: HOLDER}, {one.id: one for one in (PIN, CARD, RESERVE)}
)


def wish(
    state: WishState = WishState.WANTED,
    validity: Validity = ALWAYS,
    credential: Credential = PIN,
) -> Wish:
    person_id, grant_id = credential.person_id, GrantId(UUID(int=9))
    return Wish(DOOR, person_id, credential.id, grant_id, NOW, validity, state)


def record(
    level: ProofLevel = ProofLevel.SEEN,
    reason: str | None = None,
    *,
    credential: Credential = PIN,
    proven_at: datetime | None = NOW,
    **fields: object,
) -> SlotRecord:
    made = SlotRecord(
        id=RecordId(UUID(int=credential.id.int + 100)),
        door_id=DOOR,
        lock_id=LOCK,
        credential_id=credential.id,
        grant_id=None,
        created_at=NOW,
        kind=credential.kind,
        slot=SlotId("1/1"),
        sent_at=NOW,
        proof=Proof(level, reason, by=ProofBy.LOCK, proven_at=proven_at),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def ask(
    *,
    wishes: tuple[Wish, ...] = (),
    records: tuple[SlotRecord, ...] = (),
    door: DoorSeen = AT_DOOR,
    at: datetime = NOW,
) -> Openers:
    """Who can open the door; reach of each credential there has to say the same of it."""
    moment = Moment(at, NOW)
    answer = who(door, wishes, records, HOLDERS, KeyChart(), moment)
    for opener in answer.openers:
        if opener.thing_id is not None:
            subject = Subject(SubjectKind.CREDENTIAL, opener.thing_id)
            (found,) = reach(subject, [door], wishes, records, HOLDERS, KeyChart(), moment)
            assert found.openers == (opener,)
    return answer


def only(answer: Openers) -> Opener:
    (opener,) = answer.openers
    return opener


SEEN_BEFORE = Proof(ProofLevel.SEEN, by=ProofBy.LOCK, proven_at=NOW)


@pytest.mark.parametrize(
    ("there", "opens"),
    [
        (record(ProofLevel.SEEN), YES),
        (record(ProofLevel.OPENED), YES),
        (record(ProofLevel.ACCEPTED), UNKNOWN),
        (record(ProofLevel.UNKNOWN, "no_answer"), UNKNOWN),
        (record(ProofLevel.PLANNED, sent_at=None), NO),
        (record(ProofLevel.PLANNED, "dropped", is_missing=True), NO),
        (record(ProofLevel.PLANNED, "dropped"), UNKNOWN),
        (record(ProofLevel.PLANNED, "unreachable"), UNKNOWN),
        (record(ProofLevel.REMOVAL_PLANNED, proof_before=SEEN_BEFORE), YES),
        (record(ProofLevel.REMOVAL_PLANNED, proof_before=SEEN_BEFORE, clear_sent_at=NOW), UNKNOWN),
        (record(ProofLevel.REMOVAL_PLANNED, ProofReason.STILL_THERE, clear_sent_at=NOW), YES),
        (
            record(
                ProofLevel.REMOVAL_PLANNED,
                ProofReason.STILL_THERE,
                clear_sent_at=NOW + timedelta(seconds=1),
            ),
            UNKNOWN,
        ),
        (record(ProofLevel.REMOVAL_ACCEPTED), UNKNOWN),
        (record(ProofLevel.REFUSED_AT_DOOR), UNKNOWN),
    ],
    ids=lambda given: given.proof.level if isinstance(given, SlotRecord) else given,
)
def test_only_what_the_lock_told_of_opens_for_certain(there: SlotRecord, opens: OpensNow):
    assert only(ask(wishes=(wish(),), records=(there,))).open_now is opens


def test_what_is_not_wanted_any_more_is_an_opener_until_it_is_gone():
    revoked = wish(WishState.REVOKED)
    leaving = record(ProofLevel.REMOVAL_PLANNED, proof_before=SEEN_BEFORE)
    assert only(ask(wishes=(revoked,), records=(leaving,))).open_now is YES
    assert ask(wishes=(revoked,), records=(record(ended=RecordEnd.GONE),)).openers == ()
    assert ask(wishes=(revoked,)).openers == ()
    assert only(ask(records=(leaving,))).person_id == ANN.id


def test_a_paused_wish_that_was_never_sent_opens_nothing_and_one_on_the_lock_does():
    paused = wish(WishState.PAUSED)
    assert ask(wishes=(paused,), records=(record(ProofLevel.PLANNED, sent_at=None),)).openers == ()
    assert only(ask(wishes=(paused,), records=(record(),))).open_now is YES


def test_a_wish_for_a_door_without_a_lock_is_said_and_opens_nothing():
    answer = ask(wishes=(wish(),), door=DoorSeen(DOOR, BERLIN))
    opener = only(answer)
    assert (opener.open_now, opener.revocable) == (NO, Revocability.NOW)
    assert opener.proof == Proof()
    assert answer.is_complete


def test_records_of_a_lock_that_was_taken_away_open_nothing():
    retired = record(lock_id=OLD_LOCK)
    changed = record(ProofLevel.UNKNOWN, ProofReason.LOCK_CHANGED)
    assert ask(records=(retired,)).openers == ()
    assert ask(records=(changed,)).openers == ()
    assert only(ask(wishes=(wish(),), records=(retired,))).open_now is NO


@pytest.mark.parametrize(
    ("written", "clock", "opens"),
    [
        (LockSchedule(weekly=(MORNINGS,)), ClockState.RIGHT, YES),
        (LockSchedule(weekly=(EVENINGS,)), ClockState.RIGHT, NO),
        (LockSchedule(weekly=(EVENINGS,)), ClockState.WRONG, UNKNOWN),
        (LockSchedule(weekly=(MORNINGS,)), ClockState.UNKNOWN, UNKNOWN),
        (LockSchedule(end=datetime(2026, 3, 2, 10, 0)), ClockState.RIGHT, NO),  # noqa: DTZ001
        (LockSchedule(end=datetime(2026, 3, 2, 10, 1)), ClockState.RIGHT, YES),  # noqa: DTZ001
        (LockSchedule(start=datetime(2026, 3, 2, 10, 1)), ClockState.RIGHT, NO),  # noqa: DTZ001
        (LockSchedule(is_once=True), ClockState.UNKNOWN, YES),
    ],
)
def test_what_the_lock_keeps_is_judged_by_its_own_schedule_and_clock(
    written: LockSchedule, clock: ClockState, opens: OpensNow
):
    door = replace(AT_DOOR, lock=replace(SEEN, clock=clock))
    found = ask(wishes=(wish(),), records=(record(written=written),), door=door)
    assert only(found).open_now is opens


def test_the_locks_clock_may_run_in_another_zone():
    door = replace(AT_DOOR, lock=replace(SEEN, zone=ZoneInfo("Asia/Tokyo")))  # 18:00 there
    written = LockSchedule(weekly=(EVENINGS,))
    assert only(ask(records=(record(written=written),), door=door)).open_now is YES


def test_a_used_code_for_one_use_is_not_known_to_open_again():
    used = record(ProofLevel.OPENED, written=LockSchedule(is_once=True))
    assert only(ask(wishes=(wish(),), records=(used,))).open_now is UNKNOWN


def test_what_the_program_has_to_do_until_then_is_not_taken_as_done():
    later = NOW + timedelta(hours=2)  # 12:00 in Berlin, when the morning is over
    by_program = wish(validity=Validity(weekly=(MORNINGS,)))
    assert only(ask(wishes=(by_program,), records=(record(),), at=later)).open_now is UNKNOWN
    assert only(ask(wishes=(by_program,), records=(record(),))).open_now is YES
    planned = record(ProofLevel.PLANNED, sent_at=None)
    assert only(ask(wishes=(wish(),), records=(planned,), at=later)).open_now is UNKNOWN
    by_lock = record(written=LockSchedule(weekly=(MORNINGS,)))
    assert only(ask(wishes=(by_program,), records=(by_lock,), at=later)).open_now is NO
    evening = wish(validity=Validity(weekly=(EVENINGS,)))
    assert only(ask(wishes=(evening,), records=(planned,), at=later)).open_now is NO


def test_of_an_earlier_moment_only_what_was_proven_by_then_is_certain():
    hour_ago = NOW - timedelta(hours=1)
    answer = ask(wishes=(wish(),), records=(record(),), at=hour_ago)
    assert (only(answer).open_now, answer.gaps) == (UNKNOWN, (Gap.PAST,))
    early = record(proven_at=hour_ago)
    assert only(ask(wishes=(wish(),), records=(early,), at=hour_ago)).open_now is YES


def test_a_card_is_named_by_its_number_and_taken_out_at_the_door():
    opener = only(ask(wishes=(wish(credential=CARD),), records=(record(credential=CARD),)))
    assert (opener.kind, opener.label) == (OpenerKind.CARD, "12")
    assert opener.revocable is Revocability.BY_HAND


def test_a_reserve_code_is_nobodys():
    opener = only(ask(wishes=(wish(credential=RESERVE),), records=(record(credential=RESERVE),)))
    assert (opener.kind, opener.person_id) == (OpenerKind.RESERVE_CODE, None)
    assert (opener.open_now, opener.revocable) == (YES, Revocability.NOW)


def test_a_lock_that_did_not_answer_lately_has_to_be_in_reach_to_take_a_code_back():
    door = replace(AT_DOOR, lock=replace(SEEN, reached_at=NOW - timedelta(hours=1)))
    assert only(ask(records=(record(),), door=door)).revocable is Revocability.IN_REACH


FOREIGN = ForeignSlot(LOCK, SlotId("4/4"), "occupied", ForeignBy.KEYPAD, NOW, NOW, is_ignored=True)


def test_places_of_others_and_other_ecosystems_are_openers_ignored_ones_too():
    fabrics = (
        FabricOnLock(1, "Lockchart", 65521, True),
        FabricOnLock(2, "Home", 4937, False),
        FabricOnLock(3, "", 4939, None),
    )
    lock = replace(SEEN, has_fabrics=True, fabrics=fabrics, foreign=(FOREIGN,))
    answer = ask(door=replace(AT_DOOR, lock=lock))
    assert [(o.kind, o.label, o.open_now) for o in answer.openers] == [
        (OpenerKind.FOREIGN_SLOT, "4/4", UNKNOWN),
        (OpenerKind.OTHER_FABRIC, "Home", YES),
        (OpenerKind.OTHER_FABRIC, "0x134b", UNKNOWN),
    ]
    assert answer.is_complete
    assert list(strange_openers(lock)) == list(answer.openers)


@pytest.mark.parametrize(
    ("lock", "gaps"),
    [
        (None, ()),
        (SEEN, ()),
        (replace(SEEN, read_at=None), (Gap.NEVER_READ,)),
        (replace(SEEN, read_at=NOW - timedelta(days=31)), (Gap.READ_LONG_AGO,)),
        (replace(SEEN, capabilities=replace(CAN, can_read_slots=False)), (Gap.CANNOT_READ,)),
        (replace(SEEN, has_fabrics=True), (Gap.FABRICS_UNREAD,)),
        (
            replace(SEEN, read_at=None, has_fabrics=True),
            (Gap.NEVER_READ, Gap.FABRICS_UNREAD),
        ),
    ],
)
def test_what_was_never_read_makes_the_answer_incomplete(
    lock: LockSeen | None, gaps: tuple[Gap, ...]
):
    assert gaps_of_lock(lock, Moment(NOW, NOW)) == gaps
    answer = ask(door=replace(AT_DOOR, lock=lock))
    assert (answer.gaps, answer.is_complete) == (gaps, not gaps)


def test_an_unknown_entry_makes_the_answer_incomplete():
    lost = record(ProofLevel.UNKNOWN, ProofReason.NO_ANSWER)
    assert ask(records=(lost,)).gaps == (Gap.UNKNOWN_ENTRY,)
