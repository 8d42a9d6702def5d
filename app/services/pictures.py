"""Pictures at doors and setup codes: made small, freed of what the camera noted, kept encrypted."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from app.core.errors import AppError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, DoorId, SetupCodeId
from app.scanning.photo import PHOTO_MEDIA_TYPE, Photo, prepare_photo_blocking
from app.services.open_project import OpenProject
from app.services.picture_files import read_picture_file
from app.services.setup_codes import MAX_NOTE
from app.storage.repositories import Repositories
from app.storage.values import Attachment, AttachmentPurpose, ChangeKind, digest_of_attachment

MAX_PICTURES = 12
"""Of one door or setup code."""


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """One of several pictures that could not be kept; `index` says which."""

    index: int
    error: AppError


@dataclass(frozen=True, slots=True)
class Added:
    """What became of pictures that came together."""

    pictures: tuple[Attachment, ...]
    refused: tuple[RefusedPicture, ...] = ()


@dataclass(slots=True)
class _Prepared:
    photos: list[Photo] = field(default_factory=list[Photo])
    refused: list[RefusedPicture] = field(default_factory=list[RefusedPicture])


class PictureService:
    """Adds, shows and removes pictures."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def of_setup_code(self, setup_code_id: SetupCodeId) -> list[Attachment]:
        """The pictures of one setup code, oldest first."""
        return list(await self._project.read.attachments.of_setup_code(setup_code_id))

    async def at_door(self, door_id: DoorId) -> list[Attachment]:
        """The pictures of one door, oldest first."""
        return list(await self._project.read.attachments.at_door(door_id))

    async def content(self, attachment_id: AttachmentId) -> Secret[bytes]:
        """The picture as a JPEG file; raises `RuleError("picture_gone")`."""
        content = await self._project.read.attachments.content(attachment_id)
        if content is None:
            raise RuleError("picture_gone")
        return content

    async def add_to_setup_code(
        self,
        setup_code_id: SetupCodeId,
        data: bytes,
        *,
        note: str = "",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Attachment:
        """Keep a picture beside a setup code; it is secret whatever it shows.

        Raises what `prepare_photo_blocking` raises, `RuleError` (`setup_code_gone`, `too_many_pictures`), `UsageError("note_too_long")`.
        """
        added = await self.add_each_to_setup_code(
            setup_code_id, [data], note=note, should_stop=should_stop
        )
        return _only(added)

    async def add_each_to_setup_code(
        self,
        setup_code_id: SetupCodeId,
        given: Sequence[Path | bytes],
        *,
        note: str = "",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Added:
        """Keep pictures beside a setup code as one action; raises `setup_code_gone` and `note_too_long` as for one."""
        if await self._project.read.setup_codes.get(setup_code_id) is None:
            raise RuleError("setup_code_gone")
        before = len(await self.of_setup_code(setup_code_id))
        prepared = await _prepared(given, note, before, should_stop)
        uses = [
            self._use(one.jpeg, note, is_secret=True, setup_code_id=setup_code_id)
            for one in prepared.photos
        ]
        return await self._add(uses, prepared)

    async def add_to_door(
        self,
        door_id: DoorId,
        data: bytes,
        *,
        note: str = "",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Attachment:
        """Keep a picture of a door; it is secret when a code can be read in it.

        Raises as `add_to_setup_code`, with `door_gone`.
        """
        return _only(
            await self.add_each_to_door(door_id, [data], note=note, should_stop=should_stop)
        )

    async def add_each_to_door(
        self,
        door_id: DoorId,
        given: Sequence[Path | bytes],
        *,
        note: str = "",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Added:
        """Keep pictures of a door as one action; raises `door_gone` and `note_too_long` as for one."""
        if await self._project.read.doors.get(door_id) is None:
            raise RuleError("door_gone")
        prepared = await _prepared(given, note, len(await self.at_door(door_id)), should_stop)
        uses = [
            self._use(one.jpeg, note, is_secret=one.shows_code, door_id=door_id)
            for one in prepared.photos
        ]
        return await self._add(uses, prepared)

    async def remove(self, attachment_id: AttachmentId) -> None:
        """Take a picture away; undo brings it back for 30 days. Raises `RuleError("picture_gone")`."""
        async with self._project.store.change(ChangeKind.ATTACHMENT_EDITED) as change:
            picture = await change.repositories.attachments.get(attachment_id)
            if picture is None:
                raise RuleError("picture_gone")
            door_id, number = await _owner_of(change.repositories, picture)
            change.concerns(door_id=door_id, note=_note_of("remove", "remove_from_code", number))
            await change.repositories.attachments.remove(attachment_id)

    def _use(
        self,
        jpeg: Secret[bytes],
        note: str,
        *,
        is_secret: bool,
        door_id: DoorId | None = None,
        setup_code_id: SetupCodeId | None = None,
    ) -> Attachment:
        return Attachment(
            id=AttachmentId(uuid4()),
            hash=digest_of_attachment(jpeg),
            purpose=AttachmentPurpose.PHOTO,
            at=self._project.clock(),
            is_secret=is_secret,
            door_id=door_id,
            setup_code_id=setup_code_id,
            note=note.strip() or None,
        )

    async def _add(self, uses: Sequence[Attachment], prepared: _Prepared) -> Added:
        if uses:
            async with self._project.store.change(ChangeKind.ATTACHMENT_EDITED) as change:
                door_id, number = await _owner_of(change.repositories, uses[0])
                note = _note_of("add", "add_to_code", number)
                change.concerns(door_id=door_id, note={**note, "pictures": len(uses)})
                for picture, one in zip(uses, prepared.photos, strict=True):
                    await change.repositories.attachments.add(picture, one.jpeg, PHOTO_MEDIA_TYPE)
        return Added(tuple(uses), tuple(prepared.refused))


def _only(added: Added) -> Attachment:
    for refused in added.refused:
        raise refused.error
    return added.pictures[0]


def _note_of(at_door: str, beside_code: str, number: int | None) -> dict[str, object]:
    """What the history says beside the rows."""
    if number is None:
        return {"what": at_door}
    return {"what": beside_code, "setup_code": number}


async def _owner_of(
    repositories: Repositories, picture: Attachment
) -> tuple[DoorId | None, int | None]:
    """Its own door, else the one that its setup code is meant for, and that code's number."""
    if picture.door_id is not None or picture.setup_code_id is None:
        return picture.door_id, None
    code = await repositories.setup_codes.get(picture.setup_code_id)
    return (None, None) if code is None else (code.door_id, code.number)


async def _prepared(
    given: Sequence[Path | bytes], note: str, before: int, should_stop: Callable[[], bool]
) -> _Prepared:
    """Every picture that can be kept; the others do not keep it from being kept."""
    if len(note.strip()) > MAX_NOTE:
        raise UsageError("note_too_long", limit=MAX_NOTE)
    made = _Prepared()
    for index, picture in enumerate(given):
        if should_stop():
            break
        try:
            if before + len(made.photos) >= MAX_PICTURES:
                raise RuleError("too_many_pictures", limit=MAX_PICTURES)
            data = await read_picture_file(picture) if isinstance(picture, Path) else picture
            photo = await asyncio.to_thread(prepare_photo_blocking, data, should_stop=should_stop)
        except AppError as error:
            made.refused.append(RefusedPicture(index, error))
        else:
            made.photos.append(photo)
    return made
