"""Work that goes on: what, how far, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.spinner import Spinner


class BusyStrip(QFrame):
    """A strip that is hidden while nothing goes on. `cancel_pressed` comes once a run."""

    cancel_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._text = text_label("", "strong", "on_tint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = Button(theme, self.tr("Stop"), icon="x")
        self._cancel.clicked.connect(self._on_cancel_clicked)
        words = column(8)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        line = row(12, 12)
        line.addWidget(Spinner(theme))
        line.addLayout(words, 1)
        line.addWidget(self._cancel)
        self.setLayout(line)
        self.setVisible(False)

    def show_busy(
        self, text: str, *, done: int | None = None, total: int | None = None, can_stop: bool = True
    ) -> None:
        """Say what goes on; with `done` of `total` the bar shows how far."""
        is_new = self.isHidden() or self._text.text() != text
        self._text.setText(text)
        has_total = done is not None and total is not None
        self._bar.setVisible(has_total)
        if done is not None and total is not None:
            self._bar.setRange(0, max(1, total))
            self._bar.setValue(done)
        if self.isHidden():
            self._cancel.setEnabled(True)
        self._cancel.setVisible(can_stop)
        self.setVisible(True)
        if is_new:
            announce(self, text)

    def show_stopping(self) -> None:
        """Somebody asked for the end, here or elsewhere."""
        self._cancel.setEnabled(False)
        words = self.tr("Stopping after this step …")
        if self._text.text() != words:
            self._text.setText(words)
            announce(self, words)

    def show_idle(self) -> None:
        """Nothing goes on any more."""
        self.setVisible(False)

    def _on_cancel_clicked(self) -> None:
        self.show_stopping()
        self.cancel_pressed.emit()
