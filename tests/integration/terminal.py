"""The program on a terminal of its own, as a person types."""

import contextlib
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.integration.cli_program import ROOT, process_environment


class Terminal:
    """One command with a terminal as its input, output and error."""

    def __init__(self, words: Sequence[str | Path]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, words)],
            cwd=ROOT,
            env={**process_environment(None), "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        self._theirs = theirs
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._theirs)
        os.close(self._ours)

    @property
    def echoes(self) -> bool:
        """Whether what is typed is shown."""
        return bool(termios.tcgetattr(self._theirs)[3] & termios.ECHO)

    def wait_for(self, text: str, timeout_s: float = 20.0) -> None:
        """Read until the text was shown."""
        end = time.monotonic() + timeout_s
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            self._read(0.05)

    def type(self, text: str) -> None:
        """Press these keys."""
        os.write(self._ours, text.encode())

    def end(self, timeout_s: float = 20.0) -> int:
        """Wait for the end of the command; its exit code."""
        end = time.monotonic() + timeout_s
        while self.process.poll() is None:
            assert time.monotonic() < end, self.shown
            self._read(0.05)
        self._read(0.05)
        return self.process.returncode

    def _read(self, timeout_s: float) -> None:
        while select.select([self._ours], [], [], timeout_s)[0]:
            with contextlib.suppress(OSError):
                self.shown += os.read(self._ours, 65536).decode(errors="replace")
                continue
            return


def _take_terminal() -> None:
    """Make the terminal the controlling one, so that Ctrl-C reaches the command and questions find it."""
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
