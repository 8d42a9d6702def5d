"""The plan's preview, and the same rows while it is carried out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.domain.grant import ALWAYS
from app.domain.ids import CredentialId, DoorId
from app.domain.plan import Plan, PlanAction, PlanRefusal, PlanStep, StepState
from app.domain.wishes import Wish
from app.services.applying import ApplyProgress
from app.services.chart import Chart
from app.services.workplace import Workplace
from app.texts.messages import has_message, message
from app.viewmodels.base import ViewModel
from app.viewmodels.moments import validity_lines


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step in words.

    `action`, `level`, `reachable` and `state` are the stored words. `reason` says why it is not done, `next_step` what helps; `notes` are
    sentences. `is_running`: this one is being sent now. `is_sent`: the lock was told and has not been read back yet. `by` is whose word the
    level is.
    """

    id: str
    door: str
    person: str
    action: str
    slot: str
    validity: tuple[str, ...]
    enforced: str
    level: str
    by: str | None
    reachable: str
    state: str
    reason: str
    next_step: str
    notes: tuple[str, ...]
    is_running: bool = False
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class RefusalItem:
    """A wish that cannot be carried out, with the rule in a sentence."""

    door: str
    person: str
    reason: str


class PlanViewModel(ViewModel):
    """Previews, applies and shows the outcome; a plan that differs from the previewed one is shown again first.

    `changed` comes when all rows are new, `step_changed` carries the one `StepItem` that moved, `finished` comes when apply has ended.
    """

    changed = Signal()
    step_changed = Signal(object)
    progressed = Signal()
    finished = Signal()

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._door_ids: set[DoorId] | None = None
        self._plan = Plan()
        self._names = _Names()
        self._should_stop = False
        self._items: dict[str, StepItem] = {}
        self.refusals: tuple[RefusalItem, ...] = ()
        self.is_planned = False
        self.is_applying = False
        self.is_applied = False
        self.is_stopping = False
        self.is_all_proven = False
        self.is_changed_since = False
        self.door = ""
        self.done, self.total = 0, 0

    @property
    def steps(self) -> Sequence[StepItem]:
        """The steps, door by door."""
        return tuple(self._items.values())

    def prepare(self, door_ids: Collection[str] | None = None) -> None:
        """Make the preview for these doors, for all when None."""
        self._door_ids = None if door_ids is None else {DoorId(UUID(text)) for text in door_ids}
        self.prepare_again()

    def prepare_again(self) -> None:
        """Make the preview for the same doors anew."""
        if self.is_applying:
            return
        self.is_planned = self.is_applied = self.is_changed_since = False
        self._show(Plan())
        self.run("plan", self._prepare())

    def apply(self) -> None:
        """Carry out what was previewed."""
        if not self.is_applying:
            self.is_applying, self._should_stop, self.is_stopping = True, False, False
            self.run("apply", self._apply())

    def stop(self) -> None:
        """Stop after the running step; what was proven stays recorded."""
        self._should_stop = self.is_stopping = True
        self.progressed.emit()

    @property
    def is_at_lock(self) -> bool:
        """Whether the plan is being carried out."""
        return self.is_applying

    async def wind_up(self) -> None:
        """Stop after the running step and wait until it is recorded."""
        self.stop()
        await super().wind_up()

    async def _prepare(self) -> None:
        self._plan, chart = await self._workplace.applying.plan(self._door_ids)
        self._names = _Names(chart)
        self.is_planned, self.is_applied = True, False
        self._show(self._plan)

    async def _apply(self) -> None:
        self.is_changed_since = False
        self.done, self.total, self.door = 0, len(self._items), ""
        self.progressed.emit()
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
            self.is_changed_since = True
            await self._prepare()
            return
        finally:
            self.is_applying = False
            self.progressed.emit()
        self.is_applied = True
        self.is_all_proven = applied.plan.is_ok and all(
            step.state is StepState.DONE for step in applied.plan.steps
        )
        self._show(applied.plan)
        self.finished.emit()

    def _on_progress(self, progress: ApplyProgress) -> None:
        self.done, self.total = progress.done, max(progress.total, len(self._items))
        self.door = self._names.door(progress.door_id)
        if progress.step is not None:
            is_open = progress.step.state is StepState.PLANNED
            item = replace(
                self._item(progress.step),
                is_running=progress.is_running,
                is_sent=is_open and not progress.is_running,
            )
            is_new = item.id not in self._items
            self._items[item.id] = item
            if is_new:
                self.changed.emit()
            else:
                self.step_changed.emit(item)
        self.progressed.emit()

    def _show(self, plan: Plan) -> None:
        self._items = {step.id: self._item(step) for step in self._names.by_door(plan.steps)}
        self.refusals = tuple(self._refusal(refusal) for refusal in plan.refusals)
        self.total = len(self._items)
        self.changed.emit()

    def _item(self, step: PlanStep) -> StepItem:
        names = self._names
        wish = names.wish(step)
        has_times = wish is not None and wish.validity != ALWAYS
        return StepItem(
            id=step.id,
            door=names.door(step.door_id),
            person=names.person(step.credential_id),
            action=str(step.action),
            slot=str(step.slot or ""),
            validity=validity_lines(wish.validity, names.zone(step.door_id)) if wish else (),
            enforced=message(f"enforced_by_{step.enforced_by}")
            if step.enforced_by and has_times
            else "",
            level=str(step.proof),
            by=str(step.proof_by) if step.proof_by is not None else None,
            reachable=str(step.reachable),
            state=str(step.state),
            reason=reason_words(step.reason),
            next_step=_next_step(step),
            notes=tuple(message(f"note_{note}") for note in step.notes),
        )

    def _refusal(self, refusal: PlanRefusal) -> RefusalItem:
        door = self._names.door(refusal.door_id)
        parameters = {**refusal.parameters, "door": door}
        return RefusalItem(
            door,
            self._names.person(refusal.credential_id),
            message(rule_code(refusal.rule), parameters),
        )


class _Names:
    """Names, zones and wishes of a chart, found at once however large it is."""

    def __init__(self, chart: Chart | None = None) -> None:
        self._doors: dict[DoorId, str] = {}
        self._zones: dict[DoorId, ZoneInfo] = {}
        self._people: dict[CredentialId, str] = {}
        self._wishes: dict[tuple[DoorId, CredentialId], Wish] = {}
        if chart is None:
            return
        self._doors = {place.door.id: place.label for place in chart.places}
        self._zones = {place.door.id: ZoneInfo(place.zone) for place in chart.places}
        self._people = {
            credential.id: chart.people[credential.person_id].name
            for credential in chart.credentials.values()
            if credential.person_id in chart.people
        }
        self._wishes = {(wish.door_id, wish.credential_id): wish for wish in chart.wishes}

    def door(self, door_id: DoorId) -> str:
        return self._doors.get(door_id, "")

    def zone(self, door_id: DoorId) -> ZoneInfo:
        return self._zones[door_id]

    def person(self, credential_id: CredentialId | None) -> str:
        return self._people.get(credential_id, "") if credential_id is not None else ""

    def wish(self, step: PlanStep) -> Wish | None:
        if step.credential_id is None or step.action is PlanAction.CLEAR:
            return None
        return self._wishes.get((step.door_id, step.credential_id))

    def by_door(self, steps: Sequence[PlanStep]) -> list[PlanStep]:
        """The steps of one door beside each other, in their order."""
        place = {door_id: number for number, door_id in enumerate(self._doors)}
        return sorted(steps, key=lambda step: place.get(step.door_id, len(place)))


def _next_step(step: PlanStep) -> str:
    """What helps where a step did not reach its goal."""
    if step.state is StepState.UNPROVEN:
        return message(f"raise_{step.proof}")
    return message("raise_not_run") if step.state is StepState.NOT_RUN else ""


def rule_code(rule: str) -> str:
    """The message key of a rule; a rule that is also a proof reason has its sentence there."""
    if has_message(f"rule_{rule}"):
        return f"rule_{rule}"
    return f"reason_{rule}" if not has_message(rule) and has_message(f"reason_{rule}") else rule


def reason_words(reason: str | None) -> str:
    """A step's reason in words; empty when there is none."""
    if not reason:
        return ""
    return message(f"reason_{reason}" if has_message(f"reason_{reason}") else reason)
