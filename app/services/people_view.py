"""People as the People page lists and shows them: where each may enter, and how far that is proven."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.credential import Credential
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import CalendarId, DoorId, GroupId, PersonId
from app.domain.person import Person
from app.domain.project import Group
from app.domain.slot_record import ProofLevel, SlotRecord
from app.domain.standing import severity
from app.domain.wishes import doors_of
from app.services.open_project import OpenProject, Place, list_places
from app.services.status import DoorStatus, StatusService


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with the doors where a code of theirs is wanted or may still be, and the record that is proven least (None: no code)."""

    person: Person
    door_ids: frozenset[DoorId]
    worst: SlotRecord | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person in full. `grants` are those not revoked, `credentials` those not ended or still on a lock.

    `doors` are the doors that the grants name and those where a code may still be, with the entries of this person alone.
    """

    person: Person
    credentials: tuple[Credential, ...]
    grants: tuple[Grant, ...]
    groups: Mapping[GroupId, Group]
    calendars: Mapping[CalendarId, HolidayCalendar]
    places: Mapping[DoorId, Place]
    doors: tuple[DoorStatus, ...]


class PeopleViewService:
    """Reads people together with what they open."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project
        self._status = StatusService(project)

    async def rows(self) -> list[PersonRow]:
        """Everybody by name; somebody who was removed only while a lock may still hold a code of theirs."""
        async with self._project.store.snapshot() as read:
            people = await read.people.all()
            owners = {one.id: one.person_id for one in await read.credentials.all()}
            records = await read.records.all()
        by_person: dict[PersonId, list[SlotRecord]] = {}
        for record in records:
            if record.ended is None:
                by_person.setdefault(owners[record.credential_id], []).append(record)
        rows = [
            _row(person, by_person.get(person.id, ()))
            for person in people
            if person.reserve_of is None
        ]
        return [row for row in rows if row.person.removed_at is None or row.worst is not None]

    async def person(self, person_id: PersonId) -> PersonView | None:
        """One person in full; None when nobody has this id."""
        async with self._project.store.snapshot() as read:
            person = await read.people.get(person_id)
            if person is None:
                return None
            mine = await read.credentials.of_person(person_id)
            records = await read.records.of_credentials({one.id for one in mine})
            given = await read.grants.of_person(person_id)
            grants = [grant for grant in given if grant.revoked_at is None]
            groups = {group.id: group for group in await read.groups.all()}
            calendars = {calendar.id: calendar for calendar in await read.calendars.all()}
        wanted = {door for grant in grants for door in doors_of(grant, groups)}
        doors = wanted | {record.door_id for record in records}
        named = doors.union(*(grant.except_door_ids for grant in grants))
        places = await list_places(self._project, door_ids=named) if named else []
        on_lock = {record.credential_id for record in records}
        return PersonView(
            person=person,
            credentials=tuple(one for one in mine if one.ended_at is None or one.id in on_lock),
            grants=tuple(grants),
            groups=groups,
            calendars=calendars,
            places={place.door.id: place for place in places},
            doors=tuple(await self._statuses(person_id, doors)),
        )

    async def _statuses(
        self, person_id: PersonId, doors: Collection[DoorId]
    ) -> Sequence[DoorStatus]:
        return await self._status.of_person(person_id, doors) if doors else ()


def _row(person: Person, records: Collection[SlotRecord]) -> PersonRow:
    worst = max(records, key=_badness, default=None)
    return PersonRow(person, frozenset(record.door_id for record in records), worst)


def _badness(record: SlotRecord) -> tuple[int, bool]:
    """Among proven ones the code that was only read back is proven less than one that opened."""
    return severity(record), record.proof.level is not ProofLevel.OPENED
