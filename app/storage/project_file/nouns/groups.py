"""Groups of doors."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, GroupId
from app.domain.project import Group
from app.storage.project_file.columns import Row
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
                frozenset(DoorId(UUID(m["door_id"])) for m in members.get(row["id"], ())),
            )
            for row in rows
        ]
