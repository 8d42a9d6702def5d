"""The pictures of one setup code, or of one door: which there are, adding, showing, removing."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, DoorId, SetupCodeId
from app.services.pictures import Added, Attachment, RefusedPicture
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.intake import Picture, file_of_image, picture_name
from app.viewmodels.moments import date_words

THUMBNAIL_PX = 96
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class PictureItem:
    """One picture: its place in the order, when it was added, whether it is asked before it is shown.

    `thumbnail` is what may be seen unasked: never anything of a picture that is secret.
    """

    id: str
    number: int
    added: str
    is_secret: bool
    thumbnail: QImage | None = None


class PicturesViewModel(ViewModel):
    """Works on one entry at a time. `shown` carries a picture's id and its content as a `Secret[bytes]`."""

    changed = Signal()
    told = Signal(str)
    shown = Signal(str, object)

    def __init__(
        self, workplace: Workplace, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._clock = workplace, clock
        self._zone = ZoneInfo(workplace.project.store.project.time_zone)
        self._code_id = ""
        self.items: Sequence[PictureItem] = ()

    @property
    def code_id(self) -> str:
        """The entry whose pictures these are."""
        return self._code_id

    def show_code(self, code_id: str) -> None:
        """Turn to this entry; an empty id shows nothing."""
        if code_id != self._code_id:
            self._code_id, self.items = code_id, ()
            self.changed.emit()
        self.load()

    def load(self) -> None:
        """Read which pictures there are."""
        if self._code_id:
            self.run("pictures", self._load(self._code_id))

    def add(self, given: Sequence[Picture]) -> None:
        """Keep pictures beside the entry, as one action; each is made small and freed of what the camera noted."""
        if self._code_id and given:
            self.run("add picture", self._add(self._code_id, tuple(given)))

    def show(self, picture_id: str) -> None:
        """Fetch a picture; `shown` carries it."""
        self.run("show picture", self._show(picture_id))

    def remove(self, picture_id: str) -> None:
        """Take a picture away; undo brings it back."""
        self.run("remove picture", self._remove(picture_id))

    async def _load(self, code_id: str) -> None:
        found = await self._found(code_id)
        items = tuple([await self._item(number, one) for number, one in enumerate(found, 1)])
        if code_id != self._code_id:
            return
        if items != self.items:
            self.items = items
            self.changed.emit()

    async def _item(self, number: int, picture: Attachment) -> PictureItem:
        added = date_words(picture.at, self._zone, self._clock())
        thumbnail = await self._thumbnail(picture)
        return PictureItem(str(picture.id), number, added, picture.is_secret, thumbnail)

    async def _found(self, owner_id: str) -> Sequence[Attachment]:
        return await self._workplace.pictures.of_setup_code(SetupCodeId(UUID(owner_id)))

    async def _keep(self, owner_id: str, given: Sequence[Path | bytes]) -> Added:
        code_id = SetupCodeId(UUID(owner_id))
        return await self._workplace.pictures.add_each_to_setup_code(code_id, given)

    async def _thumbnail(self, picture: Attachment) -> QImage | None:
        """Nothing beside a setup code: all its pictures are secret."""
        return None

    async def _add(self, owner_id: str, given: Sequence[Picture]) -> None:
        files = [await _file_of(one) for one in given]
        added = await self._keep(owner_id, files)
        count = len(added.pictures)
        if count:
            words = "told_picture_added" if count == 1 else "told_pictures_added"
            self.told.emit(message(words, {"count": count}))
            await self._load(owner_id)
        if added.refused:
            self.failed.emit(_refused_words(given, added.refused))

    async def _show(self, picture_id: str) -> None:
        content = await self._workplace.pictures.content(AttachmentId(UUID(picture_id)))
        self.shown.emit(picture_id, content)

    async def _remove(self, picture_id: str) -> None:
        await self._workplace.pictures.remove(AttachmentId(UUID(picture_id)))
        self.told.emit(message("told_picture_removed"))
        await self._load(self._code_id)


async def _file_of(picture: Picture) -> Path | bytes:
    return (
        await asyncio.to_thread(file_of_image, picture) if isinstance(picture, QImage) else picture
    )


def _refused_words(given: Sequence[Picture], refused: Sequence[RefusedPicture]) -> str:
    """Which pictures could not be kept, and why; one sentence for those that have one reason."""
    names: dict[str, list[str]] = {}
    for one in refused:
        names.setdefault(error_sentence(one.error), []).append(picture_name(given[one.index]))
    parts: list[str] = []
    for problem, called in names.items():
        name = ", ".join(name for name in called[:_MOST_NAMES] if name)
        name += " …" if len(called) > _MOST_NAMES else ""
        parts.append(
            message("picture_problem", {"name": name, "problem": problem}) if name else problem
        )
    return " ".join(parts)


class DoorPicturesViewModel(PicturesViewModel):
    """The same for a door; pictures in which no code was found are shown small."""

    def __init__(
        self, workplace: Workplace, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(workplace, clock, parent)
        self._thumbnails: dict[str, QImage] = {}

    def show_code(self, code_id: str) -> None:
        """Turn to this door; an empty id shows nothing."""
        if code_id != self.code_id:
            self._thumbnails = {}
        super().show_code(code_id)

    async def _found(self, owner_id: str) -> Sequence[Attachment]:
        return await self._workplace.pictures.at_door(DoorId(UUID(owner_id)))

    async def _keep(self, owner_id: str, given: Sequence[Path | bytes]) -> Added:
        return await self._workplace.pictures.add_each_to_door(DoorId(UUID(owner_id)), given)

    async def _thumbnail(self, picture: Attachment) -> QImage | None:
        if picture.is_secret:
            return None
        key = str(picture.id)
        if key not in self._thumbnails:
            try:
                content = await self._workplace.pictures.content(picture.id)
            except RuleError:  # removed since the list was read
                return None
            self._thumbnails[key] = await asyncio.to_thread(_small_blocking, content)
        return self._thumbnails[key]


def _small_blocking(jpeg: Secret[bytes]) -> QImage:
    return QImage.fromData(jpeg.reveal()).scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
