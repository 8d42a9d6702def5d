"""People: adding, changing, removing."""

from dataclasses import replace
from uuid import uuid4

from app.core.errors import UsageError
from app.domain.ids import PersonId
from app.domain.person import Person, Role
from app.services.open_project import OpenProject
from app.services.sites import checked_name
from app.storage.values import ChangeKind


class PeopleService:
    """The people of a project; taking their access away is `AccessService`'s."""

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
    ) -> Person:
        """Add somebody; two people may bear one name, and are then told apart by id."""
        person = Person(PersonId(uuid4()), checked_name(name), role, language, email, phone)
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            change.concerns(person_id=person.id)
            await change.repositories.people.put(person)
        return person

    async def set_person(
        self, person: Person, *, name: str | None = None, role: Role | None = None
    ) -> Person:
        """Change what is given and keep the rest."""
        changed = replace(
            person,
            name=checked_name(name) if name is not None else person.name,
            role=role or person.role,
        )
        async with self._project.store.change(ChangeKind.PERSON_EDITED) as change:
            change.concerns(person_id=person.id)
            await change.repositories.people.put(changed)
        return changed


def parse_role(text: str) -> Role:
    """The role by its word; raises `UsageError("unknown_role")`."""
    try:
        return Role(text.lower())
    except ValueError as error:
        raise UsageError("unknown_role", name=text, choices=", ".join(Role)) from error
