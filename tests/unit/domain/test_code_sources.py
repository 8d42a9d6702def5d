"""Codes that come from a phone number, a birthday or a house number."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.code_sources import (
    is_taken_from,
    sources_of_person,
    sources_of_place,
    taken_from,
)

PHONE = sources_of_person(phone="+49 (0)221 / 47 11 92 8")
BIRTHDAY = sources_of_person(birthday=date(1984, 5, 1))
HOUSE = sources_of_place("Hofgarten 12 b, 50667 Köln", "Flat 7")


@pytest.mark.parametrize(
    ("sources", "codes"),
    [
        (PHONE, "471192 711928 221471 8291 022147 0221 4711928 829117"),
        (BIRTHDAY, "010584 0105 1984 1584 0584 840501 01051984 050184 19840501 4891 584"),
        (HOUSE, "1212 121212 0012 1200 0120 000012 2121 5066 50667 76605 1250 0700"),
    ],
)
def test_what_comes_from_a_fact_is_known(sources: frozenset[str], codes: str) -> None:
    assert [code for code in codes.split() if not is_taken_from(Secret(code), sources)] == []


@pytest.mark.parametrize(
    ("sources", "codes"),
    [
        (PHONE, "471193 229471 9999"),
        (BIRTHDAY, "841505 2705 1985"),
        (HOUSE, "1213 1012 120506 7107"),
        (frozenset[str](), "1212 4711"),
    ],
)
def test_what_does_not_come_from_a_fact_is_left_alone(sources: frozenset[str], codes: str) -> None:
    assert [code for code in codes.split() if is_taken_from(Secret(code), sources)] == []


@pytest.mark.parametrize("phone", ["+49 221 471192", "0049221471192", "+49 (0)221 471192"])
def test_a_number_with_a_country_is_known_as_it_is_dialled_at_home(phone: str) -> None:
    sources = sources_of_person(phone=phone)
    assert is_taken_from(Secret("022147"), sources)
    assert is_taken_from(Secret("492214") if "(" not in phone else Secret("490221"), sources)


def test_nobody_and_nowhere_gives_nothing() -> None:
    assert sources_of_person() == frozenset()
    assert sources_of_person(phone="112") == frozenset()
    assert sources_of_person(phone="none") == frozenset()
    assert sources_of_place("Front door", "") == frozenset()
    assert not is_taken_from(Secret(""), HOUSE)


def test_an_address_gives_its_numbers_and_neighbouring_ones_together() -> None:
    assert sources_of_place("12 Rue X, 75002 Paris") == {"12", "75002", "1275002"}


@settings(max_examples=150, deadline=None)
@given(
    code=st.text("012", min_size=1, max_size=6),
    sources=st.sets(st.text("012", min_size=1, max_size=8), max_size=3),
)
def test_asking_for_one_code_agrees_with_the_list_of_all(code: str, sources: set[str]) -> None:
    assert is_taken_from(Secret(code), sources) == (code in taken_from(sources, len(code)))


def test_codes_from_a_fact_are_few_and_have_the_length() -> None:
    for length in range(1, 13):
        found = taken_from(PHONE | BIRTHDAY | HOUSE, length)
        assert {len(code) for code in found} == {length}
        assert len(found) < 1000
