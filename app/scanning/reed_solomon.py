"""Reed-Solomon over GF(256) as QR codes use it (ISO/IEC 18004 annex A), with errors and known bad places."""

from collections.abc import Sequence
from functools import lru_cache

_POLYNOMIAL = 0x11D


@lru_cache(maxsize=1)
def _tables() -> tuple[list[int], list[int]]:
    powers, logs = [0] * 512, [0] * 256
    value = 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logs[value] = exponent
        value <<= 1
        if value & 0x100:
            value ^= _POLYNOMIAL
    return powers, logs


def _times(a: int, b: int) -> int:
    powers, logs = _tables()
    return powers[logs[a] + logs[b]] if a and b else 0


def correct(word: Sequence[int], checks: int, bad_places: Sequence[int]) -> list[int] | None:
    """The code word with its errors mended, highest power first, or None where there are too many.

    `checks`: how many of the codewords are error correction; `bad_places` (indices that may hold
    anything) cost one of them each, other errors two.
    """
    syndromes = _syndromes(word, checks)
    if not any(syndromes):
        return list(word)
    if len(bad_places) > checks:
        return None
    length = len(word)
    locator, degree = _locator(syndromes, [length - 1 - place for place in bad_places])
    if degree is None:
        return None
    places = [p for p in range(length) if _value(locator, -(length - 1 - p)) == 0]
    if len(places) != degree:
        return None
    mended = list(word)
    for place in places:
        change = _error_value(syndromes, locator, degree, length - 1 - place)
        if change is None:
            return None
        mended[place] ^= change
    return None if any(_syndromes(mended, checks)) else mended


def _syndromes(word: Sequence[int], checks: int) -> list[int]:
    powers, logs = _tables()
    found: list[int] = []
    for exponent in range(checks):
        total = 0
        for codeword in word:
            total = (powers[logs[total] + exponent] if total else 0) ^ codeword
        found.append(total)
    return found


def _locator(syndromes: Sequence[int], bad_powers: Sequence[int]) -> tuple[list[int], int | None]:
    """Berlekamp and Massey's error locator, lowest power first, started from what is known to be bad."""
    powers, logs = _tables()
    checks, known = len(syndromes), len(bad_powers)
    locator = [1] + [0] * checks
    for power in bad_powers:
        locator = [
            a ^ _times(powers[power], b) for a, b in zip(locator, [0, *locator], strict=False)
        ]
    other, length = locator[:], known
    for step in range(known, checks):
        gap = 0
        for k in range(min(length, step) + 1):
            gap ^= _times(locator[k], syndromes[step - k])
        other = [0, *other[:-1]]
        if gap == 0:
            continue
        longer = [a ^ _times(gap, b) for a, b in zip(locator, other, strict=True)]
        if 2 * length <= step + known:
            inverse = powers[255 - logs[gap]]
            other = [_times(a, inverse) for a in locator]
            length = step + 1 + known - length
        locator = longer
    degree = max(k for k, coefficient in enumerate(locator) if coefficient)
    if degree != length or 2 * (length - known) + known > checks:
        return locator, None
    return locator[: degree + 1], degree


def _value(polynomial: Sequence[int], exponent: int) -> int:
    powers, logs = _tables()
    total = 0
    for k, coefficient in enumerate(polynomial):
        if coefficient:
            total ^= powers[(logs[coefficient] + exponent * k) % 255]
    return total


def _error_value(
    syndromes: Sequence[int], locator: Sequence[int], degree: int, power: int
) -> int | None:
    """Forney's formula for the error at x**power; the generator's first root is 1."""
    powers, logs = _tables()
    evaluator: list[int] = []
    for k in range(len(syndromes)):
        coefficient = 0
        for j in range(min(k, degree) + 1):
            coefficient ^= _times(syndromes[k - j], locator[j])
        evaluator.append(coefficient)
    above = _value(evaluator, -power)
    odd = [c if k % 2 == 0 else 0 for k, c in enumerate(locator[1:])]
    below = _value(odd, -power)
    if below == 0:
        return None
    return powers[(logs[above] - logs[below] + power) % 255] if above else 0
