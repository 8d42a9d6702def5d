"""The Door Lock cluster's answers to our values and back: the numbers of the cluster, answers of any kind."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.lock import PinRules
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.driver_api.errors import Rejected
from app.drivers.matter.protocol import (
    FAR_FUTURE_S,
    check_credential_status,
    parse_credential,
    parse_places,
    parse_user,
    parse_week_day,
    parse_year_day,
    pin_octets,
    schedule_of,
    set_pin_payload,
    set_user_payload,
    user_type_of,
    wall_seconds,
    wall_time,
    year_day_payload,
)
from app.drivers.matter.slots import CredentialPlace

PIN_TYPE = 1
MONDAY = WeeklyWindow(frozenset({Weekday.MONDAY}), time(8), time(12))
SUNDAY = WeeklyWindow(frozenset({Weekday.SUNDAY}), time(8), time(12))
STAY = LockSchedule(start=datetime(2026, 3, 1, 15), end=datetime(2026, 3, 5, 11))  # noqa: DTZ001

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["userIndex", "credentials", "credentialExists", "status", "daysMask", "startHour"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def test_a_user_is_read_whatever_the_spelling_of_its_fields() -> None:
    user = parse_user(
        {
            "userIndex": 3,
            "userName": "Anna",
            "userUniqueID": 77,
            "userStatus": 1,
            "userType": 0,
            "credentials": [{"credentialType": 1, "credentialIndex": 4}],
            "creatorFabricIndex": 1,
            "lastModifiedFabricIndex": 2,
            "nextUserIndex": 5,
        }
    )
    assert user is not None
    assert (user.index, user.name, user.unique_id, user.status, user.type) == (3, "Anna", 77, 1, 0)
    assert user.credentials == (CredentialPlace(PIN_TYPE, 4),)
    assert (user.creator_fabric, user.modifier_fabric, user.next_index) == (1, 2, 5)


def test_an_empty_place_has_no_user() -> None:
    user = parse_user({"userIndex": 3, "userStatus": None, "userName": None, "credentials": None})
    assert user is not None
    assert (user.status, user.name, user.credentials, user.next_index) == (None, None, (), None)


def test_what_is_no_user_is_none() -> None:
    assert parse_user({"userIndex": True}) is None


def test_credentials_that_are_none_are_left_out() -> None:
    assert parse_places("text") == ()
    assert parse_places([{"credentialType": 1}, 5, {"credentialIndex": 2}]) == ()


def test_a_credential_is_read() -> None:
    found = parse_credential(
        {
            "credentialExists": True,
            "userIndex": 3,
            "creatorFabricIndex": 1,
            "lastModifiedFabricIndex": 2,
            "nextCredentialIndex": 9,
        }
    )
    assert found is not None
    assert (found.exists, found.user, found.creator_fabric) == (True, 3, 1)
    assert (found.modifier_fabric, found.next_index) == (2, 9)
    assert parse_credential({"credentialExists": 1}) is None


def test_the_user_type_is_the_one_that_enforces_the_schedule() -> None:
    assert user_type_of(UNRESTRICTED) == 0
    assert user_type_of(STAY) == 1
    assert user_type_of(LockSchedule(weekly=(MONDAY,))) == 2
    assert user_type_of(LockSchedule(weekly=(MONDAY,), end=STAY.end)) == 8


def test_a_user_is_written_with_every_field() -> None:
    payload = set_user_payload(3, "A name that is long", 77, UNRESTRICTED, is_new=True)
    assert payload == {
        "operationType": 0,
        "userIndex": 3,
        "userName": "A name tha",
        "userUniqueID": 77,
        "userStatus": 1,
        "userType": 0,
        "credentialRule": 0,
    }
    assert set_user_payload(3, "A", 77, STAY, is_new=False)["operationType"] == 2


def test_a_pin_is_written_as_octets_and_stays_a_secret() -> None:
    payload = set_pin_payload(3, CredentialPlace(PIN_TYPE, 4), Secret("0123"), is_new=True)
    assert payload["credentialData"].reveal() == b"0123"
    assert "0123" not in repr(payload)
    assert payload["credential"] == {"credentialType": 1, "credentialIndex": 4}
    assert (payload["operationType"], payload["userIndex"]) == (0, 3)
    changed = set_pin_payload(3, CredentialPlace(PIN_TYPE, 4), Secret("0123"), is_new=False)
    assert changed["operationType"] == 2
    assert pin_octets(Secret("0123")).reveal() == b"0123"


def test_a_date_range_is_read_back_as_it_was_written() -> None:
    payload = year_day_payload(3, 1, STAY)
    assert parse_year_day({**payload, "status": 0}) == STAY


def test_a_range_without_beginning_or_end_is_read_back_without() -> None:
    payload = year_day_payload(3, 1, UNRESTRICTED)
    assert (payload["localStartTime"], payload["localEndTime"]) == (0, FAR_FUTURE_S)
    assert parse_year_day({**payload, "status": 0}) == UNRESTRICTED


def test_wall_time_counts_from_the_year_2000() -> None:
    assert wall_seconds(datetime(2000, 1, 1, 0, 1)) == 60  # noqa: DTZ001
    assert wall_time(60) == datetime(2000, 1, 1, 0, 1)  # noqa: DTZ001


@pytest.mark.parametrize("read", [parse_week_day, parse_year_day])
def test_an_empty_schedule_is_none_and_an_odd_one_an_error(read) -> None:
    not_found = 0x8B
    assert read({"status": not_found}) is None
    for odd in ({"status": 0}, {"status": 1}, {}, None):
        with pytest.raises(ValueError, match="schedule"):
            read(odd)


def test_type_and_schedules_mean_something_together_or_nothing() -> None:
    assert schedule_of(0, [], []) == UNRESTRICTED
    assert schedule_of(2, [SUNDAY, MONDAY], []) == LockSchedule(weekly=(MONDAY, SUNDAY))
    assert schedule_of(1, [], [STAY]) == STAY
    assert schedule_of(2, [], []) is None
    assert schedule_of(1, [], [STAY, STAY]) is None
    assert schedule_of(3, [], []) is None
    both = LockSchedule((MONDAY,), STAY.start, STAY.end)
    assert schedule_of(8, [MONDAY], [STAY]) == both
    assert schedule_of(8, [MONDAY], []) == LockSchedule((MONDAY,))
    assert schedule_of(8, [], [STAY]) == STAY
    assert schedule_of(8, [], []) is None
    assert schedule_of(8, [MONDAY], [STAY, STAY]) is None


@pytest.mark.parametrize(
    ("status", "length", "reason"),
    [
        (2, 6, "duplicate"),
        (3, 6, "slot_occupied"),
        (0x89, 6, "table_full"),
        (0x85, 3, "pin_too_short"),
        (0x85, 9, "pin_too_long"),
        (0x85, 6, "refused"),
        (1, 6, "duplicate_or_occupied"),
        (None, 6, "refused"),
    ],
)
def test_a_refused_pin_names_its_reason(status: int | None, length: int, reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        check_credential_status({"status": status}, pin=PinRules(4, 8), length=length)
    assert refused.value.code == reason


def test_without_rules_a_wrong_length_is_only_a_refusal() -> None:
    with pytest.raises(Rejected) as refused:
        check_credential_status({"status": 0x85}, pin=None, length=3)
    assert refused.value.code == "refused"


def test_success_is_no_refusal() -> None:
    check_credential_status({"status": 0}, pin=None, length=6)


@given(answer=JSON)
def test_no_answer_ends_reading_in_another_way_than_told(answer: object) -> None:
    parse_user(answer)
    parse_credential(answer)
    parse_places(answer)
    for read in (parse_week_day, parse_year_day):
        try:
            read(answer)
        except ValueError:
            continue
