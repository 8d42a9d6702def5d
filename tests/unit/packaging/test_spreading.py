"""The whole suite is spread over processes, a chosen part is not, and files stay whole."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests import spreading
from tests.waiting import until_blocking

ROOT = Path(__file__).parents[3]
TELL = """
import json, pytest, sys

class Told:
    def pytest_cmdline_main(self, config):
        dist = getattr(config.option, "dist", None)  # without xdist there is none
        told.append(len(config.option.tx) if dist == "loadfile" else 0)
        return 0

told = []
for words in json.loads(sys.argv[1]):
    pytest.main(words, plugins=[Told()])
print(json.dumps(told))
"""
SPREAD = (["-q"], ["--all"], ["-x"], ["-m", "not slow"], ["--durations=3"])
IN_ONE = (
    *(["tests"], ["tests/unit/packaging/test_words.py"], ["-k", "paths"], ["--lf"], ["-n0"]),
    *(["--pdb"], ["-s"], ["--collect-only"], ["--fixtures"], ["-p", "no:xdist"]),
)


def test_the_whole_suite_is_spread_and_what_was_chosen_is_not():
    given = [*SPREAD, *IN_ONE, ["-n5", "--dist", "loadfile"]]
    done = subprocess.run(
        [sys.executable, "-P", "-c", TELL, json.dumps(given)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    many = spreading.process_count(spreading.core_count())
    assert told == [many] * len(SPREAD) + [0] * len(IN_ONE) + [5]


@pytest.mark.parametrize(("cores", "count"), [(1, 2), (2, 3), (3, 4), (64, 4)])
def test_there_is_one_process_more_than_cores_up_to_four(cores: int, count: int):
    assert spreading.process_count(cores) == count


def test_the_files_that_are_named_exist():
    named = {*spreading.LONGEST, *spreading.SHARED, *spreading.SHARED.values()}
    assert not [file for file in named if not (ROOT / file).is_file()]


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A small suite whose tests write down where they ran."""
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    write_down = (
        "import os, pathlib\n"
        "def note(name):\n"
        "    with open(pathlib.Path(__file__).parents[2] / 'ran', 'a') as notes:\n"
        "        notes.write(f\"{name} {os.environ['PYTEST_XDIST_WORKER']}\\n\")\n"
    )
    for name in (*spreading.SHARED, *spreading.SHARED.values(), "tests/a/test_a.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(write_down + f"def test_it(): note({file.stem!r})\ndef test_too(): pass\n")
    return tmp_path


def start_suite(folder: Path, *words: str) -> "subprocess.Popen[str]":
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugins = ("-p", "xdist", "-p", "tests.spreading", "-p", "no:cacheprovider")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pytest", "-q", *plugins, *words],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run_suite(folder: Path, *words: str) -> tuple[int, str]:
    """Exit code, and all that was said."""
    process = start_suite(folder, *words)
    said, _ = process.communicate()
    return process.returncode, said


def test_shared_files_run_in_one_process_the_longest_first_and_the_end_is_pytests_own(suite: Path):
    (suite / "tests/a/test_b.py").write_text("def test_wrong():\n    assert [1] == [2]\n")
    code, said = run_suite(suite)
    ran = dict(line.split() for line in (suite / "ran").read_text().splitlines())
    assert ran["test_secrets"] == ran["test_story_cli"] != ran["test_a"]
    assert code == 1
    assert "E       assert [1] == [2]" in said
    assert "FAILED tests/a/test_b.py::test_wrong" in said
    assert re.search(r"^1 failed, 6 passed in [\d.]+s$", said.splitlines()[-1])


def test_stopping_at_the_first_failure_is_a_failure(suite: Path):
    (suite / "tests/a/test_b.py").write_text("def test_wrong(): assert False\n")
    code, said = run_suite(suite, "-x")
    assert code == 1
    assert "stopping after 1 failures" in said


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal to a group of processes")
def test_ctrl_c_ends_every_process_with_2(suite: Path):
    (suite / "tests/a/test_a.py").write_text(
        "import os, pathlib, time\n"
        "def test_waits():\n    pathlib.Path('waits').write_text(str(os.getpid()))\n"
        "    time.sleep(60)\n"
    )
    process = start_suite(suite)
    waits = suite / "waits"
    until_blocking(lambda: waits.exists() and waits.read_text())
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "KeyboardInterrupt" in said
    assert "Traceback" not in said
    until_blocking(lambda: not psutil.pid_exists(int(waits.read_text())))


def test_a_process_that_dies_fails_the_test_that_it_ran(suite: Path):
    (suite / "tests/a/test_b.py").write_text("import os\ndef test_dies(): os.abort()\n")
    code, said = run_suite(suite)
    assert code == 1
    assert "crashed while running 'tests/a/test_b.py::test_dies'" in said
    assert "1 failed, 6 passed" in said.splitlines()[-1]
