"""Projects with weak keys, and ways to look at a file from outside."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from sqlcipher3.dbapi2 import Connection

from app.core.secret import Secret
from app.domain.ids import SiteId, WriterId
from app.domain.project import ProjectKind, Site
from app.storage.contracts import OpenMode, Passphrase, ProjectKey, ProjectStore
from app.storage.project_file.database import Access, FileKey, connect_blocking, journal_of
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from app.storage.project_file.lock_file import lock_os_file
from app.storage.project_file.migrations import MIGRATIONS, Migration
from app.storage.project_file.store import FileProjectStore
from app.storage.values import ChangeKind

WEAK = (KeyParameters(time_cost=1, memory_kib=8, parallelism=1),)
PASSPHRASE = Passphrase(Secret("correct horse"))
WRONG = Passphrase(Secret("wrong horse"))


def make_files(
    *,
    parameters: Sequence[KeyParameters] = WEAK,
    migrations: Sequence[Migration] = MIGRATIONS,
    lock: Callable[[IO[str]], bool] = lock_os_file,
    mounts: Path = Path("/nowhere"),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    writer: WriterId | None = None,
) -> SqlCipherProjectFiles:
    return SqlCipherProjectFiles(
        writer or WriterId(uuid4()),
        parameters=parameters,
        migrations=migrations,
        now=now,
        lock=lock,
        mounts=mounts,
    )


@asynccontextmanager
async def new_project(
    path: Path, files: SqlCipherProjectFiles | None = None, *, key: Passphrase = PASSPHRASE
) -> AsyncGenerator[FileProjectStore]:
    store = await (files or make_files()).create(
        path, key, name="Test", time_zone="UTC", kind=ProjectKind.REAL, operator="Olga"
    )
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened(
    path: Path,
    key: ProjectKey = PASSPHRASE,
    *,
    mode: OpenMode = OpenMode.WRITE,
    files: SqlCipherProjectFiles | None = None,
) -> AsyncGenerator[FileProjectStore]:
    store = await (files or make_files()).open(path, key, mode=mode, operator="Rui")
    try:
        yield store
    finally:
        await store.close()


async def add_site(store: ProjectStore, name: str) -> Site:
    site = Site(SiteId(uuid4()), name)
    async with store.change(ChangeKind.SITE_EDITED) as change:
        await change.repositories.sites.put(site)
    return site


async def site_names(store: ProjectStore) -> list[str]:
    return [site.name for site in await store.read.sites.all()]


def salt_in(path: Path) -> bytes:
    return path.read_bytes()[:16]


def raw(path: Path, key: FileKey) -> Connection:
    return connect_blocking(path, key, Access.WRITE)


def leave_journal(path: Path, key: FileKey, target: Path) -> None:
    """Put a copy at `target` as a crash in the middle of a transaction leaves it: half of it in the file, the rest in the journal."""
    connection = raw(path, key)
    connection.execute("PRAGMA cache_spill = ON")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA user_version = 98")  # the first page goes into the journal first
    connection.execute("UPDATE sites SET name = 'half ' || name")
    for number in range(400):
        connection.execute(
            "INSERT INTO settings (key, value) VALUES (?, ?)", (f"k{number}", f'"{"x" * 900}"')
        )
    assert journal_of(path).stat().st_size > 4096
    target.write_bytes(path.read_bytes())
    journal_of(target).write_bytes(journal_of(path).read_bytes())
    connection.execute("ROLLBACK")
    connection.close()


def folder_state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the folder with its bytes and mode."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mode) for path in sorted(folder.iterdir())
    }


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777
