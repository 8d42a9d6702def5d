"""Pictures at doors and setup codes: encrypted, limited, secret where a code shows."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import qrcode
from PIL import Image

from app.core.errors import AppError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, DoorId, SetupCodeId
from app.services import pictures
from app.services.setup_codes import CameBy
from tests.unit.services.service_world import World, world

TEXT = "MT:Y.K9042C00KA0648G00"


def png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.convert("RGB").save(file, "PNG")
    return file.getvalue()


PLAIN = png(Image.radial_gradient("L"))
LABEL = png(qrcode.make(TEXT).get_image())


async def code_in_tray(one: World) -> SetupCodeId:
    (taken,) = await one.work.setup_codes.take_in([Secret(TEXT)], CameBy.PICTURE)
    assert taken.code is not None
    return taken.code.kept.id


async def test_a_door_picture_is_secret_only_when_it_shows_a_code(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        door_id = one.place.door.id
        plain = await one.work.pictures.add_to_door(door_id, PLAIN, note=" from the street ")
        label = await one.work.pictures.add_to_door(door_id, LABEL)
        assert (plain.is_secret, plain.note) == (False, "from the street")
        assert label.is_secret
        assert await one.work.pictures.at_door(door_id) == [plain, label]
        content = await one.work.pictures.content(plain.id)
        assert Image.open(BytesIO(content.reveal())).format == "JPEG"


async def test_a_picture_of_a_setup_code_is_always_secret_and_counted(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await code_in_tray(one)
        picture = await one.work.pictures.add_to_setup_code(code_id, PLAIN)
        assert picture.is_secret
        assert (await one.work.setup_codes.get(code_id)).pictures == 1
        await one.work.pictures.remove(picture.id)
        assert (await one.work.setup_codes.get(code_id)).pictures == 0
        await one.project.store.undo()
        assert await one.work.pictures.of_setup_code(code_id) == [picture]


async def test_what_is_gone_is_said(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        service = one.work.pictures
        for code, call in (
            ("picture_gone", service.content(AttachmentId(uuid4()))),
            ("picture_gone", service.remove(AttachmentId(uuid4()))),
            ("setup_code_gone", service.add_to_setup_code(SetupCodeId(uuid4()), PLAIN)),
            ("door_gone", service.add_to_door(DoorId(uuid4()), PLAIN)),
        ):
            with pytest.raises(RuleError) as caught:
                await call
            assert caught.value.code == code


async def test_too_many_pictures_too_long_notes_and_damaged_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pictures, "MAX_PICTURES", 1)
    async with world(tmp_path, paired=False) as one:
        door_id = one.place.door.id
        with pytest.raises(UsageError):
            await one.work.pictures.add_to_door(door_id, PLAIN, note="x" * 2001)
        with pytest.raises(AppError) as caught:
            await one.work.pictures.add_to_door(door_id, b"no picture")
        assert caught.value.code == "picture_unreadable"
        await one.work.pictures.add_to_door(door_id, PLAIN)
        with pytest.raises(RuleError) as refused:
            await one.work.pictures.add_to_door(door_id, PLAIN)
        assert refused.value.code == "too_many_pictures"


async def test_no_picture_can_be_seen_in_the_file(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        picture = await one.work.pictures.add_to_door(one.place.door.id, PLAIN)
        content = await one.work.pictures.content(picture.id)
        data = one.path.read_bytes()
    assert b"JFIF" not in data
    assert content.reveal()[100:140] not in data


async def test_the_history_knows_the_door_of_the_code_that_a_picture_is_of(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id, door_id = await code_in_tray(one), one.place.door.id
        await one.work.setup_codes.assign(code_id, door_id)
        picture = await one.work.pictures.add_to_setup_code(code_id, PLAIN)
        await one.work.pictures.remove(picture.id)
        entries = await one.work.history.entries(limit=2)
        assert [entry.door_id for entry in entries] == [door_id, door_id]


async def test_pictures_that_come_together_are_one_action_without_those_that_cannot_be_kept(
    tmp_path: Path,
):
    file, gone = tmp_path / "label.png", tmp_path / "gone.png"
    file.write_bytes(LABEL)
    async with world(tmp_path, paired=False) as one:
        code_id = await code_in_tray(one)
        service = one.work.pictures
        added = await service.add_each_to_setup_code(code_id, [PLAIN, b"none", file, gone])
        assert [refused.index for refused in added.refused] == [1, 3]
        assert [refused.error.code for refused in added.refused] == [
            "picture_unreadable",
            "picture_file_unreadable",
        ]
        assert await service.of_setup_code(code_id) == [*added.pictures]
        assert len(added.pictures) == 2
        await one.project.store.undo()
        assert await service.of_setup_code(code_id) == []
        assert (await one.work.setup_codes.get(code_id)).pictures == 0


async def test_of_pictures_that_come_together_those_beyond_the_limit_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pictures, "MAX_PICTURES", 2)
    async with world(tmp_path, paired=False) as one:
        door_id = one.place.door.id
        added = await one.work.pictures.add_each_to_door(door_id, [PLAIN, LABEL, PLAIN])
        assert [picture.is_secret for picture in added.pictures] == [False, True]
        assert [(r.index, r.error.code) for r in added.refused] == [(2, "too_many_pictures")]
