"""What a lock is and can do, read from its attributes; pure functions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from app.domain.lock import (
    BoltPosition,
    Capabilities,
    ClockState,
    DoorPosition,
    LockInfo,
    PinRules,
    ScheduleLimits,
)
from app.drivers.matter.const import (
    MATTER_EPOCH_S,
    USER_NAME_LENGTH,
    Cluster,
    DoorLockAttribute,
    DoorState,
    Feature,
    LockState,
    TimeAttribute,
)
from app.drivers.matter.time_sync import zone_name
from app.drivers.matter.wire import number

Attributes = Mapping[str, object]

_BOLTS = {
    LockState.NOT_FULLY_LOCKED: BoltPosition.NOT_FULLY_LOCKED,
    LockState.LOCKED: BoltPosition.LOCKED,
    LockState.UNLOCKED: BoltPosition.UNLOCKED,
    LockState.UNLATCHED: BoltPosition.UNLATCHED,
}
_DOORS = {
    DoorState.OPEN: DoorPosition.OPEN,
    DoorState.CLOSED: DoorPosition.CLOSED,
    DoorState.JAMMED: DoorPosition.JAMMED,
    DoorState.FORCED: DoorPosition.FORCED,
    DoorState.AJAR: DoorPosition.AJAR,
}


def lock_endpoint(attributes: Attributes) -> int | None:
    """The lowest endpoint that carries a Door Lock cluster."""
    found = [
        int(parts[0])
        for parts in (key.split("/") for key in attributes)
        if len(parts) == 3 and parts[1] == str(int(Cluster.DOOR_LOCK))
    ]
    return min(found, default=None)


def _value(attributes: Attributes, endpoint: int, cluster: Cluster, attribute: int) -> object:
    return attributes.get(f"{endpoint}/{int(cluster)}/{attribute}")


def feature_map(attributes: Attributes, endpoint: int) -> Feature:
    """The declared features of the lock."""
    return Feature(
        number(_value(attributes, endpoint, Cluster.DOOR_LOCK, DoorLockAttribute.FEATURE_MAP)) or 0
    )


def fabric_index(attributes: Attributes) -> int | None:
    """Our fabric's index on this lock (CurrentFabricIndex, Core 11.18.5.6)."""
    return number(_value(attributes, 0, Cluster.OPERATIONAL_CREDENTIALS, 5))


def parse_capabilities(attributes: Attributes, endpoint: int, *, settle_s: float) -> Capabilities:
    """What the lock declares; what it does not say counts as not there."""

    def count(attribute: DoorLockAttribute) -> int:
        return number(_value(attributes, endpoint, Cluster.DOOR_LOCK, attribute)) or 0

    features = feature_map(attributes, endpoint)
    week_days = count(DoorLockAttribute.WEEK_DAY_SCHEDULES_PER_USER)
    year_days = count(DoorLockAttribute.YEAR_DAY_SCHEDULES_PER_USER)
    week_days = week_days if Feature.WEEK_DAY in features else 0
    year_days = year_days if Feature.YEAR_DAY in features else 0
    writes = Feature.PIN | Feature.USER | Feature.CREDENTIALS_OVER_THE_AIR
    pins = None
    if features & writes == writes and count(DoorLockAttribute.MAX_PIN_LENGTH):
        pins = PinRules(
            min_length=count(DoorLockAttribute.MIN_PIN_LENGTH),
            max_length=count(DoorLockAttribute.MAX_PIN_LENGTH),
        )
    return Capabilities(
        pins=pins,
        users=count(DoorLockAttribute.USERS),
        pin_users=count(DoorLockAttribute.PIN_USERS),
        credentials_per_user=count(DoorLockAttribute.CREDENTIALS_PER_USER),
        user_name_length=USER_NAME_LENGTH,
        schedules=ScheduleLimits(
            week_day_per_user=week_days,
            year_day_per_user=year_days,
            can_combine_week_and_year=week_days > 0 and year_days > 0,
            # LockOperation names the user and the credential on every lock with the user feature (5.2.11.3).
            reports_use=Feature.USER in features,
        ),
        can_read_slots=Feature.USER in features,
        can_read_clock=f"0/{int(Cluster.TIME_SYNCHRONIZATION)}/0" in attributes,
        can_set_bolt=True,
        needs_pin_for_bolt=bool(
            _value(
                attributes, endpoint, Cluster.DOOR_LOCK, DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE
            )
        ),
        has_door_sensor=Feature.DOOR_SENSOR in features,
        has_battery=battery_percent(attributes) is not None,
        settle_s=settle_s,
    )


def battery_percent(attributes: Attributes) -> int | None:
    """The lowest battery level of any endpoint in percent; the wire counts half percents (Core 11.7.7.13)."""
    halves = [
        number(value)
        for key, value in attributes.items()
        if key.split("/")[1:] == [str(int(Cluster.POWER_SOURCE)), "12"]
    ]
    known = [half for half in halves if half is not None]
    return min(known) // 2 if known else None


def parse_info(
    attributes: Attributes, endpoint: int, *, read_at: datetime, clock_tolerance_s: float = 60.0
) -> LockInfo:
    """What the lock says about itself now."""

    def text(attribute: int) -> str:
        value = _value(attributes, 0, Cluster.BASIC_INFORMATION, attribute)
        return value if isinstance(value, str) else ""

    return LockInfo(
        vendor=text(1),
        product=text(3),
        serial=text(15),
        firmware=text(10),
        battery_percent=battery_percent(attributes),
        bolt=bolt_position(
            _value(attributes, endpoint, Cluster.DOOR_LOCK, DoorLockAttribute.LOCK_STATE)
        ),
        door=door_position(
            _value(attributes, endpoint, Cluster.DOOR_LOCK, DoorLockAttribute.DOOR_STATE)
        ),
        clock=_clock(
            _value(attributes, 0, Cluster.TIME_SYNCHRONIZATION, TimeAttribute.UTC_TIME),
            read_at,
            clock_tolerance_s,
        ),
        read_at=read_at,
        wall_clock=_wall_clock(
            _value(attributes, 0, Cluster.TIME_SYNCHRONIZATION, TimeAttribute.LOCAL_TIME)
        ),
        zone=zone_name(
            _value(attributes, 0, Cluster.TIME_SYNCHRONIZATION, TimeAttribute.TIME_ZONE), read_at
        ),
    )


def _wall_clock(value: object) -> datetime | None:
    """LocalTime (Core 11.17.8.8): microseconds since 2000-01-01 on the lock's own wall."""
    microseconds = number(value)
    if microseconds is None:
        return None
    since_1970 = timedelta(seconds=MATTER_EPOCH_S, microseconds=microseconds)
    return datetime(1970, 1, 1) + since_1970  # noqa: DTZ001 (a wall has no offset)


def _clock(value: object, read_at: datetime, tolerance_s: float) -> ClockState:
    microseconds = number(value)
    if microseconds is None:
        return ClockState.UNKNOWN
    offset_s = microseconds / 1_000_000 + MATTER_EPOCH_S - read_at.timestamp()
    return ClockState.RIGHT if abs(offset_s) <= tolerance_s else ClockState.WRONG


def bolt_position(value: object) -> BoltPosition:
    """LockState as our word; anything else is unknown."""
    try:
        return _BOLTS[LockState(cast("int", value))]
    except (ValueError, KeyError):
        return BoltPosition.UNKNOWN


def door_position(value: object) -> DoorPosition:
    """DoorState as our word; anything else is unknown."""
    try:
        return _DOORS.get(DoorState(cast("int", value)), DoorPosition.UNKNOWN)
    except ValueError:
        return DoorPosition.UNKNOWN
