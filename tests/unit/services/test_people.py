"""Pausing takes access away and keeps what was granted; resuming restores it."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import RuleError
from app.domain.grant import ALWAYS
from app.domain.ids import DoorId
from app.domain.person import Person, Role
from app.services.access import GrantWish
from app.services.people import PersonDetails
from app.storage.values import ChangeKind
from tests.unit.services.service_world import World, world


async def anna_at_two_doors(w: World) -> tuple[Person, DoorId, DoorId]:
    back = await w.work.sites.add_door("Home", "Back")
    anna = await w.work.people.add_person("Anna")
    doors = frozenset({w.place.door.id, back.door.id})
    await w.work.access.grant(GrantWish(anna, doors, ALWAYS))
    return anna, w.place.door.id, back.door.id


async def levels_at(w: World, door_id: DoorId) -> list[str]:
    return [str(r.proof.level) for r in await w.project.read.records.at_door(door_id)]


async def test_pausing_takes_the_code_off_the_lock_and_resuming_brings_the_same_one_back(tmp_path):
    async with world(tmp_path) as w:
        anna, front, back = await anna_at_two_doors(w)
        await w.work.applying.apply()
        assert await levels_at(w, front) == ["seen"]
        grants = await w.project.read.grants.all()
        assert await w.work.people.pause(anna) == {front, back}
        assert await levels_at(w, front) == ["removal_planned"]
        assert await levels_at(w, back) == []
        await w.work.applying.apply()
        assert await levels_at(w, front) == []
        assert await w.project.read.grants.all() == grants
        assert await w.work.people.resume(anna) == {front, back}
        await w.work.applying.apply()
        assert await levels_at(w, front) == ["seen"]
        assert len(await w.project.read.credentials.all()) == 1


async def test_a_pause_at_one_door_leaves_the_others(tmp_path):
    async with world(tmp_path) as w:
        anna, front, back = await anna_at_two_doors(w)
        await w.work.applying.apply()
        assert await w.work.people.pause(anna, {back}) == {back}
        assert await levels_at(w, front) == ["seen"]
        assert await levels_at(w, back) == []
        assert await w.work.people.pause(anna, {back}) == {back}
        assert await w.work.people.resume(anna, {back}) == {back}
        assert await levels_at(w, back) == ["planned"]


async def test_undo_ends_a_pause_that_no_lock_was_told_of(tmp_path):
    async with world(tmp_path) as w:
        anna, front, _back = await anna_at_two_doors(w)
        await w.work.applying.apply()
        await w.work.people.pause(anna)
        entry = (await w.project.read.history.entries())[-1]
        assert (entry.kind, entry.person_id) == (ChangeKind.PERSON_EDITED, anna.id)
        await w.work.history.undo()
        assert await levels_at(w, front) == ["seen"]
        assert await w.project.read.people.get(anna.id) == anna


async def test_a_door_where_nothing_is_granted_cannot_be_paused(tmp_path):
    async with world(tmp_path) as w:
        anna, _front, _back = await anna_at_two_doors(w)
        shed = await w.work.sites.add_door("Garden", "Shed")
        with pytest.raises(RuleError, match="no_grant") as caught:
            await w.work.people.pause(anna, {shed.door.id})
        assert caught.value.parameters["door"] == "Garden/Shed"


async def test_somebody_paused_everywhere_is_not_resumed_at_one_door_only(tmp_path):
    async with world(tmp_path) as w:
        anna, front, _back = await anna_at_two_doors(w)
        await w.work.people.pause(anna)
        with pytest.raises(RuleError, match="paused_everywhere"):
            await w.work.people.resume(anna, {front})


async def test_changing_a_person_keeps_a_pause_made_meanwhile(tmp_path):
    async with world(tmp_path) as w:
        anna, _front, back = await anna_at_two_doors(w)
        await w.work.people.pause(anna, {back})
        details = PersonDetails("de", "a@example.org", None, date(1990, 5, 1))
        changed = await w.work.people.set_person(anna, role=Role.STAFF, details=details)
        assert changed == replace(
            anna,
            role=Role.STAFF,
            language="de",
            email="a@example.org",
            birthday=date(1990, 5, 1),
            paused_door_ids=frozenset({back}),
        )
        assert await w.project.read.people.get(anna.id) == changed
        again = await w.work.people.set_person(changed, name="Anna B.")
        assert again == replace(changed, name="Anna B.")


async def test_to_grant_somebody_who_is_paused_says_so(tmp_path):
    async with world(tmp_path) as w:
        anna, front, back = await anna_at_two_doors(w)
        await w.work.people.pause(anna, [back])
        at_front = await w.work.access.grant(GrantWish(anna, frozenset({front}), ALWAYS))
        assert "person_paused" not in at_front.warnings
        for is_try in (True, False):
            wish = GrantWish(anna, frozenset({front, back}), ALWAYS)
            granted = await w.work.access.grant(wish, dry_run=is_try)
            assert "person_paused" in granted.warnings
