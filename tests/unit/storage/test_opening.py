"""Opening: six refusals that touch nothing, journals left behind, one writer, readers beside it."""

import asyncio
import json
import os
import platform
from pathlib import Path
from typing import IO

import pytest

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.storage.contracts import OpenMode, Passphrase, ProjectFileError, RawKey, RecoveryText
from app.storage.project_file.database import FileKey, journal_of
from app.storage.project_file.key import KeyParameters
from app.storage.project_file.lock_file import side_file_of
from app.storage.project_file.store import FileProjectStore
from app.storage.values import ChangeKind
from tests.unit.storage.worlds import (
    PASSPHRASE,
    WEAK,
    WRONG,
    add_site,
    folder_state,
    leave_journal,
    make_files,
    mode_of,
    new_project,
    opened,
    raw,
    salt_in,
    site_names,
)


async def made(folder: Path) -> Path:
    """A closed project with one site."""
    path = folder / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
    return path


async def refusal(
    path: Path, key: Passphrase = PASSPHRASE, mode: OpenMode = OpenMode.WRITE
) -> ProjectFileError:
    """The error of opening; nothing in the folder may differ afterwards."""
    before = folder_state(path.parent)
    with pytest.raises(ProjectFileError) as caught:
        async with opened(path, key, mode=mode):
            pass
    assert folder_state(path.parent) == before
    return caught.value


@pytest.mark.parametrize("mode", OpenMode)
async def test_a_wrong_passphrase_is_refused(tmp_path: Path, mode: OpenMode):
    path = await made(tmp_path)
    assert (await refusal(path, WRONG, mode)).code == "wrong_passphrase"


@pytest.mark.parametrize("mode", OpenMode)
@pytest.mark.parametrize(
    "content",
    [b"", b"x" * 4095, b"SQLite format 3\0" + bytes(8176), os.urandom(4096 * 2 + 7)],
    ids=["empty", "short", "plain database", "odd size"],
)
async def test_what_is_no_project_is_refused(tmp_path: Path, content: bytes, mode: OpenMode):
    path = tmp_path / "a.lockchart"
    path.write_bytes(content)
    assert (await refusal(path, mode=mode)).code == "not_a_project"


async def test_an_encrypted_database_of_another_program_is_refused(tmp_path: Path):
    path = await made(tmp_path)
    connection = raw(path, await keyed(path))
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    assert (await refusal(path)).code == "not_a_project"


async def keyed(path: Path) -> FileKey:
    """The key of a closed project."""
    async with opened(path) as store:
        digits = (await store.key_hex()).reveal()
    return FileKey(Secret(bytes.fromhex(digits)), salt_in(path))


@pytest.mark.parametrize("mode", OpenMode)
async def test_a_newer_version_is_refused(tmp_path: Path, mode: OpenMode):
    path = await made(tmp_path)
    connection = raw(path, await keyed(path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    error = await refusal(path, mode=mode)
    assert (error.code, error.parameters["version"]) == ("newer_version", 99)


@pytest.mark.parametrize("mode", OpenMode)
async def test_a_cut_file_is_damaged(tmp_path: Path, mode: OpenMode):
    path = await made(tmp_path)
    path.write_bytes(path.read_bytes()[: 4096 * 5])
    assert (await refusal(path, mode=mode)).code == "damaged"


async def test_damaged_later_pages_are_told_from_a_wrong_passphrase(tmp_path: Path):
    path = await made(tmp_path)
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    path.write_bytes(content)
    assert (await refusal(path)).code == "damaged"


async def test_a_damaged_first_page_looks_like_a_wrong_passphrase(tmp_path: Path):
    path = await made(tmp_path)
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    assert (await refusal(path)).code == "wrong_passphrase"


async def test_a_file_marked_read_only_is_refused_for_writing_and_opens_for_viewing(tmp_path: Path):
    path = await made(tmp_path)
    path.chmod(0o400)
    error = await refusal(path)
    assert (error.code, error.parameters["reason"]) == ("read_only", "file_is_read_only")
    before = folder_state(tmp_path)
    async with opened(path, mode=OpenMode.WRITE_OR_READ) as store:
        assert store.file.read_only_reason == "file_is_read_only"
        assert await site_names(store) == ["Harbour"]
        with pytest.raises(ProjectFileError, match="read_only"):
            await add_site(store, "Other")
    assert folder_state(tmp_path) == before


async def test_a_read_only_folder_opens_for_viewing(tmp_path: Path):
    folder = tmp_path / "stick"
    folder.mkdir()
    path = await made(folder)
    folder.chmod(0o500)
    try:
        error = await refusal(path)
        assert (error.code, error.parameters["reason"]) == ("read_only", "folder_is_read_only")
        async with opened(path, mode=OpenMode.WRITE_OR_READ) as store:
            assert store.file.read_only_reason == "folder_is_read_only"
            assert await site_names(store) == ["Harbour"]
    finally:
        folder.chmod(0o700)


async def test_a_second_instance_hears_who_holds_the_project(tmp_path: Path):
    path = await made(tmp_path)
    async with opened(path) as first:
        error = await refusal(path)
        assert error.code == "in_use"
        assert error.parameters["computer"] == platform.node()
        assert str(error.parameters["since"]).startswith("20")
        async with opened(path, mode=OpenMode.WRITE_OR_READ) as second:
            assert second.file.read_only_reason == "in_use"
            assert second.file.holder["computer"] == platform.node()
            await add_site(first, "New")
            assert await site_names(second) == ["Harbour", "New"]
            with pytest.raises(ProjectFileError, match="read_only"):
                await add_site(second, "Other")
    async with opened(path) as again:
        assert again.file.read_only_reason is None


async def test_the_lock_goes_with_the_project_and_a_stale_one_is_taken_over(tmp_path: Path):
    path = await made(tmp_path)
    side = side_file_of(path)
    side.write_text(json.dumps({"computer": "old", "since": "2020-01-01T00:00:00+00:00"}))
    async with opened(path):
        assert json.loads(side.read_text())["computer"] == platform.node()
    assert not side.exists()


async def test_a_side_file_with_anything_in_it_is_no_obstacle(tmp_path: Path):
    path = await made(tmp_path)
    async with opened(path):
        side_file_of(path).write_bytes(b"\xff\xfe not json")
        error = None
        try:
            await make_files().open(path, PASSPHRASE, mode=OpenMode.WRITE, operator="")
        except ProjectFileError as caught:
            error = caught
    assert error is not None
    assert (error.code, error.parameters["computer"]) == ("in_use", "")


async def test_where_locks_do_not_work_a_project_is_only_viewed(tmp_path: Path):
    path = await made(tmp_path)

    def no_locks(_file: IO[str]) -> bool:
        raise OSError(95, "not supported")

    files = make_files(lock=no_locks)
    with pytest.raises(ProjectFileError, match="read_only") as caught:
        await files.open(path, PASSPHRASE, mode=OpenMode.WRITE, operator="")
    assert caught.value.parameters["reason"] == "no_locks"
    async with opened(path, mode=OpenMode.WRITE_OR_READ, files=files) as store:
        assert store.file.read_only_reason == "no_locks"
        assert await site_names(store) == ["Harbour"]
    assert list(folder_state(tmp_path)) == [path.name]


async def test_everything_made_can_be_read_by_the_owner_alone(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        assert mode_of(path) == 0o600
        assert mode_of(side_file_of(path)) == 0o600
        await store.save_copy(tmp_path / "b.lockchart")
    assert mode_of(tmp_path / "b.lockchart") == 0o600


async def test_a_wrong_passphrase_beside_a_left_journal_touches_neither(tmp_path: Path):
    path = await made(tmp_path)
    folder = tmp_path / "crashed"
    folder.mkdir()
    crashed = folder / "a.lockchart"
    leave_journal(path, await keyed(path), crashed)
    for mode in OpenMode:
        assert (await refusal(crashed, WRONG, mode)).code == "wrong_passphrase"


async def test_a_left_journal_is_rolled_back_under_the_right_passphrase(tmp_path: Path):
    path = await made(tmp_path)
    crashed = tmp_path / "b.lockchart"
    leave_journal(path, await keyed(path), crashed)
    assert crashed.read_bytes() != path.read_bytes()
    async with opened(crashed) as store:
        assert await site_names(store) == ["Harbour"]
        assert not journal_of(crashed).exists()
        assert (await store.read.history.verify()).is_intact


async def test_a_first_page_that_only_the_journal_still_has_is_no_wrong_passphrase(tmp_path: Path):
    path = await made(tmp_path)
    crashed = tmp_path / "b.lockchart"
    leave_journal(path, await keyed(path), crashed)
    # As a kill while every page gets a new key leaves it: the salt is there, the page is under another key.
    content = crashed.read_bytes()
    crashed.write_bytes(content[:16] + bytes(4080) + content[4096:])
    async with opened(crashed) as store:
        assert await site_names(store) == ["Harbour"]


async def test_a_left_journal_is_left_alone_by_somebody_who_only_reads(tmp_path: Path):
    path = await made(tmp_path)
    folder = tmp_path / "crashed"
    folder.mkdir()
    crashed = folder / "a.lockchart"
    leave_journal(path, await keyed(path), crashed)
    before = folder_state(folder)
    async with opened(crashed, mode=OpenMode.READ) as store:
        assert await site_names(store) == ["Harbour"]
    assert folder_state(folder) == before


async def test_a_reader_goes_on_when_the_writer_beside_it_dies_in_a_transaction(tmp_path: Path):
    path = await made(tmp_path)
    key = await keyed(path)
    async with opened(path, mode=OpenMode.READ) as store:
        assert await site_names(store) == ["Harbour"]
        crashed = tmp_path / "b.lockchart"
        await asyncio.to_thread(leave_journal, path, key, crashed)
        # The same file in place, as a dead writer leaves it: SQLite finds a journal and no lock.
        with path.open("r+b") as file:
            file.write(crashed.read_bytes())
        journal_of(path).write_bytes(journal_of(crashed).read_bytes())
        assert await site_names(store) == ["Harbour"]
        assert journal_of(path).exists()


async def test_a_link_leads_to_the_lock_of_the_file_itself(tmp_path: Path):
    path = await made(tmp_path)
    link = tmp_path / "elsewhere" / "b.lockchart"
    link.parent.mkdir()
    link.symlink_to(path)
    async with opened(link) as store:
        assert store.file.path == path
        assert side_file_of(path).exists()
        with pytest.raises(ProjectFileError, match="in_use"):
            await make_files().open(path, PASSPHRASE, mode=OpenMode.WRITE, operator="")
    assert list(link.parent.iterdir()) == [link]


async def test_the_recovery_sheet_and_the_keyring_open_until_the_passphrase_changes(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
        sheet, digits = await store.recovery_text(), await store.key_hex()
    for key in (RecoveryText(sheet), RawKey(digits)):
        async with opened(path, key) as store:
            assert await site_names(store) == ["Harbour"]
    async with opened(path) as store:
        await store.change_passphrase(Secret("new horse"))
        await add_site(store, "After")
        assert (await store.read.history.entries())[-2].kind == ChangeKind.PASSPHRASE_CHANGED
        assert await store.recovery_text() != sheet
        with pytest.raises(RuleError, match="passphrase_empty"):
            await store.change_passphrase(Secret(""))
    for key in (RecoveryText(sheet), RawKey(digits), PASSPHRASE):
        with pytest.raises(ProjectFileError, match="wrong_passphrase"):
            await make_files().open(path, key, mode=OpenMode.WRITE, operator="")
    async with opened(path, Passphrase(Secret("new horse"))) as store:
        assert await site_names(store) == ["After", "Harbour"]
        assert (await store.read.history.verify()).is_intact


async def test_older_costs_of_the_key_are_tried_after_the_newest(tmp_path: Path):
    path = await made(tmp_path)
    newer = KeyParameters(time_cost=2, memory_kib=16, parallelism=1)
    async with opened(path, files=make_files(parameters=(newer, *WEAK))) as store:
        assert await site_names(store) == ["Harbour"]
    with pytest.raises(ProjectFileError, match="wrong_passphrase"):
        await make_files(parameters=(newer,)).open(
            path, PASSPHRASE, mode=OpenMode.WRITE, operator=""
        )


async def test_a_passphrase_is_the_same_however_its_accents_were_typed(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path, key=Passphrase(Secret("caf\u00e9"))):
        pass
    async with opened(path, Passphrase(Secret("cafe\u0301"))):
        pass


async def test_a_key_that_is_mistyped_says_where_and_holds_nothing(tmp_path: Path):
    path = await made(tmp_path)
    with pytest.raises(UsageError, match="recovery_length"):
        await make_files().open(path, RecoveryText(Secret("")), mode=OpenMode.WRITE, operator="")
    assert not side_file_of(path).exists()


async def test_making_a_project_where_nothing_can_be_made_leaves_nothing(tmp_path: Path):
    with pytest.raises(ProjectFileError, match="no_such_folder"):
        async with new_project(tmp_path / "missing" / "a.lockchart"):
            pass
    existing = tmp_path / "a.lockchart"
    existing.write_bytes(b"mine")
    with pytest.raises(UsageError, match="file_exists"):
        async with new_project(existing):
            pass
    assert folder_state(tmp_path)["a.lockchart"][0] == b"mine"
    assert len(folder_state(tmp_path)) == 1


async def test_the_file_id_can_be_asked_while_open_and_stays_through_renames(tmp_path: Path):
    path = await made(tmp_path)
    files = make_files()
    closed = await files.file_id(path)
    async with opened(path, files=files):
        assert await files.file_id(path) == closed
    renamed = path.rename(tmp_path / "b.lockchart")
    assert await files.file_id(renamed) == closed


@pytest.mark.parametrize(
    ("line", "folder", "expected"),
    [
        ("36 25 0:33 / {root} rw - nfs4 server:/x rw", "plain", ("network_folder",)),
        ("36 25 0:33 / {root} rw - ext4 /dev/sda1 rw", "plain", ()),
        ("36 25 0:33 / / rw - cifs //server/x rw", "Dropbox", ("network_folder", "sync_folder")),
        ("36 25 0:33 / / rw - ext4 /dev/sda1 rw", "OneDrive - Acme", ("sync_folder",)),
    ],
)
async def test_network_and_synchronised_folders_are_named(
    tmp_path: Path, line: str, folder: str, expected: tuple[str, ...]
):
    root = tmp_path / folder
    root.mkdir()
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + line.format(root=root) + "\nnonsense\n"
    )
    async with new_project(root / "a.lockchart", make_files(mounts=mounts)) as store:
        assert store.file.warnings == expected


async def test_opening_that_is_cancelled_holds_nothing(tmp_path: Path):
    path = await made(tmp_path)
    files = make_files()

    async def open_it() -> FileProjectStore:
        return await files.open(path, PASSPHRASE, mode=OpenMode.WRITE, operator="")

    task = asyncio.create_task(open_it())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not side_file_of(path).exists()
    async with opened(path, files=files):
        pass
