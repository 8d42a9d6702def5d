"""What a person opens a door with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.secret import Secret
from app.domain.ids import CredentialId, PersonId


class CredentialKind(StrEnum):
    """The kinds that a project knows; only PINs are written by the program so far."""

    PIN = "pin"
    CARD = "card"
    FINGERPRINT = "fingerprint"
    MOBILE_KEY = "mobile_key"
    MECHANICAL_KEY = "mechanical_key"


@dataclass(frozen=True, slots=True)
class Credential:
    """A PIN, card, finger, app key or metal key; belongs to a person. `value` is None where there is none to store.

    `number` is what is printed on it, which is no secret.
    """

    id: CredentialId
    person_id: PersonId
    kind: CredentialKind
    label: str
    value: Secret[str] | None
    created_at: datetime
    ended_at: datetime | None = None
    number: str | None = None
