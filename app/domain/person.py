"""People and the roles that group them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.ids import DoorId, PersonId


class Role(StrEnum):
    """Groups people and chooses templates and redaction; it is no permission inside the file."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    RESIDENT = "resident"
    GUEST = "guest"
    INSTALLER = "installer"


@dataclass(frozen=True, slots=True)
class Person:
    """Who gets access. `language` is a BCP 47 tag.

    Somebody who was removed stays in the file, without access, as long as the history or a lock speaks of them. Pausing takes access away,
    everywhere or at `paused_door_ids`, and keeps the grants. With `reserve_of` it is nobody: the holder of the reserve code of that door,
    left out wherever people are listed.
    """

    id: PersonId
    name: str
    role: Role = Role.GUEST
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    is_paused: bool = False
    removed_at: datetime | None = None
    birthday: date | None = None
    paused_door_ids: frozenset[DoorId] = frozenset()
    reserve_of: DoorId | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it belongs in a list of people: somebody, and not removed."""
        return self.removed_at is None and self.reserve_of is None

    def is_paused_at(self, door_id: DoorId) -> bool:
        """Whether access is taken away for now at this door."""
        return self.is_paused or bool(self.paused_door_ids and door_id in self.paused_door_ids)
