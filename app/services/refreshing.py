"""Reading the locks: evidence moves, drift and foreign codes are found, nothing is written to a lock."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import DoorId
from app.domain.intent import Entry, Standing, entries_of, is_on_lock
from app.domain.lock import Lock
from app.domain.standing import is_unproven
from app.driver_api.errors import DriverError, NeedsUser, Rejected, Unsupported
from app.services.chart import read_chart
from app.services.evidence import ProofChange, has_level_moved
from app.services.lock_work import LockWork, Waking
from app.services.open_project import OpenProject, Place, paired


class RefreshState(StrEnum):
    """Whether the lock was read, could not be reached, or was reached and refused."""

    READ = "read"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What reading one door's lock did; `reason` is why it was not read.

    `unproven` counts the entries that are not proven to be as the project wants them now, though the lock was read.
    """

    place: Place
    state: RefreshState
    changes: tuple[ProofChange, ...] = ()
    reason: str | None = None
    unproven: int = 0


class RefreshService:
    """Reads locks."""

    def __init__(
        self,
        project: OpenProject,
        randbelow: Callable[[int], int],
        waking: Waking,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._project = project
        self._randbelow = randbelow
        self._waking = waking
        self._sleep = sleep

    async def refresh(
        self,
        door_ids: Collection[DoorId] | None = None,
        *,
        report: Callable[[Place, int, int], None] = lambda _place, _done, _total: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> list[Refreshed]:
        """Read the locks of these doors, of all when None; doors without a lock are left out."""
        chart = await read_chart(self._project, door_ids)
        places = [place for place in chart.places if place.door.id in chart.locks]
        done: list[Refreshed] = []
        for place in places:
            if should_stop():
                break
            report(place, len(done), len(places))
            done.append(await self._refresh(place, chart.locks[place.door.id]))
        return done

    async def _refresh(self, place: Place, lock: Lock) -> Refreshed:
        before = {record.id: record for record in await self._project.read.records.of_lock(lock.id)}
        driver = self._project.drivers.driver(lock.driver)
        try:
            async with driver.open(paired(lock)) as session:
                work = LockWork(
                    self._project, lock, session, self._randbelow, self._waking, self._sleep
                )
                await work.catch_up()
        except (NeedsUser, Rejected, Unsupported) as error:
            return Refreshed(place, RefreshState.REFUSED, reason=error.code)
        except DriverError as error:
            return Refreshed(place, RefreshState.UNREACHABLE, reason=error.code)
        changes: list[ProofChange] = []
        for record_id, record in before.items():
            after = await self._project.read.records.get(record_id)
            if after is not None and has_level_moved(ProofChange(record, after)):
                changes.append(ProofChange(record, after))
        unproven = await self._unproven(place.door.id)
        return Refreshed(place, RefreshState.READ, tuple(changes), unproven=unproven)

    async def _unproven(self, door_id: DoorId) -> int:
        chart = await read_chart(self._project, {door_id})
        return sum(
            _falls_short(entry)
            for door in chart.doors
            for entry in entries_of(
                door,
                chart.wishes,
                chart.records,
                chart.credentials,
                chart.now,
                calendars=chart.calendars,
            )
        )


def _falls_short(entry: Entry) -> bool:
    """Whether the lock is not proven to have what is wanted, or to be without what is not."""
    if entry.record is None:
        return entry.standing in {Standing.WANTED, Standing.REFUSED}
    if entry.standing is Standing.OUTSIDE:
        return is_on_lock(entry.record, entry.door)
    return is_unproven(entry.record) or entry.standing is Standing.UNWANTED
