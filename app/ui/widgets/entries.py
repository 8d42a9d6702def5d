"""Numbers, dates and times, typed or counted with the arrow keys."""

from PySide6.QtCore import QDate, QEvent, QRect, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QSpinBox, QTimeEdit

from app.ui.theme import Theme

# A spin box that a style sheet gives a border, and that has no buttons, makes its input one pixel wide
# (seen in Qt 6.11.3). So these draw their own frame, and have no buttons that are too small for a finger.


class NumberBox(QSpinBox):
    """A whole number with its unit."""

    def __init__(self, theme: Theme, name: str, *, low: int, high: int, unit: str = "") -> None:
        super().__init__()
        self._theme = theme
        _prepare(self, name)
        self.setRange(low, high)
        self.setSuffix(f" {unit}" if unit else "")

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))  # another style sheet moves it

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw_frame(self, self._theme)


class DateBox(QDateEdit):
    """A day; the arrow keys change the part under the cursor."""

    def __init__(self, theme: Theme, name: str, day: QDate) -> None:
        super().__init__(day)
        self._theme = theme
        _prepare(self, name)
        self.setDisplayFormat("ddd d MMM yyyy")

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))  # another style sheet moves it

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw_frame(self, self._theme)


class TimeBox(QTimeEdit):
    """A time of day; the arrow keys change the part under the cursor."""

    def __init__(self, theme: Theme, name: str, time: QTime) -> None:
        super().__init__(time)
        self._theme = theme
        _prepare(self, name)
        self.setDisplayFormat("HH:mm")

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.lineEdit().setGeometry(_input_rect(self))  # another style sheet moves it

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw_frame(self, self._theme)


def _prepare(box: QAbstractSpinBox, name: str) -> None:
    box.setAccessibleName(name)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setFrame(False)


def _size_hint(box: QAbstractSpinBox, theme: Theme) -> QSize:
    longest = max(len(box.text()) + 2, 8)
    width = longest * box.fontMetrics().averageCharWidth() + 40
    return QSize(width, theme.tokens.height.control)


def _input_rect(box: QAbstractSpinBox) -> QRect:
    return box.rect().adjusted(12, 2, -12, -2)


def _draw_frame(box: QAbstractSpinBox, theme: Theme) -> None:
    colors, width = theme.colors, 1
    edge = colors.edge if box.isEnabled() else colors.line
    if box.property("state") == "bad":
        edge, width = colors.bad, theme.tokens.width.focus_ring
    elif box.hasFocus():
        edge, width = colors.focus, theme.tokens.width.focus_ring
    painter = QPainter(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width))
    painter.setBrush(colors.surface if box.isEnabled() else colors.bg)
    half, radius = width / 2, theme.tokens.radius.m
    painter.drawRoundedRect(QRectF(box.rect()).adjusted(half, half, -half, -half), radius, radius)
