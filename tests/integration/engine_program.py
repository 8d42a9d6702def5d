"""A program that starts an engine, says its process id and then waits to be killed: python engine_program.py FOLDER."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.integration.engine_world import World


async def main(world: World) -> None:
    await world.engine.client()
    print(world.engine.process_id, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    world = World(Path(sys.argv[1]))
    world.run(main(world), 60)
