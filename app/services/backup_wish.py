"""How a project wants to be backed up, and where this computer puts it.

How many and when belong to the project and travel with it; the folder is a path of this computer and stays in its settings.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from app.core.settings import BACKUP_PLACES, Settings
from app.domain.ids import ProjectId
from app.services.backup_files import Backup
from app.services.backups import MOST_KEEP, USUAL_KEEP
from app.services.open_project import OpenProject
from app.storage.values import ChangeKind

SETTING = "backups"
REMIND_EVERY = timedelta(days=7)
DAILY = timedelta(days=1)
_VERSION = 1


@dataclass(frozen=True, slots=True)
class BackupWish:
    """How many backups are kept, and when one is made by itself."""

    keep: int = USUAL_KEEP
    on_close: bool = True
    daily: bool = True


async def read_wish(project: OpenProject) -> BackupWish:
    """What the project wants; the usual where nothing was said or a newer version wrote it."""
    text = await project.read.settings.get(SETTING)
    usual = BackupWish()
    try:
        document = cast("Mapping[str, Any]", json.loads(text or ""))
        if document["version"] != _VERSION:
            return usual
        keep = min(MOST_KEEP, max(1, int(document["keep"])))
        return BackupWish(keep, bool(document["on_close"]), bool(document["daily"]))
    except (ValueError, KeyError, TypeError):
        return usual


async def keep_wish(project: OpenProject, wish: BackupWish) -> None:
    """Keep it in the project, unless it is what is kept already."""
    if wish == await read_wish(project):
        return
    document = {
        "version": _VERSION,
        "keep": wish.keep,
        "on_close": wish.on_close,
        "daily": wish.daily,
    }
    async with project.store.change(ChangeKind.PROJECT_EDITED) as change:
        change.concerns(note={"what": SETTING})
        await change.repositories.settings.put(SETTING, json.dumps(document))


class BackupPlaces:
    """Where this computer keeps the backups of each project, and when it last reminded that there are none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def folder(self, project: ProjectId) -> Path | None:
        """The folder for this project on this computer."""
        text = self._entry(project).get("folder", "")
        return Path(text) if text else None

    def set_folder(self, project: ProjectId, folder: Path) -> None:
        """Keep it; raises `SettingsError`."""
        self._keep(project, folder=str(folder.absolute()))

    def may_remind(self, project: ProjectId, now: datetime) -> bool:
        """Whether there is no folder and the last reminder is a week old; the next one counts from now. Raises `SettingsError`."""
        entry = self._entry(project)
        if entry.get("folder"):
            return False
        try:
            if now - datetime.fromisoformat(entry["reminded"]) < REMIND_EVERY:
                return False
        except (KeyError, ValueError, TypeError):
            pass
        self._keep(project, reminded=now.isoformat())
        return True

    def _entry(self, project: ProjectId) -> dict[str, str]:
        return self._all().get(str(project), {})

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            loaded: object = json.loads(self._settings.get(BACKUP_PLACES) or "{}")
        except ValueError:
            return {}
        if not isinstance(loaded, dict):
            return {}
        entries = cast("dict[str, object]", loaded)
        return {
            key: cast("dict[str, str]", value)
            for key, value in entries.items()
            if isinstance(value, dict)
        }

    def _keep(self, project: ProjectId, **values: str) -> None:
        everything = self._all()
        everything[str(project)] = {**everything.get(str(project), {}), **values}
        self._settings.set(BACKUP_PLACES, json.dumps(everything, sort_keys=True))


async def needs_backup(project: OpenProject, backups: Sequence[Backup]) -> bool:
    """Whether something happened in the project since its newest backup, or there is none; `backups` are newest first."""
    if not backups:
        return True
    newest = await project.read.history.entries(limit=1)
    return bool(newest) and newest[-1].at >= backups[0].made_at
