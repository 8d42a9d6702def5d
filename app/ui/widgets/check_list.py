"""The sub-steps of work that goes on, a mark each: done, running, to come, failed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.labels import restyle, text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.spinner import Spinner

_MARKS = {
    "done": ("circle-check", "ok"),
    "running": ("loader", "primary"),
    "to_come": ("circle", "edge"),
    "failed": ("circle-x", "bad"),
}


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One sub-step; `state` is done, running, to_come or failed."""

    key: str
    text: str
    state: str = "to_come"


class _CheckRow(QWidget):
    def __init__(self, theme: Theme, size_px: int) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "circle", "edge", size_px)
        self._spinner = Spinner(theme, size_px)
        self.label: QLabel = text_label("", "body")
        line = row(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._spinner, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)
        self.setLayout(line)
        self._state = ""

    def show_item(self, item: CheckItem, spoken_state: str) -> bool:
        """Draw the item; whether its state is another than before."""
        is_news = item.state != self._state
        self._state = item.state
        is_running = item.state == "running"
        self._icon.setVisible(not is_running)
        self._spinner.setVisible(is_running)
        self._icon.set_icon(*_MARKS[item.state])
        self.label.setText(item.text)
        self.label.setAccessibleName(f"{spoken_state}: {item.text}")
        self.label.setProperty("type", "strong" if is_running else "body")
        tones = {"to_come": "muted", "failed": "bad"}
        self.label.setProperty("tone", tones.get(item.state, ""))
        restyle(self.label)
        return is_news


class CheckList(QWidget):
    """Sub-steps in order. A change of state is said politely."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, _CheckRow] = {}
        self._layout = column(12)
        self.setLayout(self._layout)

    def set_items(self, items: Sequence[CheckItem]) -> None:
        """Show these sub-steps; rows with a known key stay the same widgets."""
        keys = {item.key for item in items}
        for key in [key for key in self._rows if key not in keys]:
            gone = self._rows.pop(key)
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, item in enumerate(items):
            known = self._rows.get(item.key)
            shown = known or _CheckRow(self._theme, self._theme.tokens.icon.row)
            self._rows[item.key] = shown
            self._layout.insertWidget(place, shown)
            spoken = self._spoken(item.state)
            if shown.show_item(item, spoken) and item.state != "to_come":
                announce(self, f"{spoken}: {item.text}")

    def _spoken(self, state: str) -> str:
        return {
            "done": self.tr("Done"),
            "running": self.tr("Running"),
            "to_come": self.tr("To come"),
            "failed": self.tr("Failed"),
        }[state]
