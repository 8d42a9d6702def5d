"""How long a plan takes for 10,000 locks with 10 codes each: nothing to do, and 1 % of the codes changed.

Compared with a bare diff of two dicts of the same entries, made from the same wishes and records as the plan. Reach: 3 times that; ten
times the locks take at most 12 times as long. Beside it stands the diff alone, of dicts that were made before the clock ran. The least CPU
time of some runs is taken, since other work on the computer only ever adds to it.
"""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, PersonId, RecordId, SlotId
from app.domain.lock import Capabilities, PinRules, ScheduleLimits
from app.domain.plan import DoorToPlan, LockToPlan, Plan
from app.domain.planner import make_plan
from app.domain.schedule import Fitting, LockSchedule, fit
from app.domain.slot_record import Proof, ProofBy, ProofLevel, SlotRecord
from app.domain.validity_text import parse_weekly
from app.domain.wishes import Wish, WishState

LOCKS, CODES = 10_000, 10
REACH, REACH_OF_TEN = 3.0, 12.0
REPEATS = 4
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)
ZONES = tuple(ZoneInfo(name) for name in ("Europe/Paris", "Europe/Berlin", "America/New_York"))
VALIDITIES = (
    ALWAYS,
    Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),)),
    Validity(start=datetime(2026, 5, 1), end=datetime(2026, 6, 1)),  # noqa: DTZ001 (wall time)
    Validity(weekly=(parse_weekly("Mo-Su 22:00-06:00"), parse_weekly("Sa 10:00-14:00"))),
)
CAN = Capabilities(
    pins=PinRules(4, 8),
    users=30,
    pin_users=30,
    credentials_per_user=5,
    user_name_length=10,
    schedules=ScheduleLimits(5, 5, can_combine_week_and_year=True, reports_use=True),
    can_read_slots=True,
    can_read_clock=True,
    can_set_bolt=True,
    needs_pin_for_bolt=False,
    has_door_sensor=True,
    has_battery=True,
)
SLOTS = tuple(SlotId(f"user {number} / pin {number}") for number in range(1, 31))


@dataclass
class House:
    """Intent and evidence of some locks, everything proven."""

    doors: list[DoorToPlan]
    wishes: list[Wish]
    records: list[SlotRecord]
    credentials: dict[CredentialId, Credential]

    def plan(self) -> Plan:
        return make_plan(self.doors, self.wishes, self.records, self.credentials, NOW)


def make_house(locks: int, random: Random) -> House:
    """Every person has one code, at ten doors; the rows come door by door as from the project file."""

    def uuid() -> UUID:
        return UUID(int=random.getrandbits(128), version=4)

    house = House([], [], [], {})
    credentials: list[Credential] = []
    for _ in range(locks):
        value = Secret(f"{random.randrange(10**6):06}")
        credential_id, person_id = CredentialId(uuid()), PersonId(uuid())
        credentials.append(
            Credential(credential_id, person_id, CredentialKind.PIN, "PIN", value, EARLIER)
        )
    schedules = [_schedule_of(validity) for validity in VALIDITIES]
    house.credentials = {credential.id: credential for credential in credentials}
    for number in range(locks):
        zone = ZONES[number % len(ZONES)]
        lock = LockToPlan(LockId(uuid()), CAN, SLOTS[CODES:], zone=zone)
        door = DoorToPlan(DoorId(uuid()), zone, lock)
        house.doors.append(door)
        for index in range(CODES):
            credential = credentials[(number + index * 37) % locks]
            # As read from the file: every row brings values of its own, equal to others or not.
            validity = replace(VALIDITIES[(number + index) % len(VALIDITIES)])
            grant_id = GrantId(uuid())
            house.wishes.append(
                Wish(
                    DoorId(UUID(int=door.door_id.int)),
                    PersonId(UUID(int=credential.person_id.int)),
                    CredentialId(UUID(int=credential.id.int)),
                    grant_id,
                    EARLIER,
                    validity,
                    WishState.WANTED,
                )
            )
            written = schedules[(number + index) % len(VALIDITIES)]
            house.records.append(
                SlotRecord(
                    RecordId(uuid()),
                    DoorId(UUID(int=door.door_id.int)),
                    lock.lock_id,
                    CredentialId(UUID(int=credential.id.int)),
                    grant_id,
                    EARLIER,
                    slot=SLOTS[index],
                    unique_id=index + 1,
                    written=replace(written),
                    was_empty=True,
                    sent_at=EARLIER,
                    answered_at=EARLIER,
                    proof=Proof(
                        ProofLevel.SEEN, by=ProofBy.LOCK, proven_at=EARLIER, read_at=EARLIER
                    ),
                )
            )
    return house


def _schedule_of(validity: Validity) -> LockSchedule:
    """What all the zones of this bench make of these times, none of which lies in a night that clocks change in."""
    fitting = fit(validity, ZONES[0], CAN.schedules)
    assert isinstance(fitting, Fitting)
    return fitting.schedule


def changed(house: House, share: float, random: Random) -> House:
    """The same with this share of the codes revoked, given other times, or newly wished for."""
    wishes, records = list(house.wishes), list(house.records)
    dropped: set[int] = set()
    for count, place in enumerate(random.sample(range(len(wishes)), round(len(wishes) * share))):
        if count % 3 == 0:
            wishes[place] = replace(wishes[place], state=WishState.REVOKED)
        elif count % 3 == 1:
            weekly = (parse_weekly("Tu 07:00-08:00"),)
            wishes[place] = replace(wishes[place], validity=Validity(weekly=weekly))
        else:
            dropped.add(place)
    left = [record for place, record in enumerate(records) if place not in dropped]
    return House(house.doors, wishes, left, house.credentials)


Wanted = dict[tuple[DoorId, CredentialId], Validity]
There = dict[tuple[DoorId, CredentialId], LockSchedule]


def bare_diff(house: House) -> tuple[list[object], list[object], list[object]]:
    """What has to come, to go and to change, as two dicts say it: no order, no reasons, no slots, no rules."""
    return _differences(*_dicts(house))


def _dicts(house: House) -> tuple[Wanted, There]:
    wanted = {
        (wish.door_id, wish.credential_id): wish.validity
        for wish in house.wishes
        if wish.state is WishState.WANTED
    }
    there = {
        (record.door_id, record.credential_id): record.written
        for record in house.records
        if record.ended is None
    }
    return wanted, there


def _differences(wanted: Wanted, there: There) -> tuple[list[object], list[object], list[object]]:
    come: list[object] = [key for key in wanted if key not in there]
    go: list[object] = [key for key in there if key not in wanted]
    other: list[object] = [
        key
        for key, validity in wanted.items()
        if key in there and validity.weekly != there[key].weekly
    ]
    return come, go, other


def least_ms(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least CPU time of some runs, in milliseconds."""
    times: list[float] = []
    for _ in range(repeats):
        gc.collect()
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return min(times)


def main(words: Sequence[str]) -> int:
    """Print every figure; 1 when one misses its reach."""
    locks = int(words[0]) if words else LOCKS
    random = Random(1)
    house = make_house(locks, random)
    tenth = make_house(locks // 10, random)
    some = changed(house, 0.01, random)
    tenth_some = changed(tenth, 0.01, random)
    assert house.plan() == Plan()
    steps = some.plan().steps
    print(f"plan, {locks} locks x {CODES} codes; 1 % changed gives {len(steps)} steps")
    misses = 0
    for name, one, ten in (("nothing to do", house, tenth), ("1 % changed", some, tenth_some)):
        bare_ms, plan_ms = least_ms(lambda one=one: bare_diff(one)), least_ms(one.plan)
        ratio, growth = plan_ms / bare_ms, plan_ms / least_ms(ten.plan, REPEATS * 3)
        dicts = _dicts(one)
        alone_ms = least_ms(lambda dicts=dicts: _differences(*dicts))
        misses += (ratio > REACH) + (growth > REACH_OF_TEN)
        print(
            f"plan, {name:<14} {plan_ms:7.1f} ms CPU; bare dict diff {bare_ms:6.1f} ms;"
            f" {ratio:.2f} x of it (reach {REACH:.0f}), {plan_ms / alone_ms:.2f} x the diff alone;"
            f" {growth:.1f} x a tenth of the locks (reach {REACH_OF_TEN:.0f})"
        )
    return int(misses > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
