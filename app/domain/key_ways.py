"""From keys and key boxes to doors, and back: a key may open a box, and in a box lie keys."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.ids import DoorId, KeyBoxId, KeyId, PersonId
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.domain.openers import Opener, OpenerKind, OpensNow
from app.domain.revocability import Revocability


@dataclass(frozen=True, slots=True)
class KeyChart:
    """Keys, boxes and the copies that are not back, as far as they matter."""

    keys: Mapping[KeyId, MechanicalKey] = field(default_factory=dict[KeyId, MechanicalKey])
    boxes: Mapping[KeyBoxId, KeyBox] = field(default_factory=dict[KeyBoxId, KeyBox])
    issues: tuple[KeyIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """The keys and boxes that lead to a door, directly or through others."""

    keys: frozenset[KeyId]
    boxes: frozenset[KeyBoxId]


class KeyIndex:
    """A chart made ready for questions, so that a hundred boxes are not looked through a hundred times."""

    def __init__(self, chart: KeyChart) -> None:
        self.chart = chart
        self.copies: dict[KeyId, list[KeyIssue]] = {}
        self.contents: dict[KeyBoxId, set[KeyId]] = {}
        self.boxes_with: dict[KeyId, set[KeyBoxId]] = {}
        self.keys_to: dict[KeyBoxId, set[KeyId]] = {}
        for issue in chart.issues:
            if not issue.is_out:
                continue
            self.copies.setdefault(issue.key_id, []).append(issue)
            if issue.box_id is not None and issue.lost_at is None:
                self.contents.setdefault(issue.box_id, set()).add(issue.key_id)
                self.boxes_with.setdefault(issue.key_id, set()).add(issue.box_id)
        for key in chart.keys.values():
            for box_id in key.box_ids:
                self.keys_to.setdefault(box_id, set()).add(key.id)


def ways_to(index: KeyIndex, door_id: DoorId) -> Ways:
    """Every key and box that leads to this door."""
    chart = index.chart
    keys = {key.id for key in chart.keys.values() if door_id in key.door_ids}
    boxes: set[KeyBoxId] = set()
    waiting = {box.id for box in chart.boxes.values() if door_id in box.door_ids}
    waiting.update(*(index.boxes_with.get(key_id, ()) for key_id in keys))
    while waiting:
        box_id = waiting.pop()
        boxes.add(box_id)
        opening = index.keys_to.get(box_id, set[KeyId]()) - keys
        keys |= opening
        found = (index.boxes_with.get(key_id, set[KeyBoxId]()) for key_id in opening)
        waiting |= set[KeyBoxId]().union(*found) - boxes
    return Ways(frozenset(keys), frozenset(boxes))


def doors_from(
    index: KeyIndex, keys: Iterable[KeyId] = (), boxes: Iterable[KeyBoxId] = ()
) -> frozenset[DoorId]:
    """Every door that somebody with these keys, or before these open boxes, gets through."""
    chart = index.chart
    doors: set[DoorId] = set()
    seen_keys: set[KeyId] = set()
    seen_boxes: set[KeyBoxId] = set()
    keys_waiting, boxes_waiting = set(keys), set(boxes)
    while keys_waiting or boxes_waiting:
        seen_keys |= keys_waiting
        seen_boxes |= boxes_waiting
        opened = [chart.keys[key_id] for key_id in keys_waiting if key_id in chart.keys]
        found = [chart.boxes[box_id] for box_id in boxes_waiting if box_id in chart.boxes]
        doors.update(*(key.door_ids for key in opened), *(box.door_ids for box in found))
        boxes_waiting = set[KeyBoxId]().union(*(key.box_ids for key in opened)) - seen_boxes
        inside = (index.contents.get(box.id, set[KeyId]()) for box in found)
        keys_waiting = set[KeyId]().union(*inside) - seen_keys
    return frozenset(doors)


def key_openers(index: KeyIndex, ways: Ways) -> Iterator[Opener]:
    """The openers that these keys and boxes are: one for each hand that a thing is in.

    A lost copy, and one that was not handed out, is in nobody's hand that is known; what lies in a box is the box's. A box without
    anybody who knows its code, and without a key to it, may still be opened by somebody.
    """
    for key in sorted(
        (index.chart.keys[k] for k in ways.keys), key=lambda key: (key.number, str(key.id))
    ):
        yield from _openers_of_key(key, index.copies.get(key.id, ()))
    for box in sorted(
        (index.chart.boxes[b] for b in ways.boxes), key=lambda box: (box.label, str(box.id))
    ):
        yield from _openers_of_box(box)


def held_by(chart: KeyChart, person_id: PersonId) -> Ways:
    """The keys that a person has in hand, and the boxes whose code they know."""
    keys = (
        issue.key_id
        for issue in chart.issues
        if issue.person_id == person_id and issue.is_out and issue.lost_at is None
    )
    boxes = (box.id for box in chart.boxes.values() if person_id in box.known_to)
    return Ways(frozenset(keys), frozenset(boxes))


def _openers_of_key(key: MechanicalKey, copies: Collection[KeyIssue]) -> Iterator[Opener]:
    in_hand: dict[PersonId, KeyIssue] = {}
    for issue in copies:
        if issue.person_id is not None and issue.lost_at is None:
            in_hand.setdefault(issue.person_id, issue)
    for person_id, issue in sorted(in_hand.items(), key=lambda item: str(item[0])):
        yield _of_key(key, OpensNow.YES, person_id=person_id, issue=issue)
    lost = [issue for issue in copies if issue.lost_at is not None]
    if lost:
        yield _of_key(key, OpensNow.UNKNOWN, issue=lost[0], is_lost=True)
    if key.copies > sum(issue.copies for issue in copies):
        yield _of_key(key, OpensNow.UNKNOWN)


def _of_key(
    key: MechanicalKey,
    open_now: OpensNow,
    *,
    person_id: PersonId | None = None,
    issue: KeyIssue | None = None,
    is_lost: bool = False,
) -> Opener:
    return Opener(
        kind=OpenerKind.MECHANICAL_KEY,
        person_id=person_id,
        label=key.number,
        open_now=open_now,
        revocable=Revocability.NEVER if is_lost else Revocability.BY_HAND,
        thing_id=key.id,
        since=None if issue is None else issue.lost_at or issue.issued_at,
        is_lost=is_lost,
    )


def _openers_of_box(box: KeyBox) -> Iterator[Opener]:
    for person_id in sorted(box.known_to, key=str) or (None,):
        yield Opener(
            kind=OpenerKind.KEY_BOX,
            person_id=person_id,
            label=box.label,
            open_now=OpensNow.UNKNOWN if person_id is None else OpensNow.YES,
            revocable=Revocability.BY_HAND,
            thing_id=box.id,
        )
