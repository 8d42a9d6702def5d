"""A file's bytes as frames: the picture, or the pages of a TIFF or PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.core.errors import AppError
from app.scanning.frames import Frame
from app.scanning.pdf import is_pdf, pdf_pages
from app.scanning.picture import grey_pictures

MAX_PAGES = 20


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` counts from 0, `total` are the file's, also those beyond the limit."""

    frame: Frame
    number: int
    total: int


def pages_of(data: bytes) -> Iterator[Page]:
    """The first pages of a file; errors as in `grey_pictures` and `pdf_pages`.

    A page after the first that cannot be read ends the pages instead of losing the ones before.
    """
    pictures = pdf_pages(data) if is_pdf(data) else grey_pictures(data)
    number = 0
    try:
        for total, picture in islice(pictures, MAX_PAGES):
            frame = Frame(picture.width, picture.height, picture.tobytes())
            yield Page(frame, number, total)
            number += 1
    except AppError:
        if number == 0:
            raise


class StillFrames:
    """A file as a `FrameSource`: each page once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._is_closed = False

    def frames_blocking(self) -> Iterator[Frame]:
        """The pages one by one; `AppError` as `pages_of`."""
        for page in pages_of(self._data):
            if self._is_closed:
                return
            yield page.frame

    def close(self) -> None:
        """End after the page that is being read."""
        self._is_closed = True
