"""The open file on its thread: reading, changes, and the checks around a commit."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
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
)
from app.storage.project_file.connections import (
    Connections,
    Opened,
    add_writer_blocking,
    back_up_whole_blocking,
    connect_both_blocking,
)
from app.storage.project_file.database import (
    FileKey,
    connect_for_reading_blocking,
    needs_new_reader,
)
from app.storage.project_file.failures import app_error, database_errors
from app.storage.project_file.rescue import Rescue
from app.storage.project_file.writing import WritingConnection, tell_again

T = TypeVar("T")


class FileSession:
    """Everything here runs on the file's thread.

    When the file is gone under a session that writes, the session goes on in a rescued copy in a private folder, and `is_lost` is True
    from then on: every change is carried out and kept there, and whoever committed it has to be told.
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
        self.is_lost = False
        self._connections = Connections(reader, None, {})
        self._rescue: Rescue | None = None
        self._private_folder = private_folder
        self._is_changing = False
        self._is_closed = False
        if is_writing:
            self._rescue = Rescue(opened)
            try:
                self._connections = add_writer_blocking(opened, reader)
            except BaseException:
                self._rescue.close()
                raise

    @property
    def shapes(self) -> dict[str, TableShape]:
        """The captured tables; empty for a session that only reads."""
        return self._connections.shapes

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work on the last commit."""
        try:
            return work(self._connections.reader)
        except dbapi2.Error as error:
            if self._is_loss(error):
                self._move_out()
            elif self._rescue is None and needs_new_reader(error):
                # The writer beside us died in a transaction (what it acknowledged is read from a copy), or changed the passphrase.
                self._reopen_reader()
            else:
                raise app_error(error) from error
        with database_errors():
            return work(self._connections.reader)

    def begin_reading(self) -> None:
        """Keep a writer beside us from committing until `end_reading`; our own changes are kept away by their turn."""
        if self._rescue is None:
            self.read(_hold_commit)

    def end_reading(self) -> None:
        """Let the next commit come."""
        reader = self._connections.reader
        if reader.in_transaction:
            with database_errors():
                reader.execute("COMMIT")

    def read_in_change(self, work: Callable[[Connection], T]) -> T:
        """Run work inside the change; of writing work that fails, something may stay."""
        return self._in_change(work)

    def write_in_change(self, work: Callable[[Connection], T]) -> T:
        """Run writing work inside the change; when it fails, nothing of it stays."""
        return self._in_change(lambda connection: _in_one_step(connection, work))

    def check_still_there(self) -> None:
        """Raise `ProjectFileError("file_moved")` unless the path still leads to the file that was opened, as it was left."""
        if self.is_lost or self._is_gone():
            raise ProjectFileError("file_moved", file=str(self.opened.path))

    def begin(self) -> None:
        """Begin a change; where the file is gone, in the rescued copy. Raises `ProjectFileError("file_gone")` when there is none."""
        if self._is_gone():
            self._move_out()
        try:
            self._begin()
        except dbapi2.Error as error:
            if not self._is_loss(error):
                raise app_error(error) from error
            self._move_out()
            with database_errors():
                self._begin()
        self._is_changing = True

    def changes(self) -> Sequence[RowChange]:
        """The rows that the change has touched so far."""
        with database_errors():
            return captured_changes(self._changing(), self.shapes)

    def commit(self) -> None:
        """Make the change durable, in the rescued copy where the file is gone; raises `ProjectFileError` and has rolled back then."""
        try:
            if self._is_gone():
                self._move_out()
            self._in_change(_commit)
        except BaseException:
            self.roll_back()
            raise
        writer, self._is_changing = self._needed_writer(), False
        statements, writer.statements = writer.statements, []
        if not self.is_lost:
            self._needed_rescue().note_commit(statements)

    def commit_with_key(self, new: FileKey) -> None:
        """Encrypt every page anew and make the change durable, both or neither; the connections are made again either way.

        SQLCipher's `sqlite3_rekey_v2` joins the transaction under way and commits it with the pages. Raises `ProjectFileError`, and
        neither happened then.
        """
        try:
            self.check_still_there()
        except ProjectFileError:
            self.roll_back()
            raise
        writer, old = self._changing(), self.opened
        failure: dbapi2.Error | None = None
        try:
            # A PRAGMA takes no parameters; only hexadecimal digits go in. The salt stays.
            writer.execute(f"PRAGMA rekey = \"x'{new.key.reveal().hex()}'\"")
            writer.execute("COMMIT")
        except dbapi2.Error as error:
            failure = error
        self._is_changing = False
        self._connections.close()
        for candidate in (replace(old, key=new), old):
            try:
                self._connections = connect_both_blocking(candidate)
            except ProjectFileError as error:
                if error.code == "wrong_passphrase":
                    continue
                self._move_out()
                raise ProjectFileError("file_moved", file=str(old.path)) from error
            self.opened = candidate
            break
        if self.opened.key != new:
            # SQLCipher's own error says no more than that it did not work.
            raise ProjectFileError("write_failed", file=str(old.path)) from failure
        self._needed_rescue().note_commit(writer.statements)

    def roll_back(self) -> None:
        """Forget the change."""
        writer, self._is_changing = self._needed_writer(), False
        writer.statements.clear()
        if writer.in_transaction:
            try:
                writer.execute("ROLLBACK")
            except dbapi2.Error as error:
                if not self._is_loss(error):
                    raise app_error(error) from error

    def copy_on(self) -> bool:
        """Read on in what the project is written from when its file is gone; whether there is more to read."""
        if self._rescue is None or self._is_closed or self.is_lost:
            return False
        return self._rescue.copy_on(self._connections.reader, self.opened.key)

    def write_copy_blocking(self, target: Path) -> None:
        """Write everything into a new private file, closed, with the same key; also when the project's own file is gone.

        Raises `ProjectFileError`, and `UsageError("file_exists")`; nothing is left behind then.
        """
        rescue = None if self.is_lost else self._rescue
        if rescue is not None and rescue.is_kept and rescue.was_touched():
            rescue.write_blocking(target, self.opened.key)
            return
        try:
            back_up_whole_blocking(self._connections.reader, target, self.opened)
        except ProjectFileError as error:
            is_about_target = error.code in {"no_such_folder", "disk_full"}
            if is_about_target or rescue is None or not rescue.is_kept:
                raise
            rescue.write_blocking(target, self.opened.key)

    def close(self) -> None:
        """Let go of the file; an open change is rolled back."""
        self._is_closed = True
        self._connections.close()
        if self._rescue is not None:
            self._rescue.close()
        if self._private_folder is not None:
            shutil.rmtree(self._private_folder, ignore_errors=True)

    def _begin(self) -> None:
        writer = self._needed_writer()
        writer.execute("BEGIN IMMEDIATE")
        forget_captured(writer)
        writer.statements.clear()

    def _in_change(self, work: Callable[[Connection], T]) -> T:
        """Run work inside the change, in the rescued copy once more when the file turns out to be gone."""
        writer = self._changing()
        mark = len(writer.statements)
        try:
            return work(writer)
        except BaseException as error:
            del writer.statements[mark:]
            if not isinstance(error, dbapi2.Error):
                raise
            if not self._is_loss(error):
                raise app_error(error) from error
        self._move_out()
        with database_errors():
            return work(self._changing())

    def _is_gone(self) -> bool:
        """Whether the path no longer leads to the opened file, or not as it was left; the rescued copy is ours alone."""
        return not self.is_lost and not self._needed_rescue().is_still_there()

    def _is_loss(self, error: dbapi2.Error) -> bool:
        return not self.is_lost and self._rescue is not None and self._rescue.is_loss(error)

    def _move_out(self) -> None:
        """Go on in a private copy of all that was committed, with the change under way carried out there once more.

        Raises `ProjectFileError("file_gone")` when there is nothing to make it from, or no room for it.
        """
        lost, before = self.opened, self._connections
        pending = list(self._needed_writer().statements)
        folder: Path | None = None
        try:
            folder = Path(tempfile.mkdtemp(prefix="lockchart-rescue-"))
            copy = folder / lost.path.name
            rescue = self._needed_rescue()
            if rescue.is_kept:
                rescue.write_blocking(copy, lost.key)
            else:
                back_up_whole_blocking(before.reader, copy, lost)
            self._connections = connect_both_blocking(replace(lost, path=copy))
            if self._is_changing:
                self._begin()
                tell_again(self._changing(), pending)
        except (AppError, OSError, dbapi2.Error) as error:
            if self._connections is not before:
                self._connections.close()
                self._connections = before
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            raise ProjectFileError("file_gone", file=str(lost.path)) from error
        before.close()
        rescue.close()
        self.opened = replace(lost, path=copy)
        self._private_folder, self.is_lost = folder, True

    def _needed_rescue(self) -> Rescue:
        if self._rescue is None:
            raise BugError("session_only_reads")
        return self._rescue

    def _needed_writer(self) -> WritingConnection:
        if self._connections.writer is None:
            raise BugError("session_only_reads")
        return self._connections.writer

    def _changing(self) -> WritingConnection:
        """The writing connection; the database may have ended the change by itself, after a full disk."""
        writer = self._needed_writer()
        if not writer.in_transaction:
            raise ProjectFileError("disk_full")
        return writer

    def _reopen_reader(self) -> None:
        self._connections.close()
        opened = self.opened
        reader, _, folder = connect_for_reading_blocking(
            opened.path, opened.key, opened.schema, has_locks=opened.has_locks
        )
        self._connections = Connections(reader, None, {})
        if self._private_folder is not None:
            shutil.rmtree(self._private_folder, ignore_errors=True)
        self._private_folder = folder


def _in_one_step(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Run the work; when it fails, nothing of it stays in the transaction."""
    try:
        connection.execute("SAVEPOINT step")
        result = work(connection)
        connection.execute("RELEASE step")
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(dbapi2.Error):  # the first error tells more
                connection.execute("ROLLBACK TO step")
                connection.execute("RELEASE step")
        raise
    return result


def _commit(connection: Connection) -> None:
    connection.execute("COMMIT")


def _hold_commit(connection: Connection) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the shared lock
    except dbapi2.Error:
        connection.execute("ROLLBACK")
        raise
