"""The inventory: every lock and door in one table, looked at in views, summed up, and its way into a file."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.dialogs import ask_save_file, confirm, finished
from app.ui.pages.inventory_columns import ColumnsDialog
from app.ui.pages.inventory_export import ExportDialog, secrets_meaning
from app.ui.pages.inventory_sums import SumsView
from app.ui.pages.lock_notes_dialog import LockNotesDialog
from app.ui.text_dialog import ask_text
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.grid_table import GridTable
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.search import SearchField
from app.ui.widgets.tabs import Tabs
from app.viewmodels.inventory import CSV, XLSX, InventoryViewModel
from app.viewmodels.inventory_lines import GroupLine, InventoryLines


class InventoryGrid:
    """The view-model's lines as cells of the table."""

    def __init__(self, lines: InventoryLines) -> None:
        self._lines = lines

    def titles(self) -> list[str]:
        return [title for _key, title in self._lines.columns]

    def line_count(self) -> int:
        return len(self._lines.lines)

    def group_at(self, line: int) -> str:
        at = self._lines.lines[line]
        return f"{at.word}  ·  {at.count}" if isinstance(at, GroupLine) else ""

    def text_at(self, line: int, column: int) -> str:
        at = self._lines.lines[line]
        return "" if isinstance(at, GroupLine) else self._lines.text(at, column)

    def tone_at(self, line: int, column: int) -> str:
        at = self._lines.lines[line]
        is_plain = isinstance(at, GroupLine) or not self._lines.is_warning(at, column)
        return "" if is_plain else "warn"

    def is_number(self, column: int) -> bool:
        return self._lines.is_number(column)


class InventoryPage(QWidget):
    """Every door with its lock; read anew each time it is shown.

    The `…_wanted` signals ask the owner to run the method of the same name, which waits for answers.
    """

    export_wanted = Signal()
    columns_wanted = Signal()
    save_view_wanted = Signal()
    notes_wanted = Signal()
    add_lock_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, theme: Theme, model: InventoryViewModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.messages = MessageStrip(theme)
        self.export_button = Button(theme, self.tr("&Export …"), icon="download", kind="primary")
        self.import_button = Button(theme, self.tr("&Import …"), icon="file-plus")
        self.columns_button = Button(theme, self.tr("&Columns …"))
        self.notes_button = Button(theme, self.tr("&Notes of the lock …"))
        self.search = SearchField(theme, self.tr("Search door, place, lock, serial or note"))
        self.view_box = ChoiceBox(theme, self.tr("View"))
        self.group_box = ChoiceBox(theme, self.tr("Group"), model.group_choices)
        self.sort_box = ChoiceBox(theme, self.tr("Sort"))
        self.descending = CheckBox(theme, self.tr("&Downwards"))
        self.save_button = Button(theme, self.tr("&Keep this view …"), kind="quiet")
        self.remove_button = Button(theme, self.tr("&Forget this view"), kind="quiet")
        self.counted = text_label("", "small", "muted", wrap=False)
        self.table = GridTable(theme, self.tr("Inventory"), InventoryGrid(model.table))
        self.sums = SumsView(theme)
        self.empty = EmptyState(theme)
        self.empty.show_working(self.tr("Reading the inventory …"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.tabs = Tabs(self.tr("List or sums"))
        self.tabs.addTab(self._stack, self.tr("&List"))
        self.tabs.addTab(self.sums, self.tr("S&ums"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = row(12)
        head.addWidget(Heading(self.tr("Inventory")))
        head.addStretch(1)
        for button in (self.columns_button, self.import_button, self.export_button):
            head.addWidget(button)
        self._tools = _flow(self.view_box, self.group_box, self.sort_box, self.descending)
        self._foot = _flow(self.counted, self.notes_button, self.save_button, self.remove_button)
        layout = column(10)
        layout.addLayout(head)
        layout.addWidget(self.messages)
        layout.addWidget(self.search)
        layout.addWidget(self._tools)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._foot)
        self.setLayout(layout)
        self._show_tools(is_visible=False)

    def _connect(self) -> None:
        model = self._model
        self.export_button.clicked.connect(self.export_wanted)
        self.import_button.clicked.connect(self.import_wanted)
        self.columns_button.clicked.connect(self.columns_wanted)
        self.notes_button.clicked.connect(self.notes_wanted)
        self.save_button.clicked.connect(self.save_view_wanted)
        self.remove_button.clicked.connect(lambda: model.remove_view(model.table.view.name))
        self.search.search_changed.connect(model.search)
        self.view_box.chosen.connect(self._on_view_chosen)
        self.group_box.chosen.connect(model.group)
        self.sort_box.chosen.connect(lambda _key: self._sort())
        self.descending.toggled.connect(lambda _on: self._sort())
        self.table.sort_wanted.connect(self._on_heading_clicked)
        self.table.line_chosen.connect(lambda _line: self._show_notes_button())
        self.table.line_opened.connect(lambda _line: self._open_notes())
        self.tabs.currentChanged.connect(lambda _tab: self._show_sums())
        self.empty.primary_pressed.connect(self.add_lock_wanted)
        self.empty.second_pressed.connect(self.search.clear)
        model.loaded.connect(self._on_model_loaded)
        model.arranged.connect(self._on_model_arranged)
        model.views_changed.connect(self._show_views)
        model.written.connect(lambda text: self.messages.show_message(text, "ok"))
        model.failed.connect(lambda text: self.messages.show_message(text, "bad"))

    async def export(self) -> None:
        """Ask what and where to, ask once more where secrets go along, and write it."""
        model = self._model
        dialog = ExportDialog(
            self._theme,
            self.window(),
            model.all_columns,
            [key for key, _title in model.table.columns],
            model.separator,
        )
        if not await finished(dialog):
            return
        wish = dialog.wish
        if wish.with_secrets and not await self._is_sure():
            return
        kinds = {CSV: self.tr("CSV table (*.csv)"), XLSX: self.tr("Workbook (*.xlsx)")}
        kind = kinds.get(wish.form, self.tr("JSON file (*.json)"))
        proposed = model.proposed_path(wish)
        path = await ask_save_file(self.window(), self.tr("Export the inventory"), [kind], proposed)
        if path is not None:
            model.export(path, wish)

    async def choose_columns(self) -> None:
        """Ask which columns are shown, and in which order."""
        shown = [key for key, _title in self._model.table.columns]
        dialog = ColumnsDialog(self._theme, self.window(), self._model.all_columns, shown)
        if await finished(dialog):
            self._model.show_columns(dialog.keys)

    async def save_view(self) -> None:
        """Ask for a name and keep the view."""
        name = await ask_text(
            self._theme,
            self.window(),
            self.tr("Keep this view"),
            self.tr("&Name"),
            text=self._model.table.view.name,
            helper=self.tr("Columns, order, groups and search are kept in the project."),
            accept=self.tr("Keep"),
        )
        if name:
            self._model.save_view(name)

    async def note(self) -> None:
        """Ask what is to be noted of the lock in the current row."""
        at = self._current_row()
        if at is None or not self._model.table.has_lock(at):
            return
        model, door_id = self._model, self._model.table.door_id(at)
        dialog = LockNotesDialog(
            self._theme,
            self.window(),
            model.table.place(at),
            model.table.notes(at),
            model.note_problem,
        )
        if await finished(dialog):
            model.note(door_id, dialog.values)

    async def _is_sure(self) -> bool:
        return await confirm(
            self._theme,
            self.window(),
            self.tr("Write secrets into a file?"),
            secrets_meaning(),
            accept=self.tr("Write them"),
            is_destructive=True,
        )

    def _current_row(self) -> int | None:
        line = self.table.current_line
        at = self._model.table.lines[line] if 0 <= line < len(self._model.table.lines) else None
        return at if isinstance(at, int) else None

    def _open_notes(self) -> None:
        if self.notes_button.isEnabled():
            self.notes_wanted.emit()

    def _show_notes_button(self) -> None:
        at = self._current_row()
        self.notes_button.setEnabled(at is not None and self._model.table.has_lock(at))

    def _on_view_chosen(self, name: str) -> None:
        self._model.choose_view(name)
        self._show_view()

    def _on_heading_clicked(self, column: int) -> None:
        key = self._model.table.columns[column][0]
        is_again = key == self.sort_box.key
        self.sort_box.choose(key)
        _quietly(
            self.descending, lambda: self.descending.setChecked(is_again and not self._is_down())
        )
        self._sort()

    def _is_down(self) -> bool:
        return self.descending.isChecked()

    def _sort(self) -> None:
        self._model.sort(self.sort_box.key, is_descending=self._is_down())

    def _on_model_loaded(self) -> None:
        is_any = self._model.table.total > 0
        self._show_tools(is_visible=is_any)
        if not is_any:
            self.empty.show_nothing_yet(
                self.tr("Nothing here yet"),
                self.tr("Every door with its lock stands here once there is one."),
                self.tr("Add the first lock"),
                icon="clipboard-list",
            )
            self._stack.setCurrentWidget(self.empty)

    def _on_model_arranged(self) -> None:
        model = self._model
        self.table.renew()
        keys = [key for key, _title in model.table.columns]
        sort = str(model.table.view.sort or "")
        self.table.show_sorting(
            keys.index(sort) if sort in keys else -1, is_descending=model.table.view.is_descending
        )
        if model.table.total and not model.table.matches:
            self.empty.show_nothing_matches(model.table.view.search)
        elif model.table.matches:
            self.empty.forget()
        self._stack.setCurrentWidget(self.table if model.table.matches else self.empty)
        words = self.tr("{0} of {1} doors").format(model.table.matches, model.table.total)
        self.counted.setText(words if model.table.total else "")
        self._show_view()
        self._show_notes_button()
        self._show_sums()

    def _show_tools(self, *, is_visible: bool) -> None:
        for widget in (self.search, self._tools, self._foot, self.columns_button):
            widget.setVisible(is_visible)
        self.export_button.setEnabled(is_visible)
        self.tabs.tabBar().setVisible(is_visible)

    def _show_views(self) -> None:
        names = [(view.name, view.name) for view in self._model.views]
        self.view_box.set_options([("", self.tr("Standard view")), *names])
        self._show_view()

    def _show_view(self) -> None:
        """What the controls say is what is shown, also after a view was chosen."""
        model, view = self._model, self._model.table.view
        none = ("", self.tr("Sort: site and door"))
        by = [(key, self.tr("Sort: {0}").format(title)) for key, title in model.all_columns]
        if self.sort_box.count() != len(by) + 1:
            self.sort_box.set_options([none, *by])
        self.view_box.choose(view.name)
        self.group_box.choose(str(view.group or ""))
        self.sort_box.choose(str(view.sort or ""))
        _quietly(self.descending, lambda: self.descending.setChecked(view.is_descending))
        if self.search.text().strip() != view.search:
            _quietly(self.search, lambda: self.search.setText(view.search))
        self.remove_button.setVisible(bool(view.name))

    def _show_sums(self) -> None:
        if self.tabs.currentWidget() is self.sums:
            self.sums.set_tables(self._model.table.sum_tables())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.is_seen = True
        self._model.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.is_seen = False


def _flow(*widgets: QWidget) -> QWidget:
    flow = FlowLayout(8)
    for widget in widgets:
        flow.addWidget(widget)
    return boxed(flow)


def _quietly(widget: QWidget, work: Callable[[], None]) -> None:
    """Do it without the widget telling anybody."""
    was_quiet = widget.blockSignals(True)
    work()
    widget.blockSignals(was_quiet)
