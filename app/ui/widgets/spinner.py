"""A turning sign for work that goes on."""

from PySide6.QtCore import QRectF, QSize, QTimerEvent
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_STEP_MS, _STEP_DEGREES = 80, 45


class Spinner(QWidget):
    """Turns while it is shown; a word beside it says what goes on."""

    def __init__(self, theme: Theme, size_px: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._size_px = size_px
        self._degrees = 0
        self._timer = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer = self._timer or self.startTimer(_STEP_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._timer:
            self.killTimer(self._timer)
        self._timer = 0

    def timerEvent(self, event: QTimerEvent) -> None:
        self._degrees = (self._degrees + _STEP_DEGREES) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        half = self._size_px / 2
        painter.translate(half, half)
        painter.rotate(self._degrees)
        pixmap = self._theme.pixmap("loader", "primary", self._size_px, self.devicePixelRatioF())
        painter.drawPixmap(
            QRectF(-half, -half, self._size_px, self._size_px), pixmap, QRectF(pixmap.rect())
        )
