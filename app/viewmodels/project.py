"""Making, opening and closing a project, and everything about its key."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.secret import Secret
from app.core.settings import LAST_PROJECT, Settings
from app.domain.project import ProjectKind
from app.services.open_project import OpenProject
from app.services.project import NewProject, ProjectService, passphrase_key, recovery_key
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel


class ProjectViewModel(ViewModel):
    """Holds the workplace of the open project.

    `opened` comes with it, `closed` when there is none any more. `passphrase_wanted` carries path and a sentence (empty: first try).
    `sheet_offered` comes once after a project was made.
    """

    opened = Signal(object)
    closed = Signal()
    passphrase_wanted = Signal(object, str)
    sheet_offered = Signal()
    told = Signal(str)

    def __init__(
        self,
        projects: ProjectService,
        settings: Settings,
        build: Callable[[OpenProject], Workplace],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._settings = settings
        self._build = build
        self.workplace: Workplace | None = None

    @property
    def last_path(self) -> Path | None:
        """The project that was open last, if its file is still there."""
        text = self._settings.get(LAST_PROJECT)
        return Path(text) if text and Path(text).is_file() else None

    def create(self, wish: NewProject) -> None:
        """Make a project and open it; then the recovery sheet is offered."""
        self.run("create", self._create(wish))

    def open(self, path: Path) -> None:
        """Open with the remembered key, else ask for the passphrase."""
        self.run("open", self._open(path))

    def open_with(self, path: Path, passphrase: Secret[str], *, remember: bool = False) -> None:
        """Open with a typed passphrase; a wrong one is asked for again."""
        self.run("open", self._open_with(path, passphrase, remember=remember))

    def open_with_sheet(self, path: Path, text: Secret[str]) -> None:
        """Open with what was typed from the recovery sheet."""
        self.run("open", self._try_key(path, lambda: self._projects.open(path, recovery_key(text))))

    def change_passphrase(self, new: Secret[str], repeated: Secret[str]) -> None:
        """Encrypt under a new passphrase."""
        self.run("passphrase", self._change_passphrase(new, repeated))

    def save_copy(self, path: Path) -> None:
        """Write a complete copy."""
        self.run("copy", self._save_copy(path))

    def leave(self) -> None:
        """Close the project."""
        self.run("leave", self._leave())

    async def recovery_text(self) -> Secret[str]:
        """The key for the recovery sheet."""
        return await self._projects.recovery_text()

    async def can_remember(self) -> bool:
        """Whether this computer would keep a key."""
        return await self._projects.can_remember()

    async def end(self) -> None:
        """Close the project and end what runs; safe twice."""
        self.workplace = None
        await self._projects.close()
        await self.close()

    async def _create(self, wish: NewProject) -> None:
        self._take(await self._projects.create(wish))
        self.sheet_offered.emit()

    async def _open(self, path: Path) -> None:
        project = await self._projects.open_remembered(path)
        if project is None:
            self.passphrase_wanted.emit(path, "")
            return
        self._take(project)

    async def _open_with(self, path: Path, passphrase: Secret[str], *, remember: bool) -> None:
        is_open = await self._try_key(
            path, lambda: self._projects.open(path, passphrase_key(passphrase))
        )
        if is_open and remember:
            await self._projects.remember()

    async def _try_key(self, path: Path, opening: Callable[[], Awaitable[OpenProject]]) -> bool:
        try:
            self._take(await opening())
        except AppError as error:
            if error.code not in {"wrong_passphrase", "recovery_group", "recovery_length"}:
                raise
            self.passphrase_wanted.emit(path, error_sentence(error))
            return False
        return True

    async def _change_passphrase(self, new: Secret[str], repeated: Secret[str]) -> None:
        await self._projects.change_passphrase(new, repeated)
        self.told.emit(message("told_passphrase_changed"))
        self.sheet_offered.emit()

    async def _save_copy(self, path: Path) -> None:
        await self._projects.save_copy(path)
        self.told.emit(message("told_copy_saved", {"name": path.name}))

    async def _leave(self) -> None:
        self.workplace = None
        self.closed.emit()
        await self._projects.close()

    def _take(self, project: OpenProject) -> None:
        self.workplace = self._build(project)
        if project.store.project.kind is ProjectKind.REAL:
            self._settings.set(LAST_PROJECT, str(project.store.file.path))
        self.opened.emit(self.workplace)
