"""The window: what it is made of, and its loop."""

from pathlib import Path

from app.core.errors import EnvironmentAppError


def open_window(file: Path | None) -> int:
    """Run the window until it is closed; its exit code."""
    del file
    raise EnvironmentAppError("no_display")


def open_demo(is_fresh: bool) -> int:
    """Run the window with a practice project and two practice locks; its exit code."""
    del is_fresh
    raise EnvironmentAppError("no_display")
