"""Z-Wave's code: what is searched for in other text, parts behind the DSK, the DSK alone, writing."""

from dataclasses import replace

import pytest

from app.core.secret import Secret
from app.domain.setup_code import RefusedSetupCode, parse_setup_code, read_setup_code
from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily, SetupCodeReason
from app.domain.zwave_code import (
    ZWaveForm,
    ZWaveKey,
    ZWaveProtocol,
    ZWaveSetupCode,
    read_dsk,
    read_zwave_code,
    with_checksum,
    write_zwave_code,
)
from app.domain.zwave_parts import ZWaveProductId, ZWaveProductType, ZWaveTlv

LOCK = "900104354135340286123400007655351200144556080802718200101638700768022065521000070004200527"
BODY = LOCK[9:]
DSK = "34028-61234-00007-65535-12001-44556-08080-27182"
# Printed in the README of gthrift/zwave-label-creator: a code with three digits of protocols.
SWITCH = "9001621570034149504483534436062309043170212686520047001006144025600220006342867261443005120803003"


def read(text: str) -> ZWaveSetupCode:
    code = parse_setup_code(text)
    assert isinstance(code, ZWaveSetupCode)
    return code


def refusal_of(text: str) -> SetupCodeError:
    with pytest.raises(SetupCodeError) as caught:
        parse_setup_code(text)
    return caught.value


def test_a_code_on_a_real_label_is_read() -> None:
    code = read(SWITCH)
    assert code.keys == (ZWaveKey.S2_UNAUTHENTICATED, ZWaveKey.S2_AUTHENTICATED)
    assert code.product_type == ZWaveProductType(generic=0x18, specific=0, icon=0x0A00)
    assert code.product_id == ZWaveProductId(0x027A, 0x7000, 0xF003, "2.0")
    assert code.protocols == ZWaveProtocol.ZWAVE | ZWaveProtocol.LONG_RANGE
    assert code.warnings == ()
    assert write_zwave_code(code).reveal() == SWITCH


@pytest.mark.parametrize(
    "text",
    [
        LOCK,
        f"  {LOCK[:40]}\r\n{LOCK[40:]}\t",
        f"Z-Wave: {LOCK} (keep this label)",
        f"{LOCK}1",
        f"{LOCK}0402",
        f"{LOCK}0000000000",
        "90" * 31 + LOCK,
        f"{SWITCH[:-1]} {LOCK}",
    ],
)
def test_other_text_and_digits_around_are_ignored(text: str) -> None:
    assert read(text).dsk == Secret(DSK)


def test_the_search_in_other_digits_ends_somewhere() -> None:
    assert refusal_of("90" * 32 + LOCK).reason is SetupCodeReason.CHECKSUM


def test_many_parts_are_read_when_nothing_follows() -> None:
    code = read(with_checksum(1, BODY + "2000" * 40).reveal())
    assert len(code.tlvs) == 42
    assert code.tlvs[-1] == ZWaveTlv(10, is_critical=False, digits="")
    assert refusal_of(f"{write_zwave_code(code).reveal()}999").reason is SetupCodeReason.CHECKSUM


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BODY + "1", SetupCodeReason.LENGTH),
        (BODY + "2009123", SetupCodeReason.LENGTH),
        (BODY + "0403256", SetupCodeReason.LENGTH),
        (BODY[:43], SetupCodeReason.MISSING_TLV),
        (BODY + "0642" + "00" + "99999" * 8, SetupCodeReason.RANGE),
        ("008" + BODY[3:], SetupCodeReason.RANGE),
    ],
)
def test_a_right_checksum_does_not_excuse_the_rest(body: str, reason: SetupCodeReason) -> None:
    error = refusal_of(with_checksum(1, body).reveal())
    assert (error.family, error.reason) == (SetupCodeFamily.ZWAVE, reason)


def test_the_first_of_repeated_parts_counts_and_an_unknown_uuid_is_left_out() -> None:
    code = read(with_checksum(1, BODY + "040201" + "040202" + "0642" + "03" + "0" * 40).reveal())
    assert code.max_inclusion_interval_s == 128
    assert code.uuid is None
    assert read(write_zwave_code(code).reveal()) == code


def test_digits_that_only_begin_like_it_are_a_checksum_error_and_others_no_code() -> None:
    assert refusal_of("9001" + "1" * 50).family is SetupCodeFamily.ZWAVE
    inside = read_setup_code("1" + "9001" + "1" * 50)
    assert isinstance(inside, RefusedSetupCode)
    assert inside.family is SetupCodeFamily.OTHER


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("11" + "0" * 50, SetupCodeReason.PREFIX),
        ("90ab" + "0" * 48, SetupCodeReason.CHARACTER),
        ("900012345001", SetupCodeReason.LENGTH),
    ],
)
def test_what_does_not_look_like_it_is_said_too(text: str, reason: SetupCodeReason) -> None:
    with pytest.raises(SetupCodeError) as caught:
        read_zwave_code(text)
    assert (caught.value.family, caught.value.reason) == (SetupCodeFamily.OTHER, reason)


@pytest.mark.parametrize(
    "text",
    [
        DSK,
        DSK.replace("-", ""),
        DSK.replace("-", " "),
        "34028-61234-00007-65535\n12001-44556-08080-27182",
        f"DSK: {DSK}",
        f"zws2dsk:{DSK}",
    ],
)
def test_the_dsk_alone_is_a_code(text: str) -> None:
    code = read(text)
    assert (code.form, code.dsk) == (ZWaveForm.DSK, Secret(DSK))
    assert code.pin == Secret("34028")
    assert write_zwave_code(code) == Secret(DSK)


def test_a_dsk_with_a_group_over_65535_is_refused() -> None:
    assert refusal_of(DSK.replace("44556", "70000")).reason is SetupCodeReason.RANGE
    with pytest.raises(SetupCodeError):
        read_dsk(DSK[:-1])


def test_a_qr_code_without_version_is_not_written() -> None:
    with pytest.raises(ValueError, match="has a version"):
        write_zwave_code(replace(read(LOCK), version=None))


@pytest.mark.parametrize("text", [LOCK, DSK])
def test_the_dsk_is_not_printed(text: str) -> None:
    printed = repr(read(text))
    assert "34028" not in printed
    assert "61234" not in printed
