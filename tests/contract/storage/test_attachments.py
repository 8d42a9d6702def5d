"""Pictures: their content once, read one by one, and the rules of setup codes that go with them."""

import dataclasses
from datetime import datetime

import pytest

from app.core.errors import AppError, BugError, RuleError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, SetupCodeId
from app.storage.contracts import ProjectStore
from app.storage.values import (
    ATTACHMENT_MAX_BYTES,
    Attachment,
    ChangeKind,
    KeptSetupCode,
    digest_of_attachment,
)
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.contract.storage.worlds import World

AT_DOOR = dataclasses.replace(
    v.ATTACHMENT,
    id=AttachmentId(v.uuid(50)),
    is_secret=False,
    setup_code_id=None,
    door_id=v.DOOR_2.id,
)


async def add(store: ProjectStore, *pictures: Attachment) -> None:
    async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
        for picture in pictures:
            await change.repositories.attachments.add(picture, v.PICTURE, "image/jpeg")


async def test_pictures_come_back_by_door_and_by_code_with_every_field(world: World):
    async with world.project() as store:
        await fill(store)
        await add(store, v.ATTACHMENT, AT_DOOR)
        read = store.read.attachments
        assert await read.of_setup_code(v.SETUP_CODE.id) == [v.ATTACHMENT]
        assert await read.at_door(v.DOOR_2.id) == [AT_DOOR]
        assert await read.at_door(v.DOOR.id) == []
        assert await read.counts_of_setup_codes() == {v.SETUP_CODE.id: 1}
        assert await read.content(AT_DOOR.id) == v.PICTURE
        assert await read.content(AttachmentId(v.uuid(99))) is None


async def test_a_content_that_its_hash_does_not_name_is_a_fault_of_ours(world: World):
    async with world.project() as store:
        await fill(store)
        with pytest.raises(BugError):
            async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
                await change.repositories.attachments.add(
                    v.ATTACHMENT, Secret(b"another"), "image/jpeg"
                )
        big = Secret(b"x" * (ATTACHMENT_MAX_BYTES + 1))
        large = dataclasses.replace(v.ATTACHMENT, hash=digest_of_attachment(big))
        with pytest.raises(BugError):
            async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
                await change.repositories.attachments.add(large, big, "image/jpeg")
        assert await store.read.attachments.all() == []


async def test_a_code_takes_its_pictures_along_and_undo_brings_both_back(world: World):
    async with world.project() as store:
        await fill(store)
        await add(store, v.ATTACHMENT)
        async with store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            await change.repositories.pairings.remove(v.PAIRING.id)
            await change.repositories.setup_codes.remove(v.SETUP_CODE.id)
        assert await store.read.attachments.all() == []
        await store.undo()
        assert await store.read.setup_codes.get(v.SETUP_CODE.id) == v.SETUP_CODE
        assert await store.read.attachments.content(v.ATTACHMENT.id) == v.PICTURE


async def test_adding_a_code_is_not_taken_back_once_it_has_a_picture(world: World):
    code = dataclasses.replace(v.SETUP_CODE, id=SetupCodeId(v.uuid(60)), number=8)
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            await change.repositories.setup_codes.put(code)
        await add(store, dataclasses.replace(v.ATTACHMENT, setup_code_id=code.id))
        edit = (await store.read.history.undo_steps())[1]
        with pytest.raises(RuleError) as caught:
            await store.undo(edit.sequence)
        assert caught.value.parameters["reason"] == "needed_since"


async def test_a_number_is_never_given_twice(world: World):
    async with world.project() as store:
        await fill(store)
        assert await store.read.setup_codes.next_number() == v.SETUP_CODE.number + 1
        last = dataclasses.replace(v.SETUP_CODE, id=SetupCodeId(v.uuid(60)), number=12)
        async with store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            await change.repositories.setup_codes.put(last)
            assert await change.repositories.setup_codes.next_number() == 13
        await store.undo()
        assert await store.read.setup_codes.next_number() == 13


async def test_two_codes_cannot_have_one_number(world: World):
    async with world.project() as store:
        await fill(store)
        with pytest.raises(AppError):
            async with store.change(ChangeKind.SETUP_CODE_EDITED) as change:
                await change.repositories.setup_codes.put(
                    dataclasses.replace(v.SETUP_CODE, id=SetupCodeId(v.uuid(60)))
                )


async def test_the_history_shows_no_secret_of_a_code(world: World):
    async with world.project() as store:
        await fill(store)
        await add(store, v.ATTACHMENT)
        entries = await store.read.history.entries()
    assert v.SETUP_CODE.text.reveal() not in repr(entries)


def kept_at(number: int, at: datetime) -> KeptSetupCode:
    return dataclasses.replace(
        v.SETUP_CODE, id=SetupCodeId(v.uuid(100 + number)), number=number, at=at, lock_id=None
    )


async def test_codes_are_listed_in_the_order_in_which_they_came(world: World):
    first, second = kept_at(21, v.at(2)), kept_at(20, v.at(3))
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            await change.repositories.setup_codes.put(second)
            await change.repositories.setup_codes.put(first)
        assert await store.read.setup_codes.all() == [v.SETUP_CODE, first, second]


async def test_what_the_project_remembers_comes_back_and_can_be_undone(world: World):
    async with world.project() as store:
        async with store.change(ChangeKind.PROJECT_EDITED) as change:
            await change.repositories.settings.put("inventory_views", '{"a": 1}')
        async with store.change(ChangeKind.PROJECT_EDITED) as change:
            await change.repositories.settings.put("inventory_views", '{"a": 2}')
        assert await store.read.settings.get("inventory_views") == '{"a": 2}'
        await store.undo()
        assert await store.read.settings.get("inventory_views") == '{"a": 1}'
        async with store.change(ChangeKind.PROJECT_EDITED) as change:
            await change.repositories.settings.remove("inventory_views")
        assert await store.read.settings.get("inventory_views") is None
