"""Typing a setup code key by key: groups, verdict, marks, and what Enter does."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.ui.widgets import code_entry
from app.ui.widgets.code_entry import CodeEntry
from tests.gui.keyboard import Keyboard
from tests.gui.walk import walk

SHORT, WRONG = "34970112332", "34970112331"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def entry(qtbot, theme) -> CodeEntry:
    made = CodeEntry(theme, "&Setup code")
    qtbot.addWidget(made)
    made.resize(520, 120)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.line.setFocus()
    return made


@pytest.fixture
def keys(entry: CodeEntry) -> Keyboard:
    return Keyboard(entry)


@pytest.fixture
def told(monkeypatch) -> list[str]:
    """What a screen reader hears."""
    heard: list[str] = []
    monkeypatch.setattr(
        code_entry, "announce", lambda _w, text, is_urgent=False: heard.append(text)
    )
    return heard


def submitted(entry: CodeEntry) -> list[str]:
    given: list[str] = []
    entry.submitted.connect(lambda code: given.append(code.reveal()))
    return given


def test_digits_are_grouped_key_by_key(entry, keys):
    seen: list[str] = []
    for digit in SHORT:
        keys.type_text(digit)
        seen.append(entry.line.text())
    assert seen[3:7] == ["3497", "3497-0", "3497-01", "3497-011"]
    assert seen[-1] == "3497-011-2332"
    assert entry.line.cursorPosition() == len("3497-011-2332")
    assert entry.is_usable
    assert "A Matter code, 11 digits" in entry.verdict


def test_enter_takes_a_right_code_and_leaves_a_wrong_one_to_be_mended(entry, keys, told):
    given = submitted(entry)
    keys.type_text(WRONG)
    keys.press(Qt.Key.Key_Return)
    assert given == []
    assert entry.line.text() == "3497-011-2331"
    assert "The check digit is wrong" in entry.verdict
    assert "The check digit is wrong" in told[-1]
    assert entry.line.accessibleDescription() == entry.verdict
    keys.press(Qt.Key.Key_Backspace)
    keys.type_text("2")
    keys.press(Qt.Key.Key_Return)
    assert given == ["3497-011-2332"]


def test_a_wrong_group_is_underlined_and_chosen_so_that_typing_replaces_it(entry, keys):
    keys.type_text("399999123")
    assert "group" in entry.verdict
    marked_look = entry.line.grab().toImage()
    marks = entry.line.marks
    entry.line.mark(())
    assert red_pixels(marked_look) > red_pixels(entry.line.grab().toImage()) + 20
    entry.line.mark(marks)
    entry.submit()
    marked = entry.line.selectedText()
    assert marked.isdigit() or not marked
    assert entry.line.text() == "3999-991-23", "what was typed stays"


def red_pixels(image: QImage) -> int:
    colors = (
        QColor(image.pixel(x, y)) for x in range(image.width()) for y in range(image.height())
    )
    return sum(color.red() > 120 and color.green() < 90 and color.blue() < 90 for color in colors)


def test_missing_digits_are_said_at_enter(entry, keys, told):
    given = submitted(entry)
    keys.type_text("3497011233")
    keys.press(Qt.Key.Key_Return)
    assert given == []
    assert "one digit is missing" in told[-1]


def test_backspace_and_delete_pass_over_a_dash_to_the_digit(entry, keys):
    keys.type_text(SHORT)
    entry.line.setCursorPosition(5)
    keys.press(Qt.Key.Key_Backspace)
    assert (entry.line.text(), entry.line.cursorPosition()) == ("3490-112-332", 3)
    keys.press(Qt.Key.Key_Delete)
    assert (entry.line.text(), entry.line.cursorPosition()) == ("3491-123-32", 3)


def test_delete_before_a_dash_takes_the_digit_behind_it(entry, keys):
    keys.type_text(SHORT)
    entry.line.setCursorPosition(4)
    for left in ("3497-112-332", "3497-123-32"):
        keys.press(Qt.Key.Key_Delete)
        assert (entry.line.text(), entry.line.cursorPosition()) == (left, 4)


def test_a_digit_typed_in_the_middle_stays_where_it_was_typed(entry, keys):
    keys.type_text("3497112332")
    entry.line.setCursorPosition(4)
    keys.type_text("0")
    assert entry.line.text() == "3497-011-2332"
    assert entry.is_usable


def test_a_paste_into_the_middle_is_grouped_with_the_rest(entry, keys):
    keys.type_text("3497332")
    entry.line.setCursorPosition(4)
    QGuiApplication.clipboard().setText(" 0112 ")
    keys.press(Qt.Key.Key_V, CTRL, "\x16")
    assert entry.line.text() == "3497-011-2332"
    assert entry.is_usable


def test_undo_goes_back_key_by_key_and_redo_forth(entry, keys):
    keys.type_text("34970")
    keys.press(Qt.Key.Key_Z, CTRL, "\x1a")
    assert entry.line.text() == "3497"
    keys.press(Qt.Key.Key_Z, CTRL, "\x1a")
    assert entry.line.text() == "349"
    keys.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert entry.line.text() == "3497"


def test_an_emptied_field_gives_nothing_back(entry, keys):
    keys.type_text(SHORT)
    entry.clear()
    keys.press(Qt.Key.Key_Z, CTRL, "\x1a")
    entry.line.undo()
    assert entry.is_empty


def test_another_text_is_named_before_enter_and_may_be_kept(entry, keys):
    given = submitted(entry)
    keys.type_text("https://example.com/x")
    assert "web address" in entry.verdict
    keys.press(Qt.Key.Key_Return)
    assert given == ["https://example.com/x"]


def test_where_a_setup_code_is_needed_another_text_is_refused(qtbot, theme):
    needing = CodeEntry(theme, "&Setup code", needs_setup_code=True)
    qtbot.addWidget(needing)
    given = submitted(needing)
    qtbot.keyClicks(needing.line, "https://example.com/x")
    qtbot.keyClick(needing.line, Qt.Key.Key_Return)
    assert given == []
    assert "setup code is needed here" in needing.verdict


def test_four_megabytes_are_refused_at_once_and_what_was_typed_stays(entry, keys):
    keys.type_text("3497")
    QGuiApplication.clipboard().setText("0123456789" * 400_000)
    begun = time.process_time()
    keys.press(Qt.Key.Key_V, CTRL, "\x16")
    assert time.process_time() - begun < 1
    assert entry.line.text() == "3497"
    assert "too long" in entry.verdict
    entry.line.selectAll()
    entry.line.paste()
    assert entry.line.text() == "3497", "the menu's paste is no other way"
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2953,
        "\u202e\u2066MT:Y.K90",
        "<b>MT:</b>&amp;",
        "a\x00b\x1bc\x1dd\ne",
        "1\n2\n3",
        "٣٤٩٧",
    ],
    ids=["largest_symbol", "right_to_left", "markup", "control", "lines", "other_digits"],
)
def test_hostile_texts_are_judged_without_harm(entry, text):
    QGuiApplication.clipboard().setText(text)
    entry.line.paste()
    entry.submit()
    assert entry.verdict
    assert entry.line.accessibleName() == "Setup code"
    assert text not in entry.verdict
    QGuiApplication.clipboard().clear()


def test_what_is_said_is_said_when_the_keys_rest(entry, keys, told, qtbot):
    keys.type_text(SHORT)
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "A Matter code" in told[0]


@pytest.mark.parametrize("text", ["", SHORT, WRONG])
def test_it_passes_the_walk(entry, keys, theme, text):
    keys.type_text(text)
    assert isinstance(entry, QWidget)
    assert walk(entry, theme) == []
