"""Background tasks with an owner that names, awaits and cancels them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class TaskOwner:
    """Owns background tasks: reports what goes wrong in them, ends them all on `close()`.

    `on_error(name, error)` is called for every error but a cancellation.
    """

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    def start(self, name: str, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run the coroutine in the background under this name."""
        if self._is_closed:
            coroutine.close()
            raise RuntimeError(f"task {name} started after its owner was closed")
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task

    @property
    def names(self) -> list[str]:
        """The names of the tasks still running."""
        return sorted(task.get_name() for task in self._tasks)

    async def settle(self) -> None:
        """Wait until the tasks that run now have ended; cancels none."""
        current = asyncio.current_task()
        waiting = [task for task in self._tasks if task is not current]
        if waiting:
            await asyncio.wait(waiting)

    async def close(self) -> None:
        """Cancel and await every task; safe twice."""
        self._is_closed = True
        current = asyncio.current_task()
        waiting = [task for task in self._tasks if task is not current]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def _on_task_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._on_error(task.get_name(), error)
