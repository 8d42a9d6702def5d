"""Tasks: what only a person can do, with door, reason and date."""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.ids import DoorId, TaskId
from app.services.open_project import OpenProject, list_places
from app.storage.values import PersonTask


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An open task. `code` is its message, `door` its place as `Site/Door`, empty when it is about the project."""

    id: TaskId
    door_id: DoorId | None
    code: str
    door: str


async def open_tasks(project: OpenProject, *, known: Collection[TaskId] = ()) -> list[TaskRow]:
    """The tasks that nobody has done yet, those already known left out, oldest first."""
    tasks = [t for t in await project.read.tasks.all() if t.done_at is None and t.id not in known]
    if not tasks:
        return []
    labels = {place.door.id: place.label for place in await list_places(project)}
    return [_row(task, labels) for task in sorted(tasks, key=lambda task: task.made_at)]


def _row(task: PersonTask, labels: dict[DoorId, str]) -> TaskRow:
    door = labels.get(task.door_id, "") if task.door_id is not None else ""
    return TaskRow(task.id, task.door_id, f"task_{task.reason}", door)
