"""Messages where the eye is: what happened, what now, perhaps details."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import IconLabel
from app.ui.widgets.details_box import DetailsBox
from app.ui.widgets.labels import restyle, text_label
from app.ui.widgets.layouts import column, row

GOOD_NEWS_MS = 10_000
_ICONS = {"ok": "circle-check", "info": "info", "warn": "triangle-alert", "bad": "circle-alert"}


class MessageStrip(QFrame):
    """One message at a time, with a tone: ok, info, warn or bad. Only good news goes away by itself."""

    action_pressed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, *, good_news_ms: int = GOOD_NEWS_MS) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._icon = IconLabel(theme, "info", "on_tint")
        self._text = text_label("", "body")
        self._action = Button(theme, "")
        self._action.clicked.connect(self.action_pressed)
        self._close = Button(theme, self.tr("Close"), icon="x", kind="quiet")
        self._close.clicked.connect(self.close_message)
        self._details = DetailsBox(theme)
        line = row(10)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self._action)
        line.addWidget(self._close)
        layout = column(4)
        layout.setContentsMargins(14, 4, 6, 4)
        layout.addLayout(line)
        layout.addWidget(self._details)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(good_news_ms)
        self._timer.timeout.connect(self.close_message)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The message shown, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self, text: str, tone: str = "info", *, action: str = "", details: str = ""
    ) -> None:
        """Say it, and say it aloud; what went wrong is said at once."""
        role = "on_tint" if tone == "info" else tone
        self.setProperty("tone", tone)
        restyle(self)
        self._icon.set_icon(_ICONS[tone], role)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._details.set_text(details)
        self.setVisible(True)
        if tone == "ok" and not action:
            self._timer.start()
        else:
            self._timer.stop()
        announce(self, text, is_urgent=tone == "bad")

    def close_message(self) -> None:
        """Take the message away; safe twice."""
        self._timer.stop()
        if not self.isHidden():
            self.setVisible(False)
            self.closed.emit()
