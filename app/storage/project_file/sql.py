"""Statements made from names of tables and columns that this package declares; values are always parameters."""

import json
from collections.abc import Iterable, Sequence
from functools import cache

# Every name below comes from the schema, none from a person or a file, so joining them is safe (S608).


@cache
def select(table: str, where: str = "", order: str = "") -> str:
    """Every column of the rows that match."""
    condition = f" WHERE {where}" if where else ""
    sorting = f" ORDER BY {order}" if order else ""
    return f"SELECT * FROM {table}{condition}{sorting}"  # noqa: S608


@cache
def insert(table: str, columns: tuple[str, ...]) -> str:
    """Add a row with the named columns."""
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608


@cache
def delete(table: str, where: str) -> str:
    """Delete the rows that match."""
    return f"DELETE FROM {table} WHERE {where}"  # noqa: S608


@cache
def count(table: str, where: str) -> str:
    """How many rows match."""
    return f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608


@cache
def update(table: str, columns: tuple[str, ...], keys: tuple[str, ...]) -> str:
    """Set the named columns of the row with these keys."""
    setting = ", ".join(f"{column} = :{column}" for column in columns)
    return f"UPDATE {table} SET {setting} WHERE {matching(keys)}"  # noqa: S608


def matching(keys: Sequence[str]) -> str:
    """The condition that every key column equals its parameter."""
    return " AND ".join(f"{key} = :{key}" for key in keys)


def among(column: str, parameter: str) -> str:
    """The condition that the column is one of a list, given with `listed`: one statement, however long the list is."""
    return f"{column} IN (SELECT value FROM json_each(:{parameter}))"  # noqa: S608


def listed(values: Iterable[object]) -> str:
    """The parameter of `among`."""
    return json.dumps([str(value) for value in values])
