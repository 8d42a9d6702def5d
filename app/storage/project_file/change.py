"""What a unit of work becomes: one history entry, or none when a reading only confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import DoorId, PersonId, WriterId
from app.storage.contracts import ChangeKind, FabricChange, ProjectChange, Repositories
from app.storage.project_file.capture import NOUN_OF_TABLE, RowChange
from app.storage.project_file.history import NOTE, EntryHead, Part, add_entry
from app.storage.project_file.subjects import Subjects

READINGS = frozenset({ChangeKind.LOCK_READ, ChangeKind.PROOF, ChangeKind.FOREIGN})
"""Kinds whose note alone makes no entry: a reading that only confirms leaves none."""

ACTS = frozenset({ChangeKind.BOLT, ChangeKind.SHARED, ChangeKind.EXPORTED_SECRETS})
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
class Stranded:
    """A change that could not be committed because the file is gone; a copy still gets it."""

    changes: Sequence[RowChange] = ()
    entry: Entry | None = None
    fabric: Sequence[FabricChange] = ()


def entry_of(
    connection: Connection,
    concern: Concern,
    changes: Sequence[RowChange],
    *,
    operator: str,
    at: datetime,
) -> Entry | None:
    """The entry that this change deserves, or None."""
    recorded = [change for change in changes if not change.is_quiet]
    if not recorded and not _is_worth_an_entry(concern):
        return None
    subjects = Subjects(connection, changes)
    parts = [
        Part(c.table, c.key, subjects.person_of(c), c.before, c.after)
        for c in sorted(recorded, key=lambda change: (change.table, change.key))
    ]
    doors = {door for change in recorded for door in subjects.doors_of(change)}
    if concern.door_id is not None:
        doors.add(str(concern.door_id))
    people = {part.person_id for part in parts if part.person_id is not None}
    if concern.note:
        person = None if concern.person_id is None else str(concern.person_id)
        parts.append(Part(NOTE, "", person, None, concern.note))
    only_door, only_person = _only(doors), _only(people)
    head = EntryHead(
        at=at,
        operator=operator,
        kind=concern.kind.value,
        door_id=concern.door_id or (DoorId(only_door) if only_door else None),
        person_id=concern.person_id or (PersonId(only_person) if only_person else None),
        undoes=concern.undoes,
    )
    return Entry(head, parts, sorted(doors))


def published(
    connection: Connection, concern: Concern, changes: Sequence[RowChange], sequence: int | None
) -> ProjectChange:
    """What subscribers are told."""
    subjects = Subjects(connection, changes)
    doors = {door for change in changes for door in subjects.doors_of(change)}
    nouns = {NOUN_OF_TABLE[change.table] for change in changes}
    if sequence is not None:
        nouns.add("history")
    if concern.door_id is not None:
        doors.add(str(concern.door_id))
    return ProjectChange(
        kind=concern.kind,
        sequence=sequence,
        nouns=frozenset(nouns),
        door_ids=frozenset(DoorId(UUID(door)) for door in doors),
    )


def _is_worth_an_entry(concern: Concern) -> bool:
    if concern.kind in ACTS:
        return concern.is_said
    return bool(concern.note) and concern.kind not in READINGS


def _only(ids: set[str]) -> UUID | None:
    """The id when there is exactly one."""
    return UUID(next(iter(ids))) if len(ids) == 1 else None
