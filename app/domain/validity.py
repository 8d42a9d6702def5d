"""When a grant holds: wall time in the door's zone, made into moments (`design.md` section 4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import BugError, UsageError
from app.domain.grant import HolidayCalendar, HolidayRule, Validity, Weekday, WeeklyWindow
from app.domain.ids import CalendarId

Calendars = Mapping[CalendarId, HolidayCalendar]
NO_CALENDARS: Calendars = {}

ONE_USE_LASTS = timedelta(hours=24)
"""How long a one-time grant without `until` waits for its use."""

_HORIZON_DAYS = 400
_DAY = timedelta(days=1)
_MIDNIGHT = time()


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises `UsageError("time_zone")`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError("time_zone", name=name) from None


def first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """What a `from` means, in UTC: a skipped time is the end of the gap, a repeated one its first occurrence."""
    return _moment(wall, zone, fold=0)


def last_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """What an `until` means, in UTC: a skipped time is the end of the gap, a repeated one its second occurrence."""
    return _moment(wall, zone, fold=1)


def is_repeated(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the zone's clock reads this wall time twice."""
    first, second = _offsets(wall, zone)
    return first > second


def start_of(validity: Validity, zone: ZoneInfo) -> datetime | None:
    """The first moment of the date range, in UTC; None when it has no beginning."""
    return None if validity.start is None else first_moment(validity.start, zone)


def end_of(
    validity: Validity, zone: ZoneInfo, *, granted_at: datetime | None = None
) -> datetime | None:
    """The first moment after the date range, in UTC; None when it has no end.

    One use without `until` ends 24 h after its `from`, else after `granted_at`, on a whole second as locks count.
    """
    if validity.end is not None:
        return last_moment(validity.end, zone)
    if not validity.is_once:
        return None
    begin = start_of(validity, zone) or granted_at
    if begin is None:
        return None
    return begin.astimezone(UTC).replace(microsecond=0) + ONE_USE_LASTS


def has_begun(validity: Validity, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the date range has begun."""
    start = start_of(validity, zone)
    return start is None or start <= now


def has_ended(
    validity: Validity, zone: ZoneInfo, now: datetime, *, granted_at: datetime | None = None
) -> bool:
    """Whether the date range is over: a grant that has ended counts as revoked."""
    end = end_of(validity, zone, granted_at=granted_at)
    return end is not None and end <= now


def is_inside(
    validity: Validity,
    zone: ZoneInfo,
    now: datetime,
    calendars: Calendars = NO_CALENDARS,
    *,
    granted_at: datetime | None = None,
) -> bool:
    """Whether all parts of the validity hold at this moment.

    A closed holiday takes its whole date, and no window begins on it; as a Sunday it has the windows that begin on Sundays. The part of
    a window after midnight belongs to the day on which the window began.
    """
    if not has_begun(validity, zone, now) or has_ended(validity, zone, now, granted_at=granted_at):
        return False
    day_kind = _day_kinds(validity, calendars)
    reading = now.astimezone(zone).replace(tzinfo=None)
    if day_kind(reading.date()) is None:
        return False
    return not validity.weekly or _is_in_windows(validity.weekly, reading, day_kind)


def next_change(
    validity: Validity,
    zone: ZoneInfo,
    now: datetime,
    calendars: Calendars = NO_CALENDARS,
    *,
    granted_at: datetime | None = None,
) -> datetime | None:
    """The next moment, in UTC, at which `is_inside` changes; None when it does not within 400 days of validity."""
    now = now.astimezone(UTC)

    def is_inside_at(moment: datetime) -> bool:
        return is_inside(validity, zone, moment, calendars, granted_at=granted_at)

    end = end_of(validity, zone, granted_at=granted_at)
    before = is_inside_at(now)
    begin = start_of(validity, zone)
    if begin is None or begin <= now:
        begin = now
    elif is_inside_at(begin):
        return begin
    if not validity.weekly and not validity.holidays:
        return end if before else None
    for moment in _turning_points(validity, zone, begin):
        if end is not None and moment >= end:
            break
        if is_inside_at(moment) != before:
            return moment
    return end if before else None


def time_inside(
    validity: Validity,
    zone: ZoneInfo,
    since: datetime,
    calendars: Calendars = NO_CALENDARS,
    *,
    granted_at: datetime | None = None,
) -> timedelta | None:
    """How much time from `since` on lies inside, up to the end of the range; None when it has no end."""
    end = end_of(validity, zone, granted_at=granted_at)
    if end is None:
        return None
    since = max(since, start_of(validity, zone) or since).astimezone(UTC)
    if since >= end:
        return timedelta()
    if not validity.weekly and not validity.holidays:
        return end - since
    day_count = (end - since).days + 3
    moments = [since]
    for moment in _turning_points(validity, zone, since, day_count=day_count):
        if moment >= end:
            break
        moments.append(moment)
    spans = zip(moments, [*moments[1:], end], strict=True)
    return sum(
        (
            later - moment
            for moment, later in spans
            if is_inside(validity, zone, moment, calendars, granted_at=granted_at)
        ),
        timedelta(),
    )


def _moment(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    before, after = _offsets(wall, zone)
    if before < after:
        return _change_between(
            (wall - after).replace(tzinfo=UTC), (wall - before).replace(tzinfo=UTC), zone
        )
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _offsets(wall: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """The two readings of a wall time: equal, growing (skipped) or shrinking (repeated)."""
    first = wall.replace(tzinfo=zone, fold=0).utcoffset()
    second = wall.replace(tzinfo=zone, fold=1).utcoffset()
    if first is None or second is None:  # pragma: no cover - a ZoneInfo always knows its offset
        raise BugError("zone_without_offset")
    return first, second


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second in (low, high] with the offset of `high`; zones change on whole seconds."""
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def _day_kinds(validity: Validity, calendars: Calendars) -> Callable[[date], Weekday | None]:
    """A function from date to the weekday that counts on it; None on a closed day."""
    closed = _dates_of(validity, calendars, HolidayRule.CLOSED)
    sundays = _dates_of(validity, calendars, HolidayRule.AS_SUNDAY)

    def kind(day: date) -> Weekday | None:
        if day in closed:
            return None
        return Weekday.SUNDAY if day in sundays else Weekday(day.weekday())

    return kind


def _dates_of(validity: Validity, calendars: Calendars, rule: HolidayRule) -> frozenset[date]:
    dates: set[date] = set()
    for holidays in validity.holidays:
        if holidays.rule is rule:
            calendar = calendars.get(holidays.calendar_id)
            if calendar is None:
                raise BugError("calendar_missing", calendar=str(holidays.calendar_id))
            dates |= calendar.dates
    return frozenset(dates)


def _is_in_windows(
    windows: Iterable[WeeklyWindow],
    reading: datetime,
    day_kind: Callable[[date], Weekday | None],
) -> bool:
    clock, today = reading.time(), day_kind(reading.date())
    yesterday = day_kind(reading.date() - _DAY)
    for window in windows:
        is_over_midnight = window.end <= window.start
        is_before_end = clock < window.end
        if (
            today in window.weekdays
            and window.start <= clock
            and (is_over_midnight or is_before_end)
        ):
            return True
        if yesterday in window.weekdays and is_over_midnight and is_before_end:
            return True
    return False


def _turning_points(
    validity: Validity, zone: ZoneInfo, begin: datetime, *, day_count: int = _HORIZON_DAYS
) -> Iterator[datetime]:
    """Every moment after `begin` at which the answer can change, apart from the range's own ends, in order."""
    clocks = {clock for window in validity.weekly for clock in (window.start, window.end)}
    clocks.add(_MIDNIGHT)
    first = begin.astimezone(zone).date()
    last: datetime = begin
    for number in range(day_count):
        day = first + number * _DAY
        walls = [datetime.combine(day, clock) for clock in clocks]
        found = {_moment(wall, zone, fold=fold) for wall in walls for fold in (0, 1)}
        midnight = _moment(datetime.combine(day, _MIDNIGHT), zone, fold=0)
        next_midnight = _moment(datetime.combine(day + _DAY, _MIDNIGHT), zone, fold=1)
        if midnight.astimezone(zone).utcoffset() != next_midnight.astimezone(zone).utcoffset():
            found.add(_change_between(midnight, next_midnight, zone))
        for moment in sorted(found):
            if moment > last:
                last = moment
                yield moment
