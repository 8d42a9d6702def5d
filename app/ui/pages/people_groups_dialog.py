"""Groups of doors and lists of holidays: a plain place to make, change and remove them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.note_edit import NoteEdit
from app.ui.widgets.tabs import Tabs
from app.viewmodels.people_groups import CALENDAR, GROUP, GroupsViewModel

NEW = ""
DATES_PX = 200
LONGEST_DATES = 8000


class _Editor(QWidget):
    """One thing of a list: which, its name, its content, and what can be done with it."""

    save_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, theme: Theme, which: str, new: str, help_text: str) -> None:
        super().__init__()
        self._new = new
        self.which = ChoiceBox(theme, which)
        self.name_line = line_edit(longest=120)
        self.name = Field(self.tr("&Name"), self.name_line)
        self.save = Button(theme, self.tr("&Save"), icon="check", kind="primary")
        self.remove = Button(theme, self.tr("&Remove"), icon="trash-2", kind="destructive")
        self._content = column(8)
        buttons = FlowLayout(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        form = column(12)
        form.setContentsMargins(2, 8, 12, 2)
        form.addWidget(text_label(help_text, "body", "muted"))
        form.addWidget(Field(which, self.which))
        form.addWidget(self.name)
        form.addLayout(self._content)
        form.addWidget(boxed(buttons))
        form.addStretch(1)
        inner = QWidget()
        inner.setLayout(form)
        layout = column(0)
        layout.addWidget(scrolled(inner))
        self.setLayout(layout)
        self.which.chosen.connect(lambda _key: self.show_chosen())
        self.name_line.textChanged.connect(lambda _text: self.check())
        self.save.clicked.connect(self.save_wanted)
        self.remove.clicked.connect(self.remove_wanted)

    def add_content(self, widget: QWidget) -> None:
        """Put the part below the name that is the editor's own."""
        self._content.addWidget(widget)

    def set_names(self, named: Sequence[tuple[str, str]]) -> None:
        """What there is to choose from; something new stands first."""
        self.which.set_options([(NEW, self._new), *named])

    def choose(self, key: str) -> None:
        """Show this one."""
        self.which.choose(key)
        self.show_chosen()

    def check(self) -> None:
        """Nothing without a name can be saved, nothing new be removed."""
        self.save.setEnabled(bool(self.name_line.text().strip()))
        self.remove.setVisible(self.which.key != NEW)

    def show_chosen(self) -> None:
        """Fill the fields with what is chosen."""
        self.check()


class GroupEditor(_Editor):
    """The doors of a group."""

    def __init__(self, theme: Theme, model: GroupsViewModel) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("GroupEditor", "Group"),
            translate("GroupEditor", "New group"),
            translate(
                "GroupEditor",
                "Who may enter a group may enter every door that is in it, also one that comes later.",
            ),
        )
        self._model = model
        self.doors = CheckRows(theme, self.tr("Doors of the group"), self.tr("Search doors"))
        self.add_content(text_label(self.tr("Doors"), "strong"))
        self.add_content(self.doors)
        self.save_wanted.connect(
            lambda: model.save_group(self.which.key, self.name_line.text(), self.doors.ticked)
        )

    def show_chosen(self) -> None:
        group = next((one for one in self._model.groups if one.id == self.which.key), None)
        self.name_line.setText(group.name if group is not None else "")
        self.doors.tick(group.door_ids if group is not None else ())
        super().show_chosen()

    def fill(self) -> None:
        """Show what the project has."""
        none = self.tr("There are no doors yet; add one first.")
        rows = [CheckRow(door.id, door.label) for door in self._model.doors]
        self.doors.set_rows(rows, none)
        self.set_names([(group.id, group.name) for group in self._model.groups])
        self.show_chosen()


class CalendarEditor(_Editor):
    """The days of a list of holidays."""

    def __init__(self, theme: Theme, model: GroupsViewModel) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("CalendarEditor", "List of holidays"),
            translate("CalendarEditor", "New list"),
            translate(
                "CalendarEditor",
                "Access can be closed on the days of a list, or follow its times of Sundays.",
            ),
        )
        self._model = model
        self.days = NoteEdit(longest=LONGEST_DATES, height_px=DATES_PX)
        helper = self.tr("One day a line, like 2026-12-25.")
        self.add_content(Field(self.tr("&Days"), self.days, helper=helper))
        self._file = Button(
            theme, self.tr("Add days from a calendar &file …"), icon="file-plus", kind="quiet"
        )
        line = FlowLayout(0)
        line.addWidget(self._file)
        self.add_content(boxed(line))
        self._file.clicked.connect(self._ask_file)
        self.save_wanted.connect(
            lambda: model.save_calendar(
                self.which.key, self.name_line.text(), self.days.toPlainText()
            )
        )

    def show_chosen(self) -> None:
        found = next((one for one in self._model.calendars if one.id == self.which.key), None)
        self.name_line.setText(found.name if found is not None else "")
        self.name_line.setEnabled(found is None)
        self.days.setPlainText("\n".join(found.days) if found is not None else "")
        super().show_chosen()

    def add_days(self, days: Sequence[str]) -> None:
        """Put more days among those that are there; they are saved with the rest."""
        known = self.days.toPlainText().split()
        self.days.setPlainText("\n".join(sorted({*known, *days})))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("A calendar file with holidays"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Calendar files (*.ics)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self._model.read_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def fill(self) -> None:
        """Show what the project has."""
        self.set_names([(one.id, one.name) for one in self._model.calendars])
        self.show_chosen()


class GroupsDialog(PlainDialog):
    """Stays open while somebody works in it; what is saved can be taken back by undo."""

    def __init__(self, theme: Theme, parent: QWidget | None, model: GroupsViewModel) -> None:
        super().__init__(
            theme,
            parent,
            QCoreApplication.translate("GroupsDialog", "Groups and holidays"),
            accept=QCoreApplication.translate("GroupsDialog", "Close"),
        )
        self._model = model
        self.reject_button.setVisible(False)
        self.accept_button.setDefault(False)
        self.accept_button.set_kind("outlined")
        self.groups = GroupEditor(theme, model)
        self.calendars = CalendarEditor(theme, model)
        self.messages = MessageStrip(theme)
        self.tabs = Tabs(self.tr("Groups and holidays"))
        self.tabs.addTab(self.groups, self.tr("&Groups of doors"))
        self.tabs.addTab(self.calendars, self.tr("&Holidays"))
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.messages)
        self.give_room()
        self.setMinimumWidth(520)
        self.resize(620, 640)
        self.groups.remove_wanted.connect(lambda: model.remove(GROUP, self.groups.which.key))
        self.calendars.remove_wanted.connect(
            lambda: model.remove(CALENDAR, self.calendars.which.key)
        )
        model.loaded.connect(self._fill)
        model.saved.connect(self._on_model_saved)
        model.failed.connect(self._on_model_failed)
        model.refused.connect(self._on_model_failed)
        model.days_read.connect(self._on_model_days_read)
        self._fill()
        self.groups.which.setFocus()
        model.load()

    def done(self, code: int) -> None:
        self._model.loaded.disconnect(self._fill)
        self._model.saved.disconnect(self._on_model_saved)
        self._model.failed.disconnect(self._on_model_failed)
        self._model.refused.disconnect(self._on_model_failed)
        self._model.days_read.disconnect(self._on_model_days_read)
        super().done(code)

    def _fill(self) -> None:
        self.groups.fill()
        self.calendars.fill()

    def _on_model_saved(self, kind: str, key: str, said: str) -> None:
        editor = self.groups if kind == GROUP else self.calendars
        editor.choose(key)
        self.messages.show_message(said, "ok")

    def _on_model_days_read(self, days: Sequence[str], said: str) -> None:
        self.calendars.add_days(days)
        if said:
            self.messages.show_message(said, "info")

    def _on_model_failed(self, sentence: str) -> None:
        self.messages.show_message(sentence, "bad")
