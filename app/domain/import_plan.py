"""From the rows of a table and what the project holds now to the plan of an import; pure."""

from collections.abc import Callable, Sequence
from uuid import UUID

from app.domain.code_planner import RandBelow
from app.domain.import_calendars import plan_calendars
from app.domain.import_claims import Findings
from app.domain.import_grants import plan_grants
from app.domain.import_people import plan_people
from app.domain.import_places import plan_places
from app.domain.import_rows import ImportIssue, RowWish
from app.domain.import_setup_codes import plan_setup_codes
from app.domain.import_steps import ImportPlan, ImportStep, ProjectNow
from app.domain.person import Person
from app.domain.project import Door, Site
from app.domain.wishes import doors_of


def make_import_plan(
    wishes: Sequence[RowWish],
    now: ProjectNow,
    *,
    new_id: Callable[[], UUID],
    randbelow: RandBelow,
    row_issues: Sequence[ImportIssue] = (),
    rows: int | None = None,
) -> ImportPlan:
    """What has to be made and changed so that the project says what the table says; empty when it does.

    Names match without regard to case. Two rows that say one thing differently are an issue at the lower one. What the table leaves empty,
    and what it does not name, stays as it is. `row_issues` are those of reading the rows; `new_id` gives random UUIDs.
    """
    findings = Findings(issues=list(row_issues))
    places = plan_places(wishes, now, new_id, findings)
    calendars = plan_calendars(wishes, now, new_id, findings)
    people = plan_people(wishes, now, places, new_id, findings)
    codes = plan_setup_codes(wishes, now, places, new_id, findings)
    grants = plan_grants(
        wishes, now, places, people, calendars, findings, new_id=new_id, randbelow=randbelow
    )
    regrouped = {
        door_id
        for step in places.group_steps
        if step.before is not None
        for door_id in step.value.door_ids - step.before.door_ids
    }
    moved = {step.value.id for step in places.door_steps if _is_moved(step)}
    moved_sites = {step.value.id for step in places.site_steps if _is_moved(step)}
    moved |= {door.id for door in now.doors if door.site_id in moved_sites}
    paused = {step.value.id for step in people.steps if _is_paused_otherwise(step)}
    dated = {step.value.id for step in calendars.steps if step.before is not None}
    followed = {
        door_id
        for grant in now.grants
        if grant.person_id in paused
        or any(holidays.calendar_id in dated for holidays in grant.validity.holidays)
        for door_id in doors_of(grant, places.groups)
    }
    return ImportPlan(
        sites=places.site_steps,
        doors=places.door_steps,
        locks=places.lock_steps,
        calendars=calendars.steps,
        groups=places.group_steps,
        people=people.steps,
        credentials=grants.credentials,
        grants=grants.steps,
        codes=codes,
        staying=grants.staying,
        already=findings.already,
        notes=_in_order(findings.notes),
        issues=_in_order(findings.issues),
        door_ids=grants.door_ids | regrouped | moved | followed,
        rows=len(wishes) if rows is None else rows,
    )


def _is_moved(step: ImportStep[Site] | ImportStep[Door]) -> bool:
    """Whether it gets another time zone."""
    return step.before is not None and step.before.time_zone != step.value.time_zone


def _is_paused_otherwise(step: ImportStep[Person]) -> bool:
    before, after = step.before, step.value
    return before is not None and (before.is_paused, before.paused_door_ids) != (
        after.is_paused,
        after.paused_door_ids,
    )


def _in_order(issues: Sequence[ImportIssue]) -> tuple[ImportIssue, ...]:
    """By row, each thing once."""
    found: dict[tuple[object, ...], ImportIssue] = {}
    for issue in sorted(issues, key=lambda issue: issue.row):
        found.setdefault((issue.row, issue.column, issue.code, *issue.parameters.items()), issue)
    return tuple(found.values())
