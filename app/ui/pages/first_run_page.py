"""What is shown while no project is open: go on with the last one, make one, open one, or practise."""

from collections.abc import Sequence
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.recent import RecentProject
from app.ui.pages.recent_list import RecentList
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, IconLabel
from app.ui.widgets.labels import ElidedLabel, text_label
from app.ui.widgets.layouts import column, row, scrolled

_WIDEST_PX = 640


class FirstRunPage(QWidget):
    """Asks for nothing and does nothing by itself; its owner acts on the signals. `reopen_wanted` is about the last project.

    The projects opened lately but the last are listed below it; a number key opens one.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    reopen_wanted = Signal()
    practice_wanted = Signal()

    def __init__(
        self, theme: Theme, last: Path | None = None, recent: Sequence[RecentProject] = ()
    ) -> None:
        super().__init__()
        listed = [one for one in recent if one.path != last]
        self.recent = RecentList(theme, listed)
        self._theme = theme
        self._buttons: list[Button] = []
        self._last = self._way(
            "folder-open",
            self.tr("Go on with the last project"),
            "",
            self.tr("Open &it"),
            is_first=True,
        )
        self._place = ElidedLabel("", "body", "muted")
        self._last.words.addWidget(self._place)
        self._last.button.clicked.connect(self.reopen_wanted)
        new = self._way(
            "file-plus",
            self.tr("Make a new project"),
            self.tr("One encrypted file for your doors, locks, people and codes."),
            self.tr("&New project"),
            is_first=True,
        )
        new.button.clicked.connect(self.new_wanted)
        old = self._way(
            "folder-open",
            self.tr("Open a project"),
            self.tr("A file that ends in .lockchart, from this computer or a stick."),
            self.tr("&Open …"),
        )
        old.button.clicked.connect(self.open_wanted)
        practice = self._way(
            "flask-conical",
            self.tr("Practise first"),
            self.tr("Try everything with practice locks; no hardware, account or network."),
            self.tr("&Practise"),
        )
        practice.button.clicked.connect(self.practice_wanted)
        self._new = new
        inner = _column_of([self._last, self.recent, new, old, practice])
        inner.setMaximumWidth(_WIDEST_PX)
        middle = row(0)
        middle.addStretch(1)
        middle.addWidget(inner, 100)
        middle.addStretch(1)
        content = QWidget()
        outer = column(0)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        content.setLayout(outer)
        layout = column(0)
        # A scroll area takes a twentieth of the time to the first paint; without a list nothing needs it.
        layout.addWidget(scrolled(content) if listed else content)
        self.setLayout(layout)
        self.set_last(last)

    def set_last(self, last: Path | None) -> None:
        """Offer this project first, or none; meant for before the first show."""
        self._last.setVisible(last is not None)
        if last is not None:
            self._new.button.set_kind("outlined")
            self._last.title.setText(last.stem)
            self._place.setText(str(last.parent))
            self._last.button.setAccessibleName(self.tr("Open {0}").format(last.stem))

    def set_busy(self, is_busy: bool) -> None:  # a plain setter, like setEnabled
        """While a project is being opened nothing else can be begun."""
        for way in self.findChildren(_Way):
            way.button.setEnabled(not is_busy)
        self.recent.set_busy(is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - QtCore.Qt.Key.Key_0
        if 1 <= number <= 9 and self.recent.open_number(number):
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the focus on the likeliest way."""
        way = self._last if not self._last.isHidden() else self._new
        way.button.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _way(
        self, icon: str, title: str, text: str, word: str, *, is_first: bool = False
    ) -> "_Way":
        return _Way(self._theme, icon, title, text, word, "primary" if is_first else "outlined")


class _Way(Card):
    """One way on: an icon, what it is, and its button."""

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str, word: str, kind: str
    ) -> None:
        super().__init__()
        self.title = text_label(title, "row")
        self.words: QVBoxLayout = column(2)
        self.words.addWidget(self.title)
        if text:
            self.words.addWidget(text_label(text, "body", "muted"))
        self.button = Button(theme, word, kind=kind)
        self.button.setMinimumWidth(132)
        line = row(14)
        line.addWidget(IconLabel(theme, icon, "primary", theme.tokens.icon.status))
        line.addLayout(self.words, 1)
        line.addWidget(self.button)
        self.body.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


def _column_of(ways: Sequence[QWidget]) -> QWidget:
    translate = QCoreApplication.translate
    widget = QWidget()
    layout = column(12)
    layout.addWidget(text_label(translate("FirstRunPage", "Which project?"), "h1"))
    layout.addWidget(
        text_label(
            translate(
                "FirstRunPage",
                "Lockchart keeps the chart of people and doors, and never claims more than the lock told.",
            ),
            "body",
            "muted",
        )
    )
    layout.addSpacing(8)
    for way in ways:
        layout.addWidget(way)
    widget.setLayout(layout)
    return widget
