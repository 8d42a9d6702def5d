"""Colours, fonts and icons."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from app.core.paths import resources_dir
from app.ui.theme import Scheme, contrast_ratio, fill_sheet, read_tokens

TOKENS = resources_dir() / "theme" / "tokens.json"
PAIRS = [
    (float(least), scheme, first, second)
    for least, pairs in json.loads(TOKENS.read_text())["contrast"].items()
    for scheme in ("light", "dark")
    for first, second in pairs
]
UI = Path(__file__).parents[2] / "app" / "ui"


@pytest.mark.parametrize(("least", "scheme", "first", "second"), PAIRS)
def test_colours_that_meet_can_be_told_apart(least, scheme, first, second):
    tokens = read_tokens(TOKENS)
    colors = tokens.light if scheme == "light" else tokens.dark
    assert contrast_ratio(colors[first], colors[second]) >= least


def test_black_on_white_has_the_greatest_contrast(theme):
    white = QPalette().color(QPalette.ColorRole.Window)
    white.setRgb(255, 255, 255)
    black = QPalette().color(QPalette.ColorRole.Window)
    black.setRgb(0, 0, 0)
    assert contrast_ratio(black, white) == pytest.approx(21.0)


def test_choosing_dark_changes_palette_and_tells_widgets(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(Scheme.DARK)
    assert theme.is_dark
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.tokens.dark.bg
    assert theme.tokens.dark.surface.name() in qapp.styleSheet()
    theme.set_scheme(Scheme.LIGHT)
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.tokens.light.bg


def test_a_colour_that_was_asked_for_can_be_changed_without_changing_the_theme(theme):
    theme.color("primary").setAlphaF(0.1)
    assert theme.color("primary").alphaF() == 1.0


def test_a_style_sheet_with_an_unknown_name_is_refused(theme):
    with pytest.raises(KeyError):
        fill_sheet("QLabel { color: $nowhere; }", theme.tokens, theme.colors)


@pytest.mark.parametrize("weight", ["regular", "medium", "bold"])
def test_the_bundled_font_is_used_in_every_weight(theme, weight):
    info = QFontInfo(theme.font("body", weight))
    assert info.family() == "Inter"
    assert info.weight() == getattr(theme.tokens.weight, weight)


def test_buttons_are_at_least_as_high_as_a_finger(theme, qtbot):
    button = QPushButton("Apply")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.sizeHint().height() == theme.tokens.height.control


def test_an_icon_is_drawn_in_the_colour_of_its_role(theme):
    image = theme.icon("circle-check", "ok").pixmap(20, 20).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(20) for y in range(20)}
    assert theme.color("ok").name() in seen


def test_an_icon_for_a_sharper_screen_has_more_pixels(theme):
    pixmap = theme.pixmap("lock", "text", 20, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)


def test_a_padded_icon_carries_the_gap_to_the_word(theme):
    size = theme.icon_size(20, padded=True)
    assert size.width() > 20
    icon = theme.icon("lock", size_px=20, padded=True)
    assert icon.actualSize(size, QIcon.Mode.Normal) == size


def test_every_icon_that_is_named_exists():
    files = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    named = set()
    for path in UI.rglob("*.py"):
        named |= set(re.findall(r'icon(?:_name)?="([a-z0-9-]+)"', path.read_text()))
        named |= set(re.findall(r'(?:icon|pixmap)\(\s*"([a-z0-9-]+)"', path.read_text()))
    assert named
    assert named <= files


def test_a_missing_icon_is_an_error_and_not_an_empty_place(theme):
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no-such-icon", "text", 20)
