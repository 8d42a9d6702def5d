"""The command line in this process on a project that stays open, so that one engine serves all its commands."""

import asyncio
import contextlib
import io
import os
import signal
import unittest.mock
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from app.bootstrap.building import build_project_service, build_tools
from app.cli.main import main
from app.core.secret import Secret
from app.core.settings import Settings
from app.drivers.matter.client import MatterClient
from app.drivers.matter.driver import MatterDriver
from app.drivers.matter.engine import MatterEngine
from app.services.open_project import OpenProject
from app.services.project import OpenMode, Passphrase, ProjectService
from tests.integration.cli_world import PASSPHRASE, Program, Ran

FRONT, SIDE = "House/Front", "House/Side"
PATIENCE_S = 20
"""How long a desk looks for a lock that should be there: one that was just let go needs a moment."""


class _Kept:
    """A project service whose project stays open when a command ends."""

    def __init__(self, service: ProjectService) -> None:
        self._service = service
        self._open: OpenProject | None = None

    async def open(self, path: Path, passphrase: Passphrase, *, mode: OpenMode) -> OpenProject:
        del mode  # a desk that has written once goes on writing
        if self._open is None:
            self._open = await self._service.open(path, passphrase, mode=OpenMode.WRITE)
            _driver(self._open)._discovery_s = PATIENCE_S
        return self._open

    @property
    def project(self) -> OpenProject:
        assert self._open is not None
        return self._open

    async def close(self) -> None:
        """Keep it."""

    async def end(self) -> None:
        self._open = None
        await self._service.close()


@dataclass(slots=True)
class Desk(Program):
    """The same commands as a program's, without starting it for each of them."""

    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _kept: _Kept | None = None

    def run(self, *words: str) -> Ran:
        return self.run_here(*words)

    def run_here(self, *words: str) -> Ran:
        if words[0] == "new":
            return Program.run_here(self, *words)
        out, err = io.StringIO(), io.StringIO()
        with (
            self._at_home(),
            unittest.mock.patch.object(asyncio, "run", self._runner.run),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            tools = replace(
                build_tools(Secret(PASSPHRASE)), projects=lambda _operator: self._service()
            )
            code = main(words, tools)
        ran = Ran(words, code, out.getvalue(), err.getvalue())
        self.ran.append(ran)
        return ran

    def close_project(self) -> None:
        """Close it as the end of a command would; the next command opens it again."""
        if self._kept is not None:
            self._runner.run(self._kept.end())

    def end_desk(self) -> None:
        self.close_project()
        self._runner.close()

    @property
    def engine_process(self) -> int | None:
        """The engine's process while it runs."""
        assert self._kept is not None
        engine = cast("MatterEngine", _driver(self._kept.project)._server)
        return engine.process_id

    def do(self, work: Callable[[OpenProject], Awaitable[Any]]) -> Any:
        """Look into the open project."""
        assert self._kept is not None
        return self._runner.run(_waited(work(self._kept.project)))

    @contextlib.contextmanager
    def looking_for(self, seconds: int) -> Generator[None]:
        """Look for locks no longer than this while the block runs."""
        self.ask("status")
        assert self._kept is not None
        driver = _driver(self._kept.project)
        driver._discovery_s = seconds
        yield
        driver._discovery_s = PATIENCE_S

    def kill_engine(self) -> None:
        process = self.engine_process
        assert process is not None
        os.kill(process, signal.SIGKILL)

    @contextlib.contextmanager
    def killed_at(self, step: str) -> Generator[list[str]]:
        """While the block runs, the engine is killed when commissioning comes to this step; gives the steps that were seen."""
        seen: list[str] = []
        commission = MatterClient.commission

        def on_step(name: str) -> None:
            seen.append(name)
            if name == step:
                self.kill_engine()

        async def watched(client: MatterClient, code: Secret[str], **given: Any) -> Any:
            if given.get("accept"):  # the attempt before it ends at the findings
                given["on_step"] = on_step
            return await commission(client, code, **given)

        with unittest.mock.patch.object(MatterClient, "commission", watched):
            yield seen

    def _service(self) -> Any:
        if self._kept is None:
            settings = Settings(self.home / "settings.json")
            self._kept = _Kept(build_project_service(settings, "Ines"))
        return self._kept

    @contextlib.contextmanager
    def _at_home(self) -> Generator[None]:
        environment = self.environment()
        del environment["LOCKCHART_PASSPHRASE"]
        with unittest.mock.patch.dict(os.environ, environment):
            yield


@contextlib.contextmanager
def new_desk(folder: Path) -> Generator[Desk]:
    """A desk with a practice project that has two doors and four people."""
    desk = Desk(folder)
    desk.about("new", "--practice")
    try:
        for door in (FRONT, SIDE):
            desk.about("door add", door)
        for person in ("Ada", "Bob", "Cleo", "Dan"):
            desk.about("person add", person)
        yield desk
    finally:
        desk.end_desk()


@contextlib.contextmanager
def new_desk_on(other: Desk, name: str) -> Generator[Desk]:
    """A second desk of the same user, without a project so far."""
    desk = Desk(other.folder / name, home=other.home)
    try:
        yield desk
    finally:
        desk.end_desk()


def _driver(project: OpenProject) -> MatterDriver:
    return cast("MatterDriver", project.drivers.driver("matter"))


async def _waited(work: Awaitable[Any]) -> Any:
    return await work
