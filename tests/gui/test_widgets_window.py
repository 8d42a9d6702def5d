"""The window's frame, messages, countdown and QR code."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit, QPushButton, QWidget

from app.core.settings import DECLARED, SHARE_MINUTES, THEME
from app.ui.main_window import MainWindow, PageEntry
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.countdown import Countdown
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.qr_view import QUIET_MODULES, QrWidget
from app.ui.widgets.rail import ProjectFacts
from app.ui.widgets.settings_form import SettingsForm
from tests.gui.walk import shortcuts


class Pages:
    """Counts how often each page was built."""

    def __init__(self) -> None:
        self.built: list[str] = []

    def entry(self, page_id: str, word: str) -> PageEntry:
        def build() -> QWidget:
            self.built.append(page_id)
            return QWidget()

        return PageEntry(page_id, word, "lock", build)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def window(qtbot, theme, pages) -> MainWindow:
    window = MainWindow(theme)
    qtbot.addWidget(window, before_close_func=lambda w: w.closing.disconnect())
    window.closing.connect(lambda: None)
    entries = [
        pages.entry("first", ""),
        pages.entry("locks", "Locks"),
        pages.entry("people", "People"),
    ]
    window.set_pages(entries)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def test_a_page_is_built_when_it_is_first_shown_and_kept(window, pages):
    assert pages.built == []
    window.show_page("locks")
    window.show_page("people")
    window.show_page("locks")
    assert pages.built == ["locks", "people"]


def test_only_pages_with_a_word_stand_in_the_rail(window):
    assert window.rail.entry_ids == ["locks", "people"]


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_1, "locks"), (Qt.Key.Key_2, "people")])
def test_control_and_a_number_lead_to_the_page(qtbot, window, key, page):
    window.show_page("first")
    with qtbot.waitSignal(window.page_shown) as shown:
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert shown.args == [page]


def test_no_shortcut_is_used_twice(window):
    assert len(shortcuts(window)) == len(set(shortcuts(window))) == 2


def test_other_pages_replace_the_old_ones(window, pages):
    window.show_page("locks")
    window.set_pages([pages.entry("first", "")])
    assert window.page is None
    window.show_page("first")
    assert pages.built == ["locks", "first"]
    assert window.rail.entry_ids == []


def test_practice_is_named_in_title_and_rail(window):
    window.set_project(ProjectFacts("Demo house", "2 locks", "saved 09:41", is_practice=True))
    assert "practice" in window.windowTitle()
    assert "practice" in window.rail.project.accessibleDescription()
    window.set_project(ProjectFacts("Hofgarten"))
    assert "practice" not in window.windowTitle()
    assert "practice" not in window.rail.project.accessibleDescription()
    window.set_project(None)
    assert window.windowTitle() == "Lockchart"
    assert window.rail.project.isHidden()


def test_the_project_block_offers_what_can_be_done_with_the_project(qtbot, window):
    window.set_project(ProjectFacts("Hofgarten"))
    window.set_project_menu([("lock", "Lock the project"), ("", ""), ("copy", "Save a copy …")])
    qtbot.mouseClick(window.rail.project, Qt.MouseButton.LeftButton)
    menu = window.findChild(QMenu)
    with qtbot.waitSignal(window.project_action) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == ["copy"]
    menu.close()


def test_closing_is_told_and_left_to_the_owner(qtbot, window):
    with qtbot.waitSignal(window.closing):
        window.close()
    assert window.isVisible()
    window.release()
    assert not window.isVisible()


@pytest.fixture
def strip(qtbot, theme) -> MessageStrip:
    strip = MessageStrip(theme, good_news_ms=10)
    qtbot.addWidget(strip)
    return strip


def test_good_news_goes_away_and_bad_news_stays(qtbot, strip):
    strip.show_message("Saved.", "ok")
    with qtbot.waitSignal(strip.closed):
        pass
    strip.show_message("The lock did not answer.", "bad", action="Try again")
    assert not strip.findChild(QTimer).isActive()
    assert strip.text == "The lock did not answer."


def test_details_are_folded_and_can_be_copied(qtbot, strip):
    strip.show_message("Something went wrong.", "bad", details="code: fault")
    text = strip.findChild(QPlainTextEdit)
    assert not text.isVisible()
    buttons = {b.text(): b for b in strip.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Show details"], Qt.MouseButton.LeftButton)
    assert text.isVisible()
    qtbot.mouseClick(buttons["Copy details"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "code: fault"


def test_a_new_message_replaces_action_and_details(strip):
    strip.show_message("First.", "bad", action="Try again", details="x")
    strip.show_message("Second.", "info")
    shown = [b.text() for b in strip.findChildren(QPushButton) if b.isVisible()]
    assert (strip.text, shown) == ("Second.", ["Close"])


def test_stop_can_be_pressed_once_and_says_that_it_was(qtbot, theme):
    strip = BusyStrip(theme)
    qtbot.addWidget(strip)
    strip.show_busy("Writing", done=1, total=3)
    stop = strip.findChildren(QPushButton)[0]
    with qtbot.waitSignal(strip.cancel_pressed):
        qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not stop.isEnabled()
    assert any("Stopping" in label.text() for label in strip.findChildren(QLabel))
    strip.show_idle()
    strip.show_busy("Writing again")
    assert stop.isEnabled()


class Clock:
    """A monotonic clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_countdown_ends_once(qtbot, theme):
    clock = Clock()
    countdown = Countdown("Closes in", monotonic=clock)
    qtbot.addWidget(countdown)
    countdown.start(75)
    assert countdown.left_s == 75
    assert [one.text() for one in countdown.findChildren(QLabel)] == ["Closes in", "1:15 left"]
    clock.now += 75
    ends: list[bool] = []
    countdown.ended.connect(lambda: ends.append(True))
    countdown.refresh()
    countdown.refresh()
    assert ends == [True]
    assert countdown.left_s == 0


def test_a_qr_code_is_drawn_black_on_white_with_its_quiet_zone(qtbot, theme):
    matrix = [[x == y for x in range(21)] for y in range(21)]
    qr = QrWidget("QR", side_px=(21 + 2 * QUIET_MODULES) * 4)
    qtbot.addWidget(qr)
    qr.set_matrix(matrix)
    qr.adjustSize()
    image = qr.grab().toImage()
    read = [
        [
            image.pixelColor((x + QUIET_MODULES) * 4 + 2, (y + QUIET_MODULES) * 4 + 2).value() < 128
            for x in range(21)
        ]
        for y in range(21)
    ]
    assert read == matrix
    quiet = [image.pixelColor(x, y).value() for x in range(16) for y in range(image.height())]
    assert set(quiet) == {255}


def test_every_setting_with_a_title_has_a_field_and_tells_its_value(qtbot, theme):
    form = SettingsForm(theme, DECLARED, lambda setting: setting.default)
    qtbot.addWidget(form)
    number, choice = form.editor(SHARE_MINUTES.key), form.editor(THEME.key)
    assert isinstance(number, NumberBox)
    assert (number.minimum(), number.maximum()) == (SHARE_MINUTES.low, SHARE_MINUTES.high)
    with qtbot.waitSignal(form.changed) as changed:
        number.setValue(5)
    assert changed.args == [SHARE_MINUTES.key, 5]
    assert isinstance(choice, ChoiceBox)
    choice.setFocus()
    with qtbot.waitSignal(form.changed) as changed:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert changed.args == [THEME.key, "light"]
    for setting in DECLARED:
        if not setting.title:
            with pytest.raises(KeyError):
                form.editor(setting.key)


def test_scrolling_does_not_change_what_lies_under_the_pointer(qtbot, theme):
    box = ChoiceBox(theme, "Role", [("a", "Guest"), ("b", "Manager")])
    qtbot.addWidget(box)
    down = QWheelEvent(
        QPointF(5, 5),
        box.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.wheelEvent(down)
    assert box.key == "a"
    assert not down.isAccepted()
