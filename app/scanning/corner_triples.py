"""Which three finder patterns are the corners of one code, and where a third must be that was not seen."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.scanning.arrays import Floats, Points
from app.scanning.finder_fit import Finder, fit_squares, likeness_of_squares
from app.scanning.finders import is_apart, is_plausible
from app.scanning.qr_layout import SIZES

_SURE = 0.78
_SURE_ONES = 6
_LEAST_GUESSED = 0.12
_GUESSED_ONES = 14
_HIDDEN = 0.1
_SEARCH_MODULES = (-2.6, -1.3, 0.0, 1.3, 2.6)
_MAX_MISFIT = 0.9
_MAX_SLANT = 0.35
_LEAST_RATIO, _MOST_RATIO = 0.65, 1.5


@dataclass(frozen=True, slots=True)
class CornerTriple:
    """Three corners of a code; `sizes`: how many modules wide it may be, the likeliest first."""

    corner: Finder
    right: Finder
    below: Finder
    sizes: tuple[int, ...]
    misfit: float


def corner_triples(finders: list[Finder]) -> list[CornerTriple]:
    """All sets of three that a camera could see as one code, the best first."""
    if len(finders) < 3:
        return []
    pairs = _pairs(finders)
    found = [
        _triple(pairs, finders, (int(corner), int(right), int(below)))
        for corner, right, below in zip(*np.nonzero(_possible(pairs)), strict=True)
    ]
    return sorted((t for t in found if t is not None), key=lambda t: t.misfit)


def guess_thirds(grey: Floats, finders: list[Finder]) -> list[Finder]:
    """Look for the third pattern, too damaged to be found by itself, where two sure ones ask for it."""
    sure = [one for one in finders if one.likeness > _SURE][:_SURE_ONES]
    wanted = [place for pair in combinations(sure, 2) for place in _third_places(*pair)]
    if not wanted:
        return []
    shifts = np.array([(x, y) for x in _SEARCH_MODULES for y in _SEARCH_MODULES])
    centres = np.concatenate([place + shifts @ finder.axes.T for finder, place in wanted])
    axes = np.repeat(np.array([finder.axes for finder, _ in wanted]), len(shifts), 0)
    signs = np.full(len(centres), finders[0].sign)
    alike = likeness_of_squares(grey, centres, axes, signs).reshape(len(wanted), -1)
    best = np.argsort(alike, 1)[:, -2:] + np.arange(len(wanted))[:, None] * len(shifts)
    chosen = best.ravel()
    fitted = fit_squares(grey, centres[chosen], axes[chosen], signs[chosen], least=0.05)
    found: list[Finder] = []
    for one in sorted(fitted, key=lambda one: -one.likeness):
        if len(found) >= _GUESSED_ONES:
            break
        is_new = is_plausible(one) and is_apart(one, [*finders, *found], 2)
        if one.likeness >= _LEAST_GUESSED and is_new:
            found.append(one)
    for finder, place in wanted:  # wholly hidden: the two others' shape says where it must be
        hidden = replace(finder, centre=place, likeness=_HIDDEN)
        if len(found) < _GUESSED_ONES and is_apart(hidden, [*finders, *found], 3):
            found.append(hidden)
    return found


def _third_places(one: Finder, other: Finder) -> list[tuple[Finder, Points]]:
    """Where a third may lie, each with the pattern whose shape it should have."""
    if not 0.5 < one.module_pixels / other.module_pixels < 2:
        return []
    way = np.linalg.solve(one.axes, other.centre - one.centre)
    back = np.linalg.solve(other.axes, one.centre - other.centre)
    distance = (np.abs(way).max() + np.abs(back).max()) / 2
    if not SIZES[0] - 11 < distance < SIZES[-1]:
        return []
    slant = sum(np.abs(w).min() / np.abs(w).max() for w in (way, back)) / 2
    places: list[tuple[Finder, Points]] = []
    if slant < 0.4:  # along one side
        for finder, direction in ((one, way), (other, back)):
            aside = finder.axes[:, 1 - np.abs(direction).argmax()] * distance
            places += [(finder, finder.centre + aside), (finder, finder.centre - aside)]
    if slant > 0.55:  # across
        places += [(one, one.centre + one.axes[:, k] * way[k]) for k in (0, 1)]
    return places


@dataclass(frozen=True, slots=True)
class _Pairs:
    """From each pattern to each other: the way in pixels, its length in modules, how far it is from the axis that it goes along, and which that is."""

    ways: Floats
    lengths: Floats
    slants: Floats
    directions: Floats
    modules: Floats


def _pairs(finders: list[Finder]) -> _Pairs:
    centres = np.array([one.centre for one in finders])
    inverse = np.linalg.inv(np.array([one.axes for one in finders]))
    ways = centres[None] - centres[:, None]
    steps = np.abs(np.einsum("iab,ijb->ija", inverse, ways))
    longest = steps.max(2)
    return _Pairs(
        ways,
        longest,
        steps.min(2) / np.maximum(longest, 1e-9),
        steps.argmax(2),
        np.array([one.module_pixels for one in finders]),
    )


def _possible(pairs: _Pairs) -> NDArray[np.bool_]:
    """Which corner, right and below could be one code; all at once, as they are thousands."""
    slants, modules, ways = pairs.slants, pairs.modules, pairs.ways
    is_like = np.maximum(modules[:, None], modules) <= 2 * np.minimum(modules[:, None], modules)
    is_side = is_like & (slants <= _MAX_SLANT) & (slants.T <= _MAX_SLANT)
    np.fill_diagonal(is_side, val=False)
    x, y = ways[..., 0], ways[..., 1]
    is_clockwise = x[:, :, None] * y[:, None, :] > y[:, :, None] * x[:, None, :]
    is_angle = pairs.directions[:, :, None] != pairs.directions[:, None, :]
    sides = (pairs.lengths + pairs.lengths.T) / 2
    ratio = sides[:, :, None] / np.maximum(sides[:, None, :], 1e-9)
    is_square = (ratio > _LEAST_RATIO) & (ratio < _MOST_RATIO)
    both = is_side[:, :, None] & is_side[:, None, :] & is_like[None]
    return both & is_clockwise & is_angle & is_square


def _triple(
    pairs: _Pairs, finders: list[Finder], which: tuple[int, int, int]
) -> CornerTriple | None:
    c, r, b = which
    width = (pairs.lengths[c, r] + pairs.lengths[r, c]) / 2
    height = (pairs.lengths[c, b] + pairs.lengths[b, c]) / 2
    size = float(width + height) / 2 + 7
    near = sorted(SIZES, key=lambda one: abs(one - size))[:2]
    doubt = 0.5 * sum(1 - finders[one].likeness for one in which)
    slants = sum(float(pairs.slants[pair]) ** 2 for pair in ((c, r), (r, c), (c, b), (b, c)))
    misfit = slants + float(np.log(width / height)) ** 2 + doubt
    sizes = tuple(one for one in near if abs(one - size) <= 4)
    if not sizes or misfit > _MAX_MISFIT:
        return None
    return CornerTriple(finders[c], finders[r], finders[b], sizes, misfit)
