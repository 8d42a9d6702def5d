"""Start of the real program, without a project, to its first painted window, against a bare `QWidget` program.

Both run unchanged; Qt itself says when it has painted a window (its logging category `qt.widgets.painting`, which
costs the window with more widgets a little more). At that line the process is stopped and its memory read. The runs
alternate, and minima are compared: what else the computer does only ever adds. What the program loads after its first
picture is shown as a figure of its own, so that nothing hides behind "later".
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

ROUNDS = 15
START_REACH, MEMORY_REACH = 1.6, 1.5
SETTLED_S, GIVE_UP_S = 2.0, 30.0
NOT_AT_START = ("bleak", "cv2", "keyring", "numpy", "xlsxwriter")

BARE = [sys.executable, str(HERE / "bare_window.py")]
PROGRAM = [sys.executable, "-m", "app"]

_PAINTED = re.compile(rb"Flushing top level QRegion\(\d+,\d+ (\d+)x(\d+)\)")
_LEAST_WINDOW_PX = 300
_IMPORTED = re.compile(rb"import time:\s+\d+ \|\s+\d+ \|\s+(\S+)")


class Start(NamedTuple):
    """One start: milliseconds until something was painted, resident MB then, and when the program had come to rest."""

    paint_ms: float
    paint_mb: float
    rest_mb: float | None = None


def measure_start(command: Sequence[str], home: Path, *, with_rest: bool = False) -> Start:
    """Run the program until it has painted its window, and end it."""
    begun = time.perf_counter()
    with running(command, home) as (process, said):
        for line in said:
            if _is_window_painted(line):
                break
        else:
            raise TimeoutError(f"{' '.join(command)} painted no window")
        paint_ms = (time.perf_counter() - begun) * 1000
        process.suspend()
        paint_mb = process.memory_info().rss / 1e6
        rest_mb = None
        if with_rest:
            process.resume()
            time.sleep(SETTLED_S)
            rest_mb = process.memory_info().rss / 1e6
    return Start(paint_ms, paint_mb, rest_mb)


def loaded_modules(home: Path) -> tuple[list[str], list[str]]:
    """What the program imports until it has painted, and what it imports after that until it rests."""
    before: list[str] = []
    after: list[str] = []
    with running([sys.executable, "-X", "importtime", *PROGRAM[1:]], home) as (process, said):
        stop = Timer(GIVE_UP_S, process.kill)
        stop.start()
        names = before
        for line in said:
            if names is before and _is_window_painted(line):
                names = after
                stop.cancel()
                stop = Timer(SETTLED_S, process.kill)
                stop.start()
            elif found := _IMPORTED.match(line):
                names.append(found[1].decode())
        stop.cancel()
    if names is before:
        raise TimeoutError("the program painted no window")
    return before, after


@contextmanager
def running(command: Sequence[str], home: Path) -> Generator[tuple[psutil.Process, IO[bytes]]]:
    """The program and what it and Qt write; killed at the end, or when nothing was painted for too long."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    give_up = Timer(GIVE_UP_S, process.kill)
    give_up.start()
    try:
        yield psutil.Process(process.pid), process.stderr
    finally:
        give_up.cancel()
        process.kill()
        process.wait()
        process.stderr.close()


def _environment(home: Path) -> dict[str, str]:
    """A home of its own, so that no project is opened and no setting is found."""
    given = {name: text for name, text in os.environ.items() if not name.startswith("LOCKCHART_")}
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        given[f"XDG_{name}_HOME"] = str(home / name.lower())
    given["HOME"] = str(home)
    given["QT_LOGGING_RULES"] = "qt.widgets.painting=true"
    given.setdefault("QT_QPA_PLATFORM", "offscreen")
    return given


def _is_window_painted(line: bytes) -> bool:
    found = _PAINTED.search(line)
    return found is not None and min(int(found[1]), int(found[2])) >= _LEAST_WINDOW_PX


def _told(ratio: float, reach: float) -> str:
    return f"{ratio:.2f} (reach: <= {reach}){'' if ratio <= reach else '  MISSED'}"


def main() -> int:
    """Print figures and ratios; what is missed is said, and only a failed measurement ends with an error."""
    with tempfile.TemporaryDirectory(prefix="lockchart-bench-") as folder:
        home = Path(folder)
        for command in (BARE, PROGRAM):
            measure_start(command, home)  # once, so that files are in memory and compiled
        bare: list[Start] = []
        program: list[Start] = []
        for _ in range(ROUNDS):
            bare.append(measure_start(BARE, home))
            program.append(measure_start(PROGRAM, home))
        bare_rest_mb = measure_start(BARE, home, with_rest=True).rest_mb
        rest_mb = measure_start(PROGRAM, home, with_rest=True).rest_mb
        before, after = loaded_modules(home)
    bare_ms, program_ms = (min(start.paint_ms for start in runs) for runs in (bare, program))
    bare_mb, program_mb = (min(start.paint_mb for start in runs) for runs in (bare, program))
    print(f"bare QWidget program: painted after {bare_ms:6.1f} ms, {bare_mb:6.1f} MB resident")
    print(
        f"python -m app:        painted after {program_ms:6.1f} ms, {program_mb:6.1f} MB resident"
    )
    print(
        f"minima of {ROUNDS} alternating runs each; {len(before)} modules imported until painted, "
        f"{len(after)} after it"
    )
    print(f"at rest {SETTLED_S:.0f} s later: {bare_rest_mb:.1f} MB and {rest_mb:.1f} MB resident")
    print(f"start to the first painted window: {_told(program_ms / bare_ms, START_REACH)}")
    print(f"resident memory at that moment: {_told(program_mb / bare_mb, MEMORY_REACH)}")
    heavy = sorted({name.split(".")[0] for name in [*before, *after]} & set(NOT_AT_START))
    print(
        f"loaded of {', '.join(NOT_AT_START)}: {', '.join(heavy) + '  MISSED' if heavy else 'none'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
