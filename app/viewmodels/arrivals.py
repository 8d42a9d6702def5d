"""What came in last, told once: a text in full, pictures together with those that brought nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.services.setup_codes import Taken
from app.viewmodels.intake import Intake, PictureResult
from app.viewmodels.taken_words import taken_words
from app.viewmodels.tray import TrayViewModel


class Arrivals(QObject):
    """Listens to the ways in and lets the tray show what came. `came_in` carries a `TakenWords`."""

    came_in = Signal(object)

    def __init__(self, intake: Intake, tray: TrayViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._intake, self._tray = intake, tray
        self._together: list[Taken] = []
        intake.taken.connect(self._on_intake_taken)
        intake.refused.connect(self._on_intake_refused)
        intake.failed.connect(self._on_intake_failed)
        intake.ended.connect(self._on_intake_ended)

    def _on_intake_taken(self, taken: Sequence[Taken]) -> None:
        if self._intake.is_reading:
            self._together += taken
        words = taken_words(self._together or taken)
        self.came_in.emit(words)
        if words.code_id:
            self._tray.show_new(words.code_id)

    def _on_intake_refused(self, sentence: str) -> None:
        if not self._intake.is_reading:  # of pictures all is told at the end
            self._on_intake_failed(sentence)

    def _on_intake_failed(self, sentence: str) -> None:
        self.came_in.emit(taken_words((), [sentence]))

    def _on_intake_ended(self, results: Sequence[PictureResult]) -> None:
        together, self._together = self._together, []
        problems = [one.problem for one in results if one.problem]
        if problems:
            self.came_in.emit(taken_words(together, problems))
