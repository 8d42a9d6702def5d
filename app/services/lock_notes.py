"""What people note of a lock that is mounted: its battery, its warranty, a note."""

from collections.abc import Mapping
from dataclasses import replace

from app.core.errors import RuleError
from app.domain.lock import Lock
from app.domain.survey import FieldOf, checked_value
from app.services.open_project import OpenProject, Place
from app.storage.values import ChangeKind


class LockNoteService:
    """Notes things of locks."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def notes(self, place: Place) -> Mapping[str, str]:
        """What is noted of the lock that is mounted there; raises `RuleError("no_lock")`."""
        return (await self._lock(place)).fields

    async def note(self, place: Place, fields: Mapping[str, str]) -> Lock:
        """Note these and keep the rest; an empty text takes a note away, a key that is not declared is kept as it is.

        Raises `RuleError` `no_lock`, and as `checked_value` does.
        """
        given = {key: checked_value(FieldOf.LOCK, key, text) for key, text in fields.items()}
        lock = await self._lock(place)
        kept = {key: text for key, text in {**lock.fields, **given}.items() if text}
        if kept == lock.fields:
            return lock
        changed = replace(lock, fields=kept)
        async with self._project.store.change(ChangeKind.LOCK_EDITED) as change:
            change.concerns(door_id=place.door.id)
            await change.repositories.locks.put(changed)
        return changed

    async def _lock(self, place: Place) -> Lock:
        lock = await self._project.read.locks.at_door(place.door.id)
        if lock is None:
            raise RuleError("no_lock", door=place.label)
        return lock
