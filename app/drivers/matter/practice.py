"""Practice locks: virtual Matter locks, each a Node process that speaks JSON lines.

A practice lock is for trying things out and for tests. It lives on the practice network of one folder, or, for tests only, on the
computer's own network. Its serial begins with `PRACTICE-`, so that no real project ever takes it.
"""

import asyncio
import contextlib
import json
import os
import stat
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from app.core.errors import BugError, EnvironmentAppError
from app.core.paths import engine_script_dir
from app.core.secret import Secret
from app.core.tasks import TaskOwner

START_TIMEOUT_S = 20.0
ANSWER_TIMEOUT_S = 20.0
CLOSE_TIMEOUT_S = 5.0
_KEPT_EVENTS = 1000
_LINE_LIMIT_BYTES = 1 << 20
# What Node needs of the environment; everything else, MATTER_* and NODE_OPTIONS above all, stays out.
_PASSED_ON = ("PATH", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")


class PracticeLockError(EnvironmentAppError):
    """The practice lock could not start, or did not take a command; `parameters["reason"]` is its own code."""


@dataclass(frozen=True, slots=True)
class PracticeLockOptions:
    """How a practice lock differs from the usual one; discriminator, label and serial count only for a new folder.

    `quirks`: `plain` (matter.js as it comes: answers 1 for a duplicate and an occupied slot, keeps a user
    whose last credential was cleared), `no-schedules`, `no-clock`, `no-serial`, `drops-schedules` (says yes to one and keeps none),
    `restricts-users` (turns a user that gets a schedule into one restricted by schedules, as the cluster allows).
    A serial of one's own is for tests: without the prefix `PRACTICE-` a real project takes the lock.
    """

    label: str | None = None
    discriminator: int | None = None
    serial: str | None = None
    pins: int | None = None
    pin_length: tuple[int, int] | None = None
    lock_out_s: int | None = None
    is_pin_required: bool = False
    quirks: frozenset[str] = frozenset()

    def arguments(self) -> list[str]:
        """The same as words for the process; none of them is secret."""
        length = self.pin_length and f"{self.pin_length[0]}-{self.pin_length[1]}"
        named = {
            "--label": self.label,
            "--discriminator": self.discriminator,
            "--serial": self.serial,
            "--pins": self.pins,
            "--pin-length": length,
            "--lock-out": self.lock_out_s,
        }
        words = [f"{name}={value}" for name, value in named.items() if value is not None]
        words += ["--require-pin"] if self.is_pin_required else []
        return words + [f"--quirk={quirk}" for quirk in sorted(self.quirks)]


@dataclass(frozen=True, slots=True)
class PracticeLockInfo:
    """What a practice lock says when it is ready. The setup codes are the lock's own, printed on its box, so to speak."""

    serial: str | None
    label: str
    discriminator: int
    qr: Secret[str]
    manual: Secret[str]
    is_commissioned: bool


@dataclass(frozen=True, slots=True)
class PracticeLockEvent:
    """One line of the lock: `kind` is its `event`, `data` the rest. The data may hold codes, so they do not print."""

    kind: str
    data: Mapping[str, Any] = field(repr=False)


class PracticeLock:
    """One practice lock in the background. It ends with `close()`, and by itself when this process dies."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._tasks = TaskOwner(_ignore_error)
        self._events: deque[PracticeLockEvent] = deque(maxlen=_KEPT_EVENTS)
        self._count = 0
        self._waited = 0
        self._has_ended = False
        self._changed = asyncio.Condition()
        self._sending = asyncio.Lock()

    @property
    def is_running(self) -> bool:
        """Whether the process is there and can take commands."""
        return self._process is not None and not self._has_ended

    async def start(
        self,
        data: Path,
        network: Path | None,
        node_path: Path,
        options: PracticeLockOptions | None = None,
    ) -> PracticeLockInfo:
        """Start the lock whose memory is `data`; `network` is the practice network's folder, None the computer's network.

        Raises PracticeLockError(`practice_lock_failed`), with reason `in_use`, `damaged`, `usage`, `no_answer`,
        `missing`, `ended` or `bug`.
        """
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command_line(data, network, node_path, options),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=_environment(),
                limit=_LINE_LIMIT_BYTES,
            )
        except OSError as error:
            raise PracticeLockError("practice_lock_failed", reason="missing") from error
        if self._process.stdout is None:
            raise BugError("practice_lock_without_output")
        self._tasks.start("practice lock output", self._read_output(self._process.stdout))
        try:
            ready = await self._next_of(0, ("ready", "error"), START_TIMEOUT_S)
        except BaseException:
            await self.close()
            raise
        if ready.kind == "error":
            await self.close()
            raise PracticeLockError("practice_lock_failed", reason=ready.data.get("code"))
        return _info(ready.data)

    async def send(self, command: str) -> Sequence[PracticeLockEvent]:
        """Give one command line; return what happened up to and with its `done`.

        Raises PracticeLockError(`practice_lock_refused`) with the lock's reason. The command is never part of an error: it may hold a PIN.
        """
        async with self._sending:
            process = self._process
            if process is None or process.stdin is None or self._has_ended:
                raise PracticeLockError("practice_lock_failed", reason="ended")
            start = self._count
            try:
                process.stdin.write(command.encode() + b"\n")
                await process.stdin.drain()
            except ConnectionError as error:
                raise PracticeLockError("practice_lock_failed", reason="ended") from error
            answer = await self._next_of(start, ("done", "error"), ANSWER_TIMEOUT_S)
            if answer.kind == "error":
                raise PracticeLockError("practice_lock_refused", reason=answer.data.get("code"))
            events = [event for _, event in self._numbered(start)]
            return events[: events.index(answer) + 1]

    async def wait_for(
        self, kind: str, timeout_s: float = 10.0, **fields: object
    ) -> PracticeLockEvent:
        """The next event of this kind and with these fields that no earlier call has returned. TimeoutError when it does not come."""
        async with asyncio.timeout(timeout_s), self._changed:
            while True:
                for number, event in self._numbered(self._waited):
                    if event.kind == kind and all(
                        event.data.get(name) == wanted for name, wanted in fields.items()
                    ):
                        self._waited = number + 1
                        return event
                self._assert_running()
                await self._changed.wait()

    async def events(self) -> AsyncGenerator[PracticeLockEvent]:
        """Every event from now on, until the lock ends."""
        position = self._count
        while True:
            async with self._changed:
                while position == self._count and not self._has_ended:
                    await self._changed.wait()
                found = self._numbered(position)
                position = self._count
            for _, event in found:
                yield event
            if not found:
                return

    async def close(self) -> None:
        """End the lock: it leaves the network and keeps its memory. Safe twice."""
        process, self._process = self._process, None
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                async with asyncio.timeout(CLOSE_TIMEOUT_S):
                    await process.wait()
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        await self._tasks.close()

    async def _read_output(self, output: asyncio.StreamReader) -> None:
        try:
            while line := await output.readline():
                event = _parse(line)
                async with self._changed:
                    self._events.append(event)
                    self._count += 1
                    self._changed.notify_all()
        finally:
            async with self._changed:
                self._has_ended = True
                self._changed.notify_all()

    async def _next_of(
        self, start: int, kinds: Sequence[str], timeout_s: float
    ) -> PracticeLockEvent:
        try:
            async with asyncio.timeout(timeout_s), self._changed:
                while True:
                    for _, event in self._numbered(start):
                        if event.kind in kinds:
                            return event
                    self._assert_running()
                    await self._changed.wait()
        except TimeoutError as error:
            raise PracticeLockError("practice_lock_failed", reason="no_answer") from error

    def _assert_running(self) -> None:
        if self._has_ended:
            raise PracticeLockError("practice_lock_failed", reason="ended")

    def _numbered(self, start: int) -> list[tuple[int, PracticeLockEvent]]:
        first = self._count - len(self._events)
        return [
            (number, event) for number, event in enumerate(self._events, first) if number >= start
        ]


def command_line(
    data: Path, network: Path | None, node_path: Path, options: PracticeLockOptions | None = None
) -> list[str]:
    """The words that start a practice lock."""
    script = engine_script_dir() / "practice" / "main.mjs"
    where = ["--real-network"] if network is None else [f"--practice-network={network}"]
    return [
        str(node_path),
        str(script),
        f"--data={data}",
        *where,
        *(options or PracticeLockOptions()).arguments(),
    ]


async def run_in_foreground(
    data: Path,
    network: Path | None,
    node_path: Path,
    options: PracticeLockOptions | None = None,
) -> int:
    """Run a practice lock on this process's own standard input and output until it ends; return its exit code.

    The end of standard input ends the lock too, unless nothing was connected to it in the first place (the null device).
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command_line(data, network, node_path, options),
            stdin=asyncio.subprocess.PIPE,
            env=_environment(),
        )
    except OSError as error:
        raise PracticeLockError("practice_lock_failed", reason="missing") from error
    if process.stdin is None:
        raise BugError("practice_lock_without_input")
    _pass_on_input(asyncio.get_running_loop(), process.stdin)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.stdin.close()
            await process.wait()


def _pass_on_input(loop: asyncio.AbstractEventLoop, target: asyncio.StreamWriter) -> None:
    """Copy standard input to the lock from a thread; a read that waits cannot be cancelled, so the thread is left to die."""

    def pass_on(give: Callable[[], None]) -> bool:
        try:
            loop.call_soon_threadsafe(give)
        except RuntimeError:  # the loop is closed: the lock has ended
            return False
        return True

    def copy_blocking() -> None:
        while part := os.read(0, 65536):
            if not pass_on(lambda part=part: target.write(part)):
                return
        if not _is_nothing_connected():
            pass_on(target.close)

    threading.Thread(target=copy_blocking, name="practice lock input", daemon=True).start()


def _is_nothing_connected() -> bool:
    return stat.S_ISCHR(os.fstat(0).st_mode) and not os.isatty(0)


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _parse(line: bytes) -> PracticeLockEvent:
    try:
        record: object = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        return PracticeLockEvent("error", {"code": "bug"})
    known = cast("dict[str, Any]", record)
    return PracticeLockEvent(str(known.pop("event", "error")), known)


def _info(data: Mapping[str, Any]) -> PracticeLockInfo:
    return PracticeLockInfo(
        serial=data["serial"],
        label=data["label"],
        discriminator=data["discriminator"],
        qr=Secret(data["qr"]),
        manual=Secret(data["manual"]),
        is_commissioned=data["commissioned"],
    )


def _ignore_error(_name: str, _error: BaseException) -> None:
    """The reader's end is told to everybody who waits; there is nobody else to tell."""
