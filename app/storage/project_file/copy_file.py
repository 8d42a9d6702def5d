"""A complete, closed copy of the open project, also when its own file is gone."""

import secrets
from pathlib import Path

from app.core.errors import UsageError
from app.storage.project_file.database import put_in_place_blocking
from app.storage.project_file.session import FileSession


def save_copy_blocking(session: FileSession, path: Path) -> None:
    """Write the copy beside its final name, then put it there; nothing is left behind when it fails."""
    if path.exists():
        raise UsageError("file_exists", file=str(path))
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    session.write_copy_blocking(partial)
    put_in_place_blocking(partial, path)
