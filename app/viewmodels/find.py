"""Finding over everything: doors, locks, people, setup codes by what is known of them, and what the window can do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.services.finding import (
    MOST_FOUND as MOST_FOUND,
)
from app.services.finding import (
    Contents,
    Findable,
    Finder,
    read_contents,
)
from app.services.open_project import OpenProject
from app.texts.harmless import harmless
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.tray_words import tray_item

ACTION, DOOR, LOCK, PERSON, CODE = "action", "door", "lock", "person", "code"


class Action(NamedTuple):
    """Something that the window can do: its id and its words."""

    id: str
    words: str


class FindViewModel(ViewModel):
    """`changed` comes when there is more to find. `found_door`, `found_person`, `found_code` and `found_action` carry the id of what to open."""

    changed = Signal()
    found_door = Signal(str)
    found_person = Signal(str)
    found_code = Signal(str)
    found_action = Signal(str)

    def __init__(
        self,
        project: OpenProject,
        actions: Sequence[Action],
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._clock = project, clock
        self._actions = [
            Findable(action.id, ACTION, action.words, message("find_action")) for action in actions
        ]
        self._finder = Finder(self._actions)

    def load(self) -> None:
        """Read the project; until then actions alone are found."""
        self.run("find", self._load())

    def find(self, text: str) -> list[Findable]:
        """What holds every word, best first."""
        return self._finder.find(text)

    def open(self, thing: Findable) -> None:
        """Go to what was found."""
        match thing.kind:
            case "action":
                self.found_action.emit(thing.id)
            case "code":
                self.found_code.emit(thing.id)
            case "person":
                self.found_person.emit(thing.id)
            case _:
                self.found_door.emit(thing.id)

    async def _load(self) -> None:
        contents = await read_contents(self._project)
        zone = ZoneInfo(self._project.store.project.time_zone)
        self._finder = Finder([*self._actions, *_things(contents, zone, self._clock())])
        self.changed.emit()


def _things(contents: Contents, zone: ZoneInfo, now: datetime) -> list[Findable]:
    door_word, lock_word = message("find_door"), message("find_lock")
    person_word, code_word = message("find_person"), message("find_code")
    found = [
        Findable(str(place.door.id), DOOR, place.door.name, f"{door_word} · {place.site.name}")
        for place in contents.places.values()
    ]
    found += [
        Findable(
            str(lock.door_id),
            LOCK,
            harmless(" ".join(filter(None, (lock.vendor, lock.product))) or lock_word),
            f"{lock_word} · {contents.places[lock.door_id].label} · {harmless(lock.serial)}",
            lock.firmware,
        )
        for lock in contents.locks
        if lock.door_id in contents.places
    ]
    found += [
        Findable(
            str(person.id),
            PERSON,
            person.name,
            f"{person_word} · {message(f'role_{person.role}')}",
            " ".join(filter(None, (person.email, person.phone))),
        )
        for person in contents.people
    ]
    for code in contents.codes:
        item = tray_item(code, zone, now)
        about = " · ".join(part for part in (code_word, item.facts, item.door) if part)
        found.append(Findable(item.id, CODE, item.title, about, item.search))
    return found
