"""The sums of the inventory: small tables of words and numbers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import CardRow, boxed, scrolled
from app.viewmodels.inventory_words import SumTable

MOST_PARTS = 40
"""So many lines of one table are shown; a list of hundreds of firmware versions helps nobody on a screen."""


class SumsView(QWidget):
    """Cards beside each other, one a table, that can be read by ear as one sentence each."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea | None = None
        self._tables: Sequence[SumTable] = ()

    def set_tables(self, tables: Sequence[SumTable]) -> None:
        """Show these."""
        if list(tables) == list(self._tables) and self._area is not None:
            return
        self._tables = tables
        if self._area is not None:
            self._layout.removeWidget(self._area)
            self._area.deleteLater()
        cards = CardRow(240, 12)
        for table in tables:
            cards.addWidget(self._card(table))
        self._area = scrolled(boxed(cards))
        self._layout.addWidget(self._area)

    def _card(self, table: SumTable) -> Card:
        card = Card(title=table.title)
        card.setAccessibleName(table.words)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for line, (word, count) in enumerate(table.parts[:MOST_PARTS]):
            grid.addWidget(text_label(word), line, 0)
            number = text_label(str(count), "strong", wrap=False)
            grid.addWidget(number, line, 1, Qt.AlignmentFlag.AlignRight)
        left = len(table.parts) - MOST_PARTS
        if left > 0:
            words = self.tr("and {0} more; group by it in the list").format(left)
            grid.addWidget(text_label(words, "small", "muted"), MOST_PARTS, 0, 1, 2)
        if not table.parts:
            grid.addWidget(text_label(self.tr("no lock yet"), "body", "muted"), 0, 0)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card
