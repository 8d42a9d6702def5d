"""A project held open for writing by another hand, as an open window does."""

import asyncio
import contextlib
import threading
from collections.abc import Generator
from pathlib import Path

from app.cli.tools import Tools
from app.core.secret import Secret
from app.services.project import OpenMode, Passphrase


@contextlib.contextmanager
def held_open(tools: Tools, file: Path, passphrase: str) -> Generator[None]:
    """While the block runs, a second project service in another thread has the file open for writing."""
    is_open, may_close = threading.Event(), threading.Event()

    async def hold() -> None:
        projects = tools.projects("holder")
        try:
            await projects.open(file, Passphrase(Secret(passphrase)), mode=OpenMode.WRITE)
            is_open.set()
            await asyncio.to_thread(may_close.wait)
        finally:
            await projects.close()

    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    thread.start()
    try:
        assert is_open.wait(10)
        yield
    finally:
        may_close.set()
        thread.join()
