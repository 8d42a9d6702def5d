"""Noticing a code that a USB scanner typed on another keyboard layout than the computer's.

Such a scanner presses keys, and each layout makes its own characters of them: `MT:` becomes `MTÖ` or
`MT>`. What was printed cannot be told from what came, so the layout is named and nothing is guessed.
Key positions: Unicode CLDR keyboards and xkeyboard-config `symbols/`.
"""

import re
from dataclasses import dataclass

from app.domain.setup_code_error import SetupCodeFamily

MAX_LOOKED_AT_CHARACTERS = 512


@dataclass(frozen=True, slots=True)
class BrokenPrefix:
    """What the text would have been, and the index of the first changed sign."""

    family: SetupCodeFamily
    position: int


# What `:` becomes between two layouts that place it differently.
_COLON = "[ÖöÑñÇçØøÆæÉéÈèŞşÜüЖж>.<;/+*?°¨'\"^]"
_BASE38 = r"[0-9A-Z\u0080-\U0010FFFF!-/:-@\[-`{-~]"  # a code in upper case, whatever became of `-` and `.`
_HEX = "[0-9A-Fa-f]"
# Per form: the family and its pattern; group 1 begins at the first changed sign.
_PATTERNS = (
    # MT: and 19 characters or more of upper case; the group of digits keeps a word like MT.EVEREST out.
    (SetupCodeFamily.MATTER, rf"MT({_COLON})(?=[^0-9]*[0-9][^0-9]*[0-9]){_BASE38}{{19,252}}"),
    # French and Belgian: m and ; change places with , and m.
    (SetupCodeFamily.MATTER, r"(\?)TM\S{19,252}"),
    (SetupCodeFamily.HOMEKIT, r"X([^\sA-Za-z0-9])[Hh][Mm?](?:[^\sA-Za-z0-9]|[Mm])(\S)\2\S{13}"),
    (
        SetupCodeFamily.ZIGBEE,
        rf"(?:\S{{0,64}}[^0-9A-Za-z])?[ZYW]({_COLON}){_HEX}{{16}}\S[Ii]{_COLON}{_HEX}{{16,36}}\S*",
    ),
    (
        SetupCodeFamily.ZIGBEE,
        rf"(?:\S{{0,64}}[^0-9A-Za-z])?[ZYW]\SA({_COLON}){_HEX}{{16}}\S[Ii]{_COLON}{_HEX}{{16,36}}\S*",
    ),
    (SetupCodeFamily.ZIGBEE, rf"HUE({_COLON})[ZYW]{_COLON}{_HEX}{{16,36}} M{_COLON}{_HEX}{{16}}.*"),
    # The bar between address and code.
    (
        SetupCodeFamily.ZIGBEE,
        rf"{_HEX}{{16}}(['§*~Çç°µ£`])(?:{_HEX}{{16}}|{_HEX}{{20}}|{_HEX}{{28}}|{_HEX}{{36}})",
    ),
)
_COMPILED = tuple((family, re.compile(pattern)) for family, pattern in _PATTERNS)
# The rows of digits without shift, French, Belgian, Czech and Slovak: eight or more of them alone.
_DIGIT_ROW = re.compile(r"[&é\"'(\-è_çà]{8,}|[&é\"'(§è!çà]{8,}|[+ěščřžýáíé]{8,}|[+ľščťžýáíé]{8,}")


def find_broken_prefix(text: str) -> BrokenPrefix | None:
    """Say which family's prefix a wrong layout has changed; `None` when nothing looks like that."""
    stripped = text.strip()
    if not stripped or len(stripped) > MAX_LOOKED_AT_CHARACTERS:
        return None
    offset = len(text) - len(text.lstrip())
    for family, pattern in _COMPILED:
        found = pattern.fullmatch(stripped)
        if found is not None:
            return BrokenPrefix(family, offset + found.start(1))
    if _DIGIT_ROW.fullmatch(stripped) and any(character.isalpha() for character in stripped):
        return BrokenPrefix(SetupCodeFamily.OTHER, offset)
    return None
