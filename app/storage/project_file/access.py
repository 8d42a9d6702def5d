"""Who may run what on the file's thread: reading at any time, writing inside one change."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlcipher3.dbapi2 import Connection

from app.core.errors import BugError
from app.storage.project_file.session import FileSession
from app.storage.project_file.worker import FileWorker

T = TypeVar("T")


class Access(Protocol):
    """What a repository works through."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work and return its result."""
        ...

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run writing work, all or nothing; raises `BugError` outside a change."""
        ...


class ReadAccess:
    """Sees the last commit; never writes."""

    def __init__(self, worker: FileWorker, session: FileSession) -> None:
        self._worker = worker
        self._session = session

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work on the last commit."""
        return await self._worker.run(lambda: self._session.read(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Refuse: raises `BugError("write_outside_change")`."""
        raise BugError("write_outside_change")


class ChangeAccess:
    """Sees and writes one change, until the change ends.

    The database's own transaction begins with the first use: a turn of the file's thread less for every change.
    """

    def __init__(self, worker: FileWorker, session: FileSession) -> None:
        self._worker = worker
        self._session = session
        self._has_begun = False
        self._has_ended = False

    def end(self) -> None:
        """Refuse everything from now on."""
        self._has_ended = True

    def begin_blocking(self) -> None:
        """Begin the transaction if that was not done yet; on the file's thread."""
        if not self._has_begun:
            self._session.begin()
            self._has_begun = True

    def roll_back_blocking(self) -> None:
        """Forget what was done; on the file's thread."""
        if self._has_begun:
            self._session.roll_back()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work inside the change."""
        return await self._run(lambda: self._session.read_in_change(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run writing work; when it fails, nothing of it stays in the change."""
        return await self._run(lambda: self._session.write_in_change(work))

    async def _run(self, work: Callable[[], T]) -> T:
        if self._has_ended:
            raise BugError("change_has_ended")

        def begun() -> T:
            self.begin_blocking()
            return work()

        return await self._worker.run(begun)
