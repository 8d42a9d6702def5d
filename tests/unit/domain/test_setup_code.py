"""Every public vector of Matter's onboarding codes, through the one function that reads any code."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorKind
from app.core.secret import Secret
from app.domain.matter_manual_code import read_manual_code
from app.domain.matter_payload import MatterPayload, discovery_words, is_passcode_allowed
from app.domain.matter_qr_code import read_qr_code
from app.domain.setup_code import (
    MAX_TEXT_CHARACTERS,
    MatterCodeKind,
    MatterSetupCode,
    RefusedSetupCode,
    engine_code,
    matter_payloads,
    parse_setup_code,
    read_setup_code,
)
from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily, SetupCodeReason

DATA = json.loads(
    (Path(__file__).parents[2] / "data" / "matter_vectors.json").read_text(encoding="utf-8")
)
OTHER_FAMILIES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "setup_code_vectors.json").read_text(encoding="utf-8")
)["vectors"]
VECTORS: list[dict[str, Any]] = DATA["vectors"]
VALID = [vector for vector in VECTORS if vector["valid"]]
INVALID = [vector for vector in VECTORS if not vector["valid"]]
SHORT = "34970112332"
LONG = "749701123365521327694"
QR = "MT:-24J0AFN00KA0648G00"


def id_of(vector: dict[str, Any]) -> str:
    return vector.get("id") or vector["input"]


def fields_of(payload: MatterPayload, expected: dict[str, Any]) -> dict[str, Any]:
    """What the payload says, in the words of the vectors and only as far as the vector speaks."""
    fields = {
        "version": payload.version,
        "vendor_id": payload.vendor_id,
        "product_id": payload.product_id,
        "flow": payload.flow,
        "discovery": payload.discovery,
        "discriminator": payload.discriminator,
        "short_discriminator": payload.short_discriminator,
        "passcode": payload.passcode.reveal(),
        "tlv_hex": payload.tlv_bytes.hex(),
        "tlv_ok": payload.tlv_ok,
        "serial_number": payload.serial_number,
    }
    unspoken = {name: value for name, value in fields.items() if name not in expected}
    assert all(value in ("", None) for value in unspoken.values()), unspoken
    return {name: value for name, value in fields.items() if name in expected}


def refusal_of(text: str) -> SetupCodeError:
    with pytest.raises(SetupCodeError) as caught:
        parse_setup_code(text)
    return caught.value


@pytest.mark.parametrize("vector", VALID, ids=id_of)
def test_a_valid_vector_says_what_it_must(vector: dict[str, Any]) -> None:
    code = parse_setup_code(vector["input"])
    assert isinstance(code, MatterSetupCode)
    assert code.kind == vector["kind"]
    assert code.family == SetupCodeFamily.MATTER
    assert len(code.payloads) == len(vector["payloads"])
    for payload, expected in zip(code.payloads, vector["payloads"], strict=True):
        assert fields_of(payload, expected) == expected


@pytest.mark.parametrize("vector", INVALID, ids=id_of)
def test_an_invalid_vector_is_refused_for_its_reason(vector: dict[str, Any]) -> None:
    error = refusal_of(vector["input"])
    assert error.reason in {vector["reason"], *vector.get("reason_alt", ())}
    if "failing_payload" in vector:
        assert error.failing_payload == vector["failing_payload"]
    allowed = {SetupCodeFamily.MATTER}
    if vector.get("may_be_other"):
        allowed.add(SetupCodeFamily.OTHER)
    assert error.family in allowed
    expected = vector.get("decoded", [])
    assert len(error.decoded) == len(expected)
    for payload, fields in zip(error.decoded, expected, strict=True):
        assert fields_of(payload, fields) == fields


def test_the_first_reason_of_every_vector_is_ours_too() -> None:
    ours = {vector["id"]: refusal_of(vector["input"]).reason for vector in INVALID}
    assert ours == {vector["id"]: vector["reason"] for vector in INVALID}


def test_the_reasons_are_those_of_the_vectors() -> None:
    refused = [vector for vector in OTHER_FAMILIES if not vector["valid"]]
    named = set(DATA["reasons"]) | {vector["expect"]["reason"] for vector in refused}
    assert {str(reason) for reason in SetupCodeReason} == named | {"keyboard_layout"}


@pytest.mark.parametrize("vector", DATA["forbidden_passcodes"], ids=id_of)
@pytest.mark.parametrize("form", ["input", "manual"])
def test_a_forbidden_passcode_is_refused(vector: dict[str, Any], form: str) -> None:
    error = refusal_of(vector[form])
    assert error.reason == SetupCodeReason.PASSCODE_NOT_ALLOWED
    assert [payload.passcode.reveal() for payload in error.decoded] == [vector["passcode"]]


@pytest.mark.parametrize(
    "text",
    [
        "3497 011 2332",
        "3497.011.2332",
        "3497/011/2332",
        "(3497) 011_2332",
        "3497\u2013011\u20132332",
        "3497\u00a0011\u00a02332",
        "3497\n011\n2332\n",
        "\ufeff3-4-9-7-0-1-1-2-3-3-2",
    ],
)
def test_digits_may_have_any_separators(text: str) -> None:
    code = parse_setup_code(text)
    assert code == parse_setup_code(SHORT)
    assert isinstance(code, MatterSetupCode)
    assert code.kind is MatterCodeKind.MANUAL


@pytest.mark.parametrize(
    "text",
    ["\uff13\uff14\uff19\uff17\uff10\uff11\uff11\uff12\uff13\uff13\uff12", "3497011233\u00b2"],
)
def test_only_plain_digits_count(text: str) -> None:
    assert refusal_of(text).reason == SetupCodeReason.LENGTH


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", SetupCodeReason.LENGTH),
        (" \n ", SetupCodeReason.LENGTH),
        ("\udcff", SetupCodeReason.LENGTH),
        ("4006381333931", SetupCodeReason.LENGTH),
        ("9012345678", SetupCodeReason.LENGTH),
        ("https://www.example.com/setup?model=K7", SetupCodeReason.PREFIX),
        (f"https://www.example.com/{SHORT}", SetupCodeReason.PREFIX),
        ("WIFI:T:WPA;S:Workshop;P:not-a-real-password;;", SetupCodeReason.PREFIX),
        (f"x{QR}", SetupCodeReason.PREFIX),
        (f"+{SHORT}", SetupCodeReason.PREFIX),
        ("3497.01.1233 2:0", SetupCodeReason.PREFIX),
        (f"%Z% {QR}%", SetupCodeReason.PREFIX),
    ],
)
def test_what_is_not_matter_is_kept_as_other_with_a_reason(
    text: str, reason: SetupCodeReason
) -> None:
    refused = read_setup_code(text)
    assert isinstance(refused, RefusedSetupCode)
    assert (refused.family, refused.reason) == (SetupCodeFamily.OTHER, reason)
    assert refused.text == Secret(text)


def test_the_first_part_that_goes_on_behind_the_prefix_is_read() -> None:
    assert parse_setup_code(f"MT:%A%{QR}%{QR}X") == parse_setup_code(QR)
    assert refusal_of("MT:%A%MT:").reason == SetupCodeReason.LENGTH


@pytest.mark.parametrize("length", [MAX_TEXT_CHARACTERS + 1, 4_000_000])
@pytest.mark.parametrize("filling", ["*", "%", " ", "1", "A", "MT:"])
def test_an_oversized_text_is_refused_by_its_length(length: int, filling: str) -> None:
    error = refusal_of((filling * length)[:length])
    assert error.reason == SetupCodeReason.TOO_LONG
    assert error.family == SetupCodeFamily.OTHER


def test_the_longest_text_is_still_read() -> None:
    text = "MT:" + "*".join([QR[3:]] * 214)
    assert len(text) < MAX_TEXT_CHARACTERS
    text = text.ljust(MAX_TEXT_CHARACTERS)
    assert len(matter_payloads(parse_setup_code(text))) == 214


@pytest.mark.parametrize(
    ("text", "position", "failing_payload"),
    [
        ("MT:-24j0AFN00KA0648G00", 6, 1),
        ("MT:%X%MT:", 3, 1),
        ("  %Z%MT:-24j0AFN00KA0648G00", 11, 1),
        (f"{QR}*-24J0AFN00K\xe40648G00", 34, 2),
        (f" {QR}*M5L90MP500W-GT68D20", 24, 2),
        ("MT:-24J0.....KA0648G00", 8, 1),
        ("8497-011-2332", 0, None),
        (" 7497 0112334", 1, None),
        ("3(99999)12332", 2, None),
        ("34970-18192-2", 7, None),
        ("7497011233-65521-65536-3", 17, None),
        ("3497-011-2333", None, None),
        ("3497-011-23", None, None),
    ],
)
def test_the_error_points_at_what_is_at_fault(
    text: str, position: int | None, failing_payload: int | None
) -> None:
    error = refusal_of(text)
    assert (error.position, error.failing_payload) == (position, failing_payload)


def test_an_unusable_payload_before_a_malformed_one_is_the_first_failure() -> None:
    error = refusal_of("MT:M5L90MP500W-GT68D20*AB")
    assert (error.reason, error.failing_payload) == (SetupCodeReason.PASSCODE_NOT_ALLOWED, 1)
    assert error.decoded == ()


def test_the_first_of_two_unusable_payloads_is_named_and_all_are_decoded() -> None:
    error = refusal_of("MT:ZNJV7VSC00CMVH7SR00*M5L90MP500W-GT68D20")
    assert (error.reason, error.failing_payload) == (SetupCodeReason.VERSION, 1)
    assert len(error.decoded) == 2


def test_a_refusal_as_a_value_says_what_the_error_says() -> None:
    text = "MT:M5L90MP500K64J00000*M5L90MP500W-GT68D20"
    error, refused = refusal_of(text), read_setup_code(text)
    assert refused == RefusedSetupCode(
        text=Secret(text),
        family=error.family,
        reason=error.reason,
        position=error.position,
        failing_payload=error.failing_payload,
        decoded=error.decoded,
    )
    assert read_setup_code(QR) == parse_setup_code(QR)


def test_the_error_is_the_users_and_carries_plain_parameters() -> None:
    error = refusal_of("3497-011-2333")
    assert error.code == "setup_code_check_digit"
    assert error.kind is ErrorKind.USER
    assert error.parameters == {
        "reason": "check_digit",
        "family": "matter",
        "position": None,
        "failing_payload": None,
    }


@pytest.mark.parametrize("text", [QR, SHORT, LONG, "MT:M5L90MP500W-GT68D20", "some other text"])
def test_neither_text_nor_passcode_is_printed(text: str) -> None:
    value = read_setup_code(text)
    printed = repr(value) + str(value)
    if isinstance(value, RefusedSetupCode):
        error = refusal_of(text)
        printed += repr(error) + str(error) + repr(error.parameters) + repr(error.args)
    for secret in (text, "20202021", "111111111"):
        assert secret not in printed


def test_each_reader_alone_refuses_what_is_not_its_own() -> None:
    with pytest.raises(SetupCodeError, match="prefix"):
        read_qr_code(SHORT)
    with pytest.raises(SetupCodeError, match="length"):
        read_manual_code("3497-011-233")
    assert read_manual_code(f"Code: {SHORT}") == matter_payloads(parse_setup_code(SHORT))[0]


@pytest.mark.parametrize(
    ("passcode", "allowed"),
    [
        *[(value, True) for value in (1, 11_111_112, 99_999_998)],
        *[(value, False) for value in (-1, 0, 99_999_999, 100_000_000, 123_456_780, 2**27 - 1)],
    ],
)
def test_the_passcode_has_its_bounds(passcode: int, allowed: bool) -> None:
    assert is_passcode_allowed(Secret(passcode)) is allowed


def test_discovery_is_told_in_words() -> None:
    assert discovery_words(0) == ()
    assert discovery_words(0b0001_1111) == ("softap", "ble", "network", "wifi_paf", "nfc")
    assert discovery_words(196) == ("network", "bit_6", "bit_7")


@pytest.mark.parametrize("vector", VALID, ids=id_of)
def test_the_engine_gets_what_we_read_in_its_plain_form(vector: dict[str, Any]) -> None:
    for payload in matter_payloads(parse_setup_code(vector["input"])):
        text = engine_code(payload).reveal()
        again = matter_payloads(parse_setup_code(text))[0]
        if vector["kind"] == "qr":
            assert text.startswith("MT:")
            assert len(text) == 22
        else:
            assert text == "".join(c for c in vector["input"] if c in "0123456789")
        expected = {
            name: value
            for name, value in vector["payloads"][0].items()
            if name not in ("tlv_hex", "tlv_ok", "serial_number")
        }
        if len(vector["payloads"]) == 1:
            assert fields_of(again, expected) == expected
