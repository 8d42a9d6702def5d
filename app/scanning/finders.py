"""Where finder patterns of QR codes may be, whatever their size, turn and tilt.

They are looked for as a blurred shape and not as runs of black and white: that still works where blur,
noise, glare or a low contrast leave no clean edges.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from app.scanning.arrays import Floats, Points
from app.scanning.finder_fit import Finder, fit_squares, likeness_of_squares

_COARSE_MODULE_PIXELS = 2.0
_SMALLEST_MODULE_PIXELS = 1.9
_SCALE_STEP = 1.3
_MIN_STRENGTH = 0.2
_MIN_START = 0.35
_MIN_LIKENESS = 0.7
_MAX_SQUEEZE = 0.3  # beyond, a tilt is no longer readable


@dataclass(frozen=True, slots=True)
class Effort:
    """How many likely places are looked at more closely: on each scale, for a tilt, for the exact fit."""

    places_a_scale: int
    tilted: int
    fitted: int


FULL_EFFORT = Effort(places_a_scale=90, tilted=200, fitted=80)
LITTLE_EFFORT = Effort(places_a_scale=40, tilted=80, fitted=30)
"""Enough where the picture is little more than the code."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Ring-like places: `xy`, pixels a module, and 1 for dark on light or -1."""

    xy: Points
    modules: Floats
    signs: Floats


def find_finders(
    grey: Floats, should_stop: Callable[[], bool] = lambda: False, effort: Effort = FULL_EFFORT
) -> tuple[list[Finder], list[Finder]]:
    """Finder patterns dark on light and light on dark, the surest first; none where somebody asked to stop."""
    places = _ring_places(grey, max(8.0, min(grey.shape) / 30), should_stop, effort)
    if not len(places.modules) or should_stop():
        return [], []
    starts = _starts(grey, places, should_stop, effort)
    fitted = fit_squares(grey, *starts, should_stop=should_stop)
    found: tuple[list[Finder], list[Finder]] = ([], [])
    for finder in sorted(fitted, key=lambda one: -one.likeness):
        same = found[0 if finder.sign > 0 else 1]
        if finder.likeness >= _MIN_LIKENESS and is_plausible(finder) and is_apart(finder, same, 3):
            same.append(finder)
    return found


def is_plausible(finder: Finder) -> bool:
    """Whether its shape could be seen by a camera."""
    if not np.isfinite(finder.axes).all() or not 1 < finder.module_pixels < 1000:
        return False
    long, short = np.linalg.svd(finder.axes, compute_uv=False)
    return bool(short > _MAX_SQUEEZE * long)


def is_apart(finder: Finder, others: list[Finder], modules: float) -> bool:
    """Whether none of the others lies within so many of their modules."""
    return all(
        np.linalg.norm(finder.centre - one.centre) > modules * one.module_pixels for one in others
    )


def _ring_template(module_pixels: float) -> Floats:
    """The pattern averaged over all turns, white positive."""
    half = round(4.5 * module_pixels)
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32) / module_pixels
    total = np.zeros(x.shape, np.float32)
    for turn in np.linspace(0, np.pi / 2, 12, endpoint=False):
        cosine, sine = np.cos(turn), np.sin(turn)
        ring = np.maximum(np.abs(cosine * x + sine * y), np.abs(cosine * y - sine * x))
        total += np.where((ring < 1.5) | ((ring > 2.5) & (ring < 3.5)), -1, 1)
    blurred = cv2.GaussianBlur(total, (0, 0), 0.5 * module_pixels)
    blurred -= blurred.mean()
    return blurred / np.linalg.norm(blurred)


def _ring_places(
    grey: Floats, largest_module: float, should_stop: Callable[[], bool], effort: Effort
) -> _Places:
    """Peaks of likeness to a ring on all scales."""
    template = _ring_template(_COARSE_MODULE_PIXELS)
    side = template.shape[0]
    xy: list[Points] = []
    modules: list[Floats] = []
    signs: list[Floats] = []
    module = _SMALLEST_MODULE_PIXELS
    while module <= largest_module:
        factor = _COARSE_MODULE_PIXELS / module
        size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
        if min(size) < 2 * side or should_stop():
            break
        shrink = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        strength = _ring_strength(cv2.resize(grey, size, interpolation=shrink), template)
        height = np.abs(strength)
        is_peak = height >= cv2.dilate(height, np.ones((5, 5), np.uint8))
        rows, columns = np.nonzero(is_peak & (height > _MIN_STRENGTH))
        best = np.argsort(-height[rows, columns])[: effort.places_a_scale]
        rows, columns = rows[best], columns[best]
        middle = np.stack([columns, rows], 1) + side // 2 + 0.5
        xy.append(middle / factor - 0.5)
        modules.append(np.full(len(best), module))
        signs.append(np.sign(strength[rows, columns]))
        module *= _SCALE_STEP
    if not xy:
        return _Places(np.empty((0, 2)), np.empty(0), np.empty(0))
    return _Places(np.concatenate(xy), np.concatenate(modules), np.concatenate(signs))


def _ring_strength(small: Floats, template: Floats) -> Floats:
    """Likeness times the root of the contrast.

    Likeness alone would be won by faint textures, contrast alone by edges.
    """
    side = template.shape[0]
    small = cv2.GaussianBlur(small, (0, 0), 0.7)
    small -= cv2.GaussianBlur(small, (0, 0), 5)  # light falls off, and glare lifts all it lies on
    match = cv2.matchTemplate(small, template, cv2.TM_CCORR)
    area = (side, side)
    mean = cv2.boxFilter(small, -1, area)
    power = cv2.boxFilter(small * small, -1, area) - mean * mean
    half = side // 2
    spread = np.sqrt(np.maximum(power[half:-half, half:-half], 1e-3)) * side
    return np.asarray(match / spread * np.sqrt(np.abs(match) / side))


def _starts(
    grey: Floats, places: _Places, should_stop: Callable[[], bool], effort: Effort
) -> tuple[Points, Floats, Floats]:
    """Centre, axes and sign of the places that look most like a square at some turn and tilt."""
    likeness = np.full(len(places.modules), -1.0)
    axes = np.zeros((len(likeness), 2, 2))

    def try_axes(which: Floats, tried: Floats) -> None:
        if should_stop():
            return
        alike = likeness_of_squares(grey, places.xy[which], tried, places.signs[which])
        better = alike > likeness[which]
        likeness[which[better]] = alike[better]
        axes[which[better]] = tried[better]

    everything = np.arange(len(likeness))
    for turn in np.arange(4) * np.pi / 8:
        for size in (0.92, 1.1):
            try_axes(everything, _turn(turn) * (places.modules * size)[:, None, None])
    best = np.argsort(-likeness)[: effort.tilted]
    for turn in np.arange(4) * np.pi / 4:
        tilt = _turn(turn) @ np.diag([1.12, 0.8]) @ _turn(-turn)
        try_axes(best, tilt @ axes[best])
    kept = _best_apart(places, likeness, effort.fitted)
    return places.xy[kept], axes[kept], places.signs[kept]


def _best_apart(places: _Places, likeness: Floats, most: int) -> list[int]:
    """The likeliest places, of those close by and of one size only the best."""
    kept: list[int] = []
    for index in np.argsort(-likeness):
        if likeness[index] < _MIN_START or len(kept) >= most:
            break
        module = places.modules[index]
        others = places.modules[kept]
        distance = np.linalg.norm(places.xy[kept] - places.xy[index], axis=1)
        is_same = (distance < 1.5 * module) & (others < 1.6 * module) & (others > 0.6 * module)
        if not (is_same & (places.signs[kept] == places.signs[index])).any():
            kept.append(int(index))
    return kept


def _turn(angle: float) -> Floats:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]])
