"""The columns of the inventory: what each is called, what it holds, and how it is read from a row.

The words of columns that an import knows too are those of `ImportField`, so that a table that was written can be read again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from zoneinfo import ZoneInfo

from app.domain.import_fields import NOTED_OF_LOCK
from app.domain.survey import DOOR_FIELDS, LOCK_FIELDS, SITE_FIELDS, FieldKind, SurveyField
from app.domain.word_list import join_words
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
    OPENED = "opened"
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


_Rows = Sequence[InventoryRow]
_Zones = Sequence[ZoneInfo]
_Reader = Callable[[_Rows, _Zones], list[Value]]


@dataclass(frozen=True, slots=True)
class _How:
    """What a column holds and how its values are read; a column at a time, as thousands of rows are read at once."""

    kind: CellKind
    read: _Reader


def kind_of(column: Column) -> CellKind:
    """What the column holds."""
    return _HOW[column].kind


def read_columns(
    columns: Sequence[Column], rows: Sequence[InventoryRow], project_zone: str
) -> dict[Column, list[Value]]:
    """The values of these columns, row by row; moments stand in the zone of their door, nothing is None."""
    known = {name: ZoneInfo(name) for name in {_zone(row, project_zone) for row in rows}}
    zones = [known[_zone(row, project_zone)] for row in rows]
    return {column: _HOW[column].read(rows, zones) for column in columns}


def _zone(row: InventoryRow, project_zone: str) -> str:
    return row.door_zone or row.site_zone or project_zone


def pairing_of(row: InventoryRow) -> PairingWord:
    """Whether the lock at this door is ours."""
    if row.has_lock:
        return PairingWord.PAIRED
    noted = ("lock_vendor", "lock_product", "lock_serial")
    return PairingWord.NOTED if any(map(row.door_fields.get, noted)) else PairingWord.NONE


def _plain(name: str) -> _Reader:
    get = attrgetter(name)
    return lambda rows, _zones: list(map(get, rows))


def _text(name: str) -> _Reader:
    get = attrgetter(name)
    return lambda rows, _zones: [text or None for text in map(get, rows)]


def _lock_text(name: str) -> _Reader:
    """What the lock says of itself; where none is paired, what somebody noted of the one that is there or to come."""
    get, noted = attrgetter(name), f"lock_{name}"
    return lambda rows, _zones: [
        (get(row) if row.has_lock else row.door_fields.get(noted)) or None for row in rows
    ]


def _moment(name: str) -> _Reader:
    get = attrgetter(name)
    return lambda rows, zones: [
        at.astimezone(zone) if at is not None else None
        for at, zone in zip(map(get, rows), zones, strict=True)
    ]


def _each(read: Callable[[InventoryRow], Value]) -> _Reader:
    return lambda rows, _zones: list(map(read, rows))


def _survey(fields: str, field: SurveyField) -> _How:
    get, key = attrgetter(fields), field.key
    return _noted(field, lambda rows: [noted.get(key) for noted in map(get, rows)])


def _of_lock(field: SurveyField) -> _How:
    """What is noted of the lock, or was noted at the door before it came; of another lock than the one that came it says nothing."""
    key, coming = field.key, f"{NOTED_OF_LOCK}{field.key}"

    def read(row: InventoryRow) -> str | None:
        own = row.lock_fields.get(key)
        if own or (row.has_lock and row.door_fields.get(_NOTED_SERIAL) != row.serial):
            return own
        return row.door_fields.get(coming)

    return _noted(field, lambda rows: list(map(read, rows)))


def _noted(field: SurveyField, get: Callable[[_Rows], list[str | None]]) -> _How:
    convert = {FieldKind.NUMBER: _as_number, FieldKind.DATE: _as_date}.get(field.kind)
    kind = {FieldKind.NUMBER: CellKind.NUMBER, FieldKind.DATE: CellKind.DATE}.get(field.kind)

    def read(rows: _Rows, _zones: _Zones) -> list[Value]:
        return [
            None if not text else text if convert is None else convert(text) for text in get(rows)
        ]

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


_NOTED_SERIAL = f"{NOTED_OF_LOCK}serial"
_LOCK_COLUMN = {"note": Column.LOCK_NOTE}
_HOW: dict[Column, _How] = {
    Column.SITE: _How(CellKind.TEXT, _plain("site")),
    Column.DOOR: _How(CellKind.TEXT, _plain("door")),
    Column.VENDOR: _How(CellKind.TEXT, _lock_text("vendor")),
    Column.PRODUCT: _How(CellKind.TEXT, _lock_text("product")),
    Column.SERIAL: _How(CellKind.TEXT, _lock_text("serial")),
    Column.FIRMWARE: _How(CellKind.TEXT, _lock_text("firmware")),
    Column.FAMILY: _How(CellKind.TEXT, _text("driver")),
    Column.PAIRING: _How(CellKind.TEXT, _each(lambda row: pairing_of(row).value)),
    Column.BATTERY_PERCENT: _How(CellKind.NUMBER, _plain("battery_percent")),
    Column.BOLT: _How(CellKind.TEXT, _text("bolt")),
    Column.REACHED_AT: _How(CellKind.MOMENT, _moment("reached_at")),
    Column.READ_AT: _How(CellKind.MOMENT, _moment("read_at")),
    Column.MOUNTED_AT: _How(CellKind.MOMENT, _moment("mounted_at")),
    Column.ADDRESS: _How(CellKind.TEXT, _text("address")),
    Column.CODES: _How(CellKind.NUMBER, _plain("codes")),
    Column.PROVEN: _How(CellKind.NUMBER, _plain("proven")),
    Column.UNPROVEN: _How(CellKind.NUMBER, _each(lambda row: row.codes - row.proven)),
    Column.OPENED: _How(CellKind.NUMBER, _plain("opened")),
    Column.UNTESTED: _How(CellKind.NUMBER, _plain("untested")),
    Column.FOREIGN: _How(CellKind.NUMBER, _plain("foreign")),
    Column.TASKS: _How(CellKind.NUMBER, _plain("tasks")),
    Column.TASK_DUE_AT: _How(CellKind.MOMENT, _moment("task_due_at")),
    Column.GROUPS: _How(CellKind.TEXT, _each(lambda row: join_words(row.groups) or None)),
    Column.PRIVATE: _How(CellKind.TRUTH, _plain("is_private")),
    Column.TIME_ZONE: _How(CellKind.TEXT, _text("door_zone")),
    Column.SITE_TIME_ZONE: _How(CellKind.TEXT, _text("site_zone")),
    Column.SETUP_CODE_NUMBER: _How(CellKind.NUMBER, _plain("setup_code_number")),
    Column.SETUP_CODE_FAMILY: _How(CellKind.TEXT, _text("setup_code_family")),
    Column.DOOR_ID: _How(CellKind.TEXT, _plain("door_id")),
    Column.SETUP_CODE: _How(
        CellKind.TEXT, _each(lambda row: row.setup_code.reveal() if row.setup_code else None)
    ),
    Column.SITE_WIFI_PASSWORD: _How(
        CellKind.TEXT, _each(lambda row: row.wifi_password.reveal() if row.wifi_password else None)
    ),
    **{Column(f"site_{field.key}"): _survey("site_fields", field) for field in SITE_FIELDS},
    **{Column(field.key): _survey("door_fields", field) for field in DOOR_FIELDS},
    **{_LOCK_COLUMN.get(field.key) or Column(field.key): _of_lock(field) for field in LOCK_FIELDS},
}
