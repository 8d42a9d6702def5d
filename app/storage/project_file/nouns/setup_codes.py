"""Setup codes: the tray and those of doors."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.secret import Secret
from app.domain.ids import DoorId, LockId, SetupCodeId
from app.storage.project_file.columns import Row, optional_id, optional_id_text, time_of, time_text
from app.storage.project_file.table_repository import Keeper, TableRepository
from app.storage.values import KeptSetupCode


class SetupCodeRepository(TableRepository[SetupCodeId, KeptSetupCode]):
    """Setup codes, oldest first."""

    table = "setup_codes"
    order = "at, id"
    keepers = (Keeper("pairings", "pairings", "setup_code_id = :id"),)

    def row_of(self, value: KeptSetupCode) -> Row:
        """The code as a row."""
        return {
            "id": str(value.id),
            "secret_text": value.text.reveal(),
            "family": value.family,
            "is_valid": int(value.is_valid),
            "came_by": value.came_by,
            "at": time_text(value.at),
            "door_id": optional_id_text(value.door_id),
            "note": value.note,
            "number": value.number,
            "lock_id": optional_id_text(value.lock_id),
        }

    def put_parts(self, connection: Connection, value: KeptSetupCode) -> None:
        """Note the number as given, for good."""
        connection.execute(
            "INSERT OR IGNORE INTO drawn_code_numbers (number, setup_code_id) VALUES (?, ?)",
            (value.number, str(value.id)),
        )

    async def next_number(self) -> int:
        """The number after every one that was ever given."""
        return await self._access.read(
            lambda connection: int(
                connection.execute(
                    "SELECT coalesce(max(number), 0) + 1 FROM drawn_code_numbers"
                ).fetchone()[0]
            )
        )

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[KeptSetupCode]:
        """The rows as codes."""
        return [
            KeptSetupCode(
                id=SetupCodeId(UUID(row["id"])),
                text=Secret(row["secret_text"]),
                family=row["family"],
                is_valid=bool(row["is_valid"]),
                came_by=row["came_by"],
                at=time_of(row["at"]),
                door_id=optional_id(row["door_id"], DoorId),
                note=row["note"],
                number=row["number"],
                lock_id=optional_id(row["lock_id"], LockId),
            )
            for row in rows
        ]
