"""The columns of the inventory: what each is called, what it holds, and how it is read from a row.

The words of columns that an import knows too are those of `ImportField`, so that a table that was written can be read again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.slot_record import ProofLevel
from app.domain.survey import DOOR_FIELDS, LOCK_FIELDS, SITE_FIELDS, FieldKind, SurveyField
from app.papers.table_write import CellKind, Value
from app.storage.values import InventoryRow


class Column(StrEnum):
    """Every column of the inventory, in the order in which people choose; the words stand in JSON and saved views."""

    SITE = "site"
    DOOR = "door"
    VENDOR = "vendor"
    PRODUCT = "product"
    SERIAL = "serial"
    FIRMWARE = "firmware"
    FAMILY = "family"
    PAIRING = "pairing"
    BATTERY_PERCENT = "battery_percent"
    BATTERY_TYPE = "battery_type"
    BATTERY_REPLACED_ON = "battery_replaced_on"
    BOUGHT_ON = "bought_on"
    WARRANTY_UNTIL = "warranty_until"
    LOCK_NOTE = "lock_note"
    BOLT = "bolt"
    REACHED_AT = "reached_at"
    READ_AT = "read_at"
    MOUNTED_AT = "mounted_at"
    ADDRESS = "address"
    CODES = "codes"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    UNTESTED = "untested"
    FOREIGN = "foreign"
    TASKS = "tasks"
    TASK_DUE_AT = "task_due_at"
    GROUPS = "groups"
    PRIVATE = "private"
    TIME_ZONE = "time_zone"
    HANDING = "handing"
    THICKNESS_MM = "thickness_mm"
    BACKSET_MM = "backset_mm"
    CYLINDER = "cylinder"
    CYLINDER_OUTSIDE_MM = "cylinder_outside_mm"
    CYLINDER_INSIDE_MM = "cylinder_inside_mm"
    POWER = "power"
    RADIO = "radio"
    USED_BY = "used_by"
    NOTE = "note"
    SITE_TIME_ZONE = "site_time_zone"
    SITE_ADDRESS = "site_address"
    SITE_CONTACT = "site_contact"
    SITE_WAY_IN = "site_way_in"
    SITE_WIFI_NAME = "site_wifi_name"
    SITE_BORDER_ROUTER = "site_border_router"
    SITE_HUB = "site_hub"
    SITE_NOTE = "site_note"
    SETUP_CODE_NUMBER = "setup_code_number"
    SETUP_CODE_FAMILY = "setup_code_family"
    DOOR_ID = "door_id"
    SETUP_CODE = "setup_code"
    SITE_WIFI_PASSWORD = "site_wifi_password"  # noqa: S105 (a column)


SECRET_COLUMNS = (Column.SETUP_CODE, Column.SITE_WIFI_PASSWORD)
OPEN_COLUMNS = tuple(column for column in Column if column not in SECRET_COLUMNS)
DEFAULT_COLUMNS = (
    Column.SITE,
    Column.DOOR,
    Column.VENDOR,
    Column.PRODUCT,
    Column.SERIAL,
    Column.FIRMWARE,
    Column.FAMILY,
    Column.PAIRING,
    Column.BATTERY_PERCENT,
    Column.BATTERY_TYPE,
    Column.BATTERY_REPLACED_ON,
    Column.WARRANTY_UNTIL,
    Column.BOLT,
    Column.REACHED_AT,
    Column.MOUNTED_AT,
    Column.CODES,
    Column.PROVEN,
    Column.UNPROVEN,
    Column.UNTESTED,
    Column.FOREIGN,
    Column.TASKS,
    Column.TIME_ZONE,
)


class PairingWord(StrEnum):
    """Whether the lock at a door is ours; `noted` is what somebody wrote down of a lock that is not paired."""

    PAIRED = "paired"
    NOTED = "noted"
    NONE = "none"


PROVEN_LEVELS = frozenset({ProofLevel.SEEN, ProofLevel.OPENED})
_UNTESTED_LEVELS = frozenset(
    {ProofLevel.PLANNED, ProofLevel.ACCEPTED, ProofLevel.SEEN, ProofLevel.UNKNOWN}
)
"""Wanted codes that the lock has not reported to have opened the door."""

_Reader = Callable[[InventoryRow, ZoneInfo], Value]


@dataclass(frozen=True, slots=True)
class _How:
    """What a column holds and how one row's value is read."""

    kind: CellKind
    read: _Reader


def kind_of(column: Column) -> CellKind:
    """What the column holds."""
    return _HOW[column].kind


def read_columns(
    columns: Sequence[Column], rows: Sequence[InventoryRow], project_zone: str
) -> dict[Column, list[Value]]:
    """The values of these columns, row by row; moments stand in the zone of their door, nothing is None."""
    zones: dict[str, ZoneInfo] = {}
    pairs: list[tuple[InventoryRow, ZoneInfo]] = []
    for row in rows:
        name = row.door_zone or row.site_zone or project_zone
        zone = zones.get(name)
        if zone is None:
            zone = zones[name] = ZoneInfo(name)
        pairs.append((row, zone))
    found: dict[Column, list[Value]] = {}
    for column in columns:
        read = _HOW[column].read
        found[column] = [read(row, zone) for row, zone in pairs]
    return found


def pairing_of(row: InventoryRow) -> PairingWord:
    """Whether the lock at this door is ours."""
    if row.lock_id is not None:
        return PairingWord.PAIRED
    has_notes = any(
        row.door_fields.get(key) for key in ("lock_vendor", "lock_product", "lock_serial")
    )
    return PairingWord.NOTED if has_notes else PairingWord.NONE


def _lock_text(name: str) -> _Reader:
    """What the lock says of itself; where none is paired, what somebody noted of the one that is there or to come."""
    noted = f"lock_{name}"

    def read(row: InventoryRow, _zone: ZoneInfo) -> Value:
        if row.lock_id is None:
            return row.door_fields.get(noted) or None
        return getattr(row, name) or None

    return read


def _moment(name: str) -> _Reader:
    def read(row: InventoryRow, zone: ZoneInfo) -> Value:
        at: datetime | None = getattr(row, name)
        return at.astimezone(zone) if at is not None else None

    return read


def _text(name: str) -> _Reader:
    def read(row: InventoryRow, _zone: ZoneInfo) -> Value:
        return getattr(row, name) or None

    return read


def _number(name: str) -> _Reader:
    def read(row: InventoryRow, _zone: ZoneInfo) -> Value:
        return getattr(row, name)

    return read


def _survey(fields: str, field: SurveyField) -> _How:
    key = field.key
    convert = {FieldKind.NUMBER: _as_number, FieldKind.DATE: _as_date}.get(field.kind)
    kind = {FieldKind.NUMBER: CellKind.NUMBER, FieldKind.DATE: CellKind.DATE}.get(field.kind)

    def read(row: InventoryRow, _zone: ZoneInfo) -> Value:
        noted: Mapping[str, str] = getattr(row, fields)
        text = noted.get(key)
        if not text:
            return None
        return convert(text) if convert is not None else text

    return _How(kind or CellKind.TEXT, read)


def _as_number(text: str) -> Value:
    try:
        number = float(text)
    except ValueError:
        return text  # noted before the form asked for a number: shown as it is
    return int(number) if number.is_integer() else number


def _as_date(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _count(levels: frozenset[ProofLevel]) -> _Reader:
    def read(row: InventoryRow, _zone: ZoneInfo) -> Value:
        return sum([count for level, count in row.levels.items() if level in levels])

    return read


_LOCK_COLUMN = {"note": Column.LOCK_NOTE}
_HOW: dict[Column, _How] = {
    Column.SITE: _How(CellKind.TEXT, lambda row, _: row.site),
    Column.DOOR: _How(CellKind.TEXT, lambda row, _: row.door),
    Column.VENDOR: _How(CellKind.TEXT, _lock_text("vendor")),
    Column.PRODUCT: _How(CellKind.TEXT, _lock_text("product")),
    Column.SERIAL: _How(CellKind.TEXT, _lock_text("serial")),
    Column.FIRMWARE: _How(CellKind.TEXT, _lock_text("firmware")),
    Column.FAMILY: _How(CellKind.TEXT, _text("driver")),
    Column.PAIRING: _How(CellKind.TEXT, lambda row, _: pairing_of(row).value),
    Column.BATTERY_PERCENT: _How(CellKind.NUMBER, _number("battery_percent")),
    Column.BOLT: _How(CellKind.TEXT, _text("bolt")),
    Column.REACHED_AT: _How(CellKind.MOMENT, _moment("reached_at")),
    Column.READ_AT: _How(CellKind.MOMENT, _moment("read_at")),
    Column.MOUNTED_AT: _How(CellKind.MOMENT, _moment("mounted_at")),
    Column.ADDRESS: _How(CellKind.TEXT, _text("address")),
    Column.CODES: _How(CellKind.NUMBER, lambda row, _: sum(row.levels.values())),
    Column.PROVEN: _How(CellKind.NUMBER, _count(PROVEN_LEVELS)),
    Column.UNPROVEN: _How(CellKind.NUMBER, _count(frozenset(ProofLevel) - PROVEN_LEVELS)),
    Column.UNTESTED: _How(CellKind.NUMBER, _count(_UNTESTED_LEVELS)),
    Column.FOREIGN: _How(CellKind.NUMBER, _number("foreign")),
    Column.TASKS: _How(CellKind.NUMBER, _number("tasks")),
    Column.TASK_DUE_AT: _How(CellKind.MOMENT, _moment("task_due_at")),
    Column.GROUPS: _How(CellKind.TEXT, lambda row, _: ";".join(row.groups) or None),
    Column.PRIVATE: _How(CellKind.TRUTH, _number("is_private")),
    Column.TIME_ZONE: _How(CellKind.TEXT, _text("door_zone")),
    Column.SITE_TIME_ZONE: _How(CellKind.TEXT, _text("site_zone")),
    Column.SETUP_CODE_NUMBER: _How(CellKind.NUMBER, _number("setup_code_number")),
    Column.SETUP_CODE_FAMILY: _How(CellKind.TEXT, _text("setup_code_family")),
    Column.DOOR_ID: _How(CellKind.TEXT, lambda row, _: str(row.door_id)),
    Column.SETUP_CODE: _How(
        CellKind.TEXT, lambda row, _: row.setup_code.reveal() if row.setup_code else None
    ),
    Column.SITE_WIFI_PASSWORD: _How(
        CellKind.TEXT, lambda row, _: row.wifi_password.reveal() if row.wifi_password else None
    ),
    **{Column(f"site_{field.key}"): _survey("site_fields", field) for field in SITE_FIELDS},
    **{Column(field.key): _survey("door_fields", field) for field in DOOR_FIELDS},
    **{
        _LOCK_COLUMN.get(field.key) or Column(field.key): _survey("lock_fields", field)
        for field in LOCK_FIELDS
    },
}
