"""The projects that were opened lately on this computer: path and kind, never anything of what is in them."""

import json
from pathlib import Path
from typing import NamedTuple, cast

from app.core.settings import RECENT_PROJECTS, REMEMBER_PROJECT, Settings

MOST_RECENT = 10


class RecentProject(NamedTuple):
    """One of them, by its file's name; whether the file is still there is not known here."""

    path: Path
    is_practice: bool


def recent_projects(settings: Settings) -> list[RecentProject]:
    """Newest first; none where projects are not to be offered."""
    return _read(settings) if settings.get(REMEMBER_PROJECT) else []


def note_recent(settings: Settings, path: Path, *, is_practice: bool) -> None:
    """Put it first, unless projects are not to be offered; raises `SettingsError`."""
    if settings.get(REMEMBER_PROJECT):
        others = [one for one in _read(settings) if one.path != path]
        _write(settings, [RecentProject(path, is_practice), *others][:MOST_RECENT])


def forget_recent(settings: Settings, path: Path) -> None:
    """Take it off the list; the file stays. Raises `SettingsError`."""
    _write(settings, [one for one in _read(settings) if one.path != path])


def _read(settings: Settings) -> list[RecentProject]:
    try:
        loaded: object = json.loads(settings.get(RECENT_PROJECTS) or "[]")
    except ValueError:
        return []
    if not isinstance(loaded, list):
        return []
    found: list[RecentProject] = []
    for entry in cast("list[object]", loaded):
        if not isinstance(entry, dict):
            continue
        values = cast("dict[str, object]", entry)
        path = values.get("path")
        if isinstance(path, str) and path:
            found.append(RecentProject(Path(path), values.get("practice") is True))
    return found[:MOST_RECENT]


def _write(settings: Settings, projects: list[RecentProject]) -> None:
    entries = [{"path": str(one.path), "practice": one.is_practice} for one in projects]
    settings.set(RECENT_PROJECTS, json.dumps(entries))
