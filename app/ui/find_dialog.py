"""Ctrl+K: one field over everything, worked by keys alone."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.row_list import RowData, RowList
from app.ui.widgets.search import SearchField
from app.viewmodels.find import ACTION, CODE, DOOR, LOCK, MOST_FOUND, PERSON, FindViewModel

_ICONS = {
    ACTION: "arrow-right",
    DOOR: "door-closed",
    LOCK: "lock",
    PERSON: "user",
    CODE: "qr-code",
}
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class FindDialog(QDialog):
    """Typing narrows, arrows choose, Enter opens and closes, Esc closes. The focus stays in the field."""

    def __init__(self, theme: Theme, parent: QWidget, model: FindViewModel) -> None:
        super().__init__(parent)
        self._model = model
        self._shown = model.find("")
        self.setWindowTitle(self.tr("Find"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(620, 460)
        self.field = SearchField(theme, self.tr("Doors, people, locks, codes, actions"))
        self.list = RowList(theme, self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = text_label("", "small", "muted")
        layout = column(10, 16)
        for widget in (self.field, self.list, self.said):
            layout.addWidget(widget)
        self.setLayout(layout)
        self.field.installEventFilter(self)
        self.field.search_changed.connect(self._show)
        self.list.row_opened.connect(self._open)
        model.changed.connect(self._on_model_changed)
        model.failed.connect(self.said.setText)
        self.field.setFocus()
        self._show("")
        model.load()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                self._say_current()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._open(self._current())
                return True
        return super().eventFilter(watched, event)

    def _on_model_changed(self) -> None:
        self._show(self.field.text().strip())

    def _show(self, text: str) -> None:
        self._shown = self._model.find(text)
        self.list.set_rows(
            [
                RowData(str(number), thing.title, thing.subtitle, _ICONS[thing.kind])
                for number, thing in enumerate(self._shown)
            ]
        )
        if self._shown:
            self.list.choose("0")
            is_all = len(self._shown) < MOST_FOUND
            words = self.tr("{0} found") if is_all else self.tr("The first {0}; type more")
            self.said.setText(words.format(len(self._shown)))
        else:
            self.said.setText(self.tr("Nothing found"))
        if text:
            self._say_current()

    def _say_current(self) -> None:
        row = self.list.rows.row_at(self.list.currentIndex())
        announce(self, row.accessible_text if row is not None else self.said.text())

    def _current(self) -> str:
        row = self.list.rows.row_at(self.list.currentIndex())
        return row.id if row is not None else ""

    def _open(self, row_id: str) -> None:
        if row_id:
            thing = self._shown[int(row_id)]
            self.accept()
            self._model.open(thing)
