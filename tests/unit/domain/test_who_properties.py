"""Who can open and what is reached, against walking every way there is, on random charts of doors, people, keys and boxes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Grant
from app.domain.ids import (
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    KeyBoxId,
    KeyId,
    KeyIssueId,
    LockId,
    PersonId,
    RecordId,
)
from app.domain.key_ways import KeyChart
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.domain.lock import ClockState
from app.domain.openers import DoorSeen, Gap, Holders, LockSeen, Moment, Opener, holders_of
from app.domain.person import Person
from app.domain.project import Group
from app.domain.revocability import Removal
from app.domain.slot_record import Proof, ProofBy, ProofLevel, SlotRecord
from app.domain.who import Openers, Subject, SubjectKind, reach, who
from app.domain.wishes import wishes_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
DOORS = [DoorId(UUID(int=100 + n)) for n in range(3)]
PEOPLE = [PersonId(UUID(int=200 + n)) for n in range(3)]
KEYS = [KeyId(UUID(int=300 + n)) for n in range(3)]
BOXES = [KeyBoxId(UUID(int=400 + n)) for n in range(3)]
CREDENTIALS = [
    Credential(CredentialId(UUID(int=500 + n)), PEOPLE[n], CredentialKind.PIN, "PIN", None, NOW)
    for n in range(3)
]
GROUPS = [GroupId(UUID(int=600 + n)) for n in range(2)]
LOCKS = [LockId(UUID(int=700 + n)) for n in range(3)]
LEVELS = (ProofLevel.SEEN, ProofLevel.ACCEPTED, ProofLevel.UNKNOWN, ProofLevel.REMOVAL_ACCEPTED)


@dataclass(frozen=True)
class World:
    """A whole project, small enough to walk every way."""

    people: dict[PersonId, Person]
    groups: dict[GroupId, Group]
    grants: list[Grant]
    records: list[SlotRecord]
    doors: list[DoorSeen]
    keys: KeyChart

    @property
    def holders(self) -> Holders:
        credentials = {one.id: one for one in CREDENTIALS}
        return holders_of(self.people, credentials) if self.people else {}


def some(things: list) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(things), max_size=len(things))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    people = {
        person_id: Person(
            person_id,
            f"P{number}",
            is_paused=draw(st.booleans()),
            paused_door_ids=draw(some(DOORS)),
        )
        for number, person_id in enumerate(PEOPLE)
    }
    groups = {group_id: Group(group_id, "G", draw(some(DOORS))) for group_id in GROUPS}
    grants = [
        Grant(
            GrantId(UUID(int=800 + number)),
            credential.person_id,
            credential.id,
            draw(some(DOORS)),
            draw(some(GROUPS)),
            draw(some(DOORS)),
            ALWAYS,
            NOW,
            revoked_at=NOW if draw(st.booleans()) else None,
        )
        for number, credential in enumerate(
            draw(st.lists(st.sampled_from(CREDENTIALS), max_size=4))
        )
    ]
    places = draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5))
    records = [
        SlotRecord(
            id=RecordId(UUID(int=900 + 10 * door + credential)),
            door_id=DOORS[door],
            lock_id=LOCKS[door],
            credential_id=CREDENTIALS[credential].id,
            grant_id=None,
            created_at=NOW,
            sent_at=NOW,
            proof=Proof(draw(st.sampled_from(LEVELS)), by=ProofBy.LOCK, proven_at=NOW),
        )
        for door, credential in sorted(places)
    ]
    doors = [
        DoorSeen(
            door_id,
            UTC_ZONE,
            LockSeen(
                LOCKS[number],
                UTC_ZONE,
                Removal.DIRECT,
                has_fabrics=False,
                read_at=NOW if draw(st.booleans()) else None,
                clock=ClockState.RIGHT,
            ),
        )
        for number, door_id in enumerate(DOORS)
    ]
    return World(people, groups, grants, records, doors, draw(key_charts()))


@st.composite
def key_charts(draw: st.DrawFn) -> KeyChart:
    keys = {
        key_id: MechanicalKey(
            key_id, f"K{number}", draw(st.integers(1, 3)), draw(some(DOORS)), draw(some(BOXES))
        )
        for number, key_id in enumerate(KEYS)
    }
    boxes = {
        box_id: KeyBox(
            box_id, f"B{number}", known_to=draw(some(PEOPLE)), door_ids=draw(some(DOORS))
        )
        for number, box_id in enumerate(BOXES)
    }
    holders = [*((person, None) for person in PEOPLE), *((None, box) for box in BOXES)]
    issues = [
        KeyIssue(
            KeyIssueId(UUID(int=1000 + number)),
            key_id,
            NOW,
            *holder,
            returned_at=NOW if end == "back" else None,
            lost_at=NOW if end == "lost" else None,
        )
        for number, (key_id, holder, end) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(KEYS),
                        st.sampled_from(holders),
                        st.sampled_from(("out", "out", "out", "back", "lost")),
                    ),
                    max_size=5,
                )
            )
        )
    ]
    return KeyChart(keys, boxes, tuple(issues))


def who_at(world: World, door: DoorSeen) -> Openers:
    wishes = wishes_of(
        world.grants,
        groups=world.groups,
        people=world.people,
        credentials={one.id: one for one in CREDENTIALS},
        zones=dict.fromkeys(DOORS, UTC_ZONE),
        now=NOW,
    )
    return who(
        door,
        [wish for wish in wishes if wish.door_id == door.door_id],
        [record for record in world.records if record.door_id == door.door_id],
        world.holders,
        world.keys,
        Moment(NOW, NOW),
    )


def reach_of(world: World, subject: Subject) -> tuple[Openers, ...]:
    wishes = wishes_of(
        world.grants,
        groups=world.groups,
        people=world.people,
        credentials={one.id: one for one in CREDENTIALS},
        zones=dict.fromkeys(DOORS, UTC_ZONE),
        now=NOW,
    )
    moment = Moment(NOW, NOW)
    return reach(subject, world.doors, wishes, world.records, world.holders, world.keys, moment)


# --- by walking every way -------------------------------------------------------------------------


def leads(chart: KeyChart, thing: UUID, door_id: DoorId, seen: tuple[UUID, ...] = ()) -> bool:
    """Whether a key or an open box leads to the door: tried one after the other, without any index."""
    if thing in seen:
        return False
    for key in chart.keys.values():
        if key.id == thing:
            return door_id in key.door_ids or any(
                leads(chart, box, door_id, (*seen, thing)) for box in key.box_ids
            )
    box = chart.boxes[KeyBoxId(thing)]
    return door_id in box.door_ids or any(
        leads(chart, issue.key_id, door_id, (*seen, thing))
        for issue in chart.issues
        if issue.box_id == box.id and issue.returned_at is None and issue.lost_at is None
    )


def brute_keys(chart: KeyChart, door_id: DoorId) -> set[tuple[UUID | None, UUID, bool]]:
    """Who (None: nobody known) opens this door with which thing, and whether it was lost."""
    found: set[tuple[UUID | None, UUID, bool]] = set()
    for key in chart.keys.values():
        if not leads(chart, key.id, door_id):
            continue
        away = 0
        for issue in chart.issues:
            if issue.key_id == key.id and issue.returned_at is None:
                away += issue.copies
                if issue.lost_at is not None:
                    found.add((None, key.id, True))
                elif issue.person_id is not None:
                    found.add((issue.person_id, key.id, False))
        if away < key.copies:
            found.add((None, key.id, False))
    for box in chart.boxes.values():
        if leads(chart, box.id, door_id):
            found |= {(person, box.id, False) for person in box.known_to}
            if not box.known_to:
                found.add((None, box.id, False))
    return found


def brute_entries(world: World, door_id: DoorId) -> set[UUID]:
    """The credentials that are wanted at this door, or may be on its lock."""
    found = {record.credential_id for record in world.records if record.door_id == door_id}
    for grant, credential in product(world.grants, CREDENTIALS):
        person = world.people[grant.person_id]
        is_named = door_id in grant.door_ids or any(
            door_id in world.groups[group].door_ids for group in grant.group_ids
        )
        is_out = door_id in grant.except_door_ids or grant.revoked_at is not None
        is_paused = person.is_paused or door_id in person.paused_door_ids
        if grant.credential_id == credential.id and is_named and not is_out and not is_paused:
            found.add(credential.id)
    return set(found)


SUBJECTS = [
    *(Subject(SubjectKind.PERSON, one) for one in PEOPLE),
    *(Subject(SubjectKind.CREDENTIAL, one.id) for one in CREDENTIALS),
    *(Subject(SubjectKind.KEY, one) for one in KEYS),
    *(Subject(SubjectKind.KEY_BOX, one) for one in BOXES),
]


def is_of(opener: Opener, subject: Subject) -> bool:
    mine = opener.person_id if subject.kind is SubjectKind.PERSON else opener.thing_id
    return mine == subject.id


def check(world: World) -> None:
    answers = [who_at(world, door) for door in world.doors]
    credentials = {one.id for one in CREDENTIALS}
    for door, answer in zip(world.doors, answers, strict=True):
        entries = [o for o in answer.openers if o.thing_id in credentials]
        others = [o for o in answer.openers if o.thing_id not in credentials]
        assert {o.thing_id for o in entries} == brute_entries(world, door.door_id)
        assert len(entries) == len({o.thing_id for o in entries})
        told = [(o.person_id, o.thing_id, o.is_lost) for o in others]
        assert set(told) == brute_keys(world.keys, door.door_id)
        assert len(told) == len(set(told))
        levels = {r.proof.level for r in world.records if r.door_id == door.door_id}
        is_read = door.lock is not None and door.lock.read_at is not None
        assert answer.is_complete == (is_read and ProofLevel.UNKNOWN not in levels)
    for subject in SUBJECTS:
        expected = {
            answer.door_id: {o for o in answer.openers if is_of(o, subject)} for answer in answers
        }
        found = reach_of(world, subject)
        assert {a.door_id: set(a.openers) for a in found} == {
            d: o for d, o in expected.items() if o
        }
        assert [a.door_id for a in found] == [d for d in DOORS if expected[d]]
        for one in found:
            whole = answers[DOORS.index(one.door_id)]
            assert set(one.gaps) <= set(whole.gaps)
            has_entries = any(o.thing_id in credentials for o in one.openers)
            assert has_entries or not one.gaps
            assert (Gap.NEVER_READ in one.gaps) == (has_entries and Gap.NEVER_READ in whole.gaps)


@given(worlds())
@settings(max_examples=120, deadline=None)
def test_both_ends_say_what_walking_every_way_says(world: World):
    check(world)


@pytest.mark.slow
@given(worlds())
@settings(max_examples=5000, deadline=None)
def test_both_ends_say_what_walking_every_way_says_in_many_more_worlds(world: World):
    check(world)


def test_boxes_in_boxes_and_a_circle_of_keys_come_to_an_end():
    """A key to a box with the key to another box, in which the first key's second copy lies."""
    first = MechanicalKey(KEYS[0], "1", 2, frozenset(), frozenset({BOXES[0]}))
    second = MechanicalKey(KEYS[1], "2", 1, frozenset({DOORS[0]}), frozenset({BOXES[1]}))
    chart = KeyChart(
        {one.id: one for one in (first, second)},
        {box: KeyBox(box, str(box)) for box in BOXES[:2]},
        (
            KeyIssue(KeyIssueId(UUID(int=1)), first.id, NOW, person_id=PEOPLE[0]),
            KeyIssue(KeyIssueId(UUID(int=2)), second.id, NOW, box_id=BOXES[0]),
            KeyIssue(KeyIssueId(UUID(int=3)), first.id, NOW, box_id=BOXES[1]),
        ),
    )
    bare = World({}, {}, [], [], [DoorSeen(DOORS[0], UTC_ZONE)], chart)
    (found,) = reach_of(bare, Subject(SubjectKind.PERSON, PEOPLE[0]))
    assert [(o.person_id, o.label) for o in found.openers] == [(PEOPLE[0], "1")]
    assert brute_keys(chart, DOORS[0]) == {
        (o.person_id, o.thing_id, o.is_lost) for o in who_at(bare, bare.doors[0]).openers
    }
