"""Entering a secret: hidden at first, without traces in undo, drag or context menu."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.secret import Secret
from app.texts.harmless import unmarked
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import restyle, text_label
from app.ui.widgets.layouts import column, lie_flat, row


class _SecretLine(QLineEdit):
    caps_lock_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def event(self, event: QEvent) -> bool:
        # Undo would bring back a secret that was cleared; the override comes before the shortcut.
        if event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress} and isinstance(
            event, QKeyEvent
        ):
            undoing = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(key) for key in undoing):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) == 1 and typed.isalpha() and typed.lower() != typed.upper():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            # Qt does not tell the state of Caps Lock; an upper-case letter without Shift does.
            self.caps_lock_seen.emit(typed.isupper() != has_shift)
        super().keyPressEvent(event)


class SecretField(QWidget):
    """A labelled line for a passphrase or a PIN with a Show button. The text leaves only as `Secret`."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, theme: Theme, label: str, *, helper: str = "") -> None:
        super().__init__()
        self._line = _SecretLine()
        self._helper = helper
        caption = text_label(unmarked(label), "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(self._line)
        self._line.setAccessibleName(label.replace("&", ""))
        self._toggle = Button(theme, self.tr("Show"), icon="eye")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggle_toggled)
        self._note = text_label(helper, "small", "muted")
        self._note.setVisible(bool(helper))
        line = row(8)
        line.addWidget(self._line, 1)
        line.addWidget(self._toggle)
        layout = column(6)
        layout.addWidget(caption)
        layout.addLayout(line)
        layout.addWidget(self._note)
        self.setLayout(layout)
        lie_flat(self)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self._on_line_changed)
        self._line.returnPressed.connect(self.submitted)
        self._line.caps_lock_seen.connect(self._on_caps_lock_seen)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not self._line.text()

    def secret(self) -> Secret[str]:
        """What was entered, left in place."""
        return Secret(self._line.text())

    def take(self) -> Secret[str]:
        """What was entered, removed from the field and from its undo history."""
        given = self.secret()
        self.clear()
        return given

    def matches(self, other: "SecretField") -> bool:
        """Whether both fields hold the same."""
        return self.secret() == other.secret()

    def clear(self) -> None:
        """Forget what was entered and hide the field's text again."""
        self._toggle.setChecked(False)
        self._line.setText("")  # setText, unlike clear, also empties the undo history

    def set_error(self, text: str) -> None:
        """Say below the field what is wrong; an empty text takes it away."""
        self._say(text or self._helper, "bad" if text else "muted")
        self._line.setProperty("state", "bad" if text else "")
        restyle(self._line)

    def _say(self, text: str, tone: str) -> None:
        self._note.setText(text)
        self._note.setProperty("tone", tone)
        restyle(self._note)
        self._note.setVisible(bool(text))
        self._line.setAccessibleDescription(text)

    def _on_toggle_toggled(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        self._toggle.setText(self.tr("Hide") if is_shown else self.tr("Show"))
        self._toggle.set_icon_name("eye-off" if is_shown else "eye")

    def _on_line_changed(self) -> None:
        if self._line.property("state") == "bad":
            self.set_error("")
        self.changed.emit()

    def _on_caps_lock_seen(self, is_on: bool) -> None:
        self._say(
            self.tr("Caps Lock is on.") if is_on else self._helper, "warn" if is_on else "muted"
        )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._toggle.setChecked(False)
