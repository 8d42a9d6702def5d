"""Backups to a second place: made, opened once to prove them, and only then the oldest removed."""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import AppError, EnvironmentAppError, UsageError
from app.services.backup_files import (
    SUFFIX,
    Backup,
    free_path_blocking,
    is_same_disk_blocking,
    named_backups_blocking,
    of_same_project,
    possible_conflicts_blocking,
    remove_left_overs_blocking,
)
from app.services.open_project import Clock
from app.storage.contracts import OpenMode, ProjectFileError, ProjectFiles, ProjectStore, RawKey

USUAL_KEEP = 10
MOST_KEEP = 1000
_NO_SPACE = 28  # ENOSPC, the same number on Linux, macOS and in Windows' C runtime


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A new backup and what it replaced.

    `is_whole`: the history in it verifies; where it does not, nothing older was removed. `stuck` are old ones that could not be removed.
    """

    backup: Backup
    kept: tuple[Backup, ...]
    removed: tuple[Path, ...]
    stuck: tuple[Path, ...]
    is_whole: bool
    is_same_disk: bool


class BackupService:
    """Makes, lists and restores backups of projects; needs nothing of an open one but its store."""

    def __init__(self, files: ProjectFiles, clock: Clock, operator: Callable[[], str]) -> None:
        self._files = files
        self._clock = clock
        self._operator = operator

    async def make(
        self, store: ProjectStore, folder: Path, keep: int = USUAL_KEEP, *, stem: str = ""
    ) -> BackupMade:
        """Write a complete copy into the folder, open it read-only with the project's key, verify its history, then give it its name.

        Older backups of the same project beyond `keep` are removed afterwards. `stem` is the project's name in file names, its file's
        unless given. Raises `UsageError` `backup_folder_missing` and `backup_keep`, `EnvironmentAppError` `backup_unwritable`,
        `disk_full` and `backup_unproven`, `ProjectFileError`.
        """
        if not 1 <= keep <= MOST_KEEP:
            raise UsageError("backup_keep", most=MOST_KEEP)
        folder = await _existing(folder)
        stem = stem or store.file.path.stem
        now = self._clock()
        try:
            await asyncio.to_thread(remove_left_overs_blocking, folder, stem, now.timestamp())
            path = await asyncio.to_thread(free_path_blocking, folder, stem, now)
            partial = path.with_name(f".{path.name}.part")
            try:
                await asyncio.to_thread(partial.unlink, missing_ok=True)
                await store.save_copy(partial)
                is_whole = await self._prove(store, partial)
                await asyncio.to_thread(_put_in_place_blocking, partial, path)
            except BaseException:
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise _unwritable(error, folder) from error
        return await self._rotate(store, path, stem, keep, is_whole=is_whole)

    async def list_backups(self, project: Path, folder: Path) -> list[Backup]:
        """The backups of this project in the folder, newest first; raises `UsageError("backup_folder_missing")`."""
        folder = await _existing(folder)
        try:
            named = await asyncio.to_thread(named_backups_blocking, folder, project.stem)
        except OSError as error:
            raise _unwritable(error, folder) from error
        return await of_same_project(named, project, self._files.file_id) if named else []

    async def restore(self, backup: Path, target: Path) -> Path:
        """Copy a backup to a new place, from where it can be opened; the path that it got.

        A backup is closed, so its bytes are all of it; one that somebody opened and left a journal beside is refused
        (`backup_in_use`). Raises `UsageError` `file_exists` and `no_such_file`, `EnvironmentAppError` as `make` does.
        """
        target = target if target.suffix == SUFFIX else target.with_name(target.name + SUFFIX)
        try:
            await asyncio.to_thread(_restore_blocking, backup, target)
        except OSError as error:
            raise _unwritable(error, target.parent) from error
        return target

    async def conflicted_copies(self, project: Path) -> list[Path]:
        """Second versions of this project that a sync service left beside it."""
        candidates = await asyncio.to_thread(possible_conflicts_blocking, project)
        if not candidates:
            return []
        own = await self._files.file_id(project)
        found: list[Path] = []
        for candidate in candidates:
            with suppress(AppError, OSError):
                if await self._files.file_id(candidate) == own:
                    found.append(candidate)
        return found

    async def _prove(self, store: ProjectStore, copy: Path) -> bool:
        """Open the copy as a person would and verify its history; raises `EnvironmentAppError("backup_unproven")`."""
        key = RawKey(await store.key_hex())
        try:
            opened = await self._files.open(
                copy, key, mode=OpenMode.READ, operator=self._operator()
            )
        except ProjectFileError as error:
            raise EnvironmentAppError("backup_unproven", name=copy.parent.name) from error
        try:
            if opened.project.id != store.project.id:
                raise EnvironmentAppError("backup_unproven", name=copy.parent.name)
            return (await opened.read.history.verify()).is_intact
        finally:
            await opened.close()

    async def _rotate(
        self, store: ProjectStore, new: Path, stem: str, keep: int, *, is_whole: bool
    ) -> BackupMade:
        folder = new.parent
        named = await asyncio.to_thread(named_backups_blocking, folder, stem)
        # The new one is the project as it is now, so what shares its salt is the same project, also where the original is gone.
        own = await of_same_project(named, new, self._files.file_id)
        made = next(one for one in named if one.path == new)
        older = [one for one in own if one.path != new]
        # A clock that was set back must not make the new one the oldest.
        staying = older[: keep - 1] if is_whole else older
        removed, stuck = await asyncio.to_thread(
            _remove_blocking, [one.path for one in older[len(staying) :]]
        )
        same_disk = await asyncio.to_thread(
            is_same_disk_blocking, folder, store.file.path.absolute().parent
        )
        return BackupMade(made, (made, *staying), removed, stuck, is_whole, same_disk)


async def _existing(folder: Path) -> Path:
    """The folder, which is never made: the place of a stick that is not there would be on the wrong disk."""
    folder = folder.absolute()  # noqa: ASYNC240, asks for the working directory only
    if not await asyncio.to_thread(folder.is_dir):
        raise UsageError("backup_folder_missing", folder=str(folder))
    return folder


def _unwritable(error: OSError, folder: Path) -> EnvironmentAppError:
    code = "disk_full" if error.errno == _NO_SPACE else "backup_unwritable"
    return EnvironmentAppError(code, folder=str(folder))


def _put_in_place_blocking(partial: Path, path: Path) -> None:
    if path.exists():
        raise UsageError("file_exists", file=str(path))
    partial.rename(path)


def _remove_blocking(paths: list[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    removed, stuck = list[Path](), list[Path]()
    for path in paths:
        try:
            path.unlink(missing_ok=True)
            removed.append(path)
        except OSError:
            stuck.append(path)
    return tuple(removed), tuple(stuck)


def _restore_blocking(backup: Path, target: Path) -> None:
    if not backup.is_file():
        raise UsageError("no_such_file", file=str(backup))
    if backup.with_name(backup.name + "-journal").exists():
        raise EnvironmentAppError("backup_in_use", name=backup.name)
    if target.exists():
        raise UsageError("file_exists", file=str(target))
    if not target.parent.is_dir():
        raise UsageError("folder_missing", name=target.name)
    partial = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, backup.open("rb") as source:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        _put_in_place_blocking(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
