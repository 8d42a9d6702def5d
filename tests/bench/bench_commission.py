"""Commissioning a practice lock through program, engine process and project file, against the engine's modules called directly.

Each round takes a new lock: what a lock announced before it was reset stays in the engine's memory for a while. Timed is the
attempt with consent; the attempt before it has already found the lock.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.paths import engine_script_dir, resources_dir
from app.core.secret import Secret
from app.domain.ids import WriterId
from app.domain.project import ProjectKind
from app.drivers.matter.engine import EngineSettings, MatterEngine, StoreChange
from app.drivers.matter.engine_errors import FindingsRefused
from app.drivers.matter.practice import PracticeLockInfo
from app.storage.contracts import Passphrase
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.repositories import FabricRepository
from app.storage.values import FabricChange
from tests.integration.engine_world import World
from tests.integration.line_process import node_path

ROUNDS = 7
REACH = 1.3


class ProjectFabric:
    """The engine's store in a real project file."""

    def __init__(self, fabric: FabricRepository) -> None:
        self._fabric = fabric

    async def load(self) -> Sequence[StoreChange]:
        return [StoreChange(e.context, e.key, e.value) for e in await self._fabric.load()]

    async def commit(self, changes: Sequence[StoreChange]) -> None:
        await self._fabric.commit([FabricChange(c.context, c.key, c.value) for c in changes])


class DirectEngine:
    """The engine's modules in a Node process of their own."""

    def __init__(self, network: Path) -> None:
        self._network = network

    async def start(self) -> None:
        js = engine_script_dir()
        self._process = await asyncio.create_subprocess_exec(
            node_path(),
            Path(__file__).with_name("direct_engine.mjs"),
            js,
            self._network,
            resources_dir() / "trust_store",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def ask(self, action: str, **arguments: object) -> dict[str, object]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": action, **arguments}).encode() + b"\n")
        return json.loads(await self._process.stdout.readline())

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def commission_ms(self, info: PracticeLockInfo, node_id: int) -> float:
        about = {"code": info.qr.reveal(), "node_id": node_id}
        findings = (await self.ask("refused", **about))["findings"]
        timed = await self.ask("commission", **about, accept_findings=findings)
        await self.ask("remove", node_id=node_id)
        return float(str(timed["ms"]))


async def through_the_program_ms(
    engine: MatterEngine, info: PracticeLockInfo, node_id: int
) -> float:
    client = await engine.client()
    try:
        await client.commission(info.qr, node_id=node_id)
    except FindingsRefused as refused:
        findings = refused.findings
    else:
        raise AssertionError("test certificates give findings")
    begun = time.perf_counter()
    await client.commission(info.qr, node_id=node_id, accept=findings)
    taken_ms = (time.perf_counter() - begun) * 1000
    await client.remove_node(node_id)
    return taken_ms


async def measure(world: World, folder: Path) -> tuple[list[float], list[float]]:
    project = await SqlCipherProjectFiles(WriterId(uuid4())).create(
        folder / "bench.lockchart",
        Passphrase(Secret("only for the bench")),
        name="Bench",
        time_zone="UTC",
        kind=ProjectKind.PRACTICE,
        operator="bench",
    )
    settings = EngineSettings(
        node_path(),
        engine_script_dir() / "server.mjs",
        resources_dir() / "trust_store",
        world.network,
    )
    engine = MatterEngine(settings, ProjectFabric(project.fabric), world.tasks)
    direct = DirectEngine(world.network)
    await direct.start()
    program_ms: list[float] = []
    direct_ms: list[float] = []
    for _ in range(ROUNDS):
        lock, info = await world.new_lock()
        direct_ms.append(await direct.commission_ms(info, world.new_node_id()))
        await lock.close()
        lock, info = await world.new_lock()
        program_ms.append(await through_the_program_ms(engine, info, world.new_node_id()))
        await lock.close()
    await direct.close()
    await engine.close()
    await project.close()
    return program_ms, direct_ms


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name))
        try:
            program_ms, direct_ms = world.run(measure(world, Path(name)), 180)
        finally:
            world.end()
    ours, theirs = statistics.median(program_ms), statistics.median(direct_ms)
    print(f"through the program and the project file: median {ours:.0f} ms of {ROUNDS}")
    print(f"the engine's modules directly, memory storage: median {theirs:.0f} ms of {ROUNDS}")
    ratio = ours / theirs
    print(f"ratio {ratio:.2f} (reach: <= {REACH}){'' if ratio <= REACH else '  MISSED'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
