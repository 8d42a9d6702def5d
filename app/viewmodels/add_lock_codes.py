"""The setup codes that a lock can be added with: those that wait in the tray, and what comes in meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.core.settings import Settings
from app.domain.setup_code import RefusedSetupCode, SetupCode, read_setup_code
from app.domain.setup_code_facts import Preparation, public_facts
from app.driver_api.manifest import DriverManifest
from app.services.setup_codes import Taken, VaultCode
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


class WaitingCodes(ViewModel):
    """Lists the codes of the tray, and takes others in by `intake`.

    `came_in` gives a `TakenWords` and the ids of those codes of the tray that came in and can be used.
    """

    loaded = Signal()
    came_in = Signal(object, list)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._codes: tuple[VaultCode, ...] = ()
        self.intake = Intake(workplace, settings, self)
        self.intake.taken.connect(self._on_intake_taken)
        self.intake.refused.connect(self._on_intake_refused)
        self.intake.failed.connect(self.failed)
        self.intake.file_lost.connect(self.file_lost)

    def load(self) -> None:
        """Read the setup codes that wait for their lock."""
        self.run("tray", self._load())

    def choices(self) -> list[TrayChoice]:
        """The codes that wait, those for a door first, then the newest."""
        return [
            TrayChoice(
                id=str(code.kept.id),
                title=message("tray_number", {"number": code.kept.number})
                + f"{SEPARATOR}{what_of_reading(code.reading)}",
                facts=fact_words(code.reading),
                door=harmless(code.place.label) if code.place is not None else "",
            )
            for code in self._codes
        ]

    def code(self, code_id: str) -> VaultCode | None:
        """One of them."""
        return next((code for code in self._codes if str(code.kept.id) == code_id), None)

    def id_of(self, text: Secret[str]) -> str:
        """The id of the one with this text, empty when none has it."""
        found = (str(code.kept.id) for code in self._codes if code.kept.text == text)
        return next(found, "")

    def id_for(self, label: str) -> str:
        """The id of the only one for the door with this label, else empty."""
        found = [
            str(code.kept.id)
            for code in self._codes
            if code.place is not None and code.place.label == label
        ]
        return found[0] if len(found) == 1 else ""

    def check(self, text: Secret[str]) -> CodeCheck:
        """Whether a lock can be added with this text, said before anybody goes on."""
        reading = read_setup_code(text.reveal())
        if isinstance(reading, RefusedSetupCode):
            return CodeCheck(is_usable=False)
        facts = SEPARATOR.join((what_of_reading(reading), fact_words(reading)))
        if manifest_for(self._workplace.project.drivers.manifests, reading) is None:
            return CodeCheck(is_usable=False, facts=facts, problem=message("add_lock_no_driver"))
        return CodeCheck(is_usable=True, facts=facts, preparation=preparation_words(reading))

    async def close(self) -> None:
        """End what runs; safe twice."""
        await self.intake.close()
        await super().close()

    async def _load(self) -> None:
        codes = await self._workplace.setup_codes.list_codes()
        usable = [
            code
            for code in codes
            if not is_mounted(code) and not isinstance(code.reading, RefusedSetupCode)
        ]
        self._codes = tuple(sorted(reversed(usable), key=lambda code: code.place is None))
        self.loaded.emit()

    async def _show(self, taken: Sequence[Taken]) -> None:
        await self._load()
        came = dict.fromkeys(str(one.code.kept.id) for one in taken if one.code is not None)
        ids = [code_id for code_id in came if self.code(code_id) is not None]
        self.came_in.emit(taken_words(taken), ids)

    def _on_intake_taken(self, taken: list[Taken]) -> None:
        self.run("tray", self._show(taken))

    def _on_intake_refused(self, sentence: str) -> None:
        self.came_in.emit(TakenWords("bad", sentence), [])


def manifest_for(manifests: Sequence[DriverManifest], reading: SetupCode) -> DriverManifest | None:
    """The family of locks that this code leads to."""
    family = str(reading.family)
    return next((one for one in manifests if family in one.setup_code_families), None)


def preparation_words(reading: SetupCode) -> str:
    """What must happen at the lock first; empty where nothing must."""
    preparation = public_facts(reading)[0].preparation
    return "" if preparation is Preparation.NOTHING else message(f"preparation_{preparation}")
