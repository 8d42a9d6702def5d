"""The implementations that the contract tests run over."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from app.core.secret import Secret
from app.domain.ids import WriterId
from app.domain.project import ProjectKind
from app.storage.contracts import Passphrase, ProjectFiles, ProjectStore
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from tests.contract.storage.values import T0
from tests.fakes.memory_store import MemoryProjectFiles

WEAK = (KeyParameters(time_cost=1, memory_kib=8, parallelism=1),)
PASSPHRASE = Passphrase(Secret("correct horse"))


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second at every look."""
    seconds = iter(range(10**9))
    return lambda: T0 + timedelta(seconds=next(seconds))


def file_world() -> ProjectFiles:
    return SqlCipherProjectFiles(WriterId(uuid4()), parameters=WEAK, now=ticking())


def memory_world() -> ProjectFiles:
    return MemoryProjectFiles(now=ticking())


WORLDS = {"file": file_world, "memory": memory_world}


class World:
    """Makes projects of one implementation."""

    def __init__(self, files: ProjectFiles, folder: Path) -> None:
        self.files = files
        self.path = folder / "test.lockchart"

    @asynccontextmanager
    async def project(self, kind: ProjectKind = ProjectKind.REAL) -> AsyncGenerator[ProjectStore]:
        store = await self.files.create(
            self.path,
            PASSPHRASE,
            name="Test",
            time_zone="Europe/Lisbon",
            kind=kind,
            operator="Olga",
        )
        try:
            yield store
        finally:
            await store.close()
