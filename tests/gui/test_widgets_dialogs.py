"""Dialogs are awaited while the loop goes on; Enter and Esc work in each."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton

from app.ui.dialogs import (
    ask_new_passphrase,
    ask_open_file,
    ask_passphrase,
    ask_save_file,
    confirm,
    show_message,
)
from app.ui.theme import Theme
from tests.waiting import until


def shown_dialog() -> QDialog | None:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return found[0] if found else None


async def next_dialog() -> QDialog:
    await until(lambda: shown_dialog() is not None)
    dialog = shown_dialog()
    assert dialog is not None
    dialog.activateWindow()
    await until(dialog.isActiveWindow)
    return dialog


def button(dialog: QDialog, word: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == word)


def type_name(dialog: QDialog, name: str) -> None:
    assert isinstance(dialog, QFileDialog)
    line = the_line(dialog)
    line.setText("")
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def the_line(dialog: QDialog) -> QLineEdit:
    line = dialog.findChild(QLineEdit)
    assert line is not None
    return line


@pytest.mark.parametrize(
    ("key", "is_destructive", "expected"),
    [
        (Qt.Key.Key_Return, False, True),
        (Qt.Key.Key_Escape, False, False),
        (Qt.Key.Key_Return, True, False),
        (Qt.Key.Key_Escape, True, False),
    ],
)
async def test_enter_and_escape_answer_a_question(
    qtbot, theme: Theme, key, is_destructive, expected
):
    asking = confirm(
        theme, None, "Remove?", "Sure?", accept="Remove", is_destructive=is_destructive
    )
    task = asyncio.get_running_loop().create_task(asking)
    dialog = await next_dialog()
    QTest.keyClick(dialog.focusWidget() or dialog, key)
    assert await task is expected


async def test_other_work_goes_on_while_a_dialog_is_open(qtbot, theme):
    turns = 0

    async def work() -> None:
        nonlocal turns
        while turns < 5:
            turns += 1
            await asyncio.sleep(0)

    loop = asyncio.get_running_loop()
    task = loop.create_task(show_message(theme, None, "Said", "Something."))
    dialog = await next_dialog()
    await loop.create_task(work())
    assert not task.done()
    dialog.reject()
    await task
    assert turns == 5


async def test_a_cancelled_question_closes_its_dialog(qtbot, theme):
    task = asyncio.get_running_loop().create_task(
        confirm(theme, None, "Remove?", "Sure?", accept="Remove")
    )
    await next_dialog()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert shown_dialog() is None


async def test_a_passphrase_is_given_as_a_secret(qtbot, theme):
    task = asyncio.get_running_loop().create_task(
        ask_passphrase(theme, None, "Hofgarten", can_remember=True)
    )
    dialog = await next_dialog()
    assert not button(dialog, "Open").isEnabled()
    line = the_line(dialog)
    QTest.keyClicks(line, "correct horse")
    assert "correct" not in dialog.windowTitle()
    QTest.keyClick(line, Qt.Key.Key_Return)
    answer = await task
    assert answer is not None
    assert answer.passphrase is not None
    assert answer.passphrase.reveal() == "correct horse"
    assert "correct" not in repr(answer)
    assert not answer.is_remembered


async def test_the_recovery_sheet_is_another_answer_than_cancel(qtbot, theme):
    loop = asyncio.get_running_loop()
    task = loop.create_task(ask_passphrase(theme, None, "Hofgarten", has_recovery=True))
    dialog = await next_dialog()
    qtbot.mouseClick(button(dialog, "Use the recovery sheet …"), Qt.MouseButton.LeftButton)
    answer = await task
    assert answer is not None
    assert answer.passphrase is None
    task = loop.create_task(ask_passphrase(theme, None, "Hofgarten", has_recovery=True))
    (await next_dialog()).reject()
    assert await task is None


async def test_a_new_passphrase_must_be_given_twice_alike(qtbot, theme):
    task = asyncio.get_running_loop().create_task(ask_new_passphrase(theme, None, "New project"))
    dialog = await next_dialog()
    first, second = dialog.findChildren(QLineEdit)
    QTest.keyClicks(first, "correct horse")
    assert not button(dialog, "Set passphrase").isEnabled()
    QTest.keyClicks(second, "correct house")
    QTest.keyClick(second, Qt.Key.Key_Return)
    await asyncio.sleep(0)
    assert not task.done()
    assert dialog.isVisible()
    second.setText("correct horse")
    QTest.keyClick(second, Qt.Key.Key_Return)
    secret = await task
    assert secret is not None
    assert secret.reveal() == "correct horse"


async def test_a_file_is_chosen_without_blocking(qtbot, theme, tmp_path: Path):
    wanted = tmp_path / "house.lockchart"
    wanted.write_bytes(b"x")
    task = asyncio.get_running_loop().create_task(
        ask_open_file(None, "Open", ["Lockchart project (*.lockchart)"], tmp_path)
    )
    dialog = await next_dialog()
    type_name(dialog, wanted.name)
    assert await task == wanted


async def test_the_ending_is_added_when_none_was_typed(qtbot, theme, tmp_path: Path):
    task = asyncio.get_running_loop().create_task(
        ask_save_file(None, "Save", ["CSV (*.csv)"], tmp_path / "inventory.csv")
    )
    dialog = await next_dialog()
    type_name(dialog, "list")
    assert await task == tmp_path / "list.csv"
