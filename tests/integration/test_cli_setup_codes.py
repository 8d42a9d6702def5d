"""`scan`, `codes` and `code …` on a real project: what is in the tray, and what leaves it."""

import io
from pathlib import Path
from typing import Any

import pytest
import qrcode
import zxingcpp
from PIL import Image

from app.texts.messages import message
from tests.integration.cli_program import Ended, Program
from tests.integration.cli_world import MOMENT, assert_shape, either, one_of

# The examples of the Matter SDK, and further locks.
QR, DIGITS = "MT:-24J0AFN00KA0648G00", "34970112332"
OTHER_QR = "MT:Y.K9042C00KA0648G00"
HOMEKIT = "X-HM://006BMVB9TLK01"
WIFI = "WIFI:S:Quinta;T:WPA;P:planted-wifi;;"
DOOR = "Elm/Front"

TEXT = either(None, str)
CODE = {
    "id": str,
    "family": one_of("matter homekit zwave zigbee label other"),
    "valid": bool,
    "state": one_of("tray mounted"),
    "door": TEXT,
    "came_by": one_of("camera picture paste typed wedge import"),
    "at": MOMENT,
    "note": TEXT,
    "text": TEXT,
    "secret": bool,
}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make()
    program.do("door", "add", program.file, DOOR)
    return program


def picture(program: Program, name: str, *texts: str) -> Path:
    """A picture file with these codes beside each other."""
    symbols = [qrcode.make(text).get_image().convert("L") for text in texts]
    width, height = sum(one.width for one in symbols), max(one.height for one in symbols)
    page, left = Image.new("L", (width, height), 255), 0
    for one in symbols:
        page.paste(one, (left, 0))
        left += one.width
    path = program.folder / name
    path.parent.mkdir(exist_ok=True)
    page.save(path)
    return path


def codes(program: Program, *words: str) -> list[dict[str, Any]]:
    return program.do("codes", program.file, *words)["codes"]


def became(ended: Ended) -> list[tuple[str | None, int | None]]:
    return [(code["became"], code["number"]) for code in ended.json["codes"]]


def kinds(program: Program) -> list[str]:
    return [entry["kind"] for entry in program.do("history", program.file)["entries"]]


def error_of(ended: Ended) -> str:
    error = ended.json["error"]
    assert error["message"] in ended.err
    assert "…" not in error["message"]
    return error["code"]


def test_what_is_read_comes_into_the_tray_and_one_undo_takes_it_back(program: Program):
    box = picture(program, "box.png", QR, HOMEKIT)
    ended = program.run("scan", program.file, box, OTHER_QR, "--json")
    assert ended.code == 0
    assert became(ended) == [("new", 1), ("new", 2), ("new", 3)]
    assert_shape(ended.json, {"codes": [{**CODE, "index": int, "source": TEXT, "became": str}]})
    assert [code["index"] for code in ended.json["codes"]] == [0, 0, 1]
    assert [code["came_by"] for code in codes(program)] == ["picture", "picture", "typed"]
    assert kinds(program).count("setup_code_edited") == 1
    program.do("undo", program.file)
    assert codes(program) == []


def test_what_is_there_is_named_and_not_added_twice(program: Program):
    program.do("scan", program.file, DIGITS)
    ended = program.run("scan", program.file, picture(program, "box.png", QR), QR, "--json")
    assert ended.code == 0
    assert became(ended) == [("completed", 1), ("in_tray", 1)]
    assert len(codes(program)) == 1
    program.do("code", "assign", program.file, "1", DOOR)
    said = program.run("scan", program.file, QR).out
    assert f"In the tray already, as no. 1 for {DOOR}." in said


def test_a_code_that_a_label_carries_twice_is_told_once(program: Program):
    label = picture(program, "label.png", QR, QR)
    assert len(program.do("decode", label)["codes"]) == 2
    assert became(program.run("scan", program.file, label, "--json")) == [("new", 1)]


def test_the_number_below_a_bar_code_is_no_setup_code(program: Program):
    stripes = zxingcpp.create_barcode(DIGITS, zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    Image.fromarray(stripes).save(program.folder / "stripes.png")
    ended = program.run("scan", program.file, program.folder / "stripes.png", "--json")
    assert (ended.code, [code["family"] for code in ended.json["codes"]]) == (1, ["other"])


def test_a_scan_without_a_setup_code_ends_with_1_and_keeps_what_it_was(program: Program):
    ended = program.run("scan", program.file, WIFI, "--json")
    assert (ended.code, became(ended)) == (1, [("new", 1)])
    (code,) = codes(program)
    assert (code["family"], code["valid"], code["other"]) == ("other", False, "wifi")
    assert (code["text"], code["secret"]) == (None, True)


def test_digits_typed_wrong_are_refused_with_their_reason_and_others_go_on(program: Program):
    ended = program.run("scan", program.file, "34970112333", HOMEKIT, "--json")
    assert (ended.code, became(ended)) == (0, [("refused", None), ("new", 1)])
    refused = ended.json["codes"][0]
    assert (refused["reason"], refused["id"], refused["valid"]) == ("check_digit", None, False)
    only = program.run("scan", program.file, "34970112333", "--json")
    assert only.code == 1
    assert len(codes(program)) == 1


def test_a_picture_that_cannot_be_read_is_named_beside_the_others(program: Program):
    broken = program.folder / "broken.png"
    broken.write_bytes(b"no picture")
    ended = program.run("scan", program.file, broken, QR, "--json")
    assert (ended.code, became(ended)) == (0, [(None, None), ("new", 1)])
    assert ended.json["codes"][0]["error"]["code"] == "picture_unreadable"


def test_the_pictures_of_a_folder_are_read_by_name(program: Program):
    names = ["A.jpg", "b.png", "C.png", "d.png", "E.png", "f.bmp"]
    for name in ("d.png", "b.png", "f.bmp", "A.jpg", "C.png", "E.png"):
        picture(program, f"boxes/{name}", QR)
    picture(program, "boxes/.hidden.png", OTHER_QR)
    (program.folder / "boxes" / "list.txt").write_text(OTHER_QR)
    (program.folder / "boxes" / "c.png").mkdir()
    ended = program.run("scan", program.file, "--from", program.folder / "boxes", "--json")
    assert ended.code == 0
    assert [code["source"] for code in ended.json["codes"]] == names


def test_what_comes_by_standard_input_counts_as_pasted(program: Program):
    ended = program.run("scan", program.file, "-", "--json", stdin=f"{QR}\n{HOMEKIT}\n")
    assert [code["came_by"] for code in ended.json["codes"]] == ["paste", "paste"]
    program.do("scan", program.file, "-", stdin=picture(program, "x.png", OTHER_QR).read_bytes())
    assert codes(program)[2]["came_by"] == "picture"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["scan", "{file}"], "nothing_to_scan"),
        (["scan", "{file}", "-"], "nothing_given"),
        (["scan", "{file}", "{folder}/empty"], "folder_for_picture"),
        (["scan", "{file}", "--from", "{folder}/film.mp4"], "film_unread"),
        (["scan", "{file}", "--from", "{folder}/none"], "file_unreadable"),
        (["scan", "{file}", "--from", "{folder}/empty"], "no_pictures_in_folder"),
        (["codes", "{file}", "--tray", "--mounted"], "state_twice"),
        (["code", "show", "{file}", "7"], "unknown_setup_code"),
        (["code", "show", "{file}", "1", "--qr", "{folder}/out.png"], "qr_needs_secrets"),
        (["code", "show", "{file}", "1", "--with-secrets", "--qr", "{file}"], "file_exists"),
        (
            ["code", "show", "{file}", "1", "--with-secrets", "--qr", "{folder}/no/o.png"],
            "folder_missing",
        ),
        (["code", "assign", "{file}", "1"], "door_or_none"),
        (["code", "assign", "{file}", "1", DOOR, "--none"], "door_or_none"),
        (["code", "assign", "{file}", "1", "Attic"], "unknown_door"),
        (["code", "note", "{file}", "1", "x" * 2001], "note_too_long"),
        (["code", "photo", "{file}", "1"], "picture_or_list"),
        (["code", "photo", "{file}", "1", "--list", "--remove"], "picture_or_list"),
        (["code", "photo", "{file}", "1", "--remove"], "unknown_picture"),
        (
            ["code", "photo", "{file}", "1", "--save", "{folder}/o.jpg", "--number", "2"],
            "unknown_picture",
        ),
        (["code", "paint", "{file}", "1"], "usage"),
    ],
    ids=lambda given: " ".join(given[:1] + given[2:])[:60] if isinstance(given, list) else given,
)
def test_wrong_usage_ends_with_2_and_a_sentence(program: Program, words: list[str], code: str):
    program.do("scan", program.file, QR)
    (program.folder / "empty").mkdir()
    (program.folder / "film.mp4").write_bytes(b"")
    given = [
        word.replace("{file}", str(program.file)).replace("{folder}", str(program.folder))
        for word in words
    ]
    before = kinds(program)
    ended = program.run(*given, "--json")
    assert (ended.code, error_of(ended)) == (2, code)
    assert kinds(program) == before


def test_a_list_of_codes_has_the_promised_shape_and_no_text(program: Program):
    program.do("scan", program.file, QR, WIFI)
    program.do("code", "assign", program.file, "1", DOOR)
    listed = program.do("codes", program.file)
    assert_shape(listed, {"codes": [CODE]})
    assert [(code["door"], code["text"], code["secret"]) for code in listed["codes"]] == [
        (DOOR, None, True),
        (None, None, True),
    ]
    assert codes(program, "--mounted") == []
    assert len(codes(program, "--tray")) == 2


def test_a_list_with_secrets_is_in_the_history_and_an_empty_one_is_not(program: Program):
    assert codes(program, "--with-secrets") == []
    assert "exported_secrets" not in kinds(program)
    program.do("scan", program.file, QR, WIFI)
    assert [code["text"] for code in codes(program, "--with-secrets")] == [QR, WIFI]
    assert kinds(program).count("exported_secrets") == 1
    assert QR in program.run("codes", program.file, "--with-secrets").out


def test_the_list_for_people_has_maker_product_door_and_note(program: Program):
    program.do("scan", program.file, QR, DIGITS.replace("3497", "2497"), HOMEKIT)
    program.do("code", "assign", program.file, "1", DOOR)
    program.do("code", "note", program.file, "1", "ladder needed")
    out = program.run("codes", program.file).out
    row = next(line for line in out.splitlines() if line.startswith("1 "))
    for word in ("Matter code", "0xFFF1 0x8001", "3840", DOOR, "tray", "ladder needed"):
        assert word in row
    program.do("code", "remove", program.file, "1")
    program.do("code", "remove", program.file, "2")
    assert "There is no setup code here." in program.run("codes", program.file, "--mounted").out


def test_a_code_is_named_by_number_id_and_short_id(program: Program):
    (code,) = program.do("scan", program.file, QR)["codes"]
    for name in ("1", "#1", "@1", code["id"], code["id"][:8], code["id"].upper()):
        assert program.do("code", "show", program.file, name)["code"]["id"] == code["id"]


def test_a_code_is_assigned_noted_and_removed(program: Program):
    program.do("scan", program.file, QR)
    assigned = program.do("code", "assign", program.file, "1", DOOR)["code"]
    assert_shape(assigned, CODE)
    assert assigned["door"] == DOOR
    assert program.do("code", "assign", program.file, "1", "--none")["code"]["door"] is None
    assert (
        program.do("code", "note", program.file, "1", " left wing ")["code"]["note"] == "left wing"
    )
    assert program.do("code", "note", program.file, "1", "")["code"]["note"] is None
    program.do("code", "remove", program.file, "1")
    assert codes(program) == []
    program.do("undo", program.file)
    assert [code["number"] for code in codes(program)] == [1]


def test_a_code_is_shown_without_its_text_and_with_it_only_when_asked(program: Program):
    program.do("scan", program.file, QR)
    hidden = program.do("code", "show", program.file, "1")
    assert (hidden["code"]["text"], hidden["code"]["digits"], hidden["pictures"]) == (
        None,
        None,
        [],
    )
    assert "exported_secrets" not in kinds(program)
    shown = program.do("code", "show", program.file, "1", "--with-secrets")["code"]
    assert (shown["text"], shown["digits"], shown["secret"]) == (QR, "3497-011-2332", False)
    assert kinds(program).count("exported_secrets") == 1
    out = program.run("code", "show", program.file, "1", "--with-secrets").out
    assert f"Text: {QR}" in out
    assert "Digits: 3497-011-2332" in out


def test_a_code_is_written_as_a_private_qr_picture_and_that_is_in_the_history(program: Program):
    program.do("scan", program.file, QR)
    out = program.folder / "lock.png"
    ended = program.run("code", "show", program.file, "1", "--with-secrets", "--qr", out, "--json")
    assert (ended.code, ended.json["qr"], ended.json["code"]["text"]) == (0, str(out), None)
    assert out.stat().st_mode & 0o777 == 0o600
    assert kinds(program).count("exported_secrets") == 1
    read = program.do("decode", out, "--with-secrets")["codes"]
    assert [code["text"] for code in read] == [QR]
    again = program.run("code", "show", program.file, "1", "--with-secrets", "--qr", out, "--json")
    assert (again.code, error_of(again)) == (2, "file_exists")


def test_digits_have_no_symbol_to_be_written(program: Program):
    program.do("scan", program.file, DIGITS)
    out = program.folder / "lock.png"
    ended = program.run("code", "show", program.file, "1", "--with-secrets", "--qr", out, "--json")
    assert (ended.code, error_of(ended)) == (1, "digits_have_no_symbol")
    assert not out.exists()
    assert "exported_secrets" not in kinds(program)


def test_pictures_are_kept_listed_saved_and_taken_away(program: Program):
    program.do("scan", program.file, QR)
    box = picture(program, "box.png", QR)
    kept = program.do("code", "photo", program.file, "1", box, "--note", "the lid")["picture"]
    assert (kept["number"], kept["note"], kept["secret"]) == (1, "the lid", True)
    program.do("code", "photo", program.file, "1", picture(program, "two.png", HOMEKIT))
    listed = program.do("code", "photo", program.file, "1", "--list")["pictures"]
    assert_shape(listed, [{"number": int, "id": str, "at": MOMENT, "note": TEXT, "secret": bool}])
    assert [one["note"] for one in listed] == ["the lid", None]
    assert codes(program)[0]["pictures"] == 2

    out = program.folder / "out.jpg"
    which = ("code", "photo", program.file, "1", "--save", out)
    assert error_of(program.run(*which, "--json")) == "which_picture"
    assert error_of(program.run(*which, "--number", "1", "--json")) == "picture_needs_secrets"
    assert not out.exists()
    program.do(*which, "--number", "1", "--with-secrets")
    assert out.stat().st_mode & 0o777 == 0o600
    assert Image.open(io.BytesIO(out.read_bytes())).format == "JPEG"
    assert kinds(program).count("exported_secrets") == 1
    said = program.run("history", program.file).out
    assert "Picture beside setup code no. 1 written to a file" in said

    program.do("code", "photo", program.file, "1", "--remove", "--number", "1")
    left = program.do("code", "photo", program.file, "1", "--list")["pictures"]
    assert [one["note"] for one in left] == [None]
    steps = program.run("undo", program.file, "--list").out
    assert "Picture beside setup code no. 1 removed" in steps
    undone = program.run("undo", program.file).out
    assert "Taken back: Picture beside setup code no. 1 removed" in undone
    assert codes(program)[0]["pictures"] == 2


def test_a_file_that_is_no_picture_is_not_kept(program: Program):
    program.do("scan", program.file, QR)
    wrong = program.folder / "wrong.png"
    wrong.write_bytes(b"no picture")
    ended = program.run("code", "photo", program.file, "1", wrong, "--json")
    assert (ended.code, error_of(ended)) == (1, "picture_unreadable")
    missing = program.run("code", "photo", program.file, "1", program.folder / "none.png", "--json")
    assert (missing.code, error_of(missing)) == (1, "picture_file_unreadable")


def test_a_code_given_where_a_number_belongs_is_not_said_again(program: Program):
    program.do("scan", program.file, OTHER_QR)
    for words in (
        ("code", "show", program.file, QR),
        ("code", "show", program.file, "1", QR),
        ("commission", program.file, DOOR, "--code", f"@{QR}"),
        ("commission", program.file, DOOR, QR),
    ):
        for form in ((), ("--json",)):
            ended = program.run(*words, *form)
            assert ended.code == 2
            assert QR not in ended.said


def test_sentences_on_pictures_claim_no_more_than_is_known_and_say_what_to_do():
    unread = message("picture_unreadable")
    assert "take or save it anew" in unread
    assert "kept secret" in message("picture_needs_secrets")
    assert "shows the code" not in message("picture_needs_secrets")
