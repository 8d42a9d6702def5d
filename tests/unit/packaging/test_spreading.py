"""The whole suite is spread over processes, a chosen part is not, and files stay whole."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import spreading

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
    many = spreading.process_count(len(os.sched_getaffinity(0)))
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


def run_suite(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugins = ("-p", "xdist", "-p", "tests.spreading", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", *plugins, *words],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_shared_files_run_in_one_process_the_longest_first_and_the_end_is_pytests_own(suite: Path):
    (suite / "tests/a/test_b.py").write_text("def test_wrong():\n    assert [1] == [2]\n")
    done = run_suite(suite)
    ran = dict(line.split() for line in (suite / "ran").read_text().splitlines())
    assert ran["test_secrets"] == ran["test_story_cli"] != ran["test_a"]
    assert done.returncode == 1
    assert "E       assert [1] == [2]" in done.stdout
    assert "FAILED tests/a/test_b.py::test_wrong" in done.stdout
    assert re.search(r"^1 failed, 6 passed in [\d.]+s$", done.stdout.splitlines()[-1])


def test_stopping_at_the_first_failure_is_a_failure(suite: Path):
    (suite / "tests/a/test_b.py").write_text("def test_wrong(): assert False\n")
    done = run_suite(suite, "-x")
    assert done.returncode == 1
    assert "stopping after 1 failures" in done.stdout


def test_a_process_that_dies_fails_the_test_that_it_ran(suite: Path):
    (suite / "tests/a/test_b.py").write_text("import os\ndef test_dies(): os.abort()\n")
    done = run_suite(suite)
    assert done.returncode == 1
    assert "crashed while running 'tests/a/test_b.py::test_dies'" in done.stdout
    assert "1 failed, 6 passed" in done.stdout.splitlines()[-1]
