"""Taking a lock out of the project: how, what each way means, and how it went."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.choices import RadioChoice
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.lock_detail import LockDetail
from app.viewmodels.take_out import TakeOutResult, TakeOutViewModel, TakeOutWay


class TakeOutDialog(PlainDialog):
    """Asks how, shows the work, and says the result. `begin` starts the work at the door that was chosen."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: TakeOutViewModel,
        detail: LockDetail,
        begin: Callable[[TakeOutWay], None],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("TakeOutDialog", "Take the lock out of {0}?").format(detail.label),
            accept=translate("TakeOutDialog", "Take out"),
            is_destructive=True,
        )
        self._model, self._begin = model, begin
        self._is_running = self._is_over = False
        self.way = RadioChoice(
            theme,
            self.tr("How the lock is taken out"),
            [
                (TakeOutWay.PROVEN, self.tr("Take our codes off it first, with proof")),
                (TakeOutWay.KEEP_CODES, self.tr("Leave the codes on it")),
                (TakeOutWay.FORGET, self.tr("Forget it without asking it")),
            ],
            TakeOutWay.PROVEN,
        )
        self._meaning: QLabel = text_label("", "body", "muted")
        self._codes = len(detail.entries)
        self._foreign = len(detail.foreign)
        self.busy = BusyStrip(theme)
        self.outcome = MessageStrip(theme)
        for widget in (self.way, self._meaning, self.busy, self.outcome):
            self.body.addWidget(widget)
        self.setMinimumWidth(520)
        self.way.chosen.connect(lambda _key: self._show_meaning())
        self.busy.cancel_pressed.connect(model.stop)
        model.progressed.connect(self._on_model_progressed)
        model.finished.connect(self._on_model_finished)
        self._show_meaning()

    @property
    def meaning(self) -> str:
        """What the chosen way means, as it is shown."""
        return self._meaning.text()

    def _show_meaning(self) -> None:
        words = {
            TakeOutWay.PROVEN: self.tr(
                "Our codes here ({0}) are cleared and read back as gone, then our pairing on the lock is ended. If one is not proven gone, the lock stays in the project."
            ).format(self._codes),
            TakeOutWay.KEEP_CODES: self.tr(
                "Our pairing on the lock is ended. Our codes here ({0}) go on opening the door; they stay listed as unknown under the retired lock."
            ).format(self._codes),
            TakeOutWay.FORGET: self.tr(
                "For a lock that is broken, lost or reset. Nothing is sent to it, so it may still hold our codes ({0}) and believe that it is ours."
            ).format(self._codes),
        }[TakeOutWay(self.way.key)]
        if self._foreign:
            stay = self.tr("Foreign entries stay on the lock: {0}.").format(self._foreign)
            words = f"{words} {stay}"
        self._meaning.setText(words)
        is_risky = self.way.key != TakeOutWay.PROVEN
        set_tone(self._meaning, "warn" if is_risky else "muted")
        self.way.setAccessibleDescription(words)
        announce(self, words)

    def accept(self) -> None:
        """Begin; at the end, close."""
        if self._is_over:
            super().accept()
            return
        if self._is_running:
            return
        self._is_running = True
        self.way.setEnabled(False)
        self.outcome.close_message()
        self.set_acceptable(False)
        self.reject_button.setEnabled(False)
        way = TakeOutWay(self.way.key)
        words = self.tr("Taking the lock out …")
        self.busy.show_busy(words, can_stop=way is TakeOutWay.PROVEN)
        self._begin(way)

    def reject(self) -> None:
        """Not while the lock is being worked on: its Stop ends that."""
        if not self._is_running:
            super().reject()

    def done(self, code: int) -> None:
        """Let go of the view-model."""
        self._model.progressed.disconnect(self._on_model_progressed)
        self._model.finished.disconnect(self._on_model_finished)
        super().done(code)

    def _on_model_progressed(self, done: int, total: int) -> None:
        if self._is_running:
            self.busy.show_busy(self.tr("Taking our codes off …"), done=done, total=total)

    def _on_model_finished(self, result: TakeOutResult) -> None:
        self._is_running = False
        self.busy.show_idle()
        tone = "ok" if result.is_proven else "warn" if result.is_out else "bad"
        # An action-less good message would go away by itself; the result is to be read.
        self.outcome.show_message(" ".join(result.sentences), tone)
        if result.is_out:
            self._is_over = True
            self.way.setVisible(False)
            self._meaning.setVisible(False)
            self.reject_button.setVisible(False)
            self.accept_button.setText(self.tr("Close"))
            self.accept_button.set_kind("primary")
            self.set_acceptable(True)
            self.accept_button.setFocus()
            return
        self.way.setEnabled(True)
        self.reject_button.setEnabled(True)
        self.set_acceptable(True)
        self.reject_button.setFocus()
