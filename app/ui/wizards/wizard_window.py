"""The wizard's frame: title, step bar, one card, Cancel left, Back and Next right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.step_bar import StepBar
from app.ui.wizards.step_widgets import StepWidget


class WizardWindow(QDialog):
    """Draws steps and tells what was pressed; its owner decides what follows and closes it by `finish`.

    `answered` gives a step's `Answer`, or None for a step that has none (Done, Failed). Esc and the window's
    cross mean Cancel; the owner may still go on after asking.
    """

    answered = Signal(object)
    back_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(QSize(480, 520))
        self.resize(820, 640)
        self._title = text_label(title, "h2")
        self._bar = StepBar(theme)
        self._bar.setVisible(False)
        self.messages = MessageStrip(theme)
        self._card = Card(margin_px=0)
        self._step: StepWidget | None = None
        self._area: QWidget | None = None
        self._can_go_back = False
        self._is_busy = False
        self.cancel_button = Button(theme, self.tr("&Cancel"))
        self.back_button = Button(theme, self.tr("&Back"), icon="arrow-left")
        self.next_button = Button(theme, self.tr("&Next"), kind="primary")
        self.next_button.setDefault(True)
        self.cancel_button.clicked.connect(self.cancel_pressed)
        self.back_button.clicked.connect(self.back_pressed)
        self.next_button.clicked.connect(self._on_next_clicked)
        buttons = row(12)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        layout = column(16, 24)
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addWidget(self.messages)
        layout.addWidget(self._card, 1)
        layout.addLayout(buttons)
        self.setLayout(layout)
        self._refresh_buttons()

    @property
    def step(self) -> StepWidget | None:
        """The step that is shown."""
        return self._step

    def set_bar(self, words: Sequence[str], current: int) -> None:
        """Where the wizard stands."""
        self._bar.set_steps(words, current)

    def show_step(self, step: StepWidget, *, can_go_back: bool = False) -> None:
        """Put a step into the card; the one before is disposed of."""
        if self._area is not None:
            self._card.body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._step, self._can_go_back, self._is_busy = step, can_go_back, False
        step.setContentsMargins(24, 16, 24, 16)
        area = scrolled(step)
        self._area = area
        self._card.body.addWidget(area)
        area.show()  # a layout shows what it gets only in the loop's next turn
        step.ready_changed.connect(self._refresh_buttons)
        step.answered.connect(self.answered)
        step.arrange(self.width() - 96)
        self._refresh_buttons()
        focus = step.first_focus()
        if focus is not None:
            focus.setFocus()
        elif self.next_button.isEnabled():
            self.next_button.setFocus()
        else:
            self.cancel_button.setFocus()

    def set_busy(self, is_busy: bool) -> None:  # a plain setter, like setEnabled
        """While work goes on neither Next nor Back can be pressed; Cancel always can."""
        self._is_busy = is_busy
        self._refresh_buttons()

    def finish(self, is_done: bool) -> None:  # a plain end, like done(int)
        """Close the wizard."""
        self.done(int(QDialog.DialogCode.Accepted if is_done else QDialog.DialogCode.Rejected))

    def _refresh_buttons(self) -> None:
        step = self._step
        word = step.next_word if step is not None else ""
        self.next_button.setVisible(bool(word))
        self.next_button.setText(word)
        stop = step.cancel_word if step is not None else self.tr("&Cancel")
        self.cancel_button.setVisible(bool(stop))
        self.cancel_button.setText(stop)
        self.next_button.setEnabled(not self._is_busy and step is not None and step.is_ready)
        self.back_button.setVisible(self._can_go_back)
        self.back_button.setEnabled(not self._is_busy)

    def _on_next_clicked(self) -> None:
        step = self._step
        if step is None or not step.is_ready or self._is_busy:
            return
        given = step.answer()
        if given is not None or not step.needs_answer:
            self.answered.emit(given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_pressed.emit()
            return
        focus = self.focusWidget()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and isinstance(focus, Button) and focus.isEnabled():
            focus.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.cancel_pressed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._step is not None:
            self._step.arrange(self.width() - 96)
