"""Run the steps over a picture and unite what they read.

A still goes through all of them: a picture may hold several codes, and the step that reads one may miss
another. What was read is painted over, so that the later steps spend nothing on it and a code half
hidden behind another's light is still looked for.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from app.core.secret import Secret
from app.scanning.arrays import Luma, Points
from app.scanning.frames import Frame
from app.scanning.steps import STILL_STEPS, Reading, Step, run_step
from app.scanning.symbols import Corners, Symbol

_PAINTED_MARGIN = 1.06  # about a module more on each side
_LEAST_MARGIN_PIXELS = 3
_LEAST_SIDE_PIXELS = 16  # the smallest code has 21 modules, the smallest bar code needs fewer rows


def read_still(frame: Frame, should_stop: Callable[[], bool]) -> list[Symbol]:
    """Every code that any step reads, from top to bottom."""
    pixels = np.frombuffer(frame.pixels, np.uint8)[: frame.width * frame.height]
    readings = united(pixels.reshape(frame.height, frame.width), STILL_STEPS, should_stop)
    return sorted((symbol_of(reading) for reading in readings), key=_top_left)


def united(
    grey: Luma, steps: Sequence[Step], should_stop: Callable[[], bool] = lambda: False
) -> list[Reading]:
    """What the steps read one after the other; each code once, by the step that was first."""
    found: list[Reading] = []
    if min(grey.shape) < _LEAST_SIDE_PIXELS:
        return found
    grey = grey.copy()
    for step in steps:
        if should_stop():
            break
        for reading in run_step(step, grey, should_stop):
            if not any(is_same(reading, other) for other in found):
                found.append(reading)
        for reading in found:
            if reading.step == step.name:
                paint_over(grey, reading.corners)
    return found


def is_same(one: Reading, other: Reading) -> bool:
    """The same text at the same place; two decoders see its corners a little apart."""
    if one.text != other.text:
        return False
    distance = np.linalg.norm(one.corners.mean(0) - other.corners.mean(0))
    side = max(np.ptp(one.corners, axis=0).max(), np.ptp(other.corners, axis=0).max())
    return bool(distance < 0.5 * side)


def paint_over(grey: Luma, corners: Points) -> None:
    """Put plain paper where a code was."""
    middle = corners.mean(0)
    away = corners - middle
    length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    grown = away * np.maximum(_PAINTED_MARGIN, 1 + _LEAST_MARGIN_PIXELS / length)
    outline = np.round(middle + grown).astype(np.int32)
    left, top = np.maximum(outline.min(0), 0)
    right, bottom = outline.max(0) + 1
    part = grey[top:bottom, left:right]
    if part.size:
        cv2.fillConvexPoly(grey, outline, float(np.percentile(part, 80)))


def symbol_of(reading: Reading) -> Symbol:
    """The reading as it leaves this layer."""
    points = np.round(reading.corners).astype(int)
    top_left, top_right, bottom_right, bottom_left = ((int(x), int(y)) for x, y in points)
    position: Corners = (top_left, top_right, bottom_right, bottom_left)
    return Symbol(Secret(reading.text), position, reading.format, reading.decoder, reading.step)


def _top_left(symbol: Symbol) -> tuple[int, int]:
    return min(y for _, y in symbol.position), min(x for x, _ in symbol.position)
