"""The key of the open project: its passphrase and its recovery sheet."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.services.inventory import save_file
from app.services.project import ProjectService
from app.texts.messages import message
from app.viewmodels.base import ViewModel


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the recovery sheet; `groups` opens the project."""

    project: str
    file: str
    text: str
    groups: Secret[str]


class ProjectKeyViewModel(ViewModel):
    """Changes the passphrase and gives the sheet. `sheet_offered` comes when an older sheet became void."""

    told = Signal(str)
    sheet_offered = Signal()
    sheet_saved = Signal(str)

    def __init__(self, projects: ProjectService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects = projects

    def change_passphrase(self, new: Secret[str], repeated: Secret[str]) -> None:
        """Encrypt under a new passphrase."""
        self.run("passphrase", self._change_passphrase(new, repeated))

    def save_sheet(self, path: Path, content: Secret[str]) -> None:
        """Write the recovery sheet to a file of this user alone."""
        self.run("sheet", self._save_sheet(path, content))

    async def recovery_sheet(self) -> RecoverySheet | None:
        """The recovery sheet of the open project; None when none is open."""
        project = self._projects.current
        if project is None:
            return None
        name, file = project.store.project.name, project.store.file.path.name
        groups = await self._projects.recovery_text()
        text = message("recovery_sheet", {"name": name, "file": file})
        return RecoverySheet(name, file, text, groups)

    async def can_remember(self) -> bool:
        """Whether this computer would keep a key."""
        return await self._projects.can_remember()

    async def _change_passphrase(self, new: Secret[str], repeated: Secret[str]) -> None:
        await self._projects.change_passphrase(new, repeated)
        self.told.emit(message("told_passphrase_changed"))
        self.sheet_offered.emit()

    async def _save_sheet(self, path: Path, content: Secret[str]) -> None:
        await save_file(path, content.reveal().encode("utf-8"))
        self.sheet_saved.emit(message("recovery_written", {"name": path.name}))
