"""HomeKit's setup code: the text of its QR code, or the eight digits, read and written.

`X-HM://`, nine base-36 digits and the setup id, four characters. The layout is not published by Apple
for free; it is documented by implementers: homebridge/HAP-NodeJS `src/lib/Accessory.ts` (`setupURI`),
ikalchev/HAP-python `pyhap/util.py`. Forbidden codes: HomeKit Accessory Protocol Specification
(non-commercial, R2), table 5-8 "Invalid Setup Codes". The code carries no checksum.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.core.secret import Secret
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)

PREFIX = "X-HM://"
TYPED_DIGITS = 8
MAX_CODE = 99_999_999

_VALUE_CHARACTERS = 9
_SETUP_ID_CHARACTERS = 4
_DIGITS36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE_BITS = 46
# From the least significant: code, paired, IP, Bluetooth, WAC, category, reserved, version.
_FIELD_BITS = (27, 1, 1, 1, 1, 8, 4, 3)
_FORBIDDEN_CODES = frozenset(
    {0, 12_345_678, 87_654_321} | {11_111_111 * digit for digit in range(1, 10)}
)
# Eight digits in these groups are a date, ISO 8601 or day first, and no code.
_DATE_GROUPS = ((4, 2, 2), (2, 2, 4))
_SEPARATOR = r"[-\s\u2010-\u2015\u2212\ufeff]*"
_TYPED = re.compile(rf"{_SEPARATOR}(?:[0-9]{_SEPARATOR}){{8}}")


class HomeKitForm(StrEnum):
    """How the code was printed."""

    QR = "qr"
    TYPED = "typed"


class HomeKitCategory(IntEnum):
    """The kinds of accessory that stand at doors; others are numbers."""

    BRIDGE = 2
    LOCK = 6
    OUTLET = 7
    SWITCH = 8
    DOOR = 12
    IP_CAMERA = 17


@dataclass(frozen=True, slots=True)
class HomeKitSetupCode:
    """A usable HomeKit setup code; `code` is `XXX-XX-XXX`.

    What only a QR code carries is `None` when the digits were typed.
    """

    form: HomeKitForm
    code: Secret[str]
    version: int | None = None
    reserved: int | None = None
    category: int | None = None
    is_paired: bool | None = None
    has_ip: bool | None = None
    has_ble: bool | None = None
    has_wac: bool | None = None
    setup_id: str | None = None

    @property
    def family(self) -> SetupCodeFamily:
        """Always HomeKit."""
        return SetupCodeFamily.HOMEKIT

    @property
    def warnings(self) -> tuple[SetupCodeWarning, ...]:
        """What is odd about a code that is accepted."""
        found = {
            SetupCodeWarning.VERSION: bool(self.version),
            SetupCodeWarning.RESERVED_BITS: bool(self.reserved),
            SetupCodeWarning.PASSCODE_NOT_ALLOWED: not is_code_allowed(self.code),
        }
        return tuple(warning for warning, is_odd in found.items() if is_odd)


def is_homekit_uri(text: str) -> bool:
    """Say whether the text claims to be HomeKit's QR code; case is ignored."""
    return text.lstrip()[: len(PREFIX)].upper() == PREFIX


def read_homekit_uri(text: str) -> HomeKitSetupCode:
    """Read the text of a QR code in either case; `SetupCodeError` when it is not usable."""
    if not is_homekit_uri(text):
        raise _error(SetupCodeReason.PREFIX)
    start = len(text) - len(text.lstrip()) + len(PREFIX)
    body = text[start:].rstrip()
    for index, character in enumerate(body[: _VALUE_CHARACTERS + _SETUP_ID_CHARACTERS]):
        # The ASCII test first: the long s is an S in upper case.
        if not character.isascii() or character.upper() not in _DIGITS36:
            raise _error(SetupCodeReason.CHARACTER, start + index)
    if len(body) != _VALUE_CHARACTERS + _SETUP_ID_CHARACTERS:
        raise _error(SetupCodeReason.LENGTH)
    value = int(body[:_VALUE_CHARACTERS], len(_DIGITS36))
    if value >> _VALUE_BITS:
        raise _error(SetupCodeReason.RANGE, start)
    fields: list[int] = []
    for width in _FIELD_BITS:
        fields.append(value & ((1 << width) - 1))
        value >>= width
    code, paired, ip, ble, wac, category, reserved, version = fields
    if code > MAX_CODE:
        raise _error(SetupCodeReason.RANGE, start)
    return HomeKitSetupCode(
        form=HomeKitForm.QR,
        code=group_code(f"{code:08}"),
        version=version,
        reserved=reserved,
        category=category,
        is_paired=bool(paired),
        has_ip=bool(ip),
        has_ble=bool(ble),
        has_wac=bool(wac),
        setup_id=body[_VALUE_CHARACTERS:].upper(),
    )


def is_homekit_digits(text: str) -> bool:
    """Say whether the text is eight digits with nothing but dashes and white space, and no date."""
    return bool(_TYPED.fullmatch(text)) and tuple(map(len, _runs(text))) not in _DATE_GROUPS


def read_homekit_digits(text: str) -> HomeKitSetupCode:
    """Read eight typed digits; `SetupCodeError` when they are not usable."""
    if not is_homekit_digits(text):
        raise _error(SetupCodeReason.LENGTH)
    code = group_code("".join(_runs(text)))
    if not is_code_allowed(code):
        raise _error(SetupCodeReason.PASSCODE_NOT_ALLOWED)
    return HomeKitSetupCode(HomeKitForm.TYPED, code)


def write_homekit_code(code: HomeKitSetupCode) -> Secret[str]:
    """Write the text of the QR code, or the digits of a typed one; `ValueError` when a field does not fit."""
    if code.form is HomeKitForm.TYPED:
        return code.code
    setup_id = code.setup_id or ""
    if not re.fullmatch(r"[0-9A-Z]{4}", setup_id):
        raise ValueError("a setup id has four characters")
    fields = (
        int(code.code.reveal().replace("-", "")),
        code.is_paired,
        code.has_ip,
        code.has_ble,
        code.has_wac,
        code.category,
        code.reserved,
        code.version,
    )
    value = shift = 0
    for field, width in zip(fields, _FIELD_BITS, strict=True):
        if field is None or not 0 <= field < 1 << width:
            raise ValueError("a field is missing or does not fit into a QR code")
        value |= int(field) << shift
        shift += width
    digits: list[str] = []
    for _ in range(_VALUE_CHARACTERS):
        value, digit = divmod(value, len(_DIGITS36))
        digits.append(_DIGITS36[digit])
    return Secret(PREFIX + "".join(reversed(digits)) + setup_id)


def group_code(digits: str) -> Secret[str]:
    """Give eight digits as they are printed, XXX-XX-XXX."""
    return Secret(f"{digits[:3]}-{digits[3:5]}-{digits[5:]}")


def is_code_allowed(code: Secret[str]) -> bool:
    """Say whether an accessory may use this code (HomeKit Accessory Protocol, table 5-8)."""
    return int(code.reveal().replace("-", "")) not in _FORBIDDEN_CODES


def setup_hash(setup_id: str, device_id: str) -> bytes:
    """Give the four bytes by which an accessory in the air (`sh`) shows that this code is its own.

    `device_id` is `AA:BB:CC:DD:EE:FF` in upper case (homebridge/HAP-NodeJS `src/lib/Advertiser.ts`).
    """
    return hashlib.sha512((setup_id + device_id).encode()).digest()[:4]


def _runs(text: str) -> list[str]:
    return re.findall(r"[0-9]+", text)


def _error(reason: SetupCodeReason, position: int | None = None) -> SetupCodeError:
    return SetupCodeError(reason, position, family=SetupCodeFamily.HOMEKIT)
