"""Granting again: the new times hold for every door that joins a group later, and nothing that was left out is lost."""

from app.domain.credential import CredentialKind
from app.domain.grant import ALWAYS, Grant, Validity
from app.domain.ids import DoorId, GroupId
from app.domain.person import Person
from app.domain.validity_text import parse_weekly
from app.services.access import GrantWish
from app.services.credentials import CredentialService
from app.services.groups import GroupService
from app.services.workplace import Workplace
from tests.unit.services.service_world import world

MORNINGS = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))


async def give(
    work: Workplace,
    person: Person,
    validity: Validity,
    group: GroupId,
    *,
    without: frozenset[DoorId] = frozenset(),
) -> None:
    wish = GrantWish(
        person,
        frozenset(),
        validity,
        group_ids=frozenset({group}),
        except_door_ids=without,
    )
    await work.access.grant(wish)


async def living(work: Workplace) -> list[Grant]:
    return [one for one in await work.project.read.grants.all() if one.revoked_at is None]


async def validities(work: Workplace, door: DoorId) -> list[Validity]:
    [status] = await work.status.status({door})
    return [entry.validity for entry in status.entries]


async def test_a_door_that_joins_later_is_entered_at_the_new_times_alone(tmp_path):
    async with world(tmp_path) as w:
        later = (await w.work.sites.add_door("Home", "Later")).door.id
        groups = GroupService(w.project)
        group = await groups.add("Flats", {w.place.door.id})
        anna = await w.work.people.add_person("Anna")
        await give(w.work, anna, ALWAYS, group.id)
        await give(w.work, anna, MORNINGS, group.id)
        assert [grant.validity for grant in await living(w.work)] == [MORNINGS]
        await groups.add("Flats", {later})
        assert await validities(w.work, later) == [MORNINGS]


async def test_a_door_left_out_of_the_new_grant_keeps_the_old_times(tmp_path):
    async with world(tmp_path) as w:
        kept = (await w.work.sites.add_door("Home", "Kept")).door.id
        later = (await w.work.sites.add_door("Home", "Later")).door.id
        groups = GroupService(w.project)
        group = await groups.add("Flats", {w.place.door.id, kept})
        anna = await w.work.people.add_person("Anna")
        await give(w.work, anna, ALWAYS, group.id)
        await give(w.work, anna, MORNINGS, group.id, without=frozenset({kept}))
        assert await validities(w.work, kept) == [ALWAYS]
        assert await validities(w.work, w.place.door.id) == [MORNINGS]
        await groups.add("Flats", {later})
        assert await validities(w.work, later) == [MORNINGS]


async def test_another_group_keeps_its_old_times(tmp_path):
    async with world(tmp_path) as w:
        other = (await w.work.sites.add_door("Home", "Other")).door.id
        groups = GroupService(w.project)
        flats = await groups.add("Flats", {w.place.door.id})
        cellars = await groups.add("Cellars", {other})
        anna = await w.work.people.add_person("Anna")
        wish = GrantWish(anna, frozenset(), ALWAYS, group_ids=frozenset({flats.id, cellars.id}))
        await w.work.access.grant(wish)
        await give(w.work, anna, MORNINGS, flats.id)
        assert await validities(w.work, other) == [ALWAYS]
        by_groups = {grant.group_ids: grant.validity for grant in await living(w.work)}
        assert by_groups == {
            frozenset({cellars.id}): ALWAYS,
            frozenset({flats.id}): MORNINGS,
        }


async def test_a_code_at_the_same_door_leaves_a_card_as_it_was(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        doors = frozenset({w.place.door.id})
        await CredentialService(w.project).add(
            anna, CredentialKind.CARD, label="Blue fob", door_ids=doors
        )
        await w.grant(anna)
        assert len(await living(w.work)) == 2
        await w.grant(anna, validity=MORNINGS)
        assert sorted([grant.validity == MORNINGS for grant in await living(w.work)]) == [
            False,
            True,
        ]
