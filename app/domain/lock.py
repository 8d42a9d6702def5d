"""The hardware at a door: what it is, what it can do, what it last said about itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.ids import DoorId, LockId


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock, mounted at a door (`retired_at` None) or kept as retired.

    `address` is the driver's own way to find it again (for Matter: fabric, node, endpoint) as opaque text without secrets. `is_leaving`:
    it is being taken out, so no wish of its door counts for it any more. `fields` are texts by key that people note (warranty, battery).
    """

    id: LockId
    door_id: DoorId
    driver: str
    vendor: str
    product: str
    serial: str
    firmware: str
    address: str
    mounted_at: datetime
    retired_at: datetime | None = None
    is_leaving: bool = False
    fields: dict[str, str] = field(default_factory=dict[str, str])


class BoltPosition(StrEnum):
    """Where the bolt is, as the lock reported it."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    UNLATCHED = "unlatched"
    NOT_FULLY_LOCKED = "not_fully_locked"
    UNKNOWN = "unknown"


class DoorPosition(StrEnum):
    """Where the door leaf is, as the lock's sensor reported it."""

    OPEN = "open"
    CLOSED = "closed"
    AJAR = "ajar"
    JAMMED = "jammed"
    FORCED = "forced"
    UNKNOWN = "unknown"


class ClockState(StrEnum):
    """Whether the lock's clock could be read, and what it said."""

    UNKNOWN = "unknown"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class LockInfo:
    """What the lock said about itself at one moment; None is "it did not say".

    `zone` is the IANA name of the zone that its clock runs in.
    `wall_clock` is what the clock read then that its schedules go by, without offset; judged once (`with_clock_at_door`) and not kept.
    """

    vendor: str
    product: str
    serial: str
    firmware: str
    battery_percent: int | None
    bolt: BoltPosition
    door: DoorPosition
    clock: ClockState
    read_at: datetime
    wall_clock: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class FabricOnLock:
    """One ecosystem that can operate the lock; `is_ours` is None where nobody can tell."""

    index: int
    label: str
    vendor_id: int
    is_ours: bool | None


CLOCK_TOLERANCE = timedelta(seconds=60)


def with_clock_at_door(info: LockInfo, zone: ZoneInfo) -> LockInfo:
    """The same, its wall clock judged: one that reads the time neither of the zone it names nor, where it names none, of the door's is wrong."""
    if info.wall_clock is None:
        return info
    runs_in = ZoneInfo(info.zone) if info.zone is not None else zone
    at_door = info.read_at.astimezone(runs_in).replace(tzinfo=None)
    is_right = abs(info.wall_clock - at_door) <= CLOCK_TOLERANCE
    return replace(info, clock=info.clock if is_right else ClockState.WRONG, wall_clock=None)


@dataclass(frozen=True, slots=True)
class PinRules:
    """What PINs a lock takes. Empty `alphabet` means nothing is known, not that nothing is allowed.

    `is_one_length`: all codes of the lock have the same length, so the first one sets it.
    """

    min_length: int
    max_length: int
    alphabet: str = "0123456789"
    forbidden_prefixes: tuple[str, ...] = ()
    forbidden_values: frozenset[str] = frozenset()
    are_duplicates_allowed: bool = False
    is_one_length: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleLimits:
    """Which schedules the lock itself enforces, per user; 0 means the lock cannot.

    `reports_use`: the lock tells when a credential opened, so that the program can end what is for one use.
    """

    week_day_per_user: int = 0
    year_day_per_user: int = 0
    can_cross_midnight: bool = False
    can_combine_week_and_year: bool = False
    can_end_after_one_use: bool = False
    reports_use: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this lock can do: declared and probed, valid for this serial and firmware.

    `reachable` is the best proof level that this lock can give. `settle_s` is the time until a write can be read.
    """

    pins: PinRules | None
    users: int
    pin_users: int
    credentials_per_user: int
    user_name_length: int
    schedules: ScheduleLimits
    can_read_slots: bool
    can_read_clock: bool
    can_set_bolt: bool
    needs_pin_for_bolt: bool
    has_door_sensor: bool
    has_battery: bool
    settle_s: float = 15.0
