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
    """Sees and writes one change, until the change ends."""

    def __init__(self, worker: FileWorker, session: FileSession) -> None:
        self._worker = worker
        self._session = session
        self._has_ended = False

    def end(self) -> None:
        """Refuse everything from now on."""
        self._has_ended = True

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reading work inside the change."""
        self._check()
        return await self._worker.run(lambda: self._session.read_in_change(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run writing work; when it fails, nothing of it stays in the change."""
        self._check()
        return await self._worker.run(lambda: self._session.write_in_change(work))

    def _check(self) -> None:
        if self._has_ended:
            raise BugError("change_has_ended")
