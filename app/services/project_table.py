"""The whole project as one table in the words of an import: sites, doors, holidays, people, and who may enter where and when.

Read into another project it gives the same again, codes where they were asked for. What a lock proved, pictures, metal keys, reserve
codes, tasks and the history are no part of it.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import Grant, HolidayCalendar, HolidayRule, Validity
from app.domain.ids import CredentialId, DoorId, GroupId, PersonId, SiteId
from app.domain.import_fields import NOTED_OF_LOCK, SECRET_FIELDS, SURVEY_FIELDS, ImportField
from app.domain.import_grants import with_end
from app.domain.import_people import pause_text
from app.domain.import_places import own_words
from app.domain.lock import Lock
from app.domain.person import Person
from app.domain.project import Door, Group, Project, Site, zone_name_of
from app.domain.survey import FieldOf
from app.domain.validity import has_ended
from app.domain.validity_text import format_weekly
from app.domain.wishes import doors_of
from app.domain.word_list import join_words
from app.services.open_project import OpenProject
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind, KeptSetupCode

_EXCEPTED_IN_A_ROW = 120
"""So that the longest names fit into what a cell of a spreadsheet holds."""
_Row = dict[ImportField, str]
_OPEN_FIELDS = tuple(column for column in ImportField if column not in SECRET_FIELDS)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the table cannot say: living grants of other things than PINs, setup codes that are none, names that differ in capitals only."""

    grants: int = 0
    setup_codes: int = 0
    names: int = 0


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """Rows of texts, as wide as `columns`; an empty text is nothing. `is_practice` has to be said wherever it is shown."""

    columns: tuple[ImportField, ...]
    rows: Sequence[Sequence[str]] = field(repr=False)  # cells may be secrets
    left_out: LeftOut
    is_practice: bool


class ProjectTableService:
    """Writes a project out for an import."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def make(self, *, with_secrets: bool = False) -> ProjectTable:
        """Everything that an import can read; setup codes, PINs and Wi-Fi passwords only with secrets, and that is in the history.

        Without the PINs an import draws new ones.
        """
        async with self._project.store.snapshot() as repositories:
            read = await _read(self._project, repositories, with_secrets=with_secrets)
        columns = tuple(ImportField) if with_secrets else _OPEN_FIELDS
        rows, left_out = await asyncio.to_thread(
            lambda: _texts(read.held(with_secrets=with_secrets), columns)
        )
        if with_secrets:
            async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
                change.concerns(note={"what": "project_table", "doors": len(read.doors)})
        is_practice = self._project.store.project.kind == "practice"
        return ProjectTable(columns, rows, left_out, is_practice)


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of the project; `grants` are living ones."""

    sites: Mapping[SiteId, Site]
    doors: Mapping[DoorId, Door]
    zones: Mapping[DoorId, ZoneInfo]
    project_zone: str
    locks: Mapping[DoorId, Lock]
    groups: Mapping[GroupId, Group]
    calendars: Mapping[object, tuple[str, str]]
    people: Mapping[PersonId, Person]
    credentials: Mapping[CredentialId, Credential]
    grants: Sequence[Grant]
    codes: Sequence[KeptSetupCode]
    with_secrets: bool

    def label(self, door_id: DoorId) -> str:
        """`Site/Door`."""
        door = self.doors[door_id]
        return f"{self.sites[door.site_id].name}/{door.name}"

    def place(self, door_id: DoorId) -> _Row:
        """The cells that name a door."""
        door = self.doors[door_id]
        return {ImportField.SITE: self.sites[door.site_id].name, ImportField.DOOR: door.name}


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything as the file gives it; putting it in order takes longer than the window may stand still."""

    about: Project
    now: datetime
    sites: Sequence[Site]
    doors: Sequence[Door]
    locks: Sequence[Lock]
    groups: Sequence[Group]
    calendars: Sequence[HolidayCalendar]
    people: Sequence[Person]
    credentials: Sequence[Credential]
    grants: Sequence[Grant]
    codes: Sequence[KeptSetupCode]

    def held(self, *, with_secrets: bool) -> _Held:
        """In order."""
        sites = {site.id: site for site in self.sites}
        zones = {
            door.id: ZoneInfo(zone_name_of(self.about, sites[door.site_id], door))
            for door in self.doors
        }
        groups = {group.id: group for group in self.groups}
        credentials = {one.id: one for one in self.credentials}
        people = {person.id: person for person in self.people if person.is_listed}

        def is_living(grant: Grant) -> bool:
            credential = credentials.get(grant.credential_id)
            if grant.revoked_at is not None or grant.used_at is not None:
                return False
            if credential is None or credential.ended_at is not None:
                return False
            at = {zones[door_id] for door_id in doors_of(grant, groups) & zones.keys()}
            at = at or {ZoneInfo(self.about.time_zone)}
            return grant.person_id in people and not all(
                has_ended(grant.validity, zone, self.now, granted_at=grant.created_at)
                for zone in at
            )

        return _Held(
            sites=sites,
            doors={door.id: door for door in self.doors},
            zones=zones,
            project_zone=self.about.time_zone,
            locks={lock.door_id: lock for lock in self.locks if lock.retired_at is None},
            groups=groups,
            calendars={
                one.id: (one.name, join_words(day.isoformat() for day in sorted(one.dates)))
                for one in self.calendars
            },
            people=people,
            credentials=credentials,
            grants=[grant for grant in self.grants if is_living(grant)],
            codes=self.codes,
            with_secrets=with_secrets,
        )


async def _read(project: OpenProject, read: Repositories, *, with_secrets: bool) -> _Read:
    return _Read(
        about=project.store.project,
        now=project.clock(),
        sites=await read.sites.all(),
        doors=await read.doors.all(),
        locks=await read.locks.all(),
        groups=await read.groups.all(),
        calendars=await read.calendars.all(),
        people=await read.people.all(),
        credentials=await read.credentials.all(),
        grants=await read.grants.all(),
        codes=await read.setup_codes.all() if with_secrets else (),
    )


def _texts(held: _Held, columns: Sequence[ImportField]) -> tuple[Sequence[Sequence[str]], LeftOut]:
    """The rows, and what is not in them."""
    by_pin = [
        grant
        for grant in held.grants
        if held.credentials[grant.credential_id].kind is CredentialKind.PIN
    ]
    codes = [code for code in held.codes if code.is_valid]
    rows = [
        *_site_rows(held),
        *_door_rows(held, codes),
        *_group_rows(held),
        *_calendar_rows(held),
        *_person_rows(held),
        *(row for grant in by_pin for row in _grant_rows(held, grant)),
    ]
    left_out = LeftOut(
        grants=len(held.grants) - len(by_pin),
        setup_codes=len(held.codes) - len(codes),
        names=_alike(site.name for site in held.sites.values())
        + _alike(held.label(door_id) for door_id in held.doors)
        + _alike(group.name for group in held.groups.values())
        + _alike(name for name, _dates in held.calendars.values()),
    )
    return [[row.get(column, "") for column in columns] for row in rows], left_out


def _alike(names: Iterable[str]) -> int:
    """How many names an import takes for another one, as it matches without regard to capitals."""
    given = list(names)
    return len(given) - len({name.casefold() for name in given})


def _site_rows(held: _Held) -> Iterator[_Row]:
    for site in held.sites.values():
        row = _noted(site.fields, FieldOf.SITE)
        row[ImportField.SITE] = site.name
        # Written out, so that hours are those of the same clock in a project with another zone.
        row[ImportField.SITE_TIME_ZONE] = site.time_zone or held.project_zone
        row[ImportField.SITE_MORE] = own_words(site.fields, FieldOf.SITE)
        if held.with_secrets and site.wifi_password is not None:
            row[ImportField.SITE_WIFI_PASSWORD] = site.wifi_password.reveal()
        yield row


def _door_rows(held: _Held, codes: Sequence[KeptSetupCode]) -> Iterator[_Row]:
    """Each door; behind it the setup codes that it has besides the first; at last those of the tray."""
    doors = {lock.id: door_id for door_id, lock in held.locks.items()}
    groups: dict[DoorId, list[str]] = {}
    for group in held.groups.values():
        for door_id in group.door_ids:
            groups.setdefault(door_id, []).append(group.name)
    kept: dict[DoorId | None, list[Secret[str]]] = {}
    for code in codes:
        place = code.door_id if code.lock_id is None else doors.get(code.lock_id)
        kept.setdefault(place, []).append(code.text)
    for door in held.doors.values():
        row = {**_noted(door.fields, FieldOf.DOOR), **held.place(door.id)}
        row[ImportField.TIME_ZONE] = door.time_zone or ""
        row[ImportField.PRIVATE] = "yes" if door.is_private else "no"
        row[ImportField.GROUPS] = join_words(sorted(groups.get(door.id, ()), key=str.casefold))
        row[ImportField.DOOR_MORE] = own_words(door.fields, FieldOf.DOOR)
        row.update(_of_lock(door, held.locks.get(door.id)))
        own = kept.pop(door.id, [])
        yield row | {ImportField.SETUP_CODE: own[0].reveal()} if own else row
        for text in own[1:]:
            yield held.place(door.id) | {ImportField.SETUP_CODE: text.reveal()}
    for texts in kept.values():
        for text in texts:
            yield {ImportField.SETUP_CODE: text.reveal()}


def _noted(fields: Mapping[str, str], of: FieldOf, before: str = "") -> _Row:
    return {
        column: fields.get(f"{before}{key}", "")
        for column, (one, key) in SURVEY_FIELDS.items()
        if one is of
    }


def _of_lock(door: Door, lock: Lock | None) -> _Row:
    """What the lock says of itself and people of it; where none is mounted, what is noted at the door stands there already."""
    if lock is None:
        return _noted(door.fields, FieldOf.LOCK, NOTED_OF_LOCK)
    row = _noted(lock.fields, FieldOf.LOCK)
    if door.fields.get(f"{NOTED_OF_LOCK}serial") == lock.serial:
        coming = _noted(door.fields, FieldOf.LOCK, NOTED_OF_LOCK)
        row = {column: text or coming[column] for column, text in row.items()}
    row[ImportField.LOCK_MORE] = own_words(lock.fields, FieldOf.LOCK)
    row[ImportField.VENDOR] = lock.vendor
    row[ImportField.PRODUCT] = lock.product
    row[ImportField.SERIAL] = lock.serial
    row[ImportField.FIRMWARE] = lock.firmware
    return row


def _group_rows(held: _Held) -> Iterator[_Row]:
    """Groups that no door names."""
    for group in held.groups.values():
        if not group.door_ids:
            yield {ImportField.GROUPS: join_words([group.name])}


def _calendar_rows(held: _Held) -> Iterator[_Row]:
    for name, dates in held.calendars.values():
        yield {ImportField.CALENDAR: name, ImportField.CALENDAR_DATES: dates}


def _person_rows(held: _Held) -> Iterator[_Row]:
    for person in held.people.values():
        yield {
            ImportField.PERSON: person.name,
            ImportField.PERSON_ID: str(person.id),
            ImportField.ROLE: str(person.role),
            ImportField.LANGUAGE: person.language or "",
            ImportField.EMAIL: person.email or "",
            ImportField.PHONE: person.phone or "",
            ImportField.BIRTHDAY: person.birthday.isoformat() if person.birthday else "",
            ImportField.PAUSED: pause_text(person, held.label),
        }


def _grant_rows(held: _Held, grant: Grant) -> Iterator[_Row]:
    """One row a door, and one for all groups; more where many doors of them are excepted."""
    person = held.people[grant.person_id]
    base: _Row = {
        ImportField.PERSON: person.name,
        ImportField.PERSON_ID: str(person.id),
        ImportField.GRANT: str(grant.id),
        **_times(with_end(grant.validity, grant.created_at), held.calendars),
    }
    pin = held.credentials[grant.credential_id].value
    if held.with_secrets and pin is not None:
        base[ImportField.PIN] = pin.reveal()
    for door_id in sorted(grant.door_ids - grant.except_door_ids, key=_sorted_by(held)):
        yield base | held.place(door_id)
    if not grant.group_ids:
        return
    base[ImportField.GROUPS] = join_words(
        sorted((held.groups[group_id].name for group_id in grant.group_ids), key=str.casefold)
    )
    excepted = iter(sorted((held.label(one) for one in grant.except_door_ids), key=str.casefold))
    while True:
        some = list(islice(excepted, _EXCEPTED_IN_A_ROW))
        yield base | {ImportField.EXCEPT: join_words(some)}
        if len(some) < _EXCEPTED_IN_A_ROW:
            return


def _sorted_by(held: _Held) -> Callable[[DoorId], str]:
    return lambda door_id: held.label(door_id).casefold()


def _times(validity: Validity, calendars: Mapping[object, tuple[str, str]]) -> _Row:
    return {
        ImportField.FROM: validity.start.isoformat(sep=" ") if validity.start else "",
        ImportField.UNTIL: validity.end.isoformat(sep=" ") if validity.end else "",
        ImportField.WEEKLY: join_words(format_weekly(window) for window in validity.weekly),
        ImportField.ONCE: "yes" if validity.is_once else "",
        ImportField.HOLIDAYS: join_words(
            f"{calendars[one.calendar_id][0]}:{one.rule.value.replace('_', '-')}"
            for one in validity.holidays
            if one.rule is not HolidayRule.IGNORE
        ),
    }
