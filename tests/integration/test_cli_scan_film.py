"""`scan FILE --from FILM` on a real project."""

from pathlib import Path

import pytest

from tests.fakes.films import film_frames, write_film
from tests.integration.cli_program import Program

TEXTS = ["MT:-24J0AFN00KA0648G00", "MT:Y.K9042C00KA0648G00", "X-HM://006BMVB9TLK01"]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make()
    return program


def test_a_film_of_boxes_puts_each_code_into_the_tray_once(program: Program):
    film = write_film(program.folder / "boxes.mp4", film_frames([*TEXTS, TEXTS[0]], frames_each=3))

    ended = program.run("scan", program.file, "--from", film, "--json")

    entries = ended.json["codes"]
    assert ended.code == 0
    assert [(one["source"], one["became"]) for one in entries] == [("boxes.mp4", "new")] * 3
    assert [one["family"] for one in entries] == ["matter", "matter", "homekit"]
    assert all(text not in ended.out + ended.err for text in TEXTS)

    again = program.run("scan", program.file, "--from", film, "--json")
    assert [one["became"] for one in again.json["codes"]] == ["in_tray"] * 3


def test_a_film_without_a_code_ends_with_one_and_says_how_to_hold_them(program: Program):
    film = write_film(program.folder / "table.avi", film_frames([None]))
    ended = program.run("scan", program.file, "--from", film, "--json")
    assert ended.code == 1
    assert ended.json["codes"][0]["error"]["code"] == "no_code_in_film"


def test_a_damaged_film_is_named_and_nothing_is_taken(program: Program):
    film = program.folder / "film.mov"
    film.write_bytes(b"\0\0\0\x18ftypqt  " + b"\0" * 500)
    ended = program.run("scan", program.file, "--from", film, "--json")
    assert ended.code == 1
    assert ended.json["codes"][0]["error"]["code"] == "film_unreadable"
