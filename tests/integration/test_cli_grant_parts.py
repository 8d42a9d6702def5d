"""`grant` with all its parts at once, and with those that do not go together."""

from pathlib import Path

import pytest

from tests.integration.cli_program import Program

FRONT, CELLAR, ATTIC = "Elm/Front", "Elm/Cellar", "Elm/Attic"
PARTS = (
    "--weekly", "Mo-Fr 08:00-12:00", "--weekly", "Sa 22:00-02:00",
    "--from", "2027-05-01", "--until", "2027-05-31T18:00",
    "--once", "--holidays", "Public:closed",
)  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--practice")
    for door in (FRONT, CELLAR, ATTIC):
        program.do("door", "add", program.file, door)
    program.do("group", "add", program.file, "Stairs", FRONT, CELLAR, ATTIC)
    program.do("calendar", "add", program.file, "Public", "2027-05-17")
    program.do("person", "add", program.file, "Karl")
    return program


def test_all_parts_of_a_grant_may_be_combined_and_are_shown_back(program: Program) -> None:
    words = ("grant", program.file, "Karl", "@Stairs", "--except", ATTIC, *PARTS)
    tried = program.do(*words, "--dry-run")["grant"]
    made = program.do(*words)["grant"]
    assert sorted(made["doors"]) == sorted(tried["doors"]) == [CELLAR, FRONT]
    assert made["validity"] == tried["validity"]
    assert made["validity"] == {
        "zone": "Europe/Berlin",
        "from": "2027-05-01T00:00:00+02:00",
        "until": "2027-05-31T18:00:00+02:00",
        "weekly": ["Mo-Fr 08:00-12:00", "Sa 22:00-02:00"],
        "once": True,
        "holidays": [{"calendar": "Public", "rule": "closed"}],
    }
    doors = {door["door"]: door["entries"] for door in program.do("status", program.file)["doors"]}
    assert [entry["validity"] for entry in doors["Front"]] == [made["validity"]]
    assert doors["Attic"] == []


def test_people_are_told_all_of_it_in_one_line(program: Program) -> None:
    said = program.run("grant", program.file, "Karl", FRONT, *PARTS).out
    for words in ("Mo-Fr 08:00-12:00", "Sa 22:00-02:00", "from 2027-05-01", "until 2027-05-31"):
        assert words in said
    assert "once" in said
    assert "closed on Public" in said
    other = program.run("grant", program.file, "Karl", CELLAR, "--holidays", "Public:as-sunday")
    assert "Public as Sundays" in other.out
    assert "closed on Public" in " ".join(program.run("status", program.file).out.split())


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--weekly", "Mo-Fr 8-12"), 2, "weekly_unreadable"),
        (("--from", "2027-05-02", "--until", "2027-05-01T08:00"), 2, "from_after_until"),
        (("--until", "2020-01-01"), 1, "already_over"),
        (("--holidays", "Public"), 2, "holidays_unreadable"),
        (("--holidays", "School:closed"), 2, "unknown_calendar"),
        (("--holidays", "Public:closed", "--holidays", "Public:as-sunday"), 2, "holidays_twice"),
        (("--until", "tomorrow"), 2, "time_unreadable"),
    ],
)
def test_parts_that_cannot_be_are_refused_and_nothing_is_recorded(
    program: Program, words: tuple[str, ...], code: int, error: str
) -> None:
    refused = program.run("grant", program.file, "Karl", FRONT, *words, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (code, error)
    assert all(door["entries"] == [] for door in program.do("status", program.file)["doors"])
