"""Pairings that were begun and not finished."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.errors import RuleError
from app.domain.ids import DoorId, PairingId, SetupCodeId
from app.storage.project_file.columns import Row, optional_id, optional_id_text, time_of, time_text
from app.storage.project_file.table_repository import TableRepository
from app.storage.values import Pairing


class PairingRepository(TableRepository[PairingId, Pairing]):
    """Pairings, oldest first; a node id once drawn is never another pairing's."""

    table = "pairings"
    order = "begun_at, id"

    def row_of(self, value: Pairing) -> Row:
        """The pairing as a row."""
        return {
            "id": str(value.id),
            "door_id": str(value.door_id),
            "driver": value.driver,
            "setup_code_id": optional_id_text(value.setup_code_id),
            "node_id": value.node_id,
            "begun_at": time_text(value.begun_at),
            "state": value.state,
        }

    def put_parts(self, connection: Connection, value: Pairing) -> None:
        """Note the node id as drawn; raises `RuleError("node_id_taken")`."""
        if value.node_id is None:
            return
        drawn = {"node_id": value.node_id, "pairing_id": str(value.id)}
        connection.execute(
            "INSERT OR IGNORE INTO drawn_node_ids (node_id, pairing_id)"
            " VALUES (:node_id, :pairing_id)",
            drawn,
        )
        holder = connection.execute(
            "SELECT pairing_id FROM drawn_node_ids WHERE node_id = :node_id", drawn
        ).fetchone()
        if holder["pairing_id"] != str(value.id):
            raise RuleError("node_id_taken")

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Pairing]:
        """The rows as pairings."""
        return [
            Pairing(
                id=PairingId(UUID(row["id"])),
                door_id=DoorId(UUID(row["door_id"])),
                driver=row["driver"],
                setup_code_id=optional_id(row["setup_code_id"], SetupCodeId),
                node_id=row["node_id"],
                begun_at=time_of(row["begun_at"]),
                state=row["state"],
            )
            for row in rows
        ]
