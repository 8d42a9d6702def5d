"""The practice lock as a process: its folder, its commands, its beginning and its end."""

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.driver_api.manifest import PRACTICE_SERIAL_PREFIX
from app.drivers.matter.practice import (
    PracticeLock,
    PracticeLockError,
    PracticeLockOptions,
    command_line,
)
from tests.integration.line_process import REPOSITORY, LockProcess, node_path

START_LIMIT_S = 30.0  # 1.1 s on a quiet machine; this only catches a lock that hangs


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("practice") / "network"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locks") / "shared"


@pytest.fixture(scope="module")
def lock(folder: Path, network: Path) -> Iterator[LockProcess]:
    with LockProcess(folder, network, "--lock-out", "1") as lock:
        yield lock


async def test_it_starts_says_who_it_is_and_ends(
    lock: LockProcess, tmp_path: Path, network: Path
) -> None:
    other = PracticeLock()
    began = time.monotonic()
    info = await other.start(tmp_path / "lock", network, node_path())
    try:
        assert time.monotonic() - began < START_LIMIT_S
        assert info.serial is not None
        assert info.serial.startswith(PRACTICE_SERIAL_PREFIX)
        assert info.qr.reveal().startswith("MT:")
        assert len(info.manual.reveal()) == 11
        assert info.manual.reveal() not in repr(info)
        assert not info.is_commissioned
        assert info.serial != lock.ready["serial"]
        assert info.qr.reveal() != lock.ready["qr"]
        assert other.is_running
    finally:
        await other.close()
        await other.close()
    assert not other.is_running
    with pytest.raises(PracticeLockError):
        await other.send("jam")


async def test_events_are_awaited_and_iterated(tmp_path: Path, network: Path) -> None:
    lock = PracticeLock()
    options = PracticeLockOptions(
        label="Back door", discriminator=77, serial="ABC-1", pin_length=(6, 6), pins=2
    )
    info = await lock.start(tmp_path / "lock", network, node_path(), options)
    try:
        assert (info.label, info.discriminator, info.serial) == ("Back door", 77, "ABC-1")
        seen = lock.events()
        first = asyncio.ensure_future(anext(seen))
        await asyncio.sleep(0)
        answer = await lock.send("foreign 2")
        assert [event.kind for event in answer][-1] == "done"
        assert len(answer[-1].data["code"]) == 6
        assert answer[-1].data["code"] not in repr(answer)
        assert await first == answer[0]
        opened = (await lock.send(f"keypad {answer[-1].data['code']}"))[-2]
        assert (opened.kind, opened.data["slot"]) == ("opened", 2)
        assert await lock.wait_for("opened", by="keypad") == opened
        with pytest.raises(TimeoutError):
            await lock.wait_for("opened", timeout_s=0.05)
        with pytest.raises(PracticeLockError) as refused:
            await lock.send("foreign 3")
        assert refused.value.parameters == {"reason": "slot_range"}
        await seen.aclose()
    finally:
        await lock.close()


async def test_a_folder_has_one_lock_at_a_time(
    lock: LockProcess, folder: Path, network: Path
) -> None:
    with pytest.raises(PracticeLockError) as refused:
        await PracticeLock().start(folder, network, node_path())
    assert refused.value.parameters == {"reason": "in_use"}
    assert lock.do("unjam" if lock.ready["state"]["lock"] == "jammed" else "door closed")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"schema": 1, "serial": "X", "uniqueId": "y", "passcode": 12345678, "discriminator": 1}',
    ],
)
async def test_a_damaged_memory_is_refused_and_kept(
    tmp_path: Path, network: Path, content: str
) -> None:
    file = tmp_path / "lock.json"
    file.write_text(content)
    with pytest.raises(PracticeLockError) as refused:
        await PracticeLock().start(tmp_path, network, node_path())
    assert refused.value.parameters == {"reason": "damaged"}
    assert file.read_text() == content


async def test_a_missing_node_is_said(tmp_path: Path, network: Path) -> None:
    with pytest.raises(PracticeLockError) as refused:
        await PracticeLock().start(tmp_path / "lock", network, tmp_path / "no-node")
    assert refused.value.parameters == {"reason": "missing"}


def test_the_memory_survives_a_sudden_death(tmp_path: Path, network: Path) -> None:
    with LockProcess(tmp_path / "lock", network) as lock:
        code = lock.do("foreign 3")["code"]
        assert lock.press(code)["event"] == "opened"
        lock.do("door open")
        lock.do("battery 42")
        lock.do("zone Europe/Berlin")
        lock.do("clock 2030-05-06T12:00")
        lock.process.kill()
        lock.process.wait()
        first = lock.ready
    with LockProcess(
        tmp_path / "lock", network, "--serial", "IGNORED", "--discriminator", "7"
    ) as lock:
        assert [lock.ready[name] for name in ("serial", "qr", "manual")] == [
            first[name] for name in ("serial", "qr", "manual")
        ]
        state = lock.ready["state"]
        assert (state["lock"], state["door"]) == ("unlocked", "open")
        assert (state["battery_percent"], state["zone"], state["users"], state["pins"]) == (
            42,
            "Europe/Berlin",
            1,
            1,
        )
        assert state["clock"].startswith("2030-05-06T12:00")
        assert lock.press(code)["event"] == "opened"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_its_folder_is_private_and_its_passcode_stays_there(
    lock: LockProcess, folder: Path
) -> None:
    lock.do("battery 90")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    passcode = str(json.loads((folder / "lock.json").read_text())["passcode"])
    process = Path(f"/proc/{lock.process.pid}")
    if process.exists():
        assert passcode not in (process / "cmdline").read_text()
        assert passcode not in (process / "environ").read_text()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("4821", "unknown_command"),
        ("keypad", "usage"),
        ("keypad 48x1", "usage"),
        ("keypad 4821 4821", "usage"),
        ("door ajar", "usage"),
        ("battery 101", "usage"),
        ("battery -1", "usage"),
        ("drop", "usage"),
        ("slow maybe", "usage"),
        ("lag x", "usage"),
        ("lag 99999", "usage"),
        ("clock soon", "invalid_time"),
        ("zone Mars/Olympus", "unknown_zone"),
        ("lose 1", "slot_empty"),
        ("lose 0", "slot_range"),
        ("foreign 11", "slot_range"),
        ("unjam", "not_jammed"),
        ("constructor", "unknown_command"),
    ],
)
def test_a_wrong_command_is_one_clear_error_without_its_digits(
    lock: LockProcess, line: str, code: str
) -> None:
    (answer,) = lock.say(line)
    assert answer["event"] == "error"
    assert answer["code"] == code
    assert answer["message"]
    assert "48" not in answer["message"]


def test_an_unknown_code_is_refused_and_not_repeated(lock: LockProcess) -> None:
    lines = lock.say("keypad 73915526")
    assert [line["event"] for line in lines] == ["refused", "done"]
    assert lines[0]["reason"] == "wrong_code"
    assert "73915526" not in json.dumps(lines)


def test_jam_and_door_and_battery_are_told(lock: LockProcess) -> None:
    code = lock.do("foreign 1")["code"]
    assert {"event": "alarm", "alarm": "jammed"}.items() <= lock.say("jam")[0].items()
    assert lock.press(code)["reason"] == "jammed"
    lock.do("unjam")
    assert lock.press(code) | {"at": 0} == {
        "event": "opened",
        "at": 0,
        "by": "keypad",
        "user": 1,
        "slot": 1,
    }
    assert lock.say("door open")[0]["door"] == "open"
    assert lock.say("battery 15")[0]["battery_percent"] == 15
    assert lock.say("lose 1")[0]["pins"] == 0
    assert lock.press(code)["reason"] == "wrong_code"


def test_five_wrong_codes_close_the_keypad_for_a_while(lock: LockProcess) -> None:
    code = lock.do("foreign 9")["code"]
    assert lock.press(code)["event"] == "opened"
    lines = [line for _ in range(5) for line in lock.say("keypad 00000000")]
    assert [line["alarm"] for line in lines if line["event"] == "alarm"] == ["wrong_code_limit"]
    assert lock.press(code)["reason"] == "locked_out"
    end = time.monotonic() + 5
    while lock.press(code)["event"] == "refused":
        assert time.monotonic() < end, "the keypad stayed closed"
        time.sleep(0.05)


def test_full_takes_every_free_slot(lock: LockProcess) -> None:
    users = lock.do("full")["filled"]
    assert lock.say("battery 50")[0]["users"] == 10
    assert 0 < users <= 10
    assert lock.do("full")["filled"] == 0
    assert lock.say("foreign 5")[-1]["code"] == "slot_taken"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_it_ends_when_the_one_who_started_it_dies(tmp_path: Path, network: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from app.drivers.matter.practice import PracticeLock
async def main():
    lock = PracticeLock()
    await lock.start(Path({str(tmp_path / "lock")!r}), Path({str(network)!r}), Path({str(node_path())!r}))
    print("up", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        pid = int((tmp_path / "lock" / "holder").read_text())
    finally:
        parent.kill()
        parent.communicate()
    end = time.monotonic() + 10
    while (tmp_path / "lock" / "holder").exists():
        assert time.monotonic() < end, f"the lock {pid} outlived its parent"
        time.sleep(0.02)


FOREGROUND = """
import asyncio, sys
from pathlib import Path
from app.drivers.matter.practice import run_in_foreground
try:
    code = asyncio.run(run_in_foreground(*map(Path, sys.argv[1:])))
except KeyboardInterrupt:
    code = 130
sys.exit(code)
"""


def foreground(tmp_path: Path, network: Path) -> list[str]:
    return [
        sys.executable,
        "-c",
        FOREGROUND,
        str(tmp_path / "lock"),
        str(network),
        str(node_path()),
    ]


def test_in_the_foreground_it_takes_what_is_typed_until_the_end(
    tmp_path: Path, network: Path
) -> None:
    run = subprocess.run(
        foreground(tmp_path, network),
        input="keypad 1234\ndoor open\n",
        capture_output=True,
        text=True,
        timeout=30,
        cwd=REPOSITORY,
        check=False,
    )
    events = [json.loads(line)["event"] for line in run.stdout.splitlines()]
    assert events == ["ready", "refused", "done", "door", "state", "done"], run.stderr
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent differently on Windows")
def test_in_the_foreground_without_input_it_stays_until_interrupted(
    tmp_path: Path, network: Path
) -> None:
    process = subprocess.Popen(
        foreground(tmp_path, network),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["event"] == "ready"
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, errors) == (130, "")
    assert not (tmp_path / "lock" / "holder").exists()


def test_without_a_practice_folder_the_words_say_the_real_network(tmp_path: Path) -> None:
    words = command_line(tmp_path, None, node_path())
    assert words[-1] == "--real-network"
    assert not any("practice-network" in word for word in words)
