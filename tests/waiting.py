"""Waiting for conditions in async tests, never for times."""

import asyncio
import time
from collections.abc import Callable

LIMIT_S = 20.0  # generous: the other processes of the run have the processor too


async def until(condition: Callable[[], object], timeout_s: float = LIMIT_S) -> None:
    """Return when the condition holds; TimeoutError when it does not come to hold in time."""
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.005)


def until_blocking(condition: Callable[[], object], timeout_s: float = LIMIT_S) -> None:
    """The same for tests without a loop."""
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)
