"""What is said of taking a code back, from the lock's last answer and what it keeps by itself."""

from datetime import datetime, timedelta

from app.domain.grant import ALWAYS, Validity
from app.domain.revocability import Revocability
from app.services.taking_back import exposed_at, ways_to_take_back
from tests.unit.services.service_world import world


async def test_a_lock_that_answered_just_now_lets_a_code_be_taken_back_now(tmp_path):
    async with world(tmp_path) as w:
        granted = await w.grant(await w.work.people.add_person("Anna"))
        (way,) = await ways_to_take_back(w.project, granted)
        assert (way.place.label, way.revocable) == ("Home/Front", Revocability.NOW)
        assert way.exposure is None, "always has no end"


async def test_of_a_lock_that_was_silent_for_an_hour_only_reach_is_said(tmp_path):
    async with world(tmp_path) as w:
        w.hands.now += timedelta(hours=1)
        end = datetime(2026, 3, 3, 12)  # noqa: DTZ001 (wall time in Berlin)
        anna = await w.work.people.add_person("Anna")
        granted = await w.grant(anna, validity=Validity(end=end))
        (way,) = await ways_to_take_back(w.project, granted)
        assert way.revocable is Revocability.IN_REACH
        assert way.exposure is not None
        assert timedelta(hours=24) < way.exposure < timedelta(hours=25)


async def test_a_door_without_a_lock_has_nothing_to_take_back(tmp_path):
    async with world(tmp_path, paired=False) as w:
        granted = await w.grant(await w.work.people.add_person("Anna"), validity=ALWAYS)
        assert await ways_to_take_back(w.project, granted) == ()


async def test_what_is_revoked_is_exposed_until_the_locks_own_end_while_it_is_there(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        door_ids = {w.place.door.id}
        end = datetime(2026, 3, 3, 12)  # noqa: DTZ001 (wall time in Berlin)
        await w.grant(anna, validity=Validity(end=end))
        assert await exposed_at(w.project, anna, door_ids) == (), "nothing is on the lock yet"
        await w.work.applying.apply()
        await w.work.access.revoke(anna)
        (exposed,) = await exposed_at(w.project, anna, door_ids)
        assert exposed.exposure is not None
        assert timedelta(hours=25) < exposed.exposure < timedelta(hours=27)
        assert (await w.work.applying.apply()).plan.is_ok
        assert await exposed_at(w.project, anna, door_ids) == ()


async def test_what_the_program_keeps_is_exposed_without_end(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna)
        await w.work.applying.apply()
        (exposed,) = await exposed_at(w.project, anna, {w.place.door.id})
        assert exposed.exposure is None
