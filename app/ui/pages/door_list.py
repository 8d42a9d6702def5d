"""The list of doors: search, filters, rows, and what stands there when there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.texts.harmless import unmarked
from app.ui.pages.door_looks import door_look
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.pills import PillLook
from app.ui.widgets.row_list import RowData, RowList
from app.ui.widgets.search import ChipData, FilterChips, SearchField
from app.viewmodels.locks import DoorItem

TAGS = ("", "to_pair", "attention")


class DoorList(QWidget):
    """Every door as a row. `door_chosen` gives the current one, `door_opened` the one that was clicked or entered."""

    door_chosen = Signal(str)
    door_opened = Signal(str)
    add_lock_pressed = Signal()
    add_door_pressed = Signal()
    import_pressed = Signal()
    undo_pressed = Signal()
    retry_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._search = SearchField(theme, self.tr("Search door, place or serial"))
        self._chips = FilterChips(self.tr("Filter"))
        self._rows = RowList(theme, self.tr("Doors"))
        self._empty = EmptyState(theme)
        self._kind = ""
        self._undo = Button(theme, self.tr("Undo …"), icon="undo-2", kind="quiet")
        self._undo.setVisible(False)
        add_lock = Button(theme, self.tr("&Add a lock"), icon="plus", kind="primary")
        add_door = Button(theme, self.tr("Add a &door"), icon="door-closed", kind="quiet")
        import_table = Button(theme, self.tr("I&mport …"), icon="file-plus", kind="quiet")
        import_table.setAccessibleName(self.tr("Import a table"))
        card = Card(margin_px=1)
        card.body.addWidget(self._rows)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        head = row(12)
        head.addWidget(text_label(self.tr("Locks"), "h1", wrap=False), 1)
        head.addWidget(add_lock)
        foot = FlowLayout(4)
        foot.addWidget(add_door)
        foot.addWidget(import_table)
        foot.addWidget(self._undo)
        layout = column(12)
        layout.addLayout(head)
        layout.addWidget(self._search)
        layout.addWidget(self._chips)
        layout.addWidget(self._stack, 1)
        layout.addWidget(boxed(foot))
        self.setLayout(layout)
        self._show_filters(is_visible=False)
        add_lock.clicked.connect(self.add_lock_pressed)
        add_door.clicked.connect(self.add_door_pressed)
        import_table.clicked.connect(self.import_pressed)
        self._undo.clicked.connect(self.undo_pressed)
        self._search.search_changed.connect(self._on_search_changed)
        self._chips.chosen.connect(self._on_chips_chosen)
        self._rows.row_chosen.connect(self.door_chosen)
        self._rows.row_opened.connect(self.door_opened)
        self._empty.primary_pressed.connect(self._on_empty_primary)
        self._empty.second_pressed.connect(self._on_empty_second)

    @property
    def chosen(self) -> str:
        """The id of the current door."""
        return self._rows.chosen

    def show_working(self) -> None:
        """The doors are being read."""
        self._kind = "working"
        self._empty.show_working(self.tr("Reading the doors …"))
        self._stack.setCurrentIndex(1)

    def show_failure(self, sentence: str) -> None:
        """The doors could not be read."""
        self._kind = "failure"
        title = self.tr("The doors cannot be shown")
        self._empty.show_cannot_know(title, sentence, self.tr("Try again"))
        self._stack.setCurrentIndex(1)

    def set_items(self, items: Sequence[DoorItem]) -> None:
        """Show these doors; the chosen one, search and filter stay."""
        counts = {tag: 0 for tag in TAGS}
        for item in items:
            for tag in item.tags:
                counts[tag] = counts.get(tag, 0) + 1
        words = (self.tr("All"), self.tr("To pair"), self.tr("Attention"))
        counts[""] = len(items)
        self._chips.set_chips(
            [ChipData(tag, word, counts[tag]) for tag, word in zip(TAGS, words, strict=True)]
        )
        looks: dict[tuple[str, int], PillLook] = {}
        self._rows.set_rows([_row(item, looks) for item in items])
        self._keep_tab_order()
        self._show_filters(is_visible=bool(items))
        self._show_rows()

    def choose(self, door_id: str) -> None:
        """Make a door current; a filter that hides it is taken away."""
        if not self._rows.rows.index_of(door_id).isValid():
            self._clear_filter()
        self._rows.choose(door_id)

    def first_id(self) -> str:
        """The id of the first door that is shown, empty when there is none."""
        row = self._rows.rows.row_at(self._rows.rows.index(0)) if self._has_rows() else None
        return row.id if row is not None else ""

    def set_undo(self, words: str) -> None:
        """Say what would be undone; an empty text hides the button."""
        self._undo.setToolTip(unmarked(words))
        self._undo.setAccessibleName(self.tr("Undo: {0}").format(words))
        self._undo.setVisible(bool(words))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus()
        self._search.selectAll()

    def _keep_tab_order(self) -> None:
        """Chips are made when the doors are known; they are reached between search and rows all the same."""
        before: QWidget = self._search
        for chip in self._chips.findChildren(QPushButton):
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self._rows)

    def _has_rows(self) -> bool:
        return self._rows.rows.rowCount() > 0

    def _show_filters(self, *, is_visible: bool) -> None:
        self._search.setVisible(is_visible)
        self._chips.setVisible(is_visible)

    def _show_rows(self) -> None:
        if self._has_rows():
            self._stack.setCurrentIndex(0)
            self._empty.forget()
            return
        self._stack.setCurrentIndex(1)
        if self._rows.rows.total:
            self._kind = "filtered"
            self._empty.show_nothing_matches(self._search.text().strip())
            return
        self._kind = "nothing"
        self._empty.show_nothing_yet(
            self.tr("No doors yet"),
            self.tr(
                "Doors and their locks stand here. Add a lock with its setup code, a door whose lock comes later, or import a table of them."
            ),
            self.tr("Add the first lock"),
            self.tr("Add a door without a lock"),
            icon="lock",
        )

    def _clear_filter(self) -> None:
        self._chips.choose("")
        self._search.clear()
        self._on_chips_chosen("")

    def _on_search_changed(self, text: str) -> None:
        self._rows.set_filter(text, self._chips.key)
        self._show_rows()

    def _on_chips_chosen(self, key: str) -> None:
        self._rows.set_filter(self._search.text().strip(), key)
        self._show_rows()

    def _on_empty_primary(self) -> None:
        if self._kind == "failure":
            self.retry_pressed.emit()
        else:
            self.add_lock_pressed.emit()

    def _on_empty_second(self) -> None:
        if self._kind == "filtered":
            self._clear_filter()
            self._search.setFocus()
        else:
            self.add_door_pressed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab would come back to the rows instead of the first control.
        super().focusInEvent(event)
        self._rows.setFocus()


def _row(item: DoorItem, looks: dict[tuple[str, int], PillLook]) -> RowData:
    key = (item.state, item.count)
    look = looks.get(key)
    if look is None:
        look = looks[key] = door_look(*key)
    return RowData(
        id=item.id,
        title=item.title,
        subtitle=item.site,
        icon="door-closed" if item.state == "to_pair" else "lock",
        pill=look,
        tags=item.tags,
        search=item.search,
    )
