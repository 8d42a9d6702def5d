"""What a driver says of its lock family before anything is opened."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.revocability import Removal


class IdentifyTime(StrEnum):
    """When a lock of the family can blink or beep to show which one it is."""

    BEFORE_PAIRING = "before"
    DURING_PAIRING = "during"
    AFTER_PAIRING = "after"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DriverManifest:
    """Facts of a lock family. `can` and `cannot` are message keys that the wizard's first page lists.

    `setup_code_families` are the families of setup codes that lead to this driver. `settle_s` is the time until a write can be read
    (15 s when the family says nothing). `serial_of_practice` is the prefix by which a practice lock is known. `removal` is how an entry
    is taken off a lock of the family, which is said before one is given. `has_fabrics`: other ecosystems may operate such a lock beside us.
    """

    id: str
    name: str
    setup_code_families: tuple[str, ...]
    advert_matchers: tuple[str, ...]
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    identify: IdentifyTime
    settle_s: float = 15.0
    has_past_events: bool = False
    removal: Removal = Removal.DIRECT
    has_fabrics: bool = False


PRACTICE_SERIAL_PREFIX = "PRACTICE-"
