"""From a name that somebody typed to the one thing it means."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from app.core.errors import UsageError
from app.domain.credential import CredentialKind
from app.domain.grant import HolidayCalendar
from app.domain.ids import DoorId, GroupId
from app.domain.person import Person
from app.domain.project import Group, Site
from app.domain.who import Subject, SubjectKind
from app.services.credentials import CredentialRow, CredentialService
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


async def find_group(project: OpenProject, text: str) -> Group:
    """The group by name (with or without @) or id; raises `UsageError` with `unknown_group` or `ambiguous_group`."""
    groups = await project.read.groups.all()
    named = [group for group in groups if group.name == text.removeprefix("@")]
    return _only(named or _by_id(groups, text, lambda group: group.id), "group", text)


async def find_calendar(project: OpenProject, text: str) -> HolidayCalendar:
    """The calendar by name or id; raises `UsageError` with `unknown_calendar` or `ambiguous_calendar`."""
    calendars = await project.read.calendars.all()
    named = [one for one in calendars if one.name == text]
    return _only(named or _by_id(calendars, text, lambda one: one.id), "calendar", text)


async def find_doors(
    project: OpenProject, texts: Sequence[str]
) -> tuple[frozenset[DoorId], frozenset[GroupId]]:
    """Doors, and groups of doors with @ before them; raises as `find_place`, and `UsageError("unknown_group")`."""
    doors: set[DoorId] = set()
    groups: set[GroupId] = set()
    for text in texts:
        if text.startswith("@"):
            groups.add((await find_group(project, text)).id)
        else:
            doors.add((await find_place(project, text)).door.id)
    return frozenset(doors), frozenset(groups)


async def find_credential(project: OpenProject, text: str) -> CredentialRow:
    """What somebody has, by number or id; numbers win. Raises `UsageError`: `unknown_credential`, `ambiguous_credential`, `credential_by_grant`."""
    rows = await CredentialService(project).list_credentials()
    named = [row for row in rows if row.number is not None and row.number == text]
    found = _only(named or _by_id(rows, text, lambda row: row.id), "credential", text)
    if found.kind is CredentialKind.PIN:
        raise UsageError("credential_by_grant")
    return found


async def find_subject(project: OpenProject, text: str) -> Subject:
    """A person, credential, key or key box to ask the reach of: by name, number or label, else by id; names win.

    Raises `UsageError` with `unknown_opener` or `ambiguous_opener`.
    """
    read = project.read
    people = [person for person in await read.people.all() if person.is_listed]
    keys, boxes = await read.keys.all(), await read.key_boxes.all()
    credentials = [one for one in await read.credentials.all() if one.ended_at is None]
    named = [Subject(SubjectKind.PERSON, one.id) for one in people if one.name == text]
    named += [Subject(SubjectKind.KEY, one.id) for one in keys if one.number == text]
    named += [Subject(SubjectKind.KEY_BOX, one.id) for one in boxes if one.label == text]
    named += [Subject(SubjectKind.CREDENTIAL, one.id) for one in credentials if one.number == text]
    everything = [
        *(Subject(SubjectKind.PERSON, one.id) for one in people),
        *(Subject(SubjectKind.KEY, one.id) for one in keys),
        *(Subject(SubjectKind.KEY_BOX, one.id) for one in boxes),
        *(Subject(SubjectKind.CREDENTIAL, one.id) for one in credentials),
    ]
    return _only(named or _by_id(everything, text, lambda one: one.id), "opener", text)


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
