"""Asking a person on the terminal; without one nothing ever waits for an answer."""

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Generator


@contextlib.contextmanager
def ended_by_signals() -> Generator[None]:
    """While a person is asked, Ctrl-C and SIGTERM end the question at once; inside a loop they would only be noted."""
    with contextlib.ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not the main thread: no signal comes here
                before = signal.signal(number, signal.default_int_handler)
                stack.callback(signal.signal, number, before)
        yield


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_blocking(question: str) -> str:
    """Ask for a line on standard error; blocks the loop, so nothing may be under way. The end of the input is an empty answer."""
    with ended_by_signals():
        print(question, end=" ", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()


def agrees_blocking(question: str, *, is_usual: bool = False) -> bool:
    """Ask for yes or no; an empty answer is the usual one."""
    answer = ask_blocking(f"{question} [{'Y/n' if is_usual else 'y/N'}]").lower()
    return answer in ("y", "yes") if answer else is_usual


async def agrees(question: str) -> bool:
    """Ask for yes or no while the loop goes on, as connections need it; anything but yes is no.

    The thread that reads is left to die when the question is cancelled.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def give(text: str) -> None:
        if not answer.done():
            answer.set_result(text)

    def read() -> None:
        text = sys.stdin.readline()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(give, text)

    print(f"{question} [y/N]", end=" ", file=sys.stderr, flush=True)
    threading.Thread(target=read, name="question", daemon=True).start()
    return (await answer).strip().lower() in ("y", "yes")
