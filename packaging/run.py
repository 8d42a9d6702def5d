#!/usr/bin/env python3
"""Set this computer up for Lockchart if need be, then run it with the words given.

    python3 packaging/run.py [WORDS...]       the program: the window, or a command
    python3 packaging/run.py test [--all]     the tests and all checks (any pytest arguments)
    python3 packaging/run.py bench [NAME...]  the figures of tests/bench

Only the standard library is used, and this file stays readable for every Python 3 since 3.6, so
that a Python which is too old or too new gets a sentence instead of a syntax error.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, TOO_NEW = (3, 11), (3, 14)
NAMES = ("python3.13", "python3.12", "python3.11")
PLACES = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")
SET_UP_FAILED = 6


def is_supported(version):
    return OLDEST <= tuple(version[:2]) < TOO_NEW


def find_python():
    """Path of a supported Python, or None."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *PLACES])
    for name in NAMES:
        found = shutil.which(name, path=path)
        if found and answers([found], name):
            return found
    if os.name == "nt":
        for name in NAMES:
            launcher = ["py", "-" + name[len("python") :]]
            if answers(launcher, name):
                return told([*launcher, "-c", "import sys; print(sys.executable)"])
    return None


def answers(command, name):
    """Whether it really is that Python: a name on the path may be a shim for none."""
    return told([*command, "-c", "import sys; print('python%d.%d' % sys.version_info[:2])"]) == name


def told(command):
    try:
        answer = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode(errors="replace").strip() if answer.returncode == 0 else ""


def hand_over(python):
    """Start again under the Python found; its exit code is ours."""
    command = [python, str(Path(__file__).resolve()), *sys.argv[1:]]
    if os.name != "nt":
        os.execv(python, command)
    return subprocess.call(command)


def main():
    if is_supported(sys.version_info):
        from preparing.main import run  # noqa: PLC0415 - older Pythons cannot read it

        return run(sys.argv[1:])
    python = find_python()
    if python:
        return hand_over(python)
    print(
        "Lockchart needs Python 3.11, 3.12 or 3.13, and this computer has only {}.{}; "
        "install one of them beside it and start again.".format(*sys.version_info[:2]),
        file=sys.stderr,
    )
    return SET_UP_FAILED


if __name__ == "__main__":
    sys.exit(main())
