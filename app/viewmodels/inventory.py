"""Writing the inventory to a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.settings import CSV_SEPARATOR, Settings
from app.services.inventory import (
    DEFAULT_COLUMNS,
    Column,
    inventory_csv,
    inventory_json,
    parse_separator,
    save_file,
)
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel


class InventoryViewModel(ViewModel):
    """Exports the inventory; `written` carries the file's path."""

    written = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._settings = settings

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """Every column as key and title."""
        return [(str(column), message(f"column_{column}")) for column in DEFAULT_COLUMNS]

    def export(
        self, path: Path, *, columns: Sequence[str], as_json: bool, with_secrets: bool = False
    ) -> None:
        """Write the file; whole or not at all."""
        self.run(
            "inventory",
            self._export(path, columns=columns, as_json=as_json, with_secrets=with_secrets),
        )

    async def _export(
        self, path: Path, *, columns: Sequence[str], as_json: bool, with_secrets: bool
    ) -> None:
        chosen = [Column(key) for key in columns]
        made = await self._workplace.inventory.make(chosen, with_secrets=with_secrets)
        if as_json:
            content = inventory_json(made)
        else:
            separator = parse_separator(self._settings.get(CSV_SEPARATOR))
            header = [message(f"column_{column}") for column in made.columns]
            content = inventory_csv(made, separator=separator, header=header)
        await save_file(path, content)
        self.written.emit(str(path))
