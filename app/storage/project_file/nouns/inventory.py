"""The rows of the inventory in a few statements, whatever the size of the project."""

import json
from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection, Cursor

from app.core.secret import Secret
from app.domain.slot_record import ProofLevel
from app.storage.project_file.columns import map_of, optional_time_of
from app.storage.values import PROVEN_LEVELS, UNTESTED_LEVELS, InventoryRow

_ROWS = (
    "SELECT d.id, d.name, d.time_zone, d.is_private, d.fields,"
    " s.name, s.time_zone, s.fields, s.secret_wifi_password,"
    " l.id, l.driver, l.vendor, l.product, l.serial, l.firmware, l.address, l.mounted_at, l.fields,"
    " f.firmware, f.battery_percent, f.bolt, f.reached_at, f.read_at"
    " FROM doors d JOIN sites s ON s.id = d.site_id"
    " LEFT JOIN locks l ON l.door_id = d.id AND l.retired_at IS NULL"
    " LEFT JOIN lock_facts f ON f.lock_id = l.id"
    " ORDER BY s.name COLLATE NOCASE, d.name COLLATE NOCASE, d.id"
)
_LEVELS = (
    "SELECT door_id, count(*), sum(level IN (SELECT value FROM json_each(:proven))),"
    " sum(level = :opened), sum(level IN (SELECT value FROM json_each(:untested)))"
    " FROM slot_records WHERE ended IS NULL GROUP BY door_id"
)
_LEVEL_WORDS = {
    "proven": json.dumps(sorted(PROVEN_LEVELS)),
    "opened": ProofLevel.OPENED.value,
    "untested": json.dumps(sorted(UNTESTED_LEVELS)),
}
_FOREIGN = "SELECT lock_id, count(*) FROM foreign_slots WHERE NOT is_ignored GROUP BY lock_id"
_GROUPS = (
    "SELECT m.door_id, g.name FROM door_group_members m JOIN door_groups g ON g.id = m.group_id"
    " ORDER BY g.name COLLATE NOCASE, g.id"
)
_TASKS = (
    "SELECT door_id, count(*), min(due_at) FROM tasks"
    " WHERE done_at IS NULL AND door_id IS NOT NULL GROUP BY door_id"
)
# Newest last. A code of the mounted lock counts before one that is only meant for the door.
_CODES = (
    "SELECT c.door_id, c.lock_id, c.number, c.family, c.secret_text FROM setup_codes c"
    " LEFT JOIN locks l ON l.id = c.lock_id WHERE l.id IS NULL OR l.retired_at IS NULL ORDER BY c.at, c.id"
)

_Code = tuple[int, str, str]
_NO_LEVELS = (0, 0, 0, 0)
_NO_TASKS: tuple[int, str | None] = (0, None)


def inventory_rows(connection: Connection, *, with_secrets: bool) -> list[InventoryRow]:
    """Every door with its site, lock and counts, ordered by site and door name; secrets only when asked for."""
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples are taken apart twice as fast
    levels = {
        door: (codes, proven, opened, untested)
        for door, codes, proven, opened, untested in cursor.execute(_LEVELS, _LEVEL_WORDS)
    }
    groups: dict[str, list[str]] = {}
    for door, name in cursor.execute(_GROUPS):
        groups.setdefault(door, []).append(name)
    foreign: dict[str, int] = {lock: count for lock, count in cursor.execute(_FOREIGN)}
    tasks = {door: (count, due_at) for door, count, due_at in cursor.execute(_TASKS)}
    for_doors, of_locks = _codes(cursor)
    maps = _Maps()
    return [
        InventoryRow(
            door_id,
            door,
            door_zone,
            bool(is_private),
            maps[door_fields],
            site,
            site_zone,
            maps[site_fields],
            Secret(wifi) if with_secrets and wifi is not None else None,
            tuple(groups[door_id]) if door_id in groups else (),
            lock_id is not None,
            driver or "",
            vendor or "",
            product or "",
            serial or "",
            said_firmware or firmware or "",
            address or "",
            optional_time_of(mounted_at),
            maps[lock_fields],
            battery,
            bolt,
            optional_time_of(reached_at),
            optional_time_of(read_at),
            *levels.get(door_id, _NO_LEVELS),
            0 if lock_id is None else foreign.get(lock_id, 0),
            count,
            optional_time_of(due_at),
            code[0] if code is not None else None,
            code[1] if code is not None else None,
            Secret(code[2]) if with_secrets and code is not None else None,
        )
        for (
            door_id,
            door,
            door_zone,
            is_private,
            door_fields,
            site,
            site_zone,
            site_fields,
            wifi,
            lock_id,
            driver,
            vendor,
            product,
            serial,
            firmware,
            address,
            mounted_at,
            lock_fields,
            said_firmware,
            battery,
            bolt,
            reached_at,
            read_at,
        ) in cursor.execute(_ROWS)
        for code in (of_locks.get(lock_id or "") or for_doors.get(door_id),)
        for count, due_at in (tasks.get(door_id, _NO_TASKS),)
    ]


def _codes(cursor: Cursor) -> tuple[dict[str, _Code], dict[str, _Code]]:
    """The newest setup code of each door without a lock of its own, and of each mounted lock."""
    for_doors: dict[str, _Code] = {}
    of_locks: dict[str, _Code] = {}
    for door_id, lock_id, number, family, text in cursor.execute(_CODES):
        code = (number, family, text)
        if lock_id is not None:
            of_locks[lock_id] = code
        elif door_id is not None:
            for_doors[door_id] = code
    return for_doors, of_locks


class _Maps(dict[str | None, Mapping[str, str]]):
    """Maps by their text: the doors of a house say much the same."""

    def __missing__(self, text: str | None) -> Mapping[str, str]:
        found = self[text] = map_of(text) if text is not None else {}
        return found
