"""Where the program's own files and the user's folders are."""

from pathlib import Path

import platformdirs

APP_NAME = "lockchart"
_ROOT = Path(__file__).parents[2]


def resources_dir() -> Path:
    """The folder of icons, fonts, texts and data that ship with the program."""
    return _ROOT / "resources"


def engine_script_dir() -> Path:
    """The folder of the Matter engine's JavaScript."""
    return _ROOT / "app" / "drivers" / "matter" / "js"


def config_dir() -> Path:
    """The user's folder for settings; may not exist yet."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def state_dir() -> Path:
    """The user's folder for logs; may not exist yet."""
    return Path(platformdirs.user_state_dir(APP_NAME, appauthor=False))


def data_dir() -> Path:
    """The user's folder for practice locks and updatable data; may not exist yet."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def runtime_dir() -> Path:
    """The user's private folder for things that live as long as a process; may not exist yet."""
    return Path(platformdirs.user_runtime_dir(APP_NAME, appauthor=False))


def private_dir(path: Path) -> Path:
    """Make the folder, readable by this user alone, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
