"""Where a wizard stands: number, word and check mark for each step."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_DISC_PX, _GAP_PX = 36, 6


class StepBar(QWidget):
    """Steps from left to right. Where the words have no room, only the present step's word is drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: Sequence[str] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_steps(self, steps: Sequence[str], current: int) -> None:
        """Show these steps; those before `current` are done; `len(steps)` means all are."""
        self._steps, self._current = tuple(steps), current
        if steps:
            number = min(current, len(steps) - 1)
            self.setAccessibleName(
                self.tr("Step {0} of {1}: {2}").format(number + 1, len(steps), steps[number])
            )
        self.setVisible(bool(steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, _DISC_PX + 10 + QFontMetrics(self._theme.font("small")).height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot = self.width() / len(self._steps)
        metrics = QFontMetrics(self._theme.font("small", "bold"))
        has_room = all(metrics.horizontalAdvance(step) + 12 <= slot for step in self._steps)
        for number, step in enumerate(self._steps):
            middle = slot * (number + 0.5)
            if number + 1 < len(self._steps):
                self._draw_line(painter, middle, middle + slot, is_done=number < self._current)
            self._draw_disc(painter, middle, number)
            if has_room or number == self._current:
                self._draw_word(painter, middle, step, is_current=number == self._current)

    def _draw_line(self, painter: QPainter, start: float, end: float, *, is_done: bool) -> None:
        half = _DISC_PX / 2 + _GAP_PX
        colors = self._theme.colors
        painter.setPen(QPen(colors.primary if is_done else colors.edge, 3))
        painter.drawLine(round(start + half), _DISC_PX // 2, round(end - half), _DISC_PX // 2)

    def _draw_disc(self, painter: QPainter, middle: float, number: int) -> None:
        colors, theme = self._theme.colors, self._theme
        disc = QRectF(middle - _DISC_PX / 2, 0, _DISC_PX, _DISC_PX).adjusted(1, 1, -1, -1)
        is_done, is_current = number < self._current, number == self._current
        painter.setPen(QPen(colors.primary if is_done or is_current else colors.edge, 2))
        if is_done:
            painter.setBrush(colors.primary)
        else:
            painter.setBrush(colors.tint if is_current else colors.surface)
        painter.drawEllipse(disc)
        if is_done:
            size = theme.tokens.icon.small
            pixmap = theme.pixmap("check", "on_primary", size, self.devicePixelRatioF())
            painter.drawPixmap(round(middle - size / 2), (_DISC_PX - size) // 2, pixmap)
            return
        painter.setPen(colors.on_tint if is_current else colors.muted)
        painter.setFont(theme.font("body", "bold"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _draw_word(self, painter: QPainter, middle: float, word: str, *, is_current: bool) -> None:
        font = self._theme.font("small", "bold" if is_current else "regular")
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(word) + 4, self.width())
        left = min(max(0, round(middle - width / 2)), self.width() - width)
        painter.setFont(font)
        painter.setPen(self._theme.colors.text if is_current else self._theme.colors.muted)
        painter.drawText(
            QRect(left, _DISC_PX + 8, width, metrics.height() + 2),
            int(Qt.AlignmentFlag.AlignCenter),
            metrics.elidedText(word, Qt.TextElideMode.ElideRight, width),
        )
