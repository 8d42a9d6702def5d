"""Where a code is to belong: doors to drop a row on, and a dialog that does the same by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from app.ui.dialogs import PlainDialog
from app.ui.pages.tray_list import DRAG_FORMAT
from app.ui.pages.tray_looks import door_row
from app.ui.theme import Theme
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.row_list import RowList
from app.ui.widgets.search import SearchField
from app.viewmodels.tray import DoorChoice

LIST_LEAST_PX = 260


class DoorTargets(RowList):
    """Doors on which a row of the tray can be dropped; `dropped` carries the entry's id and the door's."""

    dropped = Signal(str, str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.setAcceptDrops(True)
        self.setDragDropMode(QListView.DragDropMode.DropOnly)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DRAG_FORMAT):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(DRAG_FORMAT) and index.isValid():
            self.setCurrentIndex(index)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        row = self.rows.row_at(self.indexAt(event.position().toPoint()))
        if row is None or not event.mimeData().hasFormat(DRAG_FORMAT):
            event.ignore()
            return
        event.acceptProposedAction()
        code_id = event.mimeData().data(DRAG_FORMAT).data()
        self.dropped.emit(bytes(code_id).decode("ascii", "replace"), row.id)


class DropPane(QWidget):
    """Takes the detail's place while a row is in hand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.targets = DoorTargets(theme, self.tr("Doors to drop the code on"))
        card = Card(margin_px=1)
        card.body.addWidget(self.targets)
        layout = column(12)
        layout.addWidget(text_label(self.tr("Drop the code on its door"), "h2"))
        layout.addWidget(card, 1)
        self.setLayout(layout)

    def set_doors(self, doors: Sequence[DoorChoice]) -> None:
        """Offer these doors."""
        self.targets.set_rows([door_row(door) for door in doors])


class _PickRows(RowList):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class DoorPickDialog(PlainDialog):
    """Asks for a door: type a part of its name, Enter takes the current one."""

    def __init__(self, theme: Theme, parent: QWidget | None, title: str) -> None:
        super().__init__(
            theme,
            parent,
            title,
            QCoreApplication.translate(
                "DoorPickDialog", "This is a note for later; nothing happens at the door."
            ),
            accept=QCoreApplication.translate("DoorPickDialog", "Assign"),
        )
        self.search = SearchField(theme, self.tr("Search door or place"))
        self.doors = _PickRows(theme, self.tr("Doors"))
        self._none = text_label("", "body", "muted")
        card = Card(margin_px=1)
        card.body.addWidget(self.doors)
        card.setMinimumHeight(LIST_LEAST_PX)
        self.body.addWidget(self.search)
        self.body.addWidget(card, 1)
        self.body.addWidget(self._none)
        self.give_room()
        self.resize(520, 560)
        self.search.search_changed.connect(self._on_search_changed)
        self.doors.row_chosen.connect(lambda _id: self._check())
        self.doors.doubleClicked.connect(lambda _index: self._accept_chosen())
        self.doors.entered.connect(self._accept_chosen)
        self.set_doors(())
        self.search.setFocus()

    @property
    def chosen(self) -> str:
        """The door's id, empty while none is current."""
        row = self.doors.rows.row_at(self.doors.currentIndex())
        return row.id if row is not None else ""

    def set_doors(self, doors: Sequence[DoorChoice]) -> None:
        """Offer these doors, the first one current."""
        self.doors.set_rows([door_row(door) for door in doors])
        self._take_first()
        self._none.setText(self.tr("There is no door yet; add one on the page “Locks”."))
        self._check()

    def _on_search_changed(self, text: str) -> None:
        self.doors.set_filter(text)
        self._take_first()
        self._none.setText(self.tr("No door is called like this."))
        self._check()

    def _take_first(self) -> None:
        first = self.doors.rows.index(0)
        if not self.doors.currentIndex().isValid() and first.isValid():
            self.doors.setCurrentIndex(first)

    def _check(self) -> None:
        self.set_acceptable(bool(self.chosen))
        self._none.setVisible(not self.doors.rows.rowCount())

    def _accept_chosen(self) -> None:
        if self.chosen:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From the search field the arrows go on moving through the doors.
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        index = self.doors.rows.index(self.doors.currentIndex().row() + step)
        if index.isValid():
            self.doors.setCurrentIndex(index)
