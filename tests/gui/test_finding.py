"""Ctrl+K over a real project, by keys alone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.bootstrap.window_program import Start
from app.core.secret import Secret
from app.services.setup_codes import CameBy
from app.ui.find_dialog import FindDialog
from app.ui.pages.people_page import PeoplePage
from tests.gui.program import Person, running, until_said
from tests.gui.scan_screen import HOMEKIT
from tests.gui.test_backups import make_house, opened


@asynccontextmanager
async def at_work(theme, tmp_path, patch) -> AsyncGenerator[Person]:
    file = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", patch, Start(file)) as person:
        await opened(person)
        yield person


async def look_for(person: Person, text: str) -> FindDialog:
    """Press Ctrl+K, wait until the project was read, and type."""
    person.program.window.activateWindow()
    await until_said(person.program.window.isActiveWindow, "the window in front")
    QTest.keyClick(person.program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    dialog = await person.dialog(FindDialog)
    await until_said(lambda: not dialog._model.is_busy, "the project's contents")
    QTest.keyClicks(dialog.field, text)
    return dialog


def rows(dialog: FindDialog) -> list[tuple[str, str]]:
    return [(thing.title, thing.subtitle) for thing in dialog._shown]


async def test_a_door_an_action_and_a_code_are_found_and_opened_by_enter(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        work = person.program.project.workplace
        assert work is not None
        for name in ("Front", "Yard"):
            place = await work.sites.add_door("Elm Street", name)
        taken = await work.setup_codes.take_in([HOMEKIT], CameBy.PASTE)
        assert taken[0].code is not None
        await work.setup_codes.note(taken[0].code.kept.id, "behind the fridge")

        dialog = await look_for(person, "yard")
        assert rows(dialog) == [("Yard", "Door · Elm Street")]
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await person.no_dialog()
        pages = person.program.pages
        assert pages is not None
        await until_said(
            lambda: pages.locks.locks.chosen_id == str(place.door.id), "the door on the page"
        )

        dialog = await look_for(person, "sett")
        assert rows(dialog)[0] == ("Settings", "Action")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until_said(lambda: person.program.window.page_id == "settings", "the settings")

        dialog = await look_for(person, "fridge")
        assert len(rows(dialog)) == 1
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until_said(lambda: person.program.window.page_id == "scan", "the scan page")


async def test_digits_of_a_code_find_nothing_and_are_nowhere_in_the_list(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        work = person.program.project.workplace
        assert work is not None
        await work.setup_codes.take_in([Secret("34970112332")], CameBy.PASTE)
        dialog = await look_for(person, "34970112332")
        assert rows(dialog) == []
        assert dialog.said.text() == "Nothing found"
        dialog.field.clear()
        assert "34970112332" not in repr(dialog._model._finder._keys)
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
        await person.no_dialog()


async def test_a_person_leads_to_their_place_on_the_people_page(theme, qapp, tmp_path, monkeypatch):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        work = person.program.project.workplace
        assert work is not None
        for name in ("Anna Berger", "Zoë Lang"):
            await work.people.add_person(name)
        dialog = await look_for(person, "lang")
        assert rows(dialog) == [("Zoë Lang", "Person · Guest")]
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until_said(lambda: person.program.window.page_id == "people", "the people")
        await person.read("No contact noted.")
        page = person.program.window.page
        assert isinstance(page, PeoplePage)
        await until_said(
            lambda: page.detail.detail is not None and page.detail.detail.name == "Zoë Lang", "Zoë"
        )


async def test_the_arrows_choose_while_the_focus_stays_in_the_field(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        dialog = await look_for(person, "")
        assert len(rows(dialog)) > 3
        QTest.keyClick(dialog.field, Qt.Key.Key_Down)
        assert dialog._current() == "1"
        QTest.keyClick(dialog.field, Qt.Key.Key_Up)
        assert dialog._current() == "0"
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
        await person.no_dialog()
