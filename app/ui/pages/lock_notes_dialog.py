"""Noting what a lock does not say of itself: its battery, when it was bought, its warranty."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.form import Field, line_edit


class LockNotesDialog(PlainDialog):
    """A line for each thing; what cannot be noted is said below its line, and nothing is taken then."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        place: str,
        notes: Sequence[tuple[str, str, str]],
        problem: Callable[[str, str], str],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("LockNotesDialog", "Notes of the lock"),
            place,
            accept=translate("LockNotesDialog", "Keep"),
        )
        self._problem = problem
        self._fields: dict[str, Field] = {}
        self._lines: dict[str, QLineEdit] = {}
        for key, title, text in notes:
            line = line_edit(text, longest=2000)
            is_day = key.endswith(("_on", "_until"))
            helper = translate("LockNotesDialog", "Year-month-day, such as 2027-03-31")
            field = Field(title, line, helper=helper if is_day else "")
            self._fields[key], self._lines[key] = field, line
            self.body.addWidget(field)

    @property
    def values(self) -> dict[str, str]:
        """What stands in the lines, by key."""
        return {key: line.text().strip() for key, line in self._lines.items()}

    def accept(self) -> None:
        problems = {key: self._problem(key, text) for key, text in self.values.items()}
        for key, words in problems.items():
            self._fields[key].set_error(words)
        wrong = next((key for key, words in problems.items() if words), None)
        if wrong is not None:
            self._lines[wrong].setFocus()
            return
        super().accept()
