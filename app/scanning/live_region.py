"""Where in the aiming box something like a code is: many edges in both directions, close together."""

from dataclasses import dataclass

import cv2
import numpy as np

from app.scanning.arrays import Luma

_HALF = 0.5
_WINDOW_PART = 0.13
"""Of the frame's height: as large as a code of the usual module size."""
_CROP_PART = 0.36
_CAP = 48.0
"""Edges stronger than this count no more: a black edge of a table is no code."""


@dataclass(frozen=True, slots=True)
class Region:
    """A square of the picture: its middle, its side, and how dense its edges are (0 to 1)."""

    x: float
    y: float
    side: int
    density: float


def likely_region(grey: Luma, frame_height: int) -> Region:
    """The place of the picture that looks most like a code."""
    small = cv2.resize(grey, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
    window = max(5, round(frame_height * _WINDOW_PART * _HALF))
    across = cv2.absdiff(small[:-1, 1:], small[:-1, :-1])
    down = cv2.absdiff(small[1:, :-1], small[:-1, :-1])
    dense = [
        cv2.boxFilter(
            np.minimum(edges.astype(np.float32), _CAP),
            -1,
            (window, window),
            borderType=cv2.BORDER_CONSTANT,
        )
        for edges in (across, down)
    ]
    both = cv2.min(dense[0], dense[1])
    _least, most, _where, (x, y) = cv2.minMaxLoc(both)
    return Region(
        (x + 0.5) / _HALF, (y + 0.5) / _HALF, round(frame_height * _CROP_PART), most / _CAP
    )


def cut_region(grey: Luma, region: Region) -> tuple[Luma, tuple[int, int]]:
    """The square of the picture, moved inside it, and where it begins."""
    height, width = grey.shape
    high, wide = min(region.side, height), min(region.side, width)
    left = int(np.clip(region.x - wide / 2, 0, width - wide))
    top = int(np.clip(region.y - high / 2, 0, height - high))
    return np.ascontiguousarray(grey[top : top + high, left : left + wide]), (left, top)
