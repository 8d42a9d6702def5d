"""Backups on real files: proven before anything older goes, never over anything."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import EnvironmentAppError, UsageError
from app.core.secret import Secret
from app.services.backup_files import backup_name, conflict_pattern, is_backup_name
from app.services.project import passphrase_key
from app.storage.contracts import OpenMode
from tests.unit.services.service_world import START, world

KEY = passphrase_key(Secret("correct horse"))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_holds_everything_and_opens_with_the_passphrase(tmp_path, second):
    async with world(tmp_path) as w:
        await w.work.people.add_person("Anna")
        made = await w.projects.backups.make(w.project.store, second)
        assert made.is_whole
        assert made.is_same_disk
        assert names(second) == [made.backup.path.name]
        assert is_backup_name(made.backup.path.name)
        assert made.backup.path.stat().st_mode & 0o077 == 0
        await w.projects.close()
        copy = await w.projects.open(made.backup.path, KEY, mode=OpenMode.READ)
        assert [person.name for person in await copy.read.people.all()] == ["Anna"]
        assert copy.store.project.name == "Home"


async def test_only_the_newest_are_kept(tmp_path, second):
    async with world(tmp_path) as w:
        made = []
        for _ in range(4):
            made.append(await w.projects.backups.make(w.project.store, second, 2))
            w.hands.now += timedelta(hours=1)
        assert names(second) == sorted(one.backup.path.name for one in made[2:])
        assert made[3].removed == (made[1].backup.path,)
        listed = await w.projects.backups.list_backups(w.path, second)
        assert [one.path for one in listed] == [made[3].backup.path, made[2].backup.path]


async def test_two_backups_of_one_second_are_two(tmp_path, second):
    async with world(tmp_path) as w:
        for _ in range(2):
            await w.projects.backups.make(w.project.store, second)
        assert len(names(second)) == 2


async def test_a_clock_that_was_set_back_does_not_remove_the_new_one(tmp_path, second):
    async with world(tmp_path) as w:
        await w.projects.backups.make(w.project.store, second, 1)
        w.hands.now -= timedelta(days=3)
        made = await w.projects.backups.make(w.project.store, second, 1)
        assert names(second) == [made.backup.path.name]


async def test_another_project_of_the_same_name_and_other_files_stay(tmp_path, second):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with world(tmp_path / "a") as other:
        foreign = (await other.projects.backups.make(other.project.store, second)).backup.path
    stranger = second / backup_name("home", START - timedelta(days=900))
    stranger.write_bytes(b"no project at all")
    async with world(tmp_path / "b") as w:
        await w.projects.backups.make(w.project.store, second, 1)
        w.hands.now += timedelta(hours=1)
        made = await w.projects.backups.make(w.project.store, second, 1)
        assert names(second) == sorted([foreign.name, stranger.name, made.backup.path.name])


async def test_a_backup_that_cannot_be_opened_is_thrown_away_and_the_older_stay(
    tmp_path, second, monkeypatch
):
    async with world(tmp_path) as w:
        first = await w.projects.backups.make(w.project.store, second, 1)
        w.hands.now += timedelta(hours=1)
        save = type(w.project.store).save_copy

        async def save_badly(store, path: Path) -> None:
            await save(store, path)
            damage(path)

        monkeypatch.setattr(type(w.project.store), "save_copy", save_badly)
        with pytest.raises(EnvironmentAppError) as refused:
            await w.projects.backups.make(w.project.store, second, 1)
        assert refused.value.code == "backup_unproven"
        assert names(second) == [first.backup.path.name]


async def test_a_backup_with_a_broken_history_removes_nothing_older(tmp_path, second):
    async with world(tmp_path) as w:
        await w.work.people.add_person("Anna")
        first = await w.projects.backups.make(w.project.store, second, 1)
        break_history(w)
        w.hands.now += timedelta(hours=1)
        made = await w.projects.backups.make(w.project.store, second, 1)
        assert not made.is_whole
        assert made.removed == ()
        assert names(second) == sorted([first.backup.path.name, made.backup.path.name])


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)


def break_history(w) -> None:
    """Change an operator's name in the history, past the triggers that refuse it."""
    from app.storage.project_file.database import Access, connect_blocking

    session = w.project.store._session
    with closing(
        connect_blocking(session.opened.path, session.opened.key, Access.WRITE)
    ) as writing:
        for (name,) in writing.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='history'"
        ).fetchall():
            writing.execute(f'DROP TRIGGER "{name}"')
        writing.execute("UPDATE history SET operator = 'Mallory' WHERE sequence = 2")


async def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    async with world(tmp_path) as w:
        with pytest.raises(UsageError) as refused:
            await w.projects.backups.make(w.project.store, tmp_path / "unplugged")
        assert refused.value.code == "backup_folder_missing"
        assert not (tmp_path / "unplugged").exists()
        for keep in (0, -1, 1001):
            with pytest.raises(UsageError, match="backup_keep"):
                await w.projects.backups.make(w.project.store, tmp_path, keep)


async def test_what_a_kill_left_is_removed_when_it_is_old(tmp_path, second):
    async with world(tmp_path) as w:
        old, young, other = (
            second / f".home backup 20260101T00000{n}Z.lockchart.part" for n in range(3)
        )
        other = other.with_name(other.name.replace("home", "house"))
        for path in (old, young, other):
            path.write_bytes(b"half")
        now_s = w.hands.now.timestamp()
        os.utime(old, (now_s - 7200, now_s - 7200))
        os.utime(other, (now_s - 7200, now_s - 7200))
        os.utime(young, (now_s - 60, now_s - 60))
        made = await w.projects.backups.make(w.project.store, second)
        assert names(second) == sorted([young.name, other.name, made.backup.path.name])


async def test_restoring_makes_a_new_file_and_never_touches_one(tmp_path, second):
    async with world(tmp_path) as w:
        made = await w.projects.backups.make(w.project.store, second)
        await w.work.people.add_person("Anna")
        before = w.path.read_bytes()
        with pytest.raises(UsageError, match="file_exists"):
            await w.projects.backups.restore(made.backup.path, w.path)
        assert w.path.read_bytes() == before
        target = await w.projects.backups.restore(made.backup.path, tmp_path / "again")
        assert target == tmp_path / "again.lockchart"
        assert target.read_bytes() == made.backup.path.read_bytes()
        assert target.stat().st_mode & 0o077 == 0
        opened = await w.projects.open(target, KEY)
        assert await opened.read.people.all() == []
        assert opened.store.file.read_only_reason is None


async def test_a_backup_with_a_journal_beside_it_is_not_copied_by_its_bytes(tmp_path, second):
    async with world(tmp_path) as w:
        path = (await w.projects.backups.make(w.project.store, second)).backup.path
        path.with_name(path.name + "-journal").write_bytes(b"\0")
        with pytest.raises(EnvironmentAppError, match="backup_in_use"):
            await w.projects.backups.restore(path, tmp_path / "again.lockchart")
        assert not (tmp_path / "again.lockchart").exists()


@pytest.mark.parametrize(
    "name",
    [
        "home (Ida's conflicted copy 2026-11-24).lockchart",
        "home (conflicted copy 2026-11-24 003246).lockchart",
        "home (Case Conflict 1).lockchart",
        "home_conflict-20261124-003246.lockchart",
        "home.sync-conflict-20261124-003246-ABCDEF7.lockchart",
        "home-IDAS-LAPTOP.lockchart",
    ],
)
async def test_a_conflicted_copy_of_this_project_is_found_by_name_and_salt(tmp_path, name):
    async with world(tmp_path) as w:
        assert await w.projects.backups.conflicted_copies(w.path) == []
        conflicted = tmp_path / name
        conflicted.write_bytes(w.path.read_bytes()[:4096] * 4)
        assert await w.projects.backups.conflicted_copies(w.path) == [conflicted]
        conflicted.write_bytes(os.urandom(16384))
        assert await w.projects.backups.conflicted_copies(w.path) == [], "another project"


def test_usual_neighbours_are_no_conflicted_copies():
    pattern = conflict_pattern("home")
    for name in ("home.lockchart", "home copy.lockchart", "homestead.lockchart", "home-a.txt"):
        assert pattern.fullmatch(name) is None
    assert pattern.fullmatch(backup_name("home", START)) is None
