"""Reading a picture file that somebody chose, whole and not larger than any picture is."""

import asyncio
from pathlib import Path

from app.scanning.picture import read_picture_file_blocking


async def read_picture_file(path: Path) -> bytes:
    """The file's bytes; raises what `read_picture_file_blocking` raises."""
    return await asyncio.to_thread(read_picture_file_blocking, path)
