"""Layouts that fit narrow windows and long words."""

from PySide6 import QtCore
from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.qt_numbers import NO_FOCUS, SCROLL_BAR_OFF

AT_END = "at_end"


class FlowLayout(QLayout):
    """Side by side while there is room, then on the next line.

    A widget with the property `at_end` stands at the far right of its line.
    """

    def __init__(self, gap_px: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap_px = gap_px
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> "QtCore.Qt.Orientation":
        return QtCore.Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moving=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap_px * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            heights = [_height_for(item, width) for item, width in line]
            if moving:
                _place_line(line, heights, rect, y, self._gap_px)
            y += max(heights) + self._gap_px
        return max(0, y - self._gap_px - rect.y())

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, int]]]:
        """The items with their widths, line by line."""
        lines: list[list[tuple[QLayoutItem, int]]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), room)
            if not lines or x + width > room:
                lines.append([])
                x = 0
            lines[-1].append((item, width))
            x += width + self._gap_px
        return lines


def _place_line(
    line: list[tuple[QLayoutItem, int]], heights: list[int], rect: QRect, y: int, gap_px: int
) -> None:
    """Put the items of one line beside each other, in the middle of the highest."""
    x = rect.x()
    for (item, width), height in zip(line, heights, strict=True):
        widget = item.widget()
        if widget is not None and widget.property(AT_END):
            x = rect.x() + rect.width() - width
        top = y + (max(heights) - height) // 2
        item.setGeometry(QRect(QPoint(x, top), QSize(width, height)))
        x += width + gap_px


class CardRow(QLayout):
    """Cards of equal width: all in one line, two by two, or one below the other, as the room allows."""

    def __init__(self, least_px: int = 150, gap_px: int = 12) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._least_px = least_px
        self._gap_px = gap_px
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> "QtCore.Qt.Orientation":
        return QtCore.Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moving=True)

    def sizeHint(self) -> QSize:
        columns = max(1, len(self._shown()))
        width = columns * self._least_px + self._gap_px * (columns - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return QSize(self._least_px, self.heightForWidth(self._least_px))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        items = self._shown()
        if not items:
            return 0
        fitting = max(1, (rect.width() + self._gap_px) // (self._least_px + self._gap_px))
        columns = next((n for n in (len(items), 2, 1) if n <= fitting), 1)
        width = (rect.width() - self._gap_px * (columns - 1)) // columns
        y = rect.y()
        for start in range(0, len(items), columns):
            line = items[start : start + columns]
            height = max(_height_for(item, width) for item in line)
            for column, item in enumerate(line):
                if moving:
                    x = rect.x() + column * (width + self._gap_px)
                    item.setGeometry(QRect(x, y, width, height))
            y += height + self._gap_px
        return y - self._gap_px - rect.y()


def _height_for(item: QLayoutItem, width: int) -> int:
    hint = item.sizeHint().height()
    return max(hint, item.heightForWidth(width)) if item.hasHeightForWidth() else hint


def column(gap_px: int = 12, margin_px: int = 0) -> QVBoxLayout:
    """A vertical layout with one gap and one margin."""
    layout = QVBoxLayout()
    layout.setSpacing(gap_px)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    return layout


def row(gap_px: int = 8, margin_px: int = 0) -> QHBoxLayout:
    """A horizontal layout with one gap and one margin."""
    layout = QHBoxLayout()
    layout.setSpacing(gap_px)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    return layout


def boxed(layout: QLayout) -> QWidget:
    """A widget that holds the layout and lies as high as it needs to."""
    widget = QWidget()
    widget.setLayout(layout)
    lie_flat(widget)
    return widget


def lie_flat(widget: QWidget) -> None:
    """Let a widget be as high as its content needs at the width it gets.

    It does not grow in a column that has a stretch. (A fixed policy would cut what wraps: Qt bounds it by the hint.)
    """
    layout = widget.layout()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(layout is not None and layout.hasHeightForWidth())
    widget.setSizePolicy(policy)


def scrolled(content: QWidget) -> QScrollArea:
    """The content in a vertical scroll area without a frame; it follows the focus inside."""
    area = QScrollArea()
    content.setProperty("kind", "scrolled")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setProperty("horizontalScrollBarPolicy", SCROLL_BAR_OFF)
    area.setProperty("focusPolicy", NO_FOCUS)
    # Asked for by its name: `viewport()` makes Qt's whole namespace of enums, a tenth of the time to the first paint.
    view = area.findChild(QWidget, "qt_scrollarea_viewport")
    if view is not None:
        view.setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
