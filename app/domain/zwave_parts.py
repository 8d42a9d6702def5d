"""The parts behind the DSK of a Z-Wave code: type, length and value in decimal digits.

Silicon Labs SDS13937 "Node Provisioning QR Code Format (S2, Smart Start)"; zwave-js/zwave-js
`packages/core/src/qr/utils.ts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily, SetupCodeReason

WORD_DIGITS = 5
MAX_WORD = 0xFFFF

_HEAD_DIGITS = 4  # type and criticality, then the length
_INTERVAL_STEP_S = 128


class ZWaveTlvType(IntEnum):
    """The parts behind the DSK."""

    PRODUCT_TYPE = 0
    PRODUCT_ID = 1
    MAX_INCLUSION_INTERVAL = 2
    UUID = 3
    PROTOCOLS = 4


_TLV_DIGITS = {
    ZWaveTlvType.PRODUCT_TYPE: (10,),
    ZWaveTlvType.PRODUCT_ID: (20,),
    ZWaveTlvType.MAX_INCLUSION_INTERVAL: (2,),
    ZWaveTlvType.UUID: (42,),
    ZWaveTlvType.PROTOCOLS: (2, 3, 5),
}


@dataclass(frozen=True, slots=True)
class ZWaveTlv:
    """One part behind the DSK as it is printed."""

    type: int
    is_critical: bool
    digits: str


@dataclass(frozen=True, slots=True)
class ZWaveProductType:
    """What the device is; 0x40, 3 with the icon 0x0300 is a door lock with keypad."""

    generic: int
    specific: int
    icon: int


@dataclass(frozen=True, slots=True)
class ZWaveProductId:
    """Which device it is; `version` is `major.minor`."""

    manufacturer: int
    type: int
    id: int
    version: str


@dataclass(frozen=True, slots=True)
class ZWaveParts:
    """What the parts say; `protocols` are bits, `uuid` 32 hex digits. `tlvs` are all parts as printed."""

    product_type: ZWaveProductType
    product_id: ZWaveProductId
    max_inclusion_interval_s: int | None
    uuid: str | None
    protocols: int | None
    tlvs: tuple[ZWaveTlv, ...]


def read_parts(digits: str) -> ZWaveParts:
    """Read the digits behind the DSK; `SetupCodeError` when they are not usable."""
    tlvs = tuple(_read_tlvs(digits))
    known: dict[int, str] = {}
    for tlv in tlvs:
        if tlv.type not in _TLV_DIGITS:
            if tlv.is_critical:
                raise zwave_error(SetupCodeReason.UNKNOWN_CRITICAL_TLV)
        elif len(tlv.digits) not in _TLV_DIGITS[ZWaveTlvType(tlv.type)]:
            raise zwave_error(SetupCodeReason.LENGTH)
        else:
            known.setdefault(tlv.type, tlv.digits)
    if not {ZWaveTlvType.PRODUCT_TYPE, ZWaveTlvType.PRODUCT_ID} <= known.keys():
        raise zwave_error(SetupCodeReason.MISSING_TLV)
    interval = known.get(ZWaveTlvType.MAX_INCLUSION_INTERVAL)
    protocols = known.get(ZWaveTlvType.PROTOCOLS)
    return ZWaveParts(
        product_type=_read_product_type(known[ZWaveTlvType.PRODUCT_TYPE]),
        product_id=_read_product_id(known[ZWaveTlvType.PRODUCT_ID]),
        max_inclusion_interval_s=None if interval is None else int(interval) * _INTERVAL_STEP_S,
        uuid=_read_uuid(known.get(ZWaveTlvType.UUID)),
        protocols=None if protocols is None else int(protocols),
        tlvs=tlvs,
    )


def write_tlv(tlv: ZWaveTlv) -> str:
    """Write one part as it is printed."""
    return f"{tlv.type << 1 | tlv.is_critical:02}{len(tlv.digits):02}{tlv.digits}"


def ends_of_parts(digits: str, start: int, most: int) -> Iterator[int]:
    """Give `start` and where each of the first `most` parts from there on ends."""
    end = start
    for _ in range(most + 1):
        yield end
        head = digits[end : end + _HEAD_DIGITS]
        if len(head) < _HEAD_DIGITS:
            return
        end += _HEAD_DIGITS + int(head[2:])
        if end > len(digits):
            return


def read_words(digits: str) -> list[int]:
    """Read groups of five digits; `SetupCodeError` when one is over 65535."""
    words = [
        int(digits[start : start + WORD_DIGITS]) for start in range(0, len(digits), WORD_DIGITS)
    ]
    if max(words) > MAX_WORD:
        raise zwave_error(SetupCodeReason.RANGE)
    return words


def zwave_error(reason: SetupCodeReason) -> SetupCodeError:
    """The refusal of a code that is Z-Wave's."""
    return SetupCodeError(reason, family=SetupCodeFamily.ZWAVE)


def _read_tlvs(digits: str) -> Iterator[ZWaveTlv]:
    start = 0
    while start < len(digits):
        head = digits[start : start + _HEAD_DIGITS]
        start += _HEAD_DIGITS
        size = int(head[2:]) if len(head) == _HEAD_DIGITS else len(digits)
        if start + size > len(digits):
            raise zwave_error(SetupCodeReason.LENGTH)
        yield ZWaveTlv(int(head[:2]) >> 1, bool(int(head[:2]) & 1), digits[start : start + size])
        start += size


def _read_product_type(digits: str) -> ZWaveProductType:
    kind, icon = read_words(digits)
    return ZWaveProductType(generic=kind >> 8, specific=kind & 0xFF, icon=icon)


def _read_product_id(digits: str) -> ZWaveProductId:
    manufacturer, kind, number, version = read_words(digits)
    return ZWaveProductId(manufacturer, kind, number, f"{version >> 8}.{version & 0xFF}")


def _read_uuid(digits: str | None) -> str | None:
    """Give the UUID as 32 hex digits; `None` when it is absent or in a presentation that is not known."""
    if digits is None or not digits.startswith("00"):
        return None
    return "".join(f"{word:04x}" for word in read_words(digits[2:]))
