"""Client of the Matter Server WebSocket protocol: our own engine, or a server that the customer already runs."""

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
from app.driver_api.errors import Disconnected, NeedsUser, NoAnswer, Rejected, Unsupported
from app.drivers.matter.engine_const import (
    OWN_ENGINE,
    SCHEMA_VERSION,
    TIMED_REQUEST_MS,
    Limit,
    Reason,
)
from app.drivers.matter.engine_errors import AttestationFinding, error_of
from app.drivers.matter.engine_values import (
    EngineEvent,
    FabricEntry,
    Json,
    Node,
    NodeEvent,
    ServerInfo,
    Window,
    as_json,
    as_list,
    parse_event,
    parse_fabric,
    parse_info,
    parse_node,
    parse_node_event,
    parse_nodes,
    parse_window,
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


class MatterClient:
    """One connection. Every call has a time limit; cancelling a call cancels it in the engine too.

    Errors are those of `driver_api.errors`: `NoAnswer` when something was sent and nothing came back. Messages are never
    logged: PINs and Wi-Fi passwords travel in them.
    """

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

    async def server_info(self) -> ServerInfo:
        """Ask again what the server says of itself."""
        return parse_info(as_json(await self._call("server_info")))

    async def diagnostics(self) -> Json:
        """The engine's own figures, without secrets."""
        return as_json(await self._call("diagnostics"))

    async def nodes(self) -> list[Node]:
        """All locks of the fabric."""
        return parse_nodes(await self._call("get_nodes", limit_s=Limit.READ_S))

    async def node(self, node_id: int) -> Node:
        """One lock with all its attributes."""
        return parse_node(await self._call("get_node", {"node_id": node_id}, limit_s=Limit.READ_S))

    async def read(self, node_id: int, paths: Sequence[str]) -> Json:
        """Read `endpoint/cluster/attribute` paths (`*` allowed) from the lock; what it has not is left out."""
        arguments = {"node_id": node_id, "attribute_path": list(paths)}
        return as_json(await self._call("read_attribute", arguments, limit_s=Limit.READ_S))

    async def read_events(
        self, node_id: int, endpoint: int, cluster: int, *, first: int = 0
    ) -> list[NodeEvent]:
        """The events that the lock still holds, numbered from `first` on, oldest first; own engine only."""
        self._require_own_engine()
        arguments = {
            "node_id": node_id,
            "endpoint_id": endpoint,
            "cluster_id": cluster,
            "event_min": first,
        }
        answer = await self._call("read_events", arguments, limit_s=Limit.READ_S)
        return [parse_node_event(entry) for entry in as_list(answer)]

    async def command(
        self,
        node_id: int,
        endpoint: int,
        cluster: int,
        name: str,
        payload: Payload | None = None,
        *,
        is_timed: bool = False,
        limit_s: float = Limit.READ_S,
    ) -> Json | None:
        """Send a cluster's command, e.g. `SetUser`; gives the lock's answer, None where there is none but yes.

        A refusal is `Rejected("refused", status=..., cluster_status=...)`.
        """
        arguments: dict[str, object] = {
            "node_id": node_id,
            "endpoint_id": endpoint,
            "cluster_id": cluster,
            "command_name": name,
            "payload": dict(payload or {}),
            "response_type": None,
        }
        if is_timed:
            arguments["timed_request_timeout_ms"] = TIMED_REQUEST_MS
        answer = await self._call("device_command", arguments, limit_s=limit_s)
        return None if answer is None else as_json(answer)

    async def commission(
        self,
        code: Secret[str],
        *,
        node_id: int,
        accept: Sequence[AttestationFinding] = (),
        network_only: bool = True,
        ble_only: bool = False,
        discovery_s: int = 30,
        on_step: OnStep | None = None,
    ) -> Node:
        """Make a lock ours, under this node id where the server is our own engine; else look at the result's id.

        Raises `FindingsRefused` (with the findings) unless exactly its findings are accepted, `NeedsUser` with
        `not_discovered` or `wrong_code`, and the others.
        """
        arguments: dict[str, object] = {"code": code, "network_only": network_only}
        if self.is_own_engine:
            arguments |= {
                "node_id": node_id,
                "accept_findings": [{"type": f.type, "level": f.level} for f in accept],
                "ble_only": ble_only,
                "timeout_s": discovery_s,
            }
        answer = await self._call(
            "commission_with_code", arguments, limit_s=Limit.COMMISSION_S, on_step=on_step
        )
        return parse_node(answer)

    async def find_node(self, node_id: int, *, limit_s: float = Limit.FIND_S) -> Node | None:
        """Call a node id of our fabric: a lock whose commissioning was interrupted may be ours. None: nobody answers."""
        self._require_own_engine()
        try:
            return parse_node(
                await self._call(
                    "find_node",
                    {"node_id": node_id, "timeout_s": limit_s},
                    limit_s=limit_s + Limit.USUAL_S,
                )
            )
        except Rejected as error:
            if error.code == Reason.NO_SUCH_NODE:
                return None
            raise

    async def remove_node(self, node_id: int) -> None:
        """End our fabric on the lock; raises `Disconnected` if it cannot be reached."""
        await self._call("remove_node", {"node_id": node_id}, limit_s=Limit.READ_S)

    async def forget_node(self, node_id: int) -> None:
        """Forget the lock on our side only; own engine only."""
        self._require_own_engine()
        await self._call("forget_node", {"node_id": node_id})

    async def ping(self, node_id: int) -> bool:
        """Whether the lock answers now."""
        try:
            answer = as_json(await self._call("ping_node", {"node_id": node_id}))
        except Disconnected:
            return False
        return any(answer.values())

    async def open_window(self, node_id: int, *, seconds: int) -> Window:
        """Let another ecosystem in for this time."""
        arguments = {"node_id": node_id, "timeout": seconds}
        return parse_window(await self._call("open_commissioning_window", arguments))

    async def fabrics(self, node_id: int) -> list[FabricEntry]:
        """Who can operate the lock."""
        answer = await self._call("get_matter_fabrics", {"node_id": node_id})
        return [parse_fabric(entry, self._info.fabric_id) for entry in as_list(answer)]

    async def remove_fabric(self, node_id: int, index: int) -> None:
        """Take another ecosystem's access away."""
        await self._call("remove_matter_fabric", {"node_id": node_id, "fabric_index": index})

    async def set_wifi(self, ssid: str, password: Secret[str]) -> None:
        """Tell the Wi-Fi that locks shall join; forgotten with the engine."""
        await self._call("set_wifi_credentials", {"ssid": ssid, "credentials": password})

    async def set_thread(self, dataset: Secret[str]) -> None:
        """Tell the Thread network (operational dataset in hex) that locks shall join; forgotten with the engine."""
        await self._call("set_thread_dataset", {"dataset": dataset})

    @asynccontextmanager
    async def listen(self) -> AsyncGenerator[EventStream]:
        """Hear what happens, beginning with the events that the engine kept until somebody listened."""
        queue: asyncio.Queue[EngineEvent | None] = asyncio.Queue()
        self._queues.add(queue)  # before asking: what was kept follows the answer at once
        try:
            nodes = parse_nodes(await self._call("start_listening", limit_s=Limit.READ_S))
            yield EventStream(nodes, queue)
        finally:
            self._queues.discard(queue)

    async def close(self) -> None:
        """End the connection and every call in flight; safe twice."""
        await self._socket.close()
        await self._tasks.close()
        self._lose()

    async def _call(
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

    def _require_own_engine(self) -> None:
        if not self.is_own_engine:
            raise Unsupported("foreign_server")


async def connect(url: str, token: Secret[str] | None = None) -> MatterClient:
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
    return MatterClient(socket, info)


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
