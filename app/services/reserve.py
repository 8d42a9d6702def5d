"""Reserve codes: one a door, held by the door and by nobody, on the lock and proven before somebody needs it."""

from collections.abc import Collection
from uuid import uuid4

from app.core.errors import RuleError
from app.domain.grant import ALWAYS
from app.domain.ids import DoorId, PersonId
from app.domain.person import Person, Role
from app.services.access import AccessService, Granted, GrantWish
from app.services.code_choice import PinChoice
from app.services.open_project import OpenProject
from app.services.sites import checked_name
from app.storage.values import ChangeKind


class ReserveService:
    """Makes reserve codes; handing one out comes with the desk for guests."""

    def __init__(self, project: OpenProject, access: AccessService) -> None:
        self._project = project
        self._access = access

    async def make(self, door_ids: Collection[DoorId], name: str) -> list[Granted]:
        """Wish for a reserve code of its own at each of these doors; `name` is what the locks show.

        A door that has one keeps it. Raises the refusals of `AccessService.grant`; what was made before stays.
        """
        made: list[Granted] = []
        for door_id in sorted(door_ids, key=str):
            holder = await self._holder(door_id, name)
            grants = await self._project.read.grants.of_person(holder.id)
            if any(grant.revoked_at is None for grant in grants):
                continue
            wish = GrantWish(holder, frozenset({door_id}), ALWAYS, choice=PinChoice.NEW)
            made.append(await self._access.grant(wish))
        return made

    async def _holder(self, door_id: DoorId, name: str) -> Person:
        known = await self._project.read.people.reserve_holder(door_id)
        if known is not None:
            return known
        if await self._project.read.doors.get(door_id) is None:
            raise RuleError("door_gone")
        holder = Person(PersonId(uuid4()), checked_name(name), Role.MANAGER, reserve_of=door_id)
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            change.concerns(door_id=door_id)
            await change.repositories.people.put(holder)
        return holder
