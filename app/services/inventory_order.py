"""The inventory in an order: what is searched for, sorted and put into groups; and its sums. Pure, over columns of values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.papers.table_write import CellKind, Value
from app.services.inventory_columns import OPEN_COLUMNS, Column, PairingWord, kind_of

Columns = Mapping[Column, Sequence[Value]]
LOW_PERCENT, MIDDLE_PERCENT = 20, 50


class GroupBy(StrEnum):
    """What rows can be grouped and counted by."""

    SITE = "site"
    VENDOR = "vendor"
    FIRMWARE = "firmware"
    BATTERY_LEVEL = "battery_level"
    BATTERY_TYPE = "battery_type"
    BATTERY_REPLACED = "battery_replaced"
    WARRANTY = "warranty"
    PAIRING = "pairing"


class BatteryLevel(StrEnum):
    """Battery levels as groups, the urgent one first."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


_NEEDED = {
    GroupBy.SITE: (Column.SITE,),
    GroupBy.VENDOR: (Column.VENDOR,),
    GroupBy.FIRMWARE: (Column.VENDOR, Column.PRODUCT, Column.FIRMWARE),
    GroupBy.BATTERY_LEVEL: (Column.BATTERY_PERCENT,),
    GroupBy.BATTERY_TYPE: (Column.BATTERY_TYPE,),
    GroupBy.BATTERY_REPLACED: (Column.BATTERY_REPLACED_ON,),
    GroupBy.WARRANTY: (Column.WARRANTY_UNTIL,),
    GroupBy.PAIRING: (Column.PAIRING,),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, by their place in the columns; `key` is empty where nothing is known."""

    key: str
    rows: Sequence[int]


def columns_for_group(by: GroupBy) -> tuple[Column, ...]:
    """The columns that grouping by this reads."""
    return _NEEDED[by]


def group_keys(columns: Columns, by: GroupBy) -> list[str]:
    """The group of each row: a text, a stable word, a year; empty where nothing is known."""
    values = [columns[column] for column in _NEEDED[by]]
    if by is GroupBy.BATTERY_LEVEL:
        return [_level(value) for value in values[0]]
    if by in {GroupBy.BATTERY_REPLACED, GroupBy.WARRANTY}:
        return [str(value.year) if isinstance(value, date) else "" for value in values[0]]
    if len(values) == 1:
        return [str(value) if value is not None else "" for value in values[0]]
    return [
        " ".join([str(part) for part in parts if part is not None])
        for parts in zip(*values, strict=True)
    ]


def _level(value: Value) -> str:
    if not isinstance(value, int):
        return ""
    if value <= LOW_PERCENT:
        return BatteryLevel.LOW
    return BatteryLevel.MIDDLE if value <= MIDDLE_PERCENT else BatteryLevel.HIGH


_ORDER: dict[str, str] = {
    str(word): f"{place}" for place, word in enumerate((*BatteryLevel, *PairingWord))
}


def grouped(rows: Sequence[int], keys: Sequence[str]) -> list[Group]:
    """The rows in groups by their keys, the order inside kept; rows of which nothing is known come last."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(keys[row], []).append(row)
    return [Group(key, found[key]) for key in sorted(found, key=_place_of_key)]


def _place_of_key(key: str) -> tuple[bool, str]:
    return (not key, _ORDER.get(key, key).casefold())


def sorted_rows(
    rows: Iterable[int], values: Sequence[Value], *, is_descending: bool = False
) -> list[int]:
    """The rows by these values: numbers, days and moments, then texts without regard to capitals; empty ones always last."""
    numbers: list[int] = []
    moments: list[int] = []
    days: list[int] = []
    texts: list[int] = []
    empty: list[int] = []
    for row in rows:
        value = values[row]
        if value is None:
            empty.append(row)
        elif isinstance(value, str):
            texts.append(row)
        elif isinstance(value, datetime):
            moments.append(row)
        elif isinstance(value, date):
            days.append(row)
        else:
            numbers.append(row)
    if texts:
        small = {row: str(values[row]).casefold() for row in texts}
        texts.sort(key=small.__getitem__, reverse=is_descending)
    for part in (numbers, moments, days):
        part.sort(key=values.__getitem__, reverse=is_descending)  # type: ignore[arg-type]
    return [*numbers, *moments, *days, *texts, *empty]


def haystacks(columns: Columns) -> list[str]:
    """The text of each row in which words are looked for: all texts but secrets, in small letters."""
    texts = [
        columns[column]
        for column in OPEN_COLUMNS
        if column in columns and kind_of(column) is CellKind.TEXT and column is not Column.DOOR_ID
    ]
    return [
        "\n".join([cell for cell in cells if isinstance(cell, str)]).casefold()
        for cells in zip(*texts, strict=True)
    ]


def matching(rows: Sequence[int], hay: Sequence[str], search: str) -> Sequence[int]:
    """The rows in which every word of the search stands somewhere."""
    for word in search.casefold().split():
        rows = [row for row in rows if word in hay[row]]
    return rows


class SumOf(StrEnum):
    """What is counted over all locks; each is a table of words and numbers."""

    WORK = "work"
    VENDOR = "vendor"
    FIRMWARE = "firmware"
    BATTERY_LEVEL = "battery_level"
    BATTERY_TYPE = "battery_type"
    BATTERY_REPLACED = "battery_replaced"
    WARRANTY = "warranty"


@dataclass(frozen=True, slots=True)
class Sum:
    """One table of counts: key (text, stable word, year; empty where nothing is known) and number."""

    of: SumOf
    parts: tuple[tuple[str, int], ...]


def sums(columns: Columns, rows: Sequence[int]) -> list[Sum]:
    """The sums over these rows; all but the first count locks that are ours.

    The keys of the first are `doors`, `locks`, `without_lock`, `unproven`, `untested`, `untested_locks`, `foreign`, `tasks`.
    """
    pairing = columns[Column.PAIRING]
    locks = [row for row in rows if pairing[row] == PairingWord.PAIRED]
    found = [Sum(SumOf.WORK, _work(columns, rows, locks))]
    for of in SumOf:
        if of is SumOf.WORK:
            continue
        keys = group_keys(columns, GroupBy(of.value))
        counted = Counter([keys[row] for row in locks])
        ordered = sorted(counted, key=_place_of_key)
        found.append(Sum(of, tuple((key, counted[key]) for key in ordered)))
    return found


def _work(
    columns: Columns, rows: Sequence[int], locks: Sequence[int]
) -> tuple[tuple[str, int], ...]:
    opened = columns[Column.OPENED]
    nobody_tried = [row for row in locks if not opened[row]]
    return (
        ("doors", len(rows)),
        ("locks", len(locks)),
        ("without_lock", len(rows) - len(locks)),
        ("unproven", _total(columns[Column.UNPROVEN], rows)),
        ("untested", _total(columns[Column.UNTESTED], rows)),
        ("untested_locks", len(nobody_tried)),
        ("foreign", _total(columns[Column.FOREIGN], rows)),
        ("tasks", _total(columns[Column.TASKS], rows)),
    )


def _total(values: Sequence[Value], rows: Sequence[int]) -> int:
    return sum([value for row in rows if isinstance(value := values[row], int)])
