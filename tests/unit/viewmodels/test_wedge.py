"""A burst is a scanner's by its pace alone; the times are given."""

import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secret import Secret
from app.viewmodels.wedge import SILENCE, KeyKind, KeyPress, WedgeLimits, hear_key

LIMITS = WedgeLimits()
CODE = "MT:Y.K9042C00KA0648G00"
END = KeyPress(KeyKind.END, Secret(""), 0.0)


def pressed(text: str, gap_ms: float = 5.0, start_ms: float = 1000.0) -> list[KeyPress]:
    return [
        KeyPress(KeyKind.CHARACTER, Secret(one), start_ms + number * gap_ms)
        for number, one in enumerate(text)
    ]


def end(after: list[KeyPress], gap_ms: float = 5.0) -> KeyPress:
    return KeyPress(KeyKind.END, Secret(""), after[-1].at_ms + gap_ms)


def scanned(keys: Iterable[KeyPress], limits: WedgeLimits = LIMITS) -> list[str]:
    burst, found = SILENCE, list[str]()
    for key in keys:
        heard = hear_key(burst, key, limits)
        burst = heard.burst
        if heard.scanned is not None:
            found.append(heard.scanned.reveal())
    return found


def test_quick_keys_closed_by_enter_are_a_scan():
    keys = pressed(CODE)
    assert scanned([*keys, end(keys)]) == [CODE]


@pytest.mark.parametrize(("gap_ms", "found"), [(34.9, ["12345678"]), (35, []), (120, [])])
def test_the_pace_decides_to_the_millisecond(gap_ms: float, found: list[str]):
    keys = pressed("12345678", gap_ms)
    assert scanned([*keys, end(keys, 5)]) == found


@pytest.mark.parametrize(("text", "is_scan"), [("1234567", False), ("12345678", True)])
def test_eight_keys_are_enough_and_seven_are_not(text: str, is_scan: bool):
    keys = pressed(text)
    assert bool(scanned([*keys, end(keys)])) is is_scan


def test_an_end_that_comes_late_is_a_persons():
    keys = pressed(CODE)
    assert scanned([*keys, end(keys, 36)]) == []


def test_a_burst_begins_after_what_was_typed_slowly_before():
    slow, quick = pressed("ab", 200), pressed(CODE, 5, 2000)
    assert scanned([*slow, *quick, end(quick)]) == [CODE]


def test_one_slow_gap_in_the_middle_leaves_what_follows():
    first, rest = pressed("MT:Y.K90", 5, 1000), pressed("42C00KA0648G00", 5, 1100)
    assert scanned([*first, *rest, end(rest)]) == ["42C00KA0648G00"]


def test_a_held_key_is_no_scan_whether_the_system_says_so_or_not():
    said = [
        KeyPress(KeyKind.CHARACTER, Secret("yx"[n > 0]), 1000.0 + 30 * n, n > 1) for n in range(20)
    ]
    unsaid = pressed("x" * 20, 30)
    assert scanned([*said, end(said)]) == []
    assert scanned([*unsaid, end(unsaid)]) == []


def test_shift_and_dead_keys_inside_a_burst_do_not_break_it():
    keys: list[KeyPress] = []
    for key in pressed(CODE, 10):
        keys += [KeyPress(KeyKind.SILENT, Secret(""), key.at_ms - 3), key]
    assert scanned([*keys, end(keys)]) == [CODE]


def test_an_arrow_or_backspace_is_nothing_a_scanner_presses():
    keys = pressed(CODE)
    keys[10] = KeyPress(KeyKind.OTHER, Secret(""), keys[10].at_ms)
    assert scanned([*keys, end(keys)]) == [CODE[11:]]


def test_keys_without_a_time_are_never_a_scan():
    keys = [KeyPress(KeyKind.CHARACTER, Secret(one), math.nan) for one in CODE]
    assert scanned([*keys, KeyPress(KeyKind.END, Secret(""), math.nan)]) == []


def test_a_clock_that_jumps_back_begins_anew():
    first, rest = pressed("ABCD", 5, 90_000), pressed(CODE, 5, 1000)
    assert scanned([*first, *rest, end(rest)]) == [CODE]


def test_the_limits_are_given():
    keys = pressed("1234", 60)
    limits = WedgeLimits(least_keys=4, gap_below_ms=61)
    assert scanned([*keys, end(keys, 60)], limits) == ["1234"]


def test_two_scans_one_upon_the_other_stay_two():
    first = pressed(CODE)
    again = pressed("X-HM://0023ISYWY7OSX", 5, first[-1].at_ms + 10)
    keys = [*first, end(first), *again, end(again)]
    assert scanned(keys) == [CODE, "X-HM://0023ISYWY7OSX"]


@given(st.lists(st.tuples(st.sampled_from("ab12"), st.integers(36, 400)), max_size=40))
def test_slow_typing_is_never_a_scan(typed: list[tuple[str, int]]):
    at, keys = 0.0, list[KeyPress]()
    for text, gap in typed:
        at += gap
        keys.append(KeyPress(KeyKind.CHARACTER, Secret(text), at))
    assert scanned([*keys, KeyPress(KeyKind.END, Secret(""), at + 1)]) == []
