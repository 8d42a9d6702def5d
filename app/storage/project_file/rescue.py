"""What the project is written from when its file is gone: its encrypted bytes at one commit, and every statement since.

The bytes lie in memory, those of a large file in a temporary file without a name. They are those of the file, so nothing is decrypted
for them. The statements hold values in clear text, are never written anywhere and are dropped with the next reading of the bytes.
"""

import contextlib
import logging
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.storage.contracts import ProjectFileError
from app.storage.project_file.chunks import Chunks, ChunksInMemory, ChunksOnDisk
from app.storage.project_file.connections import Opened
from app.storage.project_file.database import (
    PAGE_BYTES,
    Access,
    FileIdentity,
    FileKey,
    connect_blocking,
    make_private_file_blocking,
)
from app.storage.project_file.failures import database_errors, name_of
from app.storage.project_file.writing import Statement, tell_again

MOST_BYTES = 256 * 1024 * 1024
"""The bytes of larger files are kept on disk and not in memory; 10,000 locks with 100,000 codes take about 180 MB."""

_UNREACHABLE = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_DESTROYED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
_CHUNK_BYTES = 1024 * 1024
_CHUNKS_PER_TURN = 4
_MOST_INTERRUPTIONS = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileState:
    """What shows that somebody else wrote to the file: its size, and when it was last written."""

    size: int
    written_at_ns: int


class Rescue:
    """Keeps the means to write the project anew. Everything here runs on the file's thread.

    It holds the file open: whoever made it closes it after the last connection to the file, because closing any handle of a file drops
    SQLite's POSIX locks on it (fcntl(2)). Raises `ProjectFileError("file_unreachable")`.
    """

    def __init__(self, opened: Opened, *, most_bytes: int = MOST_BYTES) -> None:
        self._path, self._identity = opened.path, opened.identity
        self._most_bytes = most_bytes
        self._chunks: Chunks | None = None
        self._key: FileKey | None = None
        self._since: list[Statement] = []
        self._reading: Chunks | None = None
        self._is_interrupted = False
        self._interruptions = 0
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            self._file = os.open(opened.path, flags)
            self._left = self._look()
        except OSError as error:
            raise ProjectFileError("file_unreachable", file=str(opened.path)) from error

    @property
    def is_kept(self) -> bool:
        """Whether the project could be written without its file."""
        return self._chunks is not None

    def is_still_there(self) -> bool:
        """Whether the path leads to the opened file, of the size that our last commit left."""
        try:
            found = os.stat(self._path)  # noqa: PTH116, before every commit: a third of the time of `Path.stat`
            if FileIdentity(found.st_dev, found.st_ino) != self._identity:
                return False
            # By its name a network drive may tell an older size for a moment.
            return found.st_size == self._left.size or self._look().size == self._left.size
        except OSError:
            return False

    def was_touched(self) -> bool:
        """Whether somebody else wrote to the opened file, or its disk is gone."""
        try:
            return self._look() != self._left
        except OSError:
            return True

    def is_loss(self, error: dbapi2.Error) -> bool:
        """Whether the error says that the file is gone: SQLite notices that too, and says only that it cannot read or write."""
        name = name_of(error)
        if name.startswith(_UNREACHABLE) or not self.is_still_there():
            return True
        # SQLCipher says of a page that it could not read that it is damaged.
        return name.startswith(_DESTROYED) and (self.was_touched() or not self._is_readable())

    def note_commit(self, statements: Sequence[Statement]) -> None:
        """Note what was committed just now."""
        with contextlib.suppress(OSError):
            self._left = self._look()
        if self._reading is not None:  # what was read so far is of the commit before
            self._end_reading()
            self._is_interrupted = True
            self._interruptions += 1
        if self._chunks is not None:
            self._since.extend(statements)

    def copy_on(self, reader: Connection, key: FileKey) -> bool:
        """Read the next piece of the file's bytes; whether there is more to read. What was kept stays until all is there.

        A commit in between ends the reading, so that somebody who saves often does not wait for it; after some of these all is read at once.
        """
        if self._is_interrupted:
            self._is_interrupted = False
            return False
        if self._chunks is not None and not self._since and key == self._key:
            return False
        try:
            with _nobody_else_writes(reader):
                return self._read_turn(reader, key)
        except (OSError, dbapi2.Error) as error:
            _log.info("the project's bytes were not read: %s", type(error).__name__)
            self._end_reading()
            return False

    def write_blocking(self, target: Path, key: FileKey) -> None:
        """Write the project as it was at the last commit into a new private file, closed.

        Raises `ProjectFileError`, and `UsageError("file_exists")`; nothing is left behind then.
        """
        if self._chunks is None or self._key is None:
            raise ProjectFileError("file_gone")
        make_private_file_blocking(target)
        try:
            try:
                with target.open("wb") as file:
                    file.writelines(self._chunks)
            except OSError as error:
                raise ProjectFileError("disk_full") from error
            with contextlib.closing(connect_blocking(target, self._key, Access.WRITE)) as made:
                self._finish(made, key)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Let go of the file and forget what was kept; safe twice."""
        self._end_reading()
        if self._chunks is not None:
            self._chunks.close()
            self._chunks = None
        self._since.clear()
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1

    def _look(self) -> FileState:
        """The opened file as it is now, whatever its name; raises `OSError`."""
        found = os.fstat(self._file)
        return FileState(found.st_size, found.st_mtime_ns)

    def _is_readable(self) -> bool:
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
            while os.read(self._file, _CHUNK_BYTES):
                pass
        except OSError:
            return False
        return True

    def _finish(self, connection: Connection, key: FileKey) -> None:
        with database_errors():
            connection.execute("BEGIN IMMEDIATE")
            tell_again(connection, self._since)
            connection.execute("COMMIT")
            if key != self._key:
                # A PRAGMA takes no parameters; only hexadecimal digits go in.
                connection.execute(f"PRAGMA rekey = \"x'{key.key.reveal().hex()}'\"")

    def _read_turn(self, reader: Connection, key: FileKey) -> bool:
        now = self._look()
        if self._reading is None:
            self._reading = ChunksOnDisk() if now.size > self._most_bytes else ChunksInMemory()
        chunks_left = _CHUNKS_PER_TURN
        while chunks_left or self._interruptions >= _MOST_INTERRUPTIONS:
            chunks_left -= 1
            chunk = self._read_chunk(len(self._reading))
            if chunk:
                self._reading.append(chunk)
            if len(chunk) < _CHUNK_BYTES:
                self._take(reader, key, now)
                return False
        return True

    def _read_chunk(self, number: int) -> bytes:
        """The chunk as it stands in the file; the very one that is kept already when it is the same, to hold it once."""
        os.lseek(self._file, number * _CHUNK_BYTES, os.SEEK_SET)
        pieces: list[bytes] = []
        missing = _CHUNK_BYTES
        while missing and (piece := os.read(self._file, missing)):
            pieces.append(piece)
            missing -= len(piece)
        chunk = b"".join(pieces)
        if self._chunks is not None and number < len(self._chunks):
            kept = self._chunks[number]
            return kept if kept == chunk else chunk
        return chunk

    def _take(self, reader: Connection, key: FileKey, now: FileState) -> None:
        if not self._is_whole(reader, now):
            self._end_reading()
            return
        before, self._chunks, self._reading = self._chunks, self._reading, None
        if before is not None:
            before.close()
        self._key, self._interruptions = key, 0
        self._since.clear()

    def _is_whole(self, reader: Connection, now: FileState) -> bool:
        pages: int = reader.execute("PRAGMA page_count").fetchone()[0]
        read = self._reading.size if self._reading is not None else 0
        if read != now.size or pages * PAGE_BYTES != now.size:
            return False
        if now != self._left:
            # Somebody touched the file, or a network drive gave it another time: every page has to prove itself.
            if reader.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
                return False
            self._left = now
        return True

    def _end_reading(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None


@contextmanager
def _nobody_else_writes(reader: Connection) -> Generator[None]:
    """Hold SQLite's shared lock, under which no other program can commit."""
    reader.execute("BEGIN")
    try:
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        if reader.in_transaction:
            reader.execute("COMMIT")
