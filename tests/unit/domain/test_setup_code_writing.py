"""Payloads written as QR text and digits."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.secret import Secret
from app.domain.base38 import decode, encode
from app.domain.matter_manual_code import group_digits, write_manual_code
from app.domain.matter_payload import CommissioningFlow, MatterPayload
from app.domain.matter_qr_code import read_qr_code, write_qr_code
from app.domain.setup_code import matter_payloads, parse_setup_code
from app.domain.setup_code_error import SetupCodeError, SetupCodeReason

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "matter_vectors.json").read_text(encoding="utf-8")
)["vectors"]
VALID = [vector for vector in VECTORS if vector["valid"]]
PAYLOAD = MatterPayload(
    version=0,
    vendor_id=0xFFF1,
    product_id=0x8001,
    flow=CommissioningFlow.STANDARD,
    discovery=4,
    discriminator=3840,
    short_discriminator=15,
    passcode=Secret(20202021),
)


@pytest.mark.parametrize("vector", VALID, ids=lambda vector: vector["id"])
def test_a_valid_vector_is_written_as_it_was_read(vector: dict[str, Any]) -> None:
    payloads = matter_payloads(parse_setup_code(vector["input"]))
    if vector["kind"] == "qr":
        plain = next(part for part in vector["input"].split("%") if part.strip().startswith("MT:"))
        assert write_qr_code(payloads).reveal() == plain.strip()
    else:
        digits = "".join(c for c in vector["input"] if c in "0123456789")
        written = write_manual_code(payloads[0], with_ids=payloads[0].vendor_id is not None)
        assert written.reveal() == digits


def test_a_qr_payload_is_written_as_digits() -> None:
    short = write_manual_code(PAYLOAD, with_ids=False)
    long = write_manual_code(PAYLOAD, with_ids=True)
    assert (short.reveal(), long.reveal()) == ("34970112332", "749701123365521327694")
    assert group_digits(short).reveal() == "3497-011-2332"
    assert group_digits(long).reveal() == "7497-011-2336-55213-27694"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"version": 1}, SetupCodeReason.VERSION),
        ({"flow": 3}, SetupCodeReason.FLOW),
        ({"passcode": Secret(0)}, SetupCodeReason.PASSCODE_NOT_ALLOWED),
        ({"passcode": Secret(-1)}, SetupCodeReason.PASSCODE_NOT_ALLOWED),
        ({"passcode": Secret(2**27)}, SetupCodeReason.PASSCODE_NOT_ALLOWED),
        ({"vendor_id": 0xFFF5}, SetupCodeReason.VENDOR_ID),
        ({"product_id": 0}, SetupCodeReason.VENDOR_WITHOUT_PRODUCT),
    ],
)
def test_a_payload_that_breaks_a_rule_is_not_written(
    changed: dict[str, Any], reason: SetupCodeReason
) -> None:
    broken = replace(PAYLOAD, **changed)
    with pytest.raises(SetupCodeError) as in_qr:
        write_qr_code([PAYLOAD, broken])
    assert (in_qr.value.reason, in_qr.value.failing_payload) == (reason, 2)
    with pytest.raises(SetupCodeError) as in_digits:
        write_manual_code(broken, with_ids=True)
    assert in_digits.value.reason == reason


@pytest.mark.parametrize(
    "changed",
    [
        {"vendor_id": None},
        {"flow": None},
        {"flow": 4},
        {"discovery": None},
        {"discovery": 256},
        {"discovery": -1},
        {"discriminator": None},
        {"discriminator": 4096},
        {"product_id": 0x10000},
    ],
)
def test_a_qr_code_needs_all_fields_in_their_width(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        write_qr_code([replace(PAYLOAD, **changed)])


@pytest.mark.parametrize(
    "changed",
    [
        {"vendor_id": None},
        {"product_id": None},
        {"product_id": 0x10000},
        {"short_discriminator": 16},
        {"short_discriminator": -1},
    ],
)
def test_digits_need_their_fields_in_their_width(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"does not fit|four bits"):
        write_manual_code(replace(PAYLOAD, **changed), with_ids=True)


def test_a_qr_code_without_payload_is_not_written() -> None:
    with pytest.raises(ValueError, match="needs a payload"):
        write_qr_code([])


def test_the_extension_is_written_as_far_as_there_is_room() -> None:
    longest = replace(PAYLOAD, tlv_bytes=b"\x00" * 140)
    text = write_qr_code([longest]).reveal()
    assert len(text) == 255
    assert read_qr_code(text)[0].tlv_bytes == longest.tlv_bytes
    with pytest.raises(SetupCodeError) as caught:
        write_qr_code([replace(PAYLOAD, tlv_bytes=b"\x00" * 141)])
    assert caught.value.reason == SetupCodeReason.TOO_LONG


def test_padding_that_is_not_zero_is_ignored() -> None:
    data = bytearray(decode(write_qr_code([PAYLOAD]).reveal().removeprefix("MT:")))
    data[10] |= 0xF0  # the last four of the 88 bits
    assert read_qr_code("MT:" + encode(bytes(data))) == (PAYLOAD,)
