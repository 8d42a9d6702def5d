"""Why nothing is read: what can be measured in the aiming box, and a hint that does not flicker.

The limits were set on generated pictures (tests/unit/scanning/test_hints.py draws them); no real label was
measured.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from app.scanning.arrays import Luma
from app.scanning.live_region import cut_region, likely_region


class Hint(StrEnum):
    """What would help, in the order in which it is said: the first that applies."""

    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    GLARE = "glare"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class BoxMeasure:
    """What the aiming box shows where it looks most like a code.

    `module_pixels`: how wide a module would be; `edge_pixels`: how wide its edges are, from a fifth to four
    fifths of the step; `contrast`: between ink and paper, of 255; `glare`: the part that is white all
    over; `paper`: how bright the brightest tenth is, of 255; `side_pixels`: of what looks like a code.
    """

    module_pixels: float
    edge_pixels: float
    contrast: float
    glare: float
    paper: float
    side_pixels: float


_FINE_PART = 0.022
_LEAST_CONTRAST = 18.0
_SMALL_SIDE = 62.0
_LARGE_SIDE_PART = 0.25
"""Of the frame's height: what is larger is a pattern, or a code that needs no hint."""
_MOST_EDGE_OF_MODULE = 0.6
_MOST_EDGE = 2.8
_MOST_GLARE = 0.012
_DARK_PAPER = 62.0
_WHITE = 250
_PAPER_PERCENTILE = 90


def measure_box(box: Luma, frame_height: int) -> BoxMeasure:
    """Measure the aiming box of a frame of this height."""
    paper = float(np.percentile(box[::4, ::4], _PAPER_PERCENTILE))
    region = likely_region(box, frame_height)
    near, _origin = cut_region(box, region)
    core, side = _core(near, frame_height)
    smooth = cv2.GaussianBlur(core, (0, 0), 0.8)
    low, high = (float(value) for value in np.percentile(smooth, (8, 92)))
    contrast = high - low
    window = max(9, round(min(core.shape) / 6) | 1)
    mean = cv2.boxFilter(smooth, -1, (window, window))
    is_dark = smooth < mean
    turns_across = np.count_nonzero(is_dark[:, 1:] != is_dark[:, :-1])
    turns_down = np.count_nonzero(is_dark[1:] != is_dark[:-1])
    # Modules are dark or light by chance, so a line turns every second one; both ways, whatever the turn.
    each_way = max(1e-6, (turns_across + turns_down) / (2 * core.size))
    module = 1 / (2 * each_way)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8)
    steep = float(np.percentile(cv2.magnitude(across, down), 90))
    white = cv2.erode((core >= _WHITE).astype(np.uint8), np.ones((7, 7), np.uint8))
    return BoxMeasure(
        module_pixels=module,
        edge_pixels=0.6 * contrast / max(steep, 1e-3),
        contrast=contrast,
        glare=float(white.mean()),
        paper=paper,
        side_pixels=side,
    )


def _core(near: Luma, frame_height: int) -> tuple[Luma, float]:
    """The part of the region that is dense with edges around its middle, and the side of a square as large."""
    window = max(7, round(frame_height * _FINE_PART) | 1)
    edges = [
        cv2.boxFilter(
            np.minimum(cv2.absdiff(one, other), 48).astype(np.float32), -1, (window, window)
        )
        for one, other in ((near[:-1, 2:], near[:-1, :-2]), (near[2:, :-1], near[:-2, :-1]))
    ]
    height, width = (min(one.shape[k] for one in edges) for k in (0, 1))
    both = cv2.min(edges[0][:height, :width], edges[1][:height, :width])
    middle = both[height // 4 : -height // 4, width // 4 : -width // 4]
    is_dense = (both > 0.5 * float(middle.max())).astype(np.uint8)
    count, labels, boxes, _middles = cv2.connectedComponentsWithStats(is_dense)
    if count < 2:
        return near, float(min(near.shape))
    inner = labels[height // 4 : -height // 4, width // 4 : -width // 4]
    chosen = 1 + int(np.argmax(np.bincount(inner.ravel(), minlength=count)[1:]))
    left, top, wide, high, area = (int(one) for one in boxes[chosen])
    core = near[top : top + max(16, high), left : left + max(16, wide)]
    return np.ascontiguousarray(core), float(np.sqrt(area))


def hint_of(measure: BoxMeasure, frame_height: int) -> Hint | None:
    """What would help most; None where nothing looks like a code, or nothing is wrong with it."""
    is_code = (
        measure.contrast >= _LEAST_CONTRAST
        and measure.side_pixels < _LARGE_SIDE_PART * frame_height
    )
    if is_code and measure.side_pixels < _SMALL_SIDE:
        return Hint.TOO_SMALL
    edge_limit = max(_MOST_EDGE, _MOST_EDGE_OF_MODULE * measure.module_pixels)
    if is_code and measure.edge_pixels > edge_limit:
        return Hint.BLURRED
    if measure.glare > _MOST_GLARE:
        return Hint.GLARE
    if measure.paper < _DARK_PAPER:
        return Hint.DARK
    return None


APPEARS_AFTER_S = 0.7
STAYS_S = 1.5


class SteadyHint:
    """A hint appears when it held for a while and stays for a while: nobody can follow words that flicker."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shown: Hint | None = None
        self._shown_at = 0.0
        self._next: Hint | None = None
        self._next_since = 0.0

    @property
    def shown(self) -> Hint | None:
        """What is said now."""
        return self._shown

    def see(self, hint: Hint | None) -> Hint | None:
        """Take what the newest frame would say; gives what is to be said."""
        now = self._clock()
        if hint == self._shown:
            self._next = hint
            return self._shown
        if hint != self._next:
            self._next, self._next_since = hint, now
        is_due = now - self._next_since >= APPEARS_AFTER_S
        is_free = self._shown is None or now - self._shown_at >= STAYS_S
        if is_due and is_free:
            self._shown, self._shown_at = hint, now
        return self._shown

    def clear(self) -> None:
        """Something was read: nothing needs to be said."""
        self._shown = self._next = None
