"""What is read for some doors, and for all of them at one moment."""

import asyncio
from uuid import uuid4

from app.domain.grant import ALWAYS
from app.domain.ids import GroupId
from app.domain.project import Group
from app.services.access import GrantWish
from app.services.chart import read_chart
from app.storage.values import ChangeKind
from tests.unit.services.service_world import CODE, World, world


async def fill(w: World) -> None:
    """Three doors: one with a lock and a retired one, one in a group, one of others."""
    back = await w.work.sites.add_door("Home", "Back")
    shed = await w.work.sites.add_door("Garden", "Shed")
    group = Group(GroupId(uuid4()), "Inside", frozenset({w.place.door.id, back.door.id}))
    async with w.project.store.change(ChangeKind.GROUP_EDITED) as change:
        await change.repositories.groups.put(group)
    names = ("Anna", "Bob", "Carl", "Dora")
    anna, bob, carl, dora = [await w.work.people.add_person(name) for name in names]
    both = frozenset({w.place.door.id, shed.door.id})
    await w.grant(anna)
    await w.work.access.grant(GrantWish(dora, both, ALWAYS))
    await w.work.applying.apply()
    await w.work.access.revoke(dora, door_ids={w.place.door.id})  # her code is still on the lock
    await w.work.access.grant(GrantWish(bob, frozenset(), ALWAYS, group_ids=frozenset({group.id})))
    await w.work.access.grant(GrantWish(carl, frozenset({shed.door.id}), ALWAYS))


async def test_some_doors_show_what_they_show_among_all_and_read_nothing_else(tmp_path):
    async with world(tmp_path) as w:
        await fill(w)
        await w.work.mounted.remove(w.place, forget=True)
        run = await w.work.pairing.begin(w.place, CODE, lambda _progress: None)
        await run.start()
        everything = {door.place.label: door for door in await w.work.status.status()}
        assert everything["Home/Front"].retired, "a record of the lock that was taken away"
        for door in everything.values():
            alone, _plan = await w.work.status.door(door.place.door.id) or (None, None)
            assert alone == door
        people = {p.id: p.name for p in (await read_chart(w.project)).people.values()}
        front = await read_chart(w.project, {everything["Home/Front"].place.door.id})
        assert {people[person] for person in front.people} == {"Anna", "Bob", "Dora"}
        back = await read_chart(w.project, {everything["Home/Back"].place.door.id})
        assert {people[person] for person in back.people} == {"Bob"}
        assert len(back.credentials) == len(back.grants) == len(back.places) == 1


async def test_what_is_added_while_a_chart_is_read_is_whole_or_not_in_it(tmp_path):
    async with world(tmp_path, paired=False) as w:

        async def add() -> None:
            for number in range(30):
                await w.grant(await w.work.people.add_person(f"Person {number}"))

        adding = asyncio.create_task(add())
        sizes: list[int] = []
        while not adding.done():
            chart = await read_chart(w.project)  # a grant of somebody who is not there raises
            sizes.append(len(chart.grants))
        await adding
        assert len(set(sizes)) > 2, "somebody was added between two readings"
