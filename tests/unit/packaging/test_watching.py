"""A test that does not end is named with what it waits for, and its process ends."""

import os
import subprocess
import sys
from pathlib import Path

from tests.watching import EXIT_STUCK

ROOT = Path(__file__).parents[3]

DEAF = """
import asyncio
from tests.watching import watched

async def never_ending():
    await asyncio.get_running_loop().create_future()

async def deaf():
    try:
        await asyncio.sleep(0)
    finally:
        await never_ending()

def test_that_waits(request):
    print("this is captured")
    loop = asyncio.new_event_loop()
    with watched(request.node, loop, 0.2):
        loop.run_until_complete(deaf())
"""


def test_what_is_stuck_is_named_and_ends(tmp_path: Path):
    (tmp_path / "test_deaf.py").write_text(DEAF)
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-p", "tests.watching", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == EXIT_STUCK
    assert "test_deaf.py::test_that_waits does not end." in ended.stderr
    deaf, waits = ended.stderr.index(" deaf\n"), ended.stderr.index(" never_ending\n")
    assert deaf < waits
