"""What reading the locks ends with."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.grant import Validity
from app.domain.lock import ScheduleLimits
from app.services.refreshing import RefreshState
from tests.unit.services.service_world import World, world


async def refreshed(w: World) -> tuple[RefreshState, str | None, int]:
    (one,) = await w.work.refreshing.refresh()
    return one.state, one.reason, one.unproven


async def test_a_lock_that_has_what_is_wanted_leaves_nothing_unproven(tmp_path):
    async with world(tmp_path) as w:
        assert await refreshed(w) == (RefreshState.READ, None, 0)
        await w.grant(await w.work.people.add_person("Anna"))
        assert await refreshed(w) == (RefreshState.READ, None, 1), "planned, and never sent"
        await w.work.applying.apply()
        assert await refreshed(w) == (RefreshState.READ, None, 0)


async def test_drift_and_a_code_that_should_be_gone_stay_unproven_at_every_reading(tmp_path):
    async with world(tmp_path) as w:
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        await w.grant(anna)
        await w.grant(bob)
        await w.work.applying.apply()
        w.lock.lose("user 1 / pin 1")
        await w.work.access.revoke(bob)
        for _ in range(2):
            assert await refreshed(w) == (RefreshState.READ, None, 2)
        await w.work.applying.apply()
        assert await refreshed(w) == (RefreshState.READ, None, 0)


async def test_a_code_that_waits_for_its_first_day_is_as_it_should_be(tmp_path):
    async with world(tmp_path) as w:
        w.lock.capabilities = replace(w.lock.capabilities, schedules=ScheduleLimits())
        await w.work.refreshing.refresh()
        begins = Validity(start=datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
        await w.grant(await w.work.people.add_person("Anna"), validity=begins)
        assert await refreshed(w) == (RefreshState.READ, None, 0)
        w.hands.now = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
        assert await refreshed(w) == (RefreshState.READ, None, 1)


async def test_a_lock_that_refuses_is_told_from_one_out_of_reach(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.lock.refuses = "unsupported_access"
        assert await refreshed(w) == (RefreshState.REFUSED, "unsupported_access", 0)
        w.lock.is_reachable = False
        assert await refreshed(w) == (RefreshState.UNREACHABLE, "lock_unreachable", 0)
