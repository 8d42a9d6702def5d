"""The kept setup codes as lists show them, and which of them is of the same lock as one that comes in."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from app.domain.ids import DoorId, LockId, SetupCodeId
from app.domain.lock import Lock
from app.domain.setup_code import RefusedSetupCode, SetupCode, name_as_other, read_setup_code
from app.domain.setup_code_error import SetupCodeFamily
from app.domain.setup_code_facts import public_facts
from app.domain.setup_code_sameness import Sameness, compare_codes, keys_of_lock
from app.services.open_project import OpenProject, Place, list_places
from app.storage.repositories import Repositories
from app.storage.values import KeptSetupCode, SetupCodeState

_LITTLE = frozenset({"manual", "typed", "dsk"})
"""Forms that say less of a lock than the printed symbol beside them."""


@dataclass(frozen=True, slots=True)
class VaultCode:
    """A kept setup code with all that lists show of it.

    `place`: the door it is meant for, or whose lock was made ours with it. `was_at`: the door of a lock that was made ours with it and
    taken out since. `pictures` counts them.
    """

    kept: KeptSetupCode
    reading: SetupCode | RefusedSetupCode
    state: SetupCodeState
    place: Place | None = None
    was_at: Place | None = None
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Likeness:
    """The entry of the same lock, for sure or probably; else the number of one that may be."""

    entry: VaultCode | None = None
    is_probable: bool = False
    resembles: int | None = None


class KnownCodes:
    """Codes by what two of one lock share, so that thousands are not compared each with each; lives as long as one change."""

    def __init__(self, codes: Iterable[VaultCode]) -> None:
        self._codes: dict[SetupCodeId, VaultCode] = {}
        self._ids: dict[Hashable, dict[SetupCodeId, None]] = {}
        for code in codes:
            self.add(code)

    def add(self, code: VaultCode) -> None:
        """Let a code be found; it takes the place of an earlier value of the same entry."""
        self._codes[code.kept.id] = code
        for key in keys_of_lock(code.reading):
            self._ids.setdefault(key, {})[code.kept.id] = None

    def likeness(self, reading: SetupCode | RefusedSetupCode) -> Likeness:
        """What is known of the lock of a code; where several may be of it, none is chosen."""
        near = {
            code_id: None for key in keys_of_lock(reading) for code_id in self._ids.get(key, ())
        }
        likely: list[VaultCode] = []
        for code in map(self._codes.__getitem__, near):
            sameness = compare_codes(code.reading, reading)
            if sameness is Sameness.EXACT:
                return Likeness(code)
            if sameness is Sameness.PROBABLE:
                likely.append(code)
        if not likely:
            return Likeness()
        if len(likely) == 1 and richness(reading) != richness(likely[0].reading):
            return Likeness(likely[0], is_probable=True)
        return Likeness(resembles=min(code.kept.number for code in likely))


def richness(reading: SetupCode | RefusedSetupCode) -> tuple[bool, bool]:
    """How much a text says of its lock; of two of one lock the greater one is kept."""
    if isinstance(reading, RefusedSetupCode):
        return (False, False)
    facts = public_facts(reading)[0]
    return (facts.form not in _LITTLE, facts.vendor_id is not None)


async def read_vault_codes(project: OpenProject, repositories: Repositories) -> list[VaultCode]:
    """Every kept code in the order in which it came."""
    kept = await repositories.setup_codes.all()
    if not kept:
        return []
    locks = {lock.id: lock for lock in await repositories.locks.all()}
    places = {place.door.id: place for place in await list_places(project, repositories)}
    pictures = await repositories.attachments.counts_of_setup_codes()
    return [_vault_code(code, locks, places, pictures.get(code.id, 0)) for code in kept]


def _vault_code(
    kept: KeptSetupCode,
    locks: Mapping[LockId, Lock],
    places: Mapping[DoorId, Place],
    pictures: int,
) -> VaultCode:
    lock = locks.get(kept.lock_id) if kept.lock_id is not None else None
    at = places.get(lock.door_id) if lock is not None else None
    is_mounted = lock is not None and lock.retired_at is None
    meant = places.get(kept.door_id) if kept.door_id is not None else None
    return VaultCode(
        kept=kept,
        reading=_reading_of(kept),
        state=SetupCodeState.MOUNTED if is_mounted else SetupCodeState.TRAY,
        place=at if is_mounted else meant,
        was_at=None if is_mounted else at,
        pictures=pictures,
    )


def _reading_of(kept: KeptSetupCode) -> SetupCode | RefusedSetupCode:
    reading = read_setup_code(kept.text.reveal())
    is_number = kept.family == SetupCodeFamily.OTHER and not kept.is_valid
    return (
        name_as_other(kept.text.reveal())
        if is_number and not isinstance(reading, RefusedSetupCode)
        else reading
    )
