"""Which codes a grant gets: the person's own where it fits, one that was typed, or the fewest new ones."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.code_planner import CodePlan, plan_codes
from app.domain.code_rules import DoorToCode, PinRefusal, check_pin_at_doors
from app.domain.code_sources import is_taken_from, sources_of_person, sources_of_place
from app.domain.credential import Credential, CredentialKind
from app.domain.ids import CredentialId, DoorId
from app.domain.keystrokes import NearIndex, is_one_keystroke
from app.domain.lock import PinRules
from app.domain.person import Person
from app.domain.weak_codes import is_weak
from app.domain.wishes import WishState
from app.services.chart import Chart
from app.services.code_settings import reuse_rest
from app.storage.repositories import Repositories

_AtDoors = Mapping[DoorId, Sequence[Credential]]


class PinChoice(StrEnum):
    """Which code a grant uses: the person's own where it fits, always a new one, or one given."""

    OWN = "own"
    NEW = "new"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class ChosenCode:
    """One code, and the doors of the grant that it is for."""

    credential: Credential
    is_new: bool
    door_ids: frozenset[DoorId]


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes, that of most doors first; `conflict` is why one does not do. `warnings` are message codes."""

    codes: tuple[ChosenCode, ...]
    conflict: RuleError | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LatelyUsed:
    """The codes that have left doors since a moment, so that they are not given again there yet."""

    since: datetime
    codes: Mapping[DoorId, Sequence[Credential]]


class CodeChooser:
    """Chooses codes for one person at some doors of a chart of the whole project."""

    def __init__(
        self,
        chart: Chart,
        person: Person,
        doors: Collection[DoorId],
        lately: LatelyUsed,
        randbelow: Callable[[int], int],
    ) -> None:
        self._chart = chart
        self._person = person
        self._rules = rules_at(chart, doors)
        self._there = _codes_at(chart, doors)
        self._used = lately.codes
        self._since = lately.since
        self._randbelow = randbelow
        places = {place.door.id: place for place in chart.places}
        self._sources = sources_of_person(
            phone=person.phone, birthday=person.birthday
        ) | sources_of_place(
            *(
                text
                for place in (places[door_id] for door_id in doors)
                for text in (place.site.fields.get("address", ""), place.site.name, place.door.name)
            )
        )

    def given(self, pin: Secret[str] | None) -> Choice:
        """The code that was typed; raises `UsageError("pin_empty")` and `RuleError` where a lock or somebody's equal code forbids it."""
        if pin is None or not pin.reveal():
            raise UsageError("pin_empty")
        for refusal in self._refusals(pin):
            raise _error(self._chart, refusal)
        for door_id, code in self._others():
            if code == pin:
                raise RuleError("duplicate", door=self._chart.place(door_id).label)
        own = next((one for one in self._own() if one.value == pin), None)
        warned = {
            "weak_code": is_weak(pin),
            "code_from_facts": is_taken_from(pin, self._sources),
            "code_near": any(is_one_keystroke(code, pin) for _door, code in self._others()),
            "code_used": any(self._was_used(pin, door_id) for door_id in self._rules),
        }
        code = ChosenCode(own or self._new(pin), own is None, frozenset(self._rules))
        return Choice((code,), warnings=tuple(word for word, holds in warned.items() if holds))

    def own(self) -> Choice | None:
        """The code that the person has at these doors already, else the newest one, where every lock takes it.

        Where no code of theirs serves all doors, those that they have at each of them. None when there are none.
        """
        here = {one.id for codes in self._there.values() for one in codes}
        own = sorted(
            self._own(), key=lambda one: (one.id in here, one.created_at, str(one.id)), reverse=True
        )
        every = frozenset(self._rules)
        fitting = {one.id: self._doors_that_take(one) for one in own}
        for credential in own:
            if fitting[credential.id] == every:
                return Choice((ChosenCode(credential, False, every),))
        kept: dict[CredentialId, set[DoorId]] = {}
        for door_id in every:
            at_door = {one.id for one in self._there[door_id]}
            keeps = [one for one in own if one.id in at_door and door_id in fitting[one.id]]
            if not keeps:
                return None
            kept.setdefault(keeps[0].id, set()).add(door_id)
        codes = [ChosenCode(one, False, frozenset(kept[one.id])) for one in own if one.id in kept]
        codes.sort(key=lambda code: -len(code.door_ids))
        return Choice(tuple(codes), warnings=("several_codes",))

    def new(self) -> Choice:
        """The fewest new codes; raises `RuleError` with the rule that leaves none."""
        plan = plan_codes(
            self._doors(),
            sources=self._sources,
            elsewhere=self._elsewhere(),
            randbelow=self._randbelow,
        )
        if not isinstance(plan, CodePlan):
            raise _error(self._chart, plan[0])
        warnings = [*(["several_codes"] if plan.conflict is not None else [])]
        warnings += [] if plan.is_fewest else ["not_fewest_codes"]
        warnings += [note for code in plan.codes for note in code.notes]
        return Choice(
            tuple(ChosenCode(self._new(code.value), True, code.door_ids) for code in plan.codes),
            None if plan.conflict is None else _error(self._chart, plan.conflict),
            tuple(dict.fromkeys(warnings)),
        )

    def _doors(self) -> dict[DoorId, DoorToCode]:
        return {
            door_id: DoorToCode(
                rules, _values(self._there[door_id]), _values(self._used.get(door_id, ()))
            )
            for door_id, rules in self._rules.items()
        }

    def _elsewhere(self) -> NearIndex:
        """Every code of the project, and those that ended lately; those of the same doors are forbidden anyway."""
        return NearIndex(
            one.value.reveal()
            for one in self._chart.credentials.values()
            if _is_pin(one)
            and one.value is not None
            and (one.ended_at is None or one.ended_at > self._since)
        )

    def _own(self) -> list[Credential]:
        return [
            one
            for one in self._chart.credentials.values()
            if one.person_id == self._person.id and _is_pin(one) and one.ended_at is None
        ]

    def _others(self) -> list[tuple[DoorId, Secret[str]]]:
        return [
            (door_id, one.value)
            for door_id, codes in self._there.items()
            for one in codes
            if one.person_id != self._person.id and one.value is not None
        ]

    def _refusals(self, pin: Secret[str]) -> Sequence[PinRefusal]:
        lengths = {
            door_id: {len(code) for code in _values(codes).reveal()}
            for door_id, codes in self._there.items()
        }
        return check_pin_at_doors(pin, self._rules, lengths)

    def _doors_that_take(self, credential: Credential) -> frozenset[DoorId]:
        """Where a code of the person's own can be theirs; one that is at a door already may stay near to others there."""
        value = credential.value
        if value is None:
            return frozenset()
        found = set(self._rules)
        found.difference_update(*(refusal.door_ids for refusal in self._refusals(value)))
        for door_id, code in self._others():
            is_there = any(one.id == credential.id for one in self._there[door_id])
            if code == value or (not is_there and is_one_keystroke(code, value)):
                found.discard(door_id)
        return frozenset(door_id for door_id in found if not self._was_used(value, door_id))

    def _was_used(self, pin: Secret[str], door_id: DoorId) -> bool:
        return any(
            one.person_id != self._person.id and one.value == pin
            for one in self._used.get(door_id, ())
        )

    def _new(self, value: Secret[str]) -> Credential:
        return Credential(
            id=CredentialId(uuid4()),
            person_id=self._person.id,
            kind=CredentialKind.PIN,
            label="PIN",
            value=value,
            created_at=self._chart.now,
        )


async def read_lately_used(
    read: Repositories, chart: Chart, doors: Collection[DoorId]
) -> LatelyUsed:
    """What the project does not give again at these doors yet; codes of locks that were there before count too."""
    since = chart.now - await reuse_rest(read)
    locks = [
        lock for lock in (*chart.locks.values(), *chart.retired.values()) if lock.door_id in doors
    ]
    found: dict[DoorId, list[Credential]] = {}
    for lock in locks:
        for record in await read.records.gone_from(lock.id):
            credential = chart.credentials.get(record.credential_id)
            left_at = record.proof.proven_at or record.created_at
            if credential is not None and _is_pin(credential) and left_at > since:
                found.setdefault(lock.door_id, []).append(credential)
    return LatelyUsed(since, found)


def rules_at(chart: Chart, doors: Collection[DoorId]) -> Mapping[DoorId, PinRules | None]:
    """What codes each door's lock takes, in the order of places; None for a door without a lock. Raises `RuleError("no_pins")` for a lock without PINs."""
    rules: dict[DoorId, PinRules | None] = {}
    for door_id in (place.door.id for place in chart.places if place.door.id in doors):
        lock = chart.locks.get(door_id)
        facts = chart.facts.get(lock.id) if lock is not None else None
        capabilities = facts.capabilities if facts is not None else None
        if capabilities is not None and capabilities.pins is None:
            raise RuleError("no_pins", door=chart.place(door_id).label)
        rules[door_id] = capabilities.pins if capabilities is not None else None
    return rules


def _error(chart: Chart, refusal: PinRefusal) -> RuleError:
    doors = ", ".join(chart.place(door_id).label for door_id in refusal.door_ids)
    return RuleError(refusal.rule, door=doors, **refusal.parameters)


def _codes_at(chart: Chart, doors: Collection[DoorId]) -> _AtDoors:
    """The codes that people have at these doors, will have again after a pause, or may still have."""
    wanted = [
        (wish.door_id, wish.credential_id)
        for wish in chart.wishes
        if wish.state in (WishState.WANTED, WishState.PAUSED) and wish.door_id in doors
    ]
    there = [
        (record.door_id, record.credential_id)
        for record in chart.records
        if record.door_id in doors and record.ended is None
    ]
    found: dict[DoorId, list[Credential]] = {door_id: [] for door_id in doors}
    for door_id, credential_id in dict.fromkeys([*wanted, *there]):
        credential = chart.credentials[credential_id]
        if _is_pin(credential) and credential.value is not None:
            found[door_id].append(credential)
    return found


def _values(credentials: Collection[Credential]) -> Secret[frozenset[str]]:
    return Secret(frozenset(one.value.reveal() for one in credentials if one.value is not None))


def _is_pin(credential: Credential) -> bool:
    return credential.kind is CredentialKind.PIN
