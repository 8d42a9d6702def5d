"""Who may enter where and when: granting and taking away; writes nothing to a lock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import Grant, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, GroupId
from app.domain.person import Person
from app.domain.plan import Plan, PlanNote
from app.domain.plan_steps import notes_of_fitting
from app.domain.project import Group
from app.domain.schedule import Unfit, fit
from app.domain.validity import has_ended
from app.domain.validity_text import check_order
from app.domain.wishes import doors_of, grant_without
from app.services.chart import Chart, chart_if_granted, read_chart, sync_records
from app.services.code_choice import (
    Choice,
    ChosenCode,
    CodeChooser,
    PinChoice,
    read_lately_used,
)
from app.services.open_project import OpenProject
from app.storage.values import ChangeKind


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
class GrantPart:
    """One grant of a wish, with the code that its doors have."""

    grant: Grant
    credential: Credential
    is_new_code: bool
    door_ids: frozenset[DoorId]


@dataclass(frozen=True, slots=True)
class Granted:
    """What was recorded, or would be; `warnings` are message codes. `plan` is what apply would do now at these doors.

    There is a part for each code, that of most doors first; `conflict` says why one code does not do.
    """

    parts: tuple[GrantPart, ...]
    plan: Plan
    warnings: tuple[str, ...] = ()
    conflict: RuleError | None = None

    @property
    def grant(self) -> Grant:
        """The grant of the first part, which has most of the doors."""
        return self.parts[0].grant

    @property
    def credential(self) -> Credential:
        """The credential of the first part."""
        return self.parts[0].credential

    @property
    def is_new_code(self) -> bool:
        """Whether any code is new."""
        return any(part.is_new_code for part in self.parts)

    @property
    def door_ids(self) -> frozenset[DoorId]:
        """All doors."""
        return frozenset[DoorId]().union(*(part.door_ids for part in self.parts))


class AccessService:
    """Grants and revokes."""

    def __init__(self, project: OpenProject, randbelow: Callable[[int], int]) -> None:
        self._project = project
        self._randbelow = randbelow

    async def grant(self, wish: GrantWish, *, dry_run: bool = False) -> Granted:
        """Record that this person shall enter these doors at these times.

        All doors get the same code; where no code serves all of them, there is a grant for each of the fewest codes that do. Granting again at a door replaces validity (and the code, if one is chosen) there and nowhere else. A lock that was about to be
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
        choice = await self._choose(chart, wish, doors)
        parts = _parts(grant, choice.codes, chart.groups)
        new = [part.credential for part in parts if part.is_new_code]
        warnings = choice.warnings
        staying = [
            lock for door_id in doors if (lock := chart.locks.get(door_id)) and lock.is_leaving
        ]
        if staying:
            warnings = (*warnings, "lock_stays")
        if any(chart.people[wish.person.id].is_paused_at(door_id) for door_id in doors):
            warnings = (*warnings, "person_paused")
        changed = {part.grant.id: part.grant for part in parts}
        changed |= _narrowed_older(chart, wish, doors)
        if dry_run:
            plan = chart_if_granted(chart, changed, new, doors).plan()
            warnings = _with_times(warnings, plan, by_program)
            return Granted(parts, plan, warnings, choice.conflict)
        async with self._project.store.change(ChangeKind.GRANT_EDITED) as change:
            change.concerns(
                person_id=wish.person.id, door_id=next(iter(doors)) if len(doors) == 1 else None
            )
            repositories = change.repositories
            await repositories.credentials.put_all(new)
            for one in reversed(changed.values()):
                await repositories.grants.put(one)
            for lock in staying:
                await repositories.locks.put(replace(lock, is_leaving=False))
            await sync_records(self._project, repositories, doors)
        plan = (await read_chart(self._project, doors)).plan()
        warnings = _with_times(warnings, plan, by_program)
        return Granted(parts, plan, warnings, choice.conflict)

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

    async def _choose(self, chart: Chart, wish: GrantWish, doors: Collection[DoorId]) -> Choice:
        lately = await read_lately_used(self._project.read, chart, doors)
        chooser = CodeChooser(chart, wish.person, doors, lately, self._randbelow)
        if wish.choice is PinChoice.GIVEN:
            return chooser.given(wish.pin)
        own = chooser.own() if wish.choice is PinChoice.OWN else None
        return own or chooser.new()


def _parts(
    grant: Grant, codes: Sequence[ChosenCode], groups: Mapping[GroupId, Group]
) -> tuple[GrantPart, ...]:
    """A grant for each code. Groups stay groups, the doors of other codes being excepted: who leaves a group loses its doors with any code."""
    parts: list[GrantPart] = []
    for code in codes:
        divided = replace(grant, credential_id=code.credential.id)
        if len(codes) > 1:
            divided = _divided(divided, code.door_ids, groups, is_first=code is codes[0])
        parts.append(GrantPart(divided, code.credential, code.is_new, code.door_ids))
    return tuple(parts)


def _divided(
    grant: Grant, doors: frozenset[DoorId], groups: Mapping[GroupId, Group], *, is_first: bool
) -> Grant:
    """The grant for these of its doors alone. A group that has no doors now goes with the first part."""
    members = {group_id: groups[group_id].door_ids for group_id in grant.group_ids}
    kept = {
        group_id
        for group_id, door_ids in members.items()
        if door_ids & doors or (is_first and not door_ids - grant.except_door_ids)
    }
    others = frozenset[DoorId]().union(*(members[group_id] for group_id in kept)) - doors
    return replace(
        grant,
        id=grant.id if is_first else GrantId(uuid4()),
        door_ids=grant.door_ids & doors,
        group_ids=frozenset(kept),
        except_door_ids=grant.except_door_ids | others,
    )


def _with_person(chart: Chart, person: Person) -> Chart:
    """The chart with somebody who may not be recorded yet: a preview is made before a new person is."""
    return replace(chart, people={person.id: person, **chart.people})


def _narrowed_older(
    chart: Chart, wish: GrantWish, doors: Collection[DoorId]
) -> dict[GrantId, Grant]:
    """The person's older grants of codes, which give way at these doors and hold elsewhere; a code replaces no card."""
    changed: dict[GrantId, Grant] = {}
    for grant in chart.grants:
        if grant.person_id != wish.person.id or grant.revoked_at is not None:
            continue
        if chart.credentials[grant.credential_id].kind is not CredentialKind.PIN:
            continue
        narrowed = _narrowed(chart, grant, wish.group_ids, doors)
        if narrowed != grant:
            changed[grant.id] = narrowed
    return changed


def _narrowed(
    chart: Chart, grant: Grant, group_ids: frozenset[GroupId], doors: Collection[DoorId]
) -> Grant:
    """The grant without these doors, and without these groups: a door that joins one later is the new grant's alone.

    What it covers by such a group and the new grant does not, it covers as a single door from now on.
    """
    without_groups = replace(grant, group_ids=grant.group_ids - group_ids)
    if without_groups == grant:
        return grant_without(grant, door_ids=doors, groups=chart.groups, now=chart.now)
    left = doors_of(grant, chart.groups) - frozenset(doors)
    single = left - doors_of(without_groups, chart.groups)
    narrowed = grant_without(
        replace(without_groups, door_ids=grant.door_ids | single),
        door_ids=doors,
        groups=chart.groups,
        now=chart.now,
    )
    is_empty = not narrowed.group_ids and not narrowed.door_ids - narrowed.except_door_ids
    is_over = is_empty or narrowed.revoked_at is not None
    return replace(grant, revoked_at=chart.now) if is_over else narrowed


def _with_times(
    warnings: tuple[str, ...], plan: Plan, by_program: Collection[PlanNote]
) -> tuple[str, ...]:
    """Times that a lock cannot keep are said also while there is nothing to write, because they do not hold now."""
    said = {note for step in plan.steps for note in step.notes}
    return (*warnings, *(f"note_{note}" for note in by_program if note not in said))


def check_validity(
    chart: Chart, doors: Collection[DoorId], validity: Validity
) -> tuple[PlanNote, ...]:
    """Refuse times that are over, or that neither lock nor program can keep at one of the doors; gives what is to be said of the program's."""
    by_program: list[PlanNote] = []
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
            lock_zone=None if door.lock is None else door.lock.zone,
            can_read_clock=capabilities.can_read_clock,
            granted_at=chart.now,
        )
        if isinstance(fitting, Unfit):
            raise RuleError(fitting.rule, door=chart.place(door.door_id).label)
        by_program += notes_of_fitting(fitting)
    return tuple(dict.fromkeys(by_program))
