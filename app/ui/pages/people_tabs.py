"""The other tabs of a person: grants as they were made, and what the person opens with."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.people_detail import CredentialLine, GrantLine

TABLE_LEAST_PX = 144


class GrantTab(QWidget):
    """Where and when, as it was granted; what becomes of it at each door stands under Doors."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._table = Table(
            theme,
            self.tr("Access"),
            [
                Column(self.tr("Where"), 5, 160),
                Column(self.tr("When"), 4, 150, folds=True, fits=True),
                Column(self.tr("With"), 1, 90, folds=True, fits=True),
            ],
        )
        self._table.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label(self.tr("No access has been given."), "body", "muted")
        layout = column(12)
        layout.addWidget(self._none)
        layout.addWidget(self._table, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def set_lines(self, lines: Sequence[GrantLine]) -> None:
        """Show these grants."""
        self._none.setVisible(not lines)
        self._table.setVisible(bool(lines))
        self._table.set_rows(
            [
                TableRow(
                    line.id,
                    (
                        Cell(line.where[0], more=line.where[1:]),
                        Cell(line.when[0], more=line.when[1:]),
                        Cell(line.credential),
                    ),
                )
                for line in lines
            ]
        )


class CredentialTab(QWidget):
    """Codes, cards, fingers and keys."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._table = Table(
            theme,
            self.tr("Codes and keys"),
            [
                Column(self.tr("Kind"), 2, 120),
                Column(self.tr("Name"), 2, 120, fits=True),
                Column(self.tr("Since"), 1, 100, fits=True),
                Column(self.tr("State"), 1, 120, fits=True),
            ],
        )
        self._table.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label(
            self.tr("Nothing yet. A code is made when access is given."), "body", "muted"
        )
        layout = column(12)
        layout.addWidget(self._none)
        layout.addWidget(self._table, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def set_lines(self, lines: Sequence[CredentialLine]) -> None:
        """Show these."""
        self._none.setVisible(not lines)
        self._table.setVisible(bool(lines))
        ended, in_use = self.tr("ended, may be on a lock"), self.tr("in use")
        self._table.set_rows(
            [
                TableRow(
                    line.id,
                    (
                        Cell(line.kind),
                        Cell(line.label),
                        Cell(line.since),
                        Cell(ended if line.is_ended else in_use),
                    ),
                )
                for line in lines
            ]
        )
