"""A camera's picture as it lies in memory, and a small one for the screen: values, without any library."""

from dataclasses import dataclass
from enum import StrEnum


class PlaneOrder(StrEnum):
    """How brightness and colour lie in memory. The names are those of QVideoFrameFormat, FourCC and V4L2."""

    Y = "y"
    PLANAR = "planar"  # Y, U, V
    PLANAR_VU = "planar_vu"  # Y, V, U
    SEMI_PLANAR = "semi_planar"  # Y, UV
    SEMI_PLANAR_VU = "semi_planar_vu"  # Y, VU
    YUYV = "yuyv"
    UYVY = "uyvy"
    AYUV = "ayuv"
    RGBA = "rgba"
    BGRA = "bgra"
    ARGB = "argb"
    ABGR = "abgr"
    JPEG = "jpeg"


@dataclass(frozen=True, slots=True)
class Plane:
    """The bytes of one plane, a row beginning every `row_bytes`."""

    data: bytes
    row_bytes: int


@dataclass(frozen=True, slots=True)
class CameraPicture:
    """One frame of a camera. `sample_bytes` 2: little endian, of which the high byte is kept.

    `sample_bits`: how many bits of those two hold the sample, from the lowest; 16 where it is filled to the top.
    """

    width: int
    height: int
    order: PlaneOrder
    planes: tuple[Plane, ...]
    sample_bytes: int = 1
    sample_bits: int = 16


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """A picture for the screen: blue, green, red and an unused byte for each pixel, without gaps."""

    width: int
    height: int
    pixels: bytes
