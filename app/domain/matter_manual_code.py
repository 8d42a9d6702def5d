"""Matter's manual pairing code, 11 or 21 digits, read strictly and written.

Project-chip/connectedhomeip `src/setup_payload/ManualSetupPayloadParser.cpp`; Matter core
specification, section 5.1.4 "Manual Pairing Code".
"""

from app.core.secret import Secret
from app.domain import verhoeff
from app.domain.matter_payload import MatterPayload, fault_of
from app.domain.setup_code_error import SetupCodeError, SetupCodeReason

SHORT_DIGITS = 11
LONG_DIGITS = 21

_MAX_ID = 0xFFFF
_FIRST_FUTURE_DIGIT = 8
_VID_PID_PRESENT = 4
_MAX_LOW_CHUNK = 0xFFFF  # digits 2-6: 14 bits of the passcode below 2 of the discriminator
_LOW_PASSCODE_BITS = 14
_MAX_HIGH_CHUNK = 0x1FFF  # digits 7-10: the other 13 bits of the passcode
_PRINTED_GROUPS = (4, 3, 4, 5, 5)


def digits_of(text: str) -> str:
    """Keep the characters 0-9 alone; `str.isdigit` would keep `²` and full-width digits too."""
    return "".join(character for character in text if "0" <= character <= "9")


def read_manual_code(text: str) -> MatterPayload:
    """Read 11 or 21 digits with anything between them; `SetupCodeError` when they are not usable."""
    digits = digits_of(text)
    _check_form(text, digits)
    first, low, high = int(digits[0]), int(digits[1:6]), int(digits[6:10])
    if low > _MAX_LOW_CHUNK:
        raise SetupCodeError(SetupCodeReason.CHUNK_OVERFLOW, _position_of_digit(text, 1))
    if high > _MAX_HIGH_CHUNK:
        raise SetupCodeError(SetupCodeReason.CHUNK_OVERFLOW, _position_of_digit(text, 6))
    vendor_id = product_id = None
    if len(digits) == LONG_DIGITS:
        vendor_id = _read_id(text, digits, 10)
        product_id = _read_id(text, digits, 15)
    payload = MatterPayload(
        version=0,
        vendor_id=vendor_id,
        product_id=product_id,
        flow=None,
        discovery=None,
        discriminator=None,
        short_discriminator=(first & 3) << 2 | low >> _LOW_PASSCODE_BITS,
        passcode=Secret(high << _LOW_PASSCODE_BITS | low & ((1 << _LOW_PASSCODE_BITS) - 1)),
    )
    fault = fault_of(payload)
    if fault is not None:
        raise SetupCodeError(fault, decoded=(payload,))
    return payload


def write_manual_code(payload: MatterPayload, *, with_ids: bool) -> Secret[str]:
    """Write 11 digits, or 21 `with_ids` of vendor and product, without separators.

    `SetupCodeError` when the payload breaks a rule; `ValueError` when a field is missing or does not
    fit.
    """
    fault = fault_of(payload)
    if fault is not None:
        raise SetupCodeError(fault)
    discriminator, passcode = payload.short_discriminator, payload.passcode.reveal()
    if not 0 <= discriminator <= 0xF:
        raise ValueError("a short discriminator has four bits")
    first = discriminator >> 2 | (_VID_PID_PRESENT if with_ids else 0)
    low = (discriminator & 3) << _LOW_PASSCODE_BITS | passcode & ((1 << _LOW_PASSCODE_BITS) - 1)
    digits = f"{first}{low:05}{passcode >> _LOW_PASSCODE_BITS:04}"
    if with_ids:
        digits += _write_id(payload.vendor_id) + _write_id(payload.product_id)
    return Secret(digits + verhoeff.check_digit(digits))


def group_digits(code: Secret[str]) -> Secret[str]:
    """Give the digits in groups as they are printed: 4-3-4, and 4-3-4-5-5 for the long form."""
    digits, groups, start = code.reveal(), list[str](), 0
    for size in _PRINTED_GROUPS:
        groups.append(digits[start : start + size])
        start += size
    return Secret("-".join(group for group in groups if group))


def _check_form(text: str, digits: str) -> None:
    if len(digits) not in (SHORT_DIGITS, LONG_DIGITS):
        raise SetupCodeError(SetupCodeReason.LENGTH)
    first = int(digits[0])
    if first >= _FIRST_FUTURE_DIGIT:
        raise SetupCodeError(SetupCodeReason.VERSION, _position_of_digit(text, 0))
    if not verhoeff.is_valid(digits):
        raise SetupCodeError(SetupCodeReason.CHECK_DIGIT)
    if bool(first & _VID_PID_PRESENT) != (len(digits) == LONG_DIGITS):
        raise SetupCodeError(SetupCodeReason.VID_PID_FLAG, _position_of_digit(text, 0))


def _read_id(text: str, digits: str, index: int) -> int:
    value = int(digits[index : index + 5])
    if value > _MAX_ID:
        raise SetupCodeError(SetupCodeReason.ID_RANGE, _position_of_digit(text, index))
    return value


def _write_id(value: int | None) -> str:
    if value is None or not 0 <= value <= _MAX_ID:
        raise ValueError("vendor or product is missing or does not fit")
    return f"{value:05}"


def _position_of_digit(text: str, index: int) -> int:
    positions = [position for position, character in enumerate(text) if "0" <= character <= "9"]
    return positions[index]
