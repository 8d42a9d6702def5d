"""The operating system's keyring; a computer without one is told from one that keeps keys."""

import asyncio
import logging
from typing import Protocol, cast

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.storage.contracts import RawKey

SERVICE = "lockchart"
_USELESS = ("keyring.backends.fail", "keyring.backends.null")
_log = logging.getLogger(__name__)


class _Backend(Protocol):
    """What of `keyring.backend.KeyringBackend` is used."""

    priority: float

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class OsKeyring:
    """Keeps keys by the file's id. Every call may ask the person to unlock the keyring, so it runs on a thread of its own."""

    async def is_available(self) -> bool:
        """Whether something would be remembered."""
        return await asyncio.to_thread(lambda: _backend() is not None)

    async def recall(self, file_id: str) -> RawKey | None:
        """The remembered key; None when there is none, or no keyring, or it stays locked."""
        text = await asyncio.to_thread(_recall_blocking, file_id)
        return None if text is None else RawKey(Secret(text))

    async def remember(self, file_id: str, key: RawKey) -> None:
        """Keep the key; raises `EnvironmentAppError("no_keyring")`."""
        await asyncio.to_thread(_remember_blocking, file_id, key)

    async def forget(self, file_id: str) -> None:
        """Drop the key; no error when there is none."""
        await asyncio.to_thread(_forget_blocking, file_id)


def _backend() -> _Backend | None:
    """The keyring that this desktop offers, or None."""
    import keyring

    found = cast("_Backend", keyring.get_keyring())
    if type(found).__module__.startswith(_USELESS) or found.priority <= 0:
        return None
    return found


def _recall_blocking(file_id: str) -> str | None:
    backend = _backend()
    if backend is None:
        return None
    try:
        return backend.get_password(SERVICE, file_id)
    except Exception as error:  # noqa: BLE001, backends raise what their desktop raises; asking for the passphrase is the remedy
        _log.info("the keyring did not answer: %s", type(error).__name__)
        return None


def _remember_blocking(file_id: str, key: RawKey) -> None:
    backend = _backend()
    if backend is None:
        raise EnvironmentAppError("no_keyring")
    try:
        backend.set_password(SERVICE, file_id, key.hex.reveal())
    except Exception as error:
        raise EnvironmentAppError("no_keyring") from error


def _forget_blocking(file_id: str) -> None:
    backend = _backend()
    if backend is None:
        return
    try:
        backend.delete_password(SERVICE, file_id)
    except Exception as error:  # noqa: BLE001, no entry and no answer look alike in some backends
        _log.info("nothing was dropped from the keyring: %s", type(error).__name__)
