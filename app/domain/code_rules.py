"""What a lock asks of a code, why there is none, and whether a given code keeps the rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.core.secret import Secret
from app.domain.ids import DoorId
from app.domain.lock import PinRules
from app.domain.weak_codes import DIGITS


def _no_codes() -> Secret[frozenset[str]]:
    return Secret(frozenset())


@dataclass(frozen=True, slots=True)
class DoorToCode:
    """What is known of a door that a code is wanted for.

    `rules` is None without a lock, or while nobody asked it. `codes` are all that are there or wanted there, the person's own too; `used`
    those that left the door so lately that they are not given again. `places_left` and `name_length` are None while not known.
    """

    rules: PinRules | None = None
    codes: Secret[frozenset[str]] = field(default_factory=_no_codes)
    used: Secret[frozenset[str]] = field(default_factory=_no_codes)
    places_left: int | None = None
    name_length: int | None = None


@dataclass(frozen=True, slots=True)
class PinRefusal:
    """Why there is no PIN: a rule code, the doors whose rules are in conflict, and limits for the sentence (never the PIN)."""

    rule: str
    door_ids: tuple[DoorId, ...] = ()
    parameters: Mapping[str, int] = field(default_factory=dict[str, int])


def check_pin(
    pin: Secret[str], rules: PinRules | None, lengths_there: Collection[int] = ()
) -> str | None:
    """The first rule that a PIN breaks; None when the lock takes it.

    The rules are `pin_length`, `pin_alphabet`, `pin_prefix`, `pin_forbidden`, and `pin_one_length` where the lock's codes have one length
    and `lengths_there` names it. Without a lock (`rules` None) only digits are asked for.
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
    if text in rules.forbidden_values:
        return "pin_forbidden"
    if rules.is_one_length and lengths_there and len(text) not in lengths_there:
        return "pin_one_length"
    return None


def check_pin_at_doors(
    pin: Secret[str],
    doors: Mapping[DoorId, PinRules | None],
    lengths_there: Mapping[DoorId, Collection[int]] | None = None,
) -> tuple[PinRefusal, ...]:
    """One refusal for each door whose lock does not take the PIN; `lengths_there` are those of the codes that a door has."""
    lengths = lengths_there or {}
    found = (
        (door_id, rules, check_pin(pin, rules, lengths.get(door_id, ())))
        for door_id, rules in doors.items()
    )
    return tuple(
        PinRefusal(rule, (door_id,), limits_of(rules)) for door_id, rules, rule in found if rule
    )


def limits_of(rules: PinRules | None) -> dict[str, int]:
    """The lengths that a lock takes, as parameters of a sentence."""
    if rules is None:
        return {}
    return {"min_length": rules.min_length, "max_length": rules.max_length}
