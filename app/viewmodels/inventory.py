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
from app.domain.survey import FieldOf, checked_value
from app.papers.zwave_list import zwave_list_json
from app.services.inventory import Inventory, InventoryService, parse_separator, save_file
from app.services.inventory_columns import OPEN_COLUMNS, Column
from app.services.inventory_files import inventory_csv, inventory_json, inventory_xlsx
from app.services.inventory_order import GroupBy, haystacks
from app.services.inventory_views import View, ViewService
from app.services.lock_notes import LockNoteService
from app.services.open_project import place_of
from app.services.project_table import ProjectTable, ProjectTableService
from app.services.project_table_files import (
    project_table_csv,
    project_table_json,
    project_table_xlsx,
)
from app.services.workplace import Workplace
from app.texts.import_titles import column_title as import_title
from app.texts.import_titles import left_out_words
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.inventory_lines import InventoryLines
from app.viewmodels.inventory_words import column_title, group_words
from app.viewmodels.later import Later
from app.viewmodels.places import documents_dir

CSV, XLSX, JSON, ZWAVE_JS = "csv", "xlsx", "json", "zwave-js"
RELOAD_AFTER_MS = 300
_ENDS = {CSV: "csv", XLSX: "xlsx", JSON: "json", ZWAVE_JS: "json"}


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants in the file. `columns` are keys in their order; `is_as_shown`: order and search of the page, else every door.

    `is_whole`: the whole project instead, as a table that an import reads.
    """

    form: str = CSV
    columns: tuple[str, ...] = ()
    separator: str = ","
    is_sheet_per_site: bool = False
    is_as_shown: bool = True
    with_secrets: bool = False
    is_whole: bool = False


class InventoryViewModel(ViewModel):
    """Shows and exports the inventory; `written` carries a sentence, `arranged` says that lines or columns are others.

    It follows the project while `is_seen`; the page reads anew when it is shown.
    """

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
        self._whole_service = ProjectTableService(workplace.project)
        self._note_service = LockNoteService(workplace.project)
        self._is_loading = False
        self._is_stale = False
        self._later = Later(self.load, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._on_change())
        self.views: tuple[View, ...] = ()
        self.table = InventoryLines()
        self.is_seen = False

    @property
    def all_columns(self) -> Sequence[tuple[str, str]]:
        """Every column without secrets as key and title."""
        return [(str(column), column_title(column)) for column in OPEN_COLUMNS]

    @property
    def group_choices(self) -> Sequence[tuple[str, str]]:
        """What can be grouped by, as key and word; the first is none."""
        return group_words()

    @property
    def separator(self) -> str:
        """What stands between the cells of a CSV file, as the settings have it."""
        return parse_separator(self._settings.get(CSV_SEPARATOR))

    def load(self) -> None:
        """Read the rows; several reasons in a row are one reading."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("inventory", self._load())

    def search(self, text: str) -> None:
        """Show the doors in which every word stands."""
        self._look(replace(self.table.view, search=text))

    def sort(self, key: str, *, is_descending: bool = False) -> None:
        """Sort by a column; an empty key is by site and door."""
        column = Column(key) if key else None
        self._look(replace(self.table.view, sort=column, is_descending=is_descending))

    def group(self, key: str) -> None:
        """Group by something; an empty key ends that."""
        self._look(replace(self.table.view, group=GroupBy(key) if key else None))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in this order."""
        self._look(replace(self.table.view, columns=tuple(Column(key) for key in keys)))

    def choose_view(self, name: str) -> None:
        """Look at a saved view; an empty name is the one that the program comes with."""
        self._look(next((view for view in self.views if view.name == name), View()))

    def save_view(self, name: str) -> None:
        """Keep what is seen as a view with this name."""
        self.run("view", self._save_view(name))

    def remove_view(self, name: str) -> None:
        """Forget a saved view."""
        self.run("view", self._remove_view(name))

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

    def proposed_path(self, wish: ExportWish) -> Path:
        """Where the file would go."""
        stem = self._workplace.project.store.file.path.stem
        what = "zwave" if wish.form == ZWAVE_JS else "project" if wish.is_whole else "inventory"
        return documents_dir() / f"{stem}-{what}.{_ENDS[wish.form]}"

    def export(self, path: Path, wish: ExportWish) -> None:
        """Write the file; whole or not at all."""
        self.run("inventory file", self._export(path, wish))

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    def _on_change(self) -> None:
        if self.is_seen and self.table.is_loaded:
            self._later.ask()

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                made = await self._service.make(OPEN_COLUMNS)
                self.table.fill(made, await asyncio.to_thread(haystacks, made.data))
                self.views = tuple(await self._view_service.all())
        finally:
            self._is_loading = False
        self.table.arrange()
        self.arranged.emit()
        self.views_changed.emit()
        self.loaded.emit()

    def _look(self, view: View) -> None:
        if view == self.table.view:
            return
        self.table.view = view
        if self.table.is_loaded:
            self.table.arrange()
            self.arranged.emit()

    async def _save_view(self, name: str) -> None:
        saved = await self._view_service.save(replace(self.table.view, name=name))
        self.views = tuple(await self._view_service.all())
        self.table.view = saved
        self.views_changed.emit()

    async def _remove_view(self, name: str) -> None:
        await self._view_service.remove(name)
        self.views = tuple(await self._view_service.all())
        self.table.view = replace(self.table.view, name="")
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
        if wish.is_whole:
            whole = await self._whole_service.make(with_secrets=wish.with_secrets)
            await save_file(path, await asyncio.to_thread(_whole_content, whole, wish))
            words = [message("said_written", said), *left_out_words(whole)]
            self.written.emit(" ".join(words))
            return
        columns = [Column(key) for key in wish.columns]
        view = self.table.view if wish.is_as_shown else None
        made = await self._service.make(columns, view=view, with_secrets=wish.with_secrets)
        await save_file(path, await asyncio.to_thread(_content, made, wish))
        self.written.emit(message("said_written", said))


def _whole_content(made: ProjectTable, wish: ExportWish) -> bytes:
    note = message("practice_project_note")
    if wish.form == JSON:
        return project_table_json(made)
    if wish.form == CSV:
        return project_table_csv(
            made, separator=wish.separator, titles=import_title, practice_note=note
        )
    title = message("for_import_title")
    return project_table_xlsx(made, titles=import_title, sheet_name=title, practice_note=note)


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
