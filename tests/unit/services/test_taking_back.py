"""What is said of taking a code back, from the lock's last answer and what it keeps by itself."""

from datetime import datetime, timedelta

from app.domain.grant import ALWAYS, Validity
from app.domain.revocability import Revocability
from app.services.taking_back import ways_to_take_back
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
