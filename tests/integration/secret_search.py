"""Looking for secrets in bytes, in every form in which they could have got there."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Needle:
    """A secret by its name; it does not print itself."""

    name: str
    value: bytes

    def is_in(self, text: bytes, *, is_binary: bool = False) -> bool:
        """Whether the secret is in there: plain, in hex, in base64 at any of its three offsets.

        Digits inside a longer row of digits or hex are another number: a hash may hold them by chance.
        """
        if is_binary or not self.value.isdigit():
            has_plain = self.value in text
        else:
            alone = rb"(?<![0-9a-fA-F.])" + re.escape(self.value) + rb"(?![0-9a-fA-F])"
            has_plain = re.search(alone, text) is not None
        in_hex = self.value.hex().encode()
        lower = text if is_binary else text.lower()
        return (
            has_plain or in_hex in lower or any(form in text for form in _base64_forms(self.value))
        )


def found_in(needles: Iterable[Needle], places: Mapping[str, bytes]) -> list[str]:
    """Which secret is where."""
    return sorted(
        f"{needle.name} in {name}"
        for needle in needles
        for name, text in places.items()
        if needle.is_in(text, is_binary=b"\x00" in text)
    )


def _base64_forms(value: bytes) -> list[bytes]:
    """The letters that do not depend on what stands before and after, in both alphabets."""
    forms: list[bytes] = []
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + value)
        first, last = -(-offset * 8 // 6), (offset + len(value)) * 8 // 6
        forms += [text[first:last], text[first:last].translate(bytes.maketrans(b"+/", b"-_"))]
    return forms
