"""Pictures made here, read by the real decoder."""

import math
import os
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from app.core.errors import AppError, EnvironmentAppError
from app.core.secret import Secret
from app.domain.setup_code import MatterSetupCode, parse_setup_code
from app.scanning.decoder import decode_picture
from app.scanning.picture import MAX_FILE_BYTES, open_grey_picture, read_picture_file_blocking
from app.scanning.stills import pages_of
from app.scanning.symbols import SymbolFormat

TEXT = "MT:-24J0AFN00KA0648G00"
OTHER_TEXT = "MT:YNJV7VSC00CMVH7SR00"
FLIPS_AND_TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def label(text: str = TEXT, module_pixels: int = 6) -> Image.Image:
    code = qrcode.QRCode(box_size=module_pixels, border=4)
    code.add_data(text)
    return code.make_image().get_image().convert("L")


def sheet(*labels: tuple[Image.Image, tuple[int, int]]) -> Image.Image:
    paper = Image.new("L", (1000, 600), 255)
    for picture, corner in labels:
        paper.paste(picture, corner)
    return paper


def file_of(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def drawn(text: str, kind: zxingcpp.BarcodeFormat, scale: int) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, kind)
    return Image.fromarray(barcode.to_image(scale=scale)).convert("L")


def texts_of(data: bytes) -> list[str]:
    return [symbol.text.reveal() for symbol in decode_picture(data).symbols]


def code_of(data: bytes) -> str:
    with pytest.raises(AppError) as caught:
        decode_picture(data)
    return caught.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_label_is_read_from_every_kind_of_file(kind: str, mode: str) -> None:
    [symbol] = decode_picture(file_of(label().convert(mode), kind)).symbols
    assert symbol.text == Secret(TEXT)
    assert symbol.decoder == "zxing"
    code = parse_setup_code(symbol.text.reveal())
    assert isinstance(code, MatterSetupCode)
    assert code.payloads[0].discriminator == 3840


def test_the_corners_are_those_of_the_symbol() -> None:
    [symbol] = decode_picture(file_of(sheet((label(), (300, 200))))).symbols
    quiet, side = 4 * 6, 25 * 6
    left, top = 300 + quiet, 200 + quiet
    expected = ((left, top), (left + side, top), (left + side, top + side), (left, top + side))
    for found, wanted in zip(symbol.position, expected, strict=True):
        assert math.dist(found, wanted) < 6


def test_several_codes_are_all_read_from_top_to_bottom() -> None:
    picture = sheet(
        (label(OTHER_TEXT), (700, 300)),
        (label("https://www.example.com/"), (100, 320)),
        (label(TEXT), (400, 20)),
    )
    assert texts_of(file_of(picture)) == [TEXT, OTHER_TEXT, "https://www.example.com/"]


def test_the_same_text_at_two_places_is_two_symbols() -> None:
    picture = sheet((label(), (100, 100)), (label(), (600, 100)))
    first, second = decode_picture(file_of(picture)).symbols
    assert first.text == second.text == Secret(TEXT)
    assert {first.position[0][0] // 100, second.position[0][0] // 100} == {1, 6}


def test_a_small_label_beside_a_large_one_is_found_by_enlarging() -> None:
    picture = sheet((label(OTHER_TEXT), (500, 100)))
    fine = label(TEXT, module_pixels=4)
    small = fine.resize((round(fine.width * 0.3), round(fine.height * 0.3)), Image.Resampling.BOX)
    picture.paste(small, (100, 100))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    assert [found.text for found in zxingcpp.read_barcodes(picture, formats)] == [OTHER_TEXT]
    assert texts_of(file_of(picture)) == [TEXT, OTHER_TEXT]
    [symbol] = [s for s in decode_picture(file_of(picture)).symbols if s.text == Secret(TEXT)]
    assert all(95 <= x <= 150 and 95 <= y <= 150 for x, y in symbol.position)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", FLIPS_AND_TURNS)
def test_a_photo_is_turned_upright_by_its_exif(kind: str, orientation: int) -> None:
    upright = sheet((label(), (700, 300)))
    turn = FLIPS_AND_TURNS[orientation]
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = file_of(stored, kind, exif=exif)
    assert open_grey_picture(data).size == upright.size
    [symbol] = decode_picture(data).symbols
    assert math.dist(symbol.position[0], (724, 324)) < 6


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_ink_on_nothing_is_ink_on_white(mode: str) -> None:
    ink = label()
    picture = Image.merge("LA", (Image.new("L", ink.size, 0), ImageOps.invert(ink)))
    if mode == "P":
        # Black ink has index 1; index 0 is black too, and transparent.
        palette = ink.point(lambda value: 0 if value else 1).convert("P")
        palette.putpalette([0, 0, 0, 0, 0, 0])
        data = file_of(palette, transparency=0)
    else:
        data = file_of(picture.convert(mode))
    assert texts_of(data) == [TEXT]


def test_a_picture_of_sixteen_bits_is_read() -> None:
    dim = label().convert("I").point(lambda value: value * 60 + 20_000).convert("I;16")
    data = file_of(dim)
    assert Image.open(BytesIO(data)).mode == "I;16"
    assert open_grey_picture(data).getextrema() == (78, 137)
    assert texts_of(data) == [TEXT]


def test_a_phones_photo_with_its_preview_is_read() -> None:
    preview = label(OTHER_TEXT)
    data = file_of(label(), "MPO", save_all=True, append_images=[preview])
    assert Image.open(BytesIO(data)).format == "MPO"
    assert texts_of(data) == [TEXT]


def test_light_on_dark_is_read() -> None:
    assert texts_of(file_of(ImageOps.invert(label()))) == [TEXT]


def test_control_bytes_are_not_spelled_out() -> None:
    assert texts_of(file_of(label("a\x01b"))) == ["a\x01b"]


def test_the_codes_on_a_box_are_read_beside_the_setup_code() -> None:
    box = sheet(
        (label(), (600, 300)),
        (drawn("4006381333931", zxingcpp.BarcodeFormat.EAN13, 3), (100, 100)),
        (drawn("SN-0042-XK7", zxingcpp.BarcodeFormat.Code128, 3), (100, 300)),
        (drawn("(01)04006381333931", zxingcpp.BarcodeFormat.DataMatrix, 6), (700, 60)),
    )
    symbols = decode_picture(file_of(box)).symbols
    assert {(symbol.text.reveal(), symbol.format) for symbol in symbols} == {
        (TEXT, SymbolFormat.QR),
        ("4006381333931", SymbolFormat.EAN_13),
        ("SN-0042-XK7", SymbolFormat.CODE_128),
        ("(01)04006381333931", SymbolFormat.DATA_MATRIX),
    }


def test_a_picture_without_a_code_is_an_empty_sequence() -> None:
    assert texts_of(file_of(Image.new("RGB", (640, 480), (200, 180, 90)))) == []
    assert texts_of(file_of(Image.new("1", (1, 1)))) == []


def test_a_large_photo_is_read() -> None:
    photo = Image.new("L", (5000, 4000), 230)
    photo.paste(label(), (3000, 2500))
    assert texts_of(file_of(photo, "JPEG")) == [TEXT]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_unreadable"),
        (b"MT:-24J0AFN00KA0648G00", "picture_unreadable"),
        (b"%PDF-1.7\n", "pdf_unreadable"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "picture_format_unsupported"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "picture_unreadable"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_cut_off_picture_is_unreadable_and_no_other_error(kind: str) -> None:
    data = file_of(label(), kind)
    assert code_of(data[: len(data) // 2]) == "picture_unreadable"
    assert code_of(data[:20]) == "picture_unreadable"


def png_head(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a size, its rows all missing."""
    chunks = b"\x89PNG\r\n\x1a\n"
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    for name, content in ((b"IHDR", size), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        crc = zlib.crc32(name + content).to_bytes(4, "big")
        chunks += len(content).to_bytes(4, "big") + name + content + crc
    return chunks


@pytest.mark.parametrize("size", [(9000, 9000), (12000, 9000), (50_000, 50_000), (2**31 - 1, 1)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert code_of(png_head(*size)) == "picture_too_many_pixels"


def test_a_file_of_too_many_bytes_is_refused(tmp_path: Path) -> None:
    assert code_of(bytes(MAX_FILE_BYTES + 1)) == "picture_file_too_large"
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(AppError, match="picture_file_too_large"):
        read_picture_file_blocking(path)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    path.write_bytes(file_of(label()))
    assert texts_of(read_picture_file_blocking(path)) == [TEXT]


def test_what_is_no_plain_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.png", Path(os.devnull)):
        with pytest.raises(AppError, match="picture_file_unreadable"):
            read_picture_file_blocking(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(AppError, match="picture_file_unreadable"):
        read_picture_file_blocking(pipe)


@pytest.mark.parametrize("module", ["PIL", "zxingcpp"])
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(EnvironmentAppError, match="picture_decoder_missing"):
        decode_picture(file_of_label)


file_of_label = file_of(label())


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_file_raises_nothing_but_our_error(
    kind: str, damage: list[tuple[float, int]]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a label"
    data = bytearray(
        file_of(
            label(module_pixels=3), kind, **({"exif": exif} if kind in {"JPEG", "WEBP"} else {})
        )
    )
    for place, value in damage:
        data[int(place * len(data))] = value
    try:
        list(pages_of(bytes(data)))
    except AppError as error:
        caught = error.code
        assert caught.startswith("picture_")


def test_the_text_is_not_printed() -> None:
    printed = repr(decode_picture(file_of_label))
    assert TEXT not in printed
    assert "***" in printed


def test_the_libraries_come_with_the_first_picture() -> None:
    """Starting the program does not pay for them."""
    script = "import sys, app.scanning.decoder; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert not {"PIL", "zxingcpp", "numpy", "PySide6"} & set(ran.stdout.split())
