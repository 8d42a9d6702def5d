"""A door with its people and rules, copied to new doors as one edit."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import RuleError, UsageError
from app.domain.grant import Grant, Validity
from app.domain.ids import GroupId, SiteId
from app.domain.project import Group, Site
from app.domain.validity_text import parse_weekly
from app.services.door_copies import MOST_COPIES, DoorCopyService
from app.services.open_project import Place
from app.storage.values import ChangeKind
from tests.gui.open_world import Doors, open_doors

WEEK = Validity(weekly=(parse_weekly("Mo-Fr 06:00-10:00"),))


async def copied(doors: Doors, *names: str, site: str | None = None) -> list[Place]:
    like = await doors.place("House/Front")
    return await DoorCopyService(doors.work.project).copy_door(like.door.id, names, site_name=site)


async def labels(doors: Doors) -> list[str]:
    return [row.place.label for row in await doors.work.sites.list_doors()]


async def grants(doors: Doors) -> list[Grant]:
    return list(await doors.work.project.read.grants.all())


async def test_the_copy_has_survey_people_codes_and_times_of_the_door(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock("House/Front")
        front = await doors.place("House/Front")
        fields = {"radio": "wifi", "own": "x"}
        await doors.work.sites.set_door(front.door, fields=fields, is_private=True)
        anna = await doors.grant("Anna", "House/Front")
        await doors.grant("Cleaner", "House/Front", validity=WEEK)
        await doors.apply()
        back, side = await copied(doors, "Back", " ", "Side")
        assert (back.door.fields, back.door.is_private) == (fields, True)
        assert (back.label, side.label) == ("House/Back", "House/Side")
        statuses, _plan = await doors.work.status.door(back.door.id) or (None, None)
        assert statuses is not None
        assert statuses.lock is None
        found = {entry.person.name: entry for entry in statuses.entries}
        assert found["Anna"].credential == anna.credential
        assert found["Cleaner"].validity == WEEK
        assert await doors.levels("House/Back") == ["planned", "planned"]
        assert await doors.levels("House/Front") == ["seen", "seen"]


async def test_one_undo_takes_all_copies_back_and_leaves_the_door_as_it_was(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/Front")
        await doors.grant("Anna", "House/Front")
        before = (await labels(doors), await grants(doors))
        await copied(doors, "One", "Two", site="Annex")
        assert await labels(doors) == ["Annex/One", "Annex/Two", "House/Front"]
        await doors.work.project.store.undo()
        assert (await labels(doors), await grants(doors)) == before
        assert [site.name for site in await doors.work.sites.list_sites()] == ["House"]


async def test_a_pause_at_the_door_is_copied_and_its_reserve_code_is_not(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        front = await doors.add_door("House/Front")
        anna = await doors.grant("Anna", "House/Front")
        reserve = await doors.grant("Reserve", "House/Front")
        store = doors.work.project.store
        async with store.change(ChangeKind.PERSON_EDITED) as change:
            people = {person.name: person for person in await change.repositories.people.all()}
            paused = replace(people["Anna"], paused_door_ids=frozenset({front.door.id}))
            await change.repositories.people.put(paused)
            await change.repositories.people.put(
                replace(people["Reserve"], reserve_of=front.door.id)
            )
        (back,) = await copied(doors, "Back")
        found = {grant.person_id: grant.door_ids for grant in await grants(doors)}
        assert found[anna.credential.person_id] == {front.door.id, back.door.id}
        assert found[reserve.credential.person_id] == {front.door.id}
        person = await doors.work.project.read.people.get(anna.credential.person_id)
        assert person is not None
        assert person.paused_door_ids == {front.door.id, back.door.id}


async def test_groups_are_joined_and_exceptions_stay_exceptions(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        front = await doors.add_door("House/Front")
        store = doors.work.project.store
        group = Group(GroupId(front.door.id), "All", frozenset({front.door.id}))
        granted = await doors.grant("Anna", "House/Front")
        async with store.change(ChangeKind.GROUP_EDITED) as change:
            await change.repositories.groups.put(group)
            only_group = Grant(
                granted.grant.id,
                granted.grant.person_id,
                granted.grant.credential_id,
                frozenset(),
                frozenset({group.id}),
                frozenset({front.door.id}),
                granted.grant.validity,
                granted.grant.created_at,
            )
            await change.repositories.grants.put(only_group)
        (back,) = await copied(doors, "Back")
        kept = await doors.work.project.read.groups.get(group.id)
        assert kept is not None
        assert kept.door_ids == {front.door.id, back.door.id}
        status, _plan = await doors.work.status.door(back.door.id) or (None, None)
        assert status is not None
        assert not [entry for entry in status.entries if entry.is_wanted]


async def test_what_was_taken_away_or_is_over_is_not_copied(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        front = await doors.add_door("House/Front")
        await doors.grant("Gone", "House/Front")
        await doors.work.access.revoke(await doors.person("Gone"))
        end = doors.hands.now + timedelta(hours=1)
        await doors.grant("Guest", "House/Front", validity=Validity(end=end))
        doors.hands.now += timedelta(hours=2)
        before = {grant.id: grant for grant in await grants(doors)}
        (back,) = await copied(doors, "Back")
        assert {grant.id: grant for grant in await grants(doors)} == before
        assert await doors.levels("House/Back") == []
        assert back.door.id != front.door.id


async def test_the_hours_do_not_shift_at_a_site_with_another_clock(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/Front")
        lisbon = await doors.work.sites.add_site("Lisbon", time_zone="Europe/Lisbon")
        (there,) = await copied(doors, "Back", site=lisbon.name)
        assert there.zone == "Europe/Berlin"
        (here,) = await copied(doors, "Back")
        assert here.door.time_zone is None


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ([], "copies_unnamed"),
        (["  "], "copies_unnamed"),
        (["Front"], "door_exists"),
        (["Twin", "Twin"], "door_exists"),
        (["Good", "x" * 121], "name_too_long"),
        ([f"Door {number}" for number in range(MOST_COPIES + 1)], "too_many_copies"),
    ],
)
async def test_nothing_is_added_when_one_name_will_not_do(
    tmp_path: Path, names: list[str], error: str
):
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/Front")
        with pytest.raises((RuleError, UsageError), match=error):
            await copied(doors, *names)
        assert await labels(doors) == ["House/Front"]


async def test_a_site_of_this_name_elsewhere_is_used_and_not_doubled(tmp_path: Path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/Front")
        annex = Site(SiteId((await doors.work.sites.add_site("Annex")).id), "Annex")
        (there,) = await copied(doors, "Back", site=" Annex ")
        assert there.site == annex
