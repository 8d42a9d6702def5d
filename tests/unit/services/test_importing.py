"""Tables into a real project file: read, planned, carried out in one step, taken back."""

import asyncio
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.core.errors import AppError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.import_fields import ImportField
from app.domain.import_steps import ImportNoun
from app.domain.slot_record import ProofLevel
from app.papers.table_read import TableLimits
from app.services.import_tables import ReadOptions, bytes_of_file_blocking
from app.services.import_thread import ImportStage
from app.services.importing import MAPPING_SETTING, counts_of
from app.services.inventory import Inventory, InventoryService
from app.services.inventory_columns import DEFAULT_COLUMNS, Column
from app.services.inventory_files import inventory_csv, inventory_xlsx
from app.texts.import_titles import import_titles
from app.texts.messages import message
from tests.unit.services.service_world import World, world

CSV = (
    "Site;Door;Thickness;Person;E-mail;Until;PIN;Setup code;Groups\n"
    "Home;Front;40;Anna Berg;a@example.org;2026-06-01;482915;;All\n"
    "Home;Cellar;;Anna Berg;a@example.org;2026-06-01;482915;;All\n"
    "Barn;Gate;68,5;Ben;;;;26318621095;\n"
)
ROWS = [
    {"site": f"Site {n % 20}", "door": f"Door {n}", "person": f"Guest {n}", "until": "2026-09-01"}
    for n in range(300)
]


def csv_of(rows: Sequence[dict[str, str]]) -> bytes:
    lines = [",".join(rows[0])] + [",".join(row.values()) for row in rows]
    return "\n".join(lines).encode()


async def take(w: World, data: bytes | str):
    table = await w.work.importing.read(data.encode() if isinstance(data, str) else data)
    preview = await w.work.importing.plan(table)
    assert not preview.plan.issues, preview.plan.issues
    await w.work.importing.apply(preview)
    return preview


async def rows_in(w: World) -> dict[str, int]:
    read = w.project.read
    return {
        "sites": len(await read.sites.all()),
        "doors": len(await read.doors.all()),
        "groups": len(await read.groups.all()),
        "people": len(await read.people.all()),
        "credentials": len(await read.credentials.all()),
        "grants": len(await read.grants.all()),
        "records": len(await read.records.all()),
        "codes": len(await read.setup_codes.all()),
    }


async def test_a_table_becomes_sites_people_access_and_codes_in_one_step(tmp_path: Path):
    async with world(tmp_path) as w:
        before = await rows_in(w)
        preview = await take(w, CSV)
        counts = counts_of(preview.plan)
        assert {noun: n for noun, n in counts.created.items() if n} == {
            ImportNoun.SITES: 1,
            ImportNoun.DOORS: 2,
            ImportNoun.GROUPS: 1,
            ImportNoun.PEOPLE: 2,
            ImportNoun.GRANTS: 2,
            ImportNoun.SETUP_CODES: 1,
        }
        assert counts.changed[ImportNoun.DOORS] == 1
        assert preview.table.read.separator == ";"
        (record,) = await w.records()
        assert record.proof.level is ProofLevel.PLANNED
        steps = await w.project.read.history.undo_steps()
        assert str(steps[0].kind) == "import_edited"
        assert steps[0].refusal is None
        await w.project.store.undo()
        assert await rows_in(w) == before
        assert await w.project.read.settings.get(MAPPING_SETTING) is None


async def test_the_same_import_again_changes_nothing_and_makes_no_entry(tmp_path: Path):
    async with world(tmp_path) as w:
        await take(w, CSV)
        entries = len(await w.project.read.history.entries())
        preview = await take(w, CSV)
        assert preview.plan.is_empty
        assert len(await w.project.read.history.entries()) == entries


async def test_what_was_imported_is_written_to_the_lock(tmp_path: Path):
    async with world(tmp_path) as w:
        await take(w, CSV)
        assert [step.action for step in (await w.work.applying.plan())[0].steps] == ["write"]
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]


async def test_a_big_import_is_taken_back_as_one(tmp_path: Path):
    async with world(tmp_path) as w:
        before = await rows_in(w)
        await take(w, csv_of(ROWS))
        after = await rows_in(w)
        assert after["grants"] - before["grants"] == 300
        assert after["records"] - before["records"] == 300
        await w.project.store.undo()
        assert await rows_in(w) == before
        await take(w, csv_of(ROWS))
        assert await rows_in(w) == after


async def test_a_plan_for_what_is_no_longer_so_is_refused(tmp_path: Path):
    async with world(tmp_path) as w:
        preview = await w.work.importing.plan(await w.work.importing.read(CSV.encode()))
        await w.work.sites.add_door("Barn", "Gate")
        with pytest.raises(RuleError, match="import_out_of_date"):
            await w.work.importing.apply(preview)
        assert not await w.project.read.grants.all()


async def test_a_plan_with_mistakes_writes_nothing(tmp_path: Path):
    async with world(tmp_path) as w:
        table = await w.work.importing.read(b"Site,Door,Thickness\nHome,Side,thick\nHome,Back,40\n")
        preview = await w.work.importing.plan(table)
        assert [(i.row, i.column) for i in preview.plan.issues] == [(2, ImportField.THICKNESS_MM)]
        with pytest.raises(RuleError, match="import_has_issues"):
            await w.work.importing.apply(preview)
        assert len(await w.project.read.doors.all()) == 1


async def test_progress_is_told_and_cancelling_leaves_the_project_as_it_was(tmp_path: Path):
    async with world(tmp_path) as w:
        told: list[ImportStage] = []
        table = await w.work.importing.read(
            csv_of(ROWS * 3), on_progress=lambda stage, _done, _total: told.append(stage)
        )
        preview = await w.work.importing.plan(
            await w.work.importing.read(csv_of(ROWS)),
            on_progress=lambda stage, _done, _total: told.append(stage),
        )
        before = await rows_in(w)
        ended = asyncio.Event()

        def stop(stage: ImportStage, done: int, _total: int) -> None:
            told.append(stage)
            if done and not ended.is_set():
                ended.set()
                task.cancel()

        task = asyncio.get_running_loop().create_task(
            w.work.importing.apply(preview, on_progress=stop)
        )
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await rows_in(w) == before
        assert set(told) == {ImportStage.READING, ImportStage.PLANNING, ImportStage.WRITING}
        assert table.headings[0] == "site"


async def test_planning_that_is_cancelled_ends_its_thread(tmp_path: Path):
    async with world(tmp_path) as w:
        table = await w.work.importing.read(csv_of(ROWS))
        task = asyncio.get_running_loop().create_task(w.work.importing.plan(table))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_what_headings_meant_is_remembered_with_the_import(tmp_path: Path):
    async with world(tmp_path) as w:
        table = await w.work.importing.read(b"Objekt Nr,Eingang,Name\nHome,Side,x\n")
        assert table.fields == {2: ImportField.PERSON}
        fields = {0: ImportField.SITE, 1: ImportField.DOOR}
        await w.work.importing.apply(await w.work.importing.plan(table, fields))
        again = await w.work.importing.read(b"Eingang,Name,Objekt Nr\nSide,x,Home\n")
        assert again.fields == {0: ImportField.DOOR, 2: ImportField.SITE}


async def test_a_workbook_with_real_types_is_read(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Guests"
    sheet.append(["List of guests"])
    sheet.append([])
    sheet.append(
        ["Site", "Door", "Thickness", "Person", "From", "Until", "Once", "PIN", "Setup code"]
    )
    sheet.append(
        [
            "Home",
            101,
            40.5,
            "Anna",
            datetime(2026, 5, 1, 15, 0),  # noqa: DTZ001 (a cell has no offset)
            datetime(2026, 5, 3),  # noqa: DTZ001
            False,
            482915,
            26318621095,
        ]
    )
    out = io.BytesIO()
    book.save(out)
    async with world(tmp_path) as w:
        table = await w.work.importing.read(out.getvalue(), name="guests.xlsx")
        assert (table.read.sheet, table.header_row) == ("Guests", 3)
        preview = await w.work.importing.plan(table)
        assert not preview.plan.issues
        await w.work.importing.apply(preview)
        (grant,) = await w.project.read.grants.all()
        assert grant.validity.start == datetime(2026, 5, 1, 15, 0)  # noqa: DTZ001
        assert grant.validity.end == datetime(2026, 5, 4)  # noqa: DTZ001 (the day is included)
        (pin,) = await w.project.read.credentials.all()
        assert pin.value == Secret("482915")
        assert "101" in {door.name for door in await w.project.read.doors.all()}


async def test_a_number_that_lost_its_digits_is_refused(tmp_path: Path):
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Site", "Door", "Setup code"])
    book.worksheets[0].append(["Home", "Front", 1.2345678901234567e39])
    out = io.BytesIO()
    book.save(out)
    async with world(tmp_path) as w:
        preview = await w.work.importing.plan(await w.work.importing.read(out.getvalue()))
        assert "import_lost_digits" in {issue.code for issue in preview.plan.issues}


async def test_the_heading_is_found_or_said(tmp_path: Path):
    data = b"Survey of May\n\nSite,Door\nHome,Side\n"
    async with world(tmp_path) as w:
        assert (await w.work.importing.read(data)).header_row == 3
        said = await w.work.importing.read(data, ReadOptions(header_row=1))
        assert said.headings[0] == "Survey of May"
        with pytest.raises(UsageError, match="import_no_header_row"):
            await w.work.importing.read(data, ReadOptions(header_row=9))


async def test_columns_are_found_by_heading_or_letter(tmp_path: Path):
    async with world(tmp_path) as w:
        table = await w.work.importing.read(b"Site,My Door\nHome,Side\n")
        assert table.place_of("my door") == 1
        assert table.place_of("B") == 1
        with pytest.raises(UsageError, match="import_unknown_column"):
            table.place_of("C")


async def test_no_column_that_is_known_is_said(tmp_path: Path):
    async with world(tmp_path) as w:
        table = await w.work.importing.read(b"1,2\n3,4\n")
        with pytest.raises(AppError, match="import_no_columns"):
            await w.work.importing.plan(table)


def test_a_file_is_measured_before_it_is_read(tmp_path: Path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(AppError, match="table_too_large"):
        bytes_of_file_blocking(path)
    path.write_bytes(b"12345")
    with pytest.raises(AppError, match="table_too_large"):
        bytes_of_file_blocking(path, TableLimits(file_bytes=4))
    with pytest.raises(UsageError, match="no_such_table"):
        bytes_of_file_blocking(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="table_no_file"):
        bytes_of_file_blocking(tmp_path)


def exported(inventory: Inventory, kind: str) -> bytes:
    note = message("practice_project_note")
    if kind == "csv":
        return inventory_csv(inventory, separator=",", titles=titled, practice_note=note)
    return inventory_xlsx(inventory, titles=titled, sheet_name="Inventory", practice_note=note)


def titled(column: Column) -> str:
    return message(f"column_{column}")


@pytest.mark.parametrize("columns", [DEFAULT_COLUMNS, tuple(Column)], ids=["usual", "all"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_an_inventory_of_a_project_with_a_lock_imports_into_itself_without_a_change(
    tmp_path: Path, kind: str, columns: tuple[Column, ...]
):
    async with world(tmp_path) as w:
        await w.work.sites.add_door("Home", "Cellar")
        made = await InventoryService(w.project).make(columns, with_secrets=True)
        assert made.is_practice
        options = ReadOptions(
            titles=import_titles(), remarks=frozenset({message("practice_project_note")})
        )
        table = await w.work.importing.read(exported(made, kind), options)
        plan = (await w.work.importing.plan(table)).plan
    assert len(table.rows) == 2
    assert (plan.steps, plan.issues, plan.notes) == ((), (), ())


async def test_the_practice_note_beside_other_cells_is_a_row_like_any(tmp_path: Path):
    note = message("practice_project_note")
    async with world(tmp_path) as w:
        options = ReadOptions(remarks=frozenset({note}))
        table = await w.work.importing.read(
            f'Site,Door\n"{note}",Gate\n"{note}"\n'.encode(), options
        )
    assert [row.number for row in table.rows] == [2]
