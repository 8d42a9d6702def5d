"""What is for one use ends with it: which grants a reported opening ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.grant import Grant
from app.domain.slot_record import SlotRecord
from app.domain.wishes import Groups, doors_of


@dataclass(frozen=True, slots=True)
class Use:
    """One opening that a lock reported of one record.

    `at` is the lock's own word, which counts only when its clock is known to be right; `received_at` is when the program heard of it.
    """

    record: SlotRecord
    at: datetime
    received_at: datetime
    is_clock_right: bool

    @property
    def dated(self) -> datetime:
        """When it was, as far as that can be trusted; never later than it was heard."""
        return min(self.at, self.received_at) if self.is_clock_right else self.received_at


def grants_used_up(grants: Iterable[Grant], use: Use, *, groups: Groups) -> tuple[Grant, ...]:
    """The grants for one use that end with this one, with its time; the first use at any of its doors ends a grant at all of them.

    An opening from before the grant was made is none of it. What was sent since then is only credited with events that came later
    still; for the rest the date decides.
    """
    return tuple(
        replace(grant, used_at=max(grant.created_at, use.dated))
        for grant in grants
        if grant.validity.is_once
        and grant.revoked_at is None
        and grant.used_at is None
        and grant.credential_id == use.record.credential_id
        and _is_since(use, grant.created_at)
        and use.record.door_id in doors_of(grant, groups)
    )


def _is_since(use: Use, granted_at: datetime) -> bool:
    was_sent_since = use.record.sent_at is not None and use.record.sent_at >= granted_at
    return was_sent_since or use.dated >= granted_at
