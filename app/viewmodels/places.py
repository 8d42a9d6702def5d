"""Where a person's own files go."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def documents_dir() -> Path:
    """The user's folder for documents; the home folder where there is none."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(documents) or Path.home())
    return found if found.is_dir() else Path.home()
