"""The program's settings: declared once here; window, file and docs are drawn from the declarations."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar, cast

from app.core.errors import EnvironmentAppError
from app.core.paths import private_dir

T = TypeVar("T", str, int, bool)


class Setting(Generic[T]):
    """One declared setting, never changed. `title` and `help` are message keys; `choices` limits texts, `low` and `high` numbers (inclusive).

    A setting without a title is kept by the program itself and is not shown.
    """

    __slots__ = ("choices", "default", "help", "high", "key", "low", "title", "unit")

    # No dataclass: the module that makes them would be loaded before the window is painted, for this class alone.
    def __init__(
        self,
        key: str,
        default: T,
        title: str = "",
        help: str = "",
        *,
        choices: tuple[str, ...] = (),
        low: int | None = None,
        high: int | None = None,
        unit: str = "",
    ) -> None:
        self.key = key
        self.default: T = default
        self.title = title
        self.help = help
        self.choices = choices
        self.low = low
        self.high = high
        self.unit = unit


THEME = Setting(
    "theme", "system", "setting_theme", "setting_theme_help", choices=("system", "light", "dark")
)
OPERATOR = Setting("operator", "", "setting_operator", "setting_operator_help")
OLD_AFTER_DAYS = Setting(
    "old_after_days",
    30,
    "setting_old_after",
    "setting_old_after_help",
    low=1,
    high=365,
    unit="unit_days",
)
REVEAL_S = Setting(
    "reveal_seconds",
    20,
    "setting_reveal",
    "setting_reveal_help",
    low=5,
    high=120,
    unit="unit_seconds",
)
SHARE_MINUTES = Setting(
    "share_minutes", 15, "setting_share", "setting_share_help", low=3, high=15, unit="unit_minutes"
)
CSV_SEPARATOR = Setting(
    "csv_separator", ",", "setting_separator", "setting_separator_help", choices=(",", ";", "tab")
)
WEDGE_KEYS = Setting(
    "scanner_keys",
    8,
    "setting_scanner_keys",
    "setting_scanner_keys_help",
    low=4,
    high=40,
    unit="unit_keys",
)
WEDGE_GAP_MS = Setting(
    "scanner_gap_ms",
    35,
    "setting_scanner_gap",
    "setting_scanner_gap_help",
    low=10,
    high=120,
    unit="unit_milliseconds",
)
REMEMBER_PROJECT = Setting("reopen_last", True, "setting_reopen", "setting_reopen_help")
LAST_PROJECT = Setting("last_project", "")
WARNED_FOLDERS = Setting("warned_folders", "")
LOCK_AFTER_MINUTES = Setting(
    "lock_after_minutes",
    15,
    "setting_lock_after",
    "setting_lock_after_help",
    low=0,
    high=240,
    unit="unit_minutes",
)
BACKUP_PLACES = Setting("backup_places", "")
RECENT_PROJECTS = Setting("recent_projects", "")
CAMERA_DEVICE = Setting("camera_device", "")
CAMERA_SOUND = Setting("camera_sound", True, "setting_camera_sound", "setting_camera_sound_help")

DECLARED: tuple[Setting[str] | Setting[int] | Setting[bool], ...] = (
    THEME,
    OPERATOR,
    OLD_AFTER_DAYS,
    REVEAL_S,
    SHARE_MINUTES,
    CSV_SEPARATOR,
    WEDGE_KEYS,
    WEDGE_GAP_MS,
    CAMERA_SOUND,
    REMEMBER_PROJECT,
    LOCK_AFTER_MINUTES,
    LAST_PROJECT,
    WARNED_FOLDERS,
    BACKUP_PLACES,
    RECENT_PROJECTS,
    CAMERA_DEVICE,
)


class SettingsError(EnvironmentAppError):
    """The settings file cannot be read or written, or holds a key or value that was not declared."""


class Settings:
    """Reads and keeps declared settings in one private file; holds no secret."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, str | int | bool] = {}
        self._listeners: list[Callable[[str], None]] = []
        self.problem: SettingsError | None = None
        try:
            self._values = _read(path)
        except SettingsError as error:
            # The program starts with the defaults and says so; the file is not overwritten before something is changed.
            self.problem = error

    def get(self, setting: Setting[T]) -> T:
        """The value, or the default."""
        value = self._values.get(setting.key, setting.default)
        return cast("T", value)

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep the value; raises `SettingsError` when it is not allowed or cannot be written."""
        check_value(setting, value)
        values = {**self._values, setting.key: value}
        _write(self._path, values)
        self._values = values
        for listener in tuple(self._listeners):
            listener(setting.key)

    def on_change(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call this with the key after every change; the returned function ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def check_value(setting: Setting[T], value: object) -> None:
    """Raise `SettingsError` unless the value fits its declaration."""
    fits = type(value) is type(setting.default)
    if fits and setting.choices:
        fits = value in setting.choices
    if fits and isinstance(value, int) and not isinstance(value, bool):
        fits = (setting.low is None or value >= setting.low) and (
            setting.high is None or value <= setting.high
        )
    if not fits:
        raise SettingsError("setting_value", key=setting.key)


def _read(path: Path) -> dict[str, str | int | bool]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError("settings_unreadable", file=path.name) from error
    try:
        loaded: object = json.loads(text)
    except ValueError as error:
        raise SettingsError("settings_damaged", file=path.name) from error
    if not isinstance(loaded, dict):
        raise SettingsError("settings_damaged", file=path.name)
    values = cast("dict[str, str | int | bool]", loaded)
    declared = {setting.key: setting for setting in DECLARED}
    for key, value in values.items():
        if key not in declared:
            raise SettingsError("unknown_setting", key=key)
        check_value(declared[key], value)  # pyright: ignore[reportArgumentType]
    return values


def _write(path: Path, values: dict[str, str | int | bool]) -> None:
    """Write beside and replace, so that a kill in the middle leaves the old file."""
    partial = path.with_name(path.name + ".part")
    try:
        private_dir(path.parent)
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(values, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise SettingsError("settings_unwritable", file=path.name) from error


def last_project(settings: Settings) -> Path | None:
    """The project to offer at start: the one open last, where that is wanted and its file is there."""
    text = settings.get(LAST_PROJECT) if settings.get(REMEMBER_PROJECT) else ""
    return Path(text) if text and Path(text).is_file() else None
