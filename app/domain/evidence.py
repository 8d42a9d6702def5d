"""What can happen to a record: wishes, what was sent, what a lock, a service or a person told.

Every happening carries `at`, the moment it is about. None of them holds a secret.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.event import EventAction
from app.domain.ids import CredentialId, GrantId, RecordId, SlotId
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_record import ProofBy, ProofReason


class SlotFinding(StrEnum):
    """What one reading says of one record; only `OURS` supports it.

    `UNFINISHED`: our user without its credential. `NOT_AS_WRITTEN`: our user and credential, but another schedule than the one written.
    `DISABLED`: as written, but switched off. `OTHER_HAND`: our number, but made or changed by another hand, or bound to another
    credential. `TAKEN`: somebody else's entry. `MASKED`: the lock did not say enough to tell.
    """

    OURS = "ours"
    EMPTY = "empty"
    UNFINISHED = "unfinished"
    NOT_AS_WRITTEN = "not_as_written"
    DISABLED = "disabled"
    OTHER_HAND = "other_hand"
    TAKEN = "taken"
    MASKED = "masked"


# --- wishes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Revoked:
    """The grant was revoked or has ended."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GrantedAgain:
    """The same person shall have the same value here again."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ValidityChanged:
    """The schedule wished for differs from the one written."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NewValueWanted:
    """Another PIN is wished for: a new credential in a new record, whose id is given."""

    at: datetime
    record_id: RecordId
    credential_id: CredentialId
    grant_id: GrantId | None


@dataclass(frozen=True, slots=True)
class ReplacementSeen:
    """The record that replaces this one was seen on the lock; without a free slot: it waits for this one to go."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LockChanged:
    """The lock was reset, replaced, unpaired or forgotten."""

    at: datetime


# --- sending ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanRefused:
    """A rule of the project or the lock forbids it; nothing was sent."""

    at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The lock could not be reached; nothing was sent."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Somebody stopped the work before the first byte."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SendingBegan:
    """The first byte is about to be sent; committed before it is.

    `mark` is the highest event number known: ask the lock just before; 0 when it has none, None when it could not be asked.
    `slot_was_empty` is whether a complete read found the slot empty. `is_new_value` is whether an entry of ours in this slot gets
    another value than it had.
    """

    at: datetime
    slot: SlotId
    unique_id: int
    mark: int | None
    slot_was_empty: bool
    schedule: LockSchedule = UNRESTRICTED
    is_new_value: bool = False


@dataclass(frozen=True, slots=True)
class LockAccepted:
    """The lock or the service said yes to the write. `slot` is where it says the entry is, None: as sent."""

    at: datetime
    slot: SlotId | None = None
    by: ProofBy = ProofBy.LOCK


@dataclass(frozen=True, slots=True)
class LockRefused:
    """The lock said no to the write. `is_left_over`: remains of the attempt may still be on it."""

    at: datetime
    is_left_over: bool = False
    code: str | None = None


@dataclass(frozen=True, slots=True)
class NoAnswerCame:
    """Something of the write was sent and no answer came."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ClearSent:
    """The first byte of a clear is about to be sent; committed before it is. `mark` as in `SendingBegan`."""

    at: datetime
    mark: int | None


@dataclass(frozen=True, slots=True)
class ClearAccepted:
    """The lock or the service said yes to the clear."""

    at: datetime
    by: ProofBy = ProofBy.LOCK


@dataclass(frozen=True, slots=True)
class ClearFailed:
    """The clear got no answer, was refused, or the lock could not be reached."""

    at: datetime
    reason: ProofReason
    code: str | None = None


# --- what a lock told ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CompleteRead:
    """Every slot answered. `is_value_read`: the lock gave the value itself and it is ours."""

    at: datetime
    finding: SlotFinding
    is_value_read: bool = False
    highest_event: int | None = None


@dataclass(frozen=True, slots=True)
class IncompleteRead:
    """The read failed or some slot did not answer; `finding` is what the record's own slot said, if it did."""

    at: datetime
    finding: SlotFinding = SlotFinding.MASKED


@dataclass(frozen=True, slots=True)
class DoorEvent:
    """Unlocked or unlatched at the keypad or reader with this credential; never our remote command, never locking."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """The lock reports that this credential was added or changed. `by_us` None: it does not say by whom."""

    at: datetime
    number: int
    by_us: bool | None
    action: EventAction = EventAction.MODIFY


@dataclass(frozen=True, slots=True)
class ClearedEvent:
    """The lock reports that this credential was cleared. `by_us` None: it does not say by whom."""

    at: datetime
    number: int
    by_us: bool | None


@dataclass(frozen=True, slots=True)
class RefusedAtDoorEvent:
    """The lock's error event names this credential. `can_be_read`: the lock's slots can be read."""

    at: datetime
    number: int
    can_be_read: bool = True


# --- what a service or a person told ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedByService:
    """A service's own list has the entry: what the service believes."""

    at: datetime
    service: str | None = None


@dataclass(frozen=True, slots=True)
class NotListedByService:
    """A service's own list does not have the entry."""

    at: datetime
    service: str | None = None


@dataclass(frozen=True, slots=True)
class PersonEntered:
    """A person says that they entered the code at the lock."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class PersonDeleted:
    """A person says that they deleted the code at the lock."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class PersonTriedOpened:
    """A person says that they tried the code and the door opened."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class PersonTriedRefused:
    """A person says that they tried the code and the door stayed shut. `can_be_read`: the lock's slots can be read."""

    at: datetime
    name: str
    can_be_read: bool = True


Wish = Revoked | GrantedAgain | ValidityChanged | NewValueWanted | ReplacementSeen | LockChanged
HeldBack = PlanRefused | Unreachable | Cancelled
Sending = SendingBegan | LockAccepted | LockRefused | NoAnswerCame
Clearing = ClearSent | ClearAccepted | ClearFailed
SlotRead = CompleteRead | IncompleteRead
LockReport = DoorEvent | ChangeEvent | ClearedEvent | RefusedAtDoorEvent
Word = (
    ListedByService
    | NotListedByService
    | PersonEntered
    | PersonDeleted
    | PersonTriedOpened
    | PersonTriedRefused
)
Happening = Wish | HeldBack | Sending | Clearing | SlotRead | LockReport | Word
