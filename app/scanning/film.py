"""The frames of a film file, decoded by the FFmpeg that OpenCV's wheel brings.

OpenCV reads no camera here, and no code: this is a decoder of files that works without Qt, so commands
have it too. Only what begins like a film in one file is handed to it: FFmpeg would also follow play lists
to other files.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import AppError, EnvironmentAppError
from app.scanning.frames import Frame
from app.scanning.libraries import has_opencv

FILM_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm"})
MOST_FRAME_PIXELS = 4096 * 2304
_LOG_LEVEL, _QUIET = "OPENCV_FFMPEG_LOGLEVEL", "-8"
_USUAL_FRAMES_A_SECOND = 30.0


def is_film(path: Path) -> bool:
    """Whether the file begins like a film: MP4 and QuickTime (ISO 14496-12), AVI (RIFF), Matroska and WebM (EBML)."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    is_riff = head[:4] == b"RIFF" and head[8:12] == b"AVI "
    return is_riff or head[4:8] == b"ftyp" or head[:4] == b"\x1a\x45\xdf\xa3"


class FilmFrames:
    """A film as a `FrameSource`: every frame in turn, however long reading one takes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_closed = False
        self.total = 0
        """How many frames the film says it has; 0 before the first one and where it does not say."""
        self.frames_a_second = _USUAL_FRAMES_A_SECOND

    def frames_blocking(self) -> Generator[Frame, None, None]:
        """The frames one by one; `AppError("film_unreadable")` (`name`), `EnvironmentAppError("picture_decoder_missing")`."""
        if not has_opencv():
            raise EnvironmentAppError("picture_decoder_missing")
        import cv2  # noqa: PLC0415, heavy and optional

        if not is_film(self._path):
            raise AppError("film_unreadable", name=self._path.name)
        with quiet_ffmpeg():
            # An absolute path is never taken for an address, and this reader for no list of pictures.
            film = cv2.VideoCapture(str(self._path.resolve()), cv2.CAP_FFMPEG)
        try:
            if not film.isOpened():
                raise AppError("film_unreadable", name=self._path.name)
            self.total = max(0, int(film.get(cv2.CAP_PROP_FRAME_COUNT)))
            rate = film.get(cv2.CAP_PROP_FPS)
            self.frames_a_second = rate if 1 <= rate <= 1000 else _USUAL_FRAMES_A_SECOND
            number = 0
            while not self._is_closed:
                is_read, picture = film.read()
                if not is_read:
                    break
                if picture.shape[0] * picture.shape[1] > MOST_FRAME_PIXELS:
                    raise AppError("film_unreadable", name=self._path.name)
                grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
                height, width = grey.shape
                yield Frame(width, height, grey.tobytes(), number / self.frames_a_second)
                number += 1
            if number == 0 and not self._is_closed:
                raise AppError("film_unreadable", name=self._path.name)
        finally:
            film.release()

    def close(self) -> None:
        """End after the frame that is being read."""
        self._is_closed = True


@contextmanager
def quiet_ffmpeg() -> Iterator[None]:
    """What FFmpeg thinks of a damaged file is told by our sentence; it reads its level when the first film is opened."""
    import cv2  # noqa: PLC0415, heavy and optional

    before, level = os.environ.get(_LOG_LEVEL), cv2.utils.logging.getLogLevel()
    os.environ[_LOG_LEVEL] = _QUIET
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(level)
        if before is None:
            os.environ.pop(_LOG_LEVEL, None)
        else:
            os.environ[_LOG_LEVEL] = before
