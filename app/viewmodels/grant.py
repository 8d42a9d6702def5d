"""Giving somebody access: who, where, when, with which code; previewed at each door while it is filled in."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.grant import HolidayRule, Holidays, Validity
from app.domain.ids import CalendarId, DoorId, GroupId, PersonId
from app.domain.person import Person, Role
from app.domain.validity_text import validity_of
from app.domain.weak_codes import is_weak
from app.services.access import GrantWish
from app.services.code_choice import PinChoice
from app.services.grant_preview import GrantPreviewService
from app.services.reserve import ReserveService
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.grant_words import PreviewWords, preview_words
from app.viewmodels.later import Later
from app.viewmodels.people import role_word

PREVIEW_AFTER_MS = 150


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can be chosen; `has_code`: has a code already."""

    id: str
    name: str
    role: str
    has_code: bool


@dataclass(frozen=True, slots=True)
class DoorChoice:
    """A door that can be chosen."""

    id: str
    label: str
    has_lock: bool


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group that can be chosen, with its doors."""

    id: str
    name: str
    door_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class GrantForm:
    """What was filled in. Times as the command line takes them; empty texts mean "not given". `pin` None: the program chooses.

    `holidays` are holiday lists by id with the word of a rule. `is_reserve`: a code of its own for each door, held by nobody.
    """

    person_id: str
    new_name: str = ""
    new_role: str = ""
    door_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()
    except_ids: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    weekly: tuple[str, ...] = ()
    is_once: bool = False
    holidays: tuple[tuple[str, str], ...] = ()
    pin: Secret[str] | None = None
    is_new_code: bool = False
    is_reserve: bool = False


class GrantViewModel(ViewModel):
    """Fills the choices, previews what was filled in, and records the grant.

    `previewed` carries `PreviewWords`, `granted` the doors concerned and a warning (empty: none), `checked` the person of a refused
    attempt, who is recorded by then.
    """

    loaded = Signal()
    previewed = Signal(object)
    checked = Signal(str)
    granted = Signal(object, object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._preview_service = GrantPreviewService(workplace.project, workplace.access)
        self._reserve = ReserveService(workplace.project, workplace.access)
        self._later = Later(self._start_preview, PREVIEW_AFTER_MS)
        self._wanted: GrantForm | None = None
        self._is_previewing = False
        self.people: tuple[PersonChoice, ...] = ()
        self.doors: tuple[DoorChoice, ...] = ()
        self.groups: tuple[GroupChoice, ...] = ()
        self.calendars: tuple[tuple[str, str], ...] = ()
        self.roles: tuple[str, ...] = tuple(str(role) for role in Role)

    def load(self) -> None:
        """Read who and what there is to choose from."""
        self.run("choices", self._load())

    def pin_note(self, pin: Secret[str]) -> str:
        """What is to be said of a typed code before it is used: that it is weak; empty when nothing is."""
        return message("weak_code") if pin.reveal() and is_weak(pin) else ""

    def role_word(self, role: str) -> str:
        """A role as people read it."""
        return role_word(role)

    def preview(self, form: GrantForm | None) -> None:
        """Say soon what each lock would do with this; None: there is nothing to say yet."""
        self._wanted = form
        if form is None:
            self.previewed.emit(PreviewWords())
        else:
            self._later.ask()

    def submit(self, form: GrantForm) -> None:
        """Record the grant."""
        self.run("grant", self._submit(form))

    async def close(self) -> None:
        """End what runs and what is about to."""
        self._later.drop()
        await super().close()

    def _start_preview(self) -> None:
        if self._wanted is not None and not self._is_previewing:
            self._is_previewing = True
            self.run("grant preview", self._preview())

    async def _preview(self) -> None:
        try:
            while (form := self._wanted) is not None:
                words = await self._words(form)
                if form is self._wanted:
                    self._wanted = None
                    self.previewed.emit(words)
        finally:
            self._is_previewing = False

    async def _words(self, form: GrantForm) -> PreviewWords:
        try:
            wish = await self._wish(form, await self._known(form) or _nobody_yet(form))
        except AppError as error:
            return PreviewWords(problem=error_sentence(error))
        found = await self._preview_service.preview(wish)
        return preview_words(found, dict(self.calendars), is_reserve=form.is_reserve)

    async def _load(self) -> None:
        read = self._workplace.project.read
        people = await self._workplace.people.list_people()
        rows = await self._workplace.sites.list_doors()
        owners = {
            one.person_id
            for one in await read.credentials.all()
            if one.kind is CredentialKind.PIN and one.ended_at is None
        }
        groups, calendars = await read.groups.all(), await read.calendars.all()
        self.people = tuple(
            PersonChoice(str(one.id), one.name, str(one.role), one.id in owners) for one in people
        )
        self.doors = tuple(
            DoorChoice(str(row.place.door.id), row.place.label, row.lock is not None)
            for row in rows
        )
        self.groups = tuple(
            GroupChoice(str(one.id), one.name, frozenset(str(door) for door in one.door_ids))
            for one in groups
        )
        self.calendars = tuple((str(one.id), one.name) for one in calendars)
        self.loaded.emit()

    async def _make_reserve_codes(self, form: GrantForm) -> None:
        doors = await self._doors_of(_door_ids(form.door_ids), _group_ids(form.group_ids))
        doors -= _door_ids(form.except_ids)
        made = await self._reserve.make(doors, message("reserve_name"))
        warnings = dict.fromkeys(code for one in made for code in one.warnings)
        warning = " ".join(message(code) for code in warnings)
        self.granted.emit([str(door) for door in doors], warning)

    async def _submit(self, form: GrantForm) -> None:
        if form.is_reserve:
            await self._make_reserve_codes(form)
            return
        wish = await self._wish(form, await self._known(form) or await self._added(form))
        try:
            done = await self._workplace.access.grant(wish)
        except AppError as error:
            # Somebody who was typed anew stays chosen, so that mending the form does not add them twice.
            await self._load()
            self.checked.emit(str(wish.person.id))
            self.failed.emit(error_sentence(error))
            return
        warning = " ".join(message(code) for code in done.warnings)
        self.granted.emit([str(door) for door in done.door_ids], warning)

    async def _wish(self, form: GrantForm, person: Person) -> GrantWish:
        doors, groups = _door_ids(form.door_ids), _group_ids(form.group_ids)
        validity = _validity(form, await self._zone(doors, groups))
        own_or_new = PinChoice.NEW if form.is_new_code else PinChoice.OWN
        return GrantWish(
            person=person,
            door_ids=doors,
            group_ids=groups,
            except_door_ids=_door_ids(form.except_ids),
            validity=validity,
            choice=PinChoice.GIVEN if form.pin is not None else own_or_new,
            pin=form.pin,
        )

    async def _doors_of(
        self, doors: Collection[DoorId], groups: Collection[GroupId]
    ) -> frozenset[DoorId]:
        found = await self._workplace.project.read.groups.some(groups) if groups else ()
        return frozenset((*doors, *(door for group in found for door in group.door_ids)))

    async def _zone(self, doors: Collection[DoorId], groups: Collection[GroupId]) -> ZoneInfo:
        wanted = await self._doors_of(doors, groups)
        rows = await self._workplace.sites.list_doors()
        zones = [row.place.zone for row in rows if row.place.door.id in wanted]
        return ZoneInfo(zones[0] if zones else self._workplace.project.store.project.time_zone)

    async def _known(self, form: GrantForm) -> Person | None:
        if not form.person_id:
            return None
        return await self._workplace.project.read.people.get(PersonId(UUID(form.person_id)))

    async def _added(self, form: GrantForm) -> Person:
        role = Role(form.new_role) if form.new_role else Role.GUEST
        return await self._workplace.people.add_person(form.new_name, role=role)


def preview_of(form: GrantForm) -> GrantForm | None:
    """What can be previewed of a form: it needs a door, and a person may still be without a name."""
    return form if form.door_ids or form.group_ids else None


def _nobody_yet(form: GrantForm) -> Person:
    return Person(PersonId(uuid4()), form.new_name or "…", Role(form.new_role or "guest"))


def _validity(form: GrantForm, zone: ZoneInfo) -> Validity:
    return validity_of(
        start=form.start or None,
        end=form.end or None,
        weekly=form.weekly,
        is_once=form.is_once,
        holidays=[
            Holidays(CalendarId(UUID(calendar)), HolidayRule(rule))
            for calendar, rule in form.holidays
        ],
        zone=zone,
    )


def _door_ids(ids: Collection[str]) -> frozenset[DoorId]:
    return frozenset(DoorId(UUID(one)) for one in ids)


def _group_ids(ids: Collection[str]) -> frozenset[GroupId]:
    return frozenset(GroupId(UUID(one)) for one in ids)
