"""From the start of the process to the first painted window, and the memory then, against a bare `QWidget` program.

Both run in turns in processes of their own; minima are compared, because load only ever adds.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 9
REACH_TIME, REACH_MEMORY = 1.6, 1.5
ROOT = Path(__file__).resolve().parents[2]

WATCH = """
import os, sys, time
def report():
    with open("/proc/self/stat") as stat:
        ticks = int(stat.read().rsplit(")", 1)[1].split()[19])
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[1])
    took_ms = (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")) * 1000
    heavy = {"bleak", "numpy", "cv2", "keyring", "xlsxwriter"} & set(sys.modules)
    print(took_ms, pages * os.sysconf("SC_PAGE_SIZE") / 1e6, *sorted(heavy), flush=True)
    os._exit(0)
from PySide6.QtWidgets import QWidget
"""

BARE = f"""{WATCH}
from PySide6.QtWidgets import QApplication
class Bare(QWidget):
    def paintEvent(self, event):
        report()
app = QApplication([])
window = Bare()
window.resize(1200, 800)
window.show()
app.exec()
"""

OURS = f"""{WATCH}
import runpy
from app.ui.main_window import MainWindow
MainWindow.paintEvent = lambda self, event: report()
sys.argv = ["lockchart"]
runpy.run_module("app", run_name="__main__", alter_sys=False)
"""


def measure(program: str, home: Path) -> tuple[float, float, list[str]]:
    """Milliseconds to the first paint, megabytes resident, heavy modules loaded."""
    variables = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    took_ms, resident_mb, *heavy = run.stdout.split()
    return float(took_ms), float(resident_mb), heavy


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bare: list[tuple[float, float, list[str]]] = []
        ours: list[tuple[float, float, list[str]]] = []
        for _ in range(ROUNDS):
            bare.append(measure(BARE, Path(folder)))
            ours.append(measure(OURS, Path(folder)))
    for word, runs in (("bare QWidget", bare), ("python -m app", ours)):
        print(
            f"   {word:14} {min(run[0] for run in runs):6.0f} ms {min(run[1] for run in runs):6.1f} MB"
        )
    time_ratio = min(run[0] for run in ours) / min(run[0] for run in bare)
    memory_ratio = min(run[1] for run in ours) / min(run[1] for run in bare)
    heavy = ours[-1][2]
    print(f"   first paint    {time_ratio:.2f} x  (reach {REACH_TIME})")
    print(f"   memory         {memory_ratio:.2f} x  (reach {REACH_MEMORY})")
    print(f"   heavy modules  {', '.join(heavy) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
