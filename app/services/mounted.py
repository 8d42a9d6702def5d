"""What is done with a mounted lock as a whole: the bolt, sharing, who is on it, taking it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.evidence import LockChanged, Revoked
from app.domain.lock import BoltPosition, Lock
from app.domain.proof import advance
from app.domain.slot_record import ForeignSlot
from app.driver_api.driver import BoltState, FabricOnLock, LockDriver, SharesAccess, SharingWindow
from app.driver_api.errors import NoAnswer, Unsupported
from app.services.applying import Applied, ApplyService, Report
from app.services.chart import sync_records
from app.services.open_project import OpenProject, Place, paired
from app.storage.values import ChangeKind

SHARE_MINUTES_LOW, SHARE_MINUTES_HIGH = 3, 15
"""A commissioning window stays open for 180 to 900 s (Matter core specification, 11.19.8.1)."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How taking a lock out went. `left` codes are not proven gone; `foreign` entries stay on the lock."""

    lock: Lock
    is_unpaired: bool
    left: int
    applied: Applied | None = None
    foreign: tuple[ForeignSlot, ...] = ()


class MountedLockService:
    """Works on the lock that is mounted at a door."""

    def __init__(self, project: OpenProject, applying: ApplyService) -> None:
        self._project = project
        self._applying = applying

    async def set_bolt(
        self, place: Place, *, locked: bool, pin: Secret[str] | None = None
    ) -> BoltState:
        """Move the bolt; raises `NoAnswer("bolt_not_reported")` when the lock did not report it there."""
        lock = await self._lock(place)
        async with self._driver(lock).open(paired(lock)) as session:
            state = await session.set_bolt(locked=locked, pin=pin)
        async with self._project.store.change(ChangeKind.BOLT) as change:
            change.concerns(
                door_id=place.door.id,
                note={"wanted": "locked" if locked else "unlocked", "reported": state.is_reported},
            )
            facts = await change.repositories.locks.facts(lock.id)
            if facts.info is not None:
                bolt = state.position if state.is_reported else BoltPosition.UNKNOWN
                info = replace(facts.info, bolt=bolt)
                facts = replace(facts, info=info, reached_at=state.at)
                await change.repositories.locks.put_facts(facts)
        if not state.is_reported:
            raise NoAnswer("bolt_not_reported")
        return state

    async def share(self, place: Place, minutes: int) -> SharingWindow:
        """Let another ecosystem in for some minutes; raises `RuleError("share_minutes")`."""
        if not SHARE_MINUTES_LOW <= minutes <= SHARE_MINUTES_HIGH:
            raise RuleError("share_minutes", low=SHARE_MINUTES_LOW, high=SHARE_MINUTES_HIGH)
        lock = await self._lock(place)
        window = await self._sharing(lock).open_window(paired(lock), minutes)
        async with self._project.store.change(ChangeKind.SHARED) as change:
            change.concerns(door_id=place.door.id, note={"until": window.until.isoformat()})
        return window

    async def fabrics(self, place: Place) -> Sequence[FabricOnLock]:
        """Which ecosystems can operate the lock."""
        lock = await self._lock(place)
        return await self._sharing(lock).fabrics(paired(lock))

    async def remove(
        self,
        place: Place,
        *,
        keep_codes: bool = False,
        forget: bool = False,
        report: Report = lambda _progress: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Removed:
        """Take our codes off with proof, then end our pairing, then retire the lock.

        A code that is not proven gone stops it; nothing is unpaired then. With `keep_codes` codes stay on the lock, with `forget` the lock
        is not asked at all: their entries become unknown and stay listed under the retired lock.
        """
        lock = await self._lock(place)
        applied: Applied | None = None
        if not keep_codes and not forget:
            await self._revoke_all(lock)
            applied = await self._applying.apply(
                {place.door.id}, report=report, should_stop=should_stop
            )
            left = await self._project.read.records.of_lock(lock.id)
            if left:
                return Removed(lock, is_unpaired=False, left=len(left), applied=applied)
        foreign = tuple(await self._project.read.foreign.of_lock(lock.id))
        is_unpaired = False
        if not forget:
            await self._driver(lock).unpair(paired(lock))
            is_unpaired = True
        left = await self._retire(place, lock)
        return Removed(lock, is_unpaired, left, applied, foreign)

    async def _revoke_all(self, lock: Lock) -> None:
        """Let every record of the lock leave, whatever is wished: the wishes wait for the next lock."""
        async with self._project.store.change(ChangeKind.PROOF) as change:
            change.concerns(door_id=lock.door_id)
            await change.repositories.locks.put(replace(lock, is_leaving=True))
            for record in await change.repositories.records.of_lock(lock.id):
                outcome = advance(record, Revoked(self._project.clock()))
                await change.repositories.records.put(outcome.record)

    async def _retire(self, place: Place, lock: Lock) -> int:
        now = self._project.clock()
        async with self._project.store.change(ChangeKind.LOCK_RETIRED) as change:
            change.concerns(door_id=place.door.id)
            repositories = change.repositories
            left = 0
            for record in await repositories.records.of_lock(lock.id):
                outcome = advance(record, LockChanged(now))
                after = outcome.record
                if after == record:
                    after = advance(record, Revoked(now)).record
                left += after.ended is None
                await repositories.records.put(after)
            await repositories.locks.put(replace(lock, retired_at=now, is_leaving=False))
            for code in await repositories.setup_codes.all():
                if code.lock_id == lock.id:  # back in the tray: it makes the lock ours again
                    await repositories.setup_codes.put(replace(code, door_id=None))
            await sync_records(self._project, repositories, {place.door.id})
        return left

    async def _lock(self, place: Place) -> Lock:
        lock = await self._project.read.locks.at_door(place.door.id)
        if lock is None:
            raise RuleError("no_lock", door=place.label)
        return lock

    def _driver(self, lock: Lock) -> LockDriver:
        return self._project.drivers.driver(lock.driver)

    def _sharing(self, lock: Lock) -> SharesAccess:
        driver = self._driver(lock)
        if not isinstance(driver, SharesAccess):
            raise Unsupported("unsupported")
        return driver
