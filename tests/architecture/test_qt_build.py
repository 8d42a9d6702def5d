"""A Qt build that loses references of None ends the program after some thousand calls."""

import subprocess
import sys
from pathlib import Path


def test_this_qt_build_loses_no_references_of_none():
    # A process of its own: a bad build aborts.
    probe = Path(__file__).with_name("qt_probe.py")
    run = subprocess.run([sys.executable, probe], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
