"""The optional extension behind the 88 bits of a Matter QR code.

One anonymous TLV structure with context tags (Matter core specification, section 5.1.5 "TLV Content"
and appendix A "Tag-length-value Encoding Format"; project-chip/connectedhomeip
`src/setup_payload/QRCodeSetupPayloadParser.cpp`).
"""

import struct
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum, auto
from typing import NamedTuple

_MAX_SERIAL_NUMBER_BYTES = 32
_PBKDF_ITERATIONS = range(1000, 100_001)
_PBKDF_SALT_BYTES = range(16, 33)
_NUMBER_OF_DEVICES = range(1, 256)
_COMMISSIONING_TIMEOUT_S = range(0x10000)

_ANONYMOUS_STRUCTURE = 0x15
_END_OF_CONTAINER = 0x18
_CONTEXT_SPECIFIC = 1
_FIRST_VENDOR_TAG = 0x80
# Bytes of the tag by tag control, the top three bits of the control byte (appendix A.7.2).
_TAG_BYTES = (0, 1, 2, 4, 2, 4, 6, 8)


class _Tag(IntEnum):
    SERIAL_NUMBER = 0
    PBKDF_ITERATIONS = 1
    PBKDF_SALT = 2
    NUMBER_OF_DEVICES = 3
    COMMISSIONING_TIMEOUT = 4


class _Kind(Enum):
    SIGNED = auto()
    UNSIGNED = auto()
    BOOLEAN = auto()
    FLOAT = auto()
    TEXT = auto()
    OCTETS = auto()
    NULL = auto()
    CONTAINER = auto()


# By element type, the low five bits of the control byte (appendix A.7.1). Within a kind the low bits
# are the width; the types from 0x18 up are the end of a container and reserved ones.
_KINDS = (
    *[_Kind.SIGNED] * 4,
    *[_Kind.UNSIGNED] * 4,
    *[_Kind.BOOLEAN] * 2,
    *[_Kind.FLOAT] * 2,
    *[_Kind.TEXT] * 4,
    *[_Kind.OCTETS] * 4,
    _Kind.NULL,
    *[_Kind.CONTAINER] * 3,
)


class OnboardingTlvReason(StrEnum):
    """Why an extension is refused."""

    NOT_A_STRUCTURE = "not_a_structure"
    TRUNCATED = "truncated"
    NOT_CLOSED = "not_closed"
    TRAILING_BYTES = "trailing_bytes"
    TAG_NOT_CONTEXT_SPECIFIC = "tag_not_context_specific"
    RESERVED_TAG = "reserved_tag"
    RESERVED_TYPE = "reserved_type"
    REPEATED_TAG = "repeated_tag"
    WRONG_TYPE = "wrong_type"
    RANGE = "range"
    TEXT_ENCODING = "text_encoding"
    PBKDF_PAIR = "pbkdf_pair"


class OnboardingTlvError(Exception):
    """The extension is malformed; `reason` says why."""

    def __init__(self, reason: OnboardingTlvReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VendorContainer:
    """A maker's own structure, array or list: checked for its form, its content left encoded."""

    element_type: int
    content: bytes


VendorValue = str | int | float | bytes | VendorContainer | None


@dataclass(frozen=True, slots=True)
class OnboardingTlv:
    """What a well-formed extension says; `vendor` holds tag and value of the maker's own elements."""

    serial_number: str | int | None = None
    pbkdf_iterations: int | None = None
    pbkdf_salt: bytes | None = None
    number_of_devices: int | None = None
    commissioning_timeout_s: int | None = None
    vendor: tuple[tuple[int, VendorValue], ...] = field(default=(), repr=False)


class _Element(NamedTuple):
    tag_control: int
    tag: int
    element_type: int
    kind: _Kind
    content: bytes
    end: int


def read_onboarding_tlv(data: bytes) -> OnboardingTlv:
    """Read the bytes behind the 88 bits; `OnboardingTlvError` when they are not well-formed."""
    if data[:1] != bytes([_ANONYMOUS_STRUCTURE]):
        raise OnboardingTlvError(OnboardingTlvReason.NOT_A_STRUCTURE)
    known: dict[int, _Element] = {}
    vendor: dict[int, VendorValue] = {}
    position = 1
    while (element := _next_element(data, position)) is not None:
        _check_tag(element)
        if element.tag in known or element.tag in vendor:
            raise OnboardingTlvError(OnboardingTlvReason.REPEATED_TAG)
        if element.tag < _FIRST_VENDOR_TAG:
            known[element.tag] = element
        else:
            vendor[element.tag] = _value_of(element)
        position = element.end
    if position + 1 != len(data):
        raise OnboardingTlvError(OnboardingTlvReason.TRAILING_BYTES)
    if (_Tag.PBKDF_ITERATIONS in known) != (_Tag.PBKDF_SALT in known):
        raise OnboardingTlvError(OnboardingTlvReason.PBKDF_PAIR)
    return OnboardingTlv(
        serial_number=_serial_number(known.get(_Tag.SERIAL_NUMBER)),
        pbkdf_iterations=_number(known.get(_Tag.PBKDF_ITERATIONS), _PBKDF_ITERATIONS),
        pbkdf_salt=_salt(known.get(_Tag.PBKDF_SALT)),
        number_of_devices=_number(known.get(_Tag.NUMBER_OF_DEVICES), _NUMBER_OF_DEVICES),
        commissioning_timeout_s=_number(
            known.get(_Tag.COMMISSIONING_TIMEOUT), _COMMISSIONING_TIMEOUT_S
        ),
        vendor=tuple(vendor.items()),
    )


def _check_tag(element: _Element) -> None:
    if element.tag_control != _CONTEXT_SPECIFIC:
        raise OnboardingTlvError(OnboardingTlvReason.TAG_NOT_CONTEXT_SPECIFIC)
    if max(_Tag) < element.tag < _FIRST_VENDOR_TAG:
        raise OnboardingTlvError(OnboardingTlvReason.RESERVED_TAG)


def _serial_number(element: _Element | None) -> str | int | None:
    if element is None:
        return None
    value = _value_of(element)
    if element.kind is _Kind.UNSIGNED and isinstance(value, int):
        return value
    if not isinstance(value, str):
        raise OnboardingTlvError(OnboardingTlvReason.WRONG_TYPE)
    if len(element.content) > _MAX_SERIAL_NUMBER_BYTES:
        raise OnboardingTlvError(OnboardingTlvReason.RANGE)
    return value


def _salt(element: _Element | None) -> bytes | None:
    if element is None:
        return None
    if element.kind is not _Kind.OCTETS:
        raise OnboardingTlvError(OnboardingTlvReason.WRONG_TYPE)
    if len(element.content) not in _PBKDF_SALT_BYTES:
        raise OnboardingTlvError(OnboardingTlvReason.RANGE)
    return element.content


def _number(element: _Element | None, allowed: range) -> int | None:
    if element is None:
        return None
    if element.kind is not _Kind.UNSIGNED:
        raise OnboardingTlvError(OnboardingTlvReason.WRONG_TYPE)
    value = int.from_bytes(element.content, "little")
    if value not in allowed:
        raise OnboardingTlvError(OnboardingTlvReason.RANGE)
    return value


def _value_of(element: _Element) -> VendorValue:
    content = element.content
    match element.kind:
        case _Kind.SIGNED | _Kind.UNSIGNED:
            return int.from_bytes(content, "little", signed=element.kind is _Kind.SIGNED)
        case _Kind.BOOLEAN:
            return bool(element.element_type & 1)
        case _Kind.FLOAT:
            number: float = struct.unpack("<d" if element.element_type & 1 else "<f", content)[0]
            return number
        case _Kind.TEXT:
            return _text(content)
        case _Kind.OCTETS:
            return content
        case _Kind.NULL:
            return None
        case _:
            return VendorContainer(element.element_type, content)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise OnboardingTlvError(OnboardingTlvReason.TEXT_ENCODING) from None


def _next_element(data: bytes, position: int) -> _Element | None:
    """Give the element at `position` with all that is in it, `None` at the end of the container."""
    element = _element_head(data, position)
    if element is None or element.kind is not _Kind.CONTAINER:
        return element
    # Counting instead of calling itself: nesting is as deep as the code is long.
    depth, end = 1, element.end
    while depth:
        inner = _element_head(data, end)
        if inner is None:
            depth, end = depth - 1, end + 1
        else:
            depth, end = depth + (inner.kind is _Kind.CONTAINER), inner.end
    return element._replace(content=data[element.end : end - 1], end=end)


def _element_head(data: bytes, position: int) -> _Element | None:
    """The same, but a container's head alone."""
    if position >= len(data):
        raise OnboardingTlvError(OnboardingTlvReason.NOT_CLOSED)
    control = data[position]
    if control == _END_OF_CONTAINER:
        return None
    tag_control, element_type = control >> 5, control & 0x1F
    if element_type >= len(_KINDS):
        raise OnboardingTlvError(OnboardingTlvReason.RESERVED_TYPE)
    kind = _KINDS[element_type]
    tag, position = _little_endian(data, position + 1, _TAG_BYTES[tag_control])
    length = 0
    if kind in (_Kind.SIGNED, _Kind.UNSIGNED):
        length = 1 << (element_type & 3)
    elif kind is _Kind.FLOAT:
        length = 4 << (element_type & 1)
    elif kind in (_Kind.TEXT, _Kind.OCTETS):
        length, position = _little_endian(data, position, 1 << (element_type & 3))
    end = position + length
    if end > len(data):
        raise OnboardingTlvError(OnboardingTlvReason.TRUNCATED)
    return _Element(tag_control, tag, element_type, kind, data[position:end], end)


def _little_endian(data: bytes, position: int, size: int) -> tuple[int, int]:
    end = position + size
    if end > len(data):
        raise OnboardingTlvError(OnboardingTlvReason.TRUNCATED)
    return int.from_bytes(data[position:end], "little"), end
