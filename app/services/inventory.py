"""The inventory: one row a door, with its lock and what is proven of its codes."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from app.core.errors import UsageError
from app.domain.lock import Lock
from app.domain.slot_record import ProofLevel
from app.papers.csv_table import write_csv
from app.papers.private_file import write_private_file_blocking
from app.services.open_project import OpenProject, list_places
from app.storage.values import ChangeKind, DoorOverview, LockFacts

Cell = str | int | datetime | None


class Column(StrEnum):
    """Every column of the inventory, in the order of the table; the words stand in JSON and CSV."""

    SITE = "site"
    DOOR = "door"
    VENDOR = "vendor"
    PRODUCT = "product"
    SERIAL = "serial"
    FIRMWARE = "firmware"
    FAMILY = "family"
    BATTERY_PERCENT = "battery_percent"
    BOLT = "bolt"
    REACHED_AT = "reached_at"
    MOUNTED_AT = "mounted_at"
    CODES = "codes"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    FOREIGN = "foreign"
    TIME_ZONE = "time_zone"
    SETUP_CODE = "setup_code"


DEFAULT_COLUMNS = tuple(column for column in Column if column is not Column.SETUP_CODE)
PROVEN = frozenset({ProofLevel.SEEN, ProofLevel.OPENED})


@dataclass(frozen=True, slots=True)
class Inventory:
    """The table: its columns, and one row a door. `is_practice` has to be said wherever it is shown."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[Column, Cell], ...]
    is_practice: bool


class InventoryService:
    """Makes the inventory and its files."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def make(
        self, columns: Sequence[Column] | None = None, *, with_secrets: bool = False
    ) -> Inventory:
        """The inventory as it is now; setup codes only with secrets, and that is in the history."""
        chosen = tuple(columns) if columns else DEFAULT_COLUMNS
        if with_secrets and Column.SETUP_CODE not in chosen:
            chosen = (*chosen, Column.SETUP_CODE)
        codes = {
            code.door_id: code.text.reveal()
            for code in (await self._project.read.setup_codes.all() if with_secrets else ())
            if code.door_id is not None
        }
        overviews = {row.door_id: row for row in await self._project.store.overview()}
        locks = {
            lock.door_id: lock
            for lock in await self._project.read.locks.all()
            if lock.retired_at is None
        }
        all_facts = {facts.lock_id: facts for facts in await self._project.read.locks.all_facts()}
        rows: list[Mapping[Column, Cell]] = []
        for place in await list_places(self._project):
            lock = locks.get(place.door.id)
            facts = all_facts.get(lock.id) if lock is not None else None
            cells = _cells(overviews[place.door.id], lock, facts, ZoneInfo(place.zone))
            cells[Column.SITE] = place.site.name
            cells[Column.TIME_ZONE] = place.zone
            cells[Column.SETUP_CODE] = codes.get(place.door.id)
            rows.append({column: cells[column] for column in chosen})
        if with_secrets:
            async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
                change.concerns(note={"what": "inventory", "doors": len(rows)})
        is_practice = self._project.store.project.kind == "practice"
        return Inventory(chosen, tuple(rows), is_practice)


def parse_columns(text: str | None) -> tuple[Column, ...] | None:
    """Columns from a list with commas; raises `UsageError("unknown_column")`."""
    if text is None:
        return None
    try:
        return tuple(Column(word.strip()) for word in text.split(",") if word.strip())
    except ValueError as error:
        raise UsageError("unknown_column", name=text, choices=", ".join(Column)) from error


def parse_separator(text: str) -> str:
    """A separator from its character or the word tab; raises `UsageError("unknown_separator")`."""
    character = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(text, text)
    if character not in (",", ";", "\t"):
        raise UsageError("unknown_separator", name=text)
    return character


def inventory_json(inventory: Inventory) -> bytes:
    """One object a door with the columns as keys; empty is null."""
    rows = [
        {str(column): _plain(row[column]) for column in inventory.columns} for row in inventory.rows
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False).encode("utf-8") + b"\n"


def inventory_csv(
    inventory: Inventory, *, separator: str, header: Sequence[str], practice_note: str
) -> bytes:
    """The inventory as CSV; a practice project says so in a last line of its own."""
    rows = [[as_text(row[column]) for column in inventory.columns] for row in inventory.rows]
    if inventory.is_practice:
        rows.append([practice_note])
    return write_csv(header, rows, separator=separator)


def as_text(cell: Cell) -> str:
    """A cell as text: moments as RFC 3339, nothing as empty."""
    if cell is None:
        return ""
    return cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else str(cell)


def _plain(cell: Cell) -> str | int | None:
    return cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else cell


def _cells(
    overview: DoorOverview, lock: Lock | None, facts: LockFacts | None, zone: ZoneInfo
) -> dict[Column, Cell]:
    info = facts.info if facts is not None else None
    reached_at = facts.reached_at if facts is not None else None
    living = sum(overview.levels.values())
    proven = sum(count for level, count in overview.levels.items() if level in PROVEN)
    return {
        Column.DOOR: overview.door,
        Column.VENDOR: lock.vendor if lock else None,
        Column.PRODUCT: lock.product if lock else None,
        Column.SERIAL: lock.serial if lock else None,
        Column.FIRMWARE: lock.firmware if lock else None,
        Column.FAMILY: lock.driver if lock else None,
        Column.BATTERY_PERCENT: info.battery_percent if info else None,
        Column.BOLT: str(info.bolt) if info else None,
        Column.REACHED_AT: reached_at.astimezone(zone) if reached_at else None,
        Column.MOUNTED_AT: lock.mounted_at.astimezone(zone) if lock else None,
        Column.CODES: living,
        Column.PROVEN: proven,
        Column.UNPROVEN: living - proven,
        Column.FOREIGN: overview.foreign,
    }


async def save_file(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, readable by this user alone; raises `EnvironmentAppError`."""
    await asyncio.to_thread(write_private_file_blocking, path, content)
