"""People and the roles that group them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import PersonId


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

    Somebody who was removed stays in the file, without access, as long as the history or a lock speaks of them.
    """

    id: PersonId
    name: str
    role: Role = Role.GUEST
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    is_paused: bool = False
    removed_at: datetime | None = None
