"""What a check digit is for: every wrong digit and every swap of neighbours that it can catch is caught."""

import random
from collections.abc import Iterator

import pytest

from app.core.secret import Secret
from app.domain.matter_manual_code import write_manual_code
from app.domain.matter_payload import MatterPayload, is_passcode_allowed
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.setup_code_error import SetupCodeReason, SetupCodeWarning
from app.domain.zigbee_code import ZigbeeSetupCode, install_code_crc
from app.domain.zwave_code import with_checksum

FEW = 60
ALL = 10_000
COUNTS = [FEW, pytest.param(ALL, marks=[pytest.mark.slow])]
HEX = "0123456789ABCDEF"
# A mistyped digit makes a code too long or of another kind now and then; it is refused all the same.
CAUGHT = {
    SetupCodeReason.CHECK_DIGIT,
    SetupCodeReason.VERSION,
}


def wrong_digits(text: str, alphabet: str) -> Iterator[str]:
    """Every text with one other character."""
    for place, right in enumerate(text):
        for wrong in alphabet:
            if wrong != right:
                yield text[:place] + wrong + text[place + 1 :]


def swaps(text: str) -> Iterator[str]:
    """Every text with two different neighbours swapped."""
    for place in range(len(text) - 1):
        if text[place] != text[place + 1]:
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def matter_digits(drawn: random.Random) -> str:
    passcode = 0
    while not is_passcode_allowed(Secret(passcode)):
        passcode = drawn.randrange(1, 99_999_999)
    payload = MatterPayload(
        version=0,
        vendor_id=drawn.randrange(1, 0xFFF5),
        product_id=drawn.randrange(1, 0x10000),
        flow=None,
        discovery=None,
        discriminator=None,
        short_discriminator=drawn.randrange(16),
        passcode=Secret(passcode),
    )
    return write_manual_code(payload, with_ids=drawn.random() < 0.25).reveal()


def zwave_digits(drawn: random.Random) -> str:
    def word() -> str:
        return f"{drawn.randrange(0x10000):05}"

    dsk = "".join(word() for _ in range(8))
    parts = f"0010{word()}{word()}0220{word()}{word()}{word()}{word()}"
    return with_checksum(1, f"{drawn.randrange(8):03}{dsk}{parts}").reveal()


@pytest.mark.parametrize("count", COUNTS)
def test_no_mistyped_matter_code_is_accepted(count: int) -> None:
    drawn = random.Random(20202021)
    for _ in range(count):
        digits = matter_digits(drawn)
        assert not isinstance(read_setup_code(digits), RefusedSetupCode)
        for mistyped in (*wrong_digits(digits, "0123456789"), *swaps(digits)):
            refused = read_setup_code(mistyped)
            assert isinstance(refused, RefusedSetupCode), mistyped
            assert refused.reason in CAUGHT, mistyped


@pytest.mark.parametrize("count", COUNTS)
def test_a_mistyped_zwave_code_is_accepted_only_where_its_checksum_fits_by_chance(
    count: int,
) -> None:
    """One other digit at every place and every swap; sixteen bits let one in 65536 through.

    The version, digits 2 and 3, stands before what the checksum is made of.
    """
    drawn, fits = random.Random(34028), 0
    for _ in range(count):
        digits = zwave_digits(drawn)
        assert not isinstance(read_setup_code(digits), RefusedSetupCode)
        others = [
            digits[:place] + drawn.choice("0123456789".replace(right, "")) + digits[place + 1 :]
            for place, right in enumerate(digits)
        ]
        for mistyped in (*others, *swaps(digits)):
            if mistyped[2:4] != digits[2:4] and mistyped[4:] == digits[4:]:
                continue
            if isinstance(read_setup_code(mistyped), RefusedSetupCode):
                continue
            assert with_checksum(int(mistyped[2:4]), mistyped[9:]).reveal() == mistyped
            fits += 1
    assert fits <= max(3, count // 100)


@pytest.mark.parametrize("count", [FEW // 6, pytest.param(ALL // 10, marks=[pytest.mark.slow])])
def test_every_mistyped_install_code_is_warned_of(count: int) -> None:
    drawn = random.Random(0x83FED340)
    for _ in range(count):
        code = drawn.randbytes(drawn.choice([6, 8, 12, 16]))
        digits = (code + install_code_crc(code)).hex().upper()
        for mistyped in (*wrong_digits(digits, HEX), *swaps(digits)):
            read = read_setup_code(f"00124B0001020304|{mistyped}")
            assert isinstance(read, ZigbeeSetupCode)
            assert read.warnings == (SetupCodeWarning.CRC,)
