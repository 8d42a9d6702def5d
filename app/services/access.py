"""Who may enter where and when: granting and taking away; writes nothing to a lock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.code_planner import PinRefusal, check_pin_at_doors, draw_pin, is_weak
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import Grant, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, GroupId
from app.domain.lock import PinRules
from app.domain.person import Person
from app.domain.plan import Plan, PlanNote
from app.domain.schedule import EnforcedBy, Unfit, fit
from app.domain.validity import has_ended
from app.domain.validity_text import check_order
from app.domain.wishes import doors_of, grant_without
from app.services.chart import Chart, chart_if_granted, read_chart, sync_records
from app.services.open_project import OpenProject
from app.storage.values import ChangeKind


class PinChoice(StrEnum):
    """Which code a grant uses: the person's own where it fits, always a new one, or one given."""

    OWN = "own"
    NEW = "new"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class GrantWish:
    """What somebody asked for. `pin` only with the choice `GIVEN`."""

    person: Person
    door_ids: frozenset[DoorId]
    validity: Validity
    group_ids: frozenset[GroupId] = frozenset()
    except_door_ids: frozenset[DoorId] = frozenset()
    choice: PinChoice = PinChoice.OWN
    pin: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What was recorded, or would be; `warnings` are message codes. `plan` is what apply would do now at these doors."""

    grant: Grant
    credential: Credential
    is_new_code: bool
    door_ids: frozenset[DoorId]
    plan: Plan
    warnings: tuple[str, ...] = ()


class AccessService:
    """Grants and revokes."""

    def __init__(self, project: OpenProject, randbelow: Callable[[int], int]) -> None:
        self._project = project
        self._randbelow = randbelow

    async def grant(self, wish: GrantWish, *, dry_run: bool = False) -> Granted:
        """Record that this person shall enter these doors at these times.

        Granting again at a door replaces validity (and the code, if one is chosen) there and nowhere else. A lock that was about to be
        taken out stays, with every code wished for at its door. Raises `UsageError` (`grant_nothing`), and `RuleError` with the rule that forbids it: `duplicate`, `pin_length`, `pin_alphabet`, `one_time` and the
        others of the planner; nothing is recorded then. A `dry_run` may be for somebody who is not recorded yet.
        """
        chart = _with_person(await read_chart(self._project), wish.person)
        grant = Grant(
            id=GrantId(uuid4()),
            person_id=wish.person.id,
            credential_id=CredentialId(uuid4()),
            door_ids=wish.door_ids,
            group_ids=wish.group_ids,
            except_door_ids=wish.except_door_ids,
            validity=wish.validity,
            created_at=chart.now,
        )
        doors = doors_of(grant, chart.groups)
        if not doors:
            raise UsageError("grant_nothing")
        by_program = check_validity(chart, doors, wish.validity)
        credential, is_new = self._choose(chart, wish, doors)
        grant = replace(grant, credential_id=credential.id)
        warnings = ("weak_code",) if wish.pin is not None and is_weak(wish.pin) else ()
        staying = [
            lock for door_id in doors if (lock := chart.locks.get(door_id)) and lock.is_leaving
        ]
        if staying:
            warnings = (*warnings, "lock_stays")
        changed = {grant.id: grant, **_narrowed_older(chart, wish.person, doors)}
        if dry_run:
            plan = chart_if_granted(chart, changed, credential, doors).plan()
            return Granted(
                grant, credential, is_new, doors, plan, _with_times(warnings, plan, by_program)
            )
        async with self._project.store.change(ChangeKind.GRANT_EDITED) as change:
            change.concerns(
                person_id=wish.person.id, door_id=next(iter(doors)) if len(doors) == 1 else None
            )
            repositories = change.repositories
            if is_new:
                await repositories.credentials.put(credential)
            for one in reversed(changed.values()):
                await repositories.grants.put(one)
            for lock in staying:
                await repositories.locks.put(replace(lock, is_leaving=False))
            await sync_records(self._project, repositories, doors)
        plan = (await read_chart(self._project, doors)).plan()
        warnings = _with_times(warnings, plan, by_program)
        return Granted(grant, credential, is_new, doors, plan, warnings)

    async def revoke(
        self,
        person: Person,
        *,
        door_ids: Collection[DoorId] = (),
        group_ids: Collection[GroupId] = (),
        dry_run: bool = False,
    ) -> frozenset[DoorId]:
        """Take away somebody's access at these doors, everywhere when none is named; gives the doors concerned.

        Raises `RuleError` with `no_grant` or `no_grant_anywhere` when there is nothing to take away.
        """
        chart = await read_chart(self._project)
        living = [
            grant
            for grant in chart.grants
            if grant.person_id == person.id and grant.revoked_at is None
        ]
        changed: dict[GrantId, Grant] = {}
        for grant in living:
            narrowed = (
                grant_without(
                    grant,
                    door_ids=door_ids,
                    group_ids=group_ids,
                    groups=chart.groups,
                    now=chart.now,
                )
                if door_ids or group_ids
                else replace(grant, revoked_at=chart.now)
            )
            if narrowed != grant:
                changed[grant.id] = narrowed
        if not changed:
            named = [chart.place(door_id).label for door_id in door_ids]
            named += [f"@{chart.groups[group_id].name}" for group_id in group_ids]
            if not named:
                raise RuleError("no_grant_anywhere", person=person.name)
            raise RuleError("no_grant", person=person.name, door=", ".join(named))
        doors = frozenset(
            door_id
            for grant in living
            if grant.id in changed
            for door_id in doors_of(grant, chart.groups)
        )
        if dry_run:
            return doors
        async with self._project.store.change(ChangeKind.GRANT_EDITED) as change:
            change.concerns(
                person_id=person.id, door_id=next(iter(doors)) if len(doors) == 1 else None
            )
            for grant in changed.values():
                await change.repositories.grants.put(grant)
            await sync_records(self._project, change.repositories, doors)
        return doors

    async def remove_person(self, person: Person) -> frozenset[DoorId]:
        """Take away everything and remove the person from the lists; what is on a lock stays listed until it is proven gone."""
        chart = await read_chart(self._project)
        grants = [g for g in chart.grants if g.person_id == person.id and g.revoked_at is None]
        doors = frozenset(door_id for grant in grants for door_id in doors_of(grant, chart.groups))
        async with self._project.store.change(ChangeKind.GRANT_EDITED) as change:
            change.concerns(person_id=person.id)
            for grant in grants:
                await change.repositories.grants.put(replace(grant, revoked_at=chart.now))
            for credential in chart.credentials.values():
                if credential.person_id == person.id and credential.ended_at is None:
                    ended = replace(credential, ended_at=chart.now)
                    await change.repositories.credentials.put(ended)
            await change.repositories.people.put(replace(person, removed_at=chart.now))
            await sync_records(self._project, change.repositories, doors)
        return doors

    def _choose(
        self, chart: Chart, wish: GrantWish, doors: Collection[DoorId]
    ) -> tuple[Credential, bool]:
        """The credential of the grant, and whether it is new."""
        rules = rules_at(chart, doors)
        own = [
            credential
            for credential in chart.credentials.values()
            if credential.person_id == wish.person.id
            and credential.kind is CredentialKind.PIN
            and credential.ended_at is None
        ]
        others = codes_of_others(chart, wish.person, doors)
        if wish.choice is PinChoice.GIVEN:
            if wish.pin is None or not wish.pin.reveal():
                raise UsageError("pin_empty")
            refuse_if_any(chart, check_pin_at_doors(wish.pin, rules))
            _refuse_duplicate(chart, wish.pin, others)
            known = next((credential for credential in own if credential.value == wish.pin), None)
            return (known, False) if known is not None else (self._pin(chart, wish, wish.pin), True)
        if wish.choice is PinChoice.OWN:
            fitting = _fitting_code(chart, wish.person, own, doors, rules, others)
            if fitting is not None:
                return fitting, False
        taken = [value for _door, value in others]
        taken += [credential.value for credential in own if credential.value is not None]
        drawn = draw_pin(rules, taken=taken, randbelow=self._randbelow)
        if isinstance(drawn, PinRefusal):
            refuse_if_any(chart, (drawn,))
            raise RuleError(drawn.rule)
        return self._pin(chart, wish, drawn), True

    def _pin(self, chart: Chart, wish: GrantWish, value: Secret[str]) -> Credential:
        return Credential(
            id=CredentialId(uuid4()),
            person_id=wish.person.id,
            kind=CredentialKind.PIN,
            label="PIN",
            value=value,
            created_at=chart.now,
        )


def _with_person(chart: Chart, person: Person) -> Chart:
    """The chart with somebody who may not be recorded yet: a preview is made before a new person is."""
    return replace(chart, people={person.id: person, **chart.people})


def _narrowed_older(
    chart: Chart, person: Person, doors: Collection[DoorId]
) -> dict[GrantId, Grant]:
    """The person's older grants, which give way at these doors and hold elsewhere."""
    changed: dict[GrantId, Grant] = {}
    for grant in chart.grants:
        if grant.person_id != person.id or grant.revoked_at is not None:
            continue
        narrowed = grant_without(grant, door_ids=doors, groups=chart.groups, now=chart.now)
        if narrowed != grant:
            changed[grant.id] = narrowed
    return changed


def _with_times(
    warnings: tuple[str, ...], plan: Plan, by_program: Collection[DoorId]
) -> tuple[str, ...]:
    """Times that a lock cannot keep are said also while there is nothing to write, because they do not hold now."""
    is_said = any(PlanNote.ONLY_WHEN_APPLY_RUNS in step.notes for step in plan.steps)
    return (*warnings, "note_only_when_apply_runs") if by_program and not is_said else warnings


def rules_at(chart: Chart, doors: Collection[DoorId]) -> Mapping[DoorId, PinRules | None]:
    """What codes each door's lock takes; None for a door without a lock. Raises `RuleError("no_pins")` for a lock without PINs."""
    rules: dict[DoorId, PinRules | None] = {}
    for door_id in doors:
        lock = chart.locks.get(door_id)
        facts = chart.facts.get(lock.id) if lock is not None else None
        capabilities = facts.capabilities if facts is not None else None
        if capabilities is not None and capabilities.pins is None:
            raise RuleError("no_pins", door=chart.place(door_id).label)
        rules[door_id] = capabilities.pins if capabilities is not None else None
    return rules


def check_validity(chart: Chart, doors: Collection[DoorId], validity: Validity) -> list[DoorId]:
    """Refuse times that are over, or that neither lock nor program can keep at one of the doors; gives the doors where only the program can."""
    by_program: list[DoorId] = []
    for door in chart.doors:
        if door.door_id not in doors:
            continue
        zone = ZoneInfo(chart.place(door.door_id).zone)
        check_order(validity, zone)
        if has_ended(validity, zone, chart.now, granted_at=chart.now):
            raise RuleError("already_over")
        capabilities = door.lock.capabilities if door.lock is not None else None
        if capabilities is None:
            continue
        fitting = fit(
            validity,
            zone,
            capabilities.schedules,
            can_read_clock=capabilities.can_read_clock,
            granted_at=chart.now,
        )
        if isinstance(fitting, Unfit):
            raise RuleError(fitting.rule, door=chart.place(door.door_id).label)
        if fitting.enforced_by is EnforcedBy.PROGRAM:
            by_program.append(door.door_id)
    return by_program


def codes_of_others(
    chart: Chart, person: Person, doors: Collection[DoorId]
) -> list[tuple[DoorId, Secret[str]]]:
    """The codes that other people have, or may still have, at these doors."""
    found: list[tuple[DoorId, Secret[str]]] = []
    wanted = [
        (wish.door_id, wish.credential_id)
        for wish in chart.wishes
        if wish.is_wanted and wish.door_id in doors
    ]
    there = [
        (record.door_id, record.credential_id)
        for record in chart.records
        if record.door_id in doors and record.ended is None
    ]
    for door_id, credential_id in dict.fromkeys([*wanted, *there]):
        credential = chart.credentials[credential_id]
        if credential.person_id != person.id and credential.value is not None:
            found.append((door_id, credential.value))
    return found


def refuse_if_any(chart: Chart, refusals: Sequence[PinRefusal]) -> None:
    """Raise the first refusal, with the doors whose rules are in conflict."""
    for refusal in refusals:
        doors = ", ".join(chart.place(door_id).label for door_id in refusal.door_ids)
        raise RuleError(refusal.rule, door=doors, **refusal.parameters)


def _refuse_duplicate(
    chart: Chart, pin: Secret[str], others: Sequence[tuple[DoorId, Secret[str]]]
) -> None:
    for door_id, value in others:
        if value == pin:
            raise RuleError("duplicate", door=chart.place(door_id).label)


def _fitting_code(
    chart: Chart,
    person: Person,
    own: Sequence[Credential],
    doors: Collection[DoorId],
    rules: Mapping[DoorId, PinRules | None],
    others: Sequence[tuple[DoorId, Secret[str]]],
) -> Credential | None:
    """The code that the person has at these doors already, else the newest one, where every lock takes it."""
    here = {
        wish.credential_id
        for wish in chart.wishes
        if wish.person_id == person.id and wish.door_id in doors and wish.is_wanted
    }
    for credential in sorted(
        own, key=lambda credential: (credential.id in here, credential.created_at), reverse=True
    ):
        if credential.value is None or check_pin_at_doors(credential.value, rules):
            continue
        if not any(value == credential.value for _door, value in others):
            return credential
    return None
