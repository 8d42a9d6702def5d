"""What holds for whatever Hypothesis draws: round trips, and no text that raises anything but the own error."""

import string
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.base38 import ALPHABET, Base38Error, decode, encode
from app.domain.homekit_code import HomeKitForm, HomeKitSetupCode, group_code, is_code_allowed
from app.domain.matter_manual_code import read_manual_code, write_manual_code
from app.domain.matter_payload import MatterPayload, is_passcode_allowed
from app.domain.matter_qr_code import read_qr_code, write_qr_code
from app.domain.onboarding_tlv import OnboardingTlvError, read_onboarding_tlv
from app.domain.setup_code import (
    MatterSetupCode,
    RefusedSetupCode,
    engine_code,
    matter_payloads,
    parse_setup_code,
    read_setup_code,
    write_setup_code,
)
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeReason
from app.domain.setup_code_facts import public_facts
from app.domain.setup_code_sameness import Sameness, compare_codes, keys_of_lock
from app.domain.setup_code_typing import judge_typed
from app.domain.zigbee_code import ZigbeeForm, ZigbeeSetupCode, install_code_crc
from app.domain.zwave_code import ZWaveKey, with_checksum

ID_PAIRS = st.one_of(st.just((0, 0)), st.tuples(st.integers(0, 0xFFF4), st.integers(1, 0xFFFF)))


@st.composite
def payloads(draw: st.DrawFn) -> MatterPayload:
    vendor_id, product_id = draw(ID_PAIRS)
    discriminator = draw(st.integers(0, 0xFFF))
    passcode = draw(st.integers(1, 99_999_998).map(Secret).filter(is_passcode_allowed))
    return MatterPayload(
        version=0,
        vendor_id=vendor_id,
        product_id=product_id,
        flow=draw(st.integers(0, 2)),
        discovery=draw(st.integers(0, 0xFF)),
        discriminator=discriminator,
        short_discriminator=discriminator >> 8,
        passcode=passcode,
        # Not a structure on purpose: any bytes behind the 88 bits leave them readable.
        tlv_bytes=draw(st.binary(max_size=140).filter(lambda data: data[:1] != b"\x15")),
    )


@settings(deadline=None)
@given(st.lists(payloads(), min_size=1, max_size=4))
def test_a_written_qr_code_reads_back(written: list[MatterPayload]) -> None:
    assert list(read_qr_code(write_qr_code(written).reveal())) == written


@settings(deadline=None)
@given(payloads(), st.booleans(), st.text(alphabet=" -./\t", max_size=3))
def test_written_digits_read_back(payload: MatterPayload, with_ids: bool, separator: str) -> None:
    digits = write_manual_code(payload, with_ids=with_ids).reveal()
    assert len(digits) == (21 if with_ids else 11)
    read = read_manual_code(separator.join(digits))
    assert (read.short_discriminator, read.passcode) == (
        payload.short_discriminator,
        payload.passcode,
    )
    ids = (payload.vendor_id, payload.product_id) if with_ids else (None, None)
    assert (read.vendor_id, read.product_id) == ids


@settings(deadline=None)
@given(payloads())
def test_the_engine_reads_what_was_printed(payload: MatterPayload) -> None:
    read = matter_payloads(parse_setup_code(engine_code(payload).reveal()))[0]
    assert read.tlv_bytes == b""
    assert read.passcode == payload.passcode
    assert (read.discriminator, read.vendor_id) == (payload.discriminator, payload.vendor_id)


HEX = "0123456789ABCDEF"
WORDS = st.integers(0, 0xFFFF).map(lambda word: f"{word:05}")
PARTS = st.sampled_from(["040205", "080203", "0803003", "2003123", "064200" + "00258" * 8])


@st.composite
def homekit_codes(draw: st.DrawFn) -> HomeKitSetupCode:
    code = group_code(f"{draw(st.integers(0, 99_999_999)):08}")
    if draw(st.booleans()) and is_code_allowed(code):
        return HomeKitSetupCode(HomeKitForm.TYPED, code)
    return HomeKitSetupCode(
        form=HomeKitForm.QR,
        code=code,
        version=draw(st.integers(0, 7)),
        reserved=draw(st.integers(0, 15)),
        category=draw(st.integers(0, 255)),
        is_paired=draw(st.booleans()),
        has_ip=draw(st.booleans()),
        has_ble=draw(st.booleans()),
        has_wac=draw(st.booleans()),
        setup_id=draw(
            st.text(alphabet=string.digits + string.ascii_uppercase, min_size=4, max_size=4)
        ),
    )


@st.composite
def zwave_digits(draw: st.DrawFn) -> str:
    keys = sum(1 << key for key in draw(st.sets(st.sampled_from(list(ZWaveKey)))))
    dsk = "".join(draw(st.lists(WORDS, min_size=8, max_size=8)))
    product = "0010" + draw(WORDS) + draw(WORDS)
    product += "0220" + "".join(draw(st.lists(WORDS, min_size=4, max_size=4)))
    more = "".join(draw(st.lists(PARTS, max_size=3, unique=True)))
    version = draw(st.integers(0, 1))
    return with_checksum(version, f"{keys:03}{dsk}{product}{more}").reveal()


@st.composite
def zigbee_codes(draw: st.DrawFn) -> ZigbeeSetupCode:
    form = draw(st.sampled_from(list(ZigbeeForm)))
    bare = draw(st.one_of(*[st.binary(min_size=size, max_size=size) for size in (6, 8, 12, 16)]))
    crc = install_code_crc(bare)
    is_bare = form is ZigbeeForm.BOSCH and len(bare) == 16 and draw(st.booleans())
    printed = bare if is_bare else bare + draw(st.sampled_from([crc, b"\0\0"]))
    maker = draw(st.text(alphabet=HEX, min_size=34, max_size=34))
    return ZigbeeSetupCode(
        form=form,
        eui64=draw(st.text(alphabet=HEX, min_size=16, max_size=16)),
        code=Secret(printed.hex().upper()),
        has_crc=not is_bare,
        crc_expected=Secret(crc.hex().upper()),
        maker_data=f"RB01SG{maker}" if form is ZigbeeForm.BOSCH else "",
    )


@settings(deadline=None)
@given(homekit_codes())
def test_a_written_homekit_code_reads_back(code: HomeKitSetupCode) -> None:
    assert parse_setup_code(write_setup_code(code).reveal()) == code


@settings(deadline=None)
@given(zwave_digits(), st.text(alphabet=" \n\tabc:", max_size=5))
def test_zwave_digits_with_anything_around_are_written_as_they_were_read(
    digits: str, around: str
) -> None:
    assert write_setup_code(parse_setup_code(f"{around}{digits}{around}")).reveal() == digits


@settings(deadline=None)
@given(st.lists(WORDS, min_size=8, max_size=8))
def test_a_written_dsk_reads_back(words: list[str]) -> None:
    assert write_setup_code(parse_setup_code(" ".join(words))).reveal() == "-".join(words)


@settings(deadline=None)
@given(zigbee_codes())
def test_a_written_install_code_reads_back(code: ZigbeeSetupCode) -> None:
    text = write_setup_code(code).reveal()
    assert parse_setup_code(text) == code
    assert parse_setup_code(write_setup_code(parse_setup_code(text)).reveal()) == code


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789-. 9090()", max_size=120))
def test_whatever_is_typed_keeps_its_digits_and_has_as_many_as_its_groups(text: str) -> None:
    judged = judge_typed(text)
    digits = [character for character in text if character in "0123456789"]
    assert [character for character in judged.shown.reveal() if character != "-"] == digits
    assert sum(judged.group_sizes) == len(digits)
    assert all(number < len(judged.group_sizes) for number in judged.wrong_groups)
    if judged.is_usable:
        assert not isinstance(read_setup_code(judged.shown.reveal()), RefusedSetupCode)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["X-HM://", "Z:", "Z$A:", "HUE:Z:", "RB01SG", "MT\u00d6", "90", "WIFI:"]),
    st.text(alphabet=HEX + "$I:|% MDLKx\u00d6", max_size=90),
)
def test_any_text_behind_a_mark_raises_nothing_but_the_own_error(mark: str, text: str) -> None:
    try_to_read(mark + text)


def try_to_read(text: str) -> None:
    value = read_setup_code(text)  # lets everything but the own error through
    if isinstance(value, RefusedSetupCode):
        assert value.reason in SetupCodeReason
        assert value.position is None or 0 <= value.position <= len(text)
        assert (value.other is not None) == (value.family is SetupCodeFamily.OTHER)
        return
    assert compare_codes(value, value) is Sameness.EXACT
    assert keys_of_lock(value)
    assert public_facts(value)
    if isinstance(value, MatterSetupCode):
        assert all(is_passcode_allowed(payload.passcode) for payload in value.payloads)


@settings(deadline=None)
@given(st.text(max_size=60))
@example("\ud800")
@example("MT:\ud800")
@example("\u0661" * 11)
@example("\x00" * 11)
def test_any_text_raises_nothing_but_the_own_error(text: str) -> None:
    try_to_read(text)
    try_to_read("MT:" + text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET + "*% :MTa", max_size=80))
def test_any_near_qr_code_raises_nothing_but_the_own_error(text: str) -> None:
    try_to_read("MT:" + text)


@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=11, max_size=60))
def test_any_bytes_in_base38_raise_nothing_but_the_own_error(data: bytes) -> None:
    try_to_read("MT:" + encode(data))
    try_to_read(
        "MT:" + encode(bytes([data[0] & 0xF8]) + data[1:11] + b"\x15" + data[11:] + b"\x18")
    )


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 -", min_size=9, max_size=24))
def test_any_digits_raise_nothing_but_the_own_error(text: str) -> None:
    try_to_read(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_base38_that_was_written_reads_back(data: bytes) -> None:
    assert decode(encode(data)) == data


@settings(deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_the_same_bytes_have_one_base38_text_only(text: str) -> None:
    try:
        data = decode(text)
    except Base38Error:
        return
    assert encode(data) == text


@settings(deadline=None)
@given(st.binary(max_size=160))
def test_any_extension_raises_nothing_but_the_own_error(data: bytes) -> None:
    for candidate in (data, b"\x15" + data, b"\x15" + data + b"\x18"):
        with suppress(OnboardingTlvError):
            read_onboarding_tlv(candidate)
