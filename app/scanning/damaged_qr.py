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
from app.scanning.finders import find_finders
from app.scanning.module_grid import cut_out, first_map, fit_map, terms, with_alignment_pattern
from app.scanning.module_values import module_values
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

_MOST_TRIPLES = 6
_FIT_ROUNDS = 10
_LEAST_FIT = 0.5
_TRIES = 4
# Checks that must be left over: with two unused ones, a wrong word passes once in 65,000 tries.
_SPARE_CHECKS = 2
_LEAST_AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class MendedCode:
    """A code that was read: its modules (1 dark) and its corners in the picture, from the top left round."""

    modules: NDArray[np.uint8]
    corners: Points


def mended_codes(grey: Luma, should_stop: Callable[[], bool]) -> Iterator[MendedCode]:
    """Every code whose finder patterns can be made out, one for each place."""
    values = grey.astype(np.float32)
    for finders in find_finders(values):
        if len(finders) < 2:
            continue
        triples = corner_triples(finders + guess_thirds(values, finders))
        done: set[int] = set()
        for triple in triples[:_MOST_TRIPLES]:
            members = {id(one) for one in (triple.corner, triple.right, triple.below)}
            if should_stop():
                return
            if members & done:
                continue
            mended = _read(values, triple)
            if mended is not None:
                done |= members
                yield mended


def _read(grey: Floats, triple: CornerTriple) -> MendedCode | None:
    for size in triple.sizes:
        fixed = fixed_modules(size)
        grid = first_map(triple, size)
        crop = cut_out(grey, grid, size, triple.corner.sign)
        if crop is None:
            continue
        grid, like = fit_map(crop, grid, fixed, _FIT_ROUNDS)
        if size > SIZES[0]:
            grid, like = with_alignment_pattern(crop, grid, fixed, like)
        if like < _LEAST_FIT:
            continue
        for _ in range(_TRIES):
            values = module_values(crop, grid, size)
            modules = mended_modules(values)
            if modules is not None:
                u, v = np.array([0.0, size, size, 0]), np.array([0.0, 0, size, size])
                return MendedCode(modules, terms(u, v, size) @ grid)
            grid, _like = fit_map(crop, grid, np.tanh(2 * values), 4, freedom=3.0)
    return None


def mended_modules(values: Floats) -> NDArray[np.uint8] | None:
    """The whole code from doubtful modules (dark positive), or None where too much is in doubt."""
    size = values.shape[0]
    copies = format_places(size)
    seen = sum(np.clip(values[places[:, 0], places[:, 1]], -1, 1) for places in copies)
    likely = format_words() @ np.asarray(seen)
    for data in np.argsort(-likely)[:3]:
        if likely[data] < max(6.0, 0.45 * likely.max()):
            break
        level, number = level_and_mask(int(data))
        bits = _mended_bits(values, level, number)
        if bits is not None:
            return _drawn(size, bits, number, int(data))
    return None


def _mended_bits(values: Floats, level: str, number: int) -> NDArray[np.uint8] | None:
    size = values.shape[0]
    places = data_places(size)
    raw = values[places[:, 0], places[:, 1]]
    turned = mask(size, number)[places[:, 0], places[:, 1]]
    seen = np.where(turned, -raw, raw)[: codewords(size) * 8].reshape(-1, 8)
    words = np.packbits(seen > 0, axis=1).ravel()
    wrong_bit = 1 / (1 + np.exp(np.minimum(5 * np.abs(seen), 30)))
    doubt = 1 - np.prod(1 - wrong_bit, axis=1)
    mended = words.copy()
    for block in blocks(size, level):
        corrected = _corrected_block(words, doubt, block)
        if corrected is None:
            return None
        mended[block.places] = corrected
    bits = np.unpackbits(mended)
    agreement = (np.where(bits > 0, 1, -1) * seen.ravel()).sum() / (np.abs(seen).sum() + 1e-9)
    return bits if agreement >= _LEAST_AGREEMENT else None


def _corrected_block(words: NDArray, doubt: Floats, block: Block) -> list[int] | None:
    """Give up more and more of the most doubtful codewords until the rest agrees."""
    word = [int(one) for one in words[block.places]]
    doubtful = [int(place) for place in np.argsort(-doubt[block.places])]
    most = block.checks - _SPARE_CHECKS
    step = 1 if block.checks < 12 else 2
    for given_up in range(most % step, most + 1, step):
        corrected = correct(word, block.checks, doubtful[:given_up])
        if corrected is None:
            continue
        changed = sum(word[place] != corrected[place] for place in doubtful[given_up:])
        if block.checks - given_up - 2 * changed >= _SPARE_CHECKS:
            return corrected
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
