"""From the text of a setup code to a typed value, or to the reason why there is none.

The text of a setup code is itself a secret: whoever has it can pair the lock.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.secret import Secret
from app.domain.homekit_code import (
    HomeKitSetupCode,
    is_homekit_digits,
    is_homekit_uri,
    read_homekit_digits,
    read_homekit_uri,
    write_homekit_code,
)
from app.domain.matter_manual_code import (
    LONG_DIGITS,
    SHORT_DIGITS,
    digits_of,
    read_manual_code,
    write_manual_code,
)
from app.domain.matter_payload import MatterPayload
from app.domain.matter_qr_code import is_qr_code, read_qr_code, write_qr_code
from app.domain.other_text import MAX_NAMED_CHARACTERS, OtherText, name_other_text
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)
from app.domain.setup_code_layout import find_broken_prefix
from app.domain.zigbee_code import (
    ZigbeeSetupCode,
    is_zigbee_code,
    read_zigbee_code,
    write_zigbee_code,
)
from app.domain.zwave_code import (
    ZWaveSetupCode,
    has_zwave_digits,
    is_dsk,
    read_dsk,
    read_zwave_code,
    write_zwave_code,
)

# What the largest QR code (version 40, ECC L) holds as alphanumeric text, ISO/IEC 18004 table 7. The
# Matter core specification, 5.1.3, allows no more for all payloads together.
MAX_TEXT_CHARACTERS = 4296

# A telephone number begins with the first, a time has the second; eleven digits they may have too.
_NO_SEPARATORS = "+:"
# The ASCII letters alone: in upper case a sharp s becomes two letters, and a long s an ASCII one.
_UPPER_CASE = {lower: lower - 32 for lower in range(ord("a"), ord("z") + 1)}


class MatterCodeKind(StrEnum):
    """How the code was printed."""

    QR = "qr"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class MatterSetupCode:
    """A usable Matter setup code; a QR code may carry several payloads, digits carry one."""

    payloads: tuple[MatterPayload, ...]
    kind: MatterCodeKind

    @property
    def family(self) -> SetupCodeFamily:
        """Always Matter."""
        return SetupCodeFamily.MATTER

    @property
    def warnings(self) -> tuple[SetupCodeWarning, ...]:
        """What is odd about a code that is accepted."""
        is_broken = any(payload.tlv_ok is False for payload in self.payloads)
        return (SetupCodeWarning.EXTENSION,) if is_broken else ()


# Each further family adds its value here and its reader to `parse_setup_code`. All have `family` and
# `warnings`.
SetupCode = MatterSetupCode | HomeKitSetupCode | ZWaveSetupCode | ZigbeeSetupCode


@dataclass(frozen=True, slots=True)
class RefusedSetupCode:
    """A text that is no usable setup code, and why; see `SetupCodeError` for the fields.

    It is kept as it is and masked, never thrown away: `family` is `other` when it does not look like
    any family that we read, and then `other` names what it is. `offer` is the same text in upper case
    where that is a usable code: a person may take it, it is never taken unasked.
    """

    text: Secret[str]
    family: SetupCodeFamily
    reason: SetupCodeReason
    position: int | None
    failing_payload: int | None
    decoded: tuple[MatterPayload, ...]
    offer: Secret[str] | None = None
    other: OtherText | None = None

    @property
    def is_keepable(self) -> bool:
        """Whether the text is short enough to be kept: no longer than any symbol on a label can be."""
        return len(self.text.reveal()) <= MAX_NAMED_CHARACTERS


def parse_setup_code(text: str) -> SetupCode:
    """Read any setup code that we know; raises `SetupCodeError` and nothing else.

    White space around is ignored. Digits may have any separators but letters, `+` and `:`, so that an
    address or a telephone number with eleven digits in it is not taken for a Matter code; the eight of HomeKit may have dashes
    and white space only.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise _other(SetupCodeReason.TOO_LONG)
    if is_qr_code(text):
        return MatterSetupCode(read_qr_code(text), MatterCodeKind.QR)
    if is_homekit_uri(text):
        return read_homekit_uri(text)
    if has_zwave_digits(text):
        return read_zwave_code(text)
    if is_dsk(text):
        return read_dsk(text)
    if is_zigbee_code(text):
        return read_zigbee_code(text)
    broken = find_broken_prefix(text)
    if broken is not None:
        raise SetupCodeError(SetupCodeReason.KEYBOARD_LAYOUT, broken.position, family=broken.family)
    return _parse_digits(text)


def _parse_digits(text: str) -> SetupCode:
    if any(character.isalpha() or character in _NO_SEPARATORS for character in text):
        raise _other(SetupCodeReason.PREFIX)
    if is_homekit_digits(text):
        return read_homekit_digits(text)
    if len(digits_of(text)) not in (SHORT_DIGITS, LONG_DIGITS):
        raise _other(SetupCodeReason.LENGTH)
    return MatterSetupCode((read_manual_code(text),), MatterCodeKind.MANUAL)


def read_setup_code(text: str) -> SetupCode | RefusedSetupCode:
    """Give what `parse_setup_code` gives, or the refusal as a value with its text."""
    try:
        return parse_setup_code(text)
    except SetupCodeError as error:
        is_other = error.family is SetupCodeFamily.OTHER
        refused = RefusedSetupCode(
            text=Secret(text),
            family=error.family,
            reason=error.reason,
            position=error.position,
            failing_payload=error.failing_payload,
            decoded=error.decoded,
            other=name_other_text(text) if is_other else None,
        )
    return _with_offer(refused, text)


def read_label_number(text: str) -> SetupCode | RefusedSetupCode:
    """What a bar code or the like beside the setup code says: bare digits in it are a serial or product number, whatever fits them."""
    found = read_setup_code(text)
    if any(character.isalpha() for character in text) or found.family is SetupCodeFamily.ZWAVE:
        return found
    return name_as_other(text)


def name_as_other(text: str) -> RefusedSetupCode:
    """The text as one of no family, named for what it is."""
    return RefusedSetupCode(
        text=Secret(text),
        family=SetupCodeFamily.OTHER,
        reason=SetupCodeReason.PREFIX,
        position=None,
        failing_payload=None,
        decoded=(),
        other=name_other_text(text),
    )


def write_setup_code(code: SetupCode) -> Secret[str]:
    """Write a code again in its plain form: what stood around it is gone, digits have no separators."""
    if isinstance(code, MatterSetupCode):
        if code.kind is MatterCodeKind.QR:
            return write_qr_code(code.payloads)
        payload = code.payloads[0]
        return write_manual_code(payload, with_ids=payload.vendor_id is not None)
    if isinstance(code, HomeKitSetupCode):
        return write_homekit_code(code)
    if isinstance(code, ZWaveSetupCode):
        return write_zwave_code(code)
    return write_zigbee_code(code)


def matter_payloads(code: SetupCode | RefusedSetupCode) -> tuple[MatterPayload, ...]:
    """The payloads of a Matter code, also of one that is well-formed but refused; none of another family."""
    if isinstance(code, RefusedSetupCode):
        return code.decoded
    return code.payloads if isinstance(code, MatterSetupCode) else ()


def _with_offer(refused: RefusedSetupCode, text: str) -> RefusedSetupCode:
    """Add what the text would be in upper case, when it is a usable code only so."""
    if len(text) > MAX_TEXT_CHARACTERS or not any("a" <= character <= "z" for character in text):
        return refused
    upper = text.translate(_UPPER_CASE)
    try:
        code = parse_setup_code(upper)
    except SetupCodeError:
        return refused
    return replace(refused, family=code.family, offer=Secret(upper), other=None)


def _other(reason: SetupCodeReason) -> SetupCodeError:
    return SetupCodeError(reason, family=SetupCodeFamily.OTHER)


def engine_code(payload: MatterPayload) -> Secret[str]:
    """Write what the Matter engine gets: the plain 88 bits as 22 characters, or bare digits.

    WORKAROUND: matter.js 0.17.9 refuses every QR text whose byte count is a multiple of three, white
    space and text around, and accepts codes that it should refuse (`packages/types/src/schema/
    Base38Schema.ts`, `PairingCodeSchema.ts`); so it gets what we read, written again without the
    extension.
    """
    if payload.discriminator is None:
        return write_manual_code(payload, with_ids=payload.vendor_id is not None)
    return write_qr_code([replace(payload, tlv_bytes=b"", tlv=None)])
