"""What every repository over one table does; the nouns add their columns."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.errors import RuleError
from app.storage.project_file import sql
from app.storage.project_file.access import Access
from app.storage.project_file.columns import Row
from app.storage.project_file.writing import WritingConnection

Key = TypeVar("Key", bound=UUID)
Value = TypeVar("Value")

_FEW = 1000
"""Up to so many owners their parts are looked up; beyond that reading the whole table is quicker."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Living rows that forbid removing a value: those of `table` that match `where` with the parameter `:id`."""

    noun: str
    table: str
    where: str


class TableRepository(Generic[Key, Value]):
    """Values of one table with an `id` column, and their parts in other tables."""

    table: ClassVar[str]
    order: ClassVar[str]
    keepers: ClassVar[Sequence[Keeper]] = ()
    goes_along: ClassVar[Sequence[str]] = ()
    """Statements with the parameter `:id` that take what only the past still needs, before the row itself goes."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @abstractmethod
    def row_of(self, value: Value) -> Row:
        """The value as a row."""

    @abstractmethod
    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Value]:
        """The rows as values; parts in other tables are read here, in few statements."""

    def put_parts(self, connection: Connection, value: Value) -> None:
        """Write what the value keeps in other tables."""

    async def get(self, key: Key, /) -> Value | None:
        """The value, or None."""
        found = await self.where("id = :id", {"id": str(key)})
        return found[0] if found else None

    async def all(self) -> Sequence[Value]:
        """Every value, in a stable order."""
        return await self.where("", {})

    async def some(self, keys: Collection[Key], /) -> Sequence[Value]:
        """Those with these ids, in the same order."""
        return await self.where(sql.among("id", "ids"), {"ids": sql.listed(keys)}) if keys else []

    async def put(self, value: Value, /) -> None:
        """Add it, or replace the one with the same id."""
        await self._access.write(lambda connection: self.put_row(connection, value))

    async def put_all(self, values: Sequence[Value], /) -> None:
        """Put each of them, in one turn of the file's thread; which of them are there is asked once."""

        def work(connection: Connection) -> None:
            rows = [self.row_of(value) for value in values]
            there = ids_there(connection, self.table, rows)
            new: list[tuple[Value, Row]] = []
            for value, row in zip(values, rows, strict=True):
                if row["id"] not in there:
                    new.append((value, row))
                    there.add(row["id"])
                    continue
                self._add_new(connection, new)
                new = []
                self.put_row(connection, value)
            self._add_new(connection, new)

        await self._access.write(work)

    async def remove(self, key: Key, /) -> None:
        """Take it out; raises `RuleError("still_needed", noun=...)` while something living refers to it."""
        await self._access.write(lambda connection: self._remove_row(connection, str(key)))

    async def where(self, condition: str, values: Mapping[str, object]) -> list[Value]:
        """The values whose rows match."""
        query = sql.select(self.table, condition, self.order)

        def work(connection: Connection) -> list[Value]:
            return self.values_of(connection, connection.execute(query, values).fetchall())

        return await self._access.read(work)

    def put_row(self, connection: Connection, value: Value) -> None:
        """Write the row and its parts."""
        write_row(connection, self.table, ("id",), self.row_of(value))
        self.put_parts(connection, value)

    def _add_new(self, connection: Connection, new: Sequence[tuple[Value, Row]]) -> None:
        """Write values that are not there with one statement a table: each statement for itself is most of the work of thousands."""
        if not new:
            return
        connection.executemany(sql.insert(self.table, tuple(new[0][1])), [row for _, row in new])
        if isinstance(connection, WritingConnection):
            with connection.together():
                for value, _ in new:
                    self.put_parts(connection, value)
            return
        for value, _ in new:
            self.put_parts(connection, value)

    def _remove_row(self, connection: Connection, key: str) -> None:
        values = {"id": key}
        for keeper in self.keepers:
            found = connection.execute(sql.count(keeper.table, keeper.where), values).fetchone()[0]
            if found:
                raise RuleError("still_needed", noun=keeper.noun, count=found)
        for statement in self.goes_along:
            connection.execute(statement, values)
        connection.execute(sql.delete(self.table, "id = :id"), values)


def ids_there(connection: Connection, table: str, rows: Sequence[Row]) -> set[object]:
    """The ids of these rows that the table has."""
    query = f"SELECT id FROM {table} WHERE {sql.among('id', 'ids')}"  # noqa: S608, ours
    found = connection.execute(query, {"ids": sql.listed([row["id"] for row in rows])}).fetchall()
    return {row["id"] for row in found}


def write_row(
    connection: Connection, table: str, keys: tuple[str, ...], row: Row
) -> DatabaseRow | None:
    """Add the row, or set the columns that differ; returns the row as it was.

    Setting a column, even to what it is, rewrites every index over it: in a large project that is most of the work of a change.
    """
    query = sql.select(table, sql.matching(keys))
    before = connection.execute(query, {key: row[key] for key in keys}).fetchone()
    if before is None:
        connection.execute(sql.insert(table, tuple(row)), row)
        return None
    changed = tuple(column for column in row if before[column] != row[column])
    if changed:
        connection.execute(sql.update(table, changed, keys), row)
    return before


def put_part_rows(
    connection: Connection,
    table: str,
    owner: tuple[str, str],
    keys: tuple[str, ...],
    rows: Sequence[Row],
) -> None:
    """Make the rows of an owner (column, id) exactly these; what stays is not touched."""
    column, owner_id = owner
    if isinstance(connection, WritingConnection):
        full = [{column: owner_id, **row} for row in rows]
        query = sql.insert(table, tuple(full[0])) if full else ""
        if connection.insert_new(query, full):
            return
    wanted = {tuple(row[key] for key in keys) for row in rows}
    there = connection.execute(sql.select(table, f"{column} = :id"), {"id": owner_id}).fetchall()
    if not there:
        for row in rows:
            full = {column: owner_id, **row}
            connection.execute(sql.insert(table, tuple(full)), full)
        return
    for row in there:
        if tuple(row[key] for key in keys) not in wanted:
            naming = (column, *keys)
            connection.execute(
                sql.delete(table, sql.matching(naming)), {name: row[name] for name in naming}
            )
    for row in rows:
        full = {column: owner_id, **row}
        write_row(connection, table, (column, *keys), full)


def part_rows(
    connection: Connection, table: str, column: str, owners: Sequence[str], order: str
) -> dict[str, list[DatabaseRow]]:
    """The rows of these owners, by owner; one statement, however many there are."""
    is_few = len(owners) <= _FEW
    condition = sql.among(column, "ids") if is_few else ""
    values = {"ids": sql.listed(owners)} if is_few else {}
    found: dict[str, list[DatabaseRow]] = {}
    if owners:
        for row in connection.execute(sql.select(table, condition, order), values).fetchall():
            found.setdefault(row[column], []).append(row)
    return found
