"""Files of several pages, photos of phones, PDFs: made here or in tests/data, read by the real libraries."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
import qrcode
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from app.core.errors import AppError
from app.scanning.decoder import decode_picture
from app.scanning.frames import FrameSource
from app.scanning.picture import open_grey_picture
from app.scanning.stills import MAX_PAGES, Page, StillFrames, UnreadPage, pages_of
from app.scanning.symbols import Note

DATA = Path(__file__).parents[2] / "data" / "pictures"
TEXT = "MT:-24J0AFN00KA0648G00"


def label(text: str = TEXT) -> Image.Image:
    code = qrcode.QRCode(box_size=3, border=4)
    code.add_data(text)
    return code.make_image().get_image().convert("L")


def file_of(first: Image.Image, *others: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(file, kind, **more)
    return file.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(AppError) as caught:
        list(pages_of(data))
    return caught.value.code


def test_a_phones_heic_photo_is_read() -> None:
    data = (DATA / "label.heic").read_bytes()
    [symbol] = decode_picture(data).symbols
    assert symbol.text.reveal() == TEXT
    assert abs(symbol.position[0][0] - 84) < 4
    assert abs(symbol.position[0][1] - 34) < 4


def test_a_cut_off_heic_photo_is_unreadable() -> None:
    data = (DATA / "label.heic").read_bytes()
    assert code_of(data[: len(data) // 2]) == "picture_unreadable"


def test_without_its_library_a_heic_photo_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    for name in ("HEIF",):
        monkeypatch.delitem(Image.OPEN, name, raising=False)
    with pytest.raises(AppError) as caught:
        open_grey_picture((DATA / "label.heic").read_bytes())
    assert caught.value.code == "picture_format_unsupported"
    assert caught.value.parameters == {"format": "HEIC"}


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_every_page_is_read_and_counted(kind: str) -> None:
    data = file_of(label("page 1"), label("page 2"), label("page 3"), kind=kind)
    told: list[tuple[int, int]] = []
    decoding = decode_picture(data, on_page=lambda done, total: told.append((done, total)))
    assert [(s.text.reveal(), s.page) for s in decoding.symbols] == [
        ("page 1", 0),
        ("page 2", 1),
        ("page 3", 2),
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert decoding.notes == ()


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_pages_beyond_the_limit_are_left_out_and_that_is_said(kind: str) -> None:
    blank = Image.new("L", (12, 12), 255)
    decoding = decode_picture(file_of(*[blank] * (MAX_PAGES + 2), kind=kind))
    assert decoding.notes == (Note("picture_pages_left_out", {"read": 20, "total": 22}),)


def test_of_a_moving_picture_the_first_is_read() -> None:
    data = file_of(label("first"), label("second"), kind="GIF")
    assert [symbol.text.reveal() for symbol in decode_picture(data).symbols] == ["first"]


def test_a_page_that_cannot_be_read_does_not_lose_the_ones_before() -> None:
    data = file_of(label("page 1"), label("page 2"), kind="TIFF")
    cut = data[:-10] if data.endswith(b"\0") else data[: len(data) - 400]
    pages = list(pages_of(cut))
    assert pages[0].number == 0
    assert isinstance(pages[0], Page)


def damaged_tiff(*damaged: int) -> bytes:
    """Three pages, those with these numbers (from 0) overwritten."""
    pages = [label(f"page {number}") for number in (1, 2, 3)]
    file = BytesIO()
    more = {"save_all": True, "append_images": pages[1:], "compression": "tiff_adobe_deflate"}
    pages[0].save(file, "TIFF", **more)
    data = bytearray(file.getvalue())
    with Image.open(BytesIO(bytes(data))) as picture:
        assert isinstance(picture, TiffImageFile)
        for number in damaged:
            picture.seek(number)
            offsets, lengths = picture.tag_v2[273], picture.tag_v2[279]  # TIFF 6.0, strips
            for offset, length in zip(offsets, lengths, strict=True):
                data[offset : offset + length] = b"\xff" * length
    return bytes(data)


@pytest.mark.parametrize(
    ("damaged", "read"), [(1, ["page 1", "page 3"]), (0, ["page 2", "page 3"])]
)
def test_a_damaged_page_is_said_and_the_others_are_read(damaged: int, read: list[str]) -> None:
    told: list[tuple[int, int]] = []
    decoding = decode_picture(
        damaged_tiff(damaged), on_page=lambda done, total: told.append((done, total))
    )
    assert [symbol.text.reveal() for symbol in decoding.symbols] == read
    assert decoding.notes == (Note("picture_page_unread", {"page": damaged + 1, "total": 3}),)
    assert told == [(1, 3), (2, 3), (3, 3)]


def damaged_first_page(way: str) -> bytes:
    """One page, packed this way, its first strip overwritten."""
    page, file = label("damaged"), BytesIO()
    page.convert("1" if way == "group4" else "L").save(file, "TIFF", compression=way)
    data = bytearray(file.getvalue())
    with Image.open(BytesIO(bytes(data))) as picture:
        assert isinstance(picture, TiffImageFile)
        offset, length = picture.tag_v2[273][0], picture.tag_v2[279][0]
    data[offset : offset + length] = b"\xff" * length
    return bytes(data)


WAYS = ("tiff_lzw", "tiff_adobe_deflate", "packbits", "group4", "jpeg")


@pytest.mark.parametrize("way", WAYS)
def test_of_a_damaged_tiff_nothing_is_written_to_standard_error(
    capfd: pytest.CaptureFixture[str], way: str
) -> None:
    with suppress(AppError):
        decode_picture(damaged_first_page(way))
    assert capfd.readouterr().err == ""


def test_nothing_is_written_either_where_libtiff_has_no_switch(tmp_path: Path) -> None:
    # As where it is linked into Pillow; in a process of its own, in which nobody has used the switch.
    for way in WAYS:
        (tmp_path / f"{way}.tif").write_bytes(damaged_first_page(way))
    lines = (
        "import contextlib, pathlib, sys",
        "from app.core.errors import AppError",
        "from app.scanning import picture, quiet_tiff",
        "quiet_tiff._has_silenced_libtiff = lambda: False",
        "if sys.argv[2] == 'loud':",
        "    picture.quiet_libtiff = contextlib.nullcontext",
        "for path in pathlib.Path(sys.argv[1]).iterdir():",
        "    with contextlib.suppress(AppError):",
        "        picture.open_grey_picture(path.read_bytes())",
        "print('what we say ourselves', file=sys.stderr)",
    )
    said = {
        how: subprocess.run(
            [sys.executable, "-c", "\n".join(lines), tmp_path, how],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[3],
        ).stderr
        for how in ("quiet", "loud")
    }
    assert said["quiet"] == "what we say ourselves\n"
    assert len(said["loud"].splitlines()) > 1  # else nothing was hidden above


def test_a_file_of_damaged_pages_alone_is_unreadable() -> None:
    assert code_of(damaged_tiff(0, 1, 2)) == "picture_unreadable"


def test_a_damaged_pdf_page_is_said_and_the_others_are_read() -> None:
    data = file_of(label("page 1"), label("page 2"), label("page 3"), kind="PDF")
    # pdfium loads no page whose object calls itself something else.
    place = data.index(b"/Page\n", data.index(b"/Page\n") + 1)
    broken = data[:place] + b"/Pabe\n" + data[place + 6 :]
    decoding = decode_picture(broken)
    assert [symbol.text.reveal() for symbol in decoding.symbols] == ["page 1", "page 3"]
    assert decoding.notes == (Note("picture_page_unread", {"page": 2, "total": 3}),)


def test_a_tiff_whose_chain_of_pages_is_broken_gives_what_can_be_reached() -> None:
    data = bytearray(damaged_tiff())
    first = int.from_bytes(data[4:8], "little")  # TIFF 6.0: the first directory; behind it the next
    entries = int.from_bytes(data[first : first + 2], "little")
    link = first + 2 + 12 * entries
    data[link : link + 4] = (len(data) + 1000).to_bytes(4, "little")
    first_page, *rest = pages_of(bytes(data))
    assert isinstance(first_page, Page)
    assert rest
    assert all(isinstance(page, UnreadPage) for page in rest)


@pytest.mark.parametrize("kind", ["TIFF", "PDF", "PNG"])
def test_without_pillow_every_picture_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    data = file_of(label(), kind=kind)
    for name in [name for name in sys.modules if name == "PIL" or name.startswith("PIL.")]:
        monkeypatch.setitem(sys.modules, name, None)
    assert code_of(data) == "picture_decoder_missing"


def test_a_cmyk_scan_is_read() -> None:
    data = file_of(label().convert("CMYK"), kind="JPEG")
    assert [symbol.text.reveal() for symbol in decode_picture(data).symbols] == [TEXT]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "pdf_unreadable"),
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF", "pdf_unreadable"),
    ],
)
def test_a_damaged_pdf_ends_in_a_sentence(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_pdf_cut_off_anywhere_raises_nothing_but_our_error() -> None:
    data = file_of(label(), label(), kind="PDF")
    for length in range(0, len(data), len(data) // 25):
        with suppress(AppError):
            list(pages_of(data[:length]))


def test_a_pdf_of_huge_pages_is_drawn_small() -> None:
    data = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200000 200000] >> endobj
trailer << /Root 1 0 R >>
"""
    [page] = pages_of(data)
    assert isinstance(page, Page)
    assert page.frame.width * page.frame.height < 9_000_000


def test_stopping_ends_between_pages_and_gives_what_was_found() -> None:
    data = file_of(label("page 1"), label("page 2"), label("page 3"), kind="TIFF")
    stop = Event()
    decoding = decode_picture(data, should_stop=stop.is_set, on_page=lambda _d, _t: stop.set())
    assert [symbol.text.reveal() for symbol in decoding.symbols] == ["page 1"]
    assert decoding.was_stopped


def test_a_file_is_a_source_of_frames() -> None:
    source: FrameSource = StillFrames(file_of(label("1"), label("2"), label("3"), kind="TIFF"))
    frames: Iterator[object] = source.frames_blocking()
    assert next(frames)
    source.close()
    source.close()
    assert list(frames) == []
