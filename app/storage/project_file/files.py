"""Makes and opens project files."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from app.core.paths import private_dir
from app.domain.ids import WriterId
from app.domain.project import ProjectKind
from app.storage.contracts import OpenMode, Passphrase, ProjectKey
from app.storage.project_file.change import Author
from app.storage.project_file.database import FileIdentity
from app.storage.project_file.key import KNOWN_PARAMETERS, KeyParameters, check_new_passphrase
from app.storage.project_file.lock_file import lock_os_file
from app.storage.project_file.migrations import MIGRATIONS, Migration
from app.storage.project_file.opening import (
    OpenResult,
    Workshop,
    make_blocking,
    new_project,
    open_blocking,
    salt_of_blocking,
)
from app.storage.project_file.store import FileProjectStore
from app.storage.project_file.worker import FileWorker


def utc_now() -> datetime:
    """The computer's time."""
    return datetime.now(UTC)


def load_writer_id_blocking(folder: Path) -> WriterId:
    """This installation's name in histories, drawn at the first call and kept in the folder."""
    path = private_dir(folder) / "writer-id"
    try:
        return WriterId(UUID(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError):
        drawn = WriterId(uuid4())
        path.touch(mode=0o600)
        path.write_text(str(drawn), encoding="ascii")
        return drawn


class SqlCipherProjectFiles:
    """Projects as encrypted SQLite files.

    `writer` names this installation's chain in histories. `parameters` are the known costs of the key, newest first.
    """

    def __init__(
        self,
        writer: WriterId,
        *,
        parameters: Sequence[KeyParameters] = KNOWN_PARAMETERS,
        migrations: Sequence[Migration] = MIGRATIONS,
        now: Callable[[], datetime] = utc_now,
        lock: Callable[[IO[str]], bool] = lock_os_file,
        mounts: Path = Path("/proc/self/mountinfo"),
    ) -> None:
        self._writer = writer
        self._parameters = parameters
        self._migrations = migrations
        self._now = now
        self._lock = lock
        self._mounts = mounts
        self._salts_of_open: dict[FileIdentity, bytes] = {}

    async def create(
        self,
        path: Path,
        key: Passphrase,
        *,
        name: str,
        time_zone: str,
        kind: ProjectKind,
        operator: str,
    ) -> FileProjectStore:
        """Make a new, empty project; raises `UsageError("file_exists")`, `RuleError("passphrase_empty")`, `ProjectFileError`."""
        check_new_passphrase(key.text)
        workshop = self._workshop(operator)
        project = new_project(name, time_zone, kind, self._now())
        return await self._store(
            workshop, lambda: make_blocking(_real(path), key, project, workshop)
        )

    async def open(
        self, path: Path, key: ProjectKey, *, mode: OpenMode, operator: str
    ) -> FileProjectStore:
        """Open a project; raises `ProjectFileError`, and `UsageError` for digits or recovery texts that are no key."""
        workshop = self._workshop(operator)
        return await self._store(workshop, lambda: open_blocking(_real(path), key, mode, workshop))

    async def file_id(self, path: Path) -> str:
        """The file's salt as hexadecimal digits; raises `ProjectFileError`."""
        workshop = self._workshop("")
        return (await asyncio.to_thread(lambda: salt_of_blocking(_real(path), workshop))).hex()

    async def _store(self, workshop: Workshop, work: Callable[[], OpenResult]) -> FileProjectStore:
        worker = FileWorker()
        try:
            result, was_cancelled = await worker.run_to_end(work)
        except BaseException:
            worker.close()
            raise
        store = self._store_of(worker, result, workshop)
        if was_cancelled:
            await store.close()
            raise asyncio.CancelledError
        return store

    def _store_of(
        self, worker: FileWorker, result: OpenResult, workshop: Workshop
    ) -> FileProjectStore:
        opened = result.session.opened
        self._salts_of_open[opened.identity] = opened.key.salt

        def on_close() -> None:
            self._salts_of_open.pop(opened.identity, None)
            if result.lock is not None:
                result.lock.release_blocking()

        return FileProjectStore(
            worker,
            result.session,
            result.project,
            result.file,
            author=workshop.author,
            parameters=workshop.parameters[0],
            now=self._now,
            on_close=on_close,
        )

    def _workshop(self, operator: str) -> Workshop:
        return Workshop(
            author=Author(self._writer, operator),
            parameters=self._parameters,
            migrations=self._migrations,
            now=self._now,
            lock=self._lock,
            mounts=self._mounts,
            salts_of_open=self._salts_of_open,
        )


def _real(path: Path) -> Path:
    """The file itself: lock and journal lie beside it and not beside a link."""
    return path.absolute().resolve()
