"""The Matter engine's store."""

from collections.abc import Awaitable, Callable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.core.secret import Secret
from app.storage.project_file.access import Access
from app.storage.values import FabricChange


class FabricRepository:
    """Commits go past the history: `commit` is the store's own, which knows whether the file is still there."""

    def __init__(
        self, access: Access, commit: Callable[[Sequence[FabricChange]], Awaitable[None]]
    ) -> None:
        self._access = access
        self._commit = commit

    async def load(self) -> Sequence[FabricChange]:
        """Everything kept, as writes."""
        return await self._access.read(load_fabric)

    async def commit(self, changes: Sequence[FabricChange]) -> None:
        """Apply all or none; durable when it returns."""
        await self._commit(changes)


def load_fabric(connection: Connection) -> list[FabricChange]:
    """Everything kept, as writes."""
    rows = connection.execute("SELECT * FROM fabric ORDER BY context, key").fetchall()
    return [FabricChange(row["context"], row["key"], Secret(row["secret_value"])) for row in rows]


def apply_fabric(connection: Connection, changes: Sequence[FabricChange]) -> None:
    """Make the writes, in their order."""
    for change in changes:
        if change.value is None:
            connection.execute(
                "DELETE FROM fabric WHERE context = ? AND key = ?", (change.context, change.key)
            )
        else:
            connection.execute(
                "INSERT INTO fabric (context, key, secret_value) VALUES (?, ?, ?)"
                " ON CONFLICT (context, key) DO UPDATE SET secret_value = excluded.secret_value",
                (change.context, change.key, change.value.reveal()),
            )
