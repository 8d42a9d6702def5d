"""The projects opened lately, on the first page."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.paths import config_dir
from app.core.recent import note_recent, recent_projects
from app.core.settings import Settings
from app.ui.dialogs import PassphraseDialog
from tests.gui.program import running, until_said
from tests.gui.test_backups import make_house, opened


async def test_a_project_that_was_opened_is_offered_by_its_number_and_a_missing_one_is_said(
    theme, qapp, tmp_path, monkeypatch
):
    house = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        settings = person.program.settings
        note_recent(settings, tmp_path / "gone.lockchart", is_practice=True)
        note_recent(settings, house, is_practice=False)
        await person.close_window()
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await person.read("practice, not there any more")
        assert not person.can_click("Open gone")
        page = person.program.window.page
        assert page is not None
        QTest.keyClick(page, Qt.Key.Key_1)
        await person.dialog(PassphraseDialog)
        await opened(person)
        person.program.project.leave()
        await person.read("Which project?")
        await person.click("Take gone off this list")
        await until_said(
            lambda: [one.path for one in recent_projects(person.program.settings)] == [house],
            "the list without it",
        )
        assert "gone" not in person.seen()


async def test_the_list_holds_paths_and_nothing_else(theme, qapp, tmp_path, monkeypatch):
    house = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        person.program.desk.reopen(house)
        await opened(person)
        await until_said(lambda: recent_projects(person.program.settings), "the project in it")
        kept = Settings(config_dir() / "settings.json")
        assert recent_projects(kept) == [(Path(house), False)]
