"""What README and the other pages name is really there: commands, options, files, pictures."""

import re
import shlex
from pathlib import Path

import pytest
from preparing.main import SET_UP_FAILED
from typer.main import get_command

from app.cli.frame import DONE, FAULT, INTERRUPTED, NO, PROJECT, REFUSED, UNREACHABLE, USAGE
from app.cli.main import build_commands

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "app" / "README.md"])
RUN = "python3 packaging/run.py"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)\)")
LARGEST_BYTES = 200_000
OF_RUN = {"test", "bench"}
"""Words that packaging/run.py takes itself."""


def command_lines(text: str) -> list[list[str]]:
    """The words after run.py in every line that begins with it, without comments."""
    lines = [line for line in text.splitlines() if line.startswith(RUN)]
    return [shlex.split(line.removeprefix(RUN), comments=True) for line in lines]


def wrong_words(words: list[str]) -> list[str]:
    """The command or options in these words that the program does not know."""
    if not words or words[0] in OF_RUN or words[0].endswith(".lockchart"):
        return []
    here = get_command(build_commands())
    rest = list(words)
    while rest and (inner := getattr(here, "commands", None)) is not None:
        found = inner.get(rest[0])
        if found is None:
            return [rest[0]]
        here, rest = found, rest[1:]
    known = {option for one in here.params for option in one.opts} | set(
        here.context_settings.get("help_option_names", ["-h", "--help"])
    )
    return [word for word in rest if word.startswith("-") and word != "-" and word not in known]


def test_readme_shows_commands():
    assert len(command_lines(README)) > 10


@pytest.mark.parametrize("words", command_lines(README), ids=" ".join)
def test_commands_and_options_exist(words: list[str]):
    assert not wrong_words(words)


def test_options_named_in_the_text_exist():
    sentences = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    named = {word for code in re.findall(r"`([^`]+)`", sentences) for word in code.split()}
    options = {word for word in named if word.startswith("--")}
    assert options <= all_options() | {"--all"}, options - all_options()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["fly", "house.lockchart"], ["fly"]),
        (["door", "paint", "house.lockchart"], ["paint"]),
        (["grant", "house.lockchart", "--forever"], ["--forever"]),
        (["grant", "house.lockchart", "--weekly", "Mo 08:00-12:00"], []),
    ],
)
def test_a_wrong_word_would_be_found(words: list[str], wrong: list[str]):
    assert wrong_words(words) == wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_linked_files_exist(page: Path):
    targets = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).is_file()] == []


def test_every_picture_is_shown_or_kept_small_and_none_is_left_over():
    pictures = sorted((ROOT / "docs" / "images").glob("*"))
    assert pictures
    assert [one.name for one in pictures if one.stat().st_size > LARGEST_BYTES] == []
    shown = {(ROOT / link).resolve() for link in LINK.findall(README)}
    assert [one.name for one in pictures if one.resolve() not in shown] == []


def test_exit_codes_are_those_of_the_program():
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, flags=re.MULTILINE)}
    codes = {DONE, NO, USAGE, PROJECT, UNREACHABLE, REFUSED, FAULT, INTERRUPTED}
    assert told == codes | {SET_UP_FAILED}


def all_options() -> set[str]:
    """Every option of every command."""
    found: set[str] = set()

    def walk(command: object) -> None:
        for one in getattr(command, "params", []):
            found.update(one.opts)
        for inner in getattr(command, "commands", {}).values():
            walk(inner)

    walk(get_command(build_commands()))
    return found | {"--help"}
