"""A folder of pictures, or some picture files, as frames."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.core.errors import AppError
from app.scanning.frames import Frame
from app.scanning.picture import read_picture_file_blocking
from app.scanning.stills import StillFrames


class PictureFrames:
    """Picture files as a `FrameSource`: each page of each file once, in the order given; files that cannot be read are left out."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._is_closed = False

    def frames_blocking(self) -> Iterator[Frame]:
        """The pictures one by one; `AppError` of the first file where none could be read."""
        first_error: AppError | None = None
        is_any_read = False
        for path in self._paths:
            try:
                for frame in StillFrames(read_picture_file_blocking(path)).frames_blocking():
                    if self._is_closed:
                        return
                    is_any_read = True
                    yield frame
            except AppError as error:
                first_error = first_error or error
        if first_error is not None and not is_any_read:
            raise first_error

    def close(self) -> None:
        """End after the picture that is being read."""
        self._is_closed = True
