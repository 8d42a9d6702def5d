"""Hypothesis strategies of validities, and the nights on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.domain.grant import Validity, Weekday, WeeklyWindow

ZONE_NAMES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
ZONES = tuple(ZoneInfo(name) for name in ZONE_NAMES)


def wall(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, micro: int = 0
) -> datetime:
    """A reading of a wall clock, which names no zone."""
    return datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001


def clock_changes(zone: ZoneInfo) -> list[datetime]:
    """Every hour of 2026 after which the zone's offset is another one."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=number) for number in range(365 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [
        hour for hour, now, later in zip(hours, offsets, offsets[1:], strict=False) if now != later
    ]


CHANGES = {zone.key: clock_changes(zone) for zone in ZONES}

clocks = st.one_of(
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59])),
    st.builds(time, st.integers(0, 4), st.integers(0, 59)),
)
windows = st.builds(
    WeeklyWindow,
    st.frozensets(st.sampled_from(Weekday), min_size=1),
    clocks,
    clocks,
)
weeks = st.lists(windows, max_size=4).map(tuple)


def moments_near_a_change(zone: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Moments in UTC, to the minute, around one of the nights on which this zone's clock changes."""
    return st.builds(
        lambda hour, minutes: hour + timedelta(minutes=minutes),
        st.sampled_from(CHANGES[zone.key]),
        st.integers(-30 * 60, 30 * 60),
    )


def walls_near_a_change(zone: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Wall times around such a night: also those that do not exist, and those that come twice."""
    return st.builds(
        lambda moment, minutes: (
            moment.astimezone(zone).replace(tzinfo=None, fold=0) + timedelta(minutes=minutes)
        ),
        moments_near_a_change(zone),
        st.integers(-90, 90),
    )


def validities(zone: ZoneInfo) -> st.SearchStrategy[Validity]:
    """Validities with any of range and windows, near such a night."""
    ends = st.one_of(st.none(), walls_near_a_change(zone), moments_near_a_change(zone))
    return st.builds(Validity, start=ends, end=ends, weekly=weeks)
