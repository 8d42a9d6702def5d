"""The plan's preview, and the same rows while it is carried out."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.domain.ids import DoorId
from app.domain.plan import Plan, PlanRefusal, PlanStep, StepState
from app.services.applying import ApplyProgress
from app.services.chart import Chart
from app.services.workplace import Workplace
from app.texts.messages import has_message, message
from app.viewmodels.base import ViewModel
from app.viewmodels.moments import validity_lines


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step in words. `state` is the stored word; `notes` are sentences."""

    id: str
    door: str
    person: str
    action: str
    slot: str
    validity: tuple[str, ...]
    enforced: str
    level: str
    reachable: str
    state: str
    reason: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusalItem:
    """A wish that cannot be carried out, with the rule in a sentence."""

    door: str
    person: str
    reason: str


class PlanViewModel(ViewModel):
    """Previews, applies and shows the outcome; a plan that differs from the previewed one is shown again first."""

    changed = Signal()
    finished = Signal()

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._door_ids: set[DoorId] | None = None
        self._plan = Plan()
        self._chart: Chart | None = None
        self._should_stop = False
        self.steps: tuple[StepItem, ...] = ()
        self.refusals: tuple[RefusalItem, ...] = ()
        self.is_planned = False
        self.is_applying = False
        self.is_applied = False
        self.is_all_proven = False
        self.is_changed_since = False
        self.done, self.total = 0, 0

    def prepare(self, door_ids: Collection[str] | None = None) -> None:
        """Make the preview for these doors, for all when None."""
        self._door_ids = None if door_ids is None else {DoorId(UUID(text)) for text in door_ids}
        self.run("plan", self._prepare())

    def apply(self) -> None:
        """Carry out what was previewed."""
        if not self.is_applying:
            self.is_applying, self._should_stop = True, False
            self.run("apply", self._apply())

    def stop(self) -> None:
        """Stop after the running step; what was proven stays recorded."""
        self._should_stop = True

    async def _prepare(self) -> None:
        self._plan, self._chart = await self._workplace.applying.plan(self._door_ids)
        self.is_planned, self.is_applied = True, False
        self._show(self._plan)

    async def _apply(self) -> None:
        self.is_changed_since = False
        try:
            applied = await self._workplace.applying.apply(
                self._door_ids,
                expected=self._plan,
                report=self._on_progress,
                should_stop=lambda: self._should_stop,
            )
        except RuleError as error:
            if error.code != "plan_changed":
                raise
            await self._prepare()
            self.is_changed_since = True
            self.changed.emit()
            return
        finally:
            self.is_applying = False
        self.is_applied = True
        self.is_all_proven = applied.plan.is_ok and all(
            step.state is StepState.DONE for step in applied.plan.steps
        )
        self._show(applied.plan)
        self.finished.emit()

    def _on_progress(self, progress: ApplyProgress) -> None:
        self.done, self.total = progress.done, progress.total
        if progress.step is not None:
            step = self._step(progress.step)
            known = [step if item.id == step.id else item for item in self.steps]
            self.steps = tuple(known) if step in known else (*self.steps, step)
        self.changed.emit()

    def _show(self, plan: Plan) -> None:
        self.steps = tuple(self._step(step) for step in plan.steps)
        self.refusals = tuple(self._refusal(refusal) for refusal in plan.refusals)
        self.total = len(self.steps)
        self.changed.emit()

    def _step(self, step: PlanStep) -> StepItem:
        wish = None
        person = ""
        if self._chart is not None and step.credential_id is not None:
            credential = self._chart.credentials.get(step.credential_id)
            person = self._chart.people[credential.person_id].name if credential else ""
            wish = next(
                (
                    wish
                    for wish in self._chart.wishes
                    if wish.door_id == step.door_id and wish.credential_id == step.credential_id
                ),
                None,
            )
        zone = (
            next((door.zone for door in self._chart.doors if door.door_id == step.door_id), None)
            if self._chart is not None
            else None
        )
        return StepItem(
            id=step.id,
            door=self._door(step.door_id),
            person=person,
            action=message(f"action_{step.action}"),
            slot=str(step.slot or ""),
            validity=validity_lines(wish.validity, zone) if wish and zone else (),
            enforced=message(f"enforced_by_{step.enforced_by}") if step.enforced_by else "",
            level=str(step.proof),
            reachable=message(f"proof_{step.reachable}"),
            state=str(step.state),
            reason=reason_words(step.reason),
            notes=tuple(message(f"note_{note}") for note in step.notes),
        )

    def _refusal(self, refusal: PlanRefusal) -> RefusalItem:
        person = ""
        if self._chart is not None:
            person = self._chart.people[refusal.person_id].name
        parameters = {**refusal.parameters, "door": self._door(refusal.door_id)}
        return RefusalItem(
            self._door(refusal.door_id), person, message(rule_code(refusal.rule), parameters)
        )

    def _door(self, door_id: DoorId) -> str:
        return self._chart.place(door_id).label if self._chart is not None else ""


def rule_code(rule: str) -> str:
    """The message key of a rule; a rule that is also a proof reason has its sentence there."""
    return f"reason_{rule}" if not has_message(rule) and has_message(f"reason_{rule}") else rule


def reason_words(reason: str | None) -> str:
    """A step's reason in words; empty when there is none."""
    if not reason:
        return ""
    return message(f"reason_{reason}" if has_message(f"reason_{reason}") else reason)
