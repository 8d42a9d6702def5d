"""Programs that set-up runs: their output goes to a log, their failures become one sentence."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from preparing.words import SetUpError

NEARLY_NOTHING_MB = 50
FULL = ("No space left on device", "ENOSPC", "Disk quota exceeded", "EDQUOT")
OTHER_CONTENT = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
UNREACHABLE = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Could not resolve",
    "Could not connect",
    "Connection refused",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
)


def run_logged(
    command: Sequence[str],
    *,
    log: Path,
    doing: str,
    environment: Mapping[str, str],
    directory: Path | None = None,
) -> None:
    """Run it to its end, output appended to the log; SetUpError when it fails.

    The program never outlives this one: it is ended when we are told to end.
    """
    start = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=None if command[0].endswith(("sudo", "pkexec")) else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=directory,
            close_fds=False,  # the lock of the set-up stays held while this program lives
        )
        try:
            failed = process.wait() != 0
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if failed:
        with log.open("rb") as written:
            written.seek(start)
            text = written.read().decode(errors="replace")
        free_mb = shutil.disk_usage(log.parent).free // 1_000_000
        raise SetUpError(failure_sentence(text, doing=doing, free_mb=free_mb, log=log))


def failure_sentence(text: str, *, doing: str, free_mb: int, log: Path) -> str:
    """One sentence for what a package tool wrote before it failed."""
    if free_mb < NEARLY_NOTHING_MB or any(mark in text for mark in FULL):
        return disk_full_sentence(log.parent)
    if any(mark in text for mark in OTHER_CONTENT):
        return (
            f"Stopped while {doing}: a package that was fetched is not the one that the lock "
            f"names; the output is in {log}."
        )
    if any(mark in text for mark in UNREACHABLE):
        return (
            f"Stopped while {doing}: the package index cannot be reached; check the network and "
            "start again, what is done so far is kept or repaired."
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = next((ln for ln in reversed(lines) if "error" in ln.lower() or "E:" in ln), "")
    last = last or (lines[-1] if lines else "it said nothing")
    return f"Stopped while {doing}: {last.rstrip('.')}; the whole output is in {log}."


def disk_full_sentence(place: Path) -> str:
    """What to do about a full disk."""
    return (
        f"The disk that holds {place} is full: Lockchart's environment needs about 2 GB, so free "
        "some space there, or name another folder in LOCKCHART_VENV, and start again."
    )


def replace_process(
    command: Sequence[str], environment: Mapping[str, str], directory: Path | None
) -> int:
    """Become the program, so that signals and its exit code need no passing on.

    Windows has no such call: there we wait, and leave Ctrl-C to the program.
    """
    if directory:
        os.chdir(directory)
    if os.name != "nt":
        os.execve(command[0], list(command), dict(environment))
    with subprocess.Popen(command, env=dict(environment)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
