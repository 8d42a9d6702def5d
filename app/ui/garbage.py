"""Garbage collection on the Qt thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 200
_OLDEST = 2


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
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """Collect the oldest generation whose turn it is, by Python's own thresholds; cheap when there is little."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in range(_OLDEST, -1, -1):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return
