"""Dialogs that are awaited: `open()` and a future, never `exec()`, so that the loop goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.details_box import DetailsBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.secret_field import SecretField

_FRAME_PX = 60
"""About what a window system draws around a dialog, and leaves to its own bars."""


async def finished(dialog: QDialog) -> bool:
    """Open the dialog, wait for its end, and dispose of it; whether it was accepted.

    A cancelled wait closes the dialog.
    """
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not done.done():
            done.set_result(code)

    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await done == QDialog.DialogCode.Accepted
    finally:
        if dialog.isVisible():
            dialog.finished.disconnect(settle)
            dialog.reject()
        dialog.deleteLater()


class PlainDialog(QDialog):
    """A window-modal sheet: title, sentence, a body to fill, Cancel left of the one accepting button.

    Enter accepts while accepting is possible, Esc rejects.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        title: str,
        text: str = "",
        *,
        accept: str = "",
        reject: str = "",
        is_destructive: bool = False,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(440)
        self.body = column(12)
        self.reject_button = Button(
            theme, reject or QCoreApplication.translate("PlainDialog", "Cancel")
        )
        self.accept_button = Button(
            theme,
            accept or QCoreApplication.translate("PlainDialog", "OK"),
            kind="destructive" if is_destructive else "primary",
        )
        self.accept_button.clicked.connect(self.accept)
        self.reject_button.clicked.connect(self.reject)
        if is_destructive:
            self.reject_button.setDefault(True)
        else:
            self.accept_button.setDefault(True)
        buttons = row(8)
        buttons.addStretch(1)
        buttons.addWidget(self.reject_button)
        buttons.addWidget(self.accept_button)
        layout = column(12, 24)
        layout.addWidget(text_label(title, "h2"))
        if text:
            layout.addWidget(text_label(text))
        layout.addLayout(self.body)
        self._told = text_label("", "strong")
        self._told.setVisible(False)
        layout.addWidget(self._told)
        layout.addStretch(1)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        self.setLayout(layout)
        self.setAccessibleDescription(text)

    def set_acceptable(self, can_accept: bool) -> None:  # a plain setter, like setEnabled
        """Whether the accepting button and Enter work."""
        self.accept_button.setEnabled(can_accept)

    def give_room(self) -> None:
        """Let the body take the room that is left, instead of the space below it."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            for number in range(layout.count()):
                layout.setStretch(number, 0)
            layout.setStretchFactor(self.body, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._be_high_enough()

    def _be_high_enough(self) -> None:
        """Qt opens a dialog with two thirds of the screen's height at most, where words of several lines would be cut."""
        needed = self.heightForWidth(self.width())
        most = self.screen().availableGeometry().height() - _FRAME_PX
        if self.height() < min(needed, most):
            self.resize(self.width(), min(needed, most))

    def tell(self, sentence: str) -> None:
        """Say what happened meanwhile, below what is asked."""
        self._told.setText(sentence)
        self._told.setVisible(True)
        announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        focus = self.focusWidget()
        if is_enter and isinstance(focus, Button) and focus.isEnabled():
            focus.click()
            return
        super().keyPressEvent(event)


async def confirm(
    theme: Theme,
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    accept: str,
    reject: str = "",
    is_destructive: bool = False,
) -> bool:
    """Ask before something is done; Enter answers no where it destroys."""
    return await finished(
        PlainDialog(
            theme,
            parent,
            title,
            text,
            accept=accept,
            reject=reject,
            is_destructive=is_destructive,
        )
    )


async def show_message(
    theme: Theme, parent: QWidget | None, title: str, text: str, *, details: str = ""
) -> None:
    """Say something that has to be read; details must come redacted."""
    dialog = PlainDialog(
        theme, parent, title, text, accept=QCoreApplication.translate("PlainDialog", "Close")
    )
    dialog.reject_button.setVisible(False)
    if details:
        dialog.body.addWidget(DetailsBox(theme, details))
    await finished(dialog)


class PassphraseDialog(PlainDialog):
    """Asks for the passphrase of a project that exists; may offer to remember it here."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        project: str,
        *,
        error: str = "",
        can_remember: bool = False,
        has_recovery: bool = False,
    ) -> None:
        super().__init__(
            theme,
            parent,
            QCoreApplication.translate("PassphraseDialog", "Open {0}").format(project),
            accept=QCoreApplication.translate("PassphraseDialog", "Open"),
        )
        self.wants_recovery = False
        self._field = SecretField(theme, self.tr("&Passphrase"))
        self._remember = CheckBox(theme, self.tr("&Remember on this computer"))
        self._remember.setVisible(can_remember)
        self.body.addWidget(self._field)
        self.body.addWidget(self._remember)
        if has_recovery:
            sheet = Button(theme, self.tr("Use the recovery &sheet …"), kind="quiet")
            sheet.clicked.connect(self._on_sheet_clicked)
            line = row(0)
            line.addWidget(sheet)
            line.addStretch(1)
            self.body.addLayout(line)
        if error:
            self._field.set_error(error)
        self._field.changed.connect(self._on_field_changed)
        self._on_field_changed()
        self._field.setFocus()

    @property
    def is_remembered(self) -> bool:
        """Whether the passphrase is to be kept in the computer's keyring."""
        return self._remember.isChecked()

    def take(self) -> Secret[str]:
        """The passphrase, removed from the dialog."""
        return self._field.take()

    def _on_field_changed(self) -> None:
        self.set_acceptable(not self._field.is_empty)

    def _on_sheet_clicked(self) -> None:
        self.wants_recovery = True
        self.reject()


class NewPassphraseDialog(PlainDialog):
    """Asks twice for a new passphrase and says that there is no way back without it or the sheet."""

    def __init__(self, theme: Theme, parent: QWidget | None, title: str) -> None:
        super().__init__(
            theme,
            parent,
            title,
            QCoreApplication.translate(
                "NewPassphraseDialog",
                "Without this passphrase or the recovery sheet nobody can open the project again, "
                "and nobody can reset it.",
            ),
            accept=QCoreApplication.translate("NewPassphraseDialog", "Set passphrase"),
        )
        self._first = SecretField(
            theme,
            self.tr("&New passphrase"),
            helper=self.tr("Several words in a row are easy to remember and hard to guess."),
        )
        self._second = SecretField(theme, self.tr("The same &again"))
        self.body.addWidget(self._first)
        self.body.addWidget(self._second)
        for field in (self._first, self._second):
            field.changed.connect(self._on_field_changed)
        self._on_field_changed()
        self._first.setFocus()

    def take(self) -> Secret[str]:
        """The passphrase, removed from the dialog."""
        self._second.clear()
        return self._first.take()

    def _on_field_changed(self) -> None:
        self.set_acceptable(not self._first.is_empty and not self._second.is_empty)

    def accept(self) -> None:
        if self._first.is_empty:
            self._first.set_error(self.tr("An empty passphrase protects nothing."))
            self._first.setFocus()
        elif not self._first.matches(self._second):
            self._second.set_error(self.tr("The two passphrases differ."))
            self._second.setFocus()
        else:
            super().accept()


@dataclass(frozen=True, slots=True)
class PassphraseAnswer:
    """The passphrase, or the wish to type the recovery sheet instead."""

    passphrase: Secret[str] | None
    is_remembered: bool = False


async def ask_passphrase(
    theme: Theme,
    parent: QWidget | None,
    project: str,
    *,
    error: str = "",
    can_remember: bool = False,
    has_recovery: bool = False,
) -> PassphraseAnswer | None:
    """The passphrase of a project; None when cancelled, one without passphrase for the recovery sheet."""
    dialog = PassphraseDialog(
        theme, parent, project, error=error, can_remember=can_remember, has_recovery=has_recovery
    )
    if await finished(dialog):
        return PassphraseAnswer(dialog.take(), dialog.is_remembered)
    return PassphraseAnswer(None) if dialog.wants_recovery else None


async def ask_new_passphrase(
    theme: Theme, parent: QWidget | None, title: str
) -> Secret[str] | None:
    """A new passphrase, given twice; None when cancelled."""
    dialog = NewPassphraseDialog(theme, parent, title)
    return dialog.take() if await finished(dialog) else None


async def ask_open_file(
    parent: QWidget | None, title: str, filters: Sequence[str], folder: Path | None = None
) -> Path | None:
    """A file that exists, or None; filters read like `Lockchart project (*.lockchart)`."""
    dialog = QFileDialog(parent, title, str(folder or ""))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen_file(dialog, filters)


async def ask_open_files(parent: QWidget | None, title: str, filters: Sequence[str]) -> list[Path]:
    """Files that exist, several at once; none when cancelled."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return await _chosen_files(dialog, filters)


async def ask_save_file(
    parent: QWidget | None, title: str, filters: Sequence[str], proposed: Path
) -> Path | None:
    """Where to write, or None; an existing file is asked about by the dialog itself.

    The ending of the proposed name is added when none was typed.
    """
    dialog = QFileDialog(parent, title, str(proposed.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    return await _chosen_file(dialog, filters)


async def _chosen_file(dialog: QFileDialog, filters: Sequence[str]) -> Path | None:
    return next(iter(await _chosen_files(dialog, filters)), None)


async def _chosen_files(dialog: QFileDialog, filters: Sequence[str]) -> list[Path]:
    dialog.setNameFilters(list(filters))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    chosen: list[str] = []
    dialog.filesSelected.connect(chosen.extend)
    is_accepted = await finished(dialog)
    return [Path(name) for name in chosen] if is_accepted else []
