"""The one thread that touches a project file."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class FileWorker:
    """Runs work one after the other on a thread of its own; a database connection belongs to the thread that made it."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="project-file")

    async def run(self, work: Callable[[], T]) -> T:
        """The work's result. A cancelled caller gets its cancellation only when the work has ended, so nothing runs unseen."""
        result, was_cancelled = await self.run_to_end(work)
        if was_cancelled:
            raise asyncio.CancelledError
        return result

    async def run_to_end(self, work: Callable[[], T]) -> tuple[T, bool]:
        """The work's result, and whether the caller was cancelled meanwhile and owes that cancellation."""
        future = asyncio.get_running_loop().run_in_executor(self._executor, work)
        was_cancelled = False
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError:
                was_cancelled = True
        return future.result(), was_cancelled

    def post(self, work: Callable[[], None]) -> None:
        """Run work that nobody waits for; nothing when the thread has ended or ends. The work answers for its own errors."""
        with contextlib.suppress(RuntimeError):
            self._executor.submit(work)

    def close(self) -> None:
        """End the thread once its work is done; safe twice."""
        self._executor.shutdown(wait=True)
