"""Doors for the code planner, and what it has to find, by trying every code and every split."""

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from uuid import UUID

from app.core.secret import Secret
from app.domain.code_rules import DoorToCode, check_pin
from app.domain.ids import DoorId
from app.domain.keystrokes import is_one_keystroke
from app.domain.lock import PinRules
from app.domain.weak_codes import is_weak

MATTER = PinRules(4, 8)


def door_id(number: int) -> DoorId:
    return DoorId(UUID(int=number))


def seeded(seed: int) -> Callable[[int], int]:
    return random.Random(seed).randrange


def door(
    rules: PinRules | None = MATTER,
    codes: Sequence[str] = (),
    used: Sequence[str] = (),
) -> DoorToCode:
    return DoorToCode(rules, Secret(frozenset(codes)), Secret(frozenset(used)))


def doors_of(*doors: DoorToCode) -> dict[DoorId, DoorToCode]:
    return {door_id(number): one for number, one in enumerate(doors, 1)}


def takes(one: DoorToCode, code: str, sources: frozenset[str] = frozenset()) -> bool:
    """Whether a door takes a code by every rule, one after the other."""
    pin, codes = Secret(code), one.codes.reveal()
    return not (
        check_pin(pin, one.rules, {len(other) for other in codes}) is not None
        or is_weak(pin)
        or code in one.used.reveal()
        or any(is_one_keystroke(pin, Secret(other)) for other in codes)
        or is_piece(code, sources)
    )


def is_piece(code: str, sources: frozenset[str]) -> bool:
    """Whether a code comes from a source, in plain words."""
    for source in sources:
        for text in (source, source[::-1]):
            if code in text:
                return True
            if len(source) < len(code):
                if (text * len(code)).startswith(code):
                    return True
                at = code.find(text)
                while at >= 0:
                    if not (code[:at] + code[at + len(text) :]).strip("0"):
                        return True
                    at = code.find(text, at + 1)
    return False


def every_code(doors: Mapping[DoorId, DoorToCode]) -> list[str]:
    """All codes over all keys of all these doors; few enough only for small keypads."""
    rules = [one.rules for one in doors.values() if one.rules is not None]
    keys = sorted({key for rule in rules for key in rule.alphabet})
    most = max(rule.max_length for rule in rules)
    return ["".join(text) for n in range(1, most + 1) for text in product(keys, repeat=n)]


def fewest_codes(
    doors: Mapping[DoorId, DoorToCode], sources: frozenset[str] = frozenset()
) -> int | None:
    """How few codes can serve all doors, by trying sets of codes; None when a door takes none."""
    served = {
        frozenset(key for key, one in doors.items() if takes(one, code, sources))
        for code in every_code(doors)
    }
    reached: set[frozenset[DoorId]] = {frozenset()}
    for number in range(1, len(doors) + 1):
        reached = {old | new for old in reached for new in served}
        if frozenset(doors) in reached:
            return number
    return None
