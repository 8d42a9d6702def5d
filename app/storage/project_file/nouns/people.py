"""People."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import PersonId
from app.domain.person import Person, Role
from app.storage.project_file.columns import Row, optional_time_of, optional_time_text
from app.storage.project_file.table_repository import Keeper, TableRepository

_OF_PERSON = "credential_id IN (SELECT id FROM credentials WHERE person_id = :id)"


class PersonRepository(TableRepository[PersonId, Person]):
    """People by name; removing one takes ended credentials, revoked grants and ended records along."""

    table = "people"
    order = "name COLLATE NOCASE, id"
    keepers = (
        Keeper("grants", "grants", "person_id = :id AND revoked_at IS NULL"),
        Keeper("records", "slot_records", f"ended IS NULL AND {_OF_PERSON}"),
        Keeper("credentials", "credentials", "person_id = :id AND ended_at IS NULL"),
    )
    goes_along = (
        f"DELETE FROM slot_records WHERE {_OF_PERSON}",  # noqa: S608, ours
        "DELETE FROM grants WHERE person_id = :id",
        "DELETE FROM credentials WHERE person_id = :id",
    )

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
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Person]:
        """The rows as people."""
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
            )
            for row in rows
        ]
