"""Importing a table by the wizard, over a real project: choose, correct, look, import, stop."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.core.settings import Settings
from app.ui.theme import Scheme, Theme
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.table import Table
from app.ui.wizards.import_steps import ColumnsStep, FileStep, ImportWorkStep, PreviewStep
from app.ui.wizards.import_wizard import ImportWizard
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.import_looks import MASKED
from app.viewmodels.importing import ImportViewModel
from tests.gui.locks_screen import lay_out, press, texts
from tests.gui.open_world import Doors, open_doors
from tests.gui.walk import invisible_focus, walk
from tests.waiting import until

PIN = "482915"
GOOD = (
    "Site;Door;Thickness;Person;E-mail;Until;PIN;Colour\n"
    f"Elm Street 4;Front door;40;Anna Berg;anna@example.org;2036-06-01;{PIN};red\n"
    "Elm Street 4;Cellar;38;Ben Okafor;;;;blue\n"
)
BAD = GOOD.replace(";40;", ";thick;").replace("2036-06-01", "soon")


@dataclass(slots=True)
class Desk:
    """The wizard, its model and the project around it."""

    wizard: ImportWizard
    model: ImportViewModel
    doors: Doors
    folder: Path
    ending: asyncio.Task[str]

    @property
    def step(self) -> StepWidget | None:
        return self.wizard.window.step

    async def reach(self, kind: type[StepWidget]) -> None:
        await until(lambda: isinstance(self.step, kind))
        lay_out()

    def put(self, text: str, name: str = "survey.csv") -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    async def door_names(self) -> set[str]:
        return {row.place.label for row in await self.doors.work.sites.list_doors()}


@asynccontextmanager
async def desk(theme: Theme, folder: Path) -> AsyncGenerator[Desk]:
    """An open wizard in a window of the program's size."""
    async with open_doors(folder) as doors:
        parent = QWidget()
        parent.resize(QSize(1024, 700))
        parent.show()
        model = ImportViewModel(doors.work, Settings(folder / "settings.json"))
        wizard = ImportWizard(theme, parent, model)
        ending = asyncio.get_running_loop().create_task(wizard.wait())
        try:
            await until(wizard.window.isVisible)
            yield Desk(wizard, model, doors, folder, ending)
        finally:
            if not ending.done():
                wizard.window.finish(False)
            await ending
            await model.close()
            parent.deleteLater()


def tables(step: StepWidget | None) -> dict[str, int]:
    assert step is not None
    return {table.view.accessibleName(): table.row_count for table in step.findChildren(Table)}


async def test_a_table_is_looked_at_and_then_imported(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        assert isinstance(d.step, FileStep)
        d.wizard.take_file(d.put(GOOD))
        await d.reach(ColumnsStep)
        shown = texts(d.wizard.window)
        assert "Elm Street 4, Elm Street 4" in shown
        assert MASKED in shown
        assert not [text for text in shown if PIN in text]
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        assert tables(d.step) == {"How many": 4, "New and changed": 7}
        assert await d.door_names() == set()
        assert not [text for text in texts(d.wizard.window) if PIN in text]
        press(d.wizard.window, "Import")
        assert "undo takes all of it back" in await d.ending
        assert await d.door_names() == {"Elm Street 4/Front door", "Elm Street 4/Cellar"}
        await d.doors.work.project.store.undo()
        assert await d.door_names() == set()


async def test_mistakes_are_shown_and_the_mended_file_is_read_again(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        d.wizard.take_file(d.put(BAD))
        await d.reach(ColumnsStep)
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        assert tables(d.step)["Mistakes"] == 2
        assert not d.wizard.window.next_button.isVisible()
        d.put(GOOD)
        press(d.wizard.window, "Read the file again")
        await until(lambda: isinstance(d.step, PreviewStep) and d.model.look.can_apply)
        assert "Mistakes" not in tables(d.step)


async def test_a_meaning_is_chosen_moves_and_is_remembered(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        d.wizard.take_file(d.put(GOOD))
        await d.reach(ColumnsStep)
        assert isinstance(d.step, ColumnsStep)
        boxes = {box.accessibleName(): box for box in d.step.findChildren(ChoiceBox)}
        colour, door = boxes["Meaning of Colour"], boxes["Meaning of Door"]
        colour.choose("door")
        colour.chosen.emit("door")
        assert (colour.key, door.key) == ("door", "")
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        press(d.wizard.window, "Import")
        await d.ending
        assert await d.door_names() == {"Elm Street 4/red", "Elm Street 4/blue"}
    assert d.model.is_read


async def test_how_it_was_read_is_corrected(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        book = openpyxl.Workbook()
        book.worksheets[0].append(["Site"])
        book.worksheets[0].append(["Elm"])
        sheet = book.create_sheet("Doors")
        sheet.append(["Site", "Door"])
        sheet.append(["Elm", "Front"])
        path = tmp_path / "book.xlsx"
        book.save(path)
        d.wizard.take_file(path)
        await d.reach(ColumnsStep)
        assert [choice.name for choice in d.model.read_choices] == ["sheet", "header_row"]
        d.step.corrected.emit("sheet", "Doors")  # type: ignore[union-attr]
        await d.reach(ImportWorkStep)
        await d.reach(ColumnsStep)
        assert [item.field for item in d.model.columns] == ["site", "door"]


async def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    qtbot, theme, tmp_path
):
    async with desk(theme, tmp_path) as d:
        path = tmp_path / "broken.xlsx"
        path.write_bytes(b"PK\x03\x04" + bytes(50))
        d.wizard.take_file(path)
        await d.reach(FileStep)
        assert "cannot be read as a workbook" in d.wizard.window.messages.text
        d.wizard.take_file(d.put(GOOD))
        await d.reach(ColumnsStep)


async def test_stopping_leaves_the_project_as_it_was(qtbot, theme, tmp_path):
    rows = "".join(f"Site {n % 9},Door {n},Guest {n}\n" for n in range(3000))
    async with desk(theme, tmp_path) as d:
        d.wizard.take_file(d.put("Site,Door,Person\n" + rows))
        await d.reach(ColumnsStep)
        press(d.wizard.window, "Next")
        await until(lambda: isinstance(d.step, ImportWorkStep))
        press(d.wizard.window, "Stop")
        await d.reach(ColumnsStep)
        press(d.wizard.window, "Next")
        await until(lambda: isinstance(d.step, PreviewStep), timeout_s=60)
        press(d.wizard.window, "Import")
        await until(lambda: isinstance(d.step, ImportWorkStep))
        QTest.keyClick(d.wizard.window, Qt.Key.Key_Escape)
        await until(lambda: isinstance(d.step, PreviewStep), timeout_s=60)
        assert await d.door_names() == set()
        assert not d.ending.done()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
async def test_every_step_passes_the_walk(qtbot, theme, tmp_path, text, scheme):
    theme.set_scheme(scheme)
    async with desk(theme, tmp_path) as d:
        lay_out()
        assert walk(d.wizard.window, theme) == []
        d.wizard.take_file(d.put(text))
        await d.reach(ColumnsStep)
        assert walk(d.wizard.window, theme) == []
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        assert walk(d.wizard.window, theme) == []


async def test_every_step_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with desk(theme, tmp_path) as d:
        assert walk(d.wizard.window, theme) == []
        d.wizard.take_file(d.put(GOOD))
        await d.reach(ColumnsStep)
        assert walk(d.wizard.window, theme) == []
        d.model.plan()
        await d.reach(PreviewStep)
        assert walk(d.wizard.window, theme) == []


async def test_the_focus_is_seen_in_every_step(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        d.wizard.take_file(d.put(GOOD))
        await d.reach(ColumnsStep)
        with qtbot.waitActive(d.wizard.window):
            d.wizard.window.activateWindow()
        assert invisible_focus(d.wizard.window) == []
