"""The camera of the Scan page: starts and ends the reading, says what was seen, and puts it into the tray."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.core.settings import CAMERA_DEVICE, CAMERA_SOUND, Settings, SettingsError
from app.services.live_scanning import LiveScanning, SeenCode, View
from app.services.setup_codes import Taken, TakenAs
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.intake import Intake

if TYPE_CHECKING:
    from app.viewmodels.camera_frames import CameraPicture, ScreenPicture

Corners = tuple[tuple[float, float], ...]
ZOOMS = (1.0, 1.5, 2.0, 3.0)


class Cue(StrEnum):
    """What is to be heard: a new code, one that is known already, a text that is no setup code."""

    NEW = "new"
    KNOWN = "known"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sight:
    """Codes that came into sight: the picture in which they were, and the corners of each as parts of the whole frame."""

    picture: "ScreenPicture | None"
    corners: tuple[Corners, ...]
    words: str


class CameraViewModel(ViewModel):
    """Reads what `put` lays in while it is running.

    `pictured` carries a `ScreenPicture`, `sighted` a `Sight`, `hinted` a sentence (empty when nothing has to be said), `cued` a `Cue`,
    `problem` the sentence why there is no picture. `door_seen` carries the id of a door whose label was held to the camera.
    """

    pictured = Signal(object)
    sighted = Signal(object)
    hinted = Signal(str)
    cued = Signal(str)
    problem = Signal(str)
    running_changed = Signal(bool)
    door_seen = Signal(str)

    def __init__(
        self,
        intake: Intake,
        settings: Settings,
        parent: QObject | None = None,
        *,
        door_of_label: Callable[[Secret[str]], str] = lambda _text: "",
        practice_boxes: Sequence[Path] = (),
    ) -> None:
        super().__init__(parent)
        self._intake = intake
        self._settings = settings
        self._door_of_label = door_of_label
        self.practice_boxes = tuple(practice_boxes)
        """Pictures to practise with; none in a real project, as nothing of practice belongs there."""
        self._live: LiveScanning | None = None
        self._view = View()
        self._awaited = 0
        intake.taken.connect(self._on_intake_taken)
        intake.failed.connect(self._on_intake_failed)

    @property
    def is_running(self) -> bool:
        """Whether frames are read."""
        return self._live is not None

    @property
    def view(self) -> View:
        """What is shown and read."""
        return self._view

    @property
    def device_id(self) -> str:
        """The camera that was used last, empty for the system's own choice."""
        return self._settings.get(CAMERA_DEVICE)

    @property
    def has_sound(self) -> bool:
        """Whether a code that is read is heard."""
        return self._settings.get(CAMERA_SOUND)

    def remember_device(self, device_id: str) -> None:
        """Use this camera the next time."""
        self._remember(lambda: self._settings.set(CAMERA_DEVICE, device_id))

    def set_sound(self, *, is_on: bool) -> None:
        """Let codes be heard, or not."""
        self._remember(lambda: self._settings.set(CAMERA_SOUND, is_on))

    def start(self, frame_interval_s: float = 1 / 30) -> None:
        """Begin to read what `put` lays in; already running, it goes on."""
        if self._live is not None:
            return
        self._live = LiveScanning(self, frame_interval_s=frame_interval_s)
        self._live.set_view(self._view)
        self._live.start()
        self.running_changed.emit(True)

    def put(self, make: "Callable[[], CameraPicture | None]") -> None:
        """Lay in the newest frame; `make` copies it and is called in another thread."""
        if self._live is not None:
            self._live.put(make)

    def stop(self) -> None:
        """End the reading; safe twice."""
        live, self._live = self._live, None
        if live is not None:
            self.run("end camera", live.close())
            self.hinted.emit("")
            self.running_changed.emit(False)

    def set_picture_size(self, width: int, height: int) -> None:
        """How many pixels the screen has for the picture."""
        self._set_view(replace(self._view, width=width, height=height))

    def set_zoom(self, zoom: float) -> None:
        """Enlarge the middle; one of `ZOOMS`."""
        self._set_view(replace(self._view, zoom=zoom))

    def set_for_small(self, *, is_on: bool) -> None:
        """Look for small codes: the middle is enlarged twice as much."""
        zoom = max(2.0, self._view.zoom) if is_on else 1.0
        self._set_view(replace(self._view, is_for_small=is_on, zoom=zoom))

    async def close(self) -> None:
        """End everything that runs; safe twice."""
        live, self._live = self._live, None
        if live is not None:
            await live.close()
        await super().close()

    # --- what the reading says --------------------------------------------------------------------

    def on_picture(self, picture: "ScreenPicture") -> None:
        """The newest frame for the screen."""
        self.pictured.emit(picture)

    def on_codes(self, codes: Sequence[SeenCode], picture: "ScreenPicture | None") -> None:
        """Put what came into sight into the tray, as one action."""
        words = (
            message("camera_found")
            if len(codes) == 1
            else message("camera_found_many", {"count": len(codes)})
        )
        self.sighted.emit(Sight(picture, tuple(code.corners for code in codes), words))
        doors = [self._door_of_label(code.text) for code in codes]
        kept = [code for code, door in zip(codes, doors, strict=True) if not door]
        for door in doors:
            if door:
                self.door_seen.emit(door)
        if kept:
            self._awaited += 1
            self._intake.take_seen([(code.text, code.is_label_number) for code in kept])

    def on_hint(self, hint: str) -> None:
        """What would help now."""
        self.hinted.emit(message(f"camera_hint_{hint}") if hint else "")

    def on_problem(self, code: str) -> None:
        """Nothing can be read."""
        self.problem.emit(message(code))

    def _on_intake_taken(self, taken: Sequence[Taken]) -> None:
        if self._awaited and taken:
            self._awaited -= 1
            self.cued.emit(cue_of(taken))

    def _on_intake_failed(self, _sentence: str) -> None:
        self._awaited = 0

    def _set_view(self, view: View) -> None:
        self._view = view
        if self._live is not None:
            self._live.set_view(view)

    def _remember(self, keep: Callable[[], None]) -> None:
        try:
            keep()
        except SettingsError:
            return  # it holds until the program ends; the settings page says what is wrong with the file


def cue_of(taken: Sequence[Taken]) -> Cue:
    """The best of what came together."""
    ways = {one.taken_as for one in taken if one.code is not None and one.code.kept.is_valid}
    if ways & {TakenAs.NEW, TakenAs.COMPLETED}:
        return Cue.NEW
    return Cue.KNOWN if ways else Cue.OTHER
