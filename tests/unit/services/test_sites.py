"""What is noted of sites and doors before locks are bought."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.fit import Fit
from app.domain.grant import Validity
from app.services.access import GrantWish
from app.services.fit import FitService
from app.storage.values import ChangeKind
from tests.unit.services.service_world import START, World, world


async def history_length(one: World) -> int:
    return len(await one.work.history.entries())


async def test_values_are_kept_checked_and_an_empty_one_takes_its_key_away(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        door = one.place.door
        given = {"thickness_mm": " 40 mm ", "radio": "thread, wifi", "Nachbar": "Frau Öz"}
        await one.work.sites.set_door(door, fields=given)
        kept = await one.project.read.doors.get(door.id)
        assert kept is not None
        assert kept.fields == {"thickness_mm": "40", "radio": "wifi,thread", "Nachbar": "Frau Öz"}
        await one.work.sites.set_door(door, fields={"radio": " ", "nothing": ""})
        kept = await one.project.read.doors.get(door.id)
        assert kept is not None
        assert kept.fields == {"thickness_mm": "40", "Nachbar": "Frau Öz"}


async def test_a_wrong_value_changes_nothing(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        before = await history_length(one)
        with pytest.raises(RuleError, match="survey_number"):
            await one.work.sites.set_door(
                one.place.door, fields={"used_by": "Anna", "thickness_mm": "thick"}
            )
        assert await one.project.read.doors.get(one.place.door.id) == one.place.door
        assert await history_length(one) == before


async def test_a_door_read_long_ago_does_not_bring_old_values_back(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        old = one.place.door
        await one.work.sites.set_door(old, fields={"used_by": "Anna"})
        await one.work.sites.set_door(old, fields={"note": "sticks"})
        kept = await one.project.read.doors.get(old.id)
        assert kept is not None
        assert kept.fields == {"used_by": "Anna", "note": "sticks"}


async def test_what_is_the_same_already_is_no_edit(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        await one.work.sites.set_door(one.place.door, fields={"used_by": "Anna"})
        before = await history_length(one)
        await one.work.sites.set_door(one.place.door, fields={"used_by": " Anna "})
        await one.work.sites.set_site(one.place.site, fields={"hub": ""})
        assert await history_length(one) == before


async def test_the_wifi_password_is_kept_as_secret_undone_and_taken_away(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        site = one.place.site
        kept = await one.work.sites.set_site(site, wifi_password=Secret("plant 1963 room"))
        assert kept.wifi_password == Secret("plant 1963 room")
        assert "plant" not in repr(kept)
        kept = await one.work.sites.set_site(site, fields={"wifi_name": "Hof"})
        assert kept.wifi_password == Secret("plant 1963 room")
        kept = await one.work.sites.set_site(site, wifi_password=Secret(""))
        assert kept.wifi_password is None
        await one.project.store.undo()
        again = await one.project.read.sites.get(site.id)
        assert again is not None
        assert again.wifi_password == Secret("plant 1963 room")
        with pytest.raises(RuleError, match="wifi_password_too_long"):
            await one.work.sites.set_site(site, wifi_password=Secret("x" * 65))


async def test_two_sites_do_not_get_one_name(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        await one.work.sites.add_site("Elm 5")
        with pytest.raises(UsageError, match="site_exists"):
            await one.work.sites.set_site(one.place.site, name=" Elm 5 ")


async def test_the_rules_are_held_against_the_survey_of_the_door(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        fit = FitService(one.project)

        async def thread() -> Fit:
            found = {each.family.key: each for each in await fit.at_door(one.place.door.id)}
            return found["matter_thread"].findings[0].fit

        assert await thread() is Fit.NOT_KNOWN
        await one.work.sites.set_door(one.place.door, fields={"radio": "wifi"})
        assert await thread() is Fit.NEEDS
        await one.work.sites.set_door(one.place.door, fields={"radio": "wifi,thread"})
        assert await thread() is Fit.NOTED


async def test_a_door_whose_only_grant_was_used_can_be_removed(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        granted = await one.grant(
            await one.work.people.add_person("Anna"), validity=Validity(is_once=True)
        )
        with pytest.raises(RuleError, match="door_has_entries"):
            await one.work.sites.remove_door(one.place.door)
        async with one.project.store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.grants.put(replace(granted.grant, used_at=one.hands.clock()))
        await one.work.sites.remove_door(one.place.door)
        assert await one.project.read.doors.get(one.place.door.id) is None


async def test_a_door_whose_only_grant_is_over_can_be_removed_and_other_doors_keep_theirs(
    tmp_path: Path,
):
    async with world(tmp_path, paired=False) as one:
        other = await one.work.sites.add_door("Home", "Back", time_zone="America/New_York")
        anna = await one.work.people.add_person("Anna")
        end = datetime.fromisoformat(
            "2026-03-02T12:00"
        )  # 11:00 UTC in Berlin, 17:00 UTC in New York
        doors = frozenset({one.place.door.id, other.door.id})
        granted = await one.work.access.grant(GrantWish(anna, doors, Validity(end=end)))
        one.hands.now = START + timedelta(hours=3)
        with pytest.raises(RuleError, match="door_has_entries"):
            await one.work.sites.remove_door(other.door)
        await one.work.sites.remove_door(one.place.door)
        kept = await one.project.read.grants.get(granted.grant.id)
        assert kept is not None
        assert kept.revoked_at is None
        assert kept.door_ids == {other.door.id}
