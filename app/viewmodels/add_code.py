"""Giving a person a code at some doors."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.secret import Secret
from app.domain.code_planner import is_weak
from app.domain.ids import DoorId
from app.domain.person import Person, Role
from app.domain.validity_text import validity_of
from app.services.access import GrantWish, PinChoice
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can be chosen."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DoorChoice:
    """A door that can be chosen."""

    id: str
    label: str
    has_lock: bool


@dataclass(frozen=True, slots=True)
class AddCodeForm:
    """What was filled in. Times as the command line takes them; empty texts mean "not given". `pin` None: the program chooses."""

    person_id: str
    new_name: str
    new_role: str
    door_ids: tuple[str, ...]
    start: str = ""
    end: str = ""
    weekly: tuple[str, ...] = ()
    pin: Secret[str] | None = None
    is_new_code: bool = False


class AddCodeViewModel(ViewModel):
    """Fills the choices, checks what was filled in, and records the grant."""

    loaded = Signal()
    checked = Signal(str)
    granted = Signal(object, object)

    def __init__(
        self,
        workplace: Workplace,
        on_done: Callable[[], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._on_done = on_done
        self.people: tuple[PersonChoice, ...] = ()
        self.doors: tuple[DoorChoice, ...] = ()
        self.roles: tuple[str, ...] = tuple(str(role) for role in Role)

    def load(self) -> None:
        """Read who and which doors there are."""
        self.run("choices", self._load())

    def pin_note(self, pin: Secret[str]) -> str:
        """What is to be said of a typed code before it is used: that it is weak; empty when nothing is."""
        return message("weak_code") if pin.reveal() and is_weak(pin) else ""

    def role_word(self, role: str) -> str:
        """A role as people read it."""
        return message(f"role_{role}")

    def submit(self, form: AddCodeForm) -> None:
        """Record the grant; `granted` carries the doors concerned and a warning sentence (empty: none)."""
        self.run("grant", self._submit(form))

    async def _load(self) -> None:
        people = await self._workplace.people.list_people()
        rows = await self._workplace.sites.list_doors()
        self.people = tuple(PersonChoice(str(p.id), p.name, str(p.role)) for p in people)
        self.doors = tuple(
            DoorChoice(str(row.place.door.id), row.place.label, row.lock is not None)
            for row in rows
        )
        self.loaded.emit()

    async def _submit(self, form: AddCodeForm) -> None:
        zone = await self._zone(form.door_ids)
        validity = validity_of(
            start=form.start or None, end=form.end or None, weekly=form.weekly, zone=zone
        )
        doors = frozenset(DoorId(UUID(door)) for door in form.door_ids)
        person = await self._person(form)
        choice = PinChoice.NEW if form.is_new_code else PinChoice.OWN
        try:
            done = await self._workplace.access.grant(
                GrantWish(
                    person=person,
                    door_ids=doors,
                    validity=validity,
                    choice=PinChoice.GIVEN if form.pin is not None else choice,
                    pin=form.pin,
                )
            )
        except AppError as error:
            # Somebody who was typed anew stays chosen, so that mending the form does not add them twice.
            await self._load()
            self.checked.emit(str(person.id))
            self.failed.emit(error_sentence(error))
            return
        warning = " ".join(message(code) for code in done.warnings)
        self.granted.emit([str(door) for door in done.door_ids], warning)

    async def _zone(self, door_ids: Collection[str]) -> ZoneInfo:
        rows = await self._workplace.sites.list_doors()
        zones = [row.place.zone for row in rows if str(row.place.door.id) in door_ids]
        return ZoneInfo(zones[0] if zones else self._workplace.project.store.project.time_zone)

    async def _person(self, form: AddCodeForm) -> Person:
        if form.person_id:
            people: Collection[Person] = await self._workplace.people.list_people()
            return next(person for person in people if str(person.id) == form.person_id)
        role = Role(form.new_role) if form.new_role else Role.GUEST
        return await self._workplace.people.add_person(form.new_name, role=role)
