"""A text drawn as a QR code reads back as the same text."""

import io
import zlib

import pytest
import zxingcpp
from PIL import Image

from app.core.errors import AppError
from app.core.secret import Secret
from app.papers.qr_picture import QUIET_MODULES, qr_modules, qr_png


def read_back(png: bytes) -> list[str]:
    picture = Image.open(io.BytesIO(png)).convert("L")
    found = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
    return [one.text for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "MT:-24J0AFN00KA0648G00",
        "34970112332",
        "\x01\x1d\x7f",
        "Zürich 部屋",
        "x" * 2953,
        "7" * 7089,
    ],
    ids=["matter", "digits", "control", "letters", "largest", "most digits"],
)
def test_a_text_is_read_back_as_it_was(text: str):
    assert read_back(qr_png(Secret(text))) == [text]


@pytest.mark.parametrize("text", ["x" * 2954, "7" * 7090, "é" * 1500], ids=len)
def test_a_text_that_fits_no_symbol_is_refused(text: str):
    with pytest.raises(AppError) as caught:
        qr_png(Secret(text))
    assert caught.value.code == "qr_too_long"


def test_the_symbol_has_its_quiet_zone():
    rows = qr_modules(Secret("MT:-24J0AFN00KA0648G00"))
    assert not any(rows[QUIET_MODULES - 1])
    assert any(rows[QUIET_MODULES])
    assert {row[QUIET_MODULES - 1] for row in rows} == {False}


def test_the_file_holds_the_pixels_and_nothing_else():
    png = qr_png(Secret("MT:-24J0AFN00KA0648G00"))
    names, at = list[bytes](), 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        names.append(png[at + 4 : at + 8])
        check = int.from_bytes(png[at + 8 + size : at + 12 + size], "big")
        assert check == zlib.crc32(png[at + 4 : at + 8 + size])
        at += 12 + size
    assert names == [b"IHDR", b"IDAT", b"IEND"]
