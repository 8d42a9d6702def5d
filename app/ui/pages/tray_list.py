"""The list of the code tray: search, filters, rows that can be dragged to a door, and what stands there when there are none."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QPushButton, QStackedWidget, QWidget

from app.texts.harmless import unmarked
from app.ui.pages.tray_looks import tray_row
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.layouts import FlowLayout, boxed, column
from app.ui.widgets.row_list import RowList, RowModel
from app.ui.widgets.search import ChipData, FilterChips, SearchField
from app.viewmodels.tray_words import TrayItem

TRAY, MOUNTED, ALL = "tray", "mounted", "all"
TAGS = (TRAY, MOUNTED, ALL)
DRAG_FORMAT = "application/x-lockchart-setup-code-id"
"""Carries an entry's id inside this window; never a text, so that no other program takes it for one."""

AnyIndex = QModelIndex | QPersistentModelIndex


class _DraggedRows(RowModel):
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [DRAG_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        row = self.row_at(indexes[0]) if indexes else None
        if row is not None:
            data.setData(DRAG_FORMAT, QByteArray(row.id.encode("ascii")))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.LinkAction


class TrayRows(RowList):
    """The rows; `dragging` tells when one is taken in hand and let go, `delete_pressed` comes by the Delete key."""

    dragging = Signal(bool)
    delete_pressed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, _DraggedRows(), three_lines=True)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)

    def startDrag(self, supported: Qt.DropAction) -> None:
        row = self.rows.row_at(self.currentIndex())
        if row is None or MOUNTED in row.tags:
            return  # the code of a mounted lock stays with it
        self.dragging.emit(True)
        try:
            super().startDrag(supported)
        finally:
            self.dragging.emit(False)


class TrayList(QWidget):
    """Every kept code as a row. `code_chosen` gives the current one, `code_opened` the one that was clicked or entered."""

    code_chosen = Signal(str)
    code_opened = Signal(str)
    pictures_pressed = Signal()
    type_pressed = Signal()
    retry_pressed = Signal()
    undo_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._search = SearchField(theme, self.tr("Search maker, door or number"))
        self._chips = FilterChips(self.tr("Filter"))
        self.rows = TrayRows(theme, self.tr("Setup codes"))
        self._empty = EmptyState(theme)
        self._kind = ""
        self._ids: frozenset[str] = frozenset()
        self._undo = Button(theme, self.tr("Undo …"), icon="undo-2", kind="quiet")
        self._undo.setVisible(False)
        card = Card(margin_px=1)
        card.body.addWidget(self.rows)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        foot = FlowLayout(4)
        foot.addWidget(self._undo)
        layout = column(12)
        layout.addWidget(self._search)
        layout.addWidget(self._chips)
        layout.addWidget(self._stack, 1)
        layout.addWidget(boxed(foot))
        self.setLayout(layout)
        self._show_filters(is_visible=False)
        self._undo.clicked.connect(self.undo_pressed)
        self._search.search_changed.connect(self._on_search_changed)
        self._chips.chosen.connect(self._on_chips_chosen)
        self.rows.row_chosen.connect(self.code_chosen)
        self.rows.row_opened.connect(self.code_opened)
        self._empty.primary_pressed.connect(self._on_empty_primary)
        self._empty.second_pressed.connect(self._on_empty_second)

    @property
    def chosen(self) -> str:
        """The id of the current entry."""
        return self.rows.chosen

    def show_working(self) -> None:
        """The tray is being read."""
        self._kind = "working"
        self._empty.show_working(self.tr("Reading the tray …"))
        self._stack.setCurrentIndex(1)

    def show_failure(self, sentence: str) -> None:
        """The tray could not be read."""
        self._kind = "failure"
        title = self.tr("The tray cannot be shown")
        self._empty.show_cannot_know(title, sentence, self.tr("Try again"))
        self._stack.setCurrentIndex(1)

    def set_items(self, items: Sequence[TrayItem]) -> None:
        """Show these entries; the chosen one, search and filter stay."""
        words = (self.tr("Tray"), self.tr("At locks"), self.tr("All"))
        counts = {tag: sum(1 for item in items if tag in item.tags) for tag in TAGS}
        self._chips.set_chips(
            [ChipData(tag, word, counts[tag]) for tag, word in zip(TAGS, words, strict=True)]
        )
        self._ids = frozenset(item.id for item in items)
        self.rows.set_filter(self._search.text().strip(), self._chips.key)
        self.rows.set_rows([tray_row(item) for item in items])
        self._keep_tab_order()
        self._show_filters(is_visible=bool(items))
        self._show_rows()

    def choose(self, code_id: str) -> None:
        """Make an entry current; a filter that hides it is taken away."""
        if code_id in self._ids and not self.rows.rows.index_of(code_id).isValid():
            self._clear_filter(ALL)
        self.rows.choose(code_id)

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
        """Chips are made when the entries are known; they are reached between search and rows all the same."""
        before: QWidget = self._search
        for chip in self._chips.findChildren(QPushButton):
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self.rows)

    def _show_filters(self, *, is_visible: bool) -> None:
        self._search.setVisible(is_visible)
        self._chips.setVisible(is_visible)

    def _show_rows(self) -> None:
        if self.rows.rows.rowCount():
            self._stack.setCurrentIndex(0)
            self._empty.forget()
            return
        self._stack.setCurrentIndex(1)
        searched = self._search.text().strip()
        if self.rows.rows.total and (searched or self._chips.key == MOUNTED):
            self._kind = "filtered"
            self._empty.show_nothing_matches(searched)
            return
        self._kind = "nothing"
        text = self.tr(
            "Codes that wait for their lock lie here: numbered, encrypted, and found again years later."
        )
        if self.rows.rows.total:
            text = self.tr("Every code is at its lock. New ones come to lie here.")
        self._empty.show_nothing_yet(
            self.tr("The tray is empty"),
            text,
            self.tr("Choose pictures …"),
            self.tr("Type a code"),
            icon="scan-qr-code",
        )

    def _clear_filter(self, tag: str) -> None:
        self._chips.choose(tag)
        self._search.clear()
        self._on_chips_chosen(tag)

    def _on_search_changed(self, text: str) -> None:
        self.rows.set_filter(text, self._chips.key)
        self._show_rows()

    def _on_chips_chosen(self, key: str) -> None:
        self.rows.set_filter(self._search.text().strip(), key)
        self._show_rows()

    def _on_empty_primary(self) -> None:
        if self._kind == "failure":
            self.retry_pressed.emit()
        else:
            self.pictures_pressed.emit()

    def _on_empty_second(self) -> None:
        if self._kind == "filtered":
            self._clear_filter(ALL)
            self._search.setFocus()
        else:
            self.type_pressed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab would come back to the rows instead of the first control.
        super().focusInEvent(event)
        self.rows.setFocus()
