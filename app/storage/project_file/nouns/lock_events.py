"""Lock events, counted once by their number."""

import json
from collections.abc import Sequence

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.ids import LockId, SlotId
from app.storage.project_file.access import Access
from app.storage.project_file.columns import optional_time_of, optional_time_text


class LockEventRepository:
    """The events of each lock."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def add(self, lock_id: LockId, events: Sequence[LockEvent]) -> Sequence[LockEvent]:
        """Keep those not known yet and return them, in order of number."""

        def work(connection: Connection) -> list[LockEvent]:
            by_number = {event.number: event for event in reversed(events)}
            ordered = [by_number[number] for number in sorted(by_number)]
            return [event for event in ordered if _add(connection, lock_id, event)]

        return await self._access.write(work)

    async def of_lock(self, lock_id: LockId, limit: int = 500) -> Sequence[LockEvent]:
        """The newest events first."""

        def work(connection: Connection) -> list[LockEvent]:
            rows = connection.execute(
                "SELECT * FROM lock_events WHERE lock_id = ? ORDER BY number DESC LIMIT ?",
                (str(lock_id), limit),
            ).fetchall()
            return [_event_of(row) for row in rows]

        return await self._access.read(work)


def _add(connection: Connection, lock_id: LockId, event: LockEvent) -> bool:
    cursor = connection.execute(
        "INSERT INTO lock_events (lock_id, number, at, kind, action, source, slots, by_us, code)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (lock_id, number) DO NOTHING",
        (
            str(lock_id),
            event.number,
            optional_time_text(event.at),
            event.kind.value,
            event.action.value,
            event.source.value,
            json.dumps(list(event.slots)),
            None if event.by_us is None else int(event.by_us),
            event.code,
        ),
    )
    return cursor.rowcount == 1


def _event_of(row: DatabaseRow) -> LockEvent:
    return LockEvent(
        number=row["number"],
        at=optional_time_of(row["at"]),
        kind=LockEventKind(row["kind"]),
        action=EventAction(row["action"]),
        source=EventSource(row["source"]),
        slots=tuple(SlotId(slot) for slot in json.loads(row["slots"])),
        by_us=None if row["by_us"] is None else bool(row["by_us"]),
        code=row["code"],
    )
