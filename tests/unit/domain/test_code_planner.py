"""The fewest codes for the doors of a grant, against trying every code."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.code_planner import (
    CodeNote,
    CodePlan,
    DoorNote,
    PlannedCode,
    draw_pin,
    plan_codes,
)
from app.domain.code_rules import DoorToCode, PinRefusal
from app.domain.code_sources import sources_of_person
from app.domain.code_space import good_space
from app.domain.ids import DoorId
from app.domain.keystrokes import NearIndex, is_one_keystroke
from app.domain.lock import PinRules
from app.domain.weak_codes import is_weak
from tests.unit.domain.code_world import (
    MATTER,
    door,
    door_id,
    doors_of,
    every_code,
    fewest_codes,
    seeded,
    takes,
)

DIGITS = "0123456789"
Doors = dict[DoorId, DoorToCode]


def planned(doors: Doors, seed: int = 1, elsewhere: NearIndex | None = None) -> CodePlan:
    found = plan_codes(doors, elsewhere=elsewhere, randbelow=seeded(seed))
    assert isinstance(found, CodePlan)
    return found


def only(doors: Doors, seed: int = 1, elsewhere: NearIndex | None = None) -> PlannedCode:
    [code] = planned(doors, seed, elsewhere).codes
    return code


def refused(doors: Doors, sources: frozenset[str] = frozenset()) -> PinRefusal:
    found = plan_codes(doors, sources=sources, randbelow=seeded(1))
    assert isinstance(found, tuple)
    [refusal] = found
    return refusal


def texts_over(keys: str, length: int) -> list[str]:
    return ["".join(text) for text in product(keys, repeat=length)]


def test_without_a_lock_a_code_has_six_digits_and_no_leading_zero() -> None:
    for seed in range(100):
        text = only(doors_of(door(None)), seed).value.reveal()
        assert len(text) == 6
        assert text.isdecimal()
        assert text[0] != "0"
        assert not is_weak(Secret(text))


@pytest.mark.parametrize(
    ("limits", "length"),
    [((4, 8), 6), ((7, 9), 7), ((4, 4), 4), ((6, 6), 6), ((10, 12), 10), ((20, 20), 20)],
)
def test_the_length_is_the_one_nearest_to_six_that_the_lock_takes(
    limits: tuple[int, int], length: int
) -> None:
    assert len(only(doors_of(door(PinRules(*limits)))).value.reveal()) == length


def test_a_door_without_lock_takes_any_length_and_gives_up_its_wish_for_no_zero() -> None:
    doors = doors_of(door(PinRules(4, 4)), door(None))
    found = [only(doors, seed) for seed in range(100)]
    assert {len(one.value.reveal()) for one in found} == {4}
    assert not [one for one in found if one.value.reveal()[0] == "0"]
    assert {one.notes for one in found} == {()}
    everywhere = NearIndex(texts_over(DIGITS, 4))
    crowded = [only(doors, seed, everywhere) for seed in range(25)]
    assert {one.notes for one in crowded} == {(CodeNote.SAME_ELSEWHERE,)}, "and none begins with 0"
    zero = PinRules(4, 4, forbidden_prefixes=tuple("123456789"))
    assert only(doors_of(door(zero), door(None))).notes == (CodeNote.ZERO_FIRST,)


def test_doors_that_no_code_serves_together_get_the_fewest_codes() -> None:
    doors = doors_of(
        door(PinRules(4, 4)),
        door(PinRules(6, 8)),
        door(PinRules(4, 8)),
        door(None),
        door(PinRules(7, 9)),
    )
    found = planned(doors)
    assert found.is_fewest
    assert [len(one.door_ids) for one in found.codes] == [4, 1]
    by_door = {key: one.value.reveal() for one in found.codes for key in one.door_ids}
    assert by_door.keys() == doors.keys()
    assert all(takes(doors[key], text) for key, text in by_door.items())
    assert found.conflict is not None
    assert found.conflict.rule == "lengths_apart"
    assert found.conflict.door_ids == (door_id(1), door_id(5)), "as few as are in conflict"
    assert found.conflict.parameters == {"min_length": 7, "max_length": 4}


def test_a_door_that_any_code_serves_gets_the_more_usual_one() -> None:
    doors = doors_of(door(None), door(PinRules(9, 9)), door(PinRules(6, 6)), door(PinRules(9, 9)))
    assert [one.door_ids for one in planned(doors).codes] == [
        {door_id(1), door_id(3)},
        {door_id(2), door_id(4)},
    ]


def test_doors_are_split_another_way_where_codes_stand_in_the_way_of_the_first() -> None:
    """By the locks alone the third door shares the code of the first; all codes of that length were used there."""
    five_or_six = PinRules(5, 6, alphabet="135")
    doors = doors_of(
        door(PinRules(6, 6, alphabet="135")),
        door(PinRules(5, 5, alphabet="135")),
        door(five_or_six, used=texts_over("135", 6)),
    )
    found = planned(doors)
    assert [one.door_ids for one in found.codes] == [{door_id(2), door_id(3)}, {door_id(1)}]
    assert found.is_fewest


def test_very_many_doors_with_their_own_codes_in_the_way_are_split_quickly_and_it_is_said() -> None:
    every = texts_over(DIGITS, 3)
    doors = doors_of(
        *(door(PinRules(3, 3), used=every[n % 100 * 10 :][:500]) for n in range(140)),
        door(PinRules(5, 5)),
    )
    found = planned(doors)
    assert not found.is_fewest
    assert 3 <= len(found.codes) <= 5
    by_door = {key: one.value.reveal() for one in found.codes for key in one.door_ids}
    assert by_door.keys() == doors.keys()
    assert all(takes(doors[key], text) for key, text in by_door.items())


FIRST, SECOND = door_id(1), door_id(2)


@pytest.mark.parametrize(
    ("one", "other", "rule", "parameters"),
    [
        (
            door(PinRules(4, 5)),
            door(PinRules(7, 9)),
            "lengths_apart",
            {"min_length": 7, "max_length": 5},
        ),
        (
            door(PinRules(4, 8, is_one_length=True), ["4711", "582034"]),
            door(PinRules(5, 8, is_one_length=True), ["48163"]),
            "no_common_length",
            {},
        ),
        (
            door(PinRules(4, 8, is_one_length=True), ["4711"]),
            door(PinRules(5, 8)),
            "lengths_apart",
            {"min_length": 5, "max_length": 4},
        ),
        (
            door(PinRules(4, 8, alphabet="12345")),
            door(PinRules(4, 8, alphabet="67890")),
            "no_common_key",
            {},
        ),
        (
            door(PinRules(4, 8, forbidden_prefixes=tuple("01234"))),
            door(PinRules(4, 8, forbidden_prefixes=tuple("56789"))),
            "no_beginning_left",
            {},
        ),
        (
            door(PinRules(3, 3, forbidden_values=frozenset(texts_over(DIGITS, 3)[:400]))),
            door(PinRules(3, 3, forbidden_values=frozenset(texts_over(DIGITS, 3)[400:]))),
            "all_forbidden",
            {},
        ),
        (
            door(PinRules(4, 4, alphabet="1234")),
            door(PinRules(4, 4, alphabet="1256")),
            "all_weak",
            {},
        ),
        (
            door(PinRules(4, 4), used=texts_over(DIGITS, 4)[:5000]),
            door(PinRules(4, 4), used=texts_over(DIGITS, 4)[5000:]),
            "no_pin_left",
            {},
        ),
    ],
)
def test_two_doors_in_conflict_get_two_codes_and_the_rule_is_named(
    one: DoorToCode, other: DoorToCode, rule: str, parameters: dict[str, int]
) -> None:
    found = planned(doors_of(door(PinRules(3, 9)), one, other))
    assert len(found.codes) == 2
    assert found.is_fewest
    assert found.conflict is not None
    assert found.conflict.rule == rule
    assert found.conflict.parameters == parameters
    in_conflict = (1, 2, 3) if rule == "no_pin_left" else (2, 3)
    assert found.conflict.door_ids == tuple(door_id(number) for number in in_conflict)


PHONE = sources_of_person(phone="0221 2468135")


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (door(PinRules(8, 4)), "lengths_apart"),
        (door(PinRules(6, 6, forbidden_prefixes=tuple(DIGITS))), "no_beginning_left"),
        (door(PinRules(6, 6, forbidden_prefixes=("",))), "no_beginning_left"),
        (
            door(PinRules(3, 3, forbidden_values=frozenset(texts_over(DIGITS, 3)))),
            "all_forbidden",
        ),
        (door(PinRules(4, 6, alphabet="12")), "all_weak"),
        (door(PinRules(1, 1)), "all_weak"),
        (
            door(PinRules(4, 4, forbidden_values=frozenset({*texts_over(DIGITS, 4)} - {"2468"}))),
            "all_from_facts",
        ),
        (door(PinRules(3, 3), used=texts_over(DIGITS, 3)), "no_pin_left"),
        (door(PinRules(3, 3), texts_over(DIGITS, 3)), "no_pin_left"),
    ],
)
def test_a_door_that_no_code_serves_is_refused_with_the_rule(one: DoorToCode, rule: str) -> None:
    doors = doors_of(door(), one)
    refusal = refused(doors, PHONE)
    assert refusal.rule == rule
    assert refusal.door_ids == (SECOND,)


def test_every_door_without_a_code_is_named() -> None:
    found = plan_codes(
        doors_of(door(PinRules(5, 4)), door(), door(PinRules(4, 4, alphabet="7"))),
        randbelow=seeded(1),
    )
    assert isinstance(found, tuple)
    assert [(one.rule, one.door_ids) for one in found] == [
        ("lengths_apart", (door_id(1),)),
        ("all_weak", (door_id(3),)),
    ]


def test_the_last_code_left_is_found_at_whatever_length() -> None:
    left = {"4711"}
    rules = PinRules(
        4,
        6,
        alphabet="147",
        forbidden_values=frozenset({t for n in (4, 5, 6) for t in texts_over("147", n)} - left),
    )
    assert only(doors_of(door(rules))).value == Secret("4711")


@pytest.mark.parametrize("target", ["7153", "3975", "5317", "9731", "1793", "7935", "5193"])
def test_a_code_far_from_all_others_is_found_though_nearly_none_is_left(target: str) -> None:
    """Codes at the door leave hardly any: no few tries find one, so they have to be counted."""
    every = texts_over("13579", 4)
    codes = [text for text in every if not is_one_keystroke(Secret(text), Secret(target))]
    doors = doors_of(door(PinRules(4, 4, alphabet="13579"), codes))
    left = {text for text in every if takes(doors[FIRST], text)}
    assert 0 < len(left) < 4
    assert {only(doors, seed).value.reveal() for seed in range(8)} <= left


def test_every_code_comes_equally_often_also_when_many_are_near() -> None:
    """The number that is asked for last decides, so that each number below the limit is asked once."""
    rules = PinRules(4, 4, alphabet="01357", forbidden_prefixes=("7",))
    doors = doors_of(door(rules, ["1375", "0531"], ["3150"]))
    good = {text for text in texts_over("01357", 4) if takes(doors[FIRST], text)}
    randbelow = seeded(3)
    counted: Counter[str] = Counter()
    for _ in range(20 * len(good)):
        found = plan_codes(doors, randbelow=randbelow)
        assert isinstance(found, CodePlan)
        counted[found.codes[0].value.reveal()] += 1
    assert set(counted) == good
    squares = sum((counted[text] - 20) ** 2 / 20 for text in good)
    assert squares < 1.5 * len(good), "chi squared far beyond its mean, the number of codes"


def test_each_number_gives_another_code_and_all_of_them() -> None:
    rules = PinRules(4, 4, alphabet="01357", forbidden_prefixes=("7",))
    doors = doors_of(door(rules, [], ["3150"]))
    limits: set[int] = set()

    def asked(number: int) -> str:
        def randbelow(limit: int) -> int:
            limits.add(limit)
            return number

        found = plan_codes(doors, randbelow=randbelow)
        assert isinstance(found, CodePlan)
        return found.codes[0].value.reveal()

    asked(0)
    [limit] = limits
    assert sorted(asked(number) for number in range(limit)) == [
        text for text in texts_over("01357", 4) if takes(doors[FIRST], text)
    ]


def test_codes_at_other_doors_are_kept_away_from_while_it_is_possible() -> None:
    rules = PinRules(4, 4, alphabet="13579")
    doors = doors_of(door(rules))
    good = [text for text in texts_over("13579", 4) if takes(doors[FIRST], text)]
    far = [text for text in good if not is_one_keystroke(Secret(text), Secret("1375"))]
    index = NearIndex(["1375"])
    found = [only(doors, seed, index) for seed in range(30)]
    assert {one.value.reveal() for one in found} <= set(far)
    assert {one.notes for one in found} == {()}
    near = NearIndex(far)
    crowded = [only(doors, seed, near) for seed in range(30)]
    assert {one.notes for one in crowded} <= {(), (CodeNote.NEAR_ELSEWHERE,)}
    assert not {one.value.reveal() for one in crowded} & set(far)
    others = set(good[::2])
    beside = {only(doors, seed, NearIndex(others)).value.reveal() for seed in range(30)}
    assert not beside & others
    full = only(doors, 1, NearIndex(good))
    assert full.value.reveal() in good
    assert full.notes == (CodeNote.SAME_ELSEWHERE,)


def test_so_many_codes_elsewhere_that_nothing_is_far_are_given_up_quickly() -> None:
    numbers = seeded(5)
    everywhere = NearIndex(f"{numbers(10**5):05}" for _ in range(20_000))
    found = only(doors_of(door(PinRules(5, 5))), 1, everywhere)
    assert found.notes == (CodeNote.NEAR_ELSEWHERE,)
    assert not everywhere.has(found.value.reveal())


def test_the_codes_of_one_grant_are_not_near_each_other() -> None:
    every = frozenset(texts_over("1357", 4))
    doors = doors_of(
        door(PinRules(4, 4, "1357", forbidden_values=every - {"1537"})),
        door(PinRules(4, 4, "1357", forbidden_values=every - {"1573", "7153"})),
    )
    for seed in range(20):
        assert planned(doors, seed).codes[1].value == Secret("7153")


def test_a_full_lock_and_a_name_that_is_cut_are_noted() -> None:
    doors = {
        FIRST: DoorToCode(MATTER, places_left=0, name_length=10),
        SECOND: DoorToCode(MATTER, places_left=1, name_length=4),
        door_id(3): DoorToCode(MATTER, name_length=6),
    }
    found = plan_codes(doors, name="Anna B", randbelow=seeded(1))
    assert isinstance(found, CodePlan)
    assert found.door_notes == (
        DoorNote(CodeNote.NO_PLACE, FIRST),
        DoorNote(CodeNote.NAME_CUT, SECOND),
    )


def test_nothing_that_comes_out_shows_a_code() -> None:
    doors = doors_of(door(MATTER, ["471192"], ["820463"]), door(PinRules(4, 4)))
    found = planned({**doors, door_id(3): door(PinRules(7, 7))})
    shown = repr(found) + repr(doors)
    assert len(found.codes) == 2
    for code in (*found.codes, "471192", "820463"):
        assert (code if isinstance(code, str) else code.value.reveal()) not in shown


small_rules = st.builds(
    PinRules,
    st.integers(1, 4),
    st.integers(2, 4),
    st.sampled_from(["1357", "135", "357", "13579"]),
    st.sampled_from([(), ("1",), ("3", "57"), ("1", "3"), ("5", "7", "9")]),
    st.sampled_from([frozenset[str](), frozenset({"1375", "751", "573"})]),
    is_one_length=st.booleans(),
)
small_codes = st.lists(st.text("1357", min_size=2, max_size=4), max_size=6)
small_doors = st.builds(door, small_rules, small_codes, small_codes)
small_sources = st.sets(st.text("13570", min_size=1, max_size=6), max_size=2).map(frozenset[str])


def check_against_trying(doors: Doors, sources: frozenset[str], seed: int) -> None:
    found = plan_codes(doors, sources=sources, randbelow=seeded(seed))
    wanted = fewest_codes(doors, sources)
    if wanted is None:
        assert isinstance(found, tuple)
        assert {key for one in found for key in one.door_ids} == {
            key
            for key, one in doors.items()
            if not any(takes(one, text, sources) for text in every_code(doors))
        }
        return
    assert isinstance(found, CodePlan)
    assert len(found.codes) == wanted
    assert found.is_fewest
    assert sorted(key for one in found.codes for key in one.door_ids) == sorted(doors)
    for code in found.codes:
        for key in code.door_ids:
            assert takes(doors[key], code.value.reveal(), sources)
    assert (found.conflict is None) == (wanted == 1)


@settings(max_examples=60, deadline=None)
@given(
    doors=st.lists(small_doors, min_size=1, max_size=5),
    sources=small_sources,
    seed=st.integers(0, 99),
)
def test_no_splitting_by_hand_finds_fewer_codes(
    doors: list[DoorToCode], sources: frozenset[str], seed: int
) -> None:
    check_against_trying(doors_of(*doors), sources, seed)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(
    doors=st.lists(small_doors, min_size=1, max_size=6),
    sources=small_sources,
    seed=st.integers(0, 99),
)
def test_no_splitting_by_hand_finds_fewer_codes_at_length(
    doors: list[DoorToCode], sources: frozenset[str], seed: int
) -> None:
    check_against_trying(doors_of(*doors), sources, seed)


def test_a_keypad_that_nothing_is_known_of_is_taken_to_have_digits() -> None:
    assert only(doors_of(door(PinRules(6, 6, alphabet="")))).value.reveal().isdecimal()


def test_the_space_of_a_plain_lock_is_that_of_all_good_codes() -> None:
    limits: list[int] = []

    def randbelow(limit: int) -> int:
        limits.append(limit)
        return 0

    plan_codes(doors_of(door(PinRules(6, 6))), randbelow=randbelow)
    assert limits == [good_space(DIGITS, 6).count]


def test_one_code_for_all_doors_or_the_conflict() -> None:
    taken = [Secret("471192"), Secret("820463")]
    six, any_length, long = PinRules(6, 6), PinRules(4, 8), PinRules(7, 8)
    found = draw_pin({FIRST: six, SECOND: any_length}, taken=taken, randbelow=seeded(1))
    assert isinstance(found, Secret)
    assert not any(is_one_keystroke(found, other) for other in taken)
    refusal = draw_pin({FIRST: six, SECOND: long}, randbelow=seeded(1))
    limits = {"min_length": 7, "max_length": 6}
    assert refusal == PinRefusal("lengths_apart", (FIRST, SECOND), limits)
    every = frozenset(texts_over(DIGITS, 4))
    only_left = {FIRST: PinRules(4, 4, forbidden_values=every - {"4711"})}
    assert draw_pin(only_left, randbelow=seeded(1)) == Secret("4711")
    from_fact = draw_pin(only_left, sources=frozenset({"4711"}), randbelow=seeded(1))
    assert from_fact == PinRefusal("all_from_facts", (FIRST,))
    assert draw_pin({FIRST: PinRules(5, 4)}, randbelow=seeded(1)) == PinRefusal(
        "lengths_apart", (FIRST,), {"min_length": 5, "max_length": 4}
    )
