"""One writer at a time: an operating-system lock on a file beside the project."""

import contextlib
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30
"""Windows locks are mandatory: the locked byte lies far behind the text, so that others can read who holds it."""

PROGRAM = "Lockchart"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a project: computer, program, since when (RFC 3339); empty where the side file does not tell."""

    computer: str = ""
    program: str = ""
    since: str = ""


class HeldElsewhereError(Exception):
    """Somebody else has the lock."""

    def __init__(self, holder: Holder) -> None:
        super().__init__("held")
        self.holder = holder


class LocksUnavailableError(Exception):
    """This file system does not lock."""


def lock_os_file(file: IO[str]) -> bool:
    """Try to lock the open file for this process alone; False when somebody else has it. Raises `OSError` where locks do not work.

    `flock` and not POSIX record locks: those would be lost as soon as anything in this process closed the file.
    """
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def side_file_of(project: Path) -> Path:
    """Where the lock of a project lies."""
    return project.with_name(project.name + ".lock")


class SideLock:
    """A held lock; the side file is removed when it is released. One without lock, left by a crash, is taken over."""

    def __init__(self, path: Path, file: IO[str]) -> None:
        self._path = path
        self._file: IO[str] | None = file

    @classmethod
    def take_blocking(
        cls, project: Path, *, lock: Callable[[IO[str]], bool] = lock_os_file
    ) -> "SideLock":
        """Take the lock of a project.

        Raises `HeldElsewhereError`, `LocksUnavailableError`, or `OSError` where the side file cannot be written.
        """
        path = side_file_of(project)
        while True:
            file = os.fdopen(
                os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600),
                "r+",
                encoding="utf-8",
            )
            try:
                is_locked = lock(file)
            except OSError as error:
                file.close()
                path.unlink(missing_ok=True)
                raise LocksUnavailableError from error
            if not is_locked:
                holder = read_holder_blocking(project)
                file.close()
                raise HeldElsewhereError(holder)
            if _is_same_file(path, file):
                _write_holder(file)
                return cls(path, file)
            file.close()  # removed by its last holder between our opening and locking it: take the next one

    def release_blocking(self) -> None:
        """Give the lock back; safe twice."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if sys.platform == "win32":
            file.close()
            try:
                self._path.unlink(missing_ok=True)
            except PermissionError:
                return  # somebody else has it already
        else:
            with contextlib.suppress(OSError):  # the disk may be gone
                if _is_same_file(self._path, file):
                    self._path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                file.close()


def read_holder_blocking(project: Path) -> Holder:
    """Who stands in the side file; it says nothing about whether they still hold the lock."""
    try:
        with side_file_of(project).open(encoding="utf-8", errors="replace") as file:
            loaded: object = json.loads(file.read(4096))
    except (OSError, ValueError):
        return Holder()
    if not isinstance(loaded, dict):
        return Holder()
    texts = {str(k): str(v) for k, v in cast("dict[object, object]", loaded).items()}
    return Holder(texts.get("computer", ""), texts.get("program", ""), texts.get("since", ""))


def _write_holder(file: IO[str]) -> None:
    """Say who holds the lock, past Python's buffer, which would try again when the file is closed.

    On a full disk it stays unsaid: the lock holds without it, and the first change tells of the disk.
    """
    since = datetime.now(UTC).isoformat(timespec="seconds")
    holder = {
        "computer": platform.node(),
        "program": f"{PROGRAM}, process {os.getpid()}",
        "since": since,
    }
    with contextlib.suppress(OSError):
        os.ftruncate(file.fileno(), 0)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        os.write(file.fileno(), json.dumps(holder, ensure_ascii=False).encode())


def _is_same_file(path: Path, file: IO[str]) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(file.fileno())
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
