"""Saving: what happens to a change when the file is gone, the disk is full, or the caller is."""

import asyncio
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlcipher3.dbapi2 import Connection

from app.core.errors import UsageError
from app.core.secret import Secret
from app.domain.ids import SiteId, WriterId
from app.domain.project import Site
from app.storage.contracts import OpenMode, Passphrase, ProjectChange, ProjectFileError
from app.storage.project_file.history import Verification
from app.storage.project_file.lock_file import HeldElsewhereError, Holder, SideLock
from app.storage.project_file.store import FileProjectStore
from app.storage.values import ChangeKind, FabricChange
from tests.unit.storage.worlds import (
    PASSPHRASE,
    add_site,
    folder_state,
    make_files,
    new_project,
    opened,
    site_names,
)


def writer_of(store: FileProjectStore) -> Connection:
    connection = store._session._connections.writer
    assert connection is not None
    return connection


async def on_file_thread(store: FileProjectStore, statement: str) -> object:
    """Run a statement on the writing connection, past every contract."""

    def work() -> object:
        return writer_of(store).execute(statement).fetchall()

    return await store._worker.run(work)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_too_full_to_say_who_holds_the_lock_is_no_folder_that_is_read_only(tmp_path: Path):
    import resource

    project = tmp_path / "a.lockchart"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        lock = SideLock.take_blocking(project)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with pytest.raises(HeldElsewhereError) as refused:
        SideLock.take_blocking(project)
    assert refused.value.holder == Holder()
    lock.release_blocking()
    assert folder_state(tmp_path) == {}


async def test_a_full_disk_loses_nothing_and_later_changes_work(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        pages = await on_file_thread(store, "PRAGMA page_count")
        await on_file_thread(store, f"PRAGMA max_page_count = {pages[0][0]}")  # type: ignore[index]
        with pytest.raises(ProjectFileError, match="disk_full"):  # noqa: PT012, inside the change
            async with store.change(ChangeKind.SITE_EDITED) as change:
                for number in range(100):
                    site = Site(SiteId(uuid4()), f"{number} " + "x" * 200)
                    await change.repositories.sites.put(site)
        assert store.file.read_only_reason is None
        assert await site_names(store) == ["Harbour"]
        await on_file_thread(store, "PRAGMA max_page_count = 1000000")
        await add_site(store, "Other")
    async with opened(path) as store:
        assert await site_names(store) == ["Harbour", "Other"]
        assert (await store.read.history.verify()).is_intact


async def test_going_on_after_a_full_disk_inside_a_change_commits_nothing(tmp_path: Path):
    async with new_project(tmp_path / "a.lockchart") as store:
        with pytest.raises(ProjectFileError, match="disk_full"):  # noqa: PT012, inside the change
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.all()
                # What SQLite does by itself when the disk is full while it spills: the transaction is gone.
                await on_file_thread(store, "ROLLBACK")
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Harbour"))
        assert await site_names(store) == []


async def test_a_change_that_is_cancelled_leaves_nothing_open(tmp_path: Path):
    async with new_project(tmp_path / "a.lockchart") as store:
        entered = asyncio.Event()

        async def wait_inside() -> None:
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Half"))
                entered.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(wait_inside())
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await add_site(store, "Whole")
        assert await site_names(store) == ["Whole"]


async def test_a_commit_that_is_cancelled_is_whole_and_is_published(tmp_path: Path):
    heard: list[ProjectChange] = []
    async with new_project(tmp_path / "a.lockchart") as store:
        store.subscribe(heard.append)
        committing = asyncio.Event()
        loop = asyncio.get_running_loop()
        commit = store._session.commit

        def commit_and_tell() -> None:
            loop.call_soon_threadsafe(committing.set)
            commit()

        store._session.commit = commit_and_tell
        task = asyncio.create_task(add_site(store, "Harbour"))
        await committing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await site_names(store) == ["Harbour"]
        assert [change.sequence for change in heard] == [2]


async def test_a_subscriber_that_fails_does_not_undo_the_commit(tmp_path: Path):
    failures: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: failures.append(context)
    )

    def fail(_change: ProjectChange) -> None:
        raise ZeroDivisionError

    async with new_project(tmp_path / "a.lockchart") as store:
        store.subscribe(fail)
        await add_site(store, "Harbour")
        assert await site_names(store) == ["Harbour"]
    assert [type(failure["exception"]) for failure in failures] == [ZeroDivisionError]


async def test_a_copy_is_complete_closed_and_opens_with_the_same_passphrase(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await store.save_copy(copy)
        with pytest.raises(UsageError, match="file_exists"):
            await store.save_copy(copy)
        with pytest.raises(ProjectFileError, match="no_such_folder"):
            await store.save_copy(tmp_path / "missing" / "b.lockchart")
        await add_site(store, "Later")
    assert sorted(folder_state(tmp_path)) == ["a.lockchart", "copy.lockchart"]
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour"]


async def test_a_reader_can_save_a_copy_too(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
    async with opened(path, mode=OpenMode.READ) as store:
        await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour"]


async def test_nothing_of_the_content_can_be_read_in_the_file(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path, key=Passphrase(Secret("horse-battery"))) as store:
        await add_site(store, "Harbour Street")
        await store.fabric.commit([FabricChange("c", "k", Secret("fabric-key-1234"))])
        key = (await store.key_hex()).reveal()
    content = path.read_bytes()
    for text in ("Harbour", "horse-battery", "fabric-key-1234", "CREATE TABLE", key):
        for form in (text.encode(), text.encode().hex().encode()):
            assert form not in content
    assert bytes.fromhex(key) not in content


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET operator = 'x'",
        "DELETE FROM history",
        "INSERT OR REPLACE INTO history SELECT * FROM history",
        "DELETE FROM history_payloads",
        "UPDATE history_payloads SET after = 'x'",
        "INSERT OR REPLACE INTO history_payloads SELECT * FROM history_payloads",
        "UPDATE project SET kind = 'practice'",
        "DELETE FROM project",
        "INSERT OR REPLACE INTO project SELECT one, id, name, 'practice', time_zone, created_at, chains FROM project",
        "UPDATE evidence SET level = 'opened'",
        "DELETE FROM writers",
    ],
)
async def test_the_file_itself_refuses(tmp_path: Path, statement: str):
    from sqlcipher3 import dbapi2

    async with new_project(tmp_path / "a.lockchart") as store:
        await add_site(store, "Harbour")
        await on_file_thread(
            store,
            "INSERT INTO people (id, name, role, is_paused) VALUES ('p', 'P', 'guest', 0)",
        )
        await on_file_thread(
            store,
            "INSERT INTO credentials (id, person_id, kind, label, created_at) VALUES ('c', 'p', 'pin', '', '')",
        )
        await on_file_thread(
            store,
            "INSERT INTO doors (id, site_id, name, is_private, fields) SELECT 'd', id, 'D', 0, '{}' FROM sites",
        )
        await on_file_thread(
            store,
            "INSERT INTO slot_records (id, door_id, credential_id, kind, created_at, was_empty, is_value_confirmed,"
            " is_missing, is_taken, is_in_place, written, misses, level)"
            " VALUES ('r', 'd', 'c', 'pin', '', 0, 0, 0, 0, 0, '{}', 0, 'planned')",
        )
        await on_file_thread(
            store,
            "INSERT INTO evidence (record_id, number, level, at) VALUES ('r', 1, 'accepted', '')",
        )
        with pytest.raises(dbapi2.IntegrityError):
            await on_file_thread(store, statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE history SET operator = 'x' WHERE sequence = 3", 3),
        ("UPDATE history SET at = '2020' WHERE sequence = 2", 2),
        ("UPDATE history_payloads SET after = '{}' WHERE position = 2", 2),
        ("DELETE FROM history_payloads WHERE position = 3", 3),
        ("DELETE FROM history WHERE sequence = 5", 5),
        ("DELETE FROM history WHERE sequence = 2", 2),
        ("UPDATE project SET chains = '{}'", 5),
    ],
)
async def test_whatever_is_changed_from_outside_breaks_the_chain(
    tmp_path: Path, statement: str, broken: int
):
    writer = WriterId(uuid4())
    async with new_project(tmp_path / "a.lockchart", make_files(writer=writer)) as store:
        for name in ("A", "B", "C", "D"):
            await add_site(store, name)
        assert (await store.read.history.verify()).is_intact
        triggers = await on_file_thread(
            store,
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'history%'",
        )
        await on_file_thread(store, "PRAGMA foreign_keys = OFF")
        for trigger in triggers:  # type: ignore[attr-defined]
            await on_file_thread(store, f"DROP TRIGGER {trigger[0]}")
        await on_file_thread(store, statement)
        health = await store.read.history.verify()
    assert (health.is_intact, health.broken_at) == (False, (str(writer), broken))


async def test_each_installation_writes_its_own_chain(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "One")
    async with opened(path) as store:
        await add_site(store, "Two")
        entries = await store.read.history.entries()
        health = await store.read.history.verify()
        assert await store.read.history.undo_steps() != []
        assert len(await store.read.history.undo_steps()) == 1
    assert [entry.sequence for entry in entries] == [1, 2, 1]
    assert len({entry.writer for entry in entries}) == 2
    assert (health.is_intact, health.entries) == (True, 3)


async def test_entries_that_come_during_the_walk_do_not_break_it(tmp_path: Path):
    async with new_project(tmp_path / "a.lockchart") as store:
        await add_site(store, "One")
        read = store._session.read
        walk = await store._worker.run(lambda: read(Verification.begin))
        await add_site(store, "Two")
        health = None
        while health is None:
            health = await store._worker.run(lambda: read(walk.go_on))
    assert (health.is_intact, health.entries) == (True, 2)


async def test_a_wrong_passphrase_is_no_reason_to_wait_for_the_right_one(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path):
        pass
    with pytest.raises(ProjectFileError, match="wrong_passphrase"):
        async with opened(path, Passphrase(Secret("x"))):
            pass
    async with opened(path, PASSPHRASE):
        pass
