"""A plan as JSON and as lines, before and after it was carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.cli.frame import DONE, NO, REFUSED, UNREACHABLE
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.values import Json
from app.domain.ids import DoorId, LockId, PersonId
from app.domain.plan import Plan, PlanAction, PlanRefusal, PlanStep, StepState
from app.domain.revocability import Revocability
from app.services.open_project import OpenProject, list_places
from app.services.taking_back import revocable_at
from app.texts.messages import has_message, message

GIVING = frozenset({PlanAction.WRITE, PlanAction.CHANGE})
"""What gives somebody a way in, of which it is said how it can be taken back."""

_EXIT_BY_STATE = {StepState.UNREACHABLE: UNREACHABLE, StepState.REFUSED: REFUSED}


@dataclass(frozen=True, slots=True)
class Names:
    """What doors and people of a plan are called, and how what is written to its locks can be taken back."""

    doors: Mapping[DoorId, str]
    people: Mapping[PersonId, str]
    revocable: Mapping[LockId, Revocability] = field(default_factory=dict[LockId, Revocability])


async def names_of(project: OpenProject, plan: Plan) -> Names:
    """The names of everything the plan is about; people who were removed have theirs too."""
    doors = {place.door.id: place.label for place in await list_places(project)}
    people: dict[PersonId, str] = {}
    wanted = {step.person_id for step in plan.steps} | {one.person_id for one in plan.refusals}
    for person_id in wanted:
        person = await project.read.people.get(person_id) if person_id is not None else None
        if person is not None:
            people[person.id] = person.name
    gives = {step.lock_id for step in plan.steps if step.action in GIVING}
    return Names(doors, people, await revocable_at(project, gives))


def plan_json(plan: Plan, names: Names) -> Json:
    """The object of `plan` and `apply`."""
    return {
        "steps": [_step_json(step, names) for step in plan.steps],
        "refusals": [_refusal_json(refusal, names) for refusal in plan.refusals],
        "ok": plan.is_ok,
    }


def say_plan(plan: Plan, names: Names, output: Output) -> None:
    """The same for people."""
    rows = [
        [
            names.doors.get(step.door_id, ""),
            names.people.get(step.person_id, "") if step.person_id else "",
            message(f"action_{step.action}"),
            step.slot or "",
            message(f"proof_{step.proof}"),
            message(f"state_{step.state}"),
            _why(step.reason),
        ]
        for step in plan.steps
    ]
    if rows:
        columns = headers("door", "person", "what", "slot", "proof", "state", "why")
        for line in table(columns, rows):
            output.line(line)
    for step in plan.steps:
        for note in step.notes:
            door = names.doors.get(step.door_id, "")
            output.say(f"{door}: {message(f'note_{note}')}")
    for refusal in plan.refusals:
        said = _refusal_json(refusal, names)
        output.say(f"{said['door']}, {said['person']}: {said['reason']}")


def exit_code_of_plan(plan: Plan) -> int:
    """How a plan that was carried out ends: all true 0, failures of one kind 4 or 5, everything else 1."""
    if plan.is_ok:
        return DONE
    good = (StepState.PLANNED, StepState.DONE)
    failures = {step.state for step in plan.steps if step.state not in good}
    if plan.refusals or len(failures) != 1:
        return NO
    return _EXIT_BY_STATE.get(failures.pop(), NO)


def _step_json(step: PlanStep, names: Names) -> Json:
    person = step.person_id
    return {
        "id": step.id,
        "door_id": str(step.door_id),
        "door": names.doors.get(step.door_id),
        "person_id": None if person is None else str(person),
        "person": None if person is None else names.people.get(person),
        "entry_id": None if step.record_id is None else str(step.record_id),
        "credential": str(step.kind),
        "action": str(step.action),
        "slot": step.slot,
        "enforced_by": None if step.enforced_by is None else str(step.enforced_by),
        "proof": str(step.proof),
        "reachable": str(step.reachable),
        "state": str(step.state),
        "reason": step.reason,
        "revocable": names.revocable.get(step.lock_id) if step.action in GIVING else None,
        "notes": [str(note) for note in step.notes],
    }


def _refusal_json(refusal: PlanRefusal, names: Names) -> Json:
    door = names.doors.get(refusal.door_id)
    return {
        "door_id": str(refusal.door_id),
        "door": door,
        "person_id": str(refusal.person_id),
        "person": names.people.get(refusal.person_id),
        "rule": refusal.rule,
        "reason": _why(refusal.rule, {**refusal.parameters, "door": door}),
    }


def _why(reason: str | None, parameters: Mapping[str, object] | None = None) -> str:
    """A reason is a code of proof levels, or the lock's own code of an error."""
    if reason is None:
        return ""
    of_proof = f"reason_{reason}"
    code = of_proof if has_message(of_proof) else reason
    return message(code, parameters)
