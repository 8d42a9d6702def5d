"""What a lock can hold of a validity by itself: never narrowed, never widened."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.grant import HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.lock import ScheduleLimits
from app.domain.validity import end_of, is_repeated, start_of


class EnforcedBy(StrEnum):
    """Who keeps a validity: the lock (holds while every computer is off), the program, or a person."""

    LOCK = "lock"
    PROGRAM = "program"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class LockSchedule:
    """What is written to a lock for one user: unrestricted, week-day windows, one date range, in the lock's wall time.

    `weekly` windows end on the day they start, unless the lock can cross midnight; an end of 00:00 is midnight at the end of the day.
    `start` and `end` carry no offset: they are the lock's wall clock. With `is_once` the lock itself ends the entry after one use.
    """

    weekly: tuple[WeeklyWindow, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    is_once: bool = False

    @property
    def has_dates(self) -> bool:
        """Whether it begins or ends at a date."""
        return self.start is not None or self.end is not None

    @property
    def is_unrestricted(self) -> bool:
        """Whether the lock lets this user in at any time, any number of times."""
        return not self.weekly and not self.has_dates and not self.is_once


UNRESTRICTED = LockSchedule()


class NotByLock(StrEnum):
    """Why a part of a validity is not kept by the lock."""

    NO_WEEK_SCHEDULES = "no_week_schedules"
    TOO_MANY_WINDOWS = "too_many_windows"
    NO_DATE_RANGES = "no_date_ranges"
    WEEK_AND_DATES = "week_and_dates"
    HOLIDAYS = "holidays"
    OTHER_ZONE = "other_zone"
    REPEATED_HOUR = "repeated_hour"
    PART_OF_A_MINUTE = "part_of_a_minute"
    LAST_MINUTE = "last_minute"
    ONE_USE = "one_use"


@dataclass(frozen=True, slots=True)
class Fitting:
    """One validity on one lock: what the lock keeps, and what is left for the program.

    An entry is on the lock while `by_program` is inside (always, when the lock keeps everything). The weakest part counts for
    `enforced_by`. For one use `by_program` never says that it is over: the program ends the grant when the lock reports the use.
    `is_clock_unknown` says that the lock keeps a schedule by a clock that nobody can read.
    """

    schedule: LockSchedule
    enforced_by: EnforcedBy
    by_program: Validity
    reasons: tuple[NotByLock, ...] = ()
    is_clock_unknown: bool = False

    @property
    def is_scheduled(self) -> bool:
        """Whether the lock keeps times by its own clock."""
        return bool(self.schedule.weekly) or self.schedule.has_dates


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why neither lock nor program can keep a validity: a rule code of `plan`."""

    rule: str


def fit(
    validity: Validity,
    zone: ZoneInfo,
    limits: ScheduleLimits,
    *,
    lock_zone: ZoneInfo | None = None,
    can_read_clock: bool = True,
    granted_at: datetime | None = None,
) -> Fitting | Unfit:
    """Divide a validity between a lock and the program.

    `zone` is the door's, `lock_zone` the one the lock's clock runs in (the door's unless said). Weekly windows go to the lock before the
    date range does, where it cannot hold both: without a computer a date range is then kept too long, but never an hour of the week.
    One use is ended by the program where the lock reports it; refused where nobody would notice it.
    """
    if validity.is_once and not (limits.can_end_after_one_use or limits.reports_use):
        return Unfit("one_time")
    lock_zone = lock_zone or zone
    reasons: list[NotByLock] = []
    schedule = LockSchedule(is_once=validity.is_once and limits.can_end_after_one_use)
    if validity.is_once and not schedule.is_once:
        reasons.append(NotByLock.ONE_USE)
    by_program = Validity(holidays=_holidays_that_matter(validity))
    if by_program.holidays:
        reasons.append(NotByLock.HOLIDAYS)

    windows = lock_windows(validity.weekly, can_cross_midnight=limits.can_cross_midnight)
    if windows:
        obstacle = _obstacle_to_week(validity, windows, zone, lock_zone, limits)
        if obstacle is None:
            schedule = replace(schedule, weekly=windows)
        else:
            by_program = replace(by_program, weekly=validity.weekly)
            reasons.append(obstacle)

    start = start_of(validity, zone)
    end = end_of(validity, zone, granted_at=granted_at)
    if start is not None or end is not None:
        obstacle = _obstacle_to_dates(start, end, lock_zone, limits, has_week=bool(schedule.weekly))
        if obstacle is None:
            schedule = replace(
                schedule, start=_on_clock(start, lock_zone), end=_on_clock(end, lock_zone)
            )
        else:
            by_program = replace(by_program, start=start, end=end)
            reasons.append(obstacle)

    fitting = Fitting(
        schedule=schedule,
        enforced_by=EnforcedBy.PROGRAM if reasons else EnforcedBy.LOCK,
        by_program=by_program,
        reasons=tuple(dict.fromkeys(reasons)),
    )
    return replace(fitting, is_clock_unknown=fitting.is_scheduled and not can_read_clock)


def lock_windows(
    windows: tuple[WeeklyWindow, ...], *, can_cross_midnight: bool
) -> tuple[WeeklyWindow, ...]:
    """The fewest windows with the same hours: united, cut at midnight where needed, equal days together.

    Empty when the windows cover the whole week, or when there are none.
    """
    spans = _week_spans(windows)
    if spans == [(0, _WEEK)]:
        return ()
    pieces: dict[tuple[int, int], set[Weekday]] = {}
    for start, end in _joined_over_sunday(spans) if can_cross_midnight else spans:
        for piece_start, piece_end in _cut(start, end, whole=can_cross_midnight):
            clocks = (piece_start % _DAY, piece_end % _DAY)
            pieces.setdefault(clocks, set()).add(Weekday(piece_start // _DAY % 7))
    found = [
        WeeklyWindow(frozenset(weekdays), _clock(start), _clock(end))
        for (start, end), weekdays in pieces.items()
    ]
    return tuple(sorted(found, key=lambda window: (min(window.weekdays), window.start, window.end)))


def hours_of_a_week(windows: tuple[WeeklyWindow, ...]) -> timedelta:
    """How much of a week they cover; without any the whole week is open."""
    if not windows:
        return timedelta(weeks=1)
    return timedelta(microseconds=sum(end - start for start, end in _week_spans(windows)))


_DAY = 24 * 60 * 60 * 1_000_000
_WEEK = 7 * _DAY
_LAST_MINUTE = time(23, 59)


def _obstacle_to_week(
    validity: Validity,
    windows: tuple[WeeklyWindow, ...],
    zone: ZoneInfo,
    lock_zone: ZoneInfo,
    limits: ScheduleLimits,
) -> NotByLock | None:
    if any(holidays.rule is HolidayRule.AS_SUNDAY for holidays in validity.holidays):
        return NotByLock.HOLIDAYS
    if limits.week_day_per_user == 0:
        return NotByLock.NO_WEEK_SCHEDULES
    if zone.key != lock_zone.key:
        return NotByLock.OTHER_ZONE
    if any(
        _has_part_of_minute(clock) for window in windows for clock in (window.start, window.end)
    ):
        return NotByLock.PART_OF_A_MINUTE
    if not limits.can_cross_midnight and any(window.end == _LAST_MINUTE for window in windows):
        # A lock whose windows stay within a day says midnight by it.
        return NotByLock.LAST_MINUTE
    if len(windows) > limits.week_day_per_user:
        return NotByLock.TOO_MANY_WINDOWS
    return None


def _obstacle_to_dates(
    start: datetime | None,
    end: datetime | None,
    lock_zone: ZoneInfo,
    limits: ScheduleLimits,
    *,
    has_week: bool,
) -> NotByLock | None:
    if limits.year_day_per_user == 0:
        return NotByLock.NO_DATE_RANGES
    if has_week and not limits.can_combine_week_and_year:
        return NotByLock.WEEK_AND_DATES
    if not all(_is_exact_on_clock(moment, lock_zone) for moment in (start, end)):
        return NotByLock.REPEATED_HOUR
    return None


def _holidays_that_matter(validity: Validity) -> tuple[Holidays, ...]:
    has_week = bool(lock_windows(validity.weekly, can_cross_midnight=True))
    return tuple(
        holidays
        for holidays in validity.holidays
        if holidays.rule is HolidayRule.CLOSED
        or (holidays.rule is HolidayRule.AS_SUNDAY and has_week)
    )


def _is_exact_on_clock(moment: datetime | None, zone: ZoneInfo) -> bool:
    """Whether a wall clock that only compares readings changes its answer at this moment and at no other.

    In a repeated hour it does so only at the hour's first occurrence of its first reading.
    """
    if moment is None:
        return True
    local = moment.astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    if not is_repeated(wall, zone):
        return True
    return local.fold == 0 and not is_repeated(wall - timedelta(microseconds=1), zone)


def _on_clock(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def _has_part_of_minute(clock: time) -> bool:
    return clock.second != 0 or clock.microsecond != 0


def _week_spans(windows: tuple[WeeklyWindow, ...]) -> list[tuple[int, int]]:
    """What the windows cover, in microseconds of the week from Monday 00:00: disjoint, in order, cut at the end of Sunday."""
    spans: list[tuple[int, int]] = []
    for window in windows:
        start, end = _since_midnight(window.start), _since_midnight(window.end)
        length = end - start if end > start else end - start + _DAY
        for weekday in window.weekdays:
            begin = weekday * _DAY + start
            spans.append((begin, min(begin + length, _WEEK)))
            if begin + length > _WEEK:
                spans.append((0, begin + length - _WEEK))
    united: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if united and begin <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((begin, end))
    return united


def _joined_over_sunday(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == _WEEK:
        return [*spans[1:-1], (spans[-1][0], _WEEK + spans[0][1])]
    return spans


def _cut(start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    """The span itself where it may stay whole (up to 24 h), else its pieces between midnights."""
    if whole and end - start <= _DAY:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    while start < end:
        midnight = (start // _DAY + 1) * _DAY
        pieces.append((start, min(midnight, end)))
        start = midnight
    return pieces


def _since_midnight(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


def _clock(since_midnight: int) -> time:
    seconds, microsecond = divmod(since_midnight, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, microsecond)
