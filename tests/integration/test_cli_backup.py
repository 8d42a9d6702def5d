"""`backup` and `undo` by commands, on real project files."""

from pathlib import Path

import pytest

from tests.integration.cli_program import PASSPHRASE, Program
from tests.integration.holding import held_open


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make("--name", "Elm Street")
    (tmp_path / "stick").mkdir()
    return program


def test_backup_says_what_it_made_and_what_it_removed(program: Program, tmp_path: Path):
    stick = tmp_path / "stick"
    first = program.do("backup", program.file, "-o", stick, "--keep", "1")
    assert first["intact"]
    assert first["removed"] == first["not_removed"] == []
    made = Path(first["backup"]["file"])
    assert first["kept"] == [first["backup"]]
    assert first["backup"]["bytes"] == made.stat().st_size
    program.do("person", "add", program.file, "Anna")
    second = program.do("backup", program.file, "-o", stick, "--keep", "1")
    assert second["removed"] == [str(made)]
    assert [path.name for path in stick.iterdir()] == [Path(second["backup"]["file"]).name]
    people = program.do("people", second["backup"]["file"])["people"]
    assert [person["name"] for person in people] == ["Anna"]


def test_backup_tells_people_on_two_streams(program: Program, tmp_path: Path):
    ended = program.run("backup", program.file, "-o", tmp_path / "stick")
    assert ended.code == 0
    assert "opened once and its history verified" in ended.out
    assert "same disk" in ended.err


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("-o", "unplugged"), 2, "backup_folder_missing"),
        (("-o", "stick", "--keep", "0"), 2, "backup_keep"),
    ],
)
def test_backup_refuses_and_makes_nothing(
    program: Program, tmp_path: Path, words: tuple[str, ...], code: int, error: str
):
    given = [tmp_path / word if word in {"stick", "unplugged"} else word for word in words]
    ended = program.run("backup", program.file, *given, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (code, error)
    assert "…" not in ended.json["error"]["message"]
    assert list((tmp_path / "stick").iterdir()) == []
    assert not (tmp_path / "unplugged").exists()


def test_backup_with_a_wrong_passphrase_makes_nothing(program: Program, tmp_path: Path):
    program.passphrase = "another horse"
    ended = program.run("backup", program.file, "-o", tmp_path / "stick", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (3, "wrong_passphrase")
    assert list((tmp_path / "stick").iterdir()) == []


def test_backup_works_beside_an_open_window(program: Program, tmp_path: Path):
    with held_open(program.tools(), program.file, PASSPHRASE):
        made = program.do("backup", program.file, "-o", tmp_path / "stick")
    assert made["intact"]


def test_undo_lists_then_takes_back_the_newest_edit_and_refuses_when_none_is_left(program: Program):
    program.do("person", "add", program.file, "Anna")
    listed = program.do("undo", program.file, "--list")["steps"]
    assert listed[0]["kind"] == "person_edited"
    assert program.do("people", program.file)["people"] != [], "listing undoes nothing"
    assert program.do("undo", program.file)["undone"]["sequence"] == listed[0]["sequence"]
    assert program.do("people", program.file) == {"people": []}
