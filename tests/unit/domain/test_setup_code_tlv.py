"""The extension behind the 88 bits, byte by byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.onboarding_tlv import (
    OnboardingTlv,
    OnboardingTlvError,
    OnboardingTlvReason,
    VendorContainer,
    read_onboarding_tlv,
)

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "matter_vectors.json").read_text(encoding="utf-8")
)["tlv"]
REASONS = {
    "PBKDF iterations and salt": OnboardingTlvReason.PBKDF_PAIR,
    "reserved tag": OnboardingTlvReason.RESERVED_TAG,
    "tag is not context-specific": OnboardingTlvReason.TAG_NOT_CONTEXT_SPECIFIC,
    "not an anonymous structure": OnboardingTlvReason.NOT_A_STRUCTURE,
    "truncated": OnboardingTlvReason.TRUNCATED,
    "container not closed": OnboardingTlvReason.NOT_CLOSED,
    "wrong type": OnboardingTlvReason.WRONG_TYPE,
}
SALT = "30021000112233445566778899aabbccddeeff"


def read(elements: str) -> OnboardingTlv:
    """Read elements given in hex within their structure."""
    return read_onboarding_tlv(bytes.fromhex("15" + elements + "18"))


def reason_of(data: bytes) -> OnboardingTlvReason:
    with pytest.raises(OnboardingTlvError) as caught:
        read_onboarding_tlv(data)
    return caught.value.reason


def fields_of(tlv: OnboardingTlv) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "serial_number": tlv.serial_number,
        "pbkdf_iterations": tlv.pbkdf_iterations,
        "pbkdf_salt": None if tlv.pbkdf_salt is None else tlv.pbkdf_salt.hex(),
        "number_of_devices": tlv.number_of_devices,
        "commissioning_timeout": tlv.commissioning_timeout_s,
        "vendor": {f"0x{tag:02x}": value for tag, value in tlv.vendor} or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_public_vector_reads_as_it_must(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["hex"])
    if vector["valid"]:
        assert fields_of(read_onboarding_tlv(data)) == vector["fields"]
    else:
        assert reason_of(data) == REASONS[vector["reason"]]


def test_an_empty_structure_says_nothing() -> None:
    assert read("") == OnboardingTlv()


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("2080ff", -1),
        ("2180feff", -2),
        ("2280ffffff7f", 2**31 - 1),
        ("23800000000000000080", -(2**63)),
        ("248007", 7),
        ("25800700", 7),
        ("268007000000", 7),
        ("2780ffffffffffffffff", 2**64 - 1),
        ("2880", False),
        ("2980", True),
        ("2a800000c03f", 1.5),
        ("2b80000000000000f83f", 1.5),
        ("2c8002c3a9", "\u00e9"),
        ("2d80020061" + "62", "ab"),
        ("2e80010000" + "0061", "a"),
        ("2f80010000000000000061", "a"),
        ("308002ff00", b"\xff\x00"),
        ("3480", None),
        ("358018", VendorContainer(0x15, b"")),
        ("36800401" + "18", VendorContainer(0x16, bytes.fromhex("0401"))),
        ("378035013602181818", VendorContainer(0x17, bytes.fromhex("3501360218" + "18"))),
        ("3580" + "c40100020003000718", VendorContainer(0x15, bytes.fromhex("c401000200030007"))),
    ],
)
def test_a_vendors_element_may_have_any_type(element: str, value: object) -> None:
    tlv = read(element + "2481ff")
    assert tlv.vendor == ((0x80, value), (0x81, 255))
    assert type(tlv.vendor[0][1]) is type(value)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ("24000124000118"[:-2], OnboardingTlvReason.REPEATED_TAG),
        ("248001248002", OnboardingTlvReason.REPEATED_TAG),
        ("2c0021" + "41" * 33, OnboardingTlvReason.RANGE),
        ("2c0002c328", OnboardingTlvReason.TEXT_ENCODING),
        ("2c8002c328", OnboardingTlvReason.TEXT_ENCODING),
        ("200001", OnboardingTlvReason.WRONG_TYPE),
        ("2900", OnboardingTlvReason.WRONG_TYPE),
        ("30000141", OnboardingTlvReason.WRONG_TYPE),
        ("350018", OnboardingTlvReason.WRONG_TYPE),
        ("2501e703" + SALT, OnboardingTlvReason.RANGE),
        ("2601a1860100" + SALT, OnboardingTlvReason.RANGE),
        ("2101e803" + SALT, OnboardingTlvReason.WRONG_TYPE),
        ("2501e80330020f" + "00" * 15, OnboardingTlvReason.RANGE),
        ("2501e803300221" + "00" * 33, OnboardingTlvReason.RANGE),
        ("2501e8032c0210" + "41" * 16, OnboardingTlvReason.WRONG_TYPE),
        ("240300", OnboardingTlvReason.RANGE),
        ("25030001", OnboardingTlvReason.RANGE),
        ("260400000100", OnboardingTlvReason.RANGE),
        ("3900", OnboardingTlvReason.RESERVED_TYPE),
        ("3800", OnboardingTlvReason.RESERVED_TYPE),
        ("3f00", OnboardingTlvReason.RESERVED_TYPE),
        ("8400000000" + "01", OnboardingTlvReason.TAG_NOT_CONTEXT_SPECIFIC),
        ("358019", OnboardingTlvReason.RESERVED_TYPE),
        ("3580", OnboardingTlvReason.NOT_CLOSED),
        ("2c0040", OnboardingTlvReason.TRUNCATED),
        ("2f80ffffffffffffffff", OnboardingTlvReason.TRUNCATED),
        ("2d80", OnboardingTlvReason.TRUNCATED),
        ("18", OnboardingTlvReason.TRAILING_BYTES),
    ],
)
def test_a_malformed_element_refuses_the_extension(
    elements: str, reason: OnboardingTlvReason
) -> None:
    assert reason_of(bytes.fromhex("15" + elements + "18")) == reason


@pytest.mark.parametrize("data", ["", "1415", "24", "3515", "16"])
def test_only_an_anonymous_structure_is_an_extension(data: str) -> None:
    assert reason_of(bytes.fromhex(data)) == OnboardingTlvReason.NOT_A_STRUCTURE


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_cut_off_extension_is_refused(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["hex"])
    if vector["valid"]:
        for end in range(len(data)):
            reason_of(data[:end])


def test_the_limits_themselves_are_allowed() -> None:
    low = read("2c0000" + "2501e803" + SALT + "240301" + "240400")
    assert (low.serial_number, low.pbkdf_iterations) == ("", 1000)
    assert (low.number_of_devices, low.commissioning_timeout_s) == (1, 0)
    high = read("2c0020" + "41" * 32 + "2601a0860100300220" + "00" * 32 + "2403ff2504ffff")
    assert (high.serial_number, high.pbkdf_iterations) == ("A" * 32, 100_000)
    assert (high.number_of_devices, high.commissioning_timeout_s) == (255, 65535)


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    depth = 100_000
    data = bytes.fromhex("153580") + b"\x15" * depth + b"\x18" * depth + b"\x18\x18"
    value = read_onboarding_tlv(data).vendor[0][1]
    assert isinstance(value, VendorContainer)
    assert len(value.content) == 2 * depth
