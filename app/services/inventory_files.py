"""The inventory as files: CSV, XLSX, JSON."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from app.papers.csv_table import write_csv
from app.papers.table_write import CellKind, Table, TableColumn, Value, json_of, text_of
from app.papers.xlsx_table import write_xlsx
from app.services.inventory import Inventory
from app.services.inventory_columns import Column, kind_of

Titles = Callable[[Column], str]
"""Gives the heading of a column."""


def inventory_json(inventory: Inventory) -> bytes:
    """One object a door with the columns as keys, a line each; empty is null."""
    columns = [_json_members(inventory, column) for column in inventory.columns]
    lines = [f"  {{{', '.join(members)}}}" for members in zip(*columns, strict=True)]
    inside = ",\n".join(lines)
    return (f"[\n{inside}\n]\n" if lines else "[]\n").encode()


def _json_members(inventory: Inventory, column: Column) -> list[str]:
    """`"key": value` for each value; what is equal is written once, as thousands of locks say much the same."""
    start, values = _encode(str(column)), inventory.values(column)
    if kind_of(column) is CellKind.MOMENT:  # equal moments may have different offsets
        return [f"{start}: {_encode(json_of(value))}" for value in values]
    known = {value: f"{start}: {_encode(json_of(value))}" for value in set(values)}
    return [known[value] for value in values]


_encode = json.JSONEncoder(ensure_ascii=False).encode


def inventory_csv(
    inventory: Inventory, *, separator: str, titles: Titles, practice_note: str
) -> bytes:
    """The inventory as CSV; a practice project says so in a last line of its own."""
    columns = [_csv_cells(inventory, column) for column in inventory.columns]
    rows: Iterable[Sequence[str | int | float | None]] = zip(*columns, strict=True)
    if inventory.is_practice:
        rows = [*rows, [practice_note]]
    return write_csv([titles(column) for column in inventory.columns], rows, separator=separator)


def _csv_cells(inventory: Inventory, column: Column) -> Sequence[str | int | float | None]:
    values = inventory.values(column)
    if kind_of(column) in {CellKind.TEXT, CellKind.NUMBER}:
        return cast("Sequence[str | int | float | None]", values)
    return [text_of(value) for value in values]


def inventory_xlsx(
    inventory: Inventory,
    *,
    titles: Titles,
    sheet_name: str,
    practice_note: str,
    is_sheet_per_site: bool = False,
) -> bytes:
    """The inventory as a workbook: one sheet, or one for each site in the order in which they come."""
    columns = tuple(
        TableColumn(str(column), titles(column), kind_of(column)) for column in inventory.columns
    )
    rows = list(inventory.rows())
    tables = [Table(sheet_name, columns, rows)]
    if is_sheet_per_site and rows:
        sites = inventory.data[Column.SITE]
        by_site: dict[str, list[Sequence[Value]]] = {}
        for place, row in zip(inventory.order, rows, strict=True):
            by_site.setdefault(str(sites[place]), []).append(row)
        tables = [Table(site, columns, own) for site, own in by_site.items()]
    return write_xlsx(tables, note=practice_note if inventory.is_practice else "")


def inventory_texts(inventory: Inventory) -> list[Sequence[str]]:
    """The rows as texts on one line each: moments as RFC 3339, nothing as empty."""
    return [[" ".join(text_of(value).split("\n")) for value in row] for row in inventory.rows()]
