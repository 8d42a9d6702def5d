"""A small world for plan tests: one door, one lock, a few people, and everything said in one line."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Grant, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, PersonId, RecordId, SlotId
from app.domain.intent import READ_AWAY, RecordIntent, intent_changes
from app.domain.lock import Capabilities, PinRules, ScheduleLimits
from app.domain.person import Person
from app.domain.plan import DoorToPlan, LockToPlan, Plan
from app.domain.planner import make_plan
from app.domain.slot_record import ForeignBy, ForeignSlot, Proof, ProofLevel, SlotRecord
from app.domain.wishes import Wish, wishes_of

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MATTER = Capabilities(
    pins=PinRules(4, 8),
    users=10,
    pin_users=10,
    credentials_per_user=5,
    user_name_length=10,
    schedules=ScheduleLimits(week_day_per_user=5, year_day_per_user=5),
    can_read_slots=True,
    can_read_clock=True,
    can_set_bolt=True,
    needs_pin_for_bolt=False,
    has_door_sensor=True,
    has_battery=True,
)


def slots(*numbers: int) -> tuple[SlotId, ...]:
    return tuple(SlotId(f"{number}/{number}") for number in numbers)


@dataclass
class World:
    """Grants, records and one lock; `plan()` and `changes()` are what the rules make of them at `now`."""

    now: datetime = NOW
    capabilities: Capabilities | None = MATTER
    free_slots: tuple[SlotId, ...] | None = slots(1, 2, 3)
    has_lock: bool = True
    is_clock_wrong: bool = False
    foreign: tuple[SlotId, ...] = ()
    unfinished: tuple[SlotId, ...] = ()
    shortage: str | None = None
    door_id: DoorId = field(default_factory=lambda: DoorId(uuid4()))
    lock_id: LockId = field(default_factory=lambda: LockId(uuid4()))
    people: dict[PersonId, Person] = field(default_factory=dict[PersonId, Person])
    credentials: dict[CredentialId, Credential] = field(
        default_factory=dict[CredentialId, Credential]
    )
    grants: dict[GrantId, Grant] = field(default_factory=dict[GrantId, Grant])
    records: dict[RecordId, SlotRecord] = field(default_factory=dict[RecordId, SlotRecord])

    def person(self, name: str = "Ann") -> Person:
        person = Person(PersonId(uuid4()), name)
        self.people[person.id] = person
        return person

    def pin(
        self,
        person: Person,
        value: str | None = "471192",
        kind: CredentialKind = CredentialKind.PIN,
    ) -> Credential:
        secret = None if value is None else Secret(value)
        credential = Credential(
            CredentialId(uuid4()), person.id, kind, "", secret, NOW - timedelta(days=9)
        )
        self.credentials[credential.id] = credential
        return credential

    def grant(
        self, credential: Credential, validity: Validity = ALWAYS, *, days_ago: int = 1
    ) -> Grant:
        grant = Grant(
            GrantId(uuid4()),
            credential.person_id,
            credential.id,
            frozenset({self.door_id}),
            frozenset(),
            frozenset(),
            validity,
            NOW - timedelta(days=days_ago),
        )
        self.grants[grant.id] = grant
        return grant

    def revoke(self, grant: Grant) -> None:
        self.grants[grant.id] = replace(grant, revoked_at=self.now)

    def record(
        self,
        grant: Grant,
        level: ProofLevel = ProofLevel.PLANNED,
        reason: str | None = None,
        **fields: object,
    ) -> SlotRecord:
        """A record of this grant; sent and read an hour ago to slot 1 unless planned or said otherwise; what was read away is missing."""
        hour_ago = NOW - timedelta(hours=1)
        is_sent = level is not ProofLevel.PLANNED or reason is not None
        record = SlotRecord(
            RecordId(uuid4()),
            self.door_id,
            self.lock_id if self.has_lock else None,
            grant.credential_id,
            grant.id,
            grant.created_at,
            slot=slots(1)[0] if is_sent else None,
            unique_id=7 if is_sent else None,
            sent_at=hour_ago if is_sent else None,
            is_missing=reason in READ_AWAY,
            proof=Proof(level, reason, read_at=hour_ago if is_sent else None),
        )
        record = replace(record, **fields)  # type: ignore[arg-type]
        self.records[record.id] = record
        return record

    def entry(
        self,
        level: ProofLevel = ProofLevel.PLANNED,
        reason: str | None = None,
        validity: Validity = ALWAYS,
        **fields: object,
    ) -> SlotRecord:
        """A new person with a PIN, a grant and its record."""
        value = str(471_192 + len(self.credentials) * 1_357)
        grant = self.grant(self.pin(self.person(), value), validity)
        return self.record(grant, level, reason, **fields)

    def grant_of(self, record: SlotRecord) -> Grant:
        assert record.grant_id is not None
        return self.grants[record.grant_id]

    @property
    def door(self) -> DoorToPlan:
        if not self.has_lock:
            return DoorToPlan(self.door_id, PARIS)
        foreign = tuple(
            ForeignSlot(self.lock_id, slot, "occupied", ForeignBy.KEYPAD, NOW, NOW)
            for slot in self.foreign
        )
        lock = LockToPlan(
            self.lock_id,
            self.capabilities,
            self.free_slots,
            self.shortage,
            foreign,
            self.unfinished,
            is_clock_wrong=self.is_clock_wrong,
        )
        return DoorToPlan(self.door_id, PARIS, lock)

    @property
    def wishes(self) -> tuple[Wish, ...]:
        return wishes_of(
            self.grants.values(),
            groups={},
            people=self.people,
            credentials=self.credentials,
            zones={self.door_id: PARIS},
            now=self.now,
        )

    def plan(self) -> Plan:
        records = tuple(self.records.values())
        return make_plan([self.door], self.wishes, records, self.credentials, self.now)

    def changes(self) -> tuple[RecordIntent, ...]:
        records = tuple(self.records.values())
        return intent_changes([self.door], self.wishes, records, self.credentials, self.now)
