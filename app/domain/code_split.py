"""Splitting things into the fewest sets, where some things cannot be in one set."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """Sets that together hold each thing once, by number. `is_fewest` is False when the search was given up before it was proven."""

    sets: tuple[tuple[int, ...], ...]
    is_fewest: bool


class _GivenUp(Exception):
    """More was asked than is allowed."""


def fewest_sets(
    count: int, is_possible: Callable[[tuple[int, ...]], bool], *, at_least: int = 1, most: int
) -> Split:
    """Split the things 0..count-1 into the fewest possible sets.

    `is_possible` answers for a rising tuple of things; each thing alone is possible, and so is every part of what is possible. Nothing
    below `at_least` sets is tried. After `most` questions the search ends with sets that are possible, and perhaps too many.
    """
    asked: dict[tuple[int, ...], bool] = {}
    limit = max(most, 1)

    def ask(things: tuple[int, ...]) -> bool:
        if things not in asked:
            if len(asked) >= limit:
                raise _GivenUp
            asked[things] = is_possible(things)
        return asked[things]

    def can_join(group: list[int], thing: int) -> bool:
        return ask(tuple(sorted((*group, thing))))

    everything = tuple(range(count))
    if count == 0 or (at_least <= 1 and ask(everything)):
        return Split((everything,) if count else (), is_fewest=True)
    try:
        order = _hardest_first(count, lambda one, other: ask((one, other)))
        apart = _all_apart(order, lambda one, other: ask((one, other)))
        for number in range(max(at_least, apart, 2), count):
            found = _search(order, 0, [], number, can_join)
            if found is not None:
                return Split(_sorted(found), is_fewest=True)
    except _GivenUp:
        limit = most + count * count
        greedy: list[list[int]] = []
        for thing in everything:
            home = next((group for group in greedy if can_join(group, thing)), None)
            if home is None:
                greedy.append([thing])
            else:
                home.append(thing)
        return Split(_sorted(greedy), is_fewest=False)
    return Split(tuple((thing,) for thing in everything), is_fewest=True)


def _hardest_first(count: int, is_together: Callable[[int, int], bool]) -> list[int]:
    """The things, those that cannot be with most others first: what is impossible is then seen early."""
    foes = [0] * count
    for other in range(count):
        for one in range(other):
            if not is_together(one, other):
                foes[one] += 1
                foes[other] += 1
    return sorted(range(count), key=lambda thing: (-foes[thing], thing))


def _all_apart(order: list[int], is_together: Callable[[int, int], bool]) -> int:
    """How many things were found of which no two can be together: so many sets there are at least."""
    apart: list[int] = []
    for thing in order:
        if not any(is_together(min(thing, other), max(thing, other)) for other in apart):
            apart.append(thing)
    return len(apart)


def _search(
    order: list[int],
    at: int,
    groups: list[list[int]],
    number: int,
    can_join: Callable[[list[int], int], bool],
) -> list[list[int]] | None:
    """The things from this place on put into at most so many sets; one new set at a time, as empty sets are all the same."""
    if at == len(order):
        return [list(group) for group in groups]
    thing = order[at]
    for group in groups:
        if can_join(group, thing):
            group.append(thing)
            found = _search(order, at + 1, groups, number, can_join)
            group.pop()
            if found is not None:
                return found
    if len(groups) < number:
        groups.append([thing])
        found = _search(order, at + 1, groups, number, can_join)
        groups.pop()
        return found
    return None


def _sorted(groups: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted((tuple(sorted(group)) for group in groups), key=lambda g: (-len(g), g)))
