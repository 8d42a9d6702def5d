"""One value of every noun, with no field left at its default, so that a forgotten column shows."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.grant import (
    Grant,
    HolidayCalendar,
    HolidayRule,
    Holidays,
    Validity,
    Weekday,
    WeeklyWindow,
)
from app.domain.ids import (
    AttachmentId,
    CalendarId,
    ConnectionId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    KeyBoxId,
    KeyId,
    KeyIssueId,
    LockId,
    PairingId,
    PersonId,
    RecordId,
    SetupCodeId,
    SiteId,
    SlotId,
    TaskId,
    WriterId,
)
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.domain.lock import (
    BoltPosition,
    Capabilities,
    ClockState,
    DoorPosition,
    FabricOnLock,
    Lock,
    LockInfo,
    PinRules,
    ScheduleLimits,
)
from app.domain.person import Person, Role
from app.domain.project import Door, Group, Site
from app.domain.schedule import LockSchedule
from app.domain.slot_record import (
    ForeignBy,
    ForeignSlot,
    Proof,
    ProofBy,
    ProofLevel,
    RecordEnd,
    SlotRecord,
)
from app.storage.values import (
    Attachment,
    AttachmentPurpose,
    Connection,
    KeptSetupCode,
    LockFacts,
    Pairing,
    PersonTask,
    digest_of_attachment,
)

T0 = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)
WRITER = WriterId(UUID(int=99, version=4))


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def uuid(number: int) -> UUID:
    return UUID(int=number, version=4)


SITE = Site(
    SiteId(uuid(1)), "Harbour Street 5", "Europe/Lisbon", {"contact": "Ana"}, Secret("wpa-1")
)
DOOR = Door(DoorId(uuid(2)), SITE.id, "Front door", "Europe/Madrid", True, {"way in": "left"})
DOOR_2 = Door(DoorId(uuid(3)), SITE.id, "Back door")
GROUP = Group(GroupId(uuid(4)), "All doors", frozenset({DOOR.id, DOOR_2.id}))
CALENDAR = HolidayCalendar(
    CalendarId(uuid(5)), "National", frozenset({date(2026, 12, 25), date(2026, 1, 1)})
)
PERSON = Person(
    PersonId(uuid(6)),
    "Maria",
    Role.STAFF,
    "pt",
    "m@example.org",
    "+351 1",
    True,
    at(99),
    birthday=date(1984, 2, 29),
)
HOLDER = Person(
    PersonId(uuid(17)),
    "Reserve",
    Role.STAFF,
    paused_door_ids=frozenset({DOOR_2.id}),
    reserve_of=DOOR.id,
)
CREDENTIAL = Credential(
    CredentialId(uuid(7)),
    PERSON.id,
    CredentialKind.CARD,
    "blue fob",
    Secret("04A1B2"),
    T0,
    at(50),
    number="12 345",
)
KEY_BOX = KeyBox(
    KeyBoxId(uuid(18)),
    "Box by the meter",
    "left of the gate",
    Secret("4711"),
    known_to=frozenset({PERSON.id}),
    door_ids=frozenset({DOOR_2.id}),
)
KEY = MechanicalKey(
    KeyId(uuid(19)),
    "GHS 12",
    5,
    door_ids=frozenset({DOOR.id, DOOR_2.id}),
    box_ids=frozenset({KEY_BOX.id}),
    note="security card at the owner's",
)
KEY_ISSUE = KeyIssue(KeyIssueId(uuid(20)), KEY.id, at(4), PERSON.id, copies=2, returned_at=at(40))
KEY_IN_BOX = KeyIssue(KeyIssueId(uuid(21)), KEY.id, at(5), box_id=KEY_BOX.id, lost_at=at(41))
WEEKDAYS = frozenset({Weekday.MONDAY, Weekday.SUNDAY})
GRANT = Grant(
    id=GrantId(uuid(8)),
    person_id=PERSON.id,
    credential_id=CREDENTIAL.id,
    door_ids=frozenset({DOOR.id}),
    group_ids=frozenset({GROUP.id}),
    except_door_ids=frozenset({DOOR_2.id}),
    validity=Validity(
        start=datetime(2026, 3, 29, 2, 30),  # noqa: DTZ001, a wall time
        end=datetime(2026, 10, 1, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        weekly=(
            WeeklyWindow(WEEKDAYS, time(22, 0), time(6, 15)),
            WeeklyWindow(frozenset({Weekday.FRIDAY}), time(9, 0, 30), time(12, 0)),
        ),
        is_once=True,
        holidays=(Holidays(CALENDAR.id, HolidayRule.AS_SUNDAY),),
    ),
    created_at=at(1),
    revoked_at=at(60),
    used_at=at(59),
)
LOCK = Lock(
    LockId(uuid(9)),
    DOOR.id,
    "matter",
    "Acme",
    "Bolt 2",
    "S-1",
    "1.2",
    "f/1/2",
    T0,
    at(70),
    True,
    {"warranty_until": "2028-01-31"},
)
MOUNTED = dataclasses.replace(LOCK, retired_at=None, is_leaving=False)
SETUP_CODE = KeptSetupCode(
    SetupCodeId(uuid(10)),
    Secret("MT:Y.K90"),
    "matter",
    True,
    "camera",
    T0,
    DOOR.id,
    "on the box",
    number=7,
    lock_id=LOCK.id,
)
PICTURE = Secret(b"\xff\xd8 a picture")
ATTACHMENT = Attachment(
    AttachmentId(uuid(16)),
    digest_of_attachment(PICTURE),
    AttachmentPurpose.PHOTO,
    at(9),
    is_secret=True,
    setup_code_id=SETUP_CODE.id,
    note="the label",
)
PAIRING = Pairing(
    PairingId(uuid(11)), DOOR.id, "matter", SETUP_CODE.id, 2**53 - 1, T0, '{"step": "network"}'
)
TASK = PersonTask(
    TaskId(uuid(12)), DOOR.id, "delete_by_hand", at(5), T0, at(6), "Olga", {"slot": "3"}
)
CONNECTION = Connection(
    ConnectionId(uuid(13)), "home_assistant", "Home", {"url": "http://x"}, Secret("token-1")
)
PROOF = Proof(
    level=ProofLevel.OPENED,
    reason="other_hand",
    detail="duplicate",
    by=ProofBy.LOCK,
    by_name="keypad",
    proven_at=at(20),
    read_at=at(21),
)
RECORD = SlotRecord(
    id=RecordId(uuid(14)),
    door_id=DOOR.id,
    lock_id=LOCK.id,
    credential_id=CREDENTIAL.id,
    grant_id=GRANT.id,
    created_at=at(2),
    kind=CredentialKind.CARD,
    replaces=RecordId(uuid(15)),
    slot=SlotId("1/2"),
    unique_id=4_000_000_000,
    written=LockSchedule(
        weekly=(WeeklyWindow(WEEKDAYS, time(8, 0), time(9, 0)),),
        start=datetime(2026, 3, 1, 0, 0),  # noqa: DTZ001, the lock's wall time
        end=datetime(2026, 4, 1, 0, 0),  # noqa: DTZ001, the lock's wall time
        is_once=True,
    ),
    mark=17,
    read_mark=18,
    was_empty=True,
    is_value_confirmed=True,
    is_missing=True,
    is_taken=True,
    is_in_place=True,
    sent_at=at(10),
    answered_at=at(11),
    clear_sent_at=at(12),
    clear_answered_at=at(13),
    misses=3,
    proof=PROOF,
    proof_before=dataclasses.replace(PROOF, level=ProofLevel.SEEN),
    ended=RecordEnd.REFUSED_AT_DOOR,
)
LIVING = SlotRecord(
    id=RecordId(uuid(16)),
    door_id=DOOR.id,
    lock_id=LOCK.id,
    credential_id=CREDENTIAL.id,
    grant_id=GRANT.id,
    created_at=at(3),
)
INFO = LockInfo(
    vendor="Acme",
    product="Bolt 2",
    serial="S-1",
    firmware="1.3",
    battery_percent=64,
    bolt=BoltPosition.LOCKED,
    door=DoorPosition.AJAR,
    clock=ClockState.RIGHT,
    zone="Europe/Madrid",
    read_at=at(30),
)
CAPABILITIES = Capabilities(
    pins=PinRules(4, 8, "123456789", ("12",), frozenset({"0000", "1111"}), True, True),
    users=10,
    pin_users=9,
    credentials_per_user=5,
    user_name_length=10,
    schedules=ScheduleLimits(7, 2, True, True, True, True),
    can_read_slots=True,
    can_read_clock=True,
    can_set_bolt=True,
    needs_pin_for_bolt=True,
    has_door_sensor=True,
    has_battery=True,
    settle_s=1.1,
)
FACTS = LockFacts(
    lock_id=LOCK.id,
    info=INFO,
    capabilities=CAPABILITIES,
    reached_at=at(31),
    highest_event=44,
    read_at=at(32),
    free_slots=(SlotId("3/3"), SlotId("1/1")),
    unfinished=(SlotId("9/9"),),
    fabrics=(FabricOnLock(1, "Lockchart", 65521, True), FabricOnLock(2, "", 4937, None)),
    fabrics_read_at=at(33),
)
EVENT = LockEvent(
    number=2**40,
    at=at(33),
    kind=LockEventKind.OPERATION,
    action=EventAction.UNLOCK,
    source=EventSource.KEYPAD,
    slots=(SlotId("1/2"), SlotId("1/3")),
    by_us=False,
    code="jammed",
)
FOREIGN = ForeignSlot(LOCK.id, SlotId("4/4"), "occupied", ForeignBy.KEYPAD, T0, at(1), True)

FULL: Sequence[object] = (
    SITE,
    DOOR,
    GROUP,
    CALENDAR,
    PERSON,
    CREDENTIAL,
    GRANT,
    LOCK,
    SETUP_CODE,
    PAIRING,
    TASK,
    CONNECTION,
    RECORD,
    FACTS,
    EVENT,
    FOREIGN,
    KEY,
    KEY_BOX,
)


def fields_at_default(value: object) -> list[str]:
    """Fields of the value, and of values in it, that are what they are anyway."""
    assert dataclasses.is_dataclass(value)
    found: list[str] = []
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.default is not dataclasses.MISSING and held == field.default:
            found.append(f"{type(value).__name__}.{field.name}")
        if field.default_factory is not dataclasses.MISSING and held == field.default_factory():
            found.append(f"{type(value).__name__}.{field.name}")
        if dataclasses.is_dataclass(held):
            found.extend(fields_at_default(held))
    return found
