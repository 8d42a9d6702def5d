"""Taking a table into the project: how it was read, what its columns mean, what would be done, and doing it."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.settings import CSV_SEPARATOR, Settings
from app.domain.import_fields import ImportField
from app.services.import_tables import ImportTable, ReadOptions
from app.services.import_template import write_template_blocking
from app.services.import_thread import ImportStage
from app.services.importing import ImportPreview
from app.services.inventory import parse_separator
from app.services.workplace import Workplace
from app.texts.harmless import harmless
from app.texts.import_titles import column_hint, column_title, import_titles
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.import_looks import (
    ColumnItem,
    PreviewLook,
    TableLook,
    column_items,
    preview_look,
    table_look,
)

_LONGEST_NAME = 80
_TELL_EVERY_S = 0.15
NOTHING = PreviewLook("", can_apply=False)


class ImportViewModel(ViewModel):
    """Leads a table from a file into the project. Nothing is written before `apply`.

    `stopped` comes when somebody stopped; `taken` carries the sentence for an import that is done.
    """

    table_read = Signal()
    columns_changed = Signal()
    planned = Signal()
    taken = Signal(str)
    stopped = Signal()
    progressed = Signal(str, int, int)
    template_written = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._settings = workplace, settings
        self._path: Path | None = None
        self._options = _fresh_options()
        self._table: ImportTable | None = None
        self._table_look = TableLook()
        self._wanted: dict[int, ImportField | None] = {}  # the last one said stands last
        self._fields: dict[int, ImportField] = {}
        self._preview: ImportPreview | None = None
        self._look = NOTHING
        self._task: asyncio.Task[Any] | None = None
        self._stage: ImportStage | None = None
        self._told_at = 0.0

    # --- the file -------------------------------------------------------------------------------

    @property
    def file_name(self) -> str:
        """The table's own name."""
        return harmless(self._path.name, _LONGEST_NAME) if self._path is not None else ""

    @property
    def is_read(self) -> bool:
        """Whether a table was read."""
        return self._table is not None

    def take_file(self, path: Path) -> None:
        """Read another file, whatever it is; everything about it is found anew."""
        self._table = None
        self._path = path
        self._start("read table", self._read(path, _fresh_options()))

    def read_again(self) -> None:
        """Read the same file as it is now; what its columns mean stays while the headings do."""
        if self._path is not None:
            self._start("read table", self._read(self._path, self._options))

    def correct(self, name: str, key: str) -> None:
        """Read it with another `encoding`, `separator`, `sheet` or `header_row`; where that fails, the table stays as it was read."""
        options = self._options
        if name == "encoding":
            options = replace(options, encoding=key)
        elif name == "separator":
            options = replace(options, separator=key)
        elif name == "sheet":
            options = replace(options, sheet=key, header_row=None)
        else:
            options = replace(options, header_row=int(key))
        if self._path is not None:
            self._start("read table", self._read(self._path, options))

    def write_template(self, path: Path) -> None:
        """Write an empty table to fill in."""
        self.run("template", self._write_template(path))

    @property
    def table_look(self) -> TableLook:
        """How the table was read, and what else it could be."""
        return self._table_look

    # --- the columns ----------------------------------------------------------------------------

    @property
    def columns(self) -> list[ColumnItem]:
        """The columns that have a heading or say something."""
        if self._table is None:
            return []
        return column_items(self._table, self._table_look, self._fields)

    def set_field(self, place: int, word: str) -> None:
        """Say what a column means. Another column that meant it has it back once this one means something else.

        (Arrow keys walk over every meaning on the way to the one that is wanted.)
        """
        self._wanted.pop(place, None)
        self._wanted[place] = ImportField(word) if word else None
        self._fields = _given(self._wanted)
        self.columns_changed.emit()

    @property
    def has_columns(self) -> bool:
        """Whether any column means something."""
        return bool(self._fields)

    # --- the preview ----------------------------------------------------------------------------

    def plan(self) -> None:
        """Find out what the table would do."""
        if self._table is not None:
            self._start("plan import", self._plan(self._table))

    @property
    def look(self) -> PreviewLook:
        """What the table would do, for people; empty before it was found out."""
        return self._look

    def apply(self) -> None:
        """Do it, all or nothing."""
        if self._preview is not None and self._look.can_apply:
            self._start("import", self._apply(self._preview))

    def stop(self) -> None:
        """End what runs; nothing of it stays."""
        if self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        """Stop what runs, and say nothing of it to a screen that is gone; safe twice."""
        self.stop()
        self._task = None
        await super().close()

    # --- work -----------------------------------------------------------------------------------

    def _start(self, name: str, coroutine: Coroutine[Any, Any, object]) -> None:
        """One thing at a time: what ran before is stopped."""
        self.stop()
        self._stage = None
        task = self._tasks.start(name, self._guarded(coroutine))
        self._task = task
        task.add_done_callback(lambda _task: self._ended(task, coroutine))

    def _ended(self, task: asyncio.Task[Any], coroutine: Coroutine[Any, Any, object]) -> None:
        coroutine.close()  # one that is cancelled before its first step would complain
        if self._task is task:
            self._task = None
            if task.cancelled():
                self.stopped.emit()

    async def _read(self, path: Path, options: ReadOptions) -> None:
        table = await self._workplace.importing.read(path, options, on_progress=self._tell)
        self._table_look = await asyncio.to_thread(table_look, table)
        before = self._table
        is_same = before is not None and before.headings == table.headings
        if not is_same:
            self._wanted = dict(table.fields)
            self._fields = dict(table.fields)
        self._table, self._options = table, options
        self._preview, self._look = None, NOTHING
        self.table_read.emit()

    async def _plan(self, table: ImportTable) -> None:
        self._preview, self._look = None, NOTHING
        preview = await self._workplace.importing.plan(table, self._fields, on_progress=self._tell)
        self._look = await asyncio.to_thread(preview_look, preview)
        self._preview = preview
        self.planned.emit()

    async def _apply(self, preview: ImportPreview) -> None:
        kinds: list[str] = []
        store = self._workplace.project.store
        end = store.subscribe(lambda change: kinds.append(str(change.kind)))
        try:
            await self._workplace.importing.apply(preview, on_progress=self._tell)
        except asyncio.CancelledError:
            # Stopping that comes after the commit finds it done, and that is what is said then.
            if "import_edited" not in kinds:
                raise
        finally:
            end()
        self.taken.emit(message("import_done"))

    async def _write_template(self, path: Path) -> None:
        def write() -> None:
            write_template_blocking(
                path,
                {field: column_title(field) for field in ImportField},
                {field: column_hint(field) for field in ImportField},
                sheet_names=(message("import_sheet_table"), message("import_sheet_columns")),
                hint_titles=(message("import_head_column"), message("import_head_what")),
                separator=parse_separator(self._settings.get(CSV_SEPARATOR)),
            )

        await asyncio.to_thread(write)
        self.template_written.emit(message("said_written", {"name": path.name}))

    def _tell(self, stage: ImportStage, done: int, total: int) -> None:
        """Pass progress on, not more often than somebody can read it: each time the window draws itself anew."""
        now = asyncio.get_running_loop().time()
        is_first_or_last = stage is not self._stage or (total and done == total)
        if is_first_or_last or now - self._told_at >= _TELL_EVERY_S:
            self._stage, self._told_at = stage, now
            self.progressed.emit(message(f"import_stage_{stage}"), done, total)


def _given(wanted: Mapping[int, ImportField | None]) -> dict[int, ImportField]:
    """The meaning of each column, each given once: to the column for which it was said last."""
    found: dict[int, ImportField] = {}
    for place, field in reversed(list(wanted.items())):
        if field is not None and field not in found.values():
            found[place] = field
    return found


def _fresh_options() -> ReadOptions:
    """Everything is found; the last line of a practice project's own files is no row."""
    return ReadOptions(
        titles=import_titles(), remarks=frozenset({message("practice_project_note")})
    )
