"""Pairing and taking out, with what may go wrong between."""

import pytest

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.project import ProjectKind
from app.domain.setup_code_error import SetupCodeError
from app.driver_api.errors import Disconnected, NoAnswer
from app.driver_api.pairing import Done, Failed
from tests.unit.services.service_world import CODE, world

OTHER_CODE = Secret("34970112332")


async def test_door_setup_code_and_node_id_are_stored_before_anything_is_sent(tmp_path):
    async with world(tmp_path, paired=False) as w:
        run = await w.work.pairing.begin(w.place, CODE, lambda _progress: None)
        assert w.lock.commands == []
        (pairing,) = await w.work.pairing.unfinished()
        assert pairing.door_id == w.place.door.id
        assert pairing.node_id is not None
        assert 0 < pairing.node_id < 2**53
        (code,) = await w.project.read.setup_codes.all()
        assert code.text == CODE
        assert isinstance(await run.start(), Done)
        assert await w.work.pairing.unfinished() == []


async def test_an_unfinished_pairing_is_resumed_under_the_same_node_id(tmp_path):
    async with world(tmp_path, paired=False) as w:
        w.lock.is_reachable = False
        run = await w.work.pairing.begin(w.place, CODE, lambda _progress: None)
        assert isinstance(await run.start(), Failed)
        (before,) = await w.work.pairing.unfinished()
        w.lock.is_reachable = True
        again = await w.work.pairing.begin(w.place, CODE, lambda _progress: None)
        assert again.is_resumed
        (after,) = await w.work.pairing.unfinished()
        assert after.node_id == before.node_id
        assert isinstance(await again.start(), Done)


async def test_a_practice_lock_is_refused_in_a_real_project_and_let_go(tmp_path):
    async with world(tmp_path, kind=ProjectKind.REAL, paired=False) as w:
        run = await w.work.pairing.begin(w.place, CODE, lambda _progress: None)
        step = await run.start()
        assert isinstance(step, Failed)
        assert step.code == "practice_lock"
        assert not w.lock.is_paired
        assert await w.project.read.locks.all() == []


async def test_a_real_lock_is_refused_in_a_practice_project(tmp_path):
    async with world(tmp_path, paired=False) as w:
        w.lock.serial = "REAL-1"
        w.driver.locks = {"REAL-1": w.lock}
        step = await (await w.work.pairing.begin(w.place, CODE, lambda _progress: None)).start()
        assert isinstance(step, Failed)
        assert step.code == "real_lock"


async def test_a_door_with_a_lock_takes_no_second_one(tmp_path):
    async with world(tmp_path) as w:
        with pytest.raises(RuleError) as refused:
            await w.work.pairing.begin(w.place, OTHER_CODE, lambda _progress: None)
        assert refused.value.code == "door_has_lock"


async def test_a_code_that_belongs_to_another_door_is_refused(tmp_path):
    async with world(tmp_path) as w:
        other = await w.work.sites.add_door("Home", "Back")
        with pytest.raises(RuleError) as refused:
            await w.work.pairing.begin(other, CODE, lambda _progress: None)
        assert refused.value.code == "code_at_other_door"


async def test_a_text_that_is_no_setup_code_is_refused_with_its_reason(tmp_path):
    async with world(tmp_path, paired=False) as w:
        with pytest.raises(SetupCodeError):
            await w.work.pairing.begin(w.place, Secret("34970112333"), lambda _progress: None)
        assert await w.work.pairing.unfinished() == []


async def test_codes_planned_before_there_was_a_lock_go_to_the_lock_that_comes(tmp_path):
    async with world(tmp_path, paired=False) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        (record,) = await w.records()
        assert record.lock_id is None
        await (await w.work.pairing.begin(w.place, CODE, lambda _progress: None)).start()
        (record,) = await w.records()
        assert record.lock_id is not None
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]


async def test_taking_a_lock_out_removes_its_codes_with_proof_and_keeps_the_wishes(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        removed = await w.work.mounted.remove(w.place)
        assert removed.is_unpaired
        assert removed.left == 0
        assert w.lock.slots == {}
        assert not w.lock.is_paired
        (record,) = await w.records()
        assert record.lock_id is None
        assert str(record.proof.level) == "planned"


async def test_a_code_that_is_not_proven_gone_stops_the_taking_out(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        w.lock.drops = True
        removed = await w.work.mounted.remove(w.place)
        assert not removed.is_unpaired
        assert removed.left == 1
        assert w.lock.is_paired
        w.lock.drops = False
        assert (await w.work.mounted.remove(w.place)).is_unpaired


async def test_a_code_granted_at_a_lock_that_was_about_to_be_taken_out_keeps_the_lock(tmp_path):
    async with world(tmp_path) as w:
        anna, bert = [await w.work.people.add_person(name) for name in ("Anna", "Bert")]
        await w.grant(anna)
        await w.work.applying.apply()
        w.lock.is_reachable = False
        assert not (await w.work.mounted.remove(w.place)).is_unpaired
        granted = await w.grant(bert)
        assert granted.warnings == ("lock_stays",)
        assert sorted(step.action for step in granted.plan.steps) == ["write"]
        w.lock.is_reachable = True
        assert (await w.work.applying.apply()).plan.is_ok
        assert await w.levels() == [("seen", None), ("seen", None)]


async def test_a_forgotten_lock_stays_listed_with_what_may_still_be_on_it(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        w.lock.is_reachable = False
        removed = await w.work.mounted.remove(w.place, forget=True)
        assert not removed.is_unpaired
        assert removed.left == 1
        (door,) = await w.work.status.status()
        assert door.lock is None
        (retired,) = door.retired
        (entry,) = retired.entries
        assert (str(entry.record.proof.level), entry.record.proof.reason) == (
            "unknown",
            "lock_changed",
        )


async def test_a_lock_that_cannot_be_reached_is_not_taken_out_in_silence(tmp_path):
    async with world(tmp_path) as w:
        w.lock.is_reachable = False
        with pytest.raises(Disconnected):
            await w.work.mounted.remove(w.place)
        assert await w.project.read.locks.at_door(w.place.door.id) is not None


async def test_a_bolt_that_was_not_reported_is_no_success(tmp_path):
    async with world(tmp_path) as w:
        w.lock.reports_bolt = False
        with pytest.raises(NoAnswer) as silent:
            await w.work.mounted.set_bolt(w.place, locked=False)
        assert silent.value.code == "bolt_not_reported"
        lock = await w.project.read.locks.at_door(w.place.door.id)
        assert lock is not None
        facts = await w.project.read.locks.facts(lock.id)
        assert facts.info is not None
        assert str(facts.info.bolt) == "unknown"


async def test_removing_a_person_takes_everything_away_and_keeps_what_is_still_on_a_lock(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna)
        await w.work.applying.apply()
        await w.work.access.remove_person(anna)
        assert await w.work.people.list_people() == []
        assert await w.levels() == [("removal_planned", None)]
        await w.work.applying.apply()
        assert w.lock.slots == {}


async def test_undoing_a_grant_that_was_not_sent_takes_its_record_away(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.history.undo()
        assert await w.records() == []


async def test_what_was_sent_to_a_lock_is_not_undone(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        steps = await w.work.history.undo_steps()
        with pytest.raises(RuleError):
            await w.work.history.undo(steps[0].sequence)
        assert await w.levels() == [("seen", None)]


async def test_a_new_lock_is_read_at_once_and_what_is_on_it_is_shown(tmp_path):
    async with world(tmp_path, paired=False) as w:
        w.lock.put_foreign("user 1 / pin 1")
        await (await w.work.pairing.begin(w.place, CODE, lambda _progress: None)).start()
        (door,) = await w.work.status.status()
        assert [str(slot.slot) for slot in door.foreign] == ["user 1 / pin 1"]
        assert door.facts is not None
        assert door.facts.free_slots is not None
