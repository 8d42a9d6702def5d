"""Saved views of the inventory: columns in their order, sorting, grouping and what is searched for, kept in the project."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.core.errors import UsageError
from app.services.inventory_columns import DEFAULT_COLUMNS, OPEN_COLUMNS, Column
from app.services.inventory_order import GroupBy
from app.services.open_project import OpenProject
from app.services.sites import checked_name
from app.storage.values import ChangeKind

SETTING = "inventory_views"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the inventory; never with secret columns. Without a name it is the one that is not saved."""

    name: str = ""
    columns: tuple[Column, ...] = DEFAULT_COLUMNS
    sort: Column | None = None
    is_descending: bool = False
    group: GroupBy | None = None
    search: str = ""


class ViewService:
    """The saved views of a project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def all(self) -> list[View]:
        """Every saved view by name; those of a newer version of the program are left out."""
        return _read(await self._project.read.settings.get(SETTING))

    async def find(self, name: str) -> View:
        """The view with this name; raises `UsageError("unknown_view")`."""
        views = await self.all()
        for view in views:
            if view.name == name:
                return view
        raise UsageError("unknown_view", name=name, choices=", ".join(v.name for v in views) or "-")

    async def save(self, view: View) -> View:
        """Keep the view, in place of one with the same name; raises `UsageError` as names do, and `views_unreadable`."""
        kept = View(
            checked_name(view.name),
            tuple(column for column in view.columns if column in OPEN_COLUMNS),
            view.sort if view.sort in OPEN_COLUMNS else None,
            view.is_descending,
            view.group,
            view.search,
        )
        await self._change([kept], without=kept.name)
        return kept

    async def remove(self, name: str) -> None:
        """Forget a view; nothing where there is none."""
        await self._change([], without=name)

    async def _change(self, added: Sequence[View], *, without: str) -> None:
        async with self._project.store.change(ChangeKind.PROJECT_EDITED) as change:
            settings = change.repositories.settings
            text = await settings.get(SETTING)
            if text is not None and _document(text) is None:
                raise UsageError("views_unreadable")
            views = [view for view in _read(text) if view.name != without] + [*added]
            views.sort(key=lambda view: view.name.casefold())
            change.concerns(note={"what": "inventory_views"})
            document = {"version": _VERSION, "views": [_written(view) for view in views]}
            await settings.put(SETTING, json.dumps(document, ensure_ascii=False))


def _document(text: str) -> Sequence[Mapping[str, Any]] | None:
    try:
        document = cast("dict[str, Any]", json.loads(text))
        if document["version"] != _VERSION:
            return None
        return cast("list[dict[str, Any]]", document["views"])
    except (ValueError, KeyError, TypeError):
        return None


def _read(text: str | None) -> list[View]:
    found: list[View] = []
    for entry in (_document(text) or ()) if text is not None else ():
        # A word that this version does not know is left out: the rest of the view still helps.
        columns = tuple(
            Column(word) for word in entry.get("columns", ()) if word in set(OPEN_COLUMNS)
        )
        sort, group = entry.get("sort"), entry.get("group")
        found.append(
            View(
                name=str(entry.get("name", "")),
                columns=columns or DEFAULT_COLUMNS,
                sort=Column(sort) if sort in set(OPEN_COLUMNS) else None,
                is_descending=bool(entry.get("descending", False)),
                group=GroupBy(group) if group in set(GroupBy) else None,
                search=str(entry.get("search", "")),
            )
        )
    return found


def _written(view: View) -> dict[str, Any]:
    return {
        "name": view.name,
        "columns": [str(column) for column in view.columns],
        "sort": str(view.sort) if view.sort is not None else None,
        "descending": view.is_descending,
        "group": str(view.group) if view.group is not None else None,
        "search": view.search,
    }
