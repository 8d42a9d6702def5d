"""Long work of an import on a thread of its own, with progress and a way to stop it."""

import asyncio
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from app.core.breath import Breath
from app.core.errors import AppError

T = TypeVar("T")


class ImportStage(StrEnum):
    """What is being done."""

    READING = "reading"
    PLANNING = "planning"
    WRITING = "writing"


OnProgress = Callable[[ImportStage, int, int], None]
"""Stage, how much of it is done, and of how much (0 when not known); called on the loop."""


def nobody_watches(_stage: ImportStage, _done: int, _total: int) -> None:
    """Say nothing."""


class Work:
    """What work on a thread of its own may say to the loop, and hear of it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_progress: OnProgress) -> None:
        self._loop = loop
        self._on_progress = on_progress
        self._stopped = threading.Event()
        self._breath = Breath()

    def stop(self) -> None:
        """Ask the work to end."""
        self._stopped.set()

    def is_stopped(self) -> bool:
        """Whether it shall end."""
        return self._stopped.is_set()

    def check(self) -> None:
        """End the work if it shall, else let the loop have its turn; to be called often."""
        if self._stopped.is_set():
            raise AppError("stopped")
        self._breath.take()

    def say(self, stage: ImportStage, done: int, total: int) -> None:
        """Tell how far it is."""
        if not self._stopped.is_set():
            self._loop.call_soon_threadsafe(self._on_progress, stage, done, total)


async def in_thread(work: Callable[[Work], T], on_progress: OnProgress) -> T:
    """The work's result. A cancelled caller gets its cancellation when the work has ended, so that nothing runs unseen."""
    loop = asyncio.get_running_loop()
    own = Work(loop, on_progress)
    future = loop.run_in_executor(None, work, own)
    try:
        await asyncio.wait([future])
    except asyncio.CancelledError:
        own.stop()
        await asyncio.wait([future])
        future.exception()  # that it was stopped is no news
        raise
    return future.result()
