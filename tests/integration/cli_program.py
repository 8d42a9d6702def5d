"""The program as a person at a terminal or a script meets it: words in, exit code and two streams out."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.bootstrap.building import build_drivers, build_tools, clock
from app.cli.main import main
from app.cli.tools import Tools
from app.core.secret import Secret
from app.services.project import ProjectService
from app.storage.project_file.files import SqlCipherProjectFiles, load_writer_id_blocking
from app.storage.project_file.key import KeyParameters
from tests.fakes.fake_keyring import FakeKeyring
from tests.integration.line_process import WAIT_LIMIT_S, LineProcess

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"
CHEAP = KeyParameters(time_cost=1, memory_kib=64, parallelism=1)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; fails when there is anything else."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything that was said anywhere."""
        return self.out + self.err


@dataclass(slots=True)
class Program:
    """Runs commands in this process on real project files, with a key that costs little."""

    folder: Path
    passphrase: str | None = PASSPHRASE
    file: Path = field(init=False)
    heard: list[str] = field(default_factory=list[str])
    keyring: FakeKeyring = field(default_factory=FakeKeyring)

    def __post_init__(self) -> None:
        self.file = self.folder / "house.lockchart"

    def tools(self) -> Tools:
        tools = build_tools(None if self.passphrase is None else Secret(self.passphrase))
        return replace(tools, projects=self._projects)

    def run(self, *words: str | Path, stdin: str | bytes = "") -> Ended:
        """Run the words; everything said is kept in `heard`."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _stdin(stdin):
            code = main([str(word) for word in words], self.tools())
        ended = Ended(code, out.getvalue(), err.getvalue())
        self.heard.append(ended.said)
        return ended

    def do(self, *words: str | Path, stdin: str | bytes = "") -> Any:
        """The JSON document of a command that must succeed."""
        ended = self.run(*words, "--json", stdin=stdin)
        assert ended.code == 0, ended.said
        return ended.json

    def make(self, *words: str) -> None:
        """Make the project."""
        self.do("new", self.file, "--time-zone", "Europe/Berlin", *words)

    def _projects(self, operator: str | None) -> ProjectService:
        return ProjectService(
            files=SqlCipherProjectFiles(
                load_writer_id_blocking(self.folder / "installation"), parameters=(CHEAP,)
            ),
            keyring=self.keyring,
            make_drivers=build_drivers,
            clock=clock,
            operator=lambda: operator or "tester",
        )


@contextlib.contextmanager
def _stdin(content: str | bytes) -> Generator[None]:
    data = content.encode() if isinstance(content, str) else content
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = before


class PracticeLockCommand(LineProcess):
    """`lockchart practice lock` as a process of its own."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            [sys.executable, "-m", "app", "practice", "lock", "--data", data],
            process_environment(None),
        )
        with self._closed_on_error():
            self.ready = self.until(lambda line: line["event"] in {"ready", "error"})[-1]

    def do(self, command: str) -> list[dict[str, Any]]:
        """Give a command; everything that happened up to its `done`."""
        self.drain()
        self.write(command)
        return self.until(lambda line: line["event"] in {"done", "error"})


def process_environment(passphrase: str | None = PASSPHRASE) -> dict[str, str]:
    """The environment of a subprocess: that of the tests, with the passphrase."""
    given = {} if passphrase is None else {"LOCKCHART_PASSPHRASE": passphrase}
    return {**os.environ, "PYTHONPATH": str(ROOT), **given}


def start(words: Sequence[str | Path], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    """The program as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]", timeout_s: float = WAIT_LIMIT_S) -> Ended:
    """Wait for its end."""
    out, err = process.communicate(timeout=timeout_s)
    return Ended(process.returncode, out, err)
