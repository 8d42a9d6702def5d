"""What a lock is told of time: moment, zone and daylight saving (Core Specification 1.4, 11.17, Time Synchronization); pure functions."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.drivers.matter.const import MATTER_EPOCH_S, Granularity, TimeSource
from app.drivers.matter.wire import as_record, number

_SEARCH_STEP = timedelta(days=7)
_SEARCH_SPAN = timedelta(days=400)
"""Zones with daylight saving change at least once in a year."""


def utc_time_payload(now: datetime) -> dict[str, Any]:
    """The fields of SetUTCTime (11.17.9.1)."""
    return {
        "UTCTime": matter_us(now),
        "granularity": int(Granularity.MILLISECONDS),
        "timeSource": int(TimeSource.ADMIN),
    }


def time_zone_payload(zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """The fields of SetTimeZone (11.17.9.3): one entry, valid from the beginning; the offset in seconds is without daylight saving."""
    offset = int(_standard_offset(zone, now).total_seconds())
    return {"timeZone": [{"offset": offset, "validAt": 0, "name": zone.key}]}


def dst_offset_payload(zone: ZoneInfo, now: datetime, *, count: int) -> dict[str, Any]:
    """The fields of SetDSTOffset (11.17.9.5): what is added to the zone's offset, in seconds, for the next `count` stretches of time.

    `validUntil` is null for the last stretch of a zone that does not change any more.
    """
    standard = _standard_offset(zone, now)
    stretches: list[dict[str, Any]] = []
    start, starting_us = now, 0
    while len(stretches) < max(1, count):
        change = _next_change(zone, start)
        added = int((_offset(zone, start) - standard).total_seconds())
        until_us = None if change is None else matter_us(change)
        stretches.append({"offset": added, "validStarting": starting_us, "validUntil": until_us})
        if change is None or until_us is None:
            break
        start, starting_us = change, until_us
    return {"DSTOffset": stretches}


def zone_name(value: object, at: datetime) -> str | None:
    """The zone that the attribute TimeZone (11.17.8.6) names for this moment; None when it names none that is known."""
    found: str | None = None
    entries = cast("list[object]", value) if isinstance(value, list) else []
    for entry in map(as_record, entries):
        valid_at = number(_tagged(entry, 1))
        if valid_at is not None and valid_at <= matter_us(at):
            name = _tagged(entry, 2)
            found = name if isinstance(name, str) else None
    return found if found is not None and _is_zone(found) else None


def matter_us(moment: datetime) -> int:
    """Microseconds since 2000-01-01T00:00:00Z (Core 7.19.2.6, epoch-us)."""
    since = moment - datetime.fromtimestamp(MATTER_EPOCH_S, UTC)
    return since // timedelta(microseconds=1)


def _tagged(entry: Mapping[str, Any], tag: int) -> object:
    """Attribute values come keyed by tag number."""
    return entry.get(str(tag))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _standard_offset(zone: ZoneInfo, now: datetime) -> timedelta:
    """The smaller of the offsets on both sides of the next change, so that daylight saving is never negative."""
    change = _next_change(zone, now)
    here = _offset(zone, now)
    return here if change is None else min(here, _offset(zone, change))


def _next_change(zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first whole second after this one at which the zone's offset is another; None when none is near."""
    before = _offset(zone, after)
    low = high = after.astimezone(UTC).replace(microsecond=0)
    end = low + _SEARCH_SPAN
    while _offset(zone, high) == before:
        low, high = high, high + _SEARCH_STEP
        if low > end:
            return None
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high
