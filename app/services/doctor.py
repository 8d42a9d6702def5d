"""What this computer has and lacks, and whether a project file is healthy; nothing is guessed."""

import asyncio
import importlib.metadata
import importlib.util
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.core.errors import AppError
from app.core.settings import Settings
from app.scanning.libraries import cv2_distributions, missing_formats, missing_parts
from app.scanning.symbols import DecoderPart
from app.services.open_project import OpenProject
from app.storage.contracts import Keyring

OLDEST_PYTHON, TOO_NEW_PYTHON = (3, 11), (3, 14)
KEYRING_TIMEOUT_S = 10.0
ENGINE_TIMEOUT_S = 40.0


class CheckState(StrEnum):
    """What a check found; `unknown` where it could not be found out."""

    OK = "ok"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that this computer has or lacks. `detail` and `remedy` are message keys.

    `is_needed` says whether the program cannot do its work without it.
    """

    name: str
    state: CheckState
    detail: str
    remedy: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class EngineParts:
    """Where the Matter engine's parts should lie. `start` starts it once, without any network, and gives the seconds it took."""

    node: Path | None
    modules: Path
    start: Callable[[], Awaitable[float]]


class DoctorService:
    """Looks at this computer; every check ends, also where something hangs."""

    def __init__(self, keyring: Keyring, settings: Settings, engine: EngineParts) -> None:
        self._keyring = keyring
        self._settings = settings
        self._engine = engine

    async def check_computer(self) -> list[Check]:
        """Every check of this computer, in a fixed order."""
        engine, keyring = await asyncio.gather(self._check_engine(), self._check_keyring())
        return [
            _check_python(),
            _check_qt_platform(),
            Check("bluetooth", CheckState.UNKNOWN, "doctor_bluetooth_unused"),
            Check("cameras", CheckState.UNKNOWN, "doctor_cameras_unasked"),
            await asyncio.to_thread(check_decoders),
            keyring,
            engine,
            _check_network(),
            self._check_settings(),
        ]

    async def check_project(self, project: OpenProject) -> list[Check]:
        """Whether the opened file is sound, can be written, and its history verifies."""
        health = await project.read.history.verify()
        file = project.store.file
        found = [
            Check(
                "project",
                CheckState.OK,
                "doctor_project",
                parameters={"name": file.path.name, "schema": file.schema},
                is_needed=True,
            )
        ]
        if health.is_intact:
            numbers = {"entries": health.entries}
            return [
                *found,
                Check("history", CheckState.OK, "doctor_history", parameters=numbers),
            ]
        writer, sequence = health.broken_at or ("?", 0)
        return [
            *found,
            Check(
                "history",
                CheckState.MISSING,
                "doctor_history_broken",
                "doctor_history_broken_remedy",
                {"writer": writer[:8], "sequence": sequence},
                is_needed=True,
            ),
        ]

    async def _check_engine(self) -> Check:
        parts = self._engine
        if parts.node is None or not parts.node.exists():
            return _missing_engine("doctor_engine_no_node")
        if not parts.modules.is_dir():
            return _missing_engine("doctor_engine_no_modules")
        try:
            async with asyncio.timeout(ENGINE_TIMEOUT_S):
                seconds = await parts.start()
        except (AppError, TimeoutError):
            return _missing_engine("doctor_engine_does_not_start")
        return Check(
            "engine",
            CheckState.OK,
            "doctor_engine",
            parameters={"seconds": f"{seconds:.1f}"},
            is_needed=True,
        )

    async def _check_keyring(self) -> Check:
        try:
            async with asyncio.timeout(KEYRING_TIMEOUT_S):
                is_there = await self._keyring.is_available()
        except TimeoutError:
            return Check("keyring", CheckState.UNKNOWN, "doctor_keyring_silent")
        if is_there:
            return Check("keyring", CheckState.OK, "doctor_keyring")
        return Check(
            "keyring", CheckState.MISSING, "doctor_keyring_missing", "doctor_keyring_remedy"
        )

    def _check_settings(self) -> Check:
        problem = self._settings.problem
        if problem is None:
            return Check("settings", CheckState.OK, "doctor_settings", is_needed=True)
        return Check(
            "settings",
            CheckState.MISSING,
            problem.code,
            "doctor_settings_remedy",
            problem.parameters,
            is_needed=True,
        )


def is_ready(checks: list[Check]) -> bool:
    """Whether nothing that the program needs is missing."""
    return not any(check.is_needed and check.state is CheckState.MISSING for check in checks)


def _check_python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    is_supported = OLDEST_PYTHON <= sys.version_info[:2] < TOO_NEW_PYTHON
    return Check(
        "python",
        CheckState.OK if is_supported else CheckState.MISSING,
        "doctor_python",
        None if is_supported else "doctor_python_remedy",
        {"version": version},
        is_needed=True,
    )


def _check_qt_platform() -> Check:
    """Say where a window would open, without loading Qt's GUI: it ends the process where there is no display."""
    try:
        version = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        return Check("qt_platform", CheckState.MISSING, "doctor_qt_missing", "doctor_set_up")
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if not chosen and sys.platform in ("darwin", "win32"):
        chosen = "cocoa" if sys.platform == "darwin" else "windows"
    if not chosen and os.environ.get("WAYLAND_DISPLAY"):
        chosen = "wayland"
    if not chosen and os.environ.get("DISPLAY"):
        chosen = "xcb"
    parameters = {"version": version, "platform": chosen}
    if not chosen:
        return Check(
            "qt_platform",
            CheckState.MISSING,
            "doctor_qt_no_display",
            "doctor_qt_remedy",
            parameters,
        )
    return Check("qt_platform", CheckState.OK, "doctor_qt", parameters=parameters)


def check_decoders() -> Check:
    """Whether pictures are read as well as they can be; imports the decoders."""
    missing = [name for name in ("zxingcpp", "PIL") if importlib.util.find_spec(name) is None]
    if missing:
        return Check(
            "decoders",
            CheckState.MISSING,
            "doctor_decoders_missing",
            "doctor_set_up",
            {"names": ", ".join(missing)},
        )
    rivals = cv2_distributions()
    if len(rivals) > 1:
        return Check(
            "decoders",
            CheckState.MISSING,
            "doctor_decoders_two_cv2",
            "doctor_decoders_two_cv2_remedy",
            {"names": ", ".join(rivals)},
        )
    parts = missing_parts()
    if parts:
        is_zbar_alone = parts == (DecoderPart.ZBAR,)
        return Check(
            "decoders",
            CheckState.MISSING,
            "doctor_decoders_no_zbar" if is_zbar_alone else "doctor_decoders_no_opencv",
            "doctor_decoders_zbar_remedy" if is_zbar_alone else "doctor_set_up",
        )
    formats = missing_formats()
    if formats:
        return Check(
            "decoders",
            CheckState.MISSING,
            "doctor_decoders_no_format",
            "doctor_set_up",
            {"formats": ", ".join(formats)},
        )
    version = importlib.metadata.version("zxing-cpp")
    return Check("decoders", CheckState.OK, "doctor_decoders", parameters={"version": version})


def _check_network() -> Check:
    """Name the interfaces; whether a lock can be reached through one, only trying tells."""
    try:
        names = [name for _index, name in socket.if_nameindex()]
    except OSError:
        return Check("network", CheckState.UNKNOWN, "doctor_network_unknown")
    others = [name for name in names if name not in ("lo", "lo0")]
    if not others:
        return Check(
            "network", CheckState.MISSING, "doctor_network_missing", "doctor_network_remedy"
        )
    return Check("network", CheckState.OK, "doctor_network", parameters={"names": ", ".join(names)})


def _missing_engine(detail: str) -> Check:
    return Check("engine", CheckState.MISSING, detail, "doctor_set_up", is_needed=True)
