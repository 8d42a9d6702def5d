"""Failures of package tools become one sentence; a program that is started is not outlived."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from preparing.processes import failure_sentence, run_logged
from preparing.words import SetUpError

PACKAGING = Path(__file__).parents[3] / "packaging"

# Endings of real runs: pip 23.0 and 26.1, npm 11, apt 2.6.
UNREACHABLE = [
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<...>: "
    "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')'\n"
    "ERROR: No matching distribution found for tzdata==2026.6",
    "npm error code EAI_AGAIN\nnpm error syscall getaddrinfo",
    "Err:1 bookworm InRelease\n  Temporary failure resolving 'mirror'\nE: Failed to fetch",
]
FULL = [
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "npm error code ENOSPC\nnpm error syscall write",
    "E: You don't have enough free space.\nNo space left on device",
]
OTHER_CONTENT = [
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
    "npm error code EINTEGRITY",
]


def sentence(text: str, free_mb: int = 9_000) -> str:
    return failure_sentence(text, doing="installing", free_mb=free_mb, log=Path("venv.log"))


@pytest.mark.parametrize("text", UNREACHABLE)
def test_no_package_index_is_said(text: str):
    assert "the package index cannot be reached" in sentence(text)


@pytest.mark.parametrize("text", FULL)
def test_a_full_disk_is_said(text: str):
    assert "is full" in sentence(text)


def test_a_disk_that_became_full_is_said_whatever_the_tool_wrote():
    assert "is full" in sentence("Killed", free_mb=3)


@pytest.mark.parametrize("text", OTHER_CONTENT)
def test_another_content_than_the_locks_is_said(text: str):
    assert "not the one that the lock names" in sentence(text)


def test_anything_else_is_given_with_its_last_error_and_the_log():
    told = sentence("Collecting x\nERROR: x is not a supported wheel on this platform.\nhint: y")
    assert "x is not a supported wheel on this platform" in told
    assert "venv.log" in told


def test_output_goes_to_the_log_and_nowhere_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    log = tmp_path / "log"
    run_logged([sys.executable, "-c", "print('hello')"], log=log, doing="x", environment=os.environ)
    assert log.read_text() == "hello\n"
    assert capfd.readouterr() == ("", "")


def test_only_the_failing_programs_own_output_is_judged(tmp_path: Path):
    log = tmp_path / "log"
    log.write_text("ENOTFOUND, of an earlier start\n")
    command = [sys.executable, "-c", "import sys; sys.exit('error: odd')"]
    with pytest.raises(SetUpError, match="error: odd"):
        run_logged(command, log=log, doing="x", environment=os.environ)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_a_program_that_is_told_to_end_ends_what_it_started(tmp_path: Path):
    started = tmp_path / "pid"
    child = f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = (
        "import os, pathlib, signal, sys\n"
        "from preparing.main import end_with_our_child\n"
        "from preparing.processes import run_logged\n"
        "signal.signal(signal.SIGTERM, end_with_our_child)\n"
        f"run_logged([sys.executable, '-c', {child!r}], log=pathlib.Path({str(tmp_path / 'log')!r}),"
        " doing='x', environment=os.environ)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], env={**os.environ, "PYTHONPATH": str(PACKAGING)}
    ) as process:
        wait_for(lambda: started.exists() and started.read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 128 + signal.SIGTERM
    wait_for(lambda: not is_running(int(started.read_text())))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: Callable[[], object], limit_s: float = 10.0) -> None:
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "the condition did not come to hold"
        time.sleep(0.01)
