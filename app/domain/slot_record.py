"""What the project knows about one credential on one lock: intent, evidence, proof level."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.credential import CredentialKind
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId, SlotId
from app.domain.schedule import UNRESTRICTED, LockSchedule


class ProofLevel(StrEnum):
    """How much the lock has told us, as `design.md` section 2 names it. Unknown is never green."""

    PLANNED = "planned"
    ACCEPTED = "accepted"
    SEEN = "seen"
    OPENED = "opened"
    REMOVAL_PLANNED = "removal_planned"
    REMOVAL_ACCEPTED = "removal_accepted"
    GONE = "gone"
    REFUSED_AT_DOOR = "refused_at_door"
    UNKNOWN = "unknown"


class ProofBy(StrEnum):
    """Who gave the evidence."""

    LOCK = "lock"
    SERVICE = "service"
    PERSON = "person"


class ProofReason(StrEnum):
    """Why a level is what it is; stable codes, kept in files and shown through `texts`."""

    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    PLAN_REFUSED = "plan_refused"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    VALUE_UNPROVEN = "value_unproven"
    NOT_READ = "not_read"
    DROPPED = "dropped"
    NOT_SENT = "not_sent"
    DRIFT = "drift"
    OTHER_HAND = "other_hand"
    CHANGED = "changed"
    REPLACED = "replaced"
    STILL_THERE = "still_there"
    OPENED_AFTER = "opened_after"
    BACK = "back"
    LOCK_CHANGED = "lock_changed"
    NOT_LISTED = "not_listed"
    DELETED = "deleted"


class RecordEnd(StrEnum):
    """How a record left the living: never on the lock, gone from it, or refused at a door whose lock cannot be read."""

    WITHDRAWN = "withdrawn"
    GONE = "gone"
    REFUSED_AT_DOOR = "refused_at_door"


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of one record at one moment.

    `reason` is a code of `ProofReason`, `detail` the lock's or the plan's own code beside it. `by_name` is the person or service that
    `by` speaks of. `proven_at` is the last evidence for this level (None when planned), `read_at` the last complete read that covered
    the record.
    """

    level: ProofLevel = ProofLevel.PLANNED
    reason: str | None = None
    detail: str | None = None
    by: ProofBy | None = None
    by_name: str | None = None
    proven_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """Lock x slot x credential x grant, with its proof.

    `lock_id` is None for a door without lock. Everything after `replaces` is changed by `app.domain.proof.advance` alone.

    - `replaces`: the record that leaves when this one is seen (a new PIN for the same wish).
    - `slot`, `unique_id`, `written`: where, under which number and with which schedule it was last sent; the number is stored before.
    - `mark`: the highest event number known before the first byte of the last write or clear; None: not known, no event counts. A
      later reading that finds ours gives one.
    - `read_mark`: the highest event number known when the last complete read that covered it began.
    - `was_empty`: the slot was read empty before the write, and no other hand was reported since.
    - `is_value_confirmed`: the lock's own event told of our change of the value, and no other hand was reported since.
    - `is_missing`: wanted, and read or reported as not there any more; a planned record without it may be in its slot.
    - `is_taken`: the last complete read found somebody else's entry in the slot: never write or clear there.
    - `sent_at`: when the last sending began; None: nothing of it can be on the lock. `is_in_place`: it went over an entry of ours.
    - `answered_at`: when the lock said yes to the write. `clear_sent_at`, `clear_answered_at`: the same of the clear.
    - `misses`: how often a write or clear turned out not to be done, though asked for.
    - `proof_before`: what removal may fall back to while no clear was sent.
    """

    id: RecordId
    door_id: DoorId
    lock_id: LockId | None
    credential_id: CredentialId
    grant_id: GrantId | None
    created_at: datetime
    kind: CredentialKind = CredentialKind.PIN
    replaces: RecordId | None = None
    slot: SlotId | None = None
    unique_id: int | None = None
    written: LockSchedule = UNRESTRICTED
    mark: int | None = None
    read_mark: int | None = None
    was_empty: bool = False
    is_value_confirmed: bool = False
    is_missing: bool = False
    is_taken: bool = False
    is_in_place: bool = False
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    clear_sent_at: datetime | None = None
    clear_answered_at: datetime | None = None
    misses: int = 0
    proof: Proof = Proof()
    proof_before: Proof | None = None
    ended: RecordEnd | None = None


class ForeignBy(StrEnum):
    """Whose hand a foreign entry came from, as far as the lock says."""

    OTHER_FABRIC = "other_fabric"
    KEYPAD = "keypad"
    OUR_KEYS = "our_keys"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ForeignSlot:
    """An occupied user or credential that no record of this file claims."""

    lock_id: LockId
    slot: SlotId
    state: str
    by: ForeignBy
    since: datetime
    seen_at: datetime
    is_ignored: bool = False
