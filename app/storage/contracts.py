"""What services see of a project store; nothing here knows which database keeps it.

Reading works at any time through `ProjectStore.read`; writing only inside `ProjectStore.change`, whose repositories are the same plus the
right to write. No radio, engine or person is awaited inside a change.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.domain.credential import Credential
from app.domain.event import HistoryEntry, LockEvent
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import (
    CalendarId,
    ConnectionId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    LockId,
    PairingId,
    PersonId,
    RecordId,
    SetupCodeId,
    SiteId,
    SlotId,
    TaskId,
)
from app.domain.lock import Capabilities, Lock, LockInfo
from app.domain.person import Person
from app.domain.project import Door, Group, Project, ProjectKind, Site
from app.domain.slot_record import ForeignSlot, ProofBy, ProofLevel, SlotRecord


class ProjectFileError(EnvironmentAppError):
    """The project cannot be opened or written (exit 3).

    Codes of opening: `wrong_passphrase`, `not_a_project`, `newer_version` (`version`, `newest`), `damaged`, `read_only`, `in_use`
    (`computer`, `program`, `since`, empty where unknown), `no_such_file`, `no_such_folder`, `no_room_for_backup` (`bytes`). Codes of
    writing: `read_only` (`reason`), `file_moved`, `disk_full`, `in_use`. Both: `file_unreachable`. The file is left as it was.
    """


class ChangeKind(StrEnum):
    """What an entry of the history is about; `is_edit` kinds can be undone."""

    PROJECT_MADE = "project_made"
    PROJECT_EDITED = "project_edited"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 (a kind of entry)
    MIGRATED = "migrated"
    SITE_EDITED = "site_edited"
    DOOR_EDITED = "door_edited"
    GROUP_EDITED = "group_edited"
    CALENDAR_EDITED = "calendar_edited"
    PERSON_EDITED = "person_edited"
    CREDENTIAL_EDITED = "credential_edited"
    GRANT_EDITED = "grant_edited"
    SETUP_CODE_EDITED = "setup_code_edited"
    CONNECTION_EDITED = "connection_edited"
    PAIRING_BEGUN = "pairing_begun"
    PAIRING_ENDED = "pairing_ended"
    LOCK_MOUNTED = "lock_mounted"
    LOCK_RETIRED = "lock_retired"
    LOCK_READ = "lock_read"
    SENDING = "sending"
    PROOF = "proof"
    FOREIGN = "foreign"
    BOLT = "bolt"
    SHARED = "shared"
    TASK = "task"
    PURGED = "purged"
    EXPORTED_SECRETS = "exported_secrets"
    UNDONE = "undone"

    @property
    def is_edit(self) -> bool:
        """Whether undo may restore what this entry changed."""
        return self.value.endswith("_edited")


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What was committed, said once after the commit. `sequence` is the new history entry's; None for changes without entry."""

    kind: ChangeKind
    sequence: int | None
    nouns: frozenset[str] = frozenset()
    door_ids: frozenset[DoorId] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What is known of the open project apart from its content.

    `read_only_reason` is None when writing is possible, else `asked`, `in_use`, `file_is_read_only`, `folder_is_read_only`, `no_locks`
    or `file_moved`. `holder` is who writes, when somebody else does: `computer`, `program`, `since`. `warnings` are `network_folder`
    and `sync_folder`.
    """

    path: Path
    schema: int
    read_only_reason: str | None = None
    warnings: tuple[str, ...] = ()
    holder: Mapping[str, str] = field(default_factory=dict[str, str])


class SetupCodeState(StrEnum):
    """Whether a kept setup code waits in the tray or belongs to a door."""

    TRAY = "tray"
    MOUNTED = "mounted"


@dataclass(frozen=True, slots=True)
class KeptSetupCode:
    """A setup code in the vault. `family` is the word of `decode`; `came_by` camera, picture, paste, typed, wedge or import."""

    id: SetupCodeId
    text: Secret[str]
    family: str
    is_valid: bool
    came_by: str
    at: datetime
    door_id: DoorId | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pairing that was begun and not finished: stored before the first byte, so that a crash can be mended.

    `state` is the flow's own text without secrets.
    """

    id: PairingId
    door_id: DoorId
    driver: str
    setup_code_id: SetupCodeId | None
    node_id: int | None
    begun_at: datetime
    state: str = ""


@dataclass(frozen=True, slots=True)
class LockFacts:
    """The newest that a lock said about itself, and what it can do.

    `highest_event` is the highest event number counted. `free_slots` are those read empty, in order of preference; None when the lock was
    never read completely. `unfinished` are users with an id drawn by this file and without credentials, to be cleared. `read_at` is the
    moment of the last complete reading.
    """

    lock_id: LockId
    info: LockInfo | None = None
    capabilities: Capabilities | None = None
    reached_at: datetime | None = None
    highest_event: int | None = None
    read_at: datetime | None = None
    free_slots: tuple[SlotId, ...] | None = None
    unfinished: tuple[SlotId, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonTask:
    """Something a person must do, with door, reason code and date."""

    id: TaskId
    door_id: DoorId | None
    reason: str
    due_at: datetime
    made_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Connection:
    """A Matter server, Home Assistant, a cloud account: settings and a secret."""

    id: ConnectionId
    kind: str
    name: str
    settings: Mapping[str, str]
    secret: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class FabricChange:
    """One write of the Matter engine's store; `value` None deletes. Values are secret: they hold the fabric's keys."""

    context: str
    key: str
    value: Secret[str] | None


@dataclass(frozen=True, slots=True)
class DoorOverview:
    """One row of the Locks page, made without loading records.

    `levels` counts living records by level, `foreign` the foreign slots that nobody ignored.
    """

    door_id: DoorId
    door: str
    site: str
    lock_id: LockId | None
    serial: str
    battery_percent: int | None
    reached_at: datetime | None
    levels: Mapping[ProofLevel, int]
    foreign: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proof change of a record. `number` counts from 1 per record, `event_number` is the lock event that gave it."""

    record_id: RecordId
    number: int
    level: ProofLevel
    reason: str | None
    by: ProofBy | None
    at: datetime
    proven_at: datetime | None = None
    event_number: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryHealth:
    """Whether every chain verifies; `broken_at` names the first bad entry as writer and sequence."""

    is_intact: bool
    entries: int
    broken_at: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One undoable user action: the newest first. `refusal` is a reason code when it cannot be undone now."""

    sequence: int
    kind: ChangeKind
    at: datetime
    operator: str
    refusal: str | None = None


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

    async def put(self, value: _Value, /) -> None:
        """Add it, or replace the one with the same id."""
        ...

    async def remove(self, key: _Id, /) -> None:
        """Take it out; raises `RuleError` when others still refer to it."""
        ...


class LockRepository(Repository[LockId, Lock], Protocol):
    """Mounted and retired locks."""

    async def at_door(self, door_id: DoorId) -> Lock | None:
        """The lock mounted there now."""
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
    doors: Repository[DoorId, Door]
    groups: Repository[GroupId, Group]
    calendars: Repository[CalendarId, HolidayCalendar]
    people: Repository[PersonId, Person]
    credentials: Repository[CredentialId, Credential]
    grants: Repository[GrantId, Grant]
    setup_codes: Repository[SetupCodeId, KeptSetupCode]
    pairings: Repository[PairingId, Pairing]
    tasks: Repository[TaskId, PersonTask]
    connections: Repository[ConnectionId, Connection]
    locks: LockRepository
    records: RecordRepository
    foreign: ForeignRepository
    lock_events: LockEventRepository
    history: HistoryRepository


class Change(Protocol):
    """A unit of work: everything in it is committed together, with one history entry."""

    @property
    def repositories(self) -> Repositories:
        """The repositories, with the right to write."""
        ...

    def concerns(
        self,
        *,
        door_id: DoorId | None = None,
        person_id: PersonId | None = None,
        note: Mapping[str, object] | None = None,
    ) -> None:
        """Say what the history entry is about; `note` joins its `after` part and holds no secret."""
        ...


class ProjectStore(Protocol):
    """One open project."""

    @property
    def project(self) -> Project:
        """What the project says about itself."""
        ...

    @property
    def file(self) -> OpenedFile:
        """Where it is and whether it can be written."""
        ...

    @property
    def read(self) -> Repositories:
        """The repositories for reading; each call sees the last commit."""
        ...

    @property
    def fabric(self) -> FabricRepository:
        """The Matter engine's store."""
        ...

    def change(self, kind: ChangeKind) -> AbstractAsyncContextManager[Change]:
        """Begin a unit of work; leaving it commits, an error inside rolls all of it back.

        Raises `ProjectFileError` when the file cannot be written or is no longer the one that was opened. A change in which nothing
        was written makes no entry.
        """
        ...

    async def overview(self) -> Sequence[DoorOverview]:
        """Every door with its lock and counts, ordered by site and door name."""
        ...

    async def undo(self, sequence: int | None = None) -> UndoStep:
        """Take back one edit of this file (the newest when None) as a new entry; raises `RuleError` with the reason."""
        ...

    async def purge(self, person_id: PersonId) -> None:
        """Remove a person's data from every payload; the chains still verify."""
        ...

    async def change_passphrase(self, new: Secret[str]) -> None:
        """Encrypt under a new passphrase; old recovery sheets and keyring entries are void afterwards."""
        ...

    async def save_copy(self, path: Path) -> None:
        """Write a complete, closed copy with the same key; works also when the opened file is gone."""
        ...

    async def recovery_text(self) -> Secret[str]:
        """The key in checked groups, as printed on the recovery sheet."""
        ...

    async def key_hex(self) -> Secret[str]:
        """The key for the operating system's keyring."""
        ...

    async def rename(self, name: str) -> None:
        """Give the project another name."""
        ...

    def subscribe(self, on_change: Callable[[ProjectChange], None]) -> Callable[[], None]:
        """Call this after every commit, on the loop; the returned function ends it."""
        ...

    async def close(self) -> None:
        """Let go of the file; safe twice."""
        ...


class OpenMode(StrEnum):
    """How a project is opened: to write (one at a time), to read beside a writer, or to write if possible and else to read."""

    WRITE = "write"
    READ = "read"
    WRITE_OR_READ = "write_or_read"


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A key that a person knows."""

    text: Secret[str]


@dataclass(frozen=True, slots=True)
class RawKey:
    """A key from the keyring, as hexadecimal digits."""

    hex: Secret[str]


@dataclass(frozen=True, slots=True)
class RecoveryText:
    """A key typed from the recovery sheet."""

    text: Secret[str]


ProjectKey = Passphrase | RawKey | RecoveryText


class ProjectFiles(Protocol):
    """Makes and opens projects."""

    async def create(
        self,
        path: Path,
        key: Passphrase,
        *,
        name: str,
        time_zone: str,
        kind: ProjectKind,
        operator: str,
    ) -> ProjectStore:
        """Make a new, empty project; raises `UsageError("file_exists")` when something is there already."""
        ...

    async def open(
        self, path: Path, key: ProjectKey, *, mode: OpenMode, operator: str
    ) -> ProjectStore:
        """Open a project; raises `ProjectFileError` with one of its codes and leaves the file byte-identical then."""
        ...

    async def file_id(self, path: Path) -> str:
        """A name for the file's keyring entry that stays through renames; raises `ProjectFileError`."""
        ...


class Keyring(Protocol):
    """The operating system's keyring; every method copes with there being none."""

    async def is_available(self) -> bool:
        """Whether something would be remembered."""
        ...

    async def recall(self, file_id: str) -> RawKey | None:
        """The remembered key, or None."""
        ...

    async def remember(self, file_id: str, key: RawKey) -> None:
        """Keep the key; raises `EnvironmentAppError("no_keyring")`."""
        ...

    async def forget(self, file_id: str) -> None:
        """Drop the key; no error when there is none."""
        ...


SlotKey = tuple[LockId, SlotId]
