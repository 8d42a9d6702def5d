"""Doors."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, SiteId
from app.domain.project import Door
from app.storage.project_file import sql
from app.storage.project_file.columns import Row, map_of, map_text, uuid_of
from app.storage.project_file.table_repository import Keeper, TableRepository
from app.storage.values import DoorName

_NAMES = f"""SELECT d.id, s.name, d.name, coalesce(d.time_zone, s.time_zone) FROM doors d
    JOIN sites s ON s.id = d.site_id WHERE {sql.among("d.id", "doors")}"""  # noqa: S608, ours
_OF_HOLDER = "person_id IN (SELECT id FROM people WHERE reserve_of = :id)"


class DoorRepository(TableRepository[DoorId, Door]):
    """Doors by name; removing one takes what only the past still says of it."""

    table = "doors"
    order = "name COLLATE NOCASE, id"
    keepers = (
        Keeper("locks", "locks", "door_id = :id AND retired_at IS NULL"),
        Keeper("records", "slot_records", "door_id = :id AND ended IS NULL"),
        Keeper("pairings", "pairings", "door_id = :id"),
        Keeper(
            "grants",
            "grants",
            "revoked_at IS NULL AND id IN"
            " (SELECT grant_id FROM grant_doors WHERE door_id = :id AND NOT is_excepted)",
        ),
    )
    goes_along = (
        "DELETE FROM slot_records WHERE door_id = :id",
        "DELETE FROM locks WHERE door_id = :id",
        "DELETE FROM grant_doors WHERE door_id = :id",
        f"DELETE FROM slot_records WHERE credential_id IN (SELECT id FROM credentials WHERE {_OF_HOLDER})",  # noqa: S608, ours
        f"DELETE FROM grants WHERE {_OF_HOLDER}",  # noqa: S608, ours
        f"DELETE FROM credentials WHERE {_OF_HOLDER}",  # noqa: S608, ours
        "DELETE FROM people WHERE reserve_of = :id",
    )

    async def names(self, door_ids: Collection[DoorId]) -> Sequence[DoorName]:
        """How these doors are listed, ordered by site and door."""
        values = {"doors": sql.listed(door_ids)}

        def work(connection: Connection) -> list[DoorName]:
            return [
                DoorName(DoorId(uuid_of(door_id)), site, door, zone)
                for door_id, site, door, zone in connection.execute(_NAMES, values)
            ]

        found = await self._access.read(work)
        return sorted(found, key=lambda one: (one.site.casefold(), one.door.casefold()))

    def row_of(self, value: Door) -> Row:
        """The door as a row."""
        return {
            "id": str(value.id),
            "site_id": str(value.site_id),
            "name": value.name,
            "time_zone": value.time_zone,
            "is_private": int(value.is_private),
            "fields": map_text(value.fields),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Door]:
        """The rows as doors."""
        return [
            Door(
                id=DoorId(UUID(row["id"])),
                site_id=SiteId(UUID(row["site_id"])),
                name=row["name"],
                time_zone=row["time_zone"],
                is_private=bool(row["is_private"]),
                fields=map_of(row["fields"]),
            )
            for row in rows
        ]
