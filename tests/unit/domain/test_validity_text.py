"""The written forms of a validity: typed on the command line, shown back."""

from datetime import UTC, datetime, time, timedelta, timezone
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from app.core.errors import UsageError
from app.domain.grant import HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.ids import CalendarId
from app.domain.validity_text import (
    format_moment,
    format_weekly,
    parse_from,
    parse_holidays,
    parse_until,
    parse_weekly,
    validity_of,
)
from tests.unit.domain.validity_strategies import wall, windows

PARIS = ZoneInfo("Europe/Paris")
MO, TU, WE, TH, FR, SA, SU = Weekday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T08:00", wall(2026, 3, 1, 8)),
        ("2026-03-01 08:00", wall(2026, 3, 1, 8)),
        (" 2026-03-01t08:00:30 ", wall(2026, 3, 1, 8, 0, 30)),
        ("2026-03-01T08:00:00.25", wall(2026, 3, 1, 8)),
        ("2026-03-01T08:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01T08:00:00-05:00", datetime(2026, 3, 1, 13, tzinfo=UTC)),
        ("2026-03-01", wall(2026, 3, 1)),
    ],
)
def test_a_time_is_rfc_3339_or_wall_time_or_a_date(text: str, expected: datetime) -> None:
    assert parse_from(text) == expected


def test_a_time_without_offset_stays_without() -> None:
    assert parse_from("2026-03-01T08:00").tzinfo is None
    given = parse_from("2026-03-01T08:00+05:30").utcoffset()
    assert given == timezone(timedelta(hours=5, minutes=30)).utcoffset(None)


def test_a_date_as_until_is_included() -> None:
    assert parse_until("2026-02-28") == wall(2026, 3, 1)
    assert parse_until("2026-02-28T00:00") == wall(2026, 2, 28)


def test_the_last_day_of_all_has_no_midnight_after_it() -> None:
    with pytest.raises(UsageError, match="time_unreadable"):
        parse_until("9999-12-31")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-02-30",
        "2026-13-01T08:00",
        "20260301",
        "2026-03-01T8:00",
        "2026-03-01T24:00",
        "2026-03-01T08",
        "2026-03-01T08:00+25:00",
        "1999-12-31",
        "2100-01-01",
        "9999-12-31",
        "2026-03-01T08:00 Europe/Paris",
        "٢٠٢٦-03-01",
    ],
)
def test_what_is_no_time_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="time_unreadable") as caught:
        parse_from(text)
    assert caught.value.parameters == {"text": text}


@pytest.mark.parametrize(
    ("text", "weekdays", "start", "end"),
    [
        ("Mo-Fr 08:00-12:00", {MO, TU, WE, TH, FR}, time(8), time(12)),
        ("Mo,We 22:00-06:00", {MO, WE}, time(22), time(6)),
        ("Sa-Su 00:00-24:00", {SA, SU}, time(), time()),
        ("Fr-Mo 8:00-9:30", {FR, SA, SU, MO}, time(8), time(9, 30)),
        ("mon, wed-thu 08:00 - 09:00", {MO, WE, TH}, time(8), time(9)),
        ("  Sunday 23:59-00:00 ", {SU}, time(23, 59), time()),
        ("Tu-Tu 08:00-08:00", {TU}, time(8), time(8)),
    ],
)
def test_a_weekly_window_is_read(text: str, weekdays: set[Weekday], start: time, end: time) -> None:
    assert parse_weekly(text) == WeeklyWindow(frozenset(weekdays), start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mo-Fr",
        "08:00-12:00",
        "Mo 08:00",
        "Mo-Tu-We 08:00-12:00",
        "Xx 08:00-12:00",
        "Mo, 08:00-12:00",
        "Mo-Fr 24:00-12:00",
        "Mo-Fr 08:60-12:00",
        "Mo-Fr 08:00-24:01",
        "Mo-Fr 8-12",
        "Mo-Fr 08:00-12:0",
    ],
)
def test_what_is_no_window_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="weekly_unreadable") as caught:
        parse_weekly(text)
    assert caught.value.parameters["text"] == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mo,Tu,We,Th,Fr 08:00-12:00", "Mo-Fr 08:00-12:00"),
        ("We,Mo 22:00-6:00", "Mo,We 22:00-06:00"),
        ("Sa-Su 00:00-24:00", "Sa,Su 00:00-24:00"),
        ("Fr-Mo 08:00-09:00", "Fr-Mo 08:00-09:00"),
        ("Su-Mo 08:00-09:00", "Mo,Su 08:00-09:00"),
        ("Mo-Su 08:00-09:00", "Mo-Su 08:00-09:00"),
    ],
)
def test_a_window_is_shown_in_its_shortest_usual_form(text: str, shown: str) -> None:
    assert format_weekly(parse_weekly(text)) == shown


@settings(max_examples=100, deadline=None)
@given(window=windows)
def test_a_window_shown_is_read_back_as_the_same(window: WeeklyWindow) -> None:
    assert parse_weekly(format_weekly(window)) == window


def test_holidays_name_a_calendar_and_a_rule() -> None:
    assert parse_holidays("Public: north:as-sunday") == ("Public: north", HolidayRule.AS_SUNDAY)
    assert parse_holidays("Public:closed") == ("Public", HolidayRule.CLOSED)


@pytest.mark.parametrize("text", ["Public", ":closed", "Public:open", "Public:as_sunday", ""])
def test_holidays_without_name_or_rule_are_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="holidays_unreadable"):
        parse_holidays(text)


def test_a_validity_is_made_from_its_words() -> None:
    holidays = (Holidays(CalendarId(uuid4()), HolidayRule.CLOSED),)
    made = validity_of(
        start="2026-05-01",
        end="2026-05-31",
        weekly=["Mo 08:00-12:00", "Mo 08:00-12:00"],
        holidays=holidays,
        zone=PARIS,
    )
    assert made == Validity(
        start=wall(2026, 5, 1),
        end=wall(2026, 6, 1),
        weekly=(parse_weekly("Mo 08:00-12:00"),),
        holidays=holidays,
    )
    assert validity_of(zone=PARIS) == Validity()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-05-01T08:00", "2026-05-01T08:00"),
        ("2026-05-02", "2026-05-01"),
        ("2026-05-01T08:00", "2026-05-01T06:00Z"),
        ("2026-03-29T02:00", "2026-03-29T03:00"),
    ],
)
def test_a_range_without_length_is_wrong_usage(start: str, end: str) -> None:
    with pytest.raises(UsageError, match="from_after_until"):
        validity_of(start=start, end=end, zone=PARIS)


def test_a_moment_is_shown_with_the_offset_of_the_door() -> None:
    moment = datetime(2026, 7, 1, 6, 0, 0, 999_999, tzinfo=UTC)
    assert format_moment(moment, PARIS) == "2026-07-01T08:00:00+02:00"
    assert format_moment(None, PARIS) is None
