"""One folder a lock family. `BUILTIN` names them all: no entry points, no folder scans."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.driver_api.driver import LockDriver
from app.driver_api.manifest import DriverManifest
from app.drivers.matter.manifest import MANIFEST as MATTER

if TYPE_CHECKING:
    from app.drivers.matter.engine import FabricStore


@dataclass(frozen=True, slots=True)
class DriverParts:
    """What the drivers of one project may be made of.

    `practice_folder` is where the practice network is; None for a real project. `on_error` hears of errors in background tasks.
    """

    fabric: "FabricStore"
    node: Path
    engine_script: Path
    trust_store: Path
    practice_folder: Path | None
    clock: Callable[[], datetime]
    on_error: Callable[[str, BaseException], None]


@dataclass(frozen=True, slots=True)
class Builtin:
    """One family: its facts, and how its driver is built when it is first needed."""

    manifest: DriverManifest
    build: Callable[[DriverParts], LockDriver]


def _build_matter(parts: DriverParts) -> LockDriver:
    # Imported when first needed: most commands talk to no lock.
    from app.core.tasks import TaskOwner  # noqa: PLC0415
    from app.drivers.matter.driver import MatterDriver  # noqa: PLC0415
    from app.drivers.matter.engine import EngineSettings, MatterEngine  # noqa: PLC0415

    # Two owners: the engine's pipes have to outlive the pairings, or its last writes would go nowhere.
    tasks, engine_tasks = TaskOwner(parts.on_error), TaskOwner(parts.on_error)
    settings = EngineSettings(
        node=parts.node,
        script=parts.engine_script,
        trust_store=parts.trust_store,
        practice_folder=parts.practice_folder,
    )
    return MatterDriver(MatterEngine(settings, parts.fabric, engine_tasks), tasks, parts.clock)


BUILTIN: tuple[Builtin, ...] = (Builtin(MATTER, _build_matter),)
