"""Counting and numbering codes, against lists made without the code under test."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.code_automaton import good_codes
from app.domain.code_space import CodeSpace, good_space, least_good, whole_space
from app.domain.weak_codes import is_weak

DIGITS = "0123456789"


def listed(alphabet: str, length: int) -> list[str]:
    return ["".join(keys) for keys in product(alphabet, repeat=length)]


def drawn(space: CodeSpace) -> list[str]:
    return [space.draw(number).reveal() for number in range(space.count)]


@pytest.mark.parametrize(
    ("alphabet", "length"),
    [
        *((DIGITS, 1), (DIGITS, 2), (DIGITS, 3), (DIGITS, 4)),
        *(("012349", 5), ("01239", 6), ("1357", 6), ("12", 7), ("012", 8), ("129", 8)),
        *(("01ABCD", 4), ("12AB", 6), ("#*0123", 5), ("", 4), ("7", 4), ("19", 9)),
    ],
)
def test_every_good_code_has_one_number_and_every_number_one_good_code(
    alphabet: str, length: int
) -> None:
    space = good_space("".join(sorted(alphabet)), length)
    assert drawn(space) == sorted(
        text for text in listed(alphabet, length) if not is_weak(Secret(text))
    )


@pytest.mark.slow
@pytest.mark.parametrize(("alphabet", "length"), [(DIGITS, 5), (DIGITS, 6), ("01249", 7)])
def test_every_good_code_of_a_usual_length_has_one_number(alphabet: str, length: int) -> None:
    wanted = [text for text in listed(alphabet, length) if not is_weak(Secret(text))]
    assert drawn(good_space(alphabet, length)) == wanted


def test_the_usual_length_leaves_nine_codes_in_ten() -> None:
    assert good_space(DIGITS, 6).count == 904_793


@pytest.mark.parametrize("length", range(1, 10))
@pytest.mark.parametrize("alphabet", ["1", "12", "0123", "012349", DIGITS, "0123456789ABCD"])
def test_there_are_never_fewer_good_codes_than_was_said_without_counting(
    alphabet: str, length: int
) -> None:
    assert least_good(len(alphabet), length) <= good_space(alphabet, length).count


def test_of_usual_lengths_most_codes_are_known_to_be_good_without_counting() -> None:
    assert least_good(10, 4) > 2_000
    assert least_good(10, 6) > 850_000


def test_the_codes_with_a_beginning_are_neighbours() -> None:
    codes = good_codes("0149", 5)
    every = [codes.code_of(number) for number in range(codes.count)]
    for length in range(6):
        for beginning in listed("0149", length):
            first, end = codes.span_of(beginning)
            assert every[first:end] == [text for text in every if text.startswith(beginning)]
    assert codes.span_of("014904") == (0, 0)
    assert codes.span_of("7") == (0, 0)


def test_a_number_beyond_the_last_is_no_code() -> None:
    space = whole_space("01", 2)
    assert drawn(space) == ["00", "01", "10", "11"]
    for number in (-1, 4):
        with pytest.raises(IndexError):
            space.draw(number)
        with pytest.raises(IndexError):
            space.codes.code_of(number)


beginnings = st.lists(st.text("0125A", min_size=0, max_size=4), max_size=6)


@settings(max_examples=80, deadline=None)
@given(first=beginnings, then=beginnings, length=st.integers(1, 4), is_whole=st.booleans())
def test_what_is_left_out_is_left_out_once_and_nothing_else(
    first: list[str], then: list[str], length: int, is_whole: bool
) -> None:
    make = whole_space if is_whole else good_space
    space = make("01257A", length).without(first).without(then)
    wanted = [
        text
        for text in listed("01257A", length)
        if (is_whole or not is_weak(Secret(text))) and not text.startswith(tuple(first + then))
    ]
    assert drawn(space) == wanted
    assert space.count == len(wanted)


def test_a_space_prints_no_code_that_it_leaves_out() -> None:
    assert "4711" not in repr(whole_space("1478", 4).without(["4711"]).left_out)
