"""From the bytes of a picture file to upright grey pictures, within limits.

Pillow is imported when the first picture comes, and with it pi-heif, which reads the photos of phones.
"""

import stat
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError, EnvironmentAppError
from app.scanning.quiet_tiff import quiet_libtiff

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 80_000_000  # below Pillow's own limit, which only warns

# Pillow knows many more, some of which call other programs (EPS) or nobody photographs with.
_FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF", "PPM", "HEIF")
_WHITE = 255
# EXIF 2.32, tag 0x0112, and what undoes each way to hold the camera.
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def read_picture_file_blocking(path: Path) -> bytes:
    """Read a picture file as a whole.

    `AppError` `picture_file_unreadable` (missing, no plain file, no permission) or
    `picture_file_too_large`.
    """
    try:
        # Asked first: opening a pipe would wait for somebody to write.
        if not stat.S_ISREG(path.stat().st_mode):
            raise AppError("picture_file_unreadable")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise AppError("picture_file_unreadable") from error
    check_file_size(data)
    return data


def open_colour_picture(data: bytes) -> "Image":
    """Decode a picture file's bytes: RGB, 8 bits, upright, on white where it is transparent; else as `open_grey_picture`."""
    return _first(_pictures(data, _colour))


def open_grey_picture(data: bytes) -> "Image":
    """The first picture of a file, as `grey_pictures` gives it."""
    return _first(grey_pictures(data))


def grey_pictures(data: bytes) -> Iterator[tuple[int, "Image | AppError"]]:
    """Decode a picture file's bytes: grey, 8 bits, upright, on white where it is transparent.

    Each with how many there are: the pages of a TIFF; of anything else that moves or has more the first.
    In the place of one that cannot be read stands its error; what keeps the file from being opened is
    raised. `AppError`: `picture_unreadable`; `picture_format_unsupported` (`format`); `picture_file_too_large`
    (`limit_megabytes`); `picture_too_many_pixels` (`limit_megapixels`), known before anything is
    unpacked. `EnvironmentAppError` `picture_decoder_missing`.
    """
    return _pictures(data, _grey)


def _first(pictures: Iterator[tuple[int, "Image | AppError"]]) -> "Image":
    _total, picture = next(pictures)
    if isinstance(picture, AppError):
        raise picture
    return picture


def _pictures(
    data: bytes, convert: "Callable[[Image], Image]"
) -> Iterator[tuple[int, "Image | AppError"]]:
    check_file_size(data)
    formats = _known_formats()
    from PIL import Image  # noqa: PLC0415, heavy and optional

    with _our_errors(data), Image.open(BytesIO(data), formats=formats) as picture:
        total = _page_count(picture, data) if picture.format == "TIFF" else 1
        for number in range(total):
            try:
                with _our_errors(data):
                    picture.seek(number)
                    read = _upright(picture, convert)
            except AppError as error:
                yield total, error
            else:
                yield total, read


def _page_count(picture: "Image", data: bytes) -> int:
    """How many pages a TIFF has; where their chain is broken, those up to there and one that cannot be reached."""
    with suppress(AppError), _our_errors(data):
        return getattr(picture, "n_frames", 1)
    reached = 1
    with suppress(AppError), _our_errors(data):
        while True:
            picture.seek(reached)
            reached += 1
    return reached + 1


def _known_formats() -> list[str]:
    """What this Pillow can open of what people give us."""
    check_pillow()
    from PIL import Image  # noqa: PLC0415, heavy and optional

    # What Pillow thinks of a file's metadata is no news for anybody; the same entry is never doubled.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    Image.init()
    with suppress(ImportError):
        from pi_heif import register_heif_opener  # noqa: PLC0415, heavy and optional

        register_heif_opener()
    # Not every build of Pillow has all of them (AVIF).
    return [name for name in _FORMATS if name in Image.OPEN]


@contextmanager
def _our_errors(data: bytes) -> Iterator[None]:
    """Turn what Pillow's readers are known to raise on damaged files into our errors."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415, heavy and optional

    try:
        yield
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise _unidentified(data) from None
    except (
        ArithmeticError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,  # libheif
        SyntaxError,
        TypeError,
        ValueError,
        struct.error,
        zlib.error,
    ) as error:
        raise AppError("picture_unreadable") from error


def _upright(picture: "Image", convert: "Callable[[Image], Image]") -> "Image":
    from PIL import Image  # noqa: PLC0415, heavy and optional

    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    if picture.format in ("JPEG", "MPO") and convert is _grey:
        picture.draft("L", picture.size)  # a third of the memory, and faster
    with quiet_libtiff() if picture.format == "TIFF" else nullcontext():
        picture.load()  # a TIFF is turned upright by this, and its orientation forgotten
    turn = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    plain = convert(picture)
    return plain if turn is None else plain.transpose(Image.Transpose[turn])


def _too_many_pixels() -> AppError:
    return AppError("picture_too_many_pixels", limit_megapixels=MAX_PIXELS // 1_000_000)


def check_pillow() -> None:
    """`EnvironmentAppError` `picture_decoder_missing` where Pillow cannot be imported."""
    try:
        import PIL.Image  # noqa: F401, PLC0415, heavy and optional
    except ImportError as error:
        raise EnvironmentAppError("picture_decoder_missing") from error


def check_file_size(data: bytes) -> None:
    """`AppError` `picture_file_too_large`."""
    if len(data) > MAX_FILE_BYTES:
        raise AppError("picture_file_too_large", limit_megabytes=MAX_FILE_BYTES // 1024**2)


def _unidentified(data: bytes) -> AppError:
    """Name the format that people do give us and that not every computer can open."""
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        return AppError("picture_format_unsupported", format="HEIC")
    return AppError("picture_unreadable")


def _colour(picture: "Image") -> "Image":
    from PIL import Image  # noqa: PLC0415, heavy and optional

    if picture.mode.startswith("I;16"):
        return _grey(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    transparent = picture.convert("RGBA")
    plain = Image.new("RGB", transparent.size, "white")
    plain.paste(transparent, mask=transparent.getchannel("A"))
    return plain


def _grey(picture: "Image") -> "Image":
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("L")
    with_alpha = picture.convert("RGBA")
    paper = with_alpha.getchannel("A").point(lambda alpha: _WHITE - alpha)
    ink = with_alpha.convert("L")
    ink.paste(_WHITE, mask=paper)
    return ink
