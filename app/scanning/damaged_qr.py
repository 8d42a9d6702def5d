"""Read QR codes that the decoders cannot: blurred, bent, glared on, in part destroyed.

Finder patterns, then the grid bent onto the picture, then every module with how sure it is; the surest
words are kept, and Reed-Solomon fills in those that are in doubt.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.scanning.arrays import Floats, Luma, Points
from app.scanning.corner_triples import CornerTriple, corner_triples, guess_thirds
from app.scanning.finders import FULL_EFFORT, Effort, find_finders
from app.scanning.module_grid import cut_out, first_map, fit_map, terms, with_alignment_pattern
from app.scanning.module_values import module_values
from app.scanning.qr_content import proven_bits
from app.scanning.qr_layout import (
    SIZES,
    Block,
    blocks,
    codewords,
    data_places,
    fixed_modules,
    format_places,
    format_words,
    level_and_mask,
    mask,
)
from app.scanning.reed_solomon import correct

_MOST_TRIPLES = 10
_FIT_ROUNDS = 10
_LEAST_FIT = 0.5
_TRIES = 4
# What must speak for a mended code: checks left over, 8 bits each, and data laid out as it has to be.
# With 16 a wrong one passes once in 65,000 tries; guesses and a single check have to earn more.
_NEEDED_BITS = 16
_SPARE_CHECKS = 2
_GUESSED_BITS = 4
_CERTAINTY = 14.0  # how fast the doubt about a module falls with its value
_LEAST_AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class MendedCode:
    """A code that was read: its modules (1 dark) and its corners in the picture, from the top left round."""

    modules: NDArray[np.uint8]
    corners: Points


def mended_codes(
    grey: Luma,
    should_stop: Callable[[], bool],
    effort: Effort = FULL_EFFORT,
    most_triples: int = _MOST_TRIPLES,
) -> Iterator[MendedCode]:
    """Every code whose finder patterns can be made out, one for each place."""
    values = grey.astype(np.float32)
    for finders in find_finders(values, should_stop, effort):
        if len(finders) < 2:
            continue
        guessed = guess_thirds(values, finders)
        if should_stop():
            return
        triples = corner_triples(finders + guessed)
        done: set[int] = set()
        for triple in triples[:most_triples]:
            members = {id(one) for one in (triple.corner, triple.right, triple.below)}
            if should_stop():
                return
            if members & done:
                continue
            mended = _read(values, triple, should_stop)
            if mended is not None:
                done |= members
                yield mended


def _read(grey: Floats, triple: CornerTriple, should_stop: Callable[[], bool]) -> MendedCode | None:
    for size in triple.sizes:
        if should_stop():
            return None
        fixed = fixed_modules(size)
        grid = first_map(triple, size)
        crop = cut_out(grey, grid, size, triple.corner.sign)
        if crop is None:
            continue
        grid, like = fit_map(crop, grid, fixed, _FIT_ROUNDS, pause=should_stop)
        if size > SIZES[0]:
            grid, like = with_alignment_pattern(crop, grid, fixed, like, should_stop)
        if like < _LEAST_FIT:
            continue
        for number in range(_TRIES):
            if should_stop():
                return None
            values = module_values(crop, grid, size)
            modules = mended_modules(values, _GUESSED_BITS if number == _TRIES - 1 else 0)
            if modules is not None:
                u, v = np.array([0.0, size, size, 0]), np.array([0.0, 0, size, size])
                return MendedCode(modules, terms(u, v, size) @ grid)
            grid, _like = fit_map(
                crop, grid, np.tanh(2 * values), 4, freedom=3.0, pause=should_stop
            )
    return None


def mended_modules(values: Floats, guesses: int = 0) -> NDArray[np.uint8] | None:
    """The whole code from doubtful modules (dark positive), or None where too much is in doubt.

    `guesses`: of how many of the most doubtful modules both shades are tried.
    """
    size = values.shape[0]
    copies = format_places(size)
    seen = sum(np.clip(values[places[:, 0], places[:, 1]], -1, 1) for places in copies)
    likely = format_words() @ np.asarray(seen)
    for data in np.argsort(-likely)[:3]:
        if likely[data] < max(6.0, 0.45 * likely.max()):
            break
        level, number = level_and_mask(int(data))
        bits = _mended_bits(values, level, number, guesses)
        if bits is not None:
            return _drawn(size, bits, number, int(data))
    return None


def _mended_bits(values: Floats, level: str, number: int, guesses: int) -> NDArray[np.uint8] | None:
    size = values.shape[0]
    places = data_places(size)
    raw = values[places[:, 0], places[:, 1]]
    turned = mask(size, number)[places[:, 0], places[:, 1]]
    seen = np.where(turned, -raw, raw)[: codewords(size) * 8].reshape(-1, 8)
    for guess in range(1 << guesses):
        mended = _corrected(_guessed(seen, guess), blocks(size, level))
        if mended is None:
            continue
        words, spare = mended
        bits = np.unpackbits(words)
        agreement = (np.where(bits > 0, 1, -1) * seen.ravel()).sum() / (np.abs(seen).sum() + 1e-9)
        if agreement < _LEAST_AGREEMENT:
            continue
        data = [int(words[p]) for b in blocks(size, level) for p in b.places[: -b.checks]]
        proven = proven_bits(data)
        if proven is None:
            continue
        needed = _NEEDED_BITS + guess.bit_count() + (8 if guess or spare < _SPARE_CHECKS else 0)
        if 8 * spare + proven >= needed:
            return bits
    return None


def _guessed(seen: Floats, guess: int) -> Floats:
    """The bits with some of the most doubtful turned over: those whose bit in `guess` is set."""
    if guess == 0:
        return seen
    turned = seen.copy().ravel()
    weakest = np.argsort(np.abs(turned))[: guess.bit_length()]
    chosen = [place for k, place in enumerate(weakest) if guess >> k & 1]
    turned[chosen] *= -1
    return turned.reshape(-1, 8)


def _corrected(seen: Floats, code: tuple[Block, ...]) -> tuple[NDArray[np.uint8], int] | None:
    """All codewords corrected, and how many checks the worst block had left over."""
    words = np.packbits(seen > 0, axis=1).ravel()
    wrong_bit = 1 / (1 + np.exp(np.minimum(_CERTAINTY * np.abs(seen), 30)))
    doubt = 1 - np.prod(1 - wrong_bit, axis=1)
    mended, spare = words.copy(), 99
    for block in code:
        corrected = _corrected_block(words, doubt, block)
        if corrected is None:
            return None
        mended[block.places], left = corrected
        spare = min(spare, left)
    return mended, spare


def _corrected_block(
    words: NDArray[np.uint8], doubt: Floats, block: Block
) -> tuple[list[int], int] | None:
    """Give up more and more of the most doubtful codewords until the rest agrees."""
    word = [int(one) for one in words[block.places]]
    doubtful = [int(place) for place in np.argsort(-doubt[block.places])]
    most = block.checks - 1
    step = 1 if block.checks < 12 else 2
    for given_up in range(most % step, most + 1, step):
        corrected = correct(word, block.checks, doubtful[:given_up])
        if corrected is None:
            continue
        changed = sum(word[place] != corrected[place] for place in doubtful[given_up:])
        left = block.checks - given_up - 2 * changed
        if left >= 1:
            return corrected, left
    return None


def _drawn(size: int, bits: NDArray[np.uint8], number: int, data: int) -> NDArray[np.uint8]:
    """All modules of the code that holds these bits."""
    modules = (fixed_modules(size) > 0).astype(np.uint8)
    places = data_places(size)
    stream = np.zeros(len(places), np.uint8)  # the few bits left over are 0
    stream[: len(bits)] = bits
    stream ^= mask(size, number)[places[:, 0], places[:, 1]]
    modules[places[:, 0], places[:, 1]] = stream
    for copy in format_places(size):
        modules[copy[:, 0], copy[:, 1]] = format_words()[data] > 0
    return modules
