"""The codes at a door: a table, and below it what the chosen one's proof means and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import CardRow, FlowLayout, boxed, column
from app.ui.widgets.pills import PillLook
from app.ui.widgets.proof_pill import proof_look
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.entry_items import EntryItem

TABLE_LEAST_PX = 144
NO_PLACE = "—"


class CodeTable(QWidget):
    """Who has a code here, for when, and how far it is proven. The signals carry the id of the entry."""

    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)
    remove_wanted = Signal(str)
    height_changed = Signal()

    def __init__(self, theme: Theme, clipboard: SecretClipboard) -> None:
        super().__init__()
        self._entries: dict[str, EntryItem] = {}
        self._shown_id = ""
        self._can_write = True
        self._table = Table(
            theme,
            self.tr("Codes"),
            [
                Column(self.tr("Person"), 6, 110),
                Column(self.tr("Access"), 1, 90, folds=True),
                Column(self.tr("Valid"), 1, 90, folds=True, fits=True),
                Column(self.tr("Place"), 0, 80, folds=True, fits=True),
                Column(self.tr("Proof"), 2, 150, fits=True),
            ],
        )
        self._table.setMinimumHeight(TABLE_LEAST_PX)
        self._none = text_label(self.tr("Nobody has a code here yet."), "body", "muted")
        self._title = text_label("", "title")
        self._meaning = text_label("")
        self._reason = text_label("", "body", "warn")
        self._raises = text_label("", "body", "muted")
        self._reveal = CodeReveal(theme, clipboard, "")
        self._remove = Button(theme, self.tr("Take awa&y …"), icon="trash-2", kind="destructive")
        explained = column(6)
        for label in (self._title, self._meaning, self._reason, self._raises):
            explained.addWidget(label)
        explained.addStretch(1)
        actions = column(10)
        actions.addWidget(self._reveal)
        remove = FlowLayout(8)
        remove.addWidget(self._remove)
        actions.addWidget(boxed(remove))
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
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self._shown_id))
        self.set_entries(())

    @property
    def chosen(self) -> str:
        """The id of the chosen code, empty without one."""
        return self._shown_id

    def set_entries(self, entries: Sequence[EntryItem], *, can_write: bool = True) -> None:
        """Show these codes; the chosen one stays chosen. `can_write` False takes "Take away" from the reach."""
        self._entries = {entry.id: entry for entry in entries}
        self._can_write = can_write
        self._table.set_rows([code_row(entry) for entry in entries])
        self._none.setVisible(not entries)
        self._table.setVisible(bool(entries))
        self._panel.setVisible(bool(entries))
        if entries and self._table.chosen not in self._entries:
            self._table.choose(entries[0].id)
        if not entries:
            self._shown_id = ""
        self._show_chosen(self._table.chosen)

    def least_height(self, width: int) -> int:
        """The height in px that a few rows and what is said below them need at this width."""
        if not self._entries:
            return 80
        return self._table.minimumHeight() + 12 + self._panel.heightForWidth(width)

    def choose(self, entry_id: str) -> None:
        """Make a code current."""
        self._table.choose(entry_id)

    def reveal(self, entry_id: str, code: Secret[str]) -> None:
        """Show the code for a while, if it is still the chosen one."""
        if entry_id == self._shown_id:
            self._reveal.reveal(code)

    def copy(self, entry_id: str, code: Secret[str]) -> None:
        """Put the code on the clipboard for a while, if it is still the chosen one."""
        if entry_id == self._shown_id:
            self._reveal.copy(code)

    def _show_chosen(self, entry_id: str) -> None:
        entry = self._entries.get(entry_id)
        if entry is None:
            return
        if entry_id != self._shown_id:
            self._shown_id = entry_id
            label = self.tr("{0} of {1}").format(entry.label, entry.person)
            self._reveal.set_label(label)
            self._remove.setAccessibleName(self.tr("Take away: {0}").format(label))
        self._title.setText(entry.person)
        self._meaning.setText(entry.meaning)
        self._reason.setText(because_words(entry))
        set_tone(self._reason, "warn" if entry.reason or entry.is_old else "muted")
        self._reason.setVisible(bool(self._reason.text()))
        self._raises.setText(entry.raises)
        self._reveal.setVisible(entry.has_value)
        self._remove.setEnabled(self._can_write and entry.is_wanted)
        self.height_changed.emit()


def code_row(entry: EntryItem) -> TableRow:
    """An entry as a row: person, access, validity, place, proof."""
    return TableRow(
        entry.id,
        (
            Cell(entry.person),
            Cell(entry.label),
            Cell(
                entry.validity[0],
                entry.validity[1] if len(entry.validity) > 1 else "",
                more=(*entry.validity[2:], *_enforced_lines(entry)),
            ),
            Cell(entry.slot or NO_PLACE),
            Cell(pill=entry_look(entry)),
        ),
    )


def entry_look(entry: EntryItem) -> PillLook:
    """The proof pill of an entry; old proof says so instead of being trusted silently."""
    look = proof_look(entry.level, date=entry.date, by=entry.by, detail=entry.reason)
    if not entry.is_old:
        return look
    translate = QCoreApplication.translate
    word = translate("CodeTable", "{0}, old").format(look.word)
    spoken = translate("CodeTable", "{0}, last heard of long ago").format(look.accessible_text)
    # What nobody has confirmed for so long is not shown as if it were known today.
    tone = "warn" if look.tone == "ok" else look.tone
    return PillLook(word, tone, look.shape, look.is_dashed, spoken)


def _enforced_lines(entry: EntryItem) -> tuple[str, ...]:
    has_times = entry.enforced and entry.is_restricted
    return (entry.enforced,) if has_times else ()


def because_words(entry: EntryItem) -> str:
    """Reason and age in one line; empty when there is nothing to add."""
    translate = QCoreApplication.translate
    parts = [translate("CodeTable", "Because: {0}.").format(entry.reason)] if entry.reason else []
    if entry.is_old:
        parts.append(translate("CodeTable", "The newest evidence is old; read the lock back."))
    if entry.read_date:
        parts.append(translate("CodeTable", "Last read: {0}.").format(entry.read_date))
    return " ".join(parts)
