"""Reading a workbook: values only, nothing is calculated, and what is packed small cannot grow without limit."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from xml.etree.ElementTree import ParseError

from app.core.errors import AppError
from app.papers.table_read import (
    DEFAULT_LIMITS,
    NEVER_STOP,
    CellValue,
    TableLimits,
    TableRead,
    TableRow,
    trimmed,
)
from app.papers.xlsx_check import check_parts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_CHECK_EVERY = 200
_OLD_WORKBOOK = (
    b"\xd0\xcf\x11\xe0"  # the container of .xls, and of workbooks with a password (MS-CFB 2.2)
)
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read_xlsx(
    data: bytes,
    *,
    sheet: str | int | None = None,
    limits: TableLimits = DEFAULT_LIMITS,
    should_stop: Callable[[], bool] = NEVER_STOP,
    on_rows: Callable[[int], None] = lambda _rows: None,
) -> TableRead:
    """Read one sheet of a workbook: the one named or counted from 1, else the first with something in it.

    Raises `AppError` `table_unreadable`, `table_is_old_workbook`, `table_unpacks_too_large`, `table_sheet_unknown` (`name`, `choices`),
    `table_too_many_rows`, `table_too_many_columns`, `table_cell_too_long` (`row`, `limit`), `table_empty`, `stopped`.
    """
    import openpyxl  # noqa: PLC0415, heavy and only for import

    if data.startswith(_OLD_WORKBOOK):
        raise AppError("table_is_old_workbook")
    check_parts(data, limits, should_stop)
    try:
        with (
            warnings.catch_warnings(),
            closing(
                openpyxl.load_workbook(
                    BytesIO(data), read_only=True, data_only=True, keep_links=False
                )
            ) as workbook,
        ):
            warnings.simplefilter(
                "ignore"
            )  # what openpyxl leaves out (pictures, rules) is no news here
            names = tuple(workbook.sheetnames)
            for name in _wanted(names, sheet):
                rows = list(_rows(_sheet(workbook, name), limits, should_stop, on_rows))
                while rows and rows[-1].is_empty:
                    rows.pop()
                if rows:
                    return TableRead(tuple(rows), sheets=names, sheet=name)
    except AppError:
        raise
    except _DAMAGE as error:
        raise AppError("table_unreadable") from error
    raise AppError("table_empty")


def _wanted(names: tuple[str, ...], sheet: str | int | None) -> tuple[str, ...]:
    if sheet is None:
        return names
    if isinstance(sheet, int):
        if not 1 <= sheet <= len(names):
            raise AppError("table_sheet_unknown", name=sheet, choices=", ".join(names))
        return (names[sheet - 1],)
    if sheet not in names:
        raise AppError("table_sheet_unknown", name=sheet, choices=", ".join(names))
    return (sheet,)


def _sheet(workbook: "Workbook", name: str) -> "ReadOnlyWorksheet":
    found = cast("Any", workbook[name])
    if not hasattr(found, "reset_dimensions"):  # a sheet that is one chart
        raise AppError("table_empty")
    # The size that a file claims is not always its own; without it every row is as long as it is.
    found.reset_dimensions()
    return cast("ReadOnlyWorksheet", found)


def _rows(
    sheet: "ReadOnlyWorksheet",
    limits: TableLimits,
    should_stop: Callable[[], bool],
    on_rows: Callable[[int], None],
) -> Iterator[TableRow]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > limits.rows:
            raise AppError("table_too_many_rows", limit=limits.rows)
        cells = trimmed([cast("CellValue", value) for value in values])
        if len(cells) > limits.columns:
            raise AppError("table_too_many_columns", row=number, limit=limits.columns)
        for cell in cells:
            if isinstance(cell, str) and len(cell) > limits.cell_characters:
                raise AppError("table_cell_too_long", row=number, limit=limits.cell_characters)
        yield TableRow(number, cells)
        if number % _CHECK_EVERY == 0:
            on_rows(number)
            if should_stop():
                raise AppError("stopped")
