"""Technical details that can be opened and copied."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.texts.harmless import harmless_lines
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column


class DetailsBox(QWidget):
    """Folded text with "Copy details". The text must come redacted."""

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__()
        self._toggle = Button(theme, self.tr("Show details"), icon="chevron-right", kind="quiet")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggle_toggled)
        self._copy = Button(theme, self.tr("Copy details"), icon="copy", kind="quiet")
        self._copy.clicked.connect(self._on_copy_clicked)
        self._note = text_label(self.tr("Copied."), "small", "muted")
        self._note.setVisible(False)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Details"))
        self._text.setMinimumHeight(120)
        self._text.setVisible(False)
        buttons = FlowLayout(8)
        buttons.addWidget(self._toggle)
        buttons.addWidget(self._copy)
        layout = column(6)
        layout.addWidget(boxed(buttons))
        layout.addWidget(self._text)
        layout.addWidget(self._note)
        self.setLayout(layout)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Other details; without any the box is hidden."""
        self._text.setPlainText(harmless_lines(text))
        self._toggle.setChecked(False)
        self._note.setVisible(False)
        self.setVisible(bool(text))

    def _on_toggle_toggled(self, is_open: bool) -> None:
        self._text.setVisible(is_open)
        self._toggle.setText(self.tr("Hide details") if is_open else self.tr("Show details"))
        self._toggle.set_icon_name("chevron-down" if is_open else "chevron-right")

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._note.setVisible(True)
        announce(self, self._note.text())
