"""What a text, typed digits or a picture says as a setup code."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.core.errors import AppError, UsageError
from app.core.secret import Secret
from app.domain.setup_code import RefusedSetupCode, SetupCode, read_label_number, read_setup_code
from app.scanning.decoder import PAGE_UNREAD, decode_picture
from app.scanning.film import is_film
from app.scanning.film_reading import decode_film
from app.scanning.picture import read_picture_file_blocking
from app.scanning.symbols import Decoding, SymbolFormat

PICTURE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".bmp", ".tif", ".tiff", ".ppm", ".pgm"}
    | {".heic", ".heif", ".pdf"}
)
MAX_LINES = 10_000
MAX_INPUT_BYTES = 64 * 1024 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")  # nothing else: a control character may stand inside a code


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to decode: a text, a picture by its path or its bytes, or a film; `name` is what it is called."""

    text: Secret[str] | None = None
    picture: Path | bytes | None = None
    film: Path | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """One text found in one input, and what it is; of a picture also where and by whom it was read."""

    index: int
    text: Secret[str]
    code: SetupCode | RefusedSetupCode
    source: str | None = None
    position: tuple[tuple[int, int], ...] | None = None
    decoder: str | None = None
    step: str | None = None
    format: SymbolFormat | None = None
    page: int | None = None

    @property
    def is_label_number(self) -> bool:
        """Whether it stood in a symbol that is none of setup codes."""
        return self.format is not None and not self.format.is_setup_format

    @property
    def is_valid(self) -> bool:
        """Whether it is a usable setup code."""
        return not isinstance(self.code, RefusedSetupCode)


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read."""

    index: int
    source: str | None
    error: AppError


def inputs_of_words(words: Iterable[str]) -> list[Input]:
    """What each word means: a file that exists or is called like a picture is a picture, everything else a text.

    Raises `UsageError` `nothing_given` for a blank, `folder_for_picture` (`name`) for a folder.
    """
    return [_input_of_word(word) for word in words]


def inputs_of_bytes(content: bytes) -> list[Input]:
    """What came by standard input: a text a line, or one picture; raises `UsageError` `too_many_lines`, `nothing_given`."""
    if len(content) > MAX_INPUT_BYTES or b"\0" in content or content.startswith(b"%PDF-"):
        return [Input(picture=content, name="-")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [Input(picture=content, name="-")]
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise UsageError("too_many_lines", limit=MAX_LINES)
    lines = [line.strip() for line in _LINE_END.split(text) if line.strip()]
    if not lines:
        raise UsageError("nothing_given")
    return [Input(text=Secret(line)) for line in lines]


def inputs_of_source(source: Path) -> list[Input]:
    """A film, or the pictures in a folder by their names, without those of folders in it.

    Raises `UsageError` `film_unread` (neither), `file_unreadable`, `no_pictures_in_folder`.
    """
    if is_film(source):
        return [Input(film=source, name=source.name)]
    return inputs_of_folder(source)


def inputs_of_folder(folder: Path) -> list[Input]:
    """The pictures in a folder; raises as `inputs_of_source`."""
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError("film_unread", name=folder.name)
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in PICTURE_SUFFIXES
            and not path.name.startswith(".")
            and path.is_file()
        ]
    except OSError as error:
        raise UsageError("file_unreadable", name=folder.name) from error
    if not found:
        raise UsageError("no_pictures_in_folder", name=folder.name)
    found.sort(key=lambda path: (path.name.casefold(), path.name))
    return [Input(picture=path, name=path.name) for path in found]


async def decode_inputs(
    inputs: Sequence[Input],
    *,
    should_stop: Callable[[], bool] = lambda: False,
    on_page: Callable[[int, int, int], None] | None = None,
    on_picture: Callable[[int, Decoding], None] | None = None,
) -> AsyncGenerator[Decoded | Unread]:
    """Everything found, input by input; one that cannot be read does not stop the others.

    `should_stop` is asked between inputs, and inside a picture between its steps in another thread: what
    was found by then is still given. `on_page` hears the input's index, how many of its pages are read, and
    how many there are. `on_picture` hears what a picture gave as a whole, with what could not be tried.
    """
    for index, wanted in enumerate(inputs):
        if should_stop():
            return
        if wanted.text is not None:
            yield Decoded(index, wanted.text, read_setup_code(wanted.text.reveal()))
            continue
        try:
            decoding = await _read_input(
                wanted, should_stop, None if on_page is None else partial(on_page, index)
            )
        except AppError as error:
            yield Unread(index, wanted.name, error)
            continue
        if on_picture is not None:
            on_picture(index, decoding)
        for decoded in _decoded(index, wanted, decoding):
            yield decoded
        if not decoding.symbols and not decoding.was_stopped:
            nothing = "no_code_in_picture" if wanted.film is None else "no_code_in_film"
            yield Unread(index, wanted.name, AppError(nothing, name=wanted.name))


async def _read_input(
    wanted: Input, should_stop: Callable[[], bool], on_page: Callable[[int, int], None] | None
) -> Decoding:
    if wanted.film is not None:
        return await asyncio.to_thread(decode_film, wanted.film, should_stop=should_stop)
    return await read_picture(wanted.picture or b"", should_stop=should_stop, on_page=on_page)


async def read_picture(
    picture: Path | bytes,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    on_page: Callable[[int, int], None] | None = None,
) -> Decoding:
    """What is in one picture, read in another thread; `on_page` is called on the loop's. Errors as in `decode_picture`."""
    if isinstance(picture, Path):
        picture = await asyncio.to_thread(read_picture_file_blocking, picture)
    told = None if on_page is None else _on_this_loop(on_page)
    return await asyncio.to_thread(decode_picture, picture, should_stop=should_stop, on_page=told)


def is_partly_read(decoding: Decoding) -> bool:
    """Whether a page of the picture could not be read, so that its codes are missing."""
    return any(note.code == PAGE_UNREAD for note in decoding.notes)


def _on_this_loop(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    loop = asyncio.get_running_loop()
    return lambda done, total: _tell_later(loop, partial(tell, done, total))


def _tell_later(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    # The reader may go on for a step after somebody stopped waiting for it and closed the loop.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(tell)


def _decoded(index: int, wanted: Input, decoding: Decoding) -> list[Decoded]:
    return [
        Decoded(
            index,
            symbol.text,
            (read_setup_code if symbol.format.is_setup_format else read_label_number)(
                symbol.text.reveal()
            ),
            source=wanted.name,
            position=symbol.position,
            decoder=symbol.decoder,
            step=symbol.step,
            format=symbol.format,
            page=symbol.page,
        )
        for symbol in decoding.symbols
    ]


def _input_of_word(word: str) -> Input:
    if not word.strip():
        raise UsageError("nothing_given")
    path = Path(word)
    is_code = not isinstance(read_setup_code(word), RefusedSetupCode)
    if not is_code and _is_folder(path):
        raise UsageError("folder_for_picture", name=path.name or word)
    if not is_code and (_exists(path) or path.suffix.lower() in PICTURE_SUFFIXES):
        return Input(picture=path, name=path.name)
    return Input(text=Secret(word))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a path, or with a NUL: a text
        return False
