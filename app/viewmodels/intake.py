"""Every way in for setup codes but the camera: text that was typed, pasted, dropped or scanned, and pictures."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.core.secret import Secret
from app.core.settings import Settings
from app.services.setup_codes import CameBy, TakenAs
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.wedge import WedgeLimits

Picture = Path | bytes | QImage


class Intake(ViewModel):
    """Takes codes into the project's tray, whatever they come as.

    `taken` gives what became of the texts that came together (`services.setup_codes.Taken`), refused ones
    included: one signal for a text, one for each picture. `refused` gives a sentence on what brought no
    text at all: an unreadable picture, an address. `progressed` gives how many pictures are done, how many
    there are, and the name of the one being read; `ended` comes after the last.
    """

    taken = Signal(list)
    refused = Signal(str)
    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._settings = settings

    @property
    def wedge_limits(self) -> WedgeLimits:
        """What counts as typed by a scanner, as it is set now."""
        return WedgeLimits()

    def take_text(
        self, text: Secret[str], came_by: CameBy, on_kept: Callable[[], None] | None = None
    ) -> None:
        """Take what was typed, pasted or scanned; `on_kept` is called unless it is refused."""
        self.run("take text", self._take([text], came_by, on_kept))

    def take_pictures(self, items: Sequence[Picture], name: str = "") -> None:
        """Read pictures one after the other and take what is in them; `name` is said for what has no file name."""

    def refuse(self, code: str) -> None:
        """Say why something cannot be taken at all."""
        self.refused.emit(message(code))

    def cancel(self) -> None:
        """Stop reading pictures; what was found by then stays."""

    async def _take(
        self, texts: Sequence[Secret[str]], came_by: CameBy, on_kept: Callable[[], None] | None
    ) -> None:
        taken = await self._workplace.setup_codes.take_in(texts, came_by)
        self.taken.emit(taken)
        if on_kept is not None and all(one.taken_as is not TakenAs.REFUSED for one in taken):
            on_kept()
