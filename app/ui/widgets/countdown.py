"""Time that runs out, as figures and as a bar."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.ui.widgets.announcement import announce
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import column, lie_flat

_TICK_MS = 250
_SOON_S = 60


class Countdown(QWidget):
    """Counts seconds down; `ended` comes once. The last minute is drawn in `warn` and said once."""

    ended = Signal()

    def __init__(self, label: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._label = label
        self._until = 0.0
        self._whole_s = 1.0
        self._was_soon = False
        self._figures = text_label("", "h2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(label)
        layout = column(6)
        layout.addWidget(text_label(label, "body", "muted"))
        layout.addWidget(self._figures)
        layout.addWidget(self._bar)
        self.setLayout(layout)
        lie_flat(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)

    @property
    def left_s(self) -> int:
        """Whole seconds left."""
        return max(0, math.ceil(self._until - self._monotonic()))

    def start(self, seconds: float, whole_s: float | None = None) -> None:
        """Count down from here; `whole_s` is what the full bar stands for."""
        self._until = self._monotonic() + seconds
        self._whole_s = max(1.0, whole_s or seconds)
        self._was_soon = False
        self._timer.start()
        self.refresh()

    def stop(self) -> None:
        """Stop without ending."""
        self._timer.stop()

    def refresh(self) -> None:
        """Draw what is left now."""
        left = self.left_s
        if not left:
            self._figures.setText(self.tr("Time is up"))
        else:
            self._figures.setText(self.tr("{0}:{1:02d} left").format(left // 60, left % 60))
        set_tone(self._figures, "warn" if left <= _SOON_S else "")
        self._bar.setValue(round(1000 * left / self._whole_s))
        if left <= _SOON_S and not self._was_soon:
            self._was_soon = True
            announce(self, f"{self._label}: {self._figures.text()}")
        if not left and self._timer.isActive():
            self._timer.stop()
            announce(self, f"{self._label}: {self._figures.text()}", is_urgent=True)
            self.ended.emit()
