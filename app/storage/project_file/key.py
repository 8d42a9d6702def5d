"""The key of a project file: from a passphrase, from the keyring's digits, from the recovery sheet and back."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KeyParameters:
    """Costs of Argon2id (RFC 9106); `memory_kib` in KiB."""

    time_cost: int
    memory_kib: int
    parallelism: int


CURRENT_PARAMETERS = KeyParameters(time_cost=3, memory_kib=64 * 1024, parallelism=1)
KNOWN_PARAMETERS: Sequence[KeyParameters] = (CURRENT_PARAMETERS,)
"""Newest first; opening tries them in this order."""


def derive_key_blocking(
    passphrase: Secret[str], salt: bytes, parameters: KeyParameters
) -> Secret[bytes]:
    """Argon2id over the NFC-normalised UTF-8 passphrase; takes about 0.2 s with today's parameters."""
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415, heavy

    text = unicodedata.normalize("NFC", passphrase.reveal())
    key = hash_secret_raw(
        text.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=parameters.time_cost,
        memory_cost=parameters.memory_kib,
        parallelism=parameters.parallelism,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return Secret(key)


def check_new_passphrase(passphrase: Secret[str]) -> None:
    """Refuse what cannot protect anything: `RuleError("passphrase_empty")`."""
    if not passphrase.reveal().strip():
        raise RuleError("passphrase_empty")


def key_of_hex(digits: Secret[str]) -> Secret[bytes]:
    """The key of 64 hexadecimal digits; raises `UsageError("key_digits")`."""
    try:
        key = bytes.fromhex(digits.reveal())
    except ValueError:
        raise UsageError("key_digits") from None
    if len(key) != KEY_BYTES:
        raise UsageError("key_digits")
    return Secret(key)


# The recovery sheet: 256 bits in 13 groups of four Crockford base32 characters and one check character. The check is the sum of each
# character times its own power of the generator in GF(32), the group's number included, so that one wrong character, two swapped ones
# and two swapped groups are always found, and found in their group.

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 13
GROUP_CHARACTERS = 5
_BITS = 5
_PADDING_BITS = GROUPS * (GROUP_CHARACTERS - 1) * _BITS - KEY_BYTES * 8
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101


def recovery_text(key: Secret[bytes]) -> Secret[str]:
    """The key as printed on the recovery sheet: 13 groups of five characters."""
    number = int.from_bytes(key.reveal(), "big") << _PADDING_BITS
    digits: list[int] = []
    for _ in range(GROUPS * (GROUP_CHARACTERS - 1)):
        digits.append(number & 0b11111)
        number >>= _BITS
    digits.reverse()
    groups: list[str] = []
    for place in range(GROUPS):
        group = digits[place * 4 : place * 4 + 4]
        groups.append("".join(ALPHABET[digit] for digit in [*group, _check(group, place + 1)]))
    return Secret(" ".join(groups))


def key_of_recovery_text(text: Secret[str]) -> Secret[bytes]:
    """The key of a typed recovery text; case, spaces and dashes do not matter, O reads as 0, I and L as 1.

    Raises `UsageError("recovery_group", number=...)` for the first group (from 1) that is mistyped and
    `UsageError("recovery_length", groups=..., wanted=13)` when there are too few or too many.
    """
    digits: list[int] = []
    groups = _groups_of(text.reveal())
    for number, group in enumerate(groups[:GROUPS], start=1):
        values = [ALPHABET.find(character) for character in group]
        if len(values) != GROUP_CHARACTERS or -1 in values:
            raise UsageError("recovery_group", number=number)
        if values[-1] != _check(values[:-1], number):
            raise UsageError("recovery_group", number=number)
        digits.extend(values[:-1])
    if len(groups) != GROUPS:
        raise UsageError("recovery_length", groups=len(groups), wanted=GROUPS)
    total = 0
    for digit in digits:
        total = total << _BITS | digit
    if total & ((1 << _PADDING_BITS) - 1):
        raise UsageError("recovery_group", number=GROUPS)
    return Secret((total >> _PADDING_BITS).to_bytes(KEY_BYTES, "big"))


def _groups_of(text: str) -> list[str]:
    """The groups as separated by the person who typed, else cut every five characters."""
    plain = "".join(c if c.isalnum() else " " for c in text.upper().translate(_LOOK_ALIKE))
    typed = plain.split()
    if len(typed) == GROUPS:
        return typed
    joined = "".join(typed)
    return [joined[at : at + GROUP_CHARACTERS] for at in range(0, len(joined), GROUP_CHARACTERS)]


def _check(group: Sequence[int], number: int) -> int:
    total = 0
    factor = 1
    for digit in [number, *group]:
        factor = _times(factor, 2)
        total ^= _times(factor, digit)
    return total


def _times(left: int, right: int) -> int:
    """Multiply in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= _FIELD_POLYNOMIAL
        right >>= 1
    return product
