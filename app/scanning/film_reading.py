"""A film file in, the codes that were shown in it out; imports nothing heavy before a film is read."""

import time
from collections.abc import Callable
from pathlib import Path

from app.core.errors import EnvironmentAppError
from app.scanning.film import FilmFrames
from app.scanning.libraries import has_opencv, missing_parts
from app.scanning.symbols import Decoding, Symbol

FRAME_TIME_S = 0.033
"""CPU time for a frame, as a camera's schedule has it: a film of a minute takes about a minute at most."""


def decode_film(path: Path, *, should_stop: Callable[[], bool] = lambda: False) -> Decoding:
    """Read every frame of a film as a camera's frames are read; each text once, in the order of appearance.

    Positions are in pixels of the frame in which the text was first read. `AppError("film_unreadable")` (`name`),
    `EnvironmentAppError("picture_decoder_missing")`. Nothing of the film is written anywhere.
    """
    if not has_opencv():
        raise EnvironmentAppError("picture_decoder_missing")
    try:
        from app.scanning.live import LiveReader  # noqa: PLC0415, imports OpenCV
    except ImportError as error:
        raise EnvironmentAppError("picture_decoder_missing") from error
    # Time that others take on a busy computer is no reason to read less.
    reader = LiveReader(FRAME_TIME_S, clock=time.process_time)
    found: dict[str, Symbol] = {}
    film = FilmFrames(path)
    frames = film.frames_blocking()
    try:
        for frame in frames:
            if should_stop():
                break
            for symbol in reader.read_blocking(frame).symbols:
                found.setdefault(symbol.text.reveal(), symbol)
    finally:
        frames.close()
        reader.close_blocking()
    return Decoding(tuple(found.values()), missing_parts(), was_stopped=should_stop())
