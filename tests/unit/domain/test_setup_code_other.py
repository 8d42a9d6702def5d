"""Texts that are no setup code: what they are called, and the two hints, upper case and keyboard layout."""

import pytest

from app.core.secret import Secret
from app.domain.other_text import (
    MAX_NAMED_CHARACTERS,
    OtherKind,
    OtherText,
    TextLook,
    is_product_number,
    name_other_text,
)
from app.domain.setup_code import (
    RefusedSetupCode,
    parse_setup_code,
    read_label_number,
    read_setup_code,
)
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeReason
from app.domain.setup_code_layout import find_broken_prefix
from app.texts.messages import has_message


def refused(text: str) -> RefusedSetupCode:
    value = read_setup_code(text)
    assert isinstance(value, RefusedSetupCode)
    return value


@pytest.mark.parametrize(
    ("text", "word", "is_secret"),
    [
        ("WIFI:T:WPA;S:Workshop;P:not-a-real-password;;", "wifi", True),
        ("wifi:S:Workshop;T:WPA;p:x;;", "wifi", True),
        ("WIFI:T:nopass;S:Guests;;", "wifi", False),
        ("DPP:C:81/1;K:MDkwEw;;", "easy_connect", True),
        ("otpauth://totp/a?secret=b", "one_time_password", True),
        ("LPA:1$smdp.example$x", "esim", True),
        ("https://www.example.com/setup?model=K7", "url", False),
        ("HTTP://EXAMPLE.COM", "url", False),
        ("tuyaSmart--qrLogin://token", "url", False),
        ("www.example.com", "url", False),
        ("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", "contact", False),
        ("MECARD:N:Doe;;", "contact", False),
        ("mailto:info@example.com", "email", False),
        ("info@example.com", "email", False),
        ("tel:+493012345", "phone", False),
        ("+49 (30) 123-456", "phone", False),
        ("SMSTO:123:hello", "message", False),
        ("geo:52.5,13.4", "place", False),
        ("BEGIN:VEVENT\nSUMMARY:x", "event", False),
        ("4006381333931", "product_number", False),
        ("4 006381 333931", "product_number", False),
        ("036000291452", "product_number", False),
        ("9783161484100", "book_number", False),
        ("4006381333932", "number", False),
        ("9012345678", "number", False),
        ("0104006381333931211234", "gs1", False),
        ("0104006381333932211234", "number", False),
        ("010400638133393121AB12", "gs1", False),
        ("010400638133393221AB12", "serial_number", False),
        ("(01)04006381333931(21)AB12", "gs1", False),
        ("]d20104006381333931", "gs1", False),
        ("0104006381333931\x1d21AB", "gs1", False),
        ("54:EF:44:10:00:06", "radio_address", False),
        ("54-ef-44-10-00-06-e7-df", "radio_address", False),
        ("S/N: 4711", "serial_number", False),
        ("Serial No. 4711", "serial_number", False),
        ("680S00003915", "serial_number", False),
        ("4F2A91C07D3E-61B8-0A5C", "serial_number", False),
        ("A1", "nothing", False),
        ("see X-HM for the code", "nothing", False),
        ("", "nothing", False),
        ("\u202e\x00<b>", "nothing", False),
    ],
)
def test_a_text_is_named_for_what_it_is(text: str, word: str, is_secret: bool) -> None:
    value = refused(text)
    assert value.family is SetupCodeFamily.OTHER
    assert value.other is not None
    assert (value.other.word, value.other.is_secret) == (word, is_secret)
    assert has_message(f"other_{word}")
    assert value.text.reveal() == text


@pytest.mark.parametrize(
    ("digits", "is_right"),
    [("96385074", True), ("96385075", False), ("14006381333938", True), ("12345", False)],
)
def test_the_check_digit_of_a_product_number_is_judged(digits: str, is_right: bool) -> None:
    assert is_product_number(digits) is is_right
    assert not is_product_number(digits.replace("3", "\u0663"))


def test_a_text_longer_than_any_symbol_is_not_to_be_kept() -> None:
    longest = refused("A" * MAX_NAMED_CHARACTERS)
    assert longest.is_keepable
    assert longest.reason is SetupCodeReason.TOO_LONG
    longer = refused("WIFI:" + "A" * MAX_NAMED_CHARACTERS)
    assert not longer.is_keepable
    assert longer.other == OtherText(OtherKind.TEXT, TextLook.NOTHING)
    assert name_other_text("x").word == "nothing"


@pytest.mark.parametrize(
    ("text", "family", "reason"),
    [
        ("mt:-24j0afn00ka0648g00", SetupCodeFamily.MATTER, SetupCodeReason.PREFIX),
        ("MT:-24J0AFN00Ka0648G00", SetupCodeFamily.MATTER, SetupCodeReason.CHARACTER),
        (
            "z:00124b0001020304$i:83fed3407a939723a5c639b26916d505c3b5",
            SetupCodeFamily.ZIGBEE,
            SetupCodeReason.PREFIX,
        ),
    ],
)
def test_a_code_in_lower_case_is_offered_in_upper_case_and_not_taken(
    text: str, family: SetupCodeFamily, reason: SetupCodeReason
) -> None:
    value = refused(text)
    assert (value.family, value.reason, value.other) == (family, reason, None)
    assert value.text == Secret(text)
    assert value.offer == Secret(text.upper())
    assert parse_setup_code(text.upper()).family is family


LONG_S_FOR_S = (
    "rb01\u017fg0d836591b3cc001000000000000000000000124b0001020304dlk"
    "83fed3407a939723a5c639b26916d505c3b5"
)


def test_the_example_with_a_long_s_is_usable_with_an_s() -> None:
    assert parse_setup_code(LONG_S_FOR_S.upper()).family is SetupCodeFamily.ZIGBEE


@pytest.mark.parametrize(
    "text", [LONG_S_FOR_S, "hello", "mt:-24j0afn00ka0648g0", "\u00df" * 11, "3497\u00df"]
)
def test_nothing_is_offered_that_would_not_be_usable(text: str) -> None:
    assert refused(text).offer is None


@pytest.mark.parametrize(
    ("text", "family", "position"),
    [
        # A scanner on the US layout at a German, Scandinavian, Spanish, Italian or French computer.
        ("MT\u00d6\u00df24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 2),
        ("  MT\u00d8+24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 4),
        ("MT\u00d1'24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 2),
        ("MT\u00e7'24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 2),
        ("?TM)24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 0),
        ("X\u00dfHM\u00d6--006BMVB9TLK01", SetupCodeFamily.HOMEKIT, 1),
        ("X)H?M!!006BMVB9TLK01", SetupCodeFamily.HOMEKIT, 1),
        # The other way round.
        ("MT>/24J0AFN00KA0648G00", SetupCodeFamily.MATTER, 2),
        ("X/HM>&&006BMVB9TLK01", SetupCodeFamily.HOMEKIT, 1),
        ("X/HM\u00d6&&006BMVB9TLK01", SetupCodeFamily.HOMEKIT, 1),
        (
            "Y\u00d600124B0001020304$I\u00d683FED3407A939723A5C639B26916D505C3B5",
            SetupCodeFamily.ZIGBEE,
            1,
        ),
        (
            "G$M\u00d61%Y$A\u00d600124B0001020304$I\u00d683FED3407A939723A5C639B26916D505C3B5",
            SetupCodeFamily.ZIGBEE,
            9,
        ),
        (
            "HUE\u00d6Y\u00d60123456789ABCDEF0123456789ABCDEF0123 M\u00d60123456789ABCDEF",
            SetupCodeFamily.ZIGBEE,
            3,
        ),
        ("00124B0001020304'0A1B2C3D4E5F9F3A", SetupCodeFamily.ZIGBEE, 16),
        (" &\u00e9\"'(-\u00e8_\u00e7\u00e0&", SetupCodeFamily.OTHER, 1),
        ("+\u011b\u0161\u010d\u0159\u017e\u00fd\u00e1", SetupCodeFamily.OTHER, 0),
    ],
)
def test_a_prefix_that_another_keyboard_layout_changed_is_named(
    text: str, family: SetupCodeFamily, position: int
) -> None:
    value = refused(text)
    assert (value.family, value.reason, value.position) == (
        family,
        SetupCodeReason.KEYBOARD_LAYOUT,
        position,
    )
    assert value.offer is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MT.EVEREST",
        "MT. EVEREST BASE CAMP 8848",
        "MTV-2000-SERIES",
        "MT>ABCDEFGHIJKLMNOPQRSTUV",
        "--------",
        "X-HM for the code",
        "MT\u00d6" + "1" * 600,
    ],
)
def test_other_texts_are_not_taken_for_a_changed_prefix(text: str) -> None:
    assert find_broken_prefix(text) is None


@pytest.mark.parametrize("text", ["34970112332", "3497-011-2332", "74026193", "34970112333", "123"])
def test_digits_of_a_bar_code_are_a_number_on_the_label(text: str):
    found = read_label_number(text)
    assert isinstance(found, RefusedSetupCode)
    assert (found.family, found.text.reveal()) == (SetupCodeFamily.OTHER, text)
    assert found.other is not None


def test_a_whole_setup_code_in_another_symbol_is_still_one():
    assert not isinstance(read_label_number("MT:Y.K9042C00KA0648G00"), RefusedSetupCode)
