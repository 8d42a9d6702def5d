"""What locks can hold of many wishes: worked out once for equal validities at equal locks, and whether a door is as it shall be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.grant import ALWAYS, Validity
from app.domain.lock import Capabilities, ScheduleLimits
from app.domain.plan import DoorToPlan
from app.domain.schedule import UNRESTRICTED, EnforcedBy, Fitting, LockSchedule, Unfit, fit
from app.domain.slot_record import ProofLevel, ProofReason, SlotRecord
from app.domain.validity import Calendars, is_inside
from app.domain.wishes import Wish, WishState


@dataclass(frozen=True, slots=True)
class Fitted:
    """A validity at a lock. `is_now`: the part that the program keeps holds now; `wanted` is what shall be on the lock then, else None."""

    fitting: Fitting | Unfit
    is_now: bool
    wanted: LockSchedule | None


_UNRESTRICTED = Fitted(
    Fitting(UNRESTRICTED, EnforcedBy.LOCK, ALWAYS), is_now=True, wanted=UNRESTRICTED
)

_Place = tuple[ZoneInfo, ZoneInfo | None, ScheduleLimits, bool]


class Fittings:
    """The fittings of one pass over doors, at one moment; forgotten with it."""

    def __init__(self, now: datetime, calendars: Calendars) -> None:
        self._now = now
        self._calendars = calendars
        self._known: dict[_Place, dict[Validity, Fitted]] = {}

    def at(self, door: DoorToPlan, capabilities: Capabilities, wish: Wish) -> Fitted:
        """What such a lock at this door makes of the wish."""
        return self.known_at(door, capabilities).of(wish.validity, wish.granted_at)

    def known_at(self, door: DoorToPlan, capabilities: Capabilities) -> "FittingsAtDoor":
        """The fittings at locks that are like the one at this door."""
        lock_zone = None if door.lock is None else door.lock.zone
        place = (door.zone, lock_zone, capabilities.schedules, capabilities.can_read_clock)
        known = self._known.setdefault(place, {})
        return FittingsAtDoor(place, known, self._now, self._calendars)


class FittingsAtDoor:
    """The same for one door."""

    __slots__ = ("_calendars", "_known", "_now", "_place")

    def __init__(
        self,
        place: _Place,
        known: dict[Validity, Fitted],
        now: datetime,
        calendars: Calendars,
    ) -> None:
        self._place = place
        self._known = known
        self._now = now
        self._calendars = calendars

    def of(self, validity: Validity, granted_at: datetime) -> Fitted:
        """What the lock makes of this validity; one use without an end depends on when it was granted."""
        if validity.is_once:
            return self._worked_out(validity, granted_at)
        if (
            not validity.weekly
            and validity.start is None
            and validity.end is None
            and not validity.holidays
        ):
            return _UNRESTRICTED
        found = self._known.get(validity)
        if found is None:
            found = self._known[validity] = self._worked_out(validity, granted_at)
        return found

    def _worked_out(self, validity: Validity, granted_at: datetime) -> Fitted:
        zone, lock_zone, limits, can_read_clock = self._place
        fitting = fit(
            validity,
            zone,
            limits,
            lock_zone=lock_zone,
            can_read_clock=can_read_clock,
            granted_at=granted_at,
        )
        if isinstance(fitting, Unfit):
            return Fitted(fitting, is_now=False, wanted=None)
        is_now = is_inside(fitting.by_program, zone, self._now, self._calendars)
        return Fitted(fitting, is_now, fitting.schedule if is_now else None)


def is_settled(
    door: DoorToPlan, wishes: Sequence[Wish], records: Sequence[SlotRecord], fittings: Fittings
) -> bool:
    """Whether it is plain that nothing is to be done or said at this door: every wish is on its lock and proven, and nothing else of ours.

    False only means that the door has to be looked at entry by entry. Kept to comparisons that cost little, since most doors are so.
    """
    lock = door.lock
    if lock is None:
        return True
    if lock.capabilities is None or lock.unfinished:
        return False
    lock_number = lock.lock_id.int
    written: dict[int, LockSchedule] = {}
    for record in records:
        proof = record.proof
        if record.ended is not None or proof.reason == ProofReason.LOCK_CHANGED:
            continue
        lock_id = record.lock_id
        if lock_id is not None and lock_id.int != lock_number:
            continue
        if proof.level is not ProofLevel.SEEN and proof.level is not ProofLevel.OPENED:
            return False
        # Ids by their numbers: to hash or compare two ids themselves runs Python code.
        written[record.credential_id.int] = record.written
    fittings_here = fittings.known_at(door, lock.capabilities)
    count = 0
    for wish in wishes:
        if wish.state is not WishState.WANTED:
            continue
        found = written.get(wish.credential_id.int)
        if found is None or not wish.is_expressible:
            return False
        wanted = fittings_here.of(wish.validity, wish.granted_at).wanted
        if wanted is not found and wanted != found:
            return False
        count += 1
    return count == len(written)
