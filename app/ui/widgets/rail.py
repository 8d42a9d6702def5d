"""The dark rail: entries with icon and word, the open project at its foot."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QWidget

from app.texts.harmless import unmarked
from app.ui.qt_numbers import LEFT_MIDDLE
from app.ui.theme import Theme
from app.ui.widgets.layouts import column

_SIDE_PX, _TEXT_LEFT_PX = 13, 47


class RailEntry(NamedTuple):
    """A page's place in the rail: its id, word and icon."""

    id: str
    word: str
    icon: str


class ProjectFacts(NamedTuple):
    """What the rail says of the open project; no secret. `counts` and `saved` are ready to read."""

    name: str
    counts: str = ""
    saved: str = ""
    is_practice: bool = False


class _EntryButton(QPushButton):
    def __init__(self, theme: Theme, entry: RailEntry, shortcut: str) -> None:
        super().__init__(entry.word)
        self._theme, self._icon_name = theme, entry.icon
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setShortcut(shortcut)
        self.setToolTip(unmarked(f"{entry.word} ({shortcut})"))
        self.setAccessibleDescription(shortcut)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font("row", "bold")).horizontalAdvance(self.text())
        return QSize(_TEXT_LEFT_PX + words + 12, self._theme.tokens.height.nav_row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, tokens = self._theme.colors, self._theme.tokens
        is_chosen = self.isChecked()
        _draw_plate(painter, self, self._theme, is_filled=is_chosen or self.underMouse())
        size = tokens.icon.row
        role = "nav_accent" if is_chosen else "nav_text"
        pixmap = self._theme.pixmap(self._icon_name, role, size, self.devicePixelRatioF())
        painter.drawPixmap(15, (self.height() - size) // 2, pixmap)
        painter.setFont(self._theme.font("row", "bold" if is_chosen else "regular"))
        painter.setPen(colors.nav_on if is_chosen else colors.nav_text)
        painter.drawText(
            self.rect().adjusted(_TEXT_LEFT_PX, 0, -8, 0),
            LEFT_MIDDLE,
            self.text(),
        )


class ProjectBlock(QPushButton):
    """The open project as a button: name, counts, when it was saved, whether it is for practice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._facts = ProjectFacts("")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def set_facts(self, facts: ProjectFacts | None) -> None:
        """Show another project, or none."""
        self.setVisible(facts is not None)
        if facts is None or facts == self._facts:
            return
        self._facts = facts
        self.setAccessibleName(
            self.tr("Project {0}: switch, lock or save a copy").format(facts.name)
        )
        parts = [facts.counts, facts.saved, self.tr("practice") if facts.is_practice else ""]
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.setToolTip(unmarked(facts.name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 3 + bool(self._facts.saved)
        return QSize(self._theme.tokens.width.nav - 26, 22 * lines + 18)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, theme = self._theme.colors, self._theme
        _draw_plate(painter, self, theme, is_filled=self.underMouse() or self.isDown())
        left, width, top = 12, self.width() - 24, 8
        caption = QRect(left, top, width - 22, 20)
        if self._facts.is_practice:
            self._draw_practice(painter, caption)
        else:
            _draw_line(painter, theme, caption, self.tr("Project"), "caption", colors.nav_text)
        size = theme.tokens.icon.small
        chevron = theme.pixmap("chevron-down", "nav_text", size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - 10, top, chevron)
        name = self._facts.name
        place = QRect(left, top + 21, width, 24)
        _draw_line(painter, theme, place, name, "title", colors.nav_on, weight="bold")
        for number, line in enumerate(filter(None, (self._facts.counts, self._facts.saved))):
            place = QRect(left, top + 46 + 20 * number, width, 20)
            _draw_line(painter, theme, place, line, "caption", colors.nav_text)

    def _draw_practice(self, painter: QPainter, place: QRect) -> None:
        """A filled mark: nobody may take a practice project for a real one."""
        theme, word = self._theme, self.tr("practice")
        size = theme.tokens.icon.small - 4
        words = QFontMetrics(theme.font("caption", "bold")).horizontalAdvance(word)
        plate = QRectF(place.left() - 2, place.top() - 5, words + size + 26, 24)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(theme.colors.nav_accent)
        painter.drawRoundedRect(plate, 12, 12)
        pixmap = theme.pixmap("flask-conical", "nav", size, self.devicePixelRatioF())
        painter.drawPixmap(place.left() + 7, place.top(), pixmap)
        text = place.adjusted(size + 12, -3, 0, -3)
        _draw_line(painter, theme, text, word, "caption", theme.colors.nav, weight="bold")


class Rail(QFrame):
    """Brand, entries, project. `entry_chosen` gives the id, `project_pressed` asks for the project menu."""

    entry_chosen = Signal(str)
    project_pressed = Signal()

    def __init__(self, theme: Theme, brand: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "rail")
        self.setFixedWidth(theme.tokens.width.nav)
        self.setAccessibleName(brand)
        self._brand = _Brand(theme, brand)
        self._entries = column(7)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _EntryButton] = {}
        self.project = ProjectBlock(theme)
        self.project.clicked.connect(self.project_pressed)
        layout = column(0, _SIDE_PX)
        layout.addWidget(self._brand)
        layout.addSpacing(12)
        layout.addLayout(self._entries)
        layout.addStretch(1)
        layout.addWidget(self.project)
        self.setLayout(layout)
        self._group.buttonClicked.connect(
            lambda button: self.entry_chosen.emit(str(button.property("entry")))
        )
        theme.changed.connect(self.update)

    @property
    def entry_ids(self) -> list[str]:
        """The ids in the order shown."""
        return list(self._buttons)

    def set_entries(self, entries: Sequence[RailEntry]) -> None:
        """Show these entries; Ctrl+1, Ctrl+2 ... follow their order."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._entries.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for number, entry in enumerate(entries, 1):
            button = _EntryButton(self._theme, entry, f"Ctrl+{number}")
            button.setProperty("entry", entry.id)
            self._group.addButton(button)
            self._entries.addWidget(button)
            self._buttons[entry.id] = button

    def choose(self, entry_id: str) -> None:
        """Mark an entry without telling anybody; an id without entry marks none."""
        if entry_id in self._buttons:
            self._buttons[entry_id].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)


class _Brand(QWidget):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self.setAccessibleName(name)
        self.setFixedHeight(theme.tokens.height.nav_row)
        # A painter starts with the colour of the palette; setting a pen would name `Qt`.
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.colors.nav_on)
        self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self._theme.tokens.icon.status
        pixmap = self._theme.pixmap("key-round", "nav_accent", size, self.devicePixelRatioF())
        painter.drawPixmap(4, (self.height() - size) // 2, pixmap)
        place = QRect(40, 0, self.width() - 44, self.height())
        painter.setFont(self._theme.font("title", "bold"))
        painter.drawText(place, LEFT_MIDDLE, self._name)


def _draw_plate(painter: QPainter, widget: QWidget, theme: Theme, *, is_filled: bool) -> None:
    plate, radius = QRectF(widget.rect()), theme.tokens.radius.m
    if is_filled:
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(theme.colors.nav_sel)
        painter.drawRoundedRect(plate, radius, radius)
    if widget.hasFocus():
        painter.setPen(QPen(theme.colors.nav_focus, theme.tokens.width.focus_ring))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def _draw_line(
    painter: QPainter,
    theme: Theme,
    place: QRect,
    text: str,
    size: str,
    color: QColor,
    *,
    weight: str = "regular",
) -> None:
    font = theme.font(size, weight)
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetrics(font).elidedText(text, QtCore.Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, LEFT_MIDDLE, shown)
