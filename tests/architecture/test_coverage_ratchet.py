"""The pure parts are reached by unit tests to the last branch; a listed gap may shrink, never grow.

One run for all of them; with a fixed seed, so that what is drawn at random reaches the same branches every time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ("tests/unit/domain", "tests/unit/driver_api", "tests/unit/drivers")
PURE = (
    "app/domain/*.py",
    "app/driver_api/*.py",
    "app/drivers/*/protocol.py",
    "app/drivers/*/slots.py",
    "app/drivers/*/wire.py",
)
# Path -> (lines and branches not reached, why). Empty is the aim.
GAPS: dict[str, tuple[int, str]] = {}


@pytest.mark.slow
def test_pure_modules_are_reached_to_the_last_branch(tmp_path: Path):
    missing = measure(tmp_path)
    modules = {one.relative_to(ROOT).as_posix() for pattern in PURE for one in ROOT.glob(pattern)}
    assert modules <= missing.keys(), "modules that no unit test imports"
    too_many = {
        path: count for path, count in missing.items() if count > GAPS.get(path, (0, ""))[0]
    }
    assert not too_many, f"lines and branches no unit test reaches: {too_many}"
    stale = [path for path, (count, _why) in GAPS.items() if missing.get(path, 0) < count]
    assert not stale, f"the gap has shrunk, say so in GAPS: {stale}"


def test_a_missing_branch_is_counted(tmp_path: Path):
    (tmp_path / "part.py").write_text(
        "def sign(x):\n    if x > 0:\n        return 1\n    return 0\n"
    )
    (tmp_path / "test_part.py").write_text("import part\ndef test_it():\n    assert part.sign(1)\n")
    missing = measure(tmp_path, include=("part.py",), tests=("test_part.py",), folder=tmp_path)
    assert missing == {"part.py": 2}


def measure(
    scratch: Path,
    *,
    include: tuple[str, ...] = PURE,
    tests: tuple[str, ...] = TESTS,
    folder: Path = ROOT,
) -> Mapping[str, int]:
    """How many lines and branches of each module the tests do not reach."""
    report = scratch / "report.json"
    variables = {**os.environ, "COVERAGE_FILE": str(scratch / "data"), "PYTHONPATH": str(folder)}

    def run(*words: str) -> None:
        command = [sys.executable, "-m", *words]
        done = subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    run(
        *("coverage", "run", f"--rcfile={os.devnull}", "--branch", "--include", ",".join(include)),
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
        *("-m", "not slow", *tests),
    )
    run("coverage", "json", f"--rcfile={os.devnull}", "-q", "-o", str(report))
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {
        Path(name).as_posix(): len(file["missing_lines"]) + len(file["missing_branches"])
        for name, file in files.items()
    }
