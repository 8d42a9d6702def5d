"""A question with two answers beside Cancel."""

from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog, finished
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.layouts import row


class ThreeWayDialog(PlainDialog):
    """The first answer is the safe one and stands on the accepting button; the second takes something away."""

    def __init__(
        self, theme: Theme, parent: QWidget | None, title: str, text: str, first: str, second: str
    ) -> None:
        super().__init__(theme, parent, title, text, accept=first)
        self.is_second = False
        self.second_button = Button(theme, second, kind="destructive")
        self.second_button.clicked.connect(self._on_second_clicked)
        line = row(0)
        line.addWidget(self.second_button)
        line.addStretch(1)
        self.body.addLayout(line)

    def _on_second_clicked(self) -> None:
        self.is_second = True
        self.accept()


async def ask_three_ways(
    theme: Theme, parent: QWidget | None, title: str, text: str, *, first: str, second: str
) -> str | None:
    """`first`, `second`, or None when cancelled."""
    dialog = ThreeWayDialog(theme, parent, title, text, first, second)
    if not await finished(dialog):
        return None
    return "second" if dialog.is_second else "first"
