"""The project's file goes away under the window: what is said, what a copy holds, what is asked before it is lost."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import keyring
import keyring.backend
import pytest
from keyring.errors import PasswordDeleteError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from app.bootstrap.window_program import Start
from app.domain.ids import WriterId
from app.storage.project_file.files import SqlCipherProjectFiles
from app.ui.dialogs import PassphraseDialog
from tests.gui.program import Person, running, until_said
from tests.unit.storage.worlds import new_project, opened

HORSE = "correct horse"


def own_files() -> SqlCipherProjectFiles:
    """Projects as the program makes them, with its own key parameters."""
    return SqlCipherProjectFiles(WriterId(uuid4()))


@asynccontextmanager
async def house(theme, home: Path, monkeypatch, file: Path) -> AsyncGenerator[Person]:
    """A project open in the window, with one door."""
    async with new_project(file, own_files()):
        pass
    async with running(theme, home, monkeypatch, Start(file=file)) as person:
        await person.dialog(PassphraseDialog)
        await person.fill("Passphrase", HORSE)
        await person.click("Open")
        await person.read("No doors yet")
        await person.click("Add a door without a lock")
        await add_door(person, "Front")
        await person.read("No lock is mounted here yet")
        yield person


async def add_door(person: Person, door: str) -> None:
    await person.dialog()
    await person.fill("Site", "House")
    await person.fill("Door", door)
    await person.click("Add the door")
    await person.no_dialog()


def rows(person: Person) -> list[str]:
    """What the lists of the page show."""
    found = [view.model() for view in person.here.findChildren(QAbstractItemView)]
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for model in found
        for row in range(model.rowCount())
    ]


async def row(person: Person, door: str) -> None:
    """Wait until a list shows the door."""
    await until_said(
        lambda: any(door in shown for shown in rows(person)),
        lambda: f"a row {door!r}, there is {rows(person)}",
    )


async def doors_in(file: Path) -> list[str]:
    async with opened(file, files=own_files()) as store:
        return sorted(door.name for door in await store.read.doors.all())


@pytest.mark.time_limit_s(20)
async def test_the_window_goes_on_with_the_copy_and_nothing_is_lost(
    theme, qapp, tmp_path, monkeypatch
):
    file, copy = tmp_path / "house.lockchart", tmp_path / "copy.lockchart"
    async with house(theme, tmp_path / "home", monkeypatch, file) as person:
        file.rename(tmp_path / "elsewhere.lockchart")
        await person.click("Add a door")
        await add_door(person, "Back")
        said = await person.read("The project file was moved, renamed or removed")
        assert "a copy that you save now will hold everything" in said
        await row(person, "Back")
        await person.click("Save a copy")
        await person.save_as(copy)
        await person.read("you now work on that")
        await person.click("Add a door")
        await add_door(person, "Cellar")
        await row(person, "Cellar")
    assert await doors_in(copy) == ["Back", "Cellar", "Front"]
    assert await doors_in(tmp_path / "elsewhere.lockchart") == ["Front"]


@pytest.mark.time_limit_s(20)
async def test_a_project_whose_file_is_gone_is_not_closed_unasked(
    theme, qapp, tmp_path, monkeypatch
):
    file = tmp_path / "house.lockchart"
    async with house(theme, tmp_path / "home", monkeypatch, file) as person:
        file.unlink()
        await person.click("Add a door")
        await add_door(person, "Back")
        await person.read("The project file was moved, renamed or removed")
        actions = [words for _, words in person.program.desk.menu()]
        assert "Rename …" not in actions
        person.program.desk.act("lock")
        await person.read("Close without a copy?")
        await person.click("Go back")
        await person.no_dialog()
        await row(person, "Back")
        person.program.window.close()
        await person.read("Close without a copy?")
        await person.click("Go back")
        await person.no_dialog()
        person.program.desk.act("lock")
        await person.click("Close without a copy")
        await person.read("Which project?")


class DesktopKeyring(keyring.backend.KeyringBackend):
    """A desktop's keyring, in memory."""

    priority = 5.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.mark.time_limit_s(20)
async def test_the_project_menu_ends_what_this_computer_remembers(
    theme, qapp, tmp_path, monkeypatch
):
    file, word = tmp_path / "house.lockchart", "Stop remembering on this computer"
    before, desktop = keyring.get_keyring(), DesktopKeyring()
    async with new_project(file, own_files()):
        pass
    keyring.set_keyring(desktop)
    try:
        async with running(theme, tmp_path / "home", monkeypatch, Start(file=file)) as person:
            await person.dialog(PassphraseDialog)
            await person.fill("Passphrase", HORSE)
            await person.click("Remember on this computer")
            await person.click("Open")
            await person.read("No doors yet")
            await until_said(lambda: len(desktop.kept) == 1, "the remembered key")
            person.program.desk.act("lock")
            await person.click("Open house")
            await person.read("No doors yet")
            assert (
                "forget",
                word,
            ) in person.program.desk.menu()
            person.program.desk.act("forget")
            await person.read("This computer asks for the passphrase again from now on")
            assert desktop.kept == {}
            assert word not in [words for _, words in person.program.desk.menu()]
            person.program.desk.act("lock")
            await person.click("Open house")
            await person.dialog(PassphraseDialog)
    finally:
        keyring.set_keyring(before)
