"""What surrounds an open project: its backups, what lies beside it, its lock, and finding in it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.bootstrap.building import clock
from app.bootstrap.demo import demo_file
from app.bootstrap.finding import KEYS, Finding
from app.bootstrap.self_lock import SelfLock
from app.core.errors import AppError
from app.core.fault_hook import report_fault
from app.core.recent import RecentProject, forget_recent, note_recent, recent_projects
from app.core.tasks import TaskOwner
from app.texts.messages import error_sentence
from app.ui.backups_dialog import BackupsDialog, ask_folder
from app.ui.dialogs import ask_save_file, finished
from app.ui.pages.recent_list import RecentList
from app.viewmodels.backups import BackupsViewModel

if TYPE_CHECKING:
    from app.bootstrap.window_program import WindowProgram
    from app.services.project import ProjectService
    from app.ui.widgets.clipboard import SecretClipboard

BACKUPS, FIND = "backups", "find"


class Home(QObject):
    """Lives as long as the window; works on the project only while one is open."""

    _missing_found = Signal(object)

    def __init__(
        self, program: "WindowProgram", projects: "ProjectService", clipboard: "SecretClipboard"
    ) -> None:
        super().__init__()
        self._program = program
        self._tasks = TaskOwner(report_fault)
        self.backups = model = BackupsViewModel(projects, program.settings, clock)
        model.told.connect(lambda text: program.say(text, "ok"))
        model.warned.connect(lambda text: program.say(text, "warn"))
        model.failed.connect(lambda text: program.say(text, "bad"))
        model.found_conflict.connect(lambda text: program.say(text, "warn"))
        model.reminder.connect(self._on_backups_reminder)
        program.project.opened.connect(lambda _workplace: model.begin())
        program.project.opened.connect(lambda _workplace: self._note_recent())
        program.window.project_action.connect(self._act)
        self.lock = SelfLock(program, clipboard)
        self.finding = Finding(program)

    def menu(self) -> list[tuple[str, str]]:
        """What it adds to the project block."""
        backups = [(BACKUPS, self.tr("Backups …"))] if self.backups.is_wanted else []
        find = self.tr("Find everything …")
        return [*backups, ("", ""), (FIND, f"{find}\t{KEYS}")]

    def recent(self) -> Sequence[RecentProject]:
        """The projects to offer on the first page."""
        return recent_projects(self._program.settings)

    def wire_recent(self, listed: RecentList, show_again: Callable[[], None]) -> None:
        """Let a list on the first page do what it says, and look which files are gone."""
        self._missing_found.connect(listed.set_missing)
        listed.open_wanted.connect(self._program.desk.reopen)
        listed.forget_wanted.connect(lambda path: self._forget_recent(path, show_again))
        self._start("recent projects", self._look_for_missing())

    async def close(self) -> None:
        """End what runs; the project was closed before."""
        await self.lock.close()
        await self.finding.close()
        await self._tasks.close()
        await self.backups.close()

    def _act(self, action: str) -> None:
        if action == FIND:
            self.finding.begin()
        elif action == BACKUPS:
            self._start("backups", self._show_backups())

    def _note_recent(self) -> None:
        state = self._program.project.state
        if state is None or state.path == demo_file():
            return
        try:
            note_recent(self._program.settings, state.path, is_practice=state.is_practice)
        except AppError as error:
            self._program.say(error_sentence(error), "warn")

    def _forget_recent(self, path: Path, show_again: Callable[[], None]) -> None:
        try:
            forget_recent(self._program.settings, path)
        except AppError as error:
            self._program.say(error_sentence(error), "warn")
        show_again()

    async def _look_for_missing(self) -> None:
        # A drive that does not answer must not keep the window waiting.
        projects = self.recent()
        missing = await asyncio.to_thread(
            lambda: {one.path for one in projects if not one.path.is_file()}
        )
        self._missing_found.emit(missing)

    def _on_backups_reminder(self, text: str) -> None:
        # Whatever the window says already is more urgent.
        if not self._program.window.messages.text:
            word = self.tr("Choose a folder …")
            self._program.say(text, "info", action=word, on_action=lambda: self._act(BACKUPS))

    async def _show_backups(self) -> None:
        program = self._program
        dialog = BackupsDialog(program.theme, program.window, self.backups)
        dialog.folder_wanted.connect(
            lambda: self._start("backup folder", self._choose_folder(dialog))
        )
        dialog.restore_wanted.connect(
            lambda backup: self._start("restore", self._restore(dialog, backup))
        )
        await finished(dialog)

    async def _choose_folder(self, dialog: BackupsDialog) -> None:
        folder = await ask_folder(dialog, self.tr("Where to keep the backups"), self.backups.folder)
        if folder is not None:
            self.backups.set_folder(folder)

    async def _restore(self, dialog: BackupsDialog, backup: Path) -> None:
        target = await ask_save_file(
            dialog,
            self.tr("Restore the backup as a new project file"),
            [self.tr("Lockchart project (*.lockchart)")],
            self.backups.proposed(backup),
        )
        path = await self.backups.restored_to(backup, target) if target is not None else None
        if path is not None:
            dialog.reject()
            if await self._program.desk.may_close():
                self._program.desk.reopen(path)

    def _start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(name, coroutine)
