"""Taking a lock out of the project: with proof, leaving the codes on it, or without asking it."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.domain.plan import StepState
from app.services.applying import ApplyProgress
from app.services.mounted import Removed
from app.services.open_project import Place
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, has_message, message
from app.viewmodels.base import ViewModel


class TakeOutWay(StrEnum):
    """How a lock leaves: codes off with proof first, codes left on it, or forgotten unasked."""

    PROVEN = "proven"
    KEEP_CODES = "keep_codes"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class TakeOutResult:
    """How it went: whether the lock is out, whether everything of it is proven, and sentences on what is left."""

    is_out: bool
    is_proven: bool
    sentences: tuple[str, ...]


class TakeOutViewModel(ViewModel):
    """Works on one door's lock at a time; `finished` carries a `TakeOutResult`."""

    progressed = Signal(int, int)
    finished = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._should_stop = False

    def take_out(self, place: Place, way: TakeOutWay) -> None:
        """Take the lock of this door out."""
        self._should_stop = False
        self.run("take out", self._take_out(place, way))

    def stop(self) -> None:
        """Stop after the running step; the lock stays in the project then."""
        self._should_stop = True

    @property
    def is_at_lock(self) -> bool:
        """Whether a lock is being taken out."""
        return self.is_busy

    async def wind_up(self) -> None:
        """Stop after the running step and wait until it is recorded."""
        self.stop()
        await super().wind_up()

    async def _take_out(self, place: Place, way: TakeOutWay) -> None:
        try:
            removed = await self._workplace.mounted.remove(
                place,
                keep_codes=way is TakeOutWay.KEEP_CODES,
                forget=way is TakeOutWay.FORGET,
                report=self._on_progress,
                should_stop=lambda: self._should_stop,
            )
        except AppError as error:
            self.finished.emit(
                TakeOutResult(is_out=False, is_proven=False, sentences=(error_sentence(error),))
            )
            return
        self.finished.emit(result_of(removed, way))

    def _on_progress(self, progress: ApplyProgress) -> None:
        self.progressed.emit(progress.done, progress.total)


def result_of(removed: Removed, way: TakeOutWay) -> TakeOutResult:
    """What is said at the end; nothing is called proven that was not read back."""
    is_out = removed.is_unpaired or way is TakeOutWay.FORGET
    if not is_out:
        sentences = [message("still_on_lock", {"count": removed.left})]
        steps = removed.applied.plan.steps if removed.applied is not None else ()
        reasons = {step.reason for step in steps if step.state is not StepState.DONE}
        sentences += [_reason(reason) for reason in sorted(filter(None, reasons))]
        return TakeOutResult(is_out=False, is_proven=False, sentences=tuple(sentences))
    sentences = [message(f"taken_out_{way}")]
    if removed.left:
        sentences.append(message("left_on_lock", {"count": removed.left}))
    if removed.foreign:
        sentences.append(message("foreign_stay", {"count": len(removed.foreign)}))
    is_proven = way is TakeOutWay.PROVEN and not removed.left
    return TakeOutResult(is_out=True, is_proven=is_proven, sentences=tuple(sentences))


def _reason(reason: str) -> str:
    return message(f"reason_{reason}" if not has_message(reason) else reason)
