"""Finding things in a list: a search field and filter chips with their counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.layouts import FlowLayout


class SearchField(QLineEdit):
    """A line to search in. `search_changed` gives the trimmed text; Esc clears it."""

    search_changed = Signal(str)

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._glass = self.addAction(
            theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        theme.changed.connect(self._draw_icon)
        self.textChanged.connect(lambda text: self.search_changed.emit(text.strip()))

    def _draw_icon(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class ChipData:
    """One filter: its key, its word, how many it would show (None: say no number)."""

    key: str
    word: str
    count: int | None = None


class FilterChips(QWidget):
    """A line of filters, one of them chosen. `chosen` gives its key; the arrow keys move."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._flow = FlowLayout(8)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: dict[str, QPushButton] = {}
        self._group.buttonClicked.connect(
            lambda button: self.chosen.emit(str(button.property("key")))
        )

    @property
    def key(self) -> str:
        """The chosen filter's key, empty when there is none."""
        button = self._group.checkedButton()
        return str(button.property("key")) if button else ""

    def set_chips(self, chips: Sequence[ChipData]) -> None:
        """Show these filters; the chosen one stays chosen if it is still there, else the first."""
        if [chip.key for chip in chips] != list(self._chips):
            self._rebuild(chips)
        for chip in chips:
            count = "" if chip.count is None else f" {chip.count}"
            self._chips[chip.key].setText(chip.word + count)

    def choose(self, key: str) -> None:
        """Choose a filter without telling anybody."""
        if key in self._chips:
            self._chips[key].setChecked(True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return self._flow.minimumSize()

    def _rebuild(self, chips: Sequence[ChipData]) -> None:
        before = self.key
        for button in self._chips.values():
            self._group.removeButton(button)
            self._flow.removeWidget(button)
            button.deleteLater()
        self._chips = {}
        for chip in chips:
            button = QPushButton(chip.word)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("kind", "chip")
            button.setProperty("key", chip.key)
            self._group.addButton(button)
            self._flow.addWidget(button)
            self._chips[chip.key] = button
        keep = before if before in self._chips else next(iter(self._chips), "")
        self.choose(keep)
