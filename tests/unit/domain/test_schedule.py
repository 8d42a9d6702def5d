"""What a lock can hold of a validity: by rule, and by a lock that is played through the nights of the year."""

from dataclasses import replace
from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.grant import ALWAYS, HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.ids import CalendarId
from app.domain.lock import ScheduleLimits
from app.domain.schedule import (
    UNRESTRICTED,
    EnforcedBy,
    Fitting,
    LockSchedule,
    NotByLock,
    Unfit,
    fit,
    lock_windows,
)
from app.domain.validity import is_inside
from app.domain.validity_text import parse_weekly
from tests.unit.domain.validity_strategies import (
    ZONE_NAMES,
    ZONES,
    moments_near_a_change,
    validities,
    wall,
    weeks,
)

PARIS = ZoneInfo("Europe/Paris")
MATTER = ScheduleLimits(week_day_per_user=5, year_day_per_user=5)
NONE = ScheduleLimits()
BOTH = ScheduleLimits(5, 5, can_combine_week_and_year=True)
MAY = Validity(start=wall(2026, 5, 1), end=wall(2026, 6, 1))
CALENDAR = CalendarId(uuid4())


def weekly(*texts: str, **parts: object) -> Validity:
    return Validity(weekly=tuple(parse_weekly(text) for text in texts), **parts)  # type: ignore[arg-type]


def fitted(validity: Validity, limits: ScheduleLimits = MATTER, **more: object) -> Fitting:
    found = fit(validity, PARIS, limits, **more)  # type: ignore[arg-type]
    assert isinstance(found, Fitting)
    return found


def shown(windows: tuple[WeeklyWindow, ...]) -> set[tuple[frozenset[Weekday], time, time]]:
    return {(window.weekdays, window.start, window.end) for window in windows}


def written(*texts: str) -> set[tuple[frozenset[Weekday], time, time]]:
    return shown(tuple(parse_weekly(text) for text in texts))


def test_always_is_unrestricted_on_every_lock() -> None:
    assert fitted(ALWAYS, NONE) == Fitting(UNRESTRICTED, EnforcedBy.LOCK, ALWAYS)


def test_a_date_range_is_written_in_the_wall_time_of_the_lock() -> None:
    found = fitted(MAY)
    assert found.schedule == LockSchedule(start=wall(2026, 5, 1), end=wall(2026, 6, 1))
    assert (found.enforced_by, found.by_program) == (EnforcedBy.LOCK, ALWAYS)


def test_a_moment_with_offset_becomes_the_wall_time_of_the_lock() -> None:
    validity = Validity(start=datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("America/New_York")))
    assert fitted(validity).schedule.start == wall(2026, 5, 1, 14)
    assert fitted(validity).schedule.end is None


def test_a_lock_with_a_clock_of_another_zone_gets_the_range_in_that_zone() -> None:
    found = fitted(MAY, lock_zone=ZoneInfo("UTC"))
    assert found.schedule.start == wall(2026, 4, 30, 22)


def test_windows_in_another_zone_than_the_locks_are_left_to_the_program() -> None:
    found = fitted(weekly("Mo 08:00-12:00"), lock_zone=ZoneInfo("UTC"))
    assert (found.schedule, found.reasons) == (UNRESTRICTED, (NotByLock.OTHER_ZONE,))


def test_a_window_over_midnight_is_split_in_two() -> None:
    found = fitted(weekly("Mo-Fr 22:00-06:00"))
    assert shown(found.schedule.weekly) == written("Mo-Fr 22:00-24:00", "Tu-Sa 00:00-06:00")
    assert found.enforced_by is EnforcedBy.LOCK


def test_a_window_from_sunday_into_monday_is_split_in_two() -> None:
    found = fitted(weekly("Su 22:00-06:00"))
    assert shown(found.schedule.weekly) == written("Su 22:00-24:00", "Mo 00:00-06:00")


def test_a_lock_that_can_cross_midnight_gets_the_window_whole() -> None:
    limits = ScheduleLimits(week_day_per_user=1, can_cross_midnight=True)
    assert shown(fitted(weekly("Su-Mo 22:00-06:00"), limits).schedule.weekly) == written(
        "Su-Mo 22:00-06:00"
    )


def test_hours_longer_than_a_day_are_cut_at_midnight_on_every_lock() -> None:
    windows = weekly("Fr 20:00-24:00", "Sa-Su 00:00-24:00").weekly
    assert shown(lock_windows(windows, can_cross_midnight=True)) == written(
        "Fr 20:00-24:00", "Sa,Su 00:00-24:00"
    )


def test_windows_that_overlap_or_touch_are_united_before_they_are_counted() -> None:
    limits = ScheduleLimits(week_day_per_user=1)
    found = fitted(weekly("Mo-Fr 08:00-12:00", "Mo-We 10:00-14:00", "Th,Fr 12:00-14:00"), limits)
    assert shown(found.schedule.weekly) == written("Mo-Fr 08:00-14:00")


def test_windows_that_cover_the_whole_week_are_no_restriction() -> None:
    found = fitted(weekly("Mo-Su 06:00-18:00", "Mo-Su 18:00-06:00"), NONE)
    assert found == Fitting(UNRESTRICTED, EnforcedBy.LOCK, ALWAYS)


def test_more_windows_than_the_lock_holds_are_left_to_the_program_whole() -> None:
    limits = ScheduleLimits(week_day_per_user=1)
    validity = weekly("Mo-Fr 22:00-06:00")
    found = fitted(validity, limits)
    assert (found.schedule, found.enforced_by) == (UNRESTRICTED, EnforcedBy.PROGRAM)
    assert (found.by_program, found.reasons) == (validity, (NotByLock.TOO_MANY_WINDOWS,))


@pytest.mark.parametrize(
    ("validity", "reason"),
    [(MAY, NotByLock.NO_DATE_RANGES), (weekly("Mo 08:00-12:00"), NotByLock.NO_WEEK_SCHEDULES)],
)
def test_a_lock_without_schedules_leaves_them_to_the_program(
    validity: Validity, reason: NotByLock
) -> None:
    found = fitted(validity, NONE)
    assert (found.schedule, found.enforced_by) == (UNRESTRICTED, EnforcedBy.PROGRAM)
    assert found.reasons == (reason,)


def test_windows_and_range_together_need_the_program_on_one_matter_user() -> None:
    found = fitted(weekly("Mo 08:00-12:00", start=MAY.start, end=MAY.end))
    assert (found.enforced_by, found.reasons) == (EnforcedBy.PROGRAM, (NotByLock.WEEK_AND_DATES,))
    assert shown(found.schedule.weekly) == written("Mo 08:00-12:00")
    assert (found.schedule.start, found.schedule.end) == (None, None)
    assert not found.by_program.weekly
    assert not is_inside(found.by_program, PARIS, datetime(2026, 4, 30, tzinfo=PARIS))
    assert is_inside(found.by_program, PARIS, datetime(2026, 5, 3, tzinfo=PARIS))


def test_a_lock_that_can_combine_keeps_windows_and_range() -> None:
    found = fitted(weekly("Mo 08:00-12:00", start=MAY.start), BOTH)
    assert found.enforced_by is EnforcedBy.LOCK
    assert found.schedule.weekly
    assert found.schedule.start == MAY.start


def test_the_range_stays_with_the_lock_when_the_windows_cannot() -> None:
    limits = ScheduleLimits(week_day_per_user=0, year_day_per_user=1)
    found = fitted(weekly("Mo 08:00-12:00", start=MAY.start, end=MAY.end), limits)
    assert (found.schedule.start, found.schedule.end) == (MAY.start, MAY.end)
    assert found.by_program == weekly("Mo 08:00-12:00")


def test_closed_holidays_are_kept_by_the_program_beside_the_locks_windows() -> None:
    holidays = (Holidays(CALENDAR, HolidayRule.CLOSED),)
    found = fitted(weekly("Mo 08:00-12:00", holidays=holidays))
    assert shown(found.schedule.weekly) == written("Mo 08:00-12:00")
    assert (found.by_program, found.reasons) == (
        Validity(holidays=holidays),
        (NotByLock.HOLIDAYS,),
    )


def test_holidays_as_sundays_leave_the_windows_to_the_program() -> None:
    holidays = (Holidays(CALENDAR, HolidayRule.AS_SUNDAY),)
    validity = weekly("Mo 08:00-12:00", holidays=holidays)
    found = fitted(validity)
    assert (found.schedule, found.by_program) == (UNRESTRICTED, validity)
    assert found.reasons == (NotByLock.HOLIDAYS,)


def test_holidays_that_change_nothing_leave_everything_to_the_lock() -> None:
    ignored = Validity(holidays=(Holidays(CALENDAR, HolidayRule.IGNORE),))
    no_windows = Validity(holidays=(Holidays(CALENDAR, HolidayRule.AS_SUNDAY),))
    for validity in (ignored, no_windows):
        assert fitted(validity) == Fitting(UNRESTRICTED, EnforcedBy.LOCK, ALWAYS)


def test_one_use_is_refused_where_the_lock_cannot_end_it() -> None:
    assert fit(Validity(is_once=True), PARIS, MATTER) == Unfit("one_time")


def test_one_use_on_a_lock_that_ends_it_has_an_end_too() -> None:
    limits = ScheduleLimits(year_day_per_user=1, can_end_after_one_use=True)
    found = fitted(Validity(is_once=True), limits, granted_at=datetime(2026, 5, 1, 8, tzinfo=PARIS))
    assert found.schedule == LockSchedule(end=wall(2026, 5, 2, 8), is_once=True)
    assert not found.schedule.is_unrestricted


def test_an_end_inside_a_repeated_hour_is_left_to_the_program() -> None:
    """A wall clock that only compares readings would lock out for part of the hour, or let in too long."""
    for end in (wall(2026, 10, 25, 2, 30), wall(2026, 10, 25, 2, 0)):
        found = fitted(Validity(end=end))
        assert (found.schedule, found.reasons) == (UNRESTRICTED, (NotByLock.REPEATED_HOUR,))
    assert fitted(Validity(start=wall(2026, 10, 25, 2, 0))).enforced_by is EnforcedBy.LOCK
    assert fitted(Validity(end=wall(2026, 10, 25, 3, 0))).enforced_by is EnforcedBy.LOCK


def test_windows_with_seconds_are_left_to_the_program() -> None:
    window = WeeklyWindow(frozenset({Weekday.MONDAY}), time(8, 0, 30), time(12))
    assert fitted(Validity(weekly=(window,))).reasons == (NotByLock.PART_OF_A_MINUTE,)


def test_a_window_up_to_the_last_minute_is_left_to_the_program_where_that_means_midnight() -> None:
    validity = weekly("Mo 08:00-23:59")
    assert fitted(validity).reasons == (NotByLock.LAST_MINUTE,)
    crossing = replace(MATTER, can_cross_midnight=True)
    assert fitted(validity, crossing).enforced_by is EnforcedBy.LOCK
    assert fitted(weekly("Mo 08:00-24:00")).enforced_by is EnforcedBy.LOCK


def test_a_schedule_on_a_lock_whose_clock_cannot_be_read_says_so() -> None:
    assert fitted(MAY, can_read_clock=False).is_clock_unknown
    assert fitted(weekly("Mo 08:00-12:00"), can_read_clock=False).is_clock_unknown
    assert not fitted(MAY).is_clock_unknown
    assert not fitted(ALWAYS, can_read_clock=False).is_clock_unknown
    assert not fitted(MAY, NONE, can_read_clock=False).is_clock_unknown


def week_minutes(windows: tuple[WeeklyWindow, ...]) -> set[int]:
    found: set[int] = set()
    for window in windows:
        start = window.start.hour * 60 + window.start.minute
        end = window.end.hour * 60 + window.end.minute
        length = end - start if end > start else end - start + 1440
        for weekday in window.weekdays:
            begin = weekday * 1440 + start
            found |= {minute % 10080 for minute in range(begin, begin + length)}
    return found


@settings(max_examples=60, deadline=None)
@given(windows=weeks, can_cross=st.booleans())
def test_windows_for_the_lock_cover_the_same_minutes_and_none_twice(
    windows: tuple[WeeklyWindow, ...], can_cross: bool
) -> None:
    found = lock_windows(windows, can_cross_midnight=can_cross)
    minutes = week_minutes(windows)
    assert week_minutes(found) == (set() if len(minutes) == 10080 else minutes)
    counted = sum(
        len(week_minutes((WeeklyWindow(frozenset({weekday}), window.start, window.end),)))
        for window in found
        for weekday in window.weekdays
    )
    assert counted == len(week_minutes(found))
    assert can_cross or all(w.start < w.end or w.end == time() for w in found)


def lets_in(schedule: LockSchedule, reading: datetime) -> bool:
    """A lock that compares the reading of its wall clock, and nothing else."""
    if schedule.start is not None and reading < schedule.start:
        return False
    if schedule.end is not None and reading >= schedule.end:
        return False
    minute = reading.weekday() * 1440 + reading.hour * 60 + reading.minute
    return not schedule.weekly or minute in week_minutes(schedule.weekly)


limits = st.builds(
    ScheduleLimits,
    st.sampled_from([0, 1, 2, 10]),
    st.sampled_from([0, 1]),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize("zone", ZONES, ids=ZONE_NAMES)
@settings(max_examples=80, deadline=None)
@given(data=st.data(), limits=limits)
def test_lock_and_program_together_never_narrow_nor_widen_a_validity(
    zone: ZoneInfo, data: st.DataObject, limits: ScheduleLimits
) -> None:
    validity = data.draw(validities(zone))
    found = fit(validity, zone, limits)
    assert isinstance(found, Fitting)
    assert (found.enforced_by is EnforcedBy.LOCK) == (found.by_program == ALWAYS)
    for moment in data.draw(st.lists(moments_near_a_change(zone), min_size=5, max_size=5)):
        reading = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        by_both = lets_in(found.schedule, reading) and is_inside(found.by_program, zone, moment)
        assert by_both == is_inside(validity, zone, moment)
