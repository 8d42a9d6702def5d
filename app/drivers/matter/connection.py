"""One WebSocket connection of the Matter Server protocol: calls with limits and cancellation, and the events."""

import asyncio
import base64
import itertools
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from app.core.errors import AppError
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.driver_api.errors import Disconnected, NeedsUser, NoAnswer, Unsupported
from app.drivers.matter.engine_const import OWN_ENGINE, SCHEMA_VERSION, Limit, Reason
from app.drivers.matter.engine_errors import error_of
from app.drivers.matter.engine_values import (
    EngineEvent,
    Json,
    Node,
    ServerInfo,
    as_json,
    parse_event,
    parse_info,
    parse_nodes,
)

_log = logging.getLogger(__name__)

Payload = Mapping[str, object]
"""Fields of a command: JSON values, bytes, and `Secret`s of them."""

OnStep = Callable[[str], None]
"""Called with the name of each step of a commissioning."""


@dataclass(slots=True)
class _Call:
    answer: asyncio.Future[Json]
    on_step: OnStep | None = None


@dataclass(frozen=True, slots=True)
class EventStream:
    """Events from now on, after those that were kept; ends with `Disconnected` when the connection is lost.

    `nodes` are the locks known when listening began.
    """

    nodes: Sequence[Node]
    _queue: asyncio.Queue[EngineEvent | None] = field(repr=False)

    async def __aiter__(self) -> AsyncIterator[EngineEvent]:
        while (event := await self._queue.get()) is not None:
            yield event
        raise Disconnected("engine_lost")


class MatterConnection:
    """Calls and events of one connection. Messages are never logged: PINs and Wi-Fi passwords travel in them."""

    def __init__(self, socket: ClientConnection, info: ServerInfo) -> None:
        self._socket = socket
        self._info = info
        self._ids = itertools.count(1)
        self._calls: dict[str, _Call] = {}
        self._queues: set[asyncio.Queue[EngineEvent | None]] = set()
        self._tasks = TaskOwner(_on_task_error)
        self._is_open = True
        self._tasks.start("matter-client", self._read())

    @property
    def info(self) -> ServerInfo:
        """What the server said of itself on connecting."""
        return self._info

    @property
    def is_own_engine(self) -> bool:
        """Whether this is our engine, which can fetch past events, find nodes and take node ids."""
        return self._info.sdk_version.startswith(OWN_ENGINE)

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._is_open

    @asynccontextmanager
    async def listen(self) -> AsyncGenerator[EventStream]:
        """Hear what happens, beginning with the events that the engine kept until somebody listened."""
        queue: asyncio.Queue[EngineEvent | None] = asyncio.Queue()
        self._queues.add(queue)  # before asking: what was kept follows the answer at once
        try:
            nodes = parse_nodes(await self.call("start_listening", limit_s=Limit.READ_S))
            yield EventStream(nodes, queue)
        finally:
            self._queues.discard(queue)

    async def close(self) -> None:
        """End the connection and every call in flight; safe twice."""
        await self._socket.close()
        await self._tasks.close()
        self._lose()

    async def call(
        self,
        command: str,
        arguments: Payload | None = None,
        *,
        limit_s: float = Limit.USUAL_S,
        on_step: OnStep | None = None,
    ) -> object:
        if not self._is_open:
            raise Disconnected("engine_lost")
        message_id = str(next(self._ids))
        call = _Call(asyncio.get_running_loop().create_future(), on_step)
        self._calls[message_id] = call
        is_answered = False
        try:
            async with asyncio.timeout(limit_s):
                await self._send(message_id, command, arguments or {})
                answer = await call.answer
            is_answered = True
        except TimeoutError:
            raise NoAnswer(Reason.TIMED_OUT) from None
        finally:
            del self._calls[message_id]
            if not is_answered:
                self._cancel(message_id)
        if "error_code" in answer:
            raise error_of(answer)
        return answer.get("result")

    async def _send(self, message_id: str, command: str, arguments: Payload) -> None:
        message = {"message_id": message_id, "command": command, "args": arguments}
        try:
            await self._socket.send(json.dumps(message, default=_encode))
        except ConnectionClosed:
            raise Disconnected("engine_lost") from None

    def _cancel(self, message_id: str) -> None:
        """Tell the engine that nobody waits any more; other servers do not know the command."""
        if self._is_open and self.is_own_engine:
            self._tasks.start("matter-cancel", self._send_cancel(message_id))

    async def _send_cancel(self, message_id: str) -> None:
        try:
            own_id = str(next(self._ids))
            await self._send(own_id, "cancel", {"message_id": message_id})
        except AppError:
            _log.debug("the call could not be cancelled: the connection is gone")

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                self._take(as_json(json.loads(text)))
        finally:
            self._lose()

    def _take(self, message: Json) -> None:
        name = message.get("event")
        if name == "progress":
            self._report(as_json(message.get("data")))
        elif name is not None:
            event = parse_event(name, message.get("data"))
            if event is not None:
                for queue in self._queues:
                    queue.put_nowait(event)
        else:
            call = self._calls.get(str(message.get("message_id")))
            if call is not None and not call.answer.done():
                call.answer.set_result(message)

    def _report(self, data: Json) -> None:
        call = self._calls.get(str(data.get("message_id")))
        if call is not None and call.on_step is not None:
            call.on_step(str(data.get("step")))

    def _lose(self) -> None:
        self._is_open = False
        for call in self._calls.values():
            if not call.answer.done():
                call.answer.set_exception(NoAnswer("engine_lost"))
        for queue in self._queues:
            queue.put_nowait(None)


async def open_connection(url: str, token: Secret[str] | None = None) -> MatterConnection:
    """Connect to `ws://HOST:PORT/ws`; our own engine wants its token.

    Raises `Disconnected` (nobody there), `NeedsUser("matter_server_refused")` or `Unsupported("matter_server_version")`.
    """
    headers = {} if token is None else {"Authorization": f"Bearer {token.reveal()}"}
    try:
        async with asyncio.timeout(Limit.CONNECT_S):
            socket = await connect_socket(
                url, additional_headers=headers, max_size=None, proxy=None, logger=_silent_log()
            )
            info = parse_info(as_json(json.loads(await socket.recv())))
    except InvalidStatus as error:
        raise NeedsUser("matter_server_refused", status=error.response.status_code) from None
    except (OSError, TimeoutError, WebSocketException, ValueError):
        raise Disconnected("matter_server_unreachable") from None
    if not info.min_supported_schema_version <= SCHEMA_VERSION <= info.schema_version:
        await socket.close()
        raise Unsupported("matter_server_version", version=info.schema_version)
    return MatterConnection(socket, info)


def _encode(value: object) -> object:
    """JSON for what it has no form for: secrets in the clear, bytes as base64 (the protocol's octets)."""
    if isinstance(value, Secret):
        return cast("Secret[Any]", value).reveal()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no form on the wire")


def _silent_log() -> logging.Logger:
    """At debug level the library logs whole messages, so it gets a logger of its own that never speaks."""
    log = logging.getLogger(f"{__name__}.frames")
    log.propagate = False
    log.setLevel(logging.CRITICAL)
    return log


def _on_task_error(name: str, error: BaseException) -> None:
    _log.info("%s ended: %s", name, type(error).__name__)
