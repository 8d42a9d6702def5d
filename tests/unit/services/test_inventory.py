"""The inventory of real project files, its views and its files."""

import csv
import io
import json
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from shutil import which
from zoneinfo import ZoneInfo

import openpyxl
import pandas
import pytest

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.import_fields import ImportField
from app.domain.survey import DOOR_FIELDS, LOCK_FIELDS, SITE_FIELDS
from app.papers.private_file import write_private_file_blocking
from app.services.inventory import Inventory, InventoryService
from app.services.inventory_columns import (
    DEFAULT_COLUMNS,
    OPEN_COLUMNS,
    SECRET_COLUMNS,
    Column,
)
from app.services.inventory_files import inventory_csv, inventory_json, inventory_xlsx
from app.services.inventory_order import GroupBy
from app.services.inventory_views import SETTING, View, ViewService
from app.services.lock_notes import LockNoteService
from app.services.setup_codes import CameBy
from app.storage.values import ChangeKind
from tests.unit.services.service_world import CODE, World, world

WIFI = Secret("planted-wifi-password")
FORMULA = "=1+1"


async def furnish(w: World) -> None:
    """A noted lock, notes of the mounted one, a dangerous text, a Wi-Fi password, three sites."""
    await LockNoteService(w.project).note(
        w.place, {"battery_type": "4 x AA", "warranty_until": "2027-06-30", "note": FORMULA}
    )
    attic = await w.work.sites.add_door("Annex", "Attic", time_zone="Asia/Tokyo")
    noted = {"lock_vendor": "Nuki", "lock_serial": "N-1", "thickness_mm": "42.5"}
    async with w.project.store.change(ChangeKind.DOOR_EDITED) as change:
        await change.repositories.doors.put(replace(attic.door, fields=noted))
        site = await change.repositories.sites.get(w.place.site.id)
        assert site is not None
        await change.repositories.sites.put(replace(site, wifi_password=WIFI))
    await w.work.sites.add_door("Barn", "Gate")


def title(column: Column) -> str:
    return str(column)


def as_csv(made: Inventory) -> bytes:
    return inventory_csv(made, separator=",", titles=title, practice_note="")


def as_xlsx(made: Inventory, *, is_sheet_per_site: bool = False) -> bytes:
    return inventory_xlsx(
        made,
        titles=title,
        sheet_name="Inventory",
        practice_note="",
        is_sheet_per_site=is_sheet_per_site,
    )


def column_of(made: Inventory, column: Column) -> list[object]:
    return list(made.values(column))


async def test_its_times_stand_in_the_zone_of_the_door(tmp_path):
    async with world(tmp_path) as w:
        made = await w.work.inventory.make([Column.MOUNTED_AT, Column.REACHED_AT])
        (row,) = json.loads(inventory_json(made))
        assert {text[:16] + text[-6:] for text in row.values()} == {"2026-03-02T10:00+01:00"}


def test_every_noted_field_is_a_column_under_the_word_that_an_import_knows():
    assert {f"site_{field.key}" for field in SITE_FIELDS} < set(Column)
    assert {field.key for field in DOOR_FIELDS} < set(Column)
    assert {field.key for field in LOCK_FIELDS} - {"note"} < set(Column)
    of_people = {"person", "role", "language", "email", "phone", "from", "until", "weekly"}
    of_people |= {"once", "holidays", "except", "pin", "birthday", "paused", "person_id", "grant"}
    of_people |= {"calendar", "calendar_dates", "site_more", "door_more", "lock_more"}
    assert {str(field) for field in ImportField} - of_people <= set(Column)
    assert set(DEFAULT_COLUMNS) <= set(OPEN_COLUMNS)


async def test_what_is_noted_of_locks_doors_and_sites_is_there_with_its_type(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        made = await w.work.inventory.make(OPEN_COLUMNS)
    assert column_of(made, Column.SITE) == ["Annex", "Barn", "Home"]
    assert column_of(made, Column.PAIRING) == ["noted", "none", "paired"]
    assert column_of(made, Column.VENDOR)[:2] == ["Nuki", None]
    assert column_of(made, Column.THICKNESS_MM) == [42.5, None, None]
    assert column_of(made, Column.WARRANTY_UNTIL) == [None, None, date(2027, 6, 30)]
    assert column_of(made, Column.TIME_ZONE) == ["Asia/Tokyo", None, None]
    assert column_of(made, Column.LOCK_NOTE)[2] == FORMULA


async def test_what_was_noted_of_a_lock_to_come_is_that_of_the_lock_with_this_serial(tmp_path):
    async with world(tmp_path) as w:
        bare = await w.work.sites.add_door("Barn", "Gate")
        told = {"lock_battery_type": "CR123A", "lock_warranty_until": "2030-01-31"}
        await w.work.sites.set_door(bare.door, fields=told)
        lock = await w.project.read.locks.at_door(w.place.door.id)
        assert lock is not None
        columns = [Column.BATTERY_TYPE, Column.WARRANTY_UNTIL]
        for serial, types in ((lock.serial, ["CR123A", "CR123A"]), ("another", ["CR123A", None])):
            noted = {**told, "lock_serial": serial}
            await w.work.sites.set_door(w.place.door, fields=noted)
            made = await w.work.inventory.make(columns)
            assert column_of(made, Column.BATTERY_TYPE) == types
        await LockNoteService(w.project).note(w.place, {"battery_type": "4 x AA"})
        made = await w.work.inventory.make(columns)
        assert column_of(made, Column.BATTERY_TYPE) == ["CR123A", "4 x AA"]
        assert column_of(made, Column.WARRANTY_UNTIL)[0] == date(2030, 1, 31)


async def test_a_note_of_a_lock_is_checked_kept_taken_away_and_undone(tmp_path):
    async with world(tmp_path) as w:
        notes = LockNoteService(w.project)
        await notes.note(w.place, {"battery_type": " CR123A "})
        assert await notes.notes(w.place) == {"battery_type": "CR123A"}
        with pytest.raises(RuleError, match="survey_date"):
            await notes.note(w.place, {"battery_replaced_on": "soon"})
        await notes.note(w.place, {"battery_type": ""})
        assert await notes.notes(w.place) == {}
        await w.project.store.undo()
        assert await notes.notes(w.place) == {"battery_type": "CR123A"}
        bare = await w.work.sites.add_door("Barn", "Gate")
        with pytest.raises(RuleError, match="no_lock"):
            await notes.note(bare, {"note": "x"})


async def test_secrets_are_asked_for_by_name_and_noted_in_the_history(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        with pytest.raises(UsageError, match="secret_column"):
            await w.work.inventory.make([Column.DOOR, Column.SETUP_CODE])
        made = await w.work.inventory.make([Column.DOOR], with_secrets=True)
        assert made.columns == (Column.DOOR, *SECRET_COLUMNS)
        assert column_of(made, Column.SETUP_CODE)[2] == CODE.reveal()
        assert column_of(made, Column.SITE_WIFI_PASSWORD)[2] == WIFI.reveal()
        only = await w.work.inventory.make([Column.SITE_WIFI_PASSWORD], with_secrets=True)
        assert only.columns == (Column.SITE_WIFI_PASSWORD,)
        kinds = [entry.kind for entry in await w.project.read.history.entries()]
        assert kinds[-2:] == ["exported_secrets", "exported_secrets"]


async def test_no_planted_secret_is_in_a_file_that_did_not_ask_for_it(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        made = await w.work.inventory.make(OPEN_COLUMNS)
        told = await w.work.inventory.make(with_secrets=True)
    secrets = [CODE.reveal().encode(), CODE.reveal()[3:].encode(), WIFI.reveal().encode()]
    for content in (as_csv(made), inventory_json(made), *unpacked(as_xlsx(made))):
        assert not [secret for secret in secrets if secret in content]
    # The search finds them where they were asked for.
    for contents in ([as_csv(told)], [inventory_json(told)], unpacked(as_xlsx(told))):
        assert all(any(secret in content for content in contents) for secret in secrets)


def unpacked(content: bytes) -> list[bytes]:
    """Every part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


async def test_csv_is_read_by_python_and_pandas_and_runs_nothing(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        made = await w.work.inventory.make(OPEN_COLUMNS)
    content = as_csv(made)
    assert content.startswith(b"\xef\xbb\xbf")
    *rows, _practice_note = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert [row["site"] for row in rows] == ["Annex", "Barn", "Home"]
    assert (rows[2]["lock_note"], rows[2]["private"]) == (f"'{FORMULA}", "false")
    assert rows[2]["warranty_until"] == "2027-06-30"
    frame = pandas.read_csv(io.BytesIO(content))
    assert frame["thickness_mm"].tolist()[0] == 42.5
    assert list(frame.columns) == [str(column) for column in OPEN_COLUMNS]


async def test_a_workbook_has_real_types_and_a_sheet_for_each_site(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        made = await w.work.inventory.make(OPEN_COLUMNS)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))
    sheet = book["Inventory"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[4], strict=True))
    assert row["lock_note"].value == FORMULA
    assert row["lock_note"].data_type == "s"
    assert isinstance(row["warranty_until"].value, datetime)
    assert row["codes"].value == 0
    assert row["private"].value is False
    assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("A2", True)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made, is_sheet_per_site=True)))
    assert book.sheetnames == ["Annex", "Barn", "Home"]
    frames = pandas.read_excel(io.BytesIO(as_xlsx(made, is_sheet_per_site=True)), sheet_name=None)
    assert [len(frame) for frame in frames.values()] == [1, 1, 1]


async def test_json_keeps_the_offset_of_each_door(tmp_path):
    async with world(tmp_path) as w:
        made = await w.work.inventory.make([Column.SITE, Column.MOUNTED_AT])
    moment = made.values(Column.MOUNTED_AT)[0]
    assert isinstance(moment, datetime)
    twice = replace(
        made,
        data={
            Column.SITE: ["A", "B"],
            Column.MOUNTED_AT: [moment, moment.astimezone(ZoneInfo("Asia/Tokyo"))],
        },
        order=range(2),
        door_ids=["1", "2"],
    )
    offsets = [row["mounted_at"][-6:] for row in json.loads(inventory_json(twice))]
    assert offsets == ["+01:00", "+09:00"]


async def test_a_view_is_kept_in_the_project_and_orders_what_is_made(tmp_path):
    async with world(tmp_path) as w:
        await furnish(w)
        views = ViewService(w.project)
        wanted = View(
            "Batteries",
            (Column.DOOR, Column.SETUP_CODE, Column.SITE),
            sort=Column.DOOR,
            is_descending=True,
            group=GroupBy.PAIRING,
            search="e",
        )
        saved = await views.save(wanted)
        assert saved.columns == (Column.DOOR, Column.SITE), "a view holds no secret column"
        assert await views.find("Batteries") == saved
        made = await w.work.inventory.make(view=saved)
        assert list(made.rows()) == [("Front", "Home"), ("Attic", "Annex"), ("Gate", "Barn")]
        named = await w.work.inventory.make([Column.SITE], view=saved)
        assert list(named.rows()) == [("Home",), ("Annex",), ("Barn",)]
        with pytest.raises(UsageError, match="unknown_view"):
            await views.find("Doors")
        await views.remove("Batteries")
        assert await views.all() == []


async def test_views_of_a_newer_version_are_left_alone(tmp_path):
    async with world(tmp_path) as w:
        async with w.project.store.change(ChangeKind.PROJECT_EDITED) as change:
            await change.repositories.settings.put(SETTING, '{"version": 2, "views": {}}')
        views = ViewService(w.project)
        assert await views.all() == []
        with pytest.raises(UsageError, match="views_unreadable"):
            await views.save(View("Mine"))


async def test_the_list_for_zwave_js_ui_holds_whole_smartstart_codes_only(tmp_path):
    smart = vector("zwave-smartstart-door-lock-uuid")
    async with world(tmp_path) as w:
        texts = [Secret(smart), Secret(DSK)]
        taken = await w.work.setup_codes.take_in(texts, CameBy.IMPORT)
        assert all(one.code for one in taken)
        found = await InventoryService(w.project).zwave_list()
        kinds = [entry.kind for entry in await w.project.read.history.entries()]
    assert (len(found.entries), found.left_out) == (1, 1)
    assert kinds[-1] == "exported_secrets"


DSK = "00012-35455-41424-34445-31323-33435-21222-32425"


def vector(name: str) -> str:
    """The text of a setup code of the test data."""
    path = Path(__file__).parents[2] / "data" / "setup_code_vectors.json"
    vectors = json.loads(path.read_text("utf-8"))["vectors"]
    return next(one["input"] for one in vectors if one["id"] == name)


@pytest.mark.slow
async def test_libreoffice_converts_both_files(tmp_path):
    office = which("soffice") or which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not on this computer")
    async with world(tmp_path) as w:
        await furnish(w)
        made = await w.work.inventory.make(OPEN_COLUMNS)
    convert(office, made, tmp_path)


def convert(office: str, made: Inventory, tmp_path: Path) -> None:
    for name, content in (("list.xlsx", as_xlsx(made)), ("table.csv", as_csv(made))):
        path = tmp_path / name
        write_private_file_blocking(path, content)
        home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
        command = [office, home, "--headless", "--convert-to", "ods", "--outdir", tmp_path, path]
        subprocess.run(command, check=True, timeout=120, capture_output=True)
        with zipfile.ZipFile(path.with_suffix(".ods")) as archive:
            assert b"Attic" in archive.read("content.xml")
