"""Reading the locks: evidence moves, drift and foreign codes are found, nothing is written to a lock."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import DoorId
from app.domain.lock import Lock
from app.driver_api.errors import DriverError
from app.services.chart import read_chart
from app.services.evidence import ProofChange, has_level_moved
from app.services.lock_work import LockWork, Waking
from app.services.open_project import OpenProject, Place, paired


class RefreshState(StrEnum):
    """Whether the lock answered."""

    READ = "read"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What reading one door's lock did; `reason` is why it was not read."""

    place: Place
    state: RefreshState
    changes: tuple[ProofChange, ...] = ()
    reason: str | None = None


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
        except DriverError as error:
            return Refreshed(place, RefreshState.UNREACHABLE, reason=error.code)
        changes: list[ProofChange] = []
        for record_id, record in before.items():
            after = await self._project.read.records.get(record_id)
            if after is not None and has_level_moved(ProofChange(record, after)):
                changes.append(ProofChange(record, after))
        return Refreshed(place, RefreshState.READ, tuple(changes))
