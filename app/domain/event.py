"""What happened: events a lock reports, entries of the append-only history."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import DoorId, PersonId, SlotId, WriterId


class LockEventKind(StrEnum):
    """What a lock reports by itself."""

    OPERATION = "operation"
    OPERATION_ERROR = "operation_error"
    USER_CHANGE = "user_change"
    ALARM = "alarm"
    DOOR = "door"
    OTHER = "other"


class EventSource(StrEnum):
    """What moved the bolt, or tried to."""

    KEYPAD = "keypad"
    READER = "reader"
    MANUAL = "manual"
    REMOTE = "remote"
    AUTO = "auto"
    SCHEDULE = "schedule"
    OTHER = "other"


class EventAction(StrEnum):
    """What it did."""

    LOCK = "lock"
    UNLOCK = "unlock"
    UNLATCH = "unlatch"
    ADD = "add"
    CLEAR = "clear"
    MODIFY = "modify"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LockEvent:
    """One event of one lock, counted once by its `number`.

    `slots` are the credentials that the event names. `by_us` is whether it names our own fabric or key. `code` is the lock's alarm or error word.
    """

    number: int
    at: datetime | None
    kind: LockEventKind
    action: EventAction = EventAction.NONE
    source: EventSource = EventSource.OTHER
    slots: tuple[SlotId, ...] = ()
    by_us: bool | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of one writer's chain; `before` and `after` are None once purged."""

    writer: WriterId
    sequence: int
    at: datetime
    operator: str
    kind: str
    door_id: DoorId | None
    person_id: PersonId | None
    before: dict[str, object] | None
    after: dict[str, object] | None
    hash: bytes
