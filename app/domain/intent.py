"""What the wishes mean for each record: stays, shall be there, shall go, waits; and which records are missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.credential import Credential
from app.domain.ids import CredentialId
from app.domain.plan import DoorToPlan
from app.domain.schedule import Fitting, Unfit, fit
from app.domain.slot_record import ProofLevel, SlotRecord
from app.domain.validity import NO_CALENDARS, Calendars, is_inside
from app.domain.wishes import Wish, WishState

REMOVING = frozenset(
    {
        ProofLevel.REMOVAL_PLANNED,
        ProofLevel.REMOVAL_ACCEPTED,
        ProofLevel.REFUSED_AT_DOOR,
        ProofLevel.GONE,
    }
)
"""Levels of an entry that is on its way out."""

WRITTEN = frozenset({ProofLevel.ACCEPTED, ProofLevel.SEEN, ProofLevel.OPENED})
"""Levels of an entry that a lock or service has said yes to."""


class Standing(StrEnum):
    """What the project wants of one entry at this moment.

    `outside`: the program keeps the validity and it does not hold now. `replaced`: this person gets another code here, and the old one
    goes when the new one is seen. `refused`: wanted, but not possible as it stands.
    """

    WANTED = "wanted"
    OUTSIDE = "outside"
    REPLACED = "replaced"
    UNWANTED = "unwanted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One credential at one door: its wish and its living record on the mounted lock, either of which may be missing.

    `fitting` is None without a lock, without a wish that counts, and when refused; then `rule` says why.
    """

    door: DoorToPlan
    credential: Credential
    wish: Wish | None
    record: SlotRecord | None
    standing: Standing
    fitting: Fitting | None = None
    rule: str | None = None


class IntentChange(StrEnum):
    """What has to be told to the proof of a record before it agrees with the wishes.

    `granted`: there is no record yet (row 1). `revoked`: rows 2 and 17. `granted_again`: row 18. `changed`: row 15.
    `moved`: the same entry now serves another grant; no level moves.
    """

    GRANTED = "granted"
    REVOKED = "revoked"
    GRANTED_AGAIN = "granted_again"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class RecordIntent:
    """One change of intent for one entry; `entry.record` is None for `granted`."""

    change: IntentChange
    entry: Entry


def entries_of(
    door: DoorToPlan,
    wishes: Sequence[Wish],
    records: Sequence[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> tuple[Entry, ...]:
    """The entries of one door, in the order of granting, those without a wish last; records of retired locks are left out."""
    raise NotImplementedError


def intent_changes(
    doors: Iterable[DoorToPlan],
    wishes: Sequence[Wish],
    records: Sequence[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> tuple[RecordIntent, ...]:
    """What must happen to the records so that they say what the wishes want; empty when they do.

    To be carried out in the same unit of work as an edit of grants, people, groups or locks, and at the beginning of each apply.
    """
    raise NotImplementedError
