"""What commands say of a code: each fact in its place, and no digit of the code without being asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import readings
from app.cli.readings import (
    Reading,
    digits_of_reading,
    has_symbol,
    maker_and_product,
    reading_json,
    reading_lines,
    shown_text,
    what_it_is,
)
from app.core.secret import Secret
from app.domain.matter_payload import MatterPayload
from app.domain.matter_qr_code import write_qr_code
from app.domain.setup_code import MatterSetupCode, read_setup_code
from app.texts.messages import CATALOGUE

VECTORS = Path(__file__).parents[2] / "data"
MATTER = "MT:-24J0AFN00KA0648G00"
INPUTS = [
    vector["input"]
    for vector in json.loads((VECTORS / "setup_code_vectors.json").read_text("utf-8"))["vectors"]
] + [MATTER, "34970112332", "WIFI:S:x;T:WPA;P:planted;;", "MT:", "", "hello", "x" * 5000]


def lines_of(text: str, *, with_secrets: bool = False) -> list[str]:
    return reading_lines(
        read_setup_code(text), Secret(text), with_secrets=with_secrets, is_typed=True
    )


def matter(**changes: object) -> Reading:
    """A Matter code like the example with some fields changed."""
    code = read_setup_code(MATTER)
    assert isinstance(code, MatterSetupCode)
    payload: MatterPayload = replace(code.payloads[0], **changes)  # type: ignore[arg-type]
    return read_setup_code(write_qr_code([payload]).reveal())


@pytest.mark.parametrize("text", INPUTS, ids=lambda text: ascii(text)[:30])
def test_every_known_form_is_described_whole_and_without_its_text(text: str):
    lines = lines_of(text)
    said = "\n".join(lines)
    # Of text that holds a code and more, the whole stays hidden; a part may be a public fact.
    assert lines
    assert "…" not in said
    assert len(text) < 4 or text not in said
    assert "Something went wrong" not in said
    reading = read_setup_code(text)
    hidden = reading_json(reading, Secret(text), with_secrets=False)
    shown = reading_json(reading, Secret(text), with_secrets=True)
    assert (hidden["text"], hidden["digits"], hidden["secret"]) == (None, None, True)
    assert (shown["text"], shown["secret"]) == (text, False)
    assert hidden.keys() == shown.keys()
    assert len(text) < 4 or text not in json.dumps(hidden)
    json.dumps(shown)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"vendor_id": 0x135D, "product_id": 1}, "Maker Nuki (0x135D)."),
        ({"vendor_id": 0x1234, "product_id": 1}, "Maker 0x1234; its name is not known."),
        ({"vendor_id": 0, "product_id": 0}, "The maker is not said."),
        ({"vendor_id": 0xFFF1}, "Maker 0xFFF1, which is for tests"),
        ({"flow": 1}, "Press a button on the lock first"),
        ({"flow": 2}, "The lock needs its maker's app first"),
        ({"discovery": 0b100110}, "Found by Bluetooth, the network, bit 5."),
    ],
    ids=lambda given: str(given)[:40],
)
def test_maker_flow_and_ways_are_said(changes: dict[str, object], said: str):
    reading = matter(**changes)
    lines = reading_lines(reading, Secret(MATTER), with_secrets=False, is_typed=False)
    assert any(line.startswith(said) for line in lines), lines


def test_each_of_several_devices_is_described():
    code = read_setup_code(MATTER)
    assert isinstance(code, MatterSetupCode)
    other = replace(code.payloads[0], discriminator=77, short_discriminator=0)
    text = write_qr_code([code.payloads[0], other])
    lines = reading_lines(read_setup_code(text.reveal()), text, with_secrets=False, is_typed=False)
    assert "Device 1 of 2:" in lines
    assert lines.index("Discriminator 77.") > lines.index("Device 2 of 2:")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        (MATTER, "3497-011-2332"),
        ("34970112332", "3497-011-2332"),
        ("X-HM://006BMVB9TLK01", "740-26-193"),
        ("hello", None),
        ("00124B0001020304|83FED3407A939723A5C639B26916D505B5C3", None),
    ],
)
def test_the_digits_that_can_be_typed_in_its_place(text: str, digits: str | None):
    found = digits_of_reading(read_setup_code(text))
    assert (found and found.reveal()) == digits


def test_a_lock_that_needs_more_than_pairing_is_typed_with_maker_and_product():
    found = digits_of_reading(matter(flow=2))
    assert found is not None
    assert len(found.reveal().replace("-", "")) == 21
    typed = read_setup_code(found.reveal())
    assert isinstance(typed, MatterSetupCode)
    assert typed.payloads[0].vendor_id == 0xFFF1


@pytest.mark.parametrize(
    ("text", "has_one"),
    [(MATTER, True), ("34970112332", False), ("740-26-193", False), ("WIFI:S:x;;", True)],
)
def test_only_what_was_printed_as_a_symbol_can_be_drawn_again(text: str, has_one: bool):
    assert has_symbol(read_setup_code(text)) is has_one


def test_a_cell_of_the_list_names_maker_and_product():
    assert maker_and_product(matter(vendor_id=0x135D, product_id=0xA1)) == "Nuki 0x00A1"
    assert maker_and_product(read_setup_code("34970112332")) == ""
    assert maker_and_product(read_setup_code("hello")) == ""


def test_a_text_too_long_to_be_printed_is_cut_with_its_length():
    shown = shown_text(Secret("\x1b" + "a" * 10_000))
    assert len(shown) < 300
    assert "10001 characters" in shown
    assert shown.startswith("\\u{1b}aaa")


def test_what_is_none_is_named_for_what_it_is():
    assert what_it_is(read_setup_code("WIFI:S:x;;")) == CATALOGUE["other_wifi"]
    assert what_it_is(read_setup_code("34970112333")).startswith("Matter code, but")
    assert readings.family_word(read_setup_code("34970112333")) == "Matter code"
