"""The demo: a practice project of its own with two practice locks, one added already and one to be added."""

import asyncio
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.errors import AppError
from app.core.paths import data_dir, private_dir
from app.core.secret import Secret
from app.driver_api.pairing import Done
from app.texts.messages import error_sentence, message
from app.ui.three_way_dialog import ask_three_ways

if TYPE_CHECKING:
    from app.bootstrap.window_pages import ProjectPages
    from app.bootstrap.window_program import WindowProgram

PASSPHRASE = Secret("practice")
"""Of the demo's project only. It protects nothing, and the command line can open the project with it too."""

LOCKS = 2


class Demo(QObject):
    """Opens the demo's project without asking for anything, and removes everything at the end unless somebody keeps it."""

    def __init__(self, program: "WindowProgram") -> None:
        super().__init__()
        self._program = program
        self._is_kept = False

    async def open(self, *, is_fresh: bool = False) -> None:
        """Open the project, made anew if there is none or it is asked for, and bring its locks up."""
        program = self._program
        if is_fresh:
            await asyncio.to_thread(shutil.rmtree, demo_dir(), ignore_errors=True)
        private_dir(demo_dir())
        try:
            await program.project.open_practice(demo_file(), message("demo_project"), PASSPHRASE)
            pages = program.pages
            if pages is None or pages.practice is None:
                return
            program.say(message("demo_preparing"))
            await pages.practice.start_now(LOCKS)
            await self._prepare(pages)
        except AppError as error:
            program.say(error_sentence(error), "bad")

    async def ask_to_end(self) -> bool:
        """Ask whether the demo is kept; whether the program may end."""
        answer = await ask_three_ways(
            self._program.theme,
            self._program.window,
            self.tr("Keep the practice project?"),
            self.tr(
                "Kept, it goes on where you are the next time you practise. Otherwise it is removed with its locks."
            ),
            first=self.tr("&Keep it"),
            second=self.tr("&Remove it"),
        )
        self._is_kept = answer == "first"
        return answer is not None

    async def close(self) -> None:
        """Remove everything unless it is kept; the project has to be closed before."""
        if not self._is_kept:
            await asyncio.to_thread(shutil.rmtree, demo_dir(), ignore_errors=True)

    async def _prepare(self, pages: "ProjectPages") -> None:
        """In a new demo, add the first lock, as a person would by the wizard."""
        work, practice = pages.workplace, pages.practice
        if practice is None or await work.sites.list_doors():
            self._program.window.messages.close_message()
            return
        site = message("demo_site")
        place = await work.sites.add_door(site, message("demo_door_front"))
        await work.sites.add_door(site, message("demo_door_back"))
        code = practice.setup_code(practice.items[0].key)
        run = await work.pairing.begin(place, code, lambda _progress: None, accept_findings=True)
        step = await run.start()
        if isinstance(step, Done):
            await work.refreshing.refresh({place.door.id})
            self._program.say(message("demo_ready"), "info")
        else:
            await run.cancel()
            self._program.say(message("pairing_failed"), "bad")


def demo_dir() -> Path:
    """Where the demo's project and locks lie."""
    return data_dir() / "demo"


def demo_file() -> Path:
    """The demo's project."""
    return demo_dir() / "practice.lockchart"


def practice_dir(project: Path) -> Path:
    """The memory of the practice locks that belong to a practice project."""
    if project.absolute() == demo_file().absolute():
        return demo_dir() / "locks"
    name = sha256(str(project.absolute()).encode()).hexdigest()[:16]
    return data_dir() / "practice" / "projects" / name
