"""The code tray: every kept setup code as a row, one of them in full, and what can be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.domain.ids import DoorId, SetupCodeId
from app.papers.qr_picture import qr_modules, qr_png
from app.services.inventory import save_file
from app.services.setup_codes import VaultCode
from app.services.workplace import Workplace
from app.texts.harmless import harmless
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.later import Later
from app.viewmodels.places import documents_dir
from app.viewmodels.tray_words import (
    LONGEST_NAME,
    TrayDetail,
    TrayItem,
    is_mounted,
    offer_words,
    tray_detail,
    tray_item,
)

RELOAD_AFTER_MS = 100
SAVED = "saved"


@dataclass(frozen=True, slots=True)
class DoorChoice:
    """A door that a code can be for. `numbers` are the codes meant for it already."""

    id: str
    door: str
    site: str
    label: str
    has_lock: bool
    numbers: tuple[int, ...]


class TrayViewModel(ViewModel):
    """Keeps rows and detail true while the project changes.

    `told` carries what was done, `removed` the same of what can be brought back.
    """

    rows_changed = Signal()
    chosen_changed = Signal(str)
    detail_changed = Signal()
    doors_loaded = Signal()
    told = Signal(str)
    removed = Signal(str)

    def __init__(
        self, workplace: Workplace, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._clock = workplace, clock
        self._zone = ZoneInfo(workplace.project.store.project.time_zone)
        manifests = workplace.project.drivers.manifests
        self._families = {family for one in manifests for family in one.setup_code_families}
        self._codes: dict[str, VaultCode] = {}
        self._is_stale = self._is_loading = False
        self._later = Later(self.reload, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._later.ask())
        self.items: Sequence[TrayItem] = ()
        self.doors: Sequence[DoorChoice] = ()
        self.is_loaded = False
        self.chosen_id = ""

    @property
    def detail(self) -> TrayDetail | None:
        """The chosen entry in full."""
        return self.detail_of(self.chosen_id)

    def reload(self) -> None:
        """Read the rows anew; several changes in a row are read once."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("tray", self._load())

    def choose(self, code_id: str) -> None:
        """Show this entry."""
        if code_id != self.chosen_id:
            self.chosen_id = code_id
            self.chosen_changed.emit(code_id)
            self.detail_changed.emit()

    def detail_of(self, code_id: str) -> TrayDetail | None:
        """One entry in full, None when it is gone."""
        code = self._codes.get(code_id)
        if code is None:
            return None
        return tray_detail(code, self._zone, self._clock(), self._families)

    def code_of(self, code_id: str) -> VaultCode | None:
        """The entry itself, for who goes on with it."""
        return self._codes.get(code_id)

    def symbol_of(self, code_id: str) -> list[list[bool]]:
        """The modules of its QR code without quiet zone; none when it is gone or holds too much."""
        code = self._codes.get(code_id)
        try:
            return qr_modules(code.kept.text, quiet=0) if code is not None else []
        except AppError:
            return []

    def show_new(self, code_id: str) -> None:
        """Show an entry that has just come in, once the rows are read."""
        self.run("tray", self._show(code_id))

    def load_doors(self) -> None:
        """Read the doors that a code can be for."""
        self.run("doors", self._load_doors())

    def assign(self, code_id: str, door_id: str) -> None:
        """Say for which door a code is meant; for none when the id is empty. An id that is none of ours does nothing."""
        if code_id in self._codes:
            self.run("assign", self._assign(code_id, door_id))

    def note(self, code_id: str, text: str) -> None:
        """Write a note beside a code."""
        self.run("note", self._note(code_id, text))

    def take_offer(self, code_id: str) -> None:
        """Put in place of a text what it would be in capital letters."""
        self.run("offer", self._take_offer(code_id))

    def remove(self, code_id: str) -> None:
        """Take a code out of the tray; undo brings it back."""
        self.run("remove code", self._remove(code_id))

    def save_symbol(self, code_id: str, path: Path) -> None:
        """Write the code as a picture readable by this user alone, and record that it left the project."""
        self.run("save code", self._save_symbol(code_id, path))

    def proposed_path(self, code_id: str) -> Path:
        """Where the picture would go; the name says the number only."""
        code = self._codes.get(code_id)
        number = code.kept.number if code is not None else 0
        stem = self._workplace.project.store.file.path.stem
        return documents_dir() / f"{stem}-setup-code-{number}.png"

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    # --- reading ----------------------------------------------------------------------------------

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                found = await self._workplace.setup_codes.list_codes()
                self._codes = {str(code.kept.id): code for code in found}
                now = self._clock()
                # What came last is looked for first.
                self.items = [tray_item(code, self._zone, now) for code in reversed(found)]
        finally:
            self._is_loading = False
        self.is_loaded = True
        self.rows_changed.emit()
        if self.chosen_id not in self._codes:
            self.choose(next((item.id for item in self.items if "tray" in item.tags), ""))
        self.detail_changed.emit()

    async def _show(self, code_id: str) -> None:
        self._is_stale = True
        await self._load()
        self.choose(code_id)

    async def _load_doors(self) -> None:
        rows = await self._workplace.sites.list_doors()
        numbers: dict[DoorId, list[int]] = {}
        for code in self._codes.values():
            if code.place is not None and not is_mounted(code):
                numbers.setdefault(code.place.door.id, []).append(code.kept.number)
        self.doors = [
            DoorChoice(
                str(row.place.door.id),
                harmless(row.place.door.name, LONGEST_NAME),
                harmless(row.place.site.name, LONGEST_NAME),
                harmless(row.place.label),
                row.lock is not None,
                tuple(numbers.get(row.place.door.id, ())),
            )
            for row in rows
        ]
        self.doors_loaded.emit()

    # --- changing ---------------------------------------------------------------------------------

    async def _assign(self, code_id: str, door_id: str) -> None:
        door = DoorId(UUID(door_id)) if door_id else None
        code = await self._workplace.setup_codes.assign(_id(code_id), door)
        number = code.kept.number
        if code.place is None:
            self.told.emit(message("told_unassigned", {"number": number}))
        else:
            label = harmless(code.place.label)
            self.told.emit(message("told_assigned", {"number": number, "door": label}))
        await self._reload()

    async def _note(self, code_id: str, text: str) -> None:
        code = await self._workplace.setup_codes.note(_id(code_id), text)
        self.told.emit(message("told_noted", {"number": code.kept.number}))
        await self._reload()

    async def _take_offer(self, code_id: str) -> None:
        before = self._codes.get(code_id)
        what = offer_words(before.reading) if before is not None else ""
        code = await self._workplace.setup_codes.take_offer(_id(code_id))
        parameters = {"number": code.kept.number, "what": what}
        self.told.emit(message("told_offer_taken", parameters))
        await self._reload()

    async def _remove(self, code_id: str) -> None:
        code = self._codes.get(code_id)
        await self._workplace.setup_codes.remove(_id(code_id))
        number = code.kept.number if code is not None else 0
        self.removed.emit(message("told_code_removed", {"number": number}))
        await self._reload()

    async def _save_symbol(self, code_id: str, path: Path) -> None:
        code = await self._workplace.setup_codes.get(_id(code_id))
        picture = qr_png(code.kept.text)
        # Recorded first: a code that left without a record would be worse than a record without a file.
        await self._workplace.setup_codes.note_given_out(_id(code_id), SAVED)
        await save_file(path, picture)
        self.told.emit(message("told_qr_saved", {"name": path.name}))

    async def _reload(self) -> None:
        self._is_stale = True
        await self._load()


def _id(code_id: str) -> SetupCodeId:
    return SetupCodeId(UUID(code_id))
