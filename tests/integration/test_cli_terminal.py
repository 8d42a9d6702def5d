"""What a person at a terminal is asked, and how it ends when they do not want to go on."""

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals, which Windows has not", allow_module_level=True)

from tests.integration.cli_program import PracticeLockCommand
from tests.integration.terminal import Terminal

PASSPHRASE = "correct horse"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("terminal") / "house.lockchart"
    with Terminal(["new", file]) as terminal:
        terminal.wait_for("New passphrase")
        assert "nobody can open the project again" in terminal.shown
        terminal.type(f"{PASSPHRASE}\n")
        terminal.wait_for("once more")
        terminal.type(f"{PASSPHRASE}\n")
        terminal.wait_for("Show the recovery sheet now?")
        terminal.type("\n")
        assert terminal.end() == 0
        assert "keep it locked away" in terminal.shown
        assert PASSPHRASE not in terminal.shown
    assert file.exists()
    return file


def test_two_different_passphrases_make_no_project(tmp_path: Path):
    with Terminal(["new", tmp_path / "a.lockchart"]) as terminal:
        terminal.wait_for("New passphrase")
        terminal.type("one\n")
        terminal.wait_for("once more")
        terminal.type("two\n")
        assert terminal.end() == 1
        assert "not the same" in terminal.shown
    assert not (tmp_path / "a.lockchart").exists()


def test_a_mistyped_passphrase_may_be_typed_again(project: Path):
    with Terminal(["doors", project]) as terminal:
        terminal.wait_for("Passphrase:")
        terminal.type("mistyped\n")
        terminal.wait_for("The passphrase is wrong")
        terminal.type(f"{PASSPHRASE}\n")
        assert terminal.end() == 0
        assert "Time zone" in terminal.shown
        assert PASSPHRASE not in terminal.shown


def test_ctrl_c_at_a_question_ends_it_at_once_and_gives_the_echo_back(project: Path):
    with Terminal(["doors", project]) as terminal:
        terminal.wait_for("Passphrase:")
        assert not terminal.echoes
        terminal.type("\x03")
        assert terminal.end(5) == 130
        assert terminal.echoes
        assert "Traceback" not in terminal.shown


def test_the_end_of_the_input_is_no_passphrase(project: Path):
    with Terminal(["doors", project]) as terminal:
        terminal.wait_for("Passphrase:")
        terminal.type("\x04")
        assert terminal.end(5) == 3
        assert "Traceback" not in terminal.shown


def test_no_colour_is_forced_on_a_plain_terminal(project: Path):
    assert os.environ.get("FORCE_COLOR") is None
    with Terminal(["decode", "34970112332"]) as terminal:
        assert terminal.end() == 0
        assert "\x1b" not in terminal.shown


@pytest.mark.slow
def test_a_person_pairs_a_lock_and_gives_a_code_by_answering(tmp_path: Path):
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    house = tmp_path / "practice.lockchart"
    key = ("--passphrase-file", secret)
    with Terminal(["new", house, "--practice", *key]) as terminal:
        terminal.wait_for("Show the recovery sheet now?")
        terminal.type("n\n")
        assert terminal.end() == 0
        assert "Recovery sheet of" not in terminal.shown
    for words in (["door", "add", house, "Elm/Front"], ["person", "add", house, "Ann"]):
        with Terminal([*words, *key]) as terminal:
            assert terminal.end() == 0
    with PracticeLockCommand(tmp_path / "lock") as lock:
        with Terminal(["commission", house, "Front", *key]) as terminal:
            terminal.wait_for("Setup code:")
            terminal.type(f"{lock.ready['manual']}\n")
            terminal.wait_for("Go on? [y/N]", 60)
            assert "test certificate" in terminal.shown
            assert lock.ready["manual"] not in terminal.shown
            terminal.type("y\n")
            assert terminal.end(60) == 0
            assert "is ours and mounted at Elm/Front" in terminal.shown
        with Terminal(["grant", house, "Ann", "Front", "--pin", "ask", *key]) as terminal:
            terminal.wait_for("Code:")
            terminal.type("739152\n")
            assert terminal.end() == 0
            assert "739152" not in terminal.shown
        with Terminal(["apply", house, *key]) as terminal:
            assert terminal.end(60) == 0
            assert "1/1" in terminal.shown
            assert "proven" in terminal.shown
