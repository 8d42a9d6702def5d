"""What several doors ask of one code together, and whether any code is left."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.secret import Secret
from app.domain.code_rules import DoorToCode, PinRefusal
from app.domain.code_sources import taken_from
from app.domain.code_space import CodeSpace, good_space, least_good, whole_space
from app.domain.ids import DoorId
from app.domain.keystrokes import NearIndex, most_near_codes
from app.domain.lock import PinRules
from app.domain.weak_codes import DIGITS

USUAL_LENGTH = 6
"""Wherever the locks leave the choice."""
LONGEST = 16
"""Longer codes are made only where a lock asks for them."""
UNKNOWN_LOCK = PinRules(1, LONGEST)
"""A door whose lock is not known asks for digits."""

_SAMPLES = 48


@dataclass(frozen=True, slots=True)
class Ask:
    """What one door asks, or several together: `lengths` the best first, keys in rising order, beginnings and codes that are not taken."""

    lengths: tuple[int, ...]
    alphabet: str
    beginnings: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


def ask_of(door: DoorToCode) -> Ask:
    """What the lock of a door asks, the length of the codes that are there included."""
    rules = door.rules or UNKNOWN_LOCK
    lengths = set(range(max(rules.min_length, 1), _longest(rules) + 1))
    if rules.is_one_length:
        lengths &= {len(code) for code in door.codes.reveal()} or lengths
    return Ask(
        tuple(sorted(lengths, key=_by_nearness)),
        "".join(sorted(set(rules.alphabet or DIGITS))),
        frozenset(rules.forbidden_prefixes),
        rules.forbidden_values,
    )


def together(asks: Sequence[Ask]) -> Ask:
    """What all of these ask; at least one."""
    first, *others = asks
    lengths, keys = set(first.lengths), set(first.alphabet)
    for ask in others:
        lengths &= set(ask.lengths)
        keys &= set(ask.alphabet)
    return Ask(
        tuple(length for length in first.lengths if length in lengths),
        "".join(key for key in first.alphabet if key in keys),
        frozenset[str]().union(*(ask.beginnings for ask in asks)),
        frozenset[str]().union(*(ask.values for ask in asks)),
    )


class Spaces:
    """Spaces of codes that differ only in what a lock takes, each made once; and the codes that come from facts."""

    def __init__(self, sources: frozenset[str]) -> None:
        self._sources = sources
        self._from_facts: dict[int, frozenset[str]] = {}
        self._by_shape: dict[tuple[str, int, frozenset[str]], tuple[CodeSpace, int]] = {}

    def from_facts(self, length: int) -> frozenset[str]:
        """The codes of a length that come from phone, birthday and house number."""
        if length not in self._from_facts:
            self._from_facts[length] = taken_from(self._sources, length)
        return self._from_facts[length]

    def shape(self, ask: Ask, length: int) -> tuple[CodeSpace, int]:
        """Good codes with neither forbidden beginnings nor facts in them, and how many."""
        key = (ask.alphabet, length, ask.beginnings)
        if key not in self._by_shape:
            space = good_space(ask.alphabet, length).without(
                [*ask.beginnings, *self.from_facts(length)]
            )
            self._by_shape[key] = (space, space.count)
        return self._by_shape[key]

    def least(self, ask: Ask, length: int) -> int:
        """How many of these there are at least, without counting them."""
        size = len(ask.alphabet)
        begun = sum(size ** (length - len(text)) for text in ask.beginnings if len(text) <= length)
        return least_good(size, length) - begun - len(self.from_facts(length))


class Room:
    """The codes of one length that some doors take, those near other codes to be asked for apart: there may be too many to leave out.

    `near`: no code one keystroke from any of these; `same`: no code equal to one of these.
    """

    def __init__(
        self, space: CodeSpace, near: Iterable[NearIndex], same: Iterable[NearIndex] = ()
    ) -> None:
        self.space = space
        self.count = space.count
        self._near = tuple(near)
        self._same = tuple(same)

    def is_free(self, code: Secret[str]) -> bool:
        """Whether no other code is too near to this one of the space."""
        text = code.reveal()
        return not any(index.has_near(text) for index in self._near) and not any(
            index.has(text) for index in self._same
        )

    def most_taken(self) -> int:
        """How many codes may be too near to others at most; also how much work `exact` is."""
        codes = self.space.codes
        near = sum(
            count * most_near_codes(length, len(codes.alphabet), codes.length)
            for index in self._near
            for length, count in index.counts().items()
        )
        return near + sum(index.counts().get(codes.length, 0) for index in self._same)

    def exact(self) -> CodeSpace:
        """The codes that are left."""
        codes = self.space.codes
        taken = {
            near for index in self._near for near in index.near_values(codes.alphabet, codes.length)
        }
        return self.space.without(
            taken.union(*(index.of_length(codes.length) for index in self._same))
        )

    def is_any_found(self) -> bool:
        """Whether some are left for certain: more than can be taken, or one of a few tried is free."""
        if self.count > self.most_taken():
            return True
        step = max(self.count // _SAMPLES, 1)
        return any(self.is_free(self.space.draw(number)) for number in range(0, self.count, step))


class Doors:
    """The doors of one grant by number, and which of them one code can serve.

    `was_too_much`: an answer was not found out, because it would have been too much work.
    """

    def __init__(self, doors: Mapping[DoorId, DoorToCode], spaces: Spaces) -> None:
        self.ids = tuple(doors)
        self.asks = [ask_of(door) for door in doors.values()]
        self.spaces = spaces
        self._codes = [door.codes.reveal() for door in doors.values()]
        self._used = [door.used.reveal() for door in doors.values()]
        self._counts = [Counter(len(code) for code in codes) for codes in self._codes]
        self._limits = [
            _limits(door, ask) for door, ask in zip(doors.values(), self.asks, strict=True)
        ]
        self.was_too_much = False

    def space(self, members: Sequence[int], ask: Ask, length: int) -> CodeSpace:
        """The codes of a length that these locks take and the project allows, the codes that are at the doors left aside."""
        shape, _count = self.spaces.shape(ask, length)
        used = (code for door in members for code in self._used[door])
        return shape.without({code for code in (*ask.values, *used) if len(code) == length})

    def near(self, members: Iterable[int]) -> NearIndex:
        """The codes at these doors, which a new one must not be near to."""
        return NearIndex(code for door in members for code in self._codes[door])

    def is_possible(self, members: Sequence[int], *, most_work: int | None = None) -> bool:
        """Whether one code can serve all these doors. With `most_work`, what would take more to find out counts as not possible."""
        ask = self.ask(members)
        if not ask.alphabet:
            return False
        if any(self._is_roomy(members, ask, length) for length in ask.lengths):
            return True
        near = self.near(members)
        rooms = [Room(self.space(members, ask, length), [near]) for length in ask.lengths]
        if any(room.is_any_found() for room in rooms):
            return True
        self.was_too_much |= most_work is not None and any(
            room.most_taken() > most_work for room in rooms
        )
        return any(
            room.exact().count > 0
            for room in rooms
            if most_work is None or room.most_taken() <= most_work
        )

    def is_possible_by_rules(self, members: Sequence[int]) -> bool:
        """Whether one code could serve all these doors if no code were there and none had been."""
        ask = self.ask(members)
        return bool(ask.alphabet) and any(
            self.spaces.least(ask, length) > len(ask.values)
            or self.spaces.shape(ask, length)[0].without(ask.values).count > 0
            for length in ask.lengths
        )

    def strangeness(self, members: Sequence[int]) -> int:
        """How far the length of a code for these doors is from the usual one."""
        return abs(self.ask(members).lengths[0] - USUAL_LENGTH)

    def ask(self, members: Sequence[int]) -> Ask:
        """What these doors ask together."""
        if len(members) == 1:
            return self.asks[members[0]]
        return together([self.asks[door] for door in members])

    def key(self, door: int) -> Hashable:
        """Equal for doors that are the same to the planner."""
        return self.asks[door], self._codes[door], self._used[door]

    def why_not(self, members: Sequence[int]) -> PinRefusal:
        """The rule that leaves no code for these doors, each rule being asked after those before it; the doors are given as they are."""
        ids = tuple(self.ids[door] for door in members)
        ask = self.ask(members)
        if not ask.lengths:
            least = max(self._limits[door][0] for door in members)
            most = min(self._limits[door][1] for door in members)
            if least <= most:
                return PinRefusal("no_common_length", ids)
            limits = {"min_length": least, "max_length": most}
            return PinRefusal("lengths_apart", ids, limits)
        if not ask.alphabet:
            return PinRefusal("no_common_key", ids)
        whole = [whole_space(ask.alphabet, length) for length in ask.lengths]
        begun = [space.without(ask.beginnings) for space in whole]
        if not any(space.count for space in begun):
            return PinRefusal("no_beginning_left", ids)
        if not any(space.without(ask.values).count for space in begun):
            return PinRefusal("all_forbidden", ids)
        good = [
            good_space(ask.alphabet, length).without([*ask.beginnings, *ask.values])
            for length in ask.lengths
        ]
        if not any(space.count for space in good):
            return PinRefusal("all_weak", ids)
        if not any(
            self.spaces.shape(ask, length)[0].without(ask.values).count for length in ask.lengths
        ):
            return PinRefusal("all_from_facts", ids)
        return PinRefusal("no_pin_left", ids)

    def _is_roomy(self, members: Sequence[int], ask: Ask, length: int) -> bool:
        """Whether there are more codes than can be forbidden, used or near, without looking at one of them."""
        size = len(ask.alphabet)
        gone = len(ask.values) + sum(len(self._used[door]) for door in members)
        for of_length in (length - 1, length, length + 1):
            most = most_near_codes(of_length, size, length)
            gone += most * sum(self._counts[door][of_length] for door in members)
        if self.spaces.least(ask, length) > gone:
            return True
        _space, count = self.spaces.shape(ask, length)
        return count > gone


def _limits(door: DoorToCode, ask: Ask) -> tuple[int, int]:
    """The shortest and the longest code; as the lock has it where that leaves none."""
    rules = door.rules or UNKNOWN_LOCK
    if ask.lengths:
        return min(ask.lengths), max(ask.lengths)
    return rules.min_length, rules.max_length


def _longest(rules: PinRules) -> int:
    return min(rules.max_length, max(rules.min_length, LONGEST))


def _by_nearness(length: int) -> tuple[int, int]:
    """The usual length first, then what is nearest, of two the longer."""
    return abs(length - USUAL_LENGTH), -length
