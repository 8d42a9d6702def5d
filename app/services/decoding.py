"""What a text, typed digits or a picture says as a setup code."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import AppError, UsageError
from app.core.secret import Secret
from app.domain.setup_code import RefusedSetupCode, SetupCode, read_setup_code
from app.scanning.decoder import decode_picture
from app.scanning.picture import read_picture_file_blocking

PICTURE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".bmp", ".tif", ".tiff", ".ppm", ".pgm"}
    | {".heic", ".heif", ".pdf"}
)
MAX_LINES = 10_000
MAX_INPUT_BYTES = 64 * 1024 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")  # nothing else: a control character may stand inside a code


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to decode: a text, or a picture by its path or its bytes; `name` is what it is called."""

    text: Secret[str] | None = None
    picture: Path | bytes | None = None
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
    """What each word means: a file that exists or is called like a picture is a picture, everything else a text."""
    return [_input_of_word(word) for word in words]


def inputs_of_bytes(content: bytes) -> list[Input]:
    """What came by standard input: a text a line, or one picture; raises `UsageError("too_many_lines")`."""
    if len(content) > MAX_INPUT_BYTES or b"\0" in content or content.startswith(b"%PDF-"):
        return [Input(picture=content, name="-")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [Input(picture=content, name="-")]
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise UsageError("too_many_lines", limit=MAX_LINES)
    return [Input(text=Secret(line.strip())) for line in _LINE_END.split(text) if line.strip()]


async def decode_inputs(inputs: Sequence[Input]) -> AsyncGenerator[Decoded | Unread]:
    """Everything found, input by input; one that cannot be read does not stop the others."""
    for index, wanted in enumerate(inputs):
        if wanted.text is not None:
            yield Decoded(index, wanted.text, read_setup_code(wanted.text.reveal()))
            continue
        try:
            found = await _decode_picture(index, wanted)
        except AppError as error:
            yield Unread(index, wanted.name, error)
            continue
        for decoded in found:
            yield decoded
        if not found:
            yield Unread(index, wanted.name, AppError("no_code_in_picture", name=wanted.name))


async def _decode_picture(index: int, wanted: Input) -> list[Decoded]:
    if isinstance(wanted.picture, Path):
        data = await asyncio.to_thread(read_picture_file_blocking, wanted.picture)
    else:
        data = wanted.picture or b""
    decoding = await asyncio.to_thread(decode_picture, data)
    return [
        Decoded(
            index,
            symbol.text,
            read_setup_code(symbol.text.reveal()),
            source=wanted.name,
            position=symbol.position,
            decoder=symbol.decoder,
        )
        for symbol in decoding.symbols
    ]


def _input_of_word(word: str) -> Input:
    path = Path(word)
    is_code = not isinstance(read_setup_code(word), RefusedSetupCode)
    if not is_code and (_exists(path) or path.suffix.lower() in PICTURE_SUFFIXES):
        return Input(picture=path, name=path.name)
    return Input(text=Secret(word))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a path, or with a NUL: a text
        return False
