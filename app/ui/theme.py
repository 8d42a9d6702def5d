"""Colours, sizes and fonts of the window, from one file of tokens; the only place with colours."""

import json
from enum import StrEnum
from pathlib import Path
from string import Template
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.ui.icons import Icons

_MIDDLE_LIGHTNESS = 128


class Scheme(StrEnum):
    """Which colours a person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


# Plain classes, not dataclasses: making those costs 10 ms of the first paint.


class _Numbers:
    def __init__(self, given: dict[str, int]) -> None:
        for name in names_of(type(self)):
            setattr(self, name, int(given[name]))


class Space(_Numbers):
    """Distances in px."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 - its name in the tokens
    xl: int
    xxl: int


class Radius(_Numbers):
    """Corner radii in px."""

    s: int
    m: int
    l: int  # noqa: E741 - its name in the tokens
    pill: int


class TypeSize(_Numbers):
    """Font sizes in px."""

    caption: int
    small: int
    body: int
    row: int
    title: int
    h2: int
    h1: int


class Weight(_Numbers):
    """Font weights."""

    regular: int
    medium: int
    bold: int


class Height(_Numbers):
    """Heights in px."""

    control: int
    control_min: int
    list_row: int
    table_row: int
    table_header: int
    nav_row: int
    pill: int
    chip: int


class Width(_Numbers):
    """Widths in px."""

    nav: int
    list: int
    icon_tile: int
    scrollbar: int
    focus_ring: int


class IconSize(_Numbers):
    """Icon sizes in px."""

    small: int
    button: int
    row: int
    status: int
    hero: int


class Colors:
    """One scheme's colours by role."""

    bg: QColor
    surface: QColor
    sunken: QColor
    line: QColor
    edge: QColor
    focus: QColor
    text: QColor
    muted: QColor
    primary: QColor
    on_primary: QColor
    primary_hover: QColor
    tint: QColor
    on_tint: QColor
    ok: QColor
    ok_bg: QColor
    warn: QColor
    warn_bg: QColor
    bad: QColor
    bad_bg: QColor
    nav: QColor
    nav_text: QColor
    nav_on: QColor
    nav_sel: QColor
    nav_accent: QColor
    nav_focus: QColor

    def __init__(self, given: dict[str, str]) -> None:
        for name in names_of(Colors):
            setattr(self, name, QColor(given[name]))

    def __getitem__(self, role: str) -> QColor:
        color = self.__dict__[role]
        if not isinstance(color, QColor):
            raise KeyError(role)
        return color


class Tokens:
    """Everything the file of tokens says that the window uses; a missing one raises `KeyError`."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.light = Colors(given["color"]["light"])
        self.dark = Colors(given["color"]["dark"])
        self.space = Space(given["space_px"])
        self.radius = Radius(given["radius_px"])
        self.type = TypeSize(given["type_px"])
        self.weight = Weight(given["weight"])
        self.height = Height(given["height_px"])
        self.width = Width(given["width_px"])
        self.icon = IconSize(given["icon_px"])
        self.families: tuple[str, ...] = tuple(given["family"])


def names_of(group: type) -> tuple[str, ...]:
    """The names that a group of tokens declares."""
    return tuple(group.__annotations__)


def read_tokens(path: Path) -> Tokens:
    """Tokens from their JSON file; a missing role raises `KeyError`."""
    return Tokens(json.loads(path.read_text(encoding="utf-8")))


def contrast_ratio(first: QColor, second: QColor) -> float:
    """Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""

    def luminance(color: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Theme(QObject):
    """The colours in force, fonts and icons. Widgets repaint on `changed`."""

    changed = Signal()

    def __init__(
        self, application: QApplication, resources: Path, scheme: Scheme = Scheme.SYSTEM
    ) -> None:
        super().__init__(application)
        self._application = application
        self._resources = resources
        self._scheme = scheme
        self.tokens = read_tokens(resources / "theme" / "tokens.json")
        self._icons = Icons(resources / "icons")
        self._fonts: dict[tuple[str, str], QFont] = {}
        for path in sorted((resources / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        application.setFont(self.font("body"))
        self._dark = self._starts_dark()
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._dark

    @property
    def colors(self) -> Colors:
        """The colours in force."""
        return self.tokens.dark if self._dark else self.tokens.light

    @property
    def scheme(self) -> Scheme:
        """What the person asked for."""
        return self._scheme

    def set_scheme(self, scheme: Scheme) -> None:
        """Follow the system or hold one scheme."""
        self._scheme = scheme
        # Native parts (title bars, file dialogs) follow this; some platforms ignore it.
        self._application.styleHints().setColorScheme(
            {
                Scheme.SYSTEM: QtCore.Qt.ColorScheme.Unknown,
                Scheme.LIGHT: QtCore.Qt.ColorScheme.Light,
                Scheme.DARK: QtCore.Qt.ColorScheme.Dark,
            }[scheme]
        )
        self._refresh()

    def color(self, role: str) -> QColor:
        """A colour by its role, for instance `ok_bg`."""
        return QColor.fromRgba(self.colors[role].rgba())

    def font(self, size: str, weight: str = "regular") -> QFont:
        """A font by the names of the tokens, for instance `row`, `bold`."""
        key = (size, weight)
        if key not in self._fonts:
            font = QFont()
            font.setFamilies(list(self.tokens.families))
            font.setPixelSize(getattr(self.tokens.type, size))
            font.setWeight(QFont.Weight(getattr(self.tokens.weight, weight)))
            self._fonts[key] = font
        return self._fonts[key]

    def icon(
        self, name: str, role: str = "text", size_px: int | None = None, *, padded: bool = False
    ) -> QIcon:
        """An icon in a role's colour; the disabled mode is paler. Draw anew on `changed`."""
        colors = {QIcon.Mode.Normal: self.color(role), QIcon.Mode.Disabled: self.colors.edge}
        return self._icons.icon(name, colors, size_px or self.tokens.icon.button, padded=padded)

    def icon_size(self, size_px: int | None = None, *, padded: bool = False) -> QSize:
        """The size to set beside `icon`."""
        return self._icons.icon_size(size_px or self.tokens.icon.button, padded=padded)

    def pixmap(self, name: str, role: str, size_px: int, ratio: float = 1.0) -> QPixmap:
        """An icon's pixmap in a role's colour, for painters."""
        return self._icons.pixmap(name, self.color(role), size_px, ratio)

    def _starts_dark(self) -> bool:
        """What `_wants_dark` will say, read from the system's own palette: that is quicker at the start (see `qt_numbers`)."""
        if self._scheme is not Scheme.SYSTEM:
            return self._scheme is Scheme.DARK
        return self._application.palette().window().color().lightness() < _MIDDLE_LIGHTNESS

    def _wants_dark(self) -> bool:
        if self._scheme is not Scheme.SYSTEM:
            return self._scheme is Scheme.DARK
        return self._application.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark

    def _on_system_scheme_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        dark = self._wants_dark()
        if dark == self._dark:
            return
        self._dark = dark
        self._icons.forget()
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self._application.setPalette(_palette(self.colors))
        sheet = (self._resources / "theme" / "lockchart.qss").read_text(encoding="utf-8")
        self._application.setStyleSheet(fill_sheet(sheet, self.tokens, self.colors))


def fill_sheet(sheet: str, tokens: Tokens, colors: Colors) -> str:
    """The style sheet with tokens for its `$names`; an unknown name raises `KeyError`."""
    values: dict[str, str] = {name: colors[name].name() for name in names_of(Colors)}
    for prefix, group in (
        ("space", tokens.space),
        ("radius", tokens.radius),
        ("type", tokens.type),
        ("weight", tokens.weight),
        ("height", tokens.height),
        ("width", tokens.width),
    ):
        for name in names_of(type(group)):
            values[f"{prefix}_{name}"] = str(getattr(group, name))
    return Template(sheet).substitute(values)


def _palette(colors: Colors) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(colors.surface, colors.bg)
    for one, color in (
        (role.Window, colors.bg),
        (role.WindowText, colors.text),
        (role.Base, colors.surface),
        (role.AlternateBase, colors.sunken),
        (role.Text, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Button, colors.surface),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.on_primary),
        (role.Highlight, colors.tint),
        (role.HighlightedText, colors.on_tint),
        (role.ToolTipBase, colors.surface),
        (role.ToolTipText, colors.text),
        (role.Link, colors.primary),
        (role.LinkVisited, colors.primary),
        (role.Accent, colors.primary),
        (role.Light, colors.surface),
        (role.Midlight, colors.sunken),
        (role.Mid, colors.line),
        (role.Dark, colors.edge),
        (role.Shadow, colors.edge),
    ):
        palette.setColor(one, color)
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, one, colors.edge)
    return palette
