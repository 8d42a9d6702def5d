"""Every noun comes back as it was put, and the rules that data can carry hold."""

import dataclasses
from typing import Any

import pytest

from app.core.errors import AppError, BugError, RuleError
from app.domain.event import LockEvent, LockEventKind
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, PairingId, RecordId
from app.domain.lock import Lock
from app.domain.project import Door, ProjectKind, Site
from app.domain.slot_record import Proof, ProofBy, ProofLevel, RecordEnd
from app.storage.contracts import ProjectStore
from app.storage.values import ChangeKind, DoorName, LockFacts, LockStanding
from tests.contract.storage import values as v
from tests.contract.storage.worlds import World

NOT_KEPT = {"LockInfo.wall_clock"}
"""Fields that are judged when they are read and kept as the judgement."""
OF_OTHERS = {"Person.reserve_of", "Person.paused_door_ids"}
"""Fields that another value of the noun has, because this one stands alone."""


async def fill(store: ProjectStore, *, lock: Lock = v.LOCK) -> None:
    """Put one value of every noun, in an order in which each finds what it refers to."""
    async with store.change(ChangeKind.SITE_EDITED) as change:
        r = change.repositories
        await r.sites.put(v.SITE)
        await r.doors.put(v.DOOR)
        await r.doors.put(v.DOOR_2)
        await r.groups.put(v.GROUP)
        await r.calendars.put(v.CALENDAR)
        await r.people.put(v.PERSON)
        await r.credentials.put(v.CREDENTIAL)
        await r.grants.put(v.GRANT)
        await r.locks.put(lock)
        await r.setup_codes.put(v.SETUP_CODE)
        await r.pairings.put(v.PAIRING)
        await r.tasks.put(v.TASK)
        await r.connections.put(v.CONNECTION)
        await r.records.put(v.RECORD)
        await r.people.put(v.HOLDER)
        await r.key_boxes.put(v.KEY_BOX)
        await r.keys.put(v.KEY)
        await r.key_issues.put(v.KEY_ISSUE)
        await r.key_issues.put(v.KEY_IN_BOX)


@pytest.mark.parametrize("value", v.FULL, ids=lambda value: type(value).__name__)
def test_the_test_values_leave_no_field_at_its_default(value: object):
    assert set(v.fields_at_default(value)) <= NOT_KEPT | OF_OTHERS


@pytest.mark.parametrize(
    ("noun", "value"),
    [
        ("sites", v.SITE),
        ("doors", v.DOOR),
        ("groups", v.GROUP),
        ("calendars", v.CALENDAR),
        ("people", v.PERSON),
        ("credentials", v.CREDENTIAL),
        ("grants", v.GRANT),
        ("locks", v.LOCK),
        ("setup_codes", v.SETUP_CODE),
        ("pairings", v.PAIRING),
        ("tasks", v.TASK),
        ("connections", v.CONNECTION),
        ("records", v.RECORD),
        ("people", v.HOLDER),
        ("key_boxes", v.KEY_BOX),
        ("keys", v.KEY),
        ("key_issues", v.KEY_ISSUE),
        ("key_issues", v.KEY_IN_BOX),
    ],
)
async def test_every_field_comes_back(world: World, noun: str, value: Any):
    async with world.project() as store:
        await fill(store)
        found = await getattr(store.read, noun).get(value.id)
    assert found == value


async def test_wall_times_stay_without_offset_and_given_offsets_stay(world: World):
    async with world.project() as store:
        await fill(store)
        found = await store.read.grants.get(v.GRANT.id)
    assert found is not None
    assert found.validity.start is not None
    assert found.validity.start.tzinfo is None
    assert found.validity.end is not None
    assert found.validity.end.utcoffset() == v.GRANT.validity.end.utcoffset()  # type: ignore[union-attr]


async def test_a_second_put_replaces_parts_too(world: World):
    bare = dataclasses.replace(
        v.GRANT,
        door_ids=frozenset({v.DOOR_2.id}),
        except_door_ids=frozenset(),
        group_ids=frozenset(),
        validity=dataclasses.replace(v.GRANT.validity, weekly=(), holidays=(), end=None),
    )
    group = dataclasses.replace(v.GROUP, door_ids=frozenset({v.DOOR.id}))
    calendar = dataclasses.replace(v.CALENDAR, dates=frozenset(list(v.CALENDAR.dates)[:1]))
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.grants.put(bare)
            await change.repositories.groups.put(group)
            await change.repositories.calendars.put(calendar)
        assert await store.read.grants.all() == [bare]
        assert await store.read.groups.all() == [group]
        assert await store.read.calendars.all() == [calendar]


async def test_values_come_sorted_by_name_or_time(world: World):
    names = ["beta", "Alpha", "gamma"]
    async with world.project() as store:
        async with store.change(ChangeKind.SITE_EDITED) as change:
            for number, name in enumerate(names):
                await change.repositories.sites.put(
                    dataclasses.replace(
                        v.SITE, id=v.SITE.id if number == 0 else _id(number), name=name
                    )
                )
        assert [site.name for site in await store.read.sites.all()] == ["Alpha", "beta", "gamma"]


def _id(number: int) -> Any:
    return v.uuid(1000 + number)


async def test_facts_come_back_for_one_lock_and_for_all(world: World):
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.LOCK_READ) as change:
            await change.repositories.locks.put_facts(v.FACTS)
        assert await store.read.locks.facts(v.LOCK.id) == v.FACTS
        assert await store.read.locks.all_facts() == [v.FACTS]


async def test_a_lock_that_said_nothing_has_empty_facts(world: World):
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        empty = LockFacts(v.LOCK.id)
        assert await store.read.locks.facts(v.LOCK.id) == empty
        assert await store.read.locks.all_facts() == [empty]


async def test_capabilities_are_those_of_the_firmware(world: World):
    newer = dataclasses.replace(
        v.FACTS, capabilities=None, info=dataclasses.replace(v.INFO, firmware="2.0")
    )
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        for facts in (v.FACTS, newer):
            async with store.change(ChangeKind.LOCK_READ) as change:
                await change.repositories.locks.put_facts(facts)
        assert (await store.read.locks.facts(v.LOCK.id)).capabilities is None
        async with store.change(ChangeKind.LOCK_READ) as change:
            await change.repositories.locks.put_facts(
                dataclasses.replace(v.FACTS, capabilities=None)
            )
        assert (await store.read.locks.facts(v.LOCK.id)).capabilities == v.CAPABILITIES


async def test_facts_of_an_unknown_lock_are_refused(world: World):
    async with world.project() as store:
        with pytest.raises(RuleError, match="missing_reference"):
            async with store.change(ChangeKind.LOCK_READ) as change:
                await change.repositories.locks.put_facts(v.FACTS)


async def test_events_are_counted_once(world: World):
    second = LockEvent(number=7, at=None, kind=LockEventKind.OTHER)
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PROOF) as change:
            first_time = await change.repositories.lock_events.add(v.LOCK.id, [v.EVENT, second])
        async with store.change(ChangeKind.PROOF) as change:
            second_time = await change.repositories.lock_events.add(v.LOCK.id, [v.EVENT])
        assert first_time == [second, v.EVENT]
        assert second_time == []
        assert await store.read.lock_events.of_lock(v.LOCK.id) == [v.EVENT, second]
        assert await store.read.lock_events.of_lock(v.LOCK.id, limit=1) == [v.EVENT]


async def test_foreign_slots_are_replaced_as_a_whole(world: World):
    other = dataclasses.replace(v.FOREIGN, slot=v.SlotId("5/5"), is_ignored=False)
    async with world.project() as store:
        await fill(store)
        for slots in ([v.FOREIGN, other], [other]):
            async with store.change(ChangeKind.FOREIGN) as change:
                await change.repositories.foreign.replace(v.LOCK.id, slots)
            assert await store.read.foreign.of_lock(v.LOCK.id) == slots


async def test_ended_records_are_kept_but_not_listed(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(v.LIVING)
        assert await store.read.records.all() == [v.LIVING]
        assert await store.read.records.at_door(v.DOOR.id) == [v.LIVING]
        assert await store.read.records.of_lock(v.LOCK.id) == [v.LIVING]
        assert await store.read.records.gone_from(v.LOCK.id) == [v.RECORD]
        assert await store.read.records.get(v.RECORD.id) == v.RECORD


async def test_withdrawn_records_are_not_gone_from_a_lock(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PROOF) as change:
            withdrawn = dataclasses.replace(v.RECORD, ended=RecordEnd.WITHDRAWN)
            await change.repositories.records.put(withdrawn)
        assert await store.read.records.gone_from(v.LOCK.id) == []


async def test_unique_ids_stay_known_and_are_never_drawn_twice(world: World):
    again = dataclasses.replace(v.LIVING, unique_id=v.RECORD.unique_id)
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.SENDING) as change:
            await change.repositories.records.put(dataclasses.replace(v.RECORD, unique_id=5))
        assert await store.read.records.unique_ids(v.LOCK.id) == {v.RECORD.unique_id, 5}
        with pytest.raises(RuleError, match="unique_id_taken"):
            async with store.change(ChangeKind.SENDING) as change:
                await change.repositories.records.put(again)


async def test_each_new_level_is_a_piece_of_evidence(world: World):
    accepted = dataclasses.replace(
        v.LIVING, proof=Proof(ProofLevel.ACCEPTED, by=ProofBy.LOCK, proven_at=v.at(5))
    )
    read_again = dataclasses.replace(
        accepted, proof=dataclasses.replace(accepted.proof, read_at=v.at(6))
    )
    opened = dataclasses.replace(
        v.LIVING, proof=Proof(ProofLevel.OPENED, by=ProofBy.LOCK, proven_at=v.at(7))
    )
    async with world.project() as store:
        await fill(store)
        for record, event in ((v.LIVING, None), (accepted, None), (read_again, None), (opened, 44)):
            async with store.change(ChangeKind.PROOF) as change:
                await change.repositories.records.put(record, event_number=event)
        evidence = await store.read.records.evidence(v.LIVING.id)
    assert [(e.number, e.level, e.by, e.proven_at, e.event_number) for e in evidence] == [
        (1, ProofLevel.ACCEPTED, ProofBy.LOCK, v.at(5), None),
        (2, ProofLevel.OPENED, ProofBy.LOCK, v.at(7), 44),
    ]


async def test_a_door_has_one_mounted_lock(world: World):
    second = dataclasses.replace(v.MOUNTED, id=LockId(_id(1)))
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        assert await store.read.locks.at_door(v.DOOR.id) == v.MOUNTED
        with pytest.raises(RuleError, match="door_has_lock"):
            async with store.change(ChangeKind.LOCK_MOUNTED) as change:
                await change.repositories.locks.put(second)
        async with store.change(ChangeKind.LOCK_MOUNTED) as change:
            await change.repositories.locks.put(v.LOCK)
            await change.repositories.locks.put(second)
        assert await store.read.locks.at_door(v.DOOR.id) == second
        assert len(await store.read.locks.all()) == 2


async def test_a_credential_has_one_living_record_on_a_lock(world: World):
    second = dataclasses.replace(v.LIVING, id=RecordId(_id(1)))
    async with world.project() as store:
        await fill(store)
        bare = [dataclasses.replace(record, lock_id=None) for record in (v.LIVING, second)]
        for first, other in ((v.LIVING, second), bare):
            async with store.change(ChangeKind.PROOF) as change:
                await change.repositories.records.put(first)
                with pytest.raises(RuleError, match="record_exists"):
                    await change.repositories.records.put(other)


async def test_a_real_project_refuses_a_practice_lock(world: World):
    practice = dataclasses.replace(v.MOUNTED, serial="PRACTICE-1")
    async with world.project() as store:
        with pytest.raises(RuleError, match="practice_lock"):
            await fill(store, lock=practice)
        assert await store.read.sites.all() == []


async def test_a_practice_project_takes_a_practice_lock(world: World):
    practice = dataclasses.replace(v.MOUNTED, serial="PRACTICE-1")
    async with world.project(ProjectKind.PRACTICE) as store:
        await fill(store, lock=practice)
        assert await store.read.locks.at_door(v.DOOR.id) == practice


@pytest.mark.parametrize("name", ["A/B", "", "  "])
async def test_site_names_that_cannot_be_addressed_are_refused(world: World, name: str):
    async with world.project() as store:
        with pytest.raises(RuleError, match="invalid_value"):
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(Site(v.SITE.id, name))


async def test_two_doors_of_a_site_do_not_share_a_name(world: World):
    async with world.project() as store:
        await fill(store)
        with pytest.raises(RuleError, match="name_taken"):
            async with store.change(ChangeKind.DOOR_EDITED) as change:
                await change.repositories.doors.put(Door(DoorId(_id(1)), v.SITE.id, v.DOOR.name))


async def test_a_node_id_is_never_drawn_twice(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PAIRING_ENDED) as change:
            await change.repositories.pairings.remove(v.PAIRING.id)
        with pytest.raises(RuleError, match="node_id_taken"):
            async with store.change(ChangeKind.PAIRING_BEGUN) as change:
                await change.repositories.pairings.put(
                    dataclasses.replace(v.PAIRING, id=PairingId(_id(1)))
                )


@pytest.mark.parametrize(
    ("noun", "value"),
    [
        ("doors", v.DOOR),
        ("credentials", v.CREDENTIAL),
        ("grants", v.GRANT),
        ("locks", v.MOUNTED),
        ("records", v.LIVING),
        ("pairings", v.PAIRING),
    ],
)
async def test_what_refers_to_nothing_is_refused(world: World, noun: str, value: Any):
    async with world.project() as store:
        with pytest.raises(RuleError, match="missing_reference"):
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await getattr(change.repositories, noun).put(value)


async def test_removing_what_something_living_needs_is_refused(world: World):
    credential = dataclasses.replace(v.CREDENTIAL, ended_at=None)
    grant = dataclasses.replace(v.GRANT, revoked_at=None)
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.credentials.put(credential)
            await change.repositories.grants.put(grant)
            await change.repositories.records.put(v.LIVING)
        for noun, key in (
            ("sites", v.SITE.id),
            ("doors", v.DOOR.id),
            ("groups", v.GROUP.id),
            ("calendars", v.CALENDAR.id),
            ("people", v.PERSON.id),
            ("credentials", v.CREDENTIAL.id),
            ("grants", v.GRANT.id),
            ("locks", v.LOCK.id),
            ("setup_codes", v.SETUP_CODE.id),
        ):
            with pytest.raises(RuleError, match="still_needed"):
                async with store.change(ChangeKind.SITE_EDITED) as change:
                    await getattr(change.repositories, noun).remove(key)


async def test_what_only_the_past_needs_goes_along(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PERSON_EDITED) as change:
            r = change.repositories
            await r.people.remove(v.PERSON.id)
            await r.pairings.remove(v.PAIRING.id)
            await r.doors.remove(v.DOOR.id)
            await r.doors.remove(v.DOOR_2.id)
            await r.sites.remove(v.SITE.id)
        read = store.read
        for noun in (
            read.people,
            read.credentials,
            read.grants,
            read.doors,
            read.locks,
            read.tasks,
        ):
            assert await noun.all() == []
        assert await read.records.get(v.RECORD.id) is None
        assert [code.door_id for code in await read.setup_codes.all()] == [None]
        assert [group.door_ids for group in await read.groups.all()] == [frozenset()]


async def test_a_door_takes_what_held_its_reserve_code_along(world: World):
    code = dataclasses.replace(
        v.CREDENTIAL, id=CredentialId(_id(1)), person_id=v.HOLDER.id, number=None
    )
    grant = dataclasses.replace(
        v.GRANT, id=GrantId(_id(2)), person_id=v.HOLDER.id, credential_id=code.id
    )
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.credentials.put(code)
            await change.repositories.grants.put(grant)
            await change.repositories.pairings.remove(v.PAIRING.id)
        assert await store.read.people.reserve_holder(v.DOOR.id) == v.HOLDER
        async with store.change(ChangeKind.DOOR_EDITED) as change:
            await change.repositories.doors.remove(v.DOOR.id)
        assert await store.read.people.all() == [v.PERSON]
        assert await store.read.credentials.all() == [v.CREDENTIAL]
        assert [key.door_ids for key in await store.read.keys.all()] == [{v.DOOR_2.id}]


async def test_a_door_has_one_holder_of_its_reserve_code(world: World):
    second = dataclasses.replace(v.HOLDER, id=_id(1))
    async with world.project() as store:
        await fill(store)
        with pytest.raises(RuleError, match="reserve_exists"):
            async with store.change(ChangeKind.PERSON_EDITED) as change:
                await change.repositories.people.put(second)
        async with store.change(ChangeKind.PERSON_EDITED) as change:
            await change.repositories.people.put(
                dataclasses.replace(v.HOLDER, removed_at=v.at(100))
            )
            await change.repositories.people.put(second)
        assert await store.read.people.reserve_holder(v.DOOR.id) == second
        assert await store.read.people.reserve_holder(v.DOOR_2.id) is None


async def test_keys_and_boxes_are_found_by_what_they_open_and_who_has_them(world: World):
    async with world.project() as store:
        await fill(store)
        read = store.read
        assert await read.keys.at_doors([v.DOOR.id]) == [v.KEY]
        assert await read.keys.at_doors([]) == []
        assert await read.keys.opening_boxes([v.KEY_BOX.id]) == [v.KEY]
        assert await read.key_boxes.at_doors([v.DOOR_2.id]) == [v.KEY_BOX]
        assert await read.key_boxes.at_doors([v.DOOR.id]) == []
        assert await read.key_boxes.known_to(v.PERSON.id) == [v.KEY_BOX]
        assert await read.key_issues.out_of_keys([v.KEY.id]) == [v.KEY_IN_BOX]
        assert await read.key_issues.out_to_person(v.PERSON.id) == []
        assert await read.key_issues.out_in_boxes([v.KEY_BOX.id]) == [v.KEY_IN_BOX]
        out = dataclasses.replace(v.KEY_ISSUE, returned_at=None, lost_at=v.at(42))
        async with store.change(ChangeKind.KEY_EDITED) as change:
            await change.repositories.key_issues.put(out)
        assert await read.key_issues.out_to_person(v.PERSON.id) == [out]
        assert await read.key_issues.out_of_keys([v.KEY.id]) == [out, v.KEY_IN_BOX]


async def test_credentials_grants_and_records_are_found_by_their_person(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(v.LIVING)
        read = store.read
        assert await read.credentials.of_person(v.PERSON.id) == [v.CREDENTIAL]
        assert await read.credentials.of_person(v.HOLDER.id) == []
        assert await read.grants.of_person(v.PERSON.id) == [v.GRANT]
        assert await read.grants.of_person(v.HOLDER.id) == []
        assert await read.records.of_credentials([v.CREDENTIAL.id]) == [v.LIVING]
        assert await read.records.of_credentials([]) == []


async def test_what_some_doors_need_is_read_without_the_others(world: World):
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.LOCK_READ) as change:
            await change.repositories.locks.put_facts(v.FACTS)
        read = store.read
        assert await read.groups.memberships([v.DOOR_2.id]) == {v.GROUP.id: {v.DOOR_2.id}}
        assert await read.groups.memberships([]) == {}
        at_second = dataclasses.replace(v.GRANT, door_ids=frozenset())
        assert await read.grants.limited_to_doors([v.DOOR_2.id]) == [at_second]
        at_first = dataclasses.replace(v.GRANT, except_door_ids=frozenset())
        assert await read.grants.limited_to_doors([v.DOOR.id]) == [at_first]
        assert await read.grants.limited_to_doors([]) == []
        assert await read.locks.standing_at([v.DOOR_2.id]) == []
        assert await read.locks.standing_at([v.DOOR.id, v.DOOR_2.id]) == [
            LockStanding(
                v.LOCK.id,
                v.DOOR.id,
                "matter",
                v.CAPABILITIES,
                v.FACTS.read_at,
                v.FACTS.reached_at,
                v.INFO.clock,
                v.INFO.zone,
                v.FACTS.free_slots,
            )
        ]
        names = await read.doors.names([v.DOOR.id, v.DOOR_2.id])
        assert names == [
            DoorName(v.DOOR_2.id, v.SITE.name, "Back door", "Europe/Lisbon"),
            DoorName(v.DOOR.id, v.SITE.name, "Front door", "Europe/Madrid"),
        ]
        assert names[0].label == "Harbour Street 5/Back door"
        assert await read.doors.names([]) == []


@pytest.mark.parametrize(
    "broken",
    [
        dataclasses.replace(v.KEY, number="  "),
        dataclasses.replace(v.KEY, copies=0),
        dataclasses.replace(v.KEY_BOX, label=""),
        dataclasses.replace(v.KEY_ISSUE, box_id=v.KEY_BOX.id),
        dataclasses.replace(v.KEY_ISSUE, person_id=None),
        dataclasses.replace(v.KEY_ISSUE, lost_at=v.at(50)),
        dataclasses.replace(v.KEY_ISSUE, copies=0),
    ],
    ids=["number", "copies", "label", "two holders", "no holder", "back and lost", "no copies"],
)
async def test_keys_that_cannot_be_are_refused(world: World, broken: Any):
    noun = {"MechanicalKey": "keys", "KeyBox": "key_boxes"}.get(type(broken).__name__, "key_issues")
    async with world.project() as store:
        await fill(store)
        with pytest.raises(RuleError, match="invalid_value"):
            async with store.change(ChangeKind.KEY_EDITED) as change:
                await getattr(change.repositories, noun).put(broken)


async def test_two_keys_do_not_share_a_number_nor_two_boxes_a_label(world: World):
    async with world.project() as store:
        await fill(store)
        for noun, value in (("keys", v.KEY), ("key_boxes", v.KEY_BOX)):
            second = dataclasses.replace(value, id=_id(1))
            with pytest.raises(RuleError, match="name_taken"):
                async with store.change(ChangeKind.KEY_EDITED) as change:
                    await getattr(change.repositories, noun).put(second)


async def test_a_key_that_is_out_is_not_removed_and_keeps_its_holder(world: World):
    out = dataclasses.replace(v.KEY_ISSUE, returned_at=None)
    back = dataclasses.replace(v.KEY_IN_BOX, lost_at=None, returned_at=v.at(45))
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.KEY_EDITED) as change:
            await change.repositories.key_issues.put(out)
        for noun, key in (
            ("keys", v.KEY.id),
            ("key_boxes", v.KEY_BOX.id),
            ("people", v.PERSON.id),
        ):
            with pytest.raises(RuleError, match="still_needed"):
                async with store.change(ChangeKind.KEY_EDITED) as change:
                    await getattr(change.repositories, noun).remove(key)
        async with store.change(ChangeKind.KEY_EDITED) as change:
            r = change.repositories
            await r.key_issues.put(back)
            await r.key_issues.put(v.KEY_ISSUE)
            await r.key_boxes.remove(v.KEY_BOX.id)
            assert [key.box_ids for key in await r.keys.all()] == [frozenset()]
            await r.keys.remove(v.KEY.id)
        assert await store.read.key_issues.all() == []


async def test_a_revoked_grant_leaves_its_ended_record_behind(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.grants.remove(v.GRANT.id)
        record = await store.read.records.get(v.RECORD.id)
    assert record == dataclasses.replace(v.RECORD, grant_id=None)


async def test_removing_what_is_not_there_is_no_error(world: World):
    async with world.project() as store, store.change(ChangeKind.GRANT_EDITED) as change:
        await change.repositories.grants.remove(GrantId(_id(9)))
        await change.repositories.credentials.remove(CredentialId(_id(9)))


async def test_writing_outside_a_change_is_a_bug(world: World):
    async with world.project() as store:
        with pytest.raises(BugError, match="write_outside_change"):
            await store.read.sites.put(v.SITE)
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(v.SITE)
        with pytest.raises(BugError, match="change_has_ended"):
            await change.repositories.sites.put(v.SITE)


async def test_the_overview_counts_without_ended_and_ignored(world: World):
    seen = dataclasses.replace(v.LIVING, proof=Proof(ProofLevel.SEEN, proven_at=v.at(1)))
    foreign = dataclasses.replace(v.FOREIGN, slot=v.SlotId("5/5"), is_ignored=False)
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(seen)
            await change.repositories.locks.put_facts(v.FACTS)
            await change.repositories.foreign.replace(v.LOCK.id, [v.FOREIGN, foreign])
        rows = await store.overview()
    assert [(row.site, row.door) for row in rows] == [
        (v.SITE.name, "Back door"),
        (v.SITE.name, "Front door"),
    ]
    assert rows[0].lock_id is None
    front = rows[1]
    assert (front.door_id, front.lock_id, front.serial) == (v.DOOR.id, v.LOCK.id, "S-1")
    assert (front.battery_percent, front.reached_at) == (64, v.at(31))
    assert (dict(front.levels), front.foreign) == ({ProofLevel.SEEN: 1}, 1)


async def test_an_error_of_a_rule_leaves_the_change_usable(world: World):
    async with world.project() as store:
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(v.SITE)
            with pytest.raises(AppError):
                await change.repositories.sites.put(Site(v.SITE.id, "A/B"))
        assert await store.read.sites.all() == [v.SITE]
