"""run.py itself: which Python it takes, and how it starts the program."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import run
from preparing import environment, main
from preparing.environment import environment_at

ROOT = Path(__file__).parents[3]
RUN = ROOT / "packaging" / "run.py"


@pytest.mark.parametrize(
    ("version", "supported"),
    [((3, 10), False), ((3, 11), True), ((3, 13, 9), True), ((3, 14), False), ((2, 7), False)],
)
def test_pythons_from_3_11_to_3_13_are_taken(version: tuple[int, ...], supported: bool):
    assert run.is_supported(version) is supported


def test_older_pythons_can_read_run_py():
    ast.parse(RUN.read_text("utf-8"), feature_version=(3, 6))
    assert "annotations" not in RUN.read_text("utf-8")


def test_a_python_under_another_name_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    name = "python{}.{}".format(*sys.version_info[:2])
    (tmp_path / name).symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "PLACES", ())
    assert run.find_python() == str(tmp_path / name)


def test_a_name_that_stands_for_no_python_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in run.NAMES:
        (tmp_path / name).write_text("#!/bin/sh\necho 'no such version' >&2; exit 127\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "PLACES", ())
    assert run.find_python() is None


def test_without_a_supported_python_there_is_one_sentence_and_exit_6(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(run.sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setattr(run, "find_python", lambda: None)
    assert run.main() == 6
    told = capsys.readouterr()
    assert told.out == ""
    assert "needs Python 3.11, 3.12 or 3.13, and this computer has only 3.14" in told.err


def test_the_program_keeps_its_words_its_settings_and_its_folder():
    here = environment_at({})
    variables = {"LOCKCHART_PASSPHRASE": "x", "LOCKCHART_VENV": "v", "PYTHONPATH": "p", "LANG": "C"}
    command, given, directory = main.start_of(["status", "a.lockchart"], here, variables)
    assert command == [str(here.python), "-P", "-m", "app", "status", "a.lockchart"]
    assert given == {"LOCKCHART_PASSPHRASE": "x", "LANG": "C"}
    assert directory is None


def test_the_tests_get_no_setting_of_ours_and_run_offscreen():
    here = environment_at({})
    command, given, directory = main.start_of(
        ["test", "--all", "tests/unit"], here, {"LOCKCHART_PASSPHRASE": "x"}
    )
    assert command == [str(here.python), "-P", "-m", "pytest", "--all", "tests/unit"]
    assert given == {"QT_QPA_PLATFORM": "offscreen"}
    assert directory == ROOT


def test_a_folder_that_may_not_be_written_is_one_sentence():
    told = main.os_error_sentence(PermissionError(13, "Permission denied", "there"), Path("venv"))
    assert told == (
        "Lockchart may not write to there; give this user the right to, or name another folder "
        "in LOCKCHART_VENV."
    )


def test_a_full_disk_is_one_sentence():
    assert "is full" in main.os_error_sentence(OSError(28, "No space left"), Path("venv"))


@pytest.mark.skipif(os.name == "nt", reason="the program replaces run.py only elsewhere")
def test_exit_code_and_output_are_those_of_the_program(tmp_path: Path):
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(5)"
    replace = (
        "import os, sys\nfrom preparing.processes import replace_process\n"
        f"replace_process([sys.executable, '-c', {program!r}], os.environ, None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", replace],
        env={**os.environ, "PYTHONPATH": str(RUN.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (5, "out\n", "err\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="written for the shell of Linux and macOS")
def test_a_fresh_copy_sets_itself_up_repairs_itself_and_then_starts_at_once(tmp_path: Path):
    copy = tmp_path / "lockchart"
    for name in ("packaging", "app", "pyproject.toml"):
        source = ROOT / name
        skip = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(source, copy / name, ignore=skip) if source.is_dir() else shutil.copy(
            source, copy / name
        )
    (copy / "tests").mkdir()
    for name in ("conftest.py", "spreading.py"):
        shutil.copy(ROOT / "tests" / name, copy / "tests")
    (copy / "tests/test_it.py").write_text(
        "def test_it_runs():\n    import app, PySide6.QtWidgets\n"
    )
    home = tmp_path / "home"
    home.mkdir()

    def start() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, copy / "packaging/run.py", "test", "-q"],
            env={**os.environ, "HOME": str(home), "PYTHONPATH": ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    first = start()
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Installing the Python packages" in first.stderr
    second = start()
    assert second.returncode == 0
    assert second.stderr == ""

    (copy / ".venv/lockchart-stamp.json").unlink()
    repaired = start()
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert "Installing the Python packages" in repaired.stderr


def is_set_up() -> bool:
    folders = [environment.ENGINE, environment.TYPE_CHECKER]
    return not environment.incomplete_parts(environment_at({}), folders)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell what children took")
@pytest.mark.skipif(not is_set_up(), reason="measured where run.py has set up its usual place")
def test_a_second_start_adds_less_than_its_share():
    here = environment_at({})
    direct = [str(here.python), "-P", "-m", "pytest", "--version"]
    through = [sys.executable, str(RUN), "test", "--version"]
    added_s = min(busy_s(through) for _ in range(5)) - min(busy_s(direct) for _ in range(5))
    assert added_s < 0.4


def busy_s(command: list[str]) -> float:
    """Seconds of the processor's time that the command takes: other tests run beside this one, so a clock would measure them too."""
    before = os.times()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])
