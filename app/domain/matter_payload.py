"""What one Matter onboarding payload says, and the rules that its fields must keep.

Layout and rules as in project-chip/connectedhomeip `src/setup_payload` (`SetupPayload.h`,
`SetupPayload.cpp`) and the Matter core specification, section 5.1 "Onboarding Payload".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from app.core.secret import Secret
from app.domain.onboarding_tlv import OnboardingTlv
from app.domain.setup_code_error import SetupCodeReason

MAX_PASSCODE = 99_999_998
MAX_VENDOR_ID = 0xFFF4
SHORT_DISCRIMINATOR_SHIFT = 8

_FORBIDDEN_PASSCODES = frozenset(
    {0, 12_345_678, 87_654_321} | {11_111_111 * digit for digit in range(1, 10)}
)
_RESERVED_FLOW = 3
_DISCOVERY_WORDS = ("softap", "ble", "network", "wifi_paf", "nfc")


class CommissioningFlow(IntEnum):
    """What must happen before the device can be paired; 3 is reserved."""

    STANDARD = 0
    USER_INTENT = 1
    CUSTOM = 2


@dataclass(frozen=True, slots=True)
class MatterPayload:
    """One onboarding payload.

    `vendor_id` and `product_id`: 0 = carried but unspecified, `None` = not carried. `flow`, `discovery`
    (bits) and `discriminator` (12 bits) are `None` when the code was digits; `short_discriminator` is
    the top four bits of the discriminator. `tlv_bytes` follow the 88 bits; `tlv` is `None` when there
    are none or when they are malformed, which leaves the code usable.
    """

    version: int
    vendor_id: int | None
    product_id: int | None
    flow: int | None
    discovery: int | None
    discriminator: int | None
    short_discriminator: int
    passcode: Secret[int]
    tlv_bytes: bytes = field(default=b"", repr=False)
    tlv: OnboardingTlv | None = None

    @property
    def tlv_ok(self) -> bool | None:
        """Whether the extension is well-formed; `None` without one."""
        return self.tlv is not None if self.tlv_bytes else None

    @property
    def serial_number(self) -> str | int | None:
        """The serial number of the extension."""
        return self.tlv.serial_number if self.tlv is not None else None


def fault_of(payload: MatterPayload) -> SetupCodeReason | None:
    """Name the first rule that a well-formed payload breaks, or `None` when it can be used."""
    if payload.version != 0:
        return SetupCodeReason.VERSION
    if payload.flow == _RESERVED_FLOW:
        return SetupCodeReason.FLOW
    if not is_passcode_allowed(payload.passcode):
        return SetupCodeReason.PASSCODE_NOT_ALLOWED
    if payload.vendor_id is not None and payload.vendor_id > MAX_VENDOR_ID:
        return SetupCodeReason.VENDOR_ID
    if payload.vendor_id and payload.product_id == 0:
        return SetupCodeReason.VENDOR_WITHOUT_PRODUCT
    return None


def is_passcode_allowed(passcode: Secret[int]) -> bool:
    """Say whether a device may use this passcode (Matter core specification, 5.1.7.1)."""
    value = passcode.reveal()
    return 0 < value <= MAX_PASSCODE and value not in _FORBIDDEN_PASSCODES


def discovery_words(discovery: int) -> tuple[str, ...]:
    """Give the ways to find the device as words; a bit without a known meaning is `bit_N`."""
    return tuple(_word_of_bit(bit) for bit in _set_bits(discovery))


def _word_of_bit(bit: int) -> str:
    return _DISCOVERY_WORDS[bit] if bit < len(_DISCOVERY_WORDS) else f"bit_{bit}"


def _set_bits(bits: int) -> Iterator[int]:
    return (bit for bit in range(bits.bit_length()) if bits >> bit & 1)
