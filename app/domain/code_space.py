"""The codes that some doors take, counted and numbered without writing them down."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import prod

from app.core.secret import Secret
from app.domain.code_automaton import GoodCodes, all_codes, good_codes
from app.domain.weak_codes import (
    CENTURY,
    COMMONEST,
    DATE_FORMS,
    DAY,
    DIGIT_PAIR,
    MONTH,
    RUN_LENGTH,
    STROKES,
    most_keys_of_few,
)

_SO_MANY = {DAY: 31, MONTH: 12, CENTURY: 2, DIGIT_PAIR: 100}


@dataclass(frozen=True, slots=True)
class Spans:
    """Numbers that are left out: from the first to below the second of each pair, in rising order and apart from each other.

    `before` says for each span how many numbers that stay lie before it, `gone` how many do not, with all of them at the end.
    """

    pairs: tuple[tuple[int, int], ...]
    before: tuple[int, ...]
    gone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CodeSpace:
    """The codes of one length over one alphabet, less those that were left out; `draw` numbers the rest one to one.

    Codes with the same beginning have neighbouring numbers, so whatever is left out is a span of numbers. The spans are a `Secret`, because
    some are codes of people.
    """

    codes: GoodCodes
    left_out: Secret[Spans]

    @property
    def count(self) -> int:
        """How many codes there are."""
        return self.codes.count - self.left_out.reveal().gone[-1]

    def draw(self, number: int) -> Secret[str]:
        """The code of a number below `count`; every number gives another code, and every code has one."""
        if not 0 <= number < self.count:
            raise IndexError
        spans = self.left_out.reveal()
        return Secret(self.codes.code_of(number + spans.gone[bisect_right(spans.before, number)]))

    def without(self, beginnings: Iterable[str]) -> "CodeSpace":
        """The same without the codes that begin like one of these; a whole code is a beginning too."""
        pairs = [self.codes.span_of(text) for text in beginnings]
        if not pairs:
            return self
        return CodeSpace(self.codes, Secret(_united([*self.left_out.reveal().pairs, *pairs])))


@lru_cache(maxsize=64)
def good_space(alphabet: str, length: int) -> CodeSpace:
    """The codes that are not weak."""
    common = [text for text in COMMONEST | STROKES if len(text) == length]
    return CodeSpace(good_codes(alphabet, length), Secret(_united(()))).without(common)


def least_good(size: int, length: int) -> int:
    """So many good codes there are at least over an alphabet of this size: where that is plenty, nobody has to count."""
    run = min(length, RUN_LENGTH)
    runs = 2 * (length - run + 1) * size ** (length - run + 1)
    few = size * size * 2**length if most_keys_of_few(length) == 2 else size
    dates = sum(prod(_SO_MANY[part] for part in form) for form in DATE_FORMS.get(length, ()))
    return size**length - runs - few - dates - len(COMMONEST | STROKES)


def whole_space(alphabet: str, length: int) -> CodeSpace:
    """All codes, weak ones too."""
    return CodeSpace(all_codes(alphabet, length), Secret(_united(())))


def _united(pairs: Iterable[tuple[int, int]]) -> Spans:
    """The same numbers as spans that do not touch each other."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(pairs):
        if first == end:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    gone = tuple(accumulate((end - first for first, end in found), initial=0))
    before = tuple(first - left for (first, _end), left in zip(found, gone, strict=False))
    return Spans(tuple(found), before, gone)
