"""Workbooks: written with real types and nothing that runs, read with bounded memory."""

import resource
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import openpyxl
import pandas
import pytest

from app.core.errors import AppError
from app.papers import xlsx_check
from app.papers.table_read import TableLimits, TableRead
from app.papers.table_write import CellKind, Table, TableColumn
from app.papers.xlsx_reader import read_xlsx
from app.papers.xlsx_table import write_xlsx

LISBON_SUMMER = timezone(timedelta(hours=1))
COLUMNS = (
    TableColumn("door", "Door"),
    TableColumn("battery", "Battery", CellKind.NUMBER),
    TableColumn("warranty", "Warranty until", CellKind.DATE),
    TableColumn("reached", "Reached", CellKind.MOMENT),
    TableColumn("private", "Private", CellKind.TRUTH),
)
REACHED = datetime(2026, 7, 1, 14, 30, tzinfo=LISBON_SUMMER)
ROW = ("=1+1", 80, date(2027, 1, 31), REACHED, True)
DOORS = Table("Doors", COLUMNS, [ROW, ("Back", None, None, None, None)])


def book(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def workbook(*rows: list[Any], sheets: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name in sheets:
        made.create_sheet(name)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def refusal(data: bytes, **options: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        read_xlsx(data, **options)
    return caught.value


def cells(table: TableRead) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


def test_cells_have_real_types_and_texts_stay_texts():
    sheet = book(write_xlsx([DOORS]))["Doors"]
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    door, battery, warranty, reached, private = sheet[2]
    assert (door.value, door.data_type) == ("=1+1", "s")
    assert (battery.value, battery.data_type) == (80, "n")
    assert (warranty.value.date(), warranty.is_date) == (date(2027, 1, 31), True)
    assert reached.value == datetime(2026, 7, 1, 14, 30)  # noqa: DTZ001 (a workbook knows no offset)
    assert private.value is True
    assert [cell.value for cell in sheet[3]][1:] == [None] * 4


def test_the_heading_stays_and_every_column_can_be_filtered():
    sheet = book(write_xlsx([DOORS]))["Doors"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.column_dimensions["D"].width > 15


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "'x", "https://x.example", "007", "=1"]
)
def test_nothing_that_a_spreadsheet_could_run_or_bend_is_in_it(text: str):
    table = Table("T", COLUMNS[:1], [(text,)])
    data = write_xlsx([table])
    assert book(data)["T"]["A2"].value == text
    assert book(data)["T"]["A2"].data_type == "s"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f" not in sheet
        assert b"hyperlink" not in sheet
    assert cells(read_xlsx(data))[1] == (text,)


def test_sheets_get_names_that_are_allowed_and_unlike_each_other():
    tables = [
        Table(name, COLUMNS[:1], []) for name in ("A/B", "a b", "x" * 40, "X" * 40, "History", "")
    ]
    assert book(write_xlsx(tables)).sheetnames == [
        "A B",
        "a b 2",
        "x" * 31,
        "X" * 29 + " 2",
        "History 2",
        "Sheet",
    ]


def test_a_note_stands_below_and_in_the_properties():
    made = book(write_xlsx([DOORS], note="Practice project"))
    assert made["Doors"]["A5"].value == "Practice project"
    assert made.properties.description == "Practice project"


def test_pandas_reads_what_was_written():
    rows = pandas.read_excel(BytesIO(write_xlsx([DOORS]))).to_dict("records")
    assert [row["Door"] for row in rows] == ["=1+1", "Back"]
    assert rows[0]["Battery"] == 80


def test_what_was_written_is_read_back():
    found = read_xlsx(write_xlsx([DOORS]))
    assert (found.sheets, found.sheet) == (("Doors",), "Doors")
    assert cells(found)[1][:2] == ("=1+1", 80)


def test_the_first_sheet_with_something_in_it_is_read_unless_one_is_chosen():
    made = openpyxl.Workbook()
    made.create_sheet("Doors").append(["Front"])
    made.create_sheet("People").append(["Ana"])
    out = BytesIO()
    made.save(out)
    data = out.getvalue()
    assert cells(read_xlsx(data)) == [("Front",)]
    assert cells(read_xlsx(data, sheet="People")) == [("Ana",)]
    assert cells(read_xlsx(data, sheet=3)) == [("Ana",)]
    assert refusal(data, sheet=4).code == "table_sheet_unknown"
    assert refusal(data, sheet="Locks").parameters["choices"] == "Sheet, Doors, People"
    assert refusal(data, sheet="Sheet").code == "table_empty"


def test_a_formula_gives_the_value_stored_beside_it_and_is_not_calculated():
    assert cells(read_xlsx(workbook(["=1+1", "x"])))[0] == (None, "x")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([[n] for n in range(5)], "table_too_many_rows"),
        ([[1, 2, 3, 4]], "table_too_many_columns"),
        ([["x" * 11]], "table_cell_too_long"),
    ],
)
def test_what_is_too_much_is_named(rows: list[list[Any]], code: str):
    small = TableLimits(rows=3, columns=3, cell_characters=10)
    assert refusal(workbook(*rows), limits=small).code == code


def test_all_columns_that_a_sheet_can_have_are_refused():
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.cell(1, 16_384, "far right")
    out = BytesIO()
    made.save(out)
    assert refusal(out.getvalue()).code == "table_too_many_columns"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_unreadable"),
        (b"PK\x03\x04 cut off", "table_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table_is_old_workbook"),
    ],
)
def test_what_is_no_workbook_is_named(data: bytes, code: str):
    assert refusal(data).code == code


def test_every_truncation_of_a_workbook_is_named():
    data = workbook(["a", "b"], ["c", 1])
    for length in range(0, len(data), 97):
        assert refusal(data[:length]).code == "table_unreadable"


def test_a_bomb_is_refused_before_it_fills_the_memory():
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(b"<!--".ljust(1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(out.getvalue()).code == "table_unpacks_too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_entities_that_grow_are_refused():
    lines = ['<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">']
    lines += [f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)]
    bomb = "".join(lines) + "]><r>&j;</r>"
    out = BytesIO()
    source = zipfile.ZipFile(BytesIO(workbook(["a"])))
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb if name.endswith("sheet1.xml") else source.read(name))
    assert refusal(out.getvalue()).code == "table_unreadable"


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TOO_MUCH = {
    "cells without end in one row": (
        "sheet1.xml",
        f"{SHEET}<row>{'<c/>' * 20_000}</row></sheetData></worksheet>",
        "table_too_many_columns",
    ),
    "rows of empty cells at the right end of a sheet": (
        "sheet1.xml",
        SHEET
        + "".join(f"<row r='{n}'><c r='XFD{n}'/></row>" for n in range(1, 4000))
        + "</sheetData></worksheet>",
        "table_too_many_columns",
    ),
    "a tree of styles": ("styles.xml", "<a>" * 1_100_000, "table_unpacks_too_large"),
    "zeros between the letters": ("sheet1.xml", SHEET.replace("<", "<\0"), "table_unreadable"),
    "a tree of styles in another alphabet": (
        "styles.xml",
        ("<a>" * 1_100_000).encode("utf-16").decode("latin-1"),
        "table_unreadable",
    ),
    "another alphabet": (
        "sheet1.xml",
        SHEET.encode("utf-16").decode("latin-1"),
        "table_unreadable",
    ),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_what_would_grow_while_it_is_read_is_refused_before(kind: str):
    part, text, code = TOO_MUCH[kind]
    source, out = zipfile.ZipFile(BytesIO(workbook(["Site"], ["Elm"]))), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = text.encode("latin-1") if name.endswith(part) else source.read(name)
            archive.writestr(name, content)
    assert refusal(out.getvalue()).code == code


def test_a_tag_that_two_pieces_share_is_counted_once(monkeypatch: pytest.MonkeyPatch):
    data = workbook(*([["a", "b"]] * 50))
    for size in (7, 31, 64):
        monkeypatch.setattr(xlsx_check, "_CHUNK", size)
        monkeypatch.setattr(xlsx_check, "MAX_CELLS", 100)
        assert len(read_xlsx(data).rows) == 50
        monkeypatch.setattr(xlsx_check, "MAX_CELLS", 99)
        assert refusal(data).code == "table_unpacks_too_large"


def test_a_long_reading_can_be_stopped():
    data = workbook(*[[n] for n in range(500)])
    heard: list[int] = []
    read_xlsx(data, on_rows=heard.append)
    assert heard == [200, 400]
    assert refusal(data, should_stop=lambda: True).code == "stopped"


def test_moments_keep_the_wall_clock_of_their_place():
    moment = REACHED.astimezone(UTC)
    table = Table("T", (COLUMNS[3],), [(REACHED,), (moment,)])
    sheet = book(write_xlsx([table]))["T"]
    assert (sheet["A2"].value.hour, sheet["A3"].value.hour) == (14, 13)
