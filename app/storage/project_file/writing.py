"""The writing connection: it remembers what the change under way told it, to be told again where the file is gone."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlcipher3.dbapi2 import Connection, Cursor

_NOT_KEPT = frozenset(
    {"SELECT", "PRAGMA", "BEGIN", "BEGIN ", "COMMIT", "ROLLBA", "SAVEPO", "RELEAS"}
)
_KEPT_PRAGMA = "PRAGMA defer_foreign_keys"


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """One statement as it was carried out. Its values may be secrets: it lives in memory only and has no text of its own."""

    sql: str
    values: Any


class WritingConnection(Connection):
    """A connection that keeps every statement that wrote something, in `statements`, until somebody clears them."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.statements: list[Statement] = []
        self._new_parts: dict[str, list[Mapping[str, object]]] | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """Run one statement, and keep it when it wrote."""
        cursor = super().execute(sql, parameters)
        if _is_writing(sql):
            self.statements.append(Statement(sql, parameters))
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """Run one statement for each row of values, and keep them when it wrote."""
        rows = list(parameters)
        cursor = super().executemany(sql, rows)
        if _is_writing(sql):
            self.statements.extend(Statement(sql, row) for row in rows)
        return cursor

    @contextmanager
    def together(self) -> Generator[None]:
        """Write what `insert_new` is given in here with one statement a table, at the end."""
        gathered = self._new_parts = {}
        try:
            yield
        finally:
            self._new_parts = None
        for sql, rows in gathered.items():
            self.executemany(sql, rows)

    def insert_new(self, sql: str, rows: Sequence[Mapping[str, object]]) -> bool:
        """Take rows of an owner that is new, so that nothing of it is there yet; False outside of `together`, where nothing is known."""
        if self._new_parts is None:
            return False
        if rows:
            self._new_parts.setdefault(sql, []).extend(rows)
        return True


def tell_again(connection: Connection, statements: Sequence[Statement]) -> None:
    """Carry out statements once more, inside the caller's transaction, on the rows that they met the first time."""
    for statement in statements:
        connection.execute(statement.sql, statement.values)


def _is_writing(sql: str) -> bool:
    return sql[:6] not in _NOT_KEPT or sql.startswith(_KEPT_PRAGMA)
