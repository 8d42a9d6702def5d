"""The two contracts of a lock family: its driver, and a session with one lock."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.event import LockEvent
from app.domain.ids import SlotId
from app.domain.lock import BoltPosition, Capabilities, FabricOnLock, LockInfo
from app.domain.schedule import LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.driver_api.manifest import DriverManifest
from app.driver_api.pairing import FlowState, PairedLock, PairingFlow, Report


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a lock that shall become ours.

    `node_id` is drawn by the project and stored before the first byte (Matter). `accept_findings` is consent given beforehand, by code.
    """

    setup_code: Secret[str] | None
    node_id: int | None = None
    device: str | None = None
    network_only: bool = True
    accept_findings: bool = False


@dataclass(frozen=True, slots=True)
class SlotEntry:
    """What shall be on the lock in one slot: every field is sent at every write.

    `is_new` is a user to be made; else the same user and credential are changed in place. `value` None changes all but the credential's value.
    """

    slot: SlotId
    kind: CredentialKind
    name: str
    unique_id: int
    value: Secret[str] | None
    schedule: LockSchedule
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Accepted:
    """The lock said yes; no more than that. `slot` is where it says the entry is."""

    slot: SlotId
    at: datetime


@dataclass(frozen=True, slots=True)
class BoltState:
    """Where the bolt is, and whether the lock reported it after our request."""

    position: BoltPosition
    is_reported: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SharingWindow:
    """An open door for another ecosystem; ends by itself."""

    qr: Secret[str]
    manual: Secret[str]
    until: datetime


class LockSession(Protocol):
    """A conversation with one lock, alive only inside `async with`."""

    async def probe(self) -> Capabilities:
        """Learn what this lock can do: declared features, limits, harmless reads."""
        ...

    async def info(self) -> LockInfo:
        """Read battery, firmware, bolt, door and clock."""
        ...

    async def read_slots(self) -> SlotReading:
        """Read every user, credential and schedule."""
        ...

    async def write(self, entry: SlotEntry) -> Accepted:
        """Send one entry (user, schedule, credential last); proof comes only from `read_slots` and events.

        Raises an error of `driver_api.errors`; after `Rejected` the driver has cleared what remained of a new entry, or says
        parameter `left_over=True`. `NoAnswer` means it may be on the lock.
        """
        ...

    async def clear(self, slot: SlotId) -> Accepted:
        """Take one entry away, credential first; an empty slot is no error."""
        ...

    async def set_bolt(self, *, locked: bool, pin: Secret[str] | None = None) -> BoltState:
        """Move the bolt and wait for the lock's report."""
        ...

    async def events_since(self, number: int | None) -> Sequence[LockEvent]:
        """What the lock still holds, numbered above `number`, oldest first."""
        ...

    def events(self) -> AsyncIterator[LockEvent]:
        """What happens from now on."""
        ...


class LockDriver(Protocol):
    """One lock family."""

    @property
    def manifest(self) -> DriverManifest:
        """The family's facts."""
        ...

    def pairing(self, candidate: Candidate, report: Report) -> PairingFlow:
        """A new attempt to make this lock ours."""
        ...

    def resume(self, state: FlowState, candidate: Candidate, report: Report) -> PairingFlow:
        """Go on at the last step that the lock can still honour."""
        ...

    def open(self, lock: PairedLock) -> AbstractAsyncContextManager[LockSession]:
        """Talk to a lock that is ours."""
        ...

    async def unpair(self, lock: PairedLock) -> None:
        """End our pairing on the lock; raises if the lock cannot be reached."""
        ...

    async def close(self) -> None:
        """Let go of everything; safe twice."""
        ...


@runtime_checkable
class SharesAccess(Protocol):
    """Optional: the family can let other ecosystems in, and lists them."""

    async def open_window(self, lock: PairedLock, minutes: int) -> SharingWindow:
        """Open a commissioning window."""
        ...

    async def fabrics(self, lock: PairedLock) -> Sequence[FabricOnLock]:
        """Who can operate the lock."""
        ...


__all__ = [
    "Accepted",
    "BoltState",
    "Candidate",
    "FabricOnLock",
    "LockDriver",
    "LockSession",
    "SessionOpener",
    "SetsClock",
    "SharesAccess",
    "SharingWindow",
    "SlotContent",
    "SlotEntry",
    "SlotReading",
    "SlotState",
]


@runtime_checkable
class NoticesOthers(Protocol):
    """Optional: the family can tell that a second computer operates a lock with our keys."""

    def is_operated_elsewhere(self, lock: PairedLock) -> bool:
        """Whether there is evidence of it since the driver was built."""
        ...


@runtime_checkable
class SetsClock(Protocol):
    """Optional for a session: the lock's own clock can be set."""

    async def set_clock(self, zone: ZoneInfo) -> bool:
        """Set time, zone and daylight saving; False for a lock without such a clock.

        Raises `Rejected` and the like; whether the clock is right then only `info` tells.
        """
        ...


SessionOpener = Callable[[PairedLock], AbstractAsyncContextManager[LockSession]]
