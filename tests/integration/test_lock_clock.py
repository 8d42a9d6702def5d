"""A lock's clock over real Matter: set by pairing, drifted at the lock, mended before a schedule goes by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli_program import PracticeLockCommand, Program

pytestmark = pytest.mark.slow  # the story has the pairing's part in short

DOOR = "Elm/Front"


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[PracticeLockCommand]:
    command = PracticeLockCommand(tmp_path / "lock")
    yield command
    command.close()


def clock_of(lock: PracticeLockCommand) -> datetime:
    return datetime.fromisoformat(lock.do("clock +0")[0]["clock"])


def assert_shows_berlin(lock: PracticeLockCommand) -> None:
    shown = clock_of(lock)
    assert abs(shown - datetime.now(UTC)) < timedelta(seconds=5)
    assert shown.utcoffset() in (timedelta(hours=1), timedelta(hours=2))


def notes(program: Program) -> list[dict[str, Any]]:
    entries = program.do("history", program.file)["entries"]
    return [entry["after"]["note"] for entry in entries if entry["kind"] == "clock_set"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "UTC"])
def test_pairing_sets_it_and_apply_mends_it(
    tmp_path: Path, lock: PracticeLockCommand, zone: str
) -> None:
    program = Program(tmp_path)
    program.make("--practice")
    program.do("door", "add", program.file, DOOR)
    program.do("person", "add", program.file, "Ann")
    lock.do(f"zone {zone}")
    lock.do("clock +7200")
    words = ("commission", program.file, DOOR, "--code", "-", "--accept-findings")
    program.do(*words, stdin=f"{lock.ready['qr']}\n")
    assert_shows_berlin(lock)
    assert [note["clock_after"] for note in notes(program)] == ["right"]
    program.do("grant", program.file, "Ann", DOOR, "--weekly", "Mo-Fr 08:00-12:00")
    lock.do("clock +3600")
    lock.do(f"zone {zone}")
    program.run("refresh", program.file, "--json")
    assert abs(clock_of(lock) - datetime.now(UTC)) > timedelta(minutes=50), "reading sets nothing"
    assert program.do("apply", program.file)["ok"]
    assert_shows_berlin(lock)
    (entry,) = program.do("status", program.file)["doors"][0]["entries"]
    assert (entry["proof"], entry["enforced_by"], entry["clock_wrong"]) == ("seen", "lock", False)
    assert [note["clock_before"] for note in notes(program)][-1] == "wrong"
