"""When an open project locks itself: nobody works here, the computer slept, or somebody else may be looking."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.settings import LOCK_AFTER_MINUTES, Settings
from app.services.lock_work import Waking

LOOK_EVERY_MS = 5_000
GAP_S = 60.0


class SelfLockViewModel(QObject):
    """Watches while a project is open. `due` carries a reason: `idle`, `slept` or `away`, once until `begin` is called again.

    Where the monotonic clock goes on during sleep (Windows), the gap between two looks tells it.
    """

    due = Signal(str)

    def __init__(
        self,
        settings: Settings,
        wall_s: Callable[[], float],
        monotonic_s: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._monotonic_s = monotonic_s
        self._waking = Waking(wall_s, monotonic_s)
        self._active_at_s = self._looked_at_s = monotonic_s()
        self._is_watching = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def minutes(self) -> int:
        """After how many idle minutes it locks; 0 is never."""
        return self._settings.get(LOCK_AFTER_MINUTES)

    @property
    def is_watching(self) -> bool:
        """Whether a project is watched over."""
        return self._is_watching

    def begin(self) -> None:
        """A project was opened."""
        self._waking.has_slept()
        self._active_at_s = self._looked_at_s = self._monotonic_s()
        self._is_watching = True
        self._timer.start()

    def end(self) -> None:
        """No project is open any more, or it is being locked; safe twice."""
        self._is_watching = False
        self._timer.stop()

    def note_activity(self) -> None:
        """Somebody typed or pointed; what should have locked before that still does."""
        if self._is_watching:
            self.look()
            self._active_at_s = self._monotonic_s()

    def leave(self) -> None:
        """The system said that the screen was locked, that another user took over, or that the computer goes to sleep."""
        self._tell("away")

    def look(self) -> None:
        """Lock when it is time."""
        now_s = self._monotonic_s()
        gap_s, self._looked_at_s = now_s - self._looked_at_s, now_s
        minutes = self.minutes
        if self._waking.has_slept() or gap_s > GAP_S:
            self._tell("slept")
        elif minutes and now_s - self._active_at_s >= 60 * minutes:
            self._tell("idle")

    def _tell(self, reason: str) -> None:
        if self._is_watching:
            self.end()
            self.due.emit(reason)
