"""The Matter engine as a process: what it does with a real lock, and what it never does."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect as connect_socket
from websockets.exceptions import InvalidStatus

from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.driver_api.errors import Disconnected, NeedsUser, NoAnswer, Rejected, Unsupported
from app.drivers.matter.client import MatterClient, connect
from app.drivers.matter.engine_errors import AttestationFinding
from app.drivers.matter.engine_values import AttributeUpdated, NodeEvent
from app.drivers.matter.practice import PracticeLock, PracticeLockInfo
from tests.integration.engine_world import (
    DOOR_LOCK,
    MemoryStore,
    World,
    credential,
    is_lock_event,
    new_engine,
    new_world,
    next_event,
    set_pin,
)

LOCK_OPERATION = 2
KEYPAD = 3
PIN = "482193"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Home(World):
    """A world with one lock that is ours, as node `node_id`, with one user."""

    lock: PracticeLock
    info: PracticeLockInfo
    node_id: int
    findings: tuple[AttestationFinding, ...]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with contextlib.ExitStack() as stack:
        world = Home(tmp_path_factory.mktemp("home"))
        stack.callback(world.end)
        world.run(_move_in(world))
        yield world
    assert not world.errors


async def _move_in(world: Home) -> None:
    world.lock, world.info = await world.new_lock()
    world.node_id = world.new_node_id()
    client = await world.engine.client()
    node, world.findings = await world.pair(client, world.info, world.node_id)
    assert node.id == world.node_id
    assert node.is_available
    await set_pin(client, world.node_id, 1, PIN)


def test_the_findings_of_a_test_lock_are_named_and_can_be_accepted(home: Home) -> None:
    found = {(finding.type, finding.level, finding.is_acceptable) for finding in home.findings}
    assert found == {
        ("TrustedAsTestCertificate", "warning", True),
        ("CdSignerVerificationSkipped", "warning", True),
        ("CertificationTypeTest", "info", True),
    }


def test_a_fabric_belongs_to_the_store_from_the_first_commissioning_on(home: Home) -> None:
    keys = set(home.store.entries)
    assert ("fabrics", "fabrics") in keys
    assert ("certificates", "rootKeyPair") in keys
    assert ("nodes.peer1.endpoints.0.commissioning", "peerAddress") in keys


def test_node_caches_and_event_cursors_are_not_kept(home: Home) -> None:
    of_nodes = {(context, key) for context, key in home.store.entries if "nodes." in context}
    behaviors = {context.rsplit(".", 1)[1] for context, _key in of_nodes}
    assert behaviors == {"commissioning", "network"}
    assert not [key for _context, key in of_nodes if key == "maxEventNumber"]


def test_a_read_gives_the_attributes_by_path(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        values = await client.read(home.node_id, ["1/257/65532", "0/40/15", "1/257/24"])
        assert values["1/257/24"] == 4
        assert isinstance(values["1/257/65532"], int)
        assert values["0/40/15"] == home.info.serial

    home.run(scenario())


def test_names_in_answers_are_spelled_as_in_the_specification(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        user = await client.command(home.node_id, 1, DOOR_LOCK, "GetUser", {"userIndex": 1})
        assert user is not None
        assert user["userUniqueID"] == 41
        assert user["userName"] == "Guest 1"
        assert user["credentials"] == [{"credentialType": 1, "credentialIndex": 1}]

    home.run(scenario())


def test_a_schedule_keeps_the_epoch_of_matter(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        wanted = {"userIndex": 1, "localStartTime": 848720303, "localEndTime": 848979503}
        await client.command(
            home.node_id, 1, DOOR_LOCK, "SetYearDaySchedule", {"yearDayIndex": 1, **wanted}
        )
        asked = {"yearDayIndex": 1, "userIndex": 1}
        answer = await client.command(home.node_id, 1, DOOR_LOCK, "GetYearDaySchedule", asked)
        assert answer is not None
        assert {name: answer[name] for name in wanted} == wanted
        assert answer["status"] == 0
        await client.command(home.node_id, 1, DOOR_LOCK, "ClearYearDaySchedule", asked)

    home.run(scenario())


def test_a_refused_command_says_the_locks_numbers(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        with pytest.raises(Rejected) as refused:
            await set_pin(client, home.node_id, 1, "739105")
        assert refused.value.parameters == {"status": 1, "cluster_status": 3}

    home.run(scenario())


def test_a_refused_credential_says_why_in_its_result(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        short = credential(2, "12", user=1)
        answer = await client.command(home.node_id, 1, DOOR_LOCK, "SetCredential", short)
        assert answer is not None
        assert answer["status"] != 0

    home.run(scenario())


def test_a_cluster_that_the_lock_has_not_is_unsupported(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        with pytest.raises(Unsupported):
            await client.command(home.node_id, 1, 6, "Toggle")

    home.run(scenario())


def test_what_happens_at_the_keypad_is_heard_and_can_be_read_later(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        async with client.listen() as events:
            await home.lock.send(f"keypad {PIN}")
            event = await next_event(events, lambda e: is_lock_event(e, LOCK_OPERATION))
        assert isinstance(event, NodeEvent)
        assert event.node_id == home.node_id
        assert event.data["operationSource"] == KEYPAD
        assert event.data["credentials"] == [{"credentialType": 1, "credentialIndex": 1}]
        held = await client.read_events(home.node_id, 1, DOOR_LOCK, first=event.number)
        assert event in held
        assert not [each for each in held if each.number < event.number]

    home.run(scenario())


def test_a_remote_command_moves_the_bolt_and_is_reported(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        before = (await client.read(home.node_id, ["1/257/0"]))["1/257/0"]
        async with client.listen() as events:
            for name, state in (("LockDoor", 1), ("UnlockDoor", 2), ("LockDoor", 1)):
                await client.command(home.node_id, 1, DOOR_LOCK, name, is_timed=True)
                if state != before:
                    wanted = AttributeUpdated(home.node_id, "1/257/0", state)
                    await next_event(events, lambda event, wanted=wanted: event == wanted)
                before = state

    home.run(scenario())


def test_other_ecosystems_are_let_in_by_a_window_and_listed(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        window = await client.open_window(home.node_id, seconds=180)
        assert window.qr.reveal().startswith("MT:")
        assert len(window.manual.reveal()) == 11
        await client.command(home.node_id, 0, 60, "RevokeCommissioning", is_timed=True)
        (ours,) = await client.fabrics(home.node_id)
        assert (ours.label, ours.is_ours) == ("Lockchart", True)
        assert ours.fabric_id == (await client.server_info()).fabric_id

    home.run(scenario())


def test_without_the_token_nobody_gets_in(home: Home) -> None:
    async def scenario() -> None:
        url = _url(await home.engine.client())
        for token in (None, Secret("guessed")):
            with pytest.raises(NeedsUser, match="matter_server_refused"):
                await connect(url, token)

    home.run(scenario())


def test_a_web_page_gets_in_not_even_with_the_token(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        sent = client._connection._socket.request
        assert sent is not None
        headers = {"Authorization": sent.headers["Authorization"]}
        with pytest.raises(InvalidStatus) as refused:
            async with connect_socket(
                _url(client),
                additional_headers=headers,
                origin="http://localhost",  # type: ignore[arg-type]
            ):
                pass
        assert refused.value.response.status_code == 403

    home.run(scenario())


@linux_only
def test_arguments_and_environment_of_the_engine_hold_nothing_secret(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCKCHART_PASSPHRASE", "hidden")
    monkeypatch.setenv("MATTER_LOG_LEVEL", "debug")

    async def scenario() -> None:
        engine = home.new_engine(home.store)
        client = await engine.client()
        assert client._connection._socket.request is not None
        token = client._connection._socket.request.headers["Authorization"].split()[1]
        process = Path(f"/proc/{engine.process_id}")
        seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        await engine.close()
        assert token.encode() not in seen
        assert b"LOCKCHART" not in seen
        assert b"MATTER_" not in seen

    home.run(scenario())


@linux_only
def test_the_engine_writes_only_its_practice_port_to_disk(home: Home) -> None:
    async def scenario() -> None:
        await home.engine.client()
        process = Path(f"/proc/{home.engine.process_id}")
        written = dict(line.split(": ") for line in (process / "io").read_text().splitlines())
        files = {file.name: file.read_text() for file in home.network.iterdir()}
        # a few pages: the practice network registers its port; a store in files would write one a key
        assert int(written["write_bytes"]) <= 4 * 4096
        assert str(home.engine.process_id) in files.values()
        assert all(name.isdigit() and content.isdigit() for name, content in files.items())
        assert [entry for entry in Path.home().iterdir() if entry.name.startswith(".matter")] == []

    home.run(scenario())


def test_the_log_holds_no_code_and_no_key(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario() -> None:
        client = await home.engine.client()
        await client.command(
            home.node_id, 1, DOOR_LOCK, "UnlockDoor", {"PINCode": Secret(PIN.encode())}
        )
        with pytest.raises(NeedsUser):
            await client.commission(
                home.info.qr, node_id=home.new_node_id(), accept=home.findings, discovery_s=1
            )
        await client.set_wifi("Home", Secret("wifi-password"))

    home.run(scenario())
    secret = [PIN, PIN.encode().hex(), "wifi-password", b"wifi-password".hex()]
    secret += [home.info.qr.reveal(), home.info.manual.reveal()]
    assert not [word for word in secret if word in caplog.text]
    assert not [r for r in caplog.records if r.getMessage().startswith(("DEBUG", "INFO"))]


def test_a_killed_engine_is_started_again_from_the_store_and_hears_what_it_missed(
    home: Home,
) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        before = await client.read_events(home.node_id, 1, DOOR_LOCK)
        assert home.engine.process_id is not None
        os.kill(home.engine.process_id, signal.SIGKILL)
        await _until_lost(client)
        await home.lock.send(f"keypad {PIN}")
        again = await home.engine.client()
        async with again.listen() as events:
            await next_event(
                events,
                lambda e: (
                    is_lock_event(e, LOCK_OPERATION)
                    and isinstance(e, NodeEvent)
                    and e.number > before[-1].number
                    and e.data["operationSource"] == KEYPAD
                ),
            )
        user = await again.command(home.node_id, 1, DOOR_LOCK, "GetUser", {"userIndex": 1})
        assert user is not None
        assert user["userStatus"] == 1

    home.run(scenario())


def test_a_call_in_flight_when_the_engine_dies_is_unanswered_and_not_refused(home: Home) -> None:
    async def scenario() -> None:
        client = await home.engine.client()
        assert home.engine.process_id is not None
        os.kill(home.engine.process_id, signal.SIGSTOP)
        call = asyncio.create_task(set_pin(client, home.node_id, 3, "905172"))
        await asyncio.sleep(0)
        os.kill(home.engine.process_id, signal.SIGKILL)
        with pytest.raises(NoAnswer):
            await call

    home.run(scenario())


def test_what_the_project_cannot_keep_is_not_acknowledged(tmp_path: Path) -> None:
    with new_world(tmp_path) as world:

        async def scenario() -> None:
            _lock, info = await world.new_lock()
            client = await world.engine.client()
            world.store.is_broken = True
            with pytest.raises(Disconnected):  # the engine ends: memory and file differ
                await client.commission(info.qr, node_id=world.new_node_id())
            await _until_lost(client)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(logging.getLogger("app.drivers.matter.engine"), "disabled", True)
            world.run(scenario())


@linux_only
def test_the_engine_ends_when_the_program_is_killed(home: Home, tmp_path: Path) -> None:
    async def scenario() -> None:
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            Path(__file__).with_name("engine_program.py"),
            tmp_path,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert program.stdout is not None
        process = Path("/proc") / (await program.stdout.readline()).decode().strip()
        assert process.exists()
        program.kill()
        await program.wait()
        async with asyncio.timeout(20):
            while process.exists():
                await asyncio.sleep(0.01)

    home.run(scenario())


def test_a_closed_engine_leaves_no_process_and_starts_no_more(home: Home) -> None:
    async def scenario() -> None:
        engine = home.new_engine(home.store)
        client = await engine.client()
        process_id = engine.process_id
        assert process_id is not None
        await engine.close()
        await engine.close()
        assert not client.is_open
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, 0)
        with pytest.raises(Disconnected, match="engine_closed"):
            await engine.client()

    home.run(scenario())


async def test_the_engine_runs_on_the_loop_of_the_window(qapp: object, tmp_path: Path) -> None:
    store = MemoryStore()
    tasks = TaskOwner(lambda name, error: pytest.fail(f"{name}: {error!r}"))
    engine = new_engine(store, tasks, practice_folder=tmp_path / "network")
    client = await engine.client()
    async with client.listen() as events:
        assert events.nodes == []
    assert store.commits > 0
    await engine.close()
    await tasks.close()


async def _until_lost(client: MatterClient) -> None:
    while client.is_open:
        await asyncio.sleep(0.01)


def _url(client: MatterClient) -> str:
    return f"ws://127.0.0.1:{client._connection._socket.remote_address[1]}/ws"
