"""Practice locks for the services: the Matter family's virtual lock behind `app.services.practice`."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.paths import private_dir
from app.services.practice import PracticeEvent, PracticeLockReady, RunningPracticeLock

if TYPE_CHECKING:
    from app.drivers.matter.practice import PracticeLock


class _Running:
    """One practice lock in the background; implements `RunningPracticeLock`."""

    def __init__(self, lock: "PracticeLock", ready: PracticeLockReady) -> None:
        self._lock = lock
        self._ready = ready

    @property
    def ready(self) -> PracticeLockReady:
        return self._ready

    async def send(self, command: str) -> None:
        await self._lock.send(command)

    async def events(self) -> AsyncGenerator[PracticeEvent]:
        async for event in self._lock.events():
            yield PracticeEvent(event.kind, dict(event.data))

    async def close(self) -> None:
        await self._lock.close()


class PracticeLocksOfUser:
    """Starts practice locks on this user's practice network; implements `PracticeLocks`."""

    def __init__(self, node: Path, network: Path, usual_folder: Path) -> None:
        self._node = node
        self._network = network
        self._usual_folder = usual_folder

    async def start(self, folder: Path, *, label: str) -> RunningPracticeLock:
        """Start the lock whose memory is this folder."""
        # The lock's process is started only when somebody practises.
        from app.drivers.matter.practice import PracticeLock, PracticeLockOptions  # noqa: PLC0415

        private_dir(folder.parent)
        lock = PracticeLock()
        info = await lock.start(folder, self._network, self._node, PracticeLockOptions(label=label))
        ready = PracticeLockReady(
            info.label, info.serial, info.qr, info.manual, info.is_commissioned
        )
        return _Running(lock, ready)

    async def run_in_foreground(self, folder: Path | None) -> int:
        """Run a lock on this process's own standard input and output; its exit code."""
        from app.drivers.matter.practice import run_in_foreground  # noqa: PLC0415

        where = folder or self._usual_folder
        private_dir(where.parent)
        return await run_in_foreground(where.absolute(), self._network, self._node)
