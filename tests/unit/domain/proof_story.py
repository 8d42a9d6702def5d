"""Records brought to a level by the happenings that lead there; shared by the tests of the proof table."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.evidence import (
    ClearAccepted,
    ClearSent,
    CompleteRead,
    DoorEvent,
    Happening,
    LockAccepted,
    PersonTriedRefused,
    Revoked,
    SendingBegan,
    SlotFinding,
)
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId, SlotId
from app.domain.outcome import Outcome
from app.domain.proof import advance, granted
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_record import SlotRecord

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
SETTLE = timedelta(seconds=15)
SLOT = SlotId("user 1 / pin 1")
OTHER_SLOT = SlotId("user 2 / pin 2")
UNIQUE_ID = 4711
MARK = 100
CLEAR_MARK = 200
LOCK = LockId(UUID(int=3))
DOOR = DoorId(UUID(int=2))


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def new_record(number: int = 1, lock_id: LockId | None = LOCK) -> SlotRecord:
    return granted(
        RecordId(UUID(int=100 + number)),
        DOOR,
        lock_id,
        CredentialId(UUID(int=200 + number)),
        GrantId(UUID(int=300 + number)),
        START,
    )


def began(
    seconds: float = 0,
    *,
    slot: SlotId = SLOT,
    mark: int | None = MARK,
    slot_was_empty: bool = True,
    schedule: LockSchedule = UNRESTRICTED,
    is_new_value: bool = False,
    unique_id: int = UNIQUE_ID,
) -> SendingBegan:
    return SendingBegan(at(seconds), slot, unique_id, mark, slot_was_empty, schedule, is_new_value)


def read(
    seconds: float,
    finding: SlotFinding = SlotFinding.OURS,
    *,
    is_value_read: bool = False,
    highest_event: int | None = None,
) -> CompleteRead:
    return CompleteRead(at(seconds), finding, is_value_read, highest_event)


def tell(record: SlotRecord, *happenings: Happening) -> Outcome:
    """The last outcome of these happenings, one after the other."""
    outcome = Outcome(record)
    for happening in happenings:
        outcome = advance(outcome.record, happening, settle=SETTLE)
    return outcome


def after(*happenings: Happening) -> SlotRecord:
    return tell(new_record(), *happenings).record


@dataclass(frozen=True)
class Story:
    """How a record comes to each level; writes at 0 s, yes at 1 s, read at 2 s, clear at 100 s, yes at 101 s."""

    write: SendingBegan

    def planned(self) -> SlotRecord:
        return new_record()

    def unknown(self) -> SlotRecord:
        return after(self.write)

    def accepted(self) -> SlotRecord:
        return after(self.write, LockAccepted(at(1)))

    def seen(self) -> SlotRecord:
        return after(self.write, LockAccepted(at(1)), read(2))

    def opened(self) -> SlotRecord:
        return tell(self.seen(), DoorEvent(at(50), MARK + 5)).record

    def dropped(self) -> SlotRecord:
        return tell(self.accepted(), read(20, SlotFinding.EMPTY)).record

    def suspect(self) -> SlotRecord:
        return tell(self.seen(), read(60, SlotFinding.OTHER_HAND)).record

    def removal_planned(self) -> SlotRecord:
        return tell(self.seen(), Revoked(at(90))).record

    def clear_sent(self) -> SlotRecord:
        return tell(self.removal_planned(), ClearSent(at(100), CLEAR_MARK)).record

    def removal_accepted(self) -> SlotRecord:
        return tell(self.clear_sent(), ClearAccepted(at(101))).record

    def refused_at_door(self) -> SlotRecord:
        return tell(self.removal_accepted(), PersonTriedRefused(at(110), "Ada")).record

    def gone(self) -> SlotRecord:
        return tell(self.removal_accepted(), read(120, SlotFinding.EMPTY)).record

    def withdrawn(self) -> SlotRecord:
        return tell(self.planned(), Revoked(at(90))).record


STORY = Story(began())


def without_proof(record: SlotRecord) -> SlotRecord:
    return replace(record, proof=replace(record.proof, read_at=None))
