"""A real engine and a real practice lock on a practice network, shared by the tests of a module."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Generator, Sequence
from pathlib import Path
from typing import TypeVar

from app.core.paths import engine_script_dir, resources_dir
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.drivers.matter.client import MatterClient
from app.drivers.matter.engine import EngineSettings, MatterEngine, StoreChange
from app.drivers.matter.engine_errors import AttestationFinding, FindingsRefused
from app.drivers.matter.engine_values import EngineEvent, Node, NodeEvent
from app.drivers.matter.practice import PracticeLock, PracticeLockInfo, PracticeLockOptions
from tests.integration.line_process import node_path

Result = TypeVar("Result")

DOOR_LOCK = 257
LIMIT_S = 90.0  # generous, for the same reason as WAIT_LIMIT_S


class MemoryStore:
    """A FabricStore that keeps everything in memory; `is_broken` makes every commit fail."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], Secret[str]] = {}
        self.commits = 0
        self.is_broken = False

    async def load(self) -> Sequence[StoreChange]:
        return [StoreChange(context, key, value) for (context, key), value in self.entries.items()]

    async def commit(self, changes: Sequence[StoreChange]) -> None:
        if self.is_broken:
            raise OSError("the disk is full")
        self.commits += 1
        for change in changes:
            if change.value is None:
                self.entries.pop((change.context, change.key), None)
            else:
                self.entries[change.context, change.key] = change.value


def new_engine(store: MemoryStore, tasks: TaskOwner, *, practice_folder: Path) -> MatterEngine:
    settings = EngineSettings(
        node=node_path(),
        script=engine_script_dir() / "server.mjs",
        trust_store=resources_dir() / "trust_store",
        practice_folder=practice_folder,
    )
    return MatterEngine(settings, store, tasks, back_off_s=(0.0,))


class World:
    """One practice network with its locks and one engine, on an event loop of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.network = folder / "network"
        self.errors: list[BaseException] = []
        self.tasks = TaskOwner(lambda _name, error: self.errors.append(error))
        self.store = MemoryStore()
        self.engine = self.new_engine(self.store)
        self._runner = asyncio.Runner()
        self._locks: list[PracticeLock] = []
        self._next_node_id = 2**52 + 1

    def run(self, work: Awaitable[Result], limit_s: float = LIMIT_S) -> Result:
        """Do it on the world's loop, within the limit."""
        return self._runner.run(_limited(work, limit_s))

    def new_engine(self, store: MemoryStore) -> MatterEngine:
        return new_engine(store, self.tasks, practice_folder=self.network)

    def new_node_id(self) -> int:
        self._next_node_id += 1
        return self._next_node_id

    async def new_lock(
        self, options: PracticeLockOptions | None = None
    ) -> tuple[PracticeLock, PracticeLockInfo]:
        lock = PracticeLock()
        self._locks.append(lock)
        data = self.folder / f"lock{len(self._locks)}"
        return lock, await lock.start(data, self.network, node_path(), options)

    async def pair(
        self, client: MatterClient, info: PracticeLockInfo, node_id: int
    ) -> tuple[Node, tuple[AttestationFinding, ...]]:
        """Commission with consent to what the first attempt finds."""
        try:
            await client.commission(info.qr, node_id=node_id)
        except FindingsRefused as refused:
            findings = refused.findings
        else:
            raise AssertionError("test certificates give findings")
        return await client.commission(info.qr, node_id=node_id, accept=findings), findings

    async def close(self) -> None:
        await self.engine.close()
        for lock in self._locks:
            await lock.close()
        await self.tasks.close()

    def end(self) -> None:
        self.run(self.close())
        self._runner.close()


@contextlib.contextmanager
def new_world(folder: Path) -> Generator[World]:
    world = World(folder)
    try:
        yield world
    finally:
        world.end()
    assert not world.errors, world.errors


async def next_event(
    events: "Sequence[EngineEvent] | object", wanted: Callable[[EngineEvent], bool]
) -> EngineEvent:
    """The first event for which this holds."""
    async for event in events:  # type: ignore[attr-defined]
        if wanted(event):
            return event
    raise AssertionError("the stream ended")


def is_lock_event(event: EngineEvent, event_id: int) -> bool:
    return isinstance(event, NodeEvent) and event.cluster == DOOR_LOCK and event.event == event_id


async def set_pin(client: MatterClient, node_id: int, index: int, pin: str) -> None:
    """Put one user with one PIN on the lock."""
    user: dict[str, object] = {
        "operationType": 0,
        "userIndex": index,
        "userName": f"Guest {index}",
        "userUniqueID": 40 + index,
        "userStatus": 1,
        "userType": 0,
        "credentialRule": 0,
    }
    await client.command(node_id, 1, DOOR_LOCK, "SetUser", user, is_timed=True)
    answer = await client.command(
        node_id, 1, DOOR_LOCK, "SetCredential", credential(index, pin), is_timed=True
    )
    assert answer is not None
    assert answer["status"] == 0


def credential(index: int, pin: str, user: int | None = None) -> dict[str, object]:
    return {
        "operationType": 0,
        "credential": {"credentialType": 1, "credentialIndex": index},
        "credentialData": Secret(pin.encode()),
        "userIndex": user or index,
        "userStatus": None,
        "userType": None,
    }


async def _limited(work: Awaitable[Result], limit_s: float) -> Result:
    async with asyncio.timeout(limit_s):
        return await work
