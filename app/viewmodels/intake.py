"""Every way in for setup codes but the camera: text that was typed, pasted, dropped or scanned, and pictures."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from app.core.errors import AppError
from app.core.secret import Secret
from app.core.settings import WEDGE_GAP_MS, WEDGE_KEYS, Settings
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.services.decoding import PICTURE_SUFFIXES, inputs_of_folder, read_picture
from app.services.setup_codes import Arrival, CameBy, TakenAs
from app.services.workplace import Workplace
from app.texts.harmless import harmless
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.wedge import WedgeLimits

Picture = Path | bytes | QImage
PICTURE_ENDINGS = tuple(sorted(PICTURE_SUFFIXES))
"""What files with pictures in them are called, for those who ask for files."""

LONGEST_LIST = 65_536
"""Characters of a pasted text that is looked at line by line; a longer one is one text."""
_LINE_END = re.compile(r"\r\n|\r|\n")  # nothing else: a control character may stand inside a code
_LONGEST_NAME = 60
_LAST_STEP_S = 3
_COLOUR_BYTES = 48 * 1024 * 1024


class PictureState(Enum):
    """How far a picture was read."""

    READ = auto()
    UNREADABLE = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class PictureResult:
    """What one picture gave: so many different texts, and in one line what there is to say of it.

    `notes` are sentences on what could not be tried or was left out.
    """

    name: str
    codes: int
    sentence: str
    state: PictureState = PictureState.READ
    notes: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """What has to be said although codes came in, or because none did; empty when all went well."""
        parts = (
            self.notes
            if self.codes and self.state is PictureState.READ
            else (self.sentence, *self.notes)
        )
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A picture to be read; those with the same `action` were given together."""

    picture: Picture
    name: str
    action: int


class Intake(ViewModel):
    """Takes codes into the project's tray, whatever they come as.

    `taken` gives what became of the texts that came together (`services.setup_codes.Taken`), refused ones
    included: once for a text, once for pictures that were given together; each time is one action for undo.
    `refused` gives a sentence on what brought no text at all. `progressed` gives how many pictures are done,
    how many there are, and the name of the one being read. `ended` gives a `PictureResult` for each
    picture after the last one, also when it was stopped.
    """

    taken = Signal(list)
    refused = Signal(str)
    progressed = Signal(int, int, str)
    ended = Signal(list)

    def __init__(
        self, workplace: Workplace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._settings = settings
        self._waiting: list[_Waiting] = []
        self._results: list[PictureResult] = []
        self._found: list[Arrival] = []
        self._actions = 0
        self._is_reading = False
        self._is_stopped = False

    @property
    def wedge_limits(self) -> WedgeLimits:
        """What counts as typed by a scanner, as it is set now."""
        return WedgeLimits(self._settings.get(WEDGE_KEYS), self._settings.get(WEDGE_GAP_MS))

    @property
    def found(self) -> int:
        """How many codes are in the pictures read so far that will be kept with the present one's."""
        return len(self._found)

    @property
    def is_reading(self) -> bool:
        """Whether pictures are being read."""
        return self._is_reading

    def take_text(
        self, text: Secret[str], came_by: CameBy, on_kept: Callable[[], None] | None = None
    ) -> None:
        """Take what was typed, pasted or scanned; `on_kept` is called unless it is refused.

        A pasted list of codes is taken line by line.
        """
        texts = split_list(text) if came_by is CameBy.PASTE else [text]
        self.run("take text", self._take(texts, came_by, on_kept))

    def take_seen(self, seen: Sequence[tuple[Secret[str], bool]]) -> None:
        """Take what a camera saw in one frame: each text, and whether it is a label's number."""
        arrivals = [Arrival(text, CameBy.CAMERA, is_number) for text, is_number in seen]
        self.run("take seen", self._take_seen(arrivals))

    def take_pictures(self, items: Sequence[Picture], name: str = "") -> None:
        """Read pictures one after the other, of a folder all that are in it, and take what is in them.

        `name` is said for what has no file name.
        """
        self._actions += 1
        self._waiting += [
            _Waiting(item, picture_name(item) or name, self._actions) for item in items
        ]
        if self._waiting and not self._is_reading:
            self._is_reading, self._is_stopped = True, False
            self.run("read pictures", self._read_all())

    def refuse(self, code: str) -> None:
        """Say why something cannot be taken at all; `code` is a message key."""
        self.refused.emit(message(code))

    def cancel(self) -> None:
        """Stop reading pictures, within the present one too; what was found by then stays."""
        self._is_stopped = True

    async def wind_up(self) -> None:
        """Stop reading, and wait until what was found is kept."""
        self.cancel()
        await super().wind_up()

    async def close(self) -> None:
        """End everything that runs, after what was found in pictures is kept; safe twice."""
        self.cancel()
        if self._found:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_STEP_S):
                    await super().wind_up()
        await super().close()

    async def _take(
        self,
        texts: Sequence[Secret[str]],
        came_by: CameBy,
        on_kept: Callable[[], None] | None = None,
    ) -> None:
        taken = await self._workplace.setup_codes.take_in(texts, came_by)
        if on_kept is not None and all(one.taken_as is not TakenAs.REFUSED for one in taken):
            on_kept()
        self.taken.emit(taken)

    async def _take_seen(self, arrivals: Sequence[Arrival]) -> None:
        self.taken.emit(await self._workplace.setup_codes.take_in_each(arrivals))

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                await self._read_next()
        finally:
            # A fault, or the project's file gone: what waits is not read behind somebody's back later.
            self._waiting.clear()
            self._found.clear()
            results, self._results = self._results, []
            self._is_reading = False
            self.ended.emit(results)

    async def _read_next(self) -> None:
        first = self._waiting[0]
        if self._is_stopped:
            stopped = PictureState.STOPPED
            self._results += [
                _result(one.name, "picture_stopped", stopped) for one in self._waiting
            ]
            self._waiting.clear()
        elif isinstance(first.picture, Path) and await asyncio.to_thread(first.picture.is_dir):
            self._waiting[:1] = await self._of_folder(first.picture, first.action)
        else:
            self._tell(first.name)
            self._results.append(await self._read(first.picture, first.name))
            self._waiting.pop(0)
        if not self._waiting or self._waiting[0].action != first.action:
            await self._keep_found()

    async def _of_folder(self, folder: Path, action: int) -> list[_Waiting]:
        """The pictures of a folder in its place, without those of folders in it; none where it has none, which is said."""
        try:
            found = await asyncio.to_thread(inputs_of_folder, folder)
        except AppError as error:
            name = picture_name(folder)
            self._results.append(_problem(name, error_sentence(error)))
            self.refused.emit(self._results[-1].sentence)
            return []
        paths = (one.picture for one in found)
        return [
            _Waiting(path, picture_name(path), action) for path in paths if isinstance(path, Path)
        ]

    async def _keep_found(self) -> None:
        found, self._found = self._found, []
        if found:
            self.taken.emit(await self._workplace.setup_codes.take_in_each(found))

    async def _read(self, picture: Picture, name: str) -> PictureResult:
        """Read one picture; what is in it is kept together with what is in those that were given with it."""
        try:
            decoding = await read_picture(
                await asyncio.to_thread(file_of_image, picture)
                if isinstance(picture, QImage)
                else picture,
                should_stop=lambda: self._is_stopped,
                on_page=partial(self._tell_page, name),
            )
        except AppError as error:
            result = _problem(name, error_sentence(error))
            self.refused.emit(result.sentence)
            return result
        # One code is often printed twice on a label.
        texts = {
            symbol.text.reveal(): Arrival(
                symbol.text, CameBy.PICTURE, is_label_number=not symbol.format.is_setup_format
            )
            for symbol in decoding.symbols
        }
        self._found += texts.values()
        if decoding.was_stopped:
            return _result(name, "picture_stopped_within", PictureState.STOPPED, len(texts))
        notes = [message(note.code, note.parameters) for note in decoding.notes]
        # Where all was found nobody needs to know what else could have been tried.
        missing = () if texts else decoding.missing
        notes += [message(f"reading_without_{part}") for part in missing]
        if not texts:
            self.refused.emit(" ".join((message("no_code_in_picture", {"name": name}), *notes)))
        code = {0: "picture_no_code", 1: "picture_one_code"}.get(len(texts), "picture_codes")
        return replace(_result(name, code, codes=len(texts)), notes=tuple(notes))

    def _tell(self, name: str) -> None:
        done = len(self._results)
        self.progressed.emit(done, done + len(self._waiting), name)

    def _tell_page(self, name: str, done: int, pages: int) -> None:
        if 0 < done < pages and self._waiting and self._waiting[0].name == name:
            words = {"name": name, "page": done + 1, "pages": pages}
            self._tell(message("picture_page", words))


def split_list(text: Secret[str]) -> list[Secret[str]]:
    """The lines of a list of codes; any other text, of several lines too, is one."""
    whole = text.reveal()
    if len(whole) > LONGEST_LIST or not isinstance(read_setup_code(whole), RefusedSetupCode):
        return [text]
    lines = [line.strip() for line in _LINE_END.split(whole) if line.strip()]
    is_list = len(lines) > 1 and any(
        not isinstance(read_setup_code(line), RefusedSetupCode) for line in lines
    )
    return [Secret(line) for line in lines] if is_list else [text]


def progress_words(done: int, total: int, name: str, found: int = 0) -> str:
    """What is being read, for people, and how many codes were found so far."""
    if total == 1:
        return message("pictures_progress_one", {"name": name})
    words = message("pictures_progress", {"number": done + 1, "total": total, "name": name})
    return f"{words} · {message('pictures_found_so_far', {'count': found})}" if found else words


def summary_words(results: Sequence[PictureResult]) -> str:
    """What several pictures gave, in one sentence; empty for one picture, which was told of already."""
    if len(results) < 2:
        return ""
    done = sum(result.state is not PictureState.STOPPED for result in results)
    if done < len(results):
        return message("pictures_stopped", {"done": done, "pictures": len(results)})
    without = sum(not result.codes for result in results)
    code = "pictures_read" if without else "pictures_read_all"
    return message(code, {"pictures": len(results), "without": without})


def picture_name(item: Picture) -> str:
    """What a picture is called for people; empty for one without a file."""
    return harmless(item.name, _LONGEST_NAME) if isinstance(item, Path) else ""


def _result(
    name: str, code: str, state: PictureState = PictureState.READ, codes: int = 0
) -> PictureResult:
    return PictureResult(name, codes, message(code, {"name": name, "count": codes}), state)


def _problem(name: str, problem: str) -> PictureResult:
    sentence = message("picture_problem", {"name": name, "problem": problem})
    return PictureResult(name, 0, sentence, PictureState.UNREADABLE)


def file_of_image(image: QImage) -> bytes:
    """A picture from the clipboard as a file, without compressing it; a very large one in grey."""
    if image.sizeInBytes() > _COLOUR_BYTES:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # type: ignore[call-overload] (takes the name as text)
    return bytes(content.data())
