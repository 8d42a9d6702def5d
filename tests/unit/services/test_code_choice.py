"""Which codes a grant gets, with a real project and locks in memory."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.grant import ALWAYS
from app.domain.keystrokes import is_one_keystroke
from app.domain.lock import PinRules
from app.domain.person import Person
from app.domain.wishes import doors_of
from app.services.access import GrantWish
from app.services.code_choice import PinChoice
from app.services.code_settings import (
    MOST_DAYS,
    REUSE_DAYS,
    SETTING,
    read_reuse_days,
    set_reuse_days,
)
from app.storage.values import ChangeKind
from tests.unit.services.house_world import SIX, codes_of, house_in, lock_with
from tests.unit.services.service_world import World, world


async def test_doors_that_no_code_serves_together_get_a_grant_for_each_code(tmp_path):
    async with world(tmp_path, lock=lock_with(SIX, "PRACTICE-SIX")) as w:
        house = await house_in(w)
        anna = await w.work.people.add_person("Anna")
        tried = await house.grant(anna, house.front, house.cellar, house.shed, dry_run=True)
        assert len(tried.parts) == 2
        assert len(tried.plan.steps) == 2
        assert await w.project.read.grants.all() == []
        done = await house.grant(anna, house.front, house.cellar, house.shed)
        assert [len(part.door_ids) for part in done.parts] == [2, 1]
        assert done.door_ids == {house.front, house.cellar, house.shed}
        codes = codes_of(done)
        assert (len(codes[house.front]), len(codes[house.cellar])) == (6, 9)
        assert done.warnings == ("several_codes",)
        assert done.conflict is not None
        assert done.conflict.code == "lengths_apart"
        assert done.conflict.parameters == {
            "door": "Home/Cellar, Home/Front",
            "min_length": 9,
            "max_length": 6,
        }
        grants = await w.project.read.grants.all()
        assert {grant.id: grant.door_ids for grant in grants} == {
            part.grant.id: part.door_ids for part in done.parts
        }
        assert await w.work.applying.apply()
        levels = {
            str(record.proof.level)
            for door_id in (house.front, house.cellar)
            for record in await w.project.read.records.at_door(door_id)
        }
        assert levels == {"seen"}


async def test_granting_again_keeps_each_code_of_a_split(tmp_path):
    async with world(tmp_path, lock=lock_with(SIX, "PRACTICE-SIX")) as w:
        house = await house_in(w)
        anna = await w.work.people.add_person("Anna")
        first = await house.grant(anna, house.front, house.cellar)
        again = await house.grant(anna, house.front, house.cellar)
        assert codes_of(again) == codes_of(first)
        assert not again.is_new_code
        changed = await house.grant(anna, house.front, house.cellar, choice=PinChoice.NEW)
        assert not set(codes_of(changed).values()) & set(codes_of(first).values())
        living = [g for g in await w.project.read.grants.all() if g.revoked_at is None]
        assert len(living) == 2


async def test_a_group_that_is_split_stays_a_group_in_each_part(tmp_path):
    async with world(tmp_path, lock=lock_with(SIX, "PRACTICE-SIX")) as w:
        house = await house_in(w)
        group = await house.group(house.front, house.cellar)
        anna = await w.work.people.add_person("Anna")
        done = await house.grant(anna, house.shed, groups=frozenset({group.id}))
        assert len(done.parts) == 2
        groups = {group.id: group}
        for part in done.parts:
            assert part.grant.group_ids == {group.id}
            assert doors_of(part.grant, groups) == part.door_ids
        left = {group.id: replace(group, door_ids=group.door_ids - {house.cellar})}
        assert [doors_of(part.grant, left) for part in done.parts] == [
            {house.front, house.shed},
            frozenset(),
        ], "who leaves the group loses the door"


async def test_one_code_for_all_doors_is_one_grant_as_it_was_wished(tmp_path):
    async with world(tmp_path) as w:
        shed = await w.work.sites.add_door("Home", "Shed")
        anna = await w.work.people.add_person("Anna")
        done = await w.work.access.grant(
            GrantWish(anna, frozenset({w.place.door.id, shed.door.id}), ALWAYS)
        )
        [part] = done.parts
        assert (part.grant, part.credential) == (done.grant, done.credential)
        assert (done.conflict, done.warnings) == (None, ())
        assert done.door_ids == part.door_ids == {w.place.door.id, shed.door.id}


async def test_a_door_that_no_code_serves_is_refused_with_its_rule(tmp_path):
    rules = PinRules(4, 6, alphabet="12")
    async with world(tmp_path, lock=lock_with(rules, "PRACTICE-TWO")) as w:
        anna = await w.work.people.add_person("Anna")
        with pytest.raises(RuleError) as raised:
            await w.grant(anna)
        assert (raised.value.code, raised.value.parameters) == ("all_weak", {"door": "Home/Front"})
        assert await w.project.read.credentials.all() == []


NARROW = PinRules(4, 4, alphabet="3579")


async def test_new_codes_keep_away_from_those_of_the_door(tmp_path):
    async with world(tmp_path, lock=lock_with(NARROW, "PRACTICE-NARROW")) as w:
        codes: list[str] = []
        for number in range(4):
            done = await w.grant(await w.work.people.add_person(f"P{number}"))
            assert done.credential.value is not None
            codes.append(done.credential.value.reveal())
        for code in codes:
            near = [o for o in codes if o != code and is_one_keystroke(Secret(code), Secret(o))]
            assert near == []


async def test_a_typed_code_is_warned_of_and_taken_all_the_same(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        bob = replace(
            await w.work.people.add_person("Bob"), phone="0221 471192", birthday=date(1984, 5, 1)
        )
        await w.grant(anna, pin="820463")
        assert (await w.grant(bob, pin="820473")).warnings == ("code_near",)
        assert (await w.grant(bob, pin="471192")).warnings == ("code_from_facts",)
        assert (await w.grant(bob, pin="4567")).warnings == ("weak_code",)
        assert (await w.grant(bob, pin="010584")).warnings == ("weak_code", "code_from_facts")
        assert (await w.grant(bob, pin="951846")).warnings == ()
        with pytest.raises(RuleError, match="duplicate"):
            await w.grant(bob, pin="820463")
        with pytest.raises(UsageError, match="pin_empty"):
            await w.work.access.grant(
                GrantWish(bob, frozenset({w.place.door.id}), ALWAYS, choice=PinChoice.GIVEN)
            )


async def test_new_codes_come_neither_from_the_phone_nor_from_the_house(tmp_path):
    left = {"3579", "7953", "5937"}
    every = {f"{a}{b}{c}{d}" for a in "3579" for b in "3579" for c in "3579" for d in "3579"}
    rules = replace(NARROW, forbidden_values=frozenset(every - left))
    async with world(tmp_path, lock=lock_with(rules, "PRACTICE-FEW")) as w:
        anna = await w.work.people.add_person("Anna")
        site = replace(w.place.site, fields={"address": "Hofgarten 79 / 53"})
        async with w.project.store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(site)
        for _ in range(8):
            done = await w.work.access.grant(
                GrantWish(replace(anna, phone="0221 3579"), frozenset({w.place.door.id}), ALWAYS),
                dry_run=True,
            )
            assert done.credential.value == Secret("5937")


async def test_a_code_that_left_the_door_lately_is_not_given_to_somebody_else(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        bob = await w.work.people.add_person("Bob")
        await w.grant(anna, pin="820463")
        await w.work.applying.apply()
        await w.work.access.revoke(anna)
        await w.work.applying.apply()
        assert await w.records() == []
        wish = GrantWish(
            bob,
            frozenset({w.place.door.id}),
            ALWAYS,
            choice=PinChoice.GIVEN,
            pin=Secret("820463"),
        )
        assert (await w.work.access.grant(wish, dry_run=True)).warnings == ("code_used",)
        assert not (await w.grant(anna, pin="820463")).warnings, "it is her own"
        await w.work.access.revoke(anna)
        w.hands.now += timedelta(days=REUSE_DAYS - 1)
        assert (await w.work.access.grant(wish, dry_run=True)).warnings == ("code_used",)
        w.hands.now += timedelta(days=2)
        assert (await w.work.access.grant(wish, dry_run=True)).warnings == ()


async def test_a_drawn_code_is_none_that_left_the_door_lately(tmp_path):
    every = {f"{a}{b}{c}{d}" for a in "3579" for b in "3579" for c in "3579" for d in "3579"}
    rules = replace(NARROW, forbidden_values=frozenset(every - {"3579"}))
    async with world(tmp_path, lock=lock_with(rules, "PRACTICE-ONE-LEFT")) as w:
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        await w.grant(anna, pin="3579")
        await w.work.applying.apply()
        await w.work.access.remove_person(anna)
        await w.work.applying.apply()
        assert await w.records() == []
        with pytest.raises(RuleError, match="no_pin_left"):
            await w.work.access.grant(wish_of(w, bob), dry_run=True)
        await set_reuse_days(w.project, 0)
        done = await w.work.access.grant(wish_of(w, bob), dry_run=True)
        assert (codes_of(done)[w.place.door.id], done.warnings) == ("3579", ())


async def test_a_drawn_code_is_rather_one_that_is_not_in_use_at_another_door(tmp_path):
    every = {f"{a}{b}{c}{d}" for a in "3579" for b in "3579" for c in "3579" for d in "3579"}
    rules = replace(NARROW, forbidden_values=frozenset(every - {"3579", "7953"}))
    async with world(tmp_path, lock=lock_with(rules, "PRACTICE-FEW")) as w:
        shed = await w.work.sites.add_door("Home", "Shed")
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        wish = replace(wish_of(w, anna), door_ids=frozenset({shed.door.id}))
        given = replace(wish, choice=PinChoice.GIVEN, pin=Secret("3579"))
        await w.work.access.grant(given)
        done = [await w.work.access.grant(wish_of(w, bob), dry_run=True) for _ in range(8)]
        assert {codes_of(one)[w.place.door.id] for one in done} == {"7953"}
        await w.work.access.grant(replace(given, pin=Secret("7953")))
        crowded = await w.work.access.grant(wish_of(w, bob), dry_run=True)
        assert crowded.warnings == ("code_same_elsewhere",)


def wish_of(w: World, person: Person) -> GrantWish:
    return GrantWish(person, frozenset({w.place.door.id}), ALWAYS, choice=PinChoice.NEW)


async def test_the_own_code_goes_along_only_where_nobody_has_one_near_to_it(tmp_path):
    async with world(tmp_path) as w:
        house = await house_in(w)
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        await house.grant(anna, house.shed, pin="820463")
        await house.grant(bob, house.front, pin="820473")
        moved = await house.grant(anna, house.front)
        assert moved.is_new_code
        assert not is_one_keystroke(Secret(codes_of(moved)[house.front]), Secret("820473"))
        stays = await house.grant(bob, house.front)
        assert codes_of(stays) == {house.front: "820473"}, "what is there is not changed in silence"
        near = await house.grant(anna, house.front, pin="820463")
        assert near.warnings == ("code_near",)
        kept = await house.grant(anna, house.front)
        assert codes_of(kept) == {house.front: "820463"}


async def test_a_code_of_somebody_who_is_paused_is_still_theirs(tmp_path):
    async with world(tmp_path) as w:
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        await w.grant(anna, pin="820463")
        await w.work.people.pause(anna)
        with pytest.raises(RuleError, match="duplicate"):
            await w.grant(bob, pin="820463")


async def test_a_lock_of_one_length_takes_a_typed_code_of_that_length_only(tmp_path):
    rules = PinRules(4, 8, is_one_length=True)
    async with world(tmp_path, lock=lock_with(rules, "PRACTICE-ONE")) as w:
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        await w.grant(anna, pin="4711")
        with pytest.raises(RuleError, match="pin_one_length"):
            await w.grant(bob, pin="820463")
        done = await w.grant(bob)
        assert len(codes_of(done)[w.place.door.id]) == 4


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (None, REUSE_DAYS),
        ("30", 30),
        ("-1", 0),
        ("99999", MOST_DAYS),
        ("null", REUSE_DAYS),
        ('"7"', 90),
    ],
)
async def test_the_days_of_the_project_are_read_whatever_stands_there(tmp_path, text, days):
    async with world(tmp_path, paired=False) as w:
        if text is not None:
            async with w.project.store.change(ChangeKind.PROJECT_EDITED) as change:
                await change.repositories.settings.put(SETTING, text)
        assert await read_reuse_days(w.project.read) == days


async def test_the_days_of_the_project_are_kept_and_checked(tmp_path):
    async with world(tmp_path, paired=False) as w:
        await set_reuse_days(w.project, 365)
        assert await read_reuse_days(w.project.read) == 365
        assert json.loads(await w.project.read.settings.get(SETTING) or "") == 365
        for days in (-1, MOST_DAYS + 1):
            with pytest.raises(UsageError, match="reuse_days"):
                await set_reuse_days(w.project, days)
