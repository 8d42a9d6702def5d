"""Carrying out the plan: send, read back, record the proof; interrupted anywhere and repeated without doubling anything."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace

from app.core.errors import RuleError
from app.domain.grant import ALWAYS
from app.domain.ids import DoorId, LockId
from app.domain.lock import Lock
from app.domain.plan import DoorToPlan, Plan, PlanStep, StepState
from app.domain.plan_rules import SHORTAGES
from app.domain.schedule import UNRESTRICTED
from app.domain.slot_record import ProofBy, ProofLevel
from app.driver_api.errors import Busy, Disconnected, DriverError
from app.services.chart import Chart, read_chart, sync_records
from app.services.evidence import ProofChange
from app.services.lock_work import ComputerSleptError, LockWork, Waking
from app.services.open_project import OpenProject, paired
from app.storage.values import ChangeKind

MAX_ROUNDS = 6
"""How often a lock is planned anew in one apply: each round does what the one before made possible (a new code seen, a slot freed)."""

MAX_WAKINGS = 3


@dataclass(frozen=True, slots=True)
class ApplyProgress:
    """How far an apply is; `step` changed its state or, with `is_running`, is begun now. None: a lock is being read."""

    door_id: DoorId
    step: PlanStep | None
    done: int
    total: int
    is_running: bool = False


Report = Callable[[ApplyProgress], None]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Run:
    """What one apply has done so far. `steps` in the order of the plans, `begun` those of which something was or may have been sent."""

    report: Report
    should_stop: Callable[[], bool]
    steps: dict[str, PlanStep] = field(default_factory=dict[str, PlanStep])
    begun: set[str] = field(default_factory=set[str])
    alarms: list[ProofChange] = field(default_factory=list[ProofChange])
    total: int = 0

    @property
    def done(self) -> set[str]:
        """The steps that reached their goal."""
        return {step.id for step in self.steps.values() if step.state is StepState.DONE}

    def open_steps(self, lock_id: LockId) -> list[PlanStep]:
        """The steps of one lock that have not come to an end."""
        steps = self.steps.values()
        return [s for s in steps if s.lock_id == lock_id and s.state is StepState.PLANNED]

    def begin(self, step: PlanStep) -> None:
        """From here on something of the step may be sent."""
        self.begun.add(step.id)
        self.note(step, is_running=True)

    def note(self, step: PlanStep, *, is_running: bool = False) -> None:
        """Keep how the step stands, and tell."""
        self.steps[step.id] = step
        finished = sum(1 for known in self.steps.values() if known.state is not StepState.PLANNED)
        total = max(self.total, len(self.steps))
        self.report(ApplyProgress(step.door_id, step, finished, total, is_running))


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: the plan with the states of its steps, and what has to be told at once."""

    plan: Plan
    alarms: tuple[ProofChange, ...] = ()


class ApplyService:
    """Plans, and does what is planned."""

    def __init__(
        self,
        project: OpenProject,
        randbelow: Callable[[int], int],
        waking: Waking,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._project = project
        self._randbelow = randbelow
        self._waking = waking
        self._sleep = sleep

    async def plan(self, door_ids: Collection[DoorId] | None = None) -> tuple[Plan, Chart]:
        """What `apply` would do at these doors, with the chart it was made from; writes nothing but what time itself has ended."""
        await self._sync(door_ids)
        chart = await read_chart(self._project, door_ids)
        return chart.plan(), chart

    async def apply(
        self,
        door_ids: Collection[DoorId] | None = None,
        *,
        expected: Plan | None = None,
        report: Report = lambda _progress: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Applied:
        """Do what is planned at these doors and read it back.

        Raises `RuleError("plan_changed")` when the plan is not the `expected` one any more; nothing was sent then. A lock that cannot be
        reached leaves its steps `unreachable`; `should_stop` ends the work after the running step.
        """
        plan, chart = await self.plan(door_ids)
        if expected is not None and not plan.same_as(expected):
            raise RuleError("plan_changed")
        run = _Run(report, should_stop, total=len(plan.steps))
        run.steps = {step.id: step for step in plan.steps}
        for lock in _locks_with_work(chart, plan):
            if should_stop():
                break
            await self._work_on(lock, run)
        after, _chart = await self.plan(door_ids)
        steps = [
            replace(step, state=StepState.NOT_RUN) if step.state is StepState.PLANNED else step
            for step in run.steps.values()
        ]
        return Applied(Plan(tuple(steps), after.refusals), tuple(run.alarms))

    async def _sync(self, door_ids: Collection[DoorId] | None) -> None:
        """Let time do its part first: grants that ended or began since the last run."""
        if self._project.store.file.read_only_reason is not None:
            return
        if door_ids is None:
            door_ids = {door.id for door in await self._project.read.doors.all()}
        async with self._project.store.change(ChangeKind.PROOF) as change:
            await sync_records(self._project, change.repositories, door_ids)

    async def _work_on(self, lock: Lock, run: _Run) -> None:
        """Work on one lock; a session that ended in the computer's sleep is opened anew, and reads before it writes."""
        driver = self._project.drivers.driver(lock.driver)
        for attempt in range(1, MAX_WAKINGS + 1):
            self._waking.has_slept()  # a sleep before the session is nothing to it
            try:
                async with driver.open(paired(lock)) as session:
                    work = LockWork(
                        self._project, lock, session, self._randbelow, self._waking, self._sleep
                    )
                    await self._rounds(lock, work, run)
                    return
            except (Disconnected, Busy) as error:
                has_slept = isinstance(error, ComputerSleptError) or self._waking.has_slept()
                if has_slept and attempt < MAX_WAKINGS:
                    continue
                await self._unreachable(lock, run, error)
                return
            except DriverError as error:
                await self._unreachable(lock, run, error)
                return

    async def _rounds(self, lock: Lock, work: LockWork, run: _Run) -> None:
        run.report(ApplyProgress(lock.door_id, None, 0, run.total))
        run.alarms += await work.catch_up()
        is_scheduled = any(step.schedule != UNRESTRICTED for step in run.open_steps(lock.id))
        await work.correct_clock(always=is_scheduled)
        tried: set[str] = set()
        for _round in range(MAX_ROUNDS):
            plan, _chart = await self.plan({lock.door_id})
            todo = [step for step in plan.of_lock(lock.id) if step.id not in tried]
            todo = [step for step in todo if not set(step.after) - run.done]
            await self._drop_needless(lock.id, {step.id for step in todo} | tried, run)
            if not todo or run.should_stop():
                break
            for step in todo:
                if run.should_stop():
                    break
                tried.add(step.id)
                run.begin(step)
                run.note(await work.carry_out(step))
            run.alarms += await work.read_back()
            for step in todo:
                # What was not begun when somebody stopped the work was not run; it is not unproven.
                is_begun = step.id in tried and step.id in run.steps
                if is_begun and run.steps[step.id].state is StepState.PLANNED:
                    run.note(await self._judged(run.steps[step.id]))

    async def _drop_needless(self, lock_id: LockId, alive: set[str], run: _Run) -> None:
        """A step of the first plan that the lock's own word made needless is no step any more; one that was begun has done it."""
        for step in run.open_steps(lock_id):
            if step.id in alive:
                continue
            if step.id in run.begun:
                run.note(await self._judged(step))
            elif not step.after:
                del run.steps[step.id]

    async def _judged(self, step: PlanStep) -> PlanStep:
        """The step with the proof that it reached; only its goal makes it done."""
        if step.record_id is None:
            return await self._judged_unfinished(step)
        record = await self._project.read.records.get(step.record_id)
        if record is None:
            return replace(step, state=StepState.UNPROVEN)
        level = record.proof.level
        is_done = level is step.reachable or (
            level is ProofLevel.OPENED and step.reachable is ProofLevel.SEEN
        )
        return replace(
            step,
            proof=level,
            proof_by=record.proof.by,
            slot=record.slot or step.slot,
            reason=None if is_done else record.proof.reason,
            state=StepState.DONE if is_done else StepState.UNPROVEN,
        )

    async def _judged_unfinished(self, step: PlanStep) -> PlanStep:
        """A user without a code is gone when the last complete reading does not have it any more."""
        facts = await self._project.read.locks.facts(step.lock_id)
        if step.slot in facts.unfinished:
            return replace(step, state=StepState.UNPROVEN)
        return replace(
            step, state=StepState.DONE, proof=ProofLevel.GONE, proof_by=ProofBy.LOCK, reason=None
        )

    async def _unreachable(self, lock: Lock, run: _Run, error: DriverError) -> None:
        """End the open steps of a lock that is out of reach, each with the proof that it has now."""
        for step in run.open_steps(lock.id):
            if step.id not in run.begun:
                await LockWork.hold_back(self._project, lock, step)
            judged = await self._judged(step)
            if judged.state is not StepState.DONE:
                judged = replace(judged, state=StepState.UNREACHABLE, reason=error.code)
            run.note(judged)


def _locks_with_work(chart: Chart, plan: Plan) -> list[Lock]:
    """A lock that was full is worked on too, for only reading it tells whether somebody has made room, and so is one that shall keep times
    and has not the door's.
    """
    wanted = {step.lock_id for step in plan.steps}
    full = {refusal.door_id for refusal in plan.refusals if refusal.rule in SHORTAGES}
    timed = {wish.door_id for wish in chart.wishes if wish.is_wanted and wish.validity != ALWAYS}
    mistimed = {door.door_id for door in chart.doors if door.door_id in timed and _is_off(door)}
    return [
        lock
        for place in chart.places
        if (lock := chart.locks.get(place.door.id)) is not None
        and (lock.id in wanted or place.door.id in full | mistimed)
    ]


def _is_off(door: DoorToPlan) -> bool:
    """Whether the lock's clock is wrong, or runs in another zone than the door's."""
    lock = door.lock
    if lock is None:
        return False
    return lock.is_clock_wrong or (lock.zone is not None and lock.zone.key != door.zone.key)
