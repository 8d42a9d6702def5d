"""A photo as the project keeps it: a small JPEG without anything that the camera noted beside the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from app.core.errors import AppError, BugError
from app.core.secret import Secret
from app.scanning.decoder import decode_picture
from app.scanning.picture import open_colour_picture

if TYPE_CHECKING:
    from PIL.Image import Image

PHOTO_MEDIA_TYPE = "image/jpeg"
MAX_SIDE_PIXELS = 1600
MAX_PHOTO_BYTES = 400 * 1024
_QUALITIES = (85, 70, 55, 40)
_SIDES = (MAX_SIDE_PIXELS, 1200, 900, 600, 300)


@dataclass(frozen=True, slots=True)
class Photo:
    """A prepared photo; `shows_code`: a code was read in it, or nobody could say that none can be."""

    jpeg: Secret[bytes]
    shows_code: bool


def prepare_photo_blocking(
    data: bytes, *, should_stop: Callable[[], bool] = lambda: False
) -> Photo:
    """Make a picture file's bytes a JPEG of at most 1600 pixels a side and 400 kB, upright, without metadata.

    A code is looked for in the picture as it came and as it is kept. Errors as in `open_colour_picture`; `AppError("stopped")` when somebody asked to stop.
    """
    from PIL import Image  # noqa: PLC0415, heavy and optional

    picture = open_colour_picture(data)
    # A new picture from the pixels alone: nothing that the file carried beside them comes along.
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture)
    jpeg = _small_jpeg(plain)
    shows_code = _shows_code(jpeg, should_stop) or _shows_code(data, should_stop)
    if should_stop():
        raise AppError("stopped")
    return Photo(Secret(jpeg), shows_code)


def _small_jpeg(picture: "Image") -> bytes:
    for side in _SIDES:
        picture.thumbnail((side, side))
        for quality in _QUALITIES:
            file = BytesIO()
            picture.save(file, "JPEG", quality=quality, optimize=True)
            if file.tell() <= MAX_PHOTO_BYTES:
                return file.getvalue()
    raise BugError("photo_too_large")  # 300 x 300 pixels hold no 400 kB


def _shows_code(data: bytes, should_stop: Callable[[], bool]) -> bool:
    decoding = decode_picture(data, should_stop=should_stop)
    return bool(decoding.symbols) or decoding.was_stopped
