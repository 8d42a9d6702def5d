"""A complete, closed copy of the open project, also when its own file is gone."""

import secrets
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from app.core.errors import UsageError
from app.domain.ids import WriterId
from app.storage.project_file.capture import TableShape
from app.storage.project_file.change import Stranded
from app.storage.project_file.database import back_up_blocking, put_in_place_blocking
from app.storage.project_file.failures import database_errors
from app.storage.project_file.nouns.fabric import apply_fabric
from app.storage.project_file.session import FileSession
from app.storage.project_file.undo import put_back


def save_copy_blocking(
    session: FileSession, path: Path, stranded: Sequence[Stranded], writer: WriterId
) -> None:
    """Write the copy beside its final name, then put it there; nothing is left behind when it fails.

    What could not be committed because the file was gone goes into the copy, with its entry in the history.
    """
    if path.exists():
        raise UsageError("file_exists", file=str(path))
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    connection = back_up_blocking(session.reader(), partial, session.opened.key)
    try:
        with closing(connection), database_errors():
            for change in stranded:
                _add_stranded(connection, change, session.shapes, writer)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    put_in_place_blocking(partial, path)


def _add_stranded(
    connection: Connection, stranded: Stranded, shapes: dict[str, TableShape], writer: WriterId
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    put_back(connection, stranded.changes, shapes, with_quiet=True)
    apply_fabric(connection, stranded.fabric)
    if stranded.entry is not None:
        stranded.entry.add_to(connection, writer)
    connection.execute("COMMIT")
