"""Making and opening a file, on its thread: header, lock, key test, and only then anything that may write."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar
from uuid import uuid4

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.errors import UsageError
from app.domain.ids import ProjectId
from app.domain.project import Project, ProjectKind
from app.storage.contracts import (
    OpenedFile,
    OpenMode,
    Passphrase,
    ProjectFileError,
    ProjectKey,
    RawKey,
)
from app.storage.project_file.change import Author
from app.storage.project_file.connections import Opened, connect_reader_blocking
from app.storage.project_file.database import (
    Access,
    FileIdentity,
    FileKey,
    check_key_blocking,
    connect_blocking,
    connect_for_reading_blocking,
    identity_of_blocking,
    make_private_file_blocking,
    prepare_for_writing,
    private_copy_blocking,
    put_in_place_blocking,
    read_salt_blocking,
)
from app.storage.project_file.failures import app_error
from app.storage.project_file.history import NOTE, EntryHead, Part, add_entry
from app.storage.project_file.key import (
    SALT_BYTES,
    KeyParameters,
    derive_key_blocking,
    key_of_hex,
    key_of_recovery_text,
)
from app.storage.project_file.lock_file import (
    HeldElsewhereError,
    Holder,
    LocksUnavailableError,
    SideLock,
)
from app.storage.project_file.migrations import (
    Migration,
    back_up_before_blocking,
    migrate_blocking,
)
from app.storage.project_file.nouns.attachments import drop_unused_attachments
from app.storage.project_file.nouns.project import add_project, read_project
from app.storage.project_file.place import warnings_for_blocking
from app.storage.project_file.session import FileSession
from app.storage.values import ChangeKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workshop:
    """What making and opening need from outside; tests give weaker parameters, further migrations, other locks."""

    author: Author
    parameters: Sequence[KeyParameters]
    migrations: Sequence[Migration]
    now: Callable[[], datetime]
    lock: Callable[[IO[str]], bool]
    mounts: Path
    salts_of_open: dict[FileIdentity, bytes] = field(default_factory=dict[FileIdentity, bytes])

    @property
    def newest(self) -> int:
        """The schema that this program writes."""
        return self.migrations[-1].version


@dataclass(frozen=True, slots=True)
class OpenResult:
    """An open file with what holds it."""

    session: FileSession
    project: Project
    file: OpenedFile
    lock: SideLock | None


def salt_of_blocking(path: Path, workshop: Workshop) -> bytes:
    """The file's salt; from memory when this process has it open, because reading it would drop SQLite's locks."""
    identity = identity_of_blocking(path)
    known = None if identity is None else workshop.salts_of_open.get(identity)
    return known or read_salt_blocking(path)


def make_blocking(path: Path, key: Passphrase, project: Project, workshop: Workshop) -> OpenResult:
    """Make a new file and open it; nothing is left behind when that fails."""
    if path.exists():
        raise UsageError("file_exists", file=str(path))
    lock = _lock_or_refuse(path, workshop)
    try:
        salt = secrets.token_bytes(SALT_BYTES)
        file_key = FileKey(derive_key_blocking(key.text, salt, workshop.parameters[0]), salt)
        partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        make_private_file_blocking(partial)
        try:
            with closing(connect_blocking(partial, file_key, Access.WRITE)) as connection:
                migrate_blocking(
                    connection,
                    workshop.migrations,
                    lambda c, _old, _new: _begin_project(c, project, workshop),
                )
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        put_in_place_blocking(partial, path)
        return _open_locked(path, [file_key], workshop, lock)
    except BaseException:
        lock.release_blocking()
        raise


def open_blocking(path: Path, key: ProjectKey, mode: OpenMode, workshop: Workshop) -> OpenResult:
    """Open a file; raises `ProjectFileError` and leaves it byte-identical then."""
    salt = salt_of_blocking(path, workshop)
    if mode is OpenMode.READ:
        return _open_for_reading(path, _keys(key, salt, workshop), workshop, "asked")
    reason, holder = _obstacle(path), Holder()
    if reason is None:
        try:
            lock = SideLock.take_blocking(path, lock=workshop.lock)
        except HeldElsewhereError as error:
            reason, holder = "in_use", error.holder
        except LocksUnavailableError:
            reason = "no_locks"
        except OSError:
            reason = "folder_is_read_only"
        else:
            try:
                return _open_locked(path, _keys(key, salt, workshop), workshop, lock)
            except ProjectFileError as error:
                lock.release_blocking()
                if error.code != "read_only":
                    raise
                reason = "file_is_read_only"
            except BaseException:
                lock.release_blocking()
                raise
    if mode is OpenMode.WRITE:
        raise _refusal(path, reason, holder)
    return _open_for_reading(path, _keys(key, salt, workshop), workshop, reason, holder)


def _lock_or_refuse(path: Path, workshop: Workshop) -> SideLock:
    try:
        return SideLock.take_blocking(path, lock=workshop.lock)
    except HeldElsewhereError as error:
        raise _refusal(path, "in_use", error.holder) from error
    except LocksUnavailableError as error:
        raise _refusal(path, "no_locks", Holder()) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ProjectFileError("no_such_folder", file=str(path)) from error
    except OSError as error:
        raise _refusal(path, "folder_is_read_only", Holder()) from error


def _refusal(path: Path, reason: str, holder: Holder) -> ProjectFileError:
    if reason == "in_use":
        return ProjectFileError("in_use", file=str(path), **asdict(holder))
    return ProjectFileError("read_only", file=str(path), reason=reason)


def _obstacle(path: Path) -> str | None:
    """Why the file cannot be written, as far as its mode tells; somebody with all rights still meant it."""
    if not _is_writable(path):
        return "file_is_read_only"
    if not _is_writable(path.parent):
        return "folder_is_read_only"
    return None


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)


def _keys(key: ProjectKey, salt: bytes, workshop: Workshop) -> Iterator[FileKey]:
    """The keys to try; a passphrase gives one for each set of parameters, newest first."""
    if isinstance(key, Passphrase):
        for parameters in workshop.parameters:
            yield FileKey(derive_key_blocking(key.text, salt, parameters), salt)
    elif isinstance(key, RawKey):
        yield FileKey(key_of_hex(key.hex), salt)
    else:
        yield FileKey(key_of_recovery_text(key.text), salt)


def _first_that_fits(
    keys: Iterator[FileKey] | Sequence[FileKey], use: Callable[[FileKey], T]
) -> tuple[FileKey, T]:
    refusal: ProjectFileError | None = None
    for key in keys:
        try:
            return key, use(key)
        except ProjectFileError as error:
            if error.code != "wrong_passphrase":
                raise
            refusal = error
    raise refusal or ProjectFileError("wrong_passphrase")


def _open_locked(
    path: Path, keys: Iterator[FileKey] | Sequence[FileKey], workshop: Workshop, lock: SideLock
) -> OpenResult:
    key, version = _first_that_fits(
        keys, lambda candidate: check_key_blocking(path, candidate, workshop.newest)
    )
    with closing(connect_blocking(path, key, Access.WRITE)) as connection:
        _settle(connection)
        if version < workshop.newest:
            _migrate(connection, path, key, version, workshop)
        drop_unused_attachments(connection, workshop.now())
    identity = identity_of_blocking(path)
    if identity is None:
        raise ProjectFileError("file_unreachable", file=str(path))
    opened = Opened(path, identity, key, workshop.newest, has_locks=True)
    reader = connect_reader_blocking(opened)
    try:
        session = FileSession(opened, reader, is_writing=True)
    except BaseException:
        reader.close()
        raise
    return _result(session, workshop, lock, None, Holder())


def _open_for_reading(
    path: Path,
    keys: Iterator[FileKey],
    workshop: Workshop,
    reason: str,
    holder: Holder | None = None,
) -> OpenResult:
    has_locks = reason != "no_locks"
    key, (reader, version, folder) = _first_that_fits(
        keys,
        lambda candidate: connect_for_reading_blocking(
            path, candidate, workshop.newest, has_locks=has_locks
        ),
    )
    identity = identity_of_blocking(path)
    if identity is None:
        reader.close()
        raise ProjectFileError("file_unreachable", file=str(path))
    if version < workshop.newest:
        # Nothing is written to an older file that is only looked at: a private copy is brought to today's schema.
        with closing(reader):
            reader, folder = private_copy_blocking(reader, key, path.name)
        migrate_blocking(reader, workshop.migrations, lambda _c, _old, _new: None)
    opened = Opened(path, identity, key, workshop.newest, has_locks=has_locks)
    session = FileSession(opened, reader, is_writing=False, private_folder=folder)
    return _result(session, workshop, None, reason, holder or Holder())


def _result(
    session: FileSession,
    workshop: Workshop,
    lock: SideLock | None,
    reason: str | None,
    holder: Holder,
) -> OpenResult:
    opened = session.opened
    try:
        project = session.read(read_project)
    except BaseException:
        session.close()
        raise
    file = OpenedFile(
        path=opened.path,
        schema=opened.schema,
        read_only_reason=reason,
        warnings=warnings_for_blocking(opened.path, mounts=workshop.mounts),
        holder={name: text for name, text in asdict(holder).items() if text},
    )
    return OpenResult(session, project, file, lock)


def _settle(connection: Connection) -> None:
    """Let SQLite roll back a journal that a crash left, and find out whether writing works; the key is known to be right."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        prepare_for_writing(connection)
    except dbapi2.Error as error:
        raise app_error(error) from error


def _migrate(
    connection: Connection, path: Path, key: FileKey, version: int, workshop: Workshop
) -> None:
    now = workshop.now()
    back_up_before_blocking(connection, path, key, old=version, now=now)

    def note(migrating: Connection, old: int, new: int) -> None:
        _add_entry(migrating, ChangeKind.MIGRATED, {"from": old, "to": new}, workshop)

    migrate_blocking(connection, workshop.migrations, note)


def _begin_project(connection: Connection, project: Project, workshop: Workshop) -> None:
    add_project(connection, project)
    note = {"name": project.name, "kind": project.kind.value}
    _add_entry(connection, ChangeKind.PROJECT_MADE, note, workshop)


def _add_entry(
    connection: Connection, kind: ChangeKind, note: Mapping[str, object], workshop: Workshop
) -> None:
    author = workshop.author
    head = EntryHead(at=workshop.now(), operator=author.operator, kind=kind.value)
    add_entry(connection, author.writer, head, [Part(NOTE, "", None, None, note)], [])


def new_project(name: str, time_zone: str, kind: ProjectKind, at: datetime) -> Project:
    """A project with an id of its own."""
    return Project(ProjectId(uuid4()), name, kind, time_zone, at)
