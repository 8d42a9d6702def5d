"""The walk finds what it is there to find, and the kit passes it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import Scheme, Theme
from app.ui.widgets.labels import text_label
from tests.gui import gallery
from tests.gui.walk import invisible_focus, lengthened, press_through, walk


def page_with(qtbot, *widgets: QWidget, size: QSize | None = None) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget)
    qtbot.addWidget(page)
    page.resize(size or QSize(400, 300))
    page.show()
    return page


def kinds(page: QWidget, theme: Theme) -> set[str]:
    return {fault.kind for fault in walk(page, theme)}


def test_a_sound_page_has_no_faults(qtbot, theme):
    line = QLineEdit("Anna")
    line.setAccessibleName("Name")
    page = page_with(qtbot, text_label("A page"), line, QPushButton("&Save"))
    assert walk(page, theme) == []


def test_a_control_too_small_for_a_finger_is_found(qtbot, theme):
    button = QPushButton("Save")
    button.setFixedWidth(30)
    assert "small control" in kinds(page_with(qtbot, button), theme)


def test_a_control_without_a_name_is_found(qtbot, theme):
    assert kinds(page_with(qtbot, QLineEdit("x")), theme) == {"no accessible name"}


def test_a_mnemonic_used_twice_is_found(qtbot, theme):
    page = page_with(qtbot, QPushButton("&Save"), QPushButton("&Stop"))
    assert kinds(page, theme) == {"mnemonic used twice"}


def test_a_control_that_tab_does_not_reach_is_found(qtbot, theme):
    button = QPushButton("Save")
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    page = page_with(qtbot, button, QPushButton("Stop"))
    assert kinds(page, theme) == {"outside the tab order"}


def test_a_text_that_has_no_room_is_found(qtbot, theme):
    label = text_label("Several words that need more room than there is here", wrap=False)
    label.setFixedWidth(120)
    assert kinds(page_with(qtbot, label), theme) == {"clipped text"}


def test_a_wrapped_text_without_height_is_found(qtbot, theme):
    label = text_label("Several words that need more lines than there are here")
    label.setFixedSize(120, 20)
    assert kinds(page_with(qtbot, label), theme) == {"clipped text"}


def test_a_text_that_cannot_be_read_on_its_ground_is_found(qtbot, theme):
    label = QLabel("pale")
    palette = label.palette()
    palette.setColor(label.foregroundRole(), theme.color("line"))
    label.setPalette(palette)
    assert kinds(page_with(qtbot, label), theme) == {"weak contrast"}


class _Unmoved(QPushButton):
    def paintEvent(self, event: object) -> None:
        pass


def test_a_focus_that_cannot_be_seen_is_found(qtbot, theme):
    page = page_with(qtbot, _Unmoved("One"), QPushButton("Two"))
    with qtbot.waitActive(page):
        page.activateWindow()
    assert [fault.where for fault in invisible_focus(page)] == ["_Unmoved('One')"]


def test_tab_goes_through_a_page_in_order(qtbot, theme):
    buttons = [QPushButton(word) for word in ("One", "Two", "Three")]
    page = page_with(qtbot, *buttons)
    with qtbot.waitActive(page):
        page.activateWindow()
    buttons[0].setFocus()
    assert press_through(page) == [buttons[1], buttons[2], buttons[0]]


def test_the_pseudo_language_is_two_fifths_longer():
    assert len(lengthened("Copy the details")) >= 1.4 * len("Copy the details")
    assert lengthened("&Next").startswith("[&Next")


PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "locks": lambda theme: gallery.main_window(theme, "locks"),
    "kit": lambda theme: gallery.main_window(theme, "kit"),
    "nothing": lambda theme: gallery.main_window(theme, "nothing"),
    "settings": lambda theme: gallery.main_window(theme, "settings"),
    **{
        f"wizard {kind}": lambda theme, kind=kind: gallery.wizard(theme, kind)
        for kind in ("form", "progress", "confirm", "failed", "done")
    },
}
SIZES = {"large": QSize(1400, 860), "small": QSize(1024, 700), "narrow": QSize(820, 640)}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_kit_passes_the_walk(qtbot, theme, page, size):
    shown = PAGES[page](theme)
    qtbot.addWidget(shown)
    shown.resize(SIZES[size])
    shown.show()
    assert walk(shown, theme) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_kit_passes_the_walk_in_the_dark(qtbot, theme, page):
    theme.set_scheme(Scheme.DARK)
    shown = PAGES[page](theme)
    qtbot.addWidget(shown)
    shown.resize(SIZES["small"])
    shown.show()
    assert walk(shown, theme) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_kit_passes_the_walk_in_a_longer_language(qtbot, theme, pseudo_language, page):
    shown = PAGES[page](theme)
    qtbot.addWidget(shown)
    shown.resize(SIZES["small"])
    shown.show()
    assert walk(shown, theme) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_focus_is_seen_on_every_control(qtbot, theme, page):
    shown = PAGES[page](theme)
    qtbot.addWidget(shown)
    shown.resize(SIZES["small"])
    shown.show()
    with qtbot.waitActive(shown):
        shown.activateWindow()
    assert invisible_focus(shown) == []
