"""Make packaging/lock.txt anew from pyproject.toml, with hashes, for all systems; needs uv.

    python3 packaging/make_lock.py             the least change that satisfies pyproject.toml
    python3 packaging/make_lock.py --upgrade   the newest of everything

Afterwards: packaging/make_notices.py, and the whole test run.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = (
    "# Made by packaging/make_lock.py from pyproject.toml and lock-pins.txt; not edited by hand.\n"
)


def main() -> int:
    lock = HERE / "lock.txt"
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version=3.11"]
    command += [
        "--all-extras",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--quiet",
    ]
    command += ["--constraint=packaging/lock-pins.txt", f"--output-file={lock}", *sys.argv[1:]]
    code = subprocess.call(command, cwd=HERE.parent, stdout=subprocess.DEVNULL)
    if code == 0:
        lock.write_text(HEADER + lock.read_text("utf-8").removeprefix(HEADER), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
