"""The libraries of the steps, imported when the first picture comes; some may be missing."""

import importlib.metadata
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from app.scanning.symbols import DecoderPart

# They all install the folder cv2; the one that came last overwrites the others file by file.
_CV2_DISTRIBUTIONS = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
_SET_BY_CV2 = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")

ZbarDecode = Callable[..., list[Any]]


@lru_cache(maxsize=1)
def has_opencv() -> bool:
    """Whether numpy and OpenCV can be imported; the first call imports both."""
    before = {name: os.environ.get(name) for name in _SET_BY_CV2}
    try:
        import cv2  # noqa: PLC0415, heavy and optional

        # Its own threads take every core, and the window with them.
        cv2.setNumThreads(1)
    except (ImportError, OSError, AttributeError):
        # AttributeError: what is left of the folder cv2 after one of two variants was taken out.
        return False
    # WORKAROUND opencv-python (issue 46 there): another variant than ours points Qt at plug-ins of its
    # own, for every program started from here too.
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
    return True


@lru_cache(maxsize=1)
def zbar_decode() -> ZbarDecode | None:
    """pyzbar's `decode`, or None where it or the zbar library is missing."""
    try:
        from pyzbar.pyzbar import decode  # noqa: PLC0415, optional
    except (ImportError, OSError):  # OSError: a DLL that the library needs
        return None
    return decode


def missing_parts() -> tuple[DecoderPart, ...]:
    """The parts without which some steps cannot run; the first call imports them all."""
    missing: list[DecoderPart] = []
    if not has_opencv():
        missing.append(DecoderPart.OPENCV)
    if zbar_decode() is None:
        missing.append(DecoderPart.ZBAR)
    return tuple(missing)


def missing_formats() -> tuple[str, ...]:
    """The file formats whose reader is missing, named as people do; the first call imports the readers."""
    missing: list[str] = []
    try:
        import pi_heif  # noqa: F401, PLC0415, heavy and optional
    except (ImportError, OSError):  # OSError: a library that the reader needs
        missing.append("HEIC")
    try:
        import pypdfium2  # noqa: F401, PLC0415, heavy and optional
    except (ImportError, OSError):
        missing.append("PDF")
    return tuple(missing)


def cv2_distributions() -> tuple[str, ...]:
    """The installed packages that bring a cv2; more than one destroy each other. Imports nothing."""
    found: list[str] = []
    for name in _CV2_DISTRIBUTIONS:
        try:
            importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found.append(name)
    return tuple(found)
