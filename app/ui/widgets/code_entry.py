"""Typing a setup code: grouped and judged while it is typed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.code_line import CodeLine
from app.ui.widgets.form import Field
from app.ui.widgets.labels import restyle, set_tone, text_label
from app.ui.widgets.layouts import column, lie_flat, row
from app.viewmodels.code_typing import TypedWords, refusal_of, too_long_words, words_of
from app.viewmodels.intake import CameBy, Intake

_PAUSE_MS = 700
_ICONS = {"muted": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


class CodeEntry(QWidget):
    """The field for a setup code. `submitted` gives the code when Enter was pressed on one that may be taken.

    What is refused stays in the field, with the place to look at. `changed` comes whenever the text is
    another. With `needs_setup_code` a text that is none is refused; else it may be kept for what it is.
    """

    submitted = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, label: str = "", *, needs_setup_code: bool = False) -> None:
        super().__init__()
        self._needs_setup_code = needs_setup_code
        self.line = CodeLine(theme)
        self._field = Field(label or self.tr("&Type a code"), self.line)
        self._icon = IconLabel(theme, "info", "muted", theme.tokens.icon.small)
        self._verdict = text_label("", "body", "muted")
        said = row(8)
        said.addWidget(self._icon)
        said.addWidget(self._verdict, 1)
        layout = column(6)
        layout.addWidget(self._field)
        layout.addLayout(said)
        self.setLayout(layout)
        lie_flat(self)
        self.setFocusProxy(self.line)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: announce(self, self.verdict))
        self.line.typing_changed.connect(self._on_typing_changed)
        self.line.too_long.connect(lambda: self._say(too_long_words(), is_urgent=True))
        self.line.returnPressed.connect(self.submit)
        self._say(words_of(self.line.typing))

    @property
    def code(self) -> Secret[str]:
        """What was typed, without blanks around it."""
        return self.line.code

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.line.code.reveal()

    @property
    def is_usable(self) -> bool:
        """Whether it is a whole setup code with nothing wrong."""
        return self.line.typing.judgement.is_usable

    @property
    def verdict(self) -> str:
        """What is said of it now."""
        return self._verdict.text()

    def begin_with(self, text: Secret[str]) -> None:
        """Put a text into the field."""
        self.line.begin_with(text)

    def clear(self) -> None:
        """Empty the field, without a trace in its undo history."""
        self.line.begin_with(Secret(""))

    def say(self, sentence: str, tone: str) -> None:
        """Say something else of what was typed, until it changes."""
        self._say(TypedWords(sentence, tone), is_urgent=tone == "bad")

    def submit(self) -> None:
        """Take what was typed, or say why not and where to look."""
        if self.check():
            self.submitted.emit(self.code)

    def check(self) -> bool:
        """Whether what was typed may be taken; if not, say why, and lead to the place to look at."""
        refusal = refusal_of(self.line.typing, needs_setup_code=self._needs_setup_code)
        if refusal is None:
            return True
        self._say(refusal, is_urgent=True)
        self.line.setFocus()
        self.line.select_mark()
        return False

    def send_to(self, intake: Intake) -> None:
        """Take what is submitted into the tray; the field is emptied when it was kept."""
        self.submitted.connect(lambda code: intake.take_text(code, CameBy.TYPED, self.clear))

    def _on_typing_changed(self) -> None:
        self._say(words_of(self.line.typing))
        self.changed.emit()

    def _say(self, words: TypedWords, *, is_urgent: bool = False) -> None:
        self._verdict.setText(words.sentence)
        set_tone(self._verdict, words.tone)
        self._icon.set_icon(_ICONS[words.tone], words.tone)
        self.line.setAccessibleDescription(words.sentence)
        state = "bad" if words.tone == "bad" else ""
        if self.line.property("state") != state:
            self.line.setProperty("state", state)
            restyle(self.line)
        self.line.mark(words.marks)
        if is_urgent:
            self._pause.stop()
            announce(self, words.sentence, is_urgent=True)
        elif self.line.hasFocus():
            # Said at every key, it would drown the keys.
            self._pause.start()
