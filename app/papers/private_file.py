"""Writing a file that is either whole or not there, readable by this user alone."""

import os
from pathlib import Path

from app.core.errors import EnvironmentAppError


def write_private_file_blocking(path: Path, content: bytes) -> None:
    """Write beside and replace, so that a kill in the middle leaves no half file under the name.

    Raises `EnvironmentAppError` with `disk_full` or `out_unwritable`.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        # What a kill left is taken away and not written into: it may be somebody else's, with rights or a link of their own.
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        code = "disk_full" if error.errno == _NO_SPACE else "out_unwritable"
        raise EnvironmentAppError(code, name=path.name) from error


_NO_SPACE = 28  # ENOSPC, the same number on Linux, macOS and in Windows' C runtime
