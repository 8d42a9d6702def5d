"""The program behind the window: from the first paint to the end, in order and back in reverse."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTime

from app.bootstrap.first_paint import FIRST, Frame
from app.core.fault_hook import FaultHook, report_fault
from app.core.settings import REVEAL_S, THEME
from app.core.tasks import TaskOwner
from app.ui.main_window import PageEntry
from app.ui.pages.first_run_page import FirstRunPage
from app.ui.theme import Scheme

if TYPE_CHECKING:
    from app.bootstrap.demo import Demo
    from app.bootstrap.home import Home
    from app.bootstrap.window_pages import ProjectPages
    from app.services.workplace import Workplace
    from app.ui.leaving import Leaving
    from app.ui.project_desk import ProjectDesk
    from app.ui.widgets.clipboard import SecretClipboard
    from app.viewmodels.project import ProjectViewModel
    from app.viewmodels.project_key import ProjectKeyViewModel

NEW = "new_project"
_ENDINGS = (signal.SIGINT, signal.SIGTERM)


class Start(NamedTuple):
    """What the window was opened for."""

    file: Path | None = None
    is_demo: bool = False
    is_fresh: bool = False


class WindowProgram(QObject):
    """Owns everything that lives as long as the window. `is_ready` once a person's wishes can be carried out."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.theme, self.window, self.settings = frame.theme, frame.window, frame.settings
        self.project: ProjectViewModel
        self.desk: ProjectDesk
        self._key: ProjectKeyViewModel
        self._clipboard: SecretClipboard
        self._saved = ""
        self.hook = FaultHook(self._tell_fault)
        self.pages: ProjectPages | None = None
        self.is_ready = False
        self._tasks = TaskOwner(report_fault)
        self._ended = asyncio.Event()
        self._is_ending = False
        self._is_closed = False
        self._first: FirstRunPage = frame.page
        self._message_action: Callable[[], None] = _nothing
        self._demo: Demo | None = None
        self._leaving: Leaving | None = None
        self.home: Home | None = None

    # --- the life of the program -----------------------------------------------------------------

    async def run(self, start: Start) -> int:
        """Everything from the first paint to the end; the exit code."""
        loop = asyncio.get_running_loop()
        self.hook.install(loop)
        self.window.closing.connect(self.ask_to_end)
        for number in _ENDINGS:
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, self.end)
        try:
            self._build()
            self._begin(start)
            await self._ended.wait()
        finally:
            await self.close()
            for number in _ENDINGS:
                with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                    loop.remove_signal_handler(number)
            self.hook.uninstall()
        return 0

    def ask_to_end(self) -> None:
        """Somebody closed the window."""
        state = self.project.state if self.is_ready else None
        is_question = self._leaving is not None and self._leaving.is_question
        is_question = is_question or (state is not None and state.is_moved)
        if self._is_ending or (self._demo is None and not is_question):
            self.end()
        else:
            self._tasks.start("end", self._ask_to_end())

    def end(self) -> None:
        """End the program; safe twice."""
        self._is_ending = True
        self._ended.set()

    async def close(self) -> None:
        """Close everything in reverse order, the window last."""
        self.is_ready, self._is_ending = False, True
        self.window.setEnabled(False)
        await self._tasks.close()
        if hasattr(self, "desk"):
            await self.desk.close()
            await self._key.close()
            await self._close_pages()
            await self.project.end()
            if self.home is not None:
                await self.home.close()
            self._clipboard.clear_now()
        if self._demo is not None:
            await self._demo.close()
        self._is_closed = True
        self.window.release()
        self.window.deleteLater()
        # Qt disposes of what is to be deleted only while its loop runs.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _build(self) -> None:
        """Load and wire what the first paint did not need."""
        # These load services, storage and dialogs: too much for the first paint.
        from app.bootstrap.building import build_project_service, clock, login_name  # noqa: PLC0415
        from app.bootstrap.home import Home  # noqa: PLC0415
        from app.bootstrap.window_pages import workplace_builder  # noqa: PLC0415
        from app.ui.leaving import Leaving  # noqa: PLC0415
        from app.ui.project_desk import ProjectDesk  # noqa: PLC0415
        from app.ui.widgets.clipboard import SecretClipboard  # noqa: PLC0415
        from app.viewmodels.project import ProjectViewModel  # noqa: PLC0415
        from app.viewmodels.project_key import ProjectKeyViewModel  # noqa: PLC0415

        self._clipboard = SecretClipboard(self, clear_after_ms=1000 * self.settings.get(REVEAL_S))
        projects = build_project_service(self.settings, None)
        projects.before_close(self._close_pages)
        self.project = ProjectViewModel(
            projects, self.settings, workplace_builder(), clock, login_name()
        )
        self._key = ProjectKeyViewModel(projects)
        self._leaving = Leaving(self.theme, self.window, self._tasks, lambda: self.pages, self.say)
        self.desk = ProjectDesk(
            self.theme, self.window, self.project, self._key, self._leaving.may_leave
        )
        self._connect()
        self.home = Home(self, projects, self._clipboard)
        self._wire_first(self._first)
        self.settings.on_change(self._on_setting_changed)
        self.is_ready = True

    def _connect(self) -> None:
        project, window = self.project, self.window
        project.opened.connect(self._on_project_opened)
        project.closed.connect(self._on_project_closed)
        project.renamed.connect(self._show_facts)
        project.remembering_changed.connect(self._show_facts)
        project.saved.connect(self._on_project_saved)
        project.lost.connect(self._on_project_lost)
        for model in (project, self._key):
            model.told.connect(lambda text: self.say(text, "ok"))
            model.failed.connect(lambda text: self.say(text, "bad"))
        project.warned.connect(lambda text: self.say(text, "warn"))
        window.messages.action_pressed.connect(lambda: self._message_action())

    def _begin(self, start: Start) -> None:
        if self.settings.problem is not None:
            from app.texts.messages import error_sentence  # noqa: PLC0415 (rarely needed)

            self.say(error_sentence(self.settings.problem), "warn")
        if start.is_demo:
            self._tasks.start("demo", self.practise(is_fresh=start.is_fresh))
        elif start.file is not None:
            self.desk.reopen(start.file)

    # --- without a project ----------------------------------------------------------------------

    def _wire_first(self, page: FirstRunPage) -> None:
        self.window.add_hidden_page(PageEntry(NEW, "", "", self.desk.build_new_page))
        page.new_wanted.connect(self._on_new_wanted)
        page.open_wanted.connect(self.desk.open)
        page.reopen_wanted.connect(self._on_reopen_wanted)
        page.practice_wanted.connect(lambda: self._tasks.start("practice", self.practise()))
        self.project.busy_changed.connect(page.set_busy)
        page.set_busy(False)
        page.focus_first()
        if self.home is not None:
            self.home.wire_recent(page.recent, self._show_first)

    def _on_new_wanted(self) -> None:
        self.window.show_page(NEW)
        page = self.window.page
        if page is not None:
            page.setFocus()

    def _on_reopen_wanted(self) -> None:
        last = self.project.memory.last_path
        if last is not None:
            self.desk.reopen(last)

    async def practise(self, *, is_fresh: bool = False) -> None:
        """Open the practice project with its two locks."""
        from app.bootstrap.demo import Demo  # noqa: PLC0415 (only for practice)

        if self._demo is None:
            self._demo = Demo(self)
        await self._demo.open(is_fresh=is_fresh)

    async def _ask_to_end(self) -> None:
        if not await self.desk.may_close():
            return
        if self._demo is None or await self._demo.ask_to_end():
            self.end()

    # --- with a project -------------------------------------------------------------------------

    def _on_project_opened(self, workplace: "Workplace") -> None:
        from app.bootstrap.window_pages import ProjectPages  # noqa: PLC0415 (a project is open now)

        self.window.messages.close_message()
        self.pages = ProjectPages(self, workplace, self._clipboard)
        self.window.set_pages(self.pages.entries())
        self.window.set_project_menu(self.menu())
        self._saved = ""
        self._show_facts()
        self.pages.locks_counted.connect(self._show_facts)
        self.window.show_page(self.pages.first_id)
        state = self.project.state
        if state is not None and state.read_only:
            word = self.tr("Save a copy …")
            self.say(state.read_only, "warn", action=word, on_action=self.desk.save_copy)
        else:
            self.pages.go_on()

    def _on_project_closed(self) -> None:
        self._show_first()

    def _show_first(self) -> None:
        recent = self.home.recent() if self.home is not None else ()
        page = self._first = FirstRunPage(self.theme, self.project.memory.last_path, recent)
        self.window.set_project(None)
        self.window.set_pages([PageEntry(FIRST, "", "", lambda: page)])
        self.window.show_page(FIRST)
        self._wire_first(page)

    def _on_project_saved(self, at: datetime) -> None:
        local = at.astimezone()
        time = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
        self._saved = self.tr("saved {0}").format(time)
        self._show_facts()

    def _on_project_lost(self, sentence: str) -> None:
        word = self.tr("Save a copy …")
        self.say(sentence, "bad", action=word, on_action=self.desk.save_copy)

    def _show_facts(self) -> None:
        from app.ui.widgets.rail import ProjectFacts  # noqa: PLC0415 (a project is open now)

        state = self.project.state
        if state is None or self.pages is None:
            return
        count = self.pages.lock_count
        counts = self.tr("Locks: {0}").format(count) if count is not None else ""
        self.window.set_project(ProjectFacts(state.name, counts, self._saved, state.is_practice))
        self.window.set_project_menu(self.menu())

    def menu(self) -> list[tuple[str, str]]:
        """The entries of the project block."""
        return [*self.desk.menu(), *(self.home.menu() if self.home is not None else ())]

    async def _close_pages(self) -> None:
        pages, self.pages = self.pages, None
        if pages is not None:
            await pages.close()

    # --- what concerns all of it ----------------------------------------------------------------

    def say(
        self,
        text: str,
        tone: str = "info",
        *,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        details: str = "",
    ) -> None:
        """Say something above the page."""
        if self._is_closed:
            return
        self._message_action = on_action or _nothing
        self.window.messages.show_message(text, tone, action=action, details=details)

    def _tell_fault(self, details: str) -> None:
        from app.texts.messages import message  # noqa: PLC0415 (needed when something went wrong)

        self.say(message("fault"), "bad", details=details)

    def _on_setting_changed(self, key: str) -> None:
        if key == THEME.key:
            self.theme.set_scheme(Scheme(self.settings.get(THEME)))
        elif key == REVEAL_S.key:
            self._clipboard.set_keep_ms(1000 * self.settings.get(REVEAL_S))


def _nothing() -> None:
    """No action goes with the message."""
