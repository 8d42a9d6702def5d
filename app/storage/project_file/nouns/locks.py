"""Locks, mounted and retired, and what they said about themselves."""

import dataclasses
import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.errors import RuleError
from app.domain.ids import DoorId, LockId, SlotId
from app.domain.lock import (
    BoltPosition,
    Capabilities,
    ClockState,
    DoorPosition,
    FabricOnLock,
    Lock,
    LockInfo,
    PinRules,
    ScheduleLimits,
)
from app.storage.project_file import sql
from app.storage.project_file.columns import (
    Row,
    map_of,
    map_text,
    optional_time_of,
    optional_time_text,
    time_of,
    time_text,
    uuid_of,
)
from app.storage.project_file.table_repository import Keeper, TableRepository, write_row
from app.storage.values import LockFacts, LockStanding


class LockRepository(TableRepository[LockId, Lock]):
    """Locks, oldest first; facts by lock, capabilities by driver, serial and firmware."""

    table = "locks"
    order = "mounted_at, id"
    keepers = (Keeper("records", "slot_records", "lock_id = :id AND ended IS NULL"),)
    goes_along = ("DELETE FROM slot_records WHERE lock_id = :id",)

    def row_of(self, value: Lock) -> Row:
        """The lock as a row."""
        return {
            "id": str(value.id),
            "door_id": str(value.door_id),
            "driver": value.driver,
            "vendor": value.vendor,
            "product": value.product,
            "serial": value.serial,
            "firmware": value.firmware,
            "address": value.address,
            "mounted_at": time_text(value.mounted_at),
            "retired_at": optional_time_text(value.retired_at),
            "is_leaving": int(value.is_leaving),
            "fields": map_text(value.fields),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Lock]:
        """The rows as locks."""
        return [
            Lock(
                id=LockId(UUID(row["id"])),
                door_id=DoorId(UUID(row["door_id"])),
                driver=row["driver"],
                vendor=row["vendor"],
                product=row["product"],
                serial=row["serial"],
                firmware=row["firmware"],
                address=row["address"],
                mounted_at=time_of(row["mounted_at"]),
                retired_at=optional_time_of(row["retired_at"]),
                is_leaving=bool(row["is_leaving"]),
                fields=map_of(row["fields"]),
            )
            for row in rows
        ]

    async def at_door(self, door_id: DoorId) -> Lock | None:
        """The lock mounted there now."""
        found = await self.where("door_id = :door AND retired_at IS NULL", {"door": str(door_id)})
        return found[0] if found else None

    async def standing_at(self, door_ids: Collection[DoorId]) -> Sequence[LockStanding]:
        """How far the locks mounted at these doors can be believed, in one statement."""
        values = {"doors": sql.listed(door_ids)}
        return await self._access.read(lambda connection: _standing(connection, values))

    async def facts(self, lock_id: LockId) -> LockFacts:
        """What the lock last said about itself."""
        return await self._access.read(lambda connection: _facts(connection, lock_id))

    async def all_facts(self) -> Sequence[LockFacts]:
        """The facts of every mounted lock, in one statement."""
        return await self._access.read(_all_facts)

    async def put_facts(self, facts: LockFacts) -> None:
        """Keep the newest; raises `RuleError("missing_reference")` for an unknown lock."""
        await self._access.write(lambda connection: _put_facts(connection, facts))


def _facts(connection: Connection, lock_id: LockId) -> LockFacts:
    key = {"id": str(lock_id)}
    lock = connection.execute(sql.select("locks", "id = :id"), key).fetchone()
    if lock is None:
        return LockFacts(lock_id)
    row = connection.execute(sql.select("lock_facts", "lock_id = :id"), key).fetchone()
    kept = connection.execute(
        "SELECT capabilities FROM lock_capabilities"
        " WHERE driver = :driver AND serial = :serial AND firmware = :firmware",
        _hardware(lock, row),
    ).fetchone()
    return _facts_of(lock_id, row, None if kept is None else kept["capabilities"])


_FACTS_JOIN = (
    " FROM locks l LEFT JOIN lock_facts f ON f.lock_id = l.id"
    " LEFT JOIN lock_capabilities c ON c.driver = l.driver"
    " AND c.serial = coalesce(nullif(f.serial, ''), nullif(l.serial, ''), l.id)"
    " AND c.firmware = coalesce(nullif(f.firmware, ''), l.firmware)"
    " WHERE l.retired_at IS NULL"
)
_STANDING = (
    "SELECT l.id, l.door_id, l.driver, c.capabilities, f.read_at, f.reached_at, f.clock, f.zone, f.free_slots"
    f"{_FACTS_JOIN} AND {sql.among('l.door_id', 'doors')}"
)
_CLOCKS: dict[str | None, ClockState] = {
    None: ClockState.UNKNOWN,
    **{clock.value: clock for clock in ClockState},
}


def _standing(connection: Connection, values: Mapping[str, object]) -> list[LockStanding]:
    return [
        LockStanding(
            LockId(uuid_of(lock_id)),
            DoorId(uuid_of(door_id)),
            driver,
            None if capabilities is None else capabilities_of(capabilities),
            optional_time_of(read_at),
            optional_time_of(reached_at),
            _CLOCKS[clock],
            zone,
            None if free_slots is None else _slots_of(free_slots),
        )
        for (
            lock_id,
            door_id,
            driver,
            capabilities,
            read_at,
            reached_at,
            clock,
            zone,
            free_slots,
        ) in connection.execute(_STANDING, values)
    ]


def _all_facts(connection: Connection) -> list[LockFacts]:
    rows = connection.execute(
        f"SELECT f.*, l.id AS id, c.capabilities{_FACTS_JOIN} ORDER BY l.mounted_at, l.id"
    ).fetchall()
    return [
        _facts_of(
            LockId(UUID(row["id"])), None if row["lock_id"] is None else row, row["capabilities"]
        )
        for row in rows
    ]


def _facts_of(lock_id: LockId, row: DatabaseRow | None, capabilities: str | None) -> LockFacts:
    can_do = None if capabilities is None else capabilities_of(capabilities)
    if row is None:
        return LockFacts(lock_id, capabilities=can_do)
    return LockFacts(
        lock_id=lock_id,
        info=None if row["said_at"] is None else _info_of(row),
        capabilities=can_do,
        reached_at=optional_time_of(row["reached_at"]),
        highest_event=row["highest_event"],
        read_at=optional_time_of(row["read_at"]),
        free_slots=None if row["free_slots"] is None else _slots_of(row["free_slots"]),
        unfinished=_slots_of(row["unfinished"]),
        fabrics=None if row["fabrics"] is None else _fabrics_of(row["fabrics"]),
        fabrics_read_at=optional_time_of(row["fabrics_read_at"]),
    )


@lru_cache(maxsize=256)
def _slots_of(text: str) -> tuple[SlotId, ...]:
    return tuple(SlotId(slot) for slot in json.loads(text))


def _fabrics_of(text: str) -> tuple[FabricOnLock, ...]:
    return tuple(FabricOnLock(**fabric) for fabric in json.loads(text))


def _put_facts(connection: Connection, facts: LockFacts) -> None:
    key = {"id": str(facts.lock_id)}
    row = {"lock_id": str(facts.lock_id), **_info_row(facts.info)}
    row["reached_at"] = optional_time_text(facts.reached_at)
    row["highest_event"] = facts.highest_event
    row["read_at"] = optional_time_text(facts.read_at)
    row["free_slots"] = None if facts.free_slots is None else json.dumps(facts.free_slots)
    row["unfinished"] = json.dumps(facts.unfinished)
    row["fabrics"] = _fabrics_text(facts.fabrics)
    row["fabrics_read_at"] = optional_time_text(facts.fabrics_read_at)
    write_row(connection, "lock_facts", ("lock_id",), row)
    if facts.capabilities is None:
        return
    lock = connection.execute(sql.select("locks", "id = :id"), key).fetchone()
    if lock is None:
        raise RuleError("missing_reference")
    kept = connection.execute(sql.select("lock_facts", "lock_id = :id"), key).fetchone()
    values = {**_hardware(lock, kept), "capabilities": capabilities_text(facts.capabilities)}
    write_row(connection, "lock_capabilities", ("driver", "serial", "firmware"), values)


def _fabrics_text(fabrics: Sequence[FabricOnLock] | None) -> str | None:
    if fabrics is None:
        return None
    return json.dumps([dataclasses.asdict(fabric) for fabric in fabrics], sort_keys=True)


def _hardware(lock: DatabaseRow, facts: DatabaseRow | None) -> dict[str, str]:
    """The name under which capabilities are kept; a lock without a serial goes by our own id."""
    said_serial = None if facts is None else facts["serial"]
    said_firmware = None if facts is None else facts["firmware"]
    return {
        "driver": lock["driver"],
        "serial": said_serial or lock["serial"] or lock["id"],
        "firmware": said_firmware or lock["firmware"],
    }


def _info_row(info: LockInfo | None) -> dict[str, str | int | float | None]:
    if info is None:
        columns = ("vendor", "product", "serial", "firmware", "battery_percent")
        return dict.fromkeys((*columns, "bolt", "door", "clock", "zone", "said_at"))
    return {
        "vendor": info.vendor,
        "product": info.product,
        "serial": info.serial,
        "firmware": info.firmware,
        "battery_percent": info.battery_percent,
        "bolt": info.bolt.value,
        "door": info.door.value,
        "clock": info.clock.value,
        "zone": info.zone,
        "said_at": time_text(info.read_at),
    }


def _info_of(row: DatabaseRow) -> LockInfo:
    return LockInfo(
        vendor=row["vendor"],
        product=row["product"],
        serial=row["serial"],
        firmware=row["firmware"],
        battery_percent=row["battery_percent"],
        bolt=BoltPosition(row["bolt"]),
        door=DoorPosition(row["door"]),
        clock=ClockState(row["clock"]),
        zone=row["zone"],
        read_at=time_of(row["said_at"]),
    )


def capabilities_text(capabilities: Capabilities) -> str:
    """Capabilities as JSON."""
    return json.dumps(dataclasses.asdict(capabilities), default=sorted, sort_keys=True)


@lru_cache(maxsize=256)
def capabilities_of(text: str) -> Capabilities | None:
    """The capabilities of a JSON text; None when it was written for other fields, so that they are probed again."""
    loaded = cast("dict[str, Any]", json.loads(text))
    try:
        pins = loaded.pop("pins")
        limits = loaded.pop("schedules")
        # Kept before it was asked for: the one family there was tells who opened wherever its slots can be read.
        limits.setdefault("reports_use", loaded["can_read_slots"])
        schedules = ScheduleLimits(**limits)
        return Capabilities(
            pins=None if pins is None else _pin_rules_of(pins), schedules=schedules, **loaded
        )
    except (KeyError, TypeError):
        return None


def _pin_rules_of(loaded: dict[str, Any]) -> PinRules:
    prefixes = tuple(loaded.pop("forbidden_prefixes"))
    values = frozenset(loaded.pop("forbidden_values"))
    return PinRules(forbidden_prefixes=prefixes, forbidden_values=values, **loaded)
