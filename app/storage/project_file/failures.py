"""The database's errors as errors of the program."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from app.core.errors import AppError, BugError, RuleError
from app.storage.contracts import ProjectFileError
from app.storage.project_file.capture import NOUN_OF_TABLE

_CODES = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "in_use",
    "SQLITE_LOCKED": "in_use",
    "SQLITE_PROTOCOL": "in_use",
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
    "keys": "name_taken",
    "key_boxes": "name_taken",
    "people": "reserve_exists",
}


def name_of(error: dbapi2.Error) -> str:
    """SQLite's own name of what went wrong, such as `SQLITE_FULL`."""
    return str(getattr(error, "sqlite_errorname", None) or "")


def app_error(error: dbapi2.Error) -> AppError:
    """What the database's error means to somebody who knows nothing of databases."""
    name = name_of(error)
    if name == "SQLITE_CONSTRAINT":
        return _broken_rule(str(error.args[0]) if error.args else "")
    if name in _CODES:
        return ProjectFileError(_CODES[name])
    return BugError("database", name=name)


def _broken_rule(text: str) -> AppError:
    # WORKAROUND https://github.com/coleifer/sqlcipher3: the extended result codes that would tell the kinds of constraints apart are not
    # passed on. The beginnings of these texts are SQLite's own (sqlite3VdbeHalt, sqlite3UniqueConstraint) and never translated.
    if text in _OWN_TRIGGERS:
        return RuleError(text)
    if text.startswith("FOREIGN KEY"):
        return RuleError("missing_reference")
    if text.startswith("CHECK"):
        return RuleError("invalid_value")
    if text.startswith("UNIQUE"):
        found = _UNIQUE_COLUMNS.search(text)
        table = found[1] if found else ""
        noun = NOUN_OF_TABLE.get(table, table)
        if ".name" in text:
            return RuleError("name_taken", noun=noun)
        return RuleError(_RULES_OF_INDEXES.get(table, "already_there"), noun=noun)
    return BugError("constraint")


@contextmanager
def database_errors() -> Generator[None]:
    """Inside, errors of the database become errors of the program; the original stays as the cause."""
    try:
        yield
    except dbapi2.Error as error:
        raise app_error(error) from error
