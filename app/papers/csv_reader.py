"""Reading a table of text: encoding, separator and quotes are found, not asked."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator

from app.core.errors import AppError
from app.papers.csv_table import RISKY_STARTS
from app.papers.table_read import (
    DEFAULT_LIMITS,
    NEVER_STOP,
    CellValue,
    TableLimits,
    TableRead,
    TableRow,
    trimmed,
)

SEPARATORS = (";", ",", "\t", "|")
_SAMPLE_RECORDS = 100
_SAMPLE_CHARACTERS = 200_000
_CHECK_EVERY = 500


def read_csv(
    data: bytes,
    *,
    separator: str | None = None,
    encoding: str | None = None,
    limits: TableLimits = DEFAULT_LIMITS,
    should_stop: Callable[[], bool] = NEVER_STOP,
    on_rows: Callable[[int], None] = lambda _rows: None,
) -> TableRead:
    """Read a table of text; what is None is found.

    One `'` before a text that a spreadsheet could take for a formula is taken off: that is how such tables are made harmless. Raises
    `AppError` `table_not_text`, `table_wrong_encoding` (`encoding`), `table_too_many_rows`, `table_too_many_columns`,
    `table_cell_too_long` (`row`, `limit`), `table_empty`, `stopped`.
    """
    text, encoding = _text_of(data, encoding)
    if "\0" in text:
        raise AppError("table_not_text")
    said, text = _said_separator(text)
    separator = separator or said or _found_separator(text)
    rows: list[TableRow] = []
    for number, cells in _records(text, separator, limits):
        if len(rows) >= limits.rows:
            raise AppError("table_too_many_rows", limit=limits.rows)
        if len(cells) > limits.columns:
            raise AppError("table_too_many_columns", row=number, limit=limits.columns)
        rows.append(TableRow(number, cells))
        if number % _CHECK_EVERY == 0:
            on_rows(number)
            if should_stop():
                raise AppError("stopped")
    while rows and rows[-1].is_empty:
        rows.pop()
    if not rows:
        raise AppError("table_empty")
    return TableRead(tuple(rows), encoding=encoding, separator=separator)


def _text_of(data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except (UnicodeError, LookupError) as error:
            raise AppError("table_wrong_encoding", encoding=encoding) from error
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # What the spreadsheets of western Windows write; every byte means something, so a wrong guess shows and is corrected.
        return data.decode("cp1252", "replace"), "cp1252"


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise AppError("table_wrong_encoding", encoding=name) from error


def _said_separator(text: str) -> tuple[str | None, str]:
    """`sep=;` in the first line is how spreadsheets say it themselves."""
    line, _, rest = text.partition("\n")
    word = line.rstrip("\r").strip('"')
    if len(word) == len("sep=;") and word.lower().startswith("sep=") and word[-1] in SEPARATORS:
        return word[-1], rest
    return None, text


def _found_separator(text: str) -> str:
    """The separator that gives the most rows of one width above 1; among equals the earlier of `SEPARATORS`."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = SEPARATORS[0], (0, 0)
    for separator in SEPARATORS:
        widths: dict[int, int] = {}
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        try:
            for _, record in zip(range(_SAMPLE_RECORDS), reader, strict=False):
                widths[len(record)] = widths.get(len(record), 0) + 1
        except csv.Error:
            continue
        score = max(
            ((count, width) for width, count in widths.items() if width > 1), default=(0, 0)
        )
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(
    text: str, separator: str, limits: TableLimits
) -> Iterator[tuple[int, tuple[CellValue, ...]]]:
    # The csv module refuses longer fields by a limit that is one for the whole process, so cells are measured here as well.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, record in enumerate(reader, start=1):
            if any(len(cell) > limits.cell_characters for cell in record):
                raise AppError("table_cell_too_long", row=number, limit=limits.cell_characters)
            yield number, trimmed([_plain(cell) for cell in record])
    except csv.Error as error:
        raise AppError("table_not_text") from error


def _plain(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in RISKY_STARTS else cell
