"""Making, opening and closing projects, and what keeps their key."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.core.errors import EnvironmentAppError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.project import ProjectKind
from app.driver_api.registry import DriverRegistry
from app.services.backups import BackupService
from app.services.open_project import Clock, OpenProject
from app.storage.contracts import (
    Keyring,
    OpenMode,
    Passphrase,
    ProjectFileError,
    ProjectFiles,
    ProjectKey,
    ProjectStore,
    RawKey,
    RecoveryText,
)

SUFFIX = ".lockchart"
CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewProject:
    """What somebody chose for a new project. `time_zone` is an IANA name."""

    path: Path
    name: str
    time_zone: str
    kind: ProjectKind
    passphrase: Secret[str]
    repeated: Secret[str]


class ProjectService:
    """Makes and opens projects; one is open at a time."""

    def __init__(
        self,
        files: ProjectFiles,
        keyring: Keyring,
        make_drivers: Callable[[ProjectStore], DriverRegistry],
        clock: Clock,
        operator: Callable[[], str],
    ) -> None:
        self._files = files
        self._keyring = keyring
        self._make_drivers = make_drivers
        self._clock = clock
        self._operator = operator
        self._open: OpenProject | None = None
        self._is_remembered = False
        self._before_close: list[Callable[[], Awaitable[None]]] = []
        self._last_of_all: list[Callable[[OpenProject], Awaitable[None]]] = []
        self.backups = BackupService(files, clock, operator)

    def last_before_close(self, ending: Callable[[OpenProject], Awaitable[None]]) -> None:
        """Await this when nothing works on the project any more, just before its file is let go; it must not raise."""
        self._last_of_all.append(ending)

    def before_close(self, ending: Callable[[], Awaitable[None]]) -> None:
        """Await this before a project closes, so that what works on it ends first."""
        self._before_close.append(ending)

    @property
    def current(self) -> OpenProject | None:
        """The project that is open now."""
        return self._open

    @property
    def is_remembered(self) -> bool:
        """Whether this computer would open the open project without asking, as far as this program knows."""
        return self._open is not None and self._is_remembered

    async def create(self, wish: NewProject) -> OpenProject:
        """Make a new project and open it.

        Raises `UsageError` (`file_exists`, `not_a_project_name`) and `RuleError` (`passphrase_empty`, `passphrases_differ`).
        """
        check_new_passphrase(wish.passphrase, wish.repeated)
        await self.close()
        store = await self._files.create(
            with_suffix(wish.path),
            Passphrase(wish.passphrase),
            name=wish.name or wish.path.stem,
            time_zone=wish.time_zone,
            kind=wish.kind,
            operator=self._operator(),
        )
        return await self._take(store)

    async def open(
        self, path: Path, key: ProjectKey, *, mode: OpenMode = OpenMode.WRITE_OR_READ
    ) -> OpenProject:
        """Open a project; raises `ProjectFileError`. The project open before is closed only when this one opened."""
        store = await self._files.open(path, key, mode=mode, operator=self._operator())
        await self.close()
        return await self._take(store)

    async def open_remembered(
        self, path: Path, *, mode: OpenMode = OpenMode.WRITE_OR_READ
    ) -> OpenProject | None:
        """Open with the key that the keyring remembers; None when there is none or it is stale (and is then forgotten)."""
        file_id = await self._files.file_id(path)
        key = await self._keyring.recall(file_id)
        if key is None:
            return None
        try:
            project = await self.open(path, key, mode=mode)
        except ProjectFileError as error:
            if error.code != "wrong_passphrase":
                raise
            await self._forget_if_possible(file_id)
            return None
        self._is_remembered = True
        return project

    async def remember(self) -> None:
        """Let the keyring open this project from now on; raises `EnvironmentAppError("no_keyring")`."""
        project = self._needed()
        file_id = await self._files.file_id(project.store.file.path)
        await self._keyring.remember(file_id, RawKey(await project.store.key_hex()))
        self._is_remembered = True

    async def can_remember(self) -> bool:
        """Whether this computer has a keyring that would keep a key."""
        return await self._keyring.is_available()

    async def forget(self) -> None:
        """Ask for the passphrase again from now on; raises `EnvironmentAppError` when the keyring may still have the key."""
        project = self._needed()
        await self._keyring.forget(await self._files.file_id(project.store.file.path))
        self._is_remembered = False

    async def change_passphrase(self, new: Secret[str], repeated: Secret[str]) -> None:
        """Encrypt under a new passphrase; old recovery sheets and the keyring's entry are void afterwards."""
        check_new_passphrase(new, repeated)
        project = self._needed()
        await project.store.change_passphrase(new)
        await self._forget_if_possible(await self._files.file_id(project.store.file.path))
        self._is_remembered = False

    async def recovery_text(self) -> Secret[str]:
        """The key for the recovery sheet."""
        return await self._needed().store.recovery_text()

    async def save_copy(self, path: Path) -> None:
        """Write a complete copy; raises `UsageError("file_exists")`."""
        await self._needed().store.save_copy(with_suffix(path))

    async def save_and_go_on(self, path: Path) -> OpenProject:
        """Write a complete copy and open that instead, because the project's own file is gone; raises `UsageError("file_exists")`.

        The project stays open as it was when that fails.
        """
        store = self._needed().store
        await self.save_copy(path)
        return await self.open(with_suffix(path), RawKey(await store.key_hex()))

    async def close(self) -> None:
        """Close the open project, its drivers first; safe twice."""
        project, self._open = self._open, None
        if project is None:
            return
        try:
            for ending in self._before_close:
                await ending()
            await project.drivers.close()
            for last in self._last_of_all:
                await last(project)
        finally:
            await project.store.close()

    async def _forget_if_possible(self, file_id: str) -> None:
        """Drop a key that opens nothing any more; where that fails it does no harm."""
        with suppress(EnvironmentAppError):
            await self._keyring.forget(file_id)

    async def _take(self, store: ProjectStore) -> OpenProject:
        warnings = store.file.warnings
        if await _is_clock_behind(store, self._clock):
            warnings = (*warnings, "clock_behind")
        self._is_remembered = False
        self._open = OpenProject(
            store=store, drivers=self._make_drivers(store), clock=self._clock, warnings=warnings
        )
        return self._open

    def _needed(self) -> OpenProject:
        if self._open is None:
            raise RuleError("no_project_open")
        return self._open


async def _is_clock_behind(store: ProjectStore, clock: Clock) -> bool:
    """Whether this computer's clock is earlier than the newest entry of the history."""
    newest = await store.read.history.entries(limit=1)
    return bool(newest) and newest[-1].at > clock() + CLOCK_TOLERANCE


def check_new_passphrase(passphrase: Secret[str], repeated: Secret[str]) -> None:
    """Refuse an empty passphrase and one that was typed differently the second time."""
    if not passphrase.reveal().strip():
        raise RuleError("passphrase_empty")
    if passphrase != repeated:
        raise RuleError("passphrases_differ")


def with_suffix(path: Path) -> Path:
    """The path with the ending of project files; another ending is refused."""
    if path.suffix == SUFFIX:
        return path
    if path.suffix:
        raise UsageError("not_a_project_name", name=path.name)
    return path.with_name(path.name + SUFFIX)


def passphrase_key(text: Secret[str]) -> ProjectKey:
    """A key that a person knows."""
    return Passphrase(text)


def recovery_key(text: Secret[str]) -> ProjectKey:
    """A key typed from the recovery sheet."""
    return RecoveryText(text)
