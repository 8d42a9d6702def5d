"""The encrypted bytes of a file in pieces: in memory, or on disk where they are too many for it."""

import os
import tempfile
from collections.abc import Iterator
from typing import Protocol


class Chunks(Protocol):
    """Pieces that are added one after another, and read by their number."""

    @property
    def size(self) -> int:
        """How many bytes all pieces have."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> bytes: ...

    def __iter__(self) -> Iterator[bytes]: ...

    def append(self, chunk: bytes) -> None:
        """Add the next piece; raises `OSError` where there is no room."""
        ...

    def close(self) -> None:
        """Forget them; safe twice."""
        ...


class ChunksInMemory:
    """Pieces in memory; one that others hold too is held once."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self.size = 0

    def __len__(self) -> int:
        return len(self._chunks)

    def __getitem__(self, number: int) -> bytes:
        return self._chunks[number]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)

    def append(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self.size += len(chunk)

    def close(self) -> None:
        self._chunks.clear()
        self.size = 0


class ChunksOnDisk:
    """Pieces in a temporary file without a name: only this program can read it, and it is gone with it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the pieces are wanted
        self._ends = [0]

    @property
    def size(self) -> int:
        return self._ends[-1]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        return self._file.read(end - begin)

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    def append(self, chunk: bytes) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(chunk)
        self._file.flush()
        self._ends.append(self._ends[-1] + len(chunk))

    def close(self) -> None:
        self._file.close()
        self._ends = [0]
