"""Garbage collection on the Qt thread only."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 50
_OLDEST = 2
_REST = 500
"""Looking through everything stops the window; so many times as long as it took none follows."""
_RUSH, _MOST_YOUNG, _CALM = 5_000, 2_000_000, 40
"""While more objects than that are made between two looks, as when thousands of rows are read, and some looks longer, nothing is looked
through: the window would stand still for it again and again. Up to so many objects."""


class QtThreadGarbage(QObject):
    """Looks for cyclic garbage here, where widgets may be destroyed, and nowhere else; lives as long as its parent.

    WORKAROUND: Python collects in whichever thread happens to allocate, and a Qt object that the project file's worker thread finds
    unused is destroyed there: "Timers cannot be stopped from another thread", then a crash (Qt documentation, "Threads and QObjects":
    a QObject is to be deleted in the thread that it lives in).
    """

    def __init__(self, parent: QObject | None = None, *, interval_ms: int = _INTERVAL_MS) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._collect_due)
        self._timer.start()
        self._not_before = 0.0
        self._young = self._calm = 0

    def _collect_due(self) -> None:
        young = gc.get_count()[0]
        self._calm = 0 if young - self._young > _RUSH else self._calm + 1
        self._young = young
        if _RUSH < young < _MOST_YOUNG and self._calm < _CALM:
            return
        begun = time.monotonic()
        if collect_due(_OLDEST if begun >= self._not_before else _OLDEST - 1) == _OLDEST:
            ended = time.monotonic()
            self._not_before = ended + _REST * (ended - begun)
        self._young = gc.get_count()[0]


def collect_due(oldest: int = _OLDEST) -> int | None:
    """Collect the oldest generation whose turn it is, by Python's own thresholds; cheap when there is little. Which one it was."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in range(oldest, -1, -1):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return generation
    return None
