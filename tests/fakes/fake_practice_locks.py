"""Practice locks without processes, for tests of what the window shows of them."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.services.practice import PracticeEvent, PracticeLockReady, RunningPracticeLock


class FakePracticeLock:
    """Opens for the codes in `codes`; says what a test puts into `coming`."""

    def __init__(self, label: str, serial: str) -> None:
        self._ready = PracticeLockReady(
            label, serial, Secret("MT:-24J0AFN00KA0648G00"), Secret("34970112332"), False
        )
        self.codes: set[str] = set()
        self.coming: asyncio.Queue[PracticeEvent | None] = asyncio.Queue()
        self.is_closed = False

    @property
    def ready(self) -> PracticeLockReady:
        return self._ready

    async def send(self, command: str) -> None:
        word, _, code = command.partition(" ")
        if word != "keypad":
            raise EnvironmentAppError("practice_lock_refused")
        kind = "opened" if code in self.codes else "refused"
        await self.coming.put(PracticeEvent(kind, {"by": "keypad"}))

    async def events(self) -> AsyncGenerator[PracticeEvent]:
        while (event := await self.coming.get()) is not None:
            yield event

    async def close(self) -> None:
        self.is_closed = True
        await self.coming.put(None)


class FakePracticeLocks:
    """Starts `FakePracticeLock`s; `failing` makes the next start fail with this reason."""

    def __init__(self) -> None:
        self.started: list[FakePracticeLock] = []
        self.failing = ""

    async def start(self, folder: Path, *, label: str) -> RunningPracticeLock:
        if self.failing:
            raise EnvironmentAppError("practice_lock_failed", reason=self.failing)
        lock = FakePracticeLock(label, f"PRACTICE-{len(self.started) + 1:04}")
        self.started.append(lock)
        return lock

    async def run_in_foreground(self, folder: Path | None) -> int:
        return 0
