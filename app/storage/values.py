"""What a project keeps beside the domain's own values: setup codes, pairings, what locks said, tasks, connections."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.core.secret import Secret
from app.domain.ids import (
    AttachmentId,
    ConnectionId,
    DoorId,
    LockId,
    PairingId,
    RecordId,
    SetupCodeId,
    SlotId,
    TaskId,
)
from app.domain.lock import Capabilities, ClockState, FabricOnLock, LockInfo
from app.domain.slot_record import ProofBy, ProofLevel


class ChangeKind(StrEnum):
    """What an entry of the history is about; `is_edit` kinds can be undone."""

    PROJECT_MADE = "project_made"
    PROJECT_EDITED = "project_edited"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 (a kind of entry)
    MIGRATED = "migrated"
    SITE_EDITED = "site_edited"
    DOOR_EDITED = "door_edited"
    LOCK_EDITED = "lock_edited"
    GROUP_EDITED = "group_edited"
    CALENDAR_EDITED = "calendar_edited"
    PERSON_EDITED = "person_edited"
    CREDENTIAL_EDITED = "credential_edited"
    KEY_EDITED = "key_edited"
    GRANT_EDITED = "grant_edited"
    SETUP_CODE_EDITED = "setup_code_edited"
    ATTACHMENT_EDITED = "attachment_edited"
    IMPORT_EDITED = "import_edited"
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
    CLOCK_SET = "clock_set"
    TASK = "task"
    PURGED = "purged"
    EXPORTED_SECRETS = "exported_secrets"
    UNDONE = "undone"

    @property
    def is_edit(self) -> bool:
        """Whether undo may restore what this entry changed."""
        return self.value.endswith("_edited")


class SetupCodeState(StrEnum):
    """Whether a kept setup code waits in the tray or belongs to a door."""

    TRAY = "tray"
    MOUNTED = "mounted"


@dataclass(frozen=True, slots=True)
class KeptSetupCode:
    """A setup code in the vault. `family` is the word of `decode`; `came_by` camera, picture, paste, typed, wedge or import.

    `number` runs through the project and is never given twice; 0 before it is drawn. `lock_id` is the lock that was made ours with this
    code, retired ones included; `door_id` the door it is meant for.
    """

    id: SetupCodeId
    text: Secret[str]
    family: str
    is_valid: bool
    came_by: str
    at: datetime
    door_id: DoorId | None = None
    note: str | None = None
    number: int = 0
    lock_id: LockId | None = None


ATTACHMENT_MAX_BYTES = 400 * 1024


class AttachmentPurpose(StrEnum):
    """What a picture is for."""

    PHOTO = "photo"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Attachment:
    """The use of a picture at exactly one door or setup code; `hash` names its content.

    Every picture of a setup code is secret, at a door the one in which a code can be read.
    """

    id: AttachmentId
    hash: str
    purpose: AttachmentPurpose
    at: datetime
    is_secret: bool
    door_id: DoorId | None = None
    setup_code_id: SetupCodeId | None = None
    note: str | None = None


def digest_of_attachment(content: Secret[bytes]) -> str:
    """The SHA-256 that names a content, as hexadecimal digits."""
    return hashlib.sha256(content.reveal()).hexdigest()


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
    moment of the last complete reading. `fabrics` are the ecosystems that can operate it; read at `fabrics_read_at`; None when they never were.
    """

    lock_id: LockId
    info: LockInfo | None = None
    capabilities: Capabilities | None = None
    reached_at: datetime | None = None
    highest_event: int | None = None
    read_at: datetime | None = None
    free_slots: tuple[SlotId, ...] | None = None
    unfinished: tuple[SlotId, ...] = ()
    fabrics: tuple[FabricOnLock, ...] | None = None
    fabrics_read_at: datetime | None = None


class LockStanding(NamedTuple):
    """What tells how far a mounted lock can be believed, without the rest of its facts: hundreds are read at once.

    `capabilities`, `read_at`, `free_slots` and so on are those of `LockFacts`; `clock` and `zone` of its info.
    """

    lock_id: LockId
    door_id: DoorId
    driver: str
    capabilities: Capabilities | None
    read_at: datetime | None
    reached_at: datetime | None
    clock: ClockState
    zone: str | None
    free_slots: tuple[SlotId, ...] | None


class DoorName(NamedTuple):
    """A door as it is listed: its site's name, its own, and the zone of the two (None: the project's)."""

    door_id: DoorId
    site: str
    door: str
    zone: str | None

    @property
    def label(self) -> str:
        """The name that the command line and every table use."""
        return f"{self.site}/{self.door}"


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


PROVEN_LEVELS = frozenset({ProofLevel.SEEN, ProofLevel.OPENED})
"""The levels of a code that the lock is known to hold."""

UNTESTED_LEVELS = frozenset(
    {ProofLevel.PLANNED, ProofLevel.ACCEPTED, ProofLevel.SEEN, ProofLevel.UNKNOWN}
)
"""The levels of a code that is wanted, and that the lock has not reported to have opened the door."""


class InventoryRow(NamedTuple):
    """One door with everything that the inventory says of it; a tuple of plain values, as thousands are made at once.

    `door_id` is the id's text. Lock texts are empty without a lock, `bolt` is the word of `BoltPosition`. `codes` counts living records,
    `proven`, `opened` and `untested` those of them at these levels; `foreign` counts foreign slots that nobody ignored, `tasks` those that are open.
    The setup code is that of the mounted lock, else the newest that is meant for the door. Secrets are None unless they were asked for.
    """

    door_id: str
    door: str
    door_zone: str | None
    is_private: bool
    door_fields: Mapping[str, str]
    site: str
    site_zone: str | None
    site_fields: Mapping[str, str]
    wifi_password: Secret[str] | None
    groups: tuple[str, ...]
    has_lock: bool
    driver: str
    vendor: str
    product: str
    serial: str
    firmware: str
    address: str
    mounted_at: datetime | None
    lock_fields: Mapping[str, str]
    battery_percent: int | None
    bolt: str | None
    reached_at: datetime | None
    read_at: datetime | None
    codes: int
    proven: int
    opened: int
    untested: int
    foreign: int
    tasks: int
    task_due_at: datetime | None
    setup_code_number: int | None
    setup_code_family: str | None
    setup_code: Secret[str] | None


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
