"""The plan: what has to be done on which lock so that it holds what the project wants; a value, printable and comparable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.domain.credential import CredentialKind
from app.domain.ids import CredentialId, DoorId, GrantId, LockId, PersonId, RecordId, SlotId
from app.domain.lock import Capabilities
from app.domain.schedule import UNRESTRICTED, EnforcedBy, LockSchedule
from app.domain.slot_record import ForeignSlot, ProofBy, ProofLevel


class PlanAction(StrEnum):
    """What is done with one entry on one lock (user, schedule and credential together)."""

    WRITE = "write"
    CHANGE = "change"
    CLEAR = "clear"
    READ = "read"


class StepState(StrEnum):
    """How far a step is; everything but `planned` is set by apply."""

    PLANNED = "planned"
    DONE = "done"
    UNPROVEN = "unproven"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    BY_HAND = "by_hand"
    NOT_RUN = "not_run"


class PlanNote(StrEnum):
    """What a preview has to say beside the step."""

    CLOCK_UNKNOWN = "clock_unknown"
    CLOCK_WRONG = "clock_wrong"
    ONLY_WHEN_APPLY_RUNS = "only_when_apply_runs"
    ONE_USE_BY_PROGRAM = "one_use_by_program"
    REPLACED_BEFORE_NEW = "replaced_before_new"
    AFTER_NEW_IS_SEEN = "after_new_is_seen"
    SLOT_NOT_READ = "slot_not_read"
    UNFINISHED = "unfinished"
    SENT_AGAIN = "sent_again"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One entry on one lock, and what is to be done with it.

    `id` stays the same from plan to plan, whether there is a record yet or not. `record_id` is None where no record exists yet, and for an unfinished user, which has neither
    person nor credential. `slot` of a write is a proposal. `schedule` is what to write, with the
    code's value where `sends_value`. `after` are the ids of steps that must
    have reached their `reachable` first. `proof` is the level now, `reachable` the best that this lock can give, which is what makes the step done. `proof_by` is set by
    apply: whose word `proof` is.
    """

    id: str
    door_id: DoorId
    lock_id: LockId
    action: PlanAction
    slot: SlotId | None
    proof: ProofLevel
    reachable: ProofLevel
    record_id: RecordId | None = None
    person_id: PersonId | None = None
    credential_id: CredentialId | None = None
    grant_id: GrantId | None = None
    kind: CredentialKind = CredentialKind.PIN
    schedule: LockSchedule = UNRESTRICTED
    sends_value: bool = False
    enforced_by: EnforcedBy | None = None
    after: tuple[str, ...] = ()
    notes: tuple[PlanNote, ...] = ()
    state: StepState = StepState.PLANNED
    reason: str | None = None
    proof_by: ProofBy | None = None


@dataclass(frozen=True, slots=True)
class PlanRefusal:
    """A wish that cannot be carried out as it stands, with the rule; it changes nothing on the lock."""

    door_id: DoorId
    person_id: PersonId
    credential_id: CredentialId
    rule: str
    record_id: RecordId | None = None
    parameters: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between intent and evidence, lock by lock, in the order in which it is done."""

    steps: tuple[PlanStep, ...] = ()
    refusals: tuple[PlanRefusal, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether nothing is refused and no step ended in anything but its goal (exit 0)."""
        good = (StepState.PLANNED, StepState.DONE)
        return not self.refusals and all(step.state in good for step in self.steps)

    def same_as(self, other: "Plan") -> bool:
        """Whether both would do the same: what a person agreed to in one holds for the other."""
        return _gist(self) == _gist(other)

    def of_lock(self, lock_id: LockId) -> tuple[PlanStep, ...]:
        """The steps of one lock, in order."""
        return tuple(step for step in self.steps if step.lock_id == lock_id)


@dataclass(frozen=True, slots=True)
class LockToPlan:
    """One mounted lock as last read.

    `capabilities` None means never probed. `free_slots` are the slots read empty, in order of preference; None means never read.
    Each of them can be used beside all others.
    `shortage` is the rule that applies when they run out, `users_full` or `slots_full`, where the driver can tell; else the scarcer of the
    two by the lock's limits is named. `unfinished` are users with an id drawn by this
    file and without credentials. `is_clock_wrong`: its wall clock was read, and reads another time than the door's zone.
    """

    lock_id: LockId
    capabilities: Capabilities | None
    free_slots: Sequence[SlotId] | None = None
    shortage: str | None = None
    foreign: Sequence[ForeignSlot] = ()
    unfinished: Sequence[SlotId] = ()
    zone: ZoneInfo | None = None
    is_clock_wrong: bool = False


@dataclass(frozen=True, slots=True)
class DoorToPlan:
    """A door with its zone and its lock, if one is mounted."""

    door_id: DoorId
    zone: ZoneInfo
    lock: LockToPlan | None = None


_NAMESPACE = UUID("6f1d1f2e-5d0e-4a55-9d5b-0c8d2ad7a7c1")


def step_id(action: PlanAction, *parts: object) -> str:
    """The stable id of a step: the same action on the same credential and lock has the same id in every plan."""
    return str(uuid5(_NAMESPACE, "/".join([action, *map(str, parts)])))


def _gist(plan: Plan) -> tuple[object, ...]:
    steps = [
        (
            step.door_id,
            step.lock_id,
            step.action,
            step.slot,
            step.credential_id,
            step.schedule,
            step.sends_value,
            step.enforced_by,
            step.notes,
        )
        for step in plan.steps
    ]
    refusals: Iterable[object] = [
        (refusal.door_id, refusal.person_id, refusal.credential_id, refusal.rule)
        for refusal in plan.refusals
    ]
    return tuple(steps), frozenset(refusals)
