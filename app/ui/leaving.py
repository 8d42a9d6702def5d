"""Asking before work on locks is cut off, and letting it come to an end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from app.core.tasks import TaskOwner
from app.ui.dialogs import confirm
from app.ui.main_window import MainWindow
from app.ui.theme import Theme


class LockWork(Protocol):
    """Whatever works on locks."""

    @property
    def is_at_lock(self) -> bool:
        """Whether work goes on."""
        ...

    def wind_up(self) -> Awaitable[None]:
        """End it after its running step."""
        ...


class Say(Protocol):
    """Says something above the page, with something to press."""

    def __call__(
        self, text: str, tone: str = "info", *, action: str = "", on_action: Callable[[], None]
    ) -> None:
        """Say it."""
        ...


class Leaving(QObject):
    """Asked before the project is closed. The loop goes on all the while, and so does the work until somebody lets it stop."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        tasks: TaskOwner,
        work: Callable[[], LockWork | None],
        say: Say,
    ) -> None:
        super().__init__(window)
        self._theme, self._window, self._tasks, self._work = theme, window, tasks, work
        self._say = say
        self._is_asking = False

    @property
    def is_question(self) -> bool:
        """Whether somebody has to be asked."""
        work = self._work()
        return work is not None and work.is_at_lock

    async def may_leave(self) -> bool:
        """Whether nothing works on locks any more: nothing did, or somebody let it stop and its running step is recorded.

        While the question is open, or the step runs, a second asking is answered with no.
        """
        work = self._work()
        if work is None or not work.is_at_lock:
            return True
        if self._is_asking:
            return False
        self._is_asking = True
        try:
            if not await self._ask():
                return False
            await self._wind_up(work)
        finally:
            self._is_asking = False
        return True

    async def _ask(self) -> bool:
        return await confirm(
            self._theme,
            QApplication.activeModalWidget() or self._window,
            self.tr("Work on locks is going on"),
            self.tr(
                "It can stop after the current step, as soon as that is recorded. "
                "What is not done by then stays planned, and a lock that is being added can be gone on with later."
            ),
            accept=self.tr("&Stop after the current step"),
            reject=self.tr("&Keep working"),
        )

    async def _wind_up(self, work: LockWork) -> None:
        """Wait for the running step, unless somebody does not want to wait for a lock that is silent."""
        over = asyncio.Event()
        words, at_once = self.tr("Stopping after the current step …"), self.tr("Stop &at once")
        self._say(words, "info", action=at_once, on_action=over.set)
        self._tasks.start("winding up", self._ended(work, over))
        await over.wait()
        if self._window.messages.text == words:
            self._window.messages.close_message()

    @staticmethod
    async def _ended(work: LockWork, over: asyncio.Event) -> None:
        try:
            await work.wind_up()
        finally:
            over.set()


async def may_go_without_copy(theme: Theme, window: MainWindow) -> bool:
    """Ask whether a project whose file is gone may be closed with what was changed since."""
    return await confirm(
        theme,
        window,
        QCoreApplication.translate("Leaving", "Close without a copy?"),
        QCoreApplication.translate(
            "Leaving",
            "The project's file is not where it was. What you changed since is lost when the project is closed without saving a copy.",
        ),
        accept=QCoreApplication.translate("Leaving", "Close without a copy"),
        reject=QCoreApplication.translate("Leaving", "Go back"),
        is_destructive=True,
    )
