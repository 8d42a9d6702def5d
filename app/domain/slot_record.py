"""What the project knows about one credential on one lock: intent, evidence, proof level."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


class RecordEnd(StrEnum):
    """How a record left the living: never on the lock, gone from it, or its lock was retired with it."""

    WITHDRAWN = "withdrawn"
    GONE = "gone"
    REFUSED_AT_DOOR = "refused_at_door"


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of one record at one moment.

    `proven_at` is the last evidence for this level (None when planned), `read_at` the last complete read that covered it.
    `level_before` is what removal may fall back to. `misses` counts reads after settling that found nothing (`dropped`).
    """

    level: ProofLevel = ProofLevel.PLANNED
    reason: str | None = None
    by: ProofBy | None = None
    proven_at: datetime | None = None
    read_at: datetime | None = None
    level_before: "Proof | None" = None
    misses: int = 0


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """Lock x slot x credential x grant, with its proof.

    `lock_id` is None for a door without lock. `unique_id` is drawn and stored before anything is sent. `mark` is the highest event number
    known before the first byte. `was_empty` is whether the slot was read empty before the write. `sent_at` is when sending began,
    `answered_at` when the lock said yes. `written` is the schedule as written. `clear_sent_at` is when a clear began.
    """

    id: RecordId
    door_id: DoorId
    lock_id: LockId | None
    credential_id: CredentialId
    grant_id: GrantId | None
    created_at: datetime
    slot: SlotId | None = None
    unique_id: int | None = None
    mark: int | None = None
    was_empty: bool = False
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    clear_sent_at: datetime | None = None
    written: LockSchedule = UNRESTRICTED
    proof: Proof = Proof()
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
