"""The first hour: making, opening and losing a project, by what a person can see and press."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.bootstrap.window_program import Start
from app.domain.ids import WriterId
from app.storage.contracts import ProjectStore
from app.storage.project_file.files import SqlCipherProjectFiles
from app.ui.dialogs import PassphraseDialog
from app.ui.pages.recovery_sheet import RecoverySheetDialog, SheetDialog
from tests.gui.program import Person, running, until_said
from tests.unit.storage.worlds import new_project

HORSE = "correct horse"


@asynccontextmanager
async def house(file: Path) -> AsyncGenerator[ProjectStore]:
    """A project as the program makes it, with its own key parameters; open until the end of the block."""
    files = SqlCipherProjectFiles(WriterId(uuid4()))
    async with new_project(file, files) as store:
        yield store


async def make_house(file: Path) -> Path:
    """The same, closed."""
    async with house(file):
        return file


async def test_a_new_project_asks_twice_and_its_sheet_opens_it(theme, qapp, tmp_path, monkeypatch):
    file = tmp_path / "house.lockchart"
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await fill_new(person, file)
        await person.click("Create project")
        await person.read("An empty passphrase protects nothing.")
        await person.fill("Passphrase", HORSE)
        await person.fill("The same again", "another horse")
        await person.click("Create project")
        await person.read("The two passphrases differ.")
        await person.fill("The same again", HORSE)
        await person.click("Create project")
        sheet = await person.dialog(RecoverySheetDialog)
        assert not any("0" in text for text in groups_shown(sheet))
        await person.click("Show")
        groups = " ".join(groups_shown(sheet))
        await person.click("Save as a file")
        await person.save_as(tmp_path / "sheet.html")
        await person.read("The recovery sheet is in sheet.html")
        await person.click("Done")
        await person.no_dialog()
        await person.read("No doors yet")
        person.program.project.leave()
        await reopen_with_sheet(person, groups)
        assert person.program.window.windowTitle() == "Hofgarten · Lockchart"
    page = (tmp_path / "sheet.html").read_text()
    assert all(group in page for group in groups.split())
    assert (tmp_path / "sheet.html").stat().st_mode & 0o077 == 0


async def reopen_with_sheet(person: Person, groups: str) -> None:
    await person.click("Open house")
    await person.dialog(PassphraseDialog)
    await person.click("Use the recovery")
    await person.dialog(SheetDialog)
    wrong = groups.replace(groups[0], "Z" if groups[0] != "Z" else "Y", 1)
    await person.fill("The groups of the recovery sheet", wrong)
    await person.click("Open")
    await person.read("Group 1 of the recovery sheet does not check")
    line = person.here.findChild(QPlainTextEdit)
    assert line is not None
    assert line.toPlainText() == wrong, "what was typed stays"
    await person.fill("The groups of the recovery sheet", groups)
    await person.click("Open")
    await person.read("No doors yet")


async def fill_new(person: Person, file: Path) -> None:
    await person.click("New project")
    await person.fill("Name of the project", "Hofgarten")
    await person.fill("File", str(file))
    assert "no way back" in await person.read("There is no way back")


def groups_shown(sheet: RecoverySheetDialog) -> list[str]:
    shown = [one.text() for one in sheet.findChildren(QLabel) if "\n" in one.text()]
    return shown[0].split()


async def test_an_existing_file_is_not_overwritten(theme, qapp, tmp_path, monkeypatch):
    file = tmp_path / "house.lockchart"
    file.write_bytes(b"something else")
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await fill_new(person, file)
        await person.fill("Passphrase", HORSE)
        await person.fill("The same again", HORSE)
        await person.click("Create project")
        await person.read("There is already a file called")
        assert person.can_click("Create project")
    assert file.read_bytes() == b"something else"


async def test_a_wrong_passphrase_is_asked_again_and_the_right_one_opens(
    theme, qapp, tmp_path, monkeypatch
):
    file = tmp_path / "house.lockchart"
    await make_house(file)
    async with running(theme, tmp_path / "home", monkeypatch, Start(file=file)) as person:
        await type_passphrase(person, "wrong horse")
        await person.read("The passphrase is wrong, or the beginning of the file is damaged")
        assert not person.can_click("Remember on this computer"), "there is no keyring here"
        await type_passphrase(person, HORSE)
        await person.read("No doors yet")
    assert not list(tmp_path.glob("*.lock"))


async def type_passphrase(person: Person, text: str) -> None:
    await person.dialog(PassphraseDialog)
    await person.fill("Passphrase", text)
    await person.click("Open")


REFUSALS: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda file: file.unlink(), "There is no file called"),
    "text": (
        lambda file: file.write_bytes(b"SQLite format 3\0" + bytes(4080)),
        "This file is not a Lockchart project",
    ),
    "cut": (
        lambda file: file.write_bytes(file.read_bytes()[:-4096]),
        "This project file is damaged",
    ),
}


@pytest.mark.parametrize("kind", REFUSALS)
async def test_what_cannot_be_opened_is_said_and_left_as_it_is(
    theme, qapp, tmp_path, monkeypatch, kind
):
    file = tmp_path / "house.lockchart"
    await make_house(file)
    spoil, sentence = REFUSALS[kind]
    spoil(file)
    before = file.read_bytes() if file.exists() else None
    async with running(theme, tmp_path / "home", monkeypatch, Start(file=file)) as person:
        if kind == "cut":
            await type_passphrase(person, HORSE)
        await person.read(sentence)
        assert person.can_click("Open …"), "the first page is still there"
    assert (file.read_bytes() if file.exists() else None) == before


async def test_a_project_open_elsewhere_can_only_be_viewed(theme, qapp, tmp_path, monkeypatch):
    file = tmp_path / "house.lockchart"
    async with (
        house(file),
        running(theme, tmp_path / "home", monkeypatch, Start(file=file)) as person,
    ):
        await type_passphrase(person, HORSE)
        await person.read("so here it can only be viewed")
        assert person.can_click("Save a copy")
        actions = [words for _, words in person.program.desk.menu()]
        assert "Rename …" not in actions
        assert "Save a copy …" in actions


async def test_the_last_project_is_offered_at_the_next_start(theme, qapp, tmp_path, monkeypatch):
    file, home = tmp_path / "house.lockchart", tmp_path / "home"
    await make_house(file)
    async with running(theme, home, monkeypatch, Start(file=file)) as person:
        assert not person.can_click("Open house")
        await type_passphrase(person, HORSE)
        await person.read("No doors yet")
    async with running(theme, home, monkeypatch) as person:
        await person.read("house")
        await person.click("Open house")
        await person.dialog(PassphraseDialog)


async def test_a_folder_that_is_synchronised_is_warned_of_once(theme, qapp, tmp_path, monkeypatch):
    home, folder = tmp_path / "home", tmp_path / "Dropbox"
    folder.mkdir()
    file = folder / "house.lockchart"
    await make_house(file)
    sentence = "This project lies in a folder that is synchronised"
    async with running(theme, home, monkeypatch, Start(file=file)) as person:
        await type_passphrase(person, HORSE)
        await person.read(sentence)
    async with running(theme, home, monkeypatch, Start(file=file)) as person:
        await type_passphrase(person, HORSE)
        await person.read("No doors yet")
        assert not any(sentence in text for text in person.seen())


async def test_a_new_passphrase_and_a_new_name_come_from_the_project_menu(
    theme, qapp, tmp_path, monkeypatch
):
    file = tmp_path / "house.lockchart"
    await make_house(file)
    async with running(theme, tmp_path / "home", monkeypatch, Start(file=file)) as person:
        await type_passphrase(person, HORSE)
        await person.read("No doors yet")
        person.program.desk.act("rename")
        await person.fill("Name of the project", "Hofgarten 12")
        await person.click("Rename")
        await until_said(
            lambda: person.program.window.windowTitle() == "Hofgarten 12 · Lockchart", "the name"
        )
        person.program.desk.act("passphrase")
        await person.click("Go on")
        await person.fill("New passphrase", "new horse")
        await person.fill("The same again", "new horse")
        await person.click("Set passphrase")
        await person.dialog(RecoverySheetDialog)
        await person.click("Done")
        await person.read("Old recovery sheets do not open this project any more")
        person.program.desk.act("lock")
        await person.read("Which project?")
        assert person.program.window.windowTitle() == "Lockchart"
        await person.click("Open house")
        await type_passphrase(person, HORSE)
        await person.read("The passphrase is wrong")
        await type_passphrase(person, "new horse")
        await person.read("No doors yet")
