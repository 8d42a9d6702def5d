"""Where codes come in: the typed field, pictures, paste; below it what became of the last ones. A camera's picture will stand above."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, IconLabel
from app.ui.widgets.code_entry import CodeEntry
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import restyle, set_tone, text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, lie_flat, row, scrolled
from app.viewmodels.taken_words import TakenWords

_ICONS = {"ok": "circle-check", "info": "info", "warn": "triangle-alert", "bad": "circle-alert"}


class ResultCard(QFrame):
    """What became of the codes that came in last, to be read and heard, until something else is looked at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._words: TakenWords | None = None
        self._icon = IconLabel(theme, "info", "on_tint", theme.tokens.icon.status)
        self._title = text_label("", "strong")
        self._text = text_label("", "body")
        texts = column(2)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        line = row(10)
        line.setContentsMargins(14, 10, 14, 10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(texts, 1)
        self.setLayout(line)
        lie_flat(self)
        self.setVisible(False)

    @property
    def words(self) -> TakenWords | None:
        """What is said now."""
        return self._words

    def tell(self, words: TakenWords) -> None:
        """Say it, and say it aloud; what was not taken is said at once."""
        self._words = words
        role = "on_tint" if words.tone == "info" else words.tone
        self.setProperty("tone", words.tone)
        restyle(self)
        self._icon.set_icon(_ICONS[words.tone], role)
        for label, text in ((self._title, words.title), (self._text, words.text)):
            label.setText(text)
            label.setVisible(bool(text))
            set_tone(label, role)
        self.setAccessibleName(words.spoken)
        self.setVisible(True)
        announce(self, words.spoken, is_urgent=words.tone == "bad")

    def forget(self) -> None:
        """Take it off the screen; safe twice."""
        self._words = None
        self.setVisible(False)


class IntakePanel(QWidget):
    """The ways in. `pictures_wanted` asks the owner to run `choose_pictures`, `paste_wanted` to take the clipboard."""

    pictures_wanted = Signal()
    paste_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.entry = CodeEntry(theme)
        self.result = ResultCard(theme)
        self.busy = BusyStrip(theme)
        self.pictures = Button(theme, self.tr("Choose &pictures …"), icon="image", kind="primary")
        self.paste = Button(theme, self.tr("P&aste"), icon="clipboard-list")
        self.paste.setToolTip(self.tr("A picture or a text, with Ctrl+V anywhere on this page"))
        self.hint = Heading(self.tr("Or drop, paste (Ctrl+V), or use a USB scanner."), "small")
        set_tone(self.hint, "muted")
        buttons = FlowLayout(8)
        buttons.addWidget(self.pictures)
        buttons.addWidget(self.paste)
        buttons.addWidget(self.hint)
        card = Card(gap_px=12)
        card.body.addWidget(self.entry)
        card.body.addWidget(boxed(buttons))
        layout = column(12)
        layout.addWidget(card)
        layout.addWidget(self.busy)
        layout.addWidget(self.result)
        self.setLayout(layout)
        lie_flat(self)
        self.entry.changed.connect(self._on_entry_changed)
        self.pictures.clicked.connect(self.pictures_wanted)
        self.paste.clicked.connect(self.paste_wanted)
        self.busy.cancel_pressed.connect(self.stop_wanted)

    def set_can_write(self, can_write: bool) -> None:
        """A project that is open for viewing takes nothing in."""
        for widget in (self.entry, self.pictures, self.paste):
            widget.setEnabled(can_write)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say which picture is being read."""
        self.busy.show_busy(words, done=done, total=total)

    def _on_entry_changed(self) -> None:
        """What was refused is being mended."""
        words = self.result.words
        if words is not None and words.tone == "bad" and not self.entry.is_empty:
            self.result.forget()


class AboutCodes(Card):
    """What happens with a code, in the place of a detail while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(gap_px=14)
        self.body.addWidget(text_label(self.tr("What happens with a code"), "title"))
        for icon, words in (
            (
                "scan-qr-code",
                self.tr(
                    "It is read and checked. Matter, HomeKit, Z-Wave and Zigbee codes are known; anything else is named for what it is."
                ),
            ),
            (
                "shield-check",
                self.tr("It waits in the tray, encrypted, with its number, a note and pictures."),
            ),
            (
                "door-closed",
                self.tr("Give it its door before you go there. Add the lock from here."),
            ),
            (
                "qr-code",
                self.tr(
                    "It can be shown and saved years later. Without its code a reset lock is scrap."
                ),
            ),
        ):
            line = row(12)
            line.addWidget(IconLabel(theme, icon, "muted"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text_label(words), 1)
            self.body.addLayout(line)


def boxed_at_top(widget: QWidget) -> QWidget:
    """The widget as high as it needs to be, with the room left below it; scrolled where there is not enough."""
    content = QWidget()
    layout = column(0)
    layout.addWidget(widget)
    layout.addStretch(1)
    content.setLayout(layout)
    return scrolled(content)
