"""How a code that is given out could be taken back, door by door: said before it is issued, and beside what was recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.credential import CredentialKind
from app.domain.grant import Validity
from app.domain.ids import DoorId, LockId
from app.domain.intent import is_here, is_on_lock
from app.domain.lock import Lock
from app.domain.person import Person
from app.domain.plan import DoorToPlan
from app.domain.revocability import (
    Removal,
    Revocability,
    exposure,
    is_reached_lately,
    is_written,
    revocability_of,
)
from app.domain.schedule import UNRESTRICTED, Fitting, fit
from app.domain.slot_record import SlotRecord
from app.services.access import Granted
from app.services.chart import Chart, read_chart
from app.services.open_project import OpenProject, Place
from app.storage.values import LockFacts

_FEW_LOCKS = 100


@dataclass(frozen=True, slots=True)
class TakingBack:
    """One door with a lock: how a code is taken off it, and how long it could open if that were never proven; None: without end."""

    place: Place
    revocable: Revocability
    exposure: timedelta | None


async def ways_to_take_back(project: OpenProject, granted: Granted) -> tuple[TakingBack, ...]:
    """For each door of the grant that has a lock, by site and door."""
    chart = await read_chart(project, granted.door_ids)
    validities = {
        door_id: part.grant.validity for part in granted.parts for door_id in part.door_ids
    }
    removals = removals_of(project)
    doors = {door.door_id: door for door in chart.doors}
    return tuple(
        _at(chart, place, doors[place.door.id], validities[place.door.id], removals)
        for place in chart.places
        if place.door.id in chart.locks and place.door.id in validities
    )


@dataclass(frozen=True, slots=True)
class Exposed:
    """A door at which codes that are taken away may still open, and for how long in all by the lock's own word; None: without end."""

    place: Place
    exposure: timedelta | None


async def exposed_at(
    project: OpenProject, person: Person, door_ids: Collection[DoorId]
) -> tuple[Exposed, ...]:
    """Where codes of this person may be on locks, by site and door; what a removal that is never proven would leave open."""
    chart = await read_chart(project, door_ids)
    mine = {one.id for one in chart.credentials.values() if one.person_id == person.id}
    doors = {door.door_id: door for door in chart.doors}
    records: dict[DoorId, list[SlotRecord]] = {}
    for record in chart.records:
        if record.credential_id in mine:
            records.setdefault(record.door_id, []).append(record)
    found: list[Exposed] = []
    for place in chart.places:
        door = doors[place.door.id]
        ways = [
            exposure(record.written, _clock_zone(door), chart.now)
            for record in records.get(door.door_id, ())
            if is_here(record, door) and is_on_lock(record, door)
        ]
        if ways:
            ends = [way for way in ways if way is not None]
            found.append(Exposed(place, max(ends) if len(ends) == len(ways) else None))
    return tuple(found)


def _clock_zone(door: DoorToPlan) -> ZoneInfo:
    """The zone that the lock's clock runs in, as far as it said."""
    return (door.lock.zone if door.lock is not None else None) or door.zone


async def revocable_at(
    project: OpenProject, lock_ids: Collection[LockId]
) -> Mapping[LockId, Revocability]:
    """How a code that is written to these locks now could be taken back."""
    removals = removals_of(project)
    now = project.clock()
    read = project.read.locks
    is_few = len(lock_ids) <= _FEW_LOCKS
    # Many locks one by one take longer than all of them at once.
    kept = [await read.facts(one) for one in lock_ids] if is_few else await read.all_facts()
    facts = {one.lock_id: one for one in kept}
    return {
        lock.id: revocable(lock, facts.get(lock.id, LockFacts(lock.id)), removals, now)
        for lock in await read.some(lock_ids)
    }


def removals_of(project: OpenProject) -> Mapping[str, Removal]:
    """By which way each driver takes an entry off a lock."""
    return {manifest.id: manifest.removal for manifest in project.drivers.manifests}


def revocable(
    lock: Lock, facts: LockFacts, removals: Mapping[str, Removal], now: datetime
) -> Revocability:
    """How a code that is written to this lock now could be taken back."""
    kind = CredentialKind.PIN
    return revocability_of(
        kind,
        removals.get(lock.driver, Removal.HAND),
        is_written_by_us=is_written(kind, facts.capabilities),
        is_reached=is_reached_lately(facts.reached_at, now),
    )


def _at(
    chart: Chart,
    place: Place,
    door: DoorToPlan,
    validity: Validity,
    removals: Mapping[str, Removal],
) -> TakingBack:
    lock = chart.locks[place.door.id]
    facts = chart.facts.get(lock.id, LockFacts(lock.id))
    way = revocable(lock, facts, removals, chart.now)
    return TakingBack(place, way, _exposure(door, facts, validity, chart.now))


def _exposure(
    door: DoorToPlan, facts: LockFacts, validity: Validity, now: datetime
) -> timedelta | None:
    lock_zone = _clock_zone(door)
    schedule = UNRESTRICTED
    if facts.capabilities is not None:
        fitting = fit(
            validity,
            door.zone,
            facts.capabilities.schedules,
            lock_zone=lock_zone,
            granted_at=now,
        )
        schedule = fitting.schedule if isinstance(fitting, Fitting) else UNRESTRICTED
    return exposure(schedule, lock_zone, now)
