"""Every lock family that the contract tests run over: one in memory, and Matter with a real engine and a real practice lock."""

import asyncio
import contextlib
from collections.abc import Awaitable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.driver_api.driver import Candidate, LockDriver
from app.driver_api.pairing import Answer, Confirm, Done, PairedLock, Step
from app.drivers.matter.driver import MatterDriver
from tests.fakes.fake_lock_driver import FakeLock, FakeLockDriver
from tests.integration.engine_world import World, new_world

Result = TypeVar("Result")


def now() -> datetime:
    return datetime.now(UTC)


class DriverWorld(Protocol):
    """One driver and one lock in reach of it. `tell` takes the practice lock's words."""

    driver: LockDriver

    def run(self, work: Awaitable[Result]) -> Result: ...

    def candidate(self) -> Candidate: ...

    def tell(self, words: str) -> None: ...


class FakeWorld:
    """The family in memory."""

    def __init__(self) -> None:
        self.lock = FakeLock(now)
        self.driver: LockDriver = FakeLockDriver(now, [self.lock])
        self._runner = asyncio.Runner()

    def run(self, work: Awaitable[Result]) -> Result:
        return self._runner.run(_waited(work))

    def candidate(self) -> Candidate:
        return Candidate(Secret("MT:-24J0AFN00KA0648G00"), node_id=1)

    def tell(self, words: str) -> None:
        word, _, rest = words.partition(" ")
        match word:
            case "keypad":
                self.lock.keypad(rest)
            case "drop":
                self.lock.drops = rest == "on"
            case "lag":
                self.lock.lag_s = float(rest)
            case "offline" | "online":
                self.lock.is_reachable = word == "online"
            case "full":
                for index in range(1, 11):
                    self.lock.put_foreign(f"user {index} / pin {index}", f"{7000 + index}")
            case "foreign":
                self.lock.put_foreign(f"user {rest} / pin {rest}")
            case "lose":
                self.lock.lose(f"user {rest} / pin {rest}")
            case _:
                raise AssertionError(words)

    def end(self) -> None:
        self.run(self.driver.close())
        self._runner.close()


class MatterWorld:
    """Matter over a practice network of its own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks = TaskOwner(lambda _name, error: world.errors.append(error))
        self.driver: LockDriver = MatterDriver(world.engine, self._tasks, now, discovery_s=2)
        self._lock, self._info = self.run(world.new_lock())

    def run(self, work: Awaitable[Result]) -> Result:
        return self._world.run(work, limit_s=60.0)

    def candidate(self) -> Candidate:
        return Candidate(self._info.qr, node_id=self._world.new_node_id())

    def tell(self, words: str) -> None:
        self.run(self._lock.send(words))

    def end(self) -> None:
        self.run(self.driver.close())


@contextlib.contextmanager
def driver_world(family: str, folder: Path) -> Generator[DriverWorld]:
    """The world of one family."""
    if family == "fake":
        world = FakeWorld()
        try:
            yield world
        finally:
            world.end()
        return
    with new_world(folder) as engine_world:
        matter = MatterWorld(engine_world)
        try:
            yield matter
        finally:
            matter.end()


def paired(world: DriverWorld) -> PairedLock:
    """Make the lock ours, with consent to whatever its certificates give reason to doubt."""
    step = world.run(walk(world, world.candidate()))
    assert isinstance(step, Done), step
    return step.lock


async def walk(world: DriverWorld, candidate: Candidate) -> Step:
    """A pairing from its first step to its last."""
    flow = world.driver.pairing(candidate, lambda _progress: None)
    step = await flow.start()
    if isinstance(step, Confirm):
        step = await flow.answer(Answer(step.id))
    return step


async def _waited(work: Awaitable[Result]) -> Result:
    async with asyncio.timeout(30):
        return await work
