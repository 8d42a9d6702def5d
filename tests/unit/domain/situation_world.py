"""Reads the written situations: doors with locks, people with grants, what is on the locks; and says a plan in the words of the table."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import Grant, HolidayCalendar, Holidays, Validity
from app.domain.ids import (
    CalendarId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    LockId,
    PersonId,
    RecordId,
    SlotId,
)
from app.domain.intent import READ_AWAY
from app.domain.lock import Capabilities, PinRules, ScheduleLimits
from app.domain.person import Person
from app.domain.plan import DoorToPlan, LockToPlan, Plan, PlanStep
from app.domain.planner import make_plan
from app.domain.project import Group
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_record import ForeignBy, ForeignSlot, Proof, ProofLevel, SlotRecord
from app.domain.validity import first_moment
from app.domain.validity_text import (
    format_weekly,
    parse_from,
    parse_holidays,
    parse_until,
    parse_weekly,
)
from app.domain.wishes import wishes_of

Table = Mapping[str, Any]
FILE = Path(__file__).with_name("situations.toml")
HOME = "Europe/Paris"
_NAMESPACE = UUID("0a4f3c5e-2d1b-4c68-9a77-3f6f0f2f9d11")
_DIGITS = "0123456789"


def named(*words: object) -> UUID:
    """The same id for the same words, so that the words can be found again."""
    return uuid5(_NAMESPACE, "/".join(map(str, words)))


@dataclass(frozen=True, slots=True)
class Situation:
    """One written situation; `locks` are the kinds of locks that all of them know."""

    says: str
    table: Table
    locks: Mapping[str, Capabilities]

    def plan(self) -> Plan:
        """What the rules make of it."""
        return make_plan(
            self.doors(),
            wishes_of(
                self.grants(),
                groups=self.groups(),
                people=self.people(),
                credentials=self.credentials(),
                zones={door.door_id: door.zone for door in self.doors()},
                now=self.now,
            ),
            self.records(),
            self.credentials(),
            self.now,
            calendars=self.calendars(),
        )

    def steps_in_words(self) -> list[str]:
        """The steps as the table writes them, in their order."""
        plan = self.plan()
        by_id = {step.id: step for step in plan.steps}
        return [self._in_words(step, by_id) for step in plan.steps]

    def refusals_in_words(self) -> list[str]:
        """The refusals as the table writes them."""
        found = self.plan().refusals
        return [f"{self._door(r.door_id)}: {self._person(r.person_id)}, {r.rule}" for r in found]

    @property
    def now(self) -> datetime:
        """The moment of the situation; its wall time is that of the home zone."""
        return first_moment(parse_from(self.table["now"]), ZoneInfo(HOME))

    def doors(self) -> list[DoorToPlan]:
        """The doors in their order."""
        return [self._door_to_plan(name, told) for name, told in self.table["doors"].items()]

    def people(self) -> dict[PersonId, Person]:
        """Everybody who is named."""
        paused = self.table.get("paused", [])
        found = [
            Person(_person_id(name), name, is_paused=name in paused)
            for name in dict.fromkeys(row["who"] for row in self._rows("grants", "on_lock"))
        ]
        return {person.id: person for person in found}

    def credentials(self) -> dict[CredentialId, Credential]:
        """One code for each person and value."""
        found: dict[CredentialId, Credential] = {}
        for row in self._rows("grants", "on_lock"):
            code = _pin(row)
            found[_credential_id(row)] = Credential(
                _credential_id(row),
                _person_id(row["who"]),
                CredentialKind(row.get("kind", "pin")),
                "",
                Secret(code),
                self.now - timedelta(days=99),
            )
        return found

    def grants(self) -> list[Grant]:
        """The grants, made one after another, the last an hour ago, unless the row says when."""
        rows = self.table.get("grants", [])
        return [self._grant(row, number, len(rows)) for number, row in enumerate(rows)]

    def groups(self) -> dict[GroupId, Group]:
        """Groups by name."""
        return {
            _group_id(name): Group(
                _group_id(name), name, frozenset(_door_id(door) for door in doors)
            )
            for name, doors in self.table.get("groups", {}).items()
        }

    def calendars(self) -> dict[CalendarId, HolidayCalendar]:
        """Holiday calendars by name."""
        return {
            _calendar_id(name): HolidayCalendar(
                _calendar_id(name), name, frozenset(date.fromisoformat(day) for day in days)
            )
            for name, days in self.table.get("calendars", {}).items()
        }

    def records(self) -> list[SlotRecord]:
        """What is known of the codes on the locks; sent and read an hour ago unless planned."""
        return [self._record(row) for row in self.table.get("on_lock", [])]

    def _rows(self, *names: str) -> list[Table]:
        return [row for name in names for row in self.table.get(name, [])]

    def _door_to_plan(self, name: str, told: str | Table) -> DoorToPlan:
        facts: Table = {"lock": told} if isinstance(told, str) else told
        zone = ZoneInfo(facts.get("zone", HOME))
        if facts["lock"] == "none":
            return DoorToPlan(_door_id(name), zone)
        lock_id = LockId(named("lock", name))
        strangers = [_slot(number) for number in facts.get("strangers", [])]
        lock_zone = facts.get("lock_zone")
        lock = LockToPlan(
            lock_id,
            None if facts["lock"] == "never asked" else self.locks[facts["lock"]],
            None if facts.get("never_read") else [_slot(n) for n in facts.get("free", [1, 2, 3])],
            foreign=[
                ForeignSlot(lock_id, slot, "occupied", ForeignBy.KEYPAD, self.now, self.now)
                for slot in strangers
            ],
            zone=None if lock_zone is None else ZoneInfo(lock_zone),
            is_clock_wrong=facts.get("clock_wrong", False),
        )
        return DoorToPlan(_door_id(name), zone, lock)

    def _grant(self, row: Table, number: int, count: int) -> Grant:
        at = row.get("at")
        made_at = (
            self.now - timedelta(hours=count - number)
            if at is None
            else first_moment(parse_from(at), ZoneInfo(HOME))
        )
        places = row["doors"]
        return Grant(
            GrantId(named("grant", number)),
            _person_id(row["who"]),
            _credential_id(row),
            frozenset(_door_id(name) for name in places if not name.startswith("@")),
            frozenset(_group_id(name[1:]) for name in places if name.startswith("@")),
            frozenset(_door_id(name) for name in row.get("except", [])),
            _validity(row),
            made_at,
            revoked_at=self.now if row.get("revoked") else None,
            used_at=self.now if row.get("used") else None,
        )

    def _record(self, row: Table) -> SlotRecord:
        level = ProofLevel(row["level"])
        is_sent = level is not ProofLevel.PLANNED or "reason" in row
        before = self.now - timedelta(hours=1)
        written = row.get("written", {})
        grants = self.table.get("grants", [])
        same = [n for n, other in enumerate(grants) if _credential_id(other) == _credential_id(row)]
        replaced = row.get("replaces")
        return SlotRecord(
            _record_id(row),
            _door_id(row["door"]),
            LockId(named("lock", row["door"])),
            _credential_id(row),
            GrantId(named("grant", same[-1])) if same else None,
            before,
            replaces=None if replaced is None else RecordId(named("record", row["door"], replaced)),
            slot=_slot(row["slot"]) if "slot" in row else None,
            unique_id=row.get("slot"),
            written=LockSchedule(
                weekly=tuple(parse_weekly(text) for text in written.get("weekly", [])),
                start=parse_from(written["from"]) if "from" in written else None,
                end=parse_until(written["until"]) if "until" in written else None,
            )
            if written
            else UNRESTRICTED,
            sent_at=before if is_sent else None,
            is_missing=row.get("reason") in READ_AWAY and not row.get("other_schedule", False),
            misses=row.get("misses", 0),
            proof=Proof(level, row.get("reason"), read_at=before if is_sent else None),
        )

    def _in_words(self, step: PlanStep, by_id: Mapping[str, PlanStep]) -> str:
        words = [f"{self._door(step.door_id)}: {self._gist(step)}"]
        words += [f"by the {step.enforced_by}"] if step.enforced_by is not None else []
        words += [format_weekly(window) for window in step.schedule.weekly]
        start, end = step.schedule.start, step.schedule.end
        words += [f"from {start:%Y-%m-%d %H:%M}"] if start is not None else []
        words += [f"until {end:%Y-%m-%d %H:%M}"] if end is not None else []
        words += ["one use"] if step.schedule.is_once else []
        words += [f"note {note}" for note in step.notes]
        words += [f"after {self._gist(by_id[earlier])}" for earlier in step.after]
        return "; ".join(words)

    def _gist(self, step: PlanStep) -> str:
        slot = "" if step.slot is None else f" at {step.slot.split('/')[0]}"
        return f"{step.action} {self._person(step.person_id)}{slot}"

    def _door(self, door_id: DoorId) -> str:
        return next(name for name in self.table["doors"] if _door_id(name) == door_id)

    def _person(self, person_id: PersonId | None) -> str:
        return "" if person_id is None else self.people()[person_id].name


def read_situations() -> list[Situation]:
    """All of them, in the order of the file."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    locks = {name: _capabilities(facts) for name, facts in tables["locks"].items()}
    return [Situation(table["says"], table, locks) for table in tables["situation"]]


def _capabilities(facts: Table) -> Capabilities:
    shortest, longest = facts.get("digits", [4, 8])
    pins = PinRules(
        shortest,
        longest,
        alphabet=facts.get("alphabet", _DIGITS),
        forbidden_prefixes=tuple(facts.get("not_beginning_with", [])),
    )
    return Capabilities(
        pins=None if facts.get("without_codes") else pins,
        users=facts.get("places", 10),
        pin_users=facts.get("places", 10),
        credentials_per_user=5,
        user_name_length=10,
        schedules=ScheduleLimits(
            week_day_per_user=facts.get("week", 0),
            year_day_per_user=facts.get("year", 0),
            can_cross_midnight=facts.get("over_midnight", False),
            can_combine_week_and_year=facts.get("both", False),
            can_end_after_one_use=facts.get("ends_one_use", False),
            reports_use=facts.get("tells_of_use", False),
        ),
        can_read_slots=not facts.get("cannot_be_read", False),
        can_read_clock=not facts.get("without_clock", False),
        can_set_bolt=True,
        needs_pin_for_bolt=False,
        has_door_sensor=False,
        has_battery=True,
    )


def _validity(row: Table) -> Validity:
    holidays: list[Holidays] = []
    for text in row.get("holidays", []):
        name, rule = parse_holidays(text)
        holidays.append(Holidays(_calendar_id(name), rule))
    return Validity(
        start=parse_from(row["from"]) if "from" in row else None,
        end=parse_until(row["until"]) if "until" in row else None,
        weekly=tuple(parse_weekly(text) for text in row.get("weekly", [])),
        is_once=row.get("once", False),
        holidays=tuple(holidays),
    )


def _pin(row: Table) -> str:
    """The code of a row: the one it names, else one that belongs to the person."""
    given: str | None = row.get("pin")
    return given if given is not None else str(400_000 + named(row["who"]).int % 500_000)


def _slot(number: int) -> SlotId:
    return SlotId(f"{number}/{number}")


def _door_id(name: str) -> DoorId:
    return DoorId(named("door", name))


def _group_id(name: str) -> GroupId:
    return GroupId(named("group", name))


def _person_id(name: str) -> PersonId:
    return PersonId(named("person", name))


def _calendar_id(name: str) -> CalendarId:
    return CalendarId(named("calendar", name))


def _credential_id(row: Table) -> CredentialId:
    return CredentialId(named("code", row["who"], _pin(row)))


def _record_id(row: Table) -> RecordId:
    return RecordId(named("record", row["door"], _pin(row)))
