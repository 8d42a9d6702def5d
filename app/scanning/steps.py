"""The steps of reading a grey picture: each prepares it in one way and hands it to one decoder.

They are data, so that stills can run them all and a camera one or two a frame. What each step wins and
costs is measured by tests/bench/bench_recall.py; tests/bench/README.md has the table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp

from app.scanning.arrays import Luma, Points
from app.scanning.damaged_qr import MendedCode, mended_codes
from app.scanning.finders import LITTLE_EFFORT
from app.scanning.libraries import zbar_decode
from app.scanning.symbols import SymbolFormat

_MEGA = 1_000_000
_FORMATS = {
    zxingcpp.BarcodeFormat.DataMatrix: SymbolFormat.DATA_MATRIX,
    zxingcpp.BarcodeFormat.Aztec: SymbolFormat.AZTEC,
    zxingcpp.BarcodeFormat.PDF417: SymbolFormat.PDF417,
    zxingcpp.BarcodeFormat.Code128: SymbolFormat.CODE_128,
    zxingcpp.BarcodeFormat.Code39: SymbolFormat.CODE_39,
    zxingcpp.BarcodeFormat.EAN13: SymbolFormat.EAN_13,
    zxingcpp.BarcodeFormat.EAN8: SymbolFormat.EAN_8,
    zxingcpp.BarcodeFormat.UPCA: SymbolFormat.UPC_A,
}
# The stripes of a texture make short codes; a serial number is longer.
_SHORTEST_STRIPES = 6
_FEW_TRIPLES = 4
_STRIPES = {SymbolFormat.CODE_128, SymbolFormat.CODE_39}

ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text that a step read; `corners` (4, 2) in pixels of the picture it was given."""

    text: str
    corners: Points
    format: SymbolFormat
    decoder: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to read a picture.

    `enlarge` it, as long as it has at most `most_pixels` then (a larger one is made smaller), `prepare`
    it, `read` it.
    """

    name: str
    read: Callable[[Luma, ShouldStop], list[Reading]]
    prepare: Callable[[Luma], Luma] | None = None
    enlarge: float = 1.0
    most_pixels: int = 8 * _MEGA


def run_step(step: Step, grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """What the step reads, in pixels of `grey`."""
    factor = min(step.enlarge, (step.most_pixels / grey.size) ** 0.5)
    scaled = grey
    if factor != 1.0:
        height, width = (max(1, round(side * factor)) for side in grey.shape)
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        scaled = np.asarray(cv2.resize(grey, (width, height), interpolation=way), np.uint8)
    prepared = scaled if step.prepare is None else step.prepare(scaled)
    return [
        replace(reading, corners=(reading.corners + 0.5) / factor - 0.5, step=step.name)
        for reading in step.read(prepared, should_stop)
    ]


def flat(grey: Luma) -> Luma:
    """Divide by the brightness of the paper around: shadow, glare's rim and dim light go away."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = cv2.resize(half, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (0, 0), 6)
    around = cv2.resize(paper, (grey.shape[1], grey.shape[0]))
    return np.asarray(cv2.divide(grey, np.maximum(around, 8), scale=235), np.uint8)


def sharp(grey: Luma) -> Luma:
    """Undo some of a soft focus."""
    return np.asarray(
        cv2.addWeighted(grey, 3.0, cv2.GaussianBlur(grey, (0, 0), 2.5), -2.0, 0), np.uint8
    )


def black_and_white(grey: Luma) -> Luma:
    """Ink is what is darker than its surroundings: faint print becomes as clear as any."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8)
    way = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    return np.asarray(cv2.adaptiveThreshold(smooth, 255, way, cv2.THRESH_BINARY, 31, 5), np.uint8)


def read_qr(grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """QR codes by zxing-cpp. Its family QRCode would add Micro QR and rMQR, seen where there are none."""
    del should_stop
    return _zxing(grey, [zxingcpp.BarcodeFormat.QRCodeModel2])


def read_other_formats(grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """What serial and product numbers on boxes are printed in, by zxing-cpp."""
    del should_stop
    return [
        reading
        for reading in _zxing(grey, list(_FORMATS))
        if reading.format not in _STRIPES or len(reading.text) >= _SHORTEST_STRIPES
    ]


def read_damaged_qr(grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """QR codes by our own reader of damaged ones; zxing-cpp gives the text of what it mended."""
    return _read_mended(mended_codes(grey, should_stop), should_stop)


def read_damaged_qr_quickly(grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """The same for a picture that is little more than one code, in less than half the time."""
    codes = mended_codes(grey, should_stop, LITTLE_EFFORT, _FEW_TRIPLES)
    return _read_mended(codes, should_stop)


def _read_mended(codes: Iterable[MendedCode], should_stop: ShouldStop) -> list[Reading]:
    found: list[Reading] = []
    for code in codes:
        drawn = np.where(np.pad(code.modules, 4) > 0, 0, 255).astype(np.uint8)
        clean = np.ascontiguousarray(drawn.repeat(4, 0).repeat(4, 1))
        texts = [reading.text for reading in read_qr(clean, should_stop)]
        found += [Reading(text, code.corners, SymbolFormat.QR, "grid") for text in texts]
    return found


def read_qr_by_zbar(grey: Luma, should_stop: ShouldStop) -> list[Reading]:
    """QR codes by zbar: seven times slower, but another mind about tilt and dirt.

    Its corners begin at the picture's top left, not at the symbol's.
    """
    decode = zbar_decode()
    if decode is None or should_stop():
        return []
    from pyzbar.wrapper import ZBarSymbol  # noqa: PLC0415, optional

    found: list[Reading] = []
    for one in decode(grey, symbols=[ZBarSymbol.QRCODE]):
        corners = np.array([(p.x, p.y) for p in one.polygon], np.float64)
        if corners.shape != (4, 2):
            left, top, width, height = one.rect
            right, bottom = left + width, top + height
            corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)
        text = one.data.decode("utf-8", "replace")
        found.append(Reading(text, _from_top_left(corners), SymbolFormat.QR, "zbar"))
    return [reading for reading in found if reading.text]


def _from_top_left(corners: Points) -> Points:
    """In the order of the clock from the picture's top left: zbar does not say which corner is which."""
    away = corners - corners.mean(0)
    around = corners[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    return np.roll(around, -int(around.sum(1).argmin()), axis=0)


def _zxing(grey: Luma, formats: "Sequence[zxingcpp.BarcodeFormat]") -> list[Reading]:
    # Plain: the default spells control bytes out, as in <SOH>.
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(formats), text_mode=zxingcpp.TextMode.Plain
    )
    return [
        Reading(one.text, _corners(one.position), _format_of(one.format), "zxing")
        for one in found
        if one.text
    ]


def _corners(position: zxingcpp.Position) -> Points:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    return np.array([(corner.x, corner.y) for corner in corners], np.float64)


def _format_of(kind: zxingcpp.BarcodeFormat) -> SymbolFormat:
    return _FORMATS.get(kind, SymbolFormat.QR)


WHOLE = Step("whole", read_qr, most_pixels=100 * _MEGA)
TWICE = Step("twice", read_qr, enlarge=2)
ADAPTIVE = Step("adaptive", read_qr, black_and_white)
TWICE_FLAT = Step("twice_flat", read_qr, flat, enlarge=2)
TWICE_SHARP = Step("twice_sharp", read_qr, sharp, enlarge=2)
TWICE_ADAPTIVE = Step("twice_adaptive", read_qr, black_and_white, enlarge=2)
THRICE = Step("thrice", read_qr, enlarge=3)
OTHER_FORMATS = Step("other_formats", read_other_formats, most_pixels=6 * _MEGA)
DAMAGED = Step("damaged", read_damaged_qr, most_pixels=2 * _MEGA)
ZBAR_FLAT = Step("zbar_flat", read_qr_by_zbar, flat, enlarge=2, most_pixels=4 * _MEGA)
ZBAR = Step("zbar", read_qr_by_zbar, most_pixels=4 * _MEGA)

# What a still picture goes through, in the order of gain for the time.
STILL_STEPS = (
    WHOLE,
    ADAPTIVE,
    TWICE,
    TWICE_FLAT,
    OTHER_FORMATS,
    TWICE_SHARP,
    TWICE_ADAPTIVE,
    THRICE,
    DAMAGED,
    ZBAR_FLAT,
    ZBAR,
)
