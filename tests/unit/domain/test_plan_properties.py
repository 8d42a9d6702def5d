"""What holds of every plan, whatever the wishes and records look like; the records were not told of the wishes before."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.grant import ALWAYS, Validity
from app.domain.ids import LockId, RecordId, SlotId
from app.domain.intent import Standing, entries_of, is_on_lock
from app.domain.plan import Plan, PlanAction, PlanNote, PlanStep
from app.domain.planner import LockPlan, make_plan
from app.domain.schedule import UNRESTRICTED, Fitting, LockSchedule, fit
from app.domain.slot_record import Proof, ProofLevel, ProofReason, RecordEnd, SlotRecord
from app.domain.standing import PROVEN_ON, REMOVING
from app.domain.validity_text import parse_weekly
from tests.unit.domain.plan_world import MATTER, NOW, PARIS, World, slots
from tests.unit.domain.validity_strategies import wall

PLACES = slots(1, 2, 3, 4)
MORNINGS = (parse_weekly("Mo-Fr 08:00-12:00"),)
MORNINGS_ONLY = LockSchedule(weekly=MORNINGS)
STAY = Validity(start=wall(2026, 5, 3), end=wall(2026, 5, 7))
VALIDITIES = (
    ALWAYS,
    Validity(weekly=MORNINGS),
    STAY,
    replace(STAY, weekly=MORNINGS),
    Validity(start=wall(2026, 6, 1), weekly=MORNINGS),
    Validity(end=wall(2026, 5, 1)),
)
LEVELS: tuple[tuple[ProofLevel, str | None], ...] = (
    (ProofLevel.PLANNED, None),
    (ProofLevel.PLANNED, ProofReason.DRIFT),
    (ProofLevel.PLANNED, ProofReason.DROPPED),
    (ProofLevel.PLANNED, ProofReason.CHANGED),
    (ProofLevel.UNKNOWN, ProofReason.NO_ANSWER),
    (ProofLevel.UNKNOWN, ProofReason.OTHER_HAND),
    (ProofLevel.UNKNOWN, ProofReason.LOCK_CHANGED),
    (ProofLevel.ACCEPTED, None),
    (ProofLevel.SEEN, None),
    (ProofLevel.SEEN, None),
    (ProofLevel.OPENED, None),
    (ProofLevel.REMOVAL_PLANNED, None),
    (ProofLevel.REMOVAL_ACCEPTED, None),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A door with up to four people, their codes, grants and records in any state, and strangers."""
    taken = draw(st.permutations(PLACES))
    stranger_count = draw(st.integers(0, 2))
    free_count = draw(st.integers(0, 2))
    world = World(
        foreign=tuple(taken[:stranger_count]),
        free_slots=draw(st.sampled_from([None, tuple(taken[stranger_count:][:free_count])])),
        unfinished=draw(st.sampled_from([(), (), (SlotId("9/9"),)])),
    )
    places = [slot for slot in taken if slot not in (world.free_slots or ())]
    people = [world.person(name) for name in ("Ann", "Ben", "Cleo")]
    for number in range(draw(st.integers(0, 5))):
        person = draw(st.sampled_from(people))
        value = draw(st.sampled_from([str(471_192 + 1_357 * number), "471192", "12"]))
        credential = world.pin(person, value)
        grant = world.grant(credential, draw(st.sampled_from(VALIDITIES)), days_ago=9 - number)
        if draw(st.booleans()):
            level, reason = draw(st.sampled_from(LEVELS))
            record = world.record(grant, level, reason)
            if record.sent_at is not None:
                fitting = fit(grant.validity, PARIS, MATTER.schedules)
                assert isinstance(fitting, Fitting)
                is_as_written = draw(st.booleans())
                record = replace(
                    record,
                    slot=draw(st.sampled_from(places)) if places else record.slot,
                    written=fitting.schedule if is_as_written else UNRESTRICTED,
                    is_taken=draw(st.integers(0, 5)) == 0,
                )
            world.records[record.id] = record
        if draw(st.integers(0, 2)) == 0:
            world.revoke(grant)
    return world


DISTURBANCES = (
    "none", "schedule", "revoke", "record lost", "no wish", "stranger", "unfinished", "other lock", "never probed", "outside", "ended",
    "paused", "twice", "level",
)  # fmt: skip


@st.composite
def nearly_settled(draw: st.DrawFn) -> World:
    """A door where everything wanted is there and proven, but for at most one thing."""
    world = World()
    for number in range(draw(st.integers(1, 3))):
        validity = draw(st.sampled_from(VALIDITIES[:4]))
        fitting = fit(validity, PARIS, MATTER.schedules)
        assert isinstance(fitting, Fitting)
        level = draw(st.sampled_from([ProofLevel.SEEN, ProofLevel.OPENED]))
        world.entry(level, validity=validity, slot=PLACES[number], written=fitting.schedule)
    record = next(iter(world.records.values()))
    disturbance = draw(st.sampled_from(DISTURBANCES))
    if disturbance == "level":
        level, reason = draw(st.sampled_from(LEVELS))
        world.records[record.id] = replace(record, proof=Proof(level, reason))
    disturb_wishes(world, record, disturbance)
    disturb_records(world, record, disturbance)
    if disturbance == "none":
        assert world.plan() == Plan()
    return world


def disturb_wishes(world: World, record: SlotRecord, disturbance: str) -> None:
    grant = world.grant_of(record)
    match disturbance:
        case "revoke":
            world.revoke(grant)
        case "no wish":
            del world.grants[grant.id]
        case "outside":
            world.grants[grant.id] = replace(grant, validity=VALIDITIES[4])
        case "paused":
            person = world.people[grant.person_id]
            world.people[person.id] = replace(person, is_paused=True)
        case "never probed":
            world.capabilities = None
        case _:
            pass


def disturb_records(world: World, record: SlotRecord, disturbance: str) -> None:
    match disturbance:
        case "schedule":
            other = UNRESTRICTED if not record.written.is_unrestricted else MORNINGS_ONLY
            world.records[record.id] = replace(record, written=other)
        case "record lost":
            del world.records[record.id]
        case "stranger":
            world.foreign = (PLACES[0],)
        case "unfinished":
            world.unfinished = (SlotId("9/9"),)
        case "other lock":
            world.records[record.id] = replace(record, lock_id=LockId(uuid4()))
        case "ended":
            world.records[record.id] = replace(record, ended=RecordEnd.GONE)
        case "twice":
            twin = replace(record, id=RecordId(uuid4()), slot=PLACES[3])
            world.records[twin.id] = twin
        case _:
            pass


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(world=st.one_of(worlds(), nearly_settled()))
def test_the_short_cut_changes_no_plan_of_thousands(world: World) -> None:
    assert world.plan() == entry_by_entry(world)


@settings(max_examples=120, deadline=None)
@given(world=nearly_settled())
def test_the_short_cut_overlooks_nothing_where_all_but_one_thing_is_as_it_shall_be(
    world: World,
) -> None:
    assert world.plan() == entry_by_entry(world)


@st.composite
def replacing(draw: st.DrawFn) -> World:
    """People who shall have another code than they have, beside others who come and go, on a lock with more or less room."""
    names = draw(st.integers(1, 2))
    world = World(free_slots=PLACES[names + 1 :][: draw(st.integers(0, 3))])
    for number in range(names):
        person = world.person(f"Ann {number}")
        old = world.pin(person, str(610_000 + number))
        grant = world.grant(old, draw(st.sampled_from(VALIDITIES[:4])), days_ago=5)
        level = draw(st.sampled_from([ProofLevel.SEEN, ProofLevel.OPENED]))
        world.record(grant, level, slot=PLACES[number])
        world.revoke(grant)
        value = draw(st.sampled_from([str(720_000 + number), str(610_000 + number)]))
        new = world.grant(world.pin(person, value), draw(st.sampled_from(VALIDITIES[:4])))
        if draw(st.booleans()):
            replaced = next(r for r in world.records.values() if r.credential_id == old.id)
            world.record(new, replaces=replaced.id)
    leaver = world.grant(world.pin(world.person("Ben"), "830000"), days_ago=5)
    if draw(st.booleans()):
        world.record(leaver, ProofLevel.SEEN, slot=PLACES[names])
        world.revoke(leaver)
    return world


def entry_by_entry(world: World) -> Plan:
    """The plan as it is drafted without the short cut for doors where nothing is to be done."""
    assert world.door.lock is not None
    records = world.records.values()
    entries = entries_of(world.door, world.wishes, records, world.credentials, world.now)
    drafted = LockPlan(world.door.lock, entries)
    drafted.draft(world.door)
    return Plan(tuple(drafted.steps()), tuple(drafted.refusals))


def record_of(world: World, step: PlanStep) -> SlotRecord:
    assert step.record_id is not None
    return world.records[step.record_id]


@settings(max_examples=100, deadline=None)
@given(world=worlds())
def test_the_short_cut_for_settled_doors_changes_no_plan(world: World) -> None:
    assert world.plan() == entry_by_entry(world)


@settings(max_examples=100, deadline=None)
@given(world=worlds())
def test_every_step_follows_those_that_it_waits_for_and_has_an_id_alone(world: World) -> None:
    done: list[str] = []
    for step in world.plan().steps:
        assert set(step.after) <= set(done), "it waits for what comes later, or never"
        done.append(step.id)
    assert len(set(done)) == len(done)


@settings(max_examples=100, deadline=None)
@given(world=st.one_of(worlds(), replacing()))
def test_nothing_is_written_over_anything(world: World) -> None:
    """New PINs do not overwrite, and a full table never evicts."""
    steps = world.plan().steps
    cleared = {step.id: step.slot for step in steps if step.action is not PlanAction.WRITE}
    held = {
        record.slot
        for record in world.records.values()
        if record.proof.reason != ProofReason.LOCK_CHANGED and is_on_lock(record, world.door)
    }
    writes = [step for step in steps if step.action is PlanAction.WRITE and step.slot is not None]
    assert len({step.slot for step in writes}) == len(writes), "two writes want one place"
    for step in writes:
        assert step.slot not in world.foreign
        given_up = {cleared.get(earlier) for earlier in step.after}
        assert step.slot not in held or step.slot in given_up


@settings(max_examples=100, deadline=None)
@given(world=worlds())
def test_a_living_entry_never_moves_and_is_changed_with_every_field(world: World) -> None:
    for step in world.plan().steps:
        if step.action is PlanAction.CHANGE:
            record = record_of(world, step)
            assert step.slot == record.slot
            wish = next(w for w in world.wishes if w.credential_id == step.credential_id)
            fitting = fit(wish.validity, PARIS, MATTER.schedules)
            assert isinstance(fitting, Fitting)
            assert step.schedule == fitting.schedule


@settings(max_examples=100, deadline=None)
@given(world=worlds())
def test_only_what_shall_leave_is_cleared_and_never_a_strangers(world: World) -> None:
    entries = entries_of(
        world.door, world.wishes, world.records.values(), world.credentials, world.now
    )
    standing = {entry.record.id: entry for entry in entries if entry.record is not None}
    for step in world.plan().steps:
        if step.action is not PlanAction.CLEAR or step.record_id is None:
            continue
        record = record_of(world, step)
        assert record.slot not in world.foreign
        assert not record.is_taken
        entry = standing[record.id]
        is_on_its_way_out = record.proof.level in REMOVING
        assert is_on_its_way_out or entry.standing in (
            Standing.UNWANTED,
            Standing.OUTSIDE,
            Standing.REPLACED,
        )


@settings(max_examples=120, deadline=None)
@given(world=st.one_of(worlds(), replacing()))
def test_a_code_that_is_replaced_leaves_after_its_successor_is_proven_unless_there_is_no_room(
    world: World,
) -> None:
    """Nobody is locked out on the way."""
    steps = world.plan().steps
    for number, step in enumerate(steps):
        if PlanNote.AFTER_NEW_IS_SEEN in step.notes:
            successor = next(one for one in steps[:number] if one.id in step.after)
            assert successor.person_id == step.person_id
            assert successor.reachable is ProofLevel.SEEN
        if PlanNote.REPLACED_BEFORE_NEW in step.notes and step.action is PlanAction.CLEAR:
            new = next(one for one in steps if step.id in one.after)
            assert new.person_id == step.person_id
            assert new.credential_id is not None
            assert step.credential_id is not None
            values = [
                world.credentials[one].value for one in (new.credential_id, step.credential_id)
            ]
            has_same_value = values[0] == values[1]
            assert has_same_value or world.free_slots is not None


@settings(max_examples=120, deadline=None)
@given(world=st.one_of(worlds(), replacing()))
def test_nobody_who_shall_be_let_in_is_without_a_code_on_the_way(world: World) -> None:
    """Step by step, as if each were proven: who can get in before and shall get in afterwards has a code all the time."""
    entries = entries_of(
        world.door, world.wishes, world.records.values(), world.credentials, world.now
    )
    wanted = {e.credential.person_id for e in entries if e.standing is Standing.WANTED}
    there = {
        entry.credential.id: entry.credential.person_id
        for entry in entries
        if entry.record is not None
        and entry.standing in (Standing.WANTED, Standing.REPLACED)
        and entry.record.proof.level in PROVEN_ON
    }
    steps = world.plan().steps
    let_in = set(there.values()) & wanted
    has_no_room = {s.person_id for s in steps if PlanNote.REPLACED_BEFORE_NEW in s.notes}
    for step in steps:
        if step.credential_id is None or step.person_id is None:
            continue
        if step.action is PlanAction.CLEAR:
            there.pop(step.credential_id, None)
        elif step.action is PlanAction.WRITE:
            there[step.credential_id] = step.person_id
        assert let_in - has_no_room <= set(there.values())


@settings(max_examples=80, deadline=None)
@given(first=worlds(), second=worlds())
def test_doors_do_not_touch_each_other(first: World, second: World) -> None:
    wishes = [*first.wishes, *second.wishes]
    records = [*first.records.values(), *second.records.values()]
    credentials = {**first.credentials, **second.credentials}
    for doors in ([first.door, second.door], [second.door, first.door]):
        plan = make_plan(doors, wishes, records, credentials, NOW)
        for world in (first, second):
            assert plan.of_lock(world.lock_id) == world.plan().steps


@settings(max_examples=80, deadline=None)
@given(world=worlds())
def test_the_same_wishes_and_records_give_the_same_plan(world: World) -> None:
    assert world.plan() == world.plan()
    shifted = replace_now(world)
    assert [s.id for s in shifted.plan().steps] == [s.id for s in world.plan().steps]


def replace_now(world: World) -> World:
    """The same world a second later, when no validity has begun or ended since."""
    later = World(**{name: getattr(world, name) for name in World.__dataclass_fields__})
    later.now = world.now + timedelta(seconds=1)
    return later
