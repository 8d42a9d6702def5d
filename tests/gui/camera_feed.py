"""A camera that shows what a test lays in: frames go into the video sink, as QtMultimedia's own do."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize
from PySide6.QtMultimedia import QCameraDevice, QVideoFrame, QVideoFrameFormat

from app.ui.widgets.camera_device import CameraDevice
from tests.fakes.films import HEIGHT, WIDTH, label

Format = QVideoFrameFormat.PixelFormat
Picture = NDArray[np.uint8]

UNMAPPED = {
    Format.Format_Invalid,
    Format.Format_SamplerExternalOES,  # these two lie on a graphics card
    Format.Format_SamplerRect,
    Format.Format_IMC2,  # no camera gives these two; Qt converts them
    Format.Format_IMC4,
    Format.Format_Jpeg,  # has no size of its own in memory; its bytes are tried in test_frame_planes
}
CAMERA_FORMATS = sorted(set(Format) - UNMAPPED, key=lambda one: one.name)


class FedCamera(CameraDevice):
    """A camera that is always there, or fails as it is told."""

    def __init__(self, parent: QObject | None = None, failure: str = "") -> None:
        super().__init__(parent)
        self.failure = failure
        self.starts = 0

    def inputs(self) -> list[QCameraDevice]:
        return []

    def start(self, device_id: str) -> None:
        self.stop()
        self.starts += 1
        self._is_started = True
        if self.failure:
            self.failed.emit(self.failure)

    def feed(self, frame: QVideoFrame) -> None:
        """Lay a frame into the sink."""
        self.sink.setVideoFrame(frame)


def coloured(text: str | None, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """The label in colour (blue, green, red): yellowish paper on a blue table."""
    grey = label(text, width=width, height=height).astype(np.float32)
    tint = (0.8, 1.0, 1.0) if text else (1.0, 0.8, 0.6)
    return np.clip(np.stack([grey * one for one in tint], 2), 0, 255).astype(np.uint8)


def video_frame(bgr: Picture, kind: Format) -> QVideoFrame:
    """The picture as a frame of this format."""
    height, width = bgr.shape[:2]
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), kind))
    assert frame.map(QVideoFrame.MapMode.WriteOnly), kind
    planes = planes_of(bgr, kind)
    assert frame.planeCount() == len(planes), (kind, frame.planeCount())
    for number, plane in enumerate(planes):
        rows = plane.reshape(plane.shape[0], -1)
        stride = frame.bytesPerLine(number)
        target = np.frombuffer(frame.bits(number), np.uint8)
        padded = np.zeros((rows.shape[0], stride), np.uint8)
        padded[:, : rows.shape[1]] = rows
        flat = padded.ravel()[: len(target)]
        target[: len(flat)] = flat
    frame.unmap()
    return frame


def planes_of(bgr: Picture, kind: Format) -> Sequence[Picture]:
    """The bytes of each plane."""
    name = kind.name.removeprefix("Format_").removesuffix("_Premultiplied")
    height, width = bgr.shape[:2]
    if name.endswith("8888"):
        order = {"R": 2, "G": 1, "B": 0}
        full = np.full((height, width), 255, np.uint8)
        return [np.stack([bgr[..., order[c]] if c in order else full for c in name[:4]], axis=2)]
    yuv = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420), np.uint8)
    y = yuv[:height]
    u = yuv[height : height + height // 4].reshape(height // 2, width // 2)
    v = yuv[height + height // 4 :].reshape(height // 2, width // 2)
    wide_u, wide_v = (np.repeat(one, 2, axis=0) for one in (u, v))
    uv = np.stack([u, v], 2)
    two = np.stack([y[:, 0::2], wide_u, y[:, 1::2], wide_v], 2)
    full = np.full((height, width), 255, np.uint8)
    beside = [np.repeat(one, 2, axis=1) for one in (wide_u, wide_v)]
    made: dict[str, Sequence[Picture]] = {
        "YUV420P": [y, u, v],
        "IMC3": [y, u, v],
        "YV12": [y, v, u],
        "IMC1": [y, v, u],
        "YUV422P": [y, wide_u, wide_v],
        "NV12": [y, uv],
        "NV21": [y, uv[..., ::-1]],
        "Y8": [y],
        "Y16": [_words(y, 8)],
        "P010": [_words(y, 8), _words(uv.reshape(height // 2, width), 8)],
        "P016": [_words(y, 8), _words(uv.reshape(height // 2, width), 8)],
        "YUV420P10": [_words(one, 2) for one in (y, u, v)],
        "YUYV": [two],
        "UYVY": [two[..., [1, 0, 3, 2]]],
        "AYUV": [np.stack([full, y, *beside], 2)],
    }
    return made[name]


def _words(samples: Picture, shift: int) -> Picture:
    return (samples.astype("<u2") << shift).view(np.uint8)
