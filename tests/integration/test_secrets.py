"""After the whole story its secrets are where they belong, and nowhere else."""

import asyncio
import os
import re
import unittest.mock
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.building import build_project_service
from app.core.secret import Secret
from app.core.settings import Settings
from app.domain.setup_code import matter_payloads, parse_setup_code
from app.services.project import OpenMode, Passphrase
from tests.integration.cli_world import PASSPHRASE, Program
from tests.integration.secret_search import Needle, found_in
from tests.integration.story import Story

KEYS = re.compile(
    r"(privateKey|sharedSecret|identityProtectionKey|operationalKey)\W.*?([0-9a-f]{32,})"
)


@pytest.fixture(scope="module")
def fabric(story: Story) -> list[str]:
    """Every value that the engine keeps in the project."""

    async def load() -> list[str]:
        projects = build_project_service(Settings(story.program.home / "none.json"), None)
        passphrase = Passphrase(Secret(PASSPHRASE))
        project = await projects.open(story.program.project, passphrase, mode=OpenMode.READ)
        kept = await project.store.fabric.load()
        await projects.close()
        return [change.value.reveal() for change in kept if change.value is not None]

    environment = story.program.environment()
    del environment["LOCKCHART_PASSPHRASE"]
    with unittest.mock.patch.dict(os.environ, environment):
        return asyncio.run(load())


@pytest.fixture(scope="module")
def needles(story: Story, fabric: list[str]) -> list[Needle]:
    passcode = matter_payloads(parse_setup_code(story.setup["qr"]))[0].passcode.reveal()
    keys = {bytes.fromhex(key) for value in fabric for _name, key in KEYS.findall(value)}
    assert len(keys) >= 3, "the fabric has a root key, an operational key and a group key"
    return [
        *(Needle(f"{person}'s PIN", pin.encode()) for person, pin in story.pins.items()),
        Needle("passcode", str(passcode).encode()),
        Needle("passcode", f"{passcode:08}".encode()),
        Needle("passcode", passcode.to_bytes(4, "little") * 2),
        Needle("setup code", story.setup["qr"].removeprefix("MT:").encode()),
        Needle("digits", story.setup["manual"].encode()),
        Needle("passphrase", PASSPHRASE.encode()),
        *(Needle("fabric key", key) for key in keys),
        *(Needle("fabric key", key.hex().encode()) for key in keys),
    ]


def test_the_search_finds_a_secret_in_every_form() -> None:
    needle = Needle("PIN", b"83502617")
    for form in (
        b"pin 83502617.",
        b"3833353032363137",
        b"xODM1MDI2MTc=",
        b"eDgzNTAyNjE3",
        b"eHg4MzUwMjYxNw==",
    ):
        assert found_in([needle], {"it": form}) == ["PIN in it"], form
    assert found_in([needle], {"it": b"2026-11-23 835026 17 a83502617f"}) == []
    assert found_in([needle], {"it": b"\x0083502617"}) == ["PIN in it"]


def test_standard_output_and_errors_hold_none_unless_asked(
    story: Story, needles: list[Needle]
) -> None:
    asked = [ran for ran in story.program.ran if {"--with-secrets"} & set(ran.words)]
    assert asked
    places = {
        f"{number} {ran.words[0]}": (ran.out + ran.err).encode()
        for number, ran in enumerate(story.program.ran)
        if ran not in asked
    }
    assert found_in(needles, places) == []
    assert found_in(needles, {"asked": asked[0].out.encode()}) == [
        f"{name}'s PIN in asked" for name in sorted(story.pins)
    ]


def test_logs_hold_none(story: Story, needles: list[Needle]) -> None:
    log = story.program.log()
    assert "engine started" in log
    assert found_in(needles, {"log": log.encode()}) == []


def test_arguments_and_environment_of_our_processes_hold_none(
    story: Story, needles: list[Needle]
) -> None:
    """The passphrase is in the environment that was given to the program, and in that of nothing that it starts."""
    engine = [seen for seen in story.watch.seen if b"server.mjs" in b"".join(seen)]
    assert engine, "the engine was seen while it ran"
    started = {
        f"{number}": b"\n".join(seen)
        for number, seen in enumerate(story.watch.seen)
        if b"-m\x00app\x00" not in seen[0]
    }
    assert found_in(needles, started) == []
    words = {f"{number}": seen[0] for number, seen in enumerate(story.watch.seen)}
    assert found_in(needles, words) == []
    assert not [
        seen for seen in engine if b"LOCKCHART" in seen[1].upper().replace(b"LOCKCHART-", b"")
    ]


def test_files_hold_none(story: Story, needles: list[Needle], fabric: list[str]) -> None:
    assert fabric
    places = {str(path): path.read_bytes() for path in _files(story.program)}
    assert str(story.program.project) in places
    assert found_in(needles, places) == []


def test_temporary_files_hold_none(story: Story, needles: list[Needle]) -> None:
    places = {str(number): seen for number, seen in enumerate(story.watch.files)}
    assert found_in(needles, places) == []
    assert list((story.program.folder / "tmp").rglob("*")) == []


def _files(program: Program) -> Iterator[Path]:
    """Every file of the user, but what the person wrote herself and the practice lock's own memory."""
    given = {program.folder / "code", program.folder / "pin"}
    for path in program.folder.rglob("*"):
        is_lock = path.is_relative_to(program.folder / "lock")
        if path.is_file() and path not in given and not is_lock:
            yield path
