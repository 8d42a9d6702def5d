"""The root of all view-models: work in the background, one busy mark, one place for errors."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, BugError
from app.core.fault_hook import report_fault
from app.core.tasks import TaskOwner
from app.texts.messages import error_sentence, message

FILE_MOVED, FILE_GONE = "file_moved", "file_gone"


class ViewModel(QObject):
    """Runs coroutines for a screen.

    `failed` carries a sentence; `file_lost` comes after it with the same when the project's file is not where it was. A fault of ours
    goes to the loop's exception handler instead.
    """

    busy_changed = Signal(bool)
    failed = Signal(str)
    file_lost = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskOwner(report_fault)
        self._running = 0

    @property
    def is_busy(self) -> bool:
        """Whether anything runs for this screen."""
        return self._running > 0

    def run(self, name: str, coroutine: Coroutine[Any, Any, object]) -> None:
        """Do this in the background; what goes wrong becomes a sentence at the screen."""
        task = self._tasks.start(name, self._guarded(coroutine))
        # One that is cancelled before its first step would complain that it was never awaited.
        task.add_done_callback(lambda _task: coroutine.close())

    @property
    def is_at_lock(self) -> bool:
        """Whether work at a lock goes on that nobody should cut off unasked."""
        return False

    async def wind_up(self) -> None:
        """Let work at a lock end after its running step; what was done is recorded then."""
        await self._tasks.settle()

    async def close(self) -> None:
        """End everything that runs; safe twice."""
        await self._tasks.close()

    async def _guarded(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._count(+1)
        try:
            await coroutine
        except BugError:
            raise
        except AppError as error:
            # The window goes on and can save a copy, which a command cannot.
            is_kept = error.code == FILE_MOVED
            sentence = message("file_moved_kept") if is_kept else error_sentence(error)
            self.failed.emit(sentence)
            if error.code in {FILE_MOVED, FILE_GONE}:
                self.file_lost.emit(sentence)
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        was_busy = self.is_busy
        self._running += step
        if self.is_busy != was_busy:
            self.busy_changed.emit(self.is_busy)
