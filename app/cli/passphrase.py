"""How a command gets a project's key, and other secrets: from a file, the environment, the keyring, or a prompt."""

import getpass
import sys
from dataclasses import dataclass
from pathlib import Path

from app.cli.questions import ended_by_signals
from app.cli.tools import Tools
from app.core.errors import UsageError
from app.core.secret import Secret
from app.services.open_project import OpenProject
from app.services.project import OpenMode, Passphrase, ProjectFileError, ProjectService
from app.texts.messages import error_sentence, message

MOST_TRIES = 3
MOST_SECRET_CHARACTERS = 65_536


@dataclass(frozen=True, slots=True)
class Wanted:
    """The project that a command works on, and how its key is found."""

    file: Path
    passphrase_file: Path | None
    mode: OpenMode = OpenMode.READ
    operator: str | None = None


async def open_for_command(tools: Tools, projects: ProjectService, wanted: Wanted) -> OpenProject:
    """Open with the first source there is; a wrong passphrase from a file or the environment is never followed by the next.

    A stale entry of the keyring is followed by the prompt. Without a terminal nothing waits: `ProjectFileError("no_passphrase")`.
    """
    given = given_passphrase(tools, wanted.passphrase_file)
    if given is not None:
        return await projects.open(wanted.file, Passphrase(given), mode=wanted.mode)
    remembered = await projects.open_remembered(wanted.file, mode=wanted.mode)
    if remembered is not None:
        return remembered
    if not sys.stdin.isatty():
        raise ProjectFileError("no_passphrase")
    return await _open_by_asking(projects, wanted)


async def _open_by_asking(projects: ProjectService, wanted: Wanted) -> OpenProject:
    for tries_left in reversed(range(MOST_TRIES)):
        typed = _ask_passphrase_blocking("ask_passphrase")
        try:
            return await projects.open(wanted.file, Passphrase(typed), mode=wanted.mode)
        except ProjectFileError as error:
            if error.code != "wrong_passphrase" or not tries_left:
                raise
            print(error_sentence(error), file=sys.stderr)
    raise ProjectFileError("no_passphrase")


def given_passphrase(tools: Tools, passphrase_file: Path | None) -> Secret[str] | None:
    """The passphrase from the file or the environment."""
    if passphrase_file is not None:
        return read_secret_file(passphrase_file)
    return tools.passphrase


def new_passphrase(tools: Tools, passphrase_file: Path | None) -> tuple[Secret[str], Secret[str]]:
    """A new project's passphrase and its repetition; asked twice on a terminal, taken once from elsewhere.

    Raises `ProjectFileError("no_passphrase")` when there is none to be had.
    """
    given = given_passphrase(tools, passphrase_file)
    if given is not None:
        return given, given
    if not sys.stdin.isatty():
        raise ProjectFileError("no_passphrase")
    print(message("no_way_back"), file=sys.stderr)
    first = _ask_passphrase_blocking("ask_new_passphrase")
    return first, _ask_passphrase_blocking("ask_passphrase_again")


def _ask_passphrase_blocking(question: str) -> Secret[str]:
    try:
        return ask_secret_blocking(message(question))
    except UsageError as error:
        raise ProjectFileError("no_passphrase") from error


def read_secret_file(path: Path) -> Secret[str]:
    """A secret from a file, `-` being standard input; one trailing line end is dropped.

    Raises `UsageError` `file_unreadable` or `secret_too_long`: a secret that was cut would be another one.
    """
    try:
        if str(path) == "-":
            text = sys.stdin.read(MOST_SECRET_CHARACTERS + 1)
        else:
            with path.open(encoding="utf-8", newline="") as file:
                text = file.read(MOST_SECRET_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        raise UsageError("file_unreadable", name=path.name) from error
    if len(text) > MOST_SECRET_CHARACTERS:
        raise UsageError("secret_too_long", name=path.name, most=MOST_SECRET_CHARACTERS)
    if text.endswith("\n"):
        text = text.removesuffix("\n").removesuffix("\r")
    return Secret(text)


def ask_secret_blocking(label: str) -> Secret[str]:
    """Ask on the terminal without echo; blocks the loop, so nothing may be under way.

    Raises `UsageError("nothing_typed")` at the end of the input.
    """
    try:
        with ended_by_signals():
            return Secret(getpass.getpass(label, sys.stderr))
    except EOFError as error:
        raise UsageError("nothing_typed") from error
