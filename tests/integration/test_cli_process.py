"""The program as a process: signals, readers that leave, and what its own processes get to see."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.integration.cli_program import (
    PASSPHRASE,
    ROOT,
    PracticeLockCommand,
    finish,
    process_environment,
    start,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the usual, costly key, as the program makes it."""
    file = tmp_path_factory.mktemp("process") / "house.lockchart"
    ended = finish(start(["new", file, "--practice", "--json"], process_environment()))
    assert (ended.code, ended.json["project"]["practice"]) == (0, True)
    return file


@dataclass(frozen=True, slots=True)
class WaitingDoctor:
    """`doctor`, and the engine that it waits for: the engine is held, so that `doctor` is in the middle however busy the computer is."""

    process: "subprocess.Popen[str]"
    engine: psutil.Process


@pytest.fixture
def doctor() -> Iterator[WaitingDoctor]:
    process = start(["doctor", "--json"], process_environment())
    end = time.monotonic() + 30
    while (engine := engine_of(process)) is None:
        assert process.poll() is None, "it ended before its engine was there"
        assert time.monotonic() < end
        time.sleep(0.002)
    engine.suspend()
    yield WaitingDoctor(process, engine)
    with contextlib.suppress(psutil.NoSuchProcess):
        engine.resume()
    if process.poll() is None:
        process.kill()
    finish(process)


def engine_of(process: "subprocess.Popen[str]") -> psutil.Process | None:
    """Its engine, as soon as that has become a process of its own."""
    for child in psutil.Process(process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("server.mjs" in word for word in child.cmdline()):
                return child
    return None


def test_processes_that_we_start_get_none_of_our_secrets(doctor: WaitingDoctor):
    assert psutil.Process(doctor.process.pid).children() == [doctor.engine]
    environment = doctor.engine.environ()
    seen = "\n".join([*doctor.engine.cmdline(), *(f"{k}={v}" for k, v in environment.items())])
    assert environment
    assert PASSPHRASE not in seen
    assert "LOCKCHART_" not in seen
    assert PASSPHRASE not in "\n".join(psutil.Process(doctor.process.pid).cmdline())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_work_and_its_processes_with_130(
    doctor: WaitingDoctor, number: signal.Signals
):
    doctor.process.send_signal(number)
    doctor.engine.resume()
    ended = finish(doctor.process)
    assert ended.code == 130
    assert ended.json["error"]["code"] == "interrupted"
    assert "Traceback" not in ended.said
    psutil.wait_procs([doctor.engine], timeout=20)
    assert not doctor.engine.is_running()


def test_a_reader_who_leaves_changes_nothing(project: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "history", str(project), "--json"],
        cwd=ROOT,
        env=process_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 0
    assert said == ""


def test_the_passphrase_of_the_environment_opens_and_a_wrong_one_does_not(project: Path):
    ended = finish(start(["sites", project, "--json"], process_environment()))
    assert (ended.code, ended.json) == (0, {"sites": []})
    ended = finish(start(["sites", project, "--json"], process_environment("wrong")))
    assert (ended.code, ended.json["error"]["code"]) == (3, "wrong_passphrase")


def test_a_practice_lock_prints_its_codes_and_obeys(tmp_path: Path):
    with PracticeLockCommand(tmp_path / "lock") as lock:
        assert lock.ready["qr"].startswith("MT:")
        assert lock.ready["serial"].startswith("PRACTICE-")
        assert [line["event"] for line in lock.do("battery 40")][-1] == "done"
        lock.write("quit")
        assert lock.process.wait(10) == 0


def test_a_practice_lock_that_runs_already_is_no_second_time(tmp_path: Path):
    with PracticeLockCommand(tmp_path / "lock"):
        words = ["practice", "lock", "--data", tmp_path / "lock"]
        ended = finish(start(words, process_environment(None)))
        assert ended.code == 1
        assert '"in_use"' in ended.out
