"""Backups of the open project: by themselves at closing and once a day, by hand, and back again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from app.core.errors import AppError
from app.core.settings import Settings
from app.domain.project import ProjectKind
from app.services.backup_files import Backup, original_stem
from app.services.backup_wish import (
    DAILY,
    BackupPlaces,
    BackupWish,
    keep_wish,
    needs_backup,
    read_wish,
)
from app.services.backups import BackupMade
from app.services.local_zone import local_zone_name
from app.services.open_project import OpenProject
from app.services.project import ProjectService
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.moments import moment_words
from app.viewmodels.places import documents_dir

LOOK_EVERY_MS = 15 * 60_000
CLOSE_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class BackupItem:
    """One backup in words."""

    path: Path
    made: str
    size: str


class BackupsViewModel(ViewModel):
    """Keeps backups of the real project that is open; practice projects need none.

    `changed`: folder, wish or list are others. `reminder` says that none are kept. `found_conflict` says that a sync service left a second
    version.
    """

    changed = Signal()
    told = Signal(str)
    warned = Signal(str)
    reminder = Signal(str)
    found_conflict = Signal(str)

    def __init__(
        self,
        projects: ProjectService,
        settings: Settings,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._places = BackupPlaces(settings)
        self._clock = clock
        self.wish = BackupWish()
        self.items: list[BackupItem] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(lambda: self.run("daily backup", self.look()))
        projects.last_before_close(self._on_closing)

    @property
    def folder(self) -> Path | None:
        """Where this computer puts the backups of the open project."""
        project = self._project
        return None if project is None else self._places.folder(project.store.project.id)

    @property
    def is_wanted(self) -> bool:
        """Whether a project is open that backups are made of."""
        return self._project is not None

    def begin(self) -> None:
        """A project was opened: look around it, and back it up when the last time is a day ago."""
        self._timer.start()
        self.run("look around", self._look_around())

    def load(self) -> None:
        """Read wish and list anew."""
        self.run("backups", self._load())

    def set_folder(self, folder: Path) -> None:
        """Keep the backups there from now on."""
        self.run("backup folder", self._set_folder(folder))

    def set_wish(self, *, keep: int, on_close: bool, daily: bool) -> None:
        """How many are kept and when they are made; kept in the project."""
        wish = replace(self.wish, keep=keep, on_close=on_close, daily=daily)
        self.run("backup wish", self._set_wish(wish))

    def make_now(self) -> None:
        """Make one, also when nothing changed."""
        self.run("backup", self._make_now())

    def proposed(self, backup: Path) -> Path:
        """Where a restored backup would lie."""
        return documents_dir() / f"{original_stem(backup.name)} restored.lockchart"

    async def restored_to(self, backup: Path, target: Path) -> Path | None:
        """Copy a backup to a new place; where it lies now, None when that failed and was said."""
        try:
            path = await self._projects.backups.restore(backup, target)
        except AppError as error:
            self.failed.emit(error_sentence(error))
            return None
        made = next((item.made for item in self.items if item.path == backup), backup.name)
        self.told.emit(message("told_restored", {"date": made, "name": path.name}))
        return path

    async def look(self, *, is_opening: bool = False) -> None:
        """Make the daily backup when it is due; what goes wrong is said.

        When opening, also the one that the last closing owed: it failed, or the program was killed.
        """
        project, folder = self._project, self.folder
        if project is None or folder is None:
            return
        try:
            wish = await read_wish(project)
            is_owed = is_opening and wish.on_close
            if not wish.daily and not is_owed:
                return
            made = await self._projects.backups.list_backups(project.store.file.path, folder)
            is_old = not made or self._clock() - made[0].made_at >= DAILY
            if (is_old or is_owed) and await needs_backup(project, made):
                await self._make(project, folder)
        except AppError as error:
            self.warned.emit(message("backup_failed", {"reason": error_sentence(error)}))

    async def close(self) -> None:
        """End the timer and what runs."""
        self._timer.stop()
        await super().close()

    @property
    def _project(self) -> OpenProject | None:
        project = self._projects.current
        is_real = project is not None and project.store.project.kind is ProjectKind.REAL
        return project if is_real else None

    async def _look_around(self) -> None:
        project = self._project
        if project is None:
            return
        found = await self._projects.backups.conflicted_copies(project.store.file.path)
        if found:
            code = "conflicted_copy" if len(found) == 1 else "conflicted_copies"
            parameters = {"name": found[0].name, "count": len(found)}
            self.found_conflict.emit(message(code, parameters))
        elif self._places.may_remind(project.store.project.id, self._clock()):
            self.reminder.emit(message("backup_reminder"))
        await self.look(is_opening=True)

    async def _load(self) -> None:
        project, folder = self._project, self.folder
        if project is None:
            return
        self.wish = await read_wish(project)
        found: list[Backup] = []
        try:
            if folder is not None:
                path = project.store.file.path
                found = await self._projects.backups.list_backups(path, folder)
        finally:
            self.items = [_item(one) for one in found]
            self.changed.emit()

    async def _set_folder(self, folder: Path) -> None:
        project = self._project
        if project is not None:
            self._places.set_folder(project.store.project.id, folder)
            await self._load()

    async def _set_wish(self, wish: BackupWish) -> None:
        project = self._project
        if project is not None:
            await keep_wish(project, wish)
            self.wish = wish

    async def _make_now(self) -> None:
        project, folder = self._project, self.folder
        if project is None or folder is None:
            return
        made = await self._make(project, folder)
        code = "said_backup" if made.is_whole else "said_backup_broken"
        words = [message(code, {"name": made.backup.path.name})]
        if made.is_same_disk:
            words.append(message("said_backup_same_disk"))
        is_good = made.is_whole and not made.is_same_disk
        (self.told if is_good else self.warned).emit(" ".join(words))
        await self._load()

    async def _make(self, project: OpenProject, folder: Path) -> BackupMade:
        keep = (await read_wish(project)).keep
        made = await self._projects.backups.make(project.store, folder, keep)
        if made.stuck:
            self.warned.emit(message("said_backup_stuck", {"count": len(made.stuck)}))
        return made

    async def _on_closing(self, project: OpenProject) -> None:
        """Back up what is about to be closed; never keeps it open, whatever goes wrong."""
        self._timer.stop()
        folder = self._places.folder(project.store.project.id)
        reason = project.store.file.read_only_reason
        is_real = project.store.project.kind is ProjectKind.REAL
        if folder is None or not is_real or reason not in {None, "file_moved"}:
            return
        try:
            async with asyncio.timeout(CLOSE_LIMIT_S):
                if not (await read_wish(project)).on_close:
                    return
                made = await self._projects.backups.list_backups(project.store.file.path, folder)
                if await needs_backup(project, made):
                    await self._make(project, folder)
        except TimeoutError:
            self.failed.emit(message("backup_slow"))
        except AppError as error:
            self.failed.emit(message("backup_failed", {"reason": error_sentence(error)}))


def _item(one: Backup) -> BackupItem:
    made = moment_words(one.made_at, ZoneInfo(local_zone_name()))
    return BackupItem(one.path, made, QLocale().formattedDataSize(one.size_bytes))
