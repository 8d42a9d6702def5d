"""What a unit of work becomes: one history entry, or none when a reading only confirmed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlcipher3.dbapi2 import Connection

from app.core.breath import breathing
from app.domain.ids import DoorId, PersonId, WriterId
from app.storage.contracts import ProjectChange
from app.storage.project_file.capture import NOUN_OF_TABLE, RowChange, TableShape
from app.storage.project_file.columns import Row
from app.storage.project_file.history import NOTE, EntryHead, Part, add_entry
from app.storage.project_file.subjects import Subjects
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind

READINGS = frozenset({ChangeKind.LOCK_READ, ChangeKind.PROOF, ChangeKind.FOREIGN})
"""Kinds whose note alone makes no entry: a reading that only confirms leaves none."""

ACTS = frozenset(
    {ChangeKind.BOLT, ChangeKind.SHARED, ChangeKind.CLOCK_SET, ChangeKind.EXPORTED_SECRETS}
)
"""Kinds that are an entry by themselves once the change said what it concerns: nothing in the file need differ."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes the history: the installation's chain and the name its operator claims."""

    writer: WriterId
    operator: str


@dataclass(slots=True)
class Concern:
    """What a change said about itself."""

    kind: ChangeKind
    is_said: bool = False
    door_id: DoorId | None = None
    person_id: PersonId | None = None
    note: dict[str, object] = field(default_factory=dict[str, object])
    undoes: int | None = None


class FileChange:
    """The unit of work that a service sees."""

    def __init__(self, repositories: Repositories, concern: Concern) -> None:
        self._repositories = repositories
        self._concern = concern

    @property
    def repositories(self) -> Repositories:
        """The repositories, with the right to write."""
        return self._repositories

    def concerns(
        self,
        *,
        door_id: DoorId | None = None,
        person_id: PersonId | None = None,
        note: Mapping[str, object] | None = None,
    ) -> None:
        """Say what the entry is about; a second call adds to the first."""
        concern = self._concern
        concern.is_said = True
        concern.door_id = door_id or concern.door_id
        concern.person_id = person_id or concern.person_id
        concern.note.update(note or {})


@dataclass(frozen=True, slots=True)
class Entry:
    """A history entry that is ready to be written."""

    head: EntryHead
    parts: Sequence[Part]
    doors: Sequence[str]

    def add_to(self, connection: Connection, writer: WriterId) -> int:
        """Append it to the writer's chain; returns its sequence."""
        return add_entry(connection, writer, self.head, self.parts, self.doors)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change touched, and the entry that it deserves, if any."""

    entry: Entry | None
    nouns: frozenset[str]
    doors: frozenset[DoorId]

    def published(self, kind: ChangeKind, sequence: int | None) -> ProjectChange:
        """What subscribers are told."""
        nouns = self.nouns if sequence is None else self.nouns | {"history"}
        return ProjectChange(kind, sequence, nouns, self.doors)


def outcome_of(
    connection: Connection,
    concern: Concern,
    changes: Sequence[RowChange],
    shapes: Mapping[str, TableShape],
    head: Callable[[], EntryHead],
) -> Outcome | None:
    """What the change comes to; None when it touched nothing and is no entry by itself. `head` gives time and operator."""
    recorded = [change for change in changes if not change.is_quiet]
    is_entry = bool(recorded) or _is_worth_an_entry(concern)
    if not changes and not is_entry:
        return None
    subjects = Subjects(connection, changes)
    doors_by_change = [subjects.doors_of(change) for change in changes]
    doors = {door for found in doors_by_change for door in found}
    if concern.door_id is not None:
        doors.add(str(concern.door_id))
    nouns = frozenset(NOUN_OF_TABLE[change.table] for change in changes)
    entry = _entry_of(concern, recorded, subjects, shapes, head()) if is_entry else None
    return Outcome(entry, nouns, frozenset(DoorId(UUID(door)) for door in doors))


def _entry_of(
    concern: Concern,
    recorded: Sequence[RowChange],
    subjects: Subjects,
    shapes: Mapping[str, TableShape],
    head: EntryHead,
) -> Entry:
    parts = [
        Part(c.table, c.key, subjects.person_of(c), *_what_differs(c, shapes[c.table]))
        for c in breathing(sorted(recorded, key=lambda change: (change.table, change.key)))
    ]
    doors = {door for change in recorded for door in subjects.doors_of(change)}
    if concern.door_id is not None:
        doors.add(str(concern.door_id))
    people = {part.person_id for part in parts if part.person_id is not None}
    if concern.note:
        person = None if concern.person_id is None else str(concern.person_id)
        parts.append(Part(NOTE, "", person, None, concern.note))
    only_door, only_person = _only(doors), _only(people)
    told = replace(
        head,
        door_id=concern.door_id or (DoorId(only_door) if only_door else None),
        person_id=concern.person_id or (PersonId(only_person) if only_person else None),
        undoes=concern.undoes,
    )
    return Entry(told, parts, sorted(doors))


def _what_differs(change: RowChange, shape: TableShape) -> tuple[Row | None, Row | None]:
    """The whole row when it came or went; of a changed one its keys and the columns that differ."""
    before, after = change.before, change.after
    if before is None or after is None:
        return before, after
    told = [c for c in after if c in shape.keys or before.get(c) != after[c]]
    return {c: before.get(c) for c in told}, {c: after[c] for c in told}


def _is_worth_an_entry(concern: Concern) -> bool:
    if concern.kind in ACTS:
        return concern.is_said
    return bool(concern.note) and concern.kind not in READINGS


def _only(ids: set[str]) -> UUID | None:
    """The id when there is exactly one."""
    return UUID(next(iter(ids))) if len(ids) == 1 else None
