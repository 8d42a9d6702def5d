"""PINs: what a lock takes, what is weak, and a new one that every door of a grant takes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, product

from app.core.secret import Secret
from app.domain.ids import DoorId
from app.domain.lock import PinRules
from app.domain.weak_codes import COMMONEST

RandBelow = Callable[[int], int]
"""Gives a random number below the argument: `secrets.randbelow`."""

DIGITS = "0123456789"
USUAL_LENGTH = 6
"""Without a lock, and wherever the locks leave the choice."""

_TRIES = 2_000
_MOST_TO_LIST = 100_000
_RUN_LENGTH = 4


@dataclass(frozen=True, slots=True)
class PinRefusal:
    """Why there is no PIN: a rule code, the doors whose rules are in conflict, and limits for the sentence (never the PIN)."""

    rule: str
    door_ids: tuple[DoorId, ...] = ()
    parameters: Mapping[str, int] = field(default_factory=dict[str, int])


def check_pin(pin: Secret[str], rules: PinRules | None) -> str | None:
    """The first rule that a PIN breaks: `pin_length`, `pin_alphabet`, `pin_prefix` or `pin_forbidden`; None when the lock takes it.

    Without a lock (`rules` None) only digits are asked for.
    """
    text = pin.reveal()
    if rules is None:
        return None if text and set(text) <= set(DIGITS) else "pin_alphabet"
    if not rules.min_length <= len(text) <= rules.max_length:
        return "pin_length"
    if not set(text) <= set(rules.alphabet or DIGITS):
        return "pin_alphabet"
    if rules.forbidden_prefixes and text.startswith(rules.forbidden_prefixes):
        return "pin_prefix"
    return "pin_forbidden" if text in rules.forbidden_values else None


def check_pin_at_doors(
    pin: Secret[str], doors: Mapping[DoorId, PinRules | None]
) -> tuple[PinRefusal, ...]:
    """One refusal for each door whose lock does not take the PIN."""
    found = ((door_id, rules, check_pin(pin, rules)) for door_id, rules in doors.items())
    return tuple(
        PinRefusal(rule, (door_id,), limits_of(rules)) for door_id, rules, rule in found if rule
    )


def is_weak(pin: Secret[str]) -> bool:
    """Whether a PIN is guessed early: a run, one or two digits repeated, a date of 1900-2099, or one of the 20 commonest of its length.

    A run is four neighbours up or down anywhere (0 follows 9), or the whole of a shorter PIN. Two different digits in all count as
    repeated. Dates are day, month, year in the usual orders, the year with two or four digits or alone, and day with month.
    """
    text = pin.reveal()
    return (
        text in COMMONEST
        or _has_run(text)
        or len(set(text)) <= (2 if len(text) > 3 else 1)
        or _is_date(text)
    )


def draw_pin(
    doors: Mapping[DoorId, PinRules | None],
    *,
    taken: Collection[Secret[str]],
    randbelow: RandBelow,
) -> Secret[str] | PinRefusal:
    """A new PIN that every one of these doors takes, uniform over all that are neither weak nor taken.

    `doors` has None for a door without a lock, which asks for no leading 0. Refusals: `pin_length`, `pin_alphabet`, `no_pin_left`.
    """
    rules = {door_id: rule for door_id, rule in doors.items() if rule is not None}
    length = _common_length(rules)
    if isinstance(length, PinRefusal):
        return length
    alphabet = _common_alphabet(rules)
    if not alphabet:
        return PinRefusal("pin_alphabet", tuple(rules))
    has_door_without_lock = len(rules) < len(doors) or not doors

    def is_good(text: str) -> bool:
        pin = Secret(text)
        if has_door_without_lock and text.startswith("0"):
            return False
        if is_weak(pin) or any(check_pin(pin, rule) for rule in rules.values()):
            return False
        return not any(pin == other for other in taken)

    for _ in range(_TRIES):
        text = "".join(alphabet[randbelow(len(alphabet))] for _ in range(length))
        if is_good(text):
            return Secret(text)
    if len(alphabet) ** length <= _MOST_TO_LIST:
        good = [text for text in map("".join, product(alphabet, repeat=length)) if is_good(text)]
        if good:
            return Secret(good[randbelow(len(good))])
    return PinRefusal("no_pin_left", tuple(rules))


def _common_length(rules: Mapping[DoorId, PinRules]) -> int | PinRefusal:
    """The length nearest to the usual one that all locks take."""
    if not rules:
        return USUAL_LENGTH
    longest_min = max(rules, key=lambda door_id: rules[door_id].min_length)
    shortest_max = min(rules, key=lambda door_id: rules[door_id].max_length)
    least, most = rules[longest_min].min_length, rules[shortest_max].max_length
    if least > most:
        doors = tuple(dict.fromkeys((longest_min, shortest_max)))
        return PinRefusal("pin_length", doors, {"min_length": least, "max_length": most})
    return min(max(USUAL_LENGTH, least), most)


def _common_alphabet(rules: Mapping[DoorId, PinRules]) -> str:
    """What every lock's keypad has; digits where nothing is known."""
    common = next((rule.alphabet for rule in rules.values() if rule.alphabet), DIGITS)
    others = [set(rule.alphabet or DIGITS) for rule in rules.values()]
    return "".join(sorted(set(common).intersection(*others)))


def limits_of(rules: PinRules | None) -> dict[str, int]:
    """The lengths that a lock takes, as parameters of a sentence."""
    if rules is None:
        return {}
    return {"min_length": rules.min_length, "max_length": rules.max_length}


def _has_run(text: str) -> bool:
    """Whether neighbours up or down follow each other four times, or through the whole of a shorter text."""
    if not text.isdecimal() or len(text) < 2:
        return False
    wanted = min(len(text), _RUN_LENGTH) - 1
    for step in (1, 9):
        found = 0
        for one, other in pairwise(text):
            found = found + 1 if (int(other) - int(one)) % 10 == step else 0
            if found == wanted:
                return True
    return False


def _is_date(text: str) -> bool:
    if not text.isdecimal():
        return False
    return any(_is_day(year, month, day) for year, month, day in _readings(text))


def _readings(text: str) -> Iterable[tuple[str, str, str]]:
    """Year, month and day in the usual orders; a missing part is one that fits any."""
    head, middle, tail = text[:2], text[2:4], text[4:]
    if len(text) == 4:
        return [(text, "01", "01"), ("2000", middle, head), ("2000", head, middle)]
    if len(text) == 6:
        long_year, month = text[:4], text[4:]
        readings = [(century + tail, middle, head) for century in ("19", "20")]
        readings += [(century + tail, head, middle) for century in ("19", "20")]
        readings += [(century + head, middle, tail) for century in ("19", "20")]
        return [*readings, (long_year, month, "01"), (text[2:], head, "01")]
    if len(text) == 8:
        return [(tail, middle, head), (tail, head, middle), (text[:4], text[4:6], text[6:])]
    return []


def _is_day(year: str, month: str, day: str) -> bool:
    if not 1900 <= int(year) <= 2099:
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
