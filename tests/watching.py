"""No test waits without end: what is stuck is written down with the frames of its threads and tasks, and its process ends.

`asyncio.timeout` ends a test that listens to it. A test can be deaf to it all the same: it awaits the end of something in a `finally`,
blocks the loop, or its loop takes no timers any more.
"""

import asyncio
import faulthandler
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

import pytest

EXIT_STUCK = 74

_messages = pytest.StashKey[TextIO]()


def pytest_configure(config: pytest.Config) -> None:
    # Here nothing is captured yet; later whatever this process writes is kept until the test has ended.
    config.stash[_messages] = os.fdopen(os.dup(2), "w")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_messages].close()


@contextmanager
def watched(item: pytest.Item, loop: asyncio.AbstractEventLoop, limit_s: float) -> Iterator[None]:
    """End this process if what is inside takes longer than the limit."""
    messages = item.config.stash[_messages]

    def end() -> None:
        write_what_is_stuck(item.nodeid, loop, messages)
        os._exit(EXIT_STUCK)

    timer = threading.Timer(limit_s, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def write_what_is_stuck(name: str, loop: asyncio.AbstractEventLoop, messages: TextIO) -> None:
    """Name the test, then every thread's frames and every task's chain of awaits."""
    messages.write(f"\n{name} does not end.\n")
    messages.flush()
    faulthandler.dump_traceback(messages)
    for task in asyncio.all_tasks(loop):
        messages.write(f"task {task.get_name()}:\n")
        messages.writelines(f"  {place}\n" for place in awaits_of(task.get_coro()))
    messages.flush()


def awaits_of(waiting: object) -> Iterator[str]:
    """Where each coroutine of this chain stands, from the outermost to what is awaited in the end."""
    while waiting is not None:
        frame = _of_first(waiting, "cr_frame", "gi_frame", "ag_frame")
        if isinstance(frame, FrameType):
            yield f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}"
        else:
            yield repr(waiting)
        waiting = _of_first(waiting, "cr_await", "gi_yieldfrom", "ag_await")


def _of_first(thing: object, *names: str) -> object:
    return next((getattr(thing, name) for name in names if hasattr(thing, name)), None)
