"""The other tabs of a person: grants as they were made, and what the person opens with."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
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
        further += [Line(line.ended)] if line.ended else []
        return PlanRow(line.id, ", ".join(line.when), tuple(further), icon="calendar-clock")

    def _on_take_away_clicked(self) -> None:
        number = self.rows.currentIndex().row()
        if 0 <= number < len(self._lines):
            self.take_away_wanted.emit(self._lines[number].id)


class CredentialTab(QWidget):
    """Codes, cards, fingers and keys. `back_wanted` and `lost_wanted` carry the chosen one."""

    add_wanted = Signal()
    back_wanted = Signal(str)
    lost_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines: Sequence[CredentialLine] = ()
        self._can_write = True
        self.rows = PlanList(theme, self.tr("Codes and keys"))
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._card.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label(
            self.tr("Nothing yet. A code is made when access is given."), "body", "muted"
        )
        self._add = Button(theme, self.tr("Add a card or &key …"), icon="plus")
        self._back = Button(theme, self.tr("It came &back …"), icon="undo-2")
        self._lost = Button(theme, self.tr("It is &lost …"), icon="triangle-alert")
        buttons = FlowLayout(8)
        for button in (self._add, self._back, self._lost):
            buttons.addWidget(button)
        layout = column(12)
        layout.addWidget(self._none)
        layout.addWidget(self._card, 1)
        layout.addWidget(boxed(buttons))
        layout.addStretch(0)
        self.setLayout(layout)
        self._add.clicked.connect(self.add_wanted)
        self._back.clicked.connect(lambda: self.back_wanted.emit(self.chosen_id))
        self._lost.clicked.connect(lambda: self.lost_wanted.emit(self.chosen_id))
        self.rows.selectionModel().currentChanged.connect(lambda *_indexes: self._show_chosen())

    @property
    def chosen_id(self) -> str:
        """The id of the current one, empty without one."""
        line = self._chosen()
        return line.id if line is not None else ""

    def set_lines(self, lines: Sequence[CredentialLine], *, can_write: bool = True) -> None:
        """Show these."""
        before = self.rows.currentIndex().row()
        self._lines, self._can_write = lines, can_write
        self._none.setVisible(not lines)
        self._card.setVisible(bool(lines))
        self._add.setEnabled(can_write)
        self.rows.set_rows([self._row(line) for line in lines])
        if lines:
            self.rows.setCurrentIndex(self.rows.rows.index(min(max(before, 0), len(lines) - 1)))
        self._show_chosen()

    def _chosen(self) -> CredentialLine | None:
        number = self.rows.currentIndex().row()
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def _show_chosen(self) -> None:
        """A code is taken away with its access; what was written down comes back, or is lost."""
        line = self._chosen()
        is_written = line is not None and not line.is_code and not line.is_ended
        self._back.setVisible(is_written)
        self._back.setEnabled(self._can_write)
        self._lost.setVisible(is_written and line is not None and line.is_metal_key)
        self._lost.setEnabled(self._can_write)

    def _row(self, line: CredentialLine) -> PlanRow:
        title = " · ".join(part for part in (line.kind, line.label) if part)
        further = [Line(self.tr("since {0}").format(line.since))] if line.since else []
        if line.doors:
            further.append(Line(self.tr("at {0}").format(line.doors)))
        if line.is_ended:
            further.append(Line(self.tr("Ended; it may be on a lock still."), "warn"))
        icon = "key-round" if line.is_code or line.is_metal_key else "hand"
        return PlanRow(line.id, title, tuple(further), icon=icon)
