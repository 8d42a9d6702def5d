"""Fit a finder pattern's exact place, turn and tilt: a small picture of it is laid over the photo."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from app.scanning.arrays import Floats, Points

_ROUNDS = 9
_ROUND_THAT_SORTS_OUT = 4
_MAX_STEP_MODULES = 0.35
_LEAST_LIKENESS = 0.45
_REACH = np.arange(-4.25, 4.3, 0.5, dtype=np.float32)  # in modules from the centre
_U, _V = (line.ravel() for line in np.meshgrid(_REACH, _REACH))
# Beyond the ring of white there may be the label's edge.
_WEIGHT = np.where(np.maximum(np.abs(_U), np.abs(_V)) > 3.6, 0.6, 1).astype(np.float32)
_FINE = 8  # samples a module where the pattern is drawn


@dataclass(frozen=True, slots=True)
class Finder:
    """A finder pattern.

    `centre`: x and y in pixels; `axes`: their columns are one module to the right and one down in
    pixels, up to quarter turns; `sign`: 1 for dark on light, else -1; `likeness`: at most 1.
    """

    centre: Points
    axes: Floats
    sign: float
    likeness: float

    @property
    def module_pixels(self) -> float:
        """The side of a square with a module's area."""
        return float(np.sqrt(abs(np.linalg.det(self.axes))))


def likeness_of_squares(grey: Floats, centres: Points, axes: Floats, signs: Floats) -> Floats:
    """How alike the picture there and the pattern are, -1 to 1, whatever the brightness and its slope."""
    return _seen(grey, centres, axes, signs) @ (_PATTERN * _WEIGHT)


def fit_squares(
    grey: Floats,
    centres: Points,
    axes: Floats,
    signs: Floats,
    least: float = _LEAST_LIKENESS,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Finder]:
    """Move, turn and stretch all squares at once until they fit; those that stay below `least` fall out.

    None is left where somebody asked to stop.

    The inverse compositional algorithm of Baker and Matthews (2004).
    """
    for number in range(_ROUNDS):
        if not len(centres) or should_stop():
            return []
        seen = _seen(grey, centres, axes, signs)
        alike = seen @ (_PATTERN * _WEIGHT)
        if number == _ROUND_THAT_SORTS_OUT:
            good = alike > least
            centres, axes, signs = centres[good], axes[good], signs[good]
            seen, alike = seen[good], alike[good]
            if not len(alike):
                return []
        error = (seen / np.maximum(alike, 0.3)[:, None] - _PATTERN) * _CONTRAST
        step = np.clip(error @ _SOLVER.T, -_MAX_STEP_MODULES, _MAX_STEP_MODULES)
        warp = step[:, 2:].reshape(-1, 2, 2) + np.eye(2)
        axes = axes @ np.linalg.inv(warp)
        centres = centres - np.einsum("nij,nj->ni", axes, step[:, :2])
    alike = likeness_of_squares(grey, centres, axes, signs)
    return [
        Finder(centre, axis, float(sign), float(like))
        for centre, axis, sign, like in zip(centres, axes, signs, alike, strict=True)
    ]


def _seen(grey: Floats, centres: Points, axes: Floats, signs: Floats) -> Floats:
    """What the picture shows at each square's samples, without the light's slope and of unit size."""
    x = centres[:, :1] + axes[:, 0, :1] * _U + axes[:, 0, 1:] * _V
    y = centres[:, 1:] + axes[:, 1, :1] * _U + axes[:, 1, 1:] * _V
    seen = cv2.remap(
        grey,
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    seen = seen * np.asarray(signs, np.float32)[:, None]
    seen -= (seen @ _PLANE_SOLVER) @ _PLANE.T
    seen /= np.sqrt((seen * seen) @ _WEIGHT)[:, None] + 1e-3
    return np.asarray(seen)


def _drawn_pattern(blur_modules: float) -> tuple[Floats, Floats, Floats]:
    """The pattern at the samples, white positive, and its slopes to the right and down a module."""
    line = np.arange(-6, 6.01, 1 / _FINE, dtype=np.float32)
    ring = np.maximum(*np.meshgrid(np.abs(line), np.abs(line)))
    drawn = np.where((ring < 1.5) | ((ring > 2.5) & (ring < 3.5)), -1, 1).astype(np.float32)
    drawn = cv2.GaussianBlur(drawn, (0, 0), blur_modules * _FINE)
    down, right = (np.asarray(slope * _FINE, np.float32) for slope in np.gradient(drawn))

    def at_samples(picture: Floats) -> Floats:
        x, y = (_U + 6) * _FINE, (_V + 6) * _FINE
        return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR)).ravel()

    return at_samples(drawn), at_samples(right), at_samples(down)


_DRAWN, _RIGHT, _DOWN = _drawn_pattern(0.5)
_PLANE = np.stack([np.ones_like(_U), _U, _V], 1)
_PLANE_SOLVER = ((_PLANE * _WEIGHT[:, None]) @ np.linalg.inv((_PLANE.T * _WEIGHT) @ _PLANE)).astype(
    np.float32
)
_CENTRED = _DRAWN - np.average(_DRAWN, weights=_WEIGHT)
_CONTRAST = float(np.sqrt(_WEIGHT @ _CENTRED**2))
_PATTERN = _CENTRED / _CONTRAST


def _make_solver() -> Floats:
    """From differences to the shift and the stretch that explain them, in modules."""
    slopes = np.stack([_RIGHT, _DOWN, _RIGHT * _U, _RIGHT * _V, _DOWN * _U, _DOWN * _V], 1)
    slopes = slopes - _PLANE @ (_PLANE_SOLVER.T @ slopes)
    slopes -= np.outer(_PATTERN, (_WEIGHT * _PATTERN) @ slopes)  # a different contrast is no error
    weighted = slopes * _WEIGHT[:, None]
    square = weighted.T @ slopes
    return np.linalg.solve(square + np.diag(np.diag(square)) * 0.02, weighted.T).astype(np.float32)


_SOLVER = _make_solver()
