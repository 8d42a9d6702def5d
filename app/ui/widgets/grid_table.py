"""A table of very many rows whose cells are asked for when they are seen, with lines above groups and a heading that sorts."""

from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.texts.harmless import unmarked
from app.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_MARGIN_PX = 12
_LEAST_PX, _MOST_PX, _SAMPLE = 76, 300, 120


class GridSource(Protocol):
    """Where the cells come from; a secret is never among them."""

    def titles(self) -> list[str]:
        """The headings of the columns."""
        ...

    def line_count(self) -> int:
        """How many lines there are, those above groups included."""
        ...

    def group_at(self, line: int) -> str:
        """The words of a line above a group; empty for a row."""
        ...

    def text_at(self, line: int, column: int) -> str:
        """What a cell says."""
        ...

    def tone_at(self, line: int, column: int) -> str:
        """The colour's role of a cell's text, empty for the usual one."""
        ...

    def is_number(self, column: int) -> bool:
        """Whether the column's texts stand at its right edge."""
        ...


class GridModel(QAbstractTableModel):
    """The source as Qt wants it."""

    def __init__(self, source: GridSource) -> None:
        super().__init__()
        self.source = source
        self._titles = source.titles()
        self._count = source.line_count()

    def renew(self) -> None:
        """Everything may be another."""
        self.beginResetModel()
        self._titles = self.source.titles()
        self._count = self.source.line_count()
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.source.group_at(index.row()) or self._text(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return unmarked(self.source.group_at(index.row()) or self._text(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            group = self.source.group_at(index.row())
            return group or f"{self._titles[index.column()]}: {self._text(index)}"
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if index.isValid() and self.source.group_at(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return unmarked(self._titles[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if self.source.is_number(section):
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, index: AnyIndex) -> str:
        return self.source.text_at(index.row(), index.column())


class GridDelegate(QStyledItemDelegate):
    """Paints a cell in one line; a line above a group runs over all columns."""

    def __init__(self, theme: Theme, view: QTableView, source: GridSource) -> None:
        super().__init__(view)
        self._theme, self._view, self._source = theme, view, source
        self._fonts: tuple[tuple[QFont, QFontMetrics], tuple[QFont, QFontMetrics]] | None = None
        theme.changed.connect(self._forget_fonts)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(80, self._theme.tokens.height.table_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect  # type: ignore[assignment]
        line, column = index.row(), index.column()
        group = self._source.group_at(line)
        if group:
            self._paint_group(painter, rect, group)
            return
        state: QStyle.StateFlag = option.state  # type: ignore[assignment]
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        colors = self._theme.colors
        if is_selected:
            painter.fillRect(rect, colors.tint)
        painter.setPen(QPen(colors.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_selected and self._view.hasFocus():
            self._draw_ring(painter, rect, column)
        text = self._source.text_at(line, column)
        if not text:
            return
        tone = self._source.tone_at(line, column)
        font, metrics = self._font(is_bold=bool(tone))
        color = colors[tone] if tone else colors.text
        painter.setPen(colors.on_tint if is_selected and not tone else color)
        painter.setFont(font)
        room = rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        side = Qt.AlignmentFlag.AlignLeft
        if self._source.is_number(column):
            side = Qt.AlignmentFlag.AlignRight
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_group(self, painter: QPainter, rect: QRect, words: str) -> None:
        colors = self._theme.colors
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, colors.sunken)
        painter.setPen(QPen(colors.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        # Each cell draws its part of the whole, so the words stay at the left edge of what is seen.
        whole = QRect(_MARGIN_PX, rect.top(), self._view.viewport().width(), rect.height())
        painter.setFont(self._font(is_bold=True)[0])
        painter.setPen(colors.text)
        painter.drawText(
            whole, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words
        )
        painter.restore()

    def _draw_ring(self, painter: QPainter, rect: QRect, column: int) -> None:
        """The ring runs around the row: only its first and last cell have side lines."""
        painter.setPen(QPen(self._theme.colors.focus, self._theme.tokens.width.focus_ring))
        left, right, top, bottom = rect.left(), rect.right(), rect.top() + 1, rect.bottom()
        painter.drawLine(left, top, right, top)
        painter.drawLine(left, bottom, right, bottom)
        if column == 0:
            painter.drawLine(left + 1, top, left + 1, bottom)
        if column == self._view.model().columnCount() - 1:
            painter.drawLine(right, top, right, bottom)

    def _font(self, *, is_bold: bool) -> tuple[QFont, QFontMetrics]:
        if self._fonts is None:
            body, bold = self._theme.font("body"), self._theme.font("body", "bold")
            self._fonts = ((body, QFontMetrics(body)), (bold, QFontMetrics(bold)))
        return self._fonts[1 if is_bold else 0]

    def _forget_fonts(self) -> None:
        self._fonts = None


class _View(QTableView):
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make a row current, so that the focus is seen and the arrow keys have where to start."""
        super().focusInEvent(event)
        if self.selectionModel().hasSelection():
            return
        top = max(0, self.rowAt(0))
        for line in range(top, min(top + 2, self.model().rowCount())):
            index = self.model().index(line, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.selectRow(line)
                self.setCurrentIndex(index)
                return


class GridTable(QFrame):
    """The table. `line_chosen` gives the current line, `line_opened` the one Enter was pressed on, `sort_wanted` a column."""

    line_chosen = Signal(int)
    line_opened = Signal(int)
    sort_wanted = Signal(int)

    def __init__(self, theme: Theme, name: str, source: GridSource) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._theme, self._source = theme, source
        self._titles: list[str] = []
        self._model = GridModel(source)
        self.view = view = _View()
        view.setAccessibleName(name)
        view.setModel(self._model)
        view.setItemDelegate(GridDelegate(theme, view, source))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.setCornerWidget(QWidget())  # else Qt paints a frame's corner between the scroll bars
        view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = view.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.tokens.height.table_row)
        rows.setDefaultSectionSize(theme.tokens.height.table_row)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(_LEAST_PX)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setFixedHeight(theme.tokens.height.table_header)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sectionClicked.connect(self.sort_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(view)
        view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        view.activated.connect(self._on_activated)
        theme.changed.connect(view.viewport().update)

    @property
    def line_count(self) -> int:
        """How many lines are shown."""
        return self._model.rowCount()

    @property
    def current_line(self) -> int:
        """The current line, -1 without one."""
        return self.view.currentIndex().row()

    def renew(self) -> None:
        """Ask the source for everything anew; other columns get widths of their own."""
        self._model.renew()
        titles = self._source.titles()
        if titles != self._titles:
            self._titles = titles
            self.fit_columns()

    def show_sorting(self, column: int, *, is_descending: bool) -> None:
        """Say in the heading what is sorted by; -1 is nothing of it."""
        header = self.view.horizontalHeader()
        header.setSortIndicatorShown(column >= 0)
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)

    def choose_line(self, line: int) -> None:
        """Make a line current."""
        self.view.setCurrentIndex(self._model.index(line, 0))

    def fit_columns(self) -> None:
        """Give each column the width of its title and of the first texts in it."""
        title = QFontMetrics(self._theme.font("small", "bold"))
        body = QFontMetrics(self._theme.font("body", "bold"))
        lines = [
            line
            for line in range(min(_SAMPLE, self._model.rowCount()))
            if not self._source.group_at(line)
        ]
        for column, words in enumerate(self._titles):
            widest = title.horizontalAdvance(words) + 2 * _MARGIN_PX + 20  # and the sorting's mark
            for line in lines:
                text = self._source.text_at(line, column)
                widest = max(widest, body.horizontalAdvance(text) + 2 * _MARGIN_PX + 2)
            self.view.setColumnWidth(column, max(_LEAST_PX, min(_MOST_PX, widest)))

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.line_chosen.emit(current.row())

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid() and not self._source.group_at(index.row()):
            self.line_opened.emit(index.row())
