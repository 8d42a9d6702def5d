"""The inventory as files: CSV, XLSX, JSON."""

import json
from collections.abc import Callable, Sequence

from app.papers.csv_table import write_csv
from app.papers.table_write import Table, TableColumn, Value, json_of, text_of
from app.papers.xlsx_table import write_xlsx
from app.services.inventory import Inventory
from app.services.inventory_columns import Column, kind_of

Titles = Callable[[Column], str]
"""Gives the heading of a column."""


def inventory_json(inventory: Inventory) -> bytes:
    """One object a door with the columns as keys, a line each; empty is null."""
    keys = [str(column) for column in inventory.columns]
    encode = json.JSONEncoder(ensure_ascii=False, default=json_of).encode
    lines = [encode(dict(zip(keys, row, strict=True))) for row in inventory.rows()]
    inside = ",\n".join(f"  {line}" for line in lines)
    return (f"[\n{inside}\n]\n" if lines else "[]\n").encode()


def inventory_csv(
    inventory: Inventory, *, separator: str, titles: Titles, practice_note: str
) -> bytes:
    """The inventory as CSV; a practice project says so in a last line of its own."""
    rows: list[Sequence[str]] = inventory_texts(inventory)
    if inventory.is_practice:
        rows.append([practice_note])
    return write_csv([titles(column) for column in inventory.columns], rows, separator=separator)


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
    """The rows as texts: moments as RFC 3339, nothing as empty."""
    return [
        [value if type(value) is str else "" if value is None else text_of(value) for value in row]
        for row in inventory.rows()
    ]
