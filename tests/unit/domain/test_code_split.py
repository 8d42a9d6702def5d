"""The fewest sets, against trying every split."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.code_split import fewest_sets


def splits(things: Sequence[int]) -> Iterator[list[list[int]]]:
    """Every way to put things into sets."""
    if not things:
        yield []
        return
    first, *others = things
    for split in splits(others):
        yield [[first], *split]
        for at, group in enumerate(split):
            yield [*split[:at], [first, *group], *split[at + 1 :]]


@settings(max_examples=120, deadline=None)
@given(
    count=st.integers(0, 6),
    foes=st.lists(st.sets(st.integers(0, 5), min_size=2, max_size=4), max_size=8),
    at_least=st.integers(0, 1),
)
def test_no_split_has_fewer_sets(count: int, foes: list[set[int]], at_least: int) -> None:
    def is_possible(things: Sequence[int]) -> bool:
        return not any(group <= set(things) for group in foes)

    found = fewest_sets(count, is_possible, at_least=at_least, most=10_000)
    assert found.is_fewest
    assert sorted(thing for group in found.sets for thing in group) == list(range(count))
    assert all(is_possible(group) for group in found.sets)
    fewest = min(
        len(split) for split in splits(range(count)) if all(is_possible(group) for group in split)
    )
    assert len(found.sets) == fewest


@pytest.mark.parametrize("count", [5, 7, 9])
def test_a_ring_of_foes_needs_three_sets_though_no_three_are_all_foes(count: int) -> None:
    def is_possible(things: Sequence[int]) -> bool:
        return not any((thing + 1) % count in things for thing in things)

    found = fewest_sets(count, is_possible, most=10_000)
    assert (len(found.sets), found.is_fewest) == (3, True)
    assert all(is_possible(group) for group in found.sets)


def test_what_is_known_to_be_too_few_is_not_asked_for() -> None:
    asked: list[tuple[int, ...]] = []

    def is_possible(things: tuple[int, ...]) -> bool:
        asked.append(things)
        return len(things) < 3

    assert len(fewest_sets(5, is_possible, at_least=3, most=100).sets) == 3
    assert (0, 1, 2, 3, 4) not in asked
    assert len(asked) == len(set(asked)), "nothing is asked twice"


@pytest.mark.parametrize("most", [0, 1, 5, 40])
def test_a_search_that_is_given_up_says_so_and_is_still_possible(most: int) -> None:
    foes = [{one, one + 1} for one in range(11)] + [{0, 11}, {2, 6}, {4, 9}]

    def is_possible(things: Sequence[int]) -> bool:
        return not any(group <= set(things) for group in foes)

    found = fewest_sets(12, is_possible, most=most)
    assert not found.is_fewest
    assert all(is_possible(group) for group in found.sets)
    assert sorted(thing for group in found.sets for thing in group) == list(range(12))


def test_twenty_things_of_which_no_two_go_together_are_split_at_once() -> None:
    asked = 0

    def is_possible(things: tuple[int, ...]) -> bool:
        nonlocal asked
        asked += 1
        return len(things) == 1

    assert len(fewest_sets(20, is_possible, most=1_000).sets) == 20
    assert asked < 300
