"""Tables as a workbook: real types, a heading that stays, filters, widths; nothing in it can run."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.papers.table_write import CellKind, Table, TableColumn, Value, text_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_575  # below the heading; Excel specifications and limits
MAX_CELL_CHARACTERS = 32_767
_MAX_SHEET_NAME = 31
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MIN_WIDTH, _MAX_WIDTH, _WIDTH_SAMPLE = 9, 60, 500
_FORMATS = {CellKind.DATE: "yyyy-mm-dd", CellKind.MOMENT: "yyyy-mm-dd hh:mm"}
# A cell of text is written as text, whatever it begins with; and no cell data goes into a file of its own.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(tables: Sequence[Table], *, note: str = "", author: str = "Lockchart") -> bytes:
    """The tables, a sheet each; `note` stands below every one.

    Moments become wall-clock times of their own offset, which is what a person reads; the heading's format says so by its kind. Raises
    `AppError` `table_too_many_rows` (`limit`).
    """
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as workbook:
        workbook.set_properties({"author": author, "comments": note})
        looks = _Looks(workbook)
        names: set[str] = set()
        for table in tables:
            if len(table.rows) > MAX_ROWS:
                raise AppError("table_too_many_rows", limit=MAX_ROWS)
            name = _free_name(table.name, names)
            names.add(name.casefold())
            _write_sheet(workbook.add_worksheet(name), table, looks, note)
    return out.getvalue()


class _Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self.heading: Format = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.note: Format = workbook.add_format({"italic": True})
        self.by_kind: dict[CellKind, Format] = {
            kind: workbook.add_format({"num_format": text}) for kind, text in _FORMATS.items()
        }


def _write_sheet(sheet: "Worksheet", table: Table, looks: _Looks, note: str) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.title, looks.heading)
        sheet.set_column(at, at, _width(column, table, at))
    for number, row in enumerate(table.rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, (number, at), value, looks.by_kind.get(column.kind))
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    if note:
        sheet.write_string(len(table.rows) + 2, 0, note, looks.note)


def _write_cell(
    sheet: "Worksheet", place: tuple[int, int], value: Value, look: "Format | None"
) -> None:
    row, column = place
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:MAX_CELL_CHARACTERS])
    else:
        midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 (a day has no offset)
        sheet.write_datetime(row, column, midnight, look)


def _width(column: TableColumn, table: Table, at: int) -> int:
    longest = max((len(text_of(row[at])) for row in table.rows[:_WIDTH_SAMPLE]), default=0)
    if column.kind is CellKind.MOMENT:
        longest = len(_FORMATS[CellKind.MOMENT])
    return min(_MAX_WIDTH, max(_MIN_WIDTH, longest, len(column.title) + 3) + 1)


def _free_name(wanted: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none of `[]:*?/\\`, unlike the others in any case of letters."""
    plain = wanted.translate(_FORBIDDEN_IN_NAMES).strip().strip("'") or "Sheet"
    name, number = plain[:_MAX_SHEET_NAME], 1
    while (
        name.casefold() in taken or name.casefold() == "history"
    ):  # a word that Excel keeps for itself
        number += 1
        end = f" {number}"
        name = plain[: _MAX_SHEET_NAME - len(end)] + end
    return name
