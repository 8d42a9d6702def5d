"""Where everything lies in a QR code of version 1 to 6 (ISO/IEC 18004); setup codes need no larger ones."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIZES = (21, 25, 29, 33, 37, 41)

# (size, level) -> blocks, error correction codewords a block; table 9
_BLOCKS = {
    (21, "L"): (1, 7), (21, "M"): (1, 10), (21, "Q"): (1, 13), (21, "H"): (1, 17),
    (25, "L"): (1, 10), (25, "M"): (1, 16), (25, "Q"): (1, 22), (25, "H"): (1, 28),
    (29, "L"): (1, 15), (29, "M"): (1, 26), (29, "Q"): (2, 18), (29, "H"): (2, 22),
    (33, "L"): (1, 20), (33, "M"): (2, 18), (33, "Q"): (2, 26), (33, "H"): (4, 16),
    (37, "L"): (1, 26), (37, "M"): (2, 24), (37, "Q"): (4, 18), (37, "H"): (4, 22),
    (41, "L"): (2, 18), (41, "M"): (4, 16), (41, "Q"): (4, 24), (41, "H"): (4, 28),
}  # fmt: skip
_CODEWORDS = {21: 26, 25: 44, 29: 70, 33: 100, 37: 134, 41: 172}  # table 1
_LEVELS = "MLHQ"  # by the two bits of the format information, 7.9.1

Places = NDArray[np.intp]  # (count, 2): row and column


@dataclass(frozen=True, slots=True)
class Block:
    """One error correction block: where its codewords stand in the stream, the last `checks` correct."""

    places: NDArray[np.intp]
    checks: int


@lru_cache
def fixed_modules(size: int) -> NDArray[np.int8]:
    """The modules that are the same in every code of this size: 1 dark, -1 light, 0 others."""
    fixed = np.zeros((size, size), np.int8)
    ring = np.full((9, 9), -1, np.int8)
    ring[1:8, 1:8], ring[2:7, 2:7], ring[3:6, 3:6] = 1, -1, 1
    fixed[:8, :8], fixed[:8, size - 8 :], fixed[size - 8 :, :8] = (
        ring[1:, 1:],
        ring[1:, :8],
        ring[:8, 1:],
    )
    timing = np.where(np.arange(8, size - 8) % 2 == 0, 1, -1)
    fixed[6, 8 : size - 8], fixed[8 : size - 8, 6] = timing, timing
    fixed[size - 8, 8] = 1
    if size > SIZES[0]:
        middle = size - 7
        for distance, shade in ((2, 1), (1, -1), (0, 1)):
            span = slice(middle - distance, middle + distance + 1)
            fixed[span, span] = shade
    return fixed


@lru_cache
def format_places(size: int) -> tuple[Places, Places]:
    """Both copies of the 15 bits of format information, the most significant first (figure 25)."""
    first = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - k, 8) for k in range(7)] + [(8, size - 8 + k) for k in range(8)]
    return np.array(first), np.array(second)


@lru_cache
def format_words() -> NDArray[np.int8]:
    """The 32 words of format information, a row each, 1 for a set bit and -1 (annex C)."""
    words = np.empty((32, 15), np.int8)
    for data in range(32):
        remainder = data << 10
        for bit in range(14, 9, -1):
            if remainder >> bit & 1:
                remainder ^= 0x537 << (bit - 10)
        word = ((data << 10) | remainder) ^ 0x5412
        words[data] = [1 if word >> bit & 1 else -1 for bit in range(14, -1, -1)]
    return words


def level_and_mask(data: int) -> tuple[str, int]:
    """What the five data bits of a format word say."""
    return _LEVELS[data >> 3], data & 7


@lru_cache
def data_places(size: int) -> Places:
    """Every module that carries data, in the order of the bits (7.7.3)."""
    taken = fixed_modules(size) != 0
    for places in format_places(size):
        taken[places[:, 0], places[:, 1]] = True
    order: list[tuple[int, int]] = []
    is_upward = True
    for right in [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]:
        rows = range(size - 1, -1, -1) if is_upward else range(size)
        order += [(r, c) for r in rows for c in (right, right - 1) if not taken[r, c]]
        is_upward = not is_upward
    return np.array(order)


@lru_cache
def mask(size: int, number: int) -> NDArray[np.bool_]:
    """Which modules the mask turns over (table 10)."""
    r, c = np.mgrid[:size, :size]
    conditions = (
        (r + c) % 2,
        r % 2,
        c % 3,
        (r + c) % 3,
        (r // 2 + c // 3) % 2,
        r * c % 2 + r * c % 3,
        (r * c % 2 + r * c % 3) % 2,
        ((r + c) % 2 + r * c % 3) % 2,
    )
    return conditions[number] == 0


@lru_cache
def codewords(size: int) -> int:
    """How many codewords a code of this size holds."""
    return _CODEWORDS[size]


@lru_cache
def blocks(size: int, level: str) -> tuple[Block, ...]:
    """The blocks of a code, whose codewords are dealt out in turn (7.6)."""
    count, checks = _BLOCKS[size, level]
    shorter, longer = divmod(_CODEWORDS[size] - count * checks, count)
    lengths = [shorter + (index >= count - longer) for index in range(count)]
    places: list[list[int]] = [[] for _ in range(count)]
    turns = [b for k in range(max(lengths)) for b in range(count) if k < lengths[b]]
    for position, block in enumerate(turns + list(range(count)) * checks):
        places[block].append(position)
    return tuple(Block(np.array(one), checks) for one in places)
