"""Apply on a lock that behaves, and on locks that do not."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.grant import ALWAYS, Validity, Weekday, WeeklyWindow
from app.domain.ids import SlotId
from app.domain.person import Person
from app.domain.plan import Plan, PlanAction, PlanNote, StepState
from app.domain.schedule import UNRESTRICTED
from app.domain.slot_record import ProofBy, ProofLevel
from app.services.access import GrantWish, PinChoice
from app.services.applying import ApplyProgress
from tests.fakes.fake_lock_driver import CAPABILITIES, FakeLock, Kept
from tests.unit.services.service_world import World, world


@asynccontextmanager
async def full_world(tmp_path: Path) -> AsyncGenerator[World]:
    """A lock with one place, taken by a code whose person shall have another one."""
    async with world(tmp_path) as w:
        w.lock.capabilities = replace(CAPABILITIES, users=1, pin_users=1)
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna)
        await w.work.applying.apply()
        await w.grant(anna, new=True)
        yield w


async def test_a_code_is_written_read_back_opened_taken_away_and_gone(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        granted = await w.grant(anna)
        assert await w.levels() == [("planned", None)]
        applied = await w.work.applying.apply()
        assert [step.state for step in applied.plan.steps] == [StepState.DONE]
        (record,) = await w.records()
        assert record.proof.level is ProofLevel.SEEN
        assert record.proof.by is ProofBy.LOCK
        assert granted.credential.value is not None
        assert w.lock.keypad(granted.credential.value.reveal())
        await w.work.refreshing.refresh()
        assert await w.levels() == [("opened", None)]
        plan, _chart = await w.work.applying.plan()
        assert plan.steps == ()
        await w.work.access.revoke(anna)
        assert await w.levels() == [("removal_planned", None)]
        applied = await w.work.applying.apply()
        assert applied.plan.is_ok
        assert w.lock.slots == {}
        assert await w.levels() == []


async def test_a_lock_that_says_yes_and_drops_the_code_never_gets_past_accepted(tmp_path):
    async with world(tmp_path) as w:
        w.lock.drops = True
        seen_levels: set[str] = set()
        w.project.store.subscribe(lambda change: None)
        await w.grant(await w.work.people.add_person("Anna"))
        for _time in range(5):
            applied = await w.work.applying.apply()
            seen_levels |= {level for level, _reason in await w.levels()}
            assert not applied.plan.is_ok
        assert seen_levels <= {"planned", "accepted", "unknown"}
        (record,) = await w.records()
        assert record.proof.reason == "dropped"
        assert w.lock.commands.count("write") == 3, "repeats are capped"


async def test_a_lock_whose_reads_lag_is_read_again_until_it_has_settled(tmp_path):
    lock = FakeLock(clock=lambda: datetime.now(UTC), lag_s=3.0)
    lock.capabilities = replace(CAPABILITIES, settle_s=10.0)
    async with world(tmp_path, lock=lock) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        applied = await w.work.applying.apply()
        assert [step.state for step in applied.plan.steps] == [StepState.DONE]
        assert await w.levels() == [("seen", None)]
        assert w.lock.commands.count("write") == 1


async def test_a_lock_that_cannot_be_reached_keeps_the_plan_and_says_so(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.lock.is_reachable = False
        applied = await w.work.applying.apply()
        assert [step.state for step in applied.plan.steps] == [StepState.UNREACHABLE]
        assert await w.levels() == [("planned", "unreachable")]


async def test_no_answer_leaves_the_code_unknown_until_it_is_read(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.lock.answers_writes = False
        await w.work.applying.apply()
        assert await w.levels() == [("unknown", "no_answer")]
        w.lock.answers_writes = True
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]
        assert len(w.lock.slots) == 1, "nothing was doubled"


@pytest.mark.parametrize("calls", range(1, 14))
async def test_apply_can_be_cut_off_after_any_call_and_repeated_without_doubling(tmp_path, calls):
    async with world(tmp_path) as w:
        anna, ben = [await w.work.people.add_person(name) for name in ("Anna", "Ben")]
        await w.grant(anna)
        await w.grant(ben)
        w.lock.cut_after = calls
        await w.work.applying.apply()
        assert all(level != "seen" or w.lock.slots for level, _reason in await w.levels())
        w.lock.cut_after, w.lock.is_reachable = None, True
        for _time in range(3):
            await w.work.applying.apply()
        assert await w.levels() == [("seen", None), ("seen", None)]
        assert len(w.lock.slots) == 2


async def test_a_code_lost_by_the_lock_is_drift_and_is_written_again(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        w.lock.lose("user 1 / pin 1")
        await w.work.refreshing.refresh()
        assert await w.levels() == [("planned", "drift")]
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]


async def test_an_entry_of_another_hand_is_shown_and_never_touched(tmp_path):
    async with world(tmp_path) as w:
        w.lock.put_foreign("user 1 / pin 1")
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        (record,) = await w.records()
        assert record.slot == "user 2 / pin 2"
        (door,) = await w.work.status.status()
        assert [(str(slot.slot), str(slot.by)) for slot in door.foreign] == [
            ("user 1 / pin 1", "other_fabric")
        ]
        await w.work.access.revoke((await w.work.people.list_people())[0])
        await w.work.applying.apply()
        assert list(w.lock.slots) == ["user 1 / pin 1"]


async def test_a_code_changed_by_another_hand_is_unknown_and_not_cleared_unasked(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna)
        await w.work.applying.apply()
        slot = SlotId("user 1 / pin 1")
        w.lock.slots[slot] = replace(w.lock.slots[slot], made_by_us=False)
        await w.work.refreshing.refresh()
        assert await w.levels() == [("unknown", "other_hand")]
        await w.work.access.revoke(anna)
        applied = await w.work.applying.apply()
        assert not applied.plan.is_ok
        assert slot in w.lock.slots


async def test_what_was_made_with_our_keys_after_an_older_copy_is_foreign_and_stays(tmp_path):
    async with world(tmp_path) as w:
        slot = SlotId("user 1 / pin 1")
        w.lock.slots[slot] = Kept(777, "4711", "later", schedule=UNRESTRICTED)
        await w.work.refreshing.refresh()
        (door,) = await w.work.status.status()
        assert [str(foreign.by) for foreign in door.foreign] == ["our_keys"]
        await w.work.applying.apply()
        assert slot in w.lock.slots


async def test_a_full_lock_refuses_in_the_plan_and_nothing_is_sent(tmp_path):
    async with world(tmp_path) as w:
        for index in range(1, 11):
            w.lock.put_foreign(f"user {index} / pin {index}", f"{1000 + index}")
        await w.work.refreshing.refresh()
        await w.grant(await w.work.people.add_person("Anna"))
        plan, _chart = await w.work.applying.plan()
        assert plan.steps == ()
        assert [refusal.rule for refusal in plan.refusals] in (["slots_full"], ["users_full"])
        await w.work.applying.apply()
        assert "write" not in w.lock.commands


async def test_room_that_somebody_made_is_found_by_the_next_apply(tmp_path):
    async with world(tmp_path) as w:
        for index in range(1, 11):
            w.lock.put_foreign(f"user {index} / pin {index}", f"{7000 + index}")
        await w.work.refreshing.refresh()
        await w.grant(await w.work.people.add_person("Anna"))
        assert (await w.work.applying.apply()).plan.refusals
        w.lock.lose("user 4 / pin 4")
        assert (await w.work.applying.apply()).plan.is_ok
        assert await w.levels() == [("seen", None)]


async def test_what_was_not_begun_when_somebody_stopped_was_not_run(tmp_path):
    async with world(tmp_path) as w:
        for name in ("Anna", "Bert"):
            await w.grant(await w.work.people.add_person(name))
        applied = await w.work.applying.apply(should_stop=lambda: "write" in w.lock.commands)
        states = [step.state for step in applied.plan.steps]
        assert sorted(states) == [StepState.DONE, StepState.NOT_RUN]


async def test_a_new_code_replaces_the_old_one_only_when_it_is_seen(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna, pin="5839")
        await w.work.applying.apply()
        await w.grant(anna, pin="7264")
        w.lock.drops = True
        await w.work.applying.apply()
        assert [kept.value for kept in w.lock.slots.values()] == ["5839"], "the old one still opens"
        w.lock.drops = False
        for _time in range(3):
            await w.work.applying.apply()
        assert [kept.value for kept in w.lock.slots.values()] == ["7264"]
        assert await w.levels() == [("seen", None)]


async def test_weekly_times_go_to_the_lock_and_are_read_back(tmp_path):
    window = WeeklyWindow(frozenset({Weekday.MONDAY, Weekday.FRIDAY}), time(8), time(12))
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna, validity=Validity(weekly=(window,)))
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]
        (kept,) = w.lock.slots.values()
        assert kept.schedule.weekly == (window,)
        slot = next(iter(w.lock.slots))
        w.lock.slots[slot] = replace(kept, schedule=UNRESTRICTED)
        await w.work.refreshing.refresh()
        assert (await w.levels())[0][0] != "seen", "another schedule than ours is no proof"


async def test_one_use_is_refused_where_the_lock_cannot_end_it(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        with pytest.raises(RuleError) as refused:
            await w.grant(anna, validity=Validity(is_once=True))
        assert refused.value.code == "one_time"
        assert await w.records() == []


async def test_the_same_code_for_two_people_on_one_lock_is_refused_at_once(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"), pin="5839")
        with pytest.raises(RuleError) as refused:
            await w.grant(await w.work.people.add_person("Ben"), pin="5839")
        assert refused.value.code == "duplicate"


async def test_a_plan_that_changed_since_the_preview_is_not_carried_out(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        plan, _chart = await w.work.applying.plan()
        await w.grant(await w.work.people.add_person("Ben"))
        with pytest.raises(RuleError) as refused:
            await w.work.applying.apply(expected=plan)
        assert refused.value.code == "plan_changed"
        assert "write" not in w.lock.commands


async def test_an_ended_grant_counts_as_revoked(tmp_path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        until = w.hands.now.replace(hour=20)
        await w.grant(anna, validity=Validity(end=until))
        await w.work.applying.apply()
        assert len(w.lock.slots) == 1
        w.hands.now = until.replace(hour=21)
        await w.work.applying.apply()
        assert w.lock.slots == {}
        assert await w.levels() == []


async def test_the_value_given_is_the_value_written(tmp_path):
    async with world(tmp_path) as w:
        granted = await w.grant(await w.work.people.add_person("Anna"), pin="8351")
        await w.work.applying.apply()
        assert granted.credential.value == Secret("8351")
        assert [kept.value for kept in w.lock.slots.values()] == ["8351"]


async def test_what_fails_again_and_again_becomes_one_task_for_a_person(tmp_path):
    async with world(tmp_path) as w:
        w.lock.drops = True
        await w.grant(await w.work.people.add_person("Anna"))
        for _time in range(5):
            await w.work.applying.apply()
        tasks = await w.project.read.tasks.all()
        assert [(task.door_id, task.reason) for task in tasks] == [(w.place.door.id, "dropped")]


async def test_a_slot_made_with_our_keys_by_another_copy_is_said_once(tmp_path):
    async with world(tmp_path) as w:
        for index in (1, 2):
            kept = Kept(700 + index, f"471{index}", "later", schedule=UNRESTRICTED)
            w.lock.slots[SlotId(f"user {index} / pin {index}")] = kept
            await w.work.refreshing.refresh()
        tasks = await w.project.read.tasks.all()
        assert [task.reason for task in tasks] == ["second_computer"]


async def test_a_user_without_a_code_is_gone_only_when_the_lock_does_not_show_it(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        await w.work.applying.apply()
        (kept,) = w.lock.slots.values()
        w.lock.slots = {SlotId("user 1"): replace(kept, value="")}
        await w.work.refreshing.refresh()
        w.lock.drops = True
        applied = await w.work.applying.apply()
        (step,) = [step for step in applied.plan.steps if step.record_id is None]
        assert (step.state, step.proof) == (StepState.UNPROVEN, ProofLevel.UNKNOWN)
        w.lock.drops = False
        applied = await w.work.applying.apply()
        (step,) = [step for step in applied.plan.steps if step.record_id is None]
        assert (step.state, step.proof, step.proof_by) == (
            StepState.DONE,
            ProofLevel.GONE,
            ProofBy.LOCK,
        )


async def test_a_grant_says_at_once_that_only_the_program_can_keep_its_times(tmp_path):
    async with world(tmp_path) as w:
        validity = Validity(
            start=datetime(2026, 4, 1),  # noqa: DTZ001 (wall time)
            end=datetime(2026, 5, 1),  # noqa: DTZ001 (wall time)
            weekly=(WeeklyWindow(frozenset({Weekday.MONDAY}), time(8), time(12)),),
        )
        granted = await w.grant(await w.work.people.add_person("Anna"), validity=validity)
        assert granted.plan.steps == ()
        assert granted.warnings == ("note_only_when_apply_runs",)


async def test_a_grant_that_is_only_tried_says_what_apply_would_do(tmp_path):
    async with world(tmp_path) as w:
        w.lock.capabilities = replace(CAPABILITIES, users=1, pin_users=1)
        await w.work.refreshing.refresh()
        anna, bert = [await w.work.people.add_person(name) for name in ("Anna", "Bert")]
        doors = frozenset({w.place.door.id})

        async def tried(person: Person, choice: PinChoice = PinChoice.OWN) -> Plan:
            wish = GrantWish(person, doors, ALWAYS, choice=choice)
            return (await w.work.access.grant(wish, dry_run=True)).plan

        assert [step.action for step in (await tried(anna)).steps] == ["write"]
        assert await w.records() == []
        await w.grant(anna)
        assert [refusal.rule for refusal in (await tried(bert)).refusals] == ["users_full"]
        await w.work.applying.apply()
        assert (await tried(anna)).steps == ()
        actions = [step.action for step in (await tried(anna, PinChoice.NEW)).steps]
        assert sorted(actions) == ["clear", "write"]
        assert await w.levels() == [("seen", None)]


async def test_a_new_code_on_a_full_lock_takes_the_old_one_away_first_with_proof(tmp_path):
    async with full_world(tmp_path) as w:
        applied = await w.work.applying.apply()
        assert [(step.action, step.state, step.proof) for step in applied.plan.steps] == [
            (PlanAction.CLEAR, StepState.DONE, ProofLevel.GONE),
            (PlanAction.WRITE, StepState.DONE, ProofLevel.SEEN),
        ]
        assert await w.levels() == [("seen", None)]


async def test_an_old_code_whose_clear_was_cut_off_is_not_called_seen(tmp_path):
    async with full_world(tmp_path) as w:
        w.lock.answers_writes = False
        await w.work.applying.apply()
        assert w.lock.slots == {}
        assert ("removal_planned", "no_answer") in await w.levels()
        w.lock.answers_writes = True
        assert (await w.work.applying.apply()).plan.is_ok
        assert await w.levels() == [("seen", None)]


async def test_a_computer_that_slept_before_an_apply_just_applies(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.hands.slept_s = 3600.0
        assert (await w.work.applying.apply()).plan.is_ok
        assert w.lock.commands.count("write") == 1


async def test_after_a_sleep_between_two_steps_the_lock_is_read_before_it_is_written(tmp_path):
    async with world(tmp_path) as w:
        for name in ("Anna", "Bert"):
            await w.grant(await w.work.people.add_person(name))
        w.lock.commands.clear()

        def sleep_after_the_first(progress: ApplyProgress) -> None:
            if "write" in w.lock.commands and not w.hands.slept_s:
                w.hands.slept_s = 3600.0

        applied = await w.work.applying.apply(report=sleep_after_the_first)
        assert [step.state for step in applied.plan.steps] == [StepState.DONE, StepState.DONE]
        done = [command for command in w.lock.commands if command in ("read", "write")]
        assert done == ["read", "write", "read", "write", "read"]


async def test_steps_cut_off_say_the_proof_that_there_is_now(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"))
        w.lock.answers_writes = False
        applied = await w.work.applying.apply()
        (step,) = applied.plan.steps
        assert (step.state, step.proof) == (StepState.UNREACHABLE, ProofLevel.UNKNOWN)


async def test_times_kept_by_a_clock_of_another_zone_are_never_passed_off_as_right(tmp_path):
    async with world(tmp_path) as w:
        w.lock.zone = ZoneInfo("UTC")
        await w.work.refreshing.refresh()
        window = WeeklyWindow(frozenset({Weekday.MONDAY}), time(8), time(12))
        granted = await w.grant(
            await w.work.people.add_person("Anna"), validity=Validity(weekly=(window,))
        )
        assert [step.notes for step in granted.plan.steps] == [(PlanNote.CLOCK_WRONG,)]
        await w.work.applying.apply()
        (door,) = await w.work.status.status()
        assert [entry.is_clock_wrong for entry in door.entries] == [True]
        w.lock.zone = ZoneInfo("Europe/Berlin")
        await w.work.refreshing.refresh()
        (door,) = await w.work.status.status()
        assert [entry.is_clock_wrong for entry in door.entries] == [False]


async def test_evidence_names_the_event_that_gave_it(tmp_path):
    async with world(tmp_path) as w:
        await w.grant(await w.work.people.add_person("Anna"), pin="8351")
        await w.work.applying.apply()
        w.lock.keypad("8351")
        await w.work.refreshing.refresh()
        (record,) = await w.records()
        newest = (await w.project.read.records.evidence(record.id))[-1]
        assert (str(newest.level), newest.event_number) == ("opened", w.lock.events[-1].number)
