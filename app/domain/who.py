"""Who can open a door, and what somebody or something reaches: the same answer asked from both ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from app.domain.ids import DoorId, KeyBoxId, KeyId, PersonId
from app.domain.key_ways import (
    KeyChart,
    KeyIndex,
    Ways,
    doors_from,
    held_by,
    key_openers,
    ways_to,
)
from app.domain.openers import (
    DoorSeen,
    Gap,
    Holders,
    Moment,
    Opener,
    entry_openers,
    gaps_of_entries,
    gaps_of_lock,
    strange_openers,
)
from app.domain.slot_record import SlotRecord
from app.domain.wishes import Wish

AtDoor = TypeVar("AtDoor", Wish, SlotRecord)


@dataclass(frozen=True, slots=True)
class Openers:
    """All that is known to open one door; complete only without gaps."""

    door_id: DoorId
    openers: tuple[Opener, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, as far as locks were read and keys were written down."""
        return not self.gaps


class SubjectKind(StrEnum):
    """What reach may be asked of."""

    PERSON = "person"
    CREDENTIAL = "credential"
    KEY = "mechanical_key"
    KEY_BOX = "key_box"


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody, or a thing that opens doors."""

    kind: SubjectKind
    id: UUID


def who(
    door: DoorSeen,
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    holders: Holders,
    keys: KeyChart,
    moment: Moment,
) -> Openers:
    """Everything that can open this door: what is wanted, what may still be there, what others put there, keys and key boxes.

    `wishes` and `records` are those of this door; `keys` has at least what leads to it.
    """
    entries = list(entry_openers(door, wishes, records, holders, moment))
    found = [opener for opener, _ in entries]
    if door.lock is not None:
        found += strange_openers(door.lock)
    index = KeyIndex(keys)
    found += key_openers(index, ways_to(index, door.door_id))
    gaps = [*gaps_of_lock(door.lock, moment), *(gap for _, gap in entries if gap is not None)]
    if moment.at < moment.now:
        gaps.append(Gap.PAST)
    return Openers(door.door_id, tuple(found), tuple(dict.fromkeys(gaps)))


def reach(
    subject: Subject,
    doors: Sequence[DoorSeen],
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    holders: Holders,
    keys: KeyChart,
    moment: Moment,
) -> tuple[Openers, ...]:
    """The doors that somebody, or a thing, opens, in the order of `doors`, each with the openers that do it.

    Of each door it says what `who` says, as far as it is this subject's. `doors`, `wishes` and `records` are at least those where the
    subject's entries are, `keys` what leads on from what it has. A gap is only what is not known of the subject's own entries.
    """
    wished = _by_door(wishes)
    recorded = _by_door(records)
    through_keys = _openers_by_door(subject, keys)
    answers: list[Openers] = []
    for door in doors:
        number = door.door_id.int
        entries = [
            (opener, gap)
            for opener, gap in entry_openers(
                door,
                wished.get(number, ()),
                recorded.get(number, ()),
                holders,
                moment,
            )
            if is_of(opener, subject)
        ]
        found = [opener for opener, _ in entries] + through_keys.get(number, [])
        if not found:
            continue
        gaps = [gap for _, gap in entries if gap is not None]
        if entries:
            gaps += gaps_of_entries(door.lock, moment)
        if moment.at < moment.now:
            gaps.append(Gap.PAST)
        answers.append(Openers(door.door_id, tuple(found), tuple(dict.fromkeys(gaps))))
    return tuple(answers)


def is_of(opener: Opener, subject: Subject) -> bool:
    """Whether an opener is in this person's hand, or is this thing."""
    held = opener.person_id if subject.kind is SubjectKind.PERSON else opener.thing_id
    return held is not None and held.int == subject.id.int


def ways_of(subject: Subject, keys: KeyChart) -> Ways:
    """The keys and boxes that a subject begins with."""
    match subject.kind:
        case SubjectKind.PERSON:
            return held_by(keys, PersonId(subject.id))
        case SubjectKind.KEY:
            return Ways(frozenset({KeyId(subject.id)}) & keys.keys.keys(), frozenset())
        case SubjectKind.KEY_BOX:
            return Ways(frozenset(), frozenset({KeyBoxId(subject.id)}) & keys.boxes.keys())
        case SubjectKind.CREDENTIAL:
            return Ways(frozenset(), frozenset())


def _openers_by_door(subject: Subject, keys: KeyChart) -> dict[int, list[Opener]]:
    """The subject's keys and boxes at each door that they lead to, by the door's number."""
    found: dict[int, list[Opener]] = {}
    ways, index = ways_of(subject, keys), KeyIndex(keys)
    for one in (
        *(Ways(frozenset({key_id}), frozenset()) for key_id in _sorted_keys(ways, keys)),
        *(Ways(frozenset(), frozenset({box_id})) for box_id in _sorted_boxes(ways, keys)),
    ):
        openers = [o for o in key_openers(index, one) if is_of(o, subject)]
        for door_id in doors_from(index, one.keys, one.boxes):
            found.setdefault(door_id.int, []).extend(openers)
    return found


def _sorted_keys(ways: Ways, keys: KeyChart) -> list[KeyId]:
    return sorted(ways.keys, key=lambda key_id: (keys.keys[key_id].number, str(key_id)))


def _sorted_boxes(ways: Ways, keys: KeyChart) -> list[KeyBoxId]:
    return sorted(ways.boxes, key=lambda box_id: (keys.boxes[box_id].label, str(box_id)))


def _by_door(things: Iterable[AtDoor]) -> dict[int, list[AtDoor]]:
    """By the numbers of the door ids: to hash an id runs Python code, which counts where there are many."""
    found: dict[int, list[AtDoor]] = {}
    for thing in things:
        found.setdefault(thing.door_id.int, []).append(thing)
    return found
