"""A code that stays masked until somebody asks for it, and masks itself again."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column

MASK_AFTER_MS = 20_000
_MASK = "••••••"  # always six: the length of a code is part of the secret


class CodeReveal(QWidget):
    """Kind and label, the masked code, Reveal and Copy.

    The owner answers `reveal_requested` and `copy_requested` (after asking the person, if it must) with
    `reveal(secret)` and `copy(secret)`. What is revealed is masked after as long
    as the clipboard keeps a secret, unless `mask_after_ms` says another time, and when the widget is hidden. `wraps` is for texts longer
    than a PIN: they are shown smaller and may take several lines, broken at zero-width spaces.
    """

    reveal_requested = Signal()
    copy_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        clipboard: SecretClipboard,
        label: str,
        *,
        mask_after_ms: int | None = None,
        wraps: bool = False,
    ) -> None:
        super().__init__()
        self._clipboard, self._mask_after_ms = clipboard, mask_after_ms
        self._label_text = label
        self._is_revealed = False
        self._code = text_label(_MASK, "title" if wraps else "h2", wrap=wraps)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._toggle = Button(theme, self.tr("Reveal"), icon="eye")
        self._copy = Button(theme, self.tr("Copy"), icon="copy")
        self._note = text_label("", "small", "muted")
        self._note.setVisible(False)
        self._toggle.clicked.connect(self._on_toggle_clicked)
        self._copy.clicked.connect(self.copy_requested)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide_code)
        buttons = FlowLayout(8)
        buttons.addWidget(self._toggle)
        buttons.addWidget(self._copy)
        layout = column(6)
        self._caption = text_label(label, "body", "muted")
        layout.addWidget(self._caption)
        layout.addWidget(self._code)
        layout.addWidget(boxed(buttons))
        layout.addWidget(self._note)
        self.setLayout(layout)
        self._name_buttons()

    @property
    def is_revealed(self) -> bool:
        """Whether the code can be read now."""
        return self._is_revealed

    def set_label(self, label: str) -> None:
        """Stand for another code, masked."""
        self._label_text = label
        self._caption.setText(label)
        self.hide_code()

    def reveal(self, code: Secret[str]) -> None:
        """Show the code for a while."""
        self._is_revealed = True
        self._code.setText(code.reveal())
        self._toggle.setText(self.tr("Hide"))
        self._toggle.set_icon_name("eye-off")
        self._name_buttons()
        keep_ms = self._clipboard.keep_ms
        self._timer.start(keep_ms if self._mask_after_ms is None else self._mask_after_ms)

    def copy(self, code: Secret[str]) -> None:
        """Put the code on the clipboard for a while and say so."""
        self._clipboard.copy(code)
        words = self.tr("Copied. The clipboard is emptied after {0} seconds.")
        self._note.setText(words.format(self._clipboard.keep_ms // 1000))
        self._note.setVisible(True)
        announce(self, self._note.text())

    def hide_code(self) -> None:
        """Hide the code again; safe twice."""
        self._timer.stop()
        self._is_revealed = False
        self._code.setText(_MASK)
        self._toggle.setText(self.tr("Reveal"))
        self._toggle.set_icon_name("eye")
        self._note.setVisible(False)
        self._name_buttons()

    def _name_buttons(self) -> None:
        hidden = self.tr("{0}, hidden").format(self._label_text)
        self._code.setAccessibleName("" if self._is_revealed else hidden)
        for button in (self._toggle, self._copy):
            button.setAccessibleName(f"{button.text()}: {self._label_text}")

    def _on_toggle_clicked(self) -> None:
        if self._is_revealed:
            self.hide_code()
        else:
            self.reveal_requested.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hide_code()
