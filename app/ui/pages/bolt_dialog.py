"""Asking before a door is unlocked, and for the code that some locks want for it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.secret_field import SecretField


class BoltDialog(PlainDialog):
    """Names the door; with `needs_pin` a code has to be typed."""

    def __init__(
        self, theme: Theme, parent: QWidget | None, door: str, *, locked: bool, needs_pin: bool
    ) -> None:
        translate = QCoreApplication.translate
        title = translate("BoltDialog", "Unlock {0}?").format(door)
        text = translate("BoltDialog", "Whoever stands at the door can enter then.")
        word = translate("BoltDialog", "Unlock")
        if locked:
            title, text = translate("BoltDialog", "Lock {0}?").format(door), ""
            word = translate("BoltDialog", "Lock")
        super().__init__(theme, parent, title, text, accept=word)
        self.pin = SecretField(
            theme, self.tr("&Code"), helper=self.tr("This lock wants a code to move the bolt.")
        )
        self.pin.setVisible(needs_pin)
        self._needs_pin = needs_pin
        self.body.addWidget(self.pin)
        self.pin.changed.connect(self._check)
        self.pin.submitted.connect(self.accept)
        self._check()
        if needs_pin:
            self.pin.setFocus()

    def take(self) -> Secret[str] | None:
        """The code, removed from the dialog; None when none was asked for."""
        return self.pin.take() if self._needs_pin else None

    def reject(self) -> None:
        """Forget what was typed."""
        self.pin.clear()
        super().reject()

    def _check(self) -> None:
        self.set_acceptable(not self._needs_pin or not self.pin.is_empty)
