"""Codes one keystroke apart, against every text over a small alphabet."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.keystrokes import NearIndex, is_one_keystroke, most_near_codes, near_codes

TEXTS = ["".join(keys) for length in range(1, 5) for keys in product("012", repeat=length)]


def typed_once_wrong(text: str) -> set[str]:
    """What one slip makes of a text, in the plainest words."""
    found = {text}
    for at in range(len(text) + 1):
        found |= {text[:at] + key + text[at:] for key in "012"}
        found |= {text[:at] + key + text[at + 1 :] for key in "012"}
        found.add(text[:at] + text[at + 1 :])
        if at + 1 < len(text):
            found.add(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return found


def test_one_keystroke_is_what_one_slip_makes_of_a_code() -> None:
    for one in TEXTS:
        near = typed_once_wrong(one)
        for other in TEXTS:
            assert is_one_keystroke(Secret(one), Secret(other)) == (other in near), (one, other)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_neighbours_of_a_code_are_all_listed_and_bounded(length: int) -> None:
    for text in TEXTS:
        wanted = {other for other in typed_once_wrong(text) if len(other) == length}
        found = set(near_codes(text, "012", length))
        assert found == wanted
        assert len(found) <= most_near_codes(len(text), 3, length)


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        ("471193", True),
        ("47192", True),
        ("4711920", True),
        ("741192", True),
        ("471129", True),
        ("471192", True),
        ("491172", False),
        ("4711", False),
        ("571193", False),
    ],
)
def test_a_digit_replaced_dropped_inserted_or_swapped_is_near(other: str, is_near: bool) -> None:
    assert is_one_keystroke(Secret("471192"), Secret(other)) == is_near


@settings(max_examples=60, deadline=None)
@given(codes=st.sets(st.sampled_from(TEXTS), max_size=6), asked=st.sampled_from(TEXTS))
def test_an_index_finds_what_comparing_with_each_finds(codes: set[str], asked: str) -> None:
    index = NearIndex(codes)
    assert index.has_near(asked) == any(asked in typed_once_wrong(code) for code in codes)
    assert index.has(asked) == (asked in codes)
    near = {text for code in codes for text in typed_once_wrong(code) if len(text) == len(asked)}
    assert set(index.near_values("012", len(asked))) == near
    assert sum(index.counts().values()) == len(codes)
    assert all(code not in repr(index) for code in codes if len(code) > 3)
