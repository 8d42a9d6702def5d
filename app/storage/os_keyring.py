"""The operating system's keyring; a computer without one is told from one that keeps keys."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.storage.contracts import RawKey

SERVICE = "lockchart"
_USELESS = ("keyring.backends.fail", "keyring.backends.null")
ANSWER_S = 60.0
"""Long enough to type the keyring's own password; a keyring that never answers is given up after it."""

LOOK_S = 5.0
"""The same for finding a keyring, which asks nobody."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Backend(Protocol):
    """What of `keyring.backend.KeyringBackend` is used."""

    priority: float

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class OsKeyring:
    """Keeps keys by the file's id.

    Every call may ask the person to unlock the keyring, and some desktops never answer: each runs on a thread of its own that the end
    of the program does not wait for.
    """

    async def is_available(self) -> bool:
        """Whether something would be remembered."""
        try:
            return await _answer(lambda: _backend() is not None, LOOK_S)
        except TimeoutError:
            _log.info("the keyring did not say whether it is there")
            return False

    async def recall(self, file_id: str) -> RawKey | None:
        """The remembered key; None when there is none, or no keyring, or it stays locked or silent."""
        try:
            text = await _answer(lambda: _recall_blocking(file_id), ANSWER_S)
        except TimeoutError:
            _log.info("the keyring did not answer in time")
            return None
        return None if text is None else RawKey(Secret(text))

    async def remember(self, file_id: str, key: RawKey) -> None:
        """Keep the key; raises `EnvironmentAppError` `no_keyring` or `keyring_silent`."""
        await _answer_or_raise(lambda: _remember_blocking(file_id, key))

    async def forget(self, file_id: str) -> None:
        """Drop the key; no error when there is none. Raises `EnvironmentAppError` `keyring_refused` or `keyring_silent`."""
        await _answer_or_raise(lambda: _forget_blocking(file_id))


async def _answer_or_raise(work: Callable[[], None]) -> None:
    try:
        await _answer(work, ANSWER_S)
    except TimeoutError as error:
        raise EnvironmentAppError("keyring_silent") from error


async def _answer(work: Callable[[], T], most_s: float) -> T:
    """What the work returns; on a daemon thread, which is left to itself after `TimeoutError`."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def succeed(result: T) -> None:
        if not future.done():
            future.set_result(result)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended without waiting
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001, it is raised where it was asked for
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(succeed, result)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    async with asyncio.timeout(most_s):
        return await future


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
    from keyring.errors import PasswordDeleteError

    try:
        try:
            backend.delete_password(SERVICE, file_id)
        except PasswordDeleteError as error:
            # Some say so where there is none, some where nobody unlocked the keyring.
            if backend.get_password(SERVICE, file_id) is not None:
                raise EnvironmentAppError("keyring_refused") from error
    except EnvironmentAppError:
        raise
    except Exception as error:
        raise EnvironmentAppError("keyring_refused") from error
