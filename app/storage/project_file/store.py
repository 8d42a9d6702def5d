"""One open project file, as services see it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import PersonId
from app.domain.project import Project
from app.storage.contracts import Change, OpenedFile, ProjectChange, ProjectFileError
from app.storage.project_file.access import ChangeAccess, ReadAccess
from app.storage.project_file.change import (
    Author,
    Concern,
    FileChange,
    outcome_of,
)
from app.storage.project_file.copy_file import save_copy_blocking
from app.storage.project_file.database import FileKey
from app.storage.project_file.history import EntryHead
from app.storage.project_file.keeping import Keeping
from app.storage.project_file.key import (
    KeyParameters,
    check_new_passphrase,
    derive_key_blocking,
    recovery_text,
)
from app.storage.project_file.nouns.fabric import FabricRepository, apply_fabric
from app.storage.project_file.nouns.inventory import inventory_rows
from app.storage.project_file.nouns.overview import door_overviews
from app.storage.project_file.nouns.project import read_project, rename_project
from app.storage.project_file.purge import purge_person
from app.storage.project_file.repositories import make_repositories
from app.storage.project_file.session import FileSession
from app.storage.project_file.turn import WritingTurn
from app.storage.project_file.undo import edits, step_of, take_back
from app.storage.project_file.worker import FileWorker
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind, DoorOverview, FabricChange, InventoryRow, UndoStep


@dataclass(frozen=True, slots=True)
class _Said:
    """What is published of a change (None: nothing was touched), and what its caller has to know although it is kept."""

    change: ProjectChange | None = None
    failure: ProjectFileError | None = None


class FileProjectStore:
    """One open project file.

    When the file is found to be gone, nothing more is written to it: changes go on in a rescued copy, each still raises
    `ProjectFileError("file_moved")`, and `save_copy` writes everything, those changes included.
    """

    def __init__(
        self,
        worker: FileWorker,
        session: FileSession,
        project: Project,
        file: OpenedFile,
        *,
        author: Author,
        parameters: KeyParameters,
        now: Callable[[], datetime],
        on_close: Callable[[], None],
    ) -> None:
        self._worker = worker
        self._session = session
        self._project = project
        self._file = file
        self._author = author
        self._parameters = parameters
        self._now = now
        self._on_close = on_close
        self._turn = WritingTurn()
        self._listeners: list[Callable[[ProjectChange], None]] = []
        self._is_closed = False
        self._read_access = ReadAccess(worker, session)
        self._fabric = FabricRepository(self._read_access, self._commit_fabric)
        self._read = make_repositories(self._read_access, author.writer, now)
        self._keeping = Keeping(worker, session)
        if file.read_only_reason is None:
            self._keeping.begin()

    @property
    def project(self) -> Project:
        """What the project says about itself."""
        return self._project

    @property
    def file(self) -> OpenedFile:
        """Where it is and whether it can be written."""
        if self._session.is_lost:
            return replace(self._file, read_only_reason="file_moved")
        return self._file

    @property
    def read(self) -> Repositories:
        """The repositories for reading; each call sees the last commit."""
        return self._read

    @property
    def fabric(self) -> FabricRepository:
        """The Matter engine's store."""
        return self._fabric

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Repositories]:
        """The repositories, all at the same commit."""
        async with self._turn.taken():
            try:
                await self._worker.run(self._session.begin_reading)
                yield self._read
            finally:
                await self._worker.run(self._session.end_reading)

    @asynccontextmanager
    async def change(self, kind: ChangeKind) -> AsyncGenerator[Change]:
        """Begin a unit of work; leaving it commits, an error inside rolls all of it back."""
        async with self._changing(Concern(kind)) as (change, _):
            yield change

    async def overview(self) -> Sequence[DoorOverview]:
        """Every door with its lock and counts, ordered by site and door name."""
        return await self._read_access.read(door_overviews)

    async def inventory(self, *, with_secrets: bool = False) -> Sequence[InventoryRow]:
        """Every door with all that the inventory says of it, ordered by site and door name."""
        return await self._read_access.read(
            lambda connection: inventory_rows(connection, with_secrets=with_secrets)
        )

    async def undo(self, sequence: int | None = None) -> UndoStep:
        """Take back one edit of this installation (the newest when None) as a new entry.

        Raises `RuleError` `nothing_to_undo` or `undo_refused` with `reason`.
        """
        concern = Concern(ChangeKind.UNDONE)
        shapes = self._session.shapes

        def work(connection: Connection) -> UndoStep:
            found = edits(connection, self._author.writer, 1, sequence)
            if not found:
                raise RuleError("nothing_to_undo")
            concern.undoes = found[0].sequence
            step = step_of(connection, found[0], shapes)
            take_back(connection, found[0], shapes, self._now())
            return step

        async with self._changing(concern) as (_, access):
            return await access.write(work)

    async def purge(self, person_id: PersonId) -> None:
        """Remove a person's data from every payload; the purge itself is an entry."""
        concern = Concern(ChangeKind.PURGED)
        async with self._changing(concern) as (change, access):
            parts = await access.write(lambda connection: purge_person(connection, person_id))
            change.concerns(person_id=person_id, note={"parts": parts})

    async def change_passphrase(self, new: Secret[str]) -> None:
        """Encrypt under a new passphrase; raises `RuleError("passphrase_empty")` and `ProjectFileError`."""
        check_new_passphrase(new)
        _check_writable(self._file)
        concern = Concern(ChangeKind.PASSPHRASE_CHANGED, note={"recovery_sheet": "void"})
        async with self._turn.taken():
            said, was_cancelled = await self._worker.run_to_end(
                lambda: self._change_key(concern, new)
            )
        self._tell(said, was_cancelled=was_cancelled)

    def _change_key(self, concern: Concern, new: Secret[str]) -> "_Said":
        session, salt = self._session, self._session.opened.key.salt
        key = FileKey(derive_key_blocking(new, salt, self._parameters), salt)
        session.check_still_there()
        session.begin()
        return self._conclude(concern, lambda: session.commit_with_key(key))

    async def save_copy(self, path: Path) -> None:
        """Write a complete, closed copy with the same key; raises `UsageError("file_exists")`, `ProjectFileError`."""
        target = path.absolute()  # noqa: ASYNC240, asks for the working directory only
        async with self._turn.taken():
            await self._worker.run(lambda: save_copy_blocking(self._session, target))

    async def recovery_text(self) -> Secret[str]:
        """The key in checked groups, as printed on the recovery sheet."""
        return recovery_text(self._session.opened.key.key)

    async def key_hex(self) -> Secret[str]:
        """The key for the operating system's keyring."""
        return Secret(self._session.opened.key.key.reveal().hex())

    async def rename(self, name: str) -> None:
        """Give the project another name; raises `RuleError("invalid_value")`."""
        async with self._changing(Concern(ChangeKind.PROJECT_EDITED)) as (_, access):
            await access.write(lambda connection: rename_project(connection, name))

    def subscribe(self, on_change: Callable[[ProjectChange], None]) -> Callable[[], None]:
        """Call this after every commit, on the loop; the returned function ends it."""
        self._listeners.append(on_change)

        def end() -> None:
            if on_change in self._listeners:
                self._listeners.remove(on_change)

        return end

    async def _commit_fabric(self, changes: Sequence[FabricChange]) -> None:
        _check_writable(self._file)

        def work() -> None:
            session = self._session
            session.begin()
            try:
                session.write_in_change(lambda connection: apply_fabric(connection, changes))
            except BaseException:
                session.roll_back()
                raise
            session.commit()
            if session.is_lost:
                raise _file_moved(self._file)

        async with self._turn.taken():
            await self._worker.run(work)
        self._keeping.note_commit()

    async def close(self) -> None:
        """Let go of the file; waits for a change that is being made; safe twice."""
        if self._is_closed:
            return
        self._is_closed = True
        self._keeping.end()
        async with self._turn.taken():
            try:
                await self._worker.run_to_end(self._session.close)
            finally:
                self._worker.close()
                self._on_close()

    @asynccontextmanager
    async def _changing(self, concern: Concern) -> AsyncGenerator[tuple[FileChange, ChangeAccess]]:
        _check_writable(self._file)
        async with self._turn.taken():
            access = ChangeAccess(self._worker, self._session)
            try:
                repositories = make_repositories(access, self._author.writer, self._now)
                yield FileChange(repositories, concern), access
            except BaseException:
                access.end()
                await self._worker.run_to_end(access.roll_back_blocking)
                raise
            access.end()
            said, was_cancelled = await self._worker.run_to_end(
                lambda: self._commit(concern, access)
            )
        self._tell(said, was_cancelled=was_cancelled)

    def _commit(self, concern: Concern, access: ChangeAccess) -> "_Said":
        access.begin_blocking()
        return self._conclude(concern, self._session.commit)

    def _conclude(self, concern: Concern, commit: Callable[[], None]) -> "_Said":
        """Write the entry and commit the change that has begun; on the file's thread."""
        session = self._session

        def head() -> EntryHead:
            operator = self._author.operator
            return EntryHead(at=self._now(), operator=operator, kind=concern.kind.value)

        try:
            changes = session.changes()
            outcome = session.read_in_change(
                lambda c: outcome_of(c, concern, changes, session.shapes, head)
            )
            if outcome is None:
                session.roll_back()
                return _Said()
            entry, sequence = outcome.entry, None
            if entry is not None:
                sequence = session.read_in_change(lambda c: entry.add_to(c, self._author.writer))
        except BaseException:
            session.roll_back()
            raise
        said = outcome.published(concern.kind, sequence)
        commit()
        if "project" in said.nouns:
            self._project = session.read(read_project)
        return _Said(said, _file_moved(self._file) if session.is_lost else None)

    def _tell(self, said: "_Said", *, was_cancelled: bool) -> None:
        """Publish what was committed, then raise what its caller has to know; on the loop."""
        if said.change is not None:
            self._publish(said.change)
            self._keeping.note_commit()
        if was_cancelled:
            raise asyncio.CancelledError
        if said.failure is not None:
            raise said.failure

    def _publish(self, change: ProjectChange) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001, what was committed stays; the one hook hears of the rest
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "a subscriber of the project failed", "exception": error}
                )


def _check_writable(file: OpenedFile) -> None:
    """Refuse what is open for viewing; a file that was lost meanwhile is not: its changes are kept for the copy."""
    if file.read_only_reason is not None:
        raise ProjectFileError(
            "read_only", file=str(file.path), reason=file.read_only_reason, **file.holder
        )


def _file_moved(file: OpenedFile) -> ProjectFileError:
    return ProjectFileError("file_moved", file=str(file.path))
