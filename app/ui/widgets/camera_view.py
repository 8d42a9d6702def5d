"""The picture of the camera with the aiming box; after a code was read it stands still for a moment."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.viewmodels.camera_frames import ScreenPicture

FROZEN_MS = 900
_LEAST = QSize(220, 124)
_USUAL = QSize(640, 360)
_DARKENED = 110
_CORNER_PART = 0.14
_PILL_PX = 32


class CameraView(QWidget):
    """Draws pictures that are as large as it is. `size_changed` says how many pixels it has; `first_painted` comes with the first picture on the screen.

    What it shows is told to the ear by the page.
    """

    size_changed = Signal(int, int)
    first_painted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._bytes = b""
        self._words = ""
        self._corners: Sequence[Sequence[tuple[float, float]]] = ()
        self._zoom = 1.0
        self._box_part = 0.5
        self._is_painted = False
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(FROZEN_MS)
        self._still.timeout.connect(self._on_still_timeout)
        self.setAccessibleName(self.tr("Picture of the camera"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMinimumSize(_LEAST)
        theme.changed.connect(self.update)

    @property
    def is_still(self) -> bool:
        """Whether a picture in which a code was read stands still."""
        return self._still.isActive()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._image is not None

    @property
    def words(self) -> str:
        """The sentence in the picture."""
        return self._words

    def show_picture(self, picture: ScreenPicture) -> None:
        """The newest frame; not while one stands still."""
        if not self.is_still:
            self._set(picture)

    def hold_still(
        self, picture: ScreenPicture | None, corners: Sequence[Sequence[tuple[float, float]]]
    ) -> None:
        """Show the frame in which codes were read, and where they are, for a moment."""
        self._corners = corners
        if picture is not None:
            self._set(picture)
        self._still.start()
        self.update()

    def say(self, words: str) -> None:
        """A sentence in the picture; empty takes it away."""
        if words != self._words:
            self._words = words
            self.update()

    def set_zoom(self, zoom: float) -> None:
        """How much the middle is enlarged, so that corners are drawn where they are."""
        self._zoom = zoom
        self.update()

    def clear(self) -> None:
        """No picture: what was seen is not kept on the screen."""
        self._still.stop()
        self._image, self._bytes, self._corners, self._words = None, b"", (), ""
        self._is_painted = False
        self.update()

    def tell_size(self) -> None:
        """Say how many pixels there are."""
        ratio = self.devicePixelRatioF()
        self.size_changed.emit(round(self.width() * ratio), round(self.height() * ratio))

    def _set(self, picture: ScreenPicture) -> None:
        self._bytes = picture.pixels  # the image does not keep it
        self._image = QImage(
            self._bytes,
            picture.width,
            picture.height,
            picture.width * 4,
            QImage.Format.Format_RGB32,
        )
        self.update()

    def _on_still_timeout(self) -> None:
        self._corners = ()
        self.update()

    def _picture_rect(self) -> QRectF:
        """Where the picture lies: as large as fits, in the middle."""
        if self._image is None:
            return QRectF(self.rect())
        factor = min(
            self.width() / max(1, self._image.width()), self.height() / max(1, self._image.height())
        )
        wide, high = self._image.width() * factor, self._image.height() * factor
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        wide, high = rect.width() * self._box_part, rect.height() * self._box_part
        box = QRectF(rect.center().x() - wide / 2, rect.center().y() - high / 2, wide, high)
        shade = QColor(0, 0, 0, _DARKENED)
        painter.fillRect(
            QRectF(rect.left(), rect.top(), rect.width(), box.top() - rect.top()), shade
        )
        below = rect.bottom() - box.bottom()
        painter.fillRect(QRectF(rect.left(), box.bottom(), rect.width(), below), shade)
        aside = box.left() - rect.left()
        painter.fillRect(QRectF(rect.left(), box.top(), aside, high), shade)
        painter.fillRect(QRectF(box.right(), box.top(), aside, high), shade)
        painter.setPen(_pen(QColor("white"), 4))
        long = _CORNER_PART * min(wide, high)
        for corner, right, down in (
            (box.topLeft(), 1, 1),
            (box.topRight(), -1, 1),
            (box.bottomLeft(), 1, -1),
            (box.bottomRight(), -1, -1),
        ):
            painter.drawLine(corner, corner + QPointF(right * long, 0))
            painter.drawLine(corner, corner + QPointF(0, down * long))

    def _paint_found(self, painter: QPainter, rect: QRectF) -> None:
        """Marks at the corners of each code that was read, white below green so that both show on any ground."""
        for corners in self._corners:
            points = [
                QPointF(
                    rect.left() + ((x - 0.5) * self._zoom + 0.5) * rect.width(),
                    rect.top() + ((y - 0.5) * self._zoom + 0.5) * rect.height(),
                )
                for x, y in corners
            ]
            for color, width in ((QColor("white"), 8), (self._theme.color("ok"), 4)):
                painter.setPen(_pen(color, width))
                for number, point in enumerate(points):
                    for other in (points[number - 1], points[(number + 1) % len(points)]):
                        painter.drawLine(point, point + (other - point) * 0.25)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(self._theme.font("body", "bold"))
        metrics = QFontMetricsF(painter.font())
        room = rect.width() - 24
        wide = min(room, metrics.horizontalAdvance(self._words) + 32)
        lines = metrics.boundingRect(
            QRectF(0, 0, max(40.0, wide - 32), 400), Qt.TextFlag.TextWordWrap, self._words
        )
        high = max(_PILL_PX, lines.height() + 14)
        pill = QRectF(rect.center().x() - wide / 2, rect.top() + 12, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 215))
        painter.drawRoundedRect(pill, 16, 16)
        painter.setPen(QColor("white"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(pill.adjusted(12, 4, -12, -4), int(flags), self._words)

    def sizeHint(self) -> QSize:
        return _USUAL

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tell_size()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("nav"))
        rect = self._picture_rect()
        if self._image is not None:
            painter.drawImage(rect, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is not None and not self.is_still:
            self._paint_box(painter, rect)
        if self.is_still:
            self._paint_found(painter, rect)
        if self._words:
            self._paint_words(painter, rect)
        painter.end()
        if self._image is not None and not self._is_painted:
            self._is_painted = True
            self.first_painted.emit()


def _pen(color: QColor, width: int) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
