"""Commands about setup codes on a terminal: progress, questions, and Ctrl-C."""

import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals, which Windows has not", allow_module_level=True)

from PIL import Image

from tests.integration.cli_program import finish, process_environment, start
from tests.integration.cli_world import PASSPHRASE, Program
from tests.integration.terminal import Terminal

QR = "MT:-24J0AFN00KA0648G00"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A project with one code in its tray."""
    program = Program(tmp_path_factory.mktemp("codes"))
    program.about("new")
    program.about("scan", QR)
    program.write("passphrase", PASSPHRASE)
    return program


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pictures without a code that take a while, with names that would be orders."""
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / f"{number} [bold]\x1b[31m.png" for number in range(20)]
    Image.effect_noise((1500, 1500), 80).save(paths[0])
    for path in paths[1:]:
        path.hardlink_to(paths[0])
    return paths


def shown_code(program: Program) -> list[str]:
    key = ("--passphrase-file", str(program.folder / "passphrase"))
    return ["code", "show", str(program.project), "1", "--with-secrets", *key]


def given_out(program: Program) -> int:
    entries = program.ask("history")["entries"]
    return [entry["kind"] for entry in entries].count("exported_secrets")


def test_a_person_who_says_no_sees_no_code(program: Program):
    before = given_out(program)
    with Terminal(shown_code(program)) as terminal:
        terminal.wait_for("Show setup code no. 1 here?")
        terminal.type("\n")
        assert terminal.end() == 1
        assert QR not in terminal.shown
    assert given_out(program) == before


def test_a_person_who_says_yes_sees_text_and_symbol_and_it_is_noted(program: Program):
    before = given_out(program)
    with Terminal(shown_code(program)) as terminal:
        terminal.wait_for("Show setup code no. 1 here?")
        assert QR not in terminal.shown
        terminal.type("y\n")
        assert terminal.end() == 0
        assert f"Text: {QR}" in terminal.shown
        assert terminal.shown.count("█") > 50
    assert given_out(program) == before + 1


def test_a_file_is_asked_for_too(program: Program):
    out = program.folder / "asked.png"
    with Terminal([*shown_code(program), "--qr", out]) as terminal:
        terminal.wait_for("Write setup code no. 1 unencrypted to asked.png?")
        terminal.type("n\n")
        assert terminal.end() == 1
    assert not out.exists()


def test_reading_many_pictures_shows_a_bar_and_ends_at_once_with_ctrl_c(pictures: list[Path]):
    with Terminal(["decode", *pictures]) as terminal:
        terminal.wait_for("1/20", 60)
        assert "Reading 1 [bold]" in terminal.shown
        assert "\x1b[31m" not in terminal.shown
        terminal.type("\x03")
        assert terminal.end(30) == 130
        assert "only what had been read by then is told" in " ".join(terminal.shown.split())
        assert "Traceback" not in terminal.shown


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc whether the reading has begun")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_reading_with_what_was_read(pictures: list[Path], number: signal.Signals):
    process = start(["decode", QR, *pictures, "--json"], process_environment(None))
    # It has started to read when the library that opens pictures is loaded.
    while "PIL" not in Path(f"/proc/{process.pid}/maps").read_text():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    ended = finish(process)
    assert (ended.code, ended.json["error"]["code"]) == (130, "interrupted")
    assert ended.json["codes"][0]["valid"] is True
    assert len(ended.json["codes"]) < len(pictures)


def test_a_scan_that_is_stopped_keeps_nothing(program: Program, pictures: list[Path]):
    key = ("--passphrase-file", str(program.folder / "passphrase"))
    words = ["scan", str(program.project), "X-HM://006BMVB9TLK01", *map(str, pictures), *key]
    with Terminal(words) as terminal:
        terminal.wait_for("2/21", 60)
        terminal.type("\x03")
        assert terminal.end(30) == 130
        assert "nothing was put into the tray" in " ".join(terminal.shown.split())
    assert len(program.ask("codes")["codes"]) == 1
