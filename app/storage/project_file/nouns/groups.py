"""Groups of doors."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, GroupId
from app.domain.project import Group
from app.storage.project_file import sql
from app.storage.project_file.columns import Row, uuid_of
from app.storage.project_file.table_repository import (
    Keeper,
    TableRepository,
    part_rows,
    put_part_rows,
)


class GroupRepository(TableRepository[GroupId, Group]):
    """Groups by name."""

    table = "door_groups"
    order = "name COLLATE NOCASE, id"
    keepers = (
        Keeper(
            "grants",
            "grants",
            "revoked_at IS NULL AND id IN (SELECT grant_id FROM grant_groups WHERE group_id = :id)",
        ),
    )
    goes_along = ("DELETE FROM grant_groups WHERE group_id = :id",)

    async def memberships(
        self, door_ids: Collection[DoorId]
    ) -> Mapping[GroupId, frozenset[DoorId]]:
        """Which of these doors each group has; groups without any are left out."""
        query = sql.select("door_group_members", sql.among("door_id", "doors"))

        def work(connection: Connection) -> dict[GroupId, frozenset[DoorId]]:
            found: dict[str, set[DoorId]] = {}
            for row in connection.execute(query, {"doors": sql.listed(door_ids)}):
                found.setdefault(row["group_id"], set()).add(DoorId(uuid_of(row["door_id"])))
            return {GroupId(UUID(group)): frozenset(doors) for group, doors in found.items()}

        return await self._access.read(work)

    def row_of(self, value: Group) -> Row:
        """The group as a row, without its doors."""
        return {"id": str(value.id), "name": value.name}

    def put_parts(self, connection: Connection, value: Group) -> None:
        """Write which doors belong to it."""
        rows: list[Row] = [{"door_id": str(door)} for door in value.door_ids]
        owner = ("group_id", str(value.id))
        put_part_rows(connection, "door_group_members", owner, ("door_id",), rows)

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Group]:
        """The rows as groups."""
        ids = [row["id"] for row in rows]
        members = part_rows(connection, "door_group_members", "group_id", ids, "door_id")
        return [
            Group(
                GroupId(UUID(row["id"])),
                row["name"],
                frozenset(DoorId(uuid_of(m["door_id"])) for m in members.get(row["id"], ())),
            )
            for row in rows
        ]
