"""Schedules as a lock holds them: what is written is the wire's numbers, and what is read back is judged like a code."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from app.domain.evidence import CompleteRead, LockAccepted, SendingBegan, SlotFinding
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, RecordId, SlotId
from app.domain.lock import Capabilities, PinRules, ScheduleLimits
from app.domain.proof import advance, granted
from app.domain.reading import interpret_reading
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_record import ProofLevel, SlotRecord
from app.domain.validity_text import parse_weekly
from app.drivers.matter.protocol import user_type_of, week_day_payload, year_day_payload
from app.drivers.matter.reading import read_all_slots
from tests.unit.domain.validity_strategies import wall

UNIQUE_ID = 77
LOCK_ID = LockId(uuid4())
SLOT = SlotId("user 1 / pin 1")
WRITTEN_AT = datetime(2026, 5, 4, 8, tzinfo=UTC)
READ_AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
FEATURES = {"1/257/65532": 0b1_0101_1001_0001}
MORNINGS = LockSchedule(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))
STAY = LockSchedule(start=wall(2026, 5, 1, 15), end=wall(2026, 5, 8, 11))
MORNINGS_OF_STAY = LockSchedule(MORNINGS.weekly, STAY.start, STAY.end)
UNRESTRICTED_USER, YEAR_DAY, WEEK_DAY, PROGRAMMING, RESTRICTED = 0, 1, 2, 3, 8
CAPABILITIES = Capabilities(
    pins=PinRules(4, 8),
    users=3,
    pin_users=3,
    credentials_per_user=5,
    user_name_length=10,
    schedules=ScheduleLimits(2, 2, can_combine_week_and_year=True),
    can_read_slots=True,
    can_read_clock=True,
    can_set_bolt=True,
    needs_pin_for_bolt=False,
    has_door_sensor=False,
    has_battery=False,
)


class Wire:
    """One user with one PIN on a lock that answers as the cluster says; schedules by their index."""

    def __init__(self, user_type: int | None) -> None:
        self.user_type = user_type
        self.weekly: dict[int, dict[str, Any]] = {}
        self.yearly: dict[int, dict[str, Any]] = {}
        self.broken = False

    async def ask(self, name: str, payload: dict[str, Any]) -> object:
        place = {"credentialType": 1, "credentialIndex": 1}
        fabrics = {"creatorFabricIndex": 1, "lastModifiedFabricIndex": 1}
        if name == "GetUser":
            facts = {"userUniqueId": UNIQUE_ID, "userStatus": 1, "userType": self.user_type}
            return {"userIndex": 1, **facts, "credentials": [place], **fabrics}
        if name == "GetCredentialStatus":
            return {"credentialExists": True, "userIndex": 1, **fabrics}
        if self.broken:
            return {"status": 1}
        kept, key = (
            (self.weekly, "weekDayIndex")
            if name == "GetWeekDaySchedule"
            else (self.yearly, "yearDayIndex")
        )
        found = kept.get(payload[key])
        return {**payload, "status": 0x8B} if found is None else {**found, "status": 0}

    def holds(self, schedule: LockSchedule) -> None:
        """Keep what the session sends for this schedule."""
        for index, window in enumerate(schedule.weekly, start=1):
            self.weekly[index] = week_day_payload(1, index, window)
        if schedule.has_dates:
            self.yearly[1] = year_day_payload(1, 1, schedule)


def record_of(schedule: LockSchedule) -> SlotRecord:
    """A record that was sent with this schedule, and that the lock said yes to."""
    ids = (RecordId(uuid4()), DoorId(uuid4()), LOCK_ID, CredentialId(uuid4()), GrantId(uuid4()))
    record = granted(*ids, WRITTEN_AT)
    sent = SendingBegan(WRITTEN_AT, SLOT, UNIQUE_ID, 0, True, schedule)
    accepted = LockAccepted(WRITTEN_AT, SLOT)
    return advance(advance(record, sent).record, accepted).record


def after_reading(wire: Wire, schedule: LockSchedule) -> tuple[SlotFinding, ProofLevel]:
    """What the lock's answers make of a record written with this schedule."""
    reading = asyncio.run(
        read_all_slots(
            wire.ask, CAPABILITIES, FEATURES, 1, our_fabric=1, read_at=READ_AT, highest_event=0
        )
    )
    record = record_of(schedule)
    said = interpret_reading([record], reading, lock_id=LOCK_ID, known_unique_ids=[UNIQUE_ID])
    happening = said.happenings[record.id]
    assert isinstance(happening, CompleteRead)
    return happening.finding, advance(record, happening).record.proof.level


@pytest.mark.parametrize("schedule", [UNRESTRICTED, MORNINGS, STAY, MORNINGS_OF_STAY])
def test_what_is_kept_as_it_was_sent_is_seen(schedule: LockSchedule) -> None:
    wire = Wire(int(user_type_of(schedule)))
    wire.holds(schedule)
    assert after_reading(wire, schedule) == (SlotFinding.OURS, ProofLevel.SEEN)


@pytest.mark.parametrize("schedule", [MORNINGS, STAY])
def test_a_lock_may_turn_the_user_into_one_restricted_by_schedules(schedule: LockSchedule) -> None:
    """SetWeekDaySchedule, 5.2.10.4: the lock may change the associated user type by itself."""
    wire = Wire(RESTRICTED)
    wire.holds(schedule)
    assert after_reading(wire, schedule) == (SlotFinding.OURS, ProofLevel.SEEN)


@pytest.mark.parametrize("schedule", [MORNINGS, STAY, MORNINGS_OF_STAY])
@pytest.mark.parametrize("is_type_kept", [True, False])
def test_a_lock_that_says_yes_and_drops_the_schedule_is_not_believed(
    schedule: LockSchedule, is_type_kept: bool
) -> None:
    wire = Wire(int(user_type_of(schedule)) if is_type_kept else UNRESTRICTED_USER)
    assert after_reading(wire, schedule) == (SlotFinding.NOT_AS_WRITTEN, ProofLevel.PLANNED)


@pytest.mark.parametrize(
    ("field", "value"),
    [("endHour", 13), ("startMinute", 1), ("daysMask", 126), ("endMinute", 30)],
)
def test_a_week_that_the_lock_changed_is_not_believed(field: str, value: int) -> None:
    wire = Wire(WEEK_DAY)
    wire.holds(MORNINGS)
    wire.weekly[1][field] = value
    assert after_reading(wire, MORNINGS) == (SlotFinding.NOT_AS_WRITTEN, ProofLevel.PLANNED)


@pytest.mark.parametrize("field", ["localStartTime", "localEndTime"])
@pytest.mark.parametrize("shift_s", [60, 3600, -3600])
def test_a_range_that_the_lock_shifted_is_not_believed(field: str, shift_s: int) -> None:
    wire = Wire(YEAR_DAY)
    wire.holds(STAY)
    wire.yearly[1][field] += shift_s
    assert after_reading(wire, STAY) == (SlotFinding.NOT_AS_WRITTEN, ProofLevel.PLANNED)


def test_a_second_window_or_range_that_nobody_wrote_is_not_believed() -> None:
    week = Wire(WEEK_DAY)
    week.holds(MORNINGS)
    week.weekly[2] = week_day_payload(1, 2, parse_weekly("Sa-Su 00:00-24:00"))
    assert after_reading(week, MORNINGS) == (SlotFinding.NOT_AS_WRITTEN, ProofLevel.PLANNED)
    year = Wire(YEAR_DAY)
    year.holds(STAY)
    year.yearly[2] = year_day_payload(1, 2, LockSchedule(end=wall(2030, 1, 1)))
    assert after_reading(year, STAY) == (SlotFinding.NOT_AS_WRITTEN, ProofLevel.PLANNED)


def test_a_range_that_is_not_looked_at_because_of_the_type_opens_nothing_and_is_not_believed() -> (
    None
):
    wire = Wire(WEEK_DAY)
    wire.holds(MORNINGS_OF_STAY)
    assert after_reading(wire, MORNINGS_OF_STAY)[0] is SlotFinding.NOT_AS_WRITTEN
    wire.user_type = PROGRAMMING
    assert after_reading(wire, MORNINGS_OF_STAY)[0] is SlotFinding.NOT_AS_WRITTEN


@pytest.mark.parametrize("user_type", [WEEK_DAY, YEAR_DAY, RESTRICTED, None])
def test_what_cannot_be_read_is_doubt_and_neither_seen_nor_sent_again(
    user_type: int | None,
) -> None:
    wire = Wire(user_type)
    wire.holds(MORNINGS)
    wire.broken = True
    assert after_reading(wire, MORNINGS) == (SlotFinding.MASKED, ProofLevel.ACCEPTED)
