"""Credentials of all kinds."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.credential import Credential, CredentialKind
from app.domain.ids import CredentialId, PersonId
from app.storage.project_file.columns import (
    Row,
    optional_secret,
    optional_time_of,
    optional_time_text,
    secret_text,
    time_of,
    time_text,
)
from app.storage.project_file.table_repository import Keeper, TableRepository


class CredentialRepository(TableRepository[CredentialId, Credential]):
    """Credentials, oldest first; ended ones too."""

    table = "credentials"
    order = "created_at, id"
    keepers = (
        Keeper("grants", "grants", "credential_id = :id AND revoked_at IS NULL"),
        Keeper("records", "slot_records", "credential_id = :id AND ended IS NULL"),
    )
    goes_along = (
        "DELETE FROM slot_records WHERE credential_id = :id",
        "DELETE FROM grants WHERE credential_id = :id",
    )

    async def of_person(self, person_id: PersonId) -> Sequence[Credential]:
        """Those of one person; ended ones too."""
        return await self.where("person_id = :person", {"person": str(person_id)})

    def row_of(self, value: Credential) -> Row:
        """The credential as a row."""
        return {
            "id": str(value.id),
            "person_id": str(value.person_id),
            "kind": value.kind.value,
            "label": value.label,
            "secret_value": secret_text(value.value),
            "created_at": time_text(value.created_at),
            "ended_at": optional_time_text(value.ended_at),
            "number": value.number,
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Credential]:
        """The rows as credentials."""
        return [
            Credential(
                id=CredentialId(UUID(row["id"])),
                person_id=PersonId(UUID(row["person_id"])),
                kind=CredentialKind(row["kind"]),
                label=row["label"],
                value=optional_secret(row["secret_value"]),
                created_at=time_of(row["created_at"]),
                ended_at=optional_time_of(row["ended_at"]),
                number=row["number"],
            )
            for row in rows
        ]
