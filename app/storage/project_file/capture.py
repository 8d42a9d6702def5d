"""Which rows a change touched, seen by triggers of the connection, so that no repository can forget to say it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlcipher3.dbapi2 import Connection

from app.core.breath import breathing
from app.storage.project_file.columns import Row

NOUN_OF_TABLE = {
    "project": "project",
    "settings": "settings",
    "sites": "sites",
    "doors": "doors",
    "door_groups": "groups",
    "door_group_members": "groups",
    "calendars": "calendars",
    "calendar_dates": "calendars",
    "people": "people",
    "person_paused_doors": "people",
    "credentials": "credentials",
    "grants": "grants",
    "grant_doors": "grants",
    "grant_groups": "grants",
    "grant_windows": "grants",
    "grant_holidays": "grants",
    "locks": "locks",
    "lock_facts": "locks",
    "lock_capabilities": "locks",
    "lock_events": "lock_events",
    "foreign_slots": "foreign",
    "slot_records": "records",
    "evidence": "records",
    "setup_codes": "setup_codes",
    "pairings": "pairings",
    "tasks": "tasks",
    "connections": "connections",
    "drawn_unique_ids": "records",
    "drawn_node_ids": "pairings",
    "drawn_code_numbers": "setup_codes",
    "attachment_uses": "attachments",
    "keys": "keys",
    "key_doors": "keys",
    "key_opens_boxes": "keys",
    "key_issues": "key_issues",
    "key_boxes": "key_boxes",
    "key_box_doors": "key_boxes",
    "key_box_knowers": "key_boxes",
}
"""Every captured table, and the name of the repository whose values it holds."""

QUIET_TABLES = frozenset(
    {
        "lock_facts",
        "lock_capabilities",
        "lock_events",
        "evidence",
        "drawn_unique_ids",
        "drawn_node_ids",
        "drawn_code_numbers",
    }
)
"""Tables that keep their own record of time: they make no entry in the history and are outside undo."""

QUIET_COLUMNS = {
    "slot_records": frozenset({"proven_at", "read_at", "read_mark", "misses"}),
    "foreign_slots": frozenset({"seen_at"}),
}
"""Columns in which a read that only confirms leaves its date."""

_UNCAPTURED_COLUMNS = {"project": frozenset({"chains"})}


@dataclass(frozen=True, slots=True)
class TableShape:
    """The columns of a table as far as they are captured, and those that name a row."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]

    def key_of(self, row: Row) -> str:
        """The text that names a row: its id, or a JSON list of its key columns."""
        values = [row[key] for key in self.keys]
        if len(values) == 1 and isinstance(values[0], str):
            return values[0]
        return json.dumps(values, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after a change; None where there was or is none."""

    table: str
    key: str
    before: Row | None
    after: Row | None

    @property
    def is_quiet(self) -> bool:
        """Whether only a date of reading, or a table outside the history, is touched."""
        if self.table in QUIET_TABLES:
            return True
        if self.before is None or self.after is None:
            return False
        quiet = QUIET_COLUMNS.get(self.table, frozenset())
        return all(
            self.before.get(c) == self.after.get(c) for c in {*self.before, *self.after} - quiet
        )


def shapes_of(connection: Connection) -> dict[str, TableShape]:
    """The captured tables as they are in this file."""
    return {name: _shape_of(connection, name) for name in NOUN_OF_TABLE}


def _shape_of(connection: Connection, table: str) -> TableShape:
    left_out = _UNCAPTURED_COLUMNS.get(table, frozenset())
    rows = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (table,)).fetchall()
    keys = sorted((row["pk"], row["name"]) for row in rows if row["pk"])
    columns = tuple(row["name"] for row in rows if row["name"] not in left_out)
    return TableShape(table, columns, tuple(name for _, name in keys))


def start_capture(connection: Connection, shapes: Iterable[TableShape]) -> None:
    """Make the triggers of this connection; they live in its memory and not in the file."""
    connection.execute(
        "CREATE TEMP TABLE captured"
        " (number INTEGER PRIMARY KEY, table_name TEXT, before TEXT, after TEXT)"
    )
    for shape in shapes:
        old, new = _image(shape, "OLD"), _image(shape, "NEW")
        for event, before, after in (
            ("INSERT", "NULL", new),
            ("UPDATE", old, new),
            ("DELETE", old, "NULL"),
        ):
            heading = f"capture_{shape.name}_{event} AFTER {event} ON main.{shape.name}"
            values = f"('{shape.name}', {before}, {after})"
            insert = "INSERT INTO captured (table_name, before, after) VALUES"
            connection.execute(f"CREATE TEMP TRIGGER {heading} BEGIN {insert} {values}; END")


def _image(shape: TableShape, version: str) -> str:
    parts = (f"'{column}', {version}.\"{column}\"" for column in shape.columns)
    return f"json_object({', '.join(parts)})"


def forget_captured(connection: Connection) -> None:
    """Begin a new change."""
    connection.execute("DELETE FROM captured")


def captured_changes(connection: Connection, shapes: dict[str, TableShape]) -> Sequence[RowChange]:
    """What was touched since `forget_captured`, one per row, without rows that are as before."""
    merged: dict[tuple[str, str], RowChange] = {}
    rows = connection.execute(
        "SELECT table_name, before, after FROM captured ORDER BY number"
    ).fetchall()
    for row in breathing(rows):
        before, after = _row_of(row["before"]), _row_of(row["after"])
        table: str = row["table_name"]
        # A key column never changes: rows are named by ids that are drawn once.
        key = shapes[table].key_of(cast("Row", after if after is not None else before))
        earlier = merged.get((table, key))
        first = before if earlier is None else earlier.before
        merged[table, key] = RowChange(table, key, first, after)
    return [change for change in merged.values() if change.before != change.after]


def _row_of(text: str | None) -> Row | None:
    return None if text is None else cast("Row", json.loads(text))
