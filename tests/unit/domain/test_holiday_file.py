"""Calendar files: whole days once or every year are read, everything else is refused in a sentence."""

import random
from datetime import date

import pytest

from app.core.errors import UsageError
from app.domain.holiday_file import MOST_BYTES, MOST_DATES, YEARS_AHEAD, read_holidays

TODAY = date(2026, 3, 2)


def calendar(*events: str, end: str = "\r\n") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:1", *event.split("|"), "END:VEVENT"]
    return (end.join([*lines, "END:VCALENDAR"]) + end).encode()


def dates(*events: str) -> list[str]:
    return sorted(day.isoformat() for day in read_holidays(calendar(*events), TODAY).dates)


def test_a_whole_day_is_taken_and_its_end_is_the_day_after():
    assert dates("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227|SUMMARY:Christmas") == [
        "2026-12-25",
        "2026-12-26",
    ]
    assert dates("DTSTART;VALUE=DATE:20261225") == ["2026-12-25"]
    assert dates("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225") == ["2026-12-25"]
    assert dates("DTSTART;VALUE=DATE:20261225|DURATION:P2D") == ["2026-12-25", "2026-12-26"]
    assert dates("DTSTART:20261225") == ["2026-12-25"]


def test_lines_are_unfolded_and_colons_in_quotes_do_not_end_a_heading():
    folded = "DTSTART;VALUE=DATE:2026\r\n 1225|SUMMARY:a\r\n\tb"
    assert dates(folded) == ["2026-12-25"]
    assert dates('DTSTART;X-A="b:c;VALUE=DATE";VALUE=DATE:20261225') == ["2026-12-25"]
    assert read_holidays(calendar("DTSTART;VALUE=DATE:20261225", end="\n"), TODAY).dates
    assert read_holidays(b"\xef\xbb\xbf" + calendar("DTSTART;VALUE=DATE:20261225"), TODAY).dates


def test_every_year_is_taken_from_this_year_on_and_up_to_the_end_it_names():
    found = dates("DTSTART;VALUE=DATE:19700501|RRULE:FREQ=YEARLY")
    assert found == [f"{2026 + n}-05-01" for n in range(YEARS_AHEAD)]
    counted = dates("DTSTART;VALUE=DATE:20250501|RRULE:FREQ=YEARLY;COUNT=2")
    assert counted == ["2025-05-01", "2026-05-01"]
    until = dates("DTSTART;VALUE=DATE:20250501|RRULE:FREQ=YEARLY;UNTIL=20270501T000000Z")
    assert until == ["2025-05-01", "2026-05-01", "2027-05-01"]
    named = dates("DTSTART;VALUE=DATE:20260501|RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;COUNT=1")
    assert named == ["2026-05-01"]
    leap = dates("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY;COUNT=2")
    assert leap == ["2024-02-29", "2028-02-29"]


def test_events_with_a_time_of_day_and_those_called_off_are_counted_and_left_out():
    found = read_holidays(
        calendar(
            "DTSTART;VALUE=DATE:20261225",
            "DTSTART:20261224T180000Z|DTEND:20261224T190000Z",
            "DTSTART;VALUE=DATE:20261226|STATUS:CANCELLED",
            "SUMMARY:nothing",
        ),
        TODAY,
    )
    assert (sorted(found.dates), found.skipped) == ([date(2026, 12, 25)], 3)


def test_what_lies_inside_an_event_is_not_the_event():
    alarm = "BEGIN:VALARM|TRIGGER:-PT15M|DTSTART;VALUE=DATE:20200101|END:VALARM"
    assert dates(f"DTSTART;VALUE=DATE:20261225|{alarm}") == ["2026-12-25"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_ics"),
        (b"hello", "not_ics"),
        (b"\xff\xfe\x00", "not_ics"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\n", "not_ics"),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", "not_ics"),
        (b"x" * (MOST_BYTES + 1), "ics_too_large"),
        (calendar(), "ics_empty"),
        (calendar("DTSTART;VALUE=DATE:20261325"), "ics_date"),
        (calendar("DTSTART;VALUE=DATE:2026"), "ics_date"),
        (calendar("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261201"), "ics_date"),
        (calendar("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:99991231"), "ics_date"),
        (calendar("DTSTART;VALUE=DATE:20261225|DURATION:PT5H"), "ics_date"),
        (calendar("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=WEEKLY"), "ics_rule"),
        (calendar("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;BYDAY=1MO"), "ics_rule"),
        (calendar("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;INTERVAL=2"), "ics_rule"),
        (calendar("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;COUNT=99999"), "ics_rule"),
        (calendar("DTSTART;VALUE=DATE:20261225|EXDATE:20271225"), "ics_rule"),
        (calendar("DTSTART;VALUE=DATE:00010101|RRULE:FREQ=YEARLY;COUNT=9999"), "ics_too_many"),
        (
            calendar(*(f"DTSTART;VALUE=DATE:{y}0101|DURATION:P300D" for y in range(2000, 2008))),
            "ics_too_many",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{len(given)} bytes",
)
def test_what_cannot_be_kept_is_refused(data: bytes, code: str):
    with pytest.raises(UsageError) as caught:
        read_holidays(data, TODAY)
    assert caught.value.code == code


def test_the_last_day_of_the_calendar_is_no_trap():
    found = dates("DTSTART;VALUE=DATE:99991231|DURATION:P3D|RRULE:FREQ=YEARLY;COUNT=3")
    assert found == ["9999-12-31"]
    assert len(found) < MOST_DATES


def test_random_damage_ends_in_dates_or_a_refusal():
    drawn = random.Random(6)
    whole = bytearray(
        calendar("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;COUNT=2|DURATION:P1D")
    )
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(drawn.randint(1, 6)):
            data[drawn.randrange(len(data))] = drawn.randrange(256)
        try:
            read_holidays(bytes(data[: drawn.randint(0, len(data))]), TODAY)
        except UsageError:
            continue
