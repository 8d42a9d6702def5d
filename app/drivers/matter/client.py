"""Client of the Matter Server WebSocket protocol: our own engine, or a server that the customer already runs."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from app.core.secret import Secret
from app.driver_api.errors import Disconnected, Rejected, Unsupported
from app.drivers.matter.connection import (
    EventStream,
    MatterConnection,
    OnStep,
    Payload,
    open_connection,
)
from app.drivers.matter.engine_const import TIMED_REQUEST_MS, Limit, Reason
from app.drivers.matter.engine_errors import AttestationFinding
from app.drivers.matter.engine_values import (
    FabricEntry,
    Json,
    Node,
    NodeEvent,
    ServerInfo,
    Window,
    as_json,
    as_list,
    parse_fabric,
    parse_info,
    parse_node,
    parse_node_event,
    parse_nodes,
    parse_window,
)


class MatterClient:
    """The protocol's commands over one connection.

    Every call has a time limit; cancelling a call cancels it in the engine too. Errors are those of `driver_api.errors`:
    `NoAnswer` when something was sent and nothing came back.
    """

    def __init__(self, connection: MatterConnection) -> None:
        self._connection = connection

    @property
    def info(self) -> ServerInfo:
        """What the server said of itself on connecting."""
        return self._connection.info

    @property
    def is_own_engine(self) -> bool:
        """Whether this is our engine, which can fetch past events, find nodes and take node ids."""
        return self._connection.is_own_engine

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._connection.is_open

    async def server_info(self) -> ServerInfo:
        """Ask again what the server says of itself."""
        return parse_info(as_json(await self._connection.call("server_info")))

    async def diagnostics(self) -> Json:
        """The engine's own figures, without secrets."""
        return as_json(await self._connection.call("diagnostics"))

    async def nodes(self) -> list[Node]:
        """All locks of the fabric."""
        return parse_nodes(await self._connection.call("get_nodes", limit_s=Limit.READ_S))

    async def node(self, node_id: int) -> Node:
        """One lock with all its attributes."""
        return parse_node(
            await self._connection.call("get_node", {"node_id": node_id}, limit_s=Limit.READ_S)
        )

    async def read(self, node_id: int, paths: Sequence[str]) -> Json:
        """Read `endpoint/cluster/attribute` paths (`*` allowed) from the lock; what it has not is left out."""
        arguments = {"node_id": node_id, "attribute_path": list(paths)}
        return as_json(
            await self._connection.call("read_attribute", arguments, limit_s=Limit.READ_S)
        )

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
        answer = await self._connection.call("read_events", arguments, limit_s=Limit.READ_S)
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
        answer = await self._connection.call("device_command", arguments, limit_s=limit_s)
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
        answer = await self._connection.call(
            "commission_with_code", arguments, limit_s=Limit.COMMISSION_S, on_step=on_step
        )
        return parse_node(answer)

    async def find_node(self, node_id: int, *, limit_s: float = Limit.FIND_S) -> Node | None:
        """Call a node id of our fabric: a lock whose commissioning was interrupted may be ours. None: nobody answers."""
        self._require_own_engine()
        try:
            return parse_node(
                await self._connection.call(
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
        await self._connection.call("remove_node", {"node_id": node_id}, limit_s=Limit.READ_S)

    async def forget_node(self, node_id: int) -> None:
        """Forget the lock on our side only; own engine only."""
        self._require_own_engine()
        await self._connection.call("forget_node", {"node_id": node_id})

    async def ping(self, node_id: int) -> bool:
        """Whether the lock answers now."""
        try:
            answer = as_json(await self._connection.call("ping_node", {"node_id": node_id}))
        except Disconnected:
            return False
        return any(answer.values())

    async def open_window(self, node_id: int, *, seconds: int) -> Window:
        """Let another ecosystem in for this time."""
        arguments = {"node_id": node_id, "timeout": seconds}
        return parse_window(await self._connection.call("open_commissioning_window", arguments))

    async def fabrics(self, node_id: int) -> list[FabricEntry]:
        """Who can operate the lock."""
        answer = await self._connection.call("get_matter_fabrics", {"node_id": node_id})
        return [parse_fabric(entry, self.info.fabric_id) for entry in as_list(answer)]

    async def remove_fabric(self, node_id: int, index: int) -> None:
        """Take another ecosystem's access away."""
        await self._connection.call(
            "remove_matter_fabric", {"node_id": node_id, "fabric_index": index}
        )

    async def set_wifi(self, ssid: str, password: Secret[str]) -> None:
        """Tell the Wi-Fi that locks shall join; forgotten with the engine."""
        await self._connection.call("set_wifi_credentials", {"ssid": ssid, "credentials": password})

    async def set_thread(self, dataset: Secret[str]) -> None:
        """Tell the Thread network (operational dataset in hex) that locks shall join; forgotten with the engine."""
        await self._connection.call("set_thread_dataset", {"dataset": dataset})

    def listen(self) -> AbstractAsyncContextManager[EventStream]:
        """Hear what happens, beginning with the events that the engine kept until somebody listened."""
        return self._connection.listen()

    async def close(self) -> None:
        """End the connection and every call in flight; safe twice."""
        await self._connection.close()

    def _require_own_engine(self) -> None:
        if not self.is_own_engine:
            raise Unsupported("foreign_server")


async def connect(url: str, token: Secret[str] | None = None) -> MatterClient:
    """Connect to `ws://HOST:PORT/ws`; our own engine wants its token.

    Raises `Disconnected` (nobody there), `NeedsUser("matter_server_refused")` or `Unsupported("matter_server_version")`.
    """
    return MatterClient(await open_connection(url, token))


__all__ = ["EventStream", "MatterClient", "OnStep", "Payload", "connect"]
