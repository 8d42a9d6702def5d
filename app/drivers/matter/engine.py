"""The process of our own Matter engine: started when first needed, ended with the program, started again when it dies."""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.errors import BugError
from app.core.log import redact
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.driver_api.errors import Disconnected
from app.drivers.matter.client import MatterClient, connect
from app.drivers.matter.engine_const import Limit
from app.drivers.matter.engine_values import Json, as_json, as_list

_log = logging.getLogger(__name__)

Stream = TypeVar("Stream", asyncio.StreamReader, asyncio.StreamWriter)

_TOKEN_BYTES = 32
_LINE_BYTES = 16_000_000
BACK_OFF_S = (0.0, 0.5, 2.0, 5.0, 15.0, 30.0)
"""Pauses before the start after so many deaths in a row; the last one goes on."""

_HEALTHY_S = 60.0


@dataclass(frozen=True, slots=True)
class StoreChange:
    """One entry of the engine's store; `value` None deletes. Values are secret: they hold the fabric's keys."""

    context: str
    key: str
    value: Secret[str] | None


class FabricStore(Protocol):
    """Where the fabric's keys are kept: in the project."""

    async def load(self) -> Sequence[StoreChange]:
        """Everything kept."""
        ...

    async def commit(self, changes: Sequence[StoreChange]) -> None:
        """Apply all or none; durable when it returns."""
        ...


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What an engine is started with. `practice_folder` None: the computer's own network."""

    node: Path
    script: Path
    trust_store: Path
    practice_folder: Path | None = None
    fabric_label: str = "Lockchart"


class MatterEngine:
    """Owns the engine's process and the connection to it.

    The process gets nothing secret by arguments or environment: token and store travel over its standard input. The end of
    its standard input ends it, so it is never left behind when this program is killed.
    """

    def __init__(
        self,
        settings: EngineSettings,
        store: FabricStore,
        tasks: TaskOwner,
        *,
        back_off_s: Sequence[float] = BACK_OFF_S,
    ) -> None:
        self._settings = settings
        self._store = store
        self._tasks = tasks
        self._back_off_s = back_off_s
        self._lock = asyncio.Lock()
        self._running: _Running | None = None
        self._failures = 0
        self._started_at = 0.0
        self._is_closed = False

    @property
    def process_id(self) -> int | None:
        """The engine's process while it runs."""
        running = self._running
        return running.process.pid if running is not None and running.is_alive else None

    async def client(self) -> MatterClient:
        """The connection to the running engine; starts it when needed, after a pause when it has just died.

        Raises `Disconnected("engine_failed")` when it does not start.
        """
        async with self._lock:
            if self._is_closed:
                raise Disconnected("engine_closed")
            running = self._running
            if running is not None and running.is_alive and running.client.is_open:
                return running.client
            if running is not None:
                await self._end(running)
                self._note_death()
            await asyncio.sleep(self._pause_s())
            self._running = await self._start()
            return self._running.client

    async def close(self) -> None:
        """End the engine; safe twice."""
        async with self._lock:
            self._is_closed = True
            if self._running is not None:
                await self._end(self._running)

    def _note_death(self) -> None:
        is_healthy = time.monotonic() - self._started_at > _HEALTHY_S
        self._failures = 1 if is_healthy else self._failures + 1

    def _pause_s(self) -> float:
        return self._back_off_s[min(self._failures, len(self._back_off_s) - 1)]

    async def _start(self) -> "_Running":
        self._started_at = time.monotonic()
        process = await self._spawn()
        token = Secret(secrets.token_urlsafe(_TOKEN_BYTES))
        link = _StoreLink(process, self._store)
        try:
            async with asyncio.timeout(Limit.START_S):
                await link.begin(self._settings, token)
                pipes = (
                    self._tasks.start("matter-engine-log", _pass_log_on(process)),
                    self._tasks.start("matter-engine-store", link.serve()),
                )
                port = await link.port
                client = await connect(f"ws://127.0.0.1:{port}/ws", token)
        except (TimeoutError, OSError, Disconnected):
            _piped(process.stdin).close()
            await _stop(process)
            self._failures += 1
            raise Disconnected("engine_failed") from None
        except asyncio.CancelledError:
            process.kill()
            await _stop(process)
            raise
        _log.info("engine started in %.1f s", time.monotonic() - self._started_at)
        return _Running(process, client, link, pipes)

    async def _spawn(self) -> asyncio.subprocess.Process:
        settings = self._settings
        try:
            return await asyncio.create_subprocess_exec(
                settings.node,
                settings.script,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=_clean_environment(),
                cwd=tempfile.gettempdir(),
                limit=_LINE_BYTES,
            )
        except OSError:
            raise Disconnected("engine_missing") from None

    async def _end(self, running: "_Running") -> None:
        self._running = None
        await running.client.close()
        await running.link.ask_to_end()
        await _stop(running.process)
        await asyncio.gather(*running.pipes, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Running:
    process: asyncio.subprocess.Process
    client: MatterClient
    link: "_StoreLink"
    pipes: tuple[asyncio.Task[None], ...]
    """They end with the process; cancelled before it, its last writes would be lost and it would wait for them."""

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None


class _StoreLink:
    """The store protocol over the engine's standard input and output, as told in `js/server.mjs`."""

    def __init__(self, process: asyncio.subprocess.Process, store: FabricStore) -> None:
        self._stdin, self._stdout = _piped(process.stdin), _piped(process.stdout)
        self._store = store
        self.port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def begin(self, settings: EngineSettings, token: Secret[str]) -> None:
        """Send what the engine needs to start."""
        entries = await self._store.load()
        await self._send(
            {
                "token": token.reveal(),
                "store": [[e.context, e.key, e.value.reveal()] for e in entries if e.value],
                "practice_network": settings.practice_folder and str(settings.practice_folder),
                "fabric_label": settings.fabric_label,
                "trust_store": str(settings.trust_store),
            }
        )

    async def serve(self) -> None:
        """Commit what the engine writes, in its order, and acknowledge it, until the engine ends."""
        try:
            while line := await self._stdout.readline():
                await self._take(as_json(json.loads(line)))
        except (ValueError, ConnectionError):
            _log.debug("the engine's output broke off")
        finally:
            if not self.port.done():
                self.port.set_exception(Disconnected("engine_failed"))
                self.port.exception()  # nobody may be waiting any more

    async def ask_to_end(self) -> None:
        """Ask for an orderly end: it takes leave of the locks, and what it then writes is still kept."""
        with contextlib.suppress(ConnectionError):
            await self._send({"end": True})

    async def _take(self, message: Json) -> None:
        port, request = message.get("listening"), message.get("store")
        if isinstance(port, int):
            self.port.set_result(port)
        elif isinstance(request, int):
            await self._send(await self._commit(request, as_list(message.get("changes"))))

    async def _commit(self, request: int, changes: Sequence[object]) -> Json:
        try:
            await self._store.commit([_change_of(as_list(change)) for change in changes])
        except Exception as error:  # noqa: BLE001 - whatever it is: what is not kept is not acknowledged
            _log.error("the engine's store could not be written: %s", type(error).__name__)
            return {"refused": request}
        return {"ack": request}

    async def _send(self, message: Mapping[str, object]) -> None:
        self._stdin.write(json.dumps(message).encode() + b"\n")
        await self._stdin.drain()


def _change_of(change: Sequence[object]) -> StoreChange:
    context, key, value = change
    return StoreChange(str(context), str(key), None if value is None else Secret(str(value)))


def _clean_environment() -> dict[str, str]:
    """Only what a process needs to run: nothing of ours, nothing that matter.js or Node would take settings from."""
    wanted = ["PATH", "HOME", "LANG", "TZ", "TMPDIR"]
    if sys.platform == "win32":
        wanted += ["SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "USERPROFILE", "APPDATA"]
    return {name: os.environ[name] for name in wanted if name in os.environ}


def _piped(stream: Stream | None) -> Stream:
    if stream is None:
        raise BugError("engine_without_pipes")
    return stream


async def _pass_log_on(process: asyncio.subprocess.Process) -> None:
    """The engine's words at notice level go into our log, redacted; as information, whatever it calls them."""
    stderr = _piped(process.stderr)
    try:
        while line := await stderr.readline():
            _log.info("%s", redact(line.decode(errors="replace").rstrip()))
    except (ValueError, ConnectionError):
        return


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Wait for its end, insisting more and more: by the end of its input, by asking, by force."""
    for insist in (_piped(process.stdin).close, process.terminate, process.kill):
        try:
            async with asyncio.timeout(Limit.STOP_S):
                await process.wait()
            return
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                insist()
    await process.wait()
