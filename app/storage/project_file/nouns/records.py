"""Slot records with their proof, and the evidence that gave it."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.errors import RuleError
from app.domain.credential import CredentialKind
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_record import Proof, ProofBy, ProofLevel, RecordEnd, SlotRecord
from app.storage.project_file import sql
from app.storage.project_file.access import Access
from app.storage.project_file.columns import (
    Row,
    clock_of,
    clock_text,
    optional_id,
    optional_id_text,
    optional_time_of,
    optional_time_text,
    time_of,
    time_text,
    uuid_of,
)
from app.storage.project_file.table_repository import TableRepository, ids_there, write_row
from app.storage.values import Evidence


class RecordRepository(TableRepository[RecordId, SlotRecord]):
    """Living records, oldest first; ended ones by their id only."""

    table = "slot_records"
    order = "created_at, id"

    def __init__(self, access: Access, now: Callable[[], datetime]) -> None:
        super().__init__(access)
        self._now = now

    def row_of(self, value: SlotRecord) -> Row:
        """The record as a row."""
        return {
            "id": str(value.id),
            "door_id": str(value.door_id),
            "lock_id": optional_id_text(value.lock_id),
            "credential_id": str(value.credential_id),
            "grant_id": optional_id_text(value.grant_id),
            "created_at": time_text(value.created_at),
            "kind": value.kind.value,
            "replaces": optional_id_text(value.replaces),
            "slot": value.slot,
            "unique_id": value.unique_id,
            "written": schedule_text(value.written),
            "mark": value.mark,
            "read_mark": value.read_mark,
            "was_empty": int(value.was_empty),
            "is_value_confirmed": int(value.is_value_confirmed),
            "is_missing": int(value.is_missing),
            "is_taken": int(value.is_taken),
            "is_in_place": int(value.is_in_place),
            "sent_at": optional_time_text(value.sent_at),
            "answered_at": optional_time_text(value.answered_at),
            "clear_sent_at": optional_time_text(value.clear_sent_at),
            "clear_answered_at": optional_time_text(value.clear_answered_at),
            "misses": value.misses,
            **_proof_columns(value.proof),
            "proof_before": _optional_proof_text(value.proof_before),
            "ended": None if value.ended is None else value.ended.value,
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[SlotRecord]:
        """The rows as records."""
        return _records_of(rows)

    async def all(self) -> Sequence[SlotRecord]:
        """Every living record."""
        return await self.where("ended IS NULL", {})

    async def at_door(self, door_id: DoorId) -> Sequence[SlotRecord]:
        """Living records of one door, those of its retired locks included."""
        return await self.where("door_id = :door AND ended IS NULL", {"door": str(door_id)})

    async def of_lock(self, lock_id: LockId) -> Sequence[SlotRecord]:
        """Living records of one lock."""
        return await self.where("lock_id = :lock AND ended IS NULL", {"lock": str(lock_id)})

    async def of_credentials(
        self, credential_ids: Collection[CredentialId]
    ) -> Sequence[SlotRecord]:
        """Living records of these credentials, at whatever door."""
        condition = f"{sql.among('credential_id', 'ids')} AND ended IS NULL"
        return await self.where(condition, {"ids": sql.listed(credential_ids)})

    async def gone_from(self, lock_id: LockId) -> Sequence[SlotRecord]:
        """Records of this lock that ended as gone or refused at the door."""
        condition = "lock_id = :lock AND ended IN ('gone', 'refused_at_door')"
        return await self.where(condition, {"lock": str(lock_id)})

    async def unique_ids(self, lock_id: LockId) -> frozenset[int]:
        """Every unique id that this file ever drew for this lock."""

        def work(connection: Connection) -> frozenset[int]:
            rows = connection.execute(
                "SELECT unique_id FROM drawn_unique_ids WHERE lock_id = ?", (str(lock_id),)
            ).fetchall()
            return frozenset(row["unique_id"] for row in rows)

        return await self._access.read(work)

    async def put(self, value: SlotRecord, /, *, event_number: int | None = None) -> None:
        """Add or replace the record; a new level or reason also becomes a piece of evidence."""
        await self._access.write(lambda connection: self._put(connection, value, event_number))

    async def put_all(self, values: Sequence[SlotRecord], /) -> None:
        """Put each of them, with its evidence, in one turn of the file's thread."""

        def work(connection: Connection) -> None:
            rows = [self.row_of(value) for value in values]
            there = ids_there(connection, self.table, rows)
            wishes = [row for row in rows if row["id"] not in there and _is_wish(row)]
            if wishes:
                connection.executemany(sql.insert(self.table, tuple(wishes[0])), wishes)
            for value, row in zip(values, rows, strict=True):
                if row["id"] in there or not _is_wish(row):
                    self._put(connection, value, None)
                else:
                    self.put_parts(connection, value)

        await self._access.write(work)

    async def evidence(self, record_id: RecordId) -> Sequence[Evidence]:
        """Every proof change of a record, oldest first."""

        def work(connection: Connection) -> list[Evidence]:
            rows = connection.execute(
                sql.select("evidence", "record_id = ?", "number"), (str(record_id),)
            ).fetchall()
            return [_evidence_of(row) for row in rows]

        return await self._access.read(work)

    def _put(self, connection: Connection, value: SlotRecord, event_number: int | None) -> None:
        row = self.row_of(value)
        before = write_row(connection, self.table, ("id",), row)
        self.put_parts(connection, value)
        note_evidence(connection, before, row, self._now(), event_number)

    def put_parts(self, connection: Connection, value: SlotRecord) -> None:
        """Note the unique id as drawn; raises `RuleError("unique_id_taken")`."""
        if value.unique_id is None or value.lock_id is None:
            return
        drawn = {
            "lock": str(value.lock_id),
            "unique_id": value.unique_id,
            "record": str(value.id),
        }
        holder = connection.execute(
            "SELECT record_id FROM drawn_unique_ids"
            " WHERE lock_id = :lock AND unique_id = :unique_id",
            drawn,
        ).fetchone()
        if holder is None:
            connection.execute(
                "INSERT INTO drawn_unique_ids (lock_id, unique_id, record_id)"
                " VALUES (:lock, :unique_id, :record)",
                drawn,
            )
        elif holder["record_id"] != str(value.id):
            raise RuleError("unique_id_taken")


def note_evidence(
    connection: Connection,
    before: Mapping[str, object] | DatabaseRow | None,
    after: Row,
    at: datetime,
    event_number: int | None = None,
) -> None:
    """Keep a proof change: level and reason differ, or a new record that is more than planned."""
    if before is None:
        if _is_wish(after):
            return
    elif (before["level"], before["reason"]) == (after["level"], after["reason"]):
        return
    connection.execute(
        "INSERT INTO evidence (record_id, number, level, reason, proof_by, at, proven_at, event_number)"
        " SELECT :id, coalesce(max(number), 0) + 1, :level, :reason, :proof_by, :at, :proven_at, :event"
        " FROM evidence WHERE record_id = :id",
        {
            **{name: after[name] for name in ("id", "level", "reason", "proof_by", "proven_at")},
            "at": time_text(at),
            "event": event_number,
        },
    )


def _is_wish(row: Row) -> bool:
    """Whether a new record says no more than what is wanted, which is no evidence."""
    return row["level"] == ProofLevel.PLANNED and row["reason"] is None


def _evidence_of(row: DatabaseRow) -> Evidence:
    return Evidence(
        record_id=RecordId(UUID(row["record_id"])),
        number=row["number"],
        level=ProofLevel(row["level"]),
        reason=row["reason"],
        by=None if row["proof_by"] is None else ProofBy(row["proof_by"]),
        at=time_of(row["at"]),
        proven_at=optional_time_of(row["proven_at"]),
        event_number=row["event_number"],
    )


def _records_of(rows: Sequence[DatabaseRow]) -> list[SlotRecord]:
    """The rows as records; columns are looked up once, because a row looks them up by comparing names, forty times a record."""
    if not rows:
        return []
    at = {name: number for number, name in enumerate(rows[0].keys())}
    columns = itemgetter(*(at[name] for name in _COLUMNS))
    return [_record_of(columns(row)) for row in map(tuple, rows)]


_COLUMNS = (
    *("id", "door_id", "lock_id", "credential_id", "grant_id", "created_at", "kind", "replaces"),
    *("slot", "unique_id", "written", "mark", "read_mark", "was_empty", "is_value_confirmed"),
    *("is_missing", "is_taken", "is_in_place", "sent_at", "answered_at", "clear_sent_at"),
    *("clear_answered_at", "misses", "proof_before", "ended", "level", "reason", "detail"),
    *("proof_by", "by_name", "proven_at", "read_at"),
)
_LEVELS = {level.value: level for level in ProofLevel}
_BY: dict[str | None, ProofBy | None] = {None: None, **{by.value: by for by in ProofBy}}
_KINDS = {kind.value: kind for kind in CredentialKind}
_ENDS: dict[str | None, RecordEnd | None] = {None: None, **{end.value: end for end in RecordEnd}}


def _record_of(columns: tuple[Any, ...]) -> SlotRecord:
    (
        record_id,
        door_id,
        lock_id,
        credential_id,
        grant_id,
        created_at,
        kind,
        replaces,
        slot,
        unique_id,
        written,
        mark,
        read_mark,
        was_empty,
        is_value_confirmed,
        is_missing,
        is_taken,
        is_in_place,
        sent_at,
        answered_at,
        clear_sent_at,
        clear_answered_at,
        misses,
        proof_before,
        ended,
        level,
        reason,
        detail,
        proof_by,
        by_name,
        proven_at,
        read_at,
    ) = columns
    return SlotRecord(
        id=RecordId(UUID(record_id)),
        door_id=DoorId(uuid_of(door_id)),
        lock_id=optional_id(lock_id, LockId),
        credential_id=CredentialId(uuid_of(credential_id)),
        grant_id=optional_id(grant_id, GrantId),
        created_at=time_of(created_at),
        kind=_KINDS[kind],
        replaces=optional_id(replaces, RecordId),
        slot=slot,
        unique_id=unique_id,
        written=schedule_of(written),
        mark=mark,
        read_mark=read_mark,
        was_empty=bool(was_empty),
        is_value_confirmed=bool(is_value_confirmed),
        is_missing=bool(is_missing),
        is_taken=bool(is_taken),
        is_in_place=bool(is_in_place),
        sent_at=optional_time_of(sent_at),
        answered_at=optional_time_of(answered_at),
        clear_sent_at=optional_time_of(clear_sent_at),
        clear_answered_at=optional_time_of(clear_answered_at),
        misses=misses,
        proof=Proof(
            _LEVELS[level],
            reason,
            detail,
            _BY[proof_by],
            by_name,
            optional_time_of(proven_at),
            optional_time_of(read_at),
        ),
        proof_before=None if proof_before is None else _proof_of(json.loads(proof_before)),
        ended=_ENDS[ended],
    )


def _proof_columns(proof: Proof) -> dict[str, str | int | float | None]:
    return {
        "level": proof.level.value,
        "reason": proof.reason,
        "detail": proof.detail,
        "proof_by": None if proof.by is None else proof.by.value,
        "by_name": proof.by_name,
        "proven_at": optional_time_text(proof.proven_at),
        "read_at": optional_time_text(proof.read_at),
    }


def _proof_of(row: Mapping[str, Any]) -> Proof:
    return Proof(
        level=ProofLevel(row["level"]),
        reason=row["reason"],
        detail=row["detail"],
        by=None if row["proof_by"] is None else ProofBy(row["proof_by"]),
        by_name=row["by_name"],
        proven_at=optional_time_of(row["proven_at"]),
        read_at=optional_time_of(row["read_at"]),
    )


def _optional_proof_text(proof: Proof | None) -> str | None:
    return None if proof is None else json.dumps(_proof_columns(proof), sort_keys=True)


_UNRESTRICTED_TEXT = "{}"


def schedule_text(schedule: LockSchedule) -> str:
    """A lock's schedule as JSON."""
    if schedule == UNRESTRICTED:
        return _UNRESTRICTED_TEXT
    return json.dumps(
        {
            "weekly": [
                [sorted(window.weekdays), clock_text(window.start), clock_text(window.end)]
                for window in schedule.weekly
            ],
            "start": None if schedule.start is None else schedule.start.isoformat(),
            "end": None if schedule.end is None else schedule.end.isoformat(),
            "is_once": schedule.is_once,
        },
        sort_keys=True,
    )


def schedule_of(text: str) -> LockSchedule:
    """The schedule of `schedule_text`."""
    if text == _UNRESTRICTED_TEXT:
        return UNRESTRICTED
    loaded = cast("dict[str, Any]", json.loads(text))
    return LockSchedule(
        weekly=tuple(
            WeeklyWindow(frozenset(Weekday(day) for day in days), clock_of(start), clock_of(end))
            for days, start, end in loaded["weekly"]
        ),
        start=optional_time_of(loaded["start"]),
        end=optional_time_of(loaded["end"]),
        is_once=loaded["is_once"],
    )
