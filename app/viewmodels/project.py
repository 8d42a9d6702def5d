"""Making, opening and closing a project, and everything about its key."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.secret import Secret
from app.core.settings import (
    Settings,
)
from app.domain.project import ProjectKind
from app.services.local_zone import local_zone_name
from app.services.open_project import OpenProject
from app.services.project import (
    NewProject,
    OpenMode,
    ProjectService,
    passphrase_key,
    recovery_key,
)
from app.services.sites import checked_name, checked_zone
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.places import documents_dir
from app.viewmodels.project_memory import ProjectMemory

_ASKED_AGAIN = frozenset({"wrong_passphrase"})
_SHEET_ASKED_AGAIN = frozenset(
    {"wrong_passphrase", "recovery_group", "recovery_length", "recovery_text", "key_digits"}
)
SUFFIX = ".lockchart"


@dataclass(frozen=True, slots=True)
class NewProjectForm:
    """What somebody filled in for a new project. `time_zone` is an IANA name."""

    name: str
    path: Path
    time_zone: str
    is_practice: bool
    passphrase: Secret[str]
    repeated: Secret[str]


@dataclass(frozen=True, slots=True)
class ProjectState:
    """What the frame says of the open project.

    `read_only` is a sentence; `is_moved` asks for a copy; `is_remembered`: this computer opens it without asking.
    """

    name: str
    path: Path
    is_practice: bool
    read_only: str
    is_moved: bool
    is_remembered: bool = False


class ProjectViewModel(ViewModel):
    """Holds the workplace of the open project.

    `opened` comes with it, `closed` when there is none any more. `passphrase_wanted` and `sheet_wanted` carry path and a sentence (empty:
    first try). `sheet_offered` comes once after a project was made. `lost` says in a sentence that the file is not where it was any more.
    """

    opened = Signal(object)
    closed = Signal()
    passphrase_wanted = Signal(object, str)
    sheet_wanted = Signal(object, str)
    sheet_offered = Signal()
    renamed = Signal()
    saved = Signal(object)
    lost = Signal(str)
    remembering_changed = Signal()
    told = Signal(str)
    warned = Signal(str)

    def __init__(
        self,
        projects: ProjectService,
        settings: Settings,
        build: Callable[[OpenProject], Workplace],
        clock: Callable[[], datetime],
        login_name: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._build = build
        self._clock = clock
        self._unsubscribe: Callable[[], None] = lambda: None
        self.memory = ProjectMemory(settings, login_name, self.warned.emit)
        self.workplace: Workplace | None = None
        self.file_lost.connect(self.lost)
        self.failed.connect(self.look_for_loss)

    @property
    def state(self) -> ProjectState | None:
        """The open project for the frame."""
        if self.workplace is None:
            return None
        store = self.workplace.project.store
        reason = store.file.read_only_reason
        return ProjectState(
            name=store.project.name,
            path=store.file.path,
            is_practice=store.project.kind is ProjectKind.PRACTICE,
            read_only=message(f"read_only_{reason}", store.file.holder) if reason else "",
            is_moved=reason == "file_moved",
            is_remembered=self._projects.is_remembered,
        )

    def create(self, form: NewProjectForm) -> None:
        """Make a project and open it; then the recovery sheet is offered."""
        self.run("create", self._create(form))

    async def open_practice(self, path: Path, name: str, passphrase: Secret[str]) -> None:
        """Open this practice project to work on it, made now if it is not there; asks for nothing."""
        if await asyncio.to_thread(path.exists):
            key = passphrase_key(passphrase)
            self._take(await self._projects.open(path, key, mode=OpenMode.WRITE))
            return
        zone, kind = local_zone_name(), ProjectKind.PRACTICE
        wish = NewProject(path, name, zone, kind, passphrase, passphrase)
        self._take(await self._projects.create(wish))

    def open(self, path: Path) -> None:
        """Open with the remembered key, else ask for the passphrase."""
        self.run("open", self._open(path))

    def open_with(self, path: Path, passphrase: Secret[str], *, remember: bool = False) -> None:
        """Open with a typed passphrase; a wrong one is asked for again."""
        self.run("open", self._open_with(path, passphrase, remember=remember))

    def open_with_sheet(self, path: Path, text: Secret[str]) -> None:
        """Open with what was typed from the recovery sheet; a mistyped group is asked for again."""
        self.run("open", self._open_with_sheet(path, text))

    def save_copy(self, path: Path) -> None:
        """Write a complete copy."""
        self.run("copy", self._save_copy(path))

    def stop_remembering(self) -> None:
        """Let this computer ask for the passphrase again."""
        self.run("stop remembering", self._stop_remembering())

    def rename(self, name: str) -> None:
        """Give the project another name."""
        self.run("rename", self._rename(name))

    def leave(self) -> None:
        """Close the project."""
        self.run("leave", self._leave())

    def look_for_loss(self, _sentence: str = "") -> None:
        """After something failed: say so when the file was moved away meanwhile."""
        state = self.state
        if state is not None and state.is_moved:
            self.lost.emit(state.read_only)

    async def end(self) -> None:
        """Close the project and end what runs; safe twice."""
        self._unsubscribe()
        self.workplace = None
        await self._projects.close()
        await self.close()

    async def _create(self, form: NewProjectForm) -> None:
        wish = NewProject(
            path=form.path,
            name=checked_name(form.name),
            time_zone=checked_zone(form.time_zone) or local_zone_name(),
            kind=ProjectKind.PRACTICE if form.is_practice else ProjectKind.REAL,
            passphrase=form.passphrase,
            repeated=form.repeated,
        )
        try:
            project = await self._projects.create(wish)
        except AppError:
            if self.workplace is not None and self._projects.current is None:
                self._forget()
            raise
        self._take(project)
        self.sheet_offered.emit()

    async def _open(self, path: Path) -> None:
        project = await self._projects.open_remembered(path)
        if project is None:
            self.passphrase_wanted.emit(path, "")
            return
        self._take(project)

    async def _open_with(self, path: Path, passphrase: Secret[str], *, remember: bool) -> None:
        try:
            project = await self._projects.open(path, passphrase_key(passphrase))
        except AppError as error:
            if error.code not in _ASKED_AGAIN:
                raise
            self.passphrase_wanted.emit(path, error_sentence(error))
            return
        self._take(project)
        if remember:
            await self._projects.remember()
            self.remembering_changed.emit()

    async def _open_with_sheet(self, path: Path, text: Secret[str]) -> None:
        try:
            project = await self._projects.open(path, recovery_key(text))
        except AppError as error:
            if error.code not in _SHEET_ASKED_AGAIN:
                raise
            wrong = error.code == "wrong_passphrase"
            code_sentence = message("recovery_other_file") if wrong else error_sentence(error)
            self.sheet_wanted.emit(path, code_sentence)
            return
        self._take(project)

    async def _save_copy(self, path: Path) -> None:
        state = self.state
        # Practice locks lie beside their project, so a copy of one has none to go on with.
        if state is None or not state.is_moved or state.is_practice:
            await self._projects.save_copy(path)
            self.told.emit(message("told_copy_saved", {"name": path.name}))
            return
        self._take(await self._projects.save_and_go_on(path))
        self.told.emit(message("told_going_on_with_copy", {"name": path.name}))

    async def _stop_remembering(self) -> None:
        await self._projects.forget()
        self.remembering_changed.emit()
        self.told.emit(message("told_not_remembered"))

    async def _rename(self, name: str) -> None:
        if self.workplace is not None:
            await self.workplace.project.store.rename(checked_name(name))
            self.renamed.emit()

    async def _leave(self) -> None:
        await self._projects.close()
        self._forget()

    def _forget(self) -> None:
        self._unsubscribe()
        self.workplace = None
        self.closed.emit()

    def _take(self, project: OpenProject) -> None:
        self._unsubscribe()
        self._unsubscribe = project.store.subscribe(lambda _: self._on_change())
        self.workplace = self._build(project)
        self.opened.emit(self.workplace)
        if project.store.project.kind is ProjectKind.REAL:
            self.memory.keep_last(project.store.file.path)
        self._warn(project)

    def _on_change(self) -> None:
        state = self.state
        if state is not None and not state.is_moved:
            self.saved.emit(self._clock())

    def _warn(self, project: OpenProject) -> None:
        """Say what is odd about this project; where it lies once a folder."""
        places = set(project.store.file.warnings)
        is_new = bool(places) and self.memory.note_folder(project.store.file.path.absolute().parent)
        codes = [code for code in project.warnings if is_new or code not in places]
        if codes:
            self.warned.emit(" ".join(message(code) for code in codes))


def proposed_path(name: str) -> Path:
    """Where a new project of this name would lie."""
    plain = "".join(c if c.isalnum() or c in " -_()" else "-" for c in name).strip(" -")
    return documents_dir() / f"{plain or 'project'}{SUFFIX}"


def local_zone() -> str:
    """The computer's own time zone."""
    return local_zone_name()
