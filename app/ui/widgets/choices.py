"""Choosing: a drop-down, a check box and radio options, drawn large enough for a finger."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QListView,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from app.ui.theme import Theme
from app.ui.widgets.layouts import column

_MARK_PX, _GAP_PX = 22, 12


class ChoiceBox(QComboBox):
    """A drop-down of (key, word) pairs. `chosen` gives the key a person picked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setView(QListView(self))  # Fusion's own pop-up ignores the style sheet
        self.view().setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _: self.chosen.emit(self.key))
        self.set_options(options)

    @property
    def key(self) -> str:
        """The key of what is chosen, empty without options."""
        return str(self.currentData() or "")

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Other options; what was chosen stays chosen if it is still there."""
        before = self.key
        self.clear()
        for key, word in options:
            self.addItem(word, key)
        self.choose(before)

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        index = self.findData(key)
        if index >= 0:
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a page must not change what lies under the pointer

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # A styled drop-down loses its arrow, so we draw our own.
        size = self._theme.tokens.icon.small
        role = "text" if self.isEnabled() else "edge"
        pixmap = self._theme.pixmap("chevron-down", role, size, self.devicePixelRatioF())
        place = QPointF(self.width() - size - _GAP_PX, (self.height() - size) / 2)
        QPainter(self).drawPixmap(place, pixmap)


class CheckBox(QCheckBox):
    """A check box of 44 px with a mark of 22 px; its words may take two lines."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        _let_it_wrap(self)

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.tokens.height.control)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height_for_width(self, self._theme, width)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._theme.colors
        mark = _mark_rect(self)
        _draw_focus(painter, self, self._theme)
        painter.setPen(QPen(colors.primary if self.isChecked() else colors.edge, 2))
        painter.setBrush(colors.primary if self.isChecked() else colors.surface)
        if not self.isEnabled():
            painter.setPen(QPen(colors.line, 2))
            painter.setBrush(colors.edge if self.isChecked() else colors.bg)
        painter.drawRoundedRect(mark, 5, 5)
        if self.isChecked():
            size = self._theme.tokens.icon.small
            role = "on_primary" if self.isEnabled() else "surface"
            pixmap = self._theme.pixmap("check", role, size, self.devicePixelRatioF())
            painter.drawPixmap(mark.center() - QPointF(size / 2, size / 2), pixmap)
        _draw_words(painter, self, self._theme)


class RadioOption(QRadioButton):
    """One of several answers, with a mark of 22 px; its words may take two lines."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        _let_it_wrap(self)

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.tokens.height.control)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height_for_width(self, self._theme, width)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._theme.colors
        mark = _mark_rect(self)
        _draw_focus(painter, self, self._theme)
        is_chosen = self.isChecked()
        edge = colors.primary if is_chosen else colors.edge
        painter.setPen(QPen(edge if self.isEnabled() else colors.line, 2))
        painter.setBrush(colors.surface)
        painter.drawEllipse(mark)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.primary if self.isEnabled() else colors.edge)
            painter.drawEllipse(mark.adjusted(5, 5, -5, -5))
        _draw_words(painter, self, self._theme)


class RadioChoice(QWidget):
    """Several answers below each other, one of them chosen; the arrow keys move."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, options: Sequence[tuple[str, str]], chosen: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._options: dict[str, RadioOption] = {}
        layout = column(4)
        for key, word in options:
            option = RadioOption(theme, word)
            option.setProperty("key", key)
            option.setChecked(key == chosen)
            self._group.addButton(option)
            self._options[key] = option
            layout.addWidget(option)
        self.setLayout(layout)
        if self._options:
            self.setFocusProxy(self._options.get(chosen) or next(iter(self._options.values())))
        self._group.buttonClicked.connect(
            lambda button: self.chosen.emit(str(button.property("key")))
        )

    @property
    def key(self) -> str:
        """The key of what is chosen, empty when nothing is."""
        button = self._group.checkedButton()
        return str(button.property("key")) if button else ""

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        if key in self._options:
            self._options[key].setChecked(True)


def _let_it_wrap(button: QAbstractButton) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
    button.setProperty("wraps", True)


def _words_rect(width: int, height: int) -> QRect:
    left = 4 + _MARK_PX + _GAP_PX
    return QRect(left, 0, max(40, width - left - 6), height)


def _size_hint(button: QAbstractButton, theme: Theme) -> QSize:
    metrics = QFontMetrics(theme.font("body"))
    words = metrics.horizontalAdvance(button.text().replace("&", ""))
    width = 4 + _MARK_PX + _GAP_PX + words + 8
    return QSize(width, max(theme.tokens.height.control, metrics.height() + 20))


def _height_for_width(button: QAbstractButton, theme: Theme, width: int) -> int:
    metrics = QFontMetrics(theme.font("body"))
    room = _words_rect(width, 10_000)
    flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic)
    needed = metrics.boundingRect(room, flags, button.text()).height()
    return max(theme.tokens.height.control, needed + 20)


def _mark_rect(button: QAbstractButton) -> QRectF:
    top = (button.height() - _MARK_PX) / 2
    return QRectF(4, top, _MARK_PX, _MARK_PX).adjusted(1, 1, -1, -1)


def _draw_focus(painter: QPainter, button: QAbstractButton, theme: Theme) -> None:
    if not button.hasFocus():
        return
    painter.setPen(QPen(theme.colors.focus, theme.tokens.width.focus_ring))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(button.rect()).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(ring, theme.tokens.radius.m, theme.tokens.radius.m)


def _draw_words(painter: QPainter, button: QAbstractButton, theme: Theme) -> None:
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colors.text if button.isEnabled() else theme.colors.edge)
    painter.drawText(
        _words_rect(button.width(), button.height()),
        int(
            Qt.AlignmentFlag.AlignVCenter
            | Qt.AlignmentFlag.AlignLeft
            | Qt.TextFlag.TextWordWrap
            | Qt.TextFlag.TextShowMnemonic
        ),
        button.text(),
    )
