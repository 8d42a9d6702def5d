"""Practice boxes in the place of a camera: one after another is held up, and the table is empty between."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.viewmodels.camera_frames import CameraPicture, Plane, PlaneOrder

PRACTICE_ID = "practice"
_FRAME_MS = 100
_HELD_FRAMES = 25
_EMPTY_FRAMES = 8
_WIDTH, _HEIGHT = 1280, 720
_TABLE = 96


class PracticeCamera(QObject):
    """Shows pictures as `CameraDevice` shows what a camera sees; begins anew after the last."""

    framed = Signal(object)
    failed = Signal(str)

    def __init__(self, boxes: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boxes = tuple(boxes)
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.show_next)

    @property
    def is_started(self) -> bool:
        """Whether boxes are shown."""
        return self._timer.isActive()

    @property
    def interval_s(self) -> float:
        """Between two frames."""
        return _FRAME_MS / 1000

    def start(self, _device_id: str) -> None:
        """Show the first box."""
        self._number = 0
        self._timer.start()
        self.show_next()

    def stop(self) -> None:
        """Show nothing any more; safe twice."""
        self._timer.stop()

    def show_next(self) -> None:
        """The next frame."""
        box, frame = divmod(self._number, _HELD_FRAMES + _EMPTY_FRAMES)
        self._number += 1
        if frame >= _HELD_FRAMES or not self._boxes:
            self.framed.emit(_empty_table)
        else:
            self.framed.emit(partial(_box, self._boxes[box % len(self._boxes)]))


def _box(path: Path) -> CameraPicture | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return CameraPicture(_WIDTH, _HEIGHT, PlaneOrder.JPEG, (Plane(data, 0),))


def _empty_table() -> CameraPicture:
    return CameraPicture(
        _WIDTH, _HEIGHT, PlaneOrder.Y, (Plane(bytes([_TABLE]) * (_WIDTH * _HEIGHT), _WIDTH),)
    )
