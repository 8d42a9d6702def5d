"""The codes of one length that are not weak by pattern, as a numbered list that is never written down.

An automaton reads a code key by key and knows in each state how many good codes go on from there. So the codes have numbers in the order
of the alphabet: `code_of` finds the code of a number, `span_of` the numbers of all codes with a beginning; both in as many steps as the
code has keys.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count

from app.domain.weak_codes import (
    DATE_FORMS,
    DIGITS,
    RUN_LENGTH,
    most_keys_of_few,
    next_key,
    pair_kinds,
)

_DEAD = -1
_Table = list[list[int]]
"""For each state of a part, the next state by the number of the key; `_DEAD` where every continuation is weak."""


@dataclass(frozen=True, slots=True)
class GoodCodes:
    """`children[state][key]` is the next state; `below[state][key]` counts the good codes over smaller keys, its last item all of them.

    The state 0 is the beginning; a state after the last key has no children and counts one code, or none.
    """

    alphabet: str
    length: int
    children: Sequence[Sequence[int]]
    below: Sequence[Sequence[int]]

    @property
    def count(self) -> int:
        """How many codes there are."""
        return self.below[0][-1]

    def code_of(self, number: int) -> str:
        """The code of a number below `count`; every number gives another one."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        state, keys = 0, list[str]()
        for _ in range(self.length):
            key = bisect_right(self.below[state], number) - 1
            number -= self.below[state][key]
            state = self.children[state][key]
            keys.append(self.alphabet[key])
        return "".join(keys)

    def span_of(self, beginning: str) -> tuple[int, int]:
        """The first number of the codes with this beginning, and the number after their last; both equal when there is none."""
        if len(beginning) > self.length:
            return 0, 0
        state, first = 0, 0
        for character in beginning:
            key = self.alphabet.find(character)
            if key < 0:
                return 0, 0
            first += self.below[state][key]
            state = self.children[state][key]
            if state == _DEAD:
                return 0, 0
        return first, first + self.below[state][-1]


@lru_cache(maxsize=64)
def good_codes(alphabet: str, length: int) -> GoodCodes:
    """The codes without run, few keys or date over an alphabet in rising order; the commonest are not left out here.

    Kept for the next question, as it depends on nothing else: it holds no code of anybody.
    """
    runs, missing = _runs(alphabet, length)
    few, enough = _few_keys(len(alphabet), length)
    dates, is_date = _dates(alphabet, length)
    # A state of all three parts is one number, so that the innermost step is two additions.
    of_run, of_keys = len(few) * len(dates), len(dates)
    few = [[keys * of_keys for keys in row] for row in few]
    layer = [0]
    children: list[list[int]] = []
    for left in range(length - 1, -1, -1):
        # A run that cannot be completed any more is forgotten: fewer states.
        alive = [state * of_run if missing[state] <= left else 0 for state in range(len(runs))]
        alive.append(_DEAD)
        rows = [[alive[state] for state in row] for row in runs]
        following = defaultdict[int, int](count(len(children) + len(layer)).__next__)
        for state in layer:
            run, rest = divmod(state, of_run)
            keys, date = divmod(rest, of_keys)
            children.append(
                [
                    _DEAD if next_run == _DEAD else following[next_run + next_keys + next_date]
                    for next_run, next_keys, next_date in zip(
                        rows[run], few[keys], dates[date], strict=True
                    )
                ]
            )
        layer = list(following)
    ends = [
        int(state % of_run // of_keys == enough and not is_date[state % of_keys]) for state in layer
    ]
    return GoodCodes(alphabet, length, children, _below(children, ends))


@lru_cache(maxsize=64)
def all_codes(alphabet: str, length: int) -> GoodCodes:
    """All codes over an alphabet, weak ones too."""
    row = range(len(alphabet))
    children = [[at + 1 for _ in row] for at in range(length)]
    return GoodCodes(alphabet, length, children, _below(children, [1]))


def _below(children: _Table, ends: Sequence[int]) -> _Table:
    """How many codes lie below each key of each state, from the last key back."""
    totals = [0] * len(children) + list(ends)
    below: _Table = [list[int]()] * len(children) + [[end] for end in ends]
    for state in range(len(children) - 1, -1, -1):
        counts = [0 if child == _DEAD else totals[child] for child in children[state]]
        below[state] = list(accumulate(counts, initial=0))
        totals[state] = below[state][-1]
    return below


def _runs(alphabet: str, length: int) -> tuple[_Table, list[int]]:
    """States: 0 nothing that matters, then for each key seen last: no run, and runs up and down of 2, 3 ...; and how many keys make each a run."""
    if length < 2:
        return [[0 for _ in alphabet]], [length]
    wanted = min(length, RUN_LENGTH)
    of_key = 1 + 2 * (wanted - 2)
    fresh = [1 + key * of_key for key in range(len(alphabet))]
    table, missing = [fresh], [wanted]
    for key in alphabet:
        up = next((at for at, other in enumerate(alphabet) if next_key(key) == other), -1)
        down = next((at for at, other in enumerate(alphabet) if next_key(other) == key), -1)
        for run_up, run_down in _run_lengths(wanted):
            row = list(fresh)
            # The states of a key: no run, then runs up of 2, 3 ..., then runs down of 2, 3 ...
            if up >= 0:
                row[up] = _DEAD if run_up + 1 == wanted else fresh[up] + run_up
            if down >= 0:
                row[down] = _DEAD if run_down + 1 == wanted else fresh[down] + wanted - 2 + run_down
            table.append(row)
            missing.append(wanted - max(run_up, run_down))
    return table, missing


def _run_lengths(wanted: int) -> list[tuple[int, int]]:
    """The lengths of the run up and the run down that end with a key, in the order of its states."""
    longer = range(2, wanted)
    return [(1, 1), *((run, 1) for run in longer), *((1, run) for run in longer)]


def _few_keys(size: int, length: int) -> tuple[_Table, int]:
    """States: 0 the beginning, one for each set of few keys, and the last, whose number is given too: enough different ones."""
    few = most_keys_of_few(length)
    sets = [0, *(1 << key for key in range(size))]
    if few == 2:
        sets += [1 << one | 1 << other for one in range(size) for other in range(one)]
    numbers = {seen: number for number, seen in enumerate(sets)}
    enough = len(sets)
    table = [[numbers.get(seen | 1 << key, enough) for key in range(size)] for seen in sets]
    return [*table, [enough] * size], enough


def _dates(alphabet: str, length: int) -> tuple[_Table, list[bool]]:
    """States and which of them are dates when they come last; state 0 is the beginning."""
    forms = DATE_FORMS.get(length)
    if forms is None:
        return [[0 for _ in alphabet]], [False]
    every = (1 << len(forms)) - 1
    # A state is how many pairs are complete, which forms they fit, and what the first half of the next pair is.
    start: tuple[int, int, str] = (0, every, "")
    numbers: dict[tuple[int, int, str], int] = {start: 0}
    waiting: list[tuple[int, int, str]] = [start]
    table: _Table = []
    for pairs, fitting, half in waiting:
        row: list[int] = []
        for character in alphabet:
            if not fitting or pairs * 2 + len(half) == length:
                state = (0, 0, "")
            elif not half:
                state = (pairs, fitting, _half(character))
            else:
                kinds = pair_kinds(half + character)
                fits = sum(
                    1 << number
                    for number, form in enumerate(forms)
                    if fitting >> number & 1 and form[pairs] & kinds
                )
                state = (pairs + 1, fits, "") if fits else (0, 0, "")
            if state not in numbers:
                numbers[state] = len(numbers)
                waiting.append(state)
            row.append(numbers[state])
        table.append(row)
    return table, [pairs * 2 == length for pairs, _fitting, _half_pair in waiting]


def _half(character: str) -> str:
    """The first key of a pair, as one for all that allow the same: 4 stands for 4 to 9, and `-` for what is no digit."""
    if character not in DIGITS:
        return "-"
    return min(character, "4")
