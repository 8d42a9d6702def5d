"""The recovery sheet: printed, saved, looked at, and typed back."""

from html import escape

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFontDatabase, QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog, finished
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.note_edit import NoteEdit
from app.viewmodels.project_key import RecoverySheet

_MASK = "•••••"
_GROUPS_A_LINE = 5
_SHEET_PX = 110


class RecoverySheetDialog(PlainDialog):
    """Offers to print or save the sheet. Its groups stay hidden until somebody asks for them.

    `save_wanted` comes for the file; the owner writes what `content` gives.
    """

    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None, sheet: RecoverySheet) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("RecoverySheetDialog", "Recovery sheet"),
            translate(
                "RecoverySheetDialog",
                "This sheet opens the project when the passphrase is lost. Print it and keep it locked away: "
                "whoever has it can open the project. A new passphrase makes it void.",
            ),
            accept=translate("RecoverySheetDialog", "Done"),
        )
        self.setMinimumWidth(640)
        self._sheet = sheet
        self._is_shown = False
        self.reject_button.setVisible(False)
        self._messages = MessageStrip(theme)
        self._groups = text_label("", "title", wrap=False)
        self._groups.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._toggle = Button(theme, self.tr("S&how"), icon="eye")
        self._toggle.clicked.connect(self._on_toggle_clicked)
        self._print = Button(theme, self.tr("&Print …"), icon="clipboard-list")
        self._print.clicked.connect(self._on_print_clicked)
        save = Button(theme, self.tr("&Save as a file …"), icon="save")
        save.clicked.connect(self.save_wanted)
        buttons = FlowLayout(8)
        for button in (self._print, save, self._toggle):
            buttons.addWidget(button)
        self.body.addWidget(self._messages)
        self.body.addWidget(self._groups)
        self.body.addWidget(boxed(buttons))
        self._show_groups()

    async def wait(self) -> None:
        """Open it and return when it was closed."""
        await finished(self)

    def say(self, sentence: str) -> None:
        """Say that something went well."""
        self._messages.show_message(sentence, "ok")

    def warn(self, sentence: str) -> None:
        """Say that something went wrong."""
        self._messages.show_message(sentence, "bad")

    def content(self, *, is_text: bool) -> Secret[str]:
        """The sheet as plain text, or as a page that a browser can print."""
        if is_text:
            return Secret(f"{self._sheet.text}\n\n{_lines(self._sheet.groups.reveal())}\n")
        return Secret(_page(self._sheet))

    def _on_toggle_clicked(self) -> None:
        self._is_shown = not self._is_shown
        self._show_groups()

    def _show_groups(self) -> None:
        groups = self._sheet.groups.reveal().split()
        shown = groups if self._is_shown else [_MASK] * len(groups)
        self._groups.setText(_lines(" ".join(shown)))
        self._groups.setMinimumSize(self._groups.sizeHint())
        self._groups.setAccessibleName("" if self._is_shown else self.tr("The key, hidden"))
        self._toggle.setText(self.tr("&Hide") if self._is_shown else self.tr("S&how"))
        self._toggle.set_icon_name("eye-off" if self._is_shown else "eye")

    def _on_print_clicked(self) -> None:
        # Printing is loaded when somebody prints.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.tr("Recovery sheet"))
        dialog = QPrintDialog(printer, self)

        def print_page() -> None:
            document = QTextDocument()
            document.setHtml(_page(self._sheet))
            document.print_(printer)
            self.say(self.tr("The sheet was sent to the printer."))

        dialog.accepted.connect(print_page)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own `open` is another one, with a receiver


class SheetDialog(PlainDialog):
    """Takes what was typed from the paper."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        project: str,
        *,
        error: str = "",
        typed: Secret[str] | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("SheetDialog", "Open {0} with the recovery sheet").format(project),
            translate(
                "SheetDialog",
                "Type the 13 groups in their order. Capitals, spaces and lines do not matter.",
            ),
            accept=translate("SheetDialog", "Open"),
        )
        self._text = NoteEdit(typed.reveal() if typed is not None else "", height_px=_SHEET_PX)
        self._text.setAccessibleName(self.tr("The groups of the recovery sheet"))
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.textChanged.connect(self._on_text_changed)
        self._text.refused.connect(self._on_text_refused)
        self._error = text_label(error, "body", "bad")
        self._error.setVisible(bool(error))
        self.body.addWidget(self._text)
        self.body.addWidget(self._error)
        self._on_text_changed()
        self._text.setFocus()

    def take(self) -> Secret[str]:
        """What was typed, removed from the dialog."""
        typed = Secret(self._text.toPlainText())
        self._text.setPlainText("")
        return typed

    def _on_text_refused(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(True)

    def _on_text_changed(self) -> None:
        self.set_acceptable(bool(self._text.toPlainText().strip()))


async def ask_sheet(
    theme: Theme,
    parent: QWidget | None,
    project: str,
    *,
    error: str = "",
    typed: Secret[str] | None = None,
) -> Secret[str] | None:
    """The typed groups; None when cancelled. `typed` is what was typed before."""
    dialog = SheetDialog(theme, parent, project, error=error, typed=typed)
    return dialog.take() if await finished(dialog) else None


def _lines(groups: str) -> str:
    parts = groups.split()
    lines = [parts[at : at + _GROUPS_A_LINE] for at in range(0, len(parts), _GROUPS_A_LINE)]
    return "\n".join("  ".join(line) for line in lines)


def _page(sheet: RecoverySheet) -> str:
    """A page of black on white; the groups are numbered, so that a mistyped one can be named."""
    title = QCoreApplication.translate("RecoverySheet", "Recovery sheet")
    below = QCoreApplication.translate(
        "RecoverySheet", "Printed on ____________, kept at ____________"
    )
    how = QCoreApplication.translate(
        "RecoverySheet",
        "To use it: open the project in Lockchart, choose “Use the recovery sheet” and type the groups in their order.",
    )
    cells = "".join(
        f"<td style='padding:6px 14px'><small>{number}</small><br><tt style='font-size:16pt'>{escape(group)}</tt></td>"
        + ("</tr><tr>" if number % _GROUPS_A_LINE == 0 else "")
        for number, group in enumerate(sheet.groups.reveal().split(), 1)
    )
    return (
        "<!doctype html><html><head><meta charset='utf-8'>"
        f"<title>{escape(title)}</title></head><body style='font-family:sans-serif'>"
        f"<h1>{escape(title)}</h1><h2>{escape(sheet.project)}</h2><p>{escape(sheet.text)}</p>"
        f"<table><tr>{cells}</tr></table><p>{escape(how)}</p><p>{escape(below)}</p></body></html>\n"
    )
