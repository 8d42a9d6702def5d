"""Who may enter where and when: the wish, before any lock is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

from app.domain.ids import CalendarId, CredentialId, DoorId, GrantId, GroupId, PersonId


class Weekday(IntEnum):
    """ISO 8601 weekday minus one, as `datetime.weekday()` counts."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True, order=True)
class WeeklyWindow:
    """Wall clock [from, until) on these weekdays; `until` <= `from` ends the next day."""

    weekdays: frozenset[Weekday]
    start: time
    end: time


class HolidayRule(StrEnum):
    """What a grant does on a holiday of its calendar."""

    IGNORE = "ignore"
    CLOSED = "closed"
    AS_SUNDAY = "as_sunday"


@dataclass(frozen=True, slots=True)
class Holidays:
    """A calendar of the project and what it means for one grant."""

    calendar_id: CalendarId
    rule: HolidayRule


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """A named date list of the project."""

    id: CalendarId
    name: str
    dates: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Validity:
    """When a grant holds; all given parts must hold.

    `start` and `end` are wall times without offset in the door's zone, or aware moments when they were given with an offset.
    """

    start: datetime | None = None
    end: datetime | None = None
    weekly: tuple[WeeklyWindow, ...] = ()
    is_once: bool = False
    holidays: tuple[Holidays, ...] = ()


ALWAYS = Validity()


@dataclass(frozen=True, slots=True)
class Grant:
    """One person, one credential, doors or groups (single doors excepted), one validity.

    `used_at` is when a grant for one use was used.
    """

    id: GrantId
    person_id: PersonId
    credential_id: CredentialId
    door_ids: frozenset[DoorId]
    group_ids: frozenset[GroupId]
    except_door_ids: frozenset[DoorId]
    validity: Validity
    created_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
