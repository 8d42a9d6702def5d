"""The list of cards: rows of 68 px, painted by one delegate, filtered in one own model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import Theme
from app.ui.widgets.pills import PillLook, draw_pill, pill_width

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
THIRD_LINE_PX = 20


@dataclass(frozen=True, slots=True)
class RowData:
    """One row: its id, a title, a place below it, an icon, perhaps a pill, perhaps a third line (in lists with `three_lines`).

    `tags` are the filters it belongs to, `search` is more text to find it by. No secret belongs here.
    """

    id: str
    title: str
    subtitle: str = ""
    icon: str = "lock"
    pill: PillLook | None = None
    is_filled: bool = False
    tags: frozenset[str] = field(default_factory=frozenset[str])
    search: str = ""
    third: str = ""

    @property
    def accessible_text(self) -> str:
        """All that the row shows, for the ear."""
        pill = self.pill.accessible_text if self.pill else ""
        return ", ".join(part for part in (self.title, self.subtitle, self.third, pill) if part)


class RowModel(QStringListModel):
    """Rows in the order given, narrowed by words and one tag. Filtering resets the model.

    The base class only counts: a view that lays out asks each row for the number of rows, and in Python that alone takes 16 ms for
    10,000 rows (measured), longer than a key press may take.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[RowData] = ()
        self._keys: list[str] = []
        self._shown: list[int] = []
        self._words: list[str] = []
        self._tag = ""

    @property
    def total(self) -> int:
        """How many rows there are without any filter."""
        return len(self._rows)

    @property
    def is_filtered(self) -> bool:
        """Whether words or a tag narrow the list."""
        return bool(self._words or self._tag)

    def set_rows(self, rows: Sequence[RowData]) -> None:
        """Other rows; the filter stays."""
        self._rows = rows
        self._keys = [f"{row.title}\n{row.subtitle}\n{row.search}".casefold() for row in rows]
        self._show(self._matching())

    def replace_row(self, row: RowData) -> None:
        """Show one row anew in its place, without disturbing the others; an unknown id is ignored."""
        for number, old in enumerate(self._rows):
            if old.id != row.id:
                continue
            rows = list(self._rows)
            rows[number] = row
            self._rows = rows
            self._keys[number] = f"{row.title}\n{row.subtitle}\n{row.search}".casefold()
            index = self.index_of(row.id)
            if index.isValid():
                self.dataChanged.emit(index, index)
            return

    def set_filter(self, text: str = "", tag: str = "") -> None:
        """Show rows that hold every word of the text and carry the tag."""
        words = text.casefold().split()
        if words == self._words and tag == self._tag:
            return
        self._words, self._tag = words, tag
        self._show(self._matching())

    def row_at(self, index: AnyIndex) -> RowData | None:
        """The row behind an index."""
        is_there = index.isValid() and index.row() < len(self._shown)
        return self._rows[self._shown[index.row()]] if is_there else None

    def index_of(self, row_id: str) -> QModelIndex:
        """The index of a row that is shown, else an invalid one."""
        for place, number in enumerate(self._shown):
            if self._rows[number].id == row_id:
                return self.index(place)
        return QModelIndex()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.accessible_text
        return None

    def _show(self, numbers: list[int]) -> None:
        self._shown = numbers
        self.setStringList([""] * len(numbers))

    def _matching(self) -> list[int]:
        numbers: list[int] = list(range(len(self._rows)))
        keys, rows = self._keys, self._rows
        if self._tag:
            tag = self._tag
            numbers = [number for number in numbers if tag in rows[number].tags]
        for word in self._words:
            numbers = [number for number in numbers if word in keys[number]]
        return numbers


class RowDelegate(QStyledItemDelegate):
    """Paints icon tile, title, place and pill; the place is cut at its end, the pill never.

    With three lines the pill stands beside the last one, and title and place have the whole width.
    """

    def __init__(self, theme: Theme, parent: QListView, *, three_lines: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._three_lines = three_lines

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        more = THIRD_LINE_PX if self._three_lines else 0
        return QSize(200, self._theme.tokens.height.list_row + more)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RowData):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect  # type: ignore[assignment]
        state: QStyle.StateFlag = option.state  # type: ignore[assignment]
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        self._draw_plate(painter, rect, state)
        tile = self._draw_tile(painter, rect, row, is_selected)
        beside = self._last_line(rect) if self._three_lines else rect
        right = self._draw_pill(painter, beside, row, is_selected)
        left = tile.right() + 14
        place = QRect(left, rect.top(), right - left, rect.height())
        self._draw_texts(painter, place, row, is_selected, rect.right() - 16 - left)
        painter.restore()

    def _draw_plate(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colors = self._theme.colors
        plate = QRectF(rect).adjusted(6, 3, -6, -3)
        radius = self._theme.tokens.radius.m
        has_ring = bool(
            state & QStyle.StateFlag.State_HasFocus
            and state & QStyle.StateFlag.State_KeyboardFocusChange
        )
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.tint)
            painter.drawRoundedRect(plate, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.sunken)
            painter.drawRoundedRect(plate, radius, radius)
        if has_ring or state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.focus, self._theme.tokens.width.focus_ring))
            painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _draw_tile(self, painter: QPainter, rect: QRect, row: RowData, is_selected: bool) -> QRect:
        side = self._theme.tokens.width.icon_tile
        tile = QRect(rect.left() + 14, rect.center().y() - side // 2 + 1, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_tile_color(self._theme, row, is_selected))
        painter.drawRoundedRect(
            QRectF(tile), colors_radius(self._theme), colors_radius(self._theme)
        )
        size = self._theme.tokens.icon.row
        role = "on_primary" if row.is_filled else "text"
        device = painter.device()
        pixmap = self._theme.pixmap(row.icon, role, size, device.devicePixelRatioF())
        painter.drawPixmap(
            tile.left() + (side - size) // 2, tile.top() + (side - size) // 2, pixmap
        )
        return tile

    def _draw_pill(self, painter: QPainter, rect: QRect, row: RowData, is_selected: bool) -> int:
        right = rect.right() - 16
        if row.pill is None:
            return right
        width, height = pill_width(self._theme, row.pill), self._theme.tokens.height.pill
        # A pill with a long date must leave the name half of the row.
        width = min(width, max(80.0, rect.width() * 0.5))
        place = QRectF(right - width, rect.center().y() - height / 2 + 1, width, height)
        draw_pill(painter, place, self._theme, row.pill, is_outlined=is_selected, elided_px=width)
        return int(place.left()) - 12

    def _draw_texts(
        self, painter: QPainter, rect: QRect, row: RowData, is_selected: bool, whole_px: int
    ) -> None:
        """Title and lines: beside the pill, or with three lines as wide as the row but for the last."""
        colors, theme = self._theme.colors, self._theme
        lines = [line for line in (row.subtitle, row.third) if line]
        title_font, place_font = theme.font("row", "bold"), theme.font("small")
        title_height = QFontMetrics(title_font).height()
        step = QFontMetrics(place_font).height() + 3
        top = rect.top() + (rect.height() - title_height - step * len(lines)) // 2 + 1
        wide = whole_px if self._three_lines else rect.width()
        painter.setPen(colors.on_tint if is_selected else colors.text)
        _draw_line(painter, title_font, QRect(rect.left(), top, wide, title_height), row.title)
        painter.setPen(colors.on_tint if is_selected else colors.muted)
        for number, line in enumerate(lines):
            y = top + title_height + 3 + step * number
            width = rect.width() if number else wide
            _draw_line(painter, place_font, QRect(rect.left(), y, width, step - 3), line)

    def _last_line(self, rect: QRect) -> QRect:
        """Where the last of three lines lies in a row."""
        theme = self._theme
        title_height = QFontMetrics(theme.font("row", "bold")).height()
        step = QFontMetrics(theme.font("small")).height() + 3
        top = rect.top() + (rect.height() - title_height - 2 * step) // 2 + 1
        return QRect(rect.left(), top + title_height + step + 2, rect.width(), step)


def _draw_line(painter: QPainter, font: QFont, place: QRect, text: str) -> None:
    """One line of plain text, cut at its end."""
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(font)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def _tile_color(theme: Theme, row: RowData, is_selected: bool) -> QColor:
    if row.is_filled:
        return theme.colors.primary
    return theme.colors.surface if is_selected else theme.colors.sunken


def colors_radius(theme: Theme) -> int:
    """The corner radius of a small tile."""
    return theme.tokens.radius.m - 1


class RowList(QListView):
    """A list of rows. `row_chosen` gives the id that is current, `row_opened` the one Enter was pressed on."""

    row_chosen = Signal(str)
    row_opened = Signal(str)

    def __init__(
        self, theme: Theme, name: str, model: RowModel | None = None, *, three_lines: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = model or RowModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(theme, self, three_lines=three_lines))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._chosen = ""
        self._is_filling = False
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> str:
        """The id of the current row; it outlives a filter that hides the row."""
        return self._chosen

    def set_rows(self, rows: Sequence[RowData]) -> None:
        """Other rows; the chosen one stays chosen by its id."""
        self._keeping_chosen(lambda: self.rows.set_rows(rows))

    def set_filter(self, text: str = "", tag: str = "") -> None:
        """Narrow the list; the chosen row stays chosen while it is shown."""
        self._keeping_chosen(lambda: self.rows.set_filter(text, tag))

    def choose(self, row_id: str) -> None:
        """Make a row current and bring it into view; tells `row_chosen` when it is another."""
        index = self.rows.index_of(row_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _keeping_chosen(self, change: Callable[[], None]) -> None:
        self._is_filling = True
        try:
            change()
            index = self.rows.index_of(self._chosen) if self._chosen else QModelIndex()
            if index.isValid():
                self.setCurrentIndex(index)
                self.scrollTo(index)
        finally:
            self._is_filling = False

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.rows.row_at(current)
        if self._is_filling or row is None or row.id == self._chosen:
            return
        self._chosen = row.id
        self.row_chosen.emit(row.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self.row_opened.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)
