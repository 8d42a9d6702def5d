"""What holds for the whole process: its log, its hook for faults, its environment, its time zones."""

import contextlib
import logging
import os
import sys
import zoneinfo
from types import TracebackType

from app.core.log import start_log
from app.core.paths import state_dir
from app.core.secret import Secret

log = logging.getLogger(__name__)

OURS = "LOCKCHART_"


def prepare() -> None:
    """Start the log, and let every fault go into it; safe twice."""
    if sys.excepthook is not _log_unexpected:
        _start_log()
        sys.excepthook = _log_unexpected
    # The pinned tzdata decides, so that a schedule means the same on every computer.
    zoneinfo.reset_tzpath(to=())


def take_environment() -> dict[str, Secret[str]]:
    """Take `LOCKCHART_*` out of the environment, so that no process we start gets it."""
    names = [name for name in os.environ if name.upper().startswith(OURS)]
    return {name.upper(): Secret(os.environ.pop(name)) for name in names}


def _start_log() -> None:
    """Without a place for the log the program still works; what goes wrong is then only said."""
    with contextlib.suppress(OSError):
        start_log(state_dir())
    # The user gets one sentence; a traceback goes to the log file only.
    logging.lastResort = None


def _log_unexpected(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The one hook for what nobody expected, outside commands and window."""
    log.error("unexpected", exc_info=(kind, error, trace))
    sys.stderr.write("Lockchart stopped over a fault of its own; the details are in its log.\n")
