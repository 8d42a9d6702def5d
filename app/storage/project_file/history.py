"""The append-only history: one chain per writer, payloads that can be purged while the chains still verify.

An entry's hash covers its own fields, the digest of its payload and the hash of the writer's entry before it. The payload is a list of
parts, one per row that the change touched and one for the note; each part has its own salt and digest, and the payload's digest is made
of these. Purging a part takes salt and text and leaves the digest.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.breath import breathing
from app.core.secret import Secret
from app.domain.event import HistoryEntry
from app.domain.ids import DoorId, PersonId, WriterId
from app.storage.project_file import sql
from app.storage.project_file.columns import Row, optional_id, time_of, time_text
from app.storage.values import HistoryHealth

NOTE = "note"
_VERSION = "lockchart history 1"
_FIRST = "0" * 64
_SALT_BYTES = 16
_VERIFY_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What an entry says besides its payload."""

    at: datetime
    operator: str
    kind: str
    door_id: DoorId | None = None
    person_id: PersonId | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One row before and after, or the note."""

    table: str
    key: str
    person_id: str | None
    before: Row | Mapping[str, object] | None
    after: Row | Mapping[str, object] | None


def add_entry(
    connection: Connection,
    writer: WriterId,
    head: EntryHead,
    parts: Sequence[Part],
    doors: Sequence[str],
) -> int:
    """Append an entry to the writer's chain and to the project row; returns its sequence."""
    number = _number_of(connection, writer)
    chains = chain_ends(connection)
    count, previous = chains.get(str(writer), (0, _FIRST))
    sequence = count + 1
    sealed = [_sealed(part) for part in breathing(parts)]
    digest = _payload_digest([part["digest"] for part in sealed])
    fields = {
        "sequence": sequence,
        "at": time_text(head.at),
        "operator": head.operator,
        "kind": head.kind,
        "door_id": None if head.door_id is None else str(head.door_id),
        "person_id": None if head.person_id is None else str(head.person_id),
        "undoes": head.undoes,
        "digest": digest,
    }
    entry_hash = _entry_hash(str(writer), fields, previous)
    position = connection.execute(
        "INSERT INTO history (writer, sequence, at, operator, kind, door_id, person_id, undoes, digest, hash)"
        " VALUES (:writer, :sequence, :at, :operator, :kind, :door_id, :person_id, :undoes, :digest, :hash)",
        {**fields, "writer": number, "hash": entry_hash},
    ).lastrowid
    connection.executemany(
        "INSERT INTO history_payloads (position, part, table_name, row_key, person_id, digest, salt, before, after)"
        " VALUES (:position, :part, :table_name, :row_key, :person_id, :digest, :salt, :before, :after)",
        [{**part, "position": position, "part": at} for at, part in enumerate(sealed, start=1)],
    )
    connection.executemany(
        "INSERT INTO history_doors (door_id, position) VALUES (?, ?)",
        [(door, position) for door in sorted(set(doors))],
    )
    chains[str(writer)] = (sequence, entry_hash)
    connection.execute("UPDATE project SET chains = ?", (json.dumps(chains, sort_keys=True),))
    return sequence


def _number_of(connection: Connection, writer: WriterId) -> int:
    query = "SELECT number FROM writers WHERE id = ?"
    found = connection.execute(query, (str(writer),)).fetchone()
    if found is None:
        connection.execute("INSERT INTO writers (id) VALUES (?)", (str(writer),))
        found = connection.execute(query, (str(writer),)).fetchone()
    return int(found["number"])


def chain_ends(connection: Connection) -> dict[str, tuple[int, str]]:
    """Count and last hash of each writer's chain, as the project row says."""
    found = connection.execute("SELECT chains FROM project").fetchone()
    loaded = cast("dict[str, list[Any]]", json.loads(found["chains"])) if found else {}
    return {writer: (int(end[0]), str(end[1])) for writer, end in loaded.items()}


def _sealed(part: Part) -> dict[str, str | None]:
    salt = secrets.token_hex(_SALT_BYTES)
    before, after = _json(part.before), _json(part.after)
    digest = _part_digest(salt, part.table, part.key, part.person_id, before, after)
    return {
        "table_name": part.table,
        "row_key": part.key,
        "person_id": part.person_id,
        "digest": digest,
        "salt": salt,
        "before": before,
        "after": after,
    }


def _json(value: Mapping[str, object] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest_of(*fields: object) -> str:
    """SHA-256 over the fields as one JSON list: no two lists of fields give the same text."""
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _part_digest(
    salt: str, table: str, key: str, person: str | None, before: str | None, after: str | None
) -> str:
    return _digest_of(_VERSION, "part", salt, table, key, person, before, after)


def _payload_digest(parts: Sequence[str | None]) -> str:
    return _digest_of(_VERSION, "payload", *parts)


def _entry_hash(writer: str, fields: Mapping[str, object] | DatabaseRow, previous: str) -> str:
    names = ("sequence", "at", "operator", "kind", "door_id", "person_id", "undoes", "digest")
    return _digest_of(_VERSION, "entry", writer, *(fields[name] for name in names), previous)


_NAMED_HISTORY = (
    "(SELECT h.*, w.id AS writer_id FROM history h JOIN writers w ON w.number = h.writer)"
)
_NEWEST = (
    "SELECT position FROM history WHERE (:since IS NULL OR at >= :since)"
    " ORDER BY position DESC LIMIT :limit"
)
_NEWEST_OF_DOOR = (
    "SELECT h.position FROM history_doors d JOIN history h ON h.position = d.position"
    " WHERE d.door_id = :door AND (:since IS NULL OR h.at >= :since)"
    " ORDER BY d.position DESC LIMIT :limit"
)


def entries(
    connection: Connection, *, since: datetime | None, door_id: DoorId | None, limit: int | None
) -> list[HistoryEntry]:
    """Entries, oldest first; with `limit` the newest so many."""
    wanted = _NEWEST if door_id is None else _NEWEST_OF_DOOR
    values = {
        "since": None if since is None else time_text(since),
        "door": None if door_id is None else str(door_id),
        "limit": -1 if limit is None else limit,
    }
    parts: dict[int, list[DatabaseRow]] = {}
    for row in connection.execute(
        sql.select("history_payloads", f"position IN ({wanted})", "position, part"), values
    ):
        parts.setdefault(row["position"], []).append(row)
    rows = connection.execute(
        sql.select(_NAMED_HISTORY, f"position IN ({wanted})", "position"), values
    ).fetchall()
    return [_entry_of(row, parts.get(row["position"], [])) for row in rows]


def _entry_of(row: DatabaseRow, parts: Sequence[DatabaseRow]) -> HistoryEntry:
    kept = [part for part in parts if part["salt"] is not None]
    is_purged = bool(parts) and not kept
    return HistoryEntry(
        writer=WriterId(UUID(row["writer_id"])),
        sequence=row["sequence"],
        at=time_of(row["at"]),
        operator=row["operator"],
        kind=row["kind"],
        door_id=optional_id(row["door_id"], DoorId),
        person_id=optional_id(row["person_id"], PersonId),
        before=None if is_purged else _side_of(kept, "before"),
        after=None if is_purged else _side_of(kept, "after"),
        hash=bytes.fromhex(row["hash"]),
    )


def _side_of(parts: Sequence[DatabaseRow], side: str) -> dict[str, object]:
    """Rows by table; the note as it was given. Columns named `secret_...` come as `Secret`."""
    by_table: dict[str, object] = {}
    for part in parts:
        if part[side] is None:
            continue
        loaded = cast("dict[str, object]", json.loads(part[side]))
        if part["table_name"] == NOTE:
            by_table[NOTE] = loaded
            continue
        rows = cast("list[object]", by_table.setdefault(part["table_name"], []))
        rows.append({name: _shown(name, value) for name, value in loaded.items()})
    return by_table


def _shown(column: str, value: object) -> object:
    if column.startswith("secret_") and isinstance(value, str):
        return Secret(value)
    return value


@dataclass(slots=True)
class Verification:
    """Walks every chain in chunks, so that other work of the file's thread comes between."""

    ends: dict[str, tuple[int, str]]
    pending: list[str]
    entries: int = 0
    sequence: int = 0
    position: int = 0
    previous: str = _FIRST
    broken_at: tuple[str, int] | None = None

    @classmethod
    def begin(cls, connection: Connection) -> "Verification":
        """Note the ends of the chains as they are now; later entries are not looked at."""
        connection.execute("BEGIN")  # both statements see the same moment
        try:
            ends = chain_ends(connection)
            counted = connection.execute(
                "SELECT w.id, max(h.sequence) AS last FROM history h"
                " JOIN writers w ON w.number = h.writer GROUP BY w.id"
            ).fetchall()
        finally:
            connection.execute("COMMIT")
        last = {row["id"]: row["last"] for row in counted}
        made = cls(ends, sorted(last.keys() | ends.keys()))
        for writer in made.pending:
            if last.get(writer, 0) > ends.get(writer, (0, _FIRST))[0]:
                made.broken_at = (writer, last[writer])
        return made

    def go_on(self, connection: Connection) -> HistoryHealth | None:
        """Verify the next chunk; the health when all is done."""
        while self.pending and self.broken_at is None:
            writer = self.pending[0]
            rows = _chunk(connection, writer, self.position, self.ends[writer][0])
            if not rows:
                self._end_chain()
                continue
            digests = _digests(connection, rows[0]["position"], rows[-1]["position"])
            for row in rows:
                if not self._accept(row, digests.get(row["position"], [])):
                    return self._health()
            return None
        return self._health()

    def _accept(self, row: DatabaseRow, parts: list[str | None]) -> bool:
        writer = self.pending[0]
        self.sequence += 1
        expected = _entry_hash(writer, row, self.previous)
        is_whole = None not in parts and _payload_digest(parts) == row["digest"]
        if row["sequence"] != self.sequence or row["hash"] != expected or not is_whole:
            self.broken_at = (writer, self.sequence)
            return False
        self.previous, self.position = row["hash"], row["position"]
        self.entries += 1
        return True

    def _end_chain(self) -> None:
        writer = self.pending.pop(0)
        if (self.sequence, self.previous) != self.ends[writer]:
            self.broken_at = (writer, self.sequence + 1)
        self.sequence, self.position, self.previous = 0, 0, _FIRST

    def _health(self) -> HistoryHealth:
        return HistoryHealth(self.broken_at is None, self.entries, self.broken_at)


def _chunk(connection: Connection, writer: str, after: int, last: int) -> list[DatabaseRow]:
    return connection.execute(
        "SELECT h.* FROM history h JOIN writers w ON w.number = h.writer"
        " WHERE w.id = ? AND h.position > ? AND h.sequence <= ? ORDER BY h.position LIMIT ?",
        (writer, after, last, _VERIFY_CHUNK),
    ).fetchall()


def _digests(connection: Connection, first: int, last: int) -> dict[int, list[str | None]]:
    """The parts' digests by position; None for a part whose text does not fit its digest."""
    found: dict[int, list[str | None]] = {}
    rows = connection.execute(
        "SELECT * FROM history_payloads WHERE position BETWEEN ? AND ? ORDER BY position, part",
        (first, last),
    )
    for row in rows:
        digest: str | None = row["digest"]
        if row["salt"] is not None:
            made = _part_digest(
                row["salt"],
                row["table_name"],
                row["row_key"],
                row["person_id"],
                row["before"],
                row["after"],
            )
            digest = digest if made == digest else None
        found.setdefault(row["position"], []).append(digest)
    return found
