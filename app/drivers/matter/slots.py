"""A lock's places for users and credentials, and the text by which they are known above the driver."""

from dataclasses import dataclass

from app.domain.credential import CredentialKind
from app.domain.ids import SlotId
from app.drivers.matter.const import CredentialType

_KINDS = {
    CredentialType.PIN: CredentialKind.PIN,
    CredentialType.PROGRAMMING_PIN: CredentialKind.PIN,
    CredentialType.RFID: CredentialKind.CARD,
    CredentialType.FINGERPRINT: CredentialKind.FINGERPRINT,
    CredentialType.FINGER_VEIN: CredentialKind.FINGERPRINT,
    CredentialType.FACE: CredentialKind.FINGERPRINT,
}
_WORDS = {
    CredentialType.PROGRAMMING_PIN: "programming pin",
    CredentialType.PIN: "pin",
    CredentialType.RFID: "card",
    CredentialType.FINGERPRINT: "finger",
    CredentialType.FINGER_VEIN: "vein",
    CredentialType.FACE: "face",
}
_TYPES = {word: kind for kind, word in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class CredentialPlace:
    """A credential's place in the lock: its type and index, both as the cluster counts (index from 1)."""

    type: int
    index: int


def slot_of(user: int | None, credential: CredentialPlace | None) -> SlotId:
    """The text by which a user and credential of a lock are known above the driver."""
    parts: list[str] = []
    if user is not None:
        parts.append(f"user {user}")
    if credential is not None:
        parts.append(f"{_word(credential.type)} {credential.index}")
    return SlotId(" / ".join(parts))


def place_of(slot: SlotId) -> tuple[int | None, CredentialPlace | None]:
    """The inverse of `slot_of`; raises `ValueError` on a text that it did not make."""
    user: int | None = None
    place: CredentialPlace | None = None
    for part in slot.split(" / "):
        word, _, index = part.rpartition(" ")
        if word == "user":
            user = int(index)
        else:
            place = CredentialPlace(_type(word), int(index))
    return user, place


def _word(kind: int) -> str:
    try:
        return _WORDS[CredentialType(kind)]
    except (ValueError, KeyError):
        return f"type {kind} credential"


def _type(word: str) -> int:
    known = _TYPES.get(word)
    if known is not None:
        return int(known)
    return int(word.removeprefix("type ").removesuffix(" credential"))


def kind_of(credential: CredentialPlace) -> CredentialKind | None:
    """Our kind of a cluster's credential type; None when we have none for it."""
    try:
        return _KINDS.get(CredentialType(credential.type))
    except ValueError:
        return None
