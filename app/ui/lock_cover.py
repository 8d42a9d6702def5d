"""The cover over a project that locks itself: nothing of it is seen or reached, by eye, ear or key."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row

_WIDEST_PX = 520


class LockCover(QWidget):
    """Takes the place of everything in the window, and hides open dialogs. `stop_wanted`: somebody does not want to wait for the work."""

    stop_wanted = Signal()

    def __init__(self, theme: Theme, window: MainWindow, sentence: str, waiting: str) -> None:
        super().__init__(window)
        self._hidden = [
            child
            for child in window.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if child is not self and not child.isWindow() and not child.isHidden()
        ]
        self._dialogs = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, QDialog) and widget.isVisible()
        ]
        # Dialogs first: the window below a modal one takes no focus.
        for widget in (*self._dialogs, *self._hidden):
            widget.hide()
        self.setAccessibleName(sentence)
        self.stop = Button(theme, self.tr("&Stop after the current step"))
        self.stop.clicked.connect(self._on_stop_clicked)
        self._waiting = text_label(waiting, "body", "muted")
        words = column(12)
        words.addWidget(IconLabel(theme, "lock", "primary", theme.tokens.icon.status))
        words.addWidget(text_label(sentence, "h2"))
        words.addWidget(self._waiting)
        line = row(0)
        line.addWidget(self.stop)
        line.addStretch(1)
        words.addLayout(line)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST_PX)
        inner.setLayout(words)
        middle = row(0, 24)
        middle.addStretch(1)
        middle.addWidget(inner, 100)
        middle.addStretch(1)
        outer = column(0)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.setLayout(outer)
        self._window = window
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.set_waiting(False)

    def set_waiting(self, is_waiting: bool) -> None:  # a plain setter, like setEnabled
        """Whether work on locks is waited for."""
        self._waiting.setVisible(is_waiting)
        self.stop.setVisible(is_waiting)
        if is_waiting:
            self.stop.setFocus()

    def drop_dialogs(self) -> None:
        """Close the dialogs that were open, as Esc would: the work that they belonged to has ended."""
        for dialog in self._dialogs:
            dialog.reject()

    def lift(self) -> None:
        """Show the window again."""
        for widget in self._hidden:
            widget.show()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

    def _on_stop_clicked(self) -> None:
        self.stop.setEnabled(False)
        self.stop_wanted.emit()
