"""The codes that some doors take, counted and numbered without writing them down."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.core.secret import Secret
from app.domain.code_automaton import GoodCodes, all_codes, good_codes
from app.domain.weak_codes import COMMONEST, STROKES


@dataclass(frozen=True, slots=True)
class CodeSpace:
    """The codes of one length over one alphabet, less those that were left out; `draw` numbers the rest one to one.

    Codes with the same beginning have neighbouring numbers, so whatever is left out is a span of numbers: `left_out` has them in rising
    order, apart from each other, in a `Secret` because some are codes of people.
    """

    codes: GoodCodes
    left_out: Secret[tuple[tuple[int, int], ...]]

    @property
    def count(self) -> int:
        """How many codes there are."""
        return self.codes.count - sum(end - first for first, end in self.left_out.reveal())

    def draw(self, number: int) -> Secret[str]:
        """The code of a number below `count`; every number gives another code, and every code has one."""
        if not 0 <= number < self.count:
            raise IndexError
        spans = self.left_out.reveal()
        gone = [0, *accumulate(end - first for first, end in spans)]
        # A span lies before the code when so many codes that stay lie before the span.
        before = bisect_right([first - gone[at] for at, (first, _) in enumerate(spans)], number)
        return Secret(self.codes.code_of(number + gone[before]))

    def without(self, beginnings: Iterable[str]) -> "CodeSpace":
        """The same without the codes that begin like one of these; a whole code is a beginning too."""
        spans = [self.codes.span_of(text) for text in beginnings]
        return CodeSpace(self.codes, Secret(_united([*self.left_out.reveal(), *spans])))


def good_space(alphabet: str, length: int) -> CodeSpace:
    """The codes that are not weak."""
    common = [text for text in COMMONEST | STROKES if len(text) == length]
    return CodeSpace(good_codes(alphabet, length), Secret(())).without(common)


def whole_space(alphabet: str, length: int) -> CodeSpace:
    """All codes, weak ones too."""
    return CodeSpace(all_codes(alphabet, length), Secret(()))


def _united(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same numbers in rising order, no span touching another."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if first == end:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return tuple(found)
