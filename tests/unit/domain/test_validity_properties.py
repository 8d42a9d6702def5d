"""Validity against plain oracles that count minutes, around the nights on which clocks change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.grant import Validity, Weekday
from app.domain.validity import first_moment, is_inside, last_moment, next_change
from tests.unit.domain.validity_strategies import (
    CHANGES,
    ZONE_NAMES,
    ZONES,
    moments_near_a_change,
    validities,
    walls_near_a_change,
    weeks,
)

MINUTE = timedelta(minutes=1)
by_zone = pytest.mark.parametrize("zone", ZONES, ids=ZONE_NAMES)


def reading(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def readings_around(wall: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Moment and reading of every minute within a day around a wall time."""
    middle = wall.replace(tzinfo=zone).astimezone(CHANGES[zone.key][0].tzinfo)
    moments = [middle + number * MINUTE for number in range(-150, 151)]
    return [(moment, reading(moment, zone)) for moment in moments]


def is_in_a_window(validity: Validity, wall: datetime) -> bool:
    """The oracle: every window laid out on the calendar of wall times, one occurrence for each day."""
    for days_before in (0, 1):
        midnight = datetime.combine(wall.date() - timedelta(days=days_before), datetime.min.time())
        for window in validity.weekly:
            begin = datetime.combine(midnight, window.start)
            end = datetime.combine(midnight, window.end)
            if window.end <= window.start:
                end += timedelta(days=1)
            if Weekday(midnight.weekday()) in window.weekdays and begin <= wall < end:
                return True
    return not validity.weekly


def test_each_zone_changes_its_clock_twice_in_the_year_of_the_tests() -> None:
    assert {name: len(hours) for name, hours in CHANGES.items()} == dict.fromkeys(ZONE_NAMES, 2)


@by_zone
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_from_and_until_are_the_first_and_the_last_minute_that_reads_so(
    zone: ZoneInfo, data: st.DataObject
) -> None:
    wall = data.draw(walls_near_a_change(zone))
    around = readings_around(wall, zone)
    exact = [moment for moment, read in around if read == wall]
    after = [moment for moment, read in around if read > wall]
    assert first_moment(wall, zone) == (exact or after)[0]
    assert last_moment(wall, zone) == (exact[-1] if exact else after[0])


@by_zone
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_moment_is_inside_when_every_part_says_so(zone: ZoneInfo, data: st.DataObject) -> None:
    validity = data.draw(validities(zone))
    moment = data.draw(moments_near_a_change(zone))
    starts = validity.start is None or first_moment(validity.start, zone) <= moment
    ends = validity.end is not None and last_moment(validity.end, zone) <= moment
    expected = starts and not ends and is_in_a_window(validity, reading(moment, zone))
    assert is_inside(validity, zone, moment) == expected


@by_zone
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_nothing_changes_before_the_next_change(zone: ZoneInfo, data: st.DataObject) -> None:
    validity = Validity(weekly=data.draw(weeks))
    now = data.draw(moments_near_a_change(zone))
    before = is_inside(validity, zone, now)
    found = next_change(validity, zone, now)
    moment = now
    for _ in range(20 * 60):
        moment += MINUTE
        if is_inside(validity, zone, moment) != before:
            assert found == moment
            return
    assert found is None or found > moment
