"""A picture file in, symbols out.

Everything heavy is imported when the first picture comes: starting the program does not pay for it.
"""

from collections.abc import Callable
from dataclasses import replace

from app.core.errors import EnvironmentAppError
from app.scanning.frames import Frame
from app.scanning.libraries import has_opencv, missing_parts
from app.scanning.stills import MAX_PAGES, Page, pages_of
from app.scanning.symbols import Decoding, Note, Symbol

PAGE_UNREAD = "picture_page_unread"
"""The note on a page (`page` counts from 1, `total`) that could not be read."""

Reader = Callable[[Frame, Callable[[], bool]], list[Symbol]]


def decode_picture(
    data: bytes,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    on_page: Callable[[int, int], None] | None = None,
) -> Decoding:
    """Read every code in a picture file's bytes, or on the first 20 pages of a PDF or TIFF.

    Takes up to some seconds a page and lets other threads run meanwhile. `should_stop` is asked
    between the steps; `on_page` hears how many pages have been read and how many will be. Both are
    called in the thread that reads. A page that cannot be read is a note. `AppError` as `pages_of`; `EnvironmentAppError`
    `picture_decoder_missing`. Nothing of the picture is written anywhere.
    """
    reader = _reader()
    symbols: list[Symbol] = []
    notes: list[Note] = []
    for page in pages_of(data):
        if should_stop():
            break
        if isinstance(page, Page):
            found = reader(page.frame, should_stop)
            symbols += (replace(symbol, page=page.number) for symbol in found)
        else:
            said = {"page": page.number + 1, "total": page.total}
            notes.append(Note(PAGE_UNREAD, said))
        if page.number == 0 and page.total > MAX_PAGES:
            notes.append(Note("picture_pages_left_out", {"read": MAX_PAGES, "total": page.total}))
        if on_page is not None:
            on_page(page.number + 1, min(page.total, MAX_PAGES))
    return Decoding(tuple(symbols), missing_parts(), tuple(notes), was_stopped=should_stop())


def _reader() -> Reader:
    try:
        import zxingcpp  # noqa: F401, PLC0415, heavy and optional; all readers need it

        if has_opencv():
            from app.scanning.cascade import read_still  # noqa: PLC0415, imports OpenCV

            return read_still
        from app.scanning.plain_reader import read_plainly  # noqa: PLC0415, imports zxing-cpp
    except ImportError as error:
        raise EnvironmentAppError("picture_decoder_missing") from error
    return read_plainly
