"""The client against a Matter server of somebody else, and what it makes of answers."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from app.core.errors import AppError, BugError
from app.core.secret import Secret
from app.driver_api.errors import (
    Busy,
    Disconnected,
    NeedsUser,
    NoAnswer,
    Rejected,
    Unsupported,
)
from app.drivers.matter.client import EventStream, MatterClient, connect
from app.drivers.matter.engine_errors import AttestationFinding, FindingsRefused, error_of
from app.drivers.matter.engine_values import AttributeUpdated, EngineEvent, NodeEvent, NodeRemoved

FOREIGN = {
    "fabric_id": 1,
    "compressed_fabric_id": 14528138534248074202,
    "schema_version": 11,
    "min_supported_schema_version": 9,
    "sdk_version": "2025.7.0",
    "wifi_credentials_set": False,
    "thread_credentials_set": False,
    "bluetooth_enabled": False,
}
OWN = FOREIGN | {"sdk_version": "lockchart (matter.js/0.17.9)"}
NODE = {"node_id": 3, "available": True, "attributes": {"1/257/0": 1}, "is_bridge": False}
Json = dict[str, Any]
Answer = Callable[[Json], Json | None]


class FakeMatterServer:
    """Speaks the protocol as far as a test needs: `answer` makes the fields of an answer, None for no answer at all."""

    def __init__(self, info: Json, answer: Answer) -> None:
        self.received: list[Json] = []
        self._info = info
        self._answer = answer
        self._sockets: list[ServerConnection] = []

    async def handle(self, socket: ServerConnection) -> None:
        self._sockets.append(socket)
        await socket.send(json.dumps(self._info))
        async for text in socket:
            message = json.loads(text)
            self.received.append(message)
            fields = self._answer(message)
            if fields is not None:
                await socket.send(json.dumps({"message_id": message["message_id"], **fields}))

    async def say(self, event: str, data: object) -> None:
        await self._sockets[-1].send(json.dumps({"event": event, "data": data}))

    async def hang_up(self) -> None:
        await self._sockets[-1].close()


@contextlib.asynccontextmanager
async def a_server(
    info: Json, answer: Answer
) -> AsyncGenerator[tuple[FakeMatterServer, MatterClient]]:
    fake = FakeMatterServer(info, answer)
    async with serve(fake.handle, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        client = await connect(f"ws://127.0.0.1:{port}/ws")
        try:
            yield fake, client
        finally:
            await client.close()


def yes(_message: Json) -> Json:
    return {"result": None}


@pytest.mark.parametrize(("lowest", "highest"), [(9, 11), (11, 11), (11, 13)])
async def test_servers_that_speak_our_schema_are_accepted(lowest: int, highest: int) -> None:
    info = FOREIGN | {"min_supported_schema_version": lowest, "schema_version": highest}
    async with a_server(info, yes) as (_fake, client):
        assert client.is_open
        assert not client.is_own_engine


@pytest.mark.parametrize(("lowest", "highest"), [(1, 10), (12, 13), (0, 0)])
async def test_servers_that_do_not_are_refused(lowest: int, highest: int) -> None:
    info = FOREIGN | {"min_supported_schema_version": lowest, "schema_version": highest}
    with pytest.raises(Unsupported, match="matter_server_version"):
        async with a_server(info, yes):
            pass


async def test_nobody_there_is_disconnected() -> None:
    with pytest.raises(Disconnected, match="matter_server_unreachable"):
        await connect("ws://127.0.0.1:1/ws")


async def test_a_server_that_says_no_json_is_disconnected() -> None:
    async def handle(socket: ServerConnection) -> None:
        await socket.send("hello")

    async with serve(handle, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        with pytest.raises(Disconnected):
            await connect(f"ws://127.0.0.1:{port}/ws")


async def test_64_bit_ids_keep_their_digits() -> None:
    async with a_server(FOREIGN, lambda _m: {"result": FOREIGN}) as (_fake, client):
        assert (await client.server_info()).compressed_fabric_id == 14528138534248074202


async def test_another_server_gets_no_arguments_that_only_ours_knows() -> None:
    async with a_server(FOREIGN, lambda _m: {"result": NODE}) as (fake, client):
        finding = AttestationFinding("CertificationTypeTest", "info", True)
        node = await client.commission(Secret("MT:X"), node_id=77, accept=[finding])
        assert node.id == 3  # the id is the server's
        assert fake.received[-1]["args"] == {"code": "MT:X", "network_only": True}


async def test_what_only_our_engine_can_is_unsupported_elsewhere() -> None:
    async with a_server(FOREIGN, yes) as (fake, client):
        for work in (client.find_node(1), client.read_events(1, 1, 257), client.forget_node(1)):
            with pytest.raises(Unsupported, match="foreign_server"):
                await work
        assert fake.received == []


async def test_secrets_and_octets_are_written_as_the_protocol_wants_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_server(FOREIGN, yes) as (fake, client):
        payload = {"PINCode": Secret(b"4821"), "name": Secret("Guest"), "raw": b"\x00"}
        await client.command(3, 1, 257, "UnlockDoor", payload, is_timed=True)
        sent = fake.received[-1]["args"]
        assert sent["payload"] == {"PINCode": "NDgyMQ==", "name": "Guest", "raw": "AA=="}
        assert sent["timed_request_timeout_ms"] == 10_000
    assert "NDgyMQ==" not in caplog.text
    assert "Guest" not in caplog.text


async def test_a_call_without_an_answer_is_no_answer_and_is_cancelled_in_our_engine() -> None:
    async with a_server(OWN, lambda _m: None) as (fake, client):
        with pytest.raises(NoAnswer):
            await client.command(3, 1, 257, "LockDoor", limit_s=0.05)
        while len(fake.received) < 2:
            await asyncio.sleep(0.005)
        call, cancel = fake.received
        assert cancel["command"] == "cancel"
        assert cancel["args"] == {"message_id": call["message_id"]}


async def test_a_cancelled_call_is_cancelled_in_our_engine() -> None:
    async with a_server(OWN, lambda _m: None) as (fake, client):
        call = asyncio.create_task(client.nodes())
        while not fake.received:
            await asyncio.sleep(0.005)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        while len(fake.received) < 2:
            await asyncio.sleep(0.005)
        assert fake.received[1]["command"] == "cancel"


async def test_a_late_answer_disturbs_nobody() -> None:
    late: list[Json] = []
    async with a_server(FOREIGN, lambda m: late.append(m)) as (fake, client):  # type: ignore[func-returns-value]
        with pytest.raises(NoAnswer):
            await client.command(3, 1, 257, "LockDoor", limit_s=0.05)
        fake._answer = lambda _m: {"result": []}
        await fake._sockets[-1].send(json.dumps({"message_id": late[0]["message_id"], "result": 1}))
        assert await client.nodes() == []


async def test_events_come_typed_and_in_order_and_end_with_the_connection() -> None:
    data = {"lockOperationType": 1, "operationSource": 3}
    node_event = {
        "node_id": 3,
        "endpoint_id": 1,
        "cluster_id": 257,
        "event_id": 2,
        "event_number": 8,
        "priority": 2,
        "timestamp": 1795405103380,
        "timestamp_type": 1,
        "data": data,
    }
    async with a_server(FOREIGN, lambda _m: {"result": [NODE]}) as (fake, client):
        async with client.listen() as stream:
            assert [node.id for node in stream.nodes] == [3]
            await fake.say("attribute_updated", [3, "1/257/0", 2])
            await fake.say("server_shutdown", None)
            await fake.say("node_event", node_event)
            await fake.say("node_removed", 3)
            await fake.hang_up()
            heard: list[EngineEvent] = []
            with pytest.raises(Disconnected):
                await _collect(stream, heard)
        assert heard == [
            AttributeUpdated(3, "1/257/0", 2),
            NodeEvent(3, 1, 257, 2, 8, 1795405103380, True, data),
            NodeRemoved(3),
        ]
        with pytest.raises(Disconnected):
            await client.nodes()


async def test_our_fabric_is_told_by_its_id_where_the_server_does_not_say() -> None:
    entries = [
        {"fabric_id": 1, "vendor_id": 65521, "fabric_index": 1, "fabric_label": "HA"},
        {"fabric_id": 2, "vendor_id": 4937, "fabric_index": 2, "fabric_label": None},
    ]
    async with a_server(FOREIGN, lambda _m: {"result": entries}) as (_fake, client):
        ours, other = await client.fabrics(3)
    assert (ours.is_ours, ours.label) == (True, "HA")
    assert (other.is_ours, other.label, other.vendor_id) == (False, "", 4937)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ({"error_code": 1, "details": "x"}, Disconnected, "failed"),
        ({"error_code": 3, "details": "x"}, Busy, "not_ready"),
        ({"error_code": 4, "details": "x"}, Disconnected, "unreachable"),
        ({"error_code": 5, "details": "x"}, Rejected, "no_such_node"),
        ({"error_code": 8, "details": "x"}, BugError, "invalid_arguments"),
        ({"error_code": 9, "details": "x"}, Unsupported, "invalid_command"),
        ({"error_code": 99, "details": "x"}, Disconnected, "failed"),
        ({"error_code": 0, "details": "who knows"}, Disconnected, "failed"),
        ({"error_code": 1, "reason": "wrong_code"}, NeedsUser, "wrong_code"),
        ({"error_code": 1, "reason": "fabric_table_full"}, Rejected, "fabric_table_full"),
        ({"error_code": 7, "reason": "no_answer"}, NoAnswer, "no_answer"),
        ({"error_code": 7, "reason": "a new word"}, Disconnected, "a new word"),
    ],
)
def test_an_error_answer_becomes_the_class_that_says_what_to_do(
    answer: Json, error: type[AppError], code: str
) -> None:
    made = error_of(answer)
    assert type(made) is error
    assert made.code == code


@pytest.mark.parametrize(
    ("answer", "error", "numbers"),
    [
        ({"error_code": 0, "details": "Failure (0x1)"}, Rejected, (1, None)),
        ({"error_code": 0, "details": "Failure (0x1, clusterStatus: 3)"}, Rejected, (1, 3)),
        ({"error_code": 0, "details": "Busy (0x9c)"}, Busy, (0x9C, None)),
        ({"error_code": 0, "details": "UnsupportedCluster (0xc3)"}, Unsupported, (0xC3, None)),
        (
            {"error_code": 0, "reason": "refused", "status": 1, "cluster_status": 2},
            Rejected,
            (1, 2),
        ),
    ],
)
def test_a_locks_refusal_keeps_its_two_numbers(
    answer: Json, error: type[AppError], numbers: tuple[int, int | None]
) -> None:
    made = error_of(answer)
    assert type(made) is error
    assert (made.parameters["status"], made.parameters["cluster_status"]) == numbers


def test_findings_are_kept_as_values() -> None:
    found = [{"type": "PaaNotTrusted", "level": "error", "message": "-", "acceptable": False}]
    made = error_of({"error_code": 1, "reason": "findings", "findings": found})
    assert isinstance(made, FindingsRefused)
    assert made.findings == (AttestationFinding("PaaNotTrusted", "error", False),)


async def _collect(stream: EventStream, heard: list[EngineEvent]) -> None:
    async for event in stream:
        heard.append(event)
