"""People."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, PersonId
from app.domain.person import Person, Role
from app.storage.project_file.columns import (
    Row,
    optional_date_of,
    optional_id,
    optional_id_text,
    optional_time_of,
    optional_time_text,
)
from app.storage.project_file.table_repository import (
    Keeper,
    TableRepository,
    part_rows,
    put_part_rows,
)

_OF_PERSON = "credential_id IN (SELECT id FROM credentials WHERE person_id = :id)"


class PersonRepository(TableRepository[PersonId, Person]):
    """People by name; removing one takes ended credentials, revoked grants and ended records along."""

    table = "people"
    order = "name COLLATE NOCASE, id"
    keepers = (
        Keeper("grants", "grants", "person_id = :id AND revoked_at IS NULL"),
        Keeper("records", "slot_records", f"ended IS NULL AND {_OF_PERSON}"),
        Keeper("credentials", "credentials", "person_id = :id AND ended_at IS NULL"),
        Keeper("key_issues", "key_issues", "person_id = :id AND returned_at IS NULL"),
    )
    goes_along = (
        f"DELETE FROM slot_records WHERE {_OF_PERSON}",  # noqa: S608, ours
        "DELETE FROM grants WHERE person_id = :id",
        "DELETE FROM credentials WHERE person_id = :id",
        "DELETE FROM key_issues WHERE person_id = :id",
    )

    async def reserve_holder(self, door_id: DoorId) -> Person | None:
        """What holds the reserve code of this door, if it has one."""
        condition = "reserve_of = :door AND removed_at IS NULL"
        found = await self.where(condition, {"door": str(door_id)})
        return found[0] if found else None

    def row_of(self, value: Person) -> Row:
        """The person as a row."""
        return {
            "id": str(value.id),
            "name": value.name,
            "role": value.role.value,
            "language": value.language,
            "email": value.email,
            "phone": value.phone,
            "is_paused": int(value.is_paused),
            "removed_at": optional_time_text(value.removed_at),
            "birthday": None if value.birthday is None else value.birthday.isoformat(),
            "reserve_of": optional_id_text(value.reserve_of),
        }

    def put_parts(self, connection: Connection, value: Person) -> None:
        """Write at which doors access is paused."""
        rows: list[Row] = [{"door_id": str(door)} for door in value.paused_door_ids]
        owner = ("person_id", str(value.id))
        put_part_rows(connection, "person_paused_doors", owner, ("door_id",), rows)

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Person]:
        """The rows as people."""
        ids = [row["id"] for row in rows]
        paused = part_rows(connection, "person_paused_doors", "person_id", ids, "door_id")
        return [
            Person(
                id=PersonId(UUID(row["id"])),
                name=row["name"],
                role=Role(row["role"]),
                language=row["language"],
                email=row["email"],
                phone=row["phone"],
                is_paused=bool(row["is_paused"]),
                removed_at=optional_time_of(row["removed_at"]),
                birthday=optional_date_of(row["birthday"]),
                paused_door_ids=frozenset(
                    DoorId(UUID(pause["door_id"])) for pause in paused.get(row["id"], ())
                ),
                reserve_of=optional_id(row["reserve_of"], DoorId),
            )
            for row in rows
        ]
