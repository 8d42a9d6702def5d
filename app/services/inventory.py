"""The inventory: one row a door, with its lock, what is noted of both, and what is proven of its codes."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.errors import UsageError
from app.domain.setup_code import parse_setup_code
from app.domain.setup_code_error import SetupCodeError, SetupCodeFamily
from app.domain.zwave_code import ZWaveSetupCode
from app.papers.private_file import write_private_file_blocking
from app.papers.table_write import Value
from app.papers.zwave_list import ZWaveEntry, is_listed
from app.services.inventory_columns import (
    DEFAULT_COLUMNS,
    SECRET_COLUMNS,
    Column,
    read_columns,
)
from app.services.inventory_order import (
    columns_for_group,
    group_keys,
    grouped,
    haystacks,
    matching,
    sorted_rows,
)
from app.services.inventory_views import View
from app.services.open_project import OpenProject, list_places
from app.storage.values import ChangeKind, InventoryRow


@dataclass(frozen=True, slots=True)
class Inventory:
    """The table: `data` holds values by column, a place for each door; `order` the places in the order of the table.

    `columns` are those that are shown; `data` may hold more, which order and sheets go by. `is_practice` has to be said wherever it is
    shown.
    """

    columns: tuple[Column, ...]
    data: Mapping[Column, Sequence[Value]]
    order: Sequence[int]
    door_ids: Sequence[str]
    is_practice: bool

    def values(self, column: Column) -> Sequence[Value]:
        """The values of a column in the order of the table."""
        values = self.data[column]
        if self.order == range(len(values)):
            return values
        return [values[row] for row in self.order]

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows in their order, as wide as `columns`."""
        return zip(*[self.values(column) for column in self.columns], strict=True)


@dataclass(frozen=True, slots=True)
class ZWaveList:
    """The Z-Wave setup codes that a list for Z-Wave JS UI can hold, and how many it cannot."""

    entries: tuple[ZWaveEntry, ...]
    left_out: int


class InventoryService:
    """Makes the inventory."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def make(
        self,
        columns: Sequence[Column] | None = None,
        *,
        view: View | None = None,
        with_secrets: bool = False,
    ) -> Inventory:
        """The inventory as it is now, in the order of the view; the columns given go before the view's.

        Secret columns only with secrets, and that is in the history; all of them, when none is named. Raises `UsageError("secret_column")`.
        """
        chosen = tuple(columns or (view.columns if view is not None else DEFAULT_COLUMNS))
        if with_secrets and not set(chosen) & set(SECRET_COLUMNS):
            chosen = (*chosen, *SECRET_COLUMNS)
        for column in chosen:
            if column in SECRET_COLUMNS and not with_secrets:
                raise UsageError("secret_column", name=str(column))
        rows = await self._project.store.inventory(with_secrets=with_secrets)
        project = self._project.store.project
        made = await asyncio.to_thread(
            _table, rows, chosen, view, project.time_zone, is_practice=project.kind == "practice"
        )
        if with_secrets:
            async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
                change.concerns(note={"what": "inventory", "doors": len(made.order)})
        return made

    async def zwave_list(self) -> ZWaveList:
        """The Z-Wave setup codes as entries for Z-Wave JS UI; that they were asked for is in the history."""
        places = {place.door.id: place for place in await list_places(self._project)}
        entries: list[ZWaveEntry] = []
        left_out = 0
        for kept in await self._project.read.setup_codes.all():
            if kept.family != SetupCodeFamily.ZWAVE:
                continue
            try:
                code = parse_setup_code(kept.text.reveal())
            except SetupCodeError:
                code = None
            if not isinstance(code, ZWaveSetupCode) or not is_listed(code):
                left_out += 1
                continue
            place = places.get(kept.door_id) if kept.door_id is not None else None
            name = place.door.name if place is not None else f"No. {kept.number}"
            entries.append(ZWaveEntry(code, name, place.site.name if place is not None else ""))
        async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
            change.concerns(note={"what": "zwave_list", "codes": len(entries)})
        return ZWaveList(tuple(entries), left_out)


def _table(
    rows: Sequence[InventoryRow],
    columns: tuple[Column, ...],
    view: View | None,
    zone: str,
    *,
    is_practice: bool,
) -> Inventory:
    needed = dict.fromkeys((*columns, Column.SITE))
    if view is not None:
        needed.update(dict.fromkeys((view.sort,) if view.sort is not None else ()))
        needed.update(dict.fromkeys(columns_for_group(view.group) if view.group else ()))
        if view.search:
            needed.update(dict.fromkeys(c for c in Column if c not in SECRET_COLUMNS))
    made = Inventory(
        columns=columns,
        data=read_columns(tuple(needed), rows, zone),
        order=range(len(rows)),
        door_ids=[row.door_id for row in rows],
        is_practice=is_practice,
    )
    return made if view is None else replace(made, order=_order(made, view))


def _order(made: Inventory, view: View) -> Sequence[int]:
    rows: Sequence[int] = made.order
    if view.search:
        rows = matching(rows, haystacks(made.data), view.search)
    if view.sort is not None:
        rows = sorted_rows(rows, made.data[view.sort], is_descending=view.is_descending)
    if view.group is not None:
        groups = grouped(rows, group_keys(made.data, view.group))
        rows = [row for group in groups for row in group.rows]
    return rows


def parse_columns(text: str | None) -> tuple[Column, ...] | None:
    """Columns from a list with commas; raises `UsageError("unknown_column")`."""
    if text is None:
        return None
    try:
        words = [Column(word.strip()) for word in text.split(",") if word.strip()]
    except ValueError as error:
        raise UsageError("unknown_column", name=text, choices=", ".join(Column)) from error
    return tuple(dict.fromkeys(words)) or None


def parse_separator(text: str) -> str:
    """A separator from its character or the word tab; raises `UsageError("unknown_separator")`."""
    character = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(text, text)
    if character not in (",", ";", "\t"):
        raise UsageError("unknown_separator", name=text)
    return character


async def save_file(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, readable by this user alone; raises `EnvironmentAppError`."""
    await asyncio.to_thread(write_private_file_blocking, path, content)
