"""Rows against what the project holds: what is made, what changes, what is left out, what is wrong."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.ids import LockId, SiteId
from app.domain.import_steps import ImportNoun
from app.domain.lock import Capabilities, Lock, PinRules, ScheduleLimits
from app.domain.person import Person
from app.domain.project import Site
from tests.unit.domain.import_world import NOW, ImportWorld, codes

SURVEY = (
    {"site": "House", "site_address": "Street 1", "door": "Front", "handing": "left_inward"},
    {"site": "House", "door": "Back", "thickness_mm": "40", "groups": "All;Ground"},
)
PEOPLE = (
    {"person": "Anna", "email": "a@example.org", "door": "House/Front", "until": "2026-06-01"},
    {"person": "Anna", "email": "a@example.org", "door": "House/Back", "until": "2026-06-01"},
    {"person": "Ben", "groups": "All", "weekly": "Mo-Fr 08:00-12:00"},
)
QR, DIGITS = "MT:-24J0AFN00KA0648G00", "34970112332"


@pytest.fixture
def world() -> ImportWorld:
    return ImportWorld()


def mount(world: ImportWorld, name: str, pins: PinRules | None) -> Lock:
    """A lock with these rules at the door."""
    door = world.door(name)
    lock = Lock(
        LockId(UUID(int=900 + len(world.now.locks))),
        door.id,
        "fake",
        "Acme",
        "Bolt 2",
        "SN1",
        "1.0",
        "",
        NOW,
    )
    limits = ScheduleLimits(1, 1)
    known = Capabilities(pins, 10, 10, 1, 10, limits, True, True, True, False, False, True)
    world.now = replace(
        world.now,
        locks={**world.now.locks, door.id: lock},
        capabilities={**world.now.capabilities, lock.id: known},
    )
    return lock


def test_a_survey_makes_sites_doors_and_groups(world: ImportWorld):
    plan = world.take(*SURVEY)
    assert [step.label for step in plan.sites] == ["House"]
    assert [step.label for step in plan.doors] == ["House/Front", "House/Back"]
    assert [step.label for step in plan.groups] == ["All", "Ground"]
    assert world.now.sites[0].fields == {"address": "Street 1"}
    assert world.door("Front").fields == {"handing": "left_inward"}
    assert world.now.groups[0].door_ids == {world.door_id("Back")}


def test_the_same_table_twice_gives_an_empty_plan(world: ImportWorld):
    rows = (*SURVEY, *PEOPLE, {"setup_code": QR, "door": "House/Front"})
    world.take(*rows)
    plan = world.plan(*rows)
    assert plan.is_empty
    assert not plan.issues
    assert plan.already == {
        ImportNoun.SITES: 1,
        ImportNoun.DOORS: 2,
        ImportNoun.GROUPS: 2,
        ImportNoun.PEOPLE: 2,
        ImportNoun.GRANTS: 2,
        ImportNoun.SETUP_CODES: 1,
    }


def test_names_match_without_regard_to_case(world: ImportWorld):
    world.take(*SURVEY)
    plan = world.plan({"site": "HOUSE", "door": "front", "groups": "ground"})
    assert [step.noun for step in plan.steps] == [ImportNoun.GROUPS]
    assert not world.plan({"site": "HOUSE", "door": "front"}).steps


def test_two_spellings_of_one_name_in_the_project_need_the_exact_one(world: ImportWorld):
    twins = tuple(Site(SiteId(UUID(int=n)), name) for n, name in ((1, "House"), (2, "house")))
    world.now = replace(world.now, sites=twins)
    assert codes(world.plan({"site": "HOUSE"})) == [(2, "site", "import_site_ambiguous")]
    assert not world.plan({"site": "house"}).issues


def test_a_change_is_told_with_before_and_after(world: ImportWorld):
    world.take(*SURVEY)
    plan = world.plan({"site": "House", "door": "Front", "handing": "sliding", "private": "yes"})
    (step,) = plan.doors
    told = {(c.column.value, c.before, c.after) for c in step.changes}
    assert told == {("handing", "left_inward", "sliding"), ("private", "no", "yes")}


def test_what_is_left_empty_stays_and_foreign_notes_too(world: ImportWorld):
    world.take(*SURVEY)
    door = world.door("Front")
    marked = replace(door, fields={**door.fields, "own note": "x"})
    world.now = replace(world.now, doors=(marked, world.door("Back")))
    world.take({"site": "House", "door": "Front", "handing": "", "power": "mains"})
    assert world.door("Front").fields == {
        "handing": "left_inward",
        "own note": "x",
        "power": "mains",
    }


def test_two_rows_that_say_it_differently_are_refused_at_the_lower_one(world: ImportWorld):
    plan = world.plan(
        {"site": "House", "door": "Front", "handing": "sliding"},
        {"site": "House", "door": "Front", "power": "mains"},
        {"site": "house", "door": "front", "handing": "left_inward"},
    )
    assert codes(plan) == [(4, "handing", "import_said_otherwise")]
    assert plan.issues[0].parameters == {"other": 2}


def test_a_wifi_password_is_kept_and_never_told(world: ImportWorld):
    world.take({"site": "House", "site_wifi_password": "first secret"})
    plan = world.take({"site": "House", "site_wifi_password": "second secret"})
    assert world.now.sites[0].wifi_password == Secret("second secret")
    assert "secret" not in repr(plan).replace("is_secret", "")
    assert plan.sites[0].changes[0].is_secret
    assert world.plan({"site": "House", "site_wifi_password": "second secret"}).is_empty


def test_a_door_without_a_site_means_the_only_one_of_that_name(world: ImportWorld):
    rows = ({"door": "Front", "power": "mains"}, {"site": "House", "door": "Front"})
    assert not world.plan(*rows).issues
    found = world.plan(*rows, {"site": "Barn", "door": "Front"})
    assert codes(found) == [(2, "door", "import_door_ambiguous")]
    assert codes(world.plan(rows[0])) == [(2, "door", "import_door_without_site")]


def test_a_mounted_lock_is_not_changed_by_a_table(world: ImportWorld):
    world.take(*SURVEY)
    mount(world, "Front", None)
    row = {"site": "House", "door": "Front", "vendor": "acme", "serial": "OTHER"}
    plan = world.plan(row)
    assert plan.is_empty
    assert [(n.row, n.column, n.code) for n in plan.notes] == [(2, "serial", "import_lock_differs")]
    world.take({"site": "House", "door": "Back", "vendor": "Acme", "serial": "SN9"})
    assert world.door("Back").fields["lock_serial"] == "SN9"


def test_people_are_known_by_e_mail_then_by_a_unique_name(world: ImportWorld):
    world.take({"person": "Anna", "email": "a@example.org"}, {"person": "Ben"})
    plan = world.take({"person": "Anne", "email": "A@example.org", "phone": "1"})
    assert [step.is_new for step in plan.people] == [False]
    assert {p.name for p in world.now.people} == {"Anne", "Ben"}
    plan = world.take({"person": "ben", "email": "b@example.org"})
    assert [(step.is_new, step.label) for step in plan.people] == [(False, "Ben")]
    world.take({"person": "Ben", "email": "other@example.org"})
    assert len(world.now.people) == 3
    assert codes(world.plan({"person": "Ben"})) == [(2, "person", "import_person_ambiguous")]


def test_whom_a_name_means_does_not_depend_on_the_order_of_rows(world: ImportWorld):
    rows = [
        {"person": "Anna"},
        {"person": "Anna", "email": "a@example.org"},
        {"person": "Anna", "email": "b@example.org"},
    ]
    assert {code for _, _, code in codes(world.plan(*rows))} == {"import_person_ambiguous"}
    assert {code for _, _, code in codes(world.plan(*rows[::-1]))} == {"import_person_ambiguous"}


def test_rows_of_one_person_with_the_same_times_become_one_grant(world: ImportWorld):
    world.take(*SURVEY)
    plan = world.take(*PEOPLE)
    assert [len(step.value.door_ids) for step in plan.grants] == [2, 0]
    assert len(plan.credentials) == 2
    assert plan.door_ids == {world.door_id("Front"), world.door_id("Back")}


def test_a_grant_that_is_there_is_extended_by_the_missing_door_alone(world: ImportWorld):
    world.take(*SURVEY, {"person": "Anna", "door": "House/Front"})
    plan = world.take({"person": "Anna", "door": "Front"}, {"person": "Anna", "door": "Back"})
    (step,) = plan.grants
    assert step.value.door_ids == {world.door_id("Back")}
    assert not plan.credentials  # the same code at both doors


def test_other_times_at_the_same_door_replace_the_older_ones_there_alone(world: ImportWorld):
    world.take(
        *SURVEY,
        {"person": "Anna", "door": "House/Front", "until": "2026-06-01"},
        {"person": "Anna", "door": "House/Back", "until": "2026-06-01"},
    )
    plan = world.take({"person": "Anna", "door": "Front", "until": "2026-05-01"})
    assert [step.is_new for step in plan.grants] == [True, False]
    assert {tuple(grant.door_ids) for grant in world.now.grants} == {
        (world.door_id("Front"),),
        (world.door_id("Back"),),
    }


def test_two_validities_at_one_door_in_one_table_stay_both(world: ImportWorld):
    rows = (
        {"person": "Anna", "door": "House/Front", "weekly": "Mo 08:00-12:00"},
        {"person": "Anna", "door": "House/Front", "weekly": "Tu 08:00-12:00"},
    )
    world.take(*SURVEY)
    world.take(*rows)
    assert len(world.now.grants) == 2
    assert world.plan(*rows).is_empty


def test_times_that_one_code_cannot_keep_are_refused_unless_each_has_its_pin(world: ImportWorld):
    world.take(*SURVEY)
    rows = (
        {"person": "A", "door": "Front", "from": "2026-05-01", "until": "2026-05-03"},
        {"person": "A", "door": "Front", "from": "2026-07-01", "until": "2026-07-03"},
    )
    assert codes(world.plan(*rows)) == [(3, "from", "import_times_apart")]
    first, second = rows
    assert not world.plan({**first, "pin": "482915"}, {**second, "pin": "739264"}).issues


def test_times_that_are_over_are_left_out_and_said(world: ImportWorld):
    plan = world.plan({"person": "A", "door": "House/Front", "until": "2026-01-01"}, *SURVEY)
    assert [(n.row, n.code) for n in plan.notes] == [(2, "import_is_over")]
    assert not plan.grants
    assert len(plan.people) == 1


def test_an_end_before_the_beginning_is_refused(world: ImportWorld):
    row = {"person": "A", "door": "S/D", "from": "2026-06-01", "until": "2026-05-01"}
    assert codes(world.plan(row)) == [(2, "until", "from_after_until")]


def test_a_given_pin_follows_the_lock_and_is_nobody_elses(world: ImportWorld):
    world.take(*SURVEY)
    mount(world, "Front", PinRules(4, 6))
    row = {"person": "Anna", "door": "Front", "pin": "48291573"}
    assert codes(world.plan(row)) == [(2, "pin", "pin_length")]
    twice = ({**row, "pin": "482915"}, {"person": "Ben", "door": "Front", "pin": "482915"})
    plan = world.plan(*twice)
    assert codes(plan) == [(3, "pin", "duplicate")]
    assert "482915" not in repr(plan)
    world.take(twice[0])
    assert codes(world.plan(twice[1])) == [(2, "pin", "duplicate")]
    assert world.plan(twice[0]).is_empty
    assert not world.plan({**twice[1], "door": "Back"}).issues


def test_a_lock_without_codes_refuses_access(world: ImportWorld):
    world.take(*SURVEY)
    mount(world, "Front", None)
    assert codes(world.plan({"person": "A", "door": "Front"})) == [(2, "door", "no_pins")]


def test_drawn_pins_are_unique_at_a_door_and_fit_its_lock(world: ImportWorld):
    world.take(*SURVEY)
    mount(world, "Front", PinRules(4, 4))
    plan = world.take(*({"person": f"Guest {n}", "door": "Front"} for n in range(300)))
    values = [c.value.reveal() for c in plan.credentials if c.value]
    assert len(set(values)) == len(values) == 300
    assert {len(value) for value in values} == {4}


def test_no_drawn_pin_comes_from_the_phone_of_the_person_or_from_the_house(world: ImportWorld):
    world.take({"site": "Elm Street 357", "door": "Front"})
    mount(world, "Front", PinRules(3, 3, alphabet="3579", forbidden_prefixes=("9",)))
    phone = "0597593"
    guest = {"person": "Guest", "door": "Front", "phone": phone}
    drawn = [world.plan(guest).credentials[0].value for _ in range(60)]
    codes_drawn = {code.reveal() for code in drawn if code is not None}
    assert len(codes_drawn) > 5
    assert not [code for code in codes_drawn if code in phone or code[::-1] in phone]
    assert not codes_drawn & {"357", "753"}


def test_a_door_without_codes_left_says_so(world: ImportWorld):
    world.take(*SURVEY)
    mount(world, "Front", PinRules(3, 3, alphabet="12"))
    plan = world.plan(*({"person": f"Guest {n}", "door": "Front"} for n in range(9)))
    assert {code for _, _, code in codes(plan)} == {"no_pin_left"}


def test_a_group_is_granted_without_its_exceptions(world: ImportWorld):
    world.take(*SURVEY, {"site": "House", "door": "Front", "groups": "All"})
    world.take({"person": "Ben", "groups": "All", "except": "House/Front"})
    (grant,) = world.now.grants
    assert grant.except_door_ids == {world.door_id("Front")}
    assert codes(world.plan({"person": "B", "groups": "All", "except": "No/Where"})) == [
        (2, "except", "unknown_door")
    ]


def test_access_to_a_group_without_doors_waits_for_them(world: ImportWorld):
    plan = world.take({"groups": "Later", "person": "Anna"})
    assert [(note.row, note.code) for note in plan.notes] == [(2, "import_group_empty")]
    (step,) = plan.grants
    assert [world.now.groups[0].id] == list(step.value.group_ids)
    assert world.plan({"groups": "Later", "person": "Anna"}).is_empty


def test_what_one_row_excepts_is_not_taken_from_another(world: ImportWorld):
    for door in ("A", "B"):
        world.take({"site": "Home", "door": door, "groups": f"All;Only {door}"})
    plan = world.take(
        {"groups": "All", "person": "Anna", "except": "Home/A"},
        {"groups": "Only A", "person": "Anna"},
    )
    assert len(plan.grants) == 2
    excepted = [step.value.except_door_ids for step in plan.grants]
    assert excepted == [frozenset({world.door_id("A")}), frozenset()]


def test_a_group_of_which_a_door_was_taken_is_granted_again(world: ImportWorld):
    world.take({"site": "Home", "door": "A", "groups": "All"})
    world.take({"groups": "All", "person": "Anna", "except": "Home/A"})
    assert world.plan({"groups": "All", "person": "Anna", "except": "Home/A"}).is_empty
    assert len(world.plan({"groups": "All", "person": "Anna"}).grants) == 1


def test_people_of_one_name_are_told_apart_by_the_words_of_the_table(world: ImportWorld):
    rows = (
        {"person": "Anna", "person_id": "7", "phone": "1"},
        {"person": "Anna", "person_id": "8", "phone": "2"},
        {"person": "Anna", "person_id": "8", "email": "a@example.org"},
    )
    world.take(*rows)
    assert sorted(str(person.phone) for person in world.now.people) == ["1", "2"]
    assert codes(
        world.plan({"person": "Ben", "person_id": "9"}, {"person": "Eve", "person_id": "9"})
    ) == [(3, "person", "import_said_otherwise")]


def test_a_pause_reaches_the_records_of_everything_that_was_given(world: ImportWorld):
    world.take({"site": "Home", "door": "A", "person": "Anna"})
    plan = world.take({"person": "Anna", "paused": "yes"})
    assert world.now.people[0].is_paused
    assert plan.door_ids == {world.door_id("A")}
    world.take({"person": "Anna", "paused": "Home/A"})
    assert world.now.people[0].paused_door_ids == {world.door_id("A")}
    assert codes(world.plan({"person": "Anna", "paused": "Home/B"})) == [
        (2, "paused", "unknown_door")
    ]


def test_holidays_come_with_their_days_and_days_are_added(world: ImportWorld):
    plan = world.take(
        {"calendar": "School", "calendar_dates": "2026-12-24; 2026-12-25"},
        {"site": "Home", "door": "A", "person": "Anna", "holidays": "School:closed"},
    )
    assert not plan.issues
    more = world.plan({"calendar": "school", "calendar_dates": "2026-12-26"})
    assert len(more.calendars[0].value.dates) == 3
    assert more.door_ids == {world.door_id("A")}
    assert codes(world.plan({"calendar_dates": "2026-12-24"})) == [
        (2, "calendar", "import_calendar_missing")
    ]
    assert codes(world.plan({"calendar": "School", "calendar_dates": "Christmas"})) == [
        (2, "calendar_dates", "survey_date")
    ]


def test_what_is_noted_of_a_mounted_lock_goes_with_the_lock(world: ImportWorld):
    world.take({"site": "Home", "door": "A", "battery_type": "4 x AA"})
    assert world.door("A").fields == {"lock_battery_type": "4 x AA"}
    mount(world, "A", None)
    plan = world.plan({"site": "Home", "door": "A", "battery_type": "CR123A", "lock_more": "k=v"})
    assert not plan.doors
    assert plan.locks[0].value.fields == {"battery_type": "CR123A", "k": "v"}


def test_an_unknown_calendar_is_refused(world: ImportWorld):
    row = {"person": "B", "door": "House/Front", "holidays": "Bavaria:closed"}
    assert codes(world.plan(row)) == [(2, "holidays", "unknown_calendar")]


def test_setup_codes_go_to_the_tray_or_to_the_door_and_are_kept_once(world: ImportWorld):
    plan = world.take({"setup_code": QR}, {"setup_code": DIGITS})
    assert [step.value.door_id for step in plan.codes] == [None]
    assert plan.already == {ImportNoun.SETUP_CODES: 1}  # the digits beside the QR code
    plan = world.take({"site": "House", "door": "Front", "setup_code": QR})
    assert [step.is_new for step in plan.codes] == [False]
    assert world.now.codes[0].door_id == world.door_id("Front")
    found = world.plan({"site": "House", "door": "Back", "setup_code": QR})
    assert codes(found) == [(2, "setup_code", "import_code_elsewhere")]
    assert QR not in repr(plan)


def test_one_code_at_two_doors_of_a_table_is_refused(world: ImportWorld):
    plan = world.plan(
        {"site": "House", "door": "Front", "setup_code": QR},
        {"site": "House", "door": "Back", "setup_code": DIGITS},
    )
    assert codes(plan) == [(3, "setup_code", "import_code_twice")]


def test_membership_is_never_taken_away(world: ImportWorld):
    world.take(*SURVEY)
    world.take({"site": "House", "door": "Back", "groups": "Other"})
    assert {g.name: len(g.door_ids) for g in world.now.groups} == {
        "All": 1,
        "Ground": 1,
        "Other": 1,
    }


def test_somebody_who_was_there_keeps_what_the_table_leaves_out(world: ImportWorld):
    anna = Person(
        id=world.plan({"person": "x"}).people[0].value.id, name="Anna", phone="1", language="de"
    )
    world.now = replace(world.now, people=(anna,))
    world.take({"person": "anna", "email": "a@example.org"})
    assert world.now.people == (replace(anna, email="a@example.org"),)


NAMES = st.sampled_from(["House", "house", "Barn", "Shed"])
DOORS = st.sampled_from(["Front", "front", "Back", "Gate"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"site": NAMES, "door": DOORS},
        optional={
            "groups": st.sampled_from(["All", "all;Ground", "Ground"]),
            "person": st.sampled_from(["Anna", "anna", "Ben"]),
            "handing": st.sampled_from(["sliding", ""]),
            "setup_code": st.sampled_from([QR, DIGITS, ""]),
        },
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, more=ROWS, seed=st.integers(0, 99))
def test_whatever_is_taken_needs_nothing_more(rows: list, more: list, seed: int):
    world = ImportWorld(chance=random.Random(seed))
    for table in (rows, more):
        if not world.plan(*table).issues:
            world.take(*table)
            assert world.plan(*table).is_empty


def test_thousands_of_rows_are_planned_in_seconds(world: ImportWorld):
    rows = [
        {"site": f"Site {n % 50}", "door": f"Door {n}", "person": f"Guest {n}"} for n in range(3000)
    ]
    begun = datetime.now(UTC)
    plan = world.plan(*rows)
    assert len(plan.grants) == 3000
    assert (datetime.now(UTC) - begun).total_seconds() < 20
