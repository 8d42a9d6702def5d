"""Text of several lines, of a length that the window can bear."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from app.ui.widgets.announcement import announce

LONGEST_NOTE = 2000
NOTE_PX = 96


class NoteEdit(QPlainTextEdit):
    """A note. A paste or drop that would make it longer than `longest` is refused whole, and `refused` carries the sentence.

    `left` says that the focus went elsewhere. Tab leads on.
    """

    left = Signal()
    refused = Signal(str)

    def __init__(
        self, text: str = "", *, longest: int = LONGEST_NOTE, height_px: int = NOTE_PX
    ) -> None:
        super().__init__(text)
        self._longest = longest
        self.setTabChangesFocus(True)
        self.setFixedHeight(height_px)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Qt lays one long line out in a time that grows with its square: 200,000 characters take seconds.
        chosen = self.textCursor()
        stays = self.document().characterCount() - 1
        stays -= chosen.selectionEnd() - chosen.selectionStart()
        if source.hasText() and stays + len(source.text()) > self._longest:
            words = self.tr("That is too long: here is room for {0} characters. Nothing was added.")
            sentence = words.format(self._longest)
            self.refused.emit(sentence)
            announce(self, sentence)
            return
        super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
