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


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """One page that cannot be read; the numbers as in `Page`."""

    number: int
    total: int


def pages_of(data: bytes) -> Iterator[Page | UnreadPage]:
    """The first pages of a file, also those after one that cannot be read.

    Errors as in `grey_pictures` and `pdf_pages`; a file without any page that can be read ends in its first page's.
    """
    pictures = pdf_pages(data) if is_pdf(data) else grey_pictures(data)
    first_error: AppError | None = None
    is_any_read = False
    for number, (total, picture) in enumerate(islice(pictures, MAX_PAGES)):
        if isinstance(picture, AppError):
            first_error = first_error or picture
            yield UnreadPage(number, total)
            continue
        is_any_read = True
        yield Page(Frame(picture.width, picture.height, picture.tobytes()), number, total)
    if first_error is not None and not is_any_read:
        raise first_error


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
            if isinstance(page, Page):
                yield page.frame

    def close(self) -> None:
        """End after the page that is being read."""
        self._is_closed = True
