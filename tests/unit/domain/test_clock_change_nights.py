"""The nights on which clocks change, minute by minute: what a clock on the wall reads decides, and nothing else.

The oracle walks in UTC and looks at the reading; it knows nothing of gaps, folds or weeks. Among the zones are some that changed their rules:
Almaty gave up an hour for good in 2024, Pyongyang took half an hour in 2018, Apia left a day out in 2011, Sao Paulo had its last summer time
in 2018, Amman kept summer time for good in 2022.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from app.domain.grant import ALWAYS, Validity, Weekday, WeeklyWindow
from app.domain.lock import ScheduleLimits
from app.domain.schedule import EnforcedBy, Fitting, LockSchedule, NotByLock, fit
from app.domain.validity import end_of, is_inside, next_change, start_of, time_inside
from app.domain.validity_text import parse_from, parse_weekly

MINUTE = timedelta(minutes=1)
SPAN = timedelta(hours=26)
LOCK = ScheduleLimits(week_day_per_user=20, year_day_per_user=1, can_combine_week_and_year=True)
WHOLE_NIGHTS = ScheduleLimits(week_day_per_user=20, can_cross_midnight=True)


@dataclass(frozen=True)
class Night:
    """A night that begins on `day`; `hours` from 22 to 6 as a stop-watch counts them, known from the zone's law."""

    zone_name: str
    day: date
    hours: float

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def noon(self) -> datetime:
        """Noon before it, in UTC."""
        return datetime.combine(self.day, time(12), self.zone).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.zone_name} {self.day}"


NIGHTS = (
    Night("Europe/Paris", date(2026, 3, 28), 7),
    Night("Europe/Paris", date(2026, 10, 24), 9),
    Night("America/New_York", date(2026, 3, 7), 7),
    Night("America/New_York", date(2026, 10, 31), 9),
    Night("Australia/Lord_Howe", date(2026, 10, 3), 7.5),
    Night("Australia/Lord_Howe", date(2026, 4, 4), 8.5),
    Night("Africa/Casablanca", date(2026, 2, 14), 9),  # Ramadan begins
    Night("Africa/Casablanca", date(2026, 3, 21), 7),  # and is over
    Night("Asia/Almaty", date(2024, 2, 29), 9),
    Night("America/Sao_Paulo", date(2018, 11, 3), 7),
    Night("Asia/Pyongyang", date(2018, 5, 4), 7.5),
    Night("Asia/Amman", date(2022, 10, 27), 8),
    Night("Europe/Paris", date(2026, 7, 4), 8),  # and an ordinary one
)
ZONES_OF_NIGHTS = pytest.mark.parametrize("night", NIGHTS, ids=str)
WEEKS = (
    ("Mo-Su 22:00-06:00",),
    ("Mo-Su 00:00-03:00", "Mo-Su 23:15-24:00"),
    ("Sa,Fr 01:30-02:30", "Su,Sa,Th 02:00-02:45", "Mo-Su 03:00-03:10"),
    ("Mo-Su 23:30-00:30", "Fr-Su 02:10-02:20"),
    ("Th-Su 12:00-12:00",),
)


@cache
def minutes_around(night: Night) -> list[datetime]:
    """Every minute from noon on, in UTC."""
    return [night.noon + number * MINUTE for number in range(int(SPAN / MINUTE))]


def reading(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


@cache
def readings_around(night: Night) -> list[datetime]:
    """What the clock shows at each of them."""
    return [reading(moment, night.zone) for moment in minutes_around(night)]


def is_in_window(shown: datetime, window: WeeklyWindow) -> bool:
    """Whether a reading lies in one of the window's occurrences, each laid out from its own midnight."""
    for days_ago in (0, 1):
        day = shown.date() - timedelta(days=days_ago)
        begin = datetime.combine(day, window.start)
        end = datetime.combine(day, window.end)
        end += timedelta(days=window.end <= window.start)
        if Weekday(day.weekday()) in window.weekdays and begin <= shown < end:
            return True
    return False


@cache
def expected(texts: tuple[str, ...], night: Night) -> list[bool]:
    windows = [parse_weekly(text) for text in texts]
    return [
        any(is_in_window(shown, window) for window in windows) for shown in readings_around(night)
    ]


def weekly(texts: tuple[str, ...]) -> Validity:
    return Validity(weekly=tuple(parse_weekly(text) for text in texts))


def lets_in(schedule: LockSchedule, shown: datetime) -> bool:
    """A lock: compares what its own clock shows with each of its windows, which it takes for parts of one day, and with its range."""
    if schedule.start is not None and shown < schedule.start:
        return False
    if schedule.end is not None and shown >= schedule.end:
        return False
    if not schedule.weekly:
        return True
    return any(is_in_window(shown, window) for window in schedule.weekly)


@ZONES_OF_NIGHTS
def test_the_night_is_as_long_as_the_law_of_the_zone_makes_it(night: Night) -> None:
    validity = weekly(("Mo-Su 22:00-06:00",))
    inside = sum(
        is_inside(validity, night.zone, moment)
        for moment in minutes_around(night)
        if moment < night.noon + timedelta(hours=24)
    )
    assert inside / 60 == night.hours
    until_noon = Validity(weekly=validity.weekly, end=night.noon + timedelta(hours=24))
    assert time_inside(until_noon, night.zone, night.noon) == timedelta(hours=night.hours)


@ZONES_OF_NIGHTS
@pytest.mark.parametrize("texts", WEEKS, ids=" and ".join)
def test_every_minute_is_inside_when_the_clock_reads_so(
    night: Night, texts: tuple[str, ...]
) -> None:
    validity = weekly(texts)
    found = [is_inside(validity, night.zone, moment) for moment in minutes_around(night)]
    assert found == expected(texts, night)


@ZONES_OF_NIGHTS
@pytest.mark.parametrize("texts", WEEKS, ids=" and ".join)
def test_the_changes_are_the_minutes_at_which_the_walk_changes(
    night: Night, texts: tuple[str, ...]
) -> None:
    walk = expected(texts, night)
    moments = minutes_around(night)
    turns = [
        moment
        for moment, before, now in zip(moments[1:], walk, walk[1:], strict=False)
        if before != now
    ]
    found: list[datetime] = []
    moment: datetime | None = moments[0]
    while moment is not None and (moment := next_change(weekly(texts), night.zone, moment)):
        if moment > moments[-1]:
            break
        found.append(moment)
    assert found == turns


@ZONES_OF_NIGHTS
@pytest.mark.parametrize("texts", WEEKS, ids=" and ".join)
@pytest.mark.parametrize("limits", [LOCK, WHOLE_NIGHTS], ids=["cut at midnight", "whole"])
def test_a_lock_with_a_clock_on_its_wall_lets_in_at_the_same_minutes(
    night: Night, texts: tuple[str, ...], limits: ScheduleLimits
) -> None:
    fitting = fit(weekly(texts), night.zone, limits)
    assert isinstance(fitting, Fitting)
    assert fitting.enforced_by is EnforcedBy.LOCK
    if not limits.can_cross_midnight:
        assert all(w.start < w.end or w.end == time() for w in fitting.schedule.weekly)
    # In steps of five minutes, which every window and every change of a clock here falls on.
    shown = readings_around(night)[::5]
    assert [lets_in(fitting.schedule, one) for one in shown] == expected(texts, night)[::5]


@ZONES_OF_NIGHTS
@pytest.mark.parametrize("lock_zone_name", ["UTC", "Asia/Kathmandu"])
def test_a_lock_whose_clock_runs_in_another_zone_keeps_ranges_and_leaves_hours(
    night: Night, lock_zone_name: str
) -> None:
    lock_zone = ZoneInfo(lock_zone_name)
    left = fit(weekly(WEEKS[0]), night.zone, LOCK, lock_zone=lock_zone)
    assert isinstance(left, Fitting)
    assert (left.schedule, left.by_program) == (LockSchedule(), weekly(WEEKS[0]))
    assert left.reasons == (NotByLock.OTHER_ZONE,)
    morning = datetime.combine(night.day + timedelta(days=1), time(2, 10))
    validity = Validity(start=datetime.combine(night.day, time(21)), end=morning)
    kept = fit(validity, night.zone, LOCK, lock_zone=lock_zone)
    assert isinstance(kept, Fitting)
    assert kept.by_program == ALWAYS
    start, end = start_of(validity, night.zone), end_of(validity, night.zone)
    assert start is not None
    assert end is not None
    for moment in minutes_around(night)[::5]:
        is_open = lets_in(kept.schedule, reading(moment, lock_zone))
        assert is_open == (start <= moment < end)


@ZONES_OF_NIGHTS
@pytest.mark.parametrize("clock", [time(0, 0), time(1, 30), time(2, 0), time(2, 30), time(3, 0)])
def test_a_range_begins_and_ends_with_the_readings_of_its_ends(night: Night, clock: time) -> None:
    """From the first minute that reads so or later, until before the minute after the last that reads earlier."""
    wall = datetime.combine(night.day + timedelta(days=1), clock)
    shown = list(zip(minutes_around(night), readings_around(night), strict=True))
    exact = [moment for moment, read in shown if read == wall]
    after = [moment for moment, read in shown if read > wall]
    assert start_of(Validity(start=wall), night.zone) == (exact or after)[0]
    assert end_of(Validity(end=wall), night.zone) == (exact[-1] if exact else after[0])


def test_a_day_that_was_left_out_has_no_hours_of_its_own() -> None:
    apia = ZoneInfo("Pacific/Apia")
    thursday_noon = datetime(2011, 12, 29, 12, tzinfo=apia).astimezone(UTC)
    minutes = [thursday_noon + number * MINUTE for number in range(36 * 60)]

    def hours(*texts: str) -> float:
        return sum(is_inside(weekly(texts), apia, moment) for moment in minutes) / 60

    assert hours("Fr 00:00-24:00") == 0
    assert hours("Th 22:00-06:00") == 2
    assert hours("Mo-Su 22:00-06:00") == 2 + 6 + 2
    assert hours("Sa 00:00-24:00") == 24
    friday = Validity(start=parse_from("2011-12-30T08:00"), end=parse_from("2011-12-30T12:00"))
    assert start_of(friday, apia) == end_of(friday, apia) == thursday_noon + timedelta(hours=12)
    assert not any(is_inside(friday, apia, moment) for moment in minutes)
