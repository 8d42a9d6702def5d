"""What a lock's attributes say of its clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.lock import ClockState, with_clock_at_door
from app.drivers.matter.facts import parse_info

AT = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
UTC_US = 836_215_200_000_000  # microseconds since 2000-01-01
HOUR_US = 3_600_000_000


@pytest.mark.parametrize(
    ("local_us", "expected"),
    [
        (UTC_US + 2 * HOUR_US, ClockState.RIGHT),
        (UTC_US + 2 * HOUR_US + 59_000_000, ClockState.RIGHT),
        (UTC_US + HOUR_US, ClockState.WRONG),
        (UTC_US, ClockState.WRONG),
        (None, ClockState.RIGHT),
    ],
)
def test_a_clock_is_right_only_when_it_reads_the_time_of_the_door(
    local_us: int | None, expected: ClockState
):
    info = parse_info({"0/56/0": UTC_US, "0/56/7": local_us}, 1, read_at=AT)
    assert with_clock_at_door(info, ZoneInfo("Europe/Berlin")).clock is expected


def test_a_clock_that_is_wrong_by_itself_stays_wrong():
    attributes = {"0/56/0": UTC_US + HOUR_US, "0/56/7": UTC_US + 2 * HOUR_US}
    info = parse_info(attributes, 1, read_at=AT)
    assert with_clock_at_door(info, ZoneInfo("Europe/Berlin")).clock is ClockState.WRONG


@pytest.mark.parametrize(
    ("named", "expected"), [("Asia/Tokyo", ClockState.RIGHT), ("UTC", ClockState.WRONG)]
)
def test_a_clock_that_names_its_zone_is_judged_in_that_zone(named: str, expected: ClockState):
    zones = [{"0": 0, "1": 0, "2": named}]
    attributes = {"0/56/0": UTC_US, "0/56/5": zones, "0/56/7": UTC_US + 9 * HOUR_US}
    info = with_clock_at_door(parse_info(attributes, 1, read_at=AT), ZoneInfo("Europe/Berlin"))
    assert (info.clock, info.zone) == (expected, named)
