"""What an import would do: each thing to be made or changed with its values before and after, and what is wrong with which row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from app.core.secret import Secret
from app.domain.credential import Credential
from app.domain.grant import Grant, HolidayCalendar
from app.domain.ids import DoorId, LockId, PersonId, SetupCodeId
from app.domain.import_fields import ImportField
from app.domain.import_rows import ImportIssue
from app.domain.lock import Capabilities, Lock
from app.domain.person import Person
from app.domain.project import Door, Group, Site
from app.domain.setup_code import RefusedSetupCode, SetupCode
from app.domain.slot_record import SlotRecord

Value = TypeVar("Value", covariant=True)


class ImportNoun(StrEnum):
    """What an import makes or changes; the words stand in JSON."""

    SITES = "sites"
    DOORS = "doors"
    LOCKS = "locks"
    CALENDARS = "calendars"
    GROUPS = "groups"
    PEOPLE = "people"
    GRANTS = "grants"
    SETUP_CODES = "setup_codes"


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A setup code of the project. `door_id` is the door it is meant for, or whose lock was made ours with it."""

    id: SetupCodeId
    reading: SetupCode | RefusedSetupCode
    door_id: DoorId | None
    is_mounted: bool


@dataclass(frozen=True, slots=True)
class ProjectNow:
    """What the project holds while an import is planned; people who were removed and revoked grants are left out.

    `known_ids` are those of everybody who is in the file, removed ones too. `locks` are the mounted ones by door. `records` may be left out when no row gives access.
    """

    time_zone: str
    now: datetime
    sites: tuple[Site, ...] = ()
    doors: tuple[Door, ...] = ()
    groups: tuple[Group, ...] = ()
    calendars: tuple[HolidayCalendar, ...] = ()
    people: tuple[Person, ...] = ()
    known_ids: frozenset[PersonId] = frozenset()
    credentials: tuple[Credential, ...] = ()
    grants: tuple[Grant, ...] = ()
    records: tuple[SlotRecord, ...] = ()
    locks: Mapping[DoorId, Lock] = field(default_factory=dict[DoorId, Lock])
    capabilities: Mapping[LockId, Capabilities] = field(default_factory=dict[LockId, Capabilities])
    codes: tuple[KnownCode, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changes. Of a secret column both sides are empty: that it changes is all that is said."""

    column: ImportField
    before: str
    after: str

    @property
    def is_secret(self) -> bool:
        """Whether only the fact is said."""
        return not self.before and not self.after


@dataclass(frozen=True, slots=True)
class ImportStep(Generic[Value]):
    """One thing that is made (`before` None) or changed, because of this row; `label` is its name for people."""

    noun: ImportNoun
    row: int
    label: str
    value: Value
    before: Value | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it is made."""
        return self.before is None


@dataclass(frozen=True, slots=True)
class PlannedCode:
    """A setup code for the tray, or for a door; `text` is as the table gives it."""

    id: SetupCodeId
    text: Secret[str]
    family: str
    door_id: DoorId | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would do. With `issues` nothing of it may be done.

    `locks` are mounted ones with other notes. `notes` say what is left out and why. `already` counts what the table says and the project
    has. `door_ids` are the doors whose records have to follow.
    """

    sites: tuple[ImportStep[Site], ...] = ()
    doors: tuple[ImportStep[Door], ...] = ()
    locks: tuple[ImportStep[Lock], ...] = ()
    calendars: tuple[ImportStep[HolidayCalendar], ...] = ()
    groups: tuple[ImportStep[Group], ...] = ()
    people: tuple[ImportStep[Person], ...] = ()
    credentials: tuple[Credential, ...] = ()
    grants: tuple[ImportStep[Grant], ...] = ()
    codes: tuple[ImportStep[PlannedCode], ...] = ()
    staying: tuple[Lock, ...] = ()
    already: Mapping[ImportNoun, int] = field(default_factory=dict[ImportNoun, int])
    notes: tuple[ImportIssue, ...] = ()
    issues: tuple[ImportIssue, ...] = ()
    door_ids: frozenset[DoorId] = frozenset()
    rows: int = 0

    @property
    def steps(self) -> tuple[ImportStep[object], ...]:
        """Everything that is made or changed, in the order of the nouns."""
        return (
            *self.sites,
            *self.doors,
            *self.locks,
            *self.calendars,
            *self.groups,
            *self.people,
            *self.grants,
            *self.codes,
        )

    @property
    def is_empty(self) -> bool:
        """Whether the project says all of it already."""
        return not self.steps
