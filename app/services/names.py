"""From a name that somebody typed to the one thing it means."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from app.core.errors import UsageError
from app.domain.person import Person
from app.domain.project import Site
from app.services.open_project import OpenProject, Place, list_places

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

SHORT_ID_LENGTH = 8
"""An id may be shortened to its first 8 characters on the command line."""


async def find_place(project: OpenProject, text: str) -> Place:
    """The door called `Site/Door`, by a unique door name, or by id; names win over ids.

    Raises `UsageError` with `unknown_door` or `ambiguous_door`.
    """
    places = await list_places(project)
    named = [place for place in places if place.label == text]
    named = named or [place for place in places if place.door.name == text]
    return _only(named or _by_id(places, text, lambda place: place.door.id), "door", text)


async def find_places(project: OpenProject, texts: Iterable[str]) -> list[Place]:
    """All doors named; every door when none is named."""
    wanted = list(texts)
    if not wanted:
        return await list_places(project)
    return [await find_place(project, text) for text in wanted]


async def find_person(project: OpenProject, text: str) -> Person:
    """The person by name or id; names win. Raises `UsageError` with `unknown_person` or `ambiguous_person`."""
    people = [person for person in await project.read.people.all() if person.is_listed]
    named = [person for person in people if person.name == text]
    return _only(named or _by_id(people, text, lambda person: person.id), "person", text)


async def find_site(project: OpenProject, text: str) -> Site:
    """The site by name or id; names win. Raises `UsageError` with `unknown_site` or `ambiguous_site`."""
    sites = await project.read.sites.all()
    named = [site for site in sites if site.name == text]
    return _only(named or _by_id(sites, text, lambda site: site.id), "site", text)


def _by_id(things: Sequence[T], text: str, id_of: "IdOf[T]") -> list[T]:
    wanted = text.lower()
    if len(wanted) == SHORT_ID_LENGTH:
        return [thing for thing in things if str(id_of(thing)).startswith(wanted)]
    return [thing for thing in things if str(id_of(thing)) == wanted]


def _only(found: Sequence[T], noun: str, text: str) -> T:
    if not found:
        raise UsageError(f"unknown_{noun}", name=text)
    if len(found) > 1:
        raise UsageError(f"ambiguous_{noun}", name=text, count=len(found))
    return found[0]


class IdOf(Protocol[T_contra]):
    """Gives the id of a thing."""

    def __call__(self, thing: T_contra, /) -> UUID: ...
