"""The inventory by commands: formats, columns, saved views, the list for Z-Wave JS UI, and notes of locks."""

import asyncio
import csv
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.core.secret import Secret
from app.services.inventory_columns import Column
from app.services.inventory_order import GroupBy
from app.services.inventory_views import View, ViewService
from app.services.project import OpenMode, Passphrase
from tests.integration.cli_program import PASSPHRASE, Program

ZWAVE = (
    "9001346230075152535455414243444531323334352122232425001016387007680220655210100000017002880642"
    "002122232425414243444511121314153132333435"
)
WIFI = "planted wifi password"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--name", "Elm Street")
    for label in ("Elm/Front", "Elm/Attic", "Oak/=Gate"):
        program.do("door", "add", program.file, label)
    return program


def keep_view(program: Program, view: View) -> None:
    """Keep a view as the window does."""

    async def work() -> None:
        projects = program.tools().projects(None)
        try:
            key = Passphrase(Secret(PASSPHRASE))
            project = await projects.open(program.file, key, mode=OpenMode.WRITE)
            await ViewService(project).save(view)
        finally:
            await projects.close()

    asyncio.run(work())


def test_a_workbook_has_a_sheet_for_each_site_and_runs_nothing(program: Program):
    out = program.folder / "list.xlsx"
    words = ("--format", "xlsx", "-o", out, "--sheet-per-site", "--columns", "door,site,codes")
    ended = program.run("inventory", program.file, *words)
    assert (ended.code, ended.out) == (0, "")
    assert out.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Elm", "Oak"]
    assert [cell.value for cell in book["Oak"][2]] == ["=Gate", "Oak", 0]
    assert book["Oak"]["A2"].data_type == "s"


def test_a_saved_view_gives_columns_order_and_search(program: Program):
    view = View("Doors", (Column.DOOR,), Column.DOOR, True, GroupBy.SITE, "elm")
    keep_view(program, view)
    seen = program.run("inventory", program.file, "--view", "Doors")
    assert seen.out.splitlines() == ["Door", "Front", "Attic"]
    named = program.run("inventory", program.file, "--view", "Doors", "--columns", "site,door")
    assert named.out.splitlines()[1].split() == ["Elm", "Front"]
    unknown = program.run("inventory", program.file, "--view", "Windows")
    assert unknown.code == 2
    assert "Doors" in unknown.err


def test_a_view_is_kept_listed_used_and_forgotten_by_commands(program: Program):
    words = ("--columns", "door,site", "--sort", "door", "--descending", "--search", "elm")
    kept = program.do("view", "save", program.file, "Doors", *words, "--group", "site")
    assert kept["sort"] == "door"
    (listed,) = program.do("views", program.file)["views"]
    assert listed == kept
    assert program.run("views", program.file).out.splitlines()[1].startswith("Doors")
    seen = program.run("inventory", program.file, "--view", "Doors")
    assert [line.split()[0] for line in seen.out.splitlines()] == ["Door", "Front", "Attic"]
    refused = {
        "view_secret_column": ("--columns", "setup_code"),
        "unknown_column": ("--sort", "colour"),
        "unknown_group_by": ("--group", "colour"),
    }
    for code, wrong in refused.items():
        said = json.loads(program.run("view", "save", program.file, "X", *wrong, "--json").out)
        assert said["error"]["code"] == code
    assert program.run("view", "remove", program.file, "Doors").code == 0
    assert program.run("view", "remove", program.file, "Doors").code == 2
    assert program.do("views", program.file) == {"views": []}


def test_the_whole_project_goes_into_another_file_and_back(program: Program):
    program.do("person", "add", program.file, "Anna Berg")
    program.do("grant", program.file, "Anna Berg", "Elm/Front", "--weekly", "Mo-Fr 08:00-12:00")
    out = program.folder / "all.xlsx"
    words = ("--for-import", "--format", "xlsx", "-o", out)
    ended = program.run("inventory", program.file, *words)
    assert ended.code == 0
    assert "draws new PINs" in ended.err
    assert program.do("import", program.file, out)["written"] is False
    first = json.loads(program.run("inventory", program.file, "--for-import", "--json").out)
    weekly = [row["weekly"] for row in first if row["weekly"]]
    assert weekly == ["Mo-Fr 08:00-12:00"]
    assert "pin" not in first[0]
    alone = program.run("inventory", program.file, "--for-import", "--columns", "door")
    assert alone.code == 2


def test_the_only_language_that_there_is_is_taken_and_others_are_named(program: Program):
    assert program.run("inventory", program.file, "--language", "en-GB").code == 0
    ended = program.run("inventory", program.file, "--language", "de")
    assert (ended.code, ended.out) == (2, "")
    assert "there is en" in ended.err


def test_json_goes_into_a_file_too_and_a_pdf_is_for_later(program: Program):
    out = program.folder / "list.json"
    assert program.run("inventory", program.file, "--json", "-o", out).code == 0
    assert [row["door"] for row in json.loads(out.read_text())] == ["Attic", "Front", "=Gate"]
    pdf = program.run("inventory", program.file, "--format", "pdf", "-o", program.folder / "x.pdf")
    assert pdf.code == 2
    assert "xlsx" in pdf.err
    assert not (program.folder / "x.pdf").exists()


def test_what_zwave_js_ui_imports_is_secret_and_in_the_history(program: Program):
    program.do("scan", program.file, "-", stdin=ZWAVE + "\n")
    out = program.folder / "zwave.json"
    refused = program.run("inventory", program.file, "--format", "zwave-js", "-o", out)
    assert (refused.code, out.exists()) == (2, False)
    ended = program.run(
        *("inventory", program.file, "--format", "zwave-js", "-o", out, "--with-secrets")
    )
    assert ended.code == 0, ended.said
    (entry,) = json.loads(out.read_text())
    assert entry["dsk"].startswith("51525-")
    assert entry["securityClasses"]["s2AccessControl"] is True
    kinds = [entry["kind"] for entry in program.do("history", program.file)["entries"]]
    assert kinds[-1] == "exported_secrets"


def test_no_format_shows_a_wifi_password_unasked(program: Program):
    secret = program.folder / "wifi"
    secret.write_text(WIFI)
    program.do("site", "set", program.file, "Elm", "--wifi-password-file", secret)
    columns = ",".join(c for c in Column if c not in (Column.SETUP_CODE, Column.SITE_WIFI_PASSWORD))
    for form in ("table", "json", "csv", "xlsx"):
        out = program.folder / f"list.{form}"
        ended = program.run(
            *("inventory", program.file, "--format", form, "-o", out, "--columns", columns)
        )
        assert ended.code == 0, ended.said
        assert WIFI.encode() not in out.read_bytes()
        if form == "xlsx":
            with zipfile.ZipFile(out) as archive:
                assert not [n for n in archive.namelist() if WIFI.encode() in archive.read(n)]
    asked = program.run("inventory", program.file, "--format", "csv", "--with-secrets")
    rows = list(csv.DictReader(asked.out.splitlines()))
    assert {row["Site: Wi-Fi password"] for row in rows} == {WIFI, ""}


def test_a_note_of_a_lock_needs_a_lock(program: Program):
    ended = program.run(
        *("door", "set", program.file, "Front", "--lock-field", "battery_type=AA", "--json")
    )
    assert (ended.code, ended.json["error"]["code"]) == (1, "no_lock")
