"""Typing a setup code: grouped and judged while it is typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.form import Field
from app.ui.widgets.layouts import column, lie_flat
from app.viewmodels.intake import CameBy, Intake


class CodeEntry(QWidget):
    """The field for a setup code. `submitted` gives the code when Enter was pressed on one that may be taken.

    What is refused stays in the field. `changed` comes whenever the text is another.
    """

    submitted = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, label: str = "", *, needs_setup_code: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._needs_setup_code = needs_setup_code
        self._line = QLineEdit()
        self._field = Field(label or self.tr("Type a code"), self._line)
        layout = column(6)
        layout.addWidget(self._field)
        self.setLayout(layout)
        lie_flat(self)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self.changed)
        self._line.returnPressed.connect(self.submit)

    @property
    def code(self) -> Secret[str]:
        """What was typed."""
        return Secret(self._line.text().strip())

    @property
    def is_usable(self) -> bool:
        """Whether it is a usable setup code."""
        return bool(self._line.text())

    def clear(self) -> None:
        """Empty the field, without a trace in its undo history."""
        self._line.setText("")

    def submit(self) -> None:
        """Take what was typed, or say why not and where to look."""
        self.submitted.emit(self.code)

    def send_to(self, intake: Intake) -> None:
        """Take what is submitted into the tray; the field is emptied when it was kept."""
        self.submitted.connect(lambda code: intake.take_text(code, CameBy.TYPED, self.clear))
