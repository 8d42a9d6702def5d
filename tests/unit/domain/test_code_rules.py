"""Whether a given code keeps the rules of a lock."""

import pytest

from app.core.secret import Secret
from app.domain.code_rules import PinRefusal, check_pin, check_pin_at_doors
from app.domain.lock import PinRules
from tests.unit.domain.code_world import MATTER, door_id


@pytest.mark.parametrize(
    ("pin", "rule"),
    [
        ("4711", None),
        ("47119274", None),
        ("471", "pin_length"),
        ("471192745", "pin_length"),
        ("", "pin_length"),
        ("47a1", "pin_alphabet"),
        ("47 1", "pin_alphabet"),
        ("٤٧١١", "pin_alphabet"),
        ("0711", "pin_prefix"),
        ("9971", "pin_prefix"),
        ("5555", "pin_forbidden"),
    ],
)
def test_a_pin_is_checked_against_each_rule_of_a_lock(pin: str, rule: str | None) -> None:
    rules = PinRules(
        4, 8, forbidden_prefixes=("0", "99"), forbidden_values=frozenset({"5555", "123"})
    )
    assert check_pin(Secret(pin), rules) == rule


def test_a_lock_that_says_nothing_of_its_keypad_is_taken_to_have_digits() -> None:
    assert check_pin(Secret("47a1"), PinRules(4, 8, alphabet="")) == "pin_alphabet"
    assert check_pin(Secret("4711"), PinRules(4, 8, alphabet="")) is None


def test_without_a_lock_only_digits_are_asked_for() -> None:
    assert check_pin(Secret("12"), None) is None
    assert check_pin(Secret("12a"), None) == "pin_alphabet"
    assert check_pin(Secret(""), None) == "pin_alphabet"


def test_where_all_codes_have_one_length_another_is_refused() -> None:
    rules = PinRules(4, 8, is_one_length=True)
    assert check_pin(Secret("4711"), rules, [6]) == "pin_one_length"
    assert check_pin(Secret("471192"), rules, [6]) is None
    assert check_pin(Secret("4711"), rules) is None
    assert check_pin(Secret("4711"), MATTER, [6]) is None


def test_the_doors_that_do_not_take_a_pin_are_named_with_their_limits() -> None:
    good, short, free, one = (door_id(number) for number in range(1, 5))
    doors = {
        good: MATTER,
        short: PinRules(4, 4),
        free: None,
        one: PinRules(4, 8, is_one_length=True),
    }
    found = check_pin_at_doors(Secret("471192"), doors, {one: {4}, good: {4}})
    assert found == (
        PinRefusal("pin_length", (short,), {"min_length": 4, "max_length": 4}),
        PinRefusal("pin_one_length", (one,), {"min_length": 4, "max_length": 8}),
    )
    not_digits = check_pin_at_doors(Secret("47119a"), doors)
    assert [(one.rule, one.parameters) for one in not_digits][2] == ("pin_alphabet", {})


def test_a_refusal_shows_no_code() -> None:
    [refusal] = check_pin_at_doors(Secret("47119274555"), {door_id(1): MATTER})
    assert "47119" not in repr(refusal)
