"""Asking for one line of text."""

from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog, finished
from app.ui.theme import Theme
from app.ui.widgets.form import Field, line_edit


class TextDialog(PlainDialog):
    """One field; accepting needs something in it."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        title: str,
        label: str,
        *,
        text: str = "",
        helper: str = "",
        accept: str = "",
    ) -> None:
        super().__init__(theme, parent, title, accept=accept)
        self._line = line_edit(text, longest=120)
        self.body.addWidget(Field(label, self._line, helper=helper))
        self._line.textChanged.connect(self._on_line_changed)
        self._line.selectAll()
        self._line.setFocus()
        self._on_line_changed()

    @property
    def text(self) -> str:
        """What was typed, without space around it."""
        return self._line.text().strip()

    def _on_line_changed(self) -> None:
        self.set_acceptable(bool(self.text))


async def ask_text(
    theme: Theme,
    parent: QWidget | None,
    title: str,
    label: str,
    *,
    text: str = "",
    helper: str = "",
    accept: str = "",
) -> str | None:
    """One line of text; None when cancelled."""
    dialog = TextDialog(theme, parent, title, label, text=text, helper=helper, accept=accept)
    return dialog.text if await finished(dialog) else None
