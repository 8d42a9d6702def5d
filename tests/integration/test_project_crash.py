"""A program that is killed at random moments: nothing acknowledged is lost, the file opens, readers never see a mixture."""

import asyncio
import json
import os
import random
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.core.secret import Secret
from app.domain.project import ProjectKind
from app.storage.contracts import OpenMode, Passphrase, ProjectFileError, ProjectStore
from app.storage.project_file.store import FileProjectStore
from tests.integration.project_crash_child import files
from tests.waiting import until

ROOT = Path(__file__).parents[2]
REFUSALS_BESIDE = {"wrong_passphrase", "in_use", "newer_version"}


@dataclass
class Known:
    """What was acknowledged, and what may have been done without having been."""

    passphrase: str
    wants_passphrase: str | None = None
    extra: int = 0
    made: list[int] = field(default_factory=list[int])
    number: int = 0
    may_be_made: int | None = None
    may_be_undone: bool = False

    @property
    def states(self) -> list[list[int]]:
        """What the file may hold: what was acknowledged, and with it what was under way."""
        if self.may_be_made is not None:
            return [self.made, [*self.made, self.may_be_made]]
        return [self.made, self.made[:-1]] if self.may_be_undone else [self.made]

    def take(self, notes: Path) -> None:
        """Follow a child's notes."""
        self.wants_passphrase = self.may_be_made = None
        self.may_be_undone = False
        for line in notes.read_text().splitlines():
            note = json.loads(line)
            if "wants_passphrase" in note:
                self.wants_passphrase = note["wants_passphrase"]
            elif "passphrase" in note:
                self.passphrase, self.wants_passphrase = note["passphrase"], None
            elif "wants_extra" in note:
                self.extra = note["wants_extra"]
            elif "made" in note:
                self.made.append(note["made"])
                self.may_be_made = None
            elif "wants" in note:
                self.number = self.may_be_made = note["wants"]
            elif "wants_undo" in note:
                self.may_be_undone = True
            elif "nothing_to_undo" in note:
                self.may_be_undone = False
            elif "undone" in note:
                self.made.pop()
                self.may_be_undone = False

    @property
    def keys(self) -> list[str]:
        wanted = [self.wants_passphrase] if self.wants_passphrase else []
        return [*wanted, self.passphrase]


async def open_any(path: Path, known: Known, mode: OpenMode) -> tuple[FileProjectStore, str]:
    """Open with the passphrase that fits; the last refusal when none does."""
    refusal: ProjectFileError | None = None
    for text in known.keys:
        try:
            key = Passphrase(Secret(text))
            return await files(known.extra).open(path, key, mode=mode, operator="parent"), text
        except ProjectFileError as error:
            refusal = error
    assert refusal is not None
    raise refusal


async def halves(store: ProjectStore) -> set[int]:
    """The numbers of the sites, each of which must be there twice."""
    names = [site.name.split() for site in await store.read.sites.all()]
    left = {int(number) for half, number in names if half == "left"}
    right = {int(number) for half, number in names if half == "right"}
    assert left == right, f"a mixture: {left ^ right}"
    return left


async def read_beside(path: Path, known: Known, reads: list[int]) -> None:
    """Read as often as possible beside the child, until its passphrase or schema goes away under us."""
    codes: set[str] = set()
    try:
        store, _ = await open_any(path, known, OpenMode.READ)
    except ProjectFileError as error:
        codes.add(error.code)
        store = None
    try:
        while store is not None and not codes:
            try:
                reads.append(len(await halves(store)))
            except ProjectFileError as error:
                codes.add(error.code)
            await asyncio.sleep(0)
    finally:
        if store is not None:
            await store.close()
    assert codes <= REFUSALS_BESIDE


async def crash_once(
    zygote: asyncio.subprocess.Process,
    path: Path,
    known: Known,
    rng: random.Random,
    reads: list[int],
) -> None:
    """Let a child edit, kill it at a random moment, and look at what it left."""
    assert zygote.stdin is not None
    assert zygote.stdout is not None
    notes = path.with_name("notes")
    notes.write_text("")
    command = {
        "seed": rng.random(),
        "path": str(path),
        "notes": str(notes),
        "passphrase": known.passphrase,
        "extra": known.extra,
        "number": known.number,
    }
    zygote.stdin.write((json.dumps(command) + "\n").encode())
    child = int(await zygote.stdout.readline())
    await until(lambda: b"ready" in notes.read_bytes())
    reader = asyncio.create_task(read_beside(path, known, reads))
    lines = rng.randint(1, 12)
    await until(lambda: notes.read_bytes().count(b"\n") > lines)
    await asyncio.sleep(rng.random() * 0.012)
    os.kill(child, signal.SIGKILL)
    assert await zygote.stdout.readline() == b"ended\n"
    reader.cancel()
    with suppress(asyncio.CancelledError):
        await reader

    known.take(notes)
    store, known.passphrase = await open_any(path, known, OpenMode.WRITE)
    try:
        there = sorted(await halves(store))
        assert there in known.states
        known.made = there
        health = await store.read.history.verify()
        assert health.is_intact
    finally:
        await store.close()


async def crash(path: Path, times: int, seed: int) -> None:
    rng = random.Random(seed)
    known = Known("first")
    store = await files(0).create(
        path,
        Passphrase(Secret("first")),
        name="Crash",
        time_zone="UTC",
        kind=ProjectKind.REAL,
        operator="parent",
    )
    await store.close()
    zygote = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "tests" / "integration" / "project_crash_child.py"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    reads: list[int] = []
    try:
        for _ in range(times):
            await crash_once(zygote, path, known, rng, reads)
    finally:
        assert zygote.stdin is not None
        zygote.stdin.close()
        with suppress(ProcessLookupError):
            zygote.kill()
        await zygote.wait()
    assert known.made
    assert len(reads) > times
    assert len(list(path.parent.glob("*.before-migration-*"))) <= 2


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")
@pytest.mark.time_limit_s(60)
async def test_nothing_acknowledged_is_lost_in_20_crashes(tmp_path: Path):
    await crash(tmp_path / "a.lockchart", 20, seed=random.randrange(2**32))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")
@pytest.mark.time_limit_s(600)
async def test_nothing_acknowledged_is_lost_in_200_crashes(tmp_path: Path):
    for number in range(
        10
    ):  # in ten projects, because each becomes slower with its history and migrations
        folder = tmp_path / str(number)
        folder.mkdir()
        await crash(folder / "a.lockchart", 20, seed=random.randrange(2**32))
