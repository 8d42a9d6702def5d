"""The Scan page inside the whole program: reached by its key, and on to the wizard with a code of the tray."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.pages.scan_page import ScanPage
from app.ui.wizards.wizard_window import WizardWindow
from tests.gui.locks_screen import texts
from tests.gui.program import Person, running, until_said
from tests.gui.scan_screen import qr_text
from tests.gui.test_story import add_door, make_project


@pytest.mark.time_limit_s(40)
async def test_a_typed_code_waits_in_the_tray_and_is_taken_on_by_the_wizard(
    theme, qapp, tmp_path, monkeypatch
):
    code = qr_text(1).reveal()
    file = tmp_path / "house.lockchart"
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await make_project(person, file)
        await add_door(person)
        page = await scan_page(person)
        await until_said(lambda: page.intake.entry.isEnabled(), "the field")
        await person.fill("Type a code", code)
        QTest.keyClick(page.intake.entry.line, Qt.Key.Key_Return)
        await person.read("New in the tray: No. 1, Matter code.")
        await person.click("Assign a door")
        await person.click("Assign")
        await person.read("No. 1 is for Hofgarten 12/Front now.")
        await person.click("Add this lock")
        wizard = await person.dialog(WizardWindow)
        await person.click("Next")
        await person.read("Where is it mounted?")
        assert code not in "\n".join(texts(wizard))
        await person.click("Cancel")
        await person.no_dialog()
        await person.close_window()
    assert code.encode() not in file.read_bytes()


async def scan_page(person: Person) -> ScanPage:
    """The page, by the second key of the rail."""
    window = person.program.window
    assert window.rail.entry_ids[:2] == ["locks", "scan"]
    await person.click("Scan")
    page = window.page
    assert isinstance(page, ScanPage)
    return page
