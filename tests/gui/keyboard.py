"""Keys with a time each, as a window system sends them; QTest's come without one."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

PERSON_MS, SCANNER_MS = 90, 4
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Presses keys in what has the focus; `now_ms` goes on with each."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.now_ms = 10_000

    def type_text(self, text: str, gap_ms: int = PERSON_MS) -> None:
        """One key after the other."""
        for character in text:
            shift = Qt.KeyboardModifier.ShiftModifier if character.isupper() else NO_MODIFIER
            if character.isupper():
                self.press(Qt.Key.Key_Shift, shift, gap_ms=1)
            self.press(ord(character.upper()), shift, character, gap_ms)

    def scan(self, text: str, end: Qt.Key = Qt.Key.Key_Return, gap_ms: int = SCANNER_MS) -> None:
        """What a USB scanner types."""
        self.now_ms += 1_000
        self.type_text(text, gap_ms)
        self.press(end, gap_ms=gap_ms)

    def press(
        self,
        key: int,
        modifiers: Qt.KeyboardModifier = NO_MODIFIER,
        text: str = "",
        gap_ms: int = PERSON_MS,
        *,
        is_repeat: bool = False,
    ) -> None:
        """One key down and up."""
        self.now_ms += gap_ms
        if not text and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            text = "\r"
        elif not text and key == Qt.Key.Key_Tab:
            text = "\t"
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for kind in kinds[: 2 if is_repeat else 3]:
            event = QKeyEvent(kind, int(key), modifiers, text, is_repeat)
            event.setTimestamp(self.now_ms)
            target = QApplication.focusWidget() or self._window
            QApplication.sendEvent(target, event)
