"""Zigbee's install codes: faults and where they are, makers' marks, writing."""

import pytest

from app.domain.setup_code import parse_setup_code
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)
from app.domain.zigbee_code import (
    ZigbeeForm,
    ZigbeeSetupCode,
    install_code_crc,
    read_zigbee_code,
    write_zigbee_code,
)

ADDRESS = "00124B0001020304"
CODE = "83FED3407A939723A5C639B26916D505C3B5"
BOSCH = f"RB01SG0D836591B3CC0010000000000000000000{ADDRESS}DLK{CODE}"


def read(text: str) -> ZigbeeSetupCode:
    code = parse_setup_code(text)
    assert isinstance(code, ZigbeeSetupCode)
    return code


def test_the_example_of_the_specification_has_its_crc() -> None:
    """Zigbee Base Device Behavior specification, 10.1.1."""
    assert install_code_crc(bytes.fromhex("83FED3407A939723A5C639B26916D505")).hex() == "c3b5"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"Z:{ADDRESS}$I:{CODE}", ZigbeeForm.Z),
        (f" Z:{ADDRESS.lower()}$I:{CODE.lower()}%G$M:S1-R ", ZigbeeForm.Z),
        (f"Z$A:{ADDRESS}$I:{CODE}", ZigbeeForm.AQARA),
        (f"G$M:69775$S:680%Z$A:{ADDRESS}$I:{CODE}", ZigbeeForm.AQARA),
        (f"{ADDRESS}|{CODE}", ZigbeeForm.PIPE),
        (f"HUE:Z:{CODE} M:{ADDRESS} D:L3B A:1184", ZigbeeForm.HUE),
        (BOSCH, ZigbeeForm.BOSCH),
        (BOSCH.replace("RB01SG", "ZB10SG"), ZigbeeForm.BOSCH),
    ],
)
def test_every_form_is_read_and_written(text: str, form: ZigbeeForm) -> None:
    code = read(text)
    assert (code.form, code.eui64, code.code.reveal()) == (form, ADDRESS, CODE)
    assert (code.is_crc_right, code.warnings) == (True, ())
    assert code.bare_code.reveal() == CODE[:-4]
    assert read(write_zigbee_code(code).reveal()) == code


def test_a_form_without_more_is_written_as_it_was_read() -> None:
    for text in (f"Z:{ADDRESS}$I:{CODE}", f"{ADDRESS}|{CODE}", BOSCH):
        assert write_zigbee_code(read(text)).reveal() == text


def test_bosch_may_leave_the_crc_out_and_nobody_else() -> None:
    code = read(BOSCH[:-4])
    assert (code.has_crc, code.is_crc_right) == (False, None)
    assert code.warnings == (SetupCodeWarning.NO_CRC,)
    assert code.bare_code.reveal() == CODE[:-4]
    with pytest.raises(SetupCodeError):
        parse_setup_code(f"{ADDRESS}|{CODE[:-4]}")


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        (f"Z:{ADDRESS[:-1]}$I:{CODE}", SetupCodeReason.LENGTH, 2),
        (f"  Z:{ADDRESS}$I:{CODE[:-1]}", SetupCodeReason.LENGTH, 23),
        (f"Z:{ADDRESS}$I:", SetupCodeReason.LENGTH, 21),
        (f" Z:{ADDRESS[:-1]}G$I:{CODE}", SetupCodeReason.CHARACTER, 18),
        (f"Z$A:{ADDRESS}$I:{CODE[:-1]}X", SetupCodeReason.CHARACTER, 58),
        (f"HUE:Z:{CODE} M:{ADDRESS}0", SetupCodeReason.LENGTH, 45),
        (f"{ADDRESS}|{CODE}00", SetupCodeReason.LENGTH, 17),
        (BOSCH + "\u0661", SetupCodeReason.CHARACTER, 95),
    ],
)
def test_the_error_points_at_what_is_at_fault(
    text: str, reason: SetupCodeReason, position: int
) -> None:
    with pytest.raises(SetupCodeError) as caught:
        parse_setup_code(text)
    error = caught.value
    assert (error.family, error.reason, error.position) == (
        SetupCodeFamily.ZIGBEE,
        reason,
        position,
    )


def test_another_text_is_no_install_code() -> None:
    with pytest.raises(SetupCodeError) as caught:
        read_zigbee_code(f"XZ:{ADDRESS}$I:{CODE}")
    assert caught.value.reason is SetupCodeReason.PREFIX


def test_the_code_is_not_printed() -> None:
    assert CODE[:8] not in repr(read(f"{ADDRESS}|{CODE}"))
