"""What strangers put into codes, names and notes harms nobody, and what is secret stays so, in all commands about setup codes."""

import io
import json
import logging
import re
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest
import qrcode
from qrcode.util import QRData

from tests.integration.cli_program import Ended, Program
from tests.integration.cli_world import Program as RealProgram
from tests.integration.secret_search import Needle, found_in

QR, DIGITS, PASSCODE = "MT:-24J0AFN00KA0648G00", "34970112332", "20202021"
HOMEKIT, HOMEKIT_DIGITS = "X-HM://006BMVB9TLK01", "74026193"
ZIGBEE_CODE = "83FED3407A939723A5C639B26916D505C3B5"
ZIGBEE = f"Z$A:00124B0012345678$I:{ZIGBEE_CODE}"
ZWAVE_DSK = "51525-35455-41424-34445-31323-33435-21222-32425"
WIFI_PASSWORD = "planted-wifi-password"
WIFI = f"WIFI:S:Quinta;T:WPA;P:{WIFI_PASSWORD};;"
SECRET = "--with-secrets"

ORDERS = {
    "title": "\x1b]0;owned\x07shown",
    "clear": "\x1b[2J\x1b[1;1Hnothing here",
    "c1": "\x9b31mred\x85next",
    "turned": "\u202eedoc puteS\u202c \u2066x\u2069 \u200fy",
    "line": "first\nNo. 9: A Matter setup code (QR).\r\u2028third",
    "markup": "[bold red]markup[/] [link=https://example.org]x[/link] <b>y</b>",
    "nul": "in the\x00middle",
    "format": "{text} {0} %s \\N{BELL}",
}
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067]")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.make()
    program.do("door", "add", program.file, "Elm/Front")
    return program


def picture(text: str) -> bytes:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, box_size=5)
    code.add_data(QRData(text.encode(), mode=4))  # bytes, also where digits would do
    content = io.BytesIO()
    code.make_image().save(content, "PNG")
    return content.getvalue()


def assert_harmless(ended: Ended) -> None:
    assert not OBEYED.search(ended.said.replace("\n", "")), ended.said
    assert "Traceback" not in ended.said


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_a_text_gives_no_orders_to_the_terminal(program: Program, text: str):
    box = program.folder / "box.png"
    box.write_bytes(picture(text))
    decoded = program.run("decode", box, SECRET)
    assert len([line for line in decoded.out.splitlines() if not line.startswith(" ")]) == 1
    scanned = program.run("scan", program.file, box)
    assert (decoded.code, scanned.code) == (1, 1)
    for ended in (
        decoded,
        scanned,
        program.run("codes", program.file, SECRET),
        program.run("code", "show", program.file, "1", SECRET),
        program.run("code", "show", program.file, "1", SECRET, "--json"),
    ):
        assert_harmless(ended)
    (kept,) = program.do("codes", program.file, SECRET)["codes"]
    assert kept["text"] == text.strip()


def test_a_text_that_begins_with_nothing_is_refused_and_the_others_are_kept(program: Program):
    box = program.folder / "box.png"
    box.write_bytes(picture("\x00begins with nothing"))
    ended = program.run("scan", program.file, box, QR, "--json")
    assert [code["became"] for code in ended.json["codes"]] == ["refused", "new"]


def test_markup_is_shown_as_it_is(program: Program):
    shown = program.run("decode", ORDERS["markup"], ORDERS["format"], SECRET).out
    assert ORDERS["markup"] in shown
    assert ORDERS["format"] in shown


@pytest.mark.parametrize("name", ["title", "clear", "c1", "turned", "line", "markup"])
def test_a_file_name_and_a_note_give_no_orders_either(program: Program, name: str):
    order = ORDERS[name].replace("/", "")
    box = program.folder / f"{order}.png"
    box.write_bytes(picture(QR))
    broken = program.folder / f"{order} broken.png"
    broken.write_bytes(b"none")
    scanned = program.run("scan", program.file, box, broken)
    assert scanned.code == 0
    assert len(scanned.out.splitlines()) == 3
    assert program.run("code", "note", program.file, "1", order).code == 0
    assert program.run("code", "photo", program.file, "1", box, "--note", order).code == 0
    assert len(program.run("codes", program.file).out.splitlines()) == 2
    for words in (
        ("decode", box, broken),
        ("codes", program.file),
        ("codes", program.file, "--json"),
        ("code", "show", program.file, "1"),
        ("code", "photo", program.file, "1", "--list"),
        ("code", "photo", program.file, "1", "--list", "--json"),
        ("decode", program.folder / f"{order} missing.png"),
        ("scan", program.file, "--from", program.folder / f"{order} folder"),
    ):
        assert_harmless(program.run(*words))


def test_the_largest_symbol_is_read_kept_and_shown_whole(program: Program):
    text = "".join(chr(33 + number % 94) for number in range(2953))
    box = program.folder / "box.png"
    box.write_bytes(picture(text))
    assert program.run("scan", program.file, box).code == 1
    (kept,) = program.do("codes", program.file, SECRET)["codes"]
    assert kept["text"] == text
    assert text in program.run("code", "show", program.file, "1", SECRET).out
    again = program.folder / "again.png"
    program.do("code", "show", program.file, "1", SECRET, "--qr", again)
    (read,) = json.loads(program.run("decode", again, SECRET, "--json").out)["codes"]
    assert read["text"] == text


@pytest.mark.parametrize("letter", ["9", "M", "\x1b", "Z:", "é"], ids=ascii)
def test_four_megabytes_of_text_are_answered_soon_and_not_kept(program: Program, letter: str):
    text = letter * (4_000_000 // len(letter.encode()))
    begun = time.process_time()
    decoded = program.run("decode", "-", SECRET, stdin=text)
    scanned = program.run("scan", program.file, "-", "--json", stdin=text)
    assert time.process_time() - begun < 10
    assert (decoded.code, scanned.code) == (1, 1)
    assert len(decoded.said) < 10_000
    assert_harmless(decoded)
    assert scanned.json["codes"][0]["became"] == "refused"
    assert program.do("codes", program.file)["codes"] == []


def test_more_codes_than_anybody_holds_are_refused_before_anything_is_kept(program: Program):
    many = "".join(f"serial SN{number:06}\n" for number in range(2_001))
    ended = program.run("scan", program.file, "-", "--json", stdin=many)
    assert (ended.code, ended.json["error"]["code"]) == (2, "too_many_codes")
    assert program.do("codes", program.file)["codes"] == []


NEEDLES = [
    Needle("Matter text", QR.removeprefix("MT:").encode()),
    Needle("Matter digits", DIGITS.encode()),
    Needle("Matter digits in groups", b"3497-011-2332"),
    Needle("passcode", PASSCODE.encode()),
    Needle("HomeKit text", HOMEKIT.removeprefix("X-HM://").encode()),
    Needle("HomeKit digits", HOMEKIT_DIGITS.encode()),
    Needle("HomeKit digits in groups", b"740-26-193"),
    Needle("Zigbee code", ZIGBEE_CODE.encode()),
    Needle("Wi-Fi password", WIFI_PASSWORD.encode()),
    *(Needle(f"Z-Wave key, group {n}", g.encode()) for n, g in enumerate(ZWAVE_DSK.split("-"), 1)),
]


def everything(program: Program) -> list[tuple[tuple[str | Path, ...], str]]:
    """Every command about setup codes with what goes into it, none asking for secrets; some are wrong."""
    file, given = (
        program.file,
        f"{QR}\n{HOMEKIT}\n{ZIGBEE}\n{WIFI}\n{ZWAVE_DSK}\n{QR[:-1]}\n{HOMEKIT_DIGITS}\n",
    )
    box = program.folder / "box.png"
    return [
        (("decode", "-"), given),
        (("decode", box, QR, DIGITS, f"{DIGITS[:-1]}0", WIFI), ""),
        (("scan", file, "-"), given),
        (("scan", file, box, DIGITS, f"{DIGITS[:-1]}0"), ""),
        (("codes", file), ""),
        (("code", "assign", file, "1", "Front"), ""),
        (("code", "note", file, "1", "left wing"), ""),
        (("code", "photo", file, "1", box), ""),
        (("code", "photo", file, "1", "--list"), ""),
        (("code", "photo", file, "1", "--save", program.folder / "no.jpg"), ""),
        (("code", "show", file, "1"), ""),
        (("code", "show", file, "2"), ""),
        (("code", "show", file, "3"), ""),
        (("code", "show", file, "4"), ""),
        (("code", "show", file, "1", "--qr", program.folder / "no.png"), ""),
        (("code", "show", file, QR), ""),
        (("code", "assign", file, "1", "Front", QR), ""),
        (("code", "show", file, "5"), ""),
        (("inventory", file, "--format", "csv"), ""),
        (("inventory", file, "--format", "json"), ""),
        (("inventory", file, "--format", "table"), ""),
        (("inventory", file, "--format", "zwave-js"), ""),
        (("inventory", file, "--format", "xlsx", "-o", program.folder / "doors.xlsx"), ""),
        (("backup", file, "-o", program.folder / "kept"), ""),
        (("code", "remove", file, "2"), ""),
        (("scan", "missing.lockchart", "-"), given),
        (("history", file), ""),
        (("status", file), ""),
        (("undo", file), ""),
    ]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["people", "json"])
def test_no_secret_is_said_or_logged_unless_asked_for(
    program: Program, form: tuple[str, ...], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    (program.folder / "box.png").write_bytes(picture(QR))
    said: dict[str, bytes] = {}
    for number, (words, given) in enumerate(everything(program)):
        ended = program.run(*words, *form, stdin=given)
        said[f"{number} {words[0]}"] = ended.said.encode()
        assert ended.code in {0, 1, 2, 3}, ended.said
    said["log"] = "\n".join(record.getMessage() for record in caplog.records).encode()
    with zipfile.ZipFile(program.folder / "doors.xlsx") as table:
        said |= {name: table.read(name) for name in table.namelist()}
    for path in program.folder.rglob("*"):
        if path.is_file() and path.name != "box.png":
            said[str(path)] = path.read_bytes()
    assert program.file.name in {Path(name).name for name in said}
    assert found_in(NEEDLES, said) == []
    asked = program.run("codes", program.file, SECRET, *form).said.encode()
    assert {one.split(" in ")[0] for one in found_in(NEEDLES, {"asked": asked})} >= {
        "Z-Wave key, group 1",
        "Z-Wave key, group 8",
        "Matter text",
        "HomeKit text",
        "Zigbee code",
        "Wi-Fi password",
    }


def test_neither_files_nor_logs_of_the_real_program_hold_a_code(tmp_path: Path):
    program = RealProgram(tmp_path)
    program.run_here("new", str(program.project)).expect(0)
    box = tmp_path / "box.png"
    box.write_bytes(picture(QR))
    program.run("scan", str(program.project), str(box), "--json").expect(0)
    program.run("code", "show", str(program.project), QR).expect(2)
    written = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert str(program.project) in written
    assert found_in(NEEDLES, written) == []
    assert not any(
        unicodedata.category(letter) == "Cc" for letter in program.log() if letter != "\n"
    )
