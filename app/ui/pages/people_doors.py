"""The doors of a person: a table, and below it what the chosen one's proof means and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.core.secret import Secret
from app.ui.pages.code_table import because_words, entry_look
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import CardRow, FlowLayout, boxed, column
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.people_detail import DoorLine

TABLE_LEAST_PX = 144


class PeopleDoors(QWidget):
    """Where a person may enter, when, and how far it is proven.

    `reveal_wanted` and `copy_wanted` carry an entry, the others a door; `pause_wanted` tells first whether to begin or to end a pause.
    """

    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)
    remove_wanted = Signal(str)
    door_wanted = Signal(str)
    pause_wanted = Signal(bool, str)
    height_changed = Signal()

    def __init__(self, theme: Theme, clipboard: SecretClipboard) -> None:
        super().__init__()
        self._lines: dict[str, DoorLine] = {}
        self._shown_id = ""
        self._can_write, self._is_paused = True, False
        self._table = Table(
            theme,
            self.tr("Doors"),
            [
                Column(self.tr("Door"), 4, 130),
                Column(self.tr("When"), 4, 130, folds=True, fits=True),
                Column(self.tr("With"), 1, 80, folds=True, fits=True),
                Column(self.tr("Proof"), 2, 150, fits=True),
            ],
        )
        self._table.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label("", "body", "muted")
        self._title = text_label("", "title")
        self._when = text_label("")
        self._meaning = text_label("")
        self._reason = text_label("", "body", "warn")
        self._raises = text_label("", "body", "muted")
        self._reveal = CodeReveal(theme, clipboard, "")
        self._show_door = Button(theme, self.tr("Show the door"), icon="door-open", kind="quiet")
        self._pause = Button(theme, "", icon="clock", kind="quiet")
        self._remove = Button(theme, self.tr("Take awa&y …"), icon="trash-2", kind="destructive")
        explained = column(6)
        for label in (self._title, self._when, self._meaning, self._reason, self._raises):
            explained.addWidget(label)
        explained.addStretch(1)
        buttons = FlowLayout(8)
        buttons.addWidget(self._show_door)
        buttons.addWidget(self._pause)
        buttons.addWidget(self._remove)
        actions = column(10)
        actions.addWidget(self._reveal)
        actions.addWidget(boxed(buttons))
        sides = CardRow(230, 24)
        sides.addWidget(boxed(explained))
        sides.addWidget(boxed(actions))
        self._panel = QFrame()
        self._panel.setProperty("kind", "card")
        body = column(0, 16)
        body.addLayout(sides)
        self._panel.setLayout(body)
        layout = column(12)
        layout.addWidget(self._none)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._panel)
        layout.addStretch(0)
        self.setLayout(layout)
        self._table.row_chosen.connect(self._show_chosen)
        self._reveal.reveal_requested.connect(lambda: self.reveal_wanted.emit(self._shown_id))
        self._reveal.copy_requested.connect(lambda: self.copy_wanted.emit(self._shown_id))
        self._show_door.clicked.connect(lambda: self.door_wanted.emit(self._door_id()))
        self._pause.clicked.connect(self._on_pause_clicked)
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self._door_id()))
        self.set_lines(())

    @property
    def lines(self) -> Sequence[DoorLine]:
        """What is shown, in its order."""
        return tuple(self._lines.values())

    def set_lines(
        self, lines: Sequence[DoorLine], *, can_write: bool = True, is_paused: bool = False
    ) -> None:
        """Show these; the chosen one stays chosen. `is_paused`: the person is, at every door."""
        self._lines = {line.entry.id: line for line in lines}
        self._can_write, self._is_paused = can_write, is_paused
        self._none.setText(self._none_words())
        self._table.set_rows([_row(line) for line in lines])
        self._none.setVisible(not lines)
        self._table.setVisible(bool(lines))
        self._panel.setVisible(bool(lines))
        if lines and self._table.chosen not in self._lines:
            self._table.choose(lines[0].entry.id)
        if not lines:
            self._shown_id = ""
        self._show_chosen(self._table.chosen)

    def least_height(self, width: int) -> int:
        """The height in px that a few rows and what is said below them need at this width."""
        if not self._lines:
            return 80
        return self._table.minimumHeight() + 12 + self._panel.heightForWidth(width)

    def choose(self, entry_id: str) -> None:
        """Make an entry current."""
        self._table.choose(entry_id)

    def reveal(self, entry_id: str, code: Secret[str]) -> None:
        """Show the code for a while, if it is still the chosen one."""
        if entry_id == self._shown_id:
            self._reveal.reveal(code)

    def copy(self, entry_id: str, code: Secret[str]) -> None:
        """Put the code on the clipboard for a while, if it is still the chosen one."""
        if entry_id == self._shown_id:
            self._reveal.copy(code)

    def _none_words(self) -> str:
        if self._is_paused:
            return self.tr("Nothing is on a lock. What was given comes back when the pause ends.")
        return self.tr("No door yet. Give access to say where and when.")

    def _on_pause_clicked(self) -> None:
        line = self._lines.get(self._shown_id)
        if line is not None:
            self.pause_wanted.emit(not line.is_paused, line.door_id)

    def _door_id(self) -> str:
        line = self._lines.get(self._shown_id)
        return line.door_id if line is not None else ""

    def _show_chosen(self, entry_id: str) -> None:
        line = self._lines.get(entry_id)
        if line is None:
            return
        entry = line.entry
        if entry_id != self._shown_id:
            self._shown_id = entry_id
            label = self.tr("{0} of {1}").format(entry.label, entry.person)
            self._reveal.set_label(label)
            self._remove.setAccessibleName(self.tr("Take away at {0}").format(line.door))
            self._show_door.setAccessibleName(self.tr("Show the door {0}").format(line.door))
        self._title.setText(line.door)
        parts = [*line.when, entry.enforced if entry.is_restricted else ""]
        self._when.setText(", ".join(part for part in parts if part))
        self._meaning.setText(entry.meaning)
        self._reason.setText(because_words(entry))
        set_tone(self._reason, "warn" if entry.reason or entry.is_old else "muted")
        self._reason.setVisible(bool(self._reason.text()))
        self._raises.setText(entry.raises)
        self._reveal.setVisible(entry.has_value)
        self._remove.setEnabled(self._can_write and entry.is_wanted)
        self._pause.setText(self.tr("Resume here") if line.is_paused else self.tr("Pause here"))
        self._pause.set_icon_name("play" if line.is_paused else "clock")
        self._pause.setVisible(not self._is_paused and not line.retired)
        self._pause.setEnabled(self._can_write and (line.is_paused or entry.is_wanted))
        self.height_changed.emit()


def _row(line: DoorLine) -> TableRow:
    entry = line.entry
    kept = (entry.enforced,) if entry.enforced and entry.is_restricted else ()
    return TableRow(
        entry.id,
        (
            Cell(line.door, line.retired),
            Cell(line.when[0], more=(*line.when[1:], *kept)),
            Cell(entry.label),
            Cell(pill=entry_look(entry)),
        ),
    )
