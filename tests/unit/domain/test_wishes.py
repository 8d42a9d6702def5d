"""From grants to wishes: groups, exceptions, pauses, ends, and grants that are united."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Grant, HolidayRule, Holidays, Validity
from app.domain.ids import CalendarId, CredentialId, DoorId, GrantId, GroupId, PersonId
from app.domain.person import Person
from app.domain.project import Group
from app.domain.validity_text import parse_weekly
from app.domain.wishes import Wish, WishState, doors_of, grant_without, unite, wishes_of
from tests.unit.domain.validity_strategies import wall

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
STREET, FLAT, CELLAR = (DoorId(uuid4()) for _ in range(3))
HOUSE = Group(GroupId(uuid4()), "House", frozenset({STREET, FLAT}))
YARD = Group(GroupId(uuid4()), "Yard", frozenset({FLAT, CELLAR}))
GROUPS = {HOUSE.id: HOUSE, YARD.id: YARD}
ANN = Person(PersonId(uuid4()), "Ann")
PIN = Credential(CredentialId(uuid4()), ANN.id, CredentialKind.PIN, "", Secret("4711"), NOW)
MORNINGS = (parse_weekly("Mo-Fr 08:00-12:00"),)
EVENINGS = (parse_weekly("Mo-Fr 18:00-20:00"),)


def granted(
    *doors: DoorId,
    groups: tuple[Group, ...] = (),
    but: tuple[DoorId, ...] = (),
    validity: Validity = ALWAYS,
    days_ago: int = 1,
    revoked_at: datetime | None = None,
) -> Grant:
    return Grant(
        GrantId(uuid4()),
        ANN.id,
        PIN.id,
        frozenset(doors),
        frozenset(group.id for group in groups),
        frozenset(but),
        validity,
        NOW - timedelta(days=days_ago),
        revoked_at,
    )


def wished(*grants: Grant, person: Person = ANN, pin: Credential = PIN) -> tuple[Wish, ...]:
    return wishes_of(
        grants,
        groups=GROUPS,
        people={ANN.id: person},
        credentials={PIN.id: pin},
        zones=dict.fromkeys((STREET, FLAT, CELLAR), PARIS),
        now=NOW,
    )


def months(first: int, last: int, **parts: object) -> Validity:
    return Validity(start=wall(2026, first, 1), end=wall(2026, last, 1), **parts)  # type: ignore[arg-type]


def test_a_grant_covers_its_doors_and_those_of_its_groups_but_the_excepted() -> None:
    assert doors_of(granted(CELLAR, groups=(HOUSE,), but=(FLAT,)), GROUPS) == {STREET, CELLAR}


def test_membership_of_a_group_is_live() -> None:
    grant = granted(groups=(HOUSE,))
    assert doors_of(grant, GROUPS) == {STREET, FLAT}
    assert doors_of(grant, {HOUSE.id: replace(HOUSE, door_ids=frozenset({CELLAR}))}) == {CELLAR}
    assert doors_of(grant, {}) == frozenset()


def test_a_door_that_does_not_exist_any_more_is_wished_for_by_nobody() -> None:
    assert wished(granted(DoorId(uuid4()))) == ()


def test_each_door_of_a_grant_is_one_wish() -> None:
    grant = granted(groups=(HOUSE,))
    found = wished(grant)
    assert {wish.door_id for wish in found} == {STREET, FLAT}
    assert all(wish.is_wanted and wish.grant_id == grant.id for wish in found)


@pytest.mark.parametrize(
    ("grant", "person", "pin", "state"),
    [
        (granted(FLAT), ANN, PIN, WishState.WANTED),
        (granted(FLAT, revoked_at=NOW), ANN, PIN, WishState.REVOKED),
        (granted(FLAT, revoked_at=NOW + timedelta(days=1)), ANN, PIN, WishState.WANTED),
        (granted(FLAT, validity=months(1, 5)), ANN, PIN, WishState.ENDED),
        (granted(FLAT, validity=months(6, 7)), ANN, PIN, WishState.WANTED),
        (granted(FLAT), replace(ANN, is_paused=True), PIN, WishState.PAUSED),
        (granted(FLAT), ANN, replace(PIN, ended_at=NOW), WishState.CREDENTIAL_ENDED),
    ],
)
def test_a_wish_says_whether_it_counts(
    grant: Grant, person: Person, pin: Credential, state: WishState
) -> None:
    [wish] = wished(grant, person=person, pin=pin)
    assert wish.state is state
    assert wish.is_wanted == (state is WishState.WANTED)


def test_one_use_granted_a_day_ago_has_ended() -> None:
    [wish] = wished(granted(FLAT, validity=Validity(is_once=True)))
    assert wish.state is WishState.ENDED


def test_two_grants_of_one_credential_at_a_door_are_united() -> None:
    first, second = granted(FLAT, validity=months(4, 6), days_ago=2), granted(FLAT)
    [wish] = wished(second, first)
    assert (wish.validity, wish.grant_id, wish.is_expressible) == (ALWAYS, second.id, True)


def test_grants_that_one_validity_cannot_unite_are_said_to_be_so() -> None:
    first = granted(FLAT, validity=months(4, 6), days_ago=2)
    second = granted(FLAT, validity=months(8, 9), days_ago=1)
    third = granted(FLAT, validity=months(8, 9), days_ago=0)
    [wish] = wished(first, second, third)
    assert (wish.validity, wish.is_expressible) == (second.validity, False)


def test_what_has_ended_or_is_revoked_takes_no_part_in_the_union() -> None:
    live = granted(FLAT, validity=months(4, 6), days_ago=3)
    ended = granted(FLAT, validity=months(1, 3), days_ago=2)
    revoked = granted(FLAT, revoked_at=NOW, days_ago=1)
    [wish] = wished(live, ended, revoked)
    assert (wish.validity, wish.grant_id, wish.is_wanted) == (live.validity, live.id, True)


def test_where_no_grant_counts_the_newest_says_why() -> None:
    ended = granted(FLAT, validity=months(1, 3), days_ago=2)
    revoked = granted(FLAT, revoked_at=NOW, days_ago=1)
    [wish] = wished(ended, revoked)
    assert (wish.state, wish.grant_id) == (WishState.REVOKED, revoked.id)


CLOSED = (Holidays(CalendarId(uuid4()), HolidayRule.CLOSED),)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (months(1, 3), months(1, 3), months(1, 3)),
        (months(1, 3), ALWAYS, ALWAYS),
        (months(1, 3), months(3, 6), months(1, 6)),
        (months(1, 5), months(3, 6), months(1, 6)),
        (months(1, 9), months(3, 6), months(1, 9)),
        (months(3, 6), months(1, 9), months(1, 9)),
        (months(1, 3), months(4, 6), None),
        (months(4, 6), months(1, 3), None),
        (months(1, 3), Validity(end=wall(2026, 2, 1)), Validity(end=wall(2026, 3, 1))),
        (months(1, 3), Validity(start=wall(2026, 2, 1)), Validity(start=wall(2026, 1, 1))),
        (Validity(start=wall(2026, 1, 1)), Validity(end=wall(2026, 2, 1)), ALWAYS),
        (
            Validity(weekly=MORNINGS),
            Validity(weekly=EVENINGS),
            Validity(weekly=MORNINGS + EVENINGS),
        ),
        (months(1, 3, weekly=MORNINGS), months(1, 3), months(1, 3)),
        (months(1, 3), months(1, 3, weekly=MORNINGS), months(1, 3)),
        (
            months(1, 3, weekly=MORNINGS),
            months(2, 4, weekly=MORNINGS),
            months(1, 4, weekly=MORNINGS),
        ),
        (months(1, 3, weekly=MORNINGS), months(2, 4, weekly=EVENINGS), None),
        (months(1, 3, holidays=CLOSED), months(2, 4), None),
        (months(1, 3, is_once=True), months(2, 4), None),
        (months(1, 3), months(2, 4, is_once=True), None),
    ],
)
def test_two_validities_are_united_or_it_is_said_that_one_cannot_hold_both(
    first: Validity, second: Validity, together: Validity | None
) -> None:
    assert unite(first, second, PARIS) == together


def test_a_single_door_is_taken_out_of_a_grant() -> None:
    grant = granted(STREET, FLAT)
    left = grant_without(grant, door_ids=[FLAT], groups=GROUPS, now=NOW)
    assert left == replace(grant, door_ids=frozenset({STREET}))


def test_a_door_of_a_group_is_excepted_and_the_group_stays() -> None:
    grant = granted(groups=(HOUSE,))
    left = grant_without(grant, door_ids=[FLAT, CELLAR], groups=GROUPS, now=NOW)
    assert left == replace(grant, except_door_ids=frozenset({FLAT}))


def test_a_group_is_taken_out_with_its_doors_also_where_another_group_holds_them() -> None:
    grant = granted(STREET, groups=(HOUSE, YARD))
    left = grant_without(grant, group_ids=[HOUSE.id], groups=GROUPS, now=NOW)
    assert doors_of(left, GROUPS) == {CELLAR}
    assert left.group_ids == {YARD.id}


def test_a_group_that_the_grant_does_not_name_takes_its_doors_out() -> None:
    grant = granted(STREET, CELLAR)
    left = grant_without(grant, group_ids=[HOUSE.id, GroupId(uuid4())], groups=GROUPS, now=NOW)
    assert left == replace(grant, door_ids=frozenset({CELLAR}))


def test_a_grant_with_nothing_left_is_revoked_and_keeps_its_doors() -> None:
    grant = granted(STREET, FLAT)
    assert grant_without(grant, door_ids=[STREET, FLAT], groups=GROUPS, now=NOW) == replace(
        grant, revoked_at=NOW
    )


def test_taking_out_what_is_not_in_it_or_what_is_revoked_changes_nothing() -> None:
    grant = granted(STREET)
    assert grant_without(grant, door_ids=[FLAT], groups=GROUPS, now=NOW) is grant
    revoked = granted(STREET, revoked_at=NOW)
    assert grant_without(revoked, door_ids=[STREET], groups=GROUPS, now=NOW) is revoked
