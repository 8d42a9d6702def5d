"""Asking a person on the terminal; without one nothing ever waits for an answer."""

import contextlib
import signal
import sys
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
