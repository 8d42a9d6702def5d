"""Validity made concrete: moments, windows, and what a lock can hold by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.grant import WeeklyWindow


class EnforcedBy(StrEnum):
    """Who keeps a validity: the lock (holds while every computer is off), the program, or a person."""

    LOCK = "lock"
    PROGRAM = "program"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class LockSchedule:
    """What is written to a lock for one user: unrestricted, week-day windows, or one date range, in the lock's wall time.

    `weekly` windows end on the day they start. `start` and `end` carry no offset: they are the lock's wall clock.
    """

    weekly: tuple[WeeklyWindow, ...] = ()
    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_unrestricted(self) -> bool:
        """Whether the lock lets this user in at any time."""
        return not self.weekly and self.start is None and self.end is None


UNRESTRICTED = LockSchedule()
