"""Searching, sorting, grouping and summing up, on columns of values."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.papers.table_write import Value
from app.services.inventory_columns import OPEN_COLUMNS, Column
from app.services.inventory_order import (
    GroupBy,
    SumOf,
    group_keys,
    grouped,
    haystacks,
    matching,
    sorted_rows,
    sums,
)

values = st.one_of(st.none(), st.text(max_size=3), st.integers(0, 9), st.dates())


def columns(**given_values: Sequence[Value]) -> dict[Column, Sequence[Value]]:
    """Columns of equal length; what is not given is empty, counts are 0."""
    length = max(len(one) for one in given_values.values())
    counts = (
        Column.CODES,
        Column.UNPROVEN,
        Column.OPENED,
        Column.UNTESTED,
        Column.FOREIGN,
        Column.TASKS,
    )
    found: dict[Column, Sequence[Value]] = {column: [None] * length for column in OPEN_COLUMNS}
    found |= {column: [0] * length for column in counts}
    found |= {Column(name): one for name, one in given_values.items()}
    return found


@given(st.lists(values, max_size=30), st.booleans())
def test_sorting_keeps_every_row_and_puts_empty_ones_last(column, is_descending):
    rows = sorted_rows(range(len(column)), column, is_descending=is_descending)
    assert sorted(rows) == list(range(len(column)))
    empty = [column[row] is None for row in rows]
    assert empty == sorted(empty)


def test_numbers_are_sorted_as_numbers_and_texts_without_regard_to_capitals():
    assert sorted_rows(range(3), [10, 9, None], is_descending=True) == [0, 1, 2]
    assert sorted_rows(range(3), ["b", "A", "C"]) == [1, 0, 2]


def test_every_word_has_to_stand_somewhere_in_the_row():
    hay = haystacks(columns(site=["House 1", "House 2"], door=["Front", "Front"]))
    assert matching(range(2), hay, "FRONT 2") == [1]
    assert matching(range(2), hay, "front back") == []
    assert list(matching(range(2), hay, "  ")) == [0, 1]


def test_groups_come_in_their_order_and_what_is_not_known_comes_last():
    data = columns(battery_percent=[None, 80, 3, 20, 21], pairing=["none"] + ["paired"] * 4)
    groups = grouped(range(5), group_keys(data, GroupBy.BATTERY_LEVEL))
    assert [(group.key, list(group.rows)) for group in groups] == [
        ("low", [2, 3]),
        ("middle", [4]),
        ("high", [1]),
        ("", [0]),
    ]


def test_sums_count_locks_of_ours_and_codes():
    data = columns(
        pairing=["paired", "paired", "noted", "none"],
        vendor=["Nuki", None, "Yale", None],
        codes=[2, 0, 0, 1],
        opened=[1, 0, 0, 0],
        untested=[1, 0, 0, 1],
        unproven=[1, 0, 0, 1],
        foreign=[0, 3, 0, 0],
        warranty_until=[date(2027, 1, 1), None, None, None],
    )
    found = {one.of: dict(one.parts) for one in sums(data, range(4))}
    assert found[SumOf.WORK] == {
        "doors": 4,
        "locks": 2,
        "without_lock": 2,
        "unproven": 2,
        "untested": 2,
        "untested_locks": 1,
        "foreign": 3,
        "tasks": 0,
    }
    assert found[SumOf.VENDOR] == {"Nuki": 1, "": 1}
    assert found[SumOf.WARRANTY] == {"2027": 1, "": 1}
