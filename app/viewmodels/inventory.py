"""The inventory: what is mounted where, looked at in views, and written to files."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.settings import CSV_SEPARATOR, Settings
from app.domain.ids import DoorId
from app.domain.survey import LOCK_FIELDS, FieldOf, checked_value
from app.papers.table_write import CellKind, Value, text_of
from app.papers.zwave_list import zwave_list_json
from app.services.inventory import Inventory, InventoryService, parse_separator, save_file
from app.services.inventory_columns import OPEN_COLUMNS, Column, PairingWord, kind_of
from app.services.inventory_files import inventory_csv, inventory_json, inventory_xlsx
from app.services.inventory_order import (
    GroupBy,
    group_keys,
    grouped,
    haystacks,
    matching,
    sorted_rows,
    sums,
)
from app.services.inventory_views import View, ViewService
from app.services.lock_notes import LockNoteService
from app.services.open_project import place_of
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.inventory_words import SumTable, cell_words, group_word, group_words, sum_tables
from app.viewmodels.later import Later
from app.viewmodels.places import documents_dir

CSV, XLSX, JSON, ZWAVE_JS = "csv", "xlsx", "json", "zwave-js"
RELOAD_AFTER_MS = 300
_NOTHING = Inventory((), {}, (), (), (), is_practice=False)
_NOTED = {
    field.key: Column.LOCK_NOTE if field.key == "note" else Column(field.key)
    for field in LOCK_FIELDS
}
_ENDS = {CSV: "csv", XLSX: "xlsx", JSON: "json", ZWAVE_JS: "json"}


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants in the file. `columns` are keys in their order; `is_as_shown`: order and search of the page, else every door."""

    form: str = CSV
    columns: tuple[str, ...] = ()
    separator: str = ","
    is_sheet_per_site: bool = False
    is_as_shown: bool = True
    with_secrets: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The line above a group: its word and how many doors it has."""

    word: str
    count: int


class InventoryViewModel(ViewModel):
    """Shows and exports the inventory; `written` carries a sentence, `arranged` says that lines or columns are others."""

    loaded = Signal()
    arranged = Signal()
    views_changed = Signal()
    written = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._settings = settings
        self._service = InventoryService(workplace.project)
        self._view_service = ViewService(workplace.project)
        self._note_service = LockNoteService(workplace.project)
        self._made = _NOTHING
        self._is_loaded = False
        self._hay: Sequence[str] = ()
        self._sorted: tuple[tuple[Column | None, bool], Sequence[int]] | None = None
        self._keys: dict[GroupBy, Sequence[str]] = {}
        self._is_loading = False
        self._is_stale = False
        self._later = Later(self.load, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._on_change())
        self.view = View()
        self.views: tuple[View, ...] = ()
        self.lines: Sequence[int | GroupLine] = ()
        self.matches = 0

    @property
    def total(self) -> int:
        """How many doors the project has."""
        return len(self._made.door_ids)

    @property
    def all_columns(self) -> Sequence[tuple[str, str]]:
        """Every column without secrets as key and title."""
        return [(str(column), column_title(column)) for column in OPEN_COLUMNS]

    @property
    def shown_columns(self) -> Sequence[tuple[str, str]]:
        """The columns of the page in their order, as key and title."""
        return [(str(column), column_title(column)) for column in self.view.columns]

    @property
    def group_choices(self) -> Sequence[tuple[str, str]]:
        """What can be grouped by, as key and word; the first is none."""
        return group_words()

    @property
    def saved_columns(self) -> frozenset[str]:
        """The keys of the columns that are shown."""
        return frozenset(str(column) for column in self.view.columns)

    @property
    def separator(self) -> str:
        """What stands between the cells of a CSV file, as the settings have it."""
        return parse_separator(self._settings.get(CSV_SEPARATOR))

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
            return value <= 20
        return key in {Column.UNPROVEN, Column.FOREIGN, Column.TASKS} and value > 0

    def door_id(self, row: int) -> str:
        """The id of the door in a row."""
        return str(self._made.door_ids[row])

    def place(self, row: int) -> str:
        """The door of a row as `Site/Door`."""
        data = self._made.data
        return f"{data[Column.SITE][row]}/{data[Column.DOOR][row]}"

    def has_lock(self, row: int) -> bool:
        """Whether a lock of ours is at the door of a row."""
        return self._made.data[Column.PAIRING][row] == PairingWord.PAIRED

    def sum_tables(self) -> list[SumTable]:
        """The sums over the doors that are shown."""
        if not self._is_loaded:
            return []
        return sum_tables(sums(self._made.data, self._filtered()))

    def load(self) -> None:
        """Read the rows; several reasons in a row are one reading."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("inventory", self._load())

    def search(self, text: str) -> None:
        """Show the doors in which every word stands."""
        self._look(replace(self.view, search=text))

    def sort(self, key: str, *, is_descending: bool = False) -> None:
        """Sort by a column; an empty key is by site and door."""
        column = Column(key) if key else None
        self._look(replace(self.view, sort=column, is_descending=is_descending))

    def group(self, key: str) -> None:
        """Group by something; an empty key ends that."""
        self._look(replace(self.view, group=GroupBy(key) if key else None))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in this order."""
        self._look(replace(self.view, columns=tuple(Column(key) for key in keys)))

    def choose_view(self, name: str) -> None:
        """Look at a saved view; an empty name is the one that the program comes with."""
        self._look(next((view for view in self.views if view.name == name), View()))

    def save_view(self, name: str) -> None:
        """Keep what is seen as a view with this name."""
        self.run("view", self._save_view(name))

    def remove_view(self, name: str) -> None:
        """Forget a saved view."""
        self.run("view", self._remove_view(name))

    def notes(self, row: int) -> Sequence[tuple[str, str, str]]:
        """What can be noted of the lock in a row, as key, title and what is noted now; days as year-month-day."""
        data = self._made.data
        return [
            (key, column_title(column), text_of(data[column][row]))
            for key, column in _NOTED.items()
        ]

    def note_problem(self, key: str, text: str) -> str:
        """Why this cannot be noted, as a sentence; empty when it can."""
        try:
            checked_value(FieldOf.LOCK, key, text)
        except AppError as error:
            return error_sentence(error)
        return ""

    def note(self, door_id: str, fields: Mapping[str, str]) -> None:
        """Note these of the lock at a door; an empty text takes a note away."""
        self.run("note", self._note(door_id, fields))

    def proposed_path(self, form: str) -> Path:
        """Where the file would go."""
        stem = self._workplace.project.store.file.path.stem
        what = "zwave" if form == ZWAVE_JS else "inventory"
        return documents_dir() / f"{stem}-{what}.{_ENDS[form]}"

    def export(self, path: Path, wish: ExportWish) -> None:
        """Write the file; whole or not at all."""
        self.run("inventory file", self._export(path, wish))

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    def _on_change(self) -> None:
        # Nobody has asked for it yet: the page reads when it is shown.
        if self._is_loaded:
            self._later.ask()

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                made = await self._service.make(OPEN_COLUMNS)
                self._hay = await asyncio.to_thread(haystacks, made.data)
                self._made, self._sorted, self._keys = made, None, {}
                self._is_loaded = True
                self.views = tuple(await self._view_service.all())
        finally:
            self._is_loading = False
        self._arrange()
        self.views_changed.emit()
        self.loaded.emit()

    def _look(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self._arrange()

    def _arrange(self) -> None:
        if not self._is_loaded:
            return
        rows = self._filtered()
        self.matches = len(rows)
        if self.view.group is None:
            self.lines = rows
        else:
            lines: list[int | GroupLine] = []
            for group in grouped(rows, self._group_keys(self.view.group)):
                word = group_word(self.view.group, group.key)
                lines.append(GroupLine(word, len(group.rows)))
                lines += group.rows
            self.lines = lines
        self.arranged.emit()

    def _filtered(self) -> Sequence[int]:
        wanted = (self.view.sort, self.view.is_descending)
        if self._sorted is None or self._sorted[0] != wanted:
            order: Sequence[int] = self._made.order
            if self.view.sort is not None:
                values = self._made.data[self.view.sort]
                order = sorted_rows(order, values, is_descending=self.view.is_descending)
            self._sorted = (wanted, order)
        return matching(self._sorted[1], self._hay, self.view.search)

    def _group_keys(self, by: GroupBy) -> Sequence[str]:
        if by not in self._keys:
            self._keys[by] = group_keys(self._made.data, by)
        return self._keys[by]

    async def _save_view(self, name: str) -> None:
        saved = await self._view_service.save(replace(self.view, name=name))
        self.views = tuple(await self._view_service.all())
        self.view = saved
        self.views_changed.emit()

    async def _remove_view(self, name: str) -> None:
        await self._view_service.remove(name)
        self.views = tuple(await self._view_service.all())
        self.view = replace(self.view, name="")
        self.views_changed.emit()

    async def _note(self, door_id: str, fields: Mapping[str, str]) -> None:
        place = await place_of(self._workplace.project, DoorId(UUID(door_id)))
        await self._note_service.note(place, fields)
        self.written.emit(message("said_changed", {"name": place.label}))

    async def _export(self, path: Path, wish: ExportWish) -> None:
        said: Mapping[str, object] = {"name": path.name}
        if wish.form == ZWAVE_JS:
            found = await self._service.zwave_list()
            await save_file(path, zwave_list_json(found.entries))
            words = [message("said_written", said)]
            if found.left_out:
                words.append(message("said_zwave_left_out", {"count": found.left_out}))
            self.written.emit(" ".join(words))
            return
        columns = [Column(key) for key in wish.columns]
        view = self.view if wish.is_as_shown else None
        made = await self._service.make(columns, view=view, with_secrets=wish.with_secrets)
        await save_file(path, await asyncio.to_thread(_content, made, wish))
        self.written.emit(message("said_written", said))


def column_title(column: Column) -> str:
    """The heading of a column."""
    return message(f"column_{column}")


def _content(made: Inventory, wish: ExportWish) -> bytes:
    note = message("practice_project_note")
    if wish.form == JSON:
        return inventory_json(made)
    if wish.form == CSV:
        return inventory_csv(
            made, separator=wish.separator, titles=column_title, practice_note=note
        )
    return inventory_xlsx(
        made,
        titles=column_title,
        sheet_name=message("inventory_title"),
        practice_note=note,
        is_sheet_per_site=wish.is_sheet_per_site,
    )
