"""A visit for one use: given, used, taken away by the program; unused it ends all the same."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import RuleError
from app.domain.grant import Validity
from app.domain.plan import PlanNote
from app.domain.schedule import EnforcedBy, LockSchedule
from app.services.access import Granted
from tests.fakes.fake_lock_driver import CAPABILITIES
from tests.unit.services.service_world import World, world

ONCE = Validity(is_once=True)


@asynccontextmanager
async def visited(tmp_path: Path) -> AsyncGenerator[World]:
    """A world whose lock tells of every opening."""
    async with world(tmp_path) as w:
        schedules = replace(CAPABILITIES.schedules, reports_use=True)
        w.lock.capabilities = replace(CAPABILITIES, schedules=schedules)
        await w.work.refreshing.refresh()
        yield w


async def visitor(w: World, validity: Validity = ONCE) -> tuple[Granted, str]:
    granted = await w.grant(await w.work.people.add_person("Anna"), validity=validity)
    assert granted.credential.value is not None
    return granted, granted.credential.value.reveal()


async def test_a_visit_is_kept_by_the_program_and_ends_by_the_lock_at_the_latest(tmp_path):
    async with visited(tmp_path) as w:
        granted, _code = await visitor(w)
        (step,) = granted.plan.steps
        assert step.enforced_by is EnforcedBy.PROGRAM
        assert PlanNote.ONE_USE_BY_PROGRAM in step.notes
        assert step.schedule.end is not None, "unused it ends after a day, by the lock itself"
        await w.work.applying.apply()
        ((kept),) = w.lock.slots.values()
        assert kept.schedule == LockSchedule(end=step.schedule.end)


async def test_the_first_use_ends_it_and_the_next_apply_takes_it_off_the_lock(tmp_path):
    async with visited(tmp_path) as w:
        granted, code = await visitor(w)
        await w.work.applying.apply()
        w.hands.now += timedelta(minutes=5)
        assert w.lock.keypad(code)
        await w.work.refreshing.refresh()
        assert await w.levels() == [("removal_planned", None)], "told in the commit of the use"
        used = await w.project.read.grants.get(granted.grant.id)
        assert used is not None
        assert used.used_at is not None
        assert timedelta() <= w.hands.now - used.used_at < timedelta(minutes=1)
        applied = await w.work.applying.apply()
        assert applied.plan.is_ok
        assert w.lock.slots == {}
        assert not w.lock.keypad(code)
        assert await w.levels() == []
        assert (await w.work.applying.plan())[0].steps == ()


async def test_an_apply_that_hears_of_the_use_takes_it_away_at_once(tmp_path):
    async with visited(tmp_path) as w:
        granted, code = await visitor(w)
        await w.work.applying.apply()
        assert w.lock.keypad(code)
        other = await w.work.people.add_person("Ben")
        await w.grant(other)
        assert (await w.work.applying.apply()).plan.is_ok
        assert [kept.value for kept in w.lock.slots.values()] != [code]
        assert len(w.lock.slots) == 1
        used = await w.project.read.grants.get(granted.grant.id)
        assert used is not None
        assert used.used_at is not None


async def test_a_code_that_opened_before_is_not_used_up_by_that(tmp_path):
    async with visited(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        granted = await w.grant(anna)
        await w.work.applying.apply()
        assert granted.credential.value is not None
        code = granted.credential.value.reveal()
        assert w.lock.keypad(code)
        w.hands.now += timedelta(minutes=5)
        once = await w.grant(anna, validity=ONCE)
        assert once.credential.id == granted.credential.id
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]
        assert w.lock.keypad(code)
        await w.work.refreshing.refresh()
        assert await w.levels() == [("removal_planned", None)]


async def test_unused_it_ends_after_a_day(tmp_path):
    async with visited(tmp_path) as w:
        await visitor(w)
        await w.work.applying.apply()
        w.hands.now += timedelta(hours=24)
        assert (await w.work.applying.apply()).plan.is_ok
        assert w.lock.slots == {}


async def test_with_an_end_it_waits_until_then_and_no_longer(tmp_path):
    async with visited(tmp_path) as w:
        end = (w.hands.now + timedelta(hours=4)).replace(second=0, microsecond=0)
        await visitor(w, Validity(end=end, is_once=True))
        await w.work.applying.apply()
        w.hands.now = end - timedelta(minutes=1)
        assert (await w.work.applying.plan())[0].steps == ()
        w.hands.now = end
        assert [step.action for step in (await w.work.applying.plan())[0].steps] == ["clear"]


async def test_where_nobody_would_notice_the_use_it_is_refused(tmp_path):
    async with world(tmp_path) as w:
        with pytest.raises(RuleError) as refused:
            await visitor(w)
        assert refused.value.code == "one_time"
        assert await w.records() == []
