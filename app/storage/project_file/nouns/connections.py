"""Connections to servers and accounts."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection as Database
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import ConnectionId
from app.storage.project_file.columns import Row, map_of, map_text, optional_secret, secret_text
from app.storage.project_file.table_repository import TableRepository
from app.storage.values import Connection


class ConnectionRepository(TableRepository[ConnectionId, Connection]):
    """Connections by name."""

    table = "connections"
    order = "name COLLATE NOCASE, id"

    def row_of(self, value: Connection) -> Row:
        """The connection as a row."""
        return {
            "id": str(value.id),
            "kind": value.kind,
            "name": value.name,
            "settings": map_text(value.settings),
            "secret_token": secret_text(value.secret),
        }

    def values_of(self, connection: Database, rows: Sequence[DatabaseRow]) -> list[Connection]:
        """The rows as connections."""
        return [
            Connection(
                id=ConnectionId(UUID(row["id"])),
                kind=row["kind"],
                name=row["name"],
                settings=map_of(row["settings"]),
                secret=optional_secret(row["secret_token"]),
            )
            for row in rows
        ]
