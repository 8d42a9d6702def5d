"""The proof table walked at random against a plain oracle: a lock that is a dict, and what it has really told.

The lock may drop what it accepted, lag, lose, be tampered with, be used at the keypad. The oracle keeps no levels: it keeps what the
lock has told since the last sending, and from that alone says what the program must never claim.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.credential import CredentialKind
from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.evidence import (
    ClearAccepted,
    ClearFailed,
    ClearSent,
    DoorEvent,
    GrantedAgain,
    Happening,
    LockAccepted,
    LockRefused,
    NoAnswerCame,
    PersonDeleted,
    PersonEntered,
    PersonTriedOpened,
    PersonTriedRefused,
    Revoked,
    SendingBegan,
    Unreachable,
    ValidityChanged,
)
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId, SlotId
from app.domain.outcome import Outcome, is_above
from app.domain.proof import advance, granted
from app.domain.reading import interpret_events, interpret_reading
from app.domain.schedule import UNRESTRICTED
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.domain.slot_record import ProofBy, ProofLevel, ProofReason, RecordEnd
from app.domain.standing import Severity, may_be_on_lock, severity

LOCK = LockId(UUID(int=1))
SLOTS = (SlotId("1"), SlotId("2"))
SETTLE = timedelta(seconds=15)
OURS, OTHERS = "ours", "others"
L = ProofLevel


class DictLock:
    """A lock's slots: who is in them. What it says lags behind what it does by `lag_s`."""

    def __init__(self) -> None:
        self.slots: dict[SlotId, tuple[int, str]] = {}
        self.shown: dict[SlotId, tuple[int, str]] = {}
        self.drops = False
        self.is_lagging = False
        self.number = 0
        self.events: list[LockEvent] = []
        self.openers: dict[int, tuple[int, str]] = {}

    def settle(self) -> None:
        self.shown = dict(self.slots)

    def changed(self) -> None:
        if not self.is_lagging:
            self.settle()

    def tell(self, action: EventAction, slot: SlotId, *, by_us: bool | None = None) -> None:
        is_door = action in {EventAction.UNLOCK, EventAction.LOCK}
        kind = LockEventKind.OPERATION if is_door else LockEventKind.USER_CHANGE
        source = EventSource.KEYPAD if is_door else EventSource.REMOTE
        self.number += 1
        self.events.append(LockEvent(self.number, None, kind, action, source, (slot,), by_us))

    def read(self, at: datetime) -> SlotReading:
        contents = tuple(
            SlotContent(
                slot,
                SlotState.OCCUPIED,
                CredentialKind.PIN,
                unique_id=number,
                is_enabled=True,
                made_by_us=hand == OURS,
                changed_by_us=hand == OURS,
                schedule=UNRESTRICTED,
            )
            for slot, (number, hand) in self.shown.items()
        )
        return SlotReading(contents, True, at, self.number)


class ProofMachine(RuleBasedStateMachine):
    """One record, one lock, and everything that may happen to either."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 5, 4, tzinfo=UTC)
        self.lock = DictLock()
        self.drawn: set[int] = set()
        self._begin()

    def _begin(self) -> None:
        self.record = granted(
            RecordId(UUID(int=2)),
            DoorId(UUID(int=3)),
            LOCK,
            CredentialId(UUID(int=4)),
            GrantId(UUID(int=5)),
            self.now,
        )
        self.last = Outcome(self.record)
        self.before = self.record
        self._forget()

    def _forget(self) -> None:
        """The oracle: what the lock itself has told since the last sending, and the last thing it told."""
        self.was_read_ours = self.has_opened = self.was_read_absent = False
        self.last_told = ""
        self.was_touched = False

    @precondition(lambda self: self.record.ended is not None)
    @rule()
    def grant_anew(self) -> None:
        if self.record.slot is not None:
            self.lock.slots.pop(self.record.slot, None)
            self.lock.settle()
        self._begin()

    def _take(self, happening: Happening) -> None:
        self.before = self.record
        self.last = advance(self.record, happening, settle=SETTLE)
        self.record = self.last.record
        self._check()

    def _check(self) -> None:
        before, after = self.before, self.record
        told = (before.proof.level, before.proof.reason, before.ended)
        assert self.last.is_change is (told != (after.proof.level, after.proof.reason, after.ended))
        if self.last.is_alarm:
            assert after.proof.level is L.REMOVAL_PLANNED
            assert severity(after) is Severity.ALARM

    @property
    def _is_wanted(self) -> bool:
        return self.record.ended is None and self.record.proof.level in {
            L.PLANNED,
            L.ACCEPTED,
            L.SEEN,
            L.OPENED,
            L.UNKNOWN,
        }

    # --- time, and the lock by itself -----------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 5, 20]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        if seconds >= SETTLE.total_seconds():
            self.lock.settle()

    @rule(drops=st.booleans(), is_lagging=st.booleans())
    def the_lock_changes_its_manners(self, drops: bool, is_lagging: bool) -> None:
        self.lock.drops, self.lock.is_lagging = drops, is_lagging
        self.lock.changed()

    @rule(slot=st.sampled_from(SLOTS))
    def the_lock_loses_a_slot(self, slot: SlotId) -> None:
        self.lock.slots.pop(slot, None)
        self.lock.settle()

    @rule(slot=st.sampled_from(SLOTS))
    def another_hand_takes_a_slot(self, slot: SlotId) -> None:
        self.lock.slots[slot] = (0, OTHERS)
        self.lock.settle()
        self.lock.tell(EventAction.MODIFY, slot, by_us=False)

    @rule(slot=st.sampled_from(SLOTS), opens=st.booleans())
    def somebody_uses_the_keypad(self, slot: SlotId, opens: bool) -> None:
        if slot in self.lock.slots:
            self.lock.tell(EventAction.UNLOCK if opens else EventAction.LOCK, slot)
            self.lock.openers[self.lock.number] = self.lock.slots[slot]

    # --- what the program does ------------------------------------------------------------------

    @rule(
        slot=st.sampled_from(SLOTS),
        answer=st.sampled_from(["yes", "yes", "yes", "no", "silence", "lost"]),
        is_read_back=st.booleans(),
    )
    def apply(self, slot: SlotId, answer: str, is_read_back: bool) -> None:
        """What apply does: catch up, write or clear, read back."""
        self._read()
        if self.record.ended is None and self.record.proof.level is L.PLANNED:
            self._write(slot, answer)
        elif self.record.proof.level is L.REMOVAL_PLANNED:
            self._clear(answer)
        if is_read_back:
            self._read()
            self.time_passes(20)
            self._read()

    def _write(self, slot: SlotId, answer: str) -> None:
        slot = self.record.slot if may_be_on_lock(self.record) and self.record.slot else slot
        self._hear()
        if self.record.proof.level is not L.PLANNED:
            return
        held = self.lock.slots.get(slot)
        if held is not None and held[0] not in self.drawn:
            return
        number = held[0] if held is not None else max(self.drawn, default=40) + 1
        self.drawn.add(number)
        was_empty = held is None
        self._take(SendingBegan(self.now, slot, number, self.lock.number, was_empty))
        self._forget()
        if answer != "no" and answer != "lost" and self._keeps():
            self.lock.slots[slot] = (number, OURS)
            self.lock.changed()
            self.lock.tell(EventAction.ADD if was_empty else EventAction.MODIFY, slot, by_us=True)
        if answer == "yes":
            self._take(LockAccepted(self.now))
            assert self.record.proof.level is L.ACCEPTED
        elif answer == "no":
            self._take(LockRefused(self.now))
            assert self.record.proof.level is L.PLANNED
        else:
            self._take(NoAnswerCame(self.now))
            assert self.record.proof.level is L.UNKNOWN

    def _clear(self, answer: str) -> None:
        self._hear()
        slot = self.record.slot
        if self.record.proof.level is not L.REMOVAL_PLANNED or self.record.is_taken or not slot:
            return
        self._take(ClearSent(self.now, self.lock.number))
        self.was_read_ours = self.has_opened = self.was_read_absent = False
        if answer in {"yes", "silence"} and self._keeps():
            self.lock.slots.pop(slot, None)
            self.lock.changed()
            self.lock.tell(EventAction.CLEAR, slot, by_us=True)
        if answer == "yes":
            self._take(ClearAccepted(self.now))
            assert self.record.proof.level is L.REMOVAL_ACCEPTED
        else:
            reason = ProofReason.REFUSED if answer == "no" else ProofReason.NO_ANSWER
            self._take(ClearFailed(self.now, reason))
            assert self.record.proof.level is L.REMOVAL_PLANNED

    def _keeps(self) -> bool:
        return not self.lock.drops

    def _hear(self) -> None:
        """Fetch the events; the oracle notes those of the record's slot after its last sending."""
        events, self.lock.events = self.lock.events, []
        record = self.record
        found = interpret_events([record], events, received_at=self.now)
        for event in events:
            is_ours = record.slot in event.slots and (
                record.mark is not None and event.number > record.mark
            )
            opener = self.lock.openers.get(event.number)
            is_opener = opener == (record.unique_id, OURS)
            if is_ours and is_opener and event.action is EventAction.UNLOCK:
                self.has_opened = True
                self.last_told = "opened"
            if is_ours and event.by_us is False:
                self.last_told = "other hand"
                self.was_touched = True
        for report in found.get(record.id, ()):
            level, reason = self.record.proof.level, self.record.proof.reason
            self._take(report)
            if isinstance(report, DoorEvent) and is_above(report.number, record.mark):
                removed = level in {L.REMOVAL_ACCEPTED, L.REFUSED_AT_DOOR, L.GONE}
                unanswered = level is L.UNKNOWN and reason in {"no_answer", "not_read"}
                assert self.last.is_alarm is removed
                if level in {L.ACCEPTED, L.SEEN, L.OPENED} or unanswered:
                    assert self.record.proof.level is L.OPENED

    @rule()
    def hear(self) -> None:
        self._hear()

    @rule(is_complete=st.sampled_from([True, True, True, False]))
    def read(self, is_complete: bool) -> None:
        self._read(is_complete=is_complete)

    def _read(self, *, is_complete: bool = True) -> None:
        self._hear()
        reading = self.lock.read(self.now)
        reading = SlotReading(reading.slots, is_complete, self.now, reading.highest_event)
        said = interpret_reading([self.record], reading, lock_id=LOCK, known_unique_ids=self.drawn)
        happening = said.happenings.get(self.record.id)
        if happening is None:
            return
        level = self.record.proof.level
        if is_complete and self.record.slot is not None:
            shown = self.lock.shown.get(self.record.slot)
            is_ours = shown == (self.record.unique_id, OURS)
            self.was_read_ours = self.was_read_ours or is_ours
            self.was_read_absent = not is_ours
            self.last_told = "ours" if is_ours else "empty" if shown is None else "taken"
        expected = self._expected_after_reading() if is_complete else None
        self._take(happening)
        if expected is not None:
            assert self.record.proof.level is expected
            assert self.last.is_alarm is (level is L.GONE and expected is L.REMOVAL_PLANNED)
        if not is_complete and level not in {L.REMOVAL_ACCEPTED, L.REFUSED_AT_DOOR, L.GONE}:
            assert self.record.proof.level is level
        if is_complete and self.last_told == "ours" and level is L.ACCEPTED:
            seen = self.record.proof.level is L.SEEN
            assert seen or self.record.proof.reason == ProofReason.VALUE_UNPROVEN

    def _expected_after_reading(self) -> ProofLevel | None:
        """What a person with the table beside them would write down; None where the story is too long for that."""
        record, level = self.record, self.record.proof.level
        sent_at, cleared_at = record.answered_at or record.sent_at, record.clear_answered_at
        if sent_at is None or level is L.PLANNED or (record.proof.reason == "other_hand"):
            return None
        is_settled = self.now - sent_at >= SETTLE
        began_at, read_at = record.sent_at or sent_at, record.proof.read_at
        is_young = not is_settled and (read_at is None or read_at < began_at)
        on_lock = {L.ACCEPTED, L.UNKNOWN}
        match self.last_told:
            case "ours" if level in on_lock:
                return L.SEEN if record.was_empty and not self.was_touched else None
            case "ours" if level in {L.SEEN, L.OPENED, L.REMOVAL_PLANNED}:
                return level
            case "ours" if level is L.GONE:
                return L.REMOVAL_PLANNED
            case "ours":
                is_clear_settled = cleared_at is None or self.now - cleared_at >= SETTLE
                return L.REMOVAL_PLANNED if is_clear_settled else level
            case "empty" if level in on_lock:
                return L.PLANNED if is_settled else level
            case "empty" if is_young or level is L.GONE:
                return level
            case "empty":
                return L.PLANNED if level in {L.SEEN, L.OPENED} else L.GONE
            case _:
                if level in on_lock | {L.SEEN, L.OPENED}:
                    return L.UNKNOWN
                was_cleared = cleared_at is not None or record.is_missing
                is_leaving = level in {L.REMOVAL_ACCEPTED, L.REFUSED_AT_DOOR}
                return L.GONE if is_leaving and was_cleared else None

    # --- what people want and say ---------------------------------------------------------------

    @precondition(lambda self: may_be_on_lock(self.record))
    @rule()
    def revoke(self) -> None:
        was_sent = may_be_on_lock(self.record)
        was_wanted = self._is_wanted
        self._take(Revoked(self.now))
        if was_wanted:
            withdrawn = self.record.ended is RecordEnd.WITHDRAWN
            assert withdrawn is not was_sent

    @rule()
    def grant_again(self) -> None:
        level, clear_sent_at = self.record.proof.level, self.record.clear_sent_at
        before = self.record.proof_before
        self._take(GrantedAgain(self.now))
        if level is L.REMOVAL_PLANNED and clear_sent_at is None and before is not None:
            assert self.record.proof.level is before.level
        elif level in {L.REMOVAL_PLANNED, L.REMOVAL_ACCEPTED} and self.record.ended is None:
            assert self.record.proof.level is L.UNKNOWN

    @precondition(lambda self: may_be_on_lock(self.record))
    @rule()
    def change_the_validity(self) -> None:
        self._take(ValidityChanged(self.now))

    @rule()
    def the_lock_is_out_of_reach(self) -> None:
        self._take(Unreachable(self.now))
        assert self.record.proof.level is self.before.proof.level

    @rule(
        word=st.sampled_from([PersonEntered, PersonDeleted, PersonTriedRefused, PersonTriedOpened])
    )
    def a_person_speaks(
        self,
        word: type[PersonEntered | PersonDeleted | PersonTriedRefused | PersonTriedOpened],
    ) -> None:
        self._take(word(self.now, "Ada"))
        if self.record.proof.level is not self.before.proof.level:
            assert self.record.proof.by is ProofBy.PERSON
            assert self.record.proof.level not in {L.SEEN, L.GONE}
            assert self.record.proof.level is not L.OPENED or word is PersonTriedOpened

    # --- what must never be claimed -------------------------------------------------------------

    @invariant()
    def seen_was_read_since_it_was_sent(self) -> None:
        if self.record.proof.level is L.SEEN:
            assert self.was_read_ours
            assert self.last_told == "ours"
            assert self.record.proof.by is ProofBy.LOCK

    @invariant()
    def opened_was_told_by_the_lock_or_a_person(self) -> None:
        if self.record.proof.level is L.OPENED and self.record.proof.by is ProofBy.LOCK:
            assert self.has_opened
            began_at, read_at = self.record.sent_at, self.record.proof.read_at
            is_read = read_at is not None and began_at is not None and read_at >= began_at
            assert self.last_told in {"opened", "ours"} or not is_read

    @invariant()
    def gone_was_read_as_not_there(self) -> None:
        if self.record.proof.level is L.GONE:
            assert self.was_read_absent
            assert self.record.ended is RecordEnd.GONE

    @invariant()
    def only_seen_and_opened_are_green(self) -> None:
        is_green = severity(self.record) is Severity.PROVEN
        assert is_green is (
            self.record.proof.level in {L.SEEN, L.OPENED} and self.record.ended is None
        )

    @invariant()
    def what_is_on_the_lock_is_not_forgotten(self) -> None:
        """Our entry on the lock belongs to a record that knows it may be there, until a reading said otherwise."""
        held = self.lock.slots.get(self.record.slot) if self.record.slot is not None else None
        if held is not None and held == (self.record.unique_id, OURS):
            assert may_be_on_lock(self.record) or self.was_read_absent

    @invariant()
    def a_planned_record_claims_no_proof(self) -> None:
        if self.record.proof.level is L.PLANNED:
            assert self.record.proof.by is None
            assert self.record.proof.proven_at is None


class DroppingMachine(ProofMachine):
    """A lock that says yes and keeps nothing, whatever it is sent."""

    def _keeps(self) -> bool:
        return False

    @invariant()
    def nothing_gets_past_accepted(self) -> None:
        is_by_person = self.record.proof.by is ProofBy.PERSON
        assert self.record.proof.level is not L.SEEN
        assert self.record.proof.level is not L.OPENED or is_by_person


def test_the_table_never_claims_more_than_the_lock_told() -> None:
    run_state_machine_as_test(ProofMachine, settings=BUDGET)  # pyright: ignore[reportUnknownMemberType]


def test_a_lock_that_says_yes_and_drops_the_code_never_gets_past_accepted() -> None:
    run_state_machine_as_test(DroppingMachine, settings=BUDGET)  # pyright: ignore[reportUnknownMemberType]


BUDGET = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
