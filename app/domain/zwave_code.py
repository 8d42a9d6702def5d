"""Z-Wave's S2 and SmartStart code: the digits of its QR code, or the DSK alone, read and written.

Silicon Labs SDS13937 "Node Provisioning QR Code Format (S2, Smart Start)"; zwave-js/zwave-js
`packages/core/src/qr/parse.ts`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag, StrEnum

from app.core.secret import Secret
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)
from app.domain.zwave_parts import (
    WORD_DIGITS,
    ZWaveProductId,
    ZWaveProductType,
    ZWaveTlv,
    ends_of_parts,
    read_parts,
    read_words,
    write_tlv,
    zwave_error,
)

DSK_WORDS = 8
DSK_DIGITS = DSK_WORDS * WORD_DIGITS
LEAD_IN = "90"
LEAST_DIGITS = 52

_VERSION = slice(2, 4)
_CHECKSUM = slice(4, 9)
_HASHED_FROM = 9
_KEYS = slice(9, 12)
_DSK = slice(12, 52)
_MAX_VERSION = 1
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


_KNOWN_KEYS = sum(1 << key for key in ZWaveKey)


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
    def warnings(self) -> tuple[SetupCodeWarning, ...]:
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
        raise zwave_error(SetupCodeReason.CHECKSUM)
    raise SetupCodeError(_reason_of_other(compact), family=SetupCodeFamily.OTHER)


def is_dsk(text: str) -> bool:
    """Say whether the text is a DSK alone: 40 digits, plain or in eight groups, or behind its mark."""
    return _DSK_TEXT.fullmatch(text) is not None


def read_dsk(text: str) -> ZWaveSetupCode:
    """Read a DSK alone; `SetupCodeError` when a group is over 65535."""
    if not is_dsk(text):
        raise zwave_error(SetupCodeReason.LENGTH)
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
    return with_checksum(code.version, hashed + "".join(map(write_tlv, code.tlvs)))


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
    for end in ends_of_parts(digits, LEAST_DIGITS, _MAX_TLVS_BEFORE_EXTRA_DIGITS):
        state.update(digits[hashed_to:end].encode())
        hashed_to = end
        if f"{int.from_bytes(state.digest()[:2], 'big'):05}" == wanted:
            found = end
    return found


def _checksum(digits: str) -> int:
    hashed = hashlib.sha1(digits.encode(), usedforsecurity=False)
    return int.from_bytes(hashed.digest()[:2], "big")


def _read_digits(digits: str) -> ZWaveSetupCode:
    version, key_bits = int(digits[_VERSION]), int(digits[_KEYS])
    if version > _MAX_VERSION:
        raise zwave_error(SetupCodeReason.VERSION)
    if key_bits & ~_KNOWN_KEYS:
        raise zwave_error(SetupCodeReason.RANGE)
    dsk = _read_dsk(digits[_DSK])
    parts = read_parts(digits[LEAST_DIGITS:])
    return ZWaveSetupCode(
        form=ZWaveForm.QR,
        dsk=dsk,
        version=version,
        keys=tuple(key for key in ZWaveKey if key_bits >> key & 1),
        product_type=parts.product_type,
        product_id=parts.product_id,
        max_inclusion_interval_s=parts.max_inclusion_interval_s,
        uuid=parts.uuid,
        protocols=parts.protocols,
        tlvs=parts.tlvs,
    )


def _read_dsk(digits: str) -> Secret[str]:
    return Secret("-".join(f"{word:05}" for word in read_words(digits)))
