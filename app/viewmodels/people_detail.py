"""One person in full: what they open, when, how far that is proven, with what; and what can be done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.grant import Grant
from app.domain.ids import DoorId, PersonId
from app.domain.validity import has_ended
from app.services.credentials import CredentialRow, CredentialService
from app.services.people_view import PeopleViewService, PersonView
from app.services.status import DoorStatus, EntryStatus
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.entry_items import EntryItem, entry_item
from app.viewmodels.later import Later
from app.viewmodels.moments import date_words, moment_words
from app.viewmodels.people import role_word
from app.viewmodels.people_words import language_word, some_words, where_words
from app.viewmodels.validity_words import validity_parts

RELOAD_AFTER_MS = 100


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One code of the person at one door. `when` are the parts of the validity in words; `retired` names a lock that was taken out."""

    door_id: str
    door: str
    when: tuple[str, ...]
    retired: str
    is_paused: bool
    entry: EntryItem


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as it was made: where, when, with which credential. `ended` says that it was used, or is over; empty while it holds."""

    id: str
    where: tuple[str, ...]
    when: tuple[str, ...]
    credential: str
    ended: str


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """Something the person opens with; `label` is its name and what is printed on it. An ended one may be on a lock still."""

    id: str
    kind: str
    label: str
    since: str
    doors: str
    is_ended: bool
    is_code: bool
    is_metal_key: bool


@dataclass(frozen=True, slots=True)
class RemovalLine:
    """What taking everything away means at one door, in a sentence. `may_open`: the code may open it until that is proven."""

    door: str
    sentence: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """Everything the detail shows; no digit of any code."""

    id: str
    name: str
    role: str
    role_word: str
    email: str
    phone: str
    language: str
    language_word: str
    birthday: str
    is_paused: bool
    is_removed: bool
    doors: tuple[DoorLine, ...]
    grants: tuple[GrantLine, ...]
    credentials: tuple[CredentialLine, ...]
    removal: tuple[RemovalLine, ...]


class PersonDetailViewModel(ViewModel):
    """Shows one person and follows the project while `is_seen`. `told` says that something went well, in a sentence."""

    changed = Signal()
    told = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        clock: Callable[[], datetime],
        old_after_days: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._clock, self._old_after_days = clock, old_after_days
        self._service = PeopleViewService(workplace.project)
        self._credentials = CredentialService(workplace.project)
        self._person_id: PersonId | None = None
        self._is_stale = self._is_loading = False
        self._later = Later(self.reload, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._on_change())
        self.is_seen = True
        self.view: PersonView | None = None
        self.detail: PersonDetail | None = None

    def show_person(self, person_id: str) -> None:
        """Show this person, nobody for an empty id."""
        self._person_id = PersonId(UUID(person_id)) if person_id else None
        if self._person_id is None:
            self.view = self.detail = None
            self.changed.emit()
            return
        self.reload()

    def reload(self) -> None:
        """Read the person anew; several changes in a row are read once."""
        self._is_stale = True
        if self._person_id is not None and not self._is_loading:
            self._is_loading = True
            self.run("person", self._load())

    def value_of(self, credential_id: str) -> Secret[str] | None:
        """A code's value, for the moment in which somebody asked to see it."""
        for credential in self.view.credentials if self.view is not None else ():
            if str(credential.id) == credential_id:
                return credential.value
        return None

    def credential_of(self, entry_id: str) -> str:
        """The id of the credential that is shown by a line of a door; empty when it is gone."""
        for _door, entry in self._entries():
            if str(entry.record.id) == entry_id:
                return str(entry.credential.id)
        return ""

    def take_away(self, door_id: str) -> None:
        """Plan to take this person's codes away from one door."""
        self.run("take away", self._take_away(DoorId(UUID(door_id))))

    def take_grant_away(self, grant_id: str) -> None:
        """Plan to take away what one grant gave."""
        self.run("take away", self._take_grant_away(grant_id))

    def pause(self, door_id: str = "") -> None:
        """Take access away for now, everywhere or at one door."""
        self.run("pause", self._pause(door_id, is_pausing=True))

    def resume(self, door_id: str = "") -> None:
        """End the pause, everywhere or at one door."""
        self.run("resume", self._pause(door_id, is_pausing=False))

    def remove_everywhere(self, *, from_list: bool) -> None:
        """Plan to take everything away; with `from_list` the person leaves the list too."""
        self.run("remove everywhere", self._remove_everywhere(from_list=from_list))

    def _on_change(self) -> None:
        if self.is_seen:
            self._later.ask()

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    async def _load(self) -> None:
        try:
            while self._is_stale and self._person_id is not None:
                self._is_stale = False
                wanted = self._person_id
                view = await self._service.person(wanted)
                rows = await self._credentials.list_credentials(wanted)
                if wanted == self._person_id:
                    self.view = view
                    self.detail = self._detail(view, rows) if view is not None else None
        finally:
            self._is_loading = False
        self.changed.emit()

    def _detail(self, view: PersonView, rows: Sequence[CredentialRow]) -> PersonDetail:
        person = view.person
        doors = tuple(self._door_line(view, door, entry) for door, entry in self._entries())
        return PersonDetail(
            id=str(person.id),
            name=person.name,
            role=str(person.role),
            role_word=role_word(person.role),
            email=person.email or "",
            phone=person.phone or "",
            language=person.language or "",
            language_word=language_word(person.language),
            birthday=person.birthday.isoformat() if person.birthday is not None else "",
            is_paused=person.is_paused,
            is_removed=person.removed_at is not None,
            doors=doors,
            grants=tuple(self._grant_line(view, grant) for grant in view.grants),
            credentials=tuple(self._credential_lines(view, rows)),
            removal=tuple(_removal_line(line) for line in doors),
        )

    def _entries(self) -> list[tuple[DoorStatus, EntryStatus]]:
        """What is the person's own at each door, that on locks which were taken out last."""
        view = self.view
        if view is None:
            return []
        here = [(door, entry) for door in view.doors for entry in door.entries]
        here += [
            (door, entry)
            for door in view.doors
            for retired in door.retired
            for entry in retired.entries
        ]
        return [(door, entry) for door, entry in here if entry.person.id == view.person.id]

    def _door_line(self, view: PersonView, door: DoorStatus, entry: EntryStatus) -> DoorLine:
        now, zone = self._clock(), ZoneInfo(door.place.zone)
        lock = next((one.lock for one in door.retired if entry in one.entries), None)
        status = door if lock is None else None
        return DoorLine(
            door_id=str(door.place.door.id),
            door=door.place.label,
            when=validity_parts(entry.validity, zone, now, _calendar_names(view)),
            retired=f"{lock.product} {lock.serial}".strip() if lock is not None else "",
            is_paused=view.person.is_paused_at(door.place.door.id),
            entry=entry_item(entry, zone, now, status, self._old_after_days()),
        )

    def _grant_line(self, view: PersonView, grant: Grant) -> GrantLine:
        zone = self._zone_of(view, grant)
        label = next((one.label for one in view.credentials if one.id == grant.credential_id), "")
        return GrantLine(
            id=str(grant.id),
            where=where_words(grant, view.groups, view.places),
            when=validity_parts(grant.validity, zone, self._clock(), _calendar_names(view)),
            credential=label,
            ended=self._ended_words(grant, zone),
        )

    def _ended_words(self, grant: Grant, zone: ZoneInfo) -> str:
        now = self._clock()
        if grant.used_at is not None:
            return message("grant_used", {"date": moment_words(grant.used_at, zone)})
        is_over = has_ended(grant.validity, zone, now, granted_at=grant.created_at)
        return message("grant_over") if is_over else ""

    def _zone_of(self, view: PersonView, grant: Grant) -> ZoneInfo:
        places = [view.places[door] for door in grant.door_ids if door in view.places]
        project = self._workplace.project.store.project
        return ZoneInfo(places[0].zone if places else project.time_zone)

    def _credential_lines(
        self, view: PersonView, rows: Sequence[CredentialRow]
    ) -> Iterator[CredentialLine]:
        """What is in the person's hand, and then what has ended and may be on a lock still."""
        zone, now = ZoneInfo(self._workplace.project.store.project.time_zone), self._clock()
        for row in rows:
            yield CredentialLine(
                id=str(row.id),
                kind=message(f"kind_{row.kind}"),
                label=" ".join(filter(None, (row.label, row.number))),
                since=date_words(row.since, zone, now),
                doors=some_words(list(row.doors)),
                is_ended=False,
                is_code=row.kind is CredentialKind.PIN,
                is_metal_key=row.kind is CredentialKind.MECHANICAL_KEY,
            )
        for one in view.credentials:
            if one.ended_at is not None:
                yield CredentialLine(
                    id=str(one.id),
                    kind=message(f"kind_{one.kind}"),
                    label=" ".join(filter(None, (one.label, one.number))),
                    since=date_words(one.created_at, zone, now),
                    doors="",
                    is_ended=True,
                    is_code=one.kind is CredentialKind.PIN,
                    is_metal_key=False,
                )

    async def _take_away(self, door_id: DoorId) -> None:
        view = self.view
        if view is None:
            return
        await self._workplace.access.revoke(view.person, door_ids={door_id})
        place = view.places.get(door_id)
        words = {"person": view.person.name, "door": place.label if place is not None else ""}
        self.told.emit(message("told_revoked", words))

    async def _take_grant_away(self, grant_id: str) -> None:
        view = self.view
        grant = (
            next((one for one in view.grants if str(one.id) == grant_id), None) if view else None
        )
        if view is None or grant is None:
            return
        where = "; ".join(where_words(grant, view.groups, view.places))
        doors = grant.door_ids - grant.except_door_ids
        await self._workplace.access.revoke(view.person, door_ids=doors, group_ids=grant.group_ids)
        self.told.emit(message("told_revoked", {"person": view.person.name, "door": where}))

    async def _pause(self, door_id: str, *, is_pausing: bool) -> None:
        view, people = self.view, self._workplace.people
        if view is None:
            return
        doors = {DoorId(UUID(door_id))} if door_id else set[DoorId]()
        act = people.pause if is_pausing else people.resume
        concerned = await act(view.person, doors)
        words = {"person": view.person.name, "doors": len(concerned)}
        self.told.emit(message("told_paused" if is_pausing else "told_resumed", words))

    async def _remove_everywhere(self, *, from_list: bool) -> None:
        view = self.view
        if view is None:
            return
        name = {"person": view.person.name}
        if from_list:
            await self._workplace.access.remove_person(view.person)
            self.told.emit(message("told_person_removed", name))
        else:
            await self._workplace.access.revoke(view.person)
            self.told.emit(message("told_revoked_everywhere", name))


def _calendar_names(view: PersonView) -> dict[str, str]:
    return {str(key): calendar.name for key, calendar in view.calendars.items()}


def _removal_line(line: DoorLine) -> RemovalLine:
    """Honest words: only what was never sent is away at once."""
    entry = line.entry
    if line.retired:
        code = "removal_retired"
    elif entry.level == "planned" and not entry.is_sent:
        code = "removal_never_sent"
    elif not entry.is_wanted:
        code = "removal_goes_on"
    else:
        code = "removal_is_planned"
    sentence = message(code, {"lock": line.retired})
    return RemovalLine(line.door, sentence, code != "removal_never_sent")
