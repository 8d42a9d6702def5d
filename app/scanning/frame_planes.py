"""A camera's picture as it lies in memory: its brightness for reading, and a small one for the screen.

Cameras give brightness and colour apart, or mixed in many orders. Where a format has a plane of
brightness that plane is the grey picture; nothing is converted. All work on pixels is OpenCV's, which lets
other threads run meanwhile.
"""

import cv2
import numpy as np

from app.core.errors import AppError
from app.scanning.arrays import Luma, Points
from app.scanning.frame_pictures import CameraPicture, Plane, PlaneOrder, ScreenPicture
from app.scanning.frames import Frame

_GREY_CHROMA = 128


_BGR_OF = {
    PlaneOrder.RGBA: (2, 1, 0),
    PlaneOrder.BGRA: (0, 1, 2),
    PlaneOrder.ARGB: (3, 2, 1),
    PlaneOrder.ABGR: (1, 2, 3),
}
_RGB_ORDERS = frozenset(_BGR_OF)


def grey_frame(picture: CameraPicture) -> Frame:
    """The brightness of the picture; `AppError("camera_frame_unreadable")` where its bytes are too few."""
    grey = _luma(picture)
    return Frame(grey.shape[1], grey.shape[0], np.ascontiguousarray(grey).data.cast("B"))


def screen_picture(
    picture: CameraPicture, width: int, height: int, zoom: float = 1.0
) -> ScreenPicture:
    """The middle of the picture in colour, as large as fits into what the screen has; errors as in `grey_frame`."""
    factor = min(width / picture.width, height / picture.height)
    wide, high = (max(2, int(side * factor) // 2 * 2) for side in (picture.width, picture.height))
    size = (wide, high)
    if picture.order is PlaneOrder.JPEG:
        seen = _fitted(_jpeg(picture, cv2.IMREAD_COLOR), size, zoom)
    elif picture.order in _RGB_ORDERS:
        small = _fitted(_pixels(picture), size, zoom)
        channels = _BGR_OF[picture.order]
        seen = np.ascontiguousarray(small[..., channels])
    else:
        seen = cv2.cvtColor(_small_i420(picture, size, zoom), cv2.COLOR_YUV2BGR_I420)
    whole = cv2.cvtColor(seen, cv2.COLOR_BGR2BGRA)
    return ScreenPicture(size[0], size[1], whole.tobytes())


def _luma(picture: CameraPicture) -> Luma:
    order = picture.order
    if order is PlaneOrder.JPEG:
        return _jpeg(picture, cv2.IMREAD_GRAYSCALE)
    if order in _RGB_ORDERS:
        bgr = np.ascontiguousarray(_pixels(picture)[..., _BGR_OF[order]])
        return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
    if order in {PlaneOrder.YUYV, PlaneOrder.UYVY}:
        return _channel(_samples(picture, 0, 2), int(order is PlaneOrder.UYVY))
    if order is PlaneOrder.AYUV:
        return _channel(_pixels(picture), 1)
    return _plane(picture, 0, picture.width, picture.height)


def _small_i420(picture: CameraPicture, size: tuple[int, int], zoom: float) -> Luma:
    """Brightness and colours, each made small by itself: less work than converting the large picture."""
    half = (size[0] // 2, size[1] // 2)
    luma = _fitted(_luma(picture), size, zoom)
    blue, red = (_fitted(one, half, zoom) for one in _chroma(picture))
    rows = half[1]
    sheet = np.empty((size[1] + rows, size[0]), np.uint8)
    sheet[: size[1]] = luma
    tail = sheet[size[1] :].reshape(2, rows * half[0])
    tail[0], tail[1] = blue.ravel(), red.ravel()
    return sheet


def _chroma(picture: CameraPicture) -> tuple[Luma, Luma]:
    order = picture.order
    if order is PlaneOrder.Y:
        grey = np.full((2, 2), _GREY_CHROMA, np.uint8)
        return grey, grey
    if order is PlaneOrder.AYUV:
        pixels = _pixels(picture)
        return _channel(pixels, 2), _channel(pixels, 3)
    if order in {PlaneOrder.YUYV, PlaneOrder.UYVY}:
        plane = picture.planes[0]
        wide = picture.width // 2
        quads = _rows(plane, picture.height, wide * 4).reshape(picture.height, wide, 4)
        first = 1 if order is PlaneOrder.YUYV else 0
        quads = np.ascontiguousarray(quads)
        return _channel(quads, first), _channel(quads, first + 2)
    wide = (picture.width + 1) // 2
    if order in {PlaneOrder.SEMI_PLANAR, PlaneOrder.SEMI_PLANAR_VU}:
        high = (picture.height + 1) // 2
        pairs = _plane(picture, 1, wide * 2, high).reshape(high, wide, 2)
        blue, red = _channel(pairs, 0), _channel(pairs, 1)
        return (blue, red) if order is PlaneOrder.SEMI_PLANAR else (red, blue)
    parts = [_plane(picture, number, wide, _chroma_rows(picture, number)) for number in (1, 2)]
    return (parts[0], parts[1]) if order is PlaneOrder.PLANAR else (parts[1], parts[0])


def _chroma_rows(picture: CameraPicture, number: int) -> int:
    """YUV422P has a row of colour for each row, the others for two."""
    plane = picture.planes[number]
    held = len(plane.data) // max(1, plane.row_bytes)
    return picture.height if held >= picture.height else (picture.height + 1) // 2


def _plane(picture: CameraPicture, number: int, wide: int, high: int) -> Luma:
    """One plane as 8-bit samples."""
    if picture.sample_bytes == 1:
        return np.ascontiguousarray(_rows(picture.planes[number], high, wide))
    rows = np.ascontiguousarray(_rows(picture.planes[number], high, wide * 2))
    if picture.sample_bits == 16:
        return _channel(rows.reshape(high, wide, 2), 1)
    whole = rows.view("<u2")
    return np.asarray(
        cv2.convertScaleAbs(whole, alpha=1 / (1 << (picture.sample_bits - 8))), np.uint8
    )


def _channel(pixels: Luma, number: int) -> Luma:
    return np.asarray(cv2.extractChannel(pixels, number), np.uint8)


def _samples(picture: CameraPicture, number: int, bytes_each: int) -> Luma:
    rows = _rows(picture.planes[number], picture.height, picture.width * bytes_each)
    return np.ascontiguousarray(rows).reshape(picture.height, picture.width, bytes_each)


def _pixels(picture: CameraPicture) -> Luma:
    return _samples(picture, 0, 4)


def _rows(plane: Plane, high: int, wide_bytes: int) -> Luma:
    """The rows without the gaps behind them."""
    stride = plane.row_bytes
    seen = np.frombuffer(plane.data, np.uint8)
    needed = stride * (high - 1) + wide_bytes
    if stride < wide_bytes or high < 1 or len(seen) < needed:
        raise AppError("camera_frame_unreadable")
    return np.lib.stride_tricks.as_strided(seen, (high, wide_bytes), (stride, 1), writeable=False)


def _jpeg(picture: CameraPicture, how: int) -> Luma:
    seen = np.frombuffer(picture.planes[0].data, np.uint8)
    decoded = cv2.imdecode(seen, how) if len(seen) else None
    if decoded is None:
        raise AppError("camera_frame_unreadable")
    return np.asarray(decoded, np.uint8)


def _fitted(picture: Points, size: tuple[int, int], zoom: float) -> Luma:
    if zoom > 1:
        high, wide = (max(1, round(side / zoom)) for side in picture.shape[:2])
        top, left = (picture.shape[0] - high) // 2, (picture.shape[1] - wide) // 2
        picture = picture[top : top + high, left : left + wide]
    # Halving is several times faster than any other averaging, and little is left to do after it.
    while picture.shape[1] >= 2 * size[0] and picture.shape[0] >= 2 * size[1]:
        half = (picture.shape[1] // 2, picture.shape[0] // 2)
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)
