"""How a code that is given out could be taken back, door by door: said before it is issued, and beside what was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.domain.credential import CredentialKind
from app.domain.grant import Validity
from app.domain.ids import DoorId
from app.domain.revocability import (
    Removal,
    Revocability,
    exposure,
    is_reached_lately,
    is_written,
    revocability_of,
)
from app.domain.schedule import UNRESTRICTED, Fitting, fit
from app.services.access import Granted
from app.services.chart import Chart, read_chart
from app.services.open_project import OpenProject, Place
from app.storage.values import LockFacts


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
    removals = {manifest.id: manifest.removal for manifest in project.drivers.manifests}
    return tuple(
        _at(chart, place, validities[place.door.id], removals)
        for place in chart.places
        if place.door.id in chart.locks and place.door.id in validities
    )


def _at(
    chart: Chart, place: Place, validity: Validity, removals: Mapping[str, Removal]
) -> TakingBack:
    lock = chart.locks[place.door.id]
    facts = chart.facts.get(lock.id, LockFacts(lock.id))
    kind = CredentialKind.PIN
    revocable = revocability_of(
        kind,
        removals.get(lock.driver, Removal.HAND),
        is_written_by_us=is_written(kind, facts.capabilities),
        is_reached=is_reached_lately(facts.reached_at, chart.now),
    )
    return TakingBack(place, revocable, _exposure(chart, place.door.id, facts, validity))


def _exposure(
    chart: Chart, door_id: DoorId, facts: LockFacts, validity: Validity
) -> timedelta | None:
    door = next(door for door in chart.doors if door.door_id == door_id)
    lock_zone: ZoneInfo = (door.lock.zone if door.lock is not None else None) or door.zone
    schedule = UNRESTRICTED
    if facts.capabilities is not None:
        fitting = fit(
            validity,
            door.zone,
            facts.capabilities.schedules,
            lock_zone=lock_zone,
            granted_at=chart.now,
        )
        schedule = fitting.schedule if isinstance(fitting, Fitting) else UNRESTRICTED
    return exposure(schedule, lock_zone, chart.now)
