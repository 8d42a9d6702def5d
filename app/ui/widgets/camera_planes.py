"""From a frame of QtMultimedia to its bytes, in the order in which they lie in memory."""

from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from app.viewmodels.camera_frames import CameraPicture, Plane, PlaneOrder

_Format = QVideoFrameFormat.PixelFormat
# QVideoFrameFormat::PixelFormat, Qt 6: the names say the order of the bytes in memory.
_ORDERS = {
    _Format.Format_Y8: PlaneOrder.Y,
    _Format.Format_Y16: PlaneOrder.Y,
    _Format.Format_YUV420P: PlaneOrder.PLANAR,
    _Format.Format_YUV420P10: PlaneOrder.PLANAR,
    _Format.Format_YUV422P: PlaneOrder.PLANAR,
    _Format.Format_YV12: PlaneOrder.PLANAR_VU,
    _Format.Format_IMC1: PlaneOrder.PLANAR_VU,
    _Format.Format_IMC3: PlaneOrder.PLANAR,
    _Format.Format_NV12: PlaneOrder.SEMI_PLANAR,
    _Format.Format_P010: PlaneOrder.SEMI_PLANAR,
    _Format.Format_P016: PlaneOrder.SEMI_PLANAR,
    _Format.Format_NV21: PlaneOrder.SEMI_PLANAR_VU,
    _Format.Format_YUYV: PlaneOrder.YUYV,
    _Format.Format_UYVY: PlaneOrder.UYVY,
    _Format.Format_AYUV: PlaneOrder.AYUV,
    _Format.Format_AYUV_Premultiplied: PlaneOrder.AYUV,
    _Format.Format_RGBA8888: PlaneOrder.RGBA,
    _Format.Format_RGBX8888: PlaneOrder.RGBA,
    _Format.Format_BGRA8888: PlaneOrder.BGRA,
    _Format.Format_BGRA8888_Premultiplied: PlaneOrder.BGRA,
    _Format.Format_BGRX8888: PlaneOrder.BGRA,
    _Format.Format_ARGB8888: PlaneOrder.ARGB,
    _Format.Format_ARGB8888_Premultiplied: PlaneOrder.ARGB,
    _Format.Format_XRGB8888: PlaneOrder.ARGB,
    _Format.Format_ABGR8888: PlaneOrder.ABGR,
    _Format.Format_XBGR8888: PlaneOrder.ABGR,
    _Format.Format_Jpeg: PlaneOrder.JPEG,
}
_TWO_BYTES = {
    _Format.Format_Y16: 16,
    _Format.Format_P010: 16,  # ten bits, at the top
    _Format.Format_P016: 16,
    _Format.Format_YUV420P10: 10,
}


def camera_picture(frame: QVideoFrame) -> CameraPicture | None:
    """Copy a frame's bytes; None for the empty frame that comes at the end. Called in the worker's thread.

    A frame whose memory cannot be reached or whose order is not known (IMC2, IMC4, those on a graphics card) is converted by Qt.
    """
    if not frame.isValid():
        return None
    order = _ORDERS.get(frame.pixelFormat())
    if order is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return _converted(frame)
    try:
        planes = tuple(
            Plane(bytes(frame.bits(number)), frame.bytesPerLine(number))
            for number in range(frame.planeCount())
        )
    finally:
        frame.unmap()
    bits = _TWO_BYTES.get(frame.pixelFormat())
    return CameraPicture(
        frame.width(),
        frame.height(),
        order,
        planes,
        sample_bytes=1 if bits is None else 2,
        sample_bits=bits or 16,
    )


def _converted(frame: QVideoFrame) -> CameraPicture | None:
    image = frame.toImage()
    if image.isNull():
        return None
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    plane = Plane(bytes(image.constBits()), image.bytesPerLine())
    return CameraPicture(image.width(), image.height(), PlaneOrder.RGBA, (plane,))
