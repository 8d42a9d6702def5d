"""Run every tests/bench/bench_*.py, or those whose names are given, each in a process of its own.

A bench prints its figures, then ratios against something measured in the same run: only ratios
can be compared between computers. It ends with an error when it could not measure, and may when a reach was missed.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def benches(names: Sequence[str], folder: Path = HERE) -> list[Path]:
    """The benches in order; those named when names are given. LookupError for an unknown name."""
    found = {path.stem.removeprefix("bench_"): path for path in sorted(folder.glob("bench_*.py"))}
    unknown = [name for name in names if name.removeprefix("bench_") not in found]
    if unknown:
        raise LookupError(f"no such bench: {', '.join(unknown)}; there are: {', '.join(found)}")
    return [found[name.removeprefix("bench_")] for name in names] if names else [*found.values()]


def run_one(bench: Path) -> bool:
    """Whether it ended well; its output goes straight through."""
    print(f"\n== {bench.stem.removeprefix('bench_').replace('_', ' ')}", flush=True)
    start = time.monotonic()
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = subprocess.run([sys.executable, bench], env=variables, cwd=ROOT, check=False).returncode
    ended = "" if code == 0 else f", ended with {code}"
    print(f"   ({time.monotonic() - start:.1f} s{ended})", flush=True)
    return code == 0


def main(names: Sequence[str]) -> int:
    try:
        chosen = benches(names)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"
    print(f"Python {platform.python_version()}, {machine}", flush=True)
    failed = [bench.stem for bench in chosen if not run_one(bench)]
    print(f"\n{len(chosen) - len(failed)} of {len(chosen)} benches ended well", flush=True)
    if failed:
        print(f"missed a reach or could not measure, see above: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
