"""A kept picture in small: drawn, or masked where a code may be read in it."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from app.ui.theme import Theme
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.layouts import column

FACE_PX = QSize(96, 72)


class PictureFace(QFrame):
    """Shows `thumbnail`, or a plate that hides a secret picture until `show_for`. Hidden again when the widget is."""

    def __init__(self, theme: Theme, number: int, thumbnail: QImage | None) -> None:
        super().__init__()
        self.setProperty("kind", "sunken")
        self.setFixedSize(FACE_PX)
        self._number, self._is_masked = number, True
        self._plate = IconLabel(theme, "eye-off", "muted")
        self._small = QLabel()
        self._small.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(0)
        for part in (self._plate, self._small):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide_picture)
        self._is_secret = thumbnail is None or thumbnail.isNull()
        self.hide_picture()
        if thumbnail is not None and not self._is_secret:
            self._draw(thumbnail)

    @property
    def is_masked(self) -> bool:
        """Whether nothing of the picture is seen."""
        return self._is_masked

    def show_for(self, image: QImage, milliseconds: int) -> None:
        """Show a secret picture for a while."""
        if not image.isNull():
            self._draw(image)
            self._timer.start(milliseconds)

    def hide_picture(self) -> None:
        """Hide the picture again; safe twice."""
        self._timer.stop()
        self._is_masked = True
        self._small.clear()
        self._small.setVisible(False)
        self._plate.setVisible(True)
        self.setAccessibleName(self.tr("Picture {0}, masked").format(self._number))

    def _draw(self, image: QImage) -> None:
        self._is_masked = False
        self._small.setPixmap(
            QPixmap.fromImage(
                image.scaled(
                    FACE_PX,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        )
        self._small.setVisible(True)
        self._plate.setVisible(False)
        self.setAccessibleName(self.tr("Picture {0}, small").format(self._number))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_secret:
            self.hide_picture()
