"""The other tabs of a person: grants as they were made, and what the person opens with."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.people_detail import CredentialLine, GrantLine

TABLE_LEAST_PX = 144


class GrantTab(QWidget):
    """Where and when, as it was granted; what becomes of it at each door stands under Doors. `take_away_wanted` carries a grant."""

    take_away_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines: Sequence[GrantLine] = ()
        self.rows = PlanList(theme, self.tr("Access"))
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._card.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label(self.tr("No access has been given."), "body", "muted")
        self._take_away = Button(
            theme, self.tr("Take this access awa&y …"), icon="trash-2", kind="destructive"
        )
        line = row(0)
        line.addWidget(self._take_away)
        line.addStretch(1)
        layout = column(12)
        layout.addWidget(self._none)
        layout.addWidget(self._card, 1)
        layout.addLayout(line)
        layout.addStretch(0)
        self.setLayout(layout)
        self._take_away.clicked.connect(self._on_take_away_clicked)

    def set_lines(self, lines: Sequence[GrantLine], *, can_write: bool = True) -> None:
        """Show these grants; the current one stays current while it is there."""
        before = self.rows.currentIndex().row()
        self._lines = lines
        self._none.setVisible(not lines)
        self._card.setVisible(bool(lines))
        self._take_away.setVisible(bool(lines))
        self._take_away.setEnabled(can_write)
        self.rows.set_rows([self._row(line) for line in lines])
        if lines:
            self.rows.setCurrentIndex(self.rows.rows.index(min(max(before, 0), len(lines) - 1)))

    def _row(self, line: GrantLine) -> PlanRow:
        with_words = self.tr("with {0}").format(line.credential) if line.credential else ""
        further = [Line(words, "") for words in line.where]
        further += [Line(with_words)] if with_words else []
        return PlanRow(line.id, ", ".join(line.when), tuple(further), icon="calendar-clock")

    def _on_take_away_clicked(self) -> None:
        number = self.rows.currentIndex().row()
        if 0 <= number < len(self._lines):
            self.take_away_wanted.emit(self._lines[number].id)


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
