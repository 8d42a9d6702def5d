"""A project in memory and tables as lists of cells, for planning imports."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.ids import DoorId
from app.domain.import_fields import ImportField
from app.domain.import_plan import make_import_plan
from app.domain.import_rows import ImportIssue, RowWish, read_row
from app.domain.import_steps import ImportPlan, KnownCode, ProjectNow
from app.domain.project import Door
from app.domain.setup_code import read_setup_code

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Row = dict[str, str]


def rows_of(*rows: Row) -> tuple[list[RowWish], list[ImportIssue]]:
    """Rows as the reader gives them; the first has number 2, below the heading."""
    wishes: list[RowWish] = []
    issues: list[ImportIssue] = []
    for number, cells in enumerate(rows, start=2):
        wish, found = read_row(number, {ImportField(key): text for key, text in cells.items()})
        issues += found
        if wish is not None:
            wishes.append(wish)
    return wishes, issues


@dataclass
class ImportWorld:
    """What the project holds, and imports into it."""

    now: ProjectNow = field(default_factory=lambda: ProjectNow("Europe/Berlin", NOW))
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def plan(self, *rows: Row) -> ImportPlan:
        """The plan for a table."""
        wishes, issues = rows_of(*rows)
        return make_import_plan(
            wishes,
            self.now,
            new_id=lambda: UUID(int=next(self.ids), version=4),
            randbelow=self.chance.randrange,
            row_issues=issues,
        )

    def take(self, *rows: Row) -> ImportPlan:
        """Carry a table out, as the service does; it has no issues."""
        plan = self.plan(*rows)
        assert not plan.issues, [(i.row, i.column, i.code) for i in plan.issues]
        now = self.now

        def merged(old: Sequence[Any], steps: Sequence[Any]) -> tuple[Any, ...]:
            found = {one.id: one for one in old}
            found.update({step.value.id: step.value for step in steps})
            return tuple(found.values())

        codes = {code.id: code for code in now.codes}
        for step in plan.codes:
            reading = read_setup_code(step.value.text.reveal())
            codes[step.value.id] = KnownCode(step.value.id, reading, step.value.door_id, False)
        self.now = replace(
            now,
            now=now.now + timedelta(minutes=1),
            sites=merged(now.sites, plan.sites),
            doors=merged(now.doors, plan.doors),
            groups=merged(now.groups, plan.groups),
            calendars=merged(now.calendars, plan.calendars),
            people=merged(now.people, plan.people),
            credentials=(*now.credentials, *plan.credentials),
            grants=tuple(
                grant for grant in merged(now.grants, plan.grants) if grant.revoked_at is None
            ),
            codes=tuple(codes.values()),
        )
        return plan

    def door(self, name: str) -> Door:
        """The door of this name."""
        return next(door for door in self.now.doors if door.name == name)

    def door_id(self, name: str) -> DoorId:
        """Its id."""
        return self.door(name).id


def codes(plan: ImportPlan) -> list[tuple[int, str | None, str]]:
    """Row, column and code of each issue."""
    return [(i.row, i.column.value if i.column else None, i.code) for i in plan.issues]
