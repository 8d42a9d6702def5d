"""Cards and strips: the calm surfaces everything stands on."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import column, row


class Card(QFrame):
    """A rounded surface; put things into `body`."""

    def __init__(self, *, margin_px: int = 16, gap_px: int = 12, title: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body: QVBoxLayout = column(gap_px, margin_px)
        self.setLayout(self.body)
        if title:
            self.body.addWidget(text_label(title, "title"))


class IconLabel(QLabel):
    """An icon that follows the colours; silent for the ear, so that a word must stand beside it."""

    def __init__(self, theme: Theme, icon: str, role: str = "text", size_px: int = 20) -> None:
        super().__init__()
        self._theme, self._icon, self._role, self._size_px = theme, icon, role, size_px
        self.setFixedSize(QSize(size_px, size_px))
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Show another icon, perhaps in another role's colour."""
        self._icon, self._role = icon, role or self._role
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.setPixmap(self._theme.pixmap(self._icon, self._role, self._size_px, ratio))


class InfoCard(Card):
    """A title with its icon, a large value, and below it what the value means."""

    def __init__(self, theme: Theme, title: str, icon: str) -> None:
        super().__init__(gap_px=4, margin_px=14)
        head = row(6)
        head.addWidget(IconLabel(theme, icon, "muted", theme.tokens.icon.small))
        self._title = text_label(title, "body", "muted")
        head.addWidget(self._title, 1)
        self._value = text_label("", "h2")
        self._meaning = text_label("", "small")
        self.body.addLayout(head)
        self.body.addWidget(self._value)
        self.body.addWidget(self._meaning)
        self.body.addStretch(1)

    def set_value(self, value: str, meaning: str, tone: str = "muted") -> None:
        """A figure and what it means, with a tone: muted, ok, warn or bad."""
        self._value.setText(value)
        self._meaning.setText(meaning)
        set_tone(self._meaning, tone)
        self.setAccessibleName(f"{self._title.text()}: {value}. {meaning}")


class HintStrip(QFrame):
    """One tinted line that says what the hands must do."""

    def __init__(
        self, theme: Theme, text: str, *, icon: str = "info", tone: str = "on_tint"
    ) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self.setProperty("tone", tone)
        line = row(10, 0)
        line.setContentsMargins(14, 10, 14, 10)
        self._icon = IconLabel(theme, icon, tone)
        self._text = text_label(text, "body", tone)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)


def spacer() -> QWidget:
    """Takes what room is left."""
    widget = QWidget()
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return widget
