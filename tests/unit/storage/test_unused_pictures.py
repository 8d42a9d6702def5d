"""What nothing uses any more stays for undo, and leaves the file after a time."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import RuleError
from app.storage.project_file.store import FileProjectStore
from app.storage.values import ChangeKind
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.unit.storage.worlds import make_files, new_project, opened

START = datetime(2026, 5, 1, tzinfo=UTC)


@contextlib.asynccontextmanager
async def opened_at(path: Path, now: datetime):
    async with opened(path, files=make_files(now=lambda: now, writer=v.WRITER)) as store:
        yield store


async def removed_picture(path: Path) -> None:
    files = make_files(now=lambda: START, writer=v.WRITER)
    async with new_project(path, files) as store:
        await fill(store)
        async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
            await change.repositories.attachments.add(v.ATTACHMENT, v.PICTURE, "image/jpeg")
        async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
            await change.repositories.attachments.remove(v.ATTACHMENT.id)


async def undo(store: FileProjectStore) -> None:
    await store.undo()
    assert await store.read.attachments.content(v.ATTACHMENT.id) == v.PICTURE


async def test_undo_brings_a_picture_back_after_opening_again(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    await removed_picture(path)
    async with opened_at(path, START):
        pass
    async with opened_at(path, START + timedelta(days=29)) as store:
        await undo(store)
    async with opened_at(path, START + timedelta(days=90)) as store:
        assert await store.read.attachments.content(v.ATTACHMENT.id) == v.PICTURE


async def test_after_thirty_days_the_picture_is_gone_and_undo_says_so(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    await removed_picture(path)
    async with opened_at(path, START):
        pass
    async with opened_at(path, START + timedelta(days=31)) as store:
        with pytest.raises(RuleError) as caught:
            await store.undo()
        assert caught.value.parameters["reason"] == "picture_gone"


async def test_opening_writes_nothing_where_no_picture_is_unused(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    await removed_picture(path)
    async with opened_at(path, START):
        pass
    before = path.read_bytes()
    async with opened_at(path, START + timedelta(days=1)):
        pass
    assert path.read_bytes() == before
