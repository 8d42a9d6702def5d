"""Foreign slots as last read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection

from app.core.errors import BugError
from app.domain.ids import LockId, SlotId
from app.domain.slot_record import ForeignBy, ForeignSlot
from app.storage.project_file import sql
from app.storage.project_file.access import Access
from app.storage.project_file.columns import Row, time_of, time_text
from app.storage.project_file.table_repository import put_part_rows


class ForeignRepository:
    """The foreign slots of each lock, by slot."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def all(self) -> Sequence[ForeignSlot]:
        """The foreign slots of every lock."""
        return await self._access.read(lambda connection: _slots(connection, "", {}))

    async def of_lock(self, lock_id: LockId) -> Sequence[ForeignSlot]:
        """The foreign slots of one lock."""

        values = {"lock": str(lock_id)}
        return await self._access.read(lambda c: _slots(c, "lock_id = :lock", values))

    async def replace(self, lock_id: LockId, slots: Sequence[ForeignSlot]) -> None:
        """Keep exactly these for the lock."""
        if any(slot.lock_id != lock_id for slot in slots):
            raise BugError("foreign_slot_of_another_lock")
        rows: list[Row] = [
            {
                "slot": slot.slot,
                "state": slot.state,
                "made_by": slot.by.value,
                "since": time_text(slot.since),
                "seen_at": time_text(slot.seen_at),
                "is_ignored": int(slot.is_ignored),
            }
            for slot in slots
        ]
        owner = ("lock_id", str(lock_id))
        await self._access.write(
            lambda connection: put_part_rows(connection, "foreign_slots", owner, ("slot",), rows)
        )


def _slots(
    connection: Connection, condition: str, values: Mapping[str, object]
) -> list[ForeignSlot]:
    query = sql.select("foreign_slots", condition, "lock_id, slot")
    return [
        ForeignSlot(
            lock_id=LockId(UUID(row["lock_id"])),
            slot=SlotId(row["slot"]),
            state=row["state"],
            by=ForeignBy(row["made_by"]),
            since=time_of(row["since"]),
            seen_at=time_of(row["seen_at"]),
            is_ignored=bool(row["is_ignored"]),
        )
        for row in connection.execute(query, values).fetchall()
    ]
