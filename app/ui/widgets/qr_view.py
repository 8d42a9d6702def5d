"""A QR code on white, whatever the theme."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_MODULES = 4


class QrWidget(QWidget):
    """Draws a matrix of modules (True is dark) with its quiet zone, in whole pixels a module."""

    def __init__(self, name: str, *, side_px: int = 232) -> None:
        super().__init__()
        self._rows: Sequence[Sequence[bool]] = ()
        self._side_px = side_px
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_matrix(self, rows: Sequence[Sequence[bool]]) -> None:
        """Show these modules, given without quiet zone; no rows clear the picture."""
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        modules = len(self._rows) + 2 * QUIET_MODULES
        side = max(1, self._side_px // modules) * modules if self._rows else self._side_px
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._rows:
            return
        modules = len(self._rows) + 2 * QUIET_MODULES
        side = max(1, min(self.width(), self.height()) // modules)
        left = (self.width() - side * modules) // 2 + QUIET_MODULES * side
        top = (self.height() - side * modules) // 2 + QUIET_MODULES * side
        for y, line in enumerate(self._rows):
            for x, is_dark in enumerate(line):
                if is_dark:
                    painter.fillRect(
                        QRectF(left + x * side, top + y * side, side, side), Qt.GlobalColor.black
                    )
