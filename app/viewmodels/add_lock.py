"""Adding a lock: its setup code, its door, and the steps of its family until it is ours."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError
from app.core.secret import Secret
from app.core.settings import Settings
from app.domain.setup_code import parse_setup_code
from app.driver_api.pairing import Answer, Done, Failed, Progress, Step
from app.services.open_project import Place
from app.services.pairing import PairingRun
from app.services.setup_codes import CameBy
from app.services.sites import split_label
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.add_lock_codes import WaitingCodes, manifest_for, preparation_words
from app.viewmodels.base import ViewModel


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """What somebody should know of a lock family before pairing: sentences on what it can and what is impossible."""

    name: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    warnings: tuple[str, ...]
    preparation: str = ""


class AddLockViewModel(ViewModel):
    """Takes a person from a setup code to a mounted lock; knows no family. `codes` are those that wait for one."""

    doors_loaded = Signal()
    step_changed = Signal(object)
    progressed = Signal(object)
    mounted = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.codes = WaitingCodes(workplace, settings, self)
        self.codes.failed.connect(self.failed)
        self.codes.file_lost.connect(self.file_lost)
        self._run: PairingRun | None = None
        self._last: tuple[str, Secret[str], CameBy] | None = None
        self.free_doors: tuple[Place, ...] = ()
        self.site_names: tuple[str, ...] = ()
        self.unfinished_door_ids: frozenset[str] = frozenset()
        self.step: Step | None = None
        self._is_pairing = False

    @property
    def is_resumed(self) -> bool:
        """Whether an attempt that was cut off is gone on with."""
        return self._run is not None and self._run.is_resumed

    @property
    def is_at_lock(self) -> bool:
        """Whether a lock is being made ours, also while a step of it waits for somebody."""
        return self._is_pairing

    async def wind_up(self) -> None:
        """Stop the pairing, which can be gone on with, and wait until that is recorded."""
        await self._cancel(None)
        await super().wind_up()

    def load(self) -> None:
        """Read which doors have no lock yet."""
        self.run("doors", self._load())

    def family(self, code: Secret[str]) -> FamilyFacts | None:
        """What is to be known of the family that this code leads to; None when no family takes it."""
        try:
            reading = parse_setup_code(code.reveal())
        except AppError:
            return None
        manifest = manifest_for(self._workplace.project.drivers.manifests, reading)
        if manifest is None:
            return None
        is_behind = "clock_behind" in self._workplace.project.warnings
        return FamilyFacts(
            manifest.name,
            tuple(message(key) for key in manifest.can),
            tuple(message(key) for key in manifest.cannot),
            (message("clock_behind"),) if is_behind else (),
            preparation_words(reading),
        )

    def begin(self, label: str, code: Secret[str], came_by: CameBy = CameBy.TYPED) -> None:
        """Add the lock with this code at `Site/Door`; a door that is new is added first."""
        self._last = (label, code, came_by)
        self.run("pairing", self._begin(label, code, came_by))

    def resume(self, label: str) -> None:
        """Go on with the pairing that was cut off at this door."""
        self.run("pairing", self._resume(label))

    def retry(self) -> None:
        """Try again what failed, as a pairing that is gone on with."""
        if self._last is not None:
            self.begin(*self._last)

    async def unfinished_label(self) -> str:
        """The door of a pairing that was cut off and can be gone on with; empty when there is none."""
        await self._load()
        return next(
            (
                place.label
                for place in self.free_doors
                if str(place.door.id) in self.unfinished_door_ids
            ),
            "",
        )

    def answer(self, given: Answer) -> None:
        """Answer the present step."""
        if self._run is not None:
            self.run("pairing answer", self._show(self._run.answer(given)))

    def cancel(self, on_done: Callable[[], None] | None = None) -> None:
        """Stop; the pairing can be resumed later."""
        self.run("pairing cancel", self._cancel(on_done))

    async def close(self) -> None:
        """Stop the pairing and what runs."""
        await self.codes.close()
        if self._run is not None and self._run.lock is None:
            await self._run.cancel()
        await super().close()

    async def _load(self) -> None:
        rows = await self._workplace.sites.list_doors()
        self.site_names = tuple(sorted({row.place.site.name for row in rows}))
        self.free_doors = tuple(row.place for row in rows if row.lock is None)
        unfinished = await self._workplace.pairing.unfinished()
        self.unfinished_door_ids = frozenset(str(pairing.door_id) for pairing in unfinished)
        self.doors_loaded.emit()

    async def _begin(self, label: str, code: Secret[str], came_by: CameBy) -> None:
        place = await self._place(label)
        self._run = await self._workplace.pairing.begin(
            place, code, self._on_progress, came_by=came_by
        )
        self._is_pairing = True
        await self._show(self._run.start())

    async def _resume(self, label: str) -> None:
        await self._load()
        place = next((place for place in self.free_doors if place.label == label), None)
        kept = await self._workplace.pairing.kept_code(place) if place is not None else None
        if kept is None:
            raise RuleError("pairing_gone")
        self._last = (label, kept, CameBy.TYPED)
        await self._begin(label, kept, CameBy.TYPED)

    async def _place(self, label: str) -> Place:
        await self._load()
        known = next((place for place in self.free_doors if place.label == label), None)
        if known is not None:
            return known
        site, door = split_label(label)
        return await self._workplace.sites.add_door(site, door)

    async def _show(self, coming: Awaitable[Step]) -> None:
        try:
            self.step = await coming
        except AppError as error:
            self.step = Failed(error.code, parameters=error.parameters)
        self._is_pairing = not isinstance(self.step, Done | Failed)
        self.step_changed.emit(self.step)
        if isinstance(self.step, Done) and self._run is not None:
            self.mounted.emit(str(self._run.place.door.id))

    async def _cancel(self, on_done: Callable[[], None] | None) -> None:
        if self._run is not None:
            await self._run.cancel()
        self._is_pairing = False
        if on_done is not None:
            on_done()

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)
