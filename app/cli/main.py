"""The command line: which command is meant, how wrong usage ends, and when the window opens instead."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from typer.main import get_command

from app.cli.frame import DONE, INTERRUPTED, run_plain, run_window
from app.cli.output import Output
from app.cli.tools import Tools
from app.core.errors import UsageError
from app.services.project import SUFFIX

PROGRAM = "lockchart"

PARTS = {
    "computer": ("doctor",),
    "decoding": ("decode",),
    "setup_codes": ("scan", "codes", "code"),
    "practice": ("practice", "demo"),
    "projects": ("new", "history", "undo", "backup"),
    "places": ("sites", "site", "doors", "door"),
    "people": ("people", "person", "pause", "resume"),
    "groups": ("groups", "group", "calendars", "calendar"),
    "credentials": ("credentials", "credential"),
    "openers": ("who", "reach"),
    "locks": ("commission", "decommission", "share", "lock", "unlock"),
    "access": ("grant", "revoke", "pin-rules"),
    "apply": ("plan", "apply", "refresh", "status"),
    "inventory": ("inventory", "views", "view"),
    "importing": ("import",),
}
"""The modules of the commands; a test compares the words with what they really hold."""

# The library's own base class of wrong usage; where it lives differs between its versions.
_LibraryUsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(words: Sequence[str], tools: Tools) -> int:
    """Run the words of the command line; the exit code of `cli.md`."""
    words = list(words)
    _print_everything()
    if not words:
        return run_window(lambda: tools.open_window(None))
    is_json = "--json" in words
    group = get_command(build_commands(words[0]))
    if len(words) == 1 and _is_project(words[0]):
        return run_window(lambda: tools.open_window(Path(words[0])))
    if not all(_is_text(word) or _is_path(word) for word in words):
        return _refuse(UsageError("not_text"), words, is_json=is_json)
    try:
        code = group.main(words, prog_name=PROGRAM, standalone_mode=False, obj=tools)
    except _LibraryUsageError as error:
        return _refuse(error, words, is_json=is_json)
    except typer.Exit as end:
        return end.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else DONE


def build_commands(word: str | None = None) -> typer.Typer:
    """The command with this name, or every command when it is none, so that a command loads only what it needs."""
    commands = typer.Typer(
        name=PROGRAM,
        help="Keeps the chart of people and doors true: lock by lock, code by code, with proof. "
        "Without a command, or with just a project file, the window opens.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    wanted = [part for part, words in PARTS.items() if word in words] or list(PARTS)
    for part in wanted:
        commands.add_typer(_load(part))

    @commands.callback()
    def with_a_command() -> None:
        """Keep the command's name a word of its own also where only one command is there."""

    return commands


def _load(part: str) -> typer.Typer:
    match part:
        case "computer":
            from app.cli.computer import commands  # noqa: PLC0415
        case "decoding":
            from app.cli.decoding import commands  # noqa: PLC0415
        case "setup_codes":
            from app.cli.setup_codes import commands  # noqa: PLC0415
        case "practice":
            from app.cli.practice import commands  # noqa: PLC0415
        case "projects":
            from app.cli.projects import commands  # noqa: PLC0415
        case "places":
            from app.cli.places import commands  # noqa: PLC0415
        case "people" | "groups" | "credentials" | "openers" | "access":
            commands = _load_about_access(part)
        case "locks":
            from app.cli.locks import commands  # noqa: PLC0415
        case "apply":
            from app.cli.apply import commands  # noqa: PLC0415
        case "importing":
            from app.cli.importing import commands  # noqa: PLC0415
        case _:
            from app.cli.inventory import commands  # noqa: PLC0415
    return commands


def _load_about_access(part: str) -> typer.Typer:
    match part:
        case "people":
            from app.cli.people import commands  # noqa: PLC0415
        case "groups":
            from app.cli.groups import commands  # noqa: PLC0415
        case "credentials":
            from app.cli.credentials import commands  # noqa: PLC0415
        case "openers":
            from app.cli.openers import commands  # noqa: PLC0415
        case _:
            from app.cli.access import commands  # noqa: PLC0415
    return commands


def _is_text(word: str) -> bool:
    """Whether a word of the command line is text; bytes that are none arrive as lone surrogates, which no project can hold."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_path(word: str) -> bool:
    """Whether the word names a file, which may be called by any bytes."""
    return word.endswith(SUFFIX) or Path(word).exists()


def _is_project(word: str) -> bool:
    return word.endswith(SUFFIX) and not word.startswith("-")


def _refuse(error: Exception, words: Sequence[str], *, is_json: bool) -> int:
    """Say our own sentence, or the library's; how to get at that differs between its versions, so nothing is taken for granted."""
    format_message = getattr(error, "format_message", None)
    text = str(error) if format_message is None else str(format_message())
    command = getattr(getattr(error, "ctx", None), "command_path", PROGRAM)

    async def refuse(_output: Output) -> int:
        if isinstance(error, UsageError):
            raise error
        said = _without_codes(text.rstrip("."), words)
        raise UsageError("usage", text=said, command=command)

    return run_plain(refuse, is_json=is_json)


def _without_codes(text: str, words: Sequence[str]) -> str:
    """The text without setup codes that stood where none is taken: what is said here may be kept by a scheduler."""
    # Only wrong usage needs it.
    from app.domain.setup_code import RefusedSetupCode, read_setup_code  # noqa: PLC0415

    for word in words:
        if not isinstance(read_setup_code(word), RefusedSetupCode):
            text = text.replace(word, "***")
    return text


def _print_everything() -> None:
    """A name or path that the terminal cannot show is shown escaped, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
