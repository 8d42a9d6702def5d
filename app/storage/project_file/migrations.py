"""The steps from one schema to the next, each a named function; never changed once released."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.storage.contracts import ProjectFileError
from app.storage.project_file import schema_1, schema_2, schema_3
from app.storage.project_file.database import (
    APPLICATION_ID,
    FileKey,
    back_up_blocking,
    put_in_place_blocking,
)
from app.storage.project_file.failures import database_errors

BACKUPS_KEPT = 2
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Migration:
    """What brings a file to `version`; `apply` runs inside one transaction, foreign keys checked at its end."""

    version: int
    name: str
    apply: Callable[[Connection], None]


def make_first_schema(connection: Connection) -> None:
    """Version 1: the whole domain."""
    for script in schema_1.STATEMENTS:
        run_script(connection, script)


def add_tray_and_attachments(connection: Connection) -> None:
    """Version 2: numbers and locks of setup codes, pictures at doors and setup codes."""
    for script in schema_2.STATEMENTS:
        run_script(connection, script)


def add_other_openers(connection: Connection) -> None:
    """Version 3: keys and key boxes, reserve codes, pauses, and what else tells who can open a door."""
    for script in schema_3.STATEMENTS:
        run_script(connection, script)


MIGRATIONS: Sequence[Migration] = (
    Migration(1, "first_schema", make_first_schema),
    Migration(2, "tray_and_attachments", add_tray_and_attachments),
    Migration(3, "other_openers", add_other_openers),
)


def run_script(connection: Connection, script: str) -> None:
    """Run statements one by one, which keeps the transaction open (`executescript` would commit it)."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if dbapi2.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def migrate_blocking(
    connection: Connection,
    migrations: Sequence[Migration],
    then: Callable[[Connection, int, int], None],
) -> None:
    """Bring the open file to the newest schema in one transaction.

    `then(connection, old, new)` runs before the commit and writes the history's entry. Raises `ProjectFileError`; the file is as it
    was then.
    """
    old: int = connection.execute("PRAGMA user_version").fetchone()[0]
    newest = migrations[-1].version
    with database_errors():
        connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
        connection.execute("BEGIN IMMEDIATE")
        try:
            for migration in migrations:
                if migration.version > old:
                    migration.apply(connection)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise ProjectFileError("damaged")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {newest}")
            then(connection, old, newest)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            connection.execute("PRAGMA foreign_keys = ON")


def back_up_before_blocking(
    connection: Connection, path: Path, key: FileKey, *, old: int, now: datetime
) -> Path:
    """Put a copy of the file beside it; raises `ProjectFileError("no_room_for_backup")` and leaves nothing then."""
    size = path.stat().st_size
    # The migration itself needs room for its journal too.
    if shutil.disk_usage(path.parent).free < 2 * size:
        raise ProjectFileError("no_room_for_backup", file=str(path), bytes=2 * size)
    backup = _free_name(f"{_backup_stem(path)}{old}.{now.strftime(_STAMP)}", path)
    partial = path.with_name(f".{_backup_stem(path)}part")
    partial.unlink(missing_ok=True)  # a crash may have left one, and only its writer can be here
    try:
        back_up_blocking(connection, partial, key).close()
        drop_old_backups_blocking(path, kept=BACKUPS_KEPT - 1)
        put_in_place_blocking(partial, backup)
    except ProjectFileError as error:
        if error.code == "disk_full":
            raise ProjectFileError("no_room_for_backup", file=str(path), bytes=size) from error
        raise
    return backup


def _free_name(stem: str, path: Path) -> Path:
    """A name beside the file that nothing has: a crash may have left a backup of this very second."""
    name, number = path.with_name(f"{stem}{path.suffix}"), 1
    while name.exists():
        number += 1
        name = path.with_name(f"{stem}-{number}{path.suffix}")
    return name


def drop_old_backups_blocking(path: Path, *, kept: int) -> None:
    """Keep only the newest of the backups that migrations of this project made."""
    found = [
        other
        for other in path.parent.iterdir()
        if other.name.startswith(_backup_stem(path)) and other.suffix == path.suffix
    ]
    found.sort(key=lambda backup: backup.name.removesuffix(path.suffix).rpartition(".")[2])
    for backup in found[: max(0, len(found) - kept)]:
        backup.unlink(missing_ok=True)


def _backup_stem(path: Path) -> str:
    return f"{path.stem}.before-migration-"
