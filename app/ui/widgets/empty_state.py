"""What stands in the place of a list that shows nothing: why, and what to do now."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.spinner import Spinner

WORKING_DELAY_MS = 300
LONGEST_REPEATED = 30
"""Characters of a searched term; a longer one is a text that somebody scanned or pasted."""


class EmptyState(QWidget):
    """One of four kinds: nothing yet, nothing matches, cannot know, working (shown after 300 ms)."""

    primary_pressed = Signal()
    second_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "info", "muted", theme.tokens.icon.status)
        self._spinner = Spinner(theme, theme.tokens.icon.status)
        self._title = text_label("", "title")
        self._text = text_label("", "body", "muted")
        self._primary = Button(theme, "", kind="primary")
        self._second = Button(theme, "")
        self._primary.clicked.connect(self.primary_pressed)
        self._second.clicked.connect(self.second_pressed)
        buttons = FlowLayout(8)
        buttons.addWidget(self._primary)
        buttons.addWidget(self._second)
        content = column(10)
        for widget in (self._icon, self._spinner, self._title, self._text):
            content.addWidget(widget)
        content.addWidget(boxed(buttons))
        self._content = boxed(content)
        self._content.setMaximumWidth(440)
        self._content.setMinimumWidth(240)
        policy = self._content.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._content.setSizePolicy(policy)
        line = row(0, 16)
        line.addStretch(1)
        line.addWidget(self._content, 100)
        line.addStretch(1)
        outer = column(0)
        outer.addStretch(2)
        outer.addLayout(line)
        outer.addStretch(3)
        self.setLayout(outer)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(WORKING_DELAY_MS)
        self._delay.timeout.connect(lambda: self._content.setVisible(True))
        self._content.setVisible(False)

    def show_nothing_yet(
        self, title: str, text: str, primary: str = "", second: str = "", *, icon: str = "info"
    ) -> None:
        """What belongs here, the primary action, a second way in."""
        self._fill(icon, "muted", title, text, primary, second)

    def show_nothing_matches(self, searched: str) -> None:
        """What was searched for; the one button clears the search."""
        title = self.tr("Nothing matches")
        text = self.tr("Nothing here matches “{0}”.").format(searched)
        if searched and not _may_be_repeated(searched):
            text = self.tr("Nothing here matches what was typed.")
        if not searched:
            text = self.tr("Nothing here matches this filter.")
        self._fill("search", "muted", title, text, "", self.tr("Clear"))

    def forget(self) -> None:
        """Say nothing while it is not seen: what was searched for may have been a code."""
        self._delay.stop()
        self._title.setText("")
        self._text.setText("")

    def show_cannot_know(
        self, title: str, remedy: str, primary: str = "", second: str = ""
    ) -> None:
        """The cause why nothing can be shown, and the remedy."""
        self._fill("triangle-alert", "warn", title, remedy, primary, second)

    def show_working(self, text: str) -> None:
        """Something is being fetched; nothing is drawn for the first 300 ms."""
        self._fill("", "muted", text, "", "", "")
        self._content.setVisible(False)
        self._delay.start()

    def _fill(self, icon: str, role: str, title: str, text: str, primary: str, second: str) -> None:
        self._delay.stop()
        self._icon.setVisible(bool(icon))
        self._spinner.setVisible(not icon)
        if icon:
            self._icon.set_icon(icon, role)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        for button, word in ((self._primary, primary), (self._second, second)):
            button.setText(word)
            button.setVisible(bool(word))
        self._content.setVisible(True)
        announce(self, f"{title}. {text}")


def _may_be_repeated(searched: str) -> bool:
    """Whether a searched term is surely no code that a scanner typed into the field."""
    if len(searched) > LONGEST_REPEATED:
        return False
    reading = read_setup_code(searched)
    if not isinstance(reading, RefusedSetupCode) or reading.other is None:
        return False
    return not reading.other.is_secret
