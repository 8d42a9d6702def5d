"""The codes of a grant: the fewest that all its doors take, drawn by chance from all that keep the rules.

`docs/codes.md` says which rules there are. What holds among codes of the same door is a rule; towards codes of other doors it is a
preference, which is dropped, and said, when no code could keep it.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import BugError
from app.core.secret import Secret
from app.domain.code_room import Doors, Room, Spaces
from app.domain.code_rules import DoorToCode, PinRefusal
from app.domain.code_rules import check_pin as check_pin
from app.domain.code_rules import check_pin_at_doors as check_pin_at_doors
from app.domain.code_rules import limits_of as limits_of
from app.domain.code_split import Split, fewest_sets
from app.domain.ids import DoorId
from app.domain.keystrokes import NearIndex
from app.domain.lock import PinRules
from app.domain.weak_codes import is_weak as is_weak

RandBelow = Callable[[int], int]
"""Gives a random number below the argument: `secrets.randbelow`."""

_TRIES = 64
_PREFERENCE_TRIES = 192
_MOST_QUESTIONS = 20_000
_MOST_DOOR_QUESTIONS = 2_000
_MOST_DOORS = 60
_MOST_TO_LEAVE_OUT = 20_000


class CodeNote(StrEnum):
    """What is to be said of a code that was found, or of doors that it is for."""

    NEAR_ELSEWHERE = "code_near_elsewhere"
    SAME_ELSEWHERE = "code_same_elsewhere"
    ZERO_FIRST = "code_zero_first"
    NO_PLACE = "slots_full"
    NAME_CUT = "name_cut"


@dataclass(frozen=True, slots=True)
class PlannedCode:
    """One code and the doors it is for. `notes` name the preferences that it could not keep."""

    value: Secret[str]
    door_ids: frozenset[DoorId]
    notes: tuple[CodeNote, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorNote:
    """What a lock will do that is no matter of the code: it has no place left, or cuts the name."""

    note: CodeNote
    door_id: DoorId


@dataclass(frozen=True, slots=True)
class CodePlan:
    """The codes, that of most doors first, and why there are several: a smallest set of doors that no code serves together.

    `is_fewest` is False when so many doors have their own codes in the way that the search for fewer was given up.
    """

    codes: tuple[PlannedCode, ...]
    conflict: PinRefusal | None = None
    door_notes: tuple[DoorNote, ...] = ()
    is_fewest: bool = True


def plan_codes(
    doors: Mapping[DoorId, DoorToCode],
    *,
    sources: frozenset[str] = frozenset(),
    elsewhere: NearIndex | None = None,
    name: str = "",
    randbelow: RandBelow,
) -> CodePlan | tuple[PinRefusal, ...]:
    """The fewest codes for these doors, at least one, or a refusal for each door that no code serves even alone.

    `sources` are digits of facts that no code may come from (`app.domain.code_sources`); `elsewhere` holds the codes of other doors;
    `name` is what the locks would be told. Each code is uniform over all of its length that keep the rules and as many preferences; the
    length is the one nearest to the usual that has any. Towards so many codes elsewhere that counting would take seconds, a preference
    counts as not to be kept at a length when none of some tries keeps it.
    """
    known = Doors(doors, Spaces(sources))
    every = tuple(range(len(known.ids)))
    refusals = tuple(known.why_not((door,)) for door in every if not known.is_possible((door,)))
    if refusals:
        return refusals
    split = _split(known)
    drawing = _Drawing(known, elsewhere or NearIndex(), randbelow)
    codes: list[PlannedCode] = []
    for members in split.sets:
        ids = frozenset(known.ids[door] for door in members)
        is_unknown = any(doors[door_id].rules is None for door_id in ids)
        codes.append(drawing.code(members, ids, is_unknown=is_unknown))
    return CodePlan(
        tuple(codes),
        _conflict(known, every) if len(codes) > 1 else None,
        tuple(_door_notes(doors, name)),
        split.is_fewest,
    )


def draw_pin(
    doors: Mapping[DoorId, PinRules | None],
    *,
    taken: Collection[Secret[str]] = (),
    sources: frozenset[str] = frozenset(),
    randbelow: RandBelow,
) -> Secret[str] | PinRefusal:
    """One new code for all these doors, far from those `taken` there and from no fact, or the rule that forbids it."""
    there = Secret(frozenset(code.reveal() for code in taken))
    wanted = {door_id: DoorToCode(rules, there) for door_id, rules in doors.items()}
    found = plan_codes(wanted, sources=sources, randbelow=randbelow)
    if isinstance(found, CodePlan):
        return found.conflict or found.codes[0].value
    return found[0]


class _Drawing:
    """Draws the codes of one plan, each with those before it as codes of other doors."""

    def __init__(self, doors: Doors, elsewhere: NearIndex, randbelow: RandBelow) -> None:
        self._doors = doors
        self._randbelow = randbelow
        self._elsewhere = (elsewhere, NearIndex())

    def code(
        self, members: Sequence[int], ids: frozenset[DoorId], *, is_unknown: bool
    ) -> PlannedCode:
        """A code for doors that one code can serve; what is preferred is given up in this order: far from others, other than others, no 0 first."""
        ask = self._doors.ask(members)
        near = self._doors.near(members)
        zero = ["0"] if is_unknown else []
        for far, same, beginnings in (
            (self._elsewhere, (), zero),
            ((), self._elsewhere, zero),
            ((), (), zero),
            ((), (), []),
        ):
            for length in ask.lengths:
                space = self._doors.space(members, ask, length).without(beginnings)
                room = Room(space, [near, *far], same)
                value = self._pick(room, is_rule=not far and not same)
                if value is not None:
                    notes = self._notes(value, is_unknown=is_unknown)
                    self._elsewhere[1].add(value.reveal())
                    return PlannedCode(value, ids, notes)
        raise BugError("no_code_though_possible")

    def _pick(self, room: Room, *, is_rule: bool) -> Secret[str] | None:
        """One of the codes that are left, each as likely as any other.

        Trying first is fair: a code that is taken is put back, so those that are left keep the same chance.
        """
        if room.count == 0:
            return None
        for _ in range(_TRIES if is_rule else _PREFERENCE_TRIES):
            value = room.space.draw(self._randbelow(room.count))
            if room.is_free(value):
                return value
        if not is_rule and room.most_taken() > _MOST_TO_LEAVE_OUT:
            return None
        left = room.exact()
        return left.draw(self._randbelow(left.count)) if left.count else None

    def _notes(self, value: Secret[str], *, is_unknown: bool) -> tuple[CodeNote, ...]:
        text = value.reveal()
        found: list[CodeNote] = []
        if any(index.has(text) for index in self._elsewhere):
            found.append(CodeNote.SAME_ELSEWHERE)
        elif any(index.has_near(text) for index in self._elsewhere):
            found.append(CodeNote.NEAR_ELSEWHERE)
        if is_unknown and text.startswith("0"):
            found.append(CodeNote.ZERO_FIRST)
        return tuple(found)


def _split(doors: Doors) -> Split:
    """The fewest sets of doors that one code each can serve.

    What the locks ask is split first: those are few different things. Only where codes that are at the doors stand in the way of that
    are the doors themselves split.
    """
    every = tuple(range(len(doors.ids)))
    if doors.is_possible(every):
        return Split((every,), is_fewest=True)
    by_ask = _alike(every, lambda door: doors.asks[door])
    by_rules = fewest_sets(
        len(by_ask),
        lambda kinds: doors.is_possible_by_rules([by_ask[kind][0] for kind in kinds]),
        most=_MOST_QUESTIONS,
    )
    sets = _settled(doors, _members(by_rules, by_ask), by_ask)
    if all(doors.is_possible(members) for members in sets):
        return Split(sets, by_rules.is_fewest)
    by_door = _alike(every, doors.key)
    if len(by_door) > _MOST_DOORS:
        parts = [part for members in sets for part in _packed(doors, members)]
        return Split(_largest_first(parts), is_fewest=False)
    by_codes = fewest_sets(
        len(by_door),
        lambda kinds: doors.is_possible(
            [by_door[kind][0] for kind in kinds], most_work=_MOST_TO_LEAVE_OUT
        ),
        at_least=len(sets) if by_rules.is_fewest else 1,
        most=_MOST_DOOR_QUESTIONS,
    )
    is_fewest = by_codes.is_fewest and not doors.was_too_much
    return Split(_members(by_codes, by_door), is_fewest)


def _packed(doors: Doors, members: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The doors in their order, as many to a code as it can serve: quick for thousands, and perhaps too many codes."""
    rest = tuple(members)
    while rest:
        # What holds for doors holds for fewer of them, so the number can be halved into.
        count = bisect_left(
            range(2, len(rest) + 1),
            True,
            key=lambda size, rest=rest: not doors.is_possible(rest[:size]),
        )
        yield rest[: count + 1]
        rest = rest[count + 1 :]


def _settled(
    doors: Doors, sets: Sequence[tuple[int, ...]], kinds: Sequence[Sequence[int]]
) -> tuple[tuple[int, ...], ...]:
    """The same number of sets, doors that could be in several being where the code is more usual, then where most doors are."""
    groups = [set(members) for members in sets]
    for kind in kinds:
        home = next(group for group in groups if kind[0] in group)
        home.difference_update(kind)
        if home:
            homes = [
                group for group in groups if doors.is_possible_by_rules(sorted({*group, kind[0]}))
            ]
            home = min(homes, key=lambda group: (doors.strangeness(sorted(group)), -len(group)))
        home.update(kind)
    return _largest_first(groups)


def _largest_first(groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group))
    )


def _alike(every: Sequence[int], key: Callable[[int], Hashable]) -> list[list[int]]:
    """The doors in kinds, in the order in which the kinds were first met."""
    kinds: dict[Hashable, list[int]] = {}
    for door in every:
        kinds.setdefault(key(door), []).append(door)
    return list(kinds.values())


def _members(split: Split, kinds: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The doors of each set of kinds, the set of most doors first."""
    return _largest_first([door for kind in found for door in kinds[kind]] for found in split.sets)


def _conflict(doors: Doors, every: Sequence[int]) -> PinRefusal:
    """Why one code does not do: as few doors as cannot have one code, and the rule."""
    kinds = [kind[0] for kind in _alike(every, lambda door: doors.asks[door])]
    if doors.is_possible_by_rules(kinds):
        return doors.why_not(every)
    for door in tuple(kinds):
        fewer = [other for other in kinds if other != door]
        if not doors.is_possible_by_rules(fewer):
            kinds = fewer
    return doors.why_not(kinds)


def _door_notes(doors: Mapping[DoorId, DoorToCode], name: str) -> Iterator[DoorNote]:
    for door_id, door in doors.items():
        if door.places_left == 0:
            yield DoorNote(CodeNote.NO_PLACE, door_id)
        if door.name_length is not None and len(name) > door.name_length:
            yield DoorNote(CodeNote.NAME_CUT, door_id)
