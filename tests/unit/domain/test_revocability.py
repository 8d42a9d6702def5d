"""How a way in can be taken back, and how long it could still open."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.credential import CredentialKind
from app.domain.grant import Validity, WeeklyWindow
from app.domain.revocability import (
    Removal,
    Revocability,
    exposure,
    exposure_hours,
    hardest,
    is_reached_lately,
    is_written,
    revocability_of,
)
from app.domain.schedule import LockSchedule, hours_of_a_week
from app.domain.validity import is_inside, time_inside
from app.domain.validity_text import parse_weekly
from tests.unit.domain.plan_world import MATTER
from tests.unit.domain.validity_strategies import ZONES, moments_near_a_change, validities, wall

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 5, 4, 6, tzinfo=UTC)  # a Monday, 8 o'clock in Paris
PIN = CredentialKind.PIN
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("removal", "is_reached", "expected"),
    [
        (Removal.DIRECT, True, Revocability.NOW),
        (Removal.DIRECT, False, Revocability.IN_REACH),
        (Removal.BRIDGE, True, Revocability.NOW),
        (Removal.BRIDGE, False, Revocability.BRIDGE_ONLINE),
        (Removal.HAND, True, Revocability.BY_HAND),
        (Removal.HAND, False, Revocability.BY_HAND),
        (Removal.NONE, True, Revocability.NEVER),
        (Removal.NONE, False, Revocability.NEVER),
    ],
)
def test_a_code_is_taken_back_by_the_way_of_its_lock(
    removal: Removal, is_reached: bool, expected: Revocability
) -> None:
    found = revocability_of(PIN, removal, is_written_by_us=True, is_reached=is_reached)
    assert found is expected


@pytest.mark.parametrize("removal", [Removal.DIRECT, Removal.BRIDGE, Removal.HAND])
def test_what_was_taught_at_the_lock_is_taken_out_there(removal: Removal) -> None:
    found = revocability_of(
        CredentialKind.FINGERPRINT, removal, is_written_by_us=False, is_reached=True
    )
    assert found is Revocability.BY_HAND


def test_a_metal_key_comes_back_by_hand_whatever_the_lock_can_do() -> None:
    for removal in Removal:
        found = revocability_of(
            CredentialKind.MECHANICAL_KEY, removal, is_written_by_us=False, is_reached=True
        )
        assert found is Revocability.BY_HAND


def test_the_program_writes_pins_where_the_lock_takes_any() -> None:
    assert is_written(PIN, MATTER)
    assert is_written(PIN, None)
    assert not is_written(CredentialKind.CARD, MATTER)


def test_now_is_said_only_of_a_lock_that_answered_in_the_last_minutes() -> None:
    assert is_reached_lately(NOW - 9 * MINUTE, NOW)
    assert not is_reached_lately(NOW - 11 * MINUTE, NOW)
    assert not is_reached_lately(None, NOW)
    assert not is_reached_lately(NOW + MINUTE, NOW), "a clock that was set back proves nothing"


def test_the_hardest_counts() -> None:
    assert hardest([Revocability.NOW, Revocability.NEVER, Revocability.BY_HAND]) == "never"
    assert hardest([]) is None


def test_an_entry_without_end_on_the_lock_is_exposed_without_end() -> None:
    assert exposure(LockSchedule(), PARIS, NOW) is None
    mornings = (parse_weekly("Mo-Fr 08:00-12:00"),)
    assert exposure(LockSchedule(weekly=mornings), PARIS, NOW) is None


def test_a_range_is_exposed_until_its_end_and_not_before_its_start() -> None:
    stay = LockSchedule(start=wall(2026, 5, 5, 8), end=wall(2026, 5, 6, 20))
    assert exposure(stay, PARIS, NOW) == timedelta(hours=36)
    later = datetime(2026, 5, 6, 17, 30, tzinfo=UTC)
    assert exposure(stay, PARIS, later) == timedelta(minutes=30)
    assert exposure(stay, PARIS, datetime(2026, 5, 7, tzinfo=UTC)) == timedelta()


def test_windows_within_a_range_are_the_hours_that_it_could_open() -> None:
    mornings = (parse_weekly("Mo-Fr 08:00-12:00"),)
    until_sunday = LockSchedule(weekly=mornings, end=wall(2026, 5, 11))
    assert exposure(until_sunday, PARIS, NOW) == timedelta(hours=20)
    assert exposure(until_sunday, PARIS, NOW + timedelta(hours=1)) == timedelta(hours=19)


def test_the_night_that_lasts_an_hour_longer_counts_it() -> None:
    night = LockSchedule(start=wall(2026, 10, 24, 22), end=wall(2026, 10, 25, 6))
    assert exposure(night, PARIS, NOW) == timedelta(hours=9)


def test_years_of_windows_are_counted_by_the_week_and_end_within_a_day_of_the_truth() -> None:
    mornings = (parse_weekly("Mo-Fr 08:00-12:00"),)
    years = LockSchedule(weekly=mornings, end=wall(2029, 5, 7))
    found = exposure(years, PARIS, NOW)
    exact = time_inside(Validity(weekly=mornings, end=wall(2029, 5, 7)), PARIS, NOW)
    assert found is not None
    assert exact is not None
    assert abs(found - exact) <= timedelta(hours=4)


def test_begun_hours_count_whole() -> None:
    assert exposure_hours(timedelta(hours=2)) == 2
    assert exposure_hours(timedelta(hours=2, seconds=1)) == 3
    assert exposure_hours(timedelta()) == 0


def test_the_hours_of_a_week_are_counted_once_where_windows_overlap() -> None:
    windows: tuple[WeeklyWindow, ...] = (
        parse_weekly("Mo-Fr 08:00-12:00"),
        parse_weekly("Mo 10:00-14:00"),
        parse_weekly("Su 22:00-06:00"),
    )
    assert hours_of_a_week(windows) == timedelta(hours=5 * 4 + 2 + 8)
    assert hours_of_a_week(()) == timedelta(days=7)


@pytest.mark.parametrize("zone", ZONES, ids=[zone.key for zone in ZONES])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_time_inside_is_the_sum_of_its_minutes(zone: ZoneInfo, data: st.DataObject) -> None:
    validity = data.draw(validities(zone))
    since = data.draw(moments_near_a_change(zone))
    limit = since + timedelta(hours=30)
    bounded = Validity(validity.start, limit, validity.weekly)
    minutes = [since + number * MINUTE for number in range(30 * 60)]
    inside = sum(is_inside(bounded, zone, moment) for moment in minutes)
    assert time_inside(bounded, zone, since) == inside * MINUTE
