"""The only composition root: builds every object once, wires them, runs window or command."""

import contextlib
import logging
import os
import sys
import zoneinfo
from collections.abc import Sequence
from types import TracebackType

from app.core.log import start_log
from app.core.paths import state_dir
from app.core.secret import Secret

log = logging.getLogger(__name__)

OURS = "LOCKCHART_"
PASSPHRASE = "LOCKCHART_PASSPHRASE"  # noqa: S105 (the variable's name)


def run(words: Sequence[str]) -> int:
    """Run the program with these words; the exit code."""
    _start_log()
    sys.excepthook = _log_unexpected
    given = take_environment()
    # The pinned tzdata decides, so that a schedule means the same on every computer.
    zoneinfo.reset_tzpath(to=())
    # Loaded when the log is there, so that a fault while loading is in it too.
    from app.bootstrap.building import build_tools  # noqa: PLC0415
    from app.cli.main import main  # noqa: PLC0415

    return main(words, build_tools(given.get(PASSPHRASE)))


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
