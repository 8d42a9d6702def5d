"""The lock's own clock, set by pairing and before schedules go by it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.grant import Validity
from app.domain.lock import ClockState
from app.domain.validity_text import parse_weekly
from tests.fakes.fake_lock_driver import FakeLock
from tests.unit.services.service_world import World, world

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
MORNINGS = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))


def settable(**given: object) -> FakeLock:
    return FakeLock(clock=lambda: datetime.now(UTC), takes_clock=True, **given)  # pyright: ignore[reportArgumentType]


async def clock_notes(w: World) -> list[object]:
    entries = await w.project.read.history.entries()
    return [entry.after["note"] for entry in entries if entry.kind == "clock_set" and entry.after]


async def clock(w: World) -> tuple[ClockState, str | None]:
    lock = await w.project.read.locks.at_door(w.place.door.id)
    assert lock is not None
    info = (await w.project.read.locks.facts(lock.id)).info
    assert info is not None
    return info.clock, info.zone


async def test_pairing_sets_the_clock_to_the_doors_zone_and_says_so(tmp_path):
    lock = settable(clock_state=ClockState.WRONG, zone=TOKYO)
    async with world(tmp_path, lock=lock) as w:
        assert (lock.clock_state, lock.zone) == (ClockState.RIGHT, BERLIN)
        assert await clock(w) == (ClockState.RIGHT, "Europe/Berlin")
        assert await clock_notes(w) == [
            {"zone": "Europe/Berlin", "clock_before": "wrong", "clock_after": "right"}
        ]


async def test_a_clock_that_drifted_is_mended_before_a_schedule_is_written(tmp_path):
    async with world(tmp_path, lock=settable()) as w:
        w.lock.clock_state, w.lock.zone = ClockState.WRONG, TOKYO
        await w.grant(await w.work.people.add_person("Anna"), validity=MORNINGS)
        w.lock.commands.clear()
        await w.work.applying.apply()
        commands = w.lock.commands
        assert commands.index("clock") < commands.index("write")
        assert await clock(w) == (ClockState.RIGHT, "Europe/Berlin")
        (kept,) = w.lock.slots.values()
        assert kept.schedule.weekly == MORNINGS.weekly
        (status,) = await w.work.status.status()
        assert not status.entries[0].is_clock_wrong


async def test_apply_mends_a_wrong_clock_also_where_nothing_else_is_to_be_done(tmp_path):
    async with world(tmp_path, lock=settable()) as w:
        await w.grant(await w.work.people.add_person("Anna"), validity=MORNINGS)
        await w.work.applying.apply()
        w.lock.clock_state = ClockState.WRONG
        await w.work.refreshing.refresh()
        assert w.lock.clock_state is ClockState.WRONG, "reading writes nothing to a lock"
        assert (await w.work.status.status())[0].entries[0].is_clock_wrong
        assert (await w.work.applying.apply()).plan.is_ok
        assert await clock(w) == (ClockState.RIGHT, "Europe/Berlin")


async def test_a_lock_that_took_another_zone_keeps_the_times_itself_after_the_next_apply(tmp_path):
    async with world(tmp_path, lock=settable()) as w:
        w.lock.zone = TOKYO
        await w.work.refreshing.refresh()
        evenings = Validity(weekly=(parse_weekly("Mo-Fr 18:00-20:00"),))
        await w.grant(await w.work.people.add_person("Anna"), validity=evenings)
        assert (await w.work.status.status())[0].entries[0].enforced_by == "program"
        assert (await w.work.applying.apply()).plan.is_ok
        (kept,) = w.lock.slots.values()
        assert kept.schedule.weekly == evenings.weekly
        assert (await w.work.status.status())[0].entries[0].enforced_by == "lock"


async def test_a_lock_that_refuses_its_clock_stays_wrong_and_no_entry_claims_more(tmp_path):
    lock = FakeLock(clock=lambda: datetime.now(UTC), takes_clock="refused")
    lock.clock_state = ClockState.WRONG
    async with world(tmp_path, lock=lock) as w:
        assert w.lock.is_paired
        await w.grant(await w.work.people.add_person("Anna"), validity=MORNINGS)
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]
        assert (await clock(w))[0] is ClockState.WRONG
        assert await clock_notes(w) == []


async def test_a_lock_without_a_clock_is_not_asked_twice(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"), validity=MORNINGS)
        await w.work.applying.apply()
        assert "clock" not in w.lock.commands
        assert await clock_notes(w) == []


async def test_a_right_clock_is_left_alone_where_no_schedule_is_written(tmp_path):
    async with world(tmp_path, lock=settable()) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.lock.commands.clear()
        await w.work.applying.apply()
        assert "clock" not in w.lock.commands


async def test_a_lock_that_keeps_another_zone_by_name_is_right_in_its_own(tmp_path):
    async with world(tmp_path) as w:
        w.lock.zone, w.lock.names_zone = TOKYO, True
        await w.work.refreshing.refresh()
        assert await clock(w) == (ClockState.RIGHT, "Asia/Tokyo")
        dates = Validity(start=datetime(2026, 3, 9, 8, 0), end=datetime(2026, 3, 10, 8, 0))  # noqa: DTZ001, wall times
        await w.grant(await w.work.people.add_person("Anna"), validity=dates)
        await w.work.applying.apply()
        (kept,) = w.lock.slots.values()
        assert kept.schedule.start == datetime(2026, 3, 9, 16, 0)  # noqa: DTZ001, Tokyo's wall
