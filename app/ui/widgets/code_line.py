"""The line that groups a setup code while it is typed, and underlines where to look."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit

from app.core.secret import Secret
from app.ui.theme import Theme
from app.viewmodels.code_typing import MAX_TYPED, SEPARATOR, Typing, edit, start_typing

_MOST_STEPS_BACK = 200


class CodeLine(QLineEdit):
    """Shows what `code_typing.edit` makes of each edit; its own undo goes back edit by edit.

    `typing_changed` comes after every change, `too_long` when a text was refused as a whole.
    """

    typing_changed = Signal()
    too_long = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._typing = start_typing()
        self._before: list[Typing] = []
        self._after: list[Typing] = []
        self._marks: Sequence[tuple[int, int]] = ()
        self._is_composing = False
        self._was_cut = False
        self.setMaxLength(MAX_TYPED)
        self.setAcceptDrops(False)  # what is dropped goes to the page, which knows pictures too
        self.setDragEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.textEdited.connect(self._on_text_edited)
        self.inputRejected.connect(self._on_input_rejected)
        theme.changed.connect(self._draw_marks)

    @property
    def typing(self) -> Typing:
        """What stands in the line."""
        return self._typing

    @property
    def code(self) -> Secret[str]:
        """The text without blanks around it."""
        return Secret(self._typing.text.reveal().strip())

    def begin_with(self, text: Secret[str]) -> None:
        """Show a text; nothing before it can be brought back."""
        self.put_back(start_typing(text.reveal()), ())

    @property
    def steps_back(self) -> tuple[Typing, ...]:
        """What undo can bring back, oldest first."""
        return tuple(self._before)

    def put_back(self, typing: Typing, steps_back: Sequence[Typing]) -> None:
        """Show what stood here before, with what undo could bring back then; redo brings back nothing."""
        self._before, self._after = list(steps_back), []
        self._show(typing)

    @property
    def marks(self) -> Sequence[tuple[int, int]]:
        """The places that are underlined."""
        return self._marks

    def mark(self, places: Sequence[tuple[int, int]]) -> None:
        """Underline these places (start, length)."""
        self._marks = tuple(places)
        self._draw_marks()

    def select_mark(self) -> None:
        """Select the first place that is underlined, unless that is everything: typing then replaces it."""
        if len(self._marks) == 1:
            self.setSelection(*self._marks[0])

    def step_back(self) -> None:
        """Undo one edit."""
        if self._before:
            self._after.append(self._typing)
            self._show(self._before.pop())

    def step_forward(self) -> None:
        """Redo one edit."""
        if self._after:
            self._before.append(self._typing)
            self._show(self._after.pop())

    def _on_text_edited(self, text: str) -> None:
        if self._was_cut and len(text) >= MAX_TYPED:
            # Half a text would look like a whole one.
            self._was_cut = False
            self._show(self._typing)
            self.too_long.emit()
            return
        after = edit(self._typing, text, self.cursorPosition())
        if after.text != self._typing.text:
            self._before = [*self._before[1 - _MOST_STEPS_BACK :], self._typing]
            self._after = []
        self._show(after)

    def _on_input_rejected(self) -> None:
        self._was_cut = True

    def _show(self, typing: Typing) -> None:
        self._typing = typing
        if self.text() != typing.text.reveal():
            self.setText(typing.text.reveal())
        self.setCursorPosition(typing.cursor)
        self._marks = ()
        self._draw_marks()
        self.typing_changed.emit()

    def _draw_marks(self) -> None:
        """Format the text from outside: an input method's event without a text changes its look alone."""
        if self._is_composing:
            return
        look = QTextCharFormat()
        look.setFontUnderline(True)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._theme.color("bad"))
        look.setForeground(self._theme.color("bad"))
        kind = QInputMethodEvent.AttributeType.TextFormat
        cursor = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(kind, start - cursor, length, look)
            for start, length in self._marks
        ]
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def _step_over_separator(self, event: QKeyEvent) -> None:
        """A separator between digits is nothing to delete: the digit behind it is meant."""
        text, place = self.text(), self.cursorPosition()
        if self.hasSelectedText() or not text[:1].isdigit():
            return
        if event.key() == Qt.Key.Key_Backspace and text[place - 1 : place] == SEPARATOR:
            if place < len(text):
                self.setCursorPosition(place - 1)
        elif event.key() == Qt.Key.Key_Delete and text[place : place + 1] == SEPARATOR:
            self.setCursorPosition(place + 1)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._was_cut = False
        if event.matches(QKeySequence.StandardKey.Undo):
            self.step_back()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.step_forward()
        else:
            self._step_over_separator(event)
            super().keyPressEvent(event)
