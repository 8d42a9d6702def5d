"""The access that an import gives: rows of one person with the same times and code become one grant over several doors.

Rows for groups of which doors are excepted stay a grant of their own, unless the table's word for the grant joins them with others: what
is excepted in one row must not be taken from another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.errors import AppError
from app.core.secret import Secret
from app.domain.code_planner import RandBelow, is_weak
from app.domain.credential import Credential
from app.domain.grant import Grant, HolidayRule, Holidays, Validity, WeeklyWindow
from app.domain.ids import CalendarId, CredentialId, DoorId, GrantId, GroupId, PersonId
from app.domain.import_calendars import Calendars
from app.domain.import_claims import Findings
from app.domain.import_fields import ImportField
from app.domain.import_people import People
from app.domain.import_pins import Pins
from app.domain.import_places import NewId, Places
from app.domain.import_rows import RowWish
from app.domain.import_steps import FieldChange, ImportNoun, ImportStep, ProjectNow
from app.domain.lock import Lock
from app.domain.schedule import Unfit, fit
from app.domain.validity import ONE_USE_LASTS, has_ended
from app.domain.validity_text import check_order, format_weekly
from app.domain.wishes import doors_of, grant_without, unite

ValidityKey = tuple[
    datetime | None, datetime | None, frozenset[WeeklyWindow], bool, frozenset[Holidays]
]


@dataclass(slots=True)
class PlannedGrants:
    """New grants and older ones that give way, the codes they need, and the locks that stay for them."""

    steps: tuple[ImportStep[Grant], ...] = ()
    credentials: tuple[Credential, ...] = ()
    staying: tuple[Lock, ...] = ()
    door_ids: frozenset[DoorId] = frozenset()


@dataclass(slots=True)
class _Bunch:
    """Rows that become one grant; `is_named`: the table has a word for it."""

    row: int
    person_id: PersonId
    validity: Validity
    pin: Secret[str] | None
    doors: dict[DoorId, int] = field(default_factory=dict[DoorId, int])
    groups: dict[GroupId, int] = field(default_factory=dict[GroupId, int])
    excepted: set[DoorId] = field(default_factory=set[DoorId])
    is_named: bool = False

    def row_of(self, door_id: DoorId) -> int:
        """The row that names a door, else the first one."""
        return self.doors.get(door_id, self.row)


class _Planning:
    """One planning of grants."""

    def __init__(
        self,
        now: ProjectNow,
        places: Places,
        people: People,
        findings: Findings,
        new_id: NewId,
        randbelow: RandBelow,
    ) -> None:
        self.now = now
        self.places = places
        self.people = people
        self.findings = findings
        self.new_id = new_id
        self.zones: dict[DoorId, ZoneInfo] = {}
        self.living: dict[PersonId, list[Grant]] = {}
        for grant in now.grants:
            self.living.setdefault(grant.person_id, []).append(grant)
        self.credentials = {credential.id: credential for credential in now.credentials}
        self.pins = Pins(now, places, new_id, randbelow)
        self.kept: set[GrantId] = set()
        self.narrowed: dict[GrantId, tuple[Grant, int]] = {}
        self.granted: dict[tuple[PersonId, DoorId], list[tuple[Validity, CredentialId]]] = {}

    def zone(self, door_id: DoorId) -> ZoneInfo:
        """The zone that a door's times are read in."""
        found = self.zones.get(door_id)
        if found is None:
            door = self.places.doors[door_id]
            site = self.places.sites[door.site_id]
            name = door.time_zone or site.time_zone or self.now.time_zone
            found = self.zones[door_id] = ZoneInfo(name)
        return found

    def doors_of(self, grant: Grant) -> frozenset[DoorId]:
        """The doors that a grant covers after the import."""
        return doors_of(grant, self.places.groups)

    def leave_what_is_there(self, bunch: _Bunch) -> None:
        """Take out of a bunch what a living grant of the same times gives already."""
        wanted = key_of(bunch.validity)
        for grant in self.living.get(bunch.person_id, ()):
            keys = (key_of(grant.validity), key_of(with_end(grant.validity, grant.created_at)))
            if wanted not in keys or not self._has_pin(grant, bunch.pin):
                continue
            covered = self.doors_of(grant)
            given = {
                g for g in grant.group_ids & bunch.groups.keys() if self._gives(grant, bunch, g)
            }
            if covered & bunch.doors.keys() or given:
                self.kept.add(grant.id)
            bunch.doors = {d: row for d, row in bunch.doors.items() if d not in covered}
            bunch.groups = {g: row for g, row in bunch.groups.items() if g not in given}

    def _gives(self, grant: Grant, bunch: _Bunch, group_id: GroupId) -> bool:
        """Whether a grant with this group gives all of its doors that the table does."""
        return not (grant.except_door_ids & self.places.groups[group_id].door_ids - bunch.excepted)

    def _has_pin(self, grant: Grant, pin: Secret[str] | None) -> bool:
        credential = self.credentials.get(grant.credential_id)
        if credential is None or credential.ended_at is not None:
            return False
        return pin is None or credential.value == pin

    def grant(self, bunch: _Bunch) -> ImportStep[Grant] | None:
        """The new grant, or None where nothing is missing or something is wrong."""
        grant = Grant(
            id=GrantId(self.new_id()),
            person_id=bunch.person_id,
            credential_id=CredentialId(self.new_id()),
            door_ids=frozenset(bunch.doors),
            group_ids=frozenset(bunch.groups),
            except_door_ids=frozenset(bunch.excepted),
            validity=bunch.validity,
            created_at=self.now.now,
        )
        doors = self.doors_of(grant)
        person = self.people.people[bunch.person_id]
        if not doors:
            groups = ", ".join(sorted(self.places.groups[g].name for g in bunch.groups))
            self.findings.note(bunch.row, ImportField.GROUPS, "import_group_empty", group=groups)
        if not self._is_possible(bunch, doors):
            return None
        chosen = self.pins.choose(person, bunch.pin, doors, grant.credential_id)
        if isinstance(chosen, AppError):
            column = ImportField.PIN if bunch.pin is not None else ImportField.PERSON
            self.findings.refuse(bunch.row, column, chosen.code, **chosen.parameters)
            return None
        if bunch.pin is not None and is_weak(bunch.pin):
            self.findings.note(bunch.row, ImportField.PIN, "weak_code")
        grant = replace(grant, credential_id=chosen.id)
        apart = self._apart_at(grant, doors)
        if apart is not None and bunch.is_named and bunch.pin is None:
            # A grant of its own had a code of its own in the project that the table was made of.
            drawn = self.pins.draw_new(person, doors, CredentialId(self.new_id()))
            if isinstance(drawn, AppError):
                self.findings.refuse(bunch.row, ImportField.PERSON, drawn.code, **drawn.parameters)
                return None
            grant, apart = replace(grant, credential_id=drawn.id), None
        if apart is not None:
            label, row = self.places.label(apart), bunch.row_of(apart)
            self.findings.refuse(row, ImportField.FROM, "import_times_apart", door=label)
            return None
        for door_id in doors:
            there = self.granted.setdefault((grant.person_id, door_id), [])
            there.append((grant.validity, grant.credential_id))
        self._narrow_older(grant, doors, bunch.row)
        changes = changes_of(None, grant, self.places)
        return ImportStep(ImportNoun.GRANTS, bunch.row, person.name, grant, None, changes)

    def _has_times(self, bunch: _Bunch, doors: Collection[DoorId]) -> bool:
        """Whether the times have a length, and are not over at every door."""
        at = {self.zone(door_id): bunch.row_of(door_id) for door_id in doors}
        at = at or {ZoneInfo(self.now.time_zone): bunch.row}
        for zone, row in at.items():
            try:
                check_order(bunch.validity, zone)
            except AppError as error:
                self.findings.refuse(row, ImportField.UNTIL, error.code)
                return False
        now = self.now.now
        if all(has_ended(bunch.validity, zone, now, granted_at=now) for zone in at):
            self.findings.note(min(at.values()), ImportField.UNTIL, "import_is_over")
            return False
        return True

    def _is_possible(self, bunch: _Bunch, doors: Collection[DoorId]) -> bool:
        if not self._has_times(bunch, doors):
            return False
        for door_id in sorted(doors, key=bunch.row_of):
            zone, row = self.zone(door_id), bunch.row_of(door_id)
            lock = self.now.locks.get(door_id)
            known = self.now.capabilities.get(lock.id) if lock is not None else None
            if known is None:
                continue
            label = self.places.label(door_id)
            if known.pins is None:
                self.findings.refuse(row, ImportField.DOOR, "no_pins", door=label)
                return False
            fitting = fit(
                bunch.validity,
                zone,
                known.schedules,
                can_read_clock=known.can_read_clock,
                granted_at=self.now.now,
            )
            if isinstance(fitting, Unfit):
                self.findings.refuse(row, ImportField.DOOR, fitting.rule, door=label)
                return False
        return True

    def _apart_at(self, grant: Grant, doors: Collection[DoorId]) -> DoorId | None:
        """The door at which one code cannot keep all times that the table gives it."""
        for door_id in doors:
            united: Validity | None = grant.validity
            for validity, credential_id in self.granted.get((grant.person_id, door_id), ()):
                if credential_id == grant.credential_id and united is not None:
                    united = unite(validity, united, self.zone(door_id))
            if united is None:
                return door_id
        return None

    def _narrow_older(self, grant: Grant, doors: Collection[DoorId], row: int) -> None:
        """Older grants of the person that the table does not name give way at these doors, as they do when somebody grants again."""
        for older in self.living.get(grant.person_id, ()):
            if older.id in self.kept or not self.doors_of(older) & set(doors):
                continue
            zone = self.zone(next(iter(doors)))
            if has_ended(older.validity, zone, self.now.now, granted_at=older.created_at):
                continue
            current, first = self.narrowed.get(older.id, (older, row))
            narrowed = grant_without(
                current, door_ids=doors, groups=self.places.groups, now=self.now.now
            )
            if narrowed != older:
                self.narrowed[older.id] = (narrowed, first)


def plan_grants(
    wishes: Sequence[RowWish],
    now: ProjectNow,
    places: Places,
    people: People,
    calendars: Calendars,
    findings: Findings,
    *,
    new_id: NewId,
    randbelow: RandBelow,
) -> PlannedGrants:
    """New grants for what no living grant gives yet."""
    planning = _Planning(now, places, people, findings, new_id, randbelow)
    bunches = _bunches(wishes, places, people, calendars, findings)
    for bunch in bunches:
        planning.leave_what_is_there(bunch)
    steps: list[ImportStep[Grant]] = []
    for bunch in bunches:
        if not bunch.doors and not bunch.groups:
            findings.count_as_there(ImportNoun.GRANTS)
            continue
        step = planning.grant(bunch)
        if step is not None:
            steps.append(step)
    doors = {door_id for step in steps for door_id in planning.doors_of(step.value)}
    old = {grant.id: grant for grant in now.grants}
    for grant_id, (narrowed, row) in planning.narrowed.items():
        before = old[grant_id]
        name = people.people[before.person_id].name
        changes = changes_of(before, narrowed, places)
        steps.append(ImportStep(ImportNoun.GRANTS, row, name, narrowed, before, changes))
        doors |= planning.doors_of(before)
    staying = tuple(
        lock for door_id, lock in now.locks.items() if door_id in doors and lock.is_leaving
    )
    used = {step.value.credential_id for step in steps}
    credentials = tuple(new for new in planning.pins.made if new.id in used)
    return PlannedGrants(tuple(steps), credentials, staying, frozenset(doors))


def key_of(validity: Validity) -> ValidityKey:
    """What makes two validities the same, whatever the order of their parts."""
    return (
        validity.start,
        validity.end,
        frozenset(validity.weekly),
        validity.is_once,
        frozenset(validity.holidays),
    )


def changes_of(before: Grant | None, after: Grant, places: Places) -> tuple[FieldChange, ...]:
    """The doors and times of a grant in words of the table."""

    def doors(grant: Grant | None) -> str:
        if grant is None or grant.revoked_at is not None:
            return ""
        names = [places.label(door_id) for door_id in grant.door_ids]
        names += [f"@{places.groups[group_id].name}" for group_id in grant.group_ids]
        return ", ".join(sorted(names, key=str.casefold))

    found = [FieldChange(ImportField.DOOR, doors(before), doors(after))]
    validity = after.validity
    if before is None and validity.start is not None:
        found.append(FieldChange(ImportField.FROM, "", validity.start.isoformat(sep=" ")))
    if before is None and validity.end is not None:
        found.append(FieldChange(ImportField.UNTIL, "", validity.end.isoformat(sep=" ")))
    if before is None and validity.weekly:
        weekly = "; ".join(format_weekly(window) for window in validity.weekly)
        found.append(FieldChange(ImportField.WEEKLY, "", weekly))
    return tuple(found)


def with_end(validity: Validity, granted_at: datetime) -> Validity:
    """The times with their end written out where it hangs on the moment of granting; in the second of that end, never after it."""
    if not validity.is_once or validity.start is not None or validity.end is not None:
        return validity
    end = (granted_at + ONE_USE_LASTS).replace(microsecond=0)
    return replace(validity, end=end)


def _bunches(
    wishes: Sequence[RowWish],
    places: Places,
    people: People,
    calendars: Calendars,
    findings: Findings,
) -> list[_Bunch]:
    found: dict[tuple[PersonId, ValidityKey, str | None, str, frozenset[str]], _Bunch] = {}
    for wish in wishes:
        person_id = people.person_of_row.get(wish.row)
        if wish.validity is None or person_id is None:
            continue
        holidays: list[Holidays] = []
        for name, rule in wish.holidays:
            known = calendars.named.find(name)
            if len(known) != 1:
                findings.refuse(wish.row, ImportField.HOLIDAYS, "unknown_calendar", name=name)
            elif rule is not HolidayRule.IGNORE:
                holidays.append(Holidays(CalendarId(known[0].id), rule))
        validity = replace(wish.validity, holidays=tuple(holidays))
        # Rows of one code are put together by its text; nothing of it outlives the planning.
        pin = None if wish.pin is None else wish.pin.reveal()
        apart = frozenset[str]() if wish.grant_key else frozenset(wish.excepted)
        bunch = found.setdefault(
            (person_id, key_of(validity), pin, wish.grant_key, apart),
            _Bunch(wish.row, person_id, validity, wish.pin, is_named=bool(wish.grant_key)),
        )
        door_id = places.door_of_row.get(wish.row)
        if door_id is not None:
            bunch.doors.setdefault(door_id, wish.row)
        elif not wish.door:
            for group_id in places.groups_of_row.get(wish.row, ()):
                bunch.groups.setdefault(group_id, wish.row)
            _except(bunch, wish, places, findings)
    return [bunch for bunch in found.values() if bunch.doors or bunch.groups]


def _except(bunch: _Bunch, wish: RowWish, places: Places, findings: Findings) -> None:
    for text in wish.excepted:
        doors = places.find_door(text)
        if len(doors) == 1:
            bunch.excepted.add(doors[0].id)
        else:
            code = "import_door_ambiguous" if doors else "unknown_door"
            findings.refuse(wish.row, ImportField.EXCEPT, code, name=text)
