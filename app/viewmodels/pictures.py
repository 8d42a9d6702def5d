"""The pictures of one setup code: which there are, adding, showing, removing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal

from app.domain.ids import AttachmentId, SetupCodeId
from app.services.picture_files import read_picture_file
from app.services.pictures import Attachment
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.intake import Picture
from app.viewmodels.moments import date_words


@dataclass(frozen=True, slots=True)
class PictureItem:
    """One picture: its place in the order, when it was added, whether it is asked before it is shown."""

    id: str
    number: int
    added: str
    is_secret: bool


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
        """Keep pictures beside the entry; each is made small and freed of what the camera noted."""
        if self._code_id and given:
            self.run("add picture", self._add(self._code_id, tuple(given)))

    def show(self, picture_id: str) -> None:
        """Fetch a picture; `shown` carries it."""
        self.run("show picture", self._show(picture_id))

    def remove(self, picture_id: str) -> None:
        """Take a picture away; undo brings it back."""
        self.run("remove picture", self._remove(picture_id))

    async def _load(self, code_id: str) -> None:
        found = await self._workplace.pictures.of_setup_code(SetupCodeId(UUID(code_id)))
        if code_id != self._code_id:
            return
        items = tuple(self._item(number, one) for number, one in enumerate(found, 1))
        if items != self.items:
            self.items = items
            self.changed.emit()

    def _item(self, number: int, picture: Attachment) -> PictureItem:
        added = date_words(picture.at, self._zone, self._clock())
        return PictureItem(str(picture.id), number, added, picture.is_secret)

    async def _add(self, code_id: str, given: Sequence[Picture]) -> None:
        added = 0
        try:
            for one in given:
                await self._workplace.pictures.add_to_setup_code(
                    SetupCodeId(UUID(code_id)), await _bytes_of(one)
                )
                added += 1
        finally:
            if added:
                words = "told_picture_added" if added == 1 else "told_pictures_added"
                self.told.emit(message(words, {"count": added}))
                await self._load(code_id)

    async def _show(self, picture_id: str) -> None:
        content = await self._workplace.pictures.content(AttachmentId(UUID(picture_id)))
        self.shown.emit(picture_id, content)

    async def _remove(self, picture_id: str) -> None:
        await self._workplace.pictures.remove(AttachmentId(UUID(picture_id)))
        self.told.emit(message("told_picture_removed"))
        await self._load(self._code_id)


async def _bytes_of(picture: Picture) -> bytes:
    if isinstance(picture, Path):
        return await read_picture_file(picture)
    if isinstance(picture, bytes):
        return picture
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload] (takes the name as text)
    return bytes(content.data())
