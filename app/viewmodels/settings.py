"""The settings page: what is declared, read and kept."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.core.settings import DECLARED, Setting, Settings
from app.texts.messages import error_sentence
from app.viewmodels.base import ViewModel

AnySetting = Setting[str] | Setting[int] | Setting[bool]


class SettingsViewModel(ViewModel):
    """Reads and keeps declared settings. `refused` carries the key and a sentence."""

    changed = Signal(str)
    refused = Signal(str, str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._by_key = {setting.key: setting for setting in DECLARED}
        self._unsubscribe: Callable[[], None] | None = settings.on_change(self._on_change)

    @property
    def declared(self) -> tuple[AnySetting, ...]:
        """Every declared setting; those without a title are not for people."""
        return DECLARED

    @property
    def problem(self) -> str:
        """Why the settings file could not be used, in a sentence; empty when it could."""
        return error_sentence(self._settings.problem) if self._settings.problem else ""

    def value(self, setting: AnySetting) -> str | int | bool:
        """The value in force."""
        return self._settings.get(cast("Setting[str]", setting))

    async def close(self) -> None:
        """End the subscription and what runs; safe twice."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        await super().close()

    def set(self, key: str, value: str | int | bool) -> None:
        """Keep a value at once."""
        try:
            self._settings.set(cast("Setting[str]", self._by_key[key]), cast("str", value))
        except AppError as error:
            self.refused.emit(key, error_sentence(error))

    def _on_change(self, key: str) -> None:
        self.changed.emit(key)
