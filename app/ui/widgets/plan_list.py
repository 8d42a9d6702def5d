"""A list of sections and rows with several wrapped lines and a pill each, painted by one delegate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import Theme
from app.ui.widgets.pills import PillLook, draw_pill, pill_width

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SIDE_PX, _ABOVE_PX, _ICON_PX, _GAP_PX = 16, 12, 22, 12
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
# Below this width a pill stands under the text instead of beside it.
_BESIDE_PX = 460


@dataclass(frozen=True, slots=True)
class Line:
    """One wrapped line with a tone (muted, warn, bad, or empty)."""

    text: str
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A section's title (`is_section`), or a row with icon, title, lines and perhaps a pill. No secret belongs here."""

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    icon: str = ""
    icon_tone: str = "muted"
    pill: PillLook | None = None
    is_section: bool = False

    @property
    def accessible_text(self) -> str:
        """All that the row shows, for the ear."""
        pill = [self.pill.accessible_text] if self.pill is not None else []
        return ". ".join([self.title, *pill, *(line.text.rstrip(".") for line in self.lines)])


class PlanRowModel(QAbstractListModel):
    """Rows as given; one can be replaced in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PlanRow] = []
        self._places: dict[str, int] = {}

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Other rows; where the ids are the same only what they show is drawn anew."""
        if [row.id for row in rows] == [row.id for row in self.rows] and rows:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self._places = {row.id: number for number, row in enumerate(rows)}
        self.endResetModel()

    def replace_row(self, row: PlanRow) -> None:
        """Show one row anew; an unknown id is ignored."""
        place = self._places.get(row.id)
        if place is not None:
            self.rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.accessible_text
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView, *, keeps_choice: bool) -> None:
        super().__init__(view)
        self._theme, self._view, self._keeps_choice = theme, view, keeps_choice

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        if row.is_section:
            metrics = QFontMetrics(self._theme.font("title", "bold"))
            room = width - 2 * _SIDE_PX
            height = metrics.boundingRect(0, 0, room, 10_000, _WRAP, row.title).height()
            return QSize(width, height + 28)
        return QSize(width, max(48, self._height(row, width) + 2 * _ABOVE_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: PlanRow = index.data(ROW_ROLE)
        rect: QRect = option.rect  # type: ignore[assignment]
        state: QStyle.StateFlag = option.state  # type: ignore[assignment]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        is_selected = bool(state & QStyle.StateFlag.State_Selected) and (
            has_focus or self._keeps_choice
        )
        self._draw_ground(painter, rect, row, is_selected=is_selected, has_focus=has_focus)
        if row.is_section:
            self._draw_section(painter, rect, row)
        else:
            self._draw_row(painter, rect, row, is_selected=is_selected)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, rect: QRect, row: PlanRow, *, is_selected: bool, has_focus: bool
    ) -> None:
        colors, tokens = self._theme.colors, self._theme.tokens
        if not row.is_section:
            painter.setPen(QPen(colors.line, 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_selected:
            plate = QRectF(rect).adjusted(4, 3, -4, -4)
            painter.setBrush(colors.tint)
            ring = QPen(colors.focus, tokens.width.focus_ring)
            painter.setPen(ring if has_focus else QPen(Qt.PenStyle.NoPen))
            painter.drawRoundedRect(plate, tokens.radius.s, tokens.radius.s)

    def _draw_section(self, painter: QPainter, rect: QRect, row: PlanRow) -> None:
        painter.setFont(self._theme.font("title", "bold"))
        painter.setPen(self._theme.colors.text)
        painter.drawText(rect.adjusted(_SIDE_PX, 18, -_SIDE_PX, -4), _WRAP, row.title)

    def _draw_row(self, painter: QPainter, rect: QRect, row: PlanRow, *, is_selected: bool) -> None:
        theme = self._theme
        top = rect.top() + _ABOVE_PX
        if row.icon:
            pixmap = theme.pixmap(
                row.icon, row.icon_tone, _ICON_PX, painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(rect.left() + _SIDE_PX, top, pixmap)
        is_beside = rect.width() >= _BESIDE_PX
        room = self._text_room(row, rect.width())
        left = rect.left() + _SIDE_PX + _ICON_PX + _GAP_PX
        for text, font, tone in self._texts(row):
            metrics = QFontMetrics(font)
            height = metrics.boundingRect(0, 0, room, 10_000, _WRAP, text).height()
            painter.setFont(font)
            color = theme.color(tone) if tone else theme.colors.text
            painter.setPen(theme.colors.on_tint if is_selected and tone in {"", "muted"} else color)
            painter.drawText(QRect(left, top, room, height), _WRAP, text)
            top += height + 2
        if row.pill is None:
            return
        width, pill_height = pill_width(theme, row.pill), theme.tokens.height.pill
        place = QRectF(left, top + 4, min(width, room), pill_height)
        if is_beside:
            x = rect.right() - _SIDE_PX - width
            place = QRectF(x, rect.top() + _ABOVE_PX - 2, width, pill_height)
        draw_pill(painter, place, theme, row.pill, is_outlined=is_selected)

    def _texts(self, row: PlanRow) -> list[tuple[str, Any, str]]:
        small = self._theme.font("small")
        title = (row.title, self._theme.font("row", "bold"), "")
        return [title, *((line.text, small, line.tone) for line in row.lines)]

    def _text_room(self, row: PlanRow, width: int) -> int:
        room = width - 2 * _SIDE_PX - _ICON_PX - _GAP_PX
        if row.pill is not None and width >= _BESIDE_PX:
            room -= round(pill_width(self._theme, row.pill)) + _GAP_PX
        return max(80, room)

    def _height(self, row: PlanRow, width: int) -> int:
        room, height = self._text_room(row, width), 0
        for text, font, _tone in self._texts(row):
            rect = QFontMetrics(font).boundingRect(0, 0, room, 10_000, _WRAP, text)
            height += rect.height() + 2
        if row.pill is not None and width < _BESIDE_PX:
            height += self._theme.tokens.height.pill + 4
        return height


class PlanList(QListView):
    """Shows `PlanRow`s; the arrow keys move, the ear hears the whole row.

    `keeps_choice`: the current row is seen without the focus too, where buttons beside the list are about it.
    """

    def __init__(self, theme: Theme, name: str, *, keeps_choice: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = PlanRowModel()
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(theme, self, keeps_choice=keeps_choice))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        theme.changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Other rows; one that is current stays so where it is still there."""
        self.rows.set_rows(rows)
        self.scheduleDelayedItemsLayout()

    def replace_row(self, row: PlanRow) -> None:
        """Show one row anew in its place, and bring it into view."""
        self.rows.replace_row(row)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # what wraps is higher in a narrower window
