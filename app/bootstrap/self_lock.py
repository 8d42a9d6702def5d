"""Locking an open project by itself: cover, wait for the work on locks, close, ask for the passphrase."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from app.bootstrap.building import clock
from app.core.fault_hook import report_fault
from app.core.tasks import TaskOwner
from app.texts.messages import message
from app.ui.lock_cover import LockCover
from app.viewmodels.self_lock import SelfLockViewModel

if TYPE_CHECKING:
    from app.bootstrap.window_program import WindowProgram
    from app.ui.session_watch import SessionWatch
    from app.ui.widgets.clipboard import SecretClipboard

LOOK_AGAIN_S = 0.2
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class SelfLock(QObject):
    """Locks a real project; one for practice has no secret, and its passphrase may be the program's own.

    A project whose file was moved away stays open: closing it would lose what was changed since.
    """

    def __init__(self, program: "WindowProgram", clipboard: "SecretClipboard") -> None:
        super().__init__()
        self._program, self._clipboard = program, clipboard
        self._tasks = TaskOwner(report_fault)
        self._session: SessionWatch | None = None
        self._window: QWindow | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focus_window_changed)
            self._on_focus_window_changed(application.focusWindow())
        self.watch = SelfLockViewModel(
            program.settings, lambda: clock().timestamp(), time.monotonic, self
        )
        self.watch.due.connect(self._on_due)
        program.project.opened.connect(lambda _workplace: self._begin())
        program.project.closed.connect(self.watch.end)

    async def close(self) -> None:
        """End what runs; safe twice."""
        self.watch.end()
        await self._tasks.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.watch.note_activity()
        return False

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        # A filter on the whole application would see, in Python, every event of every widget.
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def _begin(self) -> None:
        state = self._program.project.state
        if state is None or state.is_practice:
            self.watch.end()
            return
        self.watch.begin()
        if self._session is None:
            from app.ui.session_watch import SessionWatch  # noqa: PLC0415 (D-Bus, with a project)

            self._session = SessionWatch(self)
            self._session.left.connect(self.watch.leave)
            self._session.start()

    def _on_due(self, reason: str) -> None:
        state = self._program.project.state
        if state is None or state.is_moved:
            return
        sentence = message(f"locked_{reason}", {"minutes": self.watch.minutes})
        self._tasks.start("lock", self._lock(state.path, sentence))

    async def _lock(self, path: Path, sentence: str) -> None:
        program = self._program
        self._clipboard.clear_now()
        cover = LockCover(program.theme, program.window, sentence, message("locking_waits"))
        cover.stop_wanted.connect(lambda: self._tasks.start("wind up", self._wind_up()))
        try:
            while program.pages is not None and program.pages.is_at_lock:
                cover.set_waiting(True)
                await asyncio.sleep(LOOK_AGAIN_S)
            cover.set_waiting(False)
            cover.drop_dialogs()
            is_closed = await self._leave()
        finally:
            cover.lift()
        if is_closed:
            program.project.passphrase_wanted.emit(path, sentence)

    async def _leave(self) -> bool:
        """Close the project; False when that failed, which is said."""
        ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def end(is_closed: bool) -> None:
            if not ended.done():
                ended.set_result(is_closed)

        project = self._program.project
        on_closed = project.closed.connect(lambda: end(True))
        on_failed = project.failed.connect(lambda _sentence: end(False))
        try:
            project.leave()
            return await ended
        finally:
            project.closed.disconnect(on_closed)
            project.failed.disconnect(on_failed)

    async def _wind_up(self) -> None:
        if self._program.pages is not None:
            await self._program.pages.wind_up()
