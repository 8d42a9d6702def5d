"""Groups, holidays, pauses, cards and keys by commands, and who and reach with their documents and exit codes."""

import json
from pathlib import Path

import pytest

from tests.integration.cli_program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--name", "Elm Street", "--time-zone", "Europe/Berlin")
    for label in ("Elm/Front", "Elm/Attic", "Oak/Gate"):
        program.do("door", "add", program.file, label)
    program.do("person", "add", program.file, "Anna Berg")
    return program


def error_of(ended) -> str:
    return json.loads(ended.out)["error"]["code"]


def test_doors_come_into_groups_and_out_again(program: Program):
    made = program.do("group", "add", program.file, "Inside", "Elm/Front", "Attic")["group"]
    assert (made["name"], made["doors"]) == ("Inside", ["Elm/Attic", "Elm/Front"])
    program.do("grant", program.file, "Anna Berg", "@Inside")
    more = program.do("group", "add", program.file, "Inside", "Oak/Gate")["group"]
    assert (more["id"], len(more["doors"])) == (made["id"], 3)
    reached = program.do("reach", program.file, "Anna Berg")
    assert [door["door"] for door in reached["doors"]] == ["Elm/Attic", "Elm/Front", "Oak/Gate"]
    less = program.do("group", "remove", program.file, "@Inside", "Gate")["group"]
    assert less["doors"] == ["Elm/Attic", "Elm/Front"]
    assert program.do("groups", program.file) == {"groups": [less]}
    assert "Elm/Attic, Elm/Front" in program.run("groups", program.file).out
    used = program.run("group", "remove", program.file, "Inside", "--json")
    assert (used.code, error_of(used)) == (1, "still_needed")
    program.do("revoke", program.file, "Anna Berg")
    assert program.run("group", "remove", program.file, "Inside").code == 0
    assert program.do("groups", program.file) == {"groups": []}
    unknown = program.run("group", "remove", program.file, "Inside", "--json")
    assert (unknown.code, error_of(unknown)) == (2, "unknown_group")


def test_dates_are_typed_or_come_from_a_calendar_file(program: Program):
    program.do("calendar", "add", program.file, "Local", "2026-06-13", "2026-06-24")
    ics = program.folder / "national.ics"
    ics.write_bytes(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n"
        b"DTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nDTSTART:20261224T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    ended = program.run("calendar", "add", program.file, "National", "--ics", ics, "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["calendar"]["dates"] == ["2026-12-25", "2026-12-26"]
    assert "called off: 1" in ended.err
    listed = program.do("calendars", program.file)["calendars"]
    assert [one["name"] for one in listed] == ["Local", "National"]
    program.do("calendar", "remove", program.file, "Local", "2026-06-13")
    assert "2026-06-24" in program.run("calendars", program.file).out
    assert program.run("calendar", "remove", program.file, "Local").code == 0
    refused = {
        "dates_or_ics": ("Local",),
        "bad_date": ("Local", "13.6.2026"),
        "not_ics": ("Local", "--ics", program.file),
    }
    for code, words in refused.items():
        said = program.run("calendar", "add", program.file, *words, "--json")
        assert (said.code, error_of(said)) == (2, code)
    missing = program.run("calendar", "add", program.file, "L", "--ics", "nowhere.ics", "--json")
    assert (missing.code, error_of(missing)) == (4, "ics_unreadable")


def test_a_pause_takes_access_away_and_keeps_the_grant(program: Program):
    program.do("grant", program.file, "Anna Berg", "Elm/Front", "Oak/Gate")
    paused = program.do("pause", program.file, "Anna Berg", "Oak/Gate")
    assert (paused["paused"], paused["doors"]) == (False, ["Oak/Gate"])
    assert [d["door"] for d in program.do("reach", program.file, "Anna Berg")["doors"]] == [
        "Elm/Front"
    ]
    whole = program.do("pause", program.file, "Anna Berg")
    assert (whole["paused"], whole["doors"]) == (True, ["Elm/Front", "Oak/Gate"])
    assert program.do("reach", program.file, "Anna Berg")["doors"] == []
    one = program.run("resume", program.file, "Anna Berg", "Oak/Gate", "--json")
    assert (one.code, error_of(one)) == (1, "paused_everywhere")
    program.do("resume", program.file, "Anna Berg")
    assert len(program.do("reach", program.file, "Anna Berg")["doors"]) == 2
    nowhere = program.run("pause", program.file, "Anna Berg", "Elm/Attic", "--json")
    assert (nowhere.code, error_of(nowhere)) == (1, "no_grant")
    assert "is paused" in program.run("pause", program.file, "Anna Berg").out


def test_holidays_that_count_are_named_among_the_times_of_an_opener(program: Program):
    program.do("calendar", "add", program.file, "Local", "2026-06-13")
    program.do("grant", program.file, "Anna Berg", "Elm/Front", "--holidays", "Local:closed")
    for words in (("who", program.file, "Elm/Front"), ("reach", program.file, "Anna Berg")):
        said = program.run(*words).out
        assert "closed on Local" in said
        assert "always" not in said


def test_who_is_removed_with_a_key_in_the_hand_is_said_to_have_it(program: Program):
    key = ("Anna Berg", "Elm/Front", "--kind", "mechanical-key", "--number", "K7")
    program.do("credential", "add", program.file, *key)
    nothing = program.run("revoke", program.file, "Anna Berg")
    assert nothing.code == 1
    assert "Nothing is granted" in nothing.err
    removed = program.run("person", "remove", program.file, "Anna Berg", "--json")
    assert "still has the key K7 (Elm/Front)" in removed.err
    assert [one["number"] for one in json.loads(removed.out)["in_hand"]] == ["K7"]
    assert json.loads(removed.out)["exposed"] == []
    openers = program.do("who", program.file, "Elm/Front")["openers"]
    assert [one["person"] for one in openers] == ["Anna Berg"]


def test_cards_and_keys_are_noted_found_and_taken_away(program: Program):
    words = ("Anna Berg", "Elm/Front", "--kind", "card", "--number", "12 34", "--label", "fob")
    card = program.do("credential", "add", program.file, *words)["credential"]
    assert card["kind"] == "card"
    assert (card["number"], card["doors"]) == ("12 34", ["Elm/Front"])
    key = ("Anna Berg", "Elm/Front", "Gate", "--kind", "mechanical-key", "--number", "K7")
    program.do("credential", "add", program.file, *key)
    listed = program.do("credentials", program.file, "Anna Berg")["credentials"]
    assert [one["number"] for one in listed] == ["12 34", "K7"]
    assert "Metal key" in program.run("credentials", program.file).out
    by_key = program.do("reach", program.file, "K7")
    assert by_key["from"]["kind"] == "mechanical_key"
    assert [door["door"] for door in by_key["doors"]] == ["Elm/Front", "Oak/Gate"]
    by_card = program.do("reach", program.file, card["id"][:8])
    assert [door["door"] for door in by_card["doors"]] == ["Elm/Front"]
    program.do("credential", "remove", program.file, "12 34")
    program.do("credential", "remove", program.file, "K7")
    assert program.do("credentials", program.file) == {"credentials": []}
    refused = {
        "unknown_credential_kind": ("--kind", "spoon"),
        "key_without_number": ("--kind", "mechanical-key"),
    }
    for code, wrong in refused.items():
        said = program.run("credential", "add", program.file, "Anna Berg", *wrong, "--json")
        assert (said.code, error_of(said)) == (2, code)


def test_who_says_all_openers_of_a_door_in_its_own_time(program: Program):
    program.do("grant", program.file, "Anna Berg", "Elm/Front", "--weekly", "Mo-Fr 08:00-12:00")
    key = ("Anna Berg", "Elm/Front", "--kind", "mechanical-key", "--number", "K7")
    program.do("credential", "add", program.file, *key)
    found = program.do("who", program.file, "Elm/Front")
    assert set(found) == {"door", "at", "complete", "openers"}
    assert (found["door"], found["complete"]) == ("Elm/Front", True)
    code, metal = found["openers"]
    assert code == {
        "kind": "pin",
        "person": "Anna Berg",
        "label": "PIN",
        "validity": code["validity"],
        "open_now": "no",
        "proof": "planned",
        "proof_by": None,
        "proven_at": None,
        "revocable": "now",
    }
    assert code["validity"]["weekly"] == ["Mo-Fr 08:00-12:00"]
    assert code["validity"]["zone"] == "Europe/Berlin"
    assert (metal["kind"], metal["open_now"], metal["revocable"]) == (
        "mechanical_key",
        "yes",
        "by_hand",
    )
    assert (metal["proof"], metal["proof_by"]) == ("accepted", "person")
    later = program.do("who", program.file, "Front", "--at", "2030-07-01T10:00")
    assert later["at"] == "2030-07-01T10:00:00+02:00"
    table = program.run("who", program.file, "Front").out
    assert "Anna Berg" in table
    assert "K7" in table
    assert "Nothing is known" in program.run("who", program.file, "Attic").out


def test_an_incomplete_answer_ends_with_1_and_says_why(program: Program):
    past = program.run("who", program.file, "Front", "--at", "2020-01-01T10:00", "--json")
    assert past.code == 1
    assert json.loads(past.out)["complete"] is False
    assert "is not kept" in past.err
    unknown = program.run("reach", program.file, "Nobody", "--json")
    assert (unknown.code, error_of(unknown)) == (2, "unknown_opener")
    no_door = program.run("who", program.file, "Nowhere", "--json")
    assert (no_door.code, error_of(no_door)) == (2, "unknown_door")
    assert "opens no door" in program.run("reach", program.file, "Anna Berg").out
