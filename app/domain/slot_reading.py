"""What a lock says of its slots when it is read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.ids import SlotId
from app.domain.schedule import LockSchedule


class SlotState(StrEnum):
    """What a lock says of one slot; doubt is `unknown`, never `empty`."""

    KNOWN = "known"
    OCCUPIED = "occupied"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlotContent:
    """One user with at most one credential, or one credential without a user, as read from the lock.

    A user with several credentials gives one entry each, with the same `user`; one without any gives one entry with `kind` None.
    `unique_id` is the number that this file may have drawn. `made_by_us` and `changed_by_us` are whether the lock names our own fabric
    or key as maker and last changer; None where it does not say. `value` only where the protocol gives it. `schedule` is None where it
    could not be read, or `has_other_schedule`: it was read, and is none that this program could have written.
    """

    slot: SlotId
    state: SlotState
    kind: CredentialKind | None = None
    user: str | None = None
    unique_id: int | None = None
    name: str | None = None
    is_enabled: bool | None = None
    made_by_us: bool | None = None
    changed_by_us: bool | None = None
    made_by: str | None = None
    value: Secret[str] | None = None
    schedule: LockSchedule | None = None
    has_other_schedule: bool = False


@dataclass(frozen=True, slots=True)
class SlotReading:
    """Everything a lock holds, at one moment; only a complete reading may say that something is not there.

    A slot that a complete reading does not list is empty. `highest_event` is the highest event number known when the reading began.
    """

    slots: tuple[SlotContent, ...]
    is_complete: bool
    read_at: datetime
    highest_event: int | None = None
