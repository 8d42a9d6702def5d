"""What a text that is no setup code is instead: "this is the Wi-Fi code" is an answer people need.

A text with a scheme says itself what it is (`kind`); of one without, only its look is known
(`looks_like`). Schemes: zxing/zxing wiki "Barcode Contents"; Wi-Fi Alliance, WPA3 specification 7.1 and
Wi-Fi Easy Connect 4.3; RFC 6350 (vCard), RFC 5545 (iCalendar), RFC 5870 (geo), RFC 6068 (mailto),
RFC 3966 (tel); GSMA SGP.22 4.1 (eSIM). Numbers: GS1 General Specifications, 3 and 7.9 (check digit).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_NAMED_CHARACTERS = 7089
"""What the largest QR code holds as digits (ISO/IEC 18004, table 7); no symbol on a label holds more."""


class OtherKind(StrEnum):
    """What the text says that it is."""

    WIFI = "wifi"
    EASY_CONNECT = "easy_connect"
    ONE_TIME_PASSWORD = "one_time_password"  # noqa: S105 - the name of a kind
    ESIM = "esim"
    URL = "url"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"
    MESSAGE = "message"
    PLACE = "place"
    EVENT = "event"
    TEXT = "text"


class TextLook(StrEnum):
    """What a text without a scheme looks like; a likeness, no proof."""

    NOTHING = "nothing"
    PRODUCT_NUMBER = "product_number"
    BOOK_NUMBER = "book_number"
    GS1 = "gs1"
    RADIO_ADDRESS = "radio_address"
    SERIAL_NUMBER = "serial_number"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class OtherText:
    """The name of a text that belongs to no family; the text itself stays with whoever has it.

    `looks_like` is set for plain text only. `is_secret`: it carries a password or a key of its own.
    """

    kind: OtherKind
    looks_like: TextLook | None = None
    is_secret: bool = False

    @property
    def word(self) -> str:
        """The word for people: what it looks like where that is known, else its kind."""
        return str(self.looks_like or self.kind)


_SCHEMES: tuple[tuple[str, OtherKind], ...] = (
    ("wifi:", OtherKind.WIFI),
    ("dpp:", OtherKind.EASY_CONNECT),
    ("otpauth://", OtherKind.ONE_TIME_PASSWORD),
    ("otpauth-migration://", OtherKind.ONE_TIME_PASSWORD),
    ("lpa:", OtherKind.ESIM),
    ("begin:vcard", OtherKind.CONTACT),
    ("mecard:", OtherKind.CONTACT),
    ("bizcard:", OtherKind.CONTACT),
    ("mailto:", OtherKind.EMAIL),
    ("matmsg:", OtherKind.EMAIL),
    ("smtp:", OtherKind.EMAIL),
    ("tel:", OtherKind.PHONE),
    ("sms:", OtherKind.MESSAGE),
    ("smsto:", OtherKind.MESSAGE),
    ("mmsto:", OtherKind.MESSAGE),
    ("geo:", OtherKind.PLACE),
    ("begin:vevent", OtherKind.EVENT),
    ("begin:vcalendar", OtherKind.EVENT),
    ("http://", OtherKind.URL),
    ("https://", OtherKind.URL),
    ("urlto:", OtherKind.URL),
    ("mebkm:", OtherKind.URL),
    ("www.", OtherKind.URL),
)
_LONGEST_SCHEME = max(len(scheme) for scheme, _kind in _SCHEMES)
_ALWAYS_SECRET = frozenset({OtherKind.EASY_CONNECT, OtherKind.ONE_TIME_PASSWORD, OtherKind.ESIM})
_ANY_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}://[^\s]+")
_EMAIL = re.compile(r"[^\s@:/]{1,64}@[^\s@:/]{1,190}\.[A-Za-z]{2,24}")
_WIFI_PASSWORD = re.compile(r"[:;]P:[^;]", re.IGNORECASE)
_PHONE = re.compile(r"\+[0-9][0-9 ()/.-]{5,24}")
_RADIO_ADDRESS = re.compile(
    r"[0-9A-F]{2}(?:([:-])[0-9A-F]{2}){5}(?:\1[0-9A-F]{2}){0,2}", re.IGNORECASE
)
_GS1_BRACKETS = re.compile(r"\([0-9]{2,4}\)[^()]+(?:\([0-9]{2,4}\)[^()]+)*")
_GS1_SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0")  # ISO/IEC 15424
_GROUP_SEPARATOR = "\x1d"  # stands for FNC1 between GS1 fields
_GTIN_FIELD = re.compile(r"01([0-9]{14})(?![0-9]*$)[0-9]{2}\S+")
_SERIAL_LABEL = re.compile(
    r"\s*(?:s/?n|ser(?:ial)?(?:\s*(?:no|nr|number))?)\s*[.:#]\s*\S", re.IGNORECASE
)
_SERIAL = re.compile(
    r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])[0-9A-Z]+(?:[-/._][0-9A-Z]+)*", re.IGNORECASE
)
_SERIAL_CHARACTERS = range(6, 41)
_GTIN_DIGITS = (8, 12, 13, 14)
_BOOK_PREFIXES = ("978", "979")


def name_other_text(text: str) -> OtherText:
    """Say what a text is that no family of setup codes accepts; never fails."""
    if len(text) > MAX_NAMED_CHARACTERS:
        return OtherText(OtherKind.TEXT, TextLook.NOTHING, is_secret=False)
    stripped = text.strip().lstrip("\ufeff")
    kind = _kind_of(stripped)
    if kind is OtherKind.TEXT:
        return OtherText(kind, _look_of(stripped))
    is_secret = kind in _ALWAYS_SECRET or (
        kind is OtherKind.WIFI and _WIFI_PASSWORD.search(stripped) is not None
    )
    return OtherText(kind, is_secret=is_secret)


def is_product_number(digits: str) -> bool:
    """Say whether 8, 12, 13 or 14 digits end in their check digit (EAN-8, UPC-A, EAN-13, GTIN-14)."""
    if len(digits) not in _GTIN_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return False
    weighted = (
        int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))
    )
    return sum(weighted) % 10 == 0


def _kind_of(text: str) -> OtherKind:
    start = text[:_LONGEST_SCHEME].lower()
    for scheme, kind in _SCHEMES:
        if start.startswith(scheme):
            return kind
    if _ANY_URL.fullmatch(text):
        return OtherKind.URL
    if _EMAIL.fullmatch(text):
        return OtherKind.EMAIL
    if _PHONE.fullmatch(text):
        return OtherKind.PHONE
    return OtherKind.TEXT


def _look_of(text: str) -> TextLook:
    if not text:
        return TextLook.NOTHING
    digits = text.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdecimal():
        return _look_of_digits(digits)
    if _is_gs1(text):
        return TextLook.GS1
    if _RADIO_ADDRESS.fullmatch(text):
        return TextLook.RADIO_ADDRESS
    if _SERIAL_LABEL.match(text) or (len(text) in _SERIAL_CHARACTERS and _SERIAL.fullmatch(text)):
        return TextLook.SERIAL_NUMBER
    return TextLook.NOTHING


def _look_of_digits(digits: str) -> TextLook:
    if is_product_number(digits):
        is_book = len(digits) == 13 and digits.startswith(_BOOK_PREFIXES)
        return TextLook.BOOK_NUMBER if is_book else TextLook.PRODUCT_NUMBER
    gtin = digits[2:16]
    if digits.startswith("01") and len(digits) > 18 and is_product_number(gtin):
        return TextLook.GS1
    return TextLook.NUMBER


def _is_gs1(text: str) -> bool:
    if text.startswith(_GS1_SYMBOLOGIES) or _GROUP_SEPARATOR in text:
        return True
    if _GS1_BRACKETS.fullmatch(text):
        return True
    field = _GTIN_FIELD.fullmatch(text)
    return field is not None and is_product_number(field[1])
