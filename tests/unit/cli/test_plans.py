"""How a plan that was carried out ends."""

from uuid import uuid4

import pytest

from app.cli.plans import Names, exit_code_of_plan, plan_json
from app.domain.ids import CredentialId, DoorId, LockId, PersonId
from app.domain.plan import Plan, PlanAction, PlanRefusal, PlanStep, StepState
from app.domain.slot_record import ProofLevel

DOOR, PERSON = DoorId(uuid4()), PersonId(uuid4())


def step(state: StepState) -> PlanStep:
    return PlanStep(
        id=str(uuid4()),
        door_id=DOOR,
        lock_id=LockId(uuid4()),
        action=PlanAction.WRITE,
        slot=None,
        proof=ProofLevel.PLANNED,
        reachable=ProofLevel.SEEN,
        state=state,
    )


REFUSAL = PlanRefusal(
    DOOR, PERSON, CredentialId(uuid4()), "pin_length", parameters={"min_length": 4, "max_length": 8}
)


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([], 0),
        ([StepState.DONE, StepState.DONE], 0),
        ([StepState.DONE, StepState.UNREACHABLE], 4),
        ([StepState.REFUSED, StepState.REFUSED], 5),
        ([StepState.REFUSED, StepState.UNREACHABLE], 1),
        ([StepState.UNPROVEN], 1),
        ([StepState.NOT_RUN], 1),
        ([StepState.BY_HAND], 1),
    ],
)
def test_all_true_is_0_one_kind_of_failure_its_own_code_and_mixed_1(
    states: list[StepState], code: int
):
    assert exit_code_of_plan(Plan(tuple(map(step, states)))) == code


def test_a_refusal_is_1_whatever_else_happened():
    assert exit_code_of_plan(Plan((step(StepState.UNREACHABLE),), (REFUSAL,))) == 1


def test_a_refusal_is_said_with_its_rule_and_a_sentence():
    said = plan_json(Plan((), (REFUSAL,)), Names({DOOR: "Elm/Front"}, {PERSON: "Ann"}))
    (refusal,) = said["refusals"]
    assert (refusal["rule"], refusal["person"], said["ok"]) == ("pin_length", "Ann", False)
    assert "4" in refusal["reason"]
    assert "8" in refusal["reason"]
    assert "…" not in refusal["reason"]
