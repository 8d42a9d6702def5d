"""`import` by the command line: a survey in two minutes, mistakes by row and column, and files that want to do harm."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.import_fields import ImportField
from tests.integration.cli_world import PASSPHRASE, Program, Ran

PIN, CODE, WIFI = "482915", "26318621095", "planted wifi word"
SURVEY = (
    "Site;Address;Door;Opens;Thickness;Person;E-mail;Until;PIN;Setup code;Wifi password\n"
    f"Elm;Elm Street 1;Front;sliding;40;Anna Berg;a@example.org;2036-06-01;{PIN};{CODE};{WIFI}\n"
    "Elm;;Cellar;;;Anna Berg;a@example.org;2036-06-01;"
    f"{PIN};;\n"
    "Elm;;Roof;;68,5;Ben;;;;;\n"
)
MEMORY_BYTES = 1 << 30


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.run_here("new", str(program.project)).expect(0)
    return program


def put(program: Program, content: str | bytes, name: str = "table.csv") -> str:
    path = program.folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    """The first sheet."""
    return book.worksheets[0]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        sheet_of(book).append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_survey_is_shown_taken_known_again_and_taken_back(program: Program):
    table = put(program, SURVEY)
    dry = program.ask("import", table, "--map", "Opens=handing", "--dry-run")
    assert dry["written"] is False
    assert dry["created"] == {
        "sites": 1,
        "doors": 3,
        "locks": 0,
        "calendars": 0,
        "groups": 0,
        "people": 2,
        "grants": 2,
        "setup_codes": 1,
    }
    assert dry["table"]["separator"] == ";"
    assert program.ask("doors")["doors"] == []
    done = program.ask("import", table, "--map", "Opens=handing")
    assert done["created"] == dry["created"]
    assert done["written"] is True
    assert [door["door"] for door in program.ask("doors")["doors"]] == ["Cellar", "Front", "Roof"]
    assert {(e["person"], e["code"]) for e in program.entries()} >= {("Anna Berg", PIN)}
    again = program.ask("import", table)
    assert again["written"] is False
    assert set(again["created"].values()) == set(again["changed"].values()) == {0}
    assert again["skipped"]["doors"] == 3
    program.run_here("undo", str(program.project)).expect(0)
    assert program.ask("doors")["doors"] == []
    assert program.ask("codes")["codes"] == []


def test_no_secret_of_a_table_is_shown(program: Program):
    table = put(program, SURVEY)
    program.run_here("import", str(program.project), table).expect(0)
    wrong = (
        SURVEY.replace(CODE, "26318621096").replace("Front", "Gate").replace("Ben;;;", "Ben;;;12")
    )
    for words in ((), ("--json",), ("--dry-run", "--json")):
        program.run_here("import", str(program.project), put(program, wrong), *words).expect(1)
    program.run_here("history", str(program.project), "--json").expect(0)
    for ran in program.ran:
        for secret in (PIN, CODE, WIFI, "26318621096"):
            assert secret not in ran.out + ran.err
    assert PIN not in program.log()


def test_mistakes_are_named_by_row_and_column_and_nothing_is_written(program: Program):
    table = put(program, "Site,Door,Door thickness,Role\nElm,Front,thick,\nElm,Back,40,king\n")
    ran = program.run_here("import", str(program.project), table).expect(1)
    lines = [line.split(maxsplit=1) for line in ran.out.splitlines()]
    assert ["2", "Door thickness  This is no number from 1 to 300 mm; write one."] in lines
    document = program.ask("import", table, code=1)
    found = {(e["row"], e["column"], e["code"]) for e in document["errors"]}
    assert found == {
        (2, "Door thickness", "survey_number"),
        (3, "Role", "unknown_role"),
    }
    assert all(error["message"].endswith(".") for error in document["errors"])
    assert program.ask("sites")["sites"] == []


def test_columns_are_said_by_heading_or_letter(program: Program):
    table = put(program, "Objektnr,Eingang,Name\nElm,Front,Anna\n")
    words = ("--map", "Objektnr=site", "--map", "B=door", "--map", "Name=-")
    document = program.ask("import", table, *words)
    assert [c["field"] for c in document["table"]["columns"]] == ["site", "door", None]
    assert program.ask("people")["people"] == []
    # What they mean is remembered.
    document = program.ask("import", put(program, "Eingang,Objektnr,Name\nBack,Elm,Ben\n"))
    assert document["created"]["doors"] == 1
    assert program.ask("people")["people"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--map", "Site"), "import_map_form"),
        (("--map", "Nothing=site"), "import_unknown_column"),
        (("--map", "Site=wall"), "import_unknown_field"),
        (("--map", "Site=door", "--map", "Door=door"), "import_field_twice"),
        (("--header-row", "9"), "import_no_header_row"),
        (("--separator", "xx"), "separator"),
    ],
)
def test_wrong_words_are_refused(program: Program, words: tuple[str, ...], code: str):
    table = put(program, "Site,Door\nElm,Front\n")
    error = program.ask("import", table, *words, code=2)["error"]
    assert error["code"] == code or code in error["code"]


def test_a_sheet_is_chosen_by_number_or_name(program: Program):
    book = openpyxl.Workbook()
    sheet_of(book).append(["Site"])
    second = book.create_sheet("Doors")
    second.append(["Site", "Door"])
    second.append(["Elm", "Front"])
    out = io.BytesIO()
    book.save(out)
    table = put(program, out.getvalue(), "book.xlsx")
    assert program.ask("import", table, "--sheet", "2", "--dry-run")["created"]["doors"] == 1
    assert program.ask("import", table, "--sheet", "Doors")["table"]["sheet"] == "Doors"
    refused = program.ask("import", table, "--sheet", "9", code=1)
    assert refused["error"]["code"] == "table_sheet_unknown"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_template_is_written_filled_in_and_taken(program: Program, suffix: str):
    out = program.folder / f"survey.{suffix}"
    program.run_here("import", "--template", str(out)).expect(0)
    rows = {"site": "Elm", "door": "Front", "handing": "sliding", "person": "Anna", "pin": "048291"}
    cells = [rows.get(str(field), "") for field in ImportField]
    if suffix == "csv":
        text = out.read_text("utf-8-sig")
        assert len(next(csv.reader(io.StringIO(text)))) == len(ImportField)
        out.write_text(text + ",".join(cells) + "\r\n", "utf-8-sig")
    else:
        book = openpyxl.load_workbook(out)
        book.worksheets[0].append(cells)
        book.save(out)
    document = program.ask("import", str(out))
    assert not document["errors"]
    assert [c["field"] for c in document["table"]["columns"]] == [str(f) for f in ImportField]
    assert program.entries()[0]["code"] == "048291"


def test_a_template_of_another_kind_and_missing_words_are_refused(program: Program):
    out = str(program.folder / "survey.ods")
    ran = program.run_here("import", "--template", out, "--json").expect(2)
    assert ran.error == "import_template_form"
    ran = program.run_here("import", str(program.project), "--json").expect(2)
    assert ran.error == "import_needs_words"


def sparse(folder: Path) -> Path:
    path = folder / "big.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    return path


def bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    path.write_bytes(workbook([["Site"]]))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/picture", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(b"\0" * (1 << 20))
    return path


def long_row(folder: Path) -> Path:
    path = folder / "row.xlsx"
    source = zipfile.ZipFile(io.BytesIO(workbook([["Site"]])))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, source.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData><row>")
            for _ in range(200):
                part.write(b"<c><v>1</v></c>" * 50_000)
            part.write(b"</row></sheetData></worksheet>")
    return path


def wide(folder: Path) -> Path:
    path = folder / "wide.xlsx"
    path.write_bytes(workbook([["Site"] * 16_384]))
    return path


def wide_csv(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_text(",".join(["Site"] * 16_384))
    return path


def nul(folder: Path) -> Path:
    path = folder / "nul.csv"
    path.write_bytes(b"Site,Door\nElm,Fr\0nt\n")
    return path


def cell(folder: Path) -> Path:
    path = folder / "cell.csv"
    path.write_text("Site,Door\nElm," + "x" * (4 << 20))
    return path


def picture(folder: Path) -> Path:
    path = folder / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(2000))
    return path


def old(folder: Path) -> Path:
    path = folder / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    return path


def cut(folder: Path) -> Path:
    path = folder / "cut.xlsx"
    path.write_bytes(workbook([["Site", "Door"], ["Elm", "Front"]])[:3000])
    return path


HOSTILE = {
    "table_too_large": sparse,
    "table_unpacks_too_large": bomb,
    "table_too_many_columns": wide,
    "table_not_text": nul,
    "table_cell_too_long": cell,
    "table_unreadable": picture,
    "table_is_old_workbook": old,
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by a Linux limit")
@pytest.mark.parametrize("code", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_with_bounded_memory(program: Program, code: str):
    table = HOSTILE[code](program.folder)
    ran = bounded(program, "import", str(program.project), str(table), "--json")
    assert ran.error == code
    assert ran.code == 1
    assert ran.err.strip().endswith(".")
    assert program.ask("sites")["sites"] == []


def bounded(program: Program, *words: str) -> Ran:
    """Run a command in a process that may have so much memory of its own."""
    limit = (
        "import resource, sys, runpy;"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY_BYTES}, {MEMORY_BYTES}));"
        "sys.argv = ['app', *sys.argv[1:]];"
        "runpy.run_module('app', run_name='__main__', alter_sys=True)"
    )
    program.prefix = (sys.executable, "-c", limit)
    process = subprocess.Popen(
        [*program.prefix, *words],
        cwd=Path(__file__).parents[2],
        env=program.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    program.prefix = ()
    return program.end(process, *words)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by a Linux limit")
def test_a_row_without_end_is_refused_before_it_fills_the_memory(program: Program):
    table = long_row(program.folder)
    ran = bounded(program, "import", str(program.project), str(table), "--json")
    assert (ran.code, ran.error) == (1, "table_too_many_columns")


@pytest.mark.parametrize("make", [wide_csv, cut])
def test_other_strange_files_end_in_a_sentence(program: Program, make):
    ran = program.run_here("import", str(program.project), str(make(program.folder)), "--json")
    assert ran.code == 1
    assert ran.error.startswith("table_")


def test_formulas_are_texts_or_the_values_beside_them(program: Program):
    rows = [["Site", "Door", "Note"], ["Elm", "Front", '=HYPERLINK("http://x","y")']]
    book = openpyxl.Workbook()
    for row in rows:
        sheet_of(book).append(row)
    out = io.BytesIO()
    book.save(out)
    document = program.ask("import", put(program, out.getvalue(), "book.xlsx"))
    assert document["created"]["doors"] == 1
    table = put(program, "Site,Door,Note\nElm,Back,'=1+1\nElm,Side,=1+1\n")
    program.ask("import", table)
    found = program.ask("import", table, "--dry-run")
    assert found["skipped"]["doors"] == 2


def test_wrong_types_and_double_rows_are_told(program: Program):
    data = workbook(
        [
            ["Site", "Door", "Thickness", "Private", "Until", "Person"],
            ["Elm", True, "x", 3.5, 12, "Anna"],
            ["Elm", "Front", 40, True, "", ""],
            ["Elm", "Front", 41, True, "", ""],
        ]
    )
    document = program.ask("import", put(program, data, "book.xlsx"), code=1)
    found = {(e["row"], e["column"], e["code"]) for e in document["errors"]}
    assert found == {
        (2, "Thickness", "survey_number"),
        (2, "Private", "import_yes_or_no"),
        (2, "Until", "time_unreadable"),
        (4, "Thickness", "import_said_otherwise"),
    }


def test_a_table_gives_no_orders_to_the_terminal(program: Program):
    table = put(program, "Site,\x1b[2JDoor,Thickness\nElm\x1b]0;x\x07,Fr\u202eont,\x1b[31mx\n")
    ran = program.run_here("import", str(program.project), table).expect(1)
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_is_shown_and_ctrl_c_leaves_the_project_as_it_was(program: Program):
    from tests.integration.terminal import Terminal

    rows = "".join(f"Site {n % 9},Door {n},Guest {n}\n" for n in range(20_000))
    table = put(program, "Site,Door,Person\n" + rows)
    key = program.write("passphrase", PASSPHRASE)
    with Terminal(["import", str(program.project), table, "--passphrase-file", key]) as terminal:
        terminal.wait_for("Checking the rows", 60)
        terminal.type("\x03")
        assert terminal.end(60) == 130
        assert "nothing was imported" in " ".join(terminal.shown.split())
        assert "Traceback" not in terminal.shown
    assert program.ask("doors")["doors"] == []


def test_there_is_no_such_table(program: Program):
    assert program.ask("import", "none.csv", code=2)["error"]["code"] == "no_such_table"
    assert program.ask("import", str(program.folder), code=2)["error"]["code"] == "table_no_file"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_inventory_of_a_practice_project_is_taken_without_its_last_line(
    tmp_path: Path, form: str
):
    program = Program(tmp_path)
    program.run_here("new", str(program.project), "--practice").expect(0)
    program.ask("import", put(program, SURVEY), "--map", "Opens=handing")
    out = program.folder / f"inventory.{form}"
    program.about("inventory", "--format", form, "-o", str(out))
    again = program.ask("import", str(out))
    assert again["skipped"]["doors"] == 3
    assert set(again["created"].values()) == set(again["changed"].values()) == {0}
