"""Practice locks: virtual locks on a private network of this user, so that everything can be tried without hardware."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.core.secret import Secret


@dataclass(frozen=True, slots=True)
class PracticeLockReady:
    """What a practice lock says of itself when it runs: what is printed on its box, so to speak."""

    label: str
    serial: str | None
    qr: Secret[str]
    manual: Secret[str]
    is_commissioned: bool


@dataclass(frozen=True, slots=True)
class PracticeEvent:
    """Something that happened at a practice lock; the data may hold codes, so they do not print."""

    kind: str
    data: dict[str, Any] = field(repr=False)


class RunningPracticeLock(Protocol):
    """One practice lock in the background; ends with `close()` and by itself when this process dies."""

    @property
    def ready(self) -> PracticeLockReady:
        """What it said when it started."""
        ...

    async def send(self, command: str) -> None:
        """Give it one command of `practice lock`; raises `EnvironmentAppError("practice_lock_refused")`."""
        ...

    def events(self) -> AsyncGenerator[PracticeEvent]:
        """Everything from now on, until the lock ends."""
        ...

    async def close(self) -> None:
        """End it; it keeps its memory. Safe twice."""
        ...


class PracticeLocks(Protocol):
    """Starts practice locks on the practice network that practice projects use.

    Errors: `EnvironmentAppError("practice_lock_failed")` with a `reason`.
    """

    async def start(self, folder: Path, *, label: str) -> RunningPracticeLock:
        """Start the lock whose memory is this folder."""
        ...

    async def run_in_foreground(self, folder: Path | None) -> int:
        """Run a lock on this process's own standard input and output; its exit code. None: the user's usual practice lock."""
        ...
