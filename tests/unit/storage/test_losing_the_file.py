"""The file is moved, destroyed or pulled out while it is open: nothing is lost, and a copy has everything."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlcipher3.dbapi2 import Connection

from app.core.errors import UsageError
from app.core.secret import Secret
from app.domain.ids import PersonId, SiteId
from app.domain.person import Person, Role
from app.domain.project import Site
from app.storage.contracts import OpenMode, Passphrase, ProjectChange, ProjectFileError
from app.storage.project_file import keeping, rescue, session
from app.storage.project_file.change import Concern
from app.storage.project_file.chunks import ChunksOnDisk
from app.storage.project_file.store import FileProjectStore
from app.storage.values import ChangeKind, FabricChange
from tests.unit.storage.pulled_medium import medium
from tests.unit.storage.worlds import (
    PASSPHRASE,
    add_site,
    make_files,
    mode_of,
    new_project,
    opened,
    site_names,
)
from tests.waiting import until


@pytest.fixture(autouse=True)
def rescue_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rescued copies are made; what is left there is seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def keep(store: FileProjectStore) -> None:
    """Let the file's bytes be read now and not after a while."""
    while await store._worker.run(store._session.copy_on):
        pass
    assert is_kept(store)


def inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def write_kept(store: FileProjectStore, target: Path) -> None:
    kept = store._session._rescue
    assert kept is not None
    kept.write_blocking(target, store._session.opened.key)


def pages_of(path: Path) -> int:
    return path.stat().st_size // 4096


def take_away(folder: Path) -> None:
    folder.rmdir()


def bring_back(folder: Path) -> None:
    folder.mkdir()


def is_kept(store: FileProjectStore) -> bool:
    kept = store._session._rescue
    return kept is not None and kept.is_kept and not kept._since


async def refused(store: FileProjectStore, name: str, code: str = "file_moved") -> None:
    with pytest.raises(ProjectFileError, match=code):
        await add_site(store, name)


async def hashes(store: FileProjectStore) -> list[bytes]:
    return [entry.hash for entry in await store.read.history.entries()]


async def assert_copy(path: Path, names: list[str], begin: list[bytes]) -> None:
    """The copy has these sites, and a history that verifies and begins as the old one did."""
    async with opened(path) as store:
        assert await site_names(store) == names
        health = await store.read.history.verify()
        assert health.is_intact
        assert (await hashes(store))[: len(begin)] == begin
        await add_site(store, "zz later")
        with pytest.raises(ProjectFileError, match="in_use"):
            async with opened(path):
                pass


# --- moved -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_bytes", [True, False])
async def test_the_first_change_after_the_file_was_moved_is_refused_and_in_the_copy(
    tmp_path: Path, with_bytes: bool
):
    path, away, copy = (tmp_path / f"{name}.lockchart" for name in ("a", "away", "copy"))
    heard: list[ProjectChange] = []
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        if with_bytes:
            await keep(store)
        before = await hashes(store)
        path.rename(away)
        content = away.read_bytes()
        store.subscribe(heard.append)
        await refused(store, "Moat")
        assert store.file.read_only_reason == "file_moved"
        assert store.file.path == path
        assert await site_names(store) == ["Harbour", "Moat"]
        assert [change.sequence for change in heard] == [3]
        await store.save_copy(copy)
    assert away.read_bytes() == content
    await assert_copy(copy, ["Harbour", "Moat"], before)
    async with opened(away) as store:
        assert await site_names(store) == ["Harbour"]


async def test_every_later_change_is_refused_and_in_the_copy_too(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    person = Person(PersonId(uuid4()), "Anna", Role.GUEST)
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        async with store.change(ChangeKind.PERSON_EDITED) as change:
            await change.repositories.people.put(person)
        path.unlink()
        await refused(store, "Moat")
        await refused(store, "Mill")
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.undo()
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.rename("Other")
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.purge(person.id)
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.fabric.commit([FabricChange("fabric", "key", Secret("value"))])
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.change_passphrase(Secret("new"))
        assert store.project.name == "Other"
        await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour", "Moat"]
        assert store.project.name == "Other"
        assert await store.fabric.load() == [FabricChange("fabric", "key", Secret("value"))]
        entries = await store.read.history.entries()
        of_person = [entry for entry in entries if entry.kind == ChangeKind.PERSON_EDITED]
        assert [entry.after for entry in of_person] == [None]
        assert (await store.read.history.verify()).is_intact


async def test_a_file_moved_during_a_change_is_not_written_and_the_copy_has_the_change(
    tmp_path: Path,
):
    path, away, copy = (tmp_path / f"{name}.lockchart" for name in ("a", "away", "copy"))
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        before = await hashes(store)
        with pytest.raises(ProjectFileError, match="file_moved"):  # noqa: PT012, at the end of the change
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Made before"))
                path.rename(away)
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Made meanwhile"))
                assert len(await change.repositories.sites.all()) == 3
        content = away.read_bytes()
        await store.save_copy(copy)
    assert away.read_bytes() == content
    await assert_copy(copy, ["Harbour", "Made before", "Made meanwhile"], before)
    async with opened(away) as store:
        assert await site_names(store) == ["Harbour"]


async def test_a_change_that_fails_by_its_own_fault_leaves_nothing_in_the_copy(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        path.unlink()
        with pytest.raises(ZeroDivisionError):  # noqa: PT012, inside the change
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Half"))
                raise ZeroDivisionError
        await refused(store, "Moat")
        await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour", "Moat"]


async def test_a_step_that_failed_is_not_carried_out_again_in_the_copy(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"

    def half(connection: Connection) -> None:
        connection.execute("INSERT INTO sites (id, name, fields) VALUES ('x', 'Half', '{}')")
        raise ZeroDivisionError

    async with new_project(path) as store:
        with pytest.raises(ProjectFileError, match="file_moved"):  # noqa: PT012, at the end of the change
            async with store._changing(Concern(ChangeKind.SITE_EDITED)) as (change, access):
                with pytest.raises(ZeroDivisionError):
                    await access.write(half)
                await change.repositories.sites.put(Site(SiteId(uuid4()), "Whole"))
                path.unlink()
        await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Whole"]


async def test_another_file_under_the_name_is_never_written(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        path.rename(tmp_path / "away.lockchart")
        path.write_bytes(b"somebody else's")
        await refused(store, "Harbour")
    assert path.read_bytes() == b"somebody else's"


async def test_a_file_that_comes_back_is_left_as_it_is(tmp_path: Path):
    path, away = tmp_path / "a.lockchart", tmp_path / "away.lockchart"
    async with new_project(path) as store:
        path.rename(away)
        await refused(store, "Harbour")
        away.rename(path)
        content = path.read_bytes()
        await refused(store, "Moat")
        assert path.read_bytes() == content
        await store.save_copy(tmp_path / "copy.lockchart")
    async with opened(tmp_path / "copy.lockchart") as store:
        assert await site_names(store) == ["Harbour", "Moat"]


async def test_a_copy_saved_before_any_change_was_refused_has_everything(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        before = await hashes(store)
        path.unlink()
        await store.save_copy(copy)
    await assert_copy(copy, ["Harbour"], before)


# --- destroyed -------------------------------------------------------------------------------------


def empty(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size))


DESTROYED: list[Callable[[Path], None]] = [empty, cut, overwrite]


@pytest.mark.parametrize("destroy", DESTROYED)
async def test_a_file_destroyed_under_us_is_whole_in_the_copy(
    tmp_path: Path, rescue_folder: Path, destroy: Callable[[Path], None]
):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        await add_site(store, "Moat")
        await store.fabric.commit([FabricChange("fabric", "key", Secret("value"))])
        await store.undo()
        await add_site(store, "Mill")
        assert not is_kept(store), "these are known only as statements"
        before = await hashes(store)
        destroy(path)
        spoilt = path.read_bytes()
        await refused(store, "Last")
        assert await site_names(store) == ["Harbour", "Last", "Mill"]
        await store.save_copy(copy)
        assert len(inside(rescue_folder)) == 1
    assert inside(rescue_folder) == []
    assert path.read_bytes() == spoilt
    await assert_copy(copy, ["Harbour", "Last", "Mill"], before)
    async with opened(copy) as store:
        assert await store.fabric.load() == [FabricChange("fabric", "key", Secret("value"))]


@pytest.mark.parametrize("destroy", DESTROYED)
async def test_a_copy_of_a_destroyed_file_is_saved_without_any_change(
    tmp_path: Path, destroy: Callable[[Path], None]
):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        await add_site(store, "Moat")
        before = await hashes(store)
        destroy(path)
        await store.save_copy(copy)
    await assert_copy(copy, ["Harbour", "Moat"], before)


async def test_reading_goes_on_after_the_file_was_destroyed(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        overwrite(path)
        assert await site_names(store) == ["Harbour"]


async def test_a_destroyed_file_of_which_nothing_was_kept_is_said_to_be_lost(
    tmp_path: Path, rescue_folder: Path
):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        empty(path)
        await refused(store, "Moat", "file_gone")
        await refused(store, "Mill", "file_gone")
        with pytest.raises(ProjectFileError):
            await store.save_copy(copy)
    assert inside(rescue_folder) == []
    assert [file.name for file in inside(tmp_path) if file.suffix] == ["a.lockchart"]


async def test_without_room_for_a_rescued_copy_the_copy_still_has_what_was_committed(
    tmp_path: Path, rescue_folder: Path
):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        await add_site(store, "Moat")
        before = await hashes(store)
        empty(path)
        take_away(rescue_folder)
        await refused(store, "Mill", "file_gone")
        await store.save_copy(copy)
        bring_back(rescue_folder)
        await refused(store, "Mill", "file_moved")
    await assert_copy(copy, ["Harbour", "Moat"], before)


async def test_bytes_that_somebody_else_wrote_are_not_kept(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        await add_site(store, "Moat")
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(size - 4096)
            file.write(os.urandom(4096))
        while await store._worker.run(store._session.copy_on):
            pass
        assert not is_kept(store)
        await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour", "Moat"]


async def test_a_file_whose_time_alone_changed_is_kept_after_every_page_proved_itself(
    tmp_path: Path,
):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        os.utime(path, (1, 1))
        await keep(store)


async def test_a_large_file_is_kept_on_disk_where_nobody_finds_it_by_a_name(
    tmp_path: Path, rescue_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rescue, "_CHUNK_BYTES", 4096)
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        kept = store._session._rescue
        assert kept is not None
        kept._most_bytes = path.stat().st_size - 1
        await add_site(store, "Harbour")
        await keep(store)
        await add_site(store, "Moat")
        await keep(store)
        assert isinstance(kept._chunks, ChunksOnDisk)
        assert inside(rescue_folder) == []
        begin = await hashes(store)
        empty(path)
        await refused(store, "Mill")
        await store.save_copy(copy)
    await assert_copy(copy, ["Harbour", "Mill", "Moat"], begin)


async def test_without_room_a_large_file_is_not_kept_and_the_work_goes_on(
    tmp_path: Path, rescue_folder: Path
):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        kept = store._session._rescue
        assert kept is not None
        kept._most_bytes = 0
        take_away(rescue_folder)
        assert not await store._worker.run(store._session.copy_on)
        assert not kept.is_kept
        await add_site(store, "Harbour")
        assert await site_names(store) == ["Harbour"]
        bring_back(rescue_folder)


async def test_the_bytes_are_read_piece_by_piece_and_again_when_a_commit_comes_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rescue, "_CHUNK_BYTES", 4096)
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        monkeypatch.setattr(rescue, "_CHUNKS_PER_TURN", pages_of(path) - 1)
        assert await store._worker.run(store._session.copy_on)
        await add_site(store, "Moat")
        assert not await store._worker.run(store._session.copy_on), "the next reading comes later"
        await keep(store)
        await store._worker.run(lambda: write_kept(store, tmp_path / "first.lockchart"))
        first = list(store._session._rescue._chunks)  # type: ignore[union-attr, arg-type]
        await add_site(store, "Mill")
        await keep(store)
        second = store._session._rescue._chunks  # type: ignore[union-attr]
        assert second is not None
        same = sum(one is other for one, other in zip(first, second, strict=False))
        assert 0 < same < len(first), "what is the same is held once"
        empty(path)
        await store.save_copy(copy)
    async with opened(tmp_path / "first.lockchart") as store:
        assert await site_names(store) == ["Harbour", "Moat"]
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour", "Mill", "Moat"]


async def test_after_many_commits_in_between_the_bytes_are_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rescue, "_CHUNK_BYTES", 4096)
    monkeypatch.setattr(rescue, "_CHUNKS_PER_TURN", 1)
    async with new_project(tmp_path / "a.lockchart") as store:
        for number in range(5):
            assert await store._worker.run(store._session.copy_on)
            await add_site(store, f"Harbour {number}")
            assert not await store._worker.run(store._session.copy_on)
        assert not await store._worker.run(store._session.copy_on)
        assert is_kept(store)


async def test_the_bytes_are_read_by_themselves_some_time_after_opening_and_after_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping, "FIRST_S", 0.01)
    monkeypatch.setattr(keeping, "AFTER_COMMIT_S", 0.01)
    async with new_project(tmp_path / "a.lockchart") as store:
        await until(lambda: is_kept(store))
        await add_site(store, "Harbour")
        await until(lambda: is_kept(store))


async def test_what_lies_in_the_rescued_copy_is_encrypted(tmp_path: Path, rescue_folder: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour Street")
        await keep(store)
        await add_site(store, "Moat Street")
        empty(path)
        await refused(store, "Mill Street")
        folders = inside(rescue_folder)
        files = [file for folder in folders for file in inside(folder)]
        content = b"".join(file.read_bytes() for file in files)
        modes = {mode_of(one) & 0o077 for one in [*folders, *files]}
    assert content
    assert b"Street" not in content
    assert modes == {0}


# --- pulled out ------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_unmounted", [False, True])
async def test_a_stick_pulled_out_between_two_changes(tmp_path: Path, is_unmounted: bool):
    copy = tmp_path / "copy.lockchart"
    with medium(tmp_path) as stick:
        path = stick.folder / "a.lockchart"
        async with new_project(path) as store:
            await add_site(store, "Harbour")
            await keep(store)
            await add_site(store, "Moat")
            before = await hashes(store)
            stick.pull()
            with pytest.raises(OSError):  # noqa: PT011, any error of the system
                path.read_bytes()
            if is_unmounted:
                stick.unmount()
            await refused(store, "Mill")
            assert await site_names(store) == ["Harbour", "Mill", "Moat"]
            await store.save_copy(copy)
    await assert_copy(copy, ["Harbour", "Mill", "Moat"], before)


async def test_a_stick_pulled_out_in_the_middle_of_a_change(tmp_path: Path):
    copy = tmp_path / "copy.lockchart"
    with medium(tmp_path) as stick:
        async with new_project(stick.folder / "a.lockchart") as store:
            await add_site(store, "Harbour")
            await keep(store)
            before = await hashes(store)
            with pytest.raises(ProjectFileError, match="file_moved"):  # noqa: PT012, at the end of the change
                async with store.change(ChangeKind.SITE_EDITED) as change:
                    await change.repositories.sites.put(Site(SiteId(uuid4()), "Made before"))
                    stick.pull()
                    await change.repositories.sites.put(Site(SiteId(uuid4()), "Made after"))
            await store.save_copy(copy)
    await assert_copy(copy, ["Harbour", "Made after", "Made before"], before)


async def test_a_stick_pulled_out_in_the_middle_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    copy = tmp_path / "copy.lockchart"
    with medium(tmp_path) as stick:
        async with new_project(stick.folder / "a.lockchart") as store:
            await add_site(store, "Harbour")
            await keep(store)
            commit = session._commit

            def pull_and_commit(connection: Connection) -> None:
                monkeypatch.undo()
                stick.pull()
                commit(connection)

            monkeypatch.setattr(session, "_commit", pull_and_commit)  # the checks are behind us
            await refused(store, "Moat")
            await store.save_copy(copy)
    await assert_copy(copy, ["Harbour", "Moat"], [])


async def test_a_stick_pulled_out_while_somebody_only_looks(tmp_path: Path):
    copy = tmp_path / "copy.lockchart"
    with medium(tmp_path) as stick:
        async with new_project(stick.folder / "a.lockchart") as store:
            await add_site(store, "Harbour")
            await keep(store)
            stick.pull()
            stick.unmount()
            assert await site_names(store) == ["Harbour"]
            await store.save_copy(copy)
    await assert_copy(copy, ["Harbour"], [])


# --- the passphrase --------------------------------------------------------------------------------


async def test_a_new_passphrase_holds_for_the_copy_of_a_lost_file(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    new = Passphrase(Secret("new horse"))
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        await keep(store)
        await store.change_passphrase(new.text)
        await add_site(store, "Moat")
        before = await hashes(store)
        empty(path)
        await store.save_copy(copy)
    with pytest.raises(ProjectFileError, match="wrong_passphrase"):
        async with opened(copy):
            pass
    async with opened(copy, new) as store:
        assert await site_names(store) == ["Harbour", "Moat"]
        assert await hashes(store) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
async def test_a_new_passphrase_and_its_entry_come_in_one_commit_or_not_at_all(tmp_path: Path):
    import resource

    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, limits[1]))
        try:
            with pytest.raises(ProjectFileError):
                await store.change_passphrase(Secret("new"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        await add_site(store, "Other")
        entries = await store.read.history.entries()
        assert ChangeKind.PASSPHRASE_CHANGED not in [entry.kind for entry in entries]
        await store.change_passphrase(Secret("new"))
    with pytest.raises(ProjectFileError, match="wrong_passphrase"):
        async with opened(path, PASSPHRASE):
            pass
    async with opened(path, Passphrase(Secret("new"))) as store:
        assert await site_names(store) == ["Harbour", "Other"]
        entries = await store.read.history.entries()
        assert entries[-1].kind == ChangeKind.PASSPHRASE_CHANGED
        assert (await store.read.history.verify()).is_intact


async def test_a_new_passphrase_for_a_file_that_was_moved_leaves_the_old_one(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        path.rename(tmp_path / "away.lockchart")
        with pytest.raises(ProjectFileError, match="file_moved"):
            await store.change_passphrase(Secret("new"))
        (tmp_path / "away.lockchart").rename(path)
        await add_site(store, "Other")
    async with opened(path) as store:
        assert await site_names(store) == ["Harbour", "Other"]


async def test_a_viewer_still_gets_a_copy_of_a_file_that_was_moved(tmp_path: Path):
    path, copy = tmp_path / "a.lockchart", tmp_path / "copy.lockchart"
    files = make_files()
    async with new_project(path, files) as store:
        await add_site(store, "Harbour")
    async with opened(path, mode=OpenMode.READ) as store:
        path.unlink()
        await store.save_copy(copy)
        with pytest.raises(UsageError, match="file_exists"):
            await store.save_copy(copy)
    async with opened(copy) as store:
        assert await site_names(store) == ["Harbour"]
