"""A list at the left and what is chosen in it at the right, for keys and for key boxes."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts.harmless import breakable
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row, scrolled
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
from app.viewmodels.key_items import HeldCopies

NEW = ""
LIST_PX, FORM_PX = 250, 320
_ROW_PX, _MOST_ROWS = 72, 3
_LONG_WORD, _PIECE = 16, 8


class KeysPane(QWidget):
    """Rows, a button for something new, and a form that scrolls. `chosen_changed` comes when another row is shown."""

    chosen_changed = Signal()

    def __init__(self, theme: Theme, name: str, new: str, draft: str, none: str) -> None:
        super().__init__()
        self._key = NEW
        self._ids: list[str] = []
        self._rows: list[PlanRow] = []
        self._draft = PlanRow(NEW, draft, icon="plus")
        self._is_filling = False
        self.rows = PlanList(theme, name, keeps_choice=True)
        self.new = Button(theme, new, icon="plus")
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._none = text_label(none, "body", "muted")
        side = column(8)
        side.addWidget(self._none)
        side.addWidget(self._card, 1)
        side.addWidget(self.new)
        side.addStretch(0)
        left = QWidget()
        left.setLayout(side)
        left.setMinimumWidth(LIST_PX)
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.form = column(12)
        self.form.setContentsMargins(2, 2, 12, 2)
        inner = QWidget()
        inner.setLayout(self.form)
        area = scrolled(inner)
        area.setMinimumWidth(FORM_PX)
        both = row(16)
        both.setContentsMargins(0, 8, 0, 0)
        both.addWidget(left, 4)
        both.addWidget(area, 6)
        self.setLayout(both)
        self.new.clicked.connect(self._on_new_clicked)
        self.rows.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def key(self) -> str:
        """The id of what is shown, empty for something new."""
        return self._key

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Other rows; what is shown stays shown while it is there."""
        self._rows = list(rows)
        self._card.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.choose(self._key)

    def choose(self, key: str) -> None:
        """Show this one, or the form for something new."""
        self._key = key if any(one.id == key for one in self._rows) else NEW
        # A row of its own for what is new: a list without a current row takes the first one when it gets the focus.
        shown = self._rows + ([self._draft] if self._rows and self._key == NEW else [])
        self._ids = [one.id for one in shown]
        self._is_filling = True
        self.rows.set_rows(shown)
        if shown:
            self.rows.setCurrentIndex(self.rows.rows.index(self._ids.index(self._key)))
        self._is_filling = False
        self.chosen_changed.emit()

    def choose_first(self) -> None:
        """Show the first one, or the form for something new where there is none."""
        self.choose(self._rows[0].id if self._rows else NEW)

    def begin_new(self) -> None:
        """Give the focus to the first field of the form; the editors say which."""

    def _on_new_clicked(self) -> None:
        self.choose(NEW)
        self.begin_new()

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._is_filling or not 0 <= index.row() < len(self._ids):
            return
        key = self._ids[index.row()]
        if key != self._key:
            self._key = key
            self.chosen_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(LIST_PX + FORM_PX + 200, 520)


class HeldList(QWidget):
    """Copies that are out, or lie in a box, with what can be done with the current one."""

    back_wanted = Signal(str)
    lost_wanted = Signal(str)

    def __init__(self, theme: Theme, name: str, back: str, lost: str = "") -> None:
        super().__init__()
        self._held: Sequence[HeldCopies] = ()
        self._can_write = True
        self.rows = PlanList(theme, name, keeps_choice=True)
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._back = Button(theme, back, icon="undo-2")
        self._lost = Button(theme, lost, icon="triangle-alert")
        self._has_lost = bool(lost)
        buttons = FlowLayout(8)
        buttons.addWidget(self._back)
        buttons.addWidget(self._lost)
        self._buttons = boxed(buttons)
        layout = column(8)
        layout.addWidget(self._card)
        layout.addWidget(self._buttons)
        self.setLayout(layout)
        self._back.clicked.connect(lambda: self._ask(self.back_wanted))
        self._lost.clicked.connect(lambda: self._ask(self.lost_wanted))
        self.rows.selectionModel().currentChanged.connect(lambda *_indexes: self._show_chosen())

    @property
    def current(self) -> HeldCopies | None:
        """The copies that the buttons are about."""
        number = self.rows.currentIndex().row()
        return self._held[number] if 0 <= number < len(self._held) else None

    def set_held(
        self, held: Sequence[HeldCopies], rows: Sequence[PlanRow], *, can_write: bool
    ) -> None:
        """Show these, a row for each."""
        before = self.rows.currentIndex().row()
        self._held, self._can_write = held, can_write
        self.rows.set_rows(rows)
        self.rows.setFixedHeight(_ROW_PX * max(1, min(_MOST_ROWS, len(rows))))
        self._card.setVisible(bool(rows))
        if rows:
            self.rows.setCurrentIndex(self.rows.rows.index(min(max(before, 0), len(rows) - 1)))
        self._show_chosen()

    def choose(self, number: int) -> None:
        """Make a row the current one."""
        self.rows.setCurrentIndex(self.rows.rows.index(number))

    def _ask(self, signal: object) -> None:
        chosen = self.current
        if chosen is None:
            return
        wanted = self.back_wanted if signal is self.back_wanted else self.lost_wanted
        wanted.emit(chosen.id)

    def _show_chosen(self) -> None:
        """Lost copies never come back."""
        chosen = self.current
        is_there = chosen is not None and not chosen.lost
        self._buttons.setVisible(is_there)
        self._back.setEnabled(self._can_write)
        self._lost.setEnabled(self._can_write)
        self._lost.setVisible(self._has_lost)


def with_breaks(text: str) -> str:
    """The text with invisible places at which its very long words may break: a painted row would cut them."""
    words = text.split(" ")
    return " ".join(breakable(word, _PIECE) if len(word) > _LONG_WORD else word for word in words)


def held_lines(since: str, lost: str) -> tuple[Line, ...]:
    """What stands below somebody who has copies: since when, and that they are lost."""
    return tuple(line for line in (Line(since), Line(lost, "bad")) if line.text)
