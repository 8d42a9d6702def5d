"""What lies beside a project or in its folder of backups, told apart by name and by the file's own salt."""

import os
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.core.errors import AppError

SUFFIX = ".lockchart"
_STAMP = "%Y%m%dT%H%M%SZ"
_BACKUP = re.compile(
    r"(?P<stem>.+) backup (?P<stamp>\d{8}T\d{6}Z)(?:-(?P<number>\d{1,4}))?\.lockchart"
)
_LEFT_OVER_S = 3_600.0

FileId = Callable[[Path], Awaitable[str]]
"""A name for a project's file that its copies share (`ProjectFiles.file_id`)."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup that was proven when it got its name. `made_at` is UTC, from the name."""

    path: Path
    made_at: datetime
    size_bytes: int
    number: int = 0


def backup_name(stem: str, at: datetime, number: int = 0) -> str:
    """The file name of a backup made at this moment; `number` tells apart those of one second."""
    more = f"-{number}" if number else ""
    return f"{stem} backup {at.astimezone(UTC).strftime(_STAMP)}{more}{SUFFIX}"


def is_backup_name(name: str) -> bool:
    """Whether a file is called as our backups are."""
    return _moment(name) is not None


def original_stem(name: str) -> str:
    """The name, without ending, of the project that a backup was made of; of another file its own."""
    match = _BACKUP.fullmatch(name)
    return match["stem"] if match else Path(name).stem


def free_path_blocking(folder: Path, stem: str, at: datetime) -> Path:
    """A name for a new backup that nothing has yet."""
    number = 0
    while True:
        path = folder / backup_name(stem, at, number)
        if not path.exists():
            return path
        number += 1


def named_backups_blocking(folder: Path, stem: str) -> list[Backup]:
    """Files called like backups of this project, newest first; raises `OSError` when the folder cannot be read."""
    found: list[Backup] = []
    for entry in os.scandir(folder):
        match = _BACKUP.fullmatch(entry.name)
        made_at = _moment(entry.name)
        if match is None or made_at is None or match["stem"] != stem:
            continue
        # One that went away meanwhile is no backup any more.
        with suppress(OSError):
            if entry.is_file(follow_symlinks=False):
                size = entry.stat(follow_symlinks=False).st_size
                number = int(match["number"] or 0)
                found.append(Backup(folder / entry.name, made_at, size, number))
    return sorted(found, key=lambda one: (one.made_at, one.number), reverse=True)


def remove_left_overs_blocking(folder: Path, stem: str, now_s: float) -> None:
    """Remove unfinished backups of this project that a kill left behind an hour ago or longer."""
    mine = re.compile(rf"\.+{re.escape(stem)} backup \d{{8}}T\d{{6}}Z.*\.part")
    for entry in os.scandir(folder):
        with suppress(OSError):
            if (
                mine.fullmatch(entry.name)
                and entry.is_file(follow_symlinks=False)
                and now_s - entry.stat().st_mtime > _LEFT_OVER_S
            ):
                Path(entry.path).unlink()


def is_same_disk_blocking(one: Path, other: Path) -> bool:
    """Whether both lie on one file system, as far as the system tells; a broken disk then takes both."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


async def of_same_project(
    candidates: Sequence[Backup], project: Path, file_id: FileId
) -> list[Backup]:
    """Those that are copies of this project: another project of the same name has another salt."""
    own = await file_id(project)
    found: list[Backup] = []
    for candidate in candidates:
        # What cannot be read, or is no project, is not ours to count or to remove.
        with suppress(AppError, OSError):
            if await file_id(candidate.path) == own:
                found.append(candidate)
    return found


def conflict_pattern(stem: str) -> re.Pattern[str]:
    """The names that sync services give to a second version of a file.

    Dropbox and Nextcloud `NAME (… conflicted copy …)`, ownCloud `NAME_conflict-DATE-TIME`, Syncthing
    `NAME.sync-conflict-DATE-TIME-DEVICE`, OneDrive `NAME-COMPUTER`.
    """
    name = re.escape(stem)
    return re.compile(
        rf"{name}(?: \([^()]*(?:conflicted copy|case conflict)[^()]*\)"
        r"|_conflict-\d{8}-\d{6}"
        r"|\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?"
        r"|-[A-Za-z0-9][A-Za-z0-9-]{0,62})\.lockchart",
        re.IGNORECASE,
    )


def possible_conflicts_blocking(project: Path) -> list[Path]:
    """Files beside the project that are called like its conflicted copies; none when the folder cannot be read."""
    pattern = conflict_pattern(project.stem)
    try:
        names = sorted(entry.name for entry in os.scandir(project.parent))
    except OSError:
        return []
    return [project.parent / name for name in names if pattern.fullmatch(name)]


def _moment(name: str) -> datetime | None:
    match = _BACKUP.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
