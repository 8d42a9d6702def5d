"""Backups: where, how many, when, what there is, and restoring one as a copy."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.dialogs import PlainDialog, finished
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.form import Field
from app.ui.widgets.labels import ElidedLabel, text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.row_list import RowData, RowList
from app.viewmodels.backups import BackupsViewModel

MOST_KEPT = 1000
_LIST_PX = 204


class BackupsDialog(PlainDialog):
    """Changes hold at once. `folder_wanted` asks for the folder, `restore_wanted` carries the backup that was chosen."""

    folder_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None, model: BackupsViewModel) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("BackupsDialog", "Backups"),
            translate(
                "BackupsDialog",
                "Each backup is a complete, encrypted copy that your passphrase opens. It is opened once to prove it before an older one is removed.",
            ),
            accept=translate("BackupsDialog", "Restore as a copy …"),
            reject=translate("BackupsDialog", "Close"),
        )
        self._model = model
        self.setMinimumWidth(560)
        self.messages = MessageStrip(theme)
        self.folder = ElidedLabel("", "body")
        self.choose = Button(theme, self.tr("Choose &folder …"), icon="folder-open")
        self.make = Button(theme, self.tr("Back up &now"), icon="save")
        self.keep = NumberBox(
            theme, self.tr("Backups kept"), low=1, high=MOST_KEPT, unit=self.tr("backups")
        )
        self.on_close = CheckBox(theme, self.tr("When the project is c&losed"))
        self.daily = CheckBox(theme, self.tr("Once a &day while it is open"))
        self.list = RowList(theme, self.tr("Backups in this folder"))
        self.list.setMinimumHeight(_LIST_PX)
        self.nothing = text_label("", "body", "muted")
        self._lay_out()
        self.accept_button.setDefault(False)
        self.reject_button.setDefault(True)
        self.choose.clicked.connect(self.folder_wanted)
        self.make.clicked.connect(model.make_now)
        self.list.row_chosen.connect(lambda _id: self._show_buttons())
        self.keep.editingFinished.connect(self._keep_wish)
        self.on_close.clicked.connect(self._keep_wish)
        self.daily.clicked.connect(self._keep_wish)
        model.changed.connect(self.show_model)
        # Bound methods end with the dialog; the model outlives it.
        model.told.connect(self._on_model_told)
        model.warned.connect(self._on_model_warned)
        model.failed.connect(self._on_model_failed)
        model.busy_changed.connect(self._show_buttons)
        self.show_model()
        model.load()

    def show_model(self) -> None:
        """Show folder, wish and list as they are."""
        model, folder = self._model, self._model.folder
        self.folder.setText(str(folder) if folder else self.tr("No folder chosen yet"))
        self.keep.setValue(model.wish.keep)
        self.on_close.setChecked(model.wish.on_close)
        self.daily.setChecked(model.wish.daily)
        self.list.set_rows([RowData(str(i.path), i.made, i.size, "save") for i in model.items])
        self.list.setVisible(bool(model.items))
        self.nothing.setVisible(not model.items)
        self.nothing.setText(
            self.tr("There is no backup in this folder yet.")
            if folder
            else self.tr("A stick or another disk is best: a broken disk takes what lies on it.")
        )
        if model.items and not self.list.chosen:
            self.list.choose(str(model.items[0].path))
        self._show_buttons()

    def accept(self) -> None:
        """Restore what is chosen; the dialog stays until that was done or given up."""
        if self.list.chosen:
            self.restore_wanted.emit(Path(self.list.chosen))

    def _lay_out(self) -> None:
        place = row(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        self.body.addWidget(self.messages)
        self.body.addLayout(place)
        often = column(0)
        often.addWidget(text_label(self.tr("Made by itself"), "strong"))
        often.addWidget(self.on_close)
        often.addWidget(self.daily)
        wish = row(24)
        wish.addLayout(often, 1)
        wish.addWidget(Field(self.tr("&Keep"), self.keep))
        self.body.addLayout(wish)
        self.body.addWidget(self.list)
        self.body.addWidget(self.nothing)
        line = row(0)
        line.addWidget(self.make)
        line.addStretch(1)
        self.body.addLayout(line)

    def _keep_wish(self) -> None:
        self._model.set_wish(
            keep=self.keep.value(),
            on_close=self.on_close.isChecked(),
            daily=self.daily.isChecked(),
        )

    def _show_buttons(self) -> None:
        is_free = not self._model.is_busy
        self.make.setEnabled(is_free and self._model.folder is not None)
        self.set_acceptable(is_free and bool(self._model.items) and bool(self.list.chosen))

    def _on_model_told(self, text: str) -> None:
        self.messages.show_message(text, "ok")

    def _on_model_warned(self, text: str) -> None:
        self.messages.show_message(text, "warn")

    def _on_model_failed(self, text: str) -> None:
        self.messages.show_message(text, "bad")


async def ask_folder(parent: QWidget | None, title: str, folder: Path | None) -> Path | None:
    """A folder that exists, or None."""
    dialog = QFileDialog(parent, title, str(folder or Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    if not await finished(dialog):
        return None
    return Path(dialog.selectedFiles()[0])
