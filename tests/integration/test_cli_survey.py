"""The survey by commands: values, the Wi-Fi password, copied doors, and what lock families cannot do."""

from pathlib import Path

import pytest

from tests.integration.cli_program import Program

PASSWORD = "velvet-harbour-1963"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--name", "Elm Street")
    program.do("door", "add", program.file, "Elm/Front")
    return program


def test_values_are_checked_and_the_refusal_names_the_field(program: Program):
    done = program.do(
        *("door", "set", program.file, "Front"),
        *("--field", "thickness_mm=40 mm", "--field", "radio=Thread, wifi"),
    )
    assert done["door"]["fields"] == {"thickness_mm": "40", "radio": "wifi,thread"}
    done = program.do("door", "set", program.file, "Front", "--field", "radio=")
    assert done["door"]["fields"] == {"thickness_mm": "40"}
    refused = program.run(
        *("door", "set", program.file, "Front"),
        *("--field", "used_by=Anna", "--field", "thickness_mm=thick", "--json"),
    )
    assert refused.code == 1
    error = refused.json["error"]
    assert error["code"] == "survey_number"
    assert "Thickness of the door" in error["message"]
    (door,) = program.do("doors", program.file)["doors"]
    assert door["fields"] == {"thickness_mm": "40"}


def test_the_wifi_password_comes_from_a_file_and_is_shown_nowhere(program: Program, tmp_path: Path):
    secret = tmp_path / "wifi"
    secret.write_text(PASSWORD + "\n")
    before = program.do("sites", program.file)["sites"][0].keys()
    done = program.run(
        *("site", "set", program.file, "Elm", "--field", "wifi_name=Hof"),
        *("--wifi-password-file", secret, "--json"),
    )
    assert (done.code, done.json["site"]["fields"]) == (0, {"wifi_name": "Hof"})
    listed = program.run("sites", program.file, "--json")
    history = program.run("history", program.file, "--json")
    for ended in (done, listed, history):
        assert PASSWORD not in ended.said
    assert listed.json["sites"][0].keys() == before
    assert PASSWORD.encode() not in program.file.read_bytes()


def test_a_door_is_added_like_another(program: Program):
    program.do("door", "set", program.file, "Front", "--field", "handing=sliding")
    program.do("person", "add", program.file, "Anna")
    program.do("grant", program.file, "Anna", "Front")
    done = program.do("door", "add", program.file, "Annex/Back", "--like", "Elm/Front")
    assert done["door"]["fields"] == {"handing": "sliding"}
    found = program.do("status", program.file)["doors"]
    doors = {f"{door['site']}/{door['door']}": door for door in found}
    entries = doors["Annex/Back"]["entries"]
    assert [(entry["person"], entry["proof"]) for entry in entries] == [("Anna", "planned")]
    code = doors["Elm/Front"]["entries"][0]["credential_id"]
    assert entries[0]["credential_id"] == code
    twice = program.run("door", "add", program.file, "Annex/Back", "--like", "Elm/Front", "--json")
    assert (twice.code, twice.json["error"]["code"]) == (2, "door_exists")
    both = program.run(
        *("door", "add", program.file, "Elm/Side", "--like", "Elm/Front"),
        *("--time-zone", "Europe/Paris", "--json"),
    )
    assert (both.code, both.json["error"]["code"]) == (2, "like_with_zone")


def test_what_a_family_cannot_do_is_said_with_its_source(program: Program):
    program.do("door", "set", program.file, "Front", "--field", "radio=wifi")
    said = program.do("door", "fit", program.file, "Front")
    assert said["door"] == "Elm/Front"
    families = {family["family"]: family for family in said["families"]}
    (thread,) = families["matter_thread"]["findings"]
    assert (thread["rule"], thread["fit"]) == ("matter_border_router", "needs")
    assert thread["address"].startswith("https://")
    assert families["eufy"]["findings"] == []
    ended = program.run("door", "fit", program.file, "Front")
    assert ended.code == 0
    assert "not known" in ended.out
    assert "Thread border router" in ended.out
