"""Tables into the project: read, planned against what is there, shown, and carried out as one step that undo takes back."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast
from uuid import UUID, uuid4

from app.core.errors import AppError, RuleError
from app.domain.ids import SetupCodeId
from app.domain.import_fields import ImportField, plain_heading
from app.domain.import_plan import make_import_plan
from app.domain.import_rows import ImportIssue, RowWish, read_row
from app.domain.import_steps import ImportNoun, ImportPlan, ImportStep, KnownCode, ProjectNow
from app.domain.setup_code import read_setup_code
from app.services.chart import sync_records
from app.services.import_tables import (
    ImportTable,
    ReadOptions,
    bytes_of_file_blocking,
    cells_of,
    lost_digits,
    read_table,
)
from app.services.import_thread import ImportStage, OnProgress, Work, in_thread, nobody_watches
from app.services.open_project import OpenProject
from app.services.setup_codes import CameBy
from app.storage.repositories import Repositories, Repository
from app.storage.values import ChangeKind, KeptSetupCode

T = TypeVar("T")
Id = TypeVar("Id", bound=UUID)

MAPPING_SETTING = "import_mapping"
_MAX_REMEMBERED = 500
_CHUNK = 500
_CHECK_EVERY = 200


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A plan with the table it came from, and what the project held then."""

    table: ImportTable
    plan: ImportPlan
    basis: ProjectNow


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many things of each noun were or would be made, changed, and are there already."""

    created: Mapping[ImportNoun, int]
    changed: Mapping[ImportNoun, int]
    already: Mapping[ImportNoun, int]


def counts_of(plan: ImportPlan) -> ImportCounts:
    """The plan in numbers, every noun named."""
    created, changed = dict.fromkeys(ImportNoun, 0), dict.fromkeys(ImportNoun, 0)
    for step in plan.steps:
        (created if step.is_new else changed)[step.noun] += 1
    return ImportCounts(created, changed, {noun: plan.already.get(noun, 0) for noun in ImportNoun})


class ImportService:
    """Imports tables into one project."""

    def __init__(self, project: OpenProject, randbelow: Callable[[int], int]) -> None:
        self._project = project
        self._randbelow = randbelow

    async def read(
        self,
        source: Path | bytes,
        options: ReadOptions | None = None,
        *,
        name: str = "",
        on_progress: OnProgress = nobody_watches,
    ) -> ImportTable:
        """Read a table; cancelling ends it soon. Raises `AppError` and `UsageError` of tables, never anything else for what is in a file."""
        remembered = await self._remembered()

        def work(thread: Work) -> ImportTable:
            if isinstance(source, Path):
                data, called = bytes_of_file_blocking(source), source.name
            else:
                data, called = source, ""
            return read_table(
                data,
                name or called,
                options or ReadOptions(),
                remembered,
                should_stop=thread.is_stopped,
                on_rows=lambda rows: thread.say(ImportStage.READING, rows, 0),
            )

        return await in_thread(work, on_progress)

    async def plan(
        self,
        table: ImportTable,
        fields: Mapping[int, ImportField] | None = None,
        *,
        on_progress: OnProgress = nobody_watches,
    ) -> ImportPreview:
        """What taking the table would do; `fields` are the meanings of its columns, those that were guessed when None.

        Raises `AppError("import_no_columns")` when no column has a meaning.
        """
        if fields is not None:
            table = replace(table, fields=dict(fields))
        if not table.fields:
            raise AppError("import_no_columns")
        gives_access = ImportField.PERSON in table.fields.values()
        has_codes = ImportField.SETUP_CODE in table.fields.values()
        async with self._project.store.snapshot() as repositories:
            held = await _held(
                self._project, repositories, has_access=gives_access, has_codes=has_codes
            )

        def work(thread: Work) -> tuple[ImportPlan, ProjectNow]:
            basis = held.project_now()
            wishes, issues, count = _wishes_of(table, thread)

            def new_id() -> UUID:
                thread.check()
                return uuid4()

            plan = make_import_plan(
                wishes,
                basis,
                new_id=new_id,
                randbelow=self._randbelow,
                row_issues=issues,
                rows=count,
            )
            return plan, basis

        plan, basis = await in_thread(work, on_progress)
        return ImportPreview(table, plan, basis)

    async def apply(
        self, preview: ImportPreview, *, on_progress: OnProgress = nobody_watches
    ) -> ImportCounts:
        """Carry a plan out, all of it in one step or nothing; cancelling leaves the project as it was.

        Raises `RuleError` `import_has_issues`, or `import_out_of_date` when what the plan is about changed since it was made.
        """
        plan = preview.plan
        if plan.issues:
            raise RuleError("import_has_issues", count=len(plan.issues))
        counts = counts_of(plan)
        if plan.is_empty:
            return counts
        async with self._project.store.change(ChangeKind.IMPORT_EDITED) as change:
            await self._check(change.repositories, preview)
            writing = _Writing(len(plan.steps) + len(plan.credentials), on_progress)
            await self._write(change.repositories, plan, writing)
            await self._remember(change.repositories, preview.table)
            change.concerns(
                note={
                    "rows": plan.rows,
                    "created": {str(noun): n for noun, n in counts.created.items() if n},
                    "changed": {str(noun): n for noun, n in counts.changed.items() if n},
                }
            )
        return counts

    async def _check(self, repositories: Repositories, preview: ImportPreview) -> None:
        """Refuse a plan for a project that is another one by now, as far as the plan is concerned."""
        plan, basis = preview.plan, preview.basis
        held = await _held(
            self._project,
            repositories,
            has_access=bool(plan.grants),
            has_codes=bool(plan.codes),
        )
        if not await asyncio.to_thread(lambda: _is_same(held.project_now(), basis, plan)):
            raise RuleError("import_out_of_date")

    async def _write(
        self, repositories: Repositories, plan: ImportPlan, writing: "_Writing"
    ) -> None:
        await writing.put(repositories.sites, _values(plan.sites))
        await writing.put(repositories.doors, _values(plan.doors))
        await writing.put(repositories.calendars, _values(plan.calendars))
        await writing.put(repositories.groups, _values(plan.groups))
        await writing.put(repositories.people, _values(plan.people))
        await writing.put(repositories.credentials, plan.credentials)
        older = [step.value for step in plan.grants if not step.is_new]
        await writing.put(
            repositories.grants, [*older, *(s.value for s in plan.grants if s.is_new)]
        )
        locks = {step.value.id: step.value for step in plan.locks}
        for lock in plan.staying:
            locks[lock.id] = replace(locks.get(lock.id, lock), is_leaving=False)
        await writing.put(repositories.locks, list(locks.values()))
        await writing.put(repositories.setup_codes, await self._codes(repositories, plan))
        if plan.door_ids:
            await sync_records(self._project, repositories, plan.door_ids)

    async def _codes(self, repositories: Repositories, plan: ImportPlan) -> list[KeptSetupCode]:
        if not plan.codes:
            return []
        kept = {code.id: code for code in await repositories.setup_codes.all()}
        number = await repositories.setup_codes.next_number()
        return await asyncio.to_thread(_kept_codes, plan, kept, number, self._project.clock())

    async def _remembered(self) -> dict[str, str]:
        """What headings meant the last time."""
        return _parsed_mapping(await self._project.read.settings.get(MAPPING_SETTING))

    async def _remember(self, repositories: Repositories, table: ImportTable) -> None:
        before = await repositories.settings.get(MAPPING_SETTING)
        mapping = _parsed_mapping(before)
        for place, heading in enumerate(table.headings):
            if key := plain_heading(heading):
                mapping.pop(key, None)
                mapping[key] = str(table.fields.get(place, ""))
        newest = dict(list(mapping.items())[-_MAX_REMEMBERED:])
        if newest != _parsed_mapping(before):
            await repositories.settings.put(MAPPING_SETTING, json.dumps(newest))


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of the project; its setup codes are texts yet."""

    now: ProjectNow
    kept: Sequence[KeptSetupCode]

    def project_now(self) -> ProjectNow:
        """With the setup codes read, which takes long for thousands: called in a thread."""
        doors = {lock.id: door_id for door_id, lock in self.now.locks.items()}
        codes = tuple(
            KnownCode(
                id=code.id,
                reading=read_setup_code(code.text.reveal()),
                door_id=code.door_id if code.lock_id is None else doors.get(code.lock_id),
                is_mounted=code.lock_id in doors,
            )
            for code in self.kept
        )
        return replace(self.now, codes=codes)


async def _held(
    project: OpenProject, read: Repositories, *, has_access: bool, has_codes: bool
) -> _Held:
    """What a plan is made from; grants, codes and records only where they matter, as there may be very many."""
    locks = {lock.door_id: lock for lock in await read.locks.all() if lock.retired_at is None}
    everybody = await read.people.all()
    now = ProjectNow(
        time_zone=project.store.project.time_zone,
        now=project.clock(),
        sites=tuple(await read.sites.all()),
        doors=tuple(await read.doors.all()),
        groups=tuple(await read.groups.all()),
        calendars=tuple(await read.calendars.all()),
        people=tuple(person for person in everybody if person.is_listed),
        known_ids=frozenset(person.id for person in everybody),
        locks=locks,
    )
    if has_access:
        facts = await read.locks.all_facts()
        now = replace(
            now,
            credentials=tuple(await read.credentials.all()),
            grants=tuple(grant for grant in await read.grants.all() if grant.revoked_at is None),
            records=tuple(await read.records.all()),
            capabilities={
                one.lock_id: one.capabilities for one in facts if one.capabilities is not None
            },
        )
    return _Held(now, await read.setup_codes.all() if has_codes else ())


def _wishes_of(table: ImportTable, thread: Work) -> tuple[list[RowWish], list[ImportIssue], int]:
    """The rows that say something, and what is wrong with the others."""
    wishes: list[RowWish] = []
    issues: list[ImportIssue] = []
    rows = table.rows
    for done, row in enumerate(rows):
        if done % _CHECK_EVERY == 0:
            thread.say(ImportStage.PLANNING, done, len(rows))
            thread.check()
        lost = lost_digits(row, table.fields)
        issues += [ImportIssue(row.number, column, "import_lost_digits") for column in lost]
        wish, found = read_row(row.number, cells_of(row, table.fields))
        issues += found
        if wish is not None:
            wishes.append(wish)
    thread.say(ImportStage.PLANNING, len(rows), len(rows))
    return wishes, issues, len(rows)


def _is_same(now: ProjectNow, basis: ProjectNow, plan: ImportPlan) -> bool:
    """Whether the project is what it was, as far as the plan is concerned; long for thousands: called in a thread."""
    is_same = (now.sites, now.doors, now.groups, now.people, now.calendars) == (
        basis.sites,
        basis.doors,
        basis.groups,
        basis.people,
        basis.calendars,
    )
    if plan.locks:
        is_same = is_same and now.locks == basis.locks
    if plan.grants:
        is_same = is_same and (now.grants, now.credentials) == (basis.grants, basis.credentials)
        is_same = is_same and (now.locks, now.capabilities) == (basis.locks, basis.capabilities)
    return is_same and (not plan.codes or now.codes == basis.codes)


def _kept_codes(
    plan: ImportPlan, kept: Mapping[SetupCodeId, KeptSetupCode], number: int, at: datetime
) -> list[KeptSetupCode]:
    found: list[KeptSetupCode] = []
    for step in plan.codes:
        planned = step.value
        known = kept.get(planned.id)
        if known is not None:
            found.append(replace(known, door_id=planned.door_id))
            continue
        found.append(
            KeptSetupCode(
                id=planned.id,
                text=planned.text,
                family=planned.family,
                is_valid=True,
                came_by=str(CameBy.IMPORT),
                at=at,
                door_id=planned.door_id,
                number=number,
            )
        )
        number += 1
    return found


class _Writing:
    """Puts values in pieces, so that progress is seen and Ctrl-C heard between them."""

    def __init__(self, total: int, on_progress: OnProgress) -> None:
        self._total = total
        self._done = 0
        self._on_progress = on_progress

    async def put(self, repository: Repository[Id, T], values: Sequence[T]) -> None:
        """Put them all."""
        for start in range(0, len(values), _CHUNK):
            piece = values[start : start + _CHUNK]
            await repository.put_all(piece)
            self._done += len(piece)
            self._on_progress(ImportStage.WRITING, self._done, self._total)


def _values(steps: Sequence[ImportStep[T]]) -> list[T]:
    return [step.value for step in steps]


def _parsed_mapping(text: str | None) -> dict[str, str]:
    try:
        found: object = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    pairs = cast("dict[object, object]", found).items()
    return {str(key): value for key, value in pairs if isinstance(value, str)}
