"""Importing in the whole program: from every way in, by keys, with one undo, and while the window goes on."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.bootstrap.window_pages import INVENTORY, LOCKS
from app.bootstrap.window_program import Start
from app.core.secret import Secret
from app.domain.ids import WriterId
from app.services.workplace import Workplace
from app.storage.contracts import OpenMode, Passphrase
from app.storage.project_file.files import SqlCipherProjectFiles
from app.ui.find_dialog import FindDialog
from app.ui.pages.inventory_page import InventoryPage
from app.ui.wizards.import_steps import ColumnsStep, FileStep, PreviewStep
from app.ui.wizards.import_wizard import ImportWindow
from tests.gui.import_desk import GOOD
from tests.gui.program import Person, running, until_said
from tests.gui.test_backups import make_house, opened
from tests.gui.test_first_run import HORSE

ROWS = 5_000
BEAT_MS, LONGEST_S = 16, 120


@asynccontextmanager
async def at_work(theme, tmp_path: Path, patch: pytest.MonkeyPatch) -> AsyncGenerator[Person]:
    file = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", patch, Start(file)) as person:
        await opened(person)
        yield person


def work_of(person: Person) -> Workplace:
    assert person.program.pages is not None
    return person.program.pages.workplace


async def doors(person: Person) -> list[str]:
    return sorted(row.place.label for row in await work_of(person).sites.list_doors())


async def choose_file(person: Person, word: str, path: Path, accept: str) -> None:
    """Press the button and answer the question for a file."""
    await person.click(word)
    dialog = await person.dialog(QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(path))
    await person.click(accept)


async def step_of(person: Person, kind: type, timeout_s: float = LONGEST_S) -> ImportWindow:
    window = await person.dialog(ImportWindow)
    await until_said(lambda: isinstance(window.step, kind), kind.__name__, timeout_s)
    return window


async def test_an_empty_project_is_filled_from_a_file_and_undone_from_the_message(
    theme, qapp, tmp_path, monkeypatch
):
    table = tmp_path / "survey.csv"
    table.write_text(GOOD)
    async with at_work(theme, tmp_path, monkeypatch) as person:
        await person.read("or import a table of them")
        await person.click("Import a table")
        await choose_file(person, "Choose a file", table, "Open")
        await step_of(person, ColumnsStep)
        await person.click("Next")
        await step_of(person, PreviewStep)
        assert await doors(person) == []
        await person.click("Import")
        await person.read("Imported; undo takes all of it back.")
        assert await doors(person) == ["Elm Street 4/Cellar", "Elm Street 4/Front door"]
        pages = person.program.pages
        assert pages is not None
        await until_said(lambda: len(pages.locks.locks.items) == 2, "the doors on the page")
        people = {one.name for one in await work_of(person).people.list_people()}
        assert people == {"Anna Berg", "Ben Okafor"}
        grants = await work_of(person).project.read.grants.all()
        ends = sorted(str(grant.validity.end) for grant in grants)
        assert ends == ["2036-06-02 00:00:00", "None"], "the day named last is included"
        undo = pages.locks.undo
        await until_said(lambda: undo.words == "Table imported", "what can be undone")
        await person.click("Undo")
        await person.read("This is taken back: Table imported.")
        shown: list[str] = []
        undo.undoing.connect(lambda _words: shown.extend(person.seen()))
        await person.click("Undo")
        await person.read("Taken back: Table imported.")
        assert await doors(person) == []
        assert await work_of(person).people.list_people() == []
        assert "Taking back: Table imported …" in shown
        assert "Taking back: Table imported …" not in person.seen()


async def test_the_inventory_and_ctrl_k_lead_to_the_same_wizard_by_keys(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        window = person.program.window
        window.show_page(INVENTORY)
        page = window.page
        assert isinstance(page, InventoryPage)
        page.import_button.setFocus()
        QTest.keyClick(page.import_button, Qt.Key.Key_Space)
        wizard = await step_of(person, FileStep)
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        await person.no_dialog()

        window.activateWindow()
        await until_said(window.isActiveWindow, "the window in front")
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        dialog = await person.dialog(FindDialog)
        QTest.keyClicks(dialog.field, "import")
        await until_said(lambda: [one.title for one in dialog._shown], "what is found")
        assert dialog._shown[0].title == "Import a table …"
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        wizard = await step_of(person, FileStep)
        QTest.keyClick(wizard, Qt.Key.Key_Return)
        files = await person.dialog(QFileDialog)
        QTest.keyClick(files, Qt.Key.Key_Escape)
        await step_of(person, FileStep)


async def test_a_template_is_saved_filled_in_and_taken(theme, qapp, tmp_path, monkeypatch):
    template = tmp_path / "mine.csv"
    async with at_work(theme, tmp_path, monkeypatch) as person:
        await person.click("Import a table")
        await choose_file(person, "Save an empty table", template, "Save")
        await person.read("Written to mine.csv.")
        heads = template.read_text("utf-8-sig").splitlines()[0].split(",")
        row = {"Site": "Elm", "Door": "Gate", "Person": "Anna", "Weekly times": "Mo-Fr 08:00-12:00"}
        with template.open("a", encoding="utf-8") as file:
            file.write(",".join(row.get(head, "") for head in heads) + "\n")
        await choose_file(person, "Choose a file", template, "Open")
        await step_of(person, ColumnsStep)
        await person.click("Next")
        await step_of(person, PreviewStep)
        await person.click("Import")
        await person.read("Imported; undo takes all of it back.")
        grants = await work_of(person).project.read.grants.all()
        assert len(grants[0].validity.weekly) == 1


async def test_a_project_that_is_open_elsewhere_is_not_imported_into(
    theme, qapp, tmp_path, monkeypatch
):
    file = await make_house(tmp_path / "house.lockchart")
    files = SqlCipherProjectFiles(WriterId(uuid4()))
    key = Passphrase(Secret(HORSE))
    other = await files.open(file, key, mode=OpenMode.WRITE, operator="Ben")
    try:
        async with running(theme, tmp_path / "home", monkeypatch, Start(file)) as person:
            await opened(person)
            state = person.program.project.state
            assert state is not None
            assert state.read_only
            person.program.window.messages.close_message()
            await person.click("Import a table")
            await person.read(state.read_only)
            assert person.here is person.program.window
    finally:
        await other.close()


async def test_locking_the_project_ends_an_import_that_runs(theme, qapp, tmp_path, monkeypatch):
    table = tmp_path / "many.csv"
    table.write_text("Site,Door\n" + "".join(f"Site {n % 9},Door {n}\n" for n in range(2000)))
    async with at_work(theme, tmp_path, monkeypatch) as person:
        await person.click("Import a table")
        wizard = await step_of(person, FileStep)
        wizard.dropped.emit([table])
        await step_of(person, ColumnsStep)
        await person.click("Next")
        await step_of(person, PreviewStep)
        await person.click("Import")
        person.program.project.leave()
        await person.read("Which project?")
        await person.no_dialog()


@pytest.mark.slow
async def test_the_window_itself_stands_still_for_no_row(theme, qapp, tmp_path, monkeypatch):
    """Its own work between two beats, not the time: that is the computer's, which may be busy (see the bench)."""
    table = tmp_path / "many.csv"
    table.write_text(
        "Site,Door,Group,Person,Until,PIN\n"
        + "".join(
            f"Site {n % 99},Door {n},Floor {n % 9},Guest {n},2036-05-08,{100_000 + 7 * n}\n"
            for n in range(ROWS)
        )
    )
    spent: list[float] = []
    last = time.thread_time()

    def beat() -> None:
        nonlocal last
        now = time.thread_time()
        spent.append((now - last) * 1000)
        last = now

    async with at_work(theme, tmp_path, monkeypatch) as person:
        person.program.window.show_page(LOCKS)
        await person.click("Import a table")
        wizard = await step_of(person, FileStep)
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        last = time.thread_time()
        timer.start(BEAT_MS)
        wizard.dropped.emit([table])
        await step_of(person, ColumnsStep)
        await person.click("Next")
        await step_of(person, PreviewStep)
        await person.click("Import")
        await until_said(lambda: person.here is person.program.window, "the end of it", LONGEST_S)
        pages = person.program.pages
        assert pages is not None
        await until_said(lambda: len(pages.locks.locks.items) == ROWS, "the doors", LONGEST_S)
        timer.stop()
    spent.sort()
    assert len(spent) > 100
    assert spent[int(len(spent) * 0.99)] < 20, f"the longest: {spent[-10:]}"
    assert spent[-1] < 400, f"the longest: {spent[-10:]}"
