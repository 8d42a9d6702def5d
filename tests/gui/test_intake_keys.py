"""A USB scanner's keys reach the tray wherever the focus is, and leave nothing behind where they passed."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from app.ui.dialogs import PlainDialog
from app.ui.widgets.buttons import Button
from app.ui.widgets.code_entry import CodeEntry
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.intake_keys import KeyWatch
from app.ui.widgets.row_list import RowData, RowList
from app.viewmodels.wedge import WedgeLimits
from tests.gui.keyboard import Keyboard

CODE = "MT:Y.K9042C00KA0648G00"


@dataclass(slots=True)
class Desk:
    """A page of one widget, watched."""

    page: QWidget
    widget: QWidget
    keys: Keyboard
    limits: WedgeLimits = field(default_factory=WedgeLimits)
    scanned: list[str] = field(default_factory=list[str])
    pressed: list[str] = field(default_factory=list[str])


@pytest.fixture
def desk(qtbot) -> Callable[[QWidget], Desk]:
    def build(widget: QWidget) -> Desk:
        page = QWidget()
        qtbot.addWidget(page)
        layout = QVBoxLayout(page)
        layout.addWidget(widget)
        layout.addWidget(QLineEdit())
        made = Desk(page, widget, Keyboard(page))
        watch = KeyWatch(page, lambda: made.limits, lambda _widget: False)
        watch.scanned.connect(lambda text: made.scanned.append(text.reveal()))
        page.show()
        with qtbot.waitActive(page):
            page.activateWindow()
        widget.setFocus()
        watch.start()
        return made

    return build


def numbered(theme) -> RowList:
    rows = RowList(theme, "Tray")
    rows.set_rows(
        [RowData(str(n), word) for n, word in enumerate(("Annex", "Barn", "Main", "Mews"))]
    )
    rows.choose("1")
    return rows


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_scan_into_a_line_leaves_text_selection_and_cursor_as_they_were(desk, end):
    line = QLineEdit()
    made = desk(line)
    made.keys.type_text("front door")
    line.setSelection(6, 4)
    made.keys.scan(CODE, end)
    assert made.scanned == [CODE]
    assert (line.text(), line.selectedText(), line.cursorPosition()) == ("front door", "door", 10)
    assert QApplication.focusWidget() is line


def test_a_backward_selection_stays_backward(desk):
    line = QLineEdit("front door")
    made = desk(line)
    line.setSelection(10, -4)
    made.keys.scan(CODE)
    assert (line.selectedText(), line.cursorPosition()) == ("door", 6)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit])
def test_undo_and_redo_never_bring_back_what_a_scanner_typed(desk, kind):
    editor = kind()
    made = desk(editor)
    read = editor.text if isinstance(editor, QLineEdit) else editor.toPlainText
    made.keys.type_text("ab")
    made.keys.scan(CODE)
    assert read() == "ab"
    seen: list[str] = []
    for step in (editor.undo, editor.undo, editor.redo, editor.redo, editor.redo):
        step()
        seen.append(read())
    assert "" in seen, "what was typed before can still be undone"
    assert not any("M" in text for text in seen), seen


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_one_undo_after_a_scan_undoes_what_was_done_before_it(desk, kind):
    editor = kind()
    made = desk(editor)
    read = editor.text if isinstance(editor, QLineEdit) else editor.toPlainText
    made.keys.type_text("ab")
    made.keys.press(Qt.Key.Key_Left)
    made.keys.scan(CODE)
    assert read() == "ab"
    editor.undo()
    assert read() == ""


@pytest.mark.parametrize("kind", [QPlainTextEdit, QTextEdit])
def test_a_scan_into_a_note_leaves_it_as_it_was(desk, kind):
    note = kind()
    made = desk(note)
    made.keys.type_text("two lines")
    cursor = note.textCursor()
    cursor.setPosition(1)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    note.setTextCursor(cursor)
    made.keys.scan(CODE)
    assert made.scanned == [CODE]
    assert note.toPlainText() == "two lines"
    assert note.textCursor().selectedText() == "wo "


def test_a_scan_into_the_code_field_leaves_the_digits_begun_there(desk, theme):
    entry = CodeEntry(theme)
    made = desk(entry)
    made.keys.type_text("34970")
    entry.line.setCursorPosition(2)
    made.keys.scan(CODE)
    assert made.scanned == [CODE]
    assert entry.line.text() == "3497-0"
    assert entry.line.cursorPosition() == 2
    entry.line.step_forward()
    assert entry.line.text() == "3497-0"
    entry.line.step_back()
    assert entry.line.text() == "3497"


def test_a_scan_into_a_number_leaves_the_number(desk, theme):
    box = NumberBox(theme, "Days", low=0, high=999_999_999)
    made = desk(box)
    box.setValue(30)
    made.keys.scan("34970112332")
    assert made.scanned == ["34970112332"]
    assert box.value() == 30


@pytest.mark.parametrize("text", [CODE, "HUE:Z:0 1 2 3 4 M:1 2"])
def test_a_scan_over_a_button_presses_nothing(desk, theme, text):
    button = Button(theme, "Remove")
    made = desk(button)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    made.keys.scan(text)
    assert made.scanned == [text]
    assert not pressed
    assert QApplication.focusWidget() is button


def test_a_scan_over_a_list_leaves_the_chosen_entry_and_opens_nothing(desk, theme):
    rows = numbered(theme)
    made = desk(rows)
    opened: list[str] = []
    rows.row_opened.connect(opened.append)
    made.keys.scan(CODE)
    assert made.scanned == [CODE]
    assert rows.chosen == "1"
    assert not opened


def test_a_scan_over_a_choice_leaves_it(desk):
    box = QComboBox()
    box.addItems(["Annex", "Main"])
    chosen: list[int] = []
    box.activated.connect(chosen.append)
    made = desk(box)
    made.keys.scan(CODE)
    assert made.scanned == [CODE]
    assert box.currentText() == "Annex"
    assert chosen[-1:] in ([], [0]), "who listens hears of the right entry last"


def test_a_scan_with_the_focus_nowhere_is_heard_too(desk):
    made = desk(QLineEdit())
    made.widget.clearFocus()
    assert QApplication.focusWidget() is None
    made.keys.scan(CODE)
    assert made.scanned == [CODE]


def test_a_person_types_and_presses_enter_as_ever(desk, theme, qtbot):
    line = QLineEdit()
    made = desk(line)
    entered: list[str] = []
    line.returnPressed.connect(lambda: entered.append(line.text()))
    made.keys.type_text("Lena Hofgarten")
    made.keys.press(Qt.Key.Key_Return)
    assert made.scanned == []
    assert entered == ["Lena Hofgarten"]
    made.keys.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not line


def test_typing_ahead_in_a_list_still_finds_an_entry(desk, theme, qtbot):
    rows = numbered(theme)
    made = desk(rows)
    made.keys.type_text("me", gap_ms=20)  # two keys that overlap, as quick fingers press them
    qtbot.waitUntil(lambda: rows.chosen == "3")
    assert made.scanned == []


def test_a_held_key_is_no_scanner(desk):
    line = QLineEdit()
    made = desk(line)
    made.keys.press(Qt.Key.Key_X, text="x")
    for _ in range(20):
        made.keys.press(Qt.Key.Key_X, text="x", gap_ms=30, is_repeat=True)
    made.keys.press(Qt.Key.Key_Return, gap_ms=30)
    assert made.scanned == []
    assert line.text() == "x" * 21


def test_keys_that_come_without_a_time_are_no_scanner(desk, qtbot):
    line = QLineEdit()
    made = desk(line)
    qtbot.keyClicks(line, CODE)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert made.scanned == []
    assert line.text() == CODE


def test_a_shortcut_of_one_letter_is_not_run_by_a_scan(desk, theme):
    button = Button(theme, "Anything")
    made = desk(button)
    shortcut = QShortcut(Qt.Key.Key_K, made.page)
    assert shortcut.isEnabled()
    made.keys.type_text("MT:Y.", 4)
    # The window system asks before it looks for shortcuts; who accepts keeps the key.
    asked = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k"
    )
    asked.setTimestamp(made.keys.now_ms + 4)
    asked.ignore()
    QApplication.sendEvent(button, asked)
    assert asked.isAccepted()


def test_a_dead_key_and_an_input_method_do_not_break_a_scan(desk):
    line = QLineEdit()
    made = desk(line)
    made.keys.type_text("MT:Y.K90", 4)
    made.keys.press(Qt.Key.Key_Dead_Circumflex, gap_ms=4)
    composed = QInputMethodEvent()
    composed.setCommitString("ô")
    QApplication.sendEvent(line, composed)
    made.keys.type_text("2C00", 4)
    made.keys.press(Qt.Key.Key_Return, gap_ms=4)
    assert made.scanned == ["MT:Y.K90ô2C00"]
    assert line.text() == ""


def test_what_a_label_holds_beside_letters_comes_whole(desk):
    made = desk(QLineEdit())
    made.keys.type_text("]C101095060001343", 4)
    made.keys.press(Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, "\x1d", 4)
    made.keys.type_text("21ABC", 4)
    made.keys.press(Qt.Key.Key_Tab, gap_ms=4)
    assert made.scanned == ["]C101095060001343\x1d21ABC"]


def test_the_limits_are_asked_for_each_key(desk):
    line = QLineEdit()
    made = desk(line)
    made.keys.scan(CODE, gap_ms=60)
    assert made.scanned == []
    made.limits = WedgeLimits(gap_below_ms=80)
    line.clear()
    made.keys.scan(CODE, gap_ms=60)
    assert made.scanned == [CODE]
    assert line.text() == ""


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_scan_above_a_question_of_the_page_never_answers_it(desk, theme, qtbot, end):
    made = desk(QLineEdit())
    dialog = PlainDialog(theme, made.page, "Show the QR code?", accept="Show it")
    answers: list[int] = []
    dialog.finished.connect(answers.append)
    dialog.open()
    dialog.activateWindow()
    dialog.accept_button.setFocus()
    qtbot.waitUntil(dialog.accept_button.hasFocus)
    made.keys.scan(CODE, end)
    assert (made.scanned, answers) == ([CODE], [])
    assert QApplication.focusWidget() is dialog.accept_button
    made.keys.press(Qt.Key.Key_Return)
    assert answers == [1], "a person still answers with Enter"


def test_a_scan_into_a_field_of_a_dialog_is_taken_back_and_typing_stays(desk, qtbot):
    made = desk(QLineEdit())
    dialog = QDialog(made.page)
    line = QLineEdit(dialog)
    dialog.open()
    dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    made.keys.type_text("front door")
    made.keys.scan(CODE)
    assert made.scanned == [CODE]
    assert line.text() == "front door"
    dialog.hide()


def test_the_dialogs_of_a_window_that_is_a_dialog_are_watched_too_and_those_of_others_are_not(
    qtbot,
):
    for kind, is_watched in ((QDialog, True), (QWidget, False)):
        window = kind()
        qtbot.addWidget(window)
        page = QWidget(window)
        watch, scanned = KeyWatch(page, WedgeLimits, lambda _widget: False), []
        watch.scanned.connect(lambda text, scanned=scanned: scanned.append(text.reveal()))
        window.show()
        watch.start()
        dialog = QDialog(window)
        line = QLineEdit(dialog)
        dialog.open()
        dialog.activateWindow()
        line.setFocus()
        qtbot.waitUntil(line.hasFocus)
        Keyboard(window).scan(CODE)
        assert bool(scanned) is is_watched
        assert line.text() == ("" if is_watched else CODE)
        dialog.hide()


def test_a_page_that_is_taken_down_with_the_focus_in_it_leaves_nothing_behind(desk, qtbot):
    made = desk(QLineEdit())
    with qtbot.captureExceptions() as raised:
        delete(made.page)
    assert not raised


def test_many_scans_one_after_the_other_all_come(desk):
    line = QLineEdit("note")
    made = desk(line)
    codes = [f"{CODE}{number:02}" for number in range(12)]
    for code in codes:
        made.keys.scan(code)
    assert made.scanned == codes
    assert line.text() == "note"
