"""PINs: the rules of locks, what is weak, and new ones."""

import random
from collections import Counter
from collections.abc import Callable
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.code_planner import (
    PinRefusal,
    check_pin,
    check_pin_at_doors,
    draw_pin,
    is_weak,
)
from app.domain.ids import DoorId
from app.domain.lock import PinRules
from app.domain.weak_codes import COMMONEST

MATTER = PinRules(4, 8)


def door() -> DoorId:
    return DoorId(uuid4())


def seeded(seed: int) -> Callable[[int], int]:
    return random.Random(seed).randrange


def drawn(doors: dict[DoorId, PinRules | None], seed: int = 1, taken: tuple[str, ...] = ()) -> str:
    found = draw_pin(doors, taken=[Secret(text) for text in taken], randbelow=seeded(seed))
    assert isinstance(found, Secret)
    return found.reveal()


def refused(doors: dict[DoorId, PinRules | None], taken: tuple[str, ...] = ()) -> PinRefusal:
    found = draw_pin(doors, taken=[Secret(text) for text in taken], randbelow=seeded(1))
    assert isinstance(found, PinRefusal)
    return found


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


def test_the_doors_that_do_not_take_a_pin_are_named_with_their_limits() -> None:
    good, short, free = door(), door(), door()
    doors = {good: MATTER, short: PinRules(4, 4), free: None}
    found = check_pin_at_doors(Secret("471192"), doors)
    assert found == (PinRefusal("pin_length", (short,), {"min_length": 4, "max_length": 4}),)
    not_digits = check_pin_at_doors(Secret("47119a"), doors)
    assert [(one.rule, one.parameters) for one in not_digits][2] == ("pin_alphabet", {})


@pytest.mark.parametrize(
    "pin",
    [
        *("1234", "4321", "7890", "9012", "0987", "123", "321", "582345", "876512"),
        *("1111", "7777777", "1212", "121212", "12121", "1122", "2111", "000"),
        *("1984", "2050", "3112", "1231", "0229", "2902"),
        *("311299", "123199", "991231", "290200", "198412", "121984"),
        *("31121999", "12311999", "19991231", "29022000"),
        *("2580123456", "159753", "8675309"),
    ],
)
def test_a_pin_that_is_guessed_early_is_weak(pin: str) -> None:
    assert is_weak(Secret(pin))


@pytest.mark.parametrize(
    "pin",
    [
        *("4711", "1243", "1357", "9753", "582346", "112"),
        *("1899", "2100", "3213", "3002", "471192", "310299", "991301", "189912", "132900"),
        *("29021900", "31041999", "19991301", "47119274", "1a2b", "1234567a9"[5:]),
    ],
)
def test_a_pin_without_pattern_is_not_weak(pin: str) -> None:
    assert not is_weak(Secret(pin))


def test_the_twenty_commonest_of_each_length_are_known() -> None:
    assert Counter(map(len, COMMONEST)) == dict.fromkeys((4, 5, 6, 7, 8), 20)
    assert all(is_weak(Secret(pin)) for pin in COMMONEST)


def test_without_a_lock_a_pin_has_six_digits_and_no_leading_zero() -> None:
    for seed in range(300):
        no_lock: dict[DoorId, PinRules | None] = {door(): None}
        for doors in ({}, no_lock):
            pin = drawn(doors, seed)
            assert len(pin) == 6
            assert pin.isdecimal()
            assert pin[0] != "0"
            assert not is_weak(Secret(pin))


@pytest.mark.parametrize(
    ("limits", "length"), [((4, 8), 6), ((7, 9), 7), ((4, 4), 4), ((6, 6), 6), ((10, 12), 10)]
)
def test_the_length_is_the_one_nearest_to_six_that_the_lock_takes(
    limits: tuple[int, int], length: int
) -> None:
    assert len(drawn({door(): PinRules(*limits)})) == length


def test_a_door_without_lock_joins_in_with_its_own_rule() -> None:
    doors: dict[DoorId, PinRules | None] = {door(): PinRules(4, 4), door(): None}
    pins = [drawn(doors, seed) for seed in range(300)]
    assert {len(pin) for pin in pins} == {4}
    assert not [pin for pin in pins if pin[0] == "0"]


def test_no_length_for_all_locks_is_refused_and_names_the_two_in_conflict() -> None:
    long, short, other = door(), door(), door()
    found = refused({other: MATTER, long: PinRules(7, 9), short: PinRules(4, 6)})
    assert found == PinRefusal("pin_length", (long, short), {"min_length": 7, "max_length": 6})


def test_a_lock_in_conflict_with_itself_is_named_once() -> None:
    odd = door()
    assert refused({odd: PinRules(8, 4)}).door_ids == (odd,)


def test_keypads_without_common_keys_are_refused() -> None:
    doors: dict[DoorId, PinRules | None] = {
        door(): PinRules(4, 8, alphabet="1234"),
        door(): PinRules(4, 8, alphabet="5678"),
    }
    assert refused(doors) == PinRefusal("pin_alphabet", tuple(doors))


def test_nothing_left_is_refused_and_not_sought_for_ever() -> None:
    values = ("".join(digits) for digits in product("0123456789", repeat=3))
    doors: dict[DoorId, PinRules | None] = {
        door(): PinRules(3, 3, forbidden_values=frozenset(values))
    }
    assert refused(doors) == PinRefusal("no_pin_left", tuple(doors))
    no_digit: dict[DoorId, PinRules | None] = {
        door(): PinRules(6, 6, forbidden_prefixes=tuple("0123456789"))
    }
    assert refused(no_digit).rule == "no_pin_left"


def test_the_last_one_left_is_found() -> None:
    values = {"".join(digits) for digits in product("0123456789", repeat=3)} - {"475"}
    rules = PinRules(3, 3, forbidden_values=frozenset(values))
    assert draw_pin({door(): rules}, taken=(), randbelow=lambda _: 0) == Secret("475")


def test_of_the_last_ones_left_each_may_come() -> None:
    values = {"".join(digits) for digits in product("0123456789", repeat=3)} - {"475", "839"}
    rules = PinRules(3, 3, forbidden_values=frozenset(values))
    for place, pin in ((0, "475"), (1, "839")):
        found = draw_pin(
            {door(): rules},
            taken=(),
            randbelow=lambda limit, place=place: place if limit == 2 else 0,
        )
        assert found == Secret(pin)


def test_a_taken_pin_is_not_drawn_again() -> None:
    doors: dict[DoorId, PinRules | None] = {door(): PinRules(6, 6)}
    first = drawn(doors, seed=7)
    assert drawn(doors, seed=7, taken=(first,)) != first


def test_every_good_pin_is_drawn_equally_often() -> None:
    """Four keys, four places: few enough to count them all, by a list made without the code under test."""
    rules = PinRules(4, 4, alphabet="1357", forbidden_prefixes=("7",))
    texts = ["".join(keys) for keys in product("1357", repeat=4)]
    good = {
        text for text in texts if text[0] != "7" and not is_weak(Secret(text)) and text != "1375"
    }
    randbelow, doors = seeded(3), {door(): rules}
    counted: Counter[str] = Counter()
    for _ in range(40 * len(good)):
        found = draw_pin(doors, taken=[Secret("1375")], randbelow=randbelow)
        assert isinstance(found, Secret)
        counted[found.reveal()] += 1
    assert set(counted) == good
    squares = sum((counted[text] - 40) ** 2 / 40 for text in good)
    assert squares < 2 * len(good), "chi squared far beyond its mean, which is the number of PINs"


rules_of_locks = st.builds(
    PinRules,
    st.integers(3, 7),
    st.integers(5, 9),
    st.sampled_from(["0123456789", "", "123456789", "13579ABC0"]),
    st.sampled_from([(), ("0",), ("0", "1", "99")]),
    st.sampled_from([frozenset[str](), frozenset({"471192"})]),
)


@settings(max_examples=60, deadline=None)
@given(rules=st.lists(rules_of_locks, min_size=1, max_size=4), seed=st.integers(0, 2**32))
def test_a_pin_drawn_obeys_every_lock(rules: list[PinRules], seed: int) -> None:
    doors: dict[DoorId, PinRules | None] = {door(): rule for rule in rules}
    found = draw_pin(doors, taken=(), randbelow=seeded(seed))
    if isinstance(found, Secret):
        assert not check_pin_at_doors(found, doors)
        assert not is_weak(found)
    else:
        assert found.rule == "pin_length"
        assert max(rule.min_length for rule in rules) > min(rule.max_length for rule in rules)


def test_neither_a_refusal_nor_a_pin_shows_its_value() -> None:
    found = draw_pin({door(): MATTER}, taken=(), randbelow=seeded(1))
    assert isinstance(found, Secret)
    assert found.reveal() not in repr(found)
    [refusal] = check_pin_at_doors(Secret("47119274555"), {door(): MATTER})
    assert "47119" not in repr(refusal)
