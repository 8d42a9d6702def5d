"""Tasks for people."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, TaskId
from app.storage.project_file.columns import (
    Row,
    map_of,
    map_text,
    optional_id,
    optional_id_text,
    optional_time_of,
    optional_time_text,
    time_of,
    time_text,
)
from app.storage.project_file.table_repository import TableRepository
from app.storage.values import PersonTask


class TaskRepository(TableRepository[TaskId, PersonTask]):
    """Tasks by date; done ones too."""

    table = "tasks"
    order = "due_at, id"

    def row_of(self, value: PersonTask) -> Row:
        """The task as a row."""
        return {
            "id": str(value.id),
            "door_id": optional_id_text(value.door_id),
            "reason": value.reason,
            "due_at": time_text(value.due_at),
            "made_at": time_text(value.made_at),
            "done_at": optional_time_text(value.done_at),
            "done_by": value.done_by,
            "parameters": map_text(value.parameters),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[PersonTask]:
        """The rows as tasks."""
        return [
            PersonTask(
                id=TaskId(UUID(row["id"])),
                door_id=optional_id(row["door_id"], DoorId),
                reason=row["reason"],
                due_at=time_of(row["due_at"]),
                made_at=time_of(row["made_at"]),
                done_at=optional_time_of(row["done_at"]),
                done_by=row["done_by"],
                parameters=map_of(row["parameters"]),
            )
            for row in rows
        ]
