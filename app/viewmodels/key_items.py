"""Keys and key boxes as a screen shows them, and what its forms give back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.keys import KeyBox, KeyIssue
from app.domain.person import Person
from app.services.keys import KeyRow
from app.services.open_project import OpenProject
from app.services.sites import DoorRow
from app.texts.harmless import harmless
from app.texts.messages import message
from app.viewmodels.moments import date_words

PERSON, IN_BOX = "person", "box"


@dataclass(frozen=True, slots=True)
class HeldCopies:
    """Copies of a key with somebody or in a box; `lost` is the date since when they are lost, empty when they are not."""

    id: str
    key_number: str
    who: str
    copies: int
    since: str
    is_in_box: bool = False
    lost: str = ""


@dataclass(frozen=True, slots=True)
class KeyItem:
    """A key; `out` is in the order in which the copies were handed out."""

    id: str
    number: str
    copies: int
    spare: int
    lost: int
    note: str
    doors: tuple[str, ...]
    door_ids: frozenset[str]
    box_ids: frozenset[str]
    out: tuple[HeldCopies, ...]


@dataclass(frozen=True, slots=True)
class BoxItem:
    """A key box without its code. `told` are the names of those who know it."""

    id: str
    label: str
    place: str
    has_code: bool
    doors: tuple[str, ...]
    door_ids: frozenset[str]
    inside: tuple[HeldCopies, ...]
    told: tuple[str, ...]
    told_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What was filled in; an empty id is a new key."""

    id: str
    number: str
    copies: int
    door_ids: frozenset[str]
    box_ids: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class BoxForm:
    """What was filled in; an empty id is a new box. `code`: None leaves it, an empty one takes it away."""

    id: str
    label: str
    place: str
    door_ids: frozenset[str]
    code: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class KeyNames:
    """What people, doors and boxes are called, by id, and how a date reads now."""

    people: Mapping[str, str]
    doors: Mapping[str, str]
    boxes: Mapping[str, str]
    zone: ZoneInfo
    now: datetime

    @classmethod
    def none(cls) -> "KeyNames":
        """Nothing is known yet."""
        zone = ZoneInfo("UTC")
        return cls({}, {}, {}, zone, datetime.fromtimestamp(0, zone))

    @classmethod
    def of(
        cls,
        project: OpenProject,
        people: Sequence[Person],
        doors: Sequence[DoorRow],
        boxes: Sequence[KeyBox],
    ) -> "KeyNames":
        """The names of a project as they are now."""
        return cls(
            {str(one.id): harmless(one.name) for one in people},
            {str(row.place.door.id): harmless(row.place.label) for row in doors},
            {str(box.id): harmless(box.label) for box in boxes},
            ZoneInfo(project.store.project.time_zone),
            project.clock(),
        )

    def holder(self, issue: KeyIssue) -> str:
        """Who has these copies, or the box they are in."""
        if issue.box_id is not None:
            return self.boxes.get(str(issue.box_id), "")
        return self.people.get(str(issue.person_id), message("opener_nobody"))

    def target(self, target: str) -> str:
        """What a target is called."""
        kind, target_id = target_of(target)
        names = self.people if kind == PERSON else self.boxes
        return names.get(target_id, "")

    def date(self, at: datetime | None) -> str:
        """A moment in few words."""
        return date_words(at, self.zone, self.now)

    def door_labels(self, ids: frozenset[str]) -> tuple[str, ...]:
        """The doors in the order in which they are listed everywhere."""
        return tuple(label for door_id, label in self.doors.items() if door_id in ids)


def target_key(kind: str, target_id: str) -> str:
    """Names somebody or a box among those a key can go to."""
    return f"{kind}:{target_id}"


def target_of(target: str) -> tuple[str, str]:
    """The kind and the id that a target names."""
    kind, _, target_id = target.partition(":")
    return kind, target_id


def key_item(row: KeyRow, names: KeyNames) -> KeyItem:
    """A key as it is shown."""
    door_ids = frozenset(str(door) for door in row.key.door_ids)
    return KeyItem(
        id=str(row.key.id),
        number=row.key.number,
        copies=row.key.copies,
        spare=row.spare,
        lost=sum(issue.copies for issue in row.out if issue.lost_at is not None),
        note=row.key.note or "",
        doors=names.door_labels(door_ids),
        door_ids=door_ids,
        box_ids=frozenset(str(box) for box in row.key.box_ids),
        out=tuple(_held(row, issue, names) for issue in row.out),
    )


def box_item(box: KeyBox, rows: Sequence[KeyRow], names: KeyNames) -> BoxItem:
    """A box as it is shown, with the copies that lie in it."""
    door_ids = frozenset(str(door) for door in box.door_ids)
    inside = [(row, issue) for row in rows for issue in row.out if issue.box_id == box.id]
    told_ids = frozenset(str(person) for person in box.known_to)
    return BoxItem(
        id=str(box.id),
        label=box.label,
        place=box.place,
        has_code=box.code is not None,
        doors=names.door_labels(door_ids),
        door_ids=door_ids,
        inside=tuple(_held(row, issue, names) for row, issue in inside),
        told=tuple(name for person, name in names.people.items() if person in told_ids),
        told_ids=told_ids,
    )


def _held(row: KeyRow, issue: KeyIssue, names: KeyNames) -> HeldCopies:
    return HeldCopies(
        id=str(issue.id),
        key_number=harmless(row.key.number),
        who=names.holder(issue),
        copies=issue.copies,
        since=names.date(issue.issued_at),
        is_in_box=issue.box_id is not None,
        lost=names.date(issue.lost_at),
    )
