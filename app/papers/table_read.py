"""What reading somebody's table gives, and the limits that keep a hostile one from filling the memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

CellValue = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class TableLimits:
    """How much of a file is taken; what is larger is refused by name, never cut off."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    rows: int = 100_000
    columns: int = 256
    cell_characters: int = 32_767  # what a cell of a spreadsheet holds at most


DEFAULT_LIMITS = TableLimits()

NEVER_STOP: Callable[[], bool] = lambda: False  # noqa: E731 (a default for the hook of every reader)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as it stands: `number` counts from 1 as spreadsheets do; cells behind the last filled one are left out."""

    number: int
    cells: tuple[CellValue, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.cells


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as found, with how it was read, so that a person can see and correct it.

    `encoding` and `separator` are those of text, `sheets` and `sheet` those of a workbook.
    Of a formula the value that was stored beside it is taken; nothing is calculated.
    """

    rows: tuple[TableRow, ...]
    encoding: str | None = None
    separator: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None


def trimmed(cells: list[CellValue]) -> tuple[CellValue, ...]:
    """The cells without the empty ones behind the last filled one; texts that are only white space are empty."""
    last = len(cells)
    while last and (
        cells[last - 1] is None
        or (isinstance(cells[last - 1], str) and not str(cells[last - 1]).strip())
    ):
        last -= 1
    return tuple(cells[:last])
