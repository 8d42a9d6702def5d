"""Base-38 text, the alphabet of Matter's QR code.

Three bytes become five characters, two become four, one becomes two; the least significant character
comes first (project-chip/connectedhomeip `src/setup_payload/tests/TestQRCode.cpp`, matter.js
`Base38Schema`).
"""

from app.domain.setup_code_error import SetupCodeReason

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-."

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_GROUP_CHARACTERS = 5
_GROUP_BYTES = 3
_BYTES_OF_CHARACTERS = {2: 1, 4: 2, 5: 3}
_CHARACTERS_OF_BYTES = {1: 2, 2: 4, 3: 5}


class Base38Error(Exception):
    """The text is no base-38; `reason` says why and `index` where in the text."""

    def __init__(self, reason: SetupCodeReason, index: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.index = index


def encode(data: bytes) -> str:
    """Write bytes as base-38."""
    characters: list[str] = []
    for start in range(0, len(data), _GROUP_BYTES):
        group = data[start : start + _GROUP_BYTES]
        value = int.from_bytes(group, "little")
        for _ in range(_CHARACTERS_OF_BYTES[len(group)]):
            value, digit = divmod(value, len(ALPHABET))
            characters.append(ALPHABET[digit])
    return "".join(characters)


def decode(text: str) -> bytes:
    """Read base-38; `Base38Error` for a leftover, a foreign character or a group above its bytes."""
    leftover = len(text) % _GROUP_CHARACTERS
    if leftover and leftover not in _BYTES_OF_CHARACTERS:
        raise Base38Error(SetupCodeReason.LENGTH, 0)
    for index, character in enumerate(text):
        if character not in _VALUES:
            raise Base38Error(SetupCodeReason.CHARACTER, index)
    data = bytearray()
    for start in range(0, len(text), _GROUP_CHARACTERS):
        group = text[start : start + _GROUP_CHARACTERS]
        value = 0
        for character in reversed(group):
            value = value * len(ALPHABET) + _VALUES[character]
        size = _BYTES_OF_CHARACTERS[len(group)]
        if value >> (8 * size):
            raise Base38Error(SetupCodeReason.GROUP_OVERFLOW, start)
        data += value.to_bytes(size, "little")
    return bytes(data)
