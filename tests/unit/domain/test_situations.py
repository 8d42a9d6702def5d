"""The written situations: each says in plain words what the plan has to do, who keeps it, and what is refused."""

import pytest

from tests.unit.domain.situation_world import Situation, read_situations

SITUATIONS = read_situations()


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.says)
def test_the_plan_is_as_it_is_written(situation: Situation) -> None:
    assert situation.steps_in_words() == situation.table["steps"]
    assert situation.refusals_in_words() == situation.table.get("refusals", [])


def test_there_are_enough_of_them_and_each_says_something_else() -> None:
    assert len({situation.says for situation in SITUATIONS}) == len(SITUATIONS) >= 40
