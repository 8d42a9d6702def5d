"""The append-only history, and taking edits back."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.event import HistoryEntry
from app.domain.ids import DoorId, PersonId
from app.services.open_project import OpenProject
from app.storage.values import ChangeKind, HistoryHealth, UndoStep


class HistoryService:
    """Shows the history and undoes edits."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def entries(
        self,
        *,
        since: datetime | None = None,
        door_id: DoorId | None = None,
        limit: int | None = None,
    ) -> Sequence[HistoryEntry]:
        """Entries, oldest first; with `limit` the newest so many. Secrets in payloads are `Secret`."""
        return await self._project.read.history.entries(since=since, door_id=door_id, limit=limit)

    async def note_codes_given_out(
        self, what: str, count: int, *, person_id: PersonId | None = None
    ) -> None:
        """Record, before they are shown, that so many codes leave the project in clear; `what` shows them."""
        async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
            change.concerns(person_id=person_id, note={"what": what, "codes": count})

    async def verify(self) -> HistoryHealth:
        """Whether every chain verifies; slow for long histories."""
        return await self._project.read.history.verify()

    async def undo_steps(self, limit: int = 20) -> Sequence[UndoStep]:
        """What undo could take back, newest first, with the reason where it cannot."""
        return await self._project.read.history.undo_steps(limit)

    async def undo(self, sequence: int | None = None) -> UndoStep:
        """Take back one edit, the newest when None; raises `RuleError` with the reason."""
        return await self._project.store.undo(sequence)
