"""Undo: a new edit that restores the rows of an earlier one, refused where something later touches the same thing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlcipher3.dbapi2 import Connection

from app.core.errors import AppError, RuleError
from app.domain.ids import WriterId
from app.storage.project_file import sql
from app.storage.project_file.capture import QUIET_COLUMNS, RowChange, TableShape
from app.storage.project_file.columns import Row, time_of
from app.storage.project_file.failures import database_errors
from app.storage.project_file.history import NOTE
from app.storage.project_file.nouns.records import note_evidence
from app.storage.values import ChangeKind, UndoStep

_SENT_COLUMNS = ("sent_at", "answered_at", "clear_sent_at", "clear_answered_at")
_EDITS = json.dumps([kind.value for kind in ChangeKind if kind.is_edit])


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of this writer that was not taken back yet."""

    position: int
    sequence: int
    kind: ChangeKind
    at: datetime
    operator: str


def edits(connection: Connection, writer: WriterId, limit: int, sequence: int | None) -> list[Edit]:
    """The writer's edits not taken back, newest first; with `sequence` only that one."""
    rows = connection.execute(
        "SELECT h.position, h.sequence, h.kind, h.at, h.operator"
        " FROM history h JOIN writers w ON w.number = h.writer"
        " WHERE w.id = ? AND h.kind IN (SELECT value FROM json_each(?))"
        " AND (? IS NULL OR h.sequence = ?) AND NOT EXISTS"
        " (SELECT 1 FROM history u WHERE u.writer = h.writer AND u.undoes = h.sequence)"
        " ORDER BY h.sequence DESC LIMIT ?",
        (str(writer), _EDITS, sequence, sequence, limit),
    ).fetchall()
    return [
        Edit(
            position=row["position"],
            sequence=row["sequence"],
            kind=ChangeKind(row["kind"]),
            at=time_of(row["at"]),
            operator=row["operator"],
        )
        for row in rows
    ]


def step_of(connection: Connection, edit: Edit, shapes: dict[str, TableShape]) -> UndoStep:
    """The edit as a step, with the reason why it cannot be taken back now."""
    refusal = refusal_of(connection, edit, shapes)
    return UndoStep(edit.sequence, edit.kind, edit.at, edit.operator, refusal)


def refusal_of(connection: Connection, edit: Edit, shapes: dict[str, TableShape]) -> str | None:
    """Why the edit cannot be taken back: `purged`, `older_schema`, `sent`, `edited_since`, `evidence_since`, `needed_since`, `picture_gone`."""
    changes = _rows_of(connection, edit, shapes)
    if isinstance(changes, str):
        return changes
    if any(_was_sent(change) for change in changes):
        return "sent"
    for change in changes:
        if not _is_as_left(connection, change, shapes[change.table]):
            has_evidence = change.table == "slot_records" and _is_proven_since(
                connection, edit, change.key
            )
            return "evidence_since" if has_evidence else "edited_since"
    if _has_later_evidence(connection, edit, changes):
        return "evidence_since"
    if _is_needed(connection, changes):
        return "needed_since"
    if any(_lost_its_picture(connection, change) for change in changes):
        return "picture_gone"
    return None


def take_back(
    connection: Connection, edit: Edit, shapes: dict[str, TableShape], at: datetime
) -> None:
    """Restore the rows; raises `RuleError("undo_refused", reason=...)`."""
    refusal = refusal_of(connection, edit, shapes)
    changes = _rows_of(connection, edit, shapes)
    if refusal is not None or isinstance(changes, str):
        raise RuleError("undo_refused", reason=refusal, sequence=edit.sequence)
    records = [change.key for change in changes if change.table == "slot_records"]
    before = {key: connection.execute(_RECORD, (key,)).fetchone() for key in records}
    try:
        with database_errors():
            put_back(connection, [_reversed(change) for change in changes], shapes)
    except AppError as error:
        raise RuleError("undo_refused", reason="needed_since", sequence=edit.sequence) from error
    for key, levels in before.items():
        row = connection.execute(_RECORD, (key,)).fetchone()
        if row is not None:
            note_evidence(connection, levels, dict(row), at)


_RECORD = "SELECT * FROM slot_records WHERE id = ?"


def put_back(
    connection: Connection,
    changes: Sequence[RowChange],
    shapes: dict[str, TableShape],
) -> None:
    """Make these rows as their `after` says; foreign keys are checked when the change is committed."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for change in changes:
        shape = shapes[change.table]
        quiet = QUIET_COLUMNS.get(change.table, frozenset())
        if change.after is None:
            row = cast("Row", change.before)
            naming = {key: row[key] for key in shape.keys}
            connection.execute(sql.delete(shape.name, sql.matching(shape.keys)), naming)
        elif change.before is None:
            columns = tuple(change.after)
            connection.execute(sql.insert(shape.name, columns), change.after)
        else:
            columns = tuple(c for c in change.after if c not in shape.keys and c not in quiet)
            connection.execute(sql.update(shape.name, columns, shape.keys), change.after)


def _rows_of(
    connection: Connection, edit: Edit, shapes: dict[str, TableShape]
) -> list[RowChange] | str:
    rows = connection.execute(
        sql.select("history_payloads", "position = ?", "part"), (edit.position,)
    ).fetchall()
    changes: list[RowChange] = []
    for row in rows:
        if row["table_name"] == NOTE:
            continue
        if row["salt"] is None:
            return "purged"
        before, after = _row(row["before"]), _row(row["after"])
        shape = shapes.get(row["table_name"])
        if shape is None or any(
            side and set(side) - set(shape.columns) for side in (before, after)
        ):
            return "older_schema"
        changes.append(RowChange(row["table_name"], row["row_key"], before, after))
    return changes


def _row(text: str | None) -> Row | None:
    return None if text is None else cast("Row", json.loads(text))


def _reversed(change: RowChange) -> RowChange:
    return RowChange(change.table, change.key, change.after, change.before)


def _was_sent(change: RowChange) -> bool:
    if change.table != "slot_records":
        return False
    before, after = change.before or {}, change.after or {}
    return any(before.get(column) != after.get(column) for column in _SENT_COLUMNS)


def _is_as_left(connection: Connection, change: RowChange, shape: TableShape) -> bool:
    """Whether the row is still what the edit made of it, dates of reading apart."""
    named = cast("Row", change.after if change.after is not None else change.before)
    row = connection.execute(
        sql.select(shape.name, sql.matching(shape.keys)), {key: named[key] for key in shape.keys}
    ).fetchone()
    if row is None or change.after is None:
        return row is None and change.after is None
    quiet = QUIET_COLUMNS.get(change.table, frozenset())
    # A column that a later schema added is no part of what the edit made.
    return all(row[c] == value for c, value in change.after.items() if c not in quiet)


def _has_later_evidence(connection: Connection, edit: Edit, changes: Sequence[RowChange]) -> bool:
    """Whether a record of a grant or credential that the edit touched was sent or proven since."""
    if not connection.execute(_ANY_PROVEN_SINCE, (edit.position,)).fetchone():
        return False
    for change in changes:
        row = cast("Row", change.after or change.before)
        if change.table == "credentials":
            condition, key = "credential_id = ?", change.key
        elif change.table == "grants":
            condition, key = "grant_id = ?", change.key
        elif change.table in _PARTS_OF_GRANT:
            condition, key = "grant_id = ?", row["grant_id"]
        else:
            continue
        records = connection.execute(sql.select("slot_records", condition), (key,)).fetchall()
        if any(_is_proven_since(connection, edit, record["id"]) for record in records):
            return True
    return False


def _is_proven_since(connection: Connection, edit: Edit, record: str) -> bool:
    return connection.execute(_PROVEN_SINCE, (edit.position, record)).fetchone() is not None


def _lost_its_picture(connection: Connection, change: RowChange) -> bool:
    """Whether a use of a picture would come back whose content was dropped meanwhile."""
    if change.table != "attachment_uses" or change.after is not None:
        return False
    wanted = cast("Row", change.before)["attachment_hash"]
    return not connection.execute(sql.count("attachments", "hash = ?"), (wanted,)).fetchone()[0]


_PARTS_OF_GRANT = ("grant_doors", "grant_groups", "grant_windows", "grant_holidays")
_ANY_PROVEN_SINCE = (
    "SELECT 1 FROM history WHERE position > ? AND kind IN ('sending', 'proof', 'lock_read') LIMIT 1"
)
_PROVEN_SINCE = (
    "SELECT 1 FROM history_payloads p JOIN history h ON h.position = p.position"
    " WHERE p.position > ? AND p.table_name = 'slot_records' AND p.row_key = ?"
    " AND h.kind IN ('sending', 'proof', 'lock_read') LIMIT 1"
)


def _is_needed(connection: Connection, changes: Sequence[RowChange]) -> bool:
    """Whether a row that the edit added is referred to by a row that it did not add."""
    added: dict[str, set[str]] = {}
    for change in changes:
        if change.before is None:
            added.setdefault(change.table, set()).add(change.key)
    for table, column, target in _references(connection) if added else ():
        if target not in added:
            continue
        shape = _shape_of(connection, table)
        query = sql.select(table, sql.among(column, "ids"))
        rows = connection.execute(query, {"ids": sql.listed(added[target])})
        if any(shape.key_of(dict(row)) not in added.get(table, ()) for row in rows):
            return True
    return False


def _references(connection: Connection) -> list[tuple[str, str, str]]:
    """Every foreign key to an `id` column: table, column, table referred to."""
    return [
        (row["name"], row["from"], row["table"])
        for row in connection.execute(
            'SELECT m.name, f."from", f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f'
            " WHERE m.type = 'table' AND f.\"to\" = 'id'"
        ).fetchall()
    ]


def _shape_of(connection: Connection, table: str) -> TableShape:
    keys = connection.execute(
        "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,)
    ).fetchall()
    return TableShape(table, (), tuple(key["name"] for key in keys))
