"""Films and frames of labels for tests; drawn here, as small as they can be."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_M

from app.scanning.film import quiet_ffmpeg

Grey = NDArray[np.uint8]
WIDTH, HEIGHT = 640, 360


def label(
    text: str | None, *, module_px: int = 4, width: int = WIDTH, height: int = HEIGHT
) -> Grey:
    """A grey frame with the text's symbol in the middle; None: an empty table."""
    y, x = np.mgrid[:height, :width]
    frame = (110 + 30 * np.sin(x / 37) + 20 * np.cos(y / 23)).astype(np.uint8)
    if text is None:
        return frame
    code = qrcode.QRCode(box_size=module_px, border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    symbol = np.asarray(code.make_image().get_image().convert("L"), np.uint8)
    high, wide = symbol.shape
    top, left = (height - high) // 2, (width - wide) // 2
    frame[top : top + high, left : left + wide] = np.where(symbol > 127, 225, 30)
    return frame


def held(frame: Grey, seed: int) -> Grey:
    """The frame as a hand would hold it: shifted, turned and lit a little differently each time."""
    random = np.random.default_rng(seed)
    height, width = frame.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.normal(0, 4), 1)
    turn[:, 2] += random.normal(0, 4, 2)
    moved = cv2.warpAffine(frame, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    noisy = moved * random.uniform(0.85, 1.0) + random.normal(0, 3, moved.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def film_frames(texts: Sequence[str | None], frames_each: int = 6) -> list[Grey]:
    """Each text held for some frames, with the empty table between."""
    shown: list[Grey] = []
    for number, text in enumerate(texts):
        still = label(text)
        shown += [held(still, 1000 * number + k) for k in range(frames_each)]
        shown += [held(label(None), 500_000 + number)]
    return shown


def write_film(path: Path, frames: Sequence[Grey], rate: float = 30) -> Path:
    """A film file, of the kind that its suffix says."""
    codes = {".avi": "MJPG", ".mp4": "mp4v", ".mkv": "MJPG", ".mov": "mp4v"}
    height, width = frames[0].shape
    with quiet_ffmpeg():  # it asks once in a process how much it may say
        writer = cv2.VideoWriter(
            str(path), cv2.VideoWriter.fourcc(*codes[path.suffix]), rate, (width, height)
        )
    assert writer.isOpened()
    for frame in frames:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()
    return path
