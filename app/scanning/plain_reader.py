"""Read a picture by zxing-cpp alone, where OpenCV is missing."""

from collections.abc import Callable

import zxingcpp

from app.core.secret import Secret
from app.scanning.frames import Frame
from app.scanning.symbols import Corners, Symbol, SymbolFormat

_ENLARGEMENT = 2
_MAX_PIXELS_TO_ENLARGE = 4_000_000
_MAX_PIXELS_FOR_OTHER_FORMATS = 12_000_000
_OTHERS = {
    zxingcpp.BarcodeFormat.DataMatrix: SymbolFormat.DATA_MATRIX,
    zxingcpp.BarcodeFormat.Code128: SymbolFormat.CODE_128,
    zxingcpp.BarcodeFormat.EAN13: SymbolFormat.EAN_13,
}


def read_plainly(frame: Frame, should_stop: Callable[[], bool]) -> list[Symbol]:
    """QR codes in the whole picture and in it enlarged, then other kinds; from top to bottom."""
    pixels = frame.width * frame.height
    found = _read(frame, 1, [zxingcpp.BarcodeFormat.QRCodeModel2], "whole")
    if pixels <= _MAX_PIXELS_TO_ENLARGE and not should_stop():
        found += _read(frame, _ENLARGEMENT, [zxingcpp.BarcodeFormat.QRCodeModel2], "twice")
    if pixels <= _MAX_PIXELS_FOR_OTHER_FORMATS and not should_stop():
        found += _read(frame, 1, list(_OTHERS), "other_formats")
    once = {(one.text.reveal(), _place(one)): one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: min((y, x) for x, y in one.position))


def _read(
    frame: Frame, enlargement: int, kinds: list[zxingcpp.BarcodeFormat], step: str
) -> list[Symbol]:
    from PIL import Image  # noqa: PLC0415, heavy and optional

    picture = Image.frombytes("L", (frame.width, frame.height), bytes(frame.pixels))
    if enlargement != 1:
        picture = picture.resize((frame.width * enlargement, frame.height * enlargement))
    found = zxingcpp.read_barcodes(
        memoryview(picture.tobytes()).cast("B", (picture.height, picture.width)),
        formats=zxingcpp.BarcodeFormats(kinds),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [
        Symbol(
            Secret(one.text),
            _corners(one.position, enlargement),
            _OTHERS.get(one.format, SymbolFormat.QR),
            step=step,
        )
        for one in found
        if one.text
    ]


def _corners(position: zxingcpp.Position, enlargement: int) -> Corners:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    first, second, third, fourth = (
        (round(one.x / enlargement), round(one.y / enlargement)) for one in corners
    )
    return first, second, third, fourth


def _place(symbol: Symbol) -> tuple[int, int]:
    """Where it is, roughly enough to be the same in both sizes."""
    side = max(1, max(x for x, _ in symbol.position) - min(x for x, _ in symbol.position))
    x, y = (sum(c) / 4 for c in zip(*symbol.position, strict=True))
    return round(x / side), round(y / side)
