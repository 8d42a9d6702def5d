"""Readings that belong together, and those of some values only."""

import asyncio
import dataclasses
from uuid import UUID

import pytest

from app.core.errors import BugError
from app.domain.ids import DoorId, GrantId, GroupId, LockId
from app.domain.slot_record import ForeignSlot
from app.storage.contracts import ProjectStore
from app.storage.values import ChangeKind
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.contract.storage.worlds import World

NAMED = dataclasses.replace(
    v.GRANT,
    id=GrantId(v.uuid(81)),
    door_ids=frozenset({v.DOOR_2.id}),
    group_ids=frozenset(),
    except_door_ids=frozenset(),
    created_at=v.at(2),
)
EXCEPTED = dataclasses.replace(
    NAMED,
    id=GrantId(v.uuid(82)),
    door_ids=frozenset({v.DOOR.id}),
    except_door_ids=frozenset({v.DOOR_2.id}),
    created_at=v.at(3),
)


async def add_grants(store: ProjectStore) -> None:
    async with store.change(ChangeKind.GRANT_EDITED) as change:
        for grant in (NAMED, EXCEPTED):
            await change.repositories.grants.put(grant)


async def test_the_readings_of_a_snapshot_see_one_commit(world: World):
    async with world.project() as store:
        await fill(store)

        async def add_another() -> None:
            async with store.change(ChangeKind.GRANT_EDITED) as change:
                await change.repositories.grants.put(NAMED)

        async with store.snapshot() as seen:
            before = await seen.doors.all()
            adding = asyncio.create_task(add_another())
            for _ in range(20):
                assert await seen.doors.all() == before
            assert await seen.grants.all() == [v.GRANT]
            assert await store.read.grants.all() == [v.GRANT]
        await adding
        assert await store.read.grants.all() == [v.GRANT, NAMED]


async def test_a_change_inside_a_snapshot_is_a_bug_and_one_after_it_is_none(world: World):
    async with world.project() as store:
        with pytest.raises(BugError, match="change_in_change"):
            async with store.snapshot(), store.change(ChangeKind.SITE_EDITED):
                pass
        with pytest.raises(BugError, match="write_outside_change"):
            async with store.snapshot() as seen:
                await seen.sites.put(v.SITE)
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(v.SITE)
        assert await store.read.sites.all() == [v.SITE]


async def test_some_values_come_in_the_order_of_all(world: World):
    async with world.project() as store:
        await fill(store)
        nowhere = DoorId(UUID(int=0, version=4))
        asked = {v.DOOR.id, v.DOOR_2.id, nowhere}
        assert await store.read.doors.some(asked) == [v.DOOR_2, v.DOOR]
        assert await store.read.doors.some({v.DOOR.id}) == [v.DOOR]
        assert await store.read.doors.some([]) == []
        assert await store.read.groups.some([v.GROUP.id]) == [v.GROUP]


async def test_more_owners_than_are_looked_up_one_by_one_keep_their_parts(world: World):
    many = [
        dataclasses.replace(v.GROUP, id=GroupId(v.uuid(5000 + n)), name=f"Group {n:04}")
        for n in range(1001)
    ]
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.GROUP_EDITED) as change:
            for group in many:
                await change.repositories.groups.put(group)
        assert await store.read.groups.some([group.id for group in many]) == many


async def test_the_grants_of_a_door_are_those_that_name_it_or_a_group_of_it(world: World):
    async with world.project() as store:
        await fill(store)
        await add_grants(store)
        assert await store.read.grants.at_doors({v.DOOR_2.id}) == [v.GRANT, NAMED]
        assert await store.read.grants.at_doors({v.DOOR.id}) == [v.GRANT, EXCEPTED]
        both = await store.read.grants.at_doors([v.DOOR.id, v.DOOR_2.id])
        assert both == [v.GRANT, NAMED, EXCEPTED]
        assert await store.read.grants.at_doors([]) == []


async def test_the_foreign_slots_of_all_locks_come_in_one_go(world: World):
    other = dataclasses.replace(v.LOCK, id=LockId(v.uuid(90)), door_id=v.DOOR_2.id)
    elsewhere: ForeignSlot = dataclasses.replace(v.FOREIGN, lock_id=other.id)
    async with world.project() as store:
        await fill(store)
        assert await store.read.foreign.all() == []
        async with store.change(ChangeKind.FOREIGN) as change:
            await change.repositories.locks.put(other)
            await change.repositories.foreign.replace(v.LOCK.id, [v.FOREIGN])
            await change.repositories.foreign.replace(other.id, [elsewhere])
        assert await store.read.foreign.all() == [v.FOREIGN, elsewhere]
