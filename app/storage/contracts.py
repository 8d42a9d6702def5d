"""What services see of a project store; nothing here knows which database keeps it.

Reading works at any time through `ProjectStore.read`; writing only inside `ProjectStore.change`, whose repositories are the same plus the
right to write. No radio, engine or person is awaited inside a change.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.domain.ids import DoorId, PersonId
from app.domain.project import Project, ProjectKind
from app.storage.repositories import FabricRepository, Repositories
from app.storage.values import ChangeKind, DoorOverview, InventoryRow, UndoStep


class ProjectFileError(EnvironmentAppError):
    """The project cannot be opened or written (exit 3).

    Codes of opening: `wrong_passphrase`, `not_a_project`, `newer_version` (`version`, `newest`), `damaged`, `read_only`, `in_use`
    (`computer`, `program`, `since`, empty where unknown), `no_such_file`, `no_such_folder`, `no_room_for_backup` (`bytes`). Codes of
    writing: `read_only` (`reason`), `file_moved` (the change is kept for `save_copy`), `file_gone` (it is not), `write_failed`,
    `disk_full`, `in_use`. Both: `file_unreachable`. The file is left as it was.
    """


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What was committed, said once after the commit. `sequence` is the new history entry's; None for changes without entry."""

    kind: ChangeKind
    sequence: int | None
    nouns: frozenset[str] = frozenset()
    door_ids: frozenset[DoorId] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What is known of the open project apart from its content.

    `read_only_reason` is None when writing is possible, else `asked`, `in_use`, `file_is_read_only`, `folder_is_read_only`, `no_locks`
    or `file_moved`. `holder` is who writes, when somebody else does: `computer`, `program`, `since`. `warnings` are `network_folder`
    and `sync_folder`.
    """

    path: Path
    schema: int
    read_only_reason: str | None = None
    warnings: tuple[str, ...] = ()
    holder: Mapping[str, str] = field(default_factory=dict[str, str])


class Change(Protocol):
    """A unit of work: everything in it is committed together, with one history entry."""

    @property
    def repositories(self) -> Repositories:
        """The repositories, with the right to write."""
        ...

    def concerns(
        self,
        *,
        door_id: DoorId | None = None,
        person_id: PersonId | None = None,
        note: Mapping[str, object] | None = None,
    ) -> None:
        """Say what the history entry is about; `note` joins its `after` part and holds no secret."""
        ...


class ProjectStore(Protocol):
    """One open project."""

    @property
    def project(self) -> Project:
        """What the project says about itself."""
        ...

    @property
    def file(self) -> OpenedFile:
        """Where it is and whether it can be written."""
        ...

    @property
    def read(self) -> Repositories:
        """The repositories for reading; each call sees the last commit."""
        ...

    @property
    def fabric(self) -> FabricRepository:
        """The Matter engine's store."""
        ...

    def snapshot(self) -> AbstractAsyncContextManager[Repositories]:
        """The repositories for several readings that belong together: all of them see the same commit.

        A change waits until it is left, so nothing but reading is awaited inside; a change begun inside raises `BugError`.
        """
        ...

    def change(self, kind: ChangeKind) -> AbstractAsyncContextManager[Change]:
        """Begin a unit of work; leaving it commits, an error inside rolls all of it back.

        Raises `ProjectFileError` when the file cannot be written or is no longer the one that was opened. A change in which nothing
        was written makes no entry.
        """
        ...

    async def overview(self) -> Sequence[DoorOverview]:
        """Every door with its lock and counts, ordered by site and door name."""
        ...

    async def inventory(self, *, with_secrets: bool = False) -> Sequence[InventoryRow]:
        """Every door with all that the inventory says of it, ordered by site and door name, as one commit left it."""
        ...

    async def undo(self, sequence: int | None = None) -> UndoStep:
        """Take back one edit of this file (the newest when None) as a new entry; raises `RuleError` with the reason."""
        ...

    async def purge(self, person_id: PersonId) -> None:
        """Remove a person's data from every payload; the chains still verify."""
        ...

    async def change_passphrase(self, new: Secret[str]) -> None:
        """Encrypt under a new passphrase; old recovery sheets and keyring entries are void afterwards."""
        ...

    async def save_copy(self, path: Path) -> None:
        """Write a complete, closed copy with the same key; works also when the opened file is gone."""
        ...

    async def recovery_text(self) -> Secret[str]:
        """The key in checked groups, as printed on the recovery sheet."""
        ...

    async def key_hex(self) -> Secret[str]:
        """The key for the operating system's keyring."""
        ...

    async def rename(self, name: str) -> None:
        """Give the project another name."""
        ...

    def subscribe(self, on_change: Callable[[ProjectChange], None]) -> Callable[[], None]:
        """Call this after every commit, on the loop; the returned function ends it."""
        ...

    async def close(self) -> None:
        """Let go of the file; safe twice."""
        ...


class OpenMode(StrEnum):
    """How a project is opened: to write (one at a time), to read beside a writer, or to write if possible and else to read."""

    WRITE = "write"
    READ = "read"
    WRITE_OR_READ = "write_or_read"


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A key that a person knows."""

    text: Secret[str]


@dataclass(frozen=True, slots=True)
class RawKey:
    """A key from the keyring, as hexadecimal digits."""

    hex: Secret[str]


@dataclass(frozen=True, slots=True)
class RecoveryText:
    """A key typed from the recovery sheet."""

    text: Secret[str]


ProjectKey = Passphrase | RawKey | RecoveryText


class ProjectFiles(Protocol):
    """Makes and opens projects."""

    async def create(
        self,
        path: Path,
        key: Passphrase,
        *,
        name: str,
        time_zone: str,
        kind: ProjectKind,
        operator: str,
    ) -> ProjectStore:
        """Make a new, empty project; raises `UsageError("file_exists")` when something is there already."""
        ...

    async def open(
        self, path: Path, key: ProjectKey, *, mode: OpenMode, operator: str
    ) -> ProjectStore:
        """Open a project; raises `ProjectFileError` with one of its codes and leaves the file byte-identical then."""
        ...

    async def file_id(self, path: Path) -> str:
        """A name for the file's keyring entry that stays through renames; raises `ProjectFileError`."""
        ...


class Keyring(Protocol):
    """The operating system's keyring; every method copes with there being none."""

    async def is_available(self) -> bool:
        """Whether something would be remembered."""
        ...

    async def recall(self, file_id: str) -> RawKey | None:
        """The remembered key, or None."""
        ...

    async def remember(self, file_id: str, key: RawKey) -> None:
        """Keep the key; raises `EnvironmentAppError("no_keyring")`."""
        ...

    async def forget(self, file_id: str) -> None:
        """Drop the key; no error when there is none."""
        ...
