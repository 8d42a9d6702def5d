"""Metal keys and key boxes: what opens a door without its lock telling anybody."""

from dataclasses import dataclass
from datetime import datetime

from app.core.secret import Secret
from app.domain.ids import DoorId, KeyBoxId, KeyId, KeyIssueId, PersonId


@dataclass(frozen=True, slots=True)
class MechanicalKey:
    """A cut of key with all its copies; `number` is what is stamped on it. `box_ids` are key boxes that it opens."""

    id: KeyId
    number: str
    copies: int = 1
    door_ids: frozenset[DoorId] = frozenset()
    box_ids: frozenset[KeyBoxId] = frozenset()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class KeyIssue:
    """Copies of one key handed to a person or put into a key box, exactly one of the two.

    A lost copy opens as before, for nobody knows whom, until the cylinder is changed; it is never returned.
    """

    id: KeyIssueId
    key_id: KeyId
    issued_at: datetime
    person_id: PersonId | None = None
    box_id: KeyBoxId | None = None
    copies: int = 1
    returned_at: datetime | None = None
    lost_at: datetime | None = None

    @property
    def is_out(self) -> bool:
        """Whether these copies are not back; lost ones never are."""
        return self.returned_at is None


@dataclass(frozen=True, slots=True)
class KeyBox:
    """A box with keys and a code. `place` says in words where it hangs.

    `known_to` are those who know the code as it is now. `door_ids` are doors that something in it opens, beside the keys that were put in.
    """

    id: KeyBoxId
    label: str
    place: str = ""
    code: Secret[str] | None = None
    known_to: frozenset[PersonId] = frozenset()
    door_ids: frozenset[DoorId] = frozenset()
