"""What every lock family keeps, in memory and over real Matter."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import time

import pytest

from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.event import EventAction, EventSource, LockEventKind
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.ids import SlotId
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.driver_api.driver import Candidate, SlotEntry
from app.driver_api.errors import DriverError, Rejected
from app.driver_api.pairing import Done, Failed, PairedLock
from tests.contract.drivers.worlds import DriverWorld, driver_world, paired, walk

WINDOW = WeeklyWindow(frozenset({Weekday.TUESDAY}), time(8, 30), time(12))


@dataclass(frozen=True, slots=True)
class Ours:
    """A driver with one paired lock."""

    world: DriverWorld
    lock: PairedLock


@pytest.fixture(scope="module", params=["fake", "matter"])
def ours(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Ours]:
    with driver_world(request.param, tmp_path_factory.mktemp("driver")) as world:
        yield Ours(world, paired(world))


@pytest.fixture(autouse=True)
def empty_lock(ours: Ours) -> Generator[None]:
    yield
    for words in ("online", "drop off", "lag 0"):
        ours.world.tell(words)
    for content in _read(ours).slots:
        if content.state is SlotState.OCCUPIED:
            ours.world.run(_clear(ours, content.slot))


def _entry(slot: SlotId, pin: str = "4829", number: int = 71, **changes: object) -> SlotEntry:
    values: dict[str, object] = {
        "slot": slot,
        "kind": CredentialKind.PIN,
        "name": "Anna with a long name",
        "unique_id": number,
        "value": Secret(pin),
        "schedule": UNRESTRICTED,
    }
    return SlotEntry(**{**values, **changes})  # type: ignore[arg-type]


def _free(ours: Ours) -> SlotId:
    return next(c.slot for c in _read(ours).slots if c.state is SlotState.EMPTY)


def _read(ours: Ours) -> SlotReading:
    async def read() -> SlotReading:
        async with ours.world.driver.open(ours.lock) as session:
            return await session.read_slots()

    return ours.world.run(read())


async def _write(ours: Ours, entry: SlotEntry) -> SlotId:
    async with ours.world.driver.open(ours.lock) as session:
        return (await session.write(entry)).slot


async def _clear(ours: Ours, slot: SlotId) -> None:
    async with ours.world.driver.open(ours.lock) as session:
        await session.clear(slot)


def _occupied(reading: SlotReading) -> list[SlotContent]:
    return [content for content in reading.slots if content.state is SlotState.OCCUPIED]


def test_a_written_entry_is_read_back_as_ours_with_its_number_and_schedule(ours):
    slot = _free(ours)
    assert ours.world.run(_write(ours, _entry(slot))) == slot
    reading = _read(ours)
    assert reading.is_complete
    (content,) = _occupied(reading)
    assert (content.slot, content.unique_id, content.kind) == (slot, 71, CredentialKind.PIN)
    assert content.made_by_us is True
    assert content.changed_by_us is True
    assert content.is_enabled is True
    assert content.schedule == UNRESTRICTED
    assert content.value is None, "this family gives no value back"


def test_a_schedule_is_read_back_as_written(ours):
    slot = _free(ours)
    schedule = LockSchedule(weekly=(WINDOW,))
    ours.world.run(_write(ours, _entry(slot, schedule=schedule)))
    (content,) = _occupied(_read(ours))
    assert content.schedule == schedule


def test_a_schedule_is_changed_in_place_and_the_code_stays(ours):
    slot = _free(ours)
    ours.world.run(_write(ours, _entry(slot)))
    changed = _entry(slot, value=None, schedule=LockSchedule(weekly=(WINDOW,)), is_new=False)
    ours.world.run(_write(ours, changed))
    (content,) = _occupied(_read(ours))
    assert content.slot == slot
    assert content.schedule == LockSchedule(weekly=(WINDOW,))


def test_a_cleared_entry_is_not_there_and_clearing_again_is_no_error(ours):
    slot = _free(ours)
    ours.world.run(_write(ours, _entry(slot)))
    ours.world.run(_clear(ours, slot))
    ours.world.run(_clear(ours, slot))
    reading = _read(ours)
    assert reading.is_complete
    assert _occupied(reading) == []


def test_a_lock_that_says_yes_and_drops_the_code_shows_an_empty_slot(ours):
    slot = _free(ours)
    ours.world.tell("drop on")
    ours.world.run(_write(ours, _entry(slot)))
    found = _occupied(_read(ours))
    assert [content for content in found if content.kind is not None] == []


def test_reads_that_lag_do_not_show_what_was_just_written(ours):
    slot = _free(ours)
    ours.world.tell("lag 30")
    ours.world.run(_write(ours, _entry(slot)))
    assert [c for c in _occupied(_read(ours)) if c.kind is not None] == []
    ours.world.tell("lag 0")
    assert [c.slot for c in _occupied(_read(ours))] == [slot]


def test_a_code_that_is_there_already_is_refused_and_leaves_nothing_behind(ours):
    first = _free(ours)
    ours.world.run(_write(ours, _entry(first)))
    second = _free(ours)
    with pytest.raises(Rejected) as refused:
        ours.world.run(_write(ours, _entry(second, number=72)))
    assert refused.value.code in {"duplicate", "duplicate_or_occupied"}
    assert not refused.value.parameters.get("left_over", False)
    assert [content.slot for content in _occupied(_read(ours))] == [first]


@pytest.mark.parametrize(
    ("pin", "reason"), [("123", "pin_too_short"), ("123456789", "pin_too_long")]
)
def test_a_code_of_a_wrong_length_is_refused_by_name(ours, pin, reason):
    with pytest.raises(Rejected) as refused:
        ours.world.run(_write(ours, _entry(_free(ours), pin=pin)))
    assert refused.value.code == reason
    assert _occupied(_read(ours)) == []


def test_an_occupied_slot_is_refused_and_what_is_in_it_stays(ours):
    slot = _free(ours)
    ours.world.run(_write(ours, _entry(slot)))
    with pytest.raises(Rejected) as refused:
        ours.world.run(_write(ours, _entry(slot, pin="7351", number=72)))
    assert refused.value.code == "slot_occupied"
    (content,) = _occupied(_read(ours))
    assert content.unique_id == 71


def test_a_full_lock_offers_no_empty_slot(ours):
    ours.world.tell("full")
    reading = _read(ours)
    assert reading.is_complete
    assert [c for c in reading.slots if c.state is SlotState.EMPTY] == []


def test_an_entry_of_another_hand_is_not_ours(ours):
    ours.world.tell("foreign 3")
    (content,) = _occupied(_read(ours))
    assert content.made_by_us is not True
    assert content.unique_id != 71


def test_a_code_typed_at_the_door_is_an_event_that_names_its_slot(ours):
    slot = _free(ours)
    ours.world.run(_write(ours, _entry(slot)))

    async def events_after(number: int | None):
        async with ours.world.driver.open(ours.lock) as session:
            return await session.events_since(number)

    before = max((e.number for e in ours.world.run(events_after(None))), default=None)
    ours.world.tell("keypad 4829")
    opened = [e for e in ours.world.run(events_after(before)) if e.kind is LockEventKind.OPERATION]
    assert [(e.action, e.source, e.slots) for e in opened] == [
        (EventAction.UNLOCK, EventSource.KEYPAD, (slot,))
    ]


@pytest.mark.slow
def test_a_lock_out_of_reach_is_said_to_be_so(ours):
    """Slow over Matter, which gives a silent lock 13 s; the unit tests of apply cover the same with a lock in memory."""
    slot = _free(ours)
    ours.world.tell("offline")
    with pytest.raises(DriverError):
        ours.world.run(_write(ours, _entry(slot)))
    ours.world.tell("online")
    assert _occupied(_read(ours)) == []


def test_the_bolt_is_where_the_lock_reports_it(ours):
    async def move(*, locked: bool):
        async with ours.world.driver.open(ours.lock) as session:
            return await session.set_bolt(locked=locked)

    assert ours.world.run(move(locked=False)).is_reported
    assert ours.world.run(move(locked=True)).is_reported


def test_pairing_twice_is_refused_the_second_time(ours):
    step = ours.world.run(walk(ours.world, _candidate_soon(ours)))
    assert isinstance(step, Failed)
    assert step.causes


def test_a_pairing_can_be_cancelled_at_any_moment_and_twice(ours):
    async def cancel_early() -> None:
        flow = ours.world.driver.pairing(_candidate_soon(ours), lambda _progress: None)
        await flow.cancel()
        await flow.cancel()

    ours.world.run(cancel_early())


def _candidate_soon(ours: Ours) -> Candidate:
    return ours.world.candidate()


def test_a_pairing_leaves_the_lock_open_to_its_own_session(ours):
    assert isinstance(ours.lock, PairedLock)
    assert ours.lock.info is not None
    assert ours.lock.capabilities is not None
    assert ours.lock.capabilities.pins is not None
    assert not isinstance(ours.lock, Done)
