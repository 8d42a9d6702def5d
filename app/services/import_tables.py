"""Somebody's table as an import sees it: how it was read, where its heading is, what its columns mean."""

import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from app.core.errors import AppError, UsageError
from app.domain.import_fields import (
    SECRET_FIELDS,
    ImportField,
    guess_fields,
    header_score,
    plain_heading,
)
from app.papers.csv_reader import read_csv
from app.papers.table_read import DEFAULT_LIMITS, CellValue, TableLimits, TableRead, TableRow
from app.papers.xlsx_reader import read_xlsx

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The beginnings of a workbook, and of an old one or one with a password."""
_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls"})
_HEADING_ROWS = 20
_SAMPLES = 3
_MAX_HEADING = 120
_EXACT_UP_TO = 2**53  # above, a number of a workbook has lost digits (IEEE 754 binary64)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a table shall be read; what is None is found. `header_row` counts as spreadsheets do.

    `titles` are headings that are sure, besides those that the project remembers: the program's own in the user's language. `remarks` are
    lines that the program writes below a table; a row that holds nothing but one of them is left out.
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | int | None = None
    header_row: int | None = None
    titles: Mapping[str, ImportField] = field(default_factory=dict[str, ImportField])
    remarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportTable:
    """A table that was read. `fields` are the meanings of its columns by place from 0; the others are left out.

    `header_row` is the heading's number; `headings` are as many as the widest row has cells.
    """

    name: str
    read: TableRead = field(repr=False)  # cells may be secrets
    header_row: int
    headings: tuple[str, ...]
    fields: Mapping[int, ImportField]

    @property
    def rows(self) -> Sequence[TableRow]:
        """The rows below the heading."""
        return [row for row in self.read.rows if row.number > self.header_row and not row.is_empty]

    def samples(self, place: int) -> list[str]:
        """The first few cells of a column that say something, as text."""
        found: list[str] = []
        for row in self.rows:
            text = cell_text(row.cells[place]) if place < len(row.cells) else ""
            if text.strip() and len(found) < _SAMPLES:
                found.append(text)
            if len(found) == _SAMPLES:
                break
        return found

    def is_secret(self, place: int) -> bool:
        """Whether what stands in a column is not shown: its meaning is a secret one."""
        return self.fields.get(place) in SECRET_FIELDS

    def place_of(self, name: str) -> int:
        """The column with this heading, else with this letter of a spreadsheet; raises `UsageError("import_unknown_column")`."""
        wanted = plain_heading(name)
        for place, heading in enumerate(self.headings):
            if heading == name or (wanted and plain_heading(heading) == wanted):
                return place
        place = _place_of_letters(name)
        if place is not None and place < len(self.headings):
            return place
        raise UsageError("import_unknown_column", name=name[:_MAX_HEADING])


def bytes_of_file_blocking(path: Path, limits: TableLimits = DEFAULT_LIMITS) -> bytes:
    """The file's content, its size looked at before a byte is read.

    Raises `UsageError` `no_such_table` (`file`), `table_no_file`, `AppError` `table_too_large` (`limit_mb`), `table_unreachable`.
    """
    try:
        with path.open("rb", buffering=0) as file:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode):
                raise UsageError("table_no_file", file=path.name)
            if found.st_size > limits.file_bytes:
                raise AppError("table_too_large", limit_mb=limits.file_bytes >> 20)
            # A file that grows meanwhile is not followed.
            chunks: list[bytes] = []
            left = limits.file_bytes + 1
            while left and (chunk := file.read(min(left, 1 << 20))):
                chunks.append(chunk)
                left -= len(chunk)
    except FileNotFoundError as error:
        raise UsageError("no_such_table", file=path.name) from error
    except IsADirectoryError as error:
        raise UsageError("table_no_file", file=path.name) from error
    except OSError as error:
        raise AppError("table_unreachable", file=path.name) from error
    if not left:
        raise AppError("table_too_large", limit_mb=limits.file_bytes >> 20)
    return b"".join(chunks)


def read_table(
    data: bytes,
    name: str,
    options: ReadOptions,
    remembered: Mapping[str, str],
    *,
    limits: TableLimits = DEFAULT_LIMITS,
    should_stop: Callable[[], bool],
    on_rows: Callable[[int], None],
) -> ImportTable:
    """Read a table and guess what its columns mean; content and suffix decide whether it is text.

    `remembered` are headings with the word of a field, or an empty one where the column is left out. Raises what the readers raise, and
    `AppError("import_no_header_row")`.
    """
    is_workbook = data.startswith(_PACKED) or Path(name).suffix.lower() in _WORKBOOK_SUFFIXES
    if is_workbook:
        read = read_xlsx(
            data, sheet=options.sheet, limits=limits, should_stop=should_stop, on_rows=on_rows
        )
    else:
        read = read_csv(
            data,
            separator=options.separator,
            encoding=options.encoding,
            limits=limits,
            should_stop=should_stop,
            on_rows=on_rows,
        )
    rows = tuple(row for row in read.rows if not _is_remark(row, options.remarks))
    read = replace(read, rows=rows) if rows else read
    known = _known_headings(options.titles, remembered)
    header = _header_row(read, options.header_row, known)
    width = max(len(row.cells) for row in read.rows)
    headings = [cell_text(cell)[:_MAX_HEADING].strip() for cell in header.cells]
    headings += [""] * (width - len(headings))
    # What was left out before must not claim a meaning that was given to another column.
    left_out = {heading for heading, word in remembered.items() if not word}
    asked = ["" if plain_heading(heading) in left_out else heading for heading in headings]
    fields = guess_fields(asked, known)
    return ImportTable(name, read, header.number, tuple(headings), fields)


def cells_of(row: TableRow, fields: Mapping[int, ImportField]) -> dict[ImportField, str]:
    """A row's cells by their meaning, as text."""
    return {
        meaning: cell_text(row.cells[place], meaning)
        for place, meaning in fields.items()
        if place < len(row.cells)
    }


def lost_digits(row: TableRow, fields: Mapping[int, ImportField]) -> list[ImportField]:
    """The columns of a row in which a workbook holds a number too long for it: its last digits are gone."""
    found: list[ImportField] = []
    for place, meaning in fields.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if isinstance(cell, float) and abs(cell) >= _EXACT_UP_TO:
            found.append(meaning)
    return found


def cell_text(value: CellValue, meaning: ImportField | None = None) -> str:
    """A cell as a person would have typed it: whole numbers without a point, dates as 2026-05-01, times as 08:00."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e300 else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time() and value.tzinfo is None
        if is_day and meaning in {None, ImportField.FROM, ImportField.UNTIL}:
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _is_remark(row: TableRow, remarks: frozenset[str]) -> bool:
    said = [cell for cell in row.cells if cell is not None and cell != ""]
    return len(said) == 1 and isinstance(said[0], str) and said[0].strip() in remarks


def _known_headings(
    titles: Mapping[str, ImportField], remembered: Mapping[str, str]
) -> dict[str, ImportField]:
    known = dict(titles)
    for heading, word in remembered.items():
        if word in set(ImportField):
            known[heading] = ImportField(word)
    return known


def _header_row(read: TableRead, wanted: int | None, known: Mapping[str, ImportField]) -> TableRow:
    """The row that was said, else the one of the first rows with the most headings that we know."""
    if wanted is not None:
        found = next((row for row in read.rows if row.number == wanted and not row.is_empty), None)
        if found is None:
            raise UsageError("import_no_header_row", row=wanted)
        return found
    first = [row for row in read.rows if not row.is_empty][:_HEADING_ROWS]
    scores = [
        header_score([cell_text(cell)[:_MAX_HEADING] for cell in row.cells], known) for row in first
    ]
    return first[scores.index(max(scores))]


def _place_of_letters(name: str) -> int | None:
    """0 for A, 26 for AA."""
    if not re.fullmatch(r"[A-Za-z]{1,2}", name):
        return None
    place = 0
    for letter in name.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
