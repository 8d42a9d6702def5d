"""What a clipboard or a drop holds for the intake."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from app.core.secret import Secret
from app.viewmodels.intake import Picture

_FILE_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")


@dataclass(frozen=True, slots=True)
class Brought:
    """Pictures or one text, or only an address (`is_address`); nothing of it when it is of no use."""

    pictures: tuple[Picture, ...] = ()
    text: Secret[str] | None = None
    is_address: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to take."""
        return not self.pictures and self.text is None and not self.is_address


def read_mime(data: QMimeData, *, is_drop: bool) -> Brought:
    """Take files before an image, for a file manager adds the icon of a file to it; an image before the address it came from.

    A cell of a spreadsheet comes as text and as its image: the text is meant. Nothing is fetched: an address
    that was dragged is only an address, one that was copied is a text like others.
    """
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if files:
        return Brought(pictures=files)
    text = data.text() if data.hasText() else ""
    is_address = data.hasUrls() or (data.hasImage() and _is_address(text))
    if data.hasImage() and (is_address or not text.strip()):
        image = _image(data)
        if image is not None:
            return Brought(pictures=(image,))
    if is_drop and is_address:
        return Brought(is_address=True)
    return Brought(text=Secret(text) if text.strip() else None)


def holds_something(data: QMimeData) -> bool:
    """Whether a drop would bring anything, an address included; looks at the kinds alone."""
    return data.hasUrls() or data.hasImage() or data.hasText()


def is_picture_alone(data: QMimeData) -> bool:
    """Whether a text field could not take this, but the intake can: pictures without a text."""
    has_files = any(url.isLocalFile() for url in data.urls())
    return has_files or (data.hasImage() and not data.hasFormat("text/plain"))


def _image(data: QMimeData) -> Picture | None:
    for name in _FILE_FORMATS:
        if data.hasFormat(name):
            return bytes(data.data(name).data())
    image = data.imageData()
    return image if isinstance(image, QImage) and not image.isNull() else None


def _is_address(text: str) -> bool:
    start = text.strip()[:8].lower()
    return start.startswith(("http://", "https://", "data:", "blob:", "file:"))
