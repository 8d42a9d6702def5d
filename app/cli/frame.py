"""What every command shares: the project it works on, what it prints, and the exit code it ends with."""

import asyncio
import contextlib
import json
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from app.cli.passphrase import open_for_command
from app.cli.tools import Tools
from app.core.errors import AppError, BugError, RuleError, UsageError
from app.domain.setup_code_error import SetupCodeError
from app.driver_api.errors import Busy, Disconnected, NeedsUser, Rejected, Unsupported
from app.services.open_project import OpenProject
from app.storage.contracts import OpenMode, ProjectFileError
from app.texts.messages import error_sentence, message

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
    (BugError, FAULT),
)


def exit_code_of(error: AppError) -> int:
    """The exit code that `cli.md` gives to this kind of error."""
    for kind, code in _EXIT_BY_CLASS:
        if isinstance(error, kind):
            return code
    return UNREACHABLE if error.kind.value == "environment" else NO


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's words go: results to `out`, people's text to `err`; with JSON one document on `out` and nothing else."""

    is_json: bool
    out: TextIO
    err: TextIO

    def document(self, value: dict[str, Any]) -> None:
        """Print the one JSON document; only with `--json`."""
        if self.is_json:
            print(json.dumps(value, ensure_ascii=False, indent=2), file=self.out)

    def line(self, text: str) -> None:
        """Print a line of the result; only without `--json`."""
        if not self.is_json:
            print(text, file=self.out)

    def say(self, text: str) -> None:
        """Print a line for people: progress, warnings, errors."""
        print(text, file=self.err)

    def error(self, error: AppError, *, results: dict[str, Any] | None = None) -> None:
        """Say what went wrong in one sentence; with `--json` also as data, beside the results where there are some."""
        sentence = error_sentence(error)
        self.say(sentence)
        self.document({**(results or {}), "error": error_document(error.code, sentence, error.parameters)})


def error_document(code: str, sentence: str, parameters: dict[str, object]) -> dict[str, Any]:
    """The `error` object of `cli.md`."""
    return {
        "code": code,
        "message": sentence,
        "parameters": {key: _plain(value) for key, value in parameters.items()},
    }


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The project that a command works on, and how its key is found."""

    file: Path
    passphrase_file: Path | None
    mode: OpenMode
    operator: str | None = None


ProjectCommand = Callable[[OpenProject, Output], Awaitable[int]]
PlainCommand = Callable[[Output], Awaitable[int]]


def run_on_project(tools: Tools, wanted: Wanted, command: ProjectCommand, *, is_json: bool) -> int:
    """Open the project, run the command, close everything, and give the exit code."""

    async def work(output: Output) -> int:
        projects = tools.projects(wanted.operator)
        try:
            project = await open_for_command(projects, wanted.file, wanted.passphrase_file, wanted.mode)
            for warning in project.store.file.warnings:
                output.say(message(warning))
            return await command(project, output)
        finally:
            await projects.close()

    return run_plain(work, is_json=is_json)


def run_plain(command: PlainCommand, *, is_json: bool) -> int:
    """Run a command; every error ends as one sentence and its exit code, never as a traceback."""
    output = Output(is_json, sys.stdout, sys.stderr)
    try:
        return asyncio.run(command(output))
    except AppError as error:
        if isinstance(error, BugError):
            log.exception("command failed")
        output.error(error)
        return exit_code_of(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        output.say(message("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; a second write at exit would say so again.
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return DONE
    except Exception:  # noqa: BLE001 (the one place where a command's fault becomes a sentence)
        log.exception("command failed")
        output.error(BugError("fault"))
        return FAULT
