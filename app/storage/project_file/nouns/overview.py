"""The rows of the Locks page in three statements, whatever the size of the project."""

from uuid import UUID

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import DoorId, LockId
from app.domain.slot_record import ProofLevel
from app.storage.project_file.columns import optional_id, optional_time_of
from app.storage.values import DoorOverview


def door_overviews(connection: Connection) -> list[DoorOverview]:
    """Every door with its lock and counts, ordered by site and door name."""
    levels: dict[str, dict[ProofLevel, int]] = {}
    for door, level, count in connection.execute(
        "SELECT door_id, level, count(*) FROM slot_records WHERE ended IS NULL"
        " GROUP BY door_id, level"
    ):
        levels.setdefault(door, {})[ProofLevel(level)] = count
    foreign: dict[str, int] = {
        lock: count
        for lock, count in connection.execute(
            "SELECT lock_id, count(*) FROM foreign_slots WHERE NOT is_ignored GROUP BY lock_id"
        )
    }
    rows = connection.execute(
        "SELECT d.id, d.name, s.name, l.id, l.serial, f.battery_percent, f.reached_at"
        " FROM doors d JOIN sites s ON s.id = d.site_id"
        " LEFT JOIN locks l ON l.door_id = d.id AND l.retired_at IS NULL"
        " LEFT JOIN lock_facts f ON f.lock_id = l.id"
        " ORDER BY s.name COLLATE NOCASE, d.name COLLATE NOCASE, d.id"
    )
    return [
        DoorOverview(
            door_id=DoorId(UUID(door_id)),
            door=door,
            site=site,
            lock_id=optional_id(lock_id, LockId),
            serial=serial or "",
            battery_percent=battery,
            reached_at=optional_time_of(reached_at),
            levels=levels.get(door_id, {}),
            foreign=foreign.get(lock_id, 0),
        )
        for door_id, door, site, lock_id, serial, battery, reached_at in rows
    ]
