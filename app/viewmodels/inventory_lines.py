"""The inventory as lines of a table: which rows are seen, in which order and groups, and what their cells say."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.survey import LOCK_FIELDS
from app.papers.table_write import CellKind, Value, text_of
from app.services.inventory import Inventory
from app.services.inventory_columns import Column, PairingWord, kind_of
from app.services.inventory_order import (
    LOW_PERCENT,
    GroupBy,
    group_keys,
    grouped,
    matching,
    sorted_rows,
    sums,
)
from app.services.inventory_views import View
from app.viewmodels.inventory_words import (
    SumTable,
    cell_words,
    column_title,
    group_word,
    sum_tables,
)

_NOTHING = Inventory((), {}, (), (), is_practice=False)
_NOTED = {
    field.key: Column.LOCK_NOTE if field.key == "note" else Column(field.key)
    for field in LOCK_FIELDS
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The line above a group: its word and how many doors it has."""

    word: str
    count: int


class InventoryLines:
    """What the page shows of the rows that were read. `lines` holds row numbers and the lines above groups."""

    def __init__(self) -> None:
        self._made = _NOTHING
        self._hay: Sequence[str] = ()
        self._sorted: tuple[tuple[Column | None, bool], Sequence[int]] | None = None
        self._keys: dict[GroupBy, Sequence[str]] = {}
        self.is_loaded = False
        self.view = View()
        self.lines: Sequence[int | GroupLine] = ()
        self.matches = 0

    @property
    def total(self) -> int:
        """How many doors the project has."""
        return len(self._made.door_ids)

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """The columns of the page in their order, as key and title."""
        return [(str(column), column_title(column)) for column in self.view.columns]

    def fill(self, made: Inventory, hay: Sequence[str]) -> None:
        """Take rows that were read, with the text in which words are looked for."""
        self._made, self._hay = made, hay
        self._sorted, self._keys = None, {}
        self.is_loaded = True

    def is_number(self, column: int) -> bool:
        """Whether the column of the page holds numbers."""
        return kind_of(self.view.columns[column]) is CellKind.NUMBER

    def text(self, row: int, column: int) -> str:
        """What a cell says; `row` is one of the numbers in `lines`."""
        key = self.view.columns[column]
        return cell_words(key, self._made.data[key][row])

    def is_warning(self, row: int, column: int) -> bool:
        """Whether what a cell says wants somebody's eye: codes not proven, foreign codes, a low battery, open tasks."""
        key = self.view.columns[column]
        value: Value = self._made.data[key][row]
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        if key is Column.BATTERY_PERCENT:
            return value <= LOW_PERCENT
        return key in {Column.UNPROVEN, Column.FOREIGN, Column.TASKS} and value > 0

    def door_id(self, row: int) -> str:
        """The id of the door in a row."""
        return self._made.door_ids[row]

    def place(self, row: int) -> str:
        """The door of a row as `Site/Door`."""
        data = self._made.data
        return f"{data[Column.SITE][row]}/{data[Column.DOOR][row]}"

    def has_lock(self, row: int) -> bool:
        """Whether a lock of ours is at the door of a row."""
        return self._made.data[Column.PAIRING][row] == PairingWord.PAIRED

    def notes(self, row: int) -> Sequence[tuple[str, str, str]]:
        """What can be noted of the lock in a row, as key, title and what is noted now; days as year-month-day."""
        data = self._made.data
        return [
            (key, column_title(column), text_of(data[column][row]))
            for key, column in _NOTED.items()
        ]

    def sum_tables(self) -> list[SumTable]:
        """The sums over the doors that are shown."""
        return sum_tables(sums(self._made.data, self._filtered())) if self.is_loaded else []

    def arrange(self) -> None:
        """Put the rows in the order and groups of the view."""
        rows = self._filtered()
        self.matches = len(rows)
        by = self.view.group
        if by is None:
            self.lines = rows
            return
        if by not in self._keys:
            self._keys[by] = group_keys(self._made.data, by)
        lines: list[int | GroupLine] = []
        for group in grouped(rows, self._keys[by]):
            lines.append(GroupLine(group_word(by, group.key), len(group.rows)))
            lines += group.rows
        self.lines = lines

    def _filtered(self) -> Sequence[int]:
        wanted = (self.view.sort, self.view.is_descending)
        if self._sorted is None or self._sorted[0] != wanted:
            order: Sequence[int] = self._made.order
            if self.view.sort is not None:
                values = self._made.data[self.view.sort]
                order = sorted_rows(order, values, is_descending=self.view.is_descending)
            self._sorted = (wanted, order)
        return matching(self._sorted[1], self._hay, self.view.search)
