"""What the program keeps about projects between two starts; no secret."""

from collections.abc import Callable
from pathlib import Path

from app.core.errors import AppError
from app.core.settings import (
    LAST_PROJECT,
    OPERATOR,
    WARNED_FOLDERS,
    Setting,
    Settings,
    last_project,
)
from app.texts.messages import error_sentence


class ProjectMemory:
    """Reads and keeps it in the settings; `warn` gets a sentence when something cannot be kept."""

    def __init__(self, settings: Settings, login_name: str, warn: Callable[[str], None]) -> None:
        self._settings = settings
        self._warn = warn
        self.login_name = login_name

    @property
    def last_path(self) -> Path | None:
        """The project that was open last, if it is to be offered and its file is still there."""
        return last_project(self._settings)

    @property
    def needs_operator(self) -> bool:
        """Whether nobody has said yet who works here."""
        return not self._settings.get(OPERATOR)

    def set_operator(self, name: str) -> None:
        """Keep who works here; the log-in's name when nothing was said, so that it is asked once."""
        self._keep(OPERATOR, name.strip() or self.login_name)

    def keep_last(self, path: Path) -> None:
        """Offer this project at the next start."""
        self._keep(LAST_PROJECT, str(path.absolute()))

    def note_folder(self, folder: Path) -> bool:
        """Keep that this folder was warned of; whether it is the first time."""
        known = self._settings.get(WARNED_FOLDERS).splitlines()
        if str(folder) in known:
            return False
        self._keep(WARNED_FOLDERS, "\n".join([*known, str(folder)]))
        return True

    def _keep(self, setting: Setting[str], value: str) -> None:
        try:
            self._settings.set(setting, value)
        except AppError as error:
            self._warn(error_sentence(error))
