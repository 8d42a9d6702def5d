"""Tables inside a rounded frame: rows of 48 px, pills and two-line cells, painted by one delegate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from app.texts.harmless import unmarked
from app.ui.theme import Theme
from app.ui.widgets.pills import PillLook, draw_pill, pill_width

AnyIndex = QModelIndex | QPersistentModelIndex
_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_MARGIN_PX = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the room, its least width.

    Where the room is short, columns that fold stand as further lines in the first one. One that fits is never narrower than
    what stands in it.
    """

    title: str
    share: int = 1
    least_px: int = 80
    folds: bool = False
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, perhaps muted lines below it, perhaps a tone, perhaps a pill instead of it all.

    A validity must never be cut: give its further parts as `second` and `more`, in a column that fits.
    """

    text: str = ""
    second: str = ""
    tone: str = ""
    pill: PillLook | None = None
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts below each other, without the empty ones."""
        return tuple(line for line in (self.text, self.second, *self.more) if line)

    @property
    def accessible_text(self) -> str:
        """The cell for the ear."""
        if self.pill is not None:
            return self.pill.accessible_text
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its id. No secret belongs here."""

    id: str
    cells: tuple[Cell, ...]


class TableModel(QAbstractTableModel):
    """Rows and columns as given."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: Sequence[TableRow] = ()
        self.is_folded = False
        self._most_lines: dict[bool, int] = {}  # by whether it is folded

    def further_lines(self, row: int) -> tuple[str, ...]:
        """What the first cell of a row says below its own text while the table is folded."""
        if not self.is_folded:
            return ()
        cells = zip(self.columns, self.rows[row].cells, strict=True)
        return tuple(line for column, cell in cells if column.folds for line in cell.lines)

    @property
    def most_lines(self) -> int:
        """How many lines the fullest cell has."""
        if self.is_folded not in self._most_lines:
            self._most_lines[self.is_folded] = self._count_lines()
        return self._most_lines[self.is_folded]

    def _count_lines(self) -> int:
        shown = [
            number
            for number, column in enumerate(self.columns)
            if not self.is_folded or not column.folds
        ]
        most = 1
        for number, row in enumerate(self.rows):
            further = len(self.further_lines(number))
            for place in shown:
                own = max(1, len(row.cells[place].lines))
                most = max(most, own + further if place == 0 else own)
        return most

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Other rows; where the ids are the same, only the cells are drawn anew."""
        self._most_lines.clear()
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        cell = self.rows[index.row()].cells[index.column()]
        if role == _CELL_ROLE:
            further = self.further_lines(index.row()) if index.column() == 0 else ()
            return (cell, further)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.pill.word if cell.pill else cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].title}: {cell.accessible_text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return unmarked(cell.accessible_text)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class TableDelegate(QStyledItemDelegate):
    """Paints a cell: text over text, or a pill; the chosen row as a tint plate with a focus ring."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(80, self._theme.tokens.height.table_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        cell, further = index.data(_CELL_ROLE)
        painter.save()
        rect: QRect = option.rect  # type: ignore[assignment]
        state: QStyle.StateFlag = option.state  # type: ignore[assignment]
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        colors = self._theme.colors
        if is_selected:
            painter.fillRect(rect, colors.tint)
        painter.setPen(QPen(colors.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_selected and self._table.hasFocus():
            self._draw_ring(painter, rect, index)
        room = rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        if cell.pill is not None:
            self._draw_pill(painter, room, cell.pill, is_selected)
        else:
            lines = (*cell.lines[1:], *further)
            self._draw_texts(painter, room, cell, lines, is_selected=is_selected)
        painter.restore()

    def _draw_ring(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        """The ring runs around the row: only its first and last cell have side lines."""
        painter.setPen(QPen(self._theme.colors.focus, self._theme.tokens.width.focus_ring))
        left, right, top, bottom = rect.left(), rect.right(), rect.top() + 1, rect.bottom()
        painter.drawLine(left, top, right, top)
        painter.drawLine(left, bottom, right, bottom)
        if index.column() == 0:
            painter.drawLine(left + 1, top, left + 1, bottom)
        if index.column() == index.model().columnCount() - 1:
            painter.drawLine(right, top, right, bottom)

    def _draw_pill(self, painter: QPainter, room: QRect, pill: PillLook, is_selected: bool) -> None:
        height = self._theme.tokens.height.pill
        width = min(pill_width(self._theme, pill), room.width() + 6.0)
        place = QRectF(room.left() - 3, room.center().y() - height / 2 + 0.5, width, height)
        draw_pill(painter, place, self._theme, pill, is_outlined=is_selected, elided_px=width)

    def _draw_texts(
        self,
        painter: QPainter,
        room: QRect,
        cell: Cell,
        further: Sequence[str],
        *,
        is_selected: bool,
    ) -> None:
        colors = self._theme.colors
        small = QFontMetrics(self._theme.font("small"))
        is_lone = not further
        font = self._theme.font("body" if is_lone or len(cell.lines) < 2 else "small")
        metrics = QFontMetrics(font)
        height = metrics.height() + len(further) * small.height()
        place = QRect(room.left(), room.center().y() - height // 2, room.width(), metrics.height())
        painter.setFont(font)
        color = colors[cell.tone] if cell.tone else colors.text
        painter.setPen(colors.on_tint if is_selected and not cell.tone else color)
        _draw_line(painter, place, metrics, cell.text)
        painter.setFont(self._theme.font("small"))
        painter.setPen(colors.on_tint if is_selected else colors.muted)
        place.setTop(place.bottom() + 1)
        for line in further:
            place.setHeight(small.height())
            _draw_line(painter, place, small, line)
            place.translate(0, small.height())


def _draw_line(painter: QPainter, place: QRect, metrics: QFontMetrics, text: str) -> None:
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(align), shown)


class _TableView(QTableView):
    def __init__(self, theme: Theme, model: TableModel) -> None:
        super().__init__()
        self._theme = theme
        self._rows = model
        self._widths: dict[int, int] = {}
        self.setModel(model)

    def arrange(self) -> None:
        """Fold or unfold, and give each column its share of the width, never less than its least."""
        columns, width = self._rows.columns, self.viewport().width()
        least = [self._least_width(number) for number in range(len(columns))]
        is_folded = any(column.folds for column in columns) and width < sum(least)
        if is_folded != self._rows.is_folded:
            self._rows.is_folded = is_folded
            for number, column in enumerate(columns):
                self.setColumnHidden(number, is_folded and column.folds)
        shown = [number for number, c in enumerate(columns) if not (is_folded and c.folds)]
        shares = sum(columns[number].share for number in shown) or 1
        spare = max(0, width - sum(least[number] for number in shown))
        left = width
        for number in shown[:-1]:
            column_width = least[number] + spare * columns[number].share // shares
            self.setColumnWidth(number, column_width)
            left -= column_width
        self.setColumnWidth(shown[-1], max(left, least[shown[-1]]))
        self.verticalHeader().setDefaultSectionSize(self.row_height())

    def forget_widths(self) -> None:
        """Measure what stands in the columns anew."""
        self._widths.clear()

    def _least_width(self, number: int) -> int:
        column = self._rows.columns[number]
        if not column.fits:
            return column.least_px
        if number not in self._widths:
            metrics = QFontMetrics(self._theme.font("body"))
            widest = column.least_px
            for row in self._rows.rows:
                cell = row.cells[number]
                if cell.pill is not None:
                    widest = max(widest, round(pill_width(self._theme, cell.pill)) + 2 * _MARGIN_PX)
                for line in cell.lines:
                    widest = max(widest, metrics.horizontalAdvance(line) + 2 * _MARGIN_PX + 2)
            self._widths[number] = widest
        return self._widths[number]

    def row_height(self) -> int:
        """One height for all rows: that of the fullest one."""
        height = self._theme.tokens.height.table_row
        lines = self._rows.most_lines
        line_height = QFontMetrics(self._theme.font("small")).height()
        return height if lines <= 2 else (lines - 1) * line_height + 40

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


class Table(QFrame):
    """A table of whole rows. `row_chosen` gives the current row's id, `row_opened` the one Enter was pressed on."""

    row_chosen = Signal(str)
    row_opened = Signal(str)

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._theme = theme
        self._rows = TableModel(columns)
        self.view = view = _TableView(theme, self._rows)
        view.setAccessibleName(name)
        view.setItemDelegate(TableDelegate(theme, view))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setMinimumSectionSize(theme.tokens.height.table_row)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(theme.tokens.height.table_header)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(view)
        view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        view.activated.connect(self._on_activated)
        self._chosen = ""
        theme.changed.connect(view.viewport().update)

    @property
    def chosen(self) -> str:
        """The id of the current row, empty without one."""
        return self._chosen

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return self._rows.rowCount()

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Other rows; the chosen one stays chosen by its id."""
        self._rows.set_rows(rows)
        self.view.forget_widths()
        self.view.arrange()
        if self._chosen and not self.view.currentIndex().isValid():
            self.choose(self._chosen)
        if all(row.id != self._chosen for row in rows):
            self._chosen = ""

    def choose(self, row_id: str) -> None:
        """Make a row current."""
        for number, row in enumerate(self._rows.rows):
            if row.id == row_id:
                self.view.selectRow(number)
                self.view.setCurrentIndex(self._rows.index(number, 0))

    def fit_to_rows(self, most: int = 12) -> None:
        """Be as high as the rows, up to so many; for a table inside a scrolled page."""
        rows = max(1, min(most, self.row_count))
        header = self._theme.tokens.height.table_header
        self.setFixedHeight(header + rows * self.view.row_height() + 4)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._chosen = self._rows.rows[current.row()].id
            self.row_chosen.emit(self._chosen)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_opened.emit(self._rows.rows[index.row()].id)
