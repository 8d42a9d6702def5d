"""A QR code of a text: its modules, or a picture file of them."""

import struct
import zlib

from app.core.errors import AppError
from app.core.secret import Secret

QUIET_MODULES = 4  # ISO/IEC 18004, 5.3.8
_PIXELS_A_MODULE = 10
_GREY_1_BIT = (1, 0, 0, 0, 0)  # depth, colour type, compression, filter, interlace
_PNG = b"\x89PNG\r\n\x1a\n"  # W3C, Portable Network Graphics, 5.2


def qr_modules(text: Secret[str], *, quiet: int = QUIET_MODULES) -> list[list[bool]]:
    """The rows of the symbol with its quiet zone, True is dark; raises `AppError("qr_too_long")`."""
    import qrcode
    from qrcode.exceptions import DataOverflowError

    for correction in (qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_L):
        code = qrcode.QRCode(border=quiet, error_correction=correction)
        try:
            code.add_data(text.reveal())
            code.make(fit=True)
        except (DataOverflowError, ValueError):  # the second for a version above 40
            continue
        return code.get_matrix()
    raise AppError("qr_too_long")


def qr_png(text: Secret[str]) -> bytes:
    """A PNG file of the symbol, black on white, without anything beside the pixels; raises as `qr_modules`."""
    rows = qr_modules(text)
    width = len(rows[0]) * _PIXELS_A_MODULE
    lines = b"".join(_line(row, width) * _PIXELS_A_MODULE for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows) * _PIXELS_A_MODULE, *_GREY_1_BIT)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return _PNG + b"".join(_chunk(name, data) for name, data in chunks)


def _line(row: list[bool], width: int) -> bytes:
    bits = "".join(("0" if is_dark else "1") * _PIXELS_A_MODULE for is_dark in row)
    padded = bits.ljust(-(-width // 8) * 8, "0")
    return b"\0" + int(padded, 2).to_bytes(len(padded) // 8, "big")  # filter 0: as it is


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
