"""The one place where exceptions arrive that nobody expected: they are logged and told, and the work goes on."""

import asyncio
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from app import __version__
from app.core.log import redact

log = logging.getLogger(__name__)

Tell = Callable[[str], None]
"""Says that something went wrong; gets the redacted details."""


class FaultHook:
    """Takes exceptions from Python, from Qt's slots, from threads and from the loop.

    Nothing ends because of them. `tell` is called once a fault, on the thread where it happened to arrive on the loop.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._is_telling = False
        self._before = (sys.excepthook, threading.excepthook)

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take every way in which a fault can arrive; PySide hands faults in slots to `sys.excepthook`."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.take
        threading.excepthook = lambda given: self._take_from_thread(loop, given)
        loop.set_exception_handler(self._take_from_loop)

    def uninstall(self) -> None:
        """Leave Python's hooks as they were; the loop ends anyway."""
        sys.excepthook, threading.excepthook = self._before

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log one fault and tell of it."""
        if issubclass(kind, KeyboardInterrupt):
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        self._say("".join(traceback.format_exception(kind, error, trace)))

    def _take_from_loop(self, _loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.take(type(error), error, error.__traceback__)
            return
        log.error("unexpected on the loop: %s", context.get("message", ""))

    def _take_from_thread(
        self, loop: asyncio.AbstractEventLoop, given: threading.ExceptHookArgs
    ) -> None:
        error = given.exc_value
        if error is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.take, given.exc_type, error, given.exc_traceback)

    def _say(self, trace: str) -> None:
        if self._is_telling:  # telling went wrong itself; it is in the log
            return
        self._is_telling = True
        try:
            self._tell(fault_details(trace))
        finally:
            self._is_telling = False


def report_fault(name: str, error: BaseException) -> None:
    """Hand a background task's fault to the loop's exception handler; fits `TaskOwner`."""
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"task {name} failed", "exception": error}
    )


def fault_details(trace: str) -> str:
    """What somebody may send us: version, system and the redacted trace, without the folders of this computer."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"Lockchart {__version__}, {system}\n\n{redact(_without_folders(trace))}"


def _without_folders(trace: str) -> str:
    """Paths begin at the package; what lies before says who the user is."""
    lines: list[str] = []
    for line in trace.splitlines():
        before, quote, path = line.partition('File "')
        if quote:
            parts = path.replace("\\", "/").split("/")
            known = next((part for part in ("app", "site-packages") if part in parts), None)
            kept = "/".join(parts[parts.index(known) :]) if known else parts[-1]
            line = f"{before}{quote}{kept}"
        lines.append(line)
    return "\n".join(lines)
