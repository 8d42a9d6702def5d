"""Who can open a door, and what somebody or something reaches, read from the project as one commit left it."""

from asyncio import gather
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.errors import RuleError
from app.domain.credential import Credential
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import (
    CalendarId,
    CredentialId,
    DoorId,
    GroupId,
    KeyBoxId,
    KeyId,
    PersonId,
)
from app.domain.key_ways import KeyChart, KeyIndex, doors_from
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.domain.lock import ClockState, Lock
from app.domain.openers import DoorSeen, LockSeen, Moment, holders_of, label_of
from app.domain.person import Person
from app.domain.project import Group, zone_name_of
from app.domain.revocability import Removal
from app.domain.slot_record import ForeignSlot
from app.domain.standing import OLD_AFTER
from app.domain.who import Openers, Subject, SubjectKind, reach, ways_of, who
from app.domain.wishes import doors_of, wishes_of
from app.driver_api.manifest import DriverManifest
from app.services.open_project import OpenProject, Place
from app.storage.repositories import Repositories
from app.storage.values import DoorName, LockFacts, LockStanding


@dataclass(frozen=True, slots=True)
class DoorOpeners:
    """One door ("Site/Door", IANA zone) with all that opens it, and the people and calendars that the openers name."""

    label: str
    zone: str
    answer: Openers
    people: Mapping[PersonId, Person]
    calendars: Mapping[CalendarId, HolidayCalendar]


@dataclass(frozen=True, slots=True)
class Reached:
    """What somebody, or a thing, opens; `label` is their name. Doors are ordered by site and door."""

    subject: Subject
    label: str
    doors: tuple[DoorOpeners, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, as far as locks were read and keys were written down."""
        return all(door.answer.is_complete for door in self.doors)


class OpenerService:
    """Answers from what the file holds; no lock is asked."""

    def __init__(self, project: OpenProject, old_after: timedelta = OLD_AFTER) -> None:
        self._project = project
        self._old_after = old_after

    async def who(self, door_id: DoorId, at: datetime | None = None) -> DoorOpeners:
        """Everything that can open this door, at the moment `at` (now when None); raises `RuleError("door_gone")`."""
        now = self._project.clock()
        async with self._project.store.snapshot() as read:
            # Asked together, as each question waits for its turn on the file's thread.
            place, grants, records, memberships, keys, lock = await gather(
                self._place(read, door_id),
                read.grants.limited_to_doors([door_id]),
                read.records.at_door(door_id),
                read.groups.memberships([door_id]),
                _keys_to(read, door_id),
                read.locks.at_door(door_id),
            )
            if place is None:
                raise RuleError("door_gone")
            used = {g.credential_id for g in grants} | {r.credential_id for r in records}
            credentials = {one.id: one for one in await read.credentials.some(used)}
            named = {one.person_id for one in credentials.values()} | _people_of(keys)
            people = {person.id: person for person in await read.people.some(named)}
            calendars = await _calendars_of(read, grants)
            facts = await read.locks.facts(lock.id) if lock is not None else None
            foreign = await read.foreign.of_lock(lock.id) if lock is not None else ()
        zone = ZoneInfo(place.zone)
        wishes = wishes_of(
            grants,
            groups={key: Group(key, "", doors) for key, doors in memberships.items()},
            people=people,
            credentials=credentials,
            zones={door_id: zone},
            now=now,
        )
        seen = DoorSeen(door_id, zone, self._lock_seen(lock, facts, zone, foreign))
        moment = Moment(at or now, now, calendars, self._old_after)
        answer = who(seen, wishes, records, holders_of(people, credentials), keys, moment)
        return DoorOpeners(place.label, place.zone, answer, people, calendars)

    async def reach(self, subject: Subject, at: datetime | None = None) -> Reached:
        """Every door that somebody, or a thing, opens; raises `RuleError("opener_gone")`."""
        now = self._project.clock()
        async with self._project.store.snapshot() as read:
            held = await _held(read, subject)
            ways = ways_of(subject, held.keys)
            through_keys = doors_from(KeyIndex(held.keys), ways.keys, ways.boxes)
            used = list(held.credentials)
            records = await read.records.of_credentials(used) if used else ()
            granted = (doors_of(g, held.groups) for g in held.grants if g.revoked_at is None)
            wanted = through_keys.union({r.door_id for r in records}, *granted)
            at_entries = wanted if held.grants or records else frozenset[DoorId]()
            names, standing, calendars, found_people = await gather(
                read.doors.names(wanted),
                read.locks.standing_at(at_entries),
                _calendars_of(read, held.grants),
                read.people.some(held.person_ids),
            )
            people = {one.id: one for one in found_people}
        locks = {one.door_id.int: one for one in standing}
        families = {one.driver: self._project.drivers.manifest(one.driver) for one in standing}
        doors = [self._door_seen(name, locks.get(name.door_id.int), families) for name in names]
        zones = {door.door_id: door.zone for door in doors}
        wishes = wishes_of(
            held.grants,
            groups=held.groups,
            people=people,
            credentials=held.credentials,
            zones=zones,
            now=now,
        )
        answers = reach(
            subject,
            doors,
            wishes,
            records,
            holders_of(people, held.credentials),
            held.keys,
            Moment(at or now, now, calendars, self._old_after),
        )
        by_number = {
            name.door_id.int: (name, door) for name, door in zip(names, doors, strict=True)
        }
        found = [
            DoorOpeners(name.label, door.zone.key, one, people, calendars)
            for one in answers
            for name, door in (by_number[one.door_id.int],)
        ]
        return Reached(subject, held.label, tuple(found))

    def _door_seen(
        self,
        name: DoorName,
        lock: LockStanding | None,
        families: Mapping[str, DriverManifest | None],
    ) -> DoorSeen:
        zone = ZoneInfo(name.zone or self._project.store.project.time_zone)
        if lock is None:
            return DoorSeen(name.door_id, zone)
        manifest = families[lock.driver]
        seen = LockSeen(
            lock_id=lock.lock_id,
            zone=ZoneInfo(lock.zone) if lock.zone is not None else zone,
            removal=manifest.removal if manifest is not None else Removal.HAND,
            has_fabrics=manifest is not None and manifest.has_fabrics,
            capabilities=lock.capabilities,
            read_at=lock.read_at,
            reached_at=lock.reached_at,
            clock=lock.clock,
            free_slots=lock.free_slots,
        )
        return DoorSeen(name.door_id, zone, seen)

    async def _place(self, read: Repositories, door_id: DoorId) -> Place | None:
        door = await read.doors.get(door_id)
        site = await read.sites.get(door.site_id) if door is not None else None
        if door is None or site is None:
            return None
        return Place(site, door, zone_name_of(self._project.store.project, site, door))

    def _lock_seen(
        self,
        lock: Lock | None,
        facts: LockFacts | None,
        zone: ZoneInfo,
        foreign: Iterable[ForeignSlot] = (),
    ) -> LockSeen | None:
        if lock is None:
            return None
        manifest = self._project.drivers.manifest(lock.driver)
        known = facts or LockFacts(lock.id)
        info = known.info
        return LockSeen(
            lock_id=lock.id,
            zone=ZoneInfo(info.zone) if info is not None and info.zone is not None else zone,
            removal=manifest.removal if manifest is not None else Removal.HAND,
            has_fabrics=manifest is not None and manifest.has_fabrics,
            capabilities=known.capabilities,
            read_at=known.read_at,
            reached_at=known.reached_at,
            clock=info.clock if info is not None else ClockState.UNKNOWN,
            free_slots=known.free_slots,
            foreign=tuple(foreign),
            fabrics=known.fabrics,
            fabrics_read_at=known.fabrics_read_at,
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """What a subject has; `grants` are those of its credentials, revoked ones too."""

    label: str
    person_ids: frozenset[PersonId]
    credentials: Mapping[CredentialId, Credential]
    grants: tuple[Grant, ...]
    groups: Mapping[GroupId, Group]
    keys: KeyChart


async def _held(read: Repositories, subject: Subject) -> _Held:
    match subject.kind:
        case SubjectKind.PERSON:
            person_id = PersonId(subject.id)
            person, credentials, grants, issues, boxes = await gather(
                read.people.get(person_id),
                read.credentials.of_person(person_id),
                read.grants.of_person(person_id),
                read.key_issues.out_to_person(person_id),
                read.key_boxes.known_to(person_id),
            )
            if person is None:
                raise RuleError("opener_gone")
            keys = await _keys_from(read, issues, boxes)
            return await _with_groups(read, person.name, {person.id}, credentials, grants, keys)
        case SubjectKind.CREDENTIAL:
            credential = await read.credentials.get(CredentialId(subject.id))
            if credential is None:
                raise RuleError("opener_gone")
            of_person = await read.grants.of_person(credential.person_id)
            grants = [one for one in of_person if one.credential_id == credential.id]
            return await _with_groups(
                read, label_of(credential), {credential.person_id}, [credential], grants, KeyChart()
            )
        case SubjectKind.KEY:
            key = await read.keys.get(KeyId(subject.id))
            if key is None:
                raise RuleError("opener_gone")
            issues = await read.key_issues.out_of_keys([key.id])
            keys = await _keys_from(read, issues, [], [key])
            return await _with_groups(read, key.number, _people_of(keys), [], [], keys)
        case SubjectKind.KEY_BOX:
            box = await read.key_boxes.get(KeyBoxId(subject.id))
            if box is None:
                raise RuleError("opener_gone")
            keys = await _keys_from(read, [], [box])
            return await _with_groups(read, box.label, _people_of(keys), [], [], keys)


async def _with_groups(
    read: Repositories,
    label: str,
    person_ids: Collection[PersonId],
    credentials: Iterable[Credential],
    grants: Iterable[Grant],
    keys: KeyChart,
) -> _Held:
    grants = tuple(grants)
    groups = await read.groups.some({key for grant in grants for key in grant.group_ids})
    return _Held(
        label,
        frozenset(person_ids),
        {one.id: one for one in credentials},
        grants,
        {group.id: group for group in groups},
        keys,
    )


async def _keys_to(read: Repositories, door_id: DoorId) -> KeyChart:
    """Keys and boxes that lead to a door, from the door backwards, with the copies of these keys."""
    keys = {key.id: key for key in await read.keys.at_doors([door_id])}
    boxes = {box.id: box for box in await read.key_boxes.at_doors([door_id])}
    issues: list[KeyIssue] = []
    new_keys, new_boxes = set(keys), set(boxes)
    while new_keys or new_boxes:
        copies = await read.key_issues.out_of_keys(new_keys) if new_keys else ()
        issues += copies
        found = {one.box_id for one in copies if one.box_id is not None} - boxes.keys()
        boxes |= {box.id: box for box in await read.key_boxes.some(found)}
        opening = await read.keys.opening_boxes(new_boxes | found) if new_boxes | found else ()
        new_keys = {key.id for key in opening} - keys.keys()
        keys |= {key.id: key for key in opening}
        new_boxes = set[KeyBoxId]()
    return KeyChart(keys, boxes, tuple(issues))


async def _keys_from(
    read: Repositories,
    issues: Collection[KeyIssue],
    boxes: Collection[KeyBox],
    keys: Collection[MechanicalKey] = (),
) -> KeyChart:
    """What is reached from these copies, boxes and keys onwards."""
    all_issues = {issue.id: issue for issue in issues}
    all_boxes = {box.id: box for box in boxes}
    all_keys = {key.id: key for key in keys}
    new_boxes = set(all_boxes)
    new_keys = {issue.key_id for issue in issues if issue.lost_at is None} - all_keys.keys()
    waiting = list(keys)
    while new_keys or new_boxes or waiting:
        waiting += await read.keys.some(new_keys)
        all_keys |= {key.id: key for key in waiting}
        opened = {box_id for key in waiting for box_id in key.box_ids} - all_boxes.keys()
        all_boxes |= {box.id: box for box in await read.key_boxes.some(opened)}
        new_boxes |= opened
        inside = await read.key_issues.out_in_boxes(new_boxes) if new_boxes else ()
        all_issues |= {issue.id: issue for issue in inside}
        new_keys = {one.key_id for one in inside if one.lost_at is None} - all_keys.keys()
        new_boxes, waiting = set[KeyBoxId](), list[MechanicalKey]()
    return KeyChart(all_keys, all_boxes, tuple(all_issues.values()))


def _people_of(keys: KeyChart) -> set[PersonId]:
    """Everybody who has one of these keys or knows the code of one of these boxes."""
    holders = {issue.person_id for issue in keys.issues if issue.person_id is not None}
    return holders.union(*(box.known_to for box in keys.boxes.values()))


async def _calendars_of(
    read: Repositories, grants: Iterable[Grant]
) -> Mapping[CalendarId, HolidayCalendar]:
    named = {one.calendar_id for grant in grants for one in grant.validity.holidays}
    return {one.id: one for one in await read.calendars.some(named)}
