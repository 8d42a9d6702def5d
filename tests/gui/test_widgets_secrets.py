"""Secrets on the screen: hidden, not undone, not left on the clipboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.core.secret import Secret
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.secret_field import SecretField

SECRET = "correct horse 4"


@pytest.fixture
def field(qtbot, theme) -> SecretField:
    field = SecretField(theme, "&Passphrase", helper="Help.")
    qtbot.addWidget(field)
    field.show()
    return field


def line_of(field: SecretField) -> QLineEdit:
    line = field.focusProxy()
    assert isinstance(line, QLineEdit)
    return line


def button_of(widget, word: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == word)


def notes_of(field) -> list[str]:
    return [label.text() for label in field.findChildren(QLabel) if not label.isHidden()]


def test_a_secret_is_hidden_until_it_is_asked_for(qtbot, field):
    QTest.keyClicks(line_of(field), SECRET)
    assert SECRET not in line_of(field).displayText()
    qtbot.mouseClick(button_of(field, "Show"), Qt.MouseButton.LeftButton)
    assert line_of(field).displayText() == SECRET
    qtbot.mouseClick(button_of(field, "Hide"), Qt.MouseButton.LeftButton)
    assert SECRET not in line_of(field).displayText()


def test_what_was_taken_cannot_be_brought_back_by_undo(field):
    QTest.keyClicks(line_of(field), SECRET)
    assert field.take().reveal() == SECRET
    assert field.is_empty
    # Qt itself refuses undo only while the text is hidden.
    button_of(field, "Show").setChecked(True)
    QTest.keyClick(line_of(field), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    line_of(field).undo()
    assert field.is_empty


def test_typing_cannot_be_undone_letter_by_letter(field):
    QTest.keyClicks(line_of(field), "abc")
    QTest.keyClick(line_of(field), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.secret().reveal() == "abc"


def test_the_field_has_no_context_menu_and_gives_nothing_away_by_drag(field):
    assert line_of(field).contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not line_of(field).dragEnabled()


def test_an_upper_case_letter_without_shift_means_caps_lock(field):
    QTest.keyClicks(line_of(field), "A")
    assert any("Caps Lock" in note for note in notes_of(field))
    QTest.keyClicks(line_of(field), "b")
    assert not any("Caps Lock" in note for note in notes_of(field))


def test_an_upper_case_letter_with_shift_is_no_caps_lock(field):
    QTest.keyClicks(line_of(field), "A", Qt.KeyboardModifier.ShiftModifier)
    assert not any("Caps Lock" in note for note in notes_of(field))


def test_an_error_goes_away_when_somebody_types(field):
    field.set_error("The two differ.")
    assert "The two differ." in notes_of(field)
    QTest.keyClicks(line_of(field), "x")
    assert "The two differ." not in notes_of(field)


def test_two_fields_are_compared_without_showing_them(qtbot, theme, field):
    other = SecretField(theme, "&Again")
    qtbot.addWidget(other)
    QTest.keyClicks(line_of(field), SECRET)
    assert not field.matches(other)
    QTest.keyClicks(line_of(other), SECRET)
    assert field.matches(other)


@pytest.fixture
def reveal(qtbot, theme) -> CodeReveal:
    reveal = CodeReveal(theme, SecretClipboard(clear_after_ms=10), "PIN · main", mask_after_ms=10)
    qtbot.addWidget(reveal)
    reveal.show()
    return reveal


def texts_of(reveal: CodeReveal) -> str:
    return " ".join(label.text() for label in reveal.findChildren(QLabel))


def test_a_masked_code_tells_nothing_of_its_length(reveal):
    masked = texts_of(reveal)
    reveal.reveal(Secret("402917385"))
    reveal.hide_code()
    assert texts_of(reveal) == masked


def test_revealing_asks_first(qtbot, reveal):
    with qtbot.waitSignal(reveal.reveal_requested):
        qtbot.mouseClick(button_of(reveal, "Reveal"), Qt.MouseButton.LeftButton)
    assert not reveal.is_revealed


def test_a_revealed_code_masks_itself(qtbot, reveal):
    reveal.reveal(Secret("402917"))
    assert "402917" in texts_of(reveal)
    qtbot.waitUntil(lambda: not reveal.is_revealed)
    assert "402917" not in texts_of(reveal)


def test_a_revealed_code_is_masked_when_its_page_is_left(qtbot, theme):
    reveal = CodeReveal(theme, SecretClipboard(), "PIN · main")
    qtbot.addWidget(reveal)
    reveal.show()
    reveal.reveal(Secret("402917"))
    reveal.hide()
    assert "402917" not in texts_of(reveal)


def test_a_copied_code_is_taken_off_the_clipboard(qtbot, reveal):
    reveal.copy(Secret("402917"))
    assert QGuiApplication.clipboard().text() == "402917"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")


def test_how_long_a_secret_stays_can_be_changed_while_it_is_there(qtbot, theme):
    clipboard = SecretClipboard(clear_after_ms=60_000)
    reveal = CodeReveal(theme, clipboard, "PIN · main")
    qtbot.addWidget(reveal)
    reveal.show()
    reveal.copy(Secret("402917"))
    assert "after 60 seconds" in texts_of(reveal)
    clipboard.set_keep_ms(10)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    reveal.reveal(Secret("402917"))
    qtbot.waitUntil(lambda: not reveal.is_revealed)


def test_what_somebody_else_copied_meanwhile_stays(qtbot, theme):
    clipboard = SecretClipboard()
    clipboard.copy(Secret("402917"))
    QGuiApplication.clipboard().setText("a shopping list")
    clipboard.clear_now()
    assert QGuiApplication.clipboard().text() == "a shopping list"


def test_a_copied_secret_is_marked_for_clipboard_histories(qtbot, theme):
    clipboard = SecretClipboard()
    clipboard.copy(Secret("402917"))
    data = QGuiApplication.clipboard().mimeData()
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    assert data.hasFormat("org.nspasteboard.ConcealedType")
    assert data.hasFormat("ExcludeClipboardContentFromMonitorProcessing")
    for name in ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"):
        assert bytes(data.data(name).data()) == b"\0\0\0\0", "a number of 32 bits, 0 = no"
    clipboard.clear_now()
