"""What cells, groups and sums of the inventory say to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from app.domain.survey import DOOR_FIELDS
from app.papers.table_write import Value, text_of
from app.services.inventory_columns import Column
from app.services.inventory_order import GroupBy, Sum, SumOf
from app.texts.messages import has_message, message
from app.viewmodels.moments import moment_words

_CHOSEN = frozenset(Column(field.key) for field in DOOR_FIELDS if field.choices)


@dataclass(frozen=True, slots=True)
class SumTable:
    """One table of counts: its title, and each part as word and number; `words` is all of it for the ear."""

    title: str
    parts: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The whole table as a sentence."""
        return f"{self.title}: " + ", ".join(f"{word} {count}" for word, count in self.parts)


def column_title(column: Column) -> str:
    """The heading of a column."""
    return message(f"column_{column}")


def cell_words(column: Column, value: Value) -> str:
    """A cell as people read it: moments and days in the form of their country, words instead of keys."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _text_words(column, value)
    if isinstance(value, datetime):
        zone = value.tzinfo
        return moment_words(value, zone) if zone is not None else text_of(value)  # type: ignore[arg-type]
    if isinstance(value, date):
        day = QDate(value.year, value.month, value.day)
        return QLocale().toString(day, QLocale.FormatType.ShortFormat)
    if isinstance(value, bool):
        return message("word_yes") if value else ""
    if column is Column.BATTERY_PERCENT:
        return f"{value} %"
    return text_of(value)


def _text_words(column: Column, text: str) -> str:
    if column is Column.PAIRING:
        return message(f"pairing_word_{text}")
    if column not in _CHOSEN:
        return text
    codes = [(f"survey_{column}_{word}", word) for word in text.split(",")]
    return ", ".join(message(code) if has_message(code) else word for code, word in codes)


def group_word(by: GroupBy, key: str) -> str:
    """The word above a group."""
    if not key:
        is_noted = by in {GroupBy.BATTERY_TYPE, GroupBy.BATTERY_REPLACED, GroupBy.WARRANTY}
        return message("sum_word_not_noted" if is_noted else "sum_word_not_known")
    if by is GroupBy.BATTERY_LEVEL:
        return message(f"battery_level_{key}")
    if by is GroupBy.PAIRING:
        return message(f"pairing_word_{key}")
    return key


def group_words() -> Sequence[tuple[str, str]]:
    """What can be grouped by, as key and word; the first is none."""
    return [("", message("group_none")), *((by.value, message(f"group_{by}")) for by in GroupBy)]


def sum_tables(sums: Sequence[Sum]) -> list[SumTable]:
    """The sums with their words."""
    return [
        SumTable(
            message(f"sum_{one.of}"),
            tuple((_part_word(one.of, key), count) for key, count in one.parts),
        )
        for one in sums
    ]


def _part_word(of: SumOf, key: str) -> str:
    if of is SumOf.WORK:
        return message(f"sum_word_{key}")
    return group_word(GroupBy(of.value), key)
