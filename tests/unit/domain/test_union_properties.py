"""Uniting validities against the plain question whether one of them holds."""

from datetime import date, datetime, timedelta
from itertools import permutations
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.grant import HolidayCalendar, HolidayRule, Holidays, Validity, WeeklyWindow
from app.domain.ids import CalendarId
from app.domain.validity import is_inside
from app.domain.validity_text import parse_weekly
from app.domain.wishes import unite
from tests.unit.domain.plan_world import World
from tests.unit.domain.validity_strategies import (
    CHANGES,
    ZONE_NAMES,
    ZONES,
    moments_near_a_change,
    wall,
)

WINDOWS = [
    parse_weekly(text)
    for text in ("Mo-Fr 08:00-12:00", "Sa 22:00-06:00", "Su 00:00-06:00", "Mo-Su 00:00-24:00", "Su 01:30-02:30")
]  # fmt: skip


def holiday_calendar(zone: ZoneInfo) -> HolidayCalendar:
    """The days of this zone's clock changes and those after them."""
    days = {hour.astimezone(zone).date() for hour in CHANGES[zone.key]}
    days |= {day + timedelta(days=1) for day in days}
    return HolidayCalendar(CalendarId(uuid4()), "Nights", frozenset[date](days))


CALENDARS = {zone.key: holiday_calendar(zone) for zone in ZONES}


@st.composite
def validities(draw: st.DrawFn, zone: ZoneInfo) -> Validity:
    """Few enough different parts that two of them often have something in common."""
    change = draw(st.sampled_from(CHANGES[zone.key])).astimezone(zone).replace(tzinfo=None)
    noons = [change.replace(hour=12, minute=0, fold=0) + timedelta(days=n) for n in (-1, 0, 1)]
    ends = st.sampled_from([None, *noons])
    start, end = draw(ends), draw(ends)
    if start is not None and end is not None and end <= start:
        start, end = None, end
    windows: tuple[WeeklyWindow, ...] = tuple(
        draw(st.lists(st.sampled_from(WINDOWS), max_size=2, unique=True))
    )
    rule = draw(st.sampled_from([None, None, *HolidayRule]))
    holidays = () if rule is None else (Holidays(CALENDARS[zone.key].id, rule),)
    return Validity(start, end, windows, holidays=holidays)


@pytest.mark.parametrize("zone", ZONES, ids=ZONE_NAMES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_what_is_united_holds_exactly_when_one_of_both_does(
    zone: ZoneInfo, data: st.DataObject
) -> None:
    first, second = data.draw(validities(zone)), data.draw(validities(zone))
    both = unite(first, second, zone)
    assert (both is None) == (unite(second, first, zone) is None)
    if both is None:
        return
    calendars = {CALENDARS[zone.key].id: CALENDARS[zone.key]}

    def holds(validity: Validity, moment: datetime) -> bool:
        return is_inside(validity, zone, moment, calendars)

    for moment in data.draw(st.lists(moments_near_a_change(zone), min_size=8, max_size=8)):
        assert holds(both, moment) == (holds(first, moment) or holds(second, moment))


def test_three_grants_are_united_in_whatever_order_they_were_given() -> None:
    may, june = (wall(2026, 5, 1), wall(2026, 5, 8)), (wall(2026, 6, 1), wall(2026, 6, 8))
    between = (wall(2026, 5, 6), wall(2026, 6, 3))
    for order in permutations((may, june, between)):
        world = World()
        credential = world.pin(world.person())
        for start, end in order:
            world.grant(credential, Validity(start, end))
        (wish,) = world.wishes
        assert wish.is_expressible
        assert (wish.validity.start, wish.validity.end) == (may[0], june[1])


def test_hours_within_a_longer_time_without_hours_are_swallowed() -> None:
    paris = ZoneInfo("Europe/Paris")
    mornings = Validity(end=wall(2026, 5, 31), weekly=(WINDOWS[0],))
    june = Validity(end=wall(2026, 6, 30))
    assert unite(mornings, june, paris) == unite(june, mornings, paris) == june
    once = Validity(end=wall(2026, 5, 31), is_once=True)
    assert unite(once, june, paris) == june
    assert unite(once, Validity(end=wall(2026, 5, 1)), paris) is None


@pytest.mark.parametrize("rule", [HolidayRule.CLOSED, HolidayRule.AS_SUNDAY])
def test_a_window_into_the_morning_does_not_stand_for_the_morning_where_holidays_count(
    rule: HolidayRule,
) -> None:
    """Saturday night is Sunday morning too, unless the Saturday is closed, or the Monday counts as a Sunday."""
    paris = ZoneInfo("Europe/Paris")
    days = frozenset({date(2026, 5, 2), date(2026, 5, 4)})
    calendar = HolidayCalendar(CalendarId(uuid4()), "May", days)
    holidays = (Holidays(calendar.id, rule),)
    night, morning = (Validity(weekly=(WINDOWS[n],), holidays=holidays) for n in (1, 2))
    both = unite(night, morning, paris)
    assert both is not None
    calendars = {calendar.id: calendar}
    for hour in range(5 * 24):
        moment = datetime(2026, 5, 1, tzinfo=paris) + timedelta(hours=hour)
        expected = any(is_inside(one, paris, moment, calendars) for one in (night, morning))
        assert is_inside(both, paris, moment, calendars) == expected
