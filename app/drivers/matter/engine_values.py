"""What the client gives back: nodes, fabrics, windows and events as values; parsing is pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from app.core.secret import Secret

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself on connecting. `fabric_id` is 0 before the first commissioning."""

    fabric_id: int
    compressed_fabric_id: int
    schema_version: int
    min_supported_schema_version: int
    sdk_version: str


@dataclass(frozen=True, slots=True)
class Node:
    """A lock of our fabric. `attributes` by `endpoint/cluster/attribute`, structs inside keyed by tag; empty if never reached."""

    id: int
    is_available: bool
    attributes: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class FabricEntry:
    """One fabric on a lock. `is_ours` is None where the server does not tell."""

    index: int
    fabric_id: int
    vendor_id: int
    label: str
    is_ours: bool | None


@dataclass(frozen=True, slots=True)
class Window:
    """An open commissioning window: what the other side scans or types."""

    qr: Secret[str]
    manual: Secret[str]
    passcode: Secret[int]


@dataclass(frozen=True, slots=True)
class AttributeUpdated:
    """A value changed on a lock."""

    node_id: int
    path: str
    value: object


@dataclass(frozen=True, slots=True)
class NodeEvent:
    """A lock's own event. `timestamp_ms` is Unix time when `is_clock_time`, else milliseconds since the lock's start."""

    node_id: int
    endpoint: int
    cluster: int
    event: int
    number: int
    timestamp_ms: int
    is_clock_time: bool
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NodeAdded:
    """A lock became ours."""

    node: Node


@dataclass(frozen=True, slots=True)
class NodeUpdated:
    """A lock is heard again, or no longer."""

    node: Node


@dataclass(frozen=True, slots=True)
class NodeRemoved:
    """A lock is not ours any more."""

    node_id: int


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """Our subscription to a lock began or ended; own engine only. Ended while available: somebody else took it."""

    node_id: int
    is_active: bool
    is_available: bool


EngineEvent = (
    AttributeUpdated | NodeEvent | NodeAdded | NodeUpdated | NodeRemoved | SubscriptionChanged
)


def parse_info(message: Json) -> ServerInfo:
    """The message that a server sends on connecting; missing numbers are 0."""
    return ServerInfo(
        fabric_id=_int(message.get("fabric_id")),
        compressed_fabric_id=_int(message.get("compressed_fabric_id")),
        schema_version=_int(message.get("schema_version")),
        min_supported_schema_version=_int(message.get("min_supported_schema_version")),
        sdk_version=str(message.get("sdk_version", "")),
    )


def parse_node(message: object) -> Node:
    """A node as in the answer of `get_node`."""
    record = as_json(message)
    return Node(
        _int(record.get("node_id")),
        record.get("available") is True,
        as_json(record.get("attributes")),
    )


def parse_nodes(message: object) -> list[Node]:
    """A list of nodes."""
    return [parse_node(entry) for entry in as_list(message)]


def parse_fabric(message: object, our_fabric_id: int) -> FabricEntry:
    """An entry of the answer of `get_matter_fabrics`."""
    record = as_json(message)
    fabric_id, said = _int(record.get("fabric_id")), record.get("is_ours")
    is_ours = said if isinstance(said, bool) else fabric_id == our_fabric_id
    return FabricEntry(
        index=_int(record.get("fabric_index")),
        fabric_id=fabric_id,
        vendor_id=_int(record.get("vendor_id")),
        label=str(record.get("fabric_label") or ""),
        is_ours=is_ours if isinstance(said, bool) or our_fabric_id else None,
    )


def parse_window(message: object) -> Window:
    """The answer of `open_commissioning_window`."""
    record = as_json(message)
    return Window(
        qr=Secret(str(record.get("setup_qr_code", ""))),
        manual=Secret(str(record.get("setup_manual_code", ""))),
        passcode=Secret(_int(record.get("setup_pin_code"))),
    )


def parse_node_event(message: object) -> NodeEvent:
    """The data of a `node_event`."""
    record = as_json(message)
    return NodeEvent(
        node_id=_int(record.get("node_id")),
        endpoint=_int(record.get("endpoint_id")),
        cluster=_int(record.get("cluster_id")),
        event=_int(record.get("event_id")),
        number=_int(record.get("event_number")),
        timestamp_ms=_int(record.get("timestamp")),
        is_clock_time=record.get("timestamp_type") == 1,
        data=as_json(record.get("data")),
    )


def parse_event(name: object, data: object) -> EngineEvent | None:
    """An event message; None for kinds that nobody here needs."""
    match name:
        case "attribute_updated":
            parts = as_list(data)
            if len(parts) != 3:
                return None
            return AttributeUpdated(_int(parts[0]), str(parts[1]), parts[2])
        case "node_event":
            return parse_node_event(data)
        case "node_added":
            return NodeAdded(parse_node(data))
        case "node_updated":
            return NodeUpdated(parse_node(data))
        case "node_removed":
            return NodeRemoved(_int(data))
        case "subscription_changed":
            record = as_json(data)
            return SubscriptionChanged(
                _int(record.get("node_id")),
                record.get("active") is True,
                record.get("available") is True,
            )
        case _:
            return None


def as_json(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return cast("Json", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value if it is a JSON list, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def _int(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
