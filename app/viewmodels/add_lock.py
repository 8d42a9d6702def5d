"""Adding a lock: its setup code, its door, and the steps of its family until it is ours."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError
from app.core.secret import Secret
from app.core.settings import Settings
from app.domain.setup_code import RefusedSetupCode, SetupCode, parse_setup_code, read_setup_code
from app.domain.setup_code_facts import Preparation, public_facts
from app.driver_api.manifest import DriverManifest
from app.driver_api.pairing import Answer, Done, Failed, Progress, Step
from app.services.open_project import Place
from app.services.pairing import PairingRun
from app.services.setup_codes import CameBy, Taken, VaultCode
from app.services.sites import split_label
from app.services.workplace import Workplace
from app.texts.harmless import harmless
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.intake import Intake
from app.viewmodels.taken_words import TakenWords, taken_words
from app.viewmodels.tray_words import SEPARATOR, fact_words, is_mounted, what_of_reading


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """Whether a lock can be added with a text: `facts` says what it is, `problem` why not, `preparation` what comes first at the lock.

    Without a digit of the code. `is_usable` False and no problem: it is no setup code.
    """

    is_usable: bool
    facts: str = ""
    problem: str = ""
    preparation: str = ""


@dataclass(frozen=True, slots=True)
class TrayChoice:
    """A code that waits in the tray, in words; `door` is the label of the one it is meant for."""

    id: str
    title: str
    facts: str
    door: str


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """What somebody should know of a lock family before pairing: sentences on what it can and what is impossible."""

    name: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    warnings: tuple[str, ...]
    preparation: str = ""


class AddLockViewModel(ViewModel):
    """Takes a person from a setup code to a mounted lock; knows no family.

    `intake` takes codes into the tray; `came_in` then gives a `TakenWords` and the ids of the codes in the tray that can be used.
    """

    doors_loaded = Signal()
    tray_loaded = Signal()
    came_in = Signal(object, list)
    step_changed = Signal(object)
    progressed = Signal(object)
    mounted = Signal(str)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.intake = Intake(workplace, settings, self)
        self.intake.taken.connect(self._on_intake_taken)
        self.intake.refused.connect(self._on_intake_refused)
        self.intake.failed.connect(self.failed)
        self.intake.file_lost.connect(self.file_lost)
        self.tray: tuple[VaultCode, ...] = ()
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

    def load_tray(self) -> None:
        """Read the setup codes that wait for their lock."""
        self.run("tray", self._load_tray())

    def tray_choices(self) -> list[TrayChoice]:
        """The codes that wait, those for a door without a lock and the newest first."""
        return [
            TrayChoice(
                id=str(code.kept.id),
                title=message("tray_number", {"number": code.kept.number})
                + f"{SEPARATOR}{what_of_reading(code.reading)}",
                facts=fact_words(code.reading),
                door=harmless(code.place.label) if code.place is not None else "",
            )
            for code in self.tray
        ]

    def tray_code(self, code_id: str) -> VaultCode | None:
        """One of them."""
        return next((code for code in self.tray if str(code.kept.id) == code_id), None)

    def check(self, text: Secret[str]) -> CodeCheck:
        """Whether a lock can be added with this text, said before anybody goes on."""
        reading = read_setup_code(text.reveal())
        if isinstance(reading, RefusedSetupCode):
            return CodeCheck(is_usable=False)
        facts = SEPARATOR.join((what_of_reading(reading), fact_words(reading)))
        if self._manifest(reading) is None:
            return CodeCheck(False, facts, message("add_lock_no_driver"))
        return CodeCheck(True, facts, preparation=_preparation_words(reading))

    def family(self, code: Secret[str]) -> FamilyFacts | None:
        """What is to be known of the family that this code leads to; None when no family takes it."""
        try:
            reading = parse_setup_code(code.reveal())
        except AppError:
            return None
        manifest = self._manifest(reading)
        if manifest is None:
            return None
        is_behind = "clock_behind" in self._workplace.project.warnings
        return FamilyFacts(
            manifest.name,
            tuple(message(key) for key in manifest.can),
            tuple(message(key) for key in manifest.cannot),
            (message("clock_behind"),) if is_behind else (),
            _preparation_words(reading),
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
        await self.intake.close()
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

    async def _load_tray(self, taken: list[Taken] | None = None) -> None:
        codes = await self._workplace.setup_codes.list_codes()
        usable = [
            code
            for code in codes
            if not is_mounted(code) and not isinstance(code.reading, RefusedSetupCode)
        ]
        self.tray = tuple(sorted(reversed(usable), key=lambda code: code.place is None))
        self.tray_loaded.emit()
        if taken is not None:
            came = dict.fromkeys(str(one.code.kept.id) for one in taken if one.code is not None)
            ids = [code_id for code_id in came if self.tray_code(code_id) is not None]
            self.came_in.emit(taken_words(taken), ids)

    def _manifest(self, reading: SetupCode) -> DriverManifest | None:
        manifests = self._workplace.project.drivers.manifests
        return next(
            (one for one in manifests if str(reading.family) in one.setup_code_families), None
        )

    def _on_intake_taken(self, taken: list[Taken]) -> None:
        self.run("tray", self._load_tray(taken))

    def _on_intake_refused(self, sentence: str) -> None:
        self.came_in.emit(TakenWords("bad", sentence), [])

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)


def _preparation_words(reading: SetupCode) -> str:
    """What must happen at the lock first; empty where nothing must."""
    preparation = public_facts(reading)[0].preparation
    return "" if preparation is Preparation.NOTHING else message(f"preparation_{preparation}")
