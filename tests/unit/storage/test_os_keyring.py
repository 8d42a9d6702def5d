"""The keyring: one that keeps, one that fails, none at all."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import PasswordDeleteError

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.storage import os_keyring
from app.storage.contracts import RawKey
from app.storage.os_keyring import SERVICE, OsKeyring

KEY = RawKey(Secret("ab" * 32))


class KeepingBackend(keyring.backend.KeyringBackend):
    """A desktop's keyring, in memory."""

    priority = 5.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class KeepingOnBackend(KeepingBackend):
    """A desktop's keyring that does not let go of a key."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError


class SilentBackend(KeepingBackend):
    """A desktop's keyring that never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.is_over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.is_over.wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.is_over.wait()

    def delete_password(self, service: str, username: str) -> None:
        self.is_over.wait()


class LockedBackend(KeepingBackend):
    """A desktop's keyring that nobody unlocks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("locked")


@pytest.fixture(autouse=True)
def usual_backend() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


async def test_a_key_is_kept_recalled_and_forgotten():
    backend = KeepingBackend()
    keyring.set_keyring(backend)
    ours = OsKeyring()
    assert await ours.is_available()
    assert await ours.recall("file") is None
    await ours.remember("file", KEY)
    assert backend.kept == {(SERVICE, "file"): KEY.hex.reveal()}
    assert await ours.recall("file") == KEY
    await ours.forget("file")
    await ours.forget("file")
    assert await ours.recall("file") is None


@pytest.mark.parametrize("module", [keyring.backends.fail, keyring.backends.null])
async def test_without_a_keyring_nothing_is_remembered_and_nothing_fails(module: object):
    keyring.set_keyring(module.Keyring())  # type: ignore[attr-defined]
    ours = OsKeyring()
    assert not await ours.is_available()
    assert await ours.recall("file") is None
    await ours.forget("file")
    with pytest.raises(EnvironmentAppError, match="no_keyring"):
        await ours.remember("file", KEY)


async def test_a_keyring_that_stays_locked_is_like_none():
    keyring.set_keyring(LockedBackend())
    ours = OsKeyring()
    assert await ours.recall("file") is None
    with pytest.raises(EnvironmentAppError, match="keyring_refused"):
        await ours.forget("file")
    with pytest.raises(EnvironmentAppError, match="no_keyring"):
        await ours.remember("file", KEY)


async def test_a_keyring_that_keeps_the_key_is_never_said_to_have_dropped_it():
    keyring.set_keyring(KeepingOnBackend())
    ours = OsKeyring()
    await ours.forget("file")
    await ours.remember("file", KEY)
    with pytest.raises(EnvironmentAppError, match="keyring_refused"):
        await ours.forget("file")


async def test_a_keyring_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os_keyring, "ANSWER_S", 0.02)
    backend = SilentBackend()
    keyring.set_keyring(backend)
    ours = OsKeyring()
    try:
        assert await ours.recall("file") is None
        with pytest.raises(EnvironmentAppError, match="keyring_silent"):
            await ours.remember("file", KEY)
        with pytest.raises(EnvironmentAppError, match="keyring_silent"):
            await ours.forget("file")
    finally:
        backend.is_over.set()


async def test_somebody_who_does_not_wait_for_the_keyring_can_go():
    backend = SilentBackend()
    keyring.set_keyring(backend)
    asking = asyncio.create_task(OsKeyring().recall("file"))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    backend.is_over.set()


SILENT_PROGRAM = """
import asyncio, threading, keyring, keyring.backend
from app.storage.os_keyring import OsKeyring

asked = threading.Event()

class Silent(keyring.backend.KeyringBackend):
    priority = 5.0
    def get_password(self, service, username):
        asked.set()
        threading.Event().wait()
    def set_password(self, service, username, password):
        pass

async def main():
    keyring.set_keyring(Silent())
    asking = asyncio.create_task(OsKeyring().recall("file"))
    while not asked.is_set():
        await asyncio.sleep(0.005)
    asking.cancel()

asyncio.run(main())
print("ended")
"""


def test_the_program_ends_although_the_keyring_never_answers():
    ended = subprocess.run(
        [sys.executable, "-c", SILENT_PROGRAM],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=8,
        check=True,
    )
    assert ended.stdout == "ended\n"
