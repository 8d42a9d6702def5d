"""Importing a table by the wizard, over a real project: choose, correct, look, import, stop."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.import_fields import ImportField
from app.texts.messages import message
from app.ui.theme import Scheme
from app.ui.widgets.choices import ChoiceBox
from app.ui.wizards.import_steps import ColumnsStep, FileStep, ImportWorkStep, PreviewStep
from app.viewmodels.import_looks import MASKED
from tests.gui.import_desk import BAD, GOOD, PIN, Desk, desk
from tests.gui.locks_screen import press, texts
from tests.gui.open_world import open_doors, setup_code
from tests.gui.walk import Fault, invisible_focus, walk
from tests.waiting import until

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LARGE, SMALL = QSize(1400, 860), QSize(1024, 700)
MANY = "Site,Door,Person\n" + "".join(f"Site {n % 9},Door {n},Guest {n}\n" for n in range(3000))


async def to_columns(d: Desk, text: str, name: str = "survey.csv") -> ColumnsStep:
    d.wizard.take_file(d.put(text, name))
    return await d.reach(ColumnsStep)


async def to_preview(d: Desk, text: str) -> PreviewStep:
    await to_columns(d, text)
    press(d.wizard.window, "Next")
    return await d.reach(PreviewStep)


def choose(step: ColumnsStep, heading: str, meaning: str) -> None:
    """Say what a column means, as a person does: the column in the list, the meaning in the box."""
    item = next(item for item in step._items if item.heading == heading)
    step.table.choose(str(item.place))
    assert step.box.accessibleName() == f"Meaning of {heading}"
    step.box.choose(meaning)
    step.box.activated.emit(step.box.currentIndex())


async def test_a_table_is_looked_at_and_then_imported(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        assert isinstance(d.step, FileStep)
        await to_columns(d, GOOD)
        assert d.cells("Columns")[0] == ["Site", "Elm Street 4, Elm Street 4", "Site"]
        assert d.cells("Columns")[6] == ["PIN", MASKED, "PIN"]
        assert not [text for text in [*texts(d.wizard.window), *d.everything_told()] if PIN in text]
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        assert d.cells("How many")[0] == ["New", "1", "2", "2", "2"]
        told = {line[2] for line in d.cells("New and changed")}
        assert len(told) == 7
        assert "Elm Street 4/Front door: Thickness (mm) 40" in told
        assert "Anna Berg: E-mail anna@example.org" in told
        assert "Anna Berg: Door Elm Street 4/Front door; Until 2036-06-01" in told
        assert await d.door_names() == set()
        assert not [text for text in [*texts(d.wizard.window), *d.everything_told()] if PIN in text]
        press(d.wizard.window, "Import")
        assert "undo takes all of it back" in await d.ending
        assert await d.door_names() == {"Elm Street 4/Front door", "Elm Street 4/Cellar"}
        await d.doors.work.project.store.undo()
        assert await d.door_names() == set()


async def test_the_same_table_again_changes_nothing(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        async with desk(theme, tmp_path, doors=doors) as d:
            await to_preview(d, GOOD)
            press(d.wizard.window, "Import")
            await d.ending
        before = (await doors.work.history.undo_steps(1))[0].sequence
        async with desk(theme, tmp_path, doors=doors) as d:
            await to_preview(d, GOOD)
            assert message("import_nothing") in texts(d.wizard.window)
            assert not d.wizard.window.next_button.isVisible()
            press(d.wizard.window, "Close")
            assert await d.ending == ""
        assert (await doors.work.history.undo_steps(1))[0].sequence == before


async def test_mistakes_are_shown_and_the_mended_file_is_read_again(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        step = await to_columns(d, BAD)
        choose(step, "Colour", "note")
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        found = d.cells("Mistakes")
        assert [line[:2] for line in found] == [["2", "Thickness"], ["2", "Until"]]
        assert "number from 1 to 300" in found[0][2]
        assert any(
            text.startswith("Row 2. Thickness: This is no number")
            for text in texts(d.wizard.window)
        )
        assert not d.wizard.window.next_button.isVisible()
        d.put(GOOD)
        press(d.wizard.window, "Read the file again")
        await until(lambda: isinstance(d.step, PreviewStep) and d.model.look.can_apply)
        assert {item.heading: item.field for item in d.model.columns}["Colour"] == "note"


async def test_a_meaning_is_chosen_moves_and_is_remembered(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        async with desk(theme, tmp_path, doors=doors) as d:
            step = await to_columns(d, GOOD)
            choose(step, "Colour", "door")
            meanings = {line[0]: line[2] for line in d.cells("Columns")}
            assert (meanings["Colour"], meanings["Door"]) == ("Door", "Leave out")
            assert step.box.accessibleName() == "Meaning of Colour"
            press(d.wizard.window, "Next")
            await d.reach(PreviewStep)
            press(d.wizard.window, "Import")
            await d.ending
            assert await d.door_names() == {"Elm Street 4/red", "Elm Street 4/blue"}
        async with desk(theme, tmp_path, doors=doors) as d:
            await to_columns(d, GOOD.replace("red", "green"), "next.csv")
            meanings = {line[0]: line[2] for line in d.cells("Columns")}
            assert (meanings["Colour"], meanings["Door"]) == ("Door", "Leave out")


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
        step = await d.reach(ColumnsStep)
        assert [choice.name for choice in d.model.table_look.choices] == ["sheet", "header_row"]
        box = next(b for b in step.findChildren(ChoiceBox) if b.accessibleName() == "Sheet")
        box.choose("Doors")
        box.activated.emit(box.currentIndex())
        await d.reach(ImportWorkStep)
        await d.reach(ColumnsStep)
        assert [line[0] for line in d.cells("Columns")] == ["Site", "Door"]


async def test_letters_separator_and_heading_are_found_and_can_be_set(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        path = tmp_path / "old.csv"
        path.write_bytes("Liste 2026\nStandort|Tür\nHöfe|Süd\n".encode("cp1252"))
        d.wizard.take_file(path)
        await d.reach(ColumnsStep)
        found = {choice.name: choice.key for choice in d.model.table_look.choices}
        assert found == {"encoding": "cp1252", "separator": "|", "header_row": "2"}
        assert d.cells("Columns") == [["Standort", "Höfe", "Site"], ["Tür", "Süd", "Door"]]
        d.wizard._on_corrected("encoding", "utf-8")
        await d.reach(ImportWorkStep)
        await d.reach(ColumnsStep)
        assert "utf-8" in d.wizard.window.messages.text
        assert {c.name: c.key for c in d.model.table_look.choices} == found
        d.wizard._on_corrected("header_row", "3")
        await d.reach(ImportWorkStep)
        await d.reach(ColumnsStep)
        assert [line[0] for line in d.cells("Columns")] == ["Höfe", "Süd"]


async def test_no_secret_is_shown_of_a_column_that_nobody_named(qtbot, theme, tmp_path):
    matter, digits = "MT:Y.K9042C00KA0648G00", setup_code(1).reveal()
    text = f"Raum;Zahl;Text;Zeichen\nFront;{PIN};{matter};{digits}\n"
    async with desk(theme, tmp_path) as d:
        await to_columns(d, text)
        assert [line[1] for line in d.cells("Columns")] == ["Front", MASKED, MASKED, MASKED]
        await to_columns(d, f"{PIN};{digits};Front\n{PIN};{digits};Cellar\n", "bare.csv")
        shown = [*texts(d.wizard.window), *d.everything_told()]
        assert not [text for text in shown if PIN in text or digits in text]
        assert [line[0] for line in d.cells("Columns")][:2] == ["A", "B"]


async def test_a_pin_in_the_wrong_column_is_not_repeated_by_the_mistake(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        await to_preview(d, f"Site;Door;Person;Until\nElm;Front;Anna;{PIN}\n")
        assert "is no time" in d.cells("Mistakes")[0][2]
        shown = [*texts(d.wizard.window), *d.everything_told()]
        assert not [text for text in shown if PIN in text]


async def test_setup_codes_are_checked_and_go_to_the_tray_or_the_door(qtbot, theme, tmp_path):
    one, two = setup_code(1).reveal(), setup_code(2).reveal()
    wrong = two[:-1] + str((int(two[-1]) + 1) % 10)
    table = f"Site;Door;Setup code\nElm;Front;{one}\n;;{wrong}\n"
    async with desk(theme, tmp_path) as d:
        await to_preview(d, table)
        assert [line[:2] for line in d.cells("Mistakes")] == [["3", "Setup code"]]
        assert "check digit" in d.cells("Mistakes")[0][2]
        d.put(table.replace(wrong, two))
        press(d.wizard.window, "Read the file again")
        await until(lambda: isinstance(d.step, PreviewStep) and d.model.look.can_apply)
        shown = [*texts(d.wizard.window), *d.everything_told()]
        assert not [text for text in shown if one in text or two in text]
        told = [line[1:] for line in d.cells("New and changed")]
        assert ["New: Setup codes", "To the tray"] in told
        press(d.wizard.window, "Import")
        await d.ending
        codes = await d.doors.work.setup_codes.list_codes()
        front = await d.doors.place("Elm/Front")
        kept = {code.kept.text.reveal(): code.kept.door_id for code in codes}
        assert kept == {one: front.door.id, two: None}


def old_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))


def torn_workbook(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(50))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (256 << 20))


def nul(path: Path) -> None:
    path.write_bytes(b"Site,Door\nElm,Fr\0nt\n")


def long_cell(path: Path) -> None:
    path.write_text(f"Site,Door\nElm,{'x' * 4_000_000}\n")


def wide(path: Path) -> None:
    path.write_text(",".join(f"c{n}" for n in range(16_384)) + "\n1\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


HOSTILE: list[tuple[str, Callable[[Path], object], str]] = [
    ("old.xls", old_workbook, "table_is_old_workbook"),
    ("torn.xlsx", torn_workbook, "table_unreadable"),
    ("bomb.xlsx", bomb, "table_unpacks_too_large"),
    ("nul.csv", nul, "table_not_text"),
    ("cell.csv", long_cell, "table_cell_too_long"),
    ("wide.csv", wide, "table_too_many_columns"),
    ("empty.csv", empty, "table_empty"),
    ("huge.csv", huge, "table_too_large"),
    ("folder", Path.mkdir, "table_no_file"),
    ("gone.csv", lambda _path: None, "no_such_table"),
]


@pytest.mark.parametrize(("name", "make", "code"), HOSTILE, ids=[case[0] for case in HOSTILE])
async def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    qtbot, theme, tmp_path, name, make, code
):
    async with desk(theme, tmp_path) as d:
        make(tmp_path / name)
        d.wizard.take_file(tmp_path / name)
        await d.reach(ImportWorkStep)
        await d.reach(FileStep)
        words = max(message(code).split("…"), key=len)
        assert words in d.wizard.window.messages.text
        await to_columns(d, GOOD, "good.csv")
        assert not d.wizard.window.messages.isVisible()


async def test_files_are_dropped_onto_the_wizard_one_at_a_time(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        one, two = d.put(GOOD, "one.csv"), d.put("Site;Door\nElm;Gate\n", "two.csv")
        d.drop([one, two])
        assert "One table at a time" in d.wizard.window.messages.text
        assert isinstance(d.step, FileStep)
        d.drop([one])
        await d.reach(ColumnsStep)
        d.drop([two])
        await d.reach(ImportWorkStep)
        await d.reach(ColumnsStep)
        assert d.model.file_name == "two.csv"
        assert len(d.cells("Columns")) == 2


@pytest.mark.parametrize("name", ["survey.xlsx", "survey.csv"])
async def test_the_template_has_a_column_for_all_that_is_known(qtbot, theme, tmp_path, name):
    async with desk(theme, tmp_path) as d:
        told: list[str] = []
        d.model.template_written.connect(told.append)
        d.model.write_template(tmp_path / name)
        await until(lambda: told)
        assert name in d.wizard.window.messages.text
        d.wizard.take_file(tmp_path / name)
        await d.reach(ColumnsStep)
        meanings = [item.field for item in d.model.columns]
        assert meanings == [str(field) for field in ImportField]


async def test_a_table_without_rows_is_said_to_have_none(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        await to_preview(d, "Site;Door\n")
        assert message("import_no_rows", {"header": 1}) in texts(d.wizard.window)
        assert not d.wizard.window.next_button.isVisible()


async def test_a_template_of_another_kind_is_refused_in_words(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        d.model.write_template(tmp_path / "survey.pdf")
        await until(lambda: message("import_template_form") in d.wizard.window.messages.text)
        assert isinstance(d.step, FileStep)


async def test_the_remark_of_a_practice_project_is_no_row(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        await to_preview(d, "Site;Door\nElm;Front\n" + message("practice_project_note") + "\n")
        assert d.cells("How many")[0] == ["New", "1", "1"]
        assert d.model.look.can_apply


async def test_a_project_that_changed_meanwhile_is_not_written_into(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        await to_preview(d, GOOD)
        await d.doors.add_door("Elm Street 4/Cellar")
        press(d.wizard.window, "Import")
        await until(lambda: message("import_out_of_date") in d.wizard.window.messages.text)
        assert isinstance(d.step, PreviewStep)
        assert await d.door_names() == {"Elm Street 4/Cellar"}


async def test_stopping_leaves_the_project_as_it_was(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        d.wizard.take_file(d.put(MANY))
        press(d.wizard.window, "Stop")
        await d.reach(FileStep)
        d.wizard.take_file(d.put(MANY))
        await d.reach(ColumnsStep)
        press(d.wizard.window, "Next")
        await d.reach(ImportWorkStep)
        press(d.wizard.window, "Stop")
        await d.reach(ColumnsStep)
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep, 60)
        shown: list[str] = []
        d.model.progressed.connect(
            lambda words, done, total: shown.append(f"{words} {done} {total}")
        )
        press(d.wizard.window, "Import")
        await d.reach(ImportWorkStep)
        await until(lambda: shown, 60)
        QTest.keyClick(d.wizard.window, Qt.Key.Key_Escape)
        await d.reach(PreviewStep, 60)
        assert await d.door_names() == set()
        assert not d.ending.done()
        assert shown[0].startswith("Writing")


async def test_every_step_is_worked_by_keys(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:
        window = d.wizard.window
        await to_columns(d, GOOD)
        with qtbot.waitActive(window):
            window.activateWindow()
        step = d.step
        assert isinstance(step, ColumnsStep)
        assert step.table.view.hasFocus()
        assert step.box.accessibleName() == "Meaning of Colour"
        QTest.keyClick(step.table.view, Qt.Key.Key_Tab)
        assert step.box.hasFocus()
        QTest.keyClick(step.box, Qt.Key.Key_Down)
        assert {line[0]: line[2] for line in d.cells("Columns")}["Colour"] == "Site"
        QTest.keyClick(step.box, Qt.Key.Key_Up)
        meanings = {line[0]: line[2] for line in d.cells("Columns")}
        assert (meanings["Site"], meanings["Colour"]) == ("Site", "Leave out")
        QTest.keyClick(window, Qt.Key.Key_Return)
        await d.reach(PreviewStep)
        changes = window.focusWidget()
        assert changes is not None
        assert changes.accessibleName() == "New and changed"
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NO_MODIFIER, "", True)
        QApplication.sendEvent(changes, held)
        assert isinstance(d.step, PreviewStep), "a key that was held down confirmed unseen"
        QTest.keyClick(changes, Qt.Key.Key_Return)
        assert "undo takes all of it back" in await d.ending


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        (LARGE, Scheme.LIGHT),
        (SMALL, Scheme.DARK),
        pytest.param(LARGE, Scheme.DARK, marks=pytest.mark.slow),
        pytest.param(SMALL, Scheme.LIGHT, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
async def test_every_step_passes_the_walk(qtbot, theme, tmp_path, text, scheme, size):
    theme.set_scheme(scheme)
    async with desk(theme, tmp_path, size) as d:
        assert walk(d.wizard.window, theme) == []
        await to_columns(d, text)
        assert walk(d.wizard.window, theme) == []
        press(d.wizard.window, "Next")
        if isinstance(d.step, ImportWorkStep):
            d.step.report("Checking the rows", 1, 2)
            assert walk(d.wizard.window, theme) == []
        await d.reach(PreviewStep)
        assert walk(d.wizard.window, theme) == []


@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
async def test_every_step_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language, text
):
    async with desk(theme, tmp_path) as d:
        assert walk(d.wizard.window, theme) == []
        await to_columns(d, text)
        assert walk(d.wizard.window, theme) == []
        d.wizard._on_next_pressed()
        if isinstance(d.step, ImportWorkStep):
            d.step.report("Checking the rows", 1, 2)
            assert walk(d.wizard.window, theme) == []
        await d.reach(PreviewStep)
        assert walk(d.wizard.window, theme) == []


async def test_the_focus_is_seen_in_every_step(qtbot, theme, tmp_path):
    async with desk(theme, tmp_path) as d:

        def unseen() -> list[Fault]:
            with qtbot.waitActive(d.wizard.window):
                d.wizard.window.activateWindow()
            return invisible_focus(d.wizard.window)

        assert unseen() == []
        await to_columns(d, GOOD)
        assert unseen() == []
        press(d.wizard.window, "Next")
        await d.reach(PreviewStep)
        assert unseen() == []
