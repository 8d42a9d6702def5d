"""The pages of a PDF as grey pictures: a scanned delivery note, a maker's leaflet.

pypdfium2 is imported when the first PDF comes.
"""

from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.scanning.picture import check_file_size, check_pillow

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_HEAD = b"%PDF-"
_HEAD_WITHIN_BYTES = 1024  # viewers accept that much before it (PDF 1.7, annex H.3.4.1)
_PIXELS_A_POINT = 200 / 72
_MAX_PAGE_PIXELS = 8_000_000
_ONE_AT_A_TIME = Lock()  # pdfium is not made for threads


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF's."""
    return _HEAD in data[:_HEAD_WITHIN_BYTES]


def pdf_pages(data: bytes) -> Iterator[tuple[int, "Image | AppError"]]:
    """Draw page after page, at 200 dots an inch if it is not huge; each with how many there are.

    In the place of a page that cannot be drawn stands its error; what keeps the file from being opened is raised.
    `AppError`: `picture_file_too_large`; `pdf_unreadable`; `pdf_locked` (it asks for a password);
    `picture_format_unsupported` (`format`) where pypdfium2 is missing; `EnvironmentAppError`
    `picture_decoder_missing` where Pillow is.
    """
    check_file_size(data)
    check_pillow()
    try:
        import pypdfium2  # noqa: PLC0415, heavy and optional
    except ImportError as error:
        raise AppError("picture_format_unsupported", format="PDF") from error
    try:
        with _ONE_AT_A_TIME:
            document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        raise AppError("pdf_locked" if is_locked else "pdf_unreadable") from error
    try:
        for number in range(len(document)):
            try:
                with _ONE_AT_A_TIME:
                    drawn = _draw(document, number)
            except (pypdfium2.PdfiumError, ValueError, OverflowError):
                yield len(document), AppError("pdf_unreadable")
            else:
                yield len(document), drawn
    finally:
        with _ONE_AT_A_TIME:
            document.close()


def _draw(document: "PdfDocument", number: int) -> "Image":
    page: PdfPage = document[number]
    try:
        width, height = page.get_size()
        scale = min(_PIXELS_A_POINT, (_MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)  # pyright: ignore[reportArgumentType]
        # A copy: the bitmap's memory goes with it.
        return bitmap.to_pil().convert("L").copy()
    finally:
        page.close()
