"""Z-Wave's S2 and SmartStart code: the digits of its QR code, or the DSK alone, read and written.

Silicon Labs SDS13937 "Node Provisioning QR Code Format (S2, Smart Start)"; zwave-js/zwave-js
`packages/core/src/qr/parse.ts`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag, StrEnum
from typing import TYPE_CHECKING

from app.core.secret import Secret
from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily, SetupCodeReason

if TYPE_CHECKING:
    from app.domain.setup_code_error import SetupCodeWarning

DSK_WORDS = 8
WORD_DIGITS = 5
MAX_WORD = 0xFFFF
DSK_DIGITS = DSK_WORDS * WORD_DIGITS
LEAD_IN = "90"
LEAST_DIGITS = 52

_VERSION = slice(2, 4)
_CHECKSUM = slice(4, 9)
_HASHED_FROM = 9
_KEYS = slice(9, 12)
_DSK = slice(12, 52)
_TLV_HEAD_DIGITS = 4
_MAX_VERSION = 1
_INTERVAL_STEP_S = 128
# Text around is searched no further than this: what a label carries has neither.
_MAX_STARTS = 32
_MAX_TLVS_BEFORE_EXTRA_DIGITS = 16
_START = re.compile(r"(?=(90[0-9]{50,}))")
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[-0-9\s\u2010-\u2015]*")
_DSK_TEXT = re.compile(
    r"\s*(?:(?:zws2)?dsk:?\s*)?[0-9]{5}(?:[-\s.\u2010-\u2015]{0,3}[0-9]{5}){7}\s*", re.IGNORECASE
)


class ZWaveForm(StrEnum):
    """How the code was printed: the whole QR code, or the DSK alone in eight groups."""

    QR = "qr"
    DSK = "dsk"


class ZWaveKey(IntEnum):
    """Security keys that a device asks for, by their bit (SDS13937, 3.2)."""

    S2_UNAUTHENTICATED = 0
    S2_AUTHENTICATED = 1
    S2_ACCESS_CONTROL = 2
    S0 = 7


class ZWaveProtocol(IntFlag):
    """What the radio can speak."""

    ZWAVE = 1
    LONG_RANGE = 2


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
_KNOWN_KEYS = sum(1 << key for key in ZWaveKey)


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
class ZWaveSetupCode:
    """A usable Z-Wave code; `dsk` is eight groups with dashes, of which the first is the PIN of S2.

    All else but the DSK is `None` or empty when the DSK stands alone. `protocols` are bits.
    """

    form: ZWaveForm
    dsk: Secret[str]
    version: int | None = None
    keys: tuple[ZWaveKey, ...] = ()
    product_type: ZWaveProductType | None = None
    product_id: ZWaveProductId | None = None
    max_inclusion_interval_s: int | None = None
    uuid: str | None = None
    protocols: int | None = None
    tlvs: tuple[ZWaveTlv, ...] = field(default=(), repr=False)

    @property
    def family(self) -> SetupCodeFamily:
        """Always Z-Wave."""
        return SetupCodeFamily.ZWAVE

    @property
    def warnings(self) -> "tuple[SetupCodeWarning, ...]":
        """None: what is odd here is refused."""
        return ()

    @property
    def pin(self) -> Secret[str]:
        """The five digits that S2 asks for."""
        return Secret(self.dsk.reveal()[:WORD_DIGITS])


def has_zwave_digits(text: str) -> bool:
    """Say whether `90` and 50 more digits stand somewhere in the text, white space aside."""
    return _START.search(_compact(text)) is not None


def read_zwave_code(text: str) -> ZWaveSetupCode:
    """Read the digits with white space or dashes in them, or with anything around them.

    The first `90` whose checksum fits wins. `SetupCodeError` when none does; its family is `other`
    when the text does not look like Z-Wave at all.
    """
    compact = _compact(text)
    for digits in _candidates(compact):
        if (end := _checked_end(digits)) is not None:
            return _read_digits(digits[:end])
    if any(run.group().startswith(LEAD_IN) and _is_long(run) for run in _DIGITS.finditer(compact)):
        raise _error(SetupCodeReason.CHECKSUM)
    raise SetupCodeError(_reason_of_other(compact), family=SetupCodeFamily.OTHER)


def is_dsk(text: str) -> bool:
    """Say whether the text is a DSK alone: 40 digits, plain or in eight groups, or behind its mark."""
    return _DSK_TEXT.fullmatch(text) is not None


def read_dsk(text: str) -> ZWaveSetupCode:
    """Read a DSK alone; `SetupCodeError` when a group is over 65535."""
    if not is_dsk(text):
        raise _error(SetupCodeReason.LENGTH)
    # From behind: the mark before the DSK has a digit too.
    digits = "".join(_DIGITS.findall(text))[-DSK_DIGITS:]
    return ZWaveSetupCode(ZWaveForm.DSK, _read_dsk(digits))


def write_zwave_code(code: ZWaveSetupCode) -> Secret[str]:
    """Write the digits of the QR code, or the DSK in groups; `ValueError` when a field is missing."""
    if code.form is ZWaveForm.DSK:
        return code.dsk
    if code.version is None:
        raise ValueError("a QR code has a version")
    hashed = f"{sum(1 << key for key in code.keys):03}" + code.dsk.reveal().replace("-", "")
    for tlv in code.tlvs:
        hashed += f"{tlv.type << 1 | tlv.is_critical:02}{len(tlv.digits):02}{tlv.digits}"
    return with_checksum(code.version, hashed)


def with_checksum(version: int, hashed: str) -> Secret[str]:
    """Put lead-in, version and checksum before the digits from the keys on."""
    return Secret(f"{LEAD_IN}{version:02}{_checksum(hashed):05}{hashed}")


def _compact(text: str) -> str:
    """Take white space out, and dashes too where there is nothing but digits: so they are typed in groups."""
    return re.sub(r"[^0-9]", "", text) if _GROUPED.fullmatch(text) else "".join(text.split())


def _is_long(run: re.Match[str]) -> bool:
    return run.end() - run.start() >= LEAST_DIGITS


def _reason_of_other(compact: str) -> SetupCodeReason:
    if not compact.startswith(LEAD_IN):
        return SetupCodeReason.PREFIX
    if not (compact.isascii() and compact.isdecimal()):
        return SetupCodeReason.CHARACTER
    return SetupCodeReason.LENGTH


def _candidates(compact: str) -> Iterator[str]:
    """Give the digits from each `90` to the end of their run."""
    for count, start in enumerate(_START.finditer(compact)):
        if count == _MAX_STARTS:
            return
        yield start[1]


def _checked_end(digits: str) -> int | None:
    """Give where the code ends whose checksum fits: the end of the digits, else the last part before extra ones."""
    wanted = digits[_CHECKSUM]
    if f"{_checksum(digits[_HASHED_FROM:]):05}" == wanted:
        return len(digits)
    found: int | None = None
    hashed_to, state = _HASHED_FROM, hashlib.sha1(usedforsecurity=False)
    for end in _ends_of_parts(digits):
        state.update(digits[hashed_to:end].encode())
        hashed_to = end
        if f"{int.from_bytes(state.digest()[:2], 'big'):05}" == wanted:
            found = end
    return found


def _ends_of_parts(digits: str) -> Iterator[int]:
    end = LEAST_DIGITS
    for _ in range(_MAX_TLVS_BEFORE_EXTRA_DIGITS + 1):
        yield end
        head = digits[end : end + _TLV_HEAD_DIGITS]
        if len(head) < _TLV_HEAD_DIGITS:
            return
        end += _TLV_HEAD_DIGITS + int(head[2:])
        if end > len(digits):
            return


def _checksum(digits: str) -> int:
    hashed = hashlib.sha1(digits.encode(), usedforsecurity=False)
    return int.from_bytes(hashed.digest()[:2], "big")


def _read_digits(digits: str) -> ZWaveSetupCode:
    version, key_bits = int(digits[_VERSION]), int(digits[_KEYS])
    if version > _MAX_VERSION:
        raise _error(SetupCodeReason.VERSION)
    if key_bits & ~_KNOWN_KEYS:
        raise _error(SetupCodeReason.RANGE)
    dsk = _read_dsk(digits[_DSK])
    tlvs = tuple(_read_tlvs(digits))
    known: dict[int, str] = {}
    for tlv in tlvs:
        if tlv.type not in _TLV_DIGITS:
            if tlv.is_critical:
                raise _error(SetupCodeReason.UNKNOWN_CRITICAL_TLV)
        elif len(tlv.digits) not in _TLV_DIGITS[ZWaveTlvType(tlv.type)]:
            raise _error(SetupCodeReason.LENGTH)
        else:
            known.setdefault(tlv.type, tlv.digits)
    if not {ZWaveTlvType.PRODUCT_TYPE, ZWaveTlvType.PRODUCT_ID} <= known.keys():
        raise _error(SetupCodeReason.MISSING_TLV)
    interval = known.get(ZWaveTlvType.MAX_INCLUSION_INTERVAL)
    protocols = known.get(ZWaveTlvType.PROTOCOLS)
    return ZWaveSetupCode(
        form=ZWaveForm.QR,
        dsk=dsk,
        version=version,
        keys=tuple(key for key in ZWaveKey if key_bits >> key & 1),
        product_type=_read_product_type(known[ZWaveTlvType.PRODUCT_TYPE]),
        product_id=_read_product_id(known[ZWaveTlvType.PRODUCT_ID]),
        max_inclusion_interval_s=None if interval is None else int(interval) * _INTERVAL_STEP_S,
        uuid=_read_uuid(known.get(ZWaveTlvType.UUID)),
        protocols=None if protocols is None else int(protocols),
        tlvs=tlvs,
    )


def _read_tlvs(digits: str) -> Iterator[ZWaveTlv]:
    start = LEAST_DIGITS
    while start < len(digits):
        head = digits[start : start + _TLV_HEAD_DIGITS]
        start += _TLV_HEAD_DIGITS
        size = int(head[2:]) if len(head) == _TLV_HEAD_DIGITS else len(digits)
        if start + size > len(digits):
            raise _error(SetupCodeReason.LENGTH)
        yield ZWaveTlv(int(head[:2]) >> 1, bool(int(head[:2]) & 1), digits[start : start + size])
        start += size


def _words(digits: str) -> list[int]:
    words = [
        int(digits[start : start + WORD_DIGITS]) for start in range(0, len(digits), WORD_DIGITS)
    ]
    if max(words) > MAX_WORD:
        raise _error(SetupCodeReason.RANGE)
    return words


def _read_dsk(digits: str) -> Secret[str]:
    return Secret("-".join(f"{word:05}" for word in _words(digits)))


def _read_product_type(digits: str) -> ZWaveProductType:
    kind, icon = _words(digits)
    return ZWaveProductType(generic=kind >> 8, specific=kind & 0xFF, icon=icon)


def _read_product_id(digits: str) -> ZWaveProductId:
    manufacturer, kind, number, version = _words(digits)
    return ZWaveProductId(manufacturer, kind, number, f"{version >> 8}.{version & 0xFF}")


def _read_uuid(digits: str | None) -> str | None:
    """Give the UUID as 32 hex digits; `None` when it is absent or in a presentation that is not known."""
    if digits is None or not digits.startswith("00"):
        return None
    return "".join(f"{word:04x}" for word in _words(digits[2:]))


def _error(reason: SetupCodeReason) -> SetupCodeError:
    return SetupCodeError(reason, family=SetupCodeFamily.ZWAVE)
