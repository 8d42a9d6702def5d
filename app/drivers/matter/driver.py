"""The Matter family as a driver: pairs through the engine, opens sessions, shares and ends access."""

import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

from app.core.errors import BugError
from app.core.tasks import TaskOwner
from app.driver_api.driver import Candidate, FabricOnLock, LockSession, SharingWindow
from app.driver_api.manifest import DriverManifest
from app.driver_api.pairing import FlowState, PairedLock, PairingFlow, Report
from app.drivers.matter.client import MatterClient
from app.drivers.matter.engine_values import Node
from app.drivers.matter.facts import lock_endpoint
from app.drivers.matter.manifest import MANIFEST
from app.drivers.matter.pairing import DISCOVERY_S, ENDED, FlowParts, MatterPairing
from app.drivers.matter.second_computer import SecondComputerWatch
from app.drivers.matter.session import MatterSession


class MatterServer(Protocol):
    """Where Matter happens: our own engine, or a server that the customer runs."""

    async def client(self) -> MatterClient:
        """A connected client; starts what has to be started."""
        ...

    async def close(self) -> None:
        """Let go; safe twice."""
        ...


class MatterDriver:
    """Drives Matter locks; implements `LockDriver` and `SharesAccess`."""

    def __init__(
        self,
        server: MatterServer,
        tasks: TaskOwner,
        clock: Callable[[], datetime],
        *,
        discovery_s: int = DISCOVERY_S,
    ) -> None:
        self._discovery_s = discovery_s
        self._server = server
        self._tasks = tasks
        self._clock = clock
        self._second_computer = SecondComputerWatch(tasks, clock)

    @property
    def manifest(self) -> DriverManifest:
        """The family's facts."""
        return MANIFEST

    def pairing(self, candidate: Candidate, report: Report) -> PairingFlow:
        """A new attempt to make this lock ours."""
        return self._flow(candidate, report, is_resumed=False)

    def resume(self, state: FlowState, candidate: Candidate, report: Report) -> PairingFlow:
        """Go on: ask first whether the lock is already ours; not where the attempt ended with a definite answer."""
        return self._flow(candidate, report, is_resumed=state.step_id != ENDED)

    def open(self, lock: PairedLock) -> AbstractAsyncContextManager[LockSession]:
        """Talk to a lock that is ours; raises `Disconnected` when it does not answer."""
        return self._session(lock)

    async def unpair(self, lock: PairedLock) -> None:
        """End our fabric on the lock; raises `Disconnected` when it cannot be reached."""
        node_id, _endpoint = _place(lock)
        await (await self._server.client()).remove_node(node_id)

    async def open_window(self, lock: PairedLock, minutes: int) -> SharingWindow:
        """Open a commissioning window for another ecosystem (Core 11.19.8.1, 3 to 15 minutes)."""
        node_id, _endpoint = _place(lock)
        client = await self._server.client()
        window = await client.open_window(node_id, seconds=minutes * 60)
        return SharingWindow(
            qr=window.qr, manual=window.manual, until=self._clock() + timedelta(minutes=minutes)
        )

    async def fabrics(self, lock: PairedLock) -> Sequence[FabricOnLock]:
        """Which ecosystems are on the lock."""
        node_id, _endpoint = _place(lock)
        found = await (await self._server.client()).fabrics(node_id)
        return [
            FabricOnLock(fabric.index, fabric.label, fabric.vendor_id, fabric.is_ours)
            for fabric in found
        ]

    def is_operated_elsewhere(self, lock: PairedLock) -> bool:
        """Whether a second computer seems to operate this lock with our keys."""
        return self._second_computer.is_noticed(_place(lock)[0])

    async def close(self) -> None:
        """End pairings and the engine; safe twice."""
        await self._tasks.close()
        await self._server.close()

    def _flow(self, candidate: Candidate, report: Report, *, is_resumed: bool) -> MatterPairing:
        parts = FlowParts(self._server.client, self._finish, self._tasks, self._discovery_s)
        return MatterPairing(parts, candidate, report, is_resumed=is_resumed)

    @asynccontextmanager
    async def _session(self, lock: PairedLock) -> AsyncGenerator[LockSession]:
        node_id, endpoint = _place(lock)
        client = await self._server.client()
        self._second_computer.follow(client)
        session = MatterSession(
            client, node_id, endpoint, {}, self._clock, settle_s=MANIFEST.settle_s
        )
        await session.probe()
        yield session

    async def _finish(self, client: MatterClient, node: Node) -> PairedLock | None:
        endpoint = lock_endpoint(node.attributes)
        if endpoint is None:
            return None
        session = MatterSession(
            client, node.id, endpoint, node.attributes, self._clock, settle_s=MANIFEST.settle_s
        )
        return PairedLock(
            driver=MANIFEST.id,
            address=json.dumps({"node": node.id, "endpoint": endpoint}),
            info=await session.info(),
            capabilities=await session.probe(),
        )


def _place(lock: PairedLock) -> tuple[int, int]:
    try:
        place = json.loads(lock.address)
        return int(place["node"]), int(place["endpoint"])
    except (ValueError, KeyError, TypeError) as error:
        raise BugError("lock_address") from error
