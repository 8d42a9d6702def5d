"""Doing something once after a burst of reasons for it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer


class Later:
    """Runs `work` so many ms after it was first asked for; apply commits several changes for each step."""

    def __init__(self, work: Callable[[], None], wait_ms: int) -> None:
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(wait_ms)
        self._timer.timeout.connect(work)

    def ask(self) -> None:
        """Run soon, unless it is going to anyway: a burst without an end must not keep it from running."""
        if not self._timer.isActive():
            self._timer.start()

    def drop(self) -> None:
        """Do not run any more; safe twice."""
        self._timer.stop()
