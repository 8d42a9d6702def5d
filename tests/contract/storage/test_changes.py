"""Units of work, the history they leave, and what undo and purge do with it."""

import asyncio
import dataclasses
from typing import Any

import pytest

from app.core.errors import BugError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.project import ProjectKind
from app.domain.slot_record import Proof, ProofLevel
from app.storage.contracts import (
    OpenMode,
    Passphrase,
    ProjectChange,
    ProjectFileError,
    ProjectStore,
)
from app.storage.values import ChangeKind, FabricChange
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.contract.storage.worlds import PASSPHRASE, World


async def add_person(store: ProjectStore) -> None:
    async with store.change(ChangeKind.PERSON_EDITED) as change:
        await change.repositories.people.put(v.PERSON)


async def test_a_change_is_one_entry_with_what_was_before_and_after(world: World):
    async with world.project() as store:
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(v.SITE)
            await change.repositories.doors.put(v.DOOR)
            change.concerns(note={"via": "import"})
        renamed = dataclasses.replace(v.SITE, name="Harbour 5")
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(renamed)
        made, first, second = await store.read.history.entries()
    assert (made.kind, made.sequence, made.operator) == ("project_made", 1, "Olga")
    assert (first.kind, first.sequence, first.door_id) == ("site_edited", 2, v.DOOR.id)
    assert first.before is not None
    assert not any(first.before.values())
    assert first.after is not None
    assert first.after["note"] == {"via": "import"}
    assert second.before is not None
    assert second.before["sites"][0]["name"] == v.SITE.name  # type: ignore[index]
    assert second.after is not None
    assert second.after["sites"][0]["name"] == "Harbour 5"  # type: ignore[index]


async def test_an_error_inside_a_change_takes_all_of_it_back(world: World):
    async with world.project() as store:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012, the error comes from inside the change
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(v.SITE)
                raise ZeroDivisionError
        assert await store.read.sites.all() == []
        assert len(await store.read.history.entries()) == 1


async def test_readers_see_the_last_commit_and_the_change_sees_itself(world: World):
    async with world.project() as store:
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(v.SITE)
            assert await change.repositories.sites.all() == [v.SITE]
            assert await store.read.sites.all() == []
        assert await store.read.sites.all() == [v.SITE]


async def test_a_change_that_wrote_nothing_leaves_no_entry(world: World):
    heard: list[ProjectChange] = []
    async with world.project() as store:
        await fill(store)
        store.subscribe(heard.append)
        async with store.change(ChangeKind.SITE_EDITED) as change:
            change.concerns(door_id=v.DOOR.id)
            await change.repositories.sites.put(v.SITE)
        assert len(await store.read.history.entries()) == 2
    assert heard == []


async def test_a_reading_that_only_confirms_leaves_no_entry(world: World):
    heard: list[ProjectChange] = []
    seen = dataclasses.replace(v.LIVING, proof=Proof(ProofLevel.SEEN, proven_at=v.at(1)))
    again = dataclasses.replace(
        seen, read_mark=9, proof=dataclasses.replace(seen.proof, read_at=v.at(9))
    )
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(seen)
            await change.repositories.foreign.replace(v.LOCK.id, [v.FOREIGN])
        before = await store.read.history.entries()
        store.subscribe(heard.append)
        async with store.change(ChangeKind.LOCK_READ) as change:
            change.concerns(door_id=v.DOOR.id, note={"slots": 3})
            await change.repositories.records.put(again)
            await change.repositories.locks.put_facts(v.FACTS)
            await change.repositories.lock_events.add(v.LOCK.id, [v.EVENT])
            await change.repositories.foreign.replace(
                v.LOCK.id, [dataclasses.replace(v.FOREIGN, seen_at=v.at(9))]
            )
        assert await store.read.history.entries() == before
        assert await store.read.records.get(again.id) == again
    assert [(change.kind, change.sequence) for change in heard] == [(ChangeKind.LOCK_READ, None)]
    assert heard[0].door_ids == {v.DOOR.id}
    assert heard[0].nouns == {"locks", "records", "foreign", "lock_events"}


async def test_a_new_level_leaves_an_entry_at_its_door(world: World):
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(v.LIVING)
        unknown = dataclasses.replace(v.LIVING, proof=Proof(ProofLevel.UNKNOWN, "no_answer"))
        async with store.change(ChangeKind.PROOF) as change:
            await change.repositories.records.put(unknown)
        last = (await store.read.history.entries(door_id=v.DOOR.id))[-1]
    assert (last.kind, last.person_id) == ("proof", v.PERSON.id)


async def test_an_act_is_an_entry_although_nothing_in_the_file_differs(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.BOLT) as change:
            change.concerns(door_id=v.DOOR.id, note={"bolt": "locked"})
        last = (await store.read.history.entries())[-1]
    assert (last.kind, last.door_id, last.after) == (
        "bolt",
        v.DOOR.id,
        {"note": {"bolt": "locked"}},
    )


async def test_subscribers_hear_of_a_commit_until_they_end(world: World):
    heard: list[ProjectChange] = []
    async with world.project() as store:
        end = store.subscribe(heard.append)
        await fill(store)
        end()
        end()
        async with store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(dataclasses.replace(v.SITE, name="Other"))
    assert [change.sequence for change in heard] == [2]
    assert {"sites", "doors", "people", "history"} <= heard[0].nouns


async def test_entries_can_be_asked_by_time_door_and_number(world: World):
    async with world.project() as store:
        await fill(store)
        await add_person_later(store)
        entries = await store.read.history.entries()
        assert await store.read.history.entries(limit=1) == entries[-1:]
        assert await store.read.history.entries(limit=0) == []
        assert await store.read.history.entries(since=entries[1].at) == entries[1:]
        assert await store.read.history.entries(door_id=v.DOOR.id) == entries[1:2]


async def add_person_later(store: ProjectStore) -> None:
    async with store.change(ChangeKind.PERSON_EDITED) as change:
        await change.repositories.people.put(dataclasses.replace(v.PERSON, name="Maria II"))


async def test_entries_show_no_secret(world: World):
    async with world.project() as store:
        await fill(store)
        text = repr(await store.read.history.entries())
    for secret in ("04A1B2", "MT:Y.K90", "token-1"):
        assert secret not in text


async def test_a_change_inside_a_change_is_a_bug_and_others_wait(world: World):
    order: list[str] = []
    async with world.project() as store:

        async def other() -> None:
            async with store.change(ChangeKind.SITE_EDITED) as change:
                order.append("second")
                await change.repositories.sites.put(v.SITE)

        async with asyncio.TaskGroup() as tasks:  # noqa: SIM117, the group outlives the change
            async with store.change(ChangeKind.PERSON_EDITED) as change:
                tasks.create_task(other())
                await change.repositories.people.put(v.PERSON)
                with pytest.raises(BugError, match="change_in_change"):
                    async with store.change(ChangeKind.SITE_EDITED):
                        pass
                await asyncio.sleep(0)
                order.append("first")
    assert order == ["first", "second"]


async def test_undo_restores_what_was_before(world: World):
    renamed = dataclasses.replace(v.SITE, name="Harbour 5")
    async with world.project() as store:
        for site in (v.SITE, renamed):
            async with store.change(ChangeKind.SITE_EDITED) as change:
                await change.repositories.sites.put(site)
        steps = await store.read.history.undo_steps()
        assert [(step.sequence, step.refusal) for step in steps] == [(3, None), (2, "edited_since")]
        step = await store.undo()
        assert (step.sequence, step.kind) == (3, ChangeKind.SITE_EDITED)
        assert await store.read.sites.all() == [v.SITE]
        assert (await store.read.history.entries())[-1].kind == "undone"
        assert [step.sequence for step in await store.read.history.undo_steps()] == [2]
        await store.undo(2)
        assert await store.read.sites.all() == []
        with pytest.raises(RuleError, match="nothing_to_undo"):
            await store.undo()


async def test_undo_brings_a_removed_value_back_with_its_parts(world: World):
    async with world.project() as store:
        await fill(store)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.grants.remove(v.GRANT.id)
        await store.undo()
        assert await store.read.grants.all() == [v.GRANT]
        assert await store.read.records.get(v.RECORD.id) == v.RECORD


async def test_undo_is_refused_where_something_later_needs_it(world: World):
    async with world.project() as store:
        await add_person(store)
        async with store.change(ChangeKind.CREDENTIAL_EDITED) as change:
            await change.repositories.credentials.put(v.CREDENTIAL)
        with pytest.raises(RuleError, match="undo_refused") as caught:
            await store.undo(2)
        assert caught.value.parameters["reason"] == "needed_since"
        assert await store.read.people.all() == [v.PERSON]


async def test_undo_is_refused_where_a_lock_was_told(world: World):
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.GRANT_EDITED) as change:
            await change.repositories.records.put(v.LIVING)
        sent = dataclasses.replace(
            v.LIVING, sent_at=v.at(9), proof=Proof(ProofLevel.UNKNOWN, "no_answer")
        )
        async with store.change(ChangeKind.SENDING) as change:
            await change.repositories.records.put(sent)
        steps = await store.read.history.undo_steps()
        assert steps[0].refusal == "evidence_since"
        with pytest.raises(RuleError, match="undo_refused"):
            await store.undo()
        assert await store.read.records.all() == [sent]


async def test_undo_says_of_a_later_edit_not_that_a_lock_told_something(world: World):
    async with world.project() as store:
        await fill(store)
        for reason in ("not_sent", "no_answer"):
            async with store.change(ChangeKind.GRANT_EDITED) as change:
                record = dataclasses.replace(v.RECORD, proof=Proof(v.RECORD.proof.level, reason))
                await change.repositories.records.put(record)
        steps = await store.read.history.undo_steps()
    assert [step.refusal for step in steps[:2]] == [None, "edited_since"]


async def test_a_purge_takes_a_person_out_of_the_history(world: World):
    async with world.project() as store:
        await add_person(store)
        async with store.change(ChangeKind.CREDENTIAL_EDITED) as change:
            await change.repositories.credentials.put(v.CREDENTIAL)
        await store.purge(v.PERSON.id)
        entries = await store.read.history.entries()
        health = await store.read.history.verify()
        steps = await store.read.history.undo_steps()
    assert [entry.after is None for entry in entries] == [False, True, True, False]
    assert (entries[-1].kind, entries[-1].person_id) == ("purged", v.PERSON.id)
    assert v.PERSON.name not in repr(entries)
    assert health.is_intact
    assert {step.refusal for step in steps} == {"purged"}


async def test_a_purge_takes_birthday_pauses_and_keys_out_of_the_history(world: World):
    paused = dataclasses.replace(v.PERSON, paused_door_ids=frozenset({v.DOOR.id}))
    async with world.project() as store:
        await fill(store)
        for kind, noun, value in (
            (ChangeKind.PERSON_EDITED, "people", paused),
            (ChangeKind.PERSON_EDITED, "people", dataclasses.replace(paused, birthday=None)),
            (ChangeKind.KEY_EDITED, "key_issues", dataclasses.replace(v.KEY_ISSUE, copies=4)),
            (ChangeKind.KEY_EDITED, "key_boxes", dataclasses.replace(v.KEY_BOX, known_to=())),
        ):
            async with store.change(kind) as change:
                await getattr(change.repositories, noun).put(value)
        before = repr(await store.read.history.entries())
        await store.purge(v.PERSON.id)
        after = repr(await store.read.history.entries())
    for told in ("1984", v.PERSON.name):
        assert told in before
        assert told not in after


@pytest.mark.parametrize(
    ("kind", "noun", "before", "after"),
    [
        (
            ChangeKind.PERSON_EDITED,
            "people",
            v.PERSON,
            dataclasses.replace(v.PERSON, birthday=None, paused_door_ids=frozenset({v.DOOR.id})),
        ),
        (
            ChangeKind.KEY_EDITED,
            "keys",
            v.KEY,
            dataclasses.replace(v.KEY, copies=1, door_ids=frozenset(), box_ids=frozenset()),
        ),
        (
            ChangeKind.KEY_EDITED,
            "key_issues",
            v.KEY_ISSUE,
            dataclasses.replace(v.KEY_ISSUE, returned_at=None, lost_at=v.at(44)),
        ),
        (
            ChangeKind.KEY_EDITED,
            "key_boxes",
            v.KEY_BOX,
            dataclasses.replace(
                v.KEY_BOX, code=Secret("0815"), known_to=frozenset(), door_ids=frozenset()
            ),
        ),
    ],
    ids=["pause", "key", "issue", "box"],
)
async def test_undo_restores_openers(
    world: World, kind: ChangeKind, noun: str, before: Any, after: Any
):
    async with world.project() as store:
        await fill(store)
        async with store.change(kind) as change:
            await getattr(change.repositories, noun).put(after)
        assert await getattr(store.read, noun).get(before.id) == after
        last = (await store.read.history.entries())[-1]
        assert "0815" not in repr(last)
        await store.undo()
        assert await getattr(store.read, noun).get(before.id) == before


async def test_the_history_verifies(world: World):
    async with world.project() as store:
        await fill(store)
        health = await store.read.history.verify()
    assert (health.is_intact, health.entries, health.broken_at) == (True, 2, None)


async def test_the_engines_store_keeps_its_writes_without_history(world: World):
    first = FabricChange("fabric", "key", Secret("one"))
    second = FabricChange("fabric", "other", Secret("two"))
    async with world.project() as store:
        await store.fabric.commit([first, second])
        await store.fabric.commit([FabricChange("fabric", "key", None)])
        assert await store.fabric.load() == [second]
        assert len(await store.read.history.entries()) == 1
        assert await store.read.history.undo_steps() == []


async def test_a_project_can_be_renamed(world: World):
    async with world.project() as store:
        await store.rename("Harbour")
        assert store.project.name == "Harbour"
        with pytest.raises(RuleError, match="invalid_value"):
            await store.rename(" ")
        assert store.project.name == "Harbour"


async def test_a_project_opens_again_as_it_was_left(world: World):
    async with world.project() as store:
        await fill(store)
        project = store.project
        file_id = await world.files.file_id(world.path)
    store = await world.files.open(world.path, PASSPHRASE, mode=OpenMode.WRITE, operator="Rui")
    try:
        assert store.project == project
        assert store.file.read_only_reason is None
        assert await store.read.records.get(v.RECORD.id) == v.RECORD
        assert await world.files.file_id(world.path) == file_id
    finally:
        await store.close()


async def test_opening_to_read_refuses_changes(world: World):
    async with world.project() as store:
        await fill(store)
    store = await world.files.open(world.path, PASSPHRASE, mode=OpenMode.READ, operator="Rui")
    try:
        assert store.file.read_only_reason == "asked"
        assert await store.read.sites.all() == [v.SITE]
        with pytest.raises(ProjectFileError, match="read_only"):
            async with store.change(ChangeKind.SITE_EDITED):
                pass
    finally:
        await store.close()


async def test_names_that_are_taken_and_keys_that_are_none_are_refused(world: World):
    async with world.project():
        pass
    for passphrase, error in (("x", UsageError), (" ", RuleError)):
        with pytest.raises(error, match=r"file_exists|passphrase_empty"):
            await world.files.create(
                world.path,
                Passphrase(Secret(passphrase)),
                name="B",
                time_zone="UTC",
                kind=ProjectKind.REAL,
                operator="",
            )
    with pytest.raises(ProjectFileError, match="wrong_passphrase"):
        await world.files.open(
            world.path, Passphrase(Secret("y")), mode=OpenMode.WRITE, operator=""
        )
    missing = world.path.with_name("missing.lockchart")
    with pytest.raises(ProjectFileError, match="no_such_file"):
        await world.files.open(missing, PASSPHRASE, mode=OpenMode.WRITE, operator="")
