"""What a code says for people, and whether two codes are the same lock's."""

from dataclasses import replace

import pytest

from app.core.secret import Secret
from app.domain.homekit_code import HomeKitSetupCode
from app.domain.matter_manual_code import write_manual_code
from app.domain.matter_payload import CommissioningFlow
from app.domain.matter_qr_code import write_qr_code
from app.domain.setup_code import (
    MatterSetupCode,
    RefusedSetupCode,
    SetupCode,
    matter_payloads,
    parse_setup_code,
    read_setup_code,
    write_setup_code,
)
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeWarning
from app.domain.setup_code_facts import CodeFacts, Preparation, public_facts
from app.domain.setup_code_sameness import Sameness, compare_codes, keys_of_lock
from app.domain.vendor_names import is_test_vendor, matter_vendor_name
from app.domain.zwave_code import ZWaveForm

MATTER_QR = "MT:-24J0AFN00KA0648G00"
MATTER_SHORT = "34970112332"
MATTER_LONG = "749701123365521327694"
HOMEKIT_QR = "X-HM://006BMVB9TLK01"
HOMEKIT_TYPED = "740-26-193"
ZWAVE_QR = (
    "900104354135340286123400007655351200144556080802718200101638700768022065521000070004200527"
)
ZWAVE_DSK = "34028-61234-00007-65535-12001-44556-08080-27182"
ZIGBEE = "00124B0001020304|83FED3407A939723A5C639B26916D505C3B5"
ALL = (MATTER_QR, MATTER_SHORT, MATTER_LONG, HOMEKIT_QR, HOMEKIT_TYPED, ZWAVE_QR, ZWAVE_DSK, ZIGBEE)


def facts_of(text: str) -> CodeFacts:
    (facts,) = public_facts(parse_setup_code(text))
    return facts


def matter(text: str = MATTER_QR) -> MatterSetupCode:
    code = parse_setup_code(text)
    assert isinstance(code, MatterSetupCode)
    return code


def changed(**fields: object) -> MatterSetupCode:
    code = matter()
    return replace(code, payloads=(replace(code.payloads[0], **fields),))  # type: ignore[arg-type]


def test_a_matter_qr_code_says_who_made_it_and_what_to_do_first() -> None:
    facts = facts_of(MATTER_QR)
    assert facts == CodeFacts(
        family=SetupCodeFamily.MATTER,
        form="qr",
        preparation=Preparation.NOTHING,
        vendor_id=0xFFF1,
        product_id=0x8001,
        discovery=("network",),
        discriminator=3840,
        short_discriminator=15,
    )


@pytest.mark.parametrize(
    ("flow", "preparation"),
    [
        (CommissioningFlow.STANDARD, Preparation.NOTHING),
        (CommissioningFlow.USER_INTENT, Preparation.PRESS_BUTTON),
        (CommissioningFlow.CUSTOM, Preparation.MAKERS_APP),
        (None, Preparation.UNSAID),
    ],
)
def test_what_must_happen_first_is_said(
    flow: CommissioningFlow | None, preparation: Preparation
) -> None:
    (facts,) = public_facts(changed(flow=flow))
    assert facts.preparation is preparation


@pytest.mark.parametrize(
    ("vendor_id", "name"), [(0x135D, "Nuki"), (0x115F, "Aqara"), (0x147F, "U-tec"), (0x1234, None)]
)
def test_only_a_known_maker_has_a_name(vendor_id: int, name: str | None) -> None:
    (facts,) = public_facts(changed(vendor_id=vendor_id))
    assert (facts.vendor_id, facts.vendor_name) == (vendor_id, name)
    assert matter_vendor_name(vendor_id) == name


def test_test_vendors_are_known_as_such() -> None:
    assert is_test_vendor(0xFFF1)
    assert not is_test_vendor(0xFFF5)
    assert matter_vendor_name(0xFFF1) is None


def test_what_is_carried_but_unspecified_is_not_said() -> None:
    (facts,) = public_facts(changed(vendor_id=0, product_id=0))
    assert (facts.vendor_id, facts.vendor_name, facts.product_id) == (None, None, None)


def test_digits_say_less() -> None:
    facts = facts_of(MATTER_SHORT)
    assert (facts.form, facts.discriminator, facts.short_discriminator) == ("manual", None, 15)
    assert facts.discovery == ()
    assert facts_of(MATTER_LONG).vendor_id == 0xFFF1


def test_the_extension_is_said_and_a_broken_one_is_told() -> None:
    serial = b"\x15\x2c\x00\x0412AB\x24\x03\x02\x18"
    payload = matter().payloads[0]
    facts = facts_of(write_qr_code([replace(payload, tlv_bytes=serial)]).reveal())
    assert (facts.serial_number, facts.number_of_devices, facts.warnings) == ("12AB", 2, ())
    broken = facts_of(write_qr_code([replace(payload, tlv_bytes=b"\x16")]).reveal())
    assert broken.warnings == (SetupCodeWarning.EXTENSION,)


def test_several_payloads_are_several_devices() -> None:
    payload = matter().payloads[0]
    text = write_qr_code([payload, replace(payload, discriminator=1, short_discriminator=0)])
    assert [facts.discriminator for facts in public_facts(parse_setup_code(text.reveal()))] == [
        3840,
        1,
    ]


def test_a_homekit_code_says_its_category_and_ways() -> None:
    facts = facts_of(HOMEKIT_QR)
    assert (facts.form, facts.category, facts.setup_id) == ("qr", 6, "LK01")
    assert (facts.discovery, facts.is_paired) == (("ble", "network"), False)
    assert facts_of(HOMEKIT_TYPED).discovery == ()


def test_a_zwave_code_hides_every_group_of_its_dsk() -> None:
    for text, form in ((ZWAVE_QR, ZWaveForm.QR), (ZWAVE_DSK, ZWaveForm.DSK)):
        facts = facts_of(text)
        assert facts.form == str(form)
        assert not [group for group in ZWAVE_DSK.split("-") if group in repr(facts)]
    assert facts_of(ZWAVE_QR).security_keys == (
        "s2_unauthenticated",
        "s2_authenticated",
        "s2_access_control",
        "s0",
    )


def test_a_zigbee_code_says_its_address() -> None:
    assert facts_of(ZIGBEE).address == "00124B0001020304"
    assert facts_of(ZIGBEE[:-1] + "6").warnings == (SetupCodeWarning.CRC,)


@pytest.mark.parametrize("text", ALL)
def test_no_digit_of_a_code_is_in_its_facts(text: str) -> None:
    secrets = ("20202021", "74026193", "740-26-193", "34028", "83FED3407A93", MATTER_SHORT[1:])
    said = repr(public_facts(parse_setup_code(text)))
    assert not [secret for secret in secrets if secret in said]


def compare(one: str, other: str) -> Sameness:
    return compare_codes(read_setup_code(one), read_setup_code(other))


@pytest.mark.parametrize("text", [*ALL, "https://www.example.com", "34970112333"])
def test_a_code_is_the_same_as_itself_with_white_space_around(text: str) -> None:
    assert compare(text, f" {text}\n") is Sameness.EXACT


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (MATTER_QR, MATTER_SHORT, Sameness.PROBABLE),
        (MATTER_QR, MATTER_LONG, Sameness.PROBABLE),
        (MATTER_SHORT, MATTER_LONG, Sameness.PROBABLE),
        (MATTER_SHORT, "3497-011-2332", Sameness.EXACT),
        (MATTER_SHORT, "36177 83361 3", Sameness.DIFFERENT),
        (HOMEKIT_QR, HOMEKIT_TYPED, Sameness.PROBABLE),
        (HOMEKIT_QR, HOMEKIT_QR[:-1] + "2", Sameness.DIFFERENT),
        (HOMEKIT_TYPED, "74026194", Sameness.DIFFERENT),
        (ZWAVE_QR, ZWAVE_DSK, Sameness.EXACT),
        (ZWAVE_DSK, ZWAVE_DSK.replace("34028", "34029"), Sameness.DIFFERENT),
        (ZIGBEE, ZIGBEE[:-4] + "C3B6", Sameness.EXACT),
        (ZIGBEE, "00124B0001020304|0A1B2C3D4E5F9F3A", Sameness.PROBABLE),
        (ZIGBEE, "1" + ZIGBEE[1:], Sameness.DIFFERENT),
        (MATTER_QR, HOMEKIT_QR, Sameness.DIFFERENT),
        (MATTER_QR, "hello", Sameness.DIFFERENT),
        ("hello", MATTER_QR, Sameness.DIFFERENT),
        ("hello", "hello!", Sameness.DIFFERENT),
    ],
)
def test_two_codes_are_told_apart_as_far_as_they_say(
    one: str, other: str, likeness: Sameness
) -> None:
    assert compare(one, other) is likeness
    assert compare(other, one) is likeness


TEXTS = [*ALL, ZIGBEE[:-4] + "C3B6", HOMEKIT_QR[:-1] + "2", "hello", "hello!", "34970112333"]


@pytest.mark.parametrize("one", TEXTS)
@pytest.mark.parametrize("other", TEXTS)
def test_codes_that_may_be_of_one_lock_share_a_key(one: str, other: str) -> None:
    mine, theirs = (set(keys_of_lock(read_setup_code(text))) for text in (one, other))
    if compare(one, other) is not Sameness.DIFFERENT:
        assert mine & theirs


@pytest.mark.parametrize(
    ("fields", "likeness"),
    [
        ({"tlv_bytes": b"\x16"}, Sameness.EXACT),
        ({"vendor_id": 0, "product_id": 0}, Sameness.PROBABLE),
        ({"vendor_id": 0xFFF2}, Sameness.DIFFERENT),
        ({"product_id": 0x8002}, Sameness.DIFFERENT),
        ({"discriminator": 3841}, Sameness.DIFFERENT),
        ({"discriminator": 0, "short_discriminator": 0}, Sameness.DIFFERENT),
        ({"passcode": Secret(20202022)}, Sameness.DIFFERENT),
    ],
)
def test_qr_codes_differ_where_a_field_differs(
    fields: dict[str, object], likeness: Sameness
) -> None:
    assert compare_codes(matter(), changed(**fields)) is likeness
    shared = {*keys_of_lock(matter())} & {*keys_of_lock(changed(**fields))}
    assert shared or likeness is Sameness.DIFFERENT


def test_digits_with_another_discriminator_are_another_lock() -> None:
    payload = replace(matter(MATTER_SHORT).payloads[0], short_discriminator=14)
    assert compare(write_manual_code(payload, with_ids=False).reveal(), MATTER_SHORT) is (
        Sameness.DIFFERENT
    )


def test_one_lock_in_a_code_of_several_is_probably_the_same() -> None:
    payload = matter().payloads[0]
    both = replace(matter(), payloads=(payload, replace(payload, passcode=Secret(5))))
    assert compare_codes(both, both) is Sameness.EXACT
    assert compare_codes(both, matter()) is Sameness.PROBABLE
    assert compare_codes(matter(), both) is Sameness.PROBABLE


@pytest.mark.parametrize("text", ALL)
def test_a_code_written_again_is_the_same(text: str) -> None:
    code: SetupCode = parse_setup_code(text)
    written = write_setup_code(code)
    assert read_setup_code(written.reveal()) == code


def test_only_matter_codes_have_payloads() -> None:
    assert matter_payloads(matter()) == matter().payloads
    homekit = parse_setup_code(HOMEKIT_QR)
    assert isinstance(homekit, HomeKitSetupCode)
    assert matter_payloads(homekit) == ()
    refused = read_setup_code("MT:M5L90MP500W-GT68D20")
    assert isinstance(refused, RefusedSetupCode)
    assert matter_payloads(refused) == refused.decoded != ()
