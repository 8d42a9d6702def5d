"""What every command shares: the project it works on, how it ends, and the exit code it ends with."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Awaitable, Callable

from app.cli.output import Output
from app.cli.passphrase import Wanted, open_for_command
from app.cli.tools import Tools
from app.core.errors import AppError, BugError, ErrorKind, RuleError, UsageError
from app.domain.setup_code_error import SetupCodeError
from app.driver_api.errors import Busy, Disconnected, NeedsUser, Rejected, Unsupported
from app.services.open_project import OpenProject
from app.services.person_tasks import open_tasks
from app.services.project import ProjectFileError
from app.texts.messages import message

log = logging.getLogger(__name__)

DONE, NO, USAGE, PROJECT, UNREACHABLE, REFUSED, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 5, 70, 130

_EXIT_BY_CLASS: tuple[tuple[type[AppError], int], ...] = (
    (ProjectFileError, PROJECT),
    (UsageError, USAGE),
    (Disconnected, UNREACHABLE),
    (Busy, UNREACHABLE),
    (NeedsUser, REFUSED),
    (Rejected, REFUSED),
    (Unsupported, REFUSED),
    (SetupCodeError, NO),
    (RuleError, NO),
)


_NOT_WRITTEN = frozenset(
    {"out_unwritable", "disk_full", "backup_unwritable", "backup_unproven", "backup_in_use"}
)
"""A file beside the project could not be written: nothing was out of reach, and nothing is the project's fault."""


class Interrupted(AppError):
    """Somebody stopped the command (Ctrl-C, SIGTERM)."""


def exit_code_of(error: AppError) -> int:
    """The exit code that `cli.md` gives to this kind of error."""
    for kind, code in _EXIT_BY_CLASS:
        if isinstance(error, kind):
            return code
    if error.code in _NOT_WRITTEN:
        return NO
    by_kind = {ErrorKind.BUG: FAULT, ErrorKind.ENVIRONMENT: UNREACHABLE, ErrorKind.USER: NO}
    return by_kind[error.kind]


ProjectCommand = Callable[[OpenProject, Output], Awaitable[int]]
PlainCommand = Callable[[Output], Awaitable[int]]


def run_on_project(tools: Tools, wanted: Wanted, command: ProjectCommand, *, is_json: bool) -> int:
    """Open the project, run the command, close everything, and give the exit code."""

    async def work(output: Output) -> int:
        projects = tools.projects(wanted.operator)
        try:
            project = await open_for_command(tools, projects, wanted)
            for warning in project.warnings:
                output.say(message(warning))
            known = {task.id for task in await open_tasks(project)}
            code = await command(project, output)
            for task in await open_tasks(project, known=known):
                output.say(message(task.code, {"door": task.door}))
            return code
        finally:
            await projects.close()

    return run_plain(work, is_json=is_json)


def run_plain(command: PlainCommand, *, is_json: bool) -> int:
    """Run a command; every error ends as one sentence and its exit code, never as a traceback."""
    output = Output(is_json, sys.stdout, sys.stderr)
    try:
        return _outcome(command, output)
    finally:
        output.flush()


def run_window(opening: Callable[[], int]) -> int:
    """Hand over to the window, which runs its own loop; an error before it is there ends as those of commands do."""
    output = Output(False, sys.stdout, sys.stderr)
    try:
        return opening()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (whatever it is becomes a sentence)
        return _end(error, output)
    finally:
        output.flush()


def _outcome(command: PlainCommand, output: Output) -> int:
    try:
        return asyncio.run(_until_told_to_stop(command, output))
    except (KeyboardInterrupt, asyncio.CancelledError):
        output.error(Interrupted("interrupted"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (whatever it is becomes a sentence)
        return _end(error, output)


def _end(error: Exception, output: Output) -> int:
    """The one place where an error becomes a sentence and an exit code; a fault of ours goes to the log."""
    if not isinstance(error, AppError):
        log.error("command failed", exc_info=error)
        error = BugError("fault")
    elif error.kind is ErrorKind.BUG:
        log.error("command failed: %s", error.code, exc_info=error)
    output.error(error)
    return exit_code_of(error)


async def _until_told_to_stop(command: PlainCommand, output: Output) -> int:
    """Treat SIGTERM as Ctrl-C: the work is cancelled, and what was proven is recorded."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    # Not every system has it (Windows), and a loop outside the main thread may not (tests).
    with contextlib.suppress(NotImplementedError, ValueError, RuntimeError, AttributeError):
        if task is not None:
            loop.add_signal_handler(signal.SIGTERM, task.cancel)
    return await command(output)
