"""The other tabs of a door: history, locks that were taken out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.ui.pages.code_table import NO_PLACE, entry_look
from app.ui.theme import Theme
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.lock_detail import HistoryItem, RetiredItem

TABLE_LEAST_PX = 144


class _Tab(QWidget):
    """One sentence, and a table below it that is hidden when it has no rows."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table
        table.setMinimumHeight(TABLE_LEAST_PX)
        self._text = text_label("", "body", "muted")
        layout = column(12)
        layout.addWidget(self._text)
        layout.addWidget(table, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def _show(self, text: str, rows: Sequence[TableRow]) -> None:
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._table.set_rows(rows)
        self._table.setVisible(bool(rows))


class HistoryTab(_Tab):
    """What happened at a door, newest first."""

    def __init__(self, theme: Theme) -> None:
        columns = [
            Column(self.tr("When"), 1, 120, folds=True, fits=True),
            Column(self.tr("What"), 4, 200),
            Column(self.tr("Who"), 1, 90),
        ]
        super().__init__(Table(theme, self.tr("History"), columns))
        self.set_items(())

    def set_items(self, items: Sequence[HistoryItem]) -> None:
        """Show these entries, in this order."""
        rows = [
            TableRow(str(len(items) - number), (Cell(item.at), Cell(item.what), Cell(item.who)))
            for number, item in enumerate(items)
        ]
        self._show("" if items else self.tr("Nothing has happened here yet."), rows)


class RetiredTab(_Tab):
    """Locks that were taken out of this door, and what may still be on them."""

    def __init__(self, theme: Theme) -> None:
        columns = [
            Column(self.tr("Lock"), 2, 140),
            Column(self.tr("Person"), 2, 110, folds=True),
            Column(self.tr("Place"), 1, 90, folds=True, fits=True),
            Column(self.tr("Proof"), 2, 150, fits=True),
        ]
        super().__init__(Table(theme, self.tr("Retired locks"), columns))

    def set_items(self, items: Sequence[RetiredItem]) -> None:
        """Show what is not proven gone from these locks."""
        text = self.tr(
            "These locks were taken out. What is listed was not proven gone: whoever uses such a lock again should reset it first."
        )
        rows = [
            TableRow(
                entry.id,
                (
                    Cell(item.name),
                    Cell(entry.person),
                    Cell(entry.slot or NO_PLACE),
                    Cell(pill=entry_look(entry)),
                ),
            )
            for item in items
            for entry in item.entries
        ]
        self._show(text, rows)
