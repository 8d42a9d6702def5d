"""Ending long work on Ctrl-C without losing what it has proven."""

import asyncio
import contextlib
import signal
from collections.abc import Generator
from dataclasses import dataclass

from app.cli.output import Output
from app.texts.messages import message


@dataclass(slots=True)
class Stop:
    """Whether somebody asked for the end."""

    is_asked: bool = False

    def __call__(self) -> bool:
        """The same as a question that services ask between two steps."""
        return self.is_asked


@contextlib.contextmanager
def stopping(output: Output) -> Generator[Stop]:
    """While the block runs, the first Ctrl-C or SIGTERM asks for the end after the running step; a second one cancels at once."""
    stop, task, loop = Stop(), asyncio.current_task(), asyncio.get_running_loop()

    def ask() -> None:
        if stop.is_asked and task is not None:
            task.cancel()
            return
        stop.is_asked = True
        output.say(message("stopping"))

    with contextlib.ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            # Not every system has it (Windows), and a loop outside the main thread may not: then Ctrl-C cancels.
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, ask)
                stack.callback(_restore, loop, number, before)
        yield stop


def _restore(loop: asyncio.AbstractEventLoop, number: signal.Signals, before: object) -> None:
    loop.remove_signal_handler(number)
    if callable(before):
        signal.signal(number, before)  # pyright: ignore[reportArgumentType]
