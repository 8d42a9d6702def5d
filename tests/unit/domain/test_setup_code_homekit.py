"""HomeKit's code: forms of typing, faults and where they are, writing, and the hash in the air."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from app.core.secret import Secret
from app.domain.homekit_code import (
    HomeKitCategory,
    HomeKitForm,
    HomeKitSetupCode,
    is_homekit_digits,
    read_homekit_digits,
    read_homekit_uri,
    setup_hash,
    write_homekit_code,
)
from app.domain.setup_code import RefusedSetupCode, parse_setup_code, read_setup_code
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)

LOCK = "X-HM://006BMVB9TLK01"


def refusal_of(text: str) -> SetupCodeError:
    with pytest.raises(SetupCodeError) as caught:
        parse_setup_code(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "740-26-193",
        "74026193",
        "740 26 193",
        "7402 6193",
        "7402\n6193",
        " 7-4-0-2-6-1-9-3 ",
        "740\u201326\u2013193",
        "740\u00a026\u00a0193",
        "\ufeff740-26-193",
    ],
)
def test_eight_digits_may_have_dashes_and_white_space(text: str) -> None:
    code = parse_setup_code(text)
    assert code == HomeKitSetupCode(HomeKitForm.TYPED, Secret("740-26-193"))
    assert code.family is SetupCodeFamily.HOMEKIT
    assert code.warnings == ()


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "23-11-2026", "740.26.193", "740/26/193", "(740) 26193", "7402619", "740261934"],
)
def test_dates_and_other_eight_digits_are_no_homekit_code(text: str) -> None:
    assert not is_homekit_digits(text)
    refused = read_setup_code(text)
    assert isinstance(refused, RefusedSetupCode)
    assert (refused.family, refused.reason) == (SetupCodeFamily.OTHER, SetupCodeReason.LENGTH)
    with pytest.raises(SetupCodeError):
        read_homekit_digits(text)


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        (LOCK[:-1], SetupCodeReason.LENGTH, None),
        (LOCK + "2", SetupCodeReason.LENGTH, None),
        ("X-HM://", SetupCodeReason.LENGTH, None),
        ("  X-HM://0023ISYW_ACMN", SetupCodeReason.CHARACTER, 17),
        ("X-HM://0023ISYW\u017fACMN", SetupCodeReason.CHARACTER, 15),
        ("X-HM://0023ISYWYACM\u0661", SetupCodeReason.CHARACTER, 19),
        ("X-HM://ZZZZZZZZZLK01", SetupCodeReason.RANGE, 7),
        (" X-HM://0067MIIO0LK01", SetupCodeReason.RANGE, 8),
    ],
)
def test_the_error_points_at_what_is_at_fault(
    text: str, reason: SetupCodeReason, position: int | None
) -> None:
    error = refusal_of(text)
    assert (error.family, error.reason, error.position) == (
        SetupCodeFamily.HOMEKIT,
        reason,
        position,
    )


def test_another_text_is_no_homekit_uri() -> None:
    with pytest.raises(SetupCodeError) as caught:
        read_homekit_uri("see X-HM://")
    assert caught.value.reason is SetupCodeReason.PREFIX


def test_all_that_is_odd_is_told() -> None:
    code = read_homekit_uri(LOCK)
    assert code.category == HomeKitCategory.LOCK
    odd = replace(code, version=1, reserved=3, code=Secret("123-45-678"))
    again = read_homekit_uri(write_homekit_code(odd).reveal())
    assert again == odd
    assert again.warnings == (
        SetupCodeWarning.VERSION,
        SetupCodeWarning.RESERVED_BITS,
        SetupCodeWarning.PASSCODE_NOT_ALLOWED,
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"version": None},
        {"version": 8},
        {"reserved": 16},
        {"category": 256},
        {"category": -1},
        {"is_paired": None},
        {"setup_id": None},
        {"setup_id": "LK1"},
        {"setup_id": "lk01"},
    ],
)
def test_a_qr_code_needs_all_fields_in_their_width(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"does not fit|four characters"):
        write_homekit_code(replace(read_homekit_uri(LOCK), **changed))


def test_the_hash_in_the_air_is_the_public_one() -> None:
    """The example of a public Rust implementation, checked against its own."""
    assert b64encode(setup_hash("7U1H", "CC:22:3D:E3:CE:F6")) == b"KW9mHw=="


@pytest.mark.parametrize("text", [LOCK, "740-26-193"])
def test_the_code_is_not_printed(text: str) -> None:
    printed = repr(parse_setup_code(text))
    assert "740" not in printed
    assert "193" not in printed
