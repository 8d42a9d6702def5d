"""Everything of a project that can be found by name, and in which order it is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.ids import DoorId
from app.domain.lock import Lock
from app.domain.person import Person
from app.services.open_project import OpenProject, Place, list_places
from app.services.setup_codes import SetupCodeService, VaultCode

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing: its id with its kind, what is shown, and more text to find it by. No secret belongs here."""

    id: str
    kind: str
    title: str
    subtitle: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project holds that people look for; locks are those mounted now."""

    places: Mapping[DoorId, Place]
    locks: Sequence[Lock]
    people: Sequence[Person]
    codes: Sequence[VaultCode]


async def read_contents(project: OpenProject) -> Contents:
    """Doors, mounted locks, people with access, and setup codes."""
    places = {place.door.id: place for place in await list_places(project)}
    locks = [lock for lock in await project.read.locks.all() if lock.retired_at is None]
    people = [one for one in await project.read.people.all() if one.is_listed]
    return Contents(places, locks, people, await SetupCodeService(project).list_codes())


class Finder:
    """Looks through many things at once: every word has to be in title, subtitle or more.

    A title that begins with the first word comes first, then one with a word that does, then the rest; each in the order given.
    """

    def __init__(self, things: Sequence[Findable] = ()) -> None:
        self._things = things
        self._titles = [f" {_plain(thing.title)}" for thing in things]
        self._keys = [
            f"{thing.title}\n{thing.subtitle}\n{thing.more}".casefold() for thing in things
        ]

    def find(self, text: str, most: int = MOST_FOUND) -> list[Findable]:
        """The best, at most so many; without words the first ones."""
        words = text.casefold().split()
        if not words:
            return list(self._things[:most])
        numbers: Sequence[int] = range(len(self._things))
        for word in words:
            keys = self._keys
            numbers = [number for number in numbers if word in keys[number]]
        start, inside = f" {_plain(words[0]).strip()}", self._titles
        first = [number for number in numbers if inside[number].startswith(start)]
        if len(first) < most:
            known = set(first)
            rest = [number for number in numbers if number not in known]
            second = [number for number in rest if start in inside[number]]
            known.update(second)
            first += second + [number for number in rest if number not in known]
        return [self._things[number] for number in first[:most]]


def _plain(title: str) -> str:
    """The title in lower case with a space before each of its words."""
    return title.casefold().replace("/", " ").replace("#", "").replace("-", " ")
