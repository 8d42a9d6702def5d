"""The database's errors as errors of the program."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from app.core.errors import AppError, BugError, RuleError
from app.storage.contracts import ProjectFileError

_PLAIN_CODES = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "in_use",
    "SQLITE_LOCKED": "in_use",
    "SQLITE_PROTOCOL": "in_use",
    "SQLITE_READONLY_DBMOVED": "file_moved",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_IOERR": "file_unreachable",
    "SQLITE_CANTOPEN": "file_unreachable",
}
_OWN_TRIGGERS = ("practice_lock", "kind_is_fixed", "append_only")
_UNIQUE_COLUMNS = re.compile(r": (\w+)\.(\w+)")
_RULES_OF_INDEXES = {
    "locks": "door_has_lock",
    "slot_records": "record_exists",
}


def name_of(error: dbapi2.Error) -> str:
    """SQLite's own name of what went wrong, such as `SQLITE_FULL`."""
    return str(getattr(error, "sqlite_errorname", None) or "")


def app_error(error: dbapi2.Error) -> AppError:
    """What the database's error means to somebody who knows nothing of databases."""
    name = name_of(error)
    if name.startswith("SQLITE_CONSTRAINT"):
        return _broken_rule(error, name)
    for beginning in sorted(_PLAIN_CODES, key=len, reverse=True):
        if name.startswith(beginning):
            return ProjectFileError(_PLAIN_CODES[beginning])
    return BugError("database", name=name)


def _broken_rule(error: dbapi2.Error, name: str) -> AppError:
    text = str(error.args[0]) if error.args else ""
    if name == "SQLITE_CONSTRAINT_TRIGGER" and text in _OWN_TRIGGERS:
        return RuleError(text)
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return RuleError("missing_reference")
    if name in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}:
        found = _UNIQUE_COLUMNS.search(text)
        table = found[1] if found else ""
        if ".name" in text:
            return RuleError("name_taken", noun=table)
        return RuleError(_RULES_OF_INDEXES.get(table, "already_there"), noun=table)
    if name == "SQLITE_CONSTRAINT_CHECK":
        return RuleError("invalid_value")
    return BugError("constraint", name=name)


@contextmanager
def database_errors() -> Generator[None]:
    """Inside, errors of the database become errors of the program; the original stays as the cause."""
    try:
        yield
    except dbapi2.Error as error:
        raise app_error(error) from error
