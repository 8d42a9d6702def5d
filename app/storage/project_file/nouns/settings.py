"""What the project remembers of how it is worked with."""

from sqlcipher3.dbapi2 import Connection

from app.storage.project_file import sql
from app.storage.project_file.access import Access
from app.storage.project_file.table_repository import write_row


class SettingRepository:
    """JSON texts by key."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def get(self, key: str) -> str | None:
        """The text, or None."""

        def work(connection: Connection) -> str | None:
            row = connection.execute(sql.select("settings", "key = :key"), {"key": key}).fetchone()
            return None if row is None else str(row["value"])

        return await self._access.read(work)

    async def put(self, key: str, value: str) -> None:
        """Keep it."""

        def work(connection: Connection) -> None:
            write_row(connection, "settings", ("key",), {"key": key, "value": value})

        await self._access.write(work)

    async def remove(self, key: str) -> None:
        """Forget it."""

        def work(connection: Connection) -> None:
            connection.execute(sql.delete("settings", "key = :key"), {"key": key})

        await self._access.write(work)
