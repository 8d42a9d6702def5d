"""Intent and evidence of some doors, read together: what plan, status and apply start from."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.breath import breathing
from app.domain.credential import Credential
from app.domain.evidence import GrantedAgain, Revoked, ValidityChanged
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import (
    CalendarId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    LockId,
    PersonId,
    RecordId,
)
from app.domain.intent import IntentChange, RecordIntent, intent_changes
from app.domain.lock import ClockState, Lock
from app.domain.person import Person
from app.domain.plan import DoorToPlan, LockToPlan, Plan
from app.domain.planner import make_plan
from app.domain.project import Group
from app.domain.proof import advance, granted
from app.domain.slot_record import ForeignSlot, SlotRecord
from app.domain.wishes import Wish, wishes_of
from app.services.open_project import OpenProject, Place, list_places
from app.storage.repositories import Repositories
from app.storage.values import LockFacts

_FEW_DOORS = 100


@dataclass(frozen=True, slots=True)
class Chart:
    """Doors with everything known of them at one moment, and the people, credentials and grants that have to do with them.

    `locks` are the mounted ones. `records` holds those of retired locks too, and `retired` those locks.
    """

    places: tuple[Place, ...]
    locks: Mapping[DoorId, Lock]
    retired: Mapping[LockId, Lock]
    facts: Mapping[LockId, LockFacts]
    foreign: Mapping[LockId, tuple[ForeignSlot, ...]]
    doors: tuple[DoorToPlan, ...]
    people: Mapping[PersonId, Person]
    credentials: Mapping[CredentialId, Credential]
    grants: tuple[Grant, ...]
    groups: Mapping[GroupId, Group]
    calendars: Mapping[CalendarId, HolidayCalendar]
    wishes: tuple[Wish, ...]
    records: tuple[SlotRecord, ...]
    now: datetime

    def plan(self) -> Plan:
        """What has to be done on the locks of these doors."""
        return make_plan(
            self.doors,
            self.wishes,
            self.records,
            self.credentials,
            self.now,
            calendars=self.calendars,
        )

    def place(self, door_id: DoorId) -> Place:
        """The place of one of these doors."""
        return next(place for place in self.places if place.door.id == door_id)

    def record(self, record_id: RecordId) -> SlotRecord:
        """One of the records."""
        return next(record for record in self.records if record.id == record_id)


async def read_chart(
    project: OpenProject,
    door_ids: Collection[DoorId] | None = None,
    *,
    repositories: Repositories | None = None,
) -> Chart:
    """The chart of these doors, of all when None, as one commit left it; inside a change or a snapshot with its repositories."""
    if repositories is None:
        async with project.store.snapshot() as repositories:
            return await read_chart(project, door_ids, repositories=repositories)
    places = await list_places(project, repositories, door_ids)
    if door_ids is None:
        rows = await _all_rows(repositories)
    else:
        rows = await _rows_at(repositories, [place.door.id for place in places])
    calendars = {calendar.id: calendar for calendar in await repositories.calendars.all()}
    if len(places) <= _FEW_DOORS:
        return _made_chart(project.clock(), places, rows, calendars)
    # Thousands of doors take longer than the window may stand still.
    return await asyncio.to_thread(_made_chart, project.clock(), places, rows, calendars)


def _made_chart(
    now: datetime,
    places: Sequence[Place],
    rows: "_Rows",
    calendars: Mapping[CalendarId, HolidayCalendar],
) -> Chart:
    zones = {place.door.id: ZoneInfo(place.zone) for place in places}
    mounted = {lock.door_id: lock for lock in rows.locks if lock.retired_at is None}
    chart = Chart(
        places=tuple(places),
        locks=mounted,
        retired={lock.id: lock for lock in rows.locks if lock.retired_at is not None},
        facts=rows.facts,
        foreign=rows.foreign,
        doors=tuple(
            _door_to_plan(place, zones[place.door.id], mounted, rows.facts, rows.foreign)
            for place in places
        ),
        people={person.id: person for person in rows.people},
        credentials={credential.id: credential for credential in rows.credentials},
        grants=tuple(rows.grants),
        groups={group.id: group for group in rows.groups},
        calendars=calendars,
        wishes=(),
        records=tuple(rows.records),
        now=now,
    )
    return replace(chart, wishes=_wishes(chart))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a chart is made of; `locks` are the mounted ones and the retired ones that records name."""

    locks: Sequence[Lock]
    facts: Mapping[LockId, LockFacts]
    foreign: Mapping[LockId, tuple[ForeignSlot, ...]]
    records: Sequence[SlotRecord]
    people: Sequence[Person]
    credentials: Sequence[Credential]
    grants: Sequence[Grant]
    groups: Sequence[Group]


async def _all_rows(read: Repositories) -> _Rows:
    foreign: dict[LockId, list[ForeignSlot]] = {}
    for slot in await read.foreign.all():
        foreign.setdefault(slot.lock_id, []).append(slot)
    return _Rows(
        locks=await read.locks.all(),
        facts={facts.lock_id: facts for facts in await read.locks.all_facts()},
        foreign={lock_id: tuple(slots) for lock_id, slots in foreign.items()},
        records=await read.records.all(),
        people=await read.people.all(),
        credentials=await read.credentials.all(),
        grants=await read.grants.all(),
        groups=await read.groups.all(),
    )


async def _rows_at(read: Repositories, door_ids: Sequence[DoorId]) -> _Rows:
    """What concerns these doors and nothing else: choosing a door must not take longer the larger the project is."""
    found = [await read.locks.at_door(door_id) for door_id in door_ids]
    mounted = [lock for lock in found if lock is not None]
    records = [record for door_id in door_ids for record in await read.records.at_door(door_id)]
    elsewhere = {record.lock_id for record in records if record.lock_id is not None}
    grants = await read.grants.at_doors(door_ids)
    credentials = await read.credentials.some(
        {grant.credential_id for grant in grants} | {record.credential_id for record in records}
    )
    return _Rows(
        locks=[*mounted, *await read.locks.some(elsewhere - {lock.id for lock in mounted})],
        facts={lock.id: await read.locks.facts(lock.id) for lock in mounted},
        foreign={lock.id: tuple(await read.foreign.of_lock(lock.id)) for lock in mounted},
        records=records,
        people=await read.people.some({credential.person_id for credential in credentials}),
        credentials=credentials,
        grants=grants,
        groups=await read.groups.some(
            {group_id for grant in grants for group_id in grant.group_ids}
        ),
    )


def _wishes(chart: Chart) -> tuple[Wish, ...]:
    """What the chart's grants wish for; the wishes of a door whose lock is being taken out wait for the next lock."""
    leaving = {lock.door_id for lock in chart.locks.values() if lock.is_leaving}
    found = wishes_of(
        chart.grants,
        groups=chart.groups,
        people=chart.people,
        credentials=chart.credentials,
        zones={place.door.id: ZoneInfo(place.zone) for place in chart.places},
        now=chart.now,
    )
    return tuple(wish for wish in found if wish.door_id not in leaving)


def chart_if_granted(
    chart: Chart,
    grants: Mapping[GrantId, Grant],
    credentials: Collection[Credential],
    doors: Collection[DoorId],
) -> Chart:
    """The chart of these doors as it would be with these grants, new or changed, and these credentials; their locks stay."""
    known = {grant.id: grant for grant in chart.grants}
    supposed = replace(
        chart,
        doors=tuple(door for door in chart.doors if door.door_id in doors),
        locks={
            door_id: replace(lock, is_leaving=lock.is_leaving and door_id not in doors)
            for door_id, lock in chart.locks.items()
        },
        grants=tuple({**known, **grants}.values()),
        credentials={**chart.credentials, **{one.id: one for one in credentials}},
    )
    return replace(supposed, wishes=_wishes(supposed))


async def sync_records(
    project: OpenProject, repositories: Repositories, door_ids: Collection[DoorId]
) -> None:
    """Let the records of these doors say what the wishes want; part of the change that altered wishes or locks."""
    await _adopt_waiting(project, repositories, door_ids)
    # Many doors one by one take longer than all of them at once.
    wanted = frozenset(door_ids)
    named = wanted if len(wanted) <= _FEW_DOORS else None
    chart = await read_chart(project, named, repositories=repositories)

    def changed() -> list[SlotRecord]:
        changes = intent_changes(
            [door for door in chart.doors if door.door_id in wanted],
            chart.wishes,
            chart.records,
            chart.credentials,
            chart.now,
            calendars=chart.calendars,
        )
        return [_changed_record(intent, chart.now) for intent in breathing(changes)]

    records = await asyncio.to_thread(changed) if named is None else changed()
    await repositories.records.put_all(records)


async def _adopt_waiting(
    project: OpenProject, repositories: Repositories, door_ids: Collection[DoorId]
) -> None:
    """Records that waited for a lock at their door belong to it from now on."""
    if len(door_ids) > _FEW_DOORS:
        locks = await repositories.locks.all()
        mounted = {lock.door_id for lock in locks if lock.retired_at is None}
        door_ids = [door_id for door_id in door_ids if door_id in mounted]
    for door_id in door_ids:
        lock = await repositories.locks.at_door(door_id)
        if lock is None:
            continue
        for record in await repositories.records.at_door(door_id):
            if record.lock_id is None:
                await repositories.records.put(replace(record, lock_id=lock.id))


def _changed_record(intent: RecordIntent, now: datetime) -> SlotRecord:
    entry = intent.entry
    if entry.record is None:
        if entry.wish is None:
            raise ValueError("an entry without a wish is not granted")
        lock = entry.door.lock
        record = granted(
            RecordId(uuid4()),
            entry.door.door_id,
            lock.lock_id if lock is not None else None,
            entry.credential.id,
            entry.wish.grant_id,
            now,
            entry.credential.kind,
        )
        replaces = entry.replaces.id if entry.replaces is not None else None
        return replace(record, replaces=replaces)
    match intent.change:
        case IntentChange.REVOKED:
            return advance(entry.record, Revoked(now)).record
        case IntentChange.GRANTED_AGAIN:
            return advance(entry.record, GrantedAgain(now)).record
        case IntentChange.CHANGED:
            return advance(entry.record, ValidityChanged(now)).record
        case _:
            grant_id = entry.wish.grant_id if entry.wish is not None else entry.record.grant_id
            return replace(entry.record, grant_id=grant_id)


def _door_to_plan(
    place: Place,
    zone: ZoneInfo,
    locks: Mapping[DoorId, Lock],
    facts: Mapping[LockId, LockFacts],
    foreign: Mapping[LockId, tuple[ForeignSlot, ...]],
) -> DoorToPlan:
    lock = locks.get(place.door.id)
    if lock is None:
        return DoorToPlan(place.door.id, zone)
    known = facts.get(lock.id, LockFacts(lock.id))
    return DoorToPlan(
        place.door.id,
        zone,
        LockToPlan(
            lock_id=lock.id,
            capabilities=known.capabilities,
            free_slots=known.free_slots,
            foreign=foreign.get(lock.id, ()),
            unfinished=known.unfinished,
            zone=ZoneInfo(known.info.zone) if known.info and known.info.zone else None,
            is_clock_wrong=known.info is not None and known.info.clock is ClockState.WRONG,
        ),
    )
