"""Fields of a form: a label above, help or an error below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.texts.harmless import unmarked
from app.ui.widgets.labels import restyle, text_label
from app.ui.widgets.layouts import column, lie_flat


class Field(QWidget):
    """One input with its label (a mnemonic in it leads to the input) and a line for help or an error."""

    def __init__(self, label: str, editor: QWidget, *, helper: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._helper = helper
        caption = text_label(unmarked(label), "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label.replace("&", ""))
        self._note = text_label(helper, "small", "muted")
        self._note.setVisible(bool(helper))
        editor.setAccessibleDescription(helper)
        layout = column(6)
        layout.addWidget(caption)
        layout.addWidget(editor)
        layout.addWidget(self._note)
        self.setLayout(layout)
        lie_flat(self)
        self.setFocusProxy(editor)
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(self._on_editor_edited)

    @property
    def error(self) -> str:
        """The error shown, empty when there is none."""
        return self._note.text() if self._note.property("tone") == "bad" else ""

    def set_error(self, text: str) -> None:
        """Say below the input what is wrong; an empty text brings the help back."""
        shown = text or self._helper
        self._note.setText(shown)
        self._note.setProperty("tone", "bad" if text else "muted")
        restyle(self._note)
        self._note.setVisible(bool(shown))
        self.editor.setAccessibleDescription(shown)
        self.editor.setProperty("state", "bad" if text else "")
        restyle(self.editor)

    def _on_editor_edited(self) -> None:
        if self.error:
            self.set_error("")


def line_edit(text: str = "", *, placeholder: str = "", longest: int = 200) -> QLineEdit:
    """A line for ordinary text."""
    line = QLineEdit(text)
    line.setPlaceholderText(placeholder)
    line.setMaxLength(longest)
    return line
