"""Work that takes longer than a frame's time, done in slices while others wait."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from app.core.errors import BugError

Result = TypeVar("Result")


class SlicedWork(Generic[Result]):
    """Runs a function that asks often whether to stop; each time its slice is used up it is held until the next one.

    It runs in a thread of its own, but never beside the one that gives the slices: one of the two always waits.
    """

    def __init__(
        self,
        work: Callable[[Callable[[], bool]], Result],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._work = work
        self._clock = clock
        self._turn_given = threading.Semaphore(0)
        self._turn_over = threading.Semaphore(0)
        self._until = 0.0
        self._is_cancelled = False
        self._is_done = False
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="sliced step", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self._is_done

    def go_on_blocking(self, until: float) -> Result | None:
        """Let it work until this moment of the clock; the result when it is done, None before."""
        if self._is_done:
            raise BugError("sliced_work_done")
        self._until = until
        self._turn_given.release()
        self._turn_over.acquire()
        if self._error is not None:
            raise self._error
        return self._results[0] if self._results else None

    def cancel_blocking(self) -> None:
        """End it at the next place where it asks; safe twice."""
        if not self._is_done:
            self._is_cancelled = True
            self._turn_given.release()
        self._thread.join()

    def _run(self) -> None:
        self._turn_given.acquire()
        try:
            if not self._is_cancelled:
                self._results.append(self._work(self._is_to_stop))
        except BaseException as error:  # noqa: BLE001 (raised in the thread that gave the slice)
            self._error = error
        finally:
            self._is_done = True
            self._turn_over.release()

    def _is_to_stop(self) -> bool:
        if not self._is_cancelled and self._clock() >= self._until:
            self._turn_over.release()
            self._turn_given.acquire()
        return self._is_cancelled
