"""The commands as a whole: their list, their options, their exit codes."""

import ast
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from app.cli import frame, locks
from app.cli.frame import exit_code_of
from app.cli.main import PARTS, build_commands
from app.core.errors import AppError, BugError, EnvironmentAppError, RuleError, UsageError
from app.domain.setup_code_error import SetupCodeError, SetupCodeReason
from app.driver_api.errors import Busy, Disconnected, NeedsUser, NoAnswer, Rejected, Unsupported
from app.drivers.matter import engine_errors
from app.drivers.matter.engine_const import Reason
from app.services.project import ProjectFileError

PROMISED = {
    *("doctor", "decode", "practice lock", "demo", "new", "sites", "site add", "site set"),
    *("site remove", "doors", "door add", "door rename", "door remove", "door set", "people"),
    *("person add", "person remove", "commission", "decommission", "share", "grant", "revoke"),
    *("scan", "codes", "code assign", "code note", "code photo", "code remove", "code show"),
    *(
        "plan",
        "apply",
        "refresh",
        "status",
        "lock",
        "unlock",
        "history",
        "undo",
        "inventory",
        "import",
        "backup",
    ),
    *("groups", "group add", "group remove", "calendars", "calendar add", "pause", "resume"),
    *("credentials", "credential add", "credential remove", "who", "reach"),
}


BEYOND = {"door fit", "views", "view save", "view remove", "calendar remove", "pin-rules"}
"""What the contract of the command line does not name; docs/survey.md, docs/inventory.md and docs/codes.md describe it."""


def words_of(commands: typer.Typer) -> dict[str, set[str]]:
    """Every command with its options."""
    found: dict[str, set[str]] = {}

    def walk(command: object, name: str) -> None:
        inner = getattr(command, "commands", None)
        if inner is not None:
            for word, below in inner.items():
                walk(below, f"{name} {word}".strip())
            return
        options = [option for given in command.params for option in given.opts]  # type: ignore[attr-defined]
        found[name] = {option for option in options if option.startswith("-")}

    walk(get_command(commands), "")
    return found


def test_every_promised_command_is_there_and_no_other():
    assert set(words_of(build_commands())) == PROMISED | BEYOND


def test_a_word_loads_the_part_that_has_its_command():
    for words in PARTS.values():
        for word in words:
            assert word in {name.split()[0] for name in words_of(build_commands(word))}
    named = {word for words in PARTS.values() for word in words}
    assert named == {name.split()[0] for name in PROMISED | BEYOND}


def test_every_command_but_the_window_takes_json():
    lacking = [
        name for name, options in words_of(build_commands()).items() if "--json" not in options
    ]
    assert lacking == ["demo"]


def test_no_option_takes_a_secret_as_its_value():
    for name, options in words_of(build_commands()).items():
        assert not options & {"--passphrase", "--password", "--wifi-password"}, name


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuleError("no_lock"), 1),
        (SetupCodeError(SetupCodeReason.LENGTH), 1),
        (EnvironmentAppError("out_unwritable"), 1),
        (UsageError("unknown_door"), 2),
        (ProjectFileError("wrong_passphrase"), 3),
        (ProjectFileError("disk_full"), 3),
        (Disconnected("lock_unreachable"), 4),
        (NoAnswer("no_answer"), 4),
        (Busy("lock_busy"), 4),
        (EnvironmentAppError("practice_lock_failed"), 4),
        (Rejected("pin_needed"), 5),
        (NeedsUser("wrong_code"), 5),
        (Unsupported("unsupported"), 5),
        (BugError("fault"), 70),
    ],
    ids=lambda given: given.code if isinstance(given, AppError) else str(given),
)
def test_every_kind_of_error_has_its_exit_code(error: AppError, code: int):
    assert exit_code_of(error) == code


def test_an_ending_of_a_pairing_is_out_of_reach_where_its_error_is():
    """The command line sees only the code of the ending; the driver knows the class."""
    by_class = {
        str(reason): exit_code_of(kind("x"))
        for reason, kind in engine_errors._CLASSES.items()
        if reason not in {Reason.NOT_DISCOVERED, Reason.CANCELLED, Reason.INVALID_ARGUMENTS}
    }
    wrong = {
        code
        for code, wanted in by_class.items()
        if (wanted == frame.UNREACHABLE) != (code in locks.UNREACHABLE_CODES)
    }
    assert not wrong
    assert Reason.NOT_DISCOVERED in locks.UNREACHABLE_CODES


def test_no_command_says_anything_without_the_catalogue():
    """Sentences for people live in the texts, where they can be translated."""
    folder = Path(frame.__file__).parent
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"line", "say"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert not found
