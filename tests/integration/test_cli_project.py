"""Projects, places, people, history and inventory by commands, on real project files."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.event import HistoryEntry
from tests.integration.cli_program import PASSPHRASE, Ended, Program
from tests.integration.holding import held_open

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--name", "Elm Street")
    return program


def error_of(ended: Ended) -> str:
    """The code of the error document; its sentence is on standard error too."""
    error = ended.json["error"]
    assert set(error) == {"code", "message", "parameters"}
    assert error["message"] in ended.err
    assert "…" not in error["message"]
    assert "Traceback" not in ended.said
    return error["code"]


def test_a_new_project_is_private_and_empty(program: Program):
    assert program.do("doors", program.file) == {"doors": []}
    assert program.do("people", program.file) == {"people": []}
    assert program.do("sites", program.file) == {"sites": []}
    assert program.do("status", program.file) == {
        "project": {
            "name": "Elm Street",
            "file": str(program.file),
            "schema": 3,
            "practice": False,
        },
        "doors": [],
    }
    assert program.file.stat().st_mode & 0o777 == 0o600


def test_new_never_touches_a_file_that_is_there(program: Program):
    before = program.file.read_bytes()
    ended = program.run("new", program.file, "--json")
    assert (ended.code, error_of(ended)) == (2, "file_exists")
    assert program.file.read_bytes() == before


def test_new_takes_its_passphrase_from_a_file_and_drops_one_line_end(tmp_path: Path):
    program = Program(tmp_path, passphrase=None)
    secret = tmp_path / "passphrase"
    secret.write_text("three words \r\n")
    program.do("new", program.file, "--passphrase-file", secret)
    program.passphrase = "three words "
    assert program.do("doors", program.file) == {"doors": []}
    program.passphrase = None
    assert program.do("doors", program.file, "--passphrase-file", "-", stdin="three words \n")


@pytest.mark.parametrize("content", ["", "\n", "   \n"])
def test_new_refuses_an_empty_passphrase(tmp_path: Path, content: str):
    program = Program(tmp_path, passphrase=None)
    secret = tmp_path / "passphrase"
    secret.write_text(content)
    ended = program.run("new", program.file, "--passphrase-file", secret, "--json")
    assert (ended.code, error_of(ended)) == (1, "passphrase_empty")
    assert not program.file.exists()


def test_the_recovery_sheet_is_a_private_file_that_opens_the_project(tmp_path: Path):
    program = Program(tmp_path)
    sheet = tmp_path / "sheet.txt"
    ended = program.run("new", program.file, "--recovery-sheet", sheet, "--json")
    assert ended.code == 0
    assert sheet.stat().st_mode & 0o777 == 0o600
    groups = sheet.read_text().strip().splitlines()[-1].split()
    assert len(groups) == 13
    assert groups[0] not in ended.said


def test_nothing_waits_for_a_passphrase_without_a_terminal(program: Program):
    program.passphrase = None
    ended = program.run("doors", program.file, "--json")
    assert (ended.code, error_of(ended)) == (3, "no_passphrase")
    ended = program.run("new", program.folder / "other.lockchart", "--json")
    assert (ended.code, error_of(ended)) == (3, "no_passphrase")


def test_a_wrong_passphrase_is_never_followed_by_the_next_source(program: Program):
    wrong = program.folder / "wrong"
    wrong.write_text("wrong\n")
    ended = program.run("doors", program.file, "--passphrase-file", wrong, "--json")
    assert (ended.code, error_of(ended)) == (3, "wrong_passphrase")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.lockchart", None, "no_such_file"),
        ("text.lockchart", b"no project at all" * 500, "not_a_project"),
        ("empty.lockchart", b"", "not_a_project"),
    ],
)
def test_what_is_no_project_ends_with_3_and_stays_as_it_is(
    program: Program, name: str, content: bytes | None, code: str
):
    path = program.folder / name
    if content is not None:
        path.write_bytes(content)
    ended = program.run("status", path, "--json")
    assert (ended.code, error_of(ended)) == (3, code)
    assert content is None or path.read_bytes() == content


def test_doors_and_sites_are_added_changed_and_removed(program: Program):
    added = program.do("door", "add", program.file, "Elm 5/Front", "--time-zone", "Asia/Tokyo")
    door = added["door"]
    assert (door["site"], door["door"], door["time_zone"]) == ("Elm 5", "Front", "Asia/Tokyo")
    assert door["lock"] is None
    program.do("door", "rename", program.file, "Front", "Elm 5/Back/Yard")
    program.do(
        *("door", "set", program.file, "Elm 5/Back/Yard", "--private", "on"),
        *("--field", "key=under the pot", "--time-zone", "Europe/Paris"),
    )
    program.do("site", "set", program.file, "Elm 5", "--name", "Elm 7", "--field", "a=b=c")
    (listed,) = program.do("doors", program.file)["doors"]
    assert listed == {
        "id": door["id"],
        "site": "Elm 7",
        "door": "Back/Yard",
        "time_zone": "Europe/Paris",
        "private": True,
        "fields": {"key": "under the pot"},
        "lock": None,
    }
    (site,) = program.do("sites", program.file)["sites"]
    assert (site["name"], site["fields"]) == ("Elm 7", {"a": "b=c"})
    ended = program.run("site", "remove", program.file, "Elm 7", "--json")
    assert (ended.code, error_of(ended)) == (1, "site_has_doors")
    program.do("door", "remove", program.file, listed["id"][:8])
    program.do("site", "remove", program.file, site["id"])
    assert program.do("sites", program.file) == {"sites": []}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["door", "add", "{file}", "Front"], "door_label"),
        (["door", "add", "{file}", "Elm/Front"], "door_exists"),
        (["door", "add", "{file}", "Elm/Side", "--time-zone", "Mars/Base"], "time_zone"),
        (["door", "rename", "{file}", "Attic", "x"], "unknown_door"),
        (["door", "remove", "{file}", "Gate"], "ambiguous_door"),
        (["door", "set", "{file}", "Elm/Front", "--private", "maybe"], "switch_form"),
        (["door", "set", "{file}", "Elm/Front", "--field", "nothing"], "field_form"),
        (["site", "add", "{file}", "A/B"], "site_slash"),
        (["site", "add", "{file}", "Elm"], "site_exists"),
        (["person", "add", "{file}", " "], "name_empty"),
        (["person", "add", "{file}", "Bo", "--role", "king"], "unknown_role"),
        (["grant", "{file}", "Nobody", "Elm/Front"], "unknown_person"),
        (["grant", "{file}", "Ann", "@Attics"], "unknown_group"),
        (["grant", "{file}", "Ann", "Elm/Front", "--from", "soon"], "time_unreadable"),
        (["grant", "{file}", "Ann", "Elm/Front", "--weekly", "daily"], "weekly_unreadable"),
        (["grant", "{file}", "Ann", "Elm/Front", "--pin", "123456"], "pin_word"),
        (["grant", "{file}", "Ann", "Elm/Front", "--pin", "ask"], "pin_unasked"),
        (["commission", "{file}", "Elm/Front"], "code_needed"),
        (["commission", "{file}", "Elm/Front", "--code", "@12345678"], "unknown_setup_code"),
        (["inventory", "{file}", "--format", "pdf"], "pdf_later"),
        (["inventory", "{file}", "--format", "ods"], "unknown_format"),
        (["inventory", "{file}", "--format", "xlsx"], "out_needed"),
        (["inventory", "{file}", "--sheet-per-site"], "sheets_need_xlsx"),
        (["inventory", "{file}", "--format", "zwave-js"], "secrets_needed"),
        (["inventory", "{file}", "--columns", "site,setup_code"], "secret_column"),
        (["inventory", "{file}", "--view", "Batteries"], "unknown_view"),
        (["inventory", "{file}", "--language", "xx"], "unknown_language"),
        (["inventory", "{file}", "--columns", "site,colour"], "unknown_column"),
        (["inventory", "{file}", "--format", "csv", "--separator", "x"], "unknown_separator"),
        (["history", "{file}", "--since", "yesterday"], "time_unreadable"),
        (["status", "{file}", "--colour"], "usage"),
        (["status"], "usage"),
        (["door"], "usage"),
        (["dance", "{file}"], "usage"),
    ],
    ids=lambda given: " ".join(given[:4]) if isinstance(given, list) else given,
)
def test_wrong_usage_ends_with_2_and_a_sentence(program: Program, words: list[str], code: str):
    for label in ("Elm/Front", "Elm/Gate", "Oak/Gate"):
        assert program.run("door", "add", program.file, label).code == 0
    assert program.run("person", "add", program.file, "Ann").code == 0
    given = [word.replace("{file}", str(program.file)) for word in words]
    ended = program.run(*given, "--json")
    assert (ended.code, error_of(ended)) == (2, code)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Elm/Fr\udcffnt", "not_text"), ("Elm/Fr\x1bnt", "name_control_character")],
    ids=["no text", "control"],
)
def test_a_name_that_is_no_text_is_refused(program: Program, name: str, code: str):
    ended = program.run("door", "add", program.file, name, "--json")
    assert (ended.code, error_of(ended)) == (2, code)


def test_people_are_added_found_by_id_and_removed(program: Program):
    words = ("--role", "staff", "--language", "de", "--email", "a@b.example", "--phone", "1")
    person = program.do("person", "add", program.file, "Ann Lee", *words)["person"]
    assert person | {"id": ""} == {
        "id": "",
        "name": "Ann Lee",
        "role": "staff",
        "language": "de",
        "email": "a@b.example",
        "phone": "1",
    }
    assert program.do("people", program.file) == {"people": [person]}
    program.do("person", "add", program.file, "Ann Lee")
    ended = program.run("person", "remove", program.file, "Ann Lee", "--json")
    assert (ended.code, error_of(ended)) == (2, "ambiguous_person")
    program.do("person", "remove", program.file, person["id"][:8])
    assert person not in program.do("people", program.file)["people"]


def test_the_history_tells_who_did_what_and_hides_secrets(program: Program):
    program.do("door", "add", program.file, "Elm/Front", "--as", "Mia")
    program.do("person", "add", program.file, "Ann")
    pin = program.folder / "pin"
    pin.write_text("739152\n")
    program.do("grant", program.file, "Ann", "Front", "--pin-file", pin)
    ended = program.run("history", program.file, "--json")
    assert ended.json["intact"] is True
    entries = ended.json["entries"]
    assert [entry["kind"] for entry in entries][:2] == ["project_made", "door_edited"]
    wanted = {field for field in HistoryEntry.__slots__ if not field.endswith("_id")}
    assert all(set(entry) == wanted | {"door", "person"} for entry in entries)
    assert all(RFC_3339.fullmatch(entry["at"]) for entry in entries)
    assert (entries[1]["operator"], entries[1]["door"]) == ("Mia", "Elm/Front")
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    assert "739152" not in ended.said
    assert '"secret": true' in ended.out
    later = program.do("history", program.file, "--since", "2099-01-01")
    assert later["entries"] == []


def test_undo_takes_back_one_edit_after_the_other(program: Program):
    program.do("site", "add", program.file, "Elm")
    program.do("person", "add", program.file, "Ann")
    steps = program.do("undo", program.file, "--list")["steps"]
    assert [step["kind"] for step in steps] == ["person_edited", "site_edited"]
    assert program.do("undo", program.file)["undone"]["kind"] == "person_edited"
    assert program.do("people", program.file) == {"people": []}
    assert program.do("undo", program.file)["undone"]["kind"] == "site_edited"
    ended = program.run("undo", program.file, "--json")
    assert (ended.code, error_of(ended)) == (1, "nothing_to_undo")


def test_a_grant_without_a_lock_is_planned_and_its_code_hidden(program: Program):
    program.do("door", "add", program.file, "Elm/Front")
    program.do("person", "add", program.file, "Ann")
    dry = program.do("grant", program.file, "Ann", "Front", "--dry-run")
    assert (dry["dry_run"], dry["grant"]["id"]) == (True, None)
    assert program.do("status", program.file)["doors"][0]["entries"] == []
    words = ("--from", "2030-01-01", "--until", "2030-01-31", "--weekly", "Mo-Fr 08:00-12:00")
    granted = program.do("grant", program.file, "Ann", "Front", *words)
    assert granted["grant"]["doors"] == ["Elm/Front"]
    assert (granted["grant"]["code"], granted["grant"]["secret"]) == (None, True)
    (entry,) = program.do("status", program.file)["doors"][0]["entries"]
    assert entry["validity"] == {
        "zone": "Europe/Berlin",
        "from": "2030-01-01T00:00:00+01:00",
        "until": "2030-02-01T00:00:00+01:00",
        "weekly": ["Mo-Fr 08:00-12:00"],
        "once": False,
        "holidays": [],
    }
    assert (entry["slot"], entry["proof"], entry["proven_at"]) == (None, "planned", None)
    assert (entry["code"], entry["secret"], entry["wanted"]) == (None, True, True)
    shown = program.do("status", program.file, "--with-secrets")
    code = shown["doors"][0]["entries"][0]["code"]
    assert re.fullmatch(r"[1-9]\d{5}", code)
    assert program.do("plan", program.file) == {"steps": [], "refusals": [], "ok": True}
    assert program.do("apply", program.file) == {"steps": [], "refusals": [], "ok": True}
    revoked = program.do("revoke", program.file, "Ann")
    assert revoked["doors"] == ["Elm/Front"]
    assert program.do("status", program.file)["doors"][0]["entries"] == []
    ended = program.run("revoke", program.file, "Ann", "Front", "--json")
    assert (ended.code, error_of(ended)) == (1, "no_grant")


def test_codes_that_are_shown_stand_in_the_history(program: Program):
    def given_out() -> list[object]:
        entries = program.do("history", program.file)["entries"]
        return [entry["after"]["note"] for entry in entries if entry["kind"] == "exported_secrets"]

    program.do("door", "add", program.file, "Elm/Front")
    program.do("person", "add", program.file, "Ann")
    program.do("status", program.file, "--with-secrets")
    program.do("grant", program.file, "Ann", "Front", "--with-secrets", "--dry-run")
    program.do("grant", program.file, "Ann", "Front")
    program.do("status", program.file)
    assert given_out() == [], "no code of the project was shown"
    program.do("status", program.file, "--with-secrets", "--as", "Olga")
    program.do("grant", program.file, "Ann", "Front", "--with-secrets", "--dry-run")
    program.run("grant", program.file, "Ann", "Front", "--pin", "auto", "--with-secrets")
    shown = {"what": "status", "codes": 1}
    assert given_out() == [shown, *[{"what": "grant", "codes": 1}] * 2]


def test_two_people_never_get_the_same_code_at_one_door(program: Program):
    program.do("door", "add", program.file, "Elm/Front")
    pin = program.folder / "pin"
    pin.write_text("739152")
    for name in ("Ann", "Bob"):
        program.do("person", "add", program.file, name)
    program.do("grant", program.file, "Ann", "Front", "--pin-file", pin)
    ended = program.run("grant", program.file, "Bob", "Front", "--pin-file", pin, "--json")
    assert (ended.code, error_of(ended)) == (1, "duplicate")
    weak = program.do("grant", program.file, "Bob", "Front", "--pin-file", "-", stdin="111111\n")
    assert weak["warnings"] == ["weak_code"]


def test_a_code_comes_again_after_as_many_days_as_the_project_says(program: Program):
    assert program.do("pin-rules", program.file) == {"reuse_days": 90}
    assert program.do("pin-rules", program.file, "--reuse-days", "30") == {"reuse_days": 30}
    assert program.do("pin-rules", program.file) == {"reuse_days": 30}
    ended = program.run("pin-rules", program.file, "--reuse-days", "-1", "--json")
    assert (ended.code, error_of(ended)) == (2, "reuse_days")
    assert program.do("undo", program.file)["undone"]["kind"] == "project_edited"
    assert program.do("pin-rules", program.file) == {"reuse_days": 90}


def test_commands_about_a_lock_say_that_there_is_none(program: Program):
    program.do("door", "add", program.file, "Elm/Front")
    for command in ("lock", "unlock", "share", "decommission"):
        ended = program.run(command, program.file, "Front", "--json")
        assert (ended.code, error_of(ended)) == (1, "no_lock")
    assert program.do("refresh", program.file) == {"doors": []}


def test_a_setup_code_that_cannot_be_read_is_refused_with_its_reason(program: Program):
    program.do("door", "add", program.file, "Elm/Front")
    ended = program.run("commission", program.file, "Front", "--code", "34970112333", "--json")
    assert (ended.code, error_of(ended)) == (1, "setup_code_check_digit")


def test_the_inventory_comes_as_table_json_and_csv(program: Program):
    program.do("door", "add", program.file, "Elm/=Front")
    (row,) = program.do("inventory", program.file)
    assert (row["site"], row["door"], row["serial"], row["codes"]) == ("Elm", "=Front", None, 0)
    assert "setup_code" not in row
    table = program.run("inventory", program.file, "--columns", "door,site")
    assert table.out.splitlines() == ["Door    Site", "=Front  Elm"]
    out = program.folder / "list.csv"
    ended = program.run("inventory", program.file, "--format", "csv", "-o", out, "--separator", ";")
    assert (ended.code, ended.out) == (0, "")
    assert out.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][:2] == ["Elm", "'=Front"]
    ended = program.run(
        *("inventory", program.file, "--format", "csv"), "-o", program.folder / "none" / "list.csv"
    )
    assert ended.code == 1
    for words in (("--format", "pdf"), ("--format", "pdf", "--json")):
        ended = program.run("inventory", program.file, *words)
        assert ended.code == 2
    assert error_of(ended) == "pdf_later"
    with_secrets = program.do("inventory", program.file, "--with-secrets")
    assert with_secrets[0]["setup_code"] is None
    kinds = [entry["kind"] for entry in program.do("history", program.file)["entries"]]
    assert kinds[-1] == "exported_secrets"


def test_every_list_of_a_practice_project_says_so(tmp_path: Path):
    program = Program(tmp_path)
    program.make("--practice")
    program.do("door", "add", program.file, "Elm/Front")
    for form in ("table", "csv"):
        ended = program.run("inventory", program.file, "--format", form)
        assert "none of these locks is real" in ended.out.splitlines()[-1]


def test_a_writing_command_waits_for_nobody_and_a_reading_one_reads_beside(program: Program):
    with held_open(program.tools(), program.file, PASSPHRASE):
        ended = program.run("site", "add", program.file, "Elm", "--json")
        assert (ended.code, error_of(ended)) == (3, "in_use")
        assert program.do("sites", program.file) == {"sites": []}
        assert program.do("plan", program.file)["ok"] is True


def test_doctor_with_a_project_looks_at_its_health(program: Program):
    ended = program.run("doctor", program.file, "--json")
    checks = {check["name"]: check for check in ended.json["checks"]}
    assert all(set(check) == {"name", "state", "detail", "remedy"} for check in checks.values())
    assert {check["state"] for check in checks.values()} <= {"ok", "missing", "unknown"}
    assert {"python", "qt_platform", "bluetooth", "cameras", "decoders"} <= set(checks)
    assert {"keyring", "engine", "network", "settings"} <= set(checks)
    assert checks["engine"]["state"] == "ok"
    assert (checks["project"]["state"], checks["history"]["state"]) == ("ok", "ok")
    assert ended.code == 0
    program.passphrase = "wrong"
    ended = program.run("doctor", program.file, "--json")
    assert ended.code == 3
    assert ended.json["error"]["code"] == "wrong_passphrase"
    assert len(ended.json["checks"]) == 9


def test_people_text_says_the_same_as_json(program: Program):
    program.do("door", "add", program.file, "Elm/Front")
    said: dict[str, Callable[[str], bool]] = {
        "doors": lambda text: "Elm/Front" in text,
        "sites": lambda text: "Elm" in text,
        "history": lambda text: "Door changed" in text,
        "status": lambda text: "Elm/Front: no lock" in text,
    }
    for command, is_right in said.items():
        ended = program.run(command, program.file)
        assert ended.code == 0
        assert is_right(ended.out), ended.out
        with pytest.raises(json.JSONDecodeError):
            json.loads(ended.out)
