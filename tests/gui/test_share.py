"""Letting another home app in from the Locks page."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.core.secret import Secret
from app.driver_api.driver import FabricOnLock
from app.ui.pages.share_dialog import ShareDialog
from app.ui.theme import Scheme
from app.viewmodels.share import qr_modules
from tests.gui.locks_screen import Screen, buttons, press, says, shown_page
from tests.gui.open_world import open_doors
from tests.gui.walk import walk
from tests.waiting import until

FRONT = "Home/Front door"
DIGITS = "3497-011-2332"


async def opened(screen: Screen) -> ShareDialog:
    """The dialog, when the lock has said who is on it."""
    await screen.choose(FRONT)
    screen.page.dialogs.share()
    dialog = screen.page.dialog
    assert isinstance(dialog, ShareDialog)
    await until(lambda: screen.models.share.fabrics is not None or dialog.messages.text)
    await until(lambda: not screen.models.share.is_busy)
    return dialog


async def test_it_says_who_is_on_the_lock_before_anything_is_opened(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        lock.others = (
            FabricOnLock(2, "Apple Home", 4937, is_ours=False),
            FabricOnLock(3, "", 1, is_ours=False),
        )
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert says(dialog, "Lockchart (this project)")
            assert says(dialog, "Apple Home")
            assert says(dialog, "Home app 3, without a name")
            assert not dialog.qr.isVisible()


async def test_qr_digits_and_the_time_left_are_shown_while_the_window_is_open(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            dialog.minutes.setValue(5)
            press(dialog, "Open the window")
            await until(dialog.qr.isVisible)
            assert dialog.digits.text() == DIGITS
            assert 290 < dialog.countdown.left_s <= 300
            assert "Open the window" not in buttons(dialog)
            press(dialog, "Copy digits")
            assert QGuiApplication.clipboard().text() == DIGITS.replace("-", "")
            entries = await doors.work.history.entries()
            assert str(entries[-1].kind) == "shared"
            dialog.countdown.start(0)
            assert not dialog.qr.isVisible()
            assert dialog.digits.text() == ""
            assert "has closed" in dialog.messages.text
            await until(lambda: not screen.models.share.is_busy)


async def test_closing_the_dialog_takes_the_digits_off_the_screen(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            press(dialog, "Open the window")
            await until(dialog.qr.isVisible)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            assert dialog.digits.text() == ""
            await until(lambda: not screen.models.share.is_busy)


async def test_a_lock_that_is_away_is_said_and_can_be_tried_again(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        lock.is_reachable = False
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert says(dialog, "The lock did not say.")
            assert "does not answer" in dialog.messages.text
            lock.is_reachable = True
            press(dialog, "Open the window")
            await until(dialog.qr.isVisible)
            await until(lambda: says(dialog, "Lockchart (this project)"))


def test_the_picture_is_the_code_of_the_text():
    import zxingcpp
    from PIL import Image

    rows = qr_modules(Secret("MT:-24J0AFN00KA0648G00"))
    side = len(rows) + 8
    picture = Image.new("L", (side, side), 255)
    for y, line in enumerate(rows):
        for x, is_dark in enumerate(line):
            picture.putpixel((x + 4, y + 4), 0 if is_dark else 255)
    [found] = zxingcpp.read_barcodes(picture.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    assert found.text == "MT:-24J0AFN00KA0648G00"


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_dialog_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert walk(dialog, theme) == []
            press(dialog, "Open the window")
            await until(dialog.qr.isVisible)
            assert walk(dialog, theme) == []
            await until(lambda: not screen.models.share.is_busy)


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_page(theme, doors, QSize(752, 640)) as screen:
            dialog = await opened(screen)
            assert walk(dialog, theme) == []
            dialog.accept()
            await until(dialog.qr.isVisible)
            assert walk(dialog, theme) == []
            await until(lambda: not screen.models.share.is_busy)
