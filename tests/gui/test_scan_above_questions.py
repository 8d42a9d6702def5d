"""A scan while a question of the Scan page is open: taken in or refused aloud, and never an answer."""

from PySide6.QtWidgets import QLabel

from app.ui.dialogs import PlainDialog
from app.ui.pages.tray_symbol_dialog import SymbolDialog
from app.ui.widgets.empty_state import EmptyState
from tests.gui.keyboard import Keyboard
from tests.gui.locks_screen import texts
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import WIFI, Scan, digits_text, eventually, qr_text, shown_scan_page
from tests.waiting import until


async def opened(scan: Scan, kind: type[PlainDialog] = PlainDialog) -> PlainDialog:
    dialog = scan.page.dialog
    assert isinstance(dialog, kind)
    dialog.activateWindow()
    dialog.accept_button.setFocus()
    await until(dialog.accept_button.hasFocus)
    return dialog


async def test_a_code_scanned_above_a_question_goes_to_the_tray_and_the_question_stays(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        await scan.choose(1)
        scan.page.dialogs.reveal(scan.page.detail.reveal)
        dialog = await opened(scan)
        Keyboard(scan.page).scan(qr_text(2).reveal())
        await eventually(lambda: len(scan.rows) == 2)
        await scan.settle()
        assert scan.page.dialog is dialog
        assert "What you scanned went to the tray. This question still waits." in texts(dialog)
        dialog.accept()
        assert scan.page.detail.detail is not None
        assert scan.page.detail.detail.item.number == 1, "what was asked about is what is shown"
        assert scan.page.detail.code.is_revealed


async def test_a_scan_above_a_qr_code_does_not_change_which_one_is_saved(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        await scan.choose(1)
        scan.page.dialogs.show_symbol()
        (await opened(scan)).accept()
        shown = await opened(scan, SymbolDialog)
        Keyboard(scan.page).scan(qr_text(2).reveal())
        await eventually(lambda: len(scan.rows) == 2)
        await scan.settle()
        assert isinstance(shown, SymbolDialog)
        shown.save_wanted.emit()
        assert "No. 1" in (await opened(scan)).windowTitle()


async def test_the_question_of_undo_takes_no_code_because_it_would_undo_that(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        await scan.know_undo()
        scan.page.dialogs.undo()
        dialog = await opened(scan)
        Keyboard(scan.page).scan(qr_text(2).reveal())
        await scan.settle()
        assert scan.page.dialog is dialog
        assert "Close this question, then scan again." in texts(dialog)
        assert len(scan.rows) == 1


async def test_a_code_is_masked_after_the_time_that_the_settings_say_now(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        code_id = await scan.choose(1)
        scan.clipboard.set_keep_ms(30)
        scan.page.detail.reveal(code_id, qr_text(1))
        assert scan.page.detail.code.is_revealed
        await eventually(lambda: not scan.page.detail.code.is_revealed)


async def test_a_scan_into_the_search_leaves_its_code_in_no_label_seen_or_hidden(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.page.activateWindow()
        scan.page.tray.focus_search()
        await until(scan.page.isActiveWindow)
        code = qr_text(2).reveal()
        Keyboard(scan.page).scan(code)
        await eventually(lambda: len(scan.rows) == 2)
        await scan.settle()
        said = [label.text() for label in scan.page.tray.findChildren(QLabel)]
        assert not any("Nothing here" in text or code[:4] in text for text in said)


def test_a_searched_code_is_not_repeated_and_a_name_is(qtbot, theme):
    state = EmptyState(theme)
    qtbot.addWidget(state)
    state.show()
    for term in (qr_text(1).reveal(), digits_text(1).reveal(), WIFI.reveal(), "a" * 31):
        state.show_nothing_matches(term)
        assert "Nothing here matches what was typed." in texts(state)
    state.show_nothing_matches("apartment 9")
    assert "Nothing here matches “apartment 9”." in texts(state)
