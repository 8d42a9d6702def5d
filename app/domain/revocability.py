"""How a way in can be taken back, said before it is given; and how long it could still open if that were never proven."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.credential import CredentialKind
from app.domain.grant import Validity
from app.domain.lock import Capabilities
from app.domain.schedule import LockSchedule, hours_of_a_week
from app.domain.validity import last_moment, start_of, time_inside

REACHED_LATELY = timedelta(minutes=10)
"""How long ago a lock may have answered for "now" to be said of it."""


class Revocability(StrEnum):
    """When something that opens a door can be taken back; the words of `who`, from the best to the worst."""

    NOW = "now"
    IN_REACH = "in_reach"
    BRIDGE_ONLINE = "bridge_online"
    BY_HAND = "by_hand"
    NEVER = "never"


class Removal(StrEnum):
    """By which way a lock family takes an entry off a lock: a fact of its manifest.

    `direct`: this computer speaks with the lock itself, over its network or radio. `bridge`: a gateway or a service that stands between.
    `hand`: somebody at the lock. `none`: what was given out holds until its own end, such as a code that the maker's app calculates.
    """

    DIRECT = "direct"
    BRIDGE = "bridge"
    HAND = "hand"
    NONE = "none"


_WEEK = timedelta(weeks=1)
_EXACTLY = timedelta(days=366)

_BY_REMOVAL = {
    Removal.DIRECT: Revocability.IN_REACH,
    Removal.BRIDGE: Revocability.BRIDGE_ONLINE,
    Removal.HAND: Revocability.BY_HAND,
    Removal.NONE: Revocability.NEVER,
}
_ORDER = tuple(Revocability)


def revocability_of(
    kind: CredentialKind, removal: Removal, *, is_written_by_us: bool, is_reached: bool
) -> Revocability:
    """When one credential at one lock can be taken back.

    A metal key is taken back from a hand or with the cylinder, and what was taught to a lock at the lock is taken out there.
    `is_written_by_us`: the program put it on the lock, and can take it off. `is_reached`: the lock answered lately (`is_reached_lately`).
    """
    if kind is CredentialKind.MECHANICAL_KEY:
        return Revocability.BY_HAND
    if removal in (Removal.DIRECT, Removal.BRIDGE) and not is_written_by_us:
        return Revocability.BY_HAND
    is_ours_to_ask = removal in (Removal.DIRECT, Removal.BRIDGE)
    return Revocability.NOW if is_ours_to_ask and is_reached else _BY_REMOVAL[removal]


def is_written(kind: CredentialKind, capabilities: Capabilities | None) -> bool:
    """Whether the program itself would put this kind on such a lock; one that was never asked is taken to let it."""
    return kind is CredentialKind.PIN and (capabilities is None or capabilities.pins is not None)


def is_reached_lately(reached_at: datetime | None, now: datetime) -> bool:
    """Whether the lock answered so lately that it can be expected to answer now."""
    return reached_at is not None and timedelta() <= now - reached_at <= REACHED_LATELY


def hardest(ways: Iterable[Revocability]) -> Revocability | None:
    """The worst of them, which counts for the whole; None for none at all."""
    return max(ways, key=_ORDER.index, default=None)


def exposure(schedule: LockSchedule, zone: ZoneInfo, since: datetime) -> timedelta | None:
    """How long the lock by itself would still let this entry in, if it could never be proven removed; None: without end.

    Only what the lock keeps counts, since the program may not be there: `schedule` is what is or would be on the lock, `zone` the one its
    clock runs in. Weekly hours more than a year away are counted by the week, without the nights on which clocks change.
    """
    if schedule.end is None:
        return None
    validity = Validity(start=schedule.start, end=schedule.end, weekly=schedule.weekly)
    since = max(since, start_of(validity, zone) or since).astimezone(UTC)
    far_weeks = max(timedelta(), last_moment(schedule.end, zone) - since - _EXACTLY) // _WEEK
    skipped = hours_of_a_week(schedule.weekly) * far_weeks
    return skipped + (time_inside(validity, zone, since + far_weeks * _WEEK) or timedelta())


def exposure_hours(exposed: timedelta) -> int:
    """The exposure in hours, as it is said: begun hours count whole."""
    return -(-exposed // timedelta(hours=1))
