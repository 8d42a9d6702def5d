"""The table of the whole project as files: CSV, XLSX, JSON."""

import json
from collections.abc import Callable

from app.core.errors import AppError
from app.domain.import_fields import ImportField
from app.papers.csv_table import write_csv
from app.papers.table_read import DEFAULT_LIMITS
from app.papers.table_write import Table, TableColumn
from app.papers.xlsx_table import write_xlsx
from app.services.project_table import ProjectTable

Titles = Callable[[ImportField], str]
"""Gives the heading of a column."""


def project_table_csv(
    table: ProjectTable, *, separator: str, titles: Titles, practice_note: str
) -> bytes:
    """As CSV; a practice project says so in a last line of its own. Raises `AppError("table_cell_too_long")`."""
    _check(table)
    rows = [*table.rows, [practice_note]] if table.is_practice else table.rows
    return write_csv([titles(column) for column in table.columns], rows, separator=separator)


def project_table_xlsx(
    table: ProjectTable, *, titles: Titles, sheet_name: str, practice_note: str
) -> bytes:
    """As a workbook of text cells, so that no code loses its zeros; raises as `project_table_csv`, and `table_too_many_rows`."""
    _check(table)
    columns = tuple(TableColumn(str(column), titles(column)) for column in table.columns)
    rows = [[cell or None for cell in row] for row in table.rows]
    return write_xlsx(
        [Table(sheet_name, columns, rows)], note=practice_note if table.is_practice else ""
    )


def project_table_json(table: ProjectTable) -> bytes:
    """A list with one object a row, the words of an import as keys; empty is null."""
    keys = [str(column) for column in table.columns]
    rows = [dict(zip(keys, (cell or None for cell in row), strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


def _check(table: ProjectTable) -> None:
    """Refuse what no spreadsheet and no import would take whole."""
    limit = DEFAULT_LIMITS.cell_characters
    for number, row in enumerate(table.rows, start=2):
        if any(len(cell) > limit for cell in row):
            raise AppError("table_cell_too_long", row=number, limit=limit)
