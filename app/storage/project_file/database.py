"""Connections to the encrypted file, and the order in which a file is opened so that a refusal leaves it as it was."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.errors import UsageError
from app.core.secret import Secret
from app.storage.contracts import ProjectFileError
from app.storage.project_file.failures import database_errors, name_of
from app.storage.project_file.key import SALT_BYTES
from app.storage.project_file.lock_file import HeldElsewhereError, LocksUnavailableError, SideLock
from app.storage.project_file.writing import WritingConnection

C = TypeVar("C", bound=Connection)

APPLICATION_ID = 0x4C4B4348
"""`LKCH`: marks the file as a project once it is decrypted."""

PAGE_BYTES = 4096
_PLAIN_HEADER = b"SQLite format 3\0"
_BUSY_S = 30.0
"""A reader beside us may read a whole large project in one go; the commit waits for it."""
_ROLLBACK_WAIT_S = 3.0
_ROLLBACK_POLL_S = 0.02


class Access(Enum):
    """How a connection may touch the file; the value is the URI's query."""

    WRITE = "mode=rw"
    READ = "mode=ro"
    READ_WITHOUT_LOCKS = "mode=ro&nolock=1"
    TEST = "mode=ro&immutable=1"


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key and the salt that stands in the file's first 16 bytes."""

    key: Secret[bytes]
    salt: bytes


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which file it is, whatever its name: device and inode."""

    device: int
    inode: int


def identity_of_blocking(path: Path) -> FileIdentity | None:
    """Which file the path leads to; None when to none, or when its disk is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileIdentity(found.st_dev, found.st_ino)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a file."""
    return path.with_name(path.name + "-journal")


def read_salt_blocking(path: Path) -> bytes:
    """The salt, after the size and the plain header were looked at.

    Never call it for a file that this process has open: closing the second handle would drop SQLite's POSIX locks (fcntl(2)).
    Raises `ProjectFileError` with `no_such_file`, `not_a_project` or `file_unreachable`.
    """
    try:
        with path.open("rb") as file:
            header = file.read(SALT_BYTES)
            size = os.fstat(file.fileno()).st_size
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectFileError("no_such_file", file=str(path)) from None
    except IsADirectoryError:
        raise ProjectFileError("not_a_project", file=str(path)) from None
    except OSError as error:
        raise ProjectFileError("file_unreachable", file=str(path)) from error
    if size < PAGE_BYTES or header == _PLAIN_HEADER:
        raise ProjectFileError("not_a_project", file=str(path))
    return header


def connect_blocking(path: Path, key: FileKey, access: Access) -> Connection:
    """A connection that has been told its key; nothing has been read yet."""
    return _connect(path, key, access, Connection)


def connect_writer_blocking(path: Path, key: FileKey) -> WritingConnection:
    """The same for writing; it remembers what it wrote."""
    return _connect(path, key, Access.WRITE, WritingConnection)


def _connect(path: Path, key: FileKey, access: Access, factory: type[C]) -> C:
    with database_errors():
        connection = dbapi2.connect(
            f"{path.as_uri()}?{access.value}",
            uri=True,
            isolation_level=None,
            timeout=_BUSY_S,
            factory=factory,
        )
        connection.row_factory = dbapi2.Row
        connection.execute(
            "PRAGMA cipher_log_level = NONE"
        )  # else a wrong key writes to standard error
        # A PRAGMA takes no parameters; only hexadecimal digits go in. With the salt, a new file gets this one and no other.
        connection.execute(f"PRAGMA key = \"x'{key.key.reveal().hex()}{key.salt.hex()}'\"")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "PRAGMA recursive_triggers = ON"
        )  # else INSERT OR REPLACE passes the triggers
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def prepare_for_writing(connection: Connection) -> None:
    """Make commits durable; the key must be known to be right, because these statements read the file."""
    connection.execute("PRAGMA synchronous = EXTRA")
    # A change never reaches the file before its commit, so readers are kept waiting for the commit alone.
    connection.execute("PRAGMA cache_spill = OFF")


def read_version_blocking(connection: Connection, path: Path, newest: int) -> int:
    """Read the first page; return the file's schema.

    Raises `ProjectFileError` `wrong_passphrase`, `not_a_project`, `damaged` or `newer_version`; SQLite's own error where it could
    not look (a journal waits, the file is busy).
    """
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except dbapi2.DatabaseError as error:
        if name_of(error).startswith("SQLITE_NOTADB"):
            is_cut = path.stat().st_size % PAGE_BYTES != 0
            code = "not_a_project" if is_cut else "wrong_passphrase"
            raise ProjectFileError(code, file=str(path)) from None
        if name_of(error).startswith("SQLITE_CORRUPT"):
            raise ProjectFileError("damaged", file=str(path)) from None
        raise
    if application != APPLICATION_ID:
        raise ProjectFileError("not_a_project", file=str(path))
    if version > newest:
        raise ProjectFileError("newer_version", file=str(path), version=version, newest=newest)
    return version


def check_key_blocking(path: Path, key: FileKey, newest: int) -> int:
    """Test the key without touching the file; our side lock must be held. Returns the file's schema.

    A waiting journal would be rolled back by the first ordinary read, so then the test runs on a private copy of both.
    """
    if not journal_of(path).exists():
        with database_errors(), closing(connect_blocking(path, key, Access.TEST)) as connection:
            return read_version_blocking(connection, path, newest)
    with private_folder() as folder:
        copy = copy_with_journal_blocking(path, folder)
        with database_errors(), closing(connect_blocking(copy, key, Access.WRITE)) as connection:
            return read_version_blocking(connection, copy, newest)


def connect_for_reading_blocking(
    path: Path, key: FileKey, newest: int, *, has_locks: bool
) -> tuple[Connection, int, Path | None]:
    """A connection that sees the last commit, beside a writer if there is one; never writes to the file.

    Returns the connection, the schema, and the private folder to remove when a journal waits that only a writer may roll back: then
    a copy is read.
    """
    access = Access.READ if has_locks else Access.READ_WITHOUT_LOCKS
    deadline = time.monotonic() + _ROLLBACK_WAIT_S
    while True:
        connection = connect_blocking(path, key, access)
        try:
            with database_errors():
                return connection, _version_or_waiting(connection, path, newest), None
        except _JournalWaitsError:
            connection.close()
        except BaseException:
            connection.close()
            raise
        copy = _copy_in_turn_blocking(path)
        if copy is not None:
            return _connect_to_copy(copy, key, newest)
        if time.monotonic() > deadline:
            raise ProjectFileError("in_use", file=str(path))
        time.sleep(_ROLLBACK_POLL_S)


def private_copy_blocking(source: Connection, key: FileKey, name: str) -> tuple[Connection, Path]:
    """A connection to a copy in a private folder, and that folder."""
    folder = Path(tempfile.mkdtemp(prefix="lockchart-view-"))
    try:
        return back_up_blocking(source, folder / name, key), folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def back_up_blocking(source: Connection, target: Path, key: FileKey) -> Connection:
    """Copy through SQLite's backup API into a new private file with the same key and salt; returns the open copy.

    Raises `UsageError("file_exists")`, `ProjectFileError`; nothing is left behind then.
    """
    make_private_file_blocking(target)
    connection = connect_blocking(target, key, Access.WRITE)
    try:
        with database_errors():
            source.backup(connection)
    except BaseException:
        connection.close()
        target.unlink(missing_ok=True)
        raise
    return connection


def make_private_file_blocking(path: Path) -> None:
    """Make an empty file that only this user can read; raises `UsageError("file_exists")`."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise UsageError("file_exists", file=str(path)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectFileError("no_such_folder", file=str(path)) from None
    except OSError as error:
        raise ProjectFileError("read_only", file=str(path)) from error


def put_in_place_blocking(made: Path, path: Path) -> None:
    """Give a finished file its name, durably; raises `UsageError("file_exists")` and removes what was made."""
    try:
        if path.exists():
            raise UsageError("file_exists", file=str(path))
        made.rename(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    sync_folder_blocking(path.parent)


def sync_folder_blocking(folder: Path) -> None:
    """Make names in the folder durable, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        return  # some network drives refuse; the name is as durable as they make it
    finally:
        os.close(handle)


@contextmanager
def private_folder() -> Generator[Path]:
    """A folder that only this user can read, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="lockchart-key-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def copy_with_journal_blocking(path: Path, folder: Path) -> Path:
    """Copy file and journal as they are; for a moment in which nobody writes."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    journal = journal_of(path)
    if journal.exists():
        shutil.copyfile(journal, journal_of(copy))
    return copy


class _JournalWaitsError(Exception):
    """A writer died in a transaction; only a writer may roll it back."""


def is_journal_waiting(error: dbapi2.Error) -> bool:
    """Whether a reading connection met a journal that it must not roll back (SQLITE_READONLY_ROLLBACK; nothing else writes there)."""
    return name_of(error) == "SQLITE_READONLY"


def needs_new_reader(error: dbapi2.Error) -> bool:
    """Whether a reading connection cannot go on as it is: a journal waits, or the pages have another key now."""
    return is_journal_waiting(error) or name_of(error) == "SQLITE_NOTADB"


def _version_or_waiting(connection: Connection, path: Path, newest: int) -> int:
    try:
        return read_version_blocking(connection, path, newest)
    except dbapi2.Error as error:
        if is_journal_waiting(error):
            raise _JournalWaitsError from error
        raise


def _copy_in_turn_blocking(path: Path) -> Path | None:
    """A private copy of file and journal made while no writer can come; None while one is there."""
    release: Callable[[], None] | None
    try:
        release = SideLock.take_blocking(path).release_blocking
    except HeldElsewhereError:
        return None
    except (LocksUnavailableError, OSError):
        release = None  # nobody can write here, or nobody can lock
    folder = Path(tempfile.mkdtemp(prefix="lockchart-view-"))
    try:
        return copy_with_journal_blocking(path, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        if release is not None:
            release()


def _connect_to_copy(copy: Path, key: FileKey, newest: int) -> tuple[Connection, int, Path]:
    connection = connect_blocking(copy, key, Access.WRITE)
    try:
        with database_errors():
            version = read_version_blocking(connection, copy, newest)
    except BaseException:
        connection.close()
        shutil.rmtree(copy.parent, ignore_errors=True)
        raise
    return connection, version, copy.parent
