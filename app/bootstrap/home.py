"""What surrounds an open project: its backups, what lies beside it, and its lock."""

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.bootstrap.building import clock
from app.bootstrap.self_lock import SelfLock
from app.core.fault_hook import report_fault
from app.core.tasks import TaskOwner
from app.ui.backups_dialog import BackupsDialog, ask_folder
from app.ui.dialogs import ask_save_file, finished
from app.viewmodels.backups import BackupsViewModel

if TYPE_CHECKING:
    from app.bootstrap.window_program import WindowProgram
    from app.services.project import ProjectService
    from app.ui.widgets.clipboard import SecretClipboard

BACKUPS = "backups"


class Home(QObject):
    """Lives as long as the window; works on the project only while one is open."""

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
        program.window.project_action.connect(self._act)
        self.lock = SelfLock(program, clipboard)

    def menu(self) -> list[tuple[str, str]]:
        """What it adds to the project block."""
        return [(BACKUPS, self.tr("Backups …"))] if self.backups.is_wanted else []

    async def close(self) -> None:
        """End what runs; the project was closed before."""
        await self.lock.close()
        await self._tasks.close()
        await self.backups.close()

    def _act(self, action: str) -> None:
        if action == BACKUPS:
            self._start("backups", self._show_backups())

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
