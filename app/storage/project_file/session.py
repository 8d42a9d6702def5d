"""The open file on its thread: one connection that writes, one that reads the last commit, and the checks around a commit."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.errors import AppError, BugError
from app.storage.contracts import ProjectFileError
from app.storage.project_file.capture import (
    RowChange,
    TableShape,
    captured_changes,
    forget_captured,
    shapes_of,
    start_capture,
)
from app.storage.project_file.database import (
    Access,
    FileIdentity,
    FileKey,
    connect_blocking,
    connect_for_reading_blocking,
    identity_of_blocking,
    needs_new_reader,
    prepare_for_writing,
    read_version_blocking,
)
from app.storage.project_file.failures import app_error, database_errors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found: which file, its key, its schema, and whether locks work where it lies."""

    path: Path
    identity: FileIdentity
    key: FileKey
    schema: int
    has_locks: bool


class FileSession:
    """Everything here runs on the file's thread.

    Two connections, because SQLite gives a reader the last commit while another connection holds a change that is not committed.
    """

    def __init__(
        self,
        opened: Opened,
        reader: Connection,
        *,
        is_writing: bool,
        private_folder: Path | None = None,
    ) -> None:
        self.opened = opened
        self._reader = reader
        self._private_folder = private_folder
        self._writer: Connection | None = None
        self._shapes: dict[str, TableShape] = {}
        if is_writing:
            self._writer = self._connect_writer()

    @property
    def shapes(self) -> dict[str, TableShape]:
        """The captured tables; empty for a session that only reads."""
        return self._shapes

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work on the last commit."""
        try:
            return work(self._reader)
        except dbapi2.Error as error:
            if self._writer is not None or not needs_new_reader(error):
                raise app_error(error) from error
        # The writer beside us died in a transaction (what it acknowledged is read from a copy), or changed the passphrase.
        self._reopen_reader()
        with database_errors():
            return work(self._reader)

    def begin_reading(self) -> None:
        """Keep a writer beside us from committing until `end_reading`; our own changes are kept away by their turn."""
        if self._writer is None:
            self.read(_hold_commit)

    def end_reading(self) -> None:
        """Let the next commit come."""
        if self._reader.in_transaction:
            with database_errors():
                self._reader.execute("COMMIT")

    def read_in_change(self, work: Callable[[Connection], T]) -> T:
        """Run work inside the change; of writing work that fails, something may stay."""
        changing = self._changing()
        try:
            return work(changing)
        except dbapi2.Error as error:
            raise self._failure(error) from error

    def write_in_change(self, work: Callable[[Connection], T]) -> T:
        """Run writing work inside the change; when it fails, nothing of it stays."""
        writer = self._changing()
        try:
            writer.execute("SAVEPOINT step")
            result = work(writer)
            writer.execute("RELEASE step")
        except BaseException as error:
            if writer.in_transaction:
                with database_errors():
                    writer.execute("ROLLBACK TO step")
                    writer.execute("RELEASE step")
            if isinstance(error, dbapi2.Error):
                raise self._failure(error) from error
            raise
        return result

    def check_still_there(self) -> None:
        """Raise `ProjectFileError("file_moved")` unless the path still leads to the file that was opened."""
        if identity_of_blocking(self.opened.path) != self.opened.identity:
            raise ProjectFileError("file_moved", file=str(self.opened.path))

    def begin(self) -> None:
        """Begin a change."""
        self.check_still_there()
        with database_errors():
            writer = self._needed_writer()
            writer.execute("BEGIN IMMEDIATE")
            forget_captured(writer)

    def changes(self) -> Sequence[RowChange]:
        """The rows that the change has touched so far."""
        with database_errors():
            return captured_changes(self._changing(), self._shapes)

    def commit(self) -> None:
        """Make the change durable; raises `ProjectFileError` and has rolled back then."""
        try:
            self.check_still_there()
            try:
                self._changing().execute("COMMIT")
            except dbapi2.Error as error:
                raise self._failure(error) from error
        except BaseException:
            self.roll_back()
            raise

    def roll_back(self) -> None:
        """Forget the change."""
        writer = self._needed_writer()
        if writer.in_transaction:
            with database_errors():
                writer.execute("ROLLBACK")

    def rekey(self, new: FileKey) -> None:
        """Encrypt every page anew. When it fails the old key stays; both connections are made again either way."""
        self.check_still_there()
        writer = self._needed_writer()
        self._reader.close()
        failure: dbapi2.Error | None = None
        try:
            # A PRAGMA takes no parameters; only hexadecimal digits go in. The salt stays.
            writer.execute(f"PRAGMA rekey = \"x'{new.key.reveal().hex()}'\"")
        except dbapi2.Error as error:
            failure = error
        writer.close()
        old = self.opened
        changed = Opened(old.path, old.identity, new, old.schema, old.has_locks)
        for candidate in (changed, old):
            self.opened = candidate
            try:
                self._writer = self._connect_writer()
            except ProjectFileError as error:
                if error.code != "wrong_passphrase":
                    raise
                continue
            self._reader = connect_reader_blocking(candidate)
            break
        if self.opened is not changed:
            raise BugError("rekey") if failure is None else app_error(failure)

    def reader(self) -> Connection:
        """The reading connection, for copies."""
        return self._reader

    def close(self) -> None:
        """Let go of the file; an open change is rolled back."""
        if self._writer is not None:
            self._writer.close()
        self._reader.close()
        if self._private_folder is not None:
            shutil.rmtree(self._private_folder, ignore_errors=True)

    def _connect_writer(self) -> Connection:
        opened = self.opened
        connection = connect_blocking(opened.path, opened.key, Access.WRITE)
        try:
            with database_errors():
                read_version_blocking(connection, opened.path, opened.schema)
                prepare_for_writing(connection)
                self._shapes = shapes_of(connection)
                start_capture(connection, self._shapes.values())
        except BaseException:
            connection.close()
            raise
        return connection

    def _failure(self, error: dbapi2.Error) -> AppError:
        """The error, or that the file is gone: SQLite notices that too, and says only that it cannot write."""
        failure = app_error(error)
        if isinstance(failure, ProjectFileError):
            try:
                self.check_still_there()
            except ProjectFileError as moved:
                return moved
        return failure

    def _needed_writer(self) -> Connection:
        if self._writer is None:
            raise BugError("session_only_reads")
        return self._writer

    def _changing(self) -> Connection:
        """The writing connection; the database may have ended the change by itself, after a full disk."""
        writer = self._needed_writer()
        if not writer.in_transaction:
            raise ProjectFileError("disk_full")
        return writer

    def _reopen_reader(self) -> None:
        self._reader.close()
        opened = self.opened
        self._reader, _, folder = connect_for_reading_blocking(
            opened.path, opened.key, opened.schema, has_locks=opened.has_locks
        )
        if self._private_folder is not None:
            shutil.rmtree(self._private_folder, ignore_errors=True)
        self._private_folder = folder


def _hold_commit(connection: Connection) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the shared lock
    except dbapi2.Error:
        connection.execute("ROLLBACK")
        raise


def connect_reader_blocking(opened: Opened) -> Connection:
    """A connection for reading beside our own writer."""
    connection = connect_blocking(opened.path, opened.key, Access.READ)
    try:
        with database_errors():
            read_version_blocking(connection, opened.path, opened.schema)
    except BaseException:
        connection.close()
        raise
    return connection
