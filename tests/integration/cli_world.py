"""The real program as a person runs it: processes with a home of their own, and practice locks beside them."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import unittest.mock
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bootstrap.building import build_tools
from app.cli.main import main
from app.core.secret import Secret
from tests.integration.line_process import REPOSITORY, LockProcess

Document = dict[str, Any]

COMMANDS_WITH_LOCKS = frozenset(
    {"commission", "apply", "refresh", "share", "lock", "unlock", "decommission"}
)
PASSPHRASE = "correct horse battery staple"
LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def document(self) -> Document:
        """The one JSON document; anything else on standard output is an error."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the error in the document."""
        return self.document["error"]["code"]

    def expect(self, code: int) -> "Ran":
        assert self.code == code, f"{self.words} ended with {self.code}: {self.err or self.out}"
        return self


@dataclass(slots=True)
class Program:
    """The command line of one user with one project. `prefix` puts it somewhere else, such as into another network; `home` is one of its own unless given."""

    folder: Path
    prefix: Sequence[str] = ()
    home: Path = field(default_factory=Path)
    project: Path = field(init=False)
    ran: list[Ran] = field(default_factory=list[Ran])

    def __post_init__(self) -> None:
        self.project = self.folder / "house.lockchart"
        if self.home == Path():
            self.home = self.folder / "home"
        (self.home / "runtime").mkdir(parents=True, mode=0o700, exist_ok=True)
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)

    @property
    def network(self) -> Path:
        """The practice network of this user."""
        return self.home / "data" / "lockchart" / "practice" / "network"

    def environment(self) -> dict[str, str]:
        home = {
            f"XDG_{name}_HOME": str(self.home / name.lower())
            for name in ("CONFIG", "CACHE", "DATA", "STATE")
        }
        return {
            **{name: os.environ[name] for name in ("PATH",) if name in os.environ},
            **home,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
            "TMPDIR": str(self.folder / "tmp"),
            "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LOCKCHART_PASSPHRASE": PASSPHRASE,
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command and do not wait for it."""
        return subprocess.Popen(
            [*self.prefix, sys.executable, "-m", "app", *words],
            cwd=REPOSITORY,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, process: "subprocess.Popen[str]", *words: str) -> Ran:
        """Wait for a command that was started."""
        try:
            out, err = process.communicate(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        ran = Ran(words, process.returncode, out, err)
        self.ran.append(ran)
        assert "Traceback" not in err, err
        return ran

    def run(self, *words: str) -> Ran:
        """Run a command to its end, whatever it is."""
        return self.end(self.start(*words), *words)

    def run_here(self, *words: str) -> Ran:
        """Run a command in this process: the same program without the time to start it, for commands that talk to no lock."""
        out, err = io.StringIO(), io.StringIO()
        environment = self.environment()
        passphrase = Secret(environment.pop("LOCKCHART_PASSPHRASE"))
        with (
            unittest.mock.patch.dict(os.environ, environment),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(words, build_tools(passphrase))
        ran = Ran(words, code, out.getvalue(), err.getvalue())
        self.ran.append(ran)
        return ran

    def about(self, command: str, *words: str, code: int = 0) -> Ran:
        """Run `command FILE WORDS --json` on the project; a command of two words keeps both before FILE."""
        run = self.run if command in COMMANDS_WITH_LOCKS else self.run_here
        return run(*command.split(), str(self.project), *words, "--json").expect(code)

    def ask(self, command: str, *words: str, code: int = 0) -> Document:
        """The document of the same."""
        return self.about(command, *words, code=code).document

    def write(self, name: str, text: str) -> str:
        """A private file with this text; its path."""
        path = self.folder / name
        path.write_text(text + "\n")
        path.chmod(0o600)
        return str(path)

    def entries(self) -> list[Document]:
        """The entries of every door, as `status` tells them with their codes."""
        doors = self.ask("status", "--with-secrets")["doors"]
        return [entry for door in doors for entry in door["entries"]]

    def proofs(self) -> dict[str, str]:
        """The proof of each person's entry."""
        return {entry["person"]: entry["proof"] for entry in self.entries()}

    def log(self) -> str:
        return "".join(path.read_text() for path in (self.home / "state").rglob("*.log*"))


@contextlib.contextmanager
def practice_lock(program: Program, name: str = "lock", *options: str) -> Generator[LockProcess]:
    """A practice lock on the practice network of the program's user."""
    program.network.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with LockProcess(program.folder / name, program.network, *options) as lock:
        yield lock


def end_with(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Send a signal, unless the command was quicker."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)


class ProcessWatch:
    """Notes arguments and environment of every process below this one, and what lies in a folder, while the block runs."""

    def __init__(self, temporary: Path) -> None:
        self.seen: set[tuple[bytes, bytes]] = set()
        self.files: set[bytes] = set()
        self._temporary = temporary
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "ProcessWatch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            for process in _below(os.getpid()):
                place = Path("/proc") / str(process)
                with contextlib.suppress(OSError):
                    self.seen.add(
                        ((place / "cmdline").read_bytes(), (place / "environ").read_bytes())
                    )
            for path in self._temporary.rglob("*"):
                with contextlib.suppress(OSError):
                    self.files.add(path.read_bytes())


def _below(root: int) -> set[int]:
    """The processes that descend from this one, as `/proc` tells now."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                )
    found: set[int] = set()
    ring = {root}
    while ring:
        ring = {process for process, parent in parents.items() if parent in ring} - found
        found |= ring
    return found


def children_of(process: int) -> set[int]:
    """Every process below this one."""
    return _below(process)


# --- the shapes of `cli.md` ------------------------------------------------------------------------

Shape = Any
"""A type, a value, `MOMENT`, `Either`, a list of one shape for its items, or a mapping for objects that have at least these keys."""

MOMENT = "moment"


def assert_shape(value: object, shape: Shape, path: str = "$") -> None:
    """The value has this form: every key that was promised, each with its kind; what came later may stand beside."""
    if isinstance(shape, Either):
        for one in shape.shapes:
            with contextlib.suppress(AssertionError):
                assert_shape(value, one, path)
                return
        raise AssertionError(f"{path}: {value!r} fits none of {shape.shapes}")
    if isinstance(shape, Mapping):
        assert isinstance(value, dict), f"{path}: {value!r} is no object"
        missing = shape.keys() - value.keys()
        assert not missing, f"{path} lacks {missing}"
        for key, inner in shape.items():
            assert_shape(value[key], inner, f"{path}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{path}: {value!r} is no list"
        for number, item in enumerate(value):
            assert_shape(item, shape[0], f"{path}[{number}]")
    elif shape == MOMENT:
        assert_moment(value, path)
    elif isinstance(shape, type):
        is_right = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
        assert is_right, f"{path}: {value!r} is no {shape.__name__}"
    else:
        assert value == shape, f"{path}: {value!r} is not {shape!r}"


def assert_moment(value: object, path: str) -> None:
    from datetime import datetime

    assert isinstance(value, str), f"{path}: {value!r} is no time"
    assert datetime.fromisoformat(value).tzinfo is not None, f"{path}: {value} has no offset"


@dataclass(frozen=True, slots=True)
class Either:
    """One of these shapes."""

    shapes: tuple[Shape, ...]


def either(*shapes: Shape) -> Either:
    return Either(shapes)


def one_of(words: str) -> Either:
    return Either(tuple(words.split()))


TEXT_OR_NULL = either(str, None)
MOMENT_OR_NULL = either(MOMENT, None)
PROOF = one_of(
    "planned accepted seen opened removal_planned removal_accepted gone refused_at_door unknown"
)
ENFORCED_BY = either(one_of("lock program person"), None)
LOCK = {
    "id": str, "driver": "matter", "vendor": str, "product": str, "serial": str, "firmware": str,
    "battery_percent": either(int, None), "bolt": str, "reached_at": MOMENT_OR_NULL,
}  # fmt: skip
ENTRY = {
    "id": str, "person": str, "person_id": str, "credential": str, "credential_id": str, "label": str,
    "slot": TEXT_OR_NULL, "wanted": bool,
    "validity": {
        "zone": str, "from": MOMENT_OR_NULL, "until": MOMENT_OR_NULL, "weekly": [str], "once": bool,
        "holidays": list,
    },
    "enforced_by": ENFORCED_BY, "proof": PROOF, "proof_by": either(one_of("lock service person"), None),
    "proven_at": MOMENT_OR_NULL, "read_at": MOMENT_OR_NULL, "reason": TEXT_OR_NULL, "code": TEXT_OR_NULL,
    "secret": bool,
}  # fmt: skip
STATUS = {
    "project": {"name": str, "file": str, "schema": int, "practice": bool},
    "doors": [
        {
            "id": str, "site": str, "door": str, "lock": either(LOCK, None), "entries": [ENTRY],
            "foreign": [
                {
                    "slot": str, "state": str, "since": MOMENT_OR_NULL,
                    "by": one_of("other_fabric keypad our_keys unknown"),
                }
            ],
            "retired": [{"lock": LOCK, "entries": [ENTRY]}],
        }
    ],
}  # fmt: skip
PLAN = {
    "steps": [
        {
            "id": str, "door_id": str, "door": str, "person_id": TEXT_OR_NULL, "person": TEXT_OR_NULL,
            "entry_id": TEXT_OR_NULL, "credential": "pin", "action": one_of("write change clear read"),
            "slot": TEXT_OR_NULL, "enforced_by": ENFORCED_BY, "proof": PROOF, "reachable": PROOF,
            "state": one_of("planned done unproven refused unreachable by_hand not_run"), "reason": TEXT_OR_NULL,
        }
    ],
    "refusals": [
        {"door_id": str, "door": str, "person_id": str, "person": str, "rule": str, "reason": str}
    ],
    "ok": bool,
}  # fmt: skip
COMMISSION = {
    "door": str, "lock": either(LOCK, None), "findings": [{"code": str, "level": str, "accepted": bool}],
}  # fmt: skip
SHARE = {"qr": str, "manual": str, "until": MOMENT}
REFRESH = {
    "doors": [
        {
            "door": str, "state": one_of("read unreachable"),
            "changes": [{"entry_id": str, "from": PROOF, "to": PROOF, "reason": TEXT_OR_NULL}],
        }
    ]
}  # fmt: skip
DOORS = {
    "doors": [{"id": str, "site": str, "door": str, "time_zone": str, "lock": either(LOCK, None)}]
}
PERSON = {
    "id": str, "name": str, "role": str, "language": TEXT_OR_NULL, "email": TEXT_OR_NULL, "phone": TEXT_OR_NULL,
}  # fmt: skip
PEOPLE = {"people": [PERSON]}
HISTORY = {
    "entries": [
        {
            "at": MOMENT, "writer": str, "sequence": int, "operator": str, "kind": str, "door": TEXT_OR_NULL,
            "person": TEXT_OR_NULL, "before": either(dict, None), "after": either(dict, None), "hash": str,
        }
    ],
    "intact": True,
}  # fmt: skip
ERROR = {"error": {"code": str, "message": str, "parameters": dict}}


def step_states(plan: Document) -> list[tuple[str, str, str]]:
    """Person, action and state of each step."""
    return [(step["person"], step["action"], step["state"]) for step in plan["steps"]]
