"""The camera of this computer, by QtMultimedia; loaded when the camera is first started.

Nothing here was ever tried with a real camera, on Windows or on macOS (docs/camera.md).
"""

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from app.ui.widgets.camera_planes import camera_picture

MOST_WIDTH, MOST_HEIGHT = 1920, 1080
LEAST_RATE = 15.0
FROZEN_AFTER_MS = 4000
_USUAL_INTERVAL_S = 1 / 30


class CameraDevice(QObject):
    """Starts and stops one camera. `framed` carries each frame as it comes; `failed` the key of the reason why there is none.

    `sink` is where frames arrive; tests lay theirs in there.
    """

    framed = Signal(object)
    failed = Signal(str)
    devices_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = QVideoSink(self)
        self._devices = QMediaDevices(self)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)
        self._camera: QCamera | None = None
        self._is_started = False
        self._watch = QTimer(self)
        self._watch.setInterval(FROZEN_AFTER_MS)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._on_watch_timeout)
        self.sink.videoFrameChanged.connect(self._on_frame)
        self._devices.videoInputsChanged.connect(self._on_inputs_changed)

    @property
    def is_started(self) -> bool:
        """Whether frames are wanted, also while the camera is gone."""
        return self._is_started

    @property
    def interval_s(self) -> float:
        """Between two frames, as the camera's format says."""
        rate = 0.0 if self._camera is None else self._camera.cameraFormat().maxFrameRate()
        return 1 / rate if rate >= 1 else _USUAL_INTERVAL_S

    def devices(self) -> list[tuple[str, str]]:
        """The cameras that are there: id and name."""
        return [(_id_of(one), one.description()) for one in self.inputs()]

    def inputs(self) -> list[QCameraDevice]:
        """The cameras as Qt knows them."""
        return list(QMediaDevices.videoInputs())

    def start(self, device_id: str) -> None:
        """Start this camera, or the system's own choice where it is not there; why it cannot comes by `failed`."""
        self.stop()
        self._is_started = True
        permission = QCameraPermission()
        application = QCoreApplication.instance()
        if application is None:
            return
        status = application.checkPermission(permission)
        if status is Qt.PermissionStatus.Undetermined:
            application.requestPermission(permission, self, lambda _given: self.start(device_id))
            return
        if status is Qt.PermissionStatus.Denied:
            self._fail("camera_refused")
            return
        inputs = self.inputs()
        if not inputs:
            self._fail("camera_none")
            return
        chosen = next((one for one in inputs if _id_of(one) == device_id), None)
        self._open(chosen or QMediaDevices.defaultVideoInput())

    def stop(self) -> None:
        """Let the camera go; safe twice."""
        self._is_started = False
        self._watch.stop()
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            self._session.setCamera(None)  # type: ignore[arg-type]
            camera.deleteLater()

    def expect_frames(self) -> None:
        """From now on frames have to come, else the camera is called frozen."""
        self._watch.start()

    def _open(self, device: QCameraDevice) -> None:
        camera = self._camera = QCamera(device, self)
        best = best_format(device.videoFormats())
        if best is not None:
            camera.setCameraFormat(best)
        camera.errorOccurred.connect(self._on_camera_error)
        self._session.setCamera(camera)
        camera.start()
        if self._camera is camera:
            self.expect_frames()

    def _fail(self, code: str) -> None:
        self._watch.stop()
        self.failed.emit(code)

    def _on_frame(self, frame: QVideoFrame) -> None:
        if not self._is_started:
            return
        if not frame.isValid():
            return  # comes at the end
        self._watch.start()
        # Nothing else happens here: the frame is copied in the worker's thread.
        self.framed.emit(lambda: camera_picture(frame))

    def _on_camera_error(self) -> None:
        if self._is_started:
            is_there = any(_id_of(one) == self._open_id() for one in self.inputs())
            self._fail("camera_busy" if is_there else "camera_lost")

    def _open_id(self) -> str:
        return "" if self._camera is None else _id_of(self._camera.cameraDevice())

    def _on_inputs_changed(self) -> None:
        self.devices_changed.emit()
        if not self._is_started:
            return
        open_id = self._open_id()
        known = [identity for identity, _name in self.devices()]
        if self._camera is None and known:
            self.start("")
        elif open_id and open_id not in known:
            self.lose()
        elif self._camera is not None and not self._camera.isActive():
            self.start(open_id)

    def lose(self) -> None:
        """The camera is gone; it starts again when it is back."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            camera.deleteLater()
        self._fail("camera_lost")

    def _on_watch_timeout(self) -> None:
        self._fail("camera_frozen")


def best_format(formats: list[QCameraFormat]) -> QCameraFormat | None:
    """The largest up to 1080p with at least 15 frames a second, then the fastest; else the fastest of the rest."""

    def size(one: QCameraFormat) -> int:
        return one.resolution().width() * one.resolution().height()

    fitting = [
        one
        for one in formats
        if one.resolution().width() <= MOST_WIDTH
        and one.resolution().height() <= MOST_HEIGHT
        and one.maxFrameRate() >= LEAST_RATE
    ]
    if fitting:
        return max(fitting, key=lambda one: (size(one), min(one.maxFrameRate(), 30.0)))
    return max(formats, key=lambda one: (one.maxFrameRate(), -size(one)), default=None)


def _id_of(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
