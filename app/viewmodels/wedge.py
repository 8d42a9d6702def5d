"""Telling a USB scanner, which types like a keyboard, from a person: pure, with the times given."""

import math
from dataclasses import dataclass
from enum import Enum, auto

from app.core.secret import Secret


@dataclass(frozen=True, slots=True)
class WedgeLimits:
    """What makes a burst: at least so many characters, and less than this between two keys, the closing one included."""

    least_keys: int = 8
    gap_below_ms: int = 35


class KeyKind(Enum):
    """What a key press means for a burst."""

    CHARACTER = auto()
    END = auto()
    """Enter or Tab, with which a scanner closes what it types."""
    SILENT = auto()
    """Shift, a dead key and the like: part of typing a character, none of its own."""
    OTHER = auto()
    """A key that no scanner presses in the middle of a code."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key press; `at_ms` by any clock that does not jump, `is_repeat` when the key is held down."""

    kind: KeyKind
    text: Secret[str]
    at_ms: float
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Burst:
    """Characters that came one upon the other, so far."""

    text: Secret[str]
    last_at_ms: float

    @property
    def keys(self) -> int:
        """How many characters."""
        return len(self.text.reveal())


@dataclass(frozen=True, slots=True)
class Heard:
    """What a key press made of the burst; `scanned` is what a scanner typed, when this key closed it.

    `is_first`: the key may begin a burst, so what stands in the fields now is what stood there before it.
    """

    burst: Burst
    is_first: bool = False
    scanned: Secret[str] | None = None


SILENCE = Burst(Secret(""), -math.inf)


def hear_key(burst: Burst, key: KeyPress, limits: WedgeLimits) -> Heard:
    """Go on with the burst, begin a new one, or close it."""
    if key.kind is KeyKind.SILENT:
        return Heard(burst)
    if key.is_repeat or key.kind is KeyKind.OTHER:
        return Heard(SILENCE)
    goes_on = 0 <= key.at_ms - burst.last_at_ms < limits.gap_below_ms
    if key.kind is KeyKind.END:
        is_scan = goes_on and burst.keys >= limits.least_keys and not _is_one_key_held(burst)
        return Heard(SILENCE, scanned=burst.text if is_scan else None)
    if goes_on:
        text = burst.text.reveal() + key.text.reveal()
        return Heard(Burst(Secret(text), key.at_ms))
    return Heard(Burst(key.text, key.at_ms), is_first=True)


def _is_one_key_held(burst: Burst) -> bool:
    """Not every system says of a held key's presses that they are repeated."""
    return len(set(burst.text.reveal())) == 1
