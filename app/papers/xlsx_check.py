"""Looking through the parts of a workbook before anything is made of them: what is packed small must not grow without limit.

Sizes are counted while unpacking, since what the directory of an archive says can lie. In a sheet the cells are counted by their tags
(ECMA-376 part 1, 18.3.1.4 and 18.3.1.73): one row may not hold more than a spreadsheet's, nor may empty ones far to the right cost more
than a full table. What is read into a tree as a whole (styles, names of sheets) may have so many elements.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from app.core.errors import AppError
from app.papers.table_read import NEVER_STOP, TableLimits

MAX_PARTS = 2000
"""Files inside a workbook; one sheet is two or three."""
MAX_CELLS = 3_000_000
MAX_TREE_ELEMENTS = 1_000_000
MAX_STRING_ELEMENTS = 4_000_000
_MOST_COLUMNS = 16_384  # Excel specifications and limits
_CHUNK = 1 << 20
_LONGEST_TAG = 4096
_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"
_TAG = re.compile(
    rb"<(?:[\w.-]+:)?(?:(row)|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*[\"']([A-Z]{1,3})[0-9])?"
)
_DAMAGE = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def check_parts(
    data: bytes, limits: TableLimits, should_stop: Callable[[], bool] = NEVER_STOP
) -> None:
    """Raise `AppError` `table_unpacks_too_large`, `table_too_many_columns` (`row`, `limit`), `table_unreadable` or `stopped`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise AppError("table_unpacks_too_large")
            total = 0
            for part in parts:
                looking = _Looking(part.filename, limits)
                with archive.open(part) as content:
                    while chunk := content.read(_CHUNK):
                        total += len(chunk)
                        if total > limits.unpacked_bytes:
                            raise AppError("table_unpacks_too_large")
                        looking.see(chunk)
                        if should_stop():
                            raise AppError("stopped")
                looking.end()
    except AppError:
        raise
    except _DAMAGE as error:
        raise AppError("table_unreadable") from error


class _Looking:
    """One part, seen piece by piece."""

    def __init__(self, name: str, limits: TableLimits) -> None:
        self._limits = limits
        self._is_sheet = name.startswith(_SHEETS) and "/_rels/" not in name
        self._is_strings = name == _STRINGS
        # Notes of other programs may be written in UTF-16; nobody reads them here.
        self._is_read = name.endswith((".xml", ".rels")) and not name.startswith("customXml/")
        self._is_markup: bool | None = None
        self._is_uncountable = False
        self._elements = self._cells = self._rows = 0
        self._in_row = self._width = self._places = 0
        self._rest = b""

    def see(self, chunk: bytes) -> None:
        """Count what is in the next piece."""
        if self._is_markup is None:
            self._is_markup = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
        # Only in a text with ASCII beneath can tags be counted here.
        if not self._is_markup or b"\0" in chunk:
            self._is_uncountable = True
            return
        self._elements += chunk.count(b"<")
        if self._is_sheet:
            self._see_cells(chunk)
        elif self._elements > (MAX_STRING_ELEMENTS if self._is_strings else MAX_TREE_ELEMENTS):
            raise AppError("table_unpacks_too_large")

    def end(self) -> None:
        """Refuse a part that the reader might understand though nothing could be counted in it; after its size was counted."""
        if self._is_uncountable and (self._is_markup or self._is_read):
            raise AppError("table_unreadable")

    def _see_cells(self, chunk: bytes) -> None:
        text = self._rest + chunk
        # A tag may be cut by the end of the piece.
        whole = text.rfind(b"<")
        if whole < 0 or len(text) - whole > _LONGEST_TAG:
            whole = len(text)
        self._rest = text[whole:]
        for tag in _TAG.finditer(text, 0, whole):
            if tag[1] is not None:
                self._end_row()
            else:
                self._see_cell(tag[2])

    def _end_row(self) -> None:
        self._rows += 1
        self._places += self._width
        self._in_row = self._width = 0
        if self._places > self._limits.rows * self._limits.columns:
            raise self._too_wide()

    def _see_cell(self, letters: bytes | None) -> None:
        self._cells += 1
        self._in_row += 1
        place = self._width + 1 if letters is None else _place_of(letters)
        self._width = max(self._width, place)
        if self._in_row > _MOST_COLUMNS:
            raise self._too_wide()
        if self._cells > MAX_CELLS:
            raise AppError("table_unpacks_too_large")

    def _too_wide(self) -> AppError:
        limit = self._limits.columns
        return AppError("table_too_many_columns", row=self._rows, limit=limit)


def _place_of(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place
