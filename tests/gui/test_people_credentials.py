"""Cards, fingers and keys of a person, written down on the People page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from app.ui.pages.people_credential_dialog import CredentialDialog
from app.ui.theme import Scheme
from tests.gui.locks_screen import buttons, lay_out, press, says
from tests.gui.people_screen import PeopleScreen, people_over
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK = "Home/Front door", "Home/Back door"


async def opened(screen: PeopleScreen, kind: str) -> CredentialDialog:
    """The dialog for Anna, with a kind chosen."""
    await screen.doors.person("Anna")
    await screen.choose("Anna")
    screen.page.detail._tabs.setCurrentIndex(2)
    press(screen.page.detail, "Add a card or key")
    dialog = screen.page.dialog
    assert isinstance(dialog, CredentialDialog)
    await until(lambda: screen.models.credentials.doors)
    dialog.kind.choose(kind)
    dialog.kind.chosen.emit(kind)
    return dialog


def tick_door(dialog: CredentialDialog, number: int) -> None:
    view = dialog.doors.findChildren(QListView)[0]
    view.setCurrentIndex(view.model().index(number, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)


def heard(screen: PeopleScreen) -> list[str]:
    """What is in the person's hand, as the ear hears it."""
    return [row.accessible_text for row in screen.page.detail.credentials.rows.rows.rows]


async def test_a_card_is_written_down_and_comes_back(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        dialog = await opened(screen, "card")
        assert not dialog.accept_button.isEnabled()
        assert says(dialog, "Lockchart teaches it to no lock")
        QTest.keyClicks(dialog.label, "Blue fob")
        QTest.keyClicks(dialog.number, "04A2")
        tick_door(dialog, 1)
        press(dialog, "Write down")
        await until(lambda: heard(screen))
        [row] = heard(screen)
        assert row.startswith("Card or fob · Blue fob 04A2. since")
        assert row.endswith(f"at {FRONT}")
        assert "It is lost …" not in buttons(screen.page)
        press(screen.page.detail, "It came back")
        assert screen.page.dialog is not None
        press(screen.page.dialog, "It came back")
        await until(lambda: not heard(screen))


async def test_a_metal_key_is_reported_lost(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        dialog = await opened(screen, "mechanical_key")
        assert not dialog.label.isVisible()
        assert says(dialog, "opens for whoever has it")
        QTest.keyClicks(dialog.number, "K 17")
        tick_door(dialog, 0)
        press(dialog, "Write down")
        await until(lambda: heard(screen))
        assert heard(screen)[0].startswith("Metal key · K 17")
        press(screen.page.detail, "It is lost")
        assert screen.page.dialog is not None
        assert says(screen.page.dialog, "until the cylinder is changed")
        press(screen.page.dialog, "It is lost")
        await until(lambda: "is lost" in screen.page.messages.text)
        await until(lambda: not heard(screen))
        read = screen.doors.work.project.read
        [key] = await read.keys.all()
        [issue] = await read.key_issues.out_of_keys([key.id])
        assert issue.lost_at is not None


async def test_a_code_is_shown_among_what_is_in_hand_without_its_digits(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await screen.doors.grant("Anna", FRONT, pin="840271")
        await screen.choose("Anna")
        screen.page.detail._tabs.setCurrentIndex(2)
        await until(lambda: heard(screen))
        assert heard(screen)[0].startswith("Code · PIN. since")
        assert "840271" not in heard(screen)[0]
        assert "It came back …" not in buttons(screen.page)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_tab_and_dialog_pass_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        dialog = await opened(screen, "card")
        QTest.keyClicks(dialog.number, "04A2")
        lay_out()
        assert walk(dialog, theme) == []
        press(dialog, "Write down")
        await until(lambda: heard(screen))
        lay_out()
        assert walk(screen.page, theme) == []


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await screen.doors.person("Anna")
        await screen.choose("Anna")
        screen.page.dialogs.add_credential()
        dialog = screen.page.dialog
        assert isinstance(dialog, CredentialDialog)
        await until(lambda: screen.models.credentials.doors)
        lay_out()
        assert walk(dialog, theme) == []
