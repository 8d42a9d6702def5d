"""Taking a lock out from the Locks page: three ways, and what each of them may claim."""

import asyncio

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from app.ui.pages.take_out_dialog import TakeOutDialog
from app.ui.theme import Scheme
from tests.gui.locks_screen import Screen, buttons, press, says, shown_page
from tests.gui.open_world import Doors, open_doors
from tests.gui.walk import walk
from tests.waiting import until

FRONT = "Home/Front door"


async def furnish(doors: Doors) -> None:
    await doors.add_lock(FRONT)
    await doors.grant("Anna", FRONT)
    await doors.apply()


async def opened(screen: Screen, way: str = "") -> TakeOutDialog:
    """The dialog, with this way chosen."""
    await screen.choose(FRONT)
    screen.page.dialogs.take_out()
    dialog = screen.page.dialog
    assert isinstance(dialog, TakeOutDialog)
    if way:
        option = next(o for o in dialog.findChildren(QRadioButton) if o.property("key") == way)
        QTest.keyClick(option, Qt.Key.Key_Space)
    return dialog


async def over(dialog: TakeOutDialog) -> str:
    """The result, when there is one."""
    await until(lambda: dialog.outcome.text)
    return dialog.outcome.text


def tone(dialog: TakeOutDialog) -> str:
    return str(dialog.outcome.property("tone"))


async def test_codes_are_cleared_with_proof_before_the_pairing_ends(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert "read back as gone" in dialog.meaning
            press(dialog, "Take out")
            assert "read back as gone" in await over(dialog)
            assert tone(dialog) == "ok"
            assert doors.locks[FRONT].slots == {}
            assert not doors.locks[FRONT].is_paired
            press(dialog, "Close")
            await until(lambda: says(screen.page, "No lock is mounted here yet."))


async def test_codes_that_are_left_are_not_called_gone(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, "keep_codes")
            assert "go on opening the door" in dialog.meaning
            press(dialog, "Take out")
            said = await over(dialog)
            assert "Codes were left on it" in said
            assert "1 codes may still be on the lock" in said
            assert tone(dialog) == "warn"
            assert len(doors.locks[FRONT].slots) == 1
            assert not doors.locks[FRONT].is_paired


async def test_a_forgotten_lock_was_not_asked_and_that_is_said(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].is_reachable = False
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, "forget")
            press(dialog, "Take out")
            assert "It was not asked" in await over(dialog)
            assert tone(dialog) == "warn"
            assert doors.locks[FRONT].is_paired


async def test_a_code_that_is_not_proven_gone_keeps_the_lock_in_the_project(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].drops = True
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            press(dialog, "Take out")
            said = await over(dialog)
            assert "1 codes are not proven gone" in said
            assert "still on the lock after the removal" in said
            assert tone(dialog) == "bad"
            assert doors.locks[FRONT].is_paired
            assert {"Cancel", "Take out"} <= set(buttons(dialog))


async def test_a_lock_that_is_away_stays(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].is_reachable = False
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            press(dialog, "Take out")
            assert "not proven gone" in await over(dialog)
            assert await doors.work.project.read.locks.at_door((await doors.place(FRONT)).door.id)


async def test_the_dialog_cannot_be_left_while_the_lock_is_worked_on(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        lock = doors.locks[FRONT]
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            lock.gate = asyncio.Event()
            press(dialog, "Take out")
            await until(lambda: says(dialog, "Taking"))
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            assert dialog.isVisible()
            press(dialog.busy, "Stop")
            lock.gate.set()
            assert "not proven gone" in await over(dialog)
            assert lock.is_paired
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            assert screen.page.dialog is None


async def test_enter_does_not_destroy(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            QTest.keyClick(dialog, Qt.Key.Key_Return)
            assert screen.page.dialog is None
            await screen.settle()
            assert doors.locks[FRONT].is_paired


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_dialog_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, "forget")
            assert walk(dialog, theme) == []
            press(dialog, "Take out")
            await over(dialog)
            assert walk(dialog, theme) == []


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors, QSize(752, 640)) as screen:
            dialog = await opened(screen)
            assert walk(dialog, theme) == []
