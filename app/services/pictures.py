"""Pictures at doors and setup codes: made small, freed of what the camera noted, kept encrypted."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, DoorId, SetupCodeId
from app.scanning.photo import PHOTO_MEDIA_TYPE, Photo, prepare_photo_blocking
from app.services.open_project import OpenProject
from app.services.setup_codes import MAX_NOTE
from app.storage.repositories import Repositories
from app.storage.values import Attachment, AttachmentPurpose, ChangeKind, digest_of_attachment

MAX_PICTURES = 12
"""Of one door or setup code."""


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
        if await self._project.read.setup_codes.get(setup_code_id) is None:
            raise RuleError("setup_code_gone")
        before = await self.of_setup_code(setup_code_id)
        photo = await _prepared(data, note, len(before), should_stop)
        picture = self._use(photo.jpeg, note, is_secret=True, setup_code_id=setup_code_id)
        return await self._add(picture, photo.jpeg)

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
        if await self._project.read.doors.get(door_id) is None:
            raise RuleError("door_gone")
        photo = await _prepared(data, note, len(await self.at_door(door_id)), should_stop)
        picture = self._use(photo.jpeg, note, is_secret=photo.shows_code, door_id=door_id)
        return await self._add(picture, photo.jpeg)

    async def remove(self, attachment_id: AttachmentId) -> None:
        """Take a picture away; undo brings it back for 30 days. Raises `RuleError("picture_gone")`."""
        async with self._project.store.change(ChangeKind.ATTACHMENT_EDITED) as change:
            picture = await change.repositories.attachments.get(attachment_id)
            if picture is None:
                raise RuleError("picture_gone")
            change.concerns(door_id=await _door_of(change.repositories, picture))
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

    async def _add(self, picture: Attachment, jpeg: Secret[bytes]) -> Attachment:
        async with self._project.store.change(ChangeKind.ATTACHMENT_EDITED) as change:
            change.concerns(door_id=await _door_of(change.repositories, picture))
            await change.repositories.attachments.add(picture, jpeg, PHOTO_MEDIA_TYPE)
        return picture


async def _door_of(repositories: Repositories, picture: Attachment) -> DoorId | None:
    """Its own door, else the one that its setup code is meant for."""
    if picture.door_id is not None or picture.setup_code_id is None:
        return picture.door_id
    code = await repositories.setup_codes.get(picture.setup_code_id)
    return None if code is None else code.door_id


async def _prepared(data: bytes, note: str, before: int, should_stop: Callable[[], bool]) -> Photo:
    if len(note.strip()) > MAX_NOTE:
        raise UsageError("note_too_long", limit=MAX_NOTE)
    if before >= MAX_PICTURES:
        raise RuleError("too_many_pictures", limit=MAX_PICTURES)
    return await asyncio.to_thread(prepare_photo_blocking, data, should_stop=should_stop)
