"""How a command gets a project's key, and other secrets: from a file, the environment, the keyring, or a prompt."""

import asyncio
import getpass
import os
import sys
from pathlib import Path

from app.core.errors import UsageError
from app.core.secret import Secret
from app.services.open_project import OpenProject
from app.services.project import ProjectService
from app.storage.contracts import OpenMode, Passphrase, ProjectFileError

VARIABLE = "LOCKCHART_PASSPHRASE"


async def open_for_command(
    projects: ProjectService, file: Path, passphrase_file: Path | None, mode: OpenMode
) -> OpenProject:
    """Open with the first source there is; a wrong passphrase from a file or the environment is never followed by the next.

    A stale entry of the keyring is followed by the prompt. Without a terminal nothing waits: `ProjectFileError("no_passphrase")`.
    """
    given = given_passphrase(passphrase_file)
    if given is not None:
        return await projects.open(file, Passphrase(given), mode=mode)
    remembered = await projects.open_remembered(file, mode=mode)
    if remembered is not None:
        return remembered
    if not sys.stdin.isatty():
        raise ProjectFileError("no_passphrase")
    typed = await prompt_secret("Passphrase: ")
    return await projects.open(file, Passphrase(typed), mode=mode)


def given_passphrase(passphrase_file: Path | None) -> Secret[str] | None:
    """The passphrase from the file or the environment, without one trailing line end."""
    if passphrase_file is not None:
        return read_secret_file(passphrase_file)
    from_environment = os.environ.get(VARIABLE)
    return None if from_environment is None else Secret(from_environment)


def read_secret_file(path: Path) -> Secret[str]:
    """A secret from a file, `-` being standard input; one trailing line end is dropped. Raises `UsageError("file_unreadable")`."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("file_unreadable", name=path.name) from error
    return Secret(text.removesuffix("\n").removesuffix("\r"))


async def prompt_secret(label: str) -> Secret[str]:
    """Ask on the terminal without echo."""
    return Secret(await asyncio.to_thread(getpass.getpass, label, sys.stderr))
