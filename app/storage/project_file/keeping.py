"""When what a copy needs without its file is read: once nobody waits for anything else."""

import asyncio

from app.storage.project_file.session import FileSession
from app.storage.project_file.worker import FileWorker

FIRST_S = 1.0
"""How long after opening the file's bytes are read: the first pages of the window go before."""

AFTER_COMMIT_S = 10.0
"""The same after a commit. Its statements are kept until then, so nothing depends on this time but how long values stay in memory."""


class Keeping:
    """Lets the session read on, a piece at a time, behind whatever else the file's thread has to do."""

    def __init__(self, worker: FileWorker, session: FileSession) -> None:
        self._worker = worker
        self._session = session
        self._timer: asyncio.TimerHandle | None = None
        self._is_ended = False

    def begin(self) -> None:
        """The file was opened."""
        self._read_in(FIRST_S)

    def note_commit(self) -> None:
        """Something was committed."""
        self._read_in(AFTER_COMMIT_S)

    def end(self) -> None:
        """The file is being closed."""
        self._is_ended = True
        if self._timer is not None:
            self._timer.cancel()

    def _read_in(self, delay_s: float) -> None:
        if self._timer is None and not self._is_ended:
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._read_now)

    def _read_now(self) -> None:
        self._timer = None
        self._worker.post(self._read_on)

    def _read_on(self) -> None:
        if self._session.copy_on():
            self._worker.post(self._read_on)
