"""A table to be written: columns with their kinds, rows of values, and the sheets they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime | None


class CellKind(StrEnum):
    """What a column holds; it decides how a spreadsheet sorts and shows it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `key` is its word in JSON, `title` its heading."""

    key: str
    title: str
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values, each as wide as `columns`; moments are aware. `name` is the sheet's."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: Sequence[Sequence[Value]]


def text_of(value: Value) -> str:
    """A value as text: moments as RFC 3339 with offset, nothing as empty, truth as true or false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def json_of(value: Value) -> str | int | float | bool | None:
    """A value as JSON has it: moments and dates as text."""
    return text_of(value) if isinstance(value, date | datetime) else value
