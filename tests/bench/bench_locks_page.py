"""The Locks page with 10,000 doors: filter per key press (reach < 15 ms), scroll repaint p99 (reach < 16 ms).

The figures are wall time on the window's thread without a display. A repaint draws the whole list pane into a picture of its size.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from app.core.paths import resources_dir
from app.domain.slot_record import ProofLevel
from app.ui.application import build_application
from app.ui.pages.door_list import DoorList
from app.ui.theme import Scheme, Theme
from app.ui.widgets.row_list import RowList
from app.viewmodels.locks import DoorItem, door_item

DOORS = 10_000
FILTER_LIMIT_MS, SCROLL_LIMIT_MS = 15.0, 16.0
WORDS = ("wohnung 99", "haus 17 flur", "practice-0042", "zzz", "e")
ROUNDS = 6


def items() -> list[DoorItem]:
    """Doors in every state, with names as long as they are in practice."""
    levels = tuple(ProofLevel)
    return [
        door_item(
            door_id=f"{number:08x}",
            door=f"Wohnung {number // 4}.{number % 4:02} Flur",
            site=f"Hofgarten, Haus {number % 97}",
            has_lock=number % 11 != 0,
            serial=f"PRACTICE-{number:05}",
            battery_percent=(number * 7) % 101,
            levels={levels[number % len(levels)]: 1 + number % 3},
            foreign=number % 13 == 0,
        )
        for number in range(DOORS)
    ]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def press_keys(page: DoorList) -> dict[tuple[str, int], list[float]]:
    """Type the words letter by letter and take them away again, each with the repaint that follows; the times of every key press."""
    field = page.findChildren(QLineEdit)[0]
    rows = page.findChildren(RowList)[0]
    times: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for word in WORDS:
            lengths = [*range(1, len(word) + 1), *range(len(word) - 1, -1, -1)]
            for press, length in enumerate(lengths):
                took = timed(lambda text=word[:length]: (field.setText(text), repaint(rows)))
                times.setdefault((word, press), []).append(took)
    return times


def repaint(widget: QWidget) -> None:
    """Draw the widget as its window would."""
    widget.grab()


def scroll(page: DoorList, rounds: int) -> dict[int, list[float]]:
    """Scroll by uneven steps through the whole list; every step draws every row that is seen."""
    rows = page.findChildren(RowList)[0]
    bar = rows.verticalScrollBar()
    step = max(1, bar.maximum() // 400)
    times: dict[int, list[float]] = {}
    for _ in range(rounds):
        for value in range(0, bar.maximum(), step):
            took = timed(lambda at=value: (bar.setValue(at), repaint(rows)))
            times.setdefault(value, []).append(took)
    return times


def p99(times: list[float]) -> float:
    """The time that 99 of 100 stay below."""
    return sorted(times)[int(len(times) * 0.99)]


def main() -> int:
    """Print every figure; 1 when one is over the limit."""
    application = build_application(["bench"])
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    page = DoorList(theme)
    page.resize(QSize(380, 860))
    layout = page.layout()
    assert layout is not None
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # else Qt writes to our output
    page.show()
    rows = items()
    fill_ms = timed(lambda: (page.set_items(rows), repaint(page)))
    page.findChildren(RowList)[0].doItemsLayout()
    scroll(page, 1)  # glyphs and icons are drawn once
    scrolls = scroll(page, ROUNDS // 2)
    presses = press_keys(page)
    keys = [took for times in presses.values() for took in times]
    steps = [took for times in scrolls.values() for took in times]
    # What other programs take from a key press or a step comes and goes; what it takes itself stays.
    slowest_key = max(min(times) for times in presses.values())
    scroll_p99 = p99([min(times) for times in scrolls.values()])
    print(f"locks page, {DOORS} doors, filled in  {fill_ms:6.1f} ms")
    print(
        f"locks page, filter per key press   {statistics.median(keys):6.2f} ms median, "
        f"{slowest_key:.2f} slowest key, {p99(keys):.2f} p99 of all"
    )
    print(
        f"locks page, scroll repaint         {statistics.median(steps):6.2f} ms median, "
        f"{scroll_p99:.2f} p99, {p99(steps):.2f} p99 of all"
    )
    print(f"locks page, slowest key = {slowest_key / FILTER_LIMIT_MS:.2f} x the reach of 15 ms")
    print(f"locks page, scroll p99  = {scroll_p99 / SCROLL_LIMIT_MS:.2f} x the reach of 16 ms")
    return int(slowest_key >= FILTER_LIMIT_MS or scroll_p99 >= SCROLL_LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
