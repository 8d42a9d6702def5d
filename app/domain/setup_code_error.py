"""Why a setup code is refused, as stable words."""

from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.errors import AppError

if TYPE_CHECKING:
    from app.domain.matter_payload import MatterPayload


class SetupCodeFamily(StrEnum):
    """The standard that a setup code belongs to; `other` is kept, though nobody could read it."""

    MATTER = "matter"
    HOMEKIT = "homekit"
    ZWAVE = "zwave"
    ZIGBEE = "zigbee"
    LABEL = "label"
    OTHER = "other"


class SetupCodeReason(StrEnum):
    """The first check that failed."""

    PREFIX = "prefix"
    LENGTH = "length"
    CHARACTER = "character"
    GROUP_OVERFLOW = "group_overflow"
    TOO_LONG = "too_long"
    VERSION = "version"
    FLOW = "flow"
    PASSCODE_NOT_ALLOWED = "passcode_not_allowed"
    VENDOR_ID = "vendor_id"
    VENDOR_WITHOUT_PRODUCT = "vendor_without_product"
    ID_RANGE = "id_range"
    CHECK_DIGIT = "check_digit"
    VID_PID_FLAG = "vid_pid_flag"
    CHUNK_OVERFLOW = "chunk_overflow"
    RANGE = "range"
    CHECKSUM = "checksum"
    MISSING_TLV = "missing_tlv"
    UNKNOWN_CRITICAL_TLV = "unknown_critical_tlv"
    KEYBOARD_LAYOUT = "keyboard_layout"


class SetupCodeWarning(StrEnum):
    """What is odd about a code that can be used all the same; people are told."""

    CRC = "crc"
    NO_CRC = "no_crc"
    RESERVED_BITS = "reserved_bits"
    VERSION = "version"
    PASSCODE_NOT_ALLOWED = "passcode_not_allowed"
    EXTENSION = "extension"


class SetupCodeError(AppError):
    """A text is no usable setup code; the code is `setup_code_` and the reason.

    `position` is the index in the given text of what is at fault, `None` when it is the whole.
    `failing_payload` counts the payloads of a QR code from 1. `decoded` holds what a well-formed but
    unusable code says. Nothing of the text itself is kept.
    """

    def __init__(
        self,
        reason: SetupCodeReason,
        position: int | None = None,
        failing_payload: int | None = None,
        *,
        family: SetupCodeFamily = SetupCodeFamily.MATTER,
        decoded: "tuple[MatterPayload, ...]" = (),
    ) -> None:
        super().__init__(
            f"setup_code_{reason}",
            reason=str(reason),
            family=str(family),
            position=position,
            failing_payload=failing_payload,
        )
        self.reason = reason
        self.position = position
        self.failing_payload = failing_payload
        self.family = family
        self.decoded = decoded
