"""Codes that somebody who knows the person or the house would try: pieces of phone, birthday and house number."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from app.core.secret import Secret

_SHORTEST_PHONE = 4


def sources_of_person(*, phone: str | None = None, birthday: date | None = None) -> frozenset[str]:
    """The digits of a phone number, also as they are dialled at home, and of a birthday in the usual orders, with and without zeros."""
    found: set[str] = set()
    digits = _digits(phone or "")
    if len(digits) >= _SHORTEST_PHONE:
        found.add(digits)
        # Written as +49 221 ... or +49 (0)221 ..., dialled at home as 0221 ...
        found.add("0" + _digits((phone or "").partition("(0)")[2]))
        if (phone or "").strip().startswith(("+", "00")):
            found |= {"0" + digits.lstrip("0")[country:] for country in (1, 2, 3)}
    if birthday is not None:
        years = (f"{birthday.year:04}", f"{birthday.year % 100:02}", "")
        for day in {str(birthday.day), f"{birthday.day:02}"}:
            for month in {str(birthday.month), f"{birthday.month:02}"}:
                for year in years:
                    found |= {day + month + year, month + day + year, year + month + day}
    return frozenset(found - {"0"})


def sources_of_place(*texts: str) -> frozenset[str]:
    """The numbers in the address or name of a house or flat: `Hofgarten 12 b, 50667 Köln` has 12 and 50667."""
    found: set[str] = set()
    for text in texts:
        spaced = "".join(key if key.isdecimal() and key.isascii() else " " for key in text)
        numbers = spaced.split()
        found.update(numbers)
        found.update(one + other for one, other in pairwise(numbers))
    return frozenset(found)


def taken_from(sources: Iterable[str], length: int) -> frozenset[str]:
    """The codes of a length that come from these digits.

    A source that is long enough gives each piece of neighbouring digits, forwards and backwards. A shorter one gives itself repeated until
    the code is full, and itself filled up with zeros before it, behind it or both.
    """
    found: set[str] = set()
    for source in sources:
        if len(source) >= length:
            for at in range(len(source) - length + 1):
                piece = source[at : at + length]
                found |= {piece, piece[::-1]}
            continue
        for text in {source, source[::-1]}:
            found.add((text * length)[:length])
            zeros = length - len(text)
            found |= {"0" * before + text + "0" * (zeros - before) for before in range(zeros + 1)}
    return frozenset(found)


def is_taken_from(code: Secret[str], sources: Iterable[str]) -> bool:
    """Whether a code comes from these digits: it is one of `taken_from`, found without making them."""
    text = code.reveal()
    return bool(text) and any(_is_piece(text, source) for source in sources)


def _is_piece(text: str, source: str) -> bool:
    if len(source) >= len(text):
        return text in source or text[::-1] in source
    # Only what is left of the code without the source tells whether zeros alone are around it.
    return any(
        (short * len(text)).startswith(text)
        or any(
            text[at : at + len(short)] == short
            and not (text[:at] + text[at + len(short) :]).strip("0")
            for at in range(len(text) - len(short) + 1)
        )
        for short in (source, source[::-1])
    )


def _digits(text: str) -> str:
    return "".join(key for key in text if key.isdecimal() and key.isascii())
