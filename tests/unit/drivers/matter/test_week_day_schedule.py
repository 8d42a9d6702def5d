"""Weekly windows as a Matter lock takes them, and back."""

import pytest

from app.domain.validity_text import format_weekly, parse_weekly
from app.drivers.matter.protocol import parse_week_day, week_day_payload


@pytest.mark.parametrize(
    "text", ["Mo-Fr 08:00-12:00", "Su 22:00-24:00", "Sa,Su 00:00-24:00", "Mo-Su 00:00-06:00"]
)
def test_a_window_is_read_back_as_it_was_written(text: str) -> None:
    payload = week_day_payload(1, 2, parse_weekly(text))
    read = parse_week_day({**payload, "status": 0})
    assert read is not None
    assert format_weekly(read) == text


def test_midnight_at_the_end_of_a_day_is_its_last_minute() -> None:
    payload = week_day_payload(1, 2, parse_weekly("Mo 22:00-24:00"))
    assert (payload["endHour"], payload["endMinute"]) == (23, 59)
    assert (payload["startHour"], payload["daysMask"]) == (22, 2)
