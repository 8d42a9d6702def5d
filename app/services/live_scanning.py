"""Read what a camera sees, in one worker thread: the newest frame only, and never on the thread of the window."""

import asyncio
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.core.errors import AppError
from app.core.secret import Secret
from app.scanning.frame_mailbox import NewestOnly
from app.scanning.frame_pictures import CameraPicture as CameraPicture
from app.scanning.frame_pictures import Plane as Plane
from app.scanning.frame_pictures import PlaneOrder as PlaneOrder
from app.scanning.frame_pictures import ScreenPicture as ScreenPicture
from app.scanning.libraries import has_opencv
from app.scanning.live_texts import RecentTexts

if TYPE_CHECKING:
    from app.scanning.frames import Frame
    from app.scanning.hints import Hint
    from app.scanning.live import AimingBox, LiveReader, LiveReading

_log = logging.getLogger(__name__)

_HINT_EVERY = 4
"""A hint is measured at each so manyth frame that gave nothing."""
_KEPT_LOOKS = 24
_SWITCH_S = 0.001


@dataclass(frozen=True, slots=True)
class SeenCode:
    """One code that came into sight: its text, and its corners as parts of the frame's width and height."""

    text: Secret[str]
    corners: tuple[tuple[float, float], ...]
    is_label_number: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What is shown and read: the size of the picture on the screen in pixels, how much it is enlarged, and whether small codes are looked for."""

    width: int = 0
    height: int = 0
    zoom: float = 1.0
    is_for_small: bool = False

    @property
    def box_part(self) -> float:
        """The aiming box, as a part of what is shown."""
        return 0.5


class LiveListener(Protocol):
    """Who hears what was seen; called on the loop's thread."""

    def on_picture(self, picture: "ScreenPicture") -> None:
        """The newest frame for the screen; older ones that were not shown are left out."""
        ...

    def on_codes(self, codes: Sequence[SeenCode], picture: "ScreenPicture | None") -> None:
        """Codes came into sight in the frame of this picture."""
        ...

    def on_hint(self, hint: str) -> None:
        """What would help now; empty when nothing has to be said."""
        ...

    def on_problem(self, code: str) -> None:
        """Nothing can be read, and why; a message key."""
        ...


@dataclass(slots=True)
class _Look:
    """A frame that is still looked at, with its picture for the screen."""

    frame: "Frame"
    picture: "ScreenPicture | None" = field(default=None)


class LiveScanning:
    """One run of a camera: `start`, then `put` frames, then `close`."""

    def __init__(
        self,
        listener: LiveListener,
        *,
        frame_interval_s: float = 1 / 30,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._listener = listener
        self._frame_interval_s = frame_interval_s
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._mailbox: NewestOnly[Callable[[], CameraPicture | None]] = NewestOnly()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._view = View()
        self._newest: ScreenPicture | None = None
        self._is_told = False
        self._hinted = ""
        self.frames_read = 0

    def start(self) -> None:
        """Begin; libraries are loaded in the thread."""
        self._thread.start()

    def set_view(self, view: View) -> None:
        """From the next frame on."""
        self._view = view

    def put(self, make: "Callable[[], CameraPicture | None]") -> None:
        """Lay in the newest frame; `make` is called in the worker's thread and copies it. A frame that was not begun is dropped."""
        self._mailbox.put(make)

    async def close(self) -> None:
        """End; returns when the thread has ended. Nothing is told afterwards."""
        self._mailbox.close()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join)

    # --- in the worker's thread -------------------------------------------------------------------

    def _run(self) -> None:
        # Python gives the interpreter to another thread after 5 ms only; the window would be late by as much.
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_S)
        try:
            self._run_guarded()
        finally:
            sys.setswitchinterval(before)

    def _run_guarded(self) -> None:
        try:
            if not has_opencv():
                self._tell(self._listener.on_problem, "camera_no_decoder")
                return
            self._read_all()
        except ImportError:
            self._tell(self._listener.on_problem, "camera_no_decoder")
        except Exception as error:  # noqa: BLE001 (the top of a thread; what it holds is secret, so its kind alone is told)
            _log.error("reading the camera ended: %s", type(error).__name__)
            self._tell(self._listener.on_problem, "camera_reading_ended")

    def _read_all(self) -> None:
        from app.scanning.frame_planes import grey_frame, screen_picture  # noqa: PLC0415, imports OpenCV
        from app.scanning.hints import SteadyHint  # noqa: PLC0415, imports OpenCV
        from app.scanning.live import LiveReader  # noqa: PLC0415, imports OpenCV

        reader, recent = LiveReader(), RecentTexts(self._clock)
        hints = SteadyHint(self._clock)
        looks: list[_Look] = []
        try:
            for picture in self._pictures():
                view = self._view
                shown = (
                    screen_picture(picture, view.width, view.height, view.zoom)
                    if view.width and view.height
                    else None
                )
                if shown is not None:
                    self._show(shown)
                frame = grey_frame(picture)
                if self.frames_read == 0:
                    reader.measure_blocking(frame, self._frame_interval_s)
                reader.box = _box_of(view)
                self.frames_read += 1
                looks = [*looks[1 - _KEPT_LOOKS :], _Look(frame, shown)]
                reading = reader.read_blocking(frame)
                news = recent.news(reading.symbols)
                if reading.symbols:
                    hints.clear()
                    self._hint(None)
                elif self.frames_read % _HINT_EVERY == 0:
                    self._hint(hints.see(_hint(reader, frame)))
                if news:
                    self._found(reading, news, looks)
        finally:
            reader.close_blocking()

    def _pictures(self) -> "Iterator[CameraPicture]":
        for make in self._mailbox.items_blocking():
            try:
                picture = make()
            except AppError as error:
                self._tell(self._listener.on_problem, error.code)
                continue
            if picture is not None:
                yield picture

    def _found(
        self, reading: "LiveReading", news: Sequence[object], looks: Sequence[_Look]
    ) -> None:
        frame = reading.frame
        codes = [
            SeenCode(
                symbol.text,
                tuple((x / frame.width, y / frame.height) for x, y in symbol.position),
                is_label_number=not symbol.format.is_setup_format,
            )
            for symbol in reading.symbols
            if any(symbol is one for one in news)
        ]
        picture = next((look.picture for look in looks if look.frame is frame), None)
        self._tell(self._listener.on_codes, codes, picture)

    def _show(self, picture: "ScreenPicture") -> None:
        """The screen gets the newest one when it has time; what it missed is not made up for."""
        self._newest = picture
        if not self._is_told:
            self._is_told = True
            self._tell(self._show_newest)

    def _show_newest(self) -> None:
        self._is_told = False
        picture, self._newest = self._newest, None
        if picture is not None:
            self._listener.on_picture(picture)

    def _hint(self, hint: str | None) -> None:
        if (hint or "") != self._hinted:
            self._hinted = hint or ""
            self._tell(self._listener.on_hint, self._hinted)

    def _tell(self, listener: Callable[..., None], *given: object) -> None:
        # The loop may have been closed while a frame was read.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._pass_on, listener, given)

    def _pass_on(self, listener: Callable[..., None], given: tuple[object, ...]) -> None:
        if not self._mailbox.is_closed:
            listener(*given)


def _box_of(view: View) -> "AimingBox":
    """The middle half of what is shown; a small code is enlarged further."""
    from app.scanning.live import NORMAL_BOX, SMALL_CODES_BOX, AimingBox  # noqa: PLC0415, imports OpenCV

    box = SMALL_CODES_BOX if view.is_for_small else NORMAL_BOX
    zoom = max(1.0, view.zoom)
    return AimingBox(view.box_part / zoom, max(box.enlargement, NORMAL_BOX.enlargement * zoom))


def _hint(reader: "LiveReader", frame: "Frame") -> "Hint | None":
    from app.scanning.hints import hint_of, measure_box  # noqa: PLC0415, imports OpenCV

    return hint_of(measure_box(reader.box_of(frame), frame.height), frame.height)
