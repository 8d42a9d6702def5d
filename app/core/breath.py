"""Long work on one thread that lets the others, first of all the window's, have their turn."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

EVERY_S, BREATH_S = 0.004, 0.0002


class Breath:
    """Sleeps for a moment now and then; `take` is to be called often.

    A thread that gives the interpreter back for a moment only, as each call of the system for random bytes and each statement to a
    database does, has it again before another one has woken up, and its wish is forgotten: a window stood still for 400 ms.
    """

    def __init__(self) -> None:
        self._last_s = time.monotonic()

    def take(self) -> None:
        """Sleep if it is time to."""
        if time.monotonic() - self._last_s >= EVERY_S:
            time.sleep(BREATH_S)
            self._last_s = time.monotonic()


def breathing(things: Iterable[T]) -> Iterator[T]:
    """The same things, with a breath between them where they take long."""
    breath = Breath()
    for thing in things:
        breath.take()
        yield thing
