"""One change at a time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from app.core.errors import BugError


class WritingTurn:
    """Lets one task write at a time; a task that asks again inside its own turn would wait for itself, and is told so."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def taken(self) -> AsyncGenerator[None]:
        """Wait for the turn and hold it; raises `BugError("change_in_change")`."""
        task = asyncio.current_task()
        if task is not None and task is self._owner:
            raise BugError("change_in_change")
        async with self._lock:
            self._owner = task
            try:
                yield
            finally:
                self._owner = None
