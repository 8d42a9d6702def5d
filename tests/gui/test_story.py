"""The whole story through the real window: real project file, real engine, a real practice lock."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from app.ui.wizards.step_widgets import ConfirmStep, DoneStep
from app.ui.wizards.wizard_window import WizardWindow
from tests.gui.program import Person, running, until_said

PASSPHRASE = "one horse and two batteries"


@pytest.mark.time_limit_s(60)
async def test_from_a_new_project_to_a_proven_code_and_back(theme, qapp, tmp_path, monkeypatch):
    file, table = tmp_path / "house.lockchart", tmp_path / "inventory.csv"
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await make_project(person, file)
        await add_door(person)
        digits = await start_practice_lock(person)
        await add_lock(person, digits)
        await give_code(person)
        pin = await reveal_code(person)
        await type_at_keypad(person, pin, "The lock opened for this code.")
        await see_proof(person, "opened")
        await take_code_away(person)
        await type_at_keypad(person, pin, "The lock refused the code.")
        await write_inventory(person, table)
        await person.close_window()
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert (rows[0]["Site"], rows[0]["Door"], rows[0]["Codes"]) == ("Hofgarten 12", "Front", "0")
    assert rows[0]["Serial number"].startswith("PRACTICE-")
    kept = file.read_bytes()
    assert pin.encode() not in kept
    assert PASSPHRASE.encode() not in kept


async def make_project(person: Person, file) -> None:
    await person.click("New project")
    await person.fill("Name of the project", "Hofgarten")
    await person.fill("File", str(file))
    await person.click("For practice locks only")
    await person.fill("Passphrase", PASSPHRASE)
    await person.fill("The same again", PASSPHRASE)
    await person.click("Create project")
    await person.read("whoever has it can open the project")
    await person.click("Done")
    await person.no_dialog()
    assert person.program.window.windowTitle() == "Hofgarten · Lockchart · practice"


async def add_door(person: Person) -> None:
    await person.click("Add a door without a lock")
    await person.dialog()
    await person.fill("Site", "Hofgarten 12")
    await person.fill("Door", "Front")
    await person.click("Add the door")
    await person.read("No lock is mounted here yet")


async def start_practice_lock(person: Person) -> str:
    await person.click("Practice")
    await person.click("Start a practice lock")
    await person.read("serial number PRACTICE-", 20)
    labels = person.here.findChildren(QLabel)
    return next(one.text() for one in labels if one.accessibleName().startswith("Setup code of"))


async def add_lock(person: Person, digits: str) -> None:
    await person.click("Locks")
    await person.click("Add a lock")
    wizard = await person.dialog(WizardWindow)
    await person.fill("Setup code", digits)
    await person.read("The check digit is right")
    await person.click("Next")
    await person.read("Where is it mounted?")
    await person.click("Next")
    await person.read("Read a code's digits back from the lock")
    await person.click("Begin")
    await until_said(lambda: isinstance(wizard.step, ConfirmStep), "the findings", 30)
    assert not person.can_click("Go on")
    await person.click("I have read this")
    await person.click("Go on")
    await until_said(lambda: isinstance(wizard.step, DoneStep), "the result", 30)
    await person.read("Serial number: PRACTICE-")
    await person.click("Finish")
    await person.no_dialog()


async def give_code(person: Person) -> None:
    await person.click("Add person", 10)
    await person.dialog()
    await person.fill("Name", "Anna Berger")
    await person.click("Next: see the plan")
    await person.no_dialog()
    await person.click("Apply 1", 10)
    await person.click("Back", 30)
    await see_proof(person, "seen")


async def see_proof(person: Person, level: str) -> None:
    if level == "opened":
        await person.click("Locks")
        await person.click("Read back")
    await until_said(lambda: any(level in text for text in proofs(person)), level, 20)


async def reveal_code(person: Person) -> str:
    view = code_table(person)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    await person.click("Reveal")
    if person.here is not person.program.window:
        await person.click("Go on")
        await person.no_dialog()
    labels = person.here.findChildren(QLabel)
    await until_said(lambda: any(_is_pin(one) for one in labels), "the code")
    return next(one.text() for one in labels if _is_pin(one))


async def type_at_keypad(person: Person, pin: str, answer: str) -> None:
    await person.click("Practice")
    await person.fill("Keypad of Practice lock 1", pin)
    await person.click("Type it at")
    await person.read(answer)


async def take_code_away(person: Person) -> None:
    view = code_table(person)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    await person.click("Take away")
    await person.dialog()
    await person.click("Take away")
    await person.no_dialog()
    await person.click("Apply 1", 10)
    await person.click("Apply 1", 10)
    await person.click("Back", 30)
    await until_said(lambda: not proofs(person), "nobody has a code")
    await person.read("Nobody has a code here yet.")


async def write_inventory(person: Person, table) -> None:
    await person.click("Inventory")
    await person.click("Export", 10)
    await person.click("Choose the file")
    await person.save_as(table)
    await person.read("Written to inventory.csv")


def code_table(person: Person) -> QTableView:
    return next(one for one in person.here.findChildren(QTableView) if one.isVisible())


def proofs(person: Person) -> list[str]:
    """What the last column of the table of codes says for the ear."""
    views = [one for one in person.here.findChildren(QTableView) if one.isVisible()]
    return [
        str(
            view.model()
            .index(row, view.model().columnCount() - 1)
            .data(Qt.ItemDataRole.AccessibleTextRole)
        )
        for view in views
        for row in range(view.model().rowCount())
    ]


def _is_pin(label: QLabel) -> bool:
    return label.isVisible() and label.text().isdecimal() and len(label.text()) >= 4
