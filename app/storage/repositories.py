"""The repositories of a project, one a noun: reading and, inside a change, writing values by their id.

Nothing here knows which database keeps them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from app.core.secret import Secret
from app.domain.credential import Credential
from app.domain.event import HistoryEntry, LockEvent
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import (
    AttachmentId,
    CalendarId,
    ConnectionId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    KeyBoxId,
    KeyId,
    KeyIssueId,
    LockId,
    PairingId,
    PersonId,
    RecordId,
    SetupCodeId,
    SiteId,
    TaskId,
)
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.domain.lock import Lock
from app.domain.person import Person
from app.domain.project import Door, Group, Site
from app.domain.slot_record import ForeignSlot, SlotRecord
from app.storage.values import (
    Attachment,
    Connection,
    DoorName,
    Evidence,
    FabricChange,
    HistoryHealth,
    KeptSetupCode,
    LockFacts,
    LockStanding,
    Pairing,
    PersonTask,
    UndoStep,
)

_Id = TypeVar("_Id", contravariant=True)

_Value = TypeVar("_Value")


class Repository(Protocol[_Id, _Value]):
    """Values of one noun by their id; writing outside a change raises `BugError`."""

    async def get(self, key: _Id, /) -> _Value | None:
        """The value, or None."""
        ...

    async def all(self) -> Sequence[_Value]:
        """Every value, in a stable order (name or time)."""
        ...

    async def some(self, keys: Collection[_Id], /) -> Sequence[_Value]:
        """Those with these ids, in the same order; an id that names nothing is left out."""
        ...

    async def put(self, value: _Value, /) -> None:
        """Add it, or replace the one with the same id."""
        ...

    async def put_all(self, values: Sequence[_Value], /) -> None:
        """Put each of them, all or none; for thousands, which one by one would take long."""
        ...

    async def remove(self, key: _Id, /) -> None:
        """Take it out; raises `RuleError` when others still refer to it."""
        ...


class GrantRepository(Repository[GrantId, Grant], Protocol):
    """Living and revoked grants."""

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        """Those that name one of these doors, or a group that one of them is in; revoked ones too."""
        ...

    async def limited_to_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        """As `at_doors`, of the doors that they name only these: how many others they name costs nothing."""
        ...

    async def of_person(self, person_id: PersonId) -> Sequence[Grant]:
        """Those of one person; revoked ones too."""
        ...


class GroupRepository(Repository[GroupId, Group], Protocol):
    """Groups of doors."""

    async def memberships(
        self, door_ids: Collection[DoorId]
    ) -> Mapping[GroupId, frozenset[DoorId]]:
        """Which of these doors each group has; groups without any are left out."""
        ...


class DoorRepository(Repository[DoorId, Door], Protocol):
    """Doors by name."""

    async def names(self, door_ids: Collection[DoorId]) -> Sequence[DoorName]:
        """How these doors are listed, ordered by site and door."""
        ...


class PersonRepository(Repository[PersonId, Person], Protocol):
    """Everybody, and what holds a door's reserve code."""

    async def reserve_holder(self, door_id: DoorId) -> Person | None:
        """What holds the reserve code of this door, if it has one."""
        ...


class CredentialRepository(Repository[CredentialId, Credential], Protocol):
    """Credentials of all kinds; ended ones too."""

    async def of_person(self, person_id: PersonId) -> Sequence[Credential]:
        """Those of one person; ended ones too."""
        ...


class KeyRepository(Repository[KeyId, MechanicalKey], Protocol):
    """Metal keys by number."""

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[MechanicalKey]:
        """Those that open one of these doors."""
        ...

    async def opening_boxes(self, box_ids: Collection[KeyBoxId]) -> Sequence[MechanicalKey]:
        """Those that open one of these key boxes."""
        ...


class KeyIssueRepository(Repository[KeyIssueId, KeyIssue], Protocol):
    """Copies of keys handed out; those that came back too."""

    async def out_of_keys(self, key_ids: Collection[KeyId]) -> Sequence[KeyIssue]:
        """Those of these keys that are not back."""
        ...

    async def out_to_person(self, person_id: PersonId) -> Sequence[KeyIssue]:
        """Those that this person has, or lost."""
        ...

    async def out_in_boxes(self, box_ids: Collection[KeyBoxId]) -> Sequence[KeyIssue]:
        """Those that lie in these key boxes, or were lost out of them."""
        ...


class KeyBoxRepository(Repository[KeyBoxId, KeyBox], Protocol):
    """Key boxes by label."""

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[KeyBox]:
        """Those in which something opens one of these doors, keys that were put in apart."""
        ...

    async def known_to(self, person_id: PersonId) -> Sequence[KeyBox]:
        """Those whose code this person knows."""
        ...


class SetupCodeRepository(Repository[SetupCodeId, KeptSetupCode], Protocol):
    """Setup codes, oldest first: the tray and those of locks."""

    async def next_number(self) -> int:
        """The number after every one that was ever given; putting a code with it gives it away."""
        ...


class AttachmentRepository(Repository[AttachmentId, Attachment], Protocol):
    """Pictures of doors and setup codes; lists never read their contents."""

    async def at_door(self, door_id: DoorId) -> Sequence[Attachment]:
        """The pictures of one door."""
        ...

    async def of_setup_code(self, setup_code_id: SetupCodeId) -> Sequence[Attachment]:
        """The pictures of one setup code."""
        ...

    async def counts_of_setup_codes(self) -> Mapping[SetupCodeId, int]:
        """How many pictures each setup code has, those without left out."""
        ...

    async def add(self, value: Attachment, content: Secret[bytes], media_type: str) -> None:
        """Keep a use together with its content, which is stored once per hash."""
        ...

    async def content(self, attachment_id: AttachmentId) -> Secret[bytes] | None:
        """The picture itself; None when there is no such use."""
        ...


class SettingRepository(Protocol):
    """What the project remembers of how it is worked with (views, mappings), as JSON texts by key; nothing secret."""

    async def get(self, key: str) -> str | None:
        """The text, or None."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Keep it."""
        ...

    async def remove(self, key: str) -> None:
        """Forget it; nothing where there is none."""
        ...


class LockRepository(Repository[LockId, Lock], Protocol):
    """Mounted and retired locks."""

    async def at_door(self, door_id: DoorId) -> Lock | None:
        """The lock mounted there now."""
        ...

    async def standing_at(self, door_ids: Collection[DoorId]) -> Sequence[LockStanding]:
        """How far the locks mounted at these doors can be believed, in one go."""
        ...

    async def facts(self, lock_id: LockId) -> LockFacts:
        """What the lock last said about itself; empty facts when it never did."""
        ...

    async def all_facts(self) -> Sequence[LockFacts]:
        """The facts of every mounted lock, in one go."""
        ...

    async def put_facts(self, facts: LockFacts) -> None:
        """Keep the newest; capabilities are kept per serial and firmware."""
        ...


class RecordRepository(Repository[RecordId, SlotRecord], Protocol):
    """Records with their proof; ended ones are kept but not listed here."""

    async def at_door(self, door_id: DoorId) -> Sequence[SlotRecord]:
        """Living records of one door, those of its retired locks included."""
        ...

    async def of_lock(self, lock_id: LockId) -> Sequence[SlotRecord]:
        """Living records of one lock."""
        ...

    async def of_credentials(
        self, credential_ids: Collection[CredentialId]
    ) -> Sequence[SlotRecord]:
        """Living records of these credentials, at whatever door."""
        ...

    async def gone_from(self, lock_id: LockId) -> Sequence[SlotRecord]:
        """Records of this lock that ended as gone or refused at the door: a reading may find them back."""
        ...

    async def put(self, value: SlotRecord, /, *, event_number: int | None = None) -> None:
        """Add or replace it; a new level or reason becomes a piece of evidence, given by this event of the lock.

        Raises `RuleError` `record_exists` (a living one of this credential is on the lock) or `unique_id_taken`.
        """
        ...

    async def evidence(self, record_id: RecordId) -> Sequence[Evidence]:
        """Every proof change of a record, oldest first."""
        ...

    async def unique_ids(self, lock_id: LockId) -> frozenset[int]:
        """Every unique id that this file ever drew for this lock, ended records included."""
        ...


class ForeignRepository(Protocol):
    """Foreign slots as last read."""

    async def all(self) -> Sequence[ForeignSlot]:
        """The foreign slots of every lock."""
        ...

    async def of_lock(self, lock_id: LockId) -> Sequence[ForeignSlot]:
        """The foreign slots of one lock."""
        ...

    async def replace(self, lock_id: LockId, slots: Sequence[ForeignSlot]) -> None:
        """Keep exactly these for the lock; `since` and `is_ignored` of slots that stay are the caller's to carry over."""
        ...


class LockEventRepository(Protocol):
    """Lock events, counted once by their number, in the same change as the evidence they give."""

    async def add(self, lock_id: LockId, events: Sequence[LockEvent]) -> Sequence[LockEvent]:
        """Keep those not known yet and return them, in order of number."""
        ...

    async def of_lock(self, lock_id: LockId, limit: int = 500) -> Sequence[LockEvent]:
        """The newest events first."""
        ...


class FabricRepository(Protocol):
    """The Matter engine's store: committed before it is acknowledged, without history entry, outside undo."""

    async def load(self) -> Sequence[FabricChange]:
        """Everything kept, as writes."""
        ...

    async def commit(self, changes: Sequence[FabricChange]) -> None:
        """Apply all or none; durable when it returns."""
        ...


class HistoryRepository(Protocol):
    """The append-only history."""

    async def entries(
        self,
        *,
        since: datetime | None = None,
        door_id: DoorId | None = None,
        limit: int | None = None,
    ) -> Sequence[HistoryEntry]:
        """Entries, oldest first; with `limit` the newest so many."""
        ...

    async def verify(self) -> HistoryHealth:
        """Walk every chain; slow for long histories, so run it in the background."""
        ...

    async def undo_steps(self, limit: int = 20) -> Sequence[UndoStep]:
        """What undo could take back, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Repositories:
    """All repositories of one project."""

    sites: Repository[SiteId, Site]
    doors: DoorRepository
    groups: GroupRepository
    calendars: Repository[CalendarId, HolidayCalendar]
    people: PersonRepository
    credentials: CredentialRepository
    grants: GrantRepository
    setup_codes: SetupCodeRepository
    attachments: AttachmentRepository
    pairings: Repository[PairingId, Pairing]
    tasks: Repository[TaskId, PersonTask]
    connections: Repository[ConnectionId, Connection]
    settings: SettingRepository
    locks: LockRepository
    records: RecordRepository
    foreign: ForeignRepository
    lock_events: LockEventRepository
    history: HistoryRepository
    keys: KeyRepository
    key_issues: KeyIssueRepository
    key_boxes: KeyBoxRepository
