"""People: adding, changing, pausing."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from app.core.errors import RuleError, UsageError
from app.domain.ids import DoorId, PersonId
from app.domain.person import Person, Role
from app.domain.wishes import doors_of
from app.services.chart import sync_records
from app.services.open_project import OpenProject, list_places
from app.services.sites import checked_name
from app.storage.contracts import Change
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is known of somebody beside name and role; None is "not known"."""

    language: str | None = None
    email: str | None = None
    phone: str | None = None
    birthday: date | None = None


class PeopleService:
    """The people of a project; taking their access away for good is `AccessService`'s."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_people(self) -> list[Person]:
        """Everybody by name, those who were removed left out."""
        return [p for p in await self._project.read.people.all() if p.is_listed]

    async def add_person(
        self,
        name: str,
        *,
        role: Role = Role.GUEST,
        language: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        birthday: date | None = None,
    ) -> Person:
        """Add somebody; two people may bear one name, and are then told apart by id."""
        person = Person(
            PersonId(uuid4()), checked_name(name), role, language, email, phone, birthday=birthday
        )
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            change.concerns(person_id=person.id)
            await change.repositories.people.put(person)
        return person

    async def set_person(
        self,
        person: Person,
        *,
        name: str | None = None,
        role: Role | None = None,
        details: PersonDetails | None = None,
    ) -> Person:
        """Change what is given and keep the rest; `details` as a whole."""
        known = details or PersonDetails(
            person.language, person.email, person.phone, person.birthday
        )
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            change.concerns(person_id=person.id)
            changed = replace(
                await _now_in_file(change.repositories, person),
                name=checked_name(name) if name is not None else person.name,
                role=role or person.role,
                language=known.language,
                email=known.email,
                phone=known.phone,
                birthday=known.birthday,
            )
            await change.repositories.people.put(changed)
        return changed

    async def pause(self, person: Person, door_ids: Collection[DoorId] = ()) -> frozenset[DoorId]:
        """Take access away for now, everywhere when no door is named, and keep what was granted; gives the doors concerned.

        What is on a lock is taken off by the next apply. Pausing again changes nothing. Raises `RuleError("no_grant")` for a door where
        nothing is granted.
        """
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            repositories = change.repositories
            known = await _now_in_file(repositories, person)
            granted = await _granted_doors(repositories, known)
            foreign = set(door_ids) - granted
            if foreign:
                places = await list_places(self._project, repositories, foreign)
                labels = ", ".join(place.label for place in places)
                raise RuleError("no_grant", person=known.name, door=labels)
            paused = (
                replace(known, paused_door_ids=known.paused_door_ids | frozenset(door_ids))
                if door_ids
                else replace(known, is_paused=True)
            )
            concerned = frozenset(door_ids) or granted
            await self._save(change, paused, concerned)
        return concerned

    async def resume(self, person: Person, door_ids: Collection[DoorId] = ()) -> frozenset[DoorId]:
        """End the pause at these doors, everywhere when none is named, so that what was granted counts again; gives the doors concerned.

        Raises `RuleError("paused_everywhere")` when single doors are named of somebody who is paused as a whole.
        """
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            repositories = change.repositories
            known = await _now_in_file(repositories, person)
            if door_ids and known.is_paused:
                raise RuleError("paused_everywhere", person=known.name)
            granted = await _granted_doors(repositories, known)
            left = known.paused_door_ids - frozenset(door_ids) if door_ids else frozenset[DoorId]()
            resumed = replace(known, is_paused=False, paused_door_ids=left)
            concerned = (frozenset(door_ids) or granted) & granted
            await self._save(change, resumed, concerned)
        return concerned

    async def _save(self, change: Change, person: Person, doors: Collection[DoorId]) -> None:
        only = next(iter(doors)) if len(doors) == 1 else None
        change.concerns(person_id=person.id, door_id=only)
        await change.repositories.people.put(person)
        await sync_records(self._project, change.repositories, doors)


async def _now_in_file(repositories: Repositories, person: Person) -> Person:
    """The person as the file has them: what somebody was shown may be older."""
    return await repositories.people.get(person.id) or person


async def _granted_doors(repositories: Repositories, person: Person) -> frozenset[DoorId]:
    grants = [g for g in await repositories.grants.of_person(person.id) if g.revoked_at is None]
    named = {group_id for grant in grants for group_id in grant.group_ids}
    groups = {group.id: group for group in await repositories.groups.some(named)}
    return frozenset(door_id for grant in grants for door_id in doors_of(grant, groups))


def parse_role(text: str) -> Role:
    """The role by its word; raises `UsageError("unknown_role")`."""
    try:
        return Role(text.lower())
    except ValueError as error:
        raise UsageError("unknown_role", name=text, choices=", ".join(Role)) from error
