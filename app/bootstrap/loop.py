"""The loop that Qt and asyncio share."""

import asyncio
from typing import Any

import qasync

PATIENCE_S: Any = (
    0.01  # qasync takes parts of a second, although its default looks like a whole number
)
"""How long what came at the wrong moment waits before it tries again."""


class QtLoop(qasync.QEventLoop):
    """qasync's loop, which loses no step of a task.

    WORKAROUND: where a task's step lets Qt handle events in the middle, as dragging, some native dialogs and input methods do, qasync
    begins the steps of other tasks inside of it. asyncio refuses that, and the step is lost: its task then waits without end
    (CabbageDevelopment/qasync issues 82 and 174). Here such a step waits until the running one has ended.
    """

    def _add_callback(self, handle: asyncio.Handle, delay: Any = 0) -> asyncio.Handle:
        super()._add_callback(_InTurn(self, handle), delay)
        return handle

    def wait_for_turn(self, waiting: "_InTurn") -> None:
        """Try again a little later."""
        super()._add_callback(waiting, PATIENCE_S)


class _InTurn:
    """A handle as qasync's timers use it."""

    def __init__(self, loop: QtLoop, handle: asyncio.Handle) -> None:
        self._loop, self._handle = loop, handle

    @property
    def _cancelled(self) -> bool:
        return self._handle.cancelled()

    def _run(self) -> None:
        if asyncio.current_task(self._loop) is None:
            self._handle._run()  # noqa: SLF001 - as qasync's timer does
        else:
            self._loop.wait_for_turn(self)
