"""The inventory: what is mounted where, and writing it to a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.settings import CSV_SEPARATOR, Settings
from app.services.inventory import (
    DEFAULT_COLUMNS,
    Cell,
    Column,
    inventory_csv,
    inventory_json,
    parse_separator,
    save_file,
)
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.moments import moment_words
from app.viewmodels.places import documents_dir


@dataclass(frozen=True, slots=True)
class InventoryItem:
    """One door as the page shows it; empty texts mean that nothing is known. `proven` of `codes` are proven by the lock."""

    door: str
    site: str
    has_lock: bool
    product: str
    serial: str
    firmware: str
    battery_percent: int | None
    codes: int
    proven: int
    foreign: int
    reached: str


class InventoryViewModel(ViewModel):
    """Shows and exports the inventory; `written` carries a sentence."""

    loaded = Signal()
    written = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._settings = settings
        self.items: tuple[InventoryItem, ...] = ()

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """Every column without secrets as key and title."""
        return [(str(column), message(f"column_{column}")) for column in DEFAULT_COLUMNS]

    def proposed_path(self, *, as_json: bool) -> Path:
        """Where the file would go."""
        stem = self._workplace.project.store.file.path.stem
        return documents_dir() / f"{stem}-inventory.{'json' if as_json else 'csv'}"

    def load(self) -> None:
        """Read the rows."""
        self.run("inventory", self._load())

    def export(
        self, path: Path, *, columns: Sequence[str], as_json: bool, with_secrets: bool = False
    ) -> None:
        """Write the file; whole or not at all."""
        self.run(
            "inventory file",
            self._export(path, columns=columns, as_json=as_json, with_secrets=with_secrets),
        )

    async def _load(self) -> None:
        made = await self._workplace.inventory.make()
        self.items = tuple(_item(row) for row in made.rows)
        self.loaded.emit()

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
            content = inventory_csv(
                made,
                separator=separator,
                header=header,
                practice_note=message("practice_project_note"),
            )
        await save_file(path, content)
        self.written.emit(message("said_written", {"name": path.name}))


def _item(row: Mapping[Column, Cell]) -> InventoryItem:
    zone = ZoneInfo(_text(row[Column.TIME_ZONE]) or "UTC")
    reached, battery = row[Column.REACHED_AT], row[Column.BATTERY_PERCENT]
    return InventoryItem(
        door=_text(row[Column.DOOR]),
        site=_text(row[Column.SITE]),
        has_lock=row[Column.FAMILY] is not None,
        product=f"{_text(row[Column.VENDOR])} {_text(row[Column.PRODUCT])}".strip(),
        serial=_text(row[Column.SERIAL]),
        firmware=_text(row[Column.FIRMWARE]),
        battery_percent=battery if isinstance(battery, int) else None,
        codes=_number(row[Column.CODES]),
        proven=_number(row[Column.PROVEN]),
        foreign=_number(row[Column.FOREIGN]),
        reached=moment_words(reached, zone) if isinstance(reached, datetime) else "",
    )


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
