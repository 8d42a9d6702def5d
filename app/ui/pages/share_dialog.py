"""Letting another home app in: who is on the lock, then QR code, digits and the time that is left."""

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.countdown import Countdown
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.form import Field
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.qr_view import QrWidget
from app.viewmodels.share import ShareViewModel, WindowItem, qr_modules


class ShareDialog(PlainDialog):
    """Asks for how long, then shows the codes until the window closes. Closing the dialog takes the codes off the screen."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: ShareViewModel,
        clipboard: SecretClipboard,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("ShareDialog", "Share {0} with another home app").format(model.door),
            translate(
                "ShareDialog",
                "The other app becomes able to lock, unlock and write codes. It stays so until it is removed on the lock.",
            ),
            accept=translate("ShareDialog", "Open the window"),
            reject=translate("ShareDialog", "Close"),
        )
        self._model, self._clipboard = model, clipboard
        self._digits: Secret[str] | None = None
        low, usual, high = model.minutes
        self.minutes = NumberBox(
            theme, self.tr("Minutes"), low=low, high=high, unit=self.tr("minutes")
        )
        self.minutes.setValue(usual)
        self._minutes_field = Field(
            self.tr("&How long the other app may join"),
            self.minutes,
            helper=self.tr("{0} to {1} minutes").format(low, high),
        )
        self.fabrics = text_label("", "body")
        self.busy = BusyStrip(theme)
        self.messages = MessageStrip(theme)
        self.qr = QrWidget(self.tr("QR code for the other app"), side_px=216)
        self.digits = text_label("", "h2", wrap=False)
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.countdown = Countdown(self.tr("The window closes in"))
        self.copy = Button(theme, self.tr("&Copy digits"), icon="copy")
        self._copied = text_label("", "small", "muted")
        self._build()
        self.copy.clicked.connect(self._on_copy_clicked)
        self.countdown.ended.connect(self._on_countdown_ended)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(300)
        self._slow.timeout.connect(self._show_busy)
        model.fabrics_changed.connect(self._show_fabrics)
        model.window_opened.connect(self._on_model_window_opened)
        model.failed.connect(self._on_model_failed)
        model.busy_changed.connect(self._on_model_busy_changed)
        self._show_fabrics()
        self._on_model_busy_changed(model.is_busy)

    def _build(self) -> None:
        facts = column(10)
        digits_box = column(6)
        digits_box.addWidget(text_label(self.tr("Or type these digits in the other app"), "small"))
        digits_box.addWidget(self.digits)
        facts.addLayout(digits_box)
        copy = FlowLayout(8)
        copy.addWidget(self.copy)
        facts.addWidget(boxed(copy))
        facts.addWidget(self._copied)
        facts.addWidget(self.countdown)
        facts.addStretch(1)
        codes = row(24)
        codes.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        codes.addWidget(boxed(facts), 1)
        self._window = boxed(codes)
        self._window.setVisible(False)
        self._copied.setVisible(False)
        self.body.addWidget(text_label(self.tr("Who can operate this lock"), "strong"))
        self.body.addWidget(self.fabrics)
        self.body.addWidget(self._minutes_field)
        self.body.addWidget(self._window)
        self.body.addWidget(self.busy)
        self.body.addWidget(self.messages)
        self.setMinimumWidth(540)

    def accept(self) -> None:
        """Open the window on the lock; the dialog stays."""
        if not self.accept_button.isEnabled():
            return
        self.messages.close_message()
        self.set_acceptable(False)
        self._model.open_window(self.minutes.value())

    def done(self, code: int) -> None:
        """Take the codes off the screen and let go of the view-model."""
        self._forget()
        model = self._model
        model.fabrics_changed.disconnect(self._show_fabrics)
        model.window_opened.disconnect(self._on_model_window_opened)
        model.failed.disconnect(self._on_model_failed)
        model.busy_changed.disconnect(self._on_model_busy_changed)
        super().done(code)

    def _forget(self) -> None:
        self.countdown.stop()
        self._digits = None
        self.digits.setText("")
        self.qr.set_matrix(())
        self._window.setVisible(False)

    def _show_fabrics(self) -> None:
        fabrics = self._model.fabrics
        if fabrics is None:
            self.fabrics.setText(self.tr("The lock is being asked …"))
            return
        lines = [
            f"{fabric.name} ({fabric.note})" if fabric.note else fabric.name for fabric in fabrics
        ]
        self.fabrics.setText("\n".join(f"• {line}" for line in lines) or self.tr("Nobody said."))

    def _on_model_window_opened(self, window: WindowItem) -> None:
        self._digits = window.digits
        self.qr.set_matrix(qr_modules(window.qr))
        self.digits.setText(window.digits.reveal())
        self.countdown.start(window.seconds_left, window.whole_s)
        self._minutes_field.setVisible(False)
        self._window.setVisible(True)
        self.accept_button.setVisible(False)
        self.reject_button.setFocus()
        announce(self, self.tr("The window is open. QR code and digits are shown."))
        self.adjustSize()

    def _on_countdown_ended(self) -> None:
        self._forget()
        self._minutes_field.setVisible(True)
        self.accept_button.setVisible(True)
        self.set_acceptable(True)
        words = self.tr("The window has closed. Open it again if the other app has not joined.")
        self.messages.show_message(words, "info")
        self._model.load()

    def _on_model_failed(self, sentence: str) -> None:
        if self._model.fabrics is None:
            self.fabrics.setText(self.tr("The lock did not say."))
        self.messages.show_message(sentence, "bad")
        self.set_acceptable(True)

    def _on_model_busy_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.busy.show_idle()
            self.set_acceptable(True)

    def _show_busy(self) -> None:
        self.busy.show_busy(self.tr("Talking to the lock …"), can_stop=False)

    def _on_copy_clicked(self) -> None:
        if self._digits is None:
            return
        self._clipboard.copy(Secret(self._digits.reveal().replace("-", "")))
        self._copied.setText(self.tr("Copied. The clipboard is emptied after 20 seconds."))
        self._copied.setVisible(True)
        announce(self, self._copied.text())
