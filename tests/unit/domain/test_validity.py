"""When a grant holds: the two nights of the year, windows over midnight, holidays, one use."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import BugError, UsageError
from app.domain.grant import (
    ALWAYS,
    HolidayCalendar,
    HolidayRule,
    Holidays,
    Validity,
    Weekday,
    WeeklyWindow,
)
from app.domain.ids import CalendarId
from app.domain.validity import (
    end_of,
    first_moment,
    has_begun,
    has_ended,
    is_inside,
    is_repeated,
    last_moment,
    next_change,
    start_of,
    zone_named,
)
from tests.unit.domain.validity_strategies import wall

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
EVERY_DAY = frozenset(Weekday)
CALENDAR = HolidayCalendar(CalendarId(uuid4()), "Public", frozenset({date(2026, 12, 25)}))
CALENDARS = {CALENDAR.id: CALENDAR}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def at(zone: ZoneInfo, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=zone, fold=fold)


def window(start: str, end: str, weekdays: frozenset[Weekday] = EVERY_DAY) -> WeeklyWindow:
    return WeeklyWindow(weekdays, time.fromisoformat(start), time.fromisoformat(end))


def weekly(*windows: WeeklyWindow) -> Validity:
    return Validity(weekly=windows)


def test_a_wall_time_is_read_in_the_zone_of_the_door() -> None:
    reading = wall(2026, 7, 1, 8, 0)
    assert first_moment(reading, PARIS) == utc(2026, 7, 1, 6)
    assert last_moment(reading, NEW_YORK) == utc(2026, 7, 1, 12)


def test_a_moment_given_with_offset_is_kept() -> None:
    assert first_moment(at(NEW_YORK, 2026, 7, 1, 8), PARIS) == utc(2026, 7, 1, 12)


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_skipped_time_means_the_first_moment_after_the_gap(minute: int) -> None:
    reading = wall(2026, 3, 29, 2, minute)
    assert first_moment(reading, PARIS) == last_moment(reading, PARIS) == utc(2026, 3, 29, 1)


def test_a_gap_of_half_an_hour_is_met_to_the_second() -> None:
    reading = wall(2026, 10, 4, 2, 29, 59, 999_999)
    assert first_moment(reading, LORD_HOWE) == utc(2026, 10, 3, 15, 30)


def test_a_repeated_time_is_its_first_occurrence_as_from_and_its_second_as_until() -> None:
    reading = wall(2026, 10, 25, 2, 30)
    assert first_moment(reading, PARIS) == utc(2026, 10, 25, 0, 30)
    assert last_moment(reading, PARIS) == utc(2026, 10, 25, 1, 30)
    assert is_repeated(reading, PARIS)
    assert not is_repeated(wall(2026, 3, 29, 2, 30), PARIS)
    assert not is_repeated(wall(2026, 7, 1, 2, 30), PARIS)


def test_a_day_that_a_zone_left_out_begins_with_the_next() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert first_moment(wall(2011, 12, 30, 12), apia) == utc(2011, 12, 30, 10)


def test_the_range_holds_from_its_first_moment_to_just_before_its_end() -> None:
    validity = Validity(start=wall(2026, 5, 1, 8), end=wall(2026, 5, 2, 8))
    start, end = utc(2026, 5, 1, 6), utc(2026, 5, 2, 6)
    assert (start_of(validity, PARIS), end_of(validity, PARIS)) == (start, end)
    instant = timedelta(microseconds=1)
    assert not has_begun(validity, PARIS, start - instant)
    assert is_inside(validity, PARIS, start)
    assert is_inside(validity, PARIS, end - instant)
    assert not has_ended(validity, PARIS, end - instant)
    assert has_ended(validity, PARIS, end)
    assert not is_inside(validity, PARIS, end)


def test_always_holds_always_and_never_changes() -> None:
    assert is_inside(ALWAYS, PARIS, utc(2026, 1, 1))
    assert not has_ended(ALWAYS, PARIS, utc(2099, 1, 1))
    assert next_change(ALWAYS, PARIS, utc(2026, 1, 1)) is None


def test_a_window_over_midnight_belongs_to_the_day_it_begins() -> None:
    validity = weekly(window("22:00", "06:00", frozenset({Weekday.FRIDAY})))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 5, 1, 22))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 5, 2, 5, 59))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 2, 6))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 1, 5))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 2, 22))


def test_a_window_that_ends_when_it_starts_lasts_a_day() -> None:
    validity = weekly(window("08:00", "08:00", frozenset({Weekday.MONDAY})))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 5, 4, 8))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 5, 5, 7, 59))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 5, 8))


def test_a_window_in_a_skipped_hour_does_not_exist_that_night() -> None:
    validity = weekly(window("02:00", "03:00"))
    night = [utc(2026, 3, 28, 22) + timedelta(minutes=number) for number in range(8 * 60)]
    assert not any(is_inside(validity, PARIS, moment) for moment in night)


def test_a_window_in_a_repeated_hour_counts_twice() -> None:
    validity = weekly(window("02:15", "02:45"))
    night = [utc(2026, 10, 24, 22) + timedelta(minutes=number) for number in range(8 * 60)]
    assert sum(is_inside(validity, PARIS, moment) for moment in night) == 60


def test_all_given_parts_must_hold() -> None:
    validity = Validity(start=wall(2026, 5, 4), weekly=(window("08:00", "12:00"),))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 3, 9))
    assert not is_inside(validity, PARIS, at(PARIS, 2026, 5, 4, 7))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 5, 4, 9))


def test_a_closed_holiday_takes_its_date_and_every_window_that_begins_on_it() -> None:
    validity = Validity(
        weekly=(window("22:00", "06:00"),), holidays=(Holidays(CALENDAR.id, HolidayRule.CLOSED),)
    )

    def inside(*parts: int) -> bool:
        return is_inside(validity, PARIS, at(PARIS, *parts), CALENDARS)

    assert inside(2026, 12, 24, 23)
    assert not inside(2026, 12, 25, 1)
    assert not inside(2026, 12, 25, 23)
    assert not inside(2026, 12, 26, 1)
    assert inside(2026, 12, 26, 22)


def test_a_holiday_as_sunday_has_the_windows_of_a_sunday() -> None:
    validity = Validity(
        weekly=(
            window("09:00", "17:00", EVERY_DAY - {Weekday.SUNDAY}),
            window("20:00", "02:00", frozenset({Weekday.SUNDAY})),
        ),
        holidays=(Holidays(CALENDAR.id, HolidayRule.AS_SUNDAY),),
    )

    def inside(*parts: int) -> bool:
        return is_inside(validity, PARIS, at(PARIS, *parts), CALENDARS)

    assert not inside(2026, 12, 25, 10)
    assert inside(2026, 12, 25, 21)
    assert inside(2026, 12, 26, 1)
    assert inside(2026, 12, 26, 10)


def test_an_ignored_holiday_changes_nothing() -> None:
    validity = Validity(holidays=(Holidays(CALENDAR.id, HolidayRule.IGNORE),))
    assert is_inside(validity, PARIS, at(PARIS, 2026, 12, 25, 10), CALENDARS)


def test_a_calendar_that_is_not_there_is_a_bug_and_no_open_door() -> None:
    validity = Validity(holidays=(Holidays(CALENDAR.id, HolidayRule.CLOSED),))
    with pytest.raises(BugError, match="calendar_missing"):
        is_inside(validity, PARIS, utc(2026, 1, 1))


def test_one_use_without_until_waits_24_hours() -> None:
    granted_at = utc(2026, 3, 28, 12)
    once = Validity(is_once=True)
    assert end_of(once, PARIS, granted_at=granted_at) == utc(2026, 3, 29, 12)
    assert end_of(once, PARIS) is None
    later = Validity(start=wall(2026, 5, 1, 8), is_once=True)
    assert end_of(later, PARIS, granted_at=granted_at) == utc(2026, 5, 2, 6)
    assert end_of(
        Validity(end=wall(2026, 5, 9), is_once=True), PARIS, granted_at=granted_at
    ) == utc(2026, 5, 8, 22)
    assert has_ended(once, PARIS, utc(2026, 3, 29, 12), granted_at=granted_at)
    between_seconds = granted_at + timedelta(microseconds=999_999)
    assert end_of(once, PARIS, granted_at=between_seconds) == utc(2026, 3, 29, 12)


def test_the_next_change_of_a_range_is_its_beginning_and_then_its_end() -> None:
    validity = Validity(start=wall(2026, 5, 1, 8), end=wall(2026, 5, 2, 8))
    start, end = utc(2026, 5, 1, 6), utc(2026, 5, 2, 6)
    assert next_change(validity, PARIS, utc(2026, 1, 1)) == start
    assert next_change(validity, PARIS, start) == end
    assert next_change(validity, PARIS, end) is None


def test_the_next_change_of_a_window_stops_at_the_end_of_the_range() -> None:
    validity = Validity(end=wall(2026, 5, 4, 10), weekly=(window("08:00", "12:00"),))
    assert next_change(validity, PARIS, at(PARIS, 2026, 5, 4, 9)) == utc(2026, 5, 4, 8)
    assert next_change(validity, PARIS, at(PARIS, 2026, 5, 4, 10)) is None
    late = Validity(end=wall(2026, 5, 4, 7), weekly=(window("08:00", "12:00"),))
    assert next_change(late, PARIS, at(PARIS, 2026, 5, 3, 13)) is None


def test_a_range_that_begins_between_windows_changes_with_the_first_window() -> None:
    validity = Validity(start=wall(2026, 5, 4, 13), weekly=(window("08:00", "12:00"),))
    assert next_change(validity, PARIS, utc(2026, 1, 1)) == utc(2026, 5, 5, 6)


def test_windows_that_cover_the_week_never_change() -> None:
    assert next_change(weekly(window("00:00", "00:00")), PARIS, utc(2026, 1, 1)) is None


def test_the_clock_going_back_can_end_a_window_by_itself() -> None:
    validity = weekly(window("02:30", "03:00"))
    moments = [utc(2026, 10, 25, 0, 30)]
    for _ in range(3):
        found = next_change(validity, PARIS, moments[-1])
        assert found is not None
        moments.append(found)
    assert moments[1:] == [utc(2026, 10, 25, 1), utc(2026, 10, 25, 1, 30), utc(2026, 10, 25, 2)]


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../etc/passwd", "/etc/localtime", "A\0"])
def test_a_zone_that_does_not_exist_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match="time_zone"):
        zone_named(name)


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/Paris").key == "Europe/Paris"
