"""Letting another home app in: who is on the lock, and a window for some minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.domain.matter_manual_code import group_digits
from app.driver_api.driver import SharingWindow
from app.services.mounted import SHARE_MINUTES_HIGH, SHARE_MINUTES_LOW
from app.services.open_project import Place
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel

USUAL_MINUTES = 15


@dataclass(frozen=True, slots=True)
class FabricItem:
    """One ecosystem that can operate the lock, in words."""

    name: str
    note: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class WindowItem:
    """An open window: the code as text for a QR picture, its digits as printed, how long it stays open."""

    qr: Secret[str]
    digits: Secret[str]
    seconds_left: float
    whole_s: float


class ShareViewModel(ViewModel):
    """Works on one door's lock at a time."""

    fabrics_changed = Signal()
    window_opened = Signal(object)

    def __init__(
        self, workplace: Workplace, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._clock = clock
        self._place: Place | None = None
        self.fabrics: tuple[FabricItem, ...] | None = None
        self.minutes = (SHARE_MINUTES_LOW, USUAL_MINUTES, SHARE_MINUTES_HIGH)

    @property
    def door(self) -> str:
        """The door as `Site/Door`; empty before one was chosen."""
        return self._place.label if self._place is not None else ""

    def begin(self, place: Place) -> None:
        """Turn to this door and ask its lock who is on it."""
        self._place, self.fabrics = place, None
        self.run("fabrics", self._load(place))

    def load(self) -> None:
        """Ask again who is on the lock."""
        if self._place is not None:
            self.run("fabrics", self._load(self._place))

    def open_window(self, minutes: int) -> None:
        """Let another home app in for so many minutes; `window_opened` carries the codes."""
        if self._place is not None:
            self.run("share", self._open(self._place, minutes))

    async def _load(self, place: Place) -> None:
        found = await self._workplace.mounted.fabrics(place)
        self.fabrics = tuple(
            FabricItem(
                fabric.label or message("fabric_unnamed", {"index": fabric.index}),
                message("fabric_ours") if fabric.is_ours else "",
                is_ours=fabric.is_ours is True,
            )
            for fabric in found
        )
        self.fabrics_changed.emit()

    async def _open(self, place: Place, minutes: int) -> None:
        window: SharingWindow = await self._workplace.mounted.share(place, minutes)
        left_s = (window.until - self._clock()).total_seconds()
        self.window_opened.emit(
            WindowItem(window.qr, group_digits(window.manual), left_s, minutes * 60.0)
        )
        await self._load(place)


def qr_modules(text: Secret[str]) -> list[list[bool]]:
    """The QR code of a text as rows of modules (True is dark), without quiet zone."""
    import qrcode

    code = qrcode.QRCode(border=0)
    code.add_data(text.reveal())
    code.make(fit=True)
    return [[bool(module) for module in line] for line in code.get_matrix()]
