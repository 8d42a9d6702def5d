"""The inventory page over a real project file: columns, order, groups, views, sums, notes and files."""

import csv
import json
import zipfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.core.settings import Settings
from app.services.import_tables import ReadOptions
from app.texts.import_titles import import_titles
from app.ui.dialogs import PlainDialog
from app.ui.pages.inventory_columns import ColumnsDialog
from app.ui.pages.inventory_export import ExportDialog
from app.ui.pages.inventory_page import InventoryPage
from app.ui.pages.lock_notes_dialog import LockNotesDialog
from app.ui.text_dialog import TextDialog
from app.ui.widgets.choices import CheckBox, ChoiceBox, RadioOption
from app.ui.widgets.form import Field
from app.viewmodels.inventory import JSON, XLSX, ExportWish, InventoryViewModel
from tests.gui.open_world import Doors, open_doors
from tests.unit.services.service_world import CODE
from tests.waiting import until


@dataclass(slots=True)
class Screen:
    """The page with its view-model."""

    page: InventoryPage
    model: InventoryViewModel
    doors: Doors

    def cells(self, column: str) -> list[str]:
        """What stands in a column, line by line; of a line above a group its words."""
        model = self.page.table.view.model()
        titles = [title for _key, title in self.model.table.columns]
        at = titles.index(column)
        return [str(model.index(line, at).data()) for line in range(model.rowCount())]


@asynccontextmanager
async def shown(theme, folder: Path) -> AsyncGenerator[Screen]:
    """The page over two locks and a bare door, loaded."""
    async with open_doors(folder) as doors:
        await doors.add_lock("House/Back")
        await doors.add_lock("House/Front")
        await doors.add_door("Barn/Gate")
        await doors.grant("Anna", "House/Front")
        model = InventoryViewModel(doors.work, Settings(folder / "settings.json"))
        page = InventoryPage(theme, model)
        page.resize(1100, 700)
        page.show()
        await until(lambda: model.table.is_loaded and page.table.line_count)
        try:
            yield Screen(page, model, doors)
        finally:
            await model.close()
            page.close()
            page.deleteLater()


def dialog(kind: type[QDialog]) -> QDialog | None:
    """The dialog of this kind that is open."""
    return next(
        (one for one in QApplication.topLevelWidgets() if type(one) is kind and one.isVisible()),
        None,
    )


D = TypeVar("D", bound=QDialog)


async def opened(kind: type[D]) -> D:
    """Wait for the dialog."""
    await until(lambda: dialog(kind) is not None)
    found = dialog(kind)
    assert isinstance(found, kind)
    return found


async def test_typing_filters_and_says_how_many_are_left(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        assert screen.cells("Door") == ["Gate", "Back", "Front"]
        QTest.keyClicks(screen.page.search, "house front")
        assert screen.cells("Door") == ["Front"]
        assert screen.page.counted.text() == "1 of 3 doors"
        QTest.keyClicks(screen.page.search, "x")
        assert screen.page.empty.isVisible()
        QTest.keyClick(screen.page.search, Qt.Key.Key_Escape)
        assert screen.cells("Door") == ["Gate", "Back", "Front"]


async def test_a_heading_sorts_and_a_second_click_turns_it_round(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.page.table.sort_wanted.emit(1)
        assert screen.cells("Door") == ["Back", "Front", "Gate"]
        assert screen.page.sort_box.currentText() == "Sort: Door"
        screen.page.table.sort_wanted.emit(1)
        assert screen.cells("Door") == ["Gate", "Front", "Back"]
        assert screen.page.descending.isChecked()


async def test_groups_have_lines_with_their_counts_that_nobody_can_choose(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.model.group("pairing")
        doors = screen.cells("Door")
        assert [words.split()[-1] for words in doors if "·" in words] == ["2", "1"]
        screen.page.table.view.setFocus()
        assert screen.page.table.current_line == 1
        QTest.keyClick(screen.page.table.view, Qt.Key.Key_Down)
        QTest.keyClick(screen.page.table.view, Qt.Key.Key_Down)
        assert doors[screen.page.table.current_line] == "Gate"


async def test_columns_are_chosen_and_put_in_order(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        asking = ColumnsDialog(theme, screen.page, screen.model.all_columns, ["site", "door"])
        boxes = {box.text(): box for box in asking.findChildren(CheckBox)}
        boxes["Serial number"].setChecked(True)
        boxes["Site"].setChecked(False)
        order = asking.findChildren(ChoiceBox)[0]
        order.choose("serial")
        asking._move(-1)
        assert asking.keys == ("serial", "door")
        screen.model.show_columns(asking.keys)
        assert [title for _key, title in screen.model.table.columns] == ["Serial number", "Door"]
        assert screen.cells("Door") == ["Gate", "Back", "Front"]
        asking.deleteLater()


async def test_a_view_is_kept_under_a_name_and_chosen_again(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.model.show_columns(["door", "battery_percent"])
        screen.model.sort("door", is_descending=True)
        screen.model.search("house")
        task = screen.page.save_view()
        screen.model.run("save", task)
        asking = await opened(TextDialog)
        QTest.keyClicks(asking._line, "Batteries")
        asking.accept()
        await until(lambda: screen.page.view_box.findData("Batteries") >= 0)
        screen.page._on_view_chosen("")
        assert (screen.page.search.text(), len(screen.cells("Door"))) == ("", 3)
        screen.page._on_view_chosen("Batteries")
        assert screen.page.search.text() == "house"
        assert screen.cells("Door") == ["Front", "Back"]
        screen.page.remove_button.click()
        await until(lambda: screen.page.view_box.findData("Batteries") < 0)


async def test_sums_are_those_of_what_is_shown(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.page.tabs.setCurrentIndex(1)
        work = dict(screen.model.table.sum_tables()[0].parts)
        assert (work["Doors"], work["Locks that are ours"], work["Codes not proven"]) == (3, 2, 1)
        screen.model.search("gate")
        work = dict(screen.model.table.sum_tables()[0].parts)
        assert (work["Doors"], work["Doors without a lock of ours"]) == (1, 1)


async def test_a_lock_is_noted_from_its_row_and_a_wrong_day_is_said_there(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        assert not screen.page.notes_button.isEnabled()
        screen.page.table.choose_line(1)
        assert screen.page.notes_button.isEnabled()
        screen.model.run("notes", screen.page.note())
        asking = await opened(LockNotesDialog)
        asking._lines["warranty_until"].setText("someday")
        asking._lines["battery_type"].setText("4 x AA")
        asking.accept()
        assert asking.isVisible()
        assert any(field.error for field in asking.findChildren(Field))
        asking._lines["warranty_until"].setText("2027-06-30")
        asking.accept()
        await until(lambda: "4 x AA" in screen.cells("Battery type"))
        screen.page.table.choose_line(0)
        assert not screen.page.notes_button.isEnabled(), (
            "nothing is noted of a lock that is not there"
        )


async def test_the_file_holds_what_the_page_shows_in_its_order(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.model.search("house")
        screen.model.sort("door", is_descending=True)
        path, written = tmp_path / "list.csv", []
        screen.model.written.connect(written.append)
        screen.model.export(path, ExportWish(columns=("door", "site"), separator=";"))
        await until(lambda: written)
        *rows, _note = csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
        assert rows == [["Door", "Site"], ["Front", "House"], ["Back", "House"]]
        every = tmp_path / "list.json"
        wish = ExportWish(form=JSON, columns=("door",), is_as_shown=False)
        screen.model.export(every, wish)
        await until(lambda: len(written) == 2)
        assert [row["door"] for row in json.loads(every.read_text())] == ["Gate", "Back", "Front"]


async def test_secrets_are_asked_about_twice_and_no_answers_no(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        screen.model.run("export", screen.page.export())
        asking = await opened(ExportDialog)
        secrets = next(b for b in asking.findChildren(CheckBox) if "setup codes" in b.text())
        assert not asking._warning.isVisible()
        secrets.setChecked(True)
        assert asking._warning.isVisible()
        assert asking.wish.with_secrets
        asking.accept()
        sure = await opened(PlainDialog)
        assert "Everybody" in sure.accessibleDescription()
        sure.reject()
        await until(lambda: not screen.model.is_busy)
        kinds = [e.kind for e in await screen.doors.work.project.read.history.entries()]
        assert "exported_secrets" not in kinds


async def test_a_workbook_without_secrets_holds_none(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        path, written = tmp_path / "list.xlsx", []
        screen.model.written.connect(written.append)
        keys = tuple(key for key, _title in screen.model.all_columns)
        assert "setup_code" not in keys
        screen.model.export(path, ExportWish(form=XLSX, columns=keys))
        await until(lambda: written)
        assert path.stat().st_mode & 0o777 == 0o600
        with zipfile.ZipFile(path) as archive:
            inside = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Front" in inside
        assert CODE.reveal().encode() not in inside


async def test_the_list_for_z_wave_always_counts_as_secret(qtbot, theme, tmp_path):
    asking = ExportDialog(theme, None, [("site", "Site")])
    option = next(b for b in asking.findChildren(RadioOption) if "Z-Wave" in b.text())
    option.click()
    assert asking.wish.with_secrets
    assert asking._warning.isVisibleTo(asking)
    asking.deleteLater()


async def test_the_whole_project_is_written_as_a_table_that_an_import_reads(qtbot, theme, tmp_path):
    async with shown(theme, tmp_path) as screen:
        await screen.doors.grant("Anna Berg", "House/Front")
        asking = ExportDialog(theme, None, screen.model.all_columns)
        whole = next(b for b in asking.findChildren(CheckBox) if "whole project" in b.text())
        whole.setChecked(True)
        assert not asking._table_part.isVisibleTo(asking)
        assert asking._pins.isVisibleTo(asking)
        wish = asking.wish
        asking.deleteLater()
        assert wish.is_whole
        path, written = tmp_path / "project.csv", []
        assert screen.model.proposed_path(wish).name.endswith("-project.csv")
        screen.model.written.connect(written.append)
        screen.model.export(path, wish)
        await until(lambda: written)
        assert "draws new PINs" in written[0]
        work = screen.doors.work
        table = await work.importing.read(path, ReadOptions(titles=import_titles()))
        rows = [[str(cell or "") for cell in row.cells] for row in table.rows]
        assert any("Anna Berg" in row and "Front" in row for row in rows)
        assert not any(CODE.reveal() in row for row in rows)
