"""Making a lock ours and mounting it at a door; what was begun survives a crash."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import LockId, PairingId
from app.domain.lock import Lock, with_clock_at_door
from app.domain.project import ProjectKind
from app.domain.setup_code import parse_setup_code
from app.driver_api.driver import Candidate, LockDriver
from app.driver_api.errors import DriverError
from app.driver_api.manifest import PRACTICE_SERIAL_PREFIX
from app.driver_api.pairing import (
    Answer,
    Done,
    Failed,
    FlowState,
    PairedLock,
    PairingFlow,
    Report,
    Step,
)
from app.services.chart import sync_records
from app.services.evidence import EvidenceService
from app.services.lock_clock import correct_clock
from app.services.open_project import OpenProject, Place
from app.services.setup_codes import CameBy, SetupCodeService
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind, LockFacts, Pairing

log = logging.getLogger(__name__)

NODE_ID_LIMIT = 2**53
"""Node ids stay below what JSON numbers hold exactly; larger ones lose digits on the way."""


class PairingService:
    """Begins pairings, and finds those that were not finished."""

    def __init__(self, project: OpenProject, randbelow: Callable[[int], int]) -> None:
        self._project = project
        self._randbelow = randbelow

    async def unfinished(self) -> list[Pairing]:
        """Pairings that were begun and neither finished nor given up."""
        return list(await self._project.read.pairings.all())

    async def kept_code(self, place: Place) -> Secret[str] | None:
        """The setup code of the pairing that was not finished at this door; None when there is none."""
        for pairing in await self.unfinished():
            if pairing.door_id == place.door.id and pairing.setup_code_id is not None:
                kept = await self._project.read.setup_codes.get(pairing.setup_code_id)
                return kept.text if kept is not None else None
        return None

    async def begin(
        self,
        place: Place,
        code: Secret[str],
        report: Report,
        *,
        came_by: CameBy = CameBy.TYPED,
        accept_findings: bool = False,
        network_only: bool = True,
    ) -> "PairingRun":
        """Store door, setup code and node id, then prepare the attempt; nothing is sent before `PairingRun.start`.

        An unfinished pairing of this door with the same code is gone on with. Raises `SetupCodeError`, and `RuleError` with
        `door_has_lock`, `code_at_other_door` or `no_driver_for_code`.
        """
        family = str(parse_setup_code(code.reveal()).family)
        if await self._project.read.locks.at_door(place.door.id) is not None:
            raise RuleError("door_has_lock", door=place.label)
        driver = self._project.drivers.driver_for_code(family)
        if driver is None:
            raise RuleError("no_driver_for_code", family=family)
        kept = await SetupCodeService(self._project).keep(
            code, came_by=came_by, door_id=place.door.id
        )
        before = next(
            (
                pairing
                for pairing in await self._project.read.pairings.all()
                if pairing.door_id == place.door.id
            ),
            None,
        )
        is_same = before is not None and before.setup_code_id == kept.id
        pairing = (
            before
            if before is not None and is_same
            else Pairing(
                id=PairingId(uuid4()),
                door_id=place.door.id,
                driver=driver.manifest.id,
                setup_code_id=kept.id,
                node_id=1 + self._randbelow(NODE_ID_LIMIT - 2),
                begun_at=self._project.clock(),
            )
        )
        if not is_same:
            async with self._project.store.change(ChangeKind.PAIRING_BEGUN) as change:
                change.concerns(door_id=place.door.id)
                if before is not None:
                    await change.repositories.pairings.remove(before.id)
                await change.repositories.pairings.put(pairing)
        candidate = Candidate(
            setup_code=kept.text,
            node_id=pairing.node_id,
            network_only=network_only,
            accept_findings=accept_findings,
        )
        return PairingRun(
            self._project, place, pairing, driver, candidate, report, is_resumed=is_same
        )

    async def give_up(self, pairing: Pairing) -> None:
        """Forget an unfinished pairing; the lock may still think that it is ours, and is then to be reset."""
        async with self._project.store.change(ChangeKind.PAIRING_ENDED) as change:
            change.concerns(door_id=pairing.door_id)
            await change.repositories.pairings.remove(pairing.id)


class PairingRun:
    """One attempt at one door: drives the driver's flow, and mounts the lock when it is ours."""

    def __init__(
        self,
        project: OpenProject,
        place: Place,
        pairing: Pairing,
        driver: LockDriver,
        candidate: Candidate,
        report: Report,
        *,
        is_resumed: bool,
    ) -> None:
        self._project = project
        self._pairing = pairing
        self._driver = driver
        self._flow: PairingFlow = (
            driver.resume(_flow_state(pairing), candidate, report)
            if is_resumed
            else driver.pairing(candidate, report)
        )
        self.place = place
        self.is_resumed = is_resumed
        self.lock: Lock | None = None

    async def start(self) -> Step:
        """Begin, and return the first step that needs somebody."""
        return await self._took(await self._flow.start())

    async def answer(self, given: Answer) -> Step:
        """Take an answer and return the next step that needs somebody."""
        return await self._took(await self._flow.answer(given))

    async def back(self) -> Step:
        """Go back where that is possible."""
        return await self._flow.back()

    async def cancel(self) -> None:
        """Stop; safe at any moment and twice. The pairing stays unfinished until it is resumed or given up."""
        await self._flow.cancel()
        if self.lock is None:
            await self._keep_state()

    async def _took(self, step: Step) -> Step:
        if isinstance(step, Done):
            return await self._mount(step)
        await self._keep_state()
        return step

    async def _keep_state(self) -> None:
        state = self._flow.snapshot()
        text = json.dumps({"step_id": state.step_id, "data": dict(state.data)}, sort_keys=True)
        if text == self._pairing.state:
            return
        self._pairing = replace(self._pairing, state=text)
        async with self._project.store.change(ChangeKind.PAIRING_BEGUN) as change:
            change.concerns(door_id=self.place.door.id)
            await change.repositories.pairings.put(self._pairing)

    async def _mount(self, done: Done) -> Step:
        info = done.lock.info
        if info is not None:
            info = with_clock_at_door(info, ZoneInfo(self.place.zone))
        serial = info.serial if info is not None else ""
        is_practice = serial.startswith(PRACTICE_SERIAL_PREFIX)
        if is_practice != (self._project.store.project.kind is ProjectKind.PRACTICE):
            await self._driver.unpair(done.lock)
            return Failed("practice_lock" if is_practice else "real_lock", can_retry=False)
        now = self._project.clock()
        lock = new_lock(self.place, done.lock, serial=serial, mounted_at=now)
        async with self._project.store.change(ChangeKind.LOCK_MOUNTED) as change:
            change.concerns(
                door_id=self.place.door.id,
                note={
                    "findings": [
                        {"code": finding.code, "level": str(finding.level), "accepted": True}
                        for finding in done.findings
                    ]
                },
            )
            await change.repositories.locks.put(lock)
            await change.repositories.locks.put_facts(
                LockFacts(lock.id, info=info, capabilities=done.lock.capabilities, reached_at=now)
            )
            await self._note_code(change.repositories, lock)
            if await change.repositories.pairings.get(self._pairing.id) is not None:
                await change.repositories.pairings.remove(self._pairing.id)
            await sync_records(self._project, change.repositories, {self.place.door.id})
        self.lock = lock
        await self._read_first(lock, done.lock)
        return done

    async def _note_code(self, repositories: Repositories, lock: Lock) -> None:
        if self._pairing.setup_code_id is None:
            return
        kept = await repositories.setup_codes.get(self._pairing.setup_code_id)
        if kept is not None:
            at_lock = replace(kept, lock_id=lock.id, door_id=lock.door_id)
            await repositories.setup_codes.put(at_lock)

    async def _read_first(self, lock: Lock, paired: PairedLock) -> None:
        """Set the lock's clock and see what it holds already; a lock that does not answer now stays unread, and the plan says so."""
        evidence = EvidenceService(self._project, lock)
        try:
            async with self._driver.open(paired) as session:
                if paired.info is not None and paired.capabilities is not None:
                    known = (paired.info, paired.capabilities)
                    await correct_clock(
                        self._project, lock.door_id, session, evidence, known, always=True
                    )
                reading = await session.read_slots()
                await evidence.take_events(await session.events_since(None), self._project.clock())
                await evidence.take_reading(reading)
        except DriverError as error:
            log.info("the new lock was not read: %s", error.code)


def new_lock(place: Place, paired: PairedLock, *, serial: str, mounted_at: datetime) -> Lock:
    """The project's own lock for one that was just paired; a lock without a serial is known by our id alone."""
    info = paired.info
    return Lock(
        id=LockId(uuid4()),
        door_id=place.door.id,
        driver=paired.driver,
        vendor=info.vendor if info else "",
        product=info.product if info else "",
        serial=serial,
        firmware=info.firmware if info else "",
        address=paired.address,
        mounted_at=mounted_at,
    )


def _flow_state(pairing: Pairing) -> FlowState:
    if not pairing.state:
        # Killed before its state could be kept: the lock may have been asked already.
        return FlowState(driver=pairing.driver, step_id="")
    kept = json.loads(pairing.state)
    return FlowState(driver=pairing.driver, step_id=kept["step_id"], data=kept["data"])
