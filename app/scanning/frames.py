"""Where grey frames come from: a file's pages, a film, a folder of pictures, a camera; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Frame:
    """One grey picture: `pixels` has a byte each (0 black), row by row from the top, without gaps.

    `at_s`: when it is shown, in seconds from the beginning of its film; None for what has no time of its own.
    """

    width: int
    height: int
    pixels: bytes | memoryview
    at_s: float | None = None


class FrameSource(Protocol):
    """Gives frames to one reader in one worker thread.

    A camera's source keeps only the newest frame and blocks until there is one; a file's gives its
    pages. Frames hold secrets: they stay in memory.
    """

    def frames_blocking(self) -> Iterator[Frame]:
        """The frames one by one; ends when the source has no more or was closed. `AppError` as the source says."""
        ...

    def close(self) -> None:
        """End the frames soon, from any thread; closing again does nothing."""
        ...
