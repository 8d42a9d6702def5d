"""`decode` on texts, typed digits, pictures and standard input."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
import qrcode
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from tests.integration.cli_program import Program, finish, process_environment, start

DATA = Path(__file__).parents[1] / "data"

# The examples of the Matter SDK, printed in its documentation: passcode 20202021, discriminator 3840.
QR = "MT:-24J0AFN00KA0648G00"
DIGITS = "34970112332"
PASSCODE = "20202021"
HOMEKIT = "X-HM://006BMVB9TLK01"
ZIGBEE = "Z$A:00124B0012345678$I:83FED3407A939723A5C639B26916D505C3B5"
ZWAVE = next(
    vector["input"]
    for vector in json.loads((DATA / "setup_code_vectors.json").read_text("utf-8"))["vectors"]
    if vector["family"] == "zwave" and vector["valid"] and vector["input"].startswith("90")
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, passphrase=None)


def picture(text: str) -> bytes:
    content = io.BytesIO()
    qrcode.make(text).save(content, "PNG")
    return content.getvalue()


def codes(ended: Any) -> list[dict[str, Any]]:
    return ended.json["codes"]


def test_a_qr_text_says_all_but_its_secrets(program: Program):
    ended = program.run("decode", QR, "--json")
    assert ended.code == 0
    (code,) = codes(ended)
    promised = {
        "index": 0,
        "text": None,
        "secret": True,
        "family": "matter",
        "valid": True,
        "reason": None,
        "source": None,
        "position": None,
        "decoder": None,
        "payloads": [
            {
                "version": 0,
                "vendor_id": 65521,
                "product_id": 32769,
                "flow": 0,
                "discovery": ["network"],
                "discriminator": 3840,
                "short_discriminator": 15,
                "passcode": None,
                "secret": True,
                "serial": None,
            }
        ],
    }
    assert {key: code[key] for key in promised} == promised
    assert set(code) - set(promised) == {"step", "format", "page", "digits", "facts", "other"}
    (facts,) = code["facts"]
    assert (facts["form"], facts["preparation"], facts["warnings"]) == ("qr", "nothing", [])
    assert PASSCODE not in ended.said
    assert QR not in ended.said


def test_secrets_are_shown_when_they_are_asked_for(program: Program):
    (code,) = codes(program.run("decode", QR, "--json", "--with-secrets"))
    assert (code["text"], code["secret"]) == (QR, False)
    assert (code["payloads"][0]["passcode"], code["payloads"][0]["secret"]) == (20202021, False)
    assert PASSCODE in program.run("decode", DIGITS, "--with-secrets").out
    assert PASSCODE not in program.run("decode", DIGITS).said


@pytest.mark.parametrize("digits", [DIGITS, "3497-011-2332", " 34970 112 332 "])
def test_typed_digits_are_read_with_any_separators(program: Program, digits: str):
    (code,) = codes(program.run("decode", digits, "--json"))
    assert (code["family"], code["valid"]) == ("matter", True)
    payload = code["payloads"][0]
    assert (payload["discriminator"], payload["short_discriminator"]) == (None, 15)
    assert (payload["discovery"], payload["flow"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "family", "reason"),
    [
        ("34970112333", "matter", "check_digit"),
        ("hello", "other", "prefix"),
        ("123", "other", "length"),
        ("MT:-24J0AFN00KA0648G0", "matter", "length"),
        ("MT:" + "0" * 5000, "other", "too_long"),
    ],
)
def test_what_is_no_setup_code_is_said_with_the_reason(
    program: Program, text: str, family: str, reason: str
):
    ended = program.run("decode", text, "--json")
    (code,) = codes(ended)
    assert (ended.code, code["valid"]) == (1, False)
    assert (code["family"], code["reason"], code["payloads"]) == (family, reason, [])
    assert program.run("decode", text).code == 1


def test_a_picture_is_read_and_says_where_its_code_is(program: Program):
    box = program.folder / "box.png"
    box.write_bytes(picture(QR))
    (code,) = codes(program.run("decode", box, "--json"))
    assert (code["valid"], code["source"], code["decoder"]) == (True, "box.png", "zxing")
    assert (code["format"], code["page"]) == ("qr", 0)
    assert code["step"]
    assert [len(point) for point in code["position"]] == [2, 2, 2, 2]
    (piped,) = codes(program.run("decode", "-", "--json", stdin=picture(QR)))
    assert (piped["valid"], piped["source"]) == (True, "-")


def test_several_are_read_although_one_cannot_be(program: Program):
    box, empty = program.folder / "box.png", program.folder / "broken.png"
    box.write_bytes(picture(QR))
    empty.write_bytes(b"no picture")
    words = [DIGITS, str(empty), str(box), str(program.folder / "missing.jpg")]
    ended = program.run("decode", *words, "--json")
    found = codes(ended)
    assert ended.code == 1
    assert [code["index"] for code in found] == [0, 1, 2, 3]
    assert [code["valid"] for code in found] == [True, False, True, False]
    assert found[1]["error"]["code"] == "picture_unreadable"
    assert found[3]["error"]["code"] == "picture_file_unreadable"
    assert "error" not in found[0]
    assert "Traceback" not in ended.said


def test_standard_input_gives_one_code_a_line(program: Program):
    ended = program.run("decode", "-", "--json", stdin=f"{QR}\n\n{DIGITS}\r\n")
    assert [code["index"] for code in codes(ended)] == [0, 1]
    assert ended.code == 0


def test_a_picture_without_a_code_is_no(program: Program):
    white = program.folder / "white.png"
    Image.new("L", (60, 60), 255).save(white)
    ended = program.run("decode", white, "--json")
    assert ended.code == 1
    assert codes(ended)[0]["error"]["code"] == "no_code_in_picture"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "WIFI:S:Quinta;T:WPA;P:planted-wifi;;",
            "This is a Wi-Fi code, not the lock's setup code.",
        ),
        ("5901234123457", "product number"),
        ("https://example.org/manual", "web address"),
        (QR.lower(), "capital letters it would be usable: Matter code."),
        ("34970112333", "check digit is wrong"),
        ("MTÖ" + QR[3:], "keyboard layout"),
        ("MT:-24J0A!N00KA0648G00", "Look at character 10."),
        ("X-HM://006BMVB9TLK01", "Kind of device: lock."),
        (DIGITS, "Short discriminator 15."),
        (QR, "The lock can be added as soon as it has power."),
    ],
    ids=lambda given: given[:16],
)
def test_people_are_told_in_plain_words_what_it_is(program: Program, text: str, said: str):
    ended = program.run("decode", text)
    assert said in ended.out
    assert "…" not in ended.out
    assert "hidden; --with-secrets shows it." in ended.out
    assert text not in ended.said


def test_what_other_families_say_is_told_without_their_secrets(program: Program):
    ended = program.run("decode", HOMEKIT, ZIGBEE, ZWAVE, "--json")
    homekit, zigbee, zwave = codes(ended)
    assert [code["payloads"] for code in codes(ended)] == [[], [], []]
    assert (homekit["facts"][0]["category"], homekit["facts"][0]["setup_id"]) == (6, "LK01")
    assert zigbee["facts"][0]["address"] == "00124B0012345678"
    assert "s2_authenticated" in zwave["facts"][0]["security_keys"]
    secret = program.run("decode", HOMEKIT, ZWAVE, "--json", "--with-secrets")
    assert codes(secret)[0]["digits"] == "740-26-193"
    assert "*" not in codes(secret)[1]["digits"]
    for text in (HOMEKIT, ZIGBEE, ZWAVE, "740-26-193", *codes(secret)[1]["digits"].split("-")):
        assert text not in program.run("decode", HOMEKIT, ZIGBEE, ZWAVE).said


def test_several_inputs_are_told_apart_by_name_or_number(program: Program):
    box = program.folder / "box.png"
    box.write_bytes(picture(QR))
    lines = program.run("decode", DIGITS, box).out.splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert [head.split(":")[0] for head in heads] == ["1", "box.png"]


def test_a_control_character_inside_a_code_by_standard_input_stays_with_it(program: Program):
    ended = program.run(
        "decode", "-", "--json", "--with-secrets", stdin="\ufeff010\x1d21A\nb\rc\r\n"
    )
    assert [code["text"] for code in codes(ended)] == ["010\x1d21A", "b", "c"]


def test_more_lines_than_anybody_has_are_refused(program: Program):
    ended = program.run("decode", "-", "--json", stdin="x\n" * 10_001)
    assert (ended.code, ended.json["error"]["code"]) == (2, "too_many_lines")


def test_a_scanned_delivery_note_is_read_page_by_page_and_what_is_left_out_is_said(
    program: Program,
):
    note = program.folder / "note.pdf"
    pages = [Image.new("L", (40, 40), 255) for _ in range(20)]
    pages.insert(1, qrcode.make(QR).get_image().convert("L"))
    pages[0].save(note, save_all=True, append_images=pages[1:], resolution=200)
    ended = program.run("decode", note, "--json")
    assert [(code["source"], code["page"], code["valid"]) for code in codes(ended)] == [
        ("note.pdf", 1, True)
    ]
    (said,) = ended.json["notes"]
    assert (said["index"], said["code"]) == (0, "picture_pages_left_out")
    assert said["message"] in ended.err
    assert "20" in said["message"]


@pytest.mark.parametrize("what_is_there", ["raise ImportError\n", ""], ids=["none", "remains"])
def test_a_computer_without_opencv_says_so_and_still_reads(program: Program, what_is_there: str):
    absent = program.folder / "absent"
    absent.mkdir()
    (absent / "cv2.py").write_text(what_is_there)
    box = program.folder / "box.png"
    box.write_bytes(picture(QR))
    environment = process_environment(None)
    environment["PYTHONPATH"] = f"{absent}{os.pathsep}{environment['PYTHONPATH']}"
    ended = finish(start(["decode", box, box, "--json"], environment))
    assert (ended.code, [code["valid"] for code in codes(ended)]) == (0, [True, True])
    assert [note["code"] for note in ended.json["notes"]] == ["reading_without_opencv"]
    assert "OpenCV is missing on this computer" in ended.err


def test_a_computer_without_the_library_of_zbar_says_so_where_nothing_was_found(program: Program):
    absent = program.folder / "absent"
    absent.mkdir()
    lines = (
        "import ctypes.util",
        "found = ctypes.util.find_library",
        "ctypes.util.find_library = lambda name: None if name == 'zbar' else found(name)",
    )
    (absent / "sitecustomize.py").write_text("\n".join(lines))
    box, empty = program.folder / "box.png", program.folder / "empty.png"
    box.write_bytes(picture(QR))
    Image.new("L", (300, 200), 200).save(empty)
    environment = process_environment(None)
    environment["PYTHONPATH"] = f"{absent}{os.pathsep}{environment['PYTHONPATH']}"
    read = finish(start(["decode", box, "--json"], environment))
    assert (read.code, codes(read)[0]["valid"], read.json["notes"]) == (0, True, [])
    ended = finish(start(["decode", empty, "--json"], environment))
    assert [note["code"] for note in ended.json["notes"]] == ["reading_without_zbar"]
    assert "The zbar library is missing on this computer" in ended.err


def test_a_damaged_page_is_said_and_the_exit_code_is_no(program: Program):
    pages = [qrcode.make(text).get_image().convert("L") for text in (QR, "between", HOMEKIT)]
    content = io.BytesIO()
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = bytearray(content.getvalue())
    with Image.open(io.BytesIO(bytes(data))) as written:
        assert isinstance(written, TiffImageFile)
        written.seek(1)
        offset, length = written.tag_v2[273][0], written.tag_v2[279][0]  # TIFF 6.0, strips
    data[offset : offset + length] = b"\xff" * length
    scan = program.folder / "scan.tif"
    scan.write_bytes(data)
    ended = program.run("decode", scan, "--json")
    assert [(code["page"], code["valid"]) for code in codes(ended)] == [(0, True), (2, True)]
    (said,) = ended.json["notes"]
    assert (said["index"], said["code"]) == (0, "picture_page_unread")
    assert said["parameters"] == {"page": 2, "total": 3}
    assert ended.err.splitlines() == [said["message"]]
    assert ended.code == 1


@pytest.mark.parametrize("stdin", ["", " \n\n"])
def test_nothing_by_standard_input_is_said(program: Program, stdin: str):
    ended = program.run("decode", "-", "--json", stdin=stdin)
    assert (ended.code, ended.json["error"]["code"]) == (2, "nothing_given")
    assert "Nothing was given" in ended.err


@pytest.mark.parametrize("word", ["", " "])
def test_an_empty_word_is_nothing(program: Program, word: str):
    ended = program.run("decode", word, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "nothing_given")


def test_a_folder_is_named_with_the_command_that_reads_one(program: Program):
    folder = program.folder / "labels"
    folder.mkdir()
    ended = program.run("decode", folder, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "folder_for_picture")
    assert "labels is a folder" in ended.err
    assert "--from DIR" in ended.err
