"""Single-colour SVG icons, tinted when they are drawn."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_GAP_PX = 6


class Icons:
    """Draws and keeps the icons of one folder; a missing name raises `FileNotFoundError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._drawn: dict[tuple[str, int, int, float, int], QPixmap] = {}

    def pixmap(
        self, name: str, color: QColor, size_px: int, ratio: float = 1.0, gap_px: int = 0
    ) -> QPixmap:
        """One icon in one colour; `ratio` is the device pixel ratio, `gap_px` empty room after it."""
        key = (name, color.rgba(), size_px, ratio, gap_px)
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = self._draw(name, color, size_px, ratio, gap_px)
        return found

    def icon(
        self, name: str, colors: Mapping[QIcon.Mode, QColor], size_px: int, *, padded: bool = False
    ) -> QIcon:
        """An icon with one colour a mode. Padded ones carry the gap to a button's text.

        Qt's style sheets know no distance between icon and text, so the room is part of the pixmap.
        """
        gap_px = _GAP_PX if padded else 0
        icon = QIcon()
        application = QGuiApplication.instance()
        largest = (
            application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
        )
        for mode, color in colors.items():
            for ratio in {1.0, largest}:
                icon.addPixmap(self.pixmap(name, color, size_px, ratio, gap_px), mode)
        return icon

    def icon_size(self, size_px: int, *, padded: bool = False) -> QSize:
        """What `setIconSize` must be told for such an icon."""
        return QSize(size_px + (_GAP_PX if padded else 0), size_px)

    def forget(self) -> None:
        """Drop what was drawn, for instance when the colours changed."""
        self._drawn.clear()

    def _draw(self, name: str, color: QColor, size_px: int, ratio: float, gap_px: int) -> QPixmap:
        source = self._sources.get(name)
        if source is None:
            source = self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        tinted = source.replace(b"currentColor", color.name().encode("ascii"))
        pixmap = QPixmap(round((size_px + gap_px) * ratio), round(size_px * ratio))
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        side = size_px * ratio
        QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
