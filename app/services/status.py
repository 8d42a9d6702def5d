"""What is wanted and what is proven, door by door: the view that window and command line show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.credential import Credential
from app.domain.grant import ALWAYS, Validity
from app.domain.ids import CredentialId, DoorId, PersonId
from app.domain.intent import entries_by_door
from app.domain.lock import Lock
from app.domain.person import Person
from app.domain.plan import Plan
from app.domain.schedule import EnforcedBy, Fitting
from app.domain.slot_record import ForeignSlot, SlotRecord
from app.domain.wishes import Wish
from app.services.chart import Chart, read_chart
from app.services.open_project import OpenProject, Place
from app.storage.values import LockFacts


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """One code at one door. `enforced_by` is None without a lock or a living wish. `is_clock_unknown`: the lock keeps a schedule by a
    clock that nobody can read. `is_clock_wrong`: by one that reads another time than the door's zone."""

    record: SlotRecord
    person: Person
    credential: Credential
    validity: Validity
    is_wanted: bool
    enforced_by: EnforcedBy | None
    is_clock_unknown: bool = False
    is_clock_wrong: bool = False


@dataclass(frozen=True, slots=True)
class RetiredStatus:
    """A lock that was taken away, and what may still be on it."""

    lock: Lock
    entries: tuple[EntryStatus, ...]


@dataclass(frozen=True, slots=True)
class DoorStatus:
    """One door with its lock, codes and foreign places."""

    place: Place
    lock: Lock | None
    facts: LockFacts | None
    entries: tuple[EntryStatus, ...]
    foreign: tuple[ForeignSlot, ...]
    retired: tuple[RetiredStatus, ...]


class StatusService:
    """Makes the view."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def status(self, door_ids: Collection[DoorId] | None = None) -> list[DoorStatus]:
        """The status of these doors, of all when None, ordered by site and door."""
        return _of_chart(await read_chart(self._project, door_ids))

    async def of_person(
        self, person_id: PersonId, door_ids: Collection[DoorId]
    ) -> list[DoorStatus]:
        """The status of these doors with the entries of one person alone; what other people have there costs little."""
        chart = await read_chart(self._project, door_ids)
        own = {key for key, one in chart.credentials.items() if one.person_id == person_id}
        return _of_chart(
            replace(
                chart,
                wishes=tuple(wish for wish in chart.wishes if wish.credential_id in own),
                records=tuple(one for one in chart.records if one.credential_id in own),
            )
        )

    async def door(self, door_id: DoorId) -> tuple[DoorStatus, Plan] | None:
        """One door with what apply would do there now; None when it is gone."""
        chart = await read_chart(self._project, {door_id})
        found = _of_chart(chart)
        return (found[0], chart.plan()) if found else None


def _of_chart(chart: Chart) -> list[DoorStatus]:
    by_door: dict[DoorId, list[EntryStatus]] = {place.door.id: [] for place in chart.places}
    fittings = _fittings(chart)
    wishes = {(wish.door_id, wish.credential_id): wish for wish in reversed(chart.wishes)}
    for record in chart.records:
        if record.ended is None and record.door_id in by_door:
            by_door[record.door_id].append(_entry(chart, record, wishes, fittings))
    return [_door_status(chart, place, by_door[place.door.id]) for place in chart.places]


Fittings = dict[tuple[DoorId, CredentialId], tuple[Fitting, bool]]


def _fittings(chart: Chart) -> Fittings:
    """Who keeps each wanted entry's times, and whether by a clock that is wrong; by door and credential."""
    found: Fittings = {}
    for door, entries in entries_by_door(
        chart.doors,
        chart.wishes,
        chart.records,
        chart.credentials,
        chart.now,
        calendars=chart.calendars,
    ):
        is_clock_wrong = door.lock is not None and door.lock.is_clock_wrong
        for entry in entries:
            if entry.fitting is not None:
                key = (door.door_id, entry.credential.id)
                found[key] = (entry.fitting, is_clock_wrong and entry.fitting.is_scheduled)
    return found


def _entry(
    chart: Chart,
    record: SlotRecord,
    wishes: Mapping[tuple[DoorId, CredentialId], Wish],
    fittings: Fittings,
) -> EntryStatus:
    credential = chart.credentials[record.credential_id]
    place = (record.door_id, record.credential_id)
    wish = wishes.get(place)
    fitting, is_clock_wrong = fittings.get(place, (None, False))
    return EntryStatus(
        record=record,
        person=chart.people[credential.person_id],
        credential=credential,
        validity=wish.validity if wish is not None else ALWAYS,
        is_wanted=wish is not None and wish.is_wanted,
        enforced_by=fitting.enforced_by if fitting is not None else None,
        is_clock_unknown=fitting is not None and fitting.is_clock_unknown,
        is_clock_wrong=is_clock_wrong,
    )


def _door_status(chart: Chart, place: Place, entries: list[EntryStatus]) -> DoorStatus:
    lock = chart.locks.get(place.door.id)
    mounted = lock.id if lock is not None else None
    here = tuple(entry for entry in entries if entry.record.lock_id in (None, mounted))
    elsewhere = [entry for entry in entries if entry not in here]
    retired = {entry.record.lock_id for entry in elsewhere if entry.record.lock_id is not None}
    return DoorStatus(
        place=place,
        lock=lock,
        facts=chart.facts.get(lock.id) if lock is not None else None,
        entries=here,
        foreign=chart.foreign.get(lock.id, ()) if lock is not None else (),
        retired=tuple(
            RetiredStatus(
                chart.retired[lock_id],
                tuple(entry for entry in elsewhere if entry.record.lock_id == lock_id),
            )
            for lock_id in sorted(retired, key=str)
        ),
    )


def newest_evidence(record: SlotRecord) -> datetime | None:
    """The date of the newest evidence for a record."""
    dates = [at for at in (record.proof.proven_at, record.proof.read_at) if at is not None]
    return max(dates, default=None)
