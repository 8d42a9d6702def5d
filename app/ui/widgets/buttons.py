"""Buttons: primary, outlined, destructive, quiet."""

from PySide6 import QtCore
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from app.ui.theme import Theme
from app.ui.widgets.labels import restyle

_ICON_ROLES = {"primary": "on_primary", "destructive": "bad", "quiet": "primary"}


class Button(QPushButton):
    """A push button of one kind: `outlined`, `primary`, `destructive` or `quiet`, with an icon beside its word.

    Its name for the ear is the text without the mnemonic; Enter presses it when it has the focus.
    """

    def __init__(self, theme: Theme, text: str, *, icon: str = "", kind: str = "outlined") -> None:
        super().__init__(text)
        self._theme = theme
        self._icon_name = icon
        self.setProperty("kind", kind)
        # Only dialogs and wizards name a default button; Qt would make every button one.
        self.setAutoDefault(False)
        self._draw_icon()
        theme.changed.connect(self._draw_icon)

    @property
    def kind(self) -> str:
        """The kind in force."""
        return str(self.property("kind"))

    def set_kind(self, kind: str) -> None:
        """Make it another kind of button."""
        if kind != self.kind:
            self.setProperty("kind", kind)
            self._draw_icon()
            restyle(self)

    def set_icon_name(self, icon: str) -> None:
        """Another icon, or none for an empty name."""
        self._icon_name = icon
        self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        role = _ICON_ROLES.get(self.kind, "text")
        self.setIcon(self._theme.icon(self._icon_name, role, padded=bool(self.text())))
        self.setIconSize(self._theme.icon_size(padded=bool(self.text())))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.kind != "primary" or not self.hasFocus():
            return
        # A ring around the fill is too weak against it; a line inside it is not.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.on_primary, self._theme.tokens.width.focus_ring))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        radius = self._theme.tokens.radius.m - 4
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), radius, radius)
