"""The keyring: one that keeps, one that fails, none at all."""

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
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
        del self.kept[service, username]


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
    await ours.forget("file")
    with pytest.raises(EnvironmentAppError, match="no_keyring"):
        await ours.remember("file", KEY)
