"""The two connections of an open file: one that reads the last commit, one that writes."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.storage.project_file.capture import TableShape, shapes_of, start_capture
from app.storage.project_file.database import (
    Access,
    FileIdentity,
    FileKey,
    back_up_blocking,
    connect_blocking,
    connect_writer_blocking,
    prepare_for_writing,
    read_version_blocking,
)
from app.storage.project_file.failures import database_errors
from app.storage.project_file.writing import WritingConnection


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening found: which file, its key, its schema, and whether locks work where it lies."""

    path: Path
    identity: FileIdentity
    key: FileKey
    schema: int
    has_locks: bool


@dataclass(frozen=True, slots=True)
class Connections:
    """Two connections, because SQLite gives a reader the last commit while another connection holds a change that is not committed.

    `writer` is None and `shapes` is empty in a session that only reads.
    """

    reader: Connection
    writer: WritingConnection | None
    shapes: dict[str, TableShape]

    def close(self) -> None:
        """Let go of the file; what its disk says is of no use any more."""
        for connection in (self.writer, self.reader):
            if connection is not None:
                with contextlib.suppress(dbapi2.Error):
                    connection.close()


def connect_both_blocking(opened: Opened) -> Connections:
    """Connections for reading and writing; raises `ProjectFileError` and has made none then."""
    reader = connect_reader_blocking(opened)
    try:
        return add_writer_blocking(opened, reader)
    except BaseException:
        reader.close()
        raise


def add_writer_blocking(opened: Opened, reader: Connection) -> Connections:
    """A connection for writing beside the reader, which stays open when that fails."""
    writer = connect_writer_blocking(opened.path, opened.key)
    try:
        with database_errors():
            read_version_blocking(writer, opened.path, opened.schema)
            prepare_for_writing(writer)
            shapes = shapes_of(writer)
            start_capture(writer, shapes.values())
    except BaseException:
        writer.close()
        raise
    return Connections(reader, writer, shapes)


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


def back_up_whole_blocking(reader: Connection, target: Path, opened: Opened) -> None:
    """Copy what the reader sees into a new private file, closed; raises `ProjectFileError` and leaves nothing then."""
    connection = back_up_blocking(reader, target, opened.key)
    try:
        with contextlib.closing(connection), database_errors():
            # A file that was emptied under us is copied without complaint: only looking at the copy tells.
            read_version_blocking(connection, target, opened.schema)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
