"""Commissioning through the engine: consent, wrong codes, cancelling, and dying in the middle."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from app.core.secret import Secret
from app.domain.setup_code import engine_code, matter_payloads, parse_setup_code
from app.driver_api.errors import NeedsUser, NoAnswer
from app.drivers.matter.client import MatterClient
from app.drivers.matter.engine_errors import AttestationFinding, FindingsRefused
from app.drivers.matter.engine_values import Node
from app.drivers.matter.practice import PracticeLockInfo
from tests.integration.engine_world import DOOR_LOCK, World, new_world

LAST_SAFE_STEP = "OperationalCredentials.Certificates"
BREADCRUMB = (
    "0/48/0"  # General Commissioning: CommissioningComplete and an expired fail-safe reset it
)
LOCK_IS_OURS_STEP = "GeneralCommissioning.Complete"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with new_world(tmp_path_factory.mktemp("world")) as world:
        yield world


def test_consent_covers_exactly_the_findings_it_names(world: World) -> None:
    async def scenario() -> None:
        lock, info = await world.new_lock()
        client = await world.engine.client()
        findings = await _findings(world, client, info)
        for accepted in (findings[:1], [replace(each, level="info") for each in findings]):
            with pytest.raises(FindingsRefused) as again:
                await client.commission(info.qr, node_id=world.new_node_id(), accept=accepted)
            assert again.value.findings == findings
        assert await client.nodes() == []
        await lock.close()

    world.run(scenario())


def test_a_wrong_code_is_told_at_once(world: World) -> None:
    async def scenario() -> None:
        lock, info = await world.new_lock()
        client = await world.engine.client()
        payload = matter_payloads(parse_setup_code(info.qr.reveal()))[0]
        wrong = engine_code(replace(payload, passcode=Secret(12345679)))
        async with asyncio.timeout(20):
            with pytest.raises(NeedsUser, match="wrong_code"):
                await client.commission(wrong, node_id=world.new_node_id(), discovery_s=30)
        await lock.close()

    world.run(scenario())


def test_a_lock_that_is_not_there_is_told_with_where_it_was_looked_for(world: World) -> None:
    async def scenario() -> None:
        client = await world.engine.client()
        with pytest.raises(NeedsUser, match="not_discovered") as missed:
            await client.commission(
                Secret("34970112332"), node_id=world.new_node_id(), discovery_s=1
            )
        assert missed.value.parameters == {"transports": "network"}

    world.run(scenario())


def test_a_cancelled_pairing_leaves_the_lock_ready_for_the_next(world: World) -> None:
    async def scenario() -> None:
        lock, info = await world.new_lock()
        client = await world.engine.client()
        findings = await _findings(world, client, info)
        await _cancel_at(LAST_SAFE_STEP, world, client, info, findings)
        node = await client.commission(info.qr, node_id=world.new_node_id(), accept=findings)
        assert [each.id for each in await client.nodes()] == [node.id]
        await client.remove_node(node.id)
        await lock.close()

    world.run(scenario())


def test_a_pairing_cancelled_when_the_lock_is_already_ours_gives_it_back(world: World) -> None:
    async def scenario() -> None:
        lock, info = await world.new_lock()
        client = await world.engine.client()
        findings = await _findings(world, client, info)
        await _cancel_at(LOCK_IS_OURS_STEP, world, client, info, findings)
        await lock.wait_for("decommissioned")
        while await client.nodes():
            await asyncio.sleep(0.01)
        await lock.close()

    world.run(scenario())


@pytest.mark.parametrize("step", ["Reconnect", LOCK_IS_OURS_STEP])
def test_a_lock_that_became_ours_while_the_engine_died_is_found_by_its_node_id(
    world: World, step: str
) -> None:
    async def scenario() -> None:
        lock, info = await world.new_lock()
        client = await world.engine.client()
        findings = await _findings(world, client, info)
        node_id = world.new_node_id()
        with pytest.raises(NoAnswer):
            await client.commission(
                info.qr, node_id=node_id, accept=findings, on_step=_kill_at(step, world)
            )
        again = await world.engine.client()
        node = await again.find_node(node_id)
        assert node is not None
        assert (node.id, node.is_available) == (node_id, True)
        assert (await again.read(node_id, ["1/257/0"])).keys() == {"1/257/0"}
        assert await again.read(node_id, [BREADCRUMB]) == {BREADCRUMB: 0}  # no fail-safe is left
        assert await again.read_events(node_id, 1, DOOR_LOCK) == []
        await again.remove_node(node_id)
        await lock.close()

    world.run(scenario())


def test_a_lock_that_did_not_become_ours_is_not_found(world: World) -> None:
    async def scenario() -> None:
        client = await world.engine.client()
        assert await client.find_node(world.new_node_id(), limit_s=0.5) is None
        assert await client.nodes() == []

    world.run(scenario())


async def _findings(
    world: World, client: MatterClient, info: PracticeLockInfo
) -> tuple[AttestationFinding, ...]:
    with pytest.raises(FindingsRefused) as refused:
        await client.commission(info.qr, node_id=world.new_node_id())
    return refused.value.findings


async def _cancel_at(
    step: str,
    world: World,
    client: MatterClient,
    info: PracticeLockInfo,
    findings: tuple[AttestationFinding, ...],
) -> None:
    reached = asyncio.Event()

    def on_step(name: str) -> None:
        if name == step:
            reached.set()

    attempt: asyncio.Task[Node] = asyncio.create_task(
        client.commission(info.qr, node_id=world.new_node_id(), accept=findings, on_step=on_step)
    )
    await reached.wait()
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt


def _kill_at(step: str, world: World) -> Callable[[str], None]:
    def on_step(name: str) -> None:
        if name == step and world.engine.process_id is not None:
            os.kill(world.engine.process_id, signal.SIGKILL)

    return on_step
