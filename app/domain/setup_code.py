"""From the text of a setup code to a typed value, or to the reason why there is none.

The text of a setup code is itself a secret: whoever has it can pair the lock.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.secret import Secret
from app.domain.matter_manual_code import (
    LONG_DIGITS,
    SHORT_DIGITS,
    digits_of,
    read_manual_code,
    write_manual_code,
)
from app.domain.matter_payload import MatterPayload
from app.domain.matter_qr_code import is_qr_code, read_qr_code, write_qr_code
from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily, SetupCodeReason

# What the largest QR code (version 40, ECC L) holds as alphanumeric text, ISO/IEC 18004 table 7. The
# Matter core specification, 5.1.3, allows no more for all payloads together.
MAX_TEXT_CHARACTERS = 4296


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


# Each further family adds its value here and its reader to `parse_setup_code`.
SetupCode = MatterSetupCode


@dataclass(frozen=True, slots=True)
class RefusedSetupCode:
    """A text that is no usable setup code, and why; see `SetupCodeError` for the fields.

    It is kept as it is and masked, never thrown away: `family` is `other` when it does not look like
    any family that we read.
    """

    text: Secret[str]
    family: SetupCodeFamily
    reason: SetupCodeReason
    position: int | None
    failing_payload: int | None
    decoded: tuple[MatterPayload, ...]


def parse_setup_code(text: str) -> SetupCode:
    """Read any setup code that we know; raises `SetupCodeError` and nothing else.

    White space around is ignored. Digits may have any separators but letters, so that an address or a
    label with eleven digits in it is not taken for a Matter code.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        raise SetupCodeError(SetupCodeReason.TOO_LONG, family=SetupCodeFamily.OTHER)
    if is_qr_code(text):
        return MatterSetupCode(read_qr_code(text), MatterCodeKind.QR)
    # The order of the families: HomeKit, Z-Wave and Zigbee stand here, before typed digits.
    if any(character.isalpha() for character in text):
        raise SetupCodeError(SetupCodeReason.PREFIX, family=SetupCodeFamily.OTHER)
    if len(digits_of(text)) not in (SHORT_DIGITS, LONG_DIGITS):
        raise SetupCodeError(SetupCodeReason.LENGTH, family=SetupCodeFamily.OTHER)
    return MatterSetupCode((read_manual_code(text),), MatterCodeKind.MANUAL)


def read_setup_code(text: str) -> SetupCode | RefusedSetupCode:
    """Give what `parse_setup_code` gives, or the refusal as a value with its text."""
    try:
        return parse_setup_code(text)
    except SetupCodeError as error:
        return RefusedSetupCode(
            text=Secret(text),
            family=error.family,
            reason=error.reason,
            position=error.position,
            failing_payload=error.failing_payload,
            decoded=error.decoded,
        )


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
