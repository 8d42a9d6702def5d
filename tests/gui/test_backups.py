"""Backups in the window: a folder chosen, made by themselves, restored beside the project; what a sync service left is said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.bootstrap.window_program import Start
from app.domain.ids import WriterId
from app.services.backup_files import is_backup_name
from app.storage.project_file.files import SqlCipherProjectFiles
from app.ui.backups_dialog import BackupsDialog
from tests.gui.program import Person, running, until_said
from tests.gui.test_first_run import HORSE
from tests.unit.storage.worlds import new_project

REMINDER = "No backups of this project are kept"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


async def make_house(file: Path) -> Path:
    """A project that was made an hour ago, closed."""
    files = SqlCipherProjectFiles(
        WriterId(uuid4()), now=lambda: datetime.now(UTC) - timedelta(hours=1)
    )
    async with new_project(file, files):
        return file


async def opened(person: Person) -> None:
    await person.fill("Passphrase", HORSE)
    await person.click("Open")
    await until_said(lambda: person.program.pages, "the project's pages")


async def choose_folder(person: Person, folder: Path) -> None:
    dialog = await person.dialog(QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(folder))
    await person.click("Choose")


def backups(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if is_backup_name(path.name))


async def test_none_kept_is_said_once_and_closing_then_makes_one_that_can_be_restored(
    theme, qapp, tmp_path, second, monkeypatch
):
    file = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
        await opened(person)
        await person.read(REMINDER)
        await person.click("Choose a folder")
        await person.dialog(BackupsDialog)
        await person.click("Choose folder")
        await choose_folder(person, second)
        await until_said(lambda: isinstance(person.here, BackupsDialog), "the backups again")
        await person.read("There is no backup in this folder yet")
        await person.click("Close")
        await person.no_dialog()
        await person.close_window()
    assert len(backups(second)) == 1
    async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
        await opened(person)
        person.program.window.project_action.emit("backups")
        dialog = await person.dialog(BackupsDialog)
        await until_said(lambda: dialog.list.rows.total == 1, "the backup in the list")
        before = file.read_bytes()
        await person.click("Restore as a copy")
        await person.save_as(tmp_path / "again.lockchart")
        await person.fill("Passphrase", HORSE)
        await person.click("Open")
        project = person.program.project
        await until_said(
            lambda: project.state and project.state.path == tmp_path / "again.lockchart",
            "the restored project",
        )
        assert file.read_bytes() == before
    assert len(backups(second)) == 1, "nothing happened since, so nothing new is kept"


async def test_a_folder_that_is_not_there_keeps_nobody_from_closing_and_is_said_at_the_next_opening(
    theme, qapp, tmp_path, second, monkeypatch
):
    file = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
        await opened(person)
        assert person.program.home is not None
        person.program.home.backups.set_folder(second)
        await until_said(lambda: person.program.home.backups.folder, "the folder")  # type: ignore[union-attr]
        second.rmdir()
        await person.close_window()
    async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
        await opened(person)
        await person.read("No backup was made. The folder for backups is not there")


async def test_a_conflicted_copy_beside_the_project_is_said(theme, qapp, tmp_path, monkeypatch):
    file = await make_house(tmp_path / "house.lockchart")
    name = "house (Ida's conflicted copy 2026-11-24).lockchart"
    (tmp_path / name).write_bytes(file.read_bytes())
    async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
        await opened(person)
        assert name in await person.read("looks like a second version")
