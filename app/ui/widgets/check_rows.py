"""A long list of things to tick, with a search above it: painted rows, no widgets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme import Theme
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.search import SearchField

AnyIndex = QModelIndex | QPersistentModelIndex
_MARK_PX, _SIDE_PX, _GAP_PX = 22, 12, 12
SEARCH_FROM = 8
"""From so many rows on there is a search."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing to tick, with a muted note at the far right."""

    id: str
    text: str
    note: str = ""


class _Model(QAbstractListModel):
    ticked_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[CheckRow] = ()
        self._keys: list[str] = []
        self._shown: list[int] = []
        self._words: list[str] = []
        self.ticked: set[str] = set()

    def set_rows(self, rows: Sequence[CheckRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._keys = [row.text.casefold() for row in rows]
        self.ticked &= {row.id for row in rows}
        self._filter()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        self.beginResetModel()
        self._words = text.casefold().split()
        self._filter()
        self.endResetModel()

    def toggle(self, index: AnyIndex) -> None:
        if not index.isValid():
            return
        self.ticked ^= {self._rows[self._shown[index.row()]].id}
        self.dataChanged.emit(index, index)
        self.ticked_changed.emit()

    def _filter(self) -> None:
        self._shown = [
            number
            for number, key in enumerate(self._keys)
            if all(word in key for word in self._words)
        ]

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def row_at(self, index: AnyIndex) -> CheckRow:
        return self._rows[self._shown[index.row()]]

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.note}" if row.note else row.text
        if role == Qt.ItemDataRole.CheckStateRole:
            is_ticked = row.id in self.ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(120, self._theme.tokens.height.control)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        row = model.row_at(index)
        rect: QRect = option.rect  # type: ignore[assignment]
        state: QStyle.StateFlag = option.state  # type: ignore[assignment]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, theme = self._theme.colors, self._theme
        is_current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        if is_current:
            painter.setBrush(colors.tint)
            painter.setPen(QPen(colors.focus, theme.tokens.width.focus_ring))
            radius = theme.tokens.radius.s
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 2, -3, -2), radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colors.sunken)
        is_ticked = row.id in model.ticked
        top = rect.center().y() - _MARK_PX // 2 + 1
        mark = QRectF(rect.left() + _SIDE_PX, top, _MARK_PX, _MARK_PX).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colors.primary if is_ticked else colors.edge, 2))
        painter.setBrush(colors.primary if is_ticked else colors.surface)
        painter.drawRoundedRect(mark, 5, 5)
        if is_ticked:
            size = theme.tokens.icon.small
            ratio = painter.device().devicePixelRatioF()
            pixmap = theme.pixmap("check", "on_primary", size, ratio)
            left = rect.left() + _SIDE_PX + (_MARK_PX - size) // 2
            painter.drawPixmap(left, top + (_MARK_PX - size) // 2, pixmap)
        self._draw_texts(painter, rect, row, is_current=is_current)
        painter.restore()

    def _draw_texts(
        self, painter: QPainter, rect: QRect, row: CheckRow, *, is_current: bool
    ) -> None:
        colors, theme = self._theme.colors, self._theme
        small, body = theme.font("small"), theme.font("body")
        note_px = QFontMetrics(small).horizontalAdvance(row.note)
        left = rect.left() + _SIDE_PX + _MARK_PX + _GAP_PX
        right = rect.right() - _SIDE_PX
        painter.setFont(small)
        painter.setPen(colors.on_tint if is_current else colors.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        place = QRect(right - note_px, rect.top(), note_px + 1, rect.height())
        painter.drawText(place, int(middle | Qt.AlignmentFlag.AlignRight), row.note)
        room = right - left - (note_px + _GAP_PX if row.note else 0)
        shown = QFontMetrics(body).elidedText(row.text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(body)
        painter.setPen(colors.on_tint if is_current else colors.text)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), int(middle), shown)


class _View(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, _Model):
            model.toggle(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        model = self.model()
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and isinstance(model, _Model) and index == self.currentIndex():
            model.toggle(index)
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            if event.type() == QEvent.Type.FocusIn and not self.currentIndex().isValid():
                self.setCurrentIndex(self.model().index(0, 0))
            self.viewport().update()
        return super().event(event)


class CheckRows(QWidget):
    """Rows to tick by a click or the space bar. `changed` comes after each tick."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, search: str) -> None:
        super().__init__()
        self._model = _Model()
        self._search = SearchField(theme, search)
        self._view = view = _View()
        view.setAccessibleName(name)
        view.setModel(self._model)
        view.setItemDelegate(_Delegate(theme, view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._row_px = theme.tokens.height.control
        self._card = Card(margin_px=1)
        self._card.body.addWidget(view)
        self._none = text_label("", "body", "muted")
        layout = column(8)
        layout.addWidget(self._search)
        layout.addWidget(self._card)
        layout.addWidget(self._none)
        self.setLayout(layout)
        self.setFocusProxy(view)
        self._none.setVisible(False)
        self._search.setVisible(False)
        self._search.search_changed.connect(self._model.set_filter)
        self._model.ticked_changed.connect(self.changed)
        theme.changed.connect(view.viewport().update)

    @property
    def ticked(self) -> frozenset[str]:
        """The ids that are ticked, also those that the search hides."""
        return frozenset(self._model.ticked)

    def set_rows(self, rows: Sequence[CheckRow], none: str = "") -> None:
        """Other rows; ticks stay. `none` is said where there are none."""
        self._model.set_rows(rows)
        self._search.setVisible(len(rows) >= SEARCH_FROM)
        self._card.setVisible(bool(rows))
        self._view.setFixedHeight(self._row_px * max(1, min(5, len(rows))) + 2)
        self._none.setText(none)
        self._none.setVisible(not rows)

    def tick(self, ids: Collection[str]) -> None:
        """Tick exactly these."""
        self._model.ticked = set(ids)
        self._view.viewport().update()
        self.changed.emit()
