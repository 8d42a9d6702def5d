"""Picture in, symbols out.

The steps and their order are measured: the whole picture first, then enlarged, which wins most of the
small labels. zxing-cpp and Pillow are imported when the first picture comes.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.scanning.picture import open_grey_picture
from app.scanning.symbols import Corners, Decoding, Symbol

if TYPE_CHECKING:
    from PIL.Image import Image
    from zxingcpp import BarcodeFormat, Position

_ENLARGEMENT = 2
_MAX_PIXELS_TO_ENLARGE = 4_000_000
_MAX_PIXELS_FOR_OTHER_FORMATS = 12_000_000  # they cost four times as much as QR


def decode_picture(
    data: bytes,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    on_page: Callable[[int, int], None] | None = None,
) -> Decoding:
    """Read every code in a picture file's bytes.

    `should_stop` is asked between the steps; `on_page` hears the number of pages that were read and
    how many there are. Both are called in the thread that reads.

    QR codes; other kinds only where there is no QR code, so that the bar code beside it on the box is
    not taken for one. The same text is given once. Takes up to seconds for a large picture and lets other
    threads run meanwhile. Errors as in `open_grey_picture`.
    """
    try:
        import zxingcpp  # noqa: PLC0415, heavy and optional
    except ImportError as error:
        raise EnvironmentAppError("picture_decoder_missing") from error

    picture = open_grey_picture(data)
    kinds = zxingcpp.BarcodeFormat
    # The family QRCode would add Micro QR and rMQR, which are seen where there are none.
    symbols = _read(picture, [kinds.QRCodeModel2])
    if picture.width * picture.height <= _MAX_PIXELS_TO_ENLARGE:
        symbols += _read(picture, [kinds.QRCodeModel2], scale=_ENLARGEMENT)
    if not symbols:
        others = [kinds.DataMatrix, kinds.Aztec, kinds.PDF417, kinds.Code128, kinds.EAN13]
        pixels = picture.width * picture.height
        scale = min(1.0, (_MAX_PIXELS_FOR_OTHER_FORMATS / pixels) ** 0.5)
        symbols = _read(picture, others, scale=scale)
    if on_page is not None:
        on_page(1, 1)
    return Decoding(tuple(sorted(_once_each(symbols), key=_top_left)), was_stopped=should_stop())


def _read(
    picture: "Image", kinds: "Sequence[BarcodeFormat]", *, scale: float = 1.0
) -> list[Symbol]:
    import zxingcpp  # noqa: PLC0415, heavy and optional

    width, height = (max(1, round(side * scale)) for side in picture.size)
    scaled = picture if scale == 1.0 else picture.resize((width, height))
    pixels = memoryview(scaled.tobytes()).cast("B", (height, width))
    # Plain: the default spells control bytes out, as in <SOH>.
    formats = zxingcpp.BarcodeFormats(kinds)
    found = zxingcpp.read_barcodes(pixels, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return [
        Symbol(Secret(barcode.text), _corners(barcode.position, scale))
        for barcode in found
        if barcode.text
    ]


def _corners(position: "Position", scale: float) -> Corners:
    top_left, top_right, bottom_right, bottom_left = (
        (round(corner.x / scale), round(corner.y / scale))
        for corner in (
            position.top_left,
            position.top_right,
            position.bottom_right,
            position.bottom_left,
        )
    )
    return top_left, top_right, bottom_right, bottom_left


def _once_each(symbols: Iterable[Symbol]) -> Iterable[Symbol]:
    first: dict[str, Symbol] = {}
    for symbol in symbols:
        first.setdefault(symbol.text.reveal(), symbol)
    return first.values()


def _top_left(symbol: Symbol) -> tuple[int, int]:
    return min(y for _, y in symbol.position), min(x for x, _ in symbol.position)
